//! One cycle of a lead: its origin, its clocks, its milestones and the work done in it.

use serde::{Deserialize, Serialize};

use crate::lead::actor::Attribution;
use crate::recycle::Reason;
use crate::values::{
    ActorId, Channel, ContactOutcome, Direction, Fingerprint, Instant, Milestone, Origin, Progress, Span, StageKind,
    TeamKey, Text,
};

/// The clock of one stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StageClock {
    /// When the stage was first entered.
    pub first_entry: Instant,
    /// When it was last entered.
    pub last_entry: Instant,
    /// How often it was entered.
    pub visits: u32,
    /// Time spent in visits that have ended.
    pub ended: Span,
}

/// The clocks of all stages that were visited.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[doc(alias = "滞留時間")]
pub struct StageClocks {
    lead: Option<StageClock>,
    mql: Option<StageClock>,
    sql: Option<StageClock>,
    opportunity: Option<StageClock>,
    customer: Option<StageClock>,
    disqualified: Option<StageClock>,
    merged: Option<StageClock>,
}

impl StageClocks {
    /// The clock of a stage, if it was ever visited.
    #[must_use]
    pub const fn get(&self, stage: StageKind) -> Option<&StageClock> {
        match stage {
            StageKind::Lead => self.lead.as_ref(),
            StageKind::Mql => self.mql.as_ref(),
            StageKind::Sql => self.sql.as_ref(),
            StageKind::Opportunity => self.opportunity.as_ref(),
            StageKind::Customer => self.customer.as_ref(),
            StageKind::Disqualified => self.disqualified.as_ref(),
            StageKind::Merged => self.merged.as_ref(),
        }
    }

    const fn slot(&mut self, stage: StageKind) -> &mut Option<StageClock> {
        match stage {
            StageKind::Lead => &mut self.lead,
            StageKind::Mql => &mut self.mql,
            StageKind::Sql => &mut self.sql,
            StageKind::Opportunity => &mut self.opportunity,
            StageKind::Customer => &mut self.customer,
            StageKind::Disqualified => &mut self.disqualified,
            StageKind::Merged => &mut self.merged,
        }
    }

    /// How often a stage was entered.
    #[must_use]
    pub fn visits(&self, stage: StageKind) -> u32 {
        self.get(stage).map_or(0, |clock| clock.visits)
    }

    /// All visited stages, in the order of stages.
    pub fn iter(&self) -> impl Iterator<Item = (StageKind, &StageClock)> {
        StageKind::ALL.iter().filter_map(|stage| self.get(*stage).map(|clock| (*stage, clock)))
    }

    /// Time spent in a stage up to `at`, given the stage the lead is in.
    #[must_use]
    pub fn time_in(&self, stage: StageKind, current: StageKind, at: Instant) -> Span {
        self.get(stage).map_or(Span::ZERO, |clock| {
            if stage == current {
                clock.ended.saturating_add(at.saturating_since(clock.last_entry))
            } else {
                clock.ended
            }
        })
    }

    pub(crate) fn enter(&mut self, stage: StageKind, at: Instant) {
        let slot = self.slot(stage);
        match slot {
            Some(clock) => {
                clock.visits = clock.visits.saturating_add(1);
                clock.last_entry = at;
            }
            None => {
                *slot = Some(StageClock { first_entry: at, last_entry: at, visits: 1, ended: Span::ZERO });
            }
        }
    }

    pub(crate) fn leave(&mut self, stage: StageKind, at: Instant) {
        if let Some(clock) = self.slot(stage) {
            let stayed = at.saturating_since(clock.last_entry);
            clock.ended = clock.ended.saturating_add(stayed);
        }
    }
}

/// How a milestone is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// It was decided here.
    Direct,
    /// A later milestone implies it; nobody recorded it.
    Implied,
    /// A legacy system recorded it.
    Imported,
}

/// A milestone that was reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MilestoneMark {
    /// When, if it is known.
    pub at: Option<Instant>,
    /// How it is known.
    pub basis: Basis,
}

/// The milestones of a cycle, each at most once: what funnels count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Milestones {
    lead: Option<MilestoneMark>,
    mql: Option<MilestoneMark>,
    sql: Option<MilestoneMark>,
    sao: Option<MilestoneMark>,
    opportunity: Option<MilestoneMark>,
    won: Option<MilestoneMark>,
}

impl Milestones {
    /// The mark of a milestone, if it was reached.
    #[must_use]
    pub const fn get(&self, milestone: Milestone) -> Option<&MilestoneMark> {
        match milestone {
            Milestone::Lead => self.lead.as_ref(),
            Milestone::Mql => self.mql.as_ref(),
            Milestone::Sql => self.sql.as_ref(),
            Milestone::Sao => self.sao.as_ref(),
            Milestone::Opportunity => self.opportunity.as_ref(),
            Milestone::Won => self.won.as_ref(),
        }
    }

    /// Whether a milestone was reached in this cycle.
    #[must_use]
    pub const fn reached(&self, milestone: Milestone) -> bool {
        self.get(milestone).is_some()
    }

    /// All milestones that were reached, in order.
    pub fn iter(&self) -> impl Iterator<Item = (Milestone, &MilestoneMark)> {
        Milestone::ALL.iter().filter_map(|m| self.get(*m).map(|mark| (*m, mark)))
    }

    /// Marks a milestone; `true` when it was not reached before in this cycle.
    pub(crate) const fn reach(&mut self, milestone: Milestone, mark: MilestoneMark) -> bool {
        let slot = match milestone {
            Milestone::Lead => &mut self.lead,
            Milestone::Mql => &mut self.mql,
            Milestone::Sql => &mut self.sql,
            Milestone::Sao => &mut self.sao,
            Milestone::Opportunity => &mut self.opportunity,
            Milestone::Won => &mut self.won,
        };
        if slot.is_some() {
            return false;
        }
        *slot = Some(mark);
        true
    }
}

/// Contact attempts, by direction and outcome.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Attempts {
    /// Outbound attempts that nobody answered.
    pub dialled: u32,
    /// Outbound attempts that somebody answered.
    pub answered: u32,
    /// Outbound attempts that reached the decision maker.
    pub decision_maker: u32,
    /// Outbound attempts that became a real conversation.
    pub conversation: u32,
    /// Contacts that the lead began.
    pub inbound: u32,
    /// The earliest attempt.
    pub first_at: Option<Instant>,
    /// The latest attempt.
    pub last_at: Option<Instant>,
}

impl Attempts {
    /// All attempts.
    #[must_use]
    pub const fn total(&self) -> u32 {
        self.outbound().saturating_add(self.inbound)
    }

    /// Attempts that we began.
    #[must_use]
    pub const fn outbound(&self) -> u32 {
        self.dialled.saturating_add(self.answered).saturating_add(self.decision_maker).saturating_add(self.conversation)
    }

    pub(crate) fn record(&mut self, direction: Direction, outcome: ContactOutcome, at: Instant) {
        let count = match (direction, outcome) {
            (Direction::Inbound, _) => &mut self.inbound,
            (Direction::Outbound, ContactOutcome::Dialled) => &mut self.dialled,
            (Direction::Outbound, ContactOutcome::Answered) => &mut self.answered,
            (Direction::Outbound, ContactOutcome::DecisionMaker) => &mut self.decision_maker,
            (Direction::Outbound, ContactOutcome::Conversation) => &mut self.conversation,
        };
        *count = count.saturating_add(1);
        self.first_at = Some(self.first_at.map_or(at, |first| first.min(at)));
        self.last_at = Some(self.last_at.map_or(at, |last| last.max(at)));
    }
}

/// An agreed meeting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[doc(alias = "アポイント")]
pub struct Appointment {
    /// When it begins.
    pub at: Instant,
    /// How it is held.
    pub channel: Channel,
    /// Where, with whom, about what.
    #[serde(default)]
    pub note: Option<Text>,
    /// How often it was moved or missed so far.
    #[serde(default)]
    pub changes: u32,
}

/// One cycle of a lead.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cycle {
    pub(crate) number: u32,
    pub(crate) origin: Origin,
    pub(crate) attribution: Attribution,
    pub(crate) imported: bool,
    pub(crate) opened_at: Instant,
    pub(crate) owner: Option<ActorId>,
    pub(crate) team: Option<TeamKey>,
    pub(crate) progress: Progress,
    pub(crate) attempts: Attempts,
    pub(crate) appointment: Option<Appointment>,
    pub(crate) handoffs: u32,
    pub(crate) handoff_print: Option<Fingerprint>,
    pub(crate) rejection: Option<Reason>,
    pub(crate) own_activity: bool,
    pub(crate) stale_since: Option<Instant>,
    pub(crate) stages: StageClocks,
    pub(crate) milestones: Milestones,
}

impl Cycle {
    pub(crate) fn open(number: u32, origin: Origin, attribution: Attribution, at: Instant) -> Self {
        Self {
            number,
            origin,
            attribution,
            imported: false,
            opened_at: at,
            owner: None,
            team: None,
            progress: Progress::Untouched,
            attempts: Attempts::default(),
            appointment: None,
            handoffs: 0,
            handoff_print: None,
            rejection: None,
            own_activity: false,
            stale_since: None,
            stages: StageClocks::default(),
            milestones: Milestones::default(),
        }
    }

    /// The number of the cycle, counted from 1.
    #[must_use]
    pub const fn number(&self) -> u32 {
        self.number
    }

    /// Where the cycle came from.
    #[must_use]
    pub const fn origin(&self) -> Origin {
        self.origin
    }

    /// Source, medium, campaign and content.
    #[must_use]
    pub const fn attribution(&self) -> &Attribution {
        &self.attribution
    }

    /// Whether the cycle was taken over from a legacy system.
    #[must_use]
    pub const fn is_imported(&self) -> bool {
        self.imported
    }

    /// Whether the cycle is an expansion of an existing customer. Such cycles are left out of Lead → MQL rates.
    #[must_use]
    pub fn is_expansion(&self) -> bool {
        self.origin == Origin::Expansion
    }

    /// When the cycle began.
    #[must_use]
    pub const fn opened_at(&self) -> Instant {
        self.opened_at
    }

    /// The member who owns the lead in this cycle.
    #[must_use]
    pub const fn owner(&self) -> Option<&ActorId> {
        self.owner.as_ref()
    }

    /// The team that owns the lead in this cycle.
    #[must_use]
    pub const fn team(&self) -> Option<&TeamKey> {
        self.team.as_ref()
    }

    /// How far inside sales has come.
    #[must_use]
    pub const fn progress(&self) -> Progress {
        self.progress
    }

    /// The contact attempts of the cycle.
    #[must_use]
    pub const fn attempts(&self) -> &Attempts {
        &self.attempts
    }

    /// The agreed meeting, until it is held, missed or cancelled.
    #[must_use]
    pub const fn appointment(&self) -> Option<&Appointment> {
        self.appointment.as_ref()
    }

    /// How often the lead was handed over in this cycle.
    #[must_use]
    pub const fn handoffs(&self) -> u32 {
        self.handoffs
    }

    /// The fingerprint of the hand-over file last handed over in this cycle: the next must differ.
    #[must_use]
    pub const fn handoff_print(&self) -> Option<Fingerprint> {
        self.handoff_print
    }

    /// Why field sales last rejected the hand-over in this cycle.
    #[must_use]
    pub const fn rejection(&self) -> Option<&Reason> {
        self.rejection.as_ref()
    }

    /// Whether at least one tagged activity happened within this cycle: without one, no score promotes.
    #[must_use]
    pub const fn has_own_activity(&self) -> bool {
        self.own_activity
    }

    /// Whether it has been noted that the present visit of the stage is stale.
    #[must_use]
    pub const fn is_stale(&self) -> bool {
        self.stale_since.is_some()
    }

    /// Since when the present visit of the stage is noted as stale.
    #[must_use]
    pub const fn stale_since(&self) -> Option<Instant> {
        self.stale_since
    }

    /// The clocks of the stages in this cycle.
    #[must_use]
    pub const fn stages(&self) -> &StageClocks {
        &self.stages
    }

    /// The milestones of this cycle.
    #[must_use]
    pub const fn milestones(&self) -> &Milestones {
        &self.milestones
    }
}

/// The named instants of the present cycle, from which service-level clocks run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Anchors {
    /// When the lead last became MQL.
    pub became_mql: Option<Instant>,
    /// When it was last handed over.
    pub handed_over: Option<Instant>,
    /// The first attempt since it last became MQL.
    pub first_attempt: Option<Instant>,
    /// When the first meeting was held.
    pub meeting: Option<Instant>,
    /// When the result of the meeting was recorded.
    pub result_recorded: Option<Instant>,
    /// When the owner was last assigned.
    pub owner_assigned: Option<Instant>,
    /// The latest activity, in any cycle.
    pub last_activity: Option<Instant>,
}
