//! One cycle of a lead: its origin, its clocks, its milestones and the work done in it.

use alloc::boxed::Box;
use serde::{Deserialize, Serialize};

use crate::lead::appointment::{Appointment, MeetingKind};
use crate::lead::assignment::TeamChange;
use crate::lead::attempts::Attempts;
use crate::lead::attribution::Attribution;
use crate::lead::erasure::REDACTED_PRINT;
use crate::lead::milestones::{MilestoneMark, Milestones};
use crate::lead::postponement::{Postponement, PutOffBy};
use crate::lead::stage_clocks::StageClocks;
use crate::recycle::{Ownership, Reason};
use crate::values::FactKind;
use crate::values::{
    ActorId, ContactOutcome, CycleKind, Digest, Direction, Instant, Milestone, Origin, Progress, Retain, StageKind,
    TeamKey,
};

/// One cycle of a lead.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub struct Cycle {
    number: u32,
    kind: CycleKind,
    origin: Origin,
    attribution: Attribution,
    imported: bool,
    opened_at: Instant,
    opened_by: FactKind,
    turned_at: Instant,
    turned_by: FactKind,
    deadlines_from: Instant,
    owner: Option<ActorId>,
    team: Option<TeamKey>,
    team_at: Option<Instant>,
    progress: Progress,
    attempts: Attempts,
    appointment: Option<Appointment>,
    handoffs: u32,
    handoff_print: Option<Digest>,
    rejection: Option<Reason>,
    own_activity: bool,
    profile_changed: bool,
    cooled_until: Option<Instant>,
    postponement: Option<Box<Postponement>>,
    roused_at: Option<Instant>,
    stale_since: Option<Instant>,
    stages: StageClocks,
    milestones: Milestones,
}

impl Cycle {
    pub(super) fn open(number: u32, origin: Origin, attribution: Attribution, at: Instant, by: FactKind) -> Self {
        Self {
            number,
            kind: CycleKind::Sales,
            origin,
            attribution,
            imported: false,
            opened_at: at,
            opened_by: by,
            turned_at: at,
            turned_by: by,
            deadlines_from: at,
            owner: None,
            team: None,
            team_at: None,
            progress: Progress::Untouched,
            attempts: Attempts::default(),
            appointment: None,
            handoffs: 0,
            handoff_print: None,
            rejection: None,
            own_activity: false,
            profile_changed: false,
            cooled_until: None,
            postponement: None,
            roused_at: None,
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

    /// Whether it was worked on by sales, or bought without them: step rates leave a direct one out.
    #[must_use]
    pub const fn kind(&self) -> CycleKind {
        self.kind
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

    /// What opened the cycle.
    #[must_use]
    pub const fn opened_by(&self) -> FactKind {
        self.opened_by
    }

    /// When the newest turn of the cycle happened, see [`FactKind::is_turn`]: no later one may be dated back before it.
    /// A promotion by rule counts at its grounds.
    #[must_use]
    pub const fn turned_at(&self) -> Instant {
        self.turned_at
    }

    /// What the newest turn was; what opened the cycle when there was none since.
    #[must_use]
    pub const fn turned_by(&self) -> FactKind {
        self.turned_by
    }

    /// From when the deadlines of the present visit run: from when it was entered or, where that was told late, from when
    /// it was told (`told_at`); after a postponement, from its end.
    #[must_use]
    #[doc(alias = "told_at")]
    pub const fn deadlines_from(&self) -> Instant {
        self.deadlines_from
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
    ///
    /// It also ends, with no fact of its own, where the hand-over is rejected, where the lead is lost, disqualified or
    /// recycled, and with every purchase without sales and every new cycle: a follow-up that was agreed with a customer is
    /// not carried into an expansion. A host that keeps a calendar compares the appointment before and after such a fact.
    #[must_use]
    pub const fn appointment(&self) -> Option<&Appointment> {
        self.appointment.as_ref()
    }

    /// How often the lead was handed over in this cycle.
    #[must_use]
    pub const fn handoffs(&self) -> u32 {
        self.handoffs
    }

    /// The fingerprint of the hand-over file last handed over in this cycle, and of what was heard then: the next must
    /// differ. 0 after an erasure.
    #[must_use]
    pub const fn handoff_print(&self) -> Option<Digest> {
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

    /// Whether the profile was changed within this cycle.
    #[must_use]
    pub const fn has_profile_change(&self) -> bool {
        self.profile_changed
    }

    /// Until when the cycle was cooling, once that is over.
    #[must_use]
    pub const fn cooled_until(&self) -> Option<Instant> {
        self.cooled_until
    }

    /// Whether the lead was put off at this visit, and until when.
    #[must_use]
    pub fn postponement(&self) -> Option<&Postponement> {
        self.postponement.as_deref()
    }

    /// Whether the lead is put off, and its instant has not come.
    #[must_use]
    pub fn is_postponed(&self) -> bool {
        self.postponement().is_some_and(Postponement::is_running)
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

    /// Whether nobody has worked on the MQL yet: no attempt, no appointment, no postponement.
    #[must_use]
    pub fn is_untouched(&self) -> bool {
        self.progress == Progress::Untouched && self.postponement.is_none()
    }
}

/// What facts change; nothing else writes a cycle.
impl Cycle {
    /// What the first fact of a lead says of its first cycle.
    pub(super) fn settle(&mut self, owner: Option<&ActorId>, team: Option<&TeamKey>, imported: bool) {
        (self.owner, self.team) = (owner.cloned(), team.cloned());
        self.imported = imported;
    }

    /// It was taken over from a legacy system, where it began at an instant.
    pub(super) const fn take_over(&mut self, at: Instant) {
        self.imported = true;
        (self.opened_at, self.turned_at) = (at, at);
    }

    /// Fills what is not known of source, medium, campaign and content.
    pub(super) fn fill_attribution(&mut self, other: &Attribution) {
        self.attribution.fill(other);
    }

    /// Where it came from, as the row says whose cycle it is.
    pub(super) fn begin_row(&mut self, origin: Origin, attribution: &Attribution) {
        self.origin = origin;
        if *attribution != Attribution::default() {
            self.attribution.clone_from(attribution);
        }
    }

    /// Owner and team, as far as a row says them; only where there is none, if the cycle goes on. Whether the owner is another.
    pub(super) fn take_owner(&mut self, (owner, team): (Option<&ActorId>, Option<&TeamKey>), gaps: bool) -> bool {
        if let Some(team) = team.filter(|_| !gaps || self.team.is_none()) {
            self.team = Some(team.clone());
        }
        let another = owner.filter(|owner| (!gaps || self.owner.is_none()) && self.owner.as_ref() != Some(owner));
        if let Some(owner) = another {
            self.owner = Some(owner.clone());
        }
        another.is_some()
    }

    /// What the cycle before leaves of owner and team.
    pub(super) fn inherit(&mut self, before: &Self, keeps: Ownership) {
        if keeps.owner == Retain::Keep {
            self.owner.clone_from(&before.owner);
        }
        if keeps.team == Retain::Keep {
            self.team.clone_from(&before.team);
        }
    }

    pub(super) fn own(&mut self, owner: Option<&ActorId>) {
        self.owner = owner.cloned();
    }

    /// Of two writers the later by effective time.
    pub(super) fn join(&mut self, team: &TeamChange, at: Instant) {
        let team = match team {
            TeamChange::Keep => return,
            TeamChange::Set(team) => Some(team),
            TeamChange::Clear => None,
        };
        if self.team_at.is_none_or(|known| at >= known) {
            self.team = team.cloned();
            self.team_at = Some(at);
        }
    }

    pub(super) const fn correct_origin(&mut self, origin: Origin) {
        self.origin = origin;
    }

    pub(super) fn correct_attribution(&mut self, attribution: Attribution) {
        self.attribution = attribution;
    }

    pub(super) const fn buy_directly(&mut self) {
        self.kind = CycleKind::Direct;
    }

    /// Starts the clock of a cycle's first stage.
    pub(super) fn begin(&mut self, stage: StageKind, at: Instant) {
        self.stages.enter(stage, at);
    }

    /// Stops the clock of one stage and starts that of the next. A new visit is neither stale nor put off.
    pub(super) fn turn(&mut self, from: StageKind, to: StageKind, at: Instant) {
        self.stages.leave(from, at);
        self.stages.enter(to, at);
        self.stale_since = None;
        self.postponement = None;
    }

    /// Notes a turn: later ones do not lie before it.
    pub(super) fn note_turn(&mut self, at: Instant, by: FactKind) {
        if at >= self.turned_at {
            (self.turned_at, self.turned_by) = (at, by);
        }
    }

    /// From when the deadlines of the present visit run.
    pub(super) const fn run_deadlines(&mut self, from: Instant) {
        self.deadlines_from = from;
    }

    /// A promotion that took effect at `known` counts from its grounds.
    pub(super) fn pull_mql(&mut self, known: Instant, grounds: Instant) {
        self.stages.pull(StageKind::Lead, StageKind::Mql, known, grounds);
        self.milestones.pull(Milestone::Mql, known, grounds);
    }

    /// Marks a milestone; `true` when it was not reached before in this cycle.
    pub(super) const fn reach(&mut self, milestone: Milestone, mark: MilestoneMark) -> bool {
        self.milestones.reach(milestone, mark)
    }

    /// Something that earned a tag; an activity of an earlier cycle, told late, is none of this one.
    pub(super) fn note_activity(&mut self, at: Instant) {
        self.own_activity |= at >= self.opened_at;
    }

    pub(super) fn note_profile_change(&mut self, at: Instant) {
        self.profile_changed |= at >= self.opened_at;
    }

    pub(super) fn record_attempt(&mut self, direction: Direction, outcome: ContactOutcome, at: Instant) {
        self.attempts.record(direction, outcome, at);
    }

    pub(super) fn advance(&mut self, progress: Progress) {
        self.progress = self.progress.max(progress);
    }

    pub(super) fn agree_on(&mut self, appointment: Appointment) {
        if appointment.kind == MeetingKind::First {
            self.progress = Progress::Consented;
        }
        self.appointment = Some(appointment);
    }

    pub(super) fn drop_appointment(&mut self) {
        self.appointment = None;
    }

    /// A meeting of a kind was held: the appointment for it, if there is one, is over.
    pub(super) fn hold(&mut self, kind: MeetingKind) {
        if self.appointment.as_ref().is_some_and(|agreed| agreed.kind == kind) {
            self.appointment = None;
        }
    }

    /// The lead became an Opportunity without a first meeting: what is agreed on is still to come, as a follow-up.
    pub(super) const fn follow_up(&mut self) {
        if let Some(agreed) = &mut self.appointment {
            agreed.kind = MeetingKind::FollowUp;
        }
    }

    /// Counts a hand-over. One of a legacy system has no file, and leaves the known print.
    pub(super) fn hand_over(&mut self, print: Option<Digest>) {
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

    pub(super) const fn note_cooled(&mut self, until: Option<Instant>) {
        self.cooled_until = until;
    }

    /// Puts the lead off. What roused it later, told before, leaves it as it is; not so what ended a cycle with an instant
    /// of its own. Of two postponements the later counts. Told late, an attempt may have been made since.
    pub(super) fn put_off(&mut self, mut postponement: Postponement, last_attempt: Option<Instant>) -> bool {
        let by_hand = postponement.by == PutOffBy::Postponement;
        let roused = by_hand && self.roused_at.is_some_and(|roused| roused > postponement.at);
        let older = self.postponement().is_some_and(|known| known.at > postponement.at);
        if roused || older {
            return false;
        }
        postponement.met = last_attempt.is_some_and(|at| at >= postponement.until);
        self.stale_since = None;
        self.postponement = Some(Box::new(postponement));
        true
    }

    /// The lead stirs: a postponement that waited then is over, and deadlines run from `told`. What ended a cycle with an
    /// instant of its own stays put off.
    pub(super) fn rouse(&mut self, at: Instant, told: Instant) -> bool {
        self.roused_at = self.roused_at.max(Some(at));
        let waited = |known: &Postponement| known.by == PutOffBy::Postponement && known.at <= at && at < known.until;
        let Some(known) = self.postponement.take_if(|known| waited(known)) else {
            return false;
        };
        if known.is_running() {
            self.deadlines_from = told;
        } else if self.cooled_until == Some(known.until) {
            // The clock had ended it already: told in time, it would have ended here.
            self.cooled_until = Some(at);
        }
        true
    }

    /// The instant has come until which the lead was put off.
    pub(super) fn end_postponement(&mut self, at: Instant) {
        if let Some(postponement) = &mut self.postponement {
            postponement.over = true;
            self.deadlines_from = at;
        }
    }

    /// Somebody tried to reach the lead, or the lead us.
    pub(super) fn meet_postponement(&mut self, at: Instant) {
        if let Some(postponement) = &mut self.postponement {
            postponement.met |= at >= postponement.until;
        }
    }

    pub(super) fn redact(&mut self) {
        let Self {
            number: _,
            kind: _,
            origin: _,
            attribution: _,
            imported: _,
            opened_at: _,
            opened_by: _,
            turned_at: _,
            turned_by: _,
            deadlines_from: _,
            owner: _,
            team: _,
            team_at: _,
            progress: _,
            attempts: _,
            appointment,
            handoffs: _,
            handoff_print,
            rejection,
            own_activity: _,
            profile_changed: _,
            cooled_until: _,
            postponement: _,
            roused_at: _,
            stale_since: _,
            stages: _,
            milestones: _,
        } = self;
        // A print of free text: who guesses the text could prove it by it. Whoever is erased is not handed over again.
        *handoff_print = handoff_print.map(|_| REDACTED_PRINT);
        if let Some(reason) = rejection {
            reason.redact();
        }
        if let Some(appointment) = appointment {
            appointment.redact();
        }
    }
}
