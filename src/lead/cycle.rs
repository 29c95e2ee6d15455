//! One cycle of a lead: its origin, its clocks, its milestones and the work done in it.

use serde::{Deserialize, Serialize};

use crate::lead::appointment::Appointment;
use crate::lead::attempts::Attempts;
use crate::lead::attribution::Attribution;
use crate::lead::milestones::{MilestoneMark, Milestones};
use crate::lead::stage_clocks::StageClocks;
use crate::recycle::Reason;
use crate::values::{
    ActorId, ContactOutcome, Direction, Fingerprint, Instant, Milestone, Origin, Progress, StageKind, TeamKey,
};

/// One cycle of a lead.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cycle {
    number: u32,
    origin: Origin,
    attribution: Attribution,
    imported: bool,
    opened_at: Instant,
    owner: Option<ActorId>,
    team: Option<TeamKey>,
    progress: Progress,
    attempts: Attempts,
    appointment: Option<Appointment>,
    handoffs: u32,
    handoff_print: Option<Fingerprint>,
    rejection: Option<Reason>,
    own_activity: bool,
    stale_since: Option<Instant>,
    stages: StageClocks,
    milestones: Milestones,
}

impl Cycle {
    pub(super) fn open(number: u32, origin: Origin, attribution: Attribution, at: Instant) -> Self {
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

    /// The appointment, until it is held, missed or cancelled.
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

    /// Whether nobody has worked on the cycle yet: no attempt, no appointment.
    #[must_use]
    pub fn is_untouched(&self) -> bool {
        self.progress == Progress::Untouched
    }
}

/// What facts change; nothing else writes a cycle.
impl Cycle {
    /// What the first fact of a lead says of its first cycle.
    pub(super) fn settle(&mut self, owner: Option<&ActorId>, team: Option<&TeamKey>, imported: bool) {
        self.assign(owner, team);
        self.imported = imported;
    }

    pub(super) fn assign(&mut self, owner: Option<&ActorId>, team: Option<&TeamKey>) {
        self.owner = owner.cloned();
        self.team = team.cloned();
    }

    /// Starts the clock of a cycle's first stage.
    pub(super) fn begin(&mut self, stage: StageKind, at: Instant) {
        self.stages.enter(stage, at);
    }

    /// Stops the clock of one stage and starts that of the next. A new visit is not stale.
    pub(super) fn turn(&mut self, from: StageKind, to: StageKind, at: Instant) {
        self.stages.leave(from, at);
        self.stages.enter(to, at);
        self.stale_since = None;
    }

    /// Marks a milestone; `true` when it was not reached before in this cycle.
    pub(super) const fn reach(&mut self, milestone: Milestone, mark: MilestoneMark) -> bool {
        self.milestones.reach(milestone, mark)
    }

    /// Something that earned a tag; an activity of an earlier cycle, told late, is none of this one.
    pub(super) fn note_activity(&mut self, at: Instant) {
        self.own_activity |= at >= self.opened_at;
    }

    pub(super) fn record_attempt(
        &mut self,
        direction: Direction,
        outcome: ContactOutcome,
        progress: Progress,
        at: Instant,
    ) {
        self.progress = self.progress.max(progress);
        if at >= self.opened_at {
            self.attempts.record(direction, outcome, at);
        }
    }

    pub(super) fn agree_on(&mut self, appointment: Appointment) {
        self.progress = Progress::Consented;
        self.appointment = Some(appointment);
    }

    pub(super) fn drop_appointment(&mut self) {
        self.appointment = None;
    }

    /// Counts a hand-over. One of a legacy system has no file, and leaves the known print.
    pub(super) fn hand_over(&mut self, print: Option<Fingerprint>) {
        self.handoffs = self.handoffs.saturating_add(1);
        self.handoff_print = print.or(self.handoff_print);
    }

    pub(super) fn reject_handoff(&mut self, reason: &Reason) {
        self.rejection = Some(reason.clone());
        self.appointment = None;
    }

    pub(super) const fn note_stale(&mut self, at: Instant) {
        self.stale_since = Some(at);
    }

    pub(super) fn redact(&mut self) {
        if let Some(reason) = &mut self.rejection {
            reason.redact();
        }
        if let Some(appointment) = &mut self.appointment {
            appointment.redact();
        }
    }
}
