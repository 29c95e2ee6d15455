//! The call: two leads that became one are two again.

use alloc::vec::Vec;

use crate::access::Right;
use crate::lead::{Contributions, Fact, FactBody, FactKind, Lead, Stage};
use crate::lifecycle::context::Context;
use crate::lifecycle::correct::{Parting, Past};
use crate::lifecycle::lifecycle::Lifecycle;
use crate::lifecycle::merge::side::{Side, now_of};
use crate::lifecycle::merge::survivors::astray;
use crate::lifecycle::merge::together::{MergeError, Together};
use crate::lifecycle::note::Note;
use crate::lifecycle::unmet::Unmet;
use crate::values::{CommandKind, LeadKey};

impl Lifecycle {
    /// Splits a lead from the one that it was merged into by mistake: it lives by itself again.
    ///
    /// `survivors` are the lead that it was merged into, the one that this was merged into, and so on to the one that lives, nearest first.
    /// The lead gets [`SplitFrom`](crate::FactBody::SplitFrom), each survivor [`SplitOff`](crate::FactBody::SplitOff), with what the rules
    /// make of it. A lead of which a legacy system said that it was merged has no survivors here. What goes and what stays is told on the page of [`Together`]. The repeat of a command, known by its id, brings nothing.
    ///
    /// # Errors
    /// `Replay`: a past does not fold.
    ///
    /// `Refused`: a context as for [`merge`](Self::merge); an actor who may not split; a lead that was not merged; a survivor that is missing,
    /// or has nothing to do with the merge; turns of a survivor that stand on what goes; with [`Past::Since`], a merge before the snapshot.
    #[doc(alias = "名寄せ解除")]
    #[doc(alias = "unmerge")]
    pub fn split(&self, lead: &Past<'_>, survivors: &[Past<'_>], ctx: &Context) -> Result<Together, MergeError> {
        let freed = now_of(lead)?;
        let others = survivors.iter().map(now_of).collect::<Result<Vec<Lead>, MergeError>>()?;
        let freed = Side::of(self, (lead, &freed), CommandKind::Split, ctx, true)?;
        let others = survivors.iter().zip(&others);
        let others = others.map(|(past, lead)| Side::of(self, (past, lead), CommandKind::Split, ctx, false));
        let others = others.collect::<Result<Vec<Side<'_>>, _>>()?;
        let mut case = freed.case(ctx, Right::Split);
        // What this very command has done at some of them it does at the others, and nothing where it was done.
        let is_repeated = others.iter().chain([&freed]).any(|side| is_done(side, freed.key(), ctx));
        for unmet in astray(&freed, &others, is_repeated) {
            case.refuse(Unmet::Merge(unmet));
        }
        let unmet = case.into_unmet();
        if !unmet.is_empty() {
            return Err(freed.refusal(unmet).into());
        }
        for other in &others {
            let unmet = other.case(ctx, Right::Split).into_unmet();
            if !unmet.is_empty() {
                return Err(other.refusal(unmet).into());
            }
        }
        let absorbed = freed.lead().absorbed().map_or(&[][..], |absorbed| absorbed.leads());
        let gone = core::iter::once(freed.key()).chain(absorbed.iter().map(|known| &known.lead));
        let gone: Vec<LeadKey> = gone.cloned().collect();
        let mut decisions = Vec::new();
        let (own, notes) = self.split_from(&freed, ctx).map_err(|unmet| freed.refusal(unmet))?;
        decisions.push(freed.decide(own, ctx, notes));
        for other in others {
            let (own, notes) = self.split_off(&other, &gone, ctx).map_err(|unmet| other.refusal(unmet))?;
            decisions.push(other.decide(own, ctx, notes));
        }
        Ok(Together::new(decisions))
    }

    /// The facts of the lead that lives by itself again, and what is to be known.
    fn split_from(&self, freed: &Side<'_>, ctx: &Context) -> Result<(Vec<Fact>, Vec<Note>), Vec<Unmet>> {
        let Stage::Merged { into } = freed.lead().stage() else {
            return Ok((Vec::new(), Vec::new()));
        };
        if is_done(freed, freed.key(), ctx) {
            return Ok((Vec::new(), Vec::new()));
        }
        let merges = freed.standing(FactKind::MergedInto);
        let merge = merges
            .last()
            .copied()
            .or_else(|| freed.merged_by_import())
            .ok_or_else(|| alloc::vec![freed.whole_needed()])?;
        let gone = Parting { facts: [merge.envelope.revision].into_iter().collect(), ..Parting::default() };
        self.part(freed, into, gone, ctx)
    }

    /// The same of a lead that the other was merged into, or came with.
    fn split_off(
        &self,
        other: &Side<'_>,
        gone: &[LeadKey],
        ctx: &Context,
    ) -> Result<(Vec<Fact>, Vec<Note>), Vec<Unmet>> {
        let is_left = |freed: &&LeadKey| other.lead().absorbed_lead(freed).is_some() && !is_done(other, freed, ctx);
        let Some(freed) = gone.first().filter(is_left) else {
            return Ok((Vec::new(), Vec::new()));
        };
        let contributions = Contributions::of(other.past.facts());
        let (merge, _) = other.merge_of(freed, &contributions).ok_or_else(|| alloc::vec![other.whole_needed()])?;
        let revision = merge.envelope.revision;
        let whole = matches!(&merge.body, FactBody::MergedFrom(merged) if gone.contains(&merged.from));
        let parting = if whole {
            Parting { facts: [revision].into_iter().collect(), ..Parting::default() }
        } else {
            let parts = gone.iter().filter(|lead| other.lead().absorbed_lead(lead).is_some());
            Parting { parts: parts.map(|lead| (revision, lead.clone())).collect(), ..Parting::default() }
        };
        self.part(other, freed, parting, ctx)
    }
}

/// Whether this very command has split the lead already, as far as this side of it goes.
fn is_done(side: &Side<'_>, lead: &LeadKey, ctx: &Context) -> bool {
    let of_lead = |fact: &Fact| {
        if let FactBody::SplitOff(split) = &fact.body {
            split.lead == *lead
        } else {
            fact.kind() == FactKind::SplitFrom
        }
    };
    let by_command = |fact: &&Fact| fact.envelope.command == ctx.command_id;
    ctx.command_id.is_some() && side.past.facts().iter().filter(by_command).any(of_lead)
}
