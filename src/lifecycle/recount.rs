//! Counting the score again: from the whole history, or by accepting what was kept.

use alloc::boxed::Box;
use alloc::vec::Vec;

use crate::lead::{
    Contributions, Ending, Fact, FactBody, Lead, NextCycle, Recount, Recounting, ReplayError, that_count,
};
use crate::lifecycle::book::{PolicyGap, Version, declines, spares};
use crate::lifecycle::case::Case;
use crate::lifecycle::cleared::Judged;
use crate::lifecycle::lifecycle::Lifecycle;
use crate::lifecycle::note::Note;
use crate::lifecycle::unmet::{LeadUnmet, Unmet};
use crate::scoring::ScoringState;
use crate::values::{Carry, Instant, LeadKey};

/// Why a history cannot be counted again.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum RecountError {
    /// The history does not fold.
    Replay(ReplayError),
    /// The book says nothing of the lead.
    Policy(PolicyGap),
}

impl core::error::Error for RecountError {}

impl Lifecycle {
    /// Counts the score again from the whole history, by the version of the policy that the lead is under at `now`: what the
    /// command `recount` takes.
    ///
    /// A recount is due when a version of the policy needs more than was kept, see
    /// [`Lead::recount_due`](crate::Lead::recount_due): a tag that was there under another name or did not exist, more
    /// occurrences than the former rules asked for. Of a lead whose version has not changed it comes to the present state.
    ///
    /// ```
    /// # use lead_lifecycle::{Actor, Capture, Command, Context, Lead, Lifecycle, Origin, Policy, Role};
    /// use lead_lifecycle::lead::Recounting;
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let lifecycle = Lifecycle::new(Policy::standard());
    /// # let by = |role: Role, at: &str| -> Result<Context, Box<dyn std::error::Error>> {
    /// #     Ok(Context::new(at.parse()?, Actor::new("tanaka".parse()?, role)))
    /// # };
    /// # let capture = Capture::new("lead-1".parse()?, Origin::Inbound);
    /// # let first = lifecycle.capture(&capture, &by(Role::System, "2026-04-01T09:00:00+09:00")?)?;
    /// # let lead = Lead::replay(first.facts())?;
    /// let (history, now) = (first.facts(), by(Role::System, "2026-04-02T09:00:00+09:00")?);
    /// let counted = lifecycle.recount(history, now.now)?;
    /// assert_eq!(counted.state, *lead.scoring());
    /// let command = Command::Recount(Recounting::Counted(Box::new(counted)));
    /// assert!(lifecycle.decide(&lead, &command, &now)?.is_empty()); // it is already so
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// The history does not fold, or the book says nothing of the lead.
    #[expect(single_use_lifetimes, reason = "`impl Trait` cannot elide the lifetime")]
    pub fn recount<'a>(
        &self,
        history: impl IntoIterator<Item = &'a Fact>,
        now: Instant,
    ) -> Result<Recount, RecountError> {
        let facts: Vec<&Fact> = history.into_iter().collect();
        let lead = Lead::replay(facts.iter().copied()).map_err(RecountError::Replay)?;
        let counted = self.virtually(&lead, now, |lead_now, version| counted(&facts, lead_now, version));
        counted.map_err(RecountError::Policy)
    }
}

/// What the activities of a history come to under a version; `lead` is where it led.
pub(super) fn counted(facts: &[&Fact], lead: &Lead, version: &Version) -> Recount {
    let mut state = ScoringState::new();
    let contributions = Contributions::of(facts.iter().copied());
    for fact in that_count(facts.iter().copied()) {
        count_on(&mut state, fact, version, &contributions);
    }
    state.apply_profile(&version.policy().scoring().tag_profile(lead.profile()));
    Recount { lead: lead.key().clone(), state, activities: lead.totals().activities, policy: version.stamp().clone() }
}

/// Takes one more fact into the state of the activities and recyclings before it. What merged leads have brought stays as they
/// tagged it.
pub(super) fn count_on(state: &mut ScoringState, fact: &Fact, version: &Version, contributions: &Contributions) {
    let at = fact.envelope.effective_at;
    contributions.parts(fact).into_iter().for_each(|part| ScoringState::merge(state, part.scoring()));
    if let FactBody::ActivityRecorded { activity, .. } = &fact.body {
        version.policy().scoring().record(state, activity, at);
    }
    if let Some(how) = carry(&fact.body) {
        state.carry(how, at);
    }
}

/// What a fact does to the engagement gathered so far.
#[expect(clippy::wildcard_enum_match_arm, reason = "only facts that begin a cycle at Lead carry engagement over")]
fn carry(body: &FactBody) -> Option<Carry> {
    let next = match body {
        FactBody::Lost { ending, .. } | FactBody::Recycled { ending, .. } | FactBody::Disqualified { ending, .. } => {
            next_of(ending)
        }
        FactBody::ContractEnded { ending, .. } => ending.as_ref().and_then(next_of),
        FactBody::Reopened { next, .. } => Some(next),
        _ => None,
    };
    next.map(|next| next.carry).filter(|how| *how != Carry::Keep)
}

const fn next_of(ending: &Ending) -> Option<&NextCycle> {
    match ending {
        Ending::Recycled(next) => Some(next),
        Ending::Disqualified { .. } | Ending::BackToCustomer => None,
    }
}

/// A recount that brings nothing new and ends nothing is already so.
pub(super) fn recount<'a>(mut case: Case<'a>, how: &'a Recounting) -> Judged<'a> {
    let (version, lead, at) = (case.version(), case.lead(), case.effective_at());
    let (mut state, mut counted, mut changed) = (None, None, false);
    if let Recounting::Counted(told) = how {
        case.require(told.lead == *lead.key(), || {
            Unmet::Lead(LeadUnmet::RecountOtherLead { counted: told.lead.clone() })
        });
        let activities = lead.totals().activities;
        case.require(told.activities == activities, || {
            Unmet::Lead(LeadUnmet::RecountOutdated { counted: told.activities, activities })
        });
        case.require(told.policy.is_version(lead.policy()), || {
            let (counted, lead) = (told.policy.clone(), lead.policy().clone());
            Unmet::Lead(LeadUnmet::RecountOtherPolicy { counted, lead })
        });
        let mut after: ScoringState = lead.scoring().clone();
        after.recount(&told.state);
        changed = after != *lead.scoring();
        counted = Some(Box::new(told.state.of_activities()));
        state = Some(after);
    }
    let cleared = case.clear()?;
    if lead.recount_due().is_none() && !changed {
        return Ok(cleared);
    }
    let state = state.as_ref().unwrap_or(lead.scoring());
    // One that was not due spares nobody anew.
    let open = lead.adoption().is_some_and(|open| open.recount_due().is_some() || open.spared_since().is_some());
    let spared = open && spares(version, lead) && declines(version.policy(), state, None, at);
    cleared.emit(FactBody::Recounted { counted, spared })
}

/// Leads that were merged into this one under an older version of the policy: what they brought is tagged by that one.
pub(super) fn counted_as_brought(lead: &Lead) -> Option<Note> {
    let adopted = lead.adopted_at()?;
    let absorbed = lead.absorbed()?.leads();
    let older = absorbed.iter().filter(|known| known.at <= adopted).map(|known| known.lead.clone());
    let leads: Vec<LeadKey> = older.collect();
    (!leads.is_empty()).then_some(Note::CountedAsBrought { leads })
}
