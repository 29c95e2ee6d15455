//! How a deadline comes about: what was worked, closed and held.

use alloc::vec::Vec;

use crate::calendar::{Calendar, Calendars, OfficeState};
use crate::sla::clock_rule::office_of;
use crate::sla::clock_run::ClockRun;
use crate::sla::target::Target;
use crate::values::{Date, Instant, Span};

/// How many parts a trace tells. A year of office hours with a break has about 1,000.
const PARTS: usize = 2_048;

/// How a deadline comes about: part by part, from when the clock began.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ClockTrace {
    /// The parts, one after the other, without gaps. Neighbours differ.
    pub parts: Vec<TracePart>,
    /// How much of it was worked, in the measure of the target: what the parts that are worked sum to.
    pub worked: Span,
    /// The last date of which the holidays are known, where the trace goes beyond it: holidays that nobody has told yet may make the
    /// deadline later.
    pub holidays_known_until: Option<Date>,
    /// From where on it is not told any more, because there are too many parts; none: it is told to its end.
    pub cut_at: Option<Instant>,
}

/// A part of a trace: from its first second, to the one at which it is over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TracePart {
    /// Its first second.
    pub from: Instant,
    /// When it is over.
    pub until: Instant,
    /// Whether it counts.
    pub state: TraceState,
}

/// Whether time counts for a clock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TraceState {
    /// It counts.
    Worked,
    /// The office is closed, and why.
    Closed(OfficeState),
    /// The clock is held.
    Held,
}

impl ClockRun {
    /// What was worked, closed and held from its start until an instant: give its [deadline](Self::due_at) to see how that comes
    /// about, or the instant at which it stopped. The calendars are those of the policy.
    ///
    /// The parts that are worked sum to the target at the deadline, of a target in working or elapsed time. Where they do not, the
    /// calendar is another than that by which the deadline was reckoned: a later version of the policy leaves running clocks alone.
    ///
    /// ```
    /// # use lead_lifecycle::{Actor, Capture, Command, Context, Lead, Lifecycle, Origin, Policy, PolicyDraft, Role};
    /// # use lead_lifecycle::sla::SlaDraft;
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let policy = Policy::try_from(PolicyDraft { sla: SlaDraft::practice(), ..PolicyDraft::standard() })?;
    /// # let lifecycle = Lifecycle::new(policy.clone());
    /// # let by = |role: Role, at: &str| -> Result<Context, Box<dyn std::error::Error>> {
    /// #     Ok(Context::new(at.parse()?, Actor::new("tanaka".parse()?, role)))
    /// # };
    /// # let capture = Capture::new("lead-1".parse()?, Origin::Inbound);
    /// # let mut lead = Lead::replay(lifecycle.capture(&capture, &by(Role::System, "2026-06-12T17:00:00+09:00")?)?.facts())?;
    /// // Friday, two minutes before the office closes.
    /// let promote = Command::Promote { note: None };
    /// let decision = lifecycle.decide(&lead, &promote, &by(Role::Mk, "2026-06-12T17:58:00+09:00")?)?;
    /// lead.apply_all(decision.facts())?;
    /// let run = lead.clock(&"first_contact".parse()?).expect("it has begun");
    /// let trace = run.trace(policy.calendars(), run.due_at().expect("it is not held"));
    /// assert_eq!(trace.worked.to_string(), "5m");
    /// let words = lead_lifecycle::wording::Words::in_zone(policy.zone()).of(&trace).to_string();
    /// assert!(words.starts_with("2026-06-12 17:58 +09:00 to 2026-06-12 18:00 +09:00: worked 2m; "), "{words}");
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn trace(&self, calendars: &Calendars, until: Instant) -> ClockTrace {
        let office = office_of(self, calendars);
        let mut trace = ClockTrace {
            parts: Vec::new(),
            worked: Span::ZERO,
            holidays_known_until: self.holidays_known_until(office, until),
            cut_at: None,
        };
        let mut from = self.start();
        for hold in self.holds() {
            let (first, last) = (hold.from.clamp(from, until.max(from)), hold.until.unwrap_or(until).min(until));
            trace.run(self.target(), office, (from, first));
            if first < last {
                trace.add(first, last, TraceState::Held);
                from = last;
            }
        }
        trace.run(self.target(), office, (from, until));
        trace
    }
}

impl ClockRun {
    /// Elapsed time asks for no holidays.
    fn holidays_known_until(&self, office: &Calendar, until: Instant) -> Option<Date> {
        let known = office.known_until().filter(|known| until.date(office.zone()) > *known);
        known.filter(|_| !matches!(self.target(), Target::Elapsed(_)))
    }
}

impl ClockTrace {
    /// A stretch in which the clock is not held.
    fn run(&mut self, target: Target, office: &Calendar, (from, until): (Instant, Instant)) {
        if from >= until {
            return;
        }
        if matches!(target, Target::Elapsed(_)) {
            self.add(from, until, TraceState::Worked);
            return;
        }
        for segment in office.segments(from, until) {
            if self.cut_at.is_some() {
                return;
            }
            let state = match segment.state {
                OfficeState::Open => TraceState::Worked,
                closed @ (OfficeState::OutsideHours
                | OfficeState::DayOff
                | OfficeState::Holiday { .. }
                | OfficeState::ClosedDate { .. }) => TraceState::Closed(closed),
            };
            self.add(segment.from, segment.until, state);
        }
    }

    fn add(&mut self, from: Instant, until: Instant, state: TraceState) {
        if self.cut_at.is_some() {
            return;
        }
        if self.parts.len() >= PARTS {
            self.cut_at = Some(from);
            return;
        }
        if state == TraceState::Worked {
            self.worked = self.worked.saturating_add(until.saturating_since(from));
        }
        self.parts.push(TracePart { from, until, state });
    }
}
