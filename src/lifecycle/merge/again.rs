//! What a merged lead brings is told again, because something was corrected there.

use alloc::vec::Vec;

use crate::access::Right;
use crate::lead::{ContributionPart, Contributions, Fact, Lead};
use crate::lifecycle::context::Context;
use crate::lifecycle::correct::{Parting, Past, TakeBack, TakeBackError};
use crate::lifecycle::lifecycle::Lifecycle;
use crate::lifecycle::merge::contribution::{contribution, redacted_for};
use crate::lifecycle::merge::side::{Side, now_of};
use crate::lifecycle::merge::survivors::astray;
use crate::lifecycle::merge::together::{MergeError, OfLead, Together};
use crate::lifecycle::note::Note;
use crate::lifecycle::unmet::Unmet;
use crate::values::CommandKind;

impl Lifecycle {
    /// Takes facts back from a lead that was merged, and tells those that it was merged into: `survivors`, nearest first, as for
    /// [`split`](Self::split).
    ///
    /// The lead gets [`TakenBack`](crate::FactBody::TakenBack) and stays merged; each survivor for which it makes a difference gets
    /// [`ContributionCorrected`](crate::FactBody::ContributionCorrected), and comes to what it would be if the facts had been taken back
    /// before the merge. What rules had made of it falls, or is hollow, as with [`take_back`](Self::take_back).
    ///
    /// # Errors
    /// As of [`take_back`](Self::take_back), for what is named; and as of [`split`](Self::split), for the survivors. Only news are taken back
    /// so: for a turn, split first.
    pub fn take_back_merged(
        &self,
        lead: &Past<'_>,
        survivors: &[Past<'_>],
        order: &TakeBack,
        ctx: &Context,
    ) -> Result<Together, MergeError> {
        let stored = now_of(lead)?;
        let decision = self.take_back_of(lead, order, ctx, true).map_err(|error| match error {
            TakeBackError::Refused(refusal) => MergeError::Refused(refusal),
            TakeBackError::Replay(error) => MergeError::Replay { lead: Some(stored.key().clone()), error },
        })?;
        let facts: Vec<Fact> = lead.facts().iter().chain(decision.facts()).cloned().collect();
        let then = lead.with(&facts);
        let others = self.told_again((&then, CommandKind::TakeBack), survivors, ctx)?;
        let own = OfLead { lead: stored.key().clone(), decision };
        Ok(Together::new(core::iter::once(own).chain(others).collect()))
    }

    /// Tells those that a lead was merged into again what it brings, where that has changed: because its score was counted again under
    /// a new version of the policy, or because the person was erased from it.
    ///
    /// It yields no facts of the lead itself, and none at all where nothing has changed.
    ///
    /// # Errors
    /// As of [`split`](Self::split); the right needed is that to merge.
    pub fn merge_again(&self, lead: &Past<'_>, survivors: &[Past<'_>], ctx: &Context) -> Result<Together, MergeError> {
        Ok(Together::new(self.told_again((lead, CommandKind::Merge), survivors, ctx)?))
    }

    fn told_again(
        &self,
        (lead, command): (&Past<'_>, CommandKind),
        survivors: &[Past<'_>],
        ctx: &Context,
    ) -> Result<Vec<OfLead>, MergeError> {
        let now = now_of(lead)?;
        let others = survivors.iter().map(now_of).collect::<Result<Vec<Lead>, MergeError>>()?;
        let side = Side::of(self, (lead, &now), command, ctx, false)?;
        let others = survivors.iter().zip(&others);
        let others = others.map(|(past, lead)| Side::of(self, (past, lead), command, ctx, false));
        let others = others.collect::<Result<Vec<Side<'_>>, _>>()?;
        let mut case = side.case(ctx, Right::from(command));
        for unmet in astray(&side, &others, false) {
            case.refuse(Unmet::Merge(unmet));
        }
        let unmet = case.into_unmet();
        if !unmet.is_empty() {
            return Err(side.refusal(unmet).into());
        }
        let (part, _others) = contribution(self, &side).map_err(|unmet| side.refusal(alloc::vec![unmet]))?;
        let mut decisions = Vec::new();
        for other in others {
            let (own, notes) = self.corrected(&other, &part, ctx).map_err(|unmet| other.refusal(unmet))?;
            decisions.push(other.decide(own, ctx, notes));
        }
        Ok(decisions)
    }

    /// The facts of a lead that another was merged into, now that it brings another part.
    fn corrected(
        &self,
        other: &Side<'_>,
        part: &ContributionPart,
        ctx: &Context,
    ) -> Result<(Vec<Fact>, Vec<Note>), Vec<Unmet>> {
        let lead = part.lead();
        if other.lead().absorbed_lead(lead).is_none() {
            return Ok((Vec::new(), Vec::new()));
        }
        let contributions = Contributions::of(other.past.facts());
        let (merge, known) = other.merge_of(lead, &contributions).ok_or_else(|| alloc::vec![other.whole_needed()])?;
        // Nothing happens to the contracts of a lead that is merged; what was told of them since stays as it came.
        let part = redacted_for(part.with_contracts_as(known), other.lead());
        if redacted_for(known.clone(), other.lead()).brings_the_same(&part) {
            return Ok((Vec::new(), Vec::new()));
        }
        let anew = Some((merge.envelope.revision, part.clone()));
        self.part(other, lead, Parting { anew, ..Parting::default() }, ctx)
    }
}
