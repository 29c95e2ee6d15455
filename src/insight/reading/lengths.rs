//! How long something took, as it was asked for.

use alloc::collections::BTreeMap;

use crate::calendar::{Calendar, Zone};
use crate::insight::reading::asked::Asked;
use crate::insight::report::{Over, Point, TimeRow};
use crate::values::{Instant, vocabulary};

vocabulary! {
    /// Of what times are told: of each stretch, or of all stretches of a cycle together.
    SumOf {
        /// Each stretch by itself.
        Stretch = "stretch",
        /// All stretches of a cycle together: of one that is on in any of them, none is over.
        Cycle = "cycle",
    }

    /// Which part of an answer.
    Part {
        /// All of it.
        Whole = "whole",
        /// Until it was recorded, and sales could know.
        Intake = "intake",
        /// From then on.
        Sales = "sales",
    }

    /// In which row of periods a stretch stands.
    PlacedBy {
        /// That of its beginning.
        Beginning = "beginning",
        /// That of its end; what is on stands in that of `as_of`.
        End = "end",
    }
}

/// In what times are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TimeUnit<'c> {
    /// Elapsed seconds.
    #[default]
    Elapsed,
    /// Seconds of working time of a calendar.
    Working(&'c Calendar),
    /// Seconds of working time that the fact itself tells: runs of service-level clocks. Of all else it is not known, and stands as
    /// undated however well its dates are known: ask with a calendar.
    Told,
    /// Civil days of the zone that is asked with: from Monday evening to Tuesday morning it is one.
    Days,
}

/// How long a stretch lasted by an instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Length {
    /// It is over.
    Over(i64),
    /// It is on.
    On(i64),
    /// Nobody knows when it began, or when it ended.
    Undated,
}

/// How lengths are taken.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ruler<'c> {
    pub(super) unit: TimeUnit<'c>,
    pub(super) part: Part,
    pub(super) as_of: Instant,
    pub(super) zone: &'c Zone,
}

impl<'c> Ruler<'c> {
    pub(super) fn of(asked: &'c Asked, unit: TimeUnit<'c>, part: Part) -> Self {
        Self { unit, part, as_of: asked.as_of(), zone: asked.zone() }
    }

    /// Whether a stretch is over by the instant.
    pub(super) fn is_over(&self, row: &TimeRow) -> bool {
        row.over.is_some() && (!row.until.is_known() || row.until.is_by(self.as_of))
    }

    /// How long a stretch lasted. One that began later than the instant has no length.
    pub(super) fn length(&self, row: &TimeRow) -> Option<Length> {
        let over = self.is_over(row);
        // What ended before it began counts all the same: as a fault.
        if row.from.is_known() && !row.from.is_by(self.as_of) && !(over && row.until.is_known()) {
            return None;
        }
        let now = Point::at(self.as_of);
        let until = if over { row.until } else { now };
        let length = self.between(row, until);
        Some(match (length, over) {
            (None, _) => Length::Undated,
            (Some(length), true) => Length::Over(length),
            (Some(length), false) => Length::On(length),
        })
    }

    fn between(&self, row: &TimeRow, until: Point) -> Option<i64> {
        // Before sales could know there is nothing of theirs, and no more of the intake than there is of all.
        let told = row.from.later(i64::from(row.intake));
        let told = if told.is_known() && told > until { until } else { told };
        let from = match self.part {
            Part::Whole | Part::Intake => row.from,
            Part::Sales => told,
        };
        let until = match self.part {
            Part::Intake => told,
            Part::Whole | Part::Sales => until,
        };
        let elapsed = from.seconds_to(until)?;
        match self.unit {
            TimeUnit::Elapsed => Some(elapsed),
            TimeUnit::Working(calendar) => Some(calendar.between(from.instant(), until.instant())),
            TimeUnit::Told => row.worked.map(i64::from).filter(|_| self.part == Part::Whole),
            TimeUnit::Days => {
                let (from, until) = (from.date(self.zone)?, until.date(self.zone)?);
                Some(until.to_chrono().signed_duration_since(from.to_chrono()).num_days())
            }
        }
    }
}

/// The stretches of each cycle together.
#[derive(Debug, Default)]
pub(super) struct PerCycle(BTreeMap<(u32, u64), Sum>);

/// The stretches of a cycle together.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sum {
    pub(super) length: Length,
    pub(super) first: Point,
    pub(super) last: Point,
    pub(super) over: Option<Over>,
    pub(super) times: i64,
}

impl PerCycle {
    /// Takes a stretch in, so many times: what is taken out again counts for nothing.
    pub(super) fn add(&mut self, slice: u32, row: &TimeRow, length: Length, times: i64) {
        let start = Sum { length: Length::Over(0), first: row.from, last: row.until, over: row.over, times };
        let known = self.0.entry((slice, row.cycle)).or_insert(start);
        let signed = |length: i64| length.saturating_mul(times.signum());
        known.length = match (known.length, length) {
            (Length::Undated, _) | (_, Length::Undated) => Length::Undated,
            (Length::On(sum), Length::On(more) | Length::Over(more)) | (Length::Over(sum), Length::On(more)) => {
                Length::On(sum.saturating_add(signed(more)))
            }
            (Length::Over(sum), Length::Over(more)) => Length::Over(sum.saturating_add(signed(more))),
        };
        known.first = known.first.min(row.from);
        if row.until >= known.last || row.over.is_none() {
            (known.last, known.over) = (row.until, row.over);
        }
        known.times = known.times.signum().max(times.signum());
    }

    pub(super) fn into_sums(self) -> impl Iterator<Item = (u32, Sum)> {
        self.0.into_iter().map(|((slice, _), sum)| (slice, sum))
    }
}
