//! In which period points lie: many of them, quickly.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use crate::calendar::Zone;
use crate::insight::reading::period::PeriodKey;
use crate::insight::reading::periods::Periods;
use crate::insight::report::Point;
use crate::values::Instant;

/// Cuts time into periods, and remembers where each begins and ends.
#[derive(Debug)]
pub(super) struct Cutter<'a> {
    periods: Option<Periods>,
    zone: &'a Zone,
    /// Where points have stood, each with a place: in the order in which they were met.
    keys: Vec<PeriodKey>,
    places: BTreeMap<PeriodKey, usize>,
    /// By their beginning: from which second, before which second, which place.
    known: Vec<(i64, i64, usize)>,
    /// The place among those of the one that was found last.
    last: usize,
}

impl<'a> Cutter<'a> {
    pub(super) const fn new(periods: Option<Periods>, zone: &'a Zone) -> Self {
        Self { periods, zone, keys: Vec::new(), places: BTreeMap::new(), known: Vec::new(), last: 0 }
    }

    /// Where a point stands.
    pub(super) fn key(&mut self, point: Point) -> PeriodKey {
        let place = self.place(point);
        self.keys.get(place).copied().unwrap_or(PeriodKey::Undated)
    }

    /// The same as a small number: the place of the key among all that were met.
    pub(super) fn place(&mut self, point: Point) -> usize {
        let Some(periods) = self.periods else { return self.place_of(PeriodKey::All) };
        if !point.is_known() {
            return self.place_of(PeriodKey::Undated);
        }
        if let Some(date) = point.day().and_then(|_| point.date(self.zone)) {
            return self.place_of(PeriodKey::In(periods.of(date)));
        }
        self.period(periods, point.seconds())
    }

    /// The keys that were met, each at its place.
    pub(super) fn into_keys(self) -> Vec<PeriodKey> {
        self.keys
    }

    fn place_of(&mut self, key: PeriodKey) -> usize {
        if self.keys.first() == Some(&key) {
            return 0;
        }
        let next = self.keys.len();
        let place = *self.places.entry(key).or_insert(next);
        if place == next {
            self.keys.push(key);
        }
        place
    }

    fn period(&mut self, periods: Periods, second: i64) -> usize {
        let holds = |(from, before, _): &&(i64, i64, usize)| *from <= second && second < *before;
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
        let number = self.place_of(PeriodKey::In(period));
        let bounds = (period.first().start(self.zone).seconds(), until, number);
        // The first and the last period of all reach further than their dates.
        if holds(&&bounds) {
            self.known.insert(place.min(self.known.len()), bounds);
            self.last = place;
        }
        number
    }
}
