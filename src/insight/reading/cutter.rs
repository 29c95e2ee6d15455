//! In which period points lie: many of them, quickly.

use alloc::vec::Vec;

use crate::calendar::Zone;
use crate::insight::reading::period::{Period, PeriodKey};
use crate::insight::reading::periods::Periods;
use crate::insight::report::Point;
use crate::values::Instant;

/// Cuts time into periods, and remembers where each begins and ends.
#[derive(Debug)]
pub(super) struct Cutter<'a> {
    periods: Option<Periods>,
    zone: &'a Zone,
    /// By their beginning: from which second, before which second, which period.
    known: Vec<(i64, i64, Period)>,
    /// The place among those of the one that was found last.
    last: usize,
}

impl<'a> Cutter<'a> {
    pub(super) const fn new(periods: Option<Periods>, zone: &'a Zone) -> Self {
        Self { periods, zone, known: Vec::new(), last: 0 }
    }

    /// Where a point stands.
    pub(super) fn key(&mut self, point: Point) -> PeriodKey {
        let Some(periods) = self.periods else { return PeriodKey::All };
        if !point.is_known() {
            return PeriodKey::Undated;
        }
        if let Some(date) = point.day().and_then(|_| point.date(self.zone)) {
            return PeriodKey::In(periods.of(date));
        }
        PeriodKey::In(self.period(periods, point.seconds()))
    }

    fn period(&mut self, periods: Periods, second: i64) -> Period {
        let holds = |(from, before, _): &&(i64, i64, Period)| *from <= second && second < *before;
        if let Some((_, _, period)) = self.known.get(self.last).filter(holds) {
            return *period;
        }
        let place = self.known.partition_point(|(from, _, _)| *from <= second);
        let before = place.saturating_sub(1);
        if let Some((_, _, period)) = self.known.get(before).filter(holds) {
            self.last = before;
            return *period;
        }
        let at = Instant::from_seconds(second).unwrap_or(if second < 0 { Instant::MIN } else { Instant::MAX });
        let period = periods.of(at.date(self.zone));
        let until = period.last().end(self.zone).seconds().saturating_add(1);
        let bounds = (period.first().start(self.zone).seconds(), until, period);
        // The first and the last period of all reach further than their dates.
        if holds(&&bounds) {
            self.known.insert(place.min(self.known.len()), bounds);
            self.last = place;
        }
        period
    }
}
