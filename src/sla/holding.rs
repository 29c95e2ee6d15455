//! What holds a clock, and from when to when.

use crate::calendar::Calendar;
use crate::sla::clock_draft::ClockHold;
use crate::sla::clock_run::ClockRun;
use crate::sla::hold::{Hold, release, unite};
use crate::sla::sight::{SeenAttempt, Sight, States};
use crate::sla::timing::lends;
use crate::values::{Instant, limits};

impl ClockRun {
    /// What a fact makes of the holds; whether they are otherwise.
    pub(super) fn hold(&mut self, rules: &[ClockHold], seen: &Sight<'_>, office: &Calendar) -> bool {
        let (before, lent) = (self.holds.clone(), self.lent);
        let mut ended = false;
        for hold in rules {
            let ends = match hold {
                ClockHold::Postponed => {
                    seen.before.postponed.is_some() && seen.before.postponed != seen.after.postponed
                }
                ClockHold::Appointment => {
                    seen.before.appointment.is_some() && seen.before.appointment != seen.after.appointment
                }
                ClockHold::Unowned => seen.before.unowned.is_some() && seen.after.unowned.is_none(),
                ClockHold::Waiting(_) => note_answer(self, seen),
            };
            if ends {
                release(&mut self.holds, seen.at);
                ended = true;
            }
        }
        let asks = |hold: &ClockHold| match hold {
            ClockHold::Waiting(pattern) => {
                seen.attempt.is_some_and(|attempt| pattern.matches(attempt) && !attempt.is_answer())
            }
            ClockHold::Postponed | ClockHold::Appointment | ClockHold::Unowned => false,
        };
        if seen.at >= self.since() && rules.iter().any(asks) {
            match self.answered.filter(|answered| *answered > seen.at) {
                // It is told only after the answer to it.
                Some(answered) => self.add_hold(Hold { from: seen.at.max(self.start), until: Some(answered) }, office),
                None => self.waits = Some(self.waits.map_or(seen.at, |since| since.min(seen.at))),
            }
        }
        // The lead does not say since when a meeting is agreed on: since this fact, or it was held before what ended.
        let agreed = seen.before.appointment != seen.after.appointment;
        let held = ended && before.iter().any(|known| known.covers(seen.at.max(self.start)));
        self.keep_holding(rules, &seen.after, (agreed || held).then_some(seen.at), office);
        self.holds != before || self.lent != lent
    }

    /// Holds it as long as what holds it lasts.
    pub(super) fn keep_holding(
        &mut self,
        rules: &[ClockHold],
        states: &States,
        agreed: Option<Instant>,
        office: &Calendar,
    ) {
        for hold in rules {
            let more = match hold {
                ClockHold::Postponed => states.postponed.map(|(from, until)| (from, Some(until))),
                ClockHold::Appointment => agreed.zip(states.appointment).map(|(from, until)| (from, Some(until))),
                ClockHold::Unowned => states.unowned.map(|since| (since, None)),
                ClockHold::Waiting(_) => self.waits.map(|since| (since, None)),
            };
            if let Some((from, until)) = more {
                self.add_hold(Hold { from: from.max(self.start), until }, office);
            }
        }
    }

    /// Adds a hold. Of more than the limit, the oldest is kept as what it added to the target.
    pub(super) fn add_hold(&mut self, hold: Hold, office: &Calendar) {
        unite(&mut self.holds, hold);
        while !limits::CLOCK_HOLDS.admits_len(self.holds.len()) {
            let oldest = self.holds.remove(0);
            let lent = lends(self.target, self.start, oldest, office).unwrap_or(0);
            self.lent = self.lent.saturating_add(u32::try_from(lent).unwrap_or(u32::MAX));
        }
    }
}

/// Notes that the customer answered; whether the clock waited for it. Of what was said before the customer's turn began, nobody
/// waits.
fn note_answer(run: &mut ClockRun, seen: &Sight<'_>) -> bool {
    let answers = seen.raises_hand || seen.attempt.is_some_and(SeenAttempt::is_answer);
    if !answers || seen.at < run.since() {
        return false;
    }
    run.answered = run.answered.max(Some(seen.at));
    let ends = run.waits.is_some_and(|since| since <= seen.at);
    run.waits = run.waits.filter(|_| !ends);
    ends
}
