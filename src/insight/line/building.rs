//! How lines are made of facts.

use alloc::collections::BTreeSet;
use alloc::vec::Vec;

use crate::insight::line::absorbed::Absorbed;
use crate::insight::line::lead_line::LeadLine;
use crate::insight::line::line_error::LineError;
use crate::insight::line::line_plan::LinePlan;
use crate::insight::line::take::{Told, begin, take};
use crate::lead::{Contributions, Erasure, Fact, FactBody, hollow, that_count};
use crate::values::{FactKind, Instant};

impl LeadLine {
    /// The line of a whole history: of what counts of it.
    ///
    /// # Errors
    /// There are no facts, or they begin no lead, or they are not the facts of one lead, each once and in order.
    #[expect(single_use_lifetimes, reason = "`impl Trait` cannot elide the lifetime")]
    pub fn of<'a>(plan: &LinePlan, history: impl IntoIterator<Item = &'a Fact>) -> Result<Self, LineError> {
        let facts: Vec<&Fact> = history.into_iter().collect();
        let newest = *facts.last().ok_or(LineError::Nothing)?;
        is_one_history(&facts)?;
        let corrected = facts.iter().any(|fact| fact.kind().corrects());
        let (hollow, brought, counted) = if corrected {
            let brought = Contributions::of(facts.iter().copied());
            (hollow(&facts), brought, that_count(facts.iter().copied()))
        } else {
            (BTreeSet::new(), Contributions::none(), facts)
        };
        let mut counted = counted.into_iter();
        let mut line = begin(plan, counted.next().ok_or(LineError::Nothing)?)?;
        let mut erasures: Vec<&Erasure> = Vec::new();
        for fact in counted {
            let is_hollow = hollow.contains(&fact.envelope.revision);
            take(&mut line, plan, Told { fact, is_hollow, brought: &brought, erasures: &erasures });
            if let FactBody::Redacted(erasure) = &fact.body {
                erasures.push(erasure);
            }
        }
        (line.revision, line.recorded_at) = (newest.envelope.revision, newest.envelope.recorded_at);
        Ok(line)
    }

    /// The line as it was said at an instant: of the facts that had been recorded by then.
    ///
    /// # Errors
    /// [`LineError::Nothing`] if none had.
    #[expect(single_use_lifetimes, reason = "`impl Trait` cannot elide the lifetime")]
    pub fn known_at<'a>(
        plan: &LinePlan,
        history: impl IntoIterator<Item = &'a Fact>,
        at: Instant,
    ) -> Result<Self, LineError> {
        Self::of(plan, history.into_iter().take_while(|fact| fact.envelope.recorded_at <= at))
    }

    /// Takes in the next fact of the lead.
    ///
    /// A fact that was taken in before changes nothing. Corrections, merges, splits and erasures ask to
    /// [rebuild](Absorbed::Rebuild), and so does a gap in the revisions or another plan.
    pub fn absorb(&mut self, plan: &LinePlan, fact: &Fact) -> Absorbed {
        let envelope = &fact.envelope;
        let is_its = envelope.lead == self.lead && plan.print() == self.plan && self.is_of_schema();
        if is_its && envelope.revision <= self.revision {
            return Absorbed::Taken;
        }
        let fits = is_its && self.revision.checked_add(1) == Some(envelope.revision);
        if !fits || rebuilds(fact.kind()) {
            return Absorbed::Rebuild;
        }
        take(self, plan, Told { fact, is_hollow: false, brought: &Contributions::none(), erasures: &[] });
        (self.revision, self.recorded_at) = (envelope.revision, envelope.recorded_at);
        Absorbed::Taken
    }
}

/// Whether facts are those of one lead, each once and in order: others would be counted under its name.
fn is_one_history(facts: &[&Fact]) -> Result<(), LineError> {
    for (before, fact) in facts.iter().zip(facts.iter().skip(1)) {
        let (after, revision) = (before.envelope.revision, fact.envelope.revision);
        if fact.envelope.lead != before.envelope.lead {
            return Err(LineError::OtherLead { revision });
        }
        if after.checked_add(1) != Some(revision) {
            return Err(LineError::Order { revision, after });
        }
    }
    Ok(())
}

/// Whether a fact changes what counts of those before it, or what is known of them.
const fn rebuilds(kind: FactKind) -> bool {
    kind.corrects() || matches!(kind, FactKind::MergedFrom | FactKind::MergedInto | FactKind::Redacted)
}
