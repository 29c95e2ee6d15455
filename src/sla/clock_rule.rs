//! A checked service-level clock: what each fact makes of its run.

use alloc::vec::Vec;

use crate::calendar::{Calendar, Calendars};
use crate::sla::clock_draft::{ClockDraft, ClockHold, ClockScope, EscalationStep, StepFrom, TargetDraft};
use crate::sla::clock_event::{ClockAnchor, ClockEvent};
use crate::sla::clock_run::ClockRun;
use crate::sla::clock_stop::{ClockStop, StopKind};
use crate::sla::hold::{Hold, close};
use crate::sla::sight::{Sight, Traits};
use crate::sla::target::Target;
use crate::sla::timing::{reach, worked};
use crate::values::{ActivityKind, ClockName, FactKind, Instant, Role};

/// A checked service-level clock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClockRule {
    name: ClockName,
    draft: ClockDraft,
}

impl ClockRule {
    pub(super) const fn new(name: ClockName, draft: ClockDraft) -> Self {
        Self { name, draft }
    }

    /// Its name.
    #[must_use]
    pub const fn name(&self) -> &ClockName {
        &self.name
    }

    /// What the policy says of it.
    #[must_use]
    pub const fn draft(&self) -> &ClockDraft {
        &self.draft
    }

    /// Which role answers for it, if the policy says so.
    #[must_use]
    pub const fn responsible(&self) -> Option<Role> {
        self.draft.responsible
    }

    /// A step of its escalation, counted from 0.
    #[must_use]
    pub fn step(&self, step: u8) -> Option<&EscalationStep> {
        self.draft.steps.get(usize::from(step))
    }

    /// Whether facts of a kind may start, stop or hold it, at a lead that is put off or not.
    pub(super) fn heeds(&self, kind: FactKind, is_put_off: bool) -> bool {
        use FactKind as Kind;
        let may_be = |events: &[ClockEvent]| events.iter().any(|event| event.may_be(kind));
        let held = |hold: &ClockHold| match hold {
            // Whatever rouses a lead matters only to one that is put off.
            ClockHold::Postponed => kind == Kind::Postponed || is_put_off,
            ClockHold::Appointment => matches!(
                kind,
                Kind::AppointmentScheduled
                    | Kind::AppointmentMoved
                    | Kind::AppointmentCancelled
                    | Kind::AppointmentMissed
                    | Kind::MeetingHeld
            ),
            ClockHold::Unowned => kind == Kind::Assigned,
            ClockHold::Waiting(_) => matches!(kind, Kind::AttemptRecorded | Kind::ActivityRecorded),
        };
        let followed = self.draft.follow && matches!(kind, Kind::CaptureEdited | Kind::DealEdited);
        followed
            || may_be(&self.draft.starts)
            || may_be(&self.draft.stops)
            || may_be(&self.draft.restarts)
            || self.draft.holds.iter().any(held)
    }

    /// Whether a turn of a kind may end it or change what holds it, beside what it starts and stops with.
    pub(super) fn heeds_turn(&self, kind: FactKind) -> bool {
        use FactKind as Kind;
        let stays =
            matches!(kind, Kind::HandoffAccepted | Kind::DealMoved | Kind::MeetingHeld | Kind::FirstMeetingInvalid);
        let goes_on = stays
            || matches!(
                kind,
                Kind::BecameMql | Kind::Demoted | Kind::BecameSql | Kind::HandoffRejected | Kind::BecameOpportunity
            );
        let left = match self.draft.scope {
            ClockScope::Stage => !stays,
            ClockScope::Cycle => !goes_on,
        };
        let by_state = |hold: &ClockHold| matches!(hold, ClockHold::Appointment | ClockHold::Unowned);
        let from_appointment = self.draft.starts.contains(&ClockEvent::Anchor(ClockAnchor::Appointment));
        left || self.draft.follow || from_appointment || self.draft.holds.iter().any(by_state)
    }

    /// Whether an activity of a kind, one that asks for nothing, may start, stop or restart it.
    pub(super) fn heeds_activity(&self, kind: &ActivityKind) -> bool {
        let events = [&self.draft.starts, &self.draft.stops, &self.draft.restarts];
        events.into_iter().flatten().any(|event| event.heeds_activity(kind))
    }

    /// What a fact makes of the run that is known of the clock: the run that is then on or the last one, and before it one that
    /// ended with the same fact.
    pub(crate) fn after(
        &self,
        known: Option<&ClockRun>,
        seen: &Sight<'_>,
        calendars: &Calendars,
    ) -> (Option<ClockRun>, Option<ClockRun>) {
        let mut run = known.cloned();
        let mut ended = None;
        let mut restarted = None;
        if let Some(run) = &mut run {
            let office = office_of(run, calendars);
            if run.is_running() {
                restarted = self.go_on(run, seen, office);
            } else {
                self.judge_again(run, seen, office);
            }
        }
        if run.as_ref().is_none_or(|run| !run.is_running()) && !seen.is_gone {
            let begun = restarted.or_else(|| first(&self.draft.starts, seen));
            if let Some(begun) = begun.and_then(|at| self.begin(at, seen, calendars)) {
                ended = run.replace(begun);
            }
        }
        (run, ended)
    }

    /// A run that the policy does not have any more.
    pub(crate) fn retire(run: &ClockRun, (at, by): (Instant, u64), calendars: &Calendars) -> ClockRun {
        let mut run = run.clone();
        let office = office_of(&run, calendars).clone();
        end(&mut run, (at, StopKind::Retired, by), &office);
        run
    }

    /// A run, timed by this rule from the same start.
    pub(crate) fn retimed(&self, run: &ClockRun, of: &Traits<'_>, calendars: &Calendars) -> ClockRun {
        let Some(choice) = self.choice(of) else { return run.clone() };
        let mut anew = ClockRun {
            calendar: self.calendar_of(choice, of, calendars),
            target: choice.within,
            warning: choice.warn_after,
            grace: self.draft.grace,
            ..run.clone()
        };
        anew.lent = lent_to(run, anew.target);
        let office = office_of(&anew, calendars);
        self.time(&mut anew, office);
        if anew.due_at != run.due_at {
            (anew.warned, anew.breached) = (false, false);
        }
        anew
    }

    /// When a step of a run is due.
    pub(crate) fn step_at(&self, run: &ClockRun, step: u8, calendars: &Calendars) -> Option<Instant> {
        self.reaches_step(run, step, office_of(run, calendars))
    }

    /// A run that never was, as what was taken back shows.
    pub(crate) fn withdraw(run: &ClockRun, by: u64, calendars: &Calendars) -> ClockRun {
        let mut run = run.clone();
        let office = office_of(&run, calendars).clone();
        let start = run.start;
        end(&mut run, (start, StopKind::Withdrawn, by), &office);
        run
    }

    /// What goes on while it runs. Gives when the next run begins, if this one was restarted.
    fn go_on(&self, run: &mut ClockRun, seen: &Sight<'_>, office: &Calendar) -> Option<Instant> {
        let holds = run.hold(&self.draft.holds, seen, office);
        // What comes before a clock begins that lies ahead is told of what it waits for; before one that runs, of nothing.
        let counts = |at: &Instant| *at >= run.since() || seen.recorded_at < run.start;
        let stopped = first(&self.draft.stops, seen).filter(counts);
        let again = first(&self.draft.restarts, seen).filter(counts).or_else(|| self.moved(run, seen));
        if let Some(at) = stopped {
            end(run, (at, StopKind::Done, seen.revision), office);
        } else if again.is_some() {
            end(run, (seen.at.max(run.since()), StopKind::Restarted, seen.revision), office);
            return again;
        } else if self.is_over(seen) || self.is_called_off(seen) {
            end(run, (seen.at.max(run.since()), StopKind::Ended, seen.revision), office);
        } else {
            let choice = self.choice(&seen.traits).filter(|_| self.draft.follow);
            let other = choice.filter(|choice| (choice.within, choice.warn_after) != (run.target, run.warning));
            if let Some(choice) = other {
                run.lent = lent_to(run, choice.within);
                (run.target, run.warning) = (choice.within, choice.warn_after);
                (run.warned, run.breached) = (false, false);
            }
            if holds || other.is_some() {
                self.time(run, office);
            }
        }
        None
    }

    /// Late news of a run that is over: an answer that came before, or a hold.
    fn judge_again(&self, run: &mut ClockRun, seen: &Sight<'_>, office: &Calendar) {
        let Some(stop) = run.stop.filter(|stop| matches!(stop.how, StopKind::Done | StopKind::Ended)) else { return };
        if seen.at >= stop.at && seen.kind != FactKind::Postponed {
            return;
        }
        let earlier = first(&self.draft.stops, seen).filter(|at| *at >= run.since() && *at < stop.at);
        let put_off = seen.after.postponed.filter(|_| self.draft.holds.contains(&ClockHold::Postponed));
        let put_off = put_off.filter(|(from, _)| seen.kind == FactKind::Postponed && *from < stop.at);
        if let Some((from, until)) = put_off {
            run.add_hold(Hold { from: from.max(run.start), until: Some(until) }, office);
        }
        match (earlier, put_off) {
            (Some(at), _) => end(run, (at, StopKind::Done, seen.revision), office),
            (None, Some(_)) => end(run, (stop.at, stop.how, stop.by), office),
            (None, None) => {}
        }
    }

    fn begin(&self, at: Instant, seen: &Sight<'_>, calendars: &Calendars) -> Option<ClockRun> {
        let choice = self.choice(&seen.traits)?;
        let start = at.max(seen.told);
        let mut run = ClockRun {
            clock: self.name.clone(),
            number: seen.revision,
            start,
            intake: start.saturating_since(at),
            calendar: self.calendar_of(choice, &seen.traits, calendars),
            target: choice.within,
            warning: choice.warn_after,
            due_at: None,
            warn_at: None,
            steps: 0,
            step_at: None,
            grace: self.draft.grace,
            lent: 0,
            holds: Vec::new(),
            waits: None,
            answered: None,
            warned: false,
            breached: false,
            missed: false,
            reassign: false,
            stop: None,
        };
        let office = office_of(&run, calendars).clone();
        run.keep_holding(&self.draft.holds, &seen.after, Some(start), &office);
        self.time(&mut run, &office);
        Some(run)
    }

    /// The first target that is for a lead.
    fn choice(&self, of: &Traits<'_>) -> Option<&TargetDraft> {
        self.draft.targets.iter().find(|target| target.when.holds(of))
    }

    fn calendar_of(
        &self,
        choice: &TargetDraft,
        of: &Traits<'_>,
        calendars: &Calendars,
    ) -> Option<crate::values::CalendarName> {
        let elapsed = |target: &Target| matches!(target, Target::Elapsed(_));
        let measures = [Some(choice.within), choice.warn_after];
        let steps = self.draft.steps.iter().map(|step| step.after);
        let needs = measures.into_iter().flatten().chain(steps).any(|target| !elapsed(&target));
        needs.then(|| self.draft.calendar.clone().unwrap_or_else(|| calendars.name_of_team(of.team).clone()))
    }

    /// Whether what it belongs to is over.
    const fn is_over(&self, seen: &Sight<'_>) -> bool {
        let left = match self.draft.scope {
            ClockScope::Stage => seen.leaves_stage,
            ClockScope::Cycle => seen.leaves_cycle,
        };
        left || seen.is_gone
    }

    /// Whether it waits for an appointment that there is no longer.
    fn is_called_off(&self, seen: &Sight<'_>) -> bool {
        let from_appointment = self.draft.starts.contains(&ClockEvent::Anchor(ClockAnchor::Appointment));
        from_appointment && seen.before.appointment.is_some() && seen.after.appointment.is_none()
    }

    /// When it begins anew, because what it started from has another time.
    fn moved(&self, run: &ClockRun, seen: &Sight<'_>) -> Option<Instant> {
        let from_appointment = self.draft.starts.contains(&ClockEvent::Anchor(ClockAnchor::Appointment));
        let at = ClockEvent::Anchor(ClockAnchor::Appointment).instant(seen).filter(|_| from_appointment)?;
        (at != run.since()).then_some(at)
    }

    /// Deadline, warning and next step, as the holds stand. While it is held with an open end there are none.
    fn time(&self, run: &mut ClockRun, office: &Calendar) {
        let reaches = |target| reach(target, run.start, (lent_to(run, target), &run.holds), office);
        let (due_at, warn_at) = (reaches(run.target), run.warning.and_then(reaches));
        (run.due_at, run.warn_at) = (due_at, warn_at);
        run.step_at = self.reaches_step(run, run.steps, office);
    }

    /// A step never comes before the one that is written before it.
    fn reaches_step(&self, run: &ClockRun, step: u8, office: &Calendar) -> Option<Instant> {
        let mut latest = None;
        for rule in self.draft.steps.iter().take(usize::from(step).saturating_add(1)) {
            let from = match rule.from {
                StepFrom::Start => run.start,
                StepFrom::Due => run.due_at?,
            };
            let later: Vec<Hold> =
                run.holds.iter().filter(|hold| hold.until.is_none_or(|until| until > from)).copied().collect();
            let lent = if rule.from == StepFrom::Start { lent_to(run, rule.after) } else { 0 };
            latest = latest.max(Some(reach(rule.after, from, (lent, &later), office)?));
        }
        self.step(step).and(latest)
    }
}

/// What the oldest holds have lent to a target: it was reckoned in the measure of the run's, and means nothing in another.
fn lent_to(run: &ClockRun, target: Target) -> u32 {
    if target.is_measured_as(run.target) { run.lent } else { 0 }
}

/// When the first of the events happened that a fact is.
fn first(events: &[ClockEvent], seen: &Sight<'_>) -> Option<Instant> {
    events.iter().find_map(|event| event.instant(seen))
}

/// The calendar of a run. One that the policy does not have any more is the standard one.
pub(super) fn office_of<'c>(run: &ClockRun, calendars: &'c Calendars) -> &'c Calendar {
    run.calendar.as_ref().and_then(|name| calendars.get(name)).unwrap_or_else(|| calendars.standard())
}

/// Ends a run: what is held then is over, and the deadline is what it was.
fn end(run: &mut ClockRun, (at, how, by): (Instant, StopKind, u64), office: &Calendar) {
    close(&mut run.holds, at);
    (run.waits, run.answered) = (None, None);
    run.due_at = reach(run.target, run.start, (run.lent, &run.holds), office);
    (run.warn_at, run.step_at) = (None, None);
    let worked = worked(run.target, (run.start, at), &run.holds, office);
    run.stop = Some(ClockStop { at, how, by, worked });
}
