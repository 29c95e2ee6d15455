//! One run of a service-level clock: what a lead keeps of it.

use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

use crate::sla::clock_stop::{ClockStop, StopKind};
use crate::sla::hold::Hold;
use crate::sla::target::Target;
use crate::values::{CalendarName, ClockName, Instant, Span, limits};

/// One run of a service-level clock: it began, it has a deadline, and it runs or came to its end.
///
/// It carries every instant that is needed later, so that nobody who reads a lead needs a calendar. A run without holds takes
/// at most 59 bytes in `postcard` and the names of its clock and calendar; a hold takes at most 18 more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own that a fact sets")]
pub struct ClockRun {
    pub(super) clock: ClockName,
    pub(super) number: u64,
    pub(super) start: Instant,
    pub(super) intake: Span,
    pub(super) calendar: Option<CalendarName>,
    pub(super) target: Target,
    pub(super) warning: Option<Target>,
    pub(super) due_at: Option<Instant>,
    pub(super) warn_at: Option<Instant>,
    pub(super) steps: u8,
    pub(super) step_at: Option<Instant>,
    pub(super) grace: Span,
    pub(super) lent: u32,
    pub(super) holds: Vec<Hold>,
    pub(super) waits: Option<Instant>,
    pub(super) answered: Option<Instant>,
    pub(super) warned: bool,
    pub(super) breached: bool,
    pub(super) missed: bool,
    pub(super) reassign: bool,
    pub(super) stop: Option<ClockStop>,
}

impl ClockRun {
    /// The clock.
    #[must_use]
    pub const fn clock(&self) -> &ClockName {
        &self.clock
    }

    /// Which run of the clock: the revision of the fact that began it.
    #[must_use]
    pub const fn number(&self) -> u64 {
        self.number
    }

    /// From when the deadline runs: when what began it was recorded, or happens if that is later.
    #[must_use]
    pub const fn start(&self) -> Instant {
        self.start
    }

    /// When what began it happened. What lies between this and [`start`](Self::start) is the delay of the intake; what comes
    /// after is that of sales.
    #[must_use]
    pub fn since(&self) -> Instant {
        self.start.saturating_sub(self.intake)
    }

    /// The calendar by which it is reckoned, by its name; none: elapsed time needs none.
    #[must_use]
    pub const fn calendar(&self) -> Option<&CalendarName> {
        self.calendar.as_ref()
    }

    /// How long it may take: chosen when it began.
    #[must_use]
    pub const fn target(&self) -> Target {
        self.target
    }

    /// The deadline; none while it is held and nobody knows until when.
    #[must_use]
    pub const fn due_at(&self) -> Option<Instant> {
        self.due_at
    }

    /// When a warning is given, or was.
    #[must_use]
    pub const fn warn_at(&self) -> Option<Instant> {
        self.warn_at
    }

    /// How many steps of the escalation were taken.
    #[must_use]
    pub const fn steps_taken(&self) -> u8 {
        self.steps
    }

    /// When the next step of the escalation is due.
    #[must_use]
    pub const fn next_step_at(&self) -> Option<Instant> {
        self.step_at
    }

    /// How late an answer may be logged before a breach is told.
    #[must_use]
    pub const fn grace(&self) -> Span {
        self.grace
    }

    /// In which stretches it did not run: apart from each other, in order, at most 16. Of more, the oldest are kept as what
    /// they added to the target; a warning or a step in another measure knows nothing of them.
    #[must_use]
    pub fn holds(&self) -> &[Hold] {
        &self.holds
    }

    /// How it came to its end; none: it runs, or is held.
    #[must_use]
    pub const fn stop(&self) -> Option<&ClockStop> {
        self.stop.as_ref()
    }

    /// Whether it has not come to its end.
    #[must_use]
    pub const fn is_running(&self) -> bool {
        self.stop.is_none()
    }

    /// Whether it is held at an instant.
    #[must_use]
    pub fn is_held(&self, at: Instant) -> bool {
        self.is_running() && self.holds.iter().any(|hold| hold.covers(at))
    }

    /// Whether the warning of this run was given: once, wherever holds move the deadline afterwards.
    #[must_use]
    pub const fn is_warned(&self) -> bool {
        self.warned
    }

    /// Whether the present deadline was told as breached.
    #[must_use]
    pub const fn is_breached(&self) -> bool {
        self.breached
    }

    /// Whether it ever missed a deadline: one that was told as breached, or that it stopped after. A breach that was withdrawn
    /// is none.
    #[must_use]
    pub const fn ever_missed(&self) -> bool {
        self.missed
    }

    /// Whether it runs and its deadline has passed: something else than having [missed](Self::ever_missed) one.
    #[must_use]
    pub fn is_past_due(&self, now: Instant) -> bool {
        self.is_running() && self.due_at.is_some_and(|due| now > due)
    }

    /// Whether a step of its escalation asked for another owner, and there is none yet.
    #[must_use]
    pub const fn asks_to_reassign(&self) -> bool {
        self.reassign && self.stop.is_none()
    }

    /// When a breach is told: one second after the deadline and the grace.
    #[must_use]
    pub fn breach_at(&self) -> Option<Instant> {
        let second = Span::saturating(1);
        self.due_at.map(|due| due.saturating_add(self.grace).saturating_add(second))
    }

    /// Whether its holds are as they say: within their limit, in order, apart from each other, and only the last without an end.
    /// A run that was read from a store is checked for it.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        let apart = |one: &Hold, next: &Hold| one.until.is_some_and(|until| until < next.from);
        limits::CLOCK_HOLDS.admits_len(self.holds.len()) && self.holds.is_sorted_by(apart)
    }

    /// Whether it came to its end after its deadline.
    #[must_use]
    pub fn is_late(&self) -> bool {
        self.stop.as_ref().zip(self.due_at).is_some_and(|(stop, due)| stop.at > due && stop.how != StopKind::Withdrawn)
    }
}

/// What facts make of it. No rule lives here.
impl ClockRun {
    pub(crate) const fn note_warning(&mut self) {
        self.warned = true;
    }

    pub(crate) const fn note_breach(&mut self) {
        (self.breached, self.missed) = (true, true);
    }

    pub(crate) const fn withdraw_breach(&mut self) {
        (self.breached, self.missed) = (false, false);
    }

    pub(crate) fn note_step(&mut self, step: u8, next: Option<Instant>, reassign: bool) {
        self.steps = step.saturating_add(1);
        self.step_at = next;
        self.reassign |= reassign;
    }

    pub(crate) const fn note_owner(&mut self) {
        self.reassign = false;
    }
}
