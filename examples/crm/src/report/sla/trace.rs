//! How a deadline comes about: what was worked, closed and held.

use lead_lifecycle::Instant;
use lead_lifecycle::calendar::Calendars;
use lead_lifecycle::sla::{ClockRun, ClockTrace, TraceState};
use serde::Serialize;

use crate::screen::{Clock, Column, Table, elapsed};

/// How the deadline of a run comes about; of one that nobody knows, what came until now.
#[derive(Debug, Serialize)]
pub(super) struct Trace {
    until: Instant,
    /// Seconds that count, in the measure of the target.
    worked: u64,
    /// How many parts there are.
    count: u64,
    /// As many as were asked for, the first ones.
    parts: Vec<Part>,
    /// From where on the library tells no more parts.
    cut_at: Option<Instant>,
}

#[derive(Debug, Serialize)]
struct Part {
    from: Instant,
    until: Instant,
    state: State,
    what: String,
    seconds: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum State {
    Worked,
    Closed,
    Held,
}

impl Trace {
    pub(super) fn of(run: &ClockRun, calendars: &Calendars, now: Instant, max: usize) -> Self {
        let until = run.due_at().unwrap_or_else(|| now.max(run.start()));
        let ClockTrace { parts, worked, cut_at, .. } = run.trace(calendars, until);
        let count = crate::load::count(parts.len());
        let parts = parts.into_iter().take(max).map(|part| Part {
            from: part.from,
            until: part.until,
            state: match &part.state {
                TraceState::Worked => State::Worked,
                TraceState::Closed(_) => State::Closed,
                TraceState::Held => State::Held,
            },
            what: match &part.state {
                TraceState::Worked => String::from("worked"),
                TraceState::Closed(closed) => closed.to_string(),
                TraceState::Held => String::from("held"),
            },
            seconds: part.until.saturating_since(part.from).seconds(),
        });
        Self { until, worked: worked.seconds(), count, parts: parts.collect(), cut_at }
    }

    pub(super) fn shown(&self) -> usize {
        self.parts.len()
    }

    pub(super) const fn count(&self) -> u64 {
        self.count
    }

    pub(super) fn table(&self, clock: &Clock) -> Table {
        let [from, until, what] = ["from", "until", "what"].map(Column::left);
        let mut table = Table::new(&[from, until, Column::right("worked"), Column::right("not"), what]);
        for part in &self.parts {
            let long = elapsed(part.seconds);
            let (worked, not) = if part.state == State::Worked { (long, String::new()) } else { (String::new(), long) };
            table.row([clock.at(part.from), clock.at(part.until), worked, not, part.what.clone()]);
        }
        table
    }

    /// What is told below it.
    pub(super) fn sums(&self, clock: &Clock) -> String {
        let worked = elapsed(self.worked);
        let cut = self
            .cut_at
            .map_or_else(String::new, |at| format!("; not told from {} on, there are too many parts", clock.at(at)));
        format!("Worked until {}: {worked}{cut}", clock.at(self.until))
    }
}
