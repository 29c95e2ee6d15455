//! The open seconds of one civil day.

use alloc::vec::Vec;

use crate::calendar::day::DAY;

/// The open seconds of one civil day, read on local clocks as if the day had 24 hours.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct DayPattern {
    /// INVARIANT: rising, none touching the next.
    runs: Vec<Run>,
    seconds: i64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Run {
    from: i64,
    until: i64,
    /// Open seconds of the day before it.
    before: i64,
}

impl DayPattern {
    /// Nothing is open.
    pub(super) const CLOSED: Self = Self { runs: Vec::new(), seconds: 0 };

    /// The union of parts of a day.
    pub(super) fn of(parts: impl IntoIterator<Item = (u32, u32)>) -> Self {
        let mut parts: Vec<(u32, u32)> = parts.into_iter().filter(|(from, until)| from < until).collect();
        parts.sort_unstable();
        let mut pattern = Self::default();
        for (from, until) in parts {
            let (from, until) = (i64::from(from), i64::from(until));
            match pattern.runs.last_mut() {
                Some(last) if from <= last.until => {
                    let longer = until.saturating_sub(last.until).max(0);
                    last.until = last.until.saturating_add(longer);
                    pattern.seconds = pattern.seconds.saturating_add(longer);
                }
                Some(_) | None => {
                    pattern.runs.push(Run { from, until, before: pattern.seconds });
                    pattern.seconds = pattern.seconds.saturating_add(until.saturating_sub(from));
                }
            }
        }
        pattern
    }

    /// How many seconds are open.
    pub(super) const fn seconds(&self) -> i64 {
        self.seconds
    }

    /// How many are open before a second of the day.
    pub(super) fn before(&self, second: i64) -> i64 {
        let past = self.runs.partition_point(|run| run.from < second);
        let last = past.checked_sub(1).and_then(|place| self.runs.get(place));
        last.map_or(0, |run| run.before.saturating_add(second.min(run.until).saturating_sub(run.from)))
    }

    /// The end of the n-th open second, n from 1.
    pub(super) fn end_of(&self, nth: i64) -> i64 {
        let past = self.runs.partition_point(|run| run.before < nth);
        let run = past.checked_sub(1).and_then(|place| self.runs.get(place));
        run.map_or(0, |run| run.from.saturating_add(nth.saturating_sub(run.before)))
    }

    /// Whether a second of the day is open, and the second of the day up to which that stays so.
    pub(super) fn state(&self, second: i64) -> (bool, i64) {
        let past = self.runs.partition_point(|run| run.until <= second);
        match self.runs.get(past) {
            Some(run) if run.from <= second => (true, run.until),
            Some(run) => (false, run.from),
            None => (false, DAY),
        }
    }
}
