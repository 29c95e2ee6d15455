//! The call: two leads that became one are two again.

use alloc::boxed::Box;
use alloc::vec::Vec;

use crate::access::Right;
use crate::lead::{Because, Cause, Fact, FactBody, FactKind, Lead, Part, Split, Stage, parted};
use crate::lifecycle::clock::catch_up;
use crate::lifecycle::context::Context;
use crate::lifecycle::correct::{Parted, Parting, Past, set_off_again, without};
use crate::lifecycle::decision::Decision;
use crate::lifecycle::fact_chain::FactChain;
use crate::lifecycle::lifecycle::Lifecycle;
use crate::lifecycle::merge::side::{Side, now_of};
use crate::lifecycle::merge::together::{MergeError, OfLead, Together};
use crate::lifecycle::mint::{By, Times};
use crate::lifecycle::note::{Note, notes as notes_of};
use crate::lifecycle::unmet::{MergeUnmet, Unmet, misfit};
use crate::values::{CommandKind, LeadKey};

impl Lifecycle {
    /// Splits a lead from the one that it was merged into by mistake.
    ///
    /// # Errors
    /// todo
    #[doc(alias = "unmerge")]
    pub fn split(&self, lead: &Past<'_>, survivors: &[Past<'_>], ctx: &Context) -> Result<Together, MergeError> {
        let freed = now_of(lead)?;
        let others = survivors.iter().map(now_of).collect::<Result<Vec<Lead>, MergeError>>()?;
        if is_repeated(lead, &freed, ctx) {
            let nothing = |lead: &Lead| OfLead {
                lead: lead.key().clone(),
                decision: Decision::new(lead.revision(), Vec::new(), 0).of(ctx.command_id.clone(), Vec::new()),
            };
            return Ok(Together::new(core::iter::once(&freed).chain(&others).map(nothing).collect()));
        }
        let freed = Side::of(self, (lead, &freed), CommandKind::Split, ctx, true)?;
        let others = survivors.iter().zip(&others);
        let others = others.map(|(past, lead)| Side::of(self, (past, lead), CommandKind::Split, ctx, false));
        let others = others.collect::<Result<Vec<Side<'_>>, _>>()?;
        let mut case = freed.case(ctx, Right::Split);
        for unmet in astray(&freed, &others) {
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
        let own = self.split_from(&freed, ctx).map_err(|unmet| freed.refusal(unmet))?;
        decisions.push(freed.decide(own, ctx, Vec::new()));
        for other in others {
            let (own, notes) = self.split_off(&other, &gone, ctx).map_err(|unmet| other.refusal(unmet))?;
            decisions.push(other.decide(own, ctx, notes));
        }
        Ok(Together::new(decisions))
    }

    /// The facts of the lead that lives by itself again.
    fn split_from(&self, freed: &Side<'_>, ctx: &Context) -> Result<Vec<Fact>, Vec<Unmet>> {
        let Stage::Merged { into } = freed.lead().stage() else {
            return Ok(Vec::new());
        };
        let merges = freed.standing(FactKind::MergedInto);
        let merge = merges.last().ok_or_else(|| alloc::vec![freed.whole_needed()])?;
        let gone = Parting { facts: [merge.envelope.revision].into_iter().collect(), parts: Vec::new() };
        let found = self.without(freed, &gone)?;
        self.say(freed, (into, gone, found), FactBody::SplitFrom, ctx)
    }

    /// The facts of a lead that the other was merged into, or came with.
    fn split_off(
        &self,
        other: &Side<'_>,
        gone: &[LeadKey],
        ctx: &Context,
    ) -> Result<(Vec<Fact>, Vec<Note>), Vec<Unmet>> {
        let Some(freed) = gone.first().filter(|freed| other.lead().absorbed_lead(freed).is_some()) else {
            return Ok((Vec::new(), Vec::new()));
        };
        let parted = parted(other.past.facts());
        let merge = other.merge_of(freed, &parted).ok_or_else(|| alloc::vec![other.whole_needed()])?;
        let revision = merge.envelope.revision;
        let whole = matches!(&merge.body, FactBody::MergedFrom(merged) if gone.contains(&merged.from));
        let parting = if whole {
            Parting { facts: [revision].into_iter().collect(), parts: Vec::new() }
        } else {
            let parts = gone.iter().filter(|lead| other.lead().absorbed_lead(lead).is_some());
            Parting { parts: parts.map(|lead| (revision, lead.clone())).collect(), ..Parting::default() }
        };
        let found = self.without(other, &parting)?;
        let mut notes = Vec::new();
        if !found.left.is_empty() {
            notes.push(Note::ToldOfParted { lead: freed.clone(), facts: found.left.clone() });
        }
        let own = self.say(other, (freed, parting, found), FactBody::SplitOff, ctx)?;
        notes.extend(notes_of(other.version.policy(), &own));
        Ok((own, notes))
    }

    /// What a lead comes to without what parts.
    fn without(&self, side: &Side<'_>, gone: &Parting) -> Result<Parted, Vec<Unmet>> {
        // INVARIANT: `now_of` has folded this past; what does not fold is a past that is not given far enough back.
        let found = without((self.book(), side.version), side.past, side.due(), gone);
        let found = found.map_err(|_error| alloc::vec![side.whole_needed()])?;
        if found.unmet.is_empty() { Ok(found) } else { Err(found.unmet) }
    }

    /// The fact, and what the rules make of it.
    fn say(
        &self,
        side: &Side<'_>,
        (lead, gone, found): (&LeadKey, Parting, Parted),
        body: fn(Box<Split>) -> FactBody,
        ctx: &Context,
    ) -> Result<Vec<Fact>, Vec<Unmet>> {
        let (version, now) = (side.version, side.recorded_at());
        let set_off = found.set_off || waits_again(side, &gone, found.refold.lead());
        let split = Split {
            lead: lead.clone(),
            facts: gone.facts,
            parts: gone.parts,
            fallen: found.fallen,
            hollow: found.hollow,
            sections: Box::new(found.refold.into_sections()),
        };
        let mut chain = FactChain::after(side.lead());
        let by = By { stamp: version.stamp(), ctx, times: Times::at_once(now), cause: Cause::Command };
        chain.push(by, body(Box::new(split))).map_err(misfit)?;
        if set_off {
            set_off_again(&mut chain, version, (ctx, now), Because::Correction)?;
        }
        catch_up(self.book(), &mut chain, (now, Because::Correction), now).map_err(misfit)?;
        Ok(chain.into_facts())
    }
}

/// Whether a hand-raise that another lead brought waits again, because what had answered it is gone: it has set off nothing yet.
fn waits_again(side: &Side<'_>, gone: &Parting, then: &Lead) -> bool {
    let newest = then.hand_raise().newest();
    if newest <= side.lead().hand_raise().newest() {
        return false;
    }
    let is_gone = parted(side.past.facts());
    side.standing(FactKind::MergedFrom).into_iter().any(|fact| {
        let FactBody::MergedFrom(merged) = &fact.body else { return false };
        let revision = fact.envelope.revision;
        let left = |lead: &LeadKey| is_gone.iter().chain(&gone.parts).any(|(of, gone)| *of == revision && gone == lead);
        let brings = |part: &Part| part.hand_raise().newest() == newest && !left(part.lead());
        !gone.facts.contains(revision) && merged.contribution.iter().any(brings)
    })
}

/// Whether this very command has split the lead already.
fn is_repeated(past: &Past<'_>, lead: &Lead, ctx: &Context) -> bool {
    let by_command = |fact: &Fact| fact.kind() == FactKind::SplitFrom && fact.envelope.command == ctx.command_id;
    let lives = !matches!(lead.stage(), Stage::Merged { .. });
    lives && ctx.command_id.is_some() && past.facts().iter().any(by_command)
}

/// What of the leads given is not the way from a merged lead to the one that lives on.
fn astray(freed: &Side<'_>, others: &[Side<'_>]) -> Vec<MergeUnmet> {
    let key = freed.key();
    let is_merged = matches!(freed.lead().stage(), Stage::Merged { .. });
    // Only half of a merge or of a split was stored: what is left of it is undone.
    let is_half = others.iter().any(|other| other.lead().absorbed_lead(key).is_some());
    if !is_merged && !is_half {
        return alloc::vec![MergeUnmet::NotMerged];
    }
    let mut unmet = Vec::new();
    let mut at = freed;
    for other in others {
        if let Stage::Merged { into } = at.lead().stage() {
            if into != other.key() {
                unmet.push(MergeUnmet::NotGiven { lead: into.clone() });
            }
        } else if other.lead().absorbed_lead(key).is_none() {
            unmet.push(MergeUnmet::NotOnTheWay { lead: other.key().clone() });
        }
        at = other;
    }
    if let Stage::Merged { into } = at.lead().stage() {
        unmet.push(MergeUnmet::NotGiven { lead: into.clone() });
    }
    unmet
}
