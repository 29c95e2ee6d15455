//! What one lead says.

use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

use crate::insight::line::clock_line::ClockLine;
use crate::insight::line::contract_event::ContractEvent;
use crate::insight::line::cycle_line::CycleLine;
use crate::insight::line::now::Now;
use crate::insight::line::quality::Quality;
use crate::insight::line::standing::Standing;
use crate::insight::line::touch::{FirstMet, Touch};
use crate::insight::line::work::{ActivitiesOf, AttemptsOf, Counts};
use crate::lead::{Attribution, SCHEMA};
use crate::values::{AccountKey, Digest, Instant, Keyword, LeadKey, PersonKey};

/// What one lead says: its cycles with their milestones, visits, hand-overs and deals, its contracts, its clocks and the work done.
///
/// A line is made of the facts that count. The host stores it beside the snapshot of the lead and keeps it up to date, fact by fact;
/// reports are tables over lines. Its size grows with what counts: `crm` and `benches/insight` tell how large lines are.
///
/// No text that people wrote is in it, and no field that the policy holds for personal.
///
/// ```
/// use lead_lifecycle::calendar::Zone;
/// use lead_lifecycle::insight::{Absorbed, LeadLine, LinePlan};
/// # use lead_lifecycle::{Actor, Capture, Command, Context, Lead, Lifecycle, Origin, Policy, Role};
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let lifecycle = Lifecycle::new(Policy::standard());
/// # let by = |role: Role, at: &str| -> Result<Context, Box<dyn std::error::Error>> {
/// #     Ok(Context::new(at.parse()?, Actor::new("tanaka".parse()?, role)))
/// # };
/// # let capture = Capture::new("lead-1".parse()?, Origin::Inbound);
/// # let mut history = lifecycle.capture(&capture, &by(Role::System, "2026-04-01T09:00:00+09:00")?)?.into_facts();
/// # let lead = Lead::replay(&history)?;
/// # let promote = Command::Promote { note: None };
/// # let decision = lifecycle.decide(&lead, &promote, &by(Role::Mk, "2026-04-02T09:00:00+09:00")?)?;
/// let plan = LinePlan::new(Zone::JST);
/// let mut line = LeadLine::of(&plan, &history)?;
/// // What is decided later goes in fact by fact.
/// for fact in decision.facts() {
///     assert_eq!(line.absorb(&plan, fact), Absorbed::Taken);
/// }
/// # history.extend(decision.into_facts());
/// assert_eq!(line, LeadLine::of(&plan, &history)?);
/// assert_eq!((line.lead().as_str(), line.revision(), line.cycles()), ("lead-1", 2, 1));
/// // As it was said on the first of April.
/// let then = LeadLine::known_at(&plan, &history, "2026-04-01T23:59:59+09:00".parse()?)?;
/// assert_eq!(then.revision(), 1);
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
#[doc(alias = "明細")]
pub struct LeadLine {
    pub(in crate::insight) schema: u16,
    pub(in crate::insight) plan: Digest,
    pub(in crate::insight) lead: LeadKey,
    pub(in crate::insight) revision: u64,
    pub(in crate::insight) recorded_at: Instant,
    pub(in crate::insight) account: Option<AccountKey>,
    pub(in crate::insight) person: Option<PersonKey>,
    pub(in crate::insight) merged_into: Option<LeadKey>,
    pub(in crate::insight) first_met: Option<FirstMet>,
    pub(in crate::insight) quality: Quality,
    pub(in crate::insight) cycles: Vec<CycleLine>,
    pub(in crate::insight) standings: Vec<Standing>,
    pub(in crate::insight) contracts: Vec<ContractEvent>,
    pub(in crate::insight) touches: Vec<Touch>,
    pub(in crate::insight) clocks: Vec<ClockLine>,
    pub(in crate::insight) attempts: Counts<AttemptsOf>,
    pub(in crate::insight) activities: Counts<ActivitiesOf>,
    pub(in crate::insight) now: Now,
}

impl LeadLine {
    /// The lead.
    #[must_use]
    pub const fn lead(&self) -> &LeadKey {
        &self.lead
    }

    /// The newest fact that it was made of, whether that counts or not.
    #[must_use]
    pub const fn revision(&self) -> u64 {
        self.revision
    }

    /// When that was recorded.
    #[must_use]
    pub const fn recorded_at(&self) -> Instant {
        self.recorded_at
    }

    /// How many cycles there were.
    #[must_use]
    pub fn cycles(&self) -> usize {
        self.cycles.len()
    }

    /// The lead that it was merged into.
    #[must_use]
    pub const fn merged_into(&self) -> Option<&LeadKey> {
        self.merged_into.as_ref()
    }

    /// What is missing in it, or was made up for.
    #[must_use]
    pub const fn quality(&self) -> &Quality {
        &self.quality
    }

    /// The attempts, counted by day and hour, member, direction, channel and outcome.
    pub fn attempts(&self) -> impl Iterator<Item = (&AttemptsOf, u32)> {
        self.attempts.iter()
    }

    /// What the lead did, counted by day and kind.
    pub fn activities(&self) -> impl Iterator<Item = (&ActivitiesOf, u32)> {
        self.activities.iter()
    }

    pub(in crate::insight) fn standing_at(&self, place: u32) -> &Standing {
        let found = usize::try_from(place).ok().and_then(|place| self.standings.get(place));
        found.unwrap_or(&self.now.standing)
    }

    /// The source of the first touch.
    pub(in crate::insight) fn first_source(&self) -> Option<&Keyword> {
        let by_cycle = self.first_met.as_ref().map(|met| (met.at, &met.attribution));
        let of_first = || self.cycles.first().map(|first| (first.touched(), &first.attribution));
        let first = by_cycle.or_else(of_first).filter(|(_, attribution)| attribution.source.is_some());
        let touches = self.touches.iter().map(|touch| (touch.at, &touch.attribution));
        let earliest = first.into_iter().chain(touches).min_by_key(|(at, _)| *at);
        earliest.and_then(|(_, attribution)| attribution.source.as_ref())
    }

    /// The source of the last touch of a cycle, or of those before it, until an instant; until now, without one.
    pub(in crate::insight) fn source_by(&self, until: Option<Instant>, cycle: &CycleLine) -> Option<&Keyword> {
        let openings = self.cycles.iter().filter(|one| one.number <= cycle.number);
        let openings = openings.map(|one| (one.touched(), &one.attribution));
        let touches = self.touches.iter().map(|touch| (touch.at, &touch.attribution));
        let before = |(at, attribution): &(Instant, &Attribution)| {
            attribution.source.is_some() && until.is_none_or(|until| *at <= until)
        };
        let last = openings.chain(touches).filter(before).max_by_key(|(at, _)| *at);
        last.and_then(|(_, attribution)| attribution.source.as_ref())
    }

    /// Whether it is of the stored form that this crate writes.
    #[must_use]
    pub const fn is_of_schema(&self) -> bool {
        self.schema == SCHEMA
    }
}
