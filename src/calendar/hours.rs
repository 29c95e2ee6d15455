//! Open seconds on local clocks: any day, as if every day had 24 hours.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use crate::calendar::day::DAY;
use crate::calendar::day_count::{DayCount, Found, weekday};
use crate::calendar::day_pattern::DayPattern;
use crate::calendar::shift::Shift;

/// What clocks show when an office is open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Hours {
    week: [DayPattern; 7],
    /// INVARIANT: of the odd days of `seconds`, in their order.
    odd: Vec<DayPattern>,
    seconds: DayCount,
    business: DayCount,
    special: SpecialDays,
    shifts: Week,
}

/// The shifts of a week, from Monday.
pub(super) type Week = [Vec<Shift>; 7];

/// Days that are not as their weekday, with the shifts that begin on them. One without shifts is closed: also for what is
/// left of a shift of the evening before.
pub(super) type SpecialDays = BTreeMap<i64, Vec<Shift>>;

impl Hours {
    /// `left_out` are the days that no clock shows: none of them is a business day.
    pub(super) fn of(week: Week, special: SpecialDays, left_out: &[i64]) -> Self {
        let beginning = |day: i64| special.get(&day).or_else(|| week.get(weekday(day))).map_or(&[][..], Vec::as_slice);
        let patterns = core::array::from_fn(|number| {
            let yesterday = number.checked_sub(1).unwrap_or(6);
            let shifts = |number: usize| week.get(number).map_or(&[][..], Vec::as_slice);
            pattern(shifts(yesterday), shifts(number))
        });
        let mut odd: BTreeMap<i64, DayPattern> = BTreeMap::new();
        for &day in special.keys() {
            for day in [day, day.saturating_add(1)] {
                let closed = special.get(&day).is_some_and(Vec::is_empty);
                let made = || pattern(beginning(day.saturating_sub(1)), beginning(day));
                odd.entry(day).or_insert_with(|| if closed { DayPattern::default() } else { made() });
            }
        }
        // Most days after a holiday are as always: no shift goes past its midnight.
        odd.retain(|day, pattern| patterns.get(weekday(*day)) != Some(pattern));
        let mut business: BTreeMap<i64, i64> =
            special.iter().map(|(day, shifts)| (*day, i64::from(!shifts.is_empty()))).collect();
        business.extend(left_out.iter().map(|day| (*day, 0)));
        Self {
            seconds: DayCount::of(core::array::from_fn(|number| seconds_of(&patterns, number)), counts(&odd)),
            business: DayCount::of(week.each_ref().map(|shifts| i64::from(!shifts.is_empty())), business),
            week: patterns,
            odd: odd.into_values().collect(),
            shifts: week,
            special,
        }
    }

    /// Business days: those on which a shift begins.
    pub(super) const fn business(&self) -> &DayCount {
        &self.business
    }

    /// From which reading on every week is the same.
    pub(super) fn regular_from(&self) -> i64 {
        self.seconds.last_odd().map_or(i64::MIN, |day| day.saturating_add(1).saturating_mul(DAY))
    }

    /// The shifts that begin on a day.
    pub(super) fn beginning(&self, day: i64) -> &[Shift] {
        self.special.get(&day).or_else(|| self.shifts.get(weekday(day))).map_or(&[], Vec::as_slice)
    }

    /// Whether a day has hours of its own, or is closed by a list.
    pub(super) fn is_special(&self, day: i64) -> bool {
        self.special.contains_key(&day)
    }

    /// When the last shift that begins on a day is over, in seconds after its midnight: what a closed day takes of it is
    /// not worked.
    pub(super) fn last_closing(&self, day: i64) -> Option<i64> {
        let closed = self.special.get(&day.saturating_add(1)).is_some_and(Vec::is_empty);
        let ends = self.beginning(day).iter().map(|shift| {
            let ((_, until), (_, left)) = shift.parts();
            let left = if closed { 0 } else { left };
            i64::from(until).saturating_add(i64::from(left))
        });
        ends.max()
    }

    fn pattern(&self, of: Found) -> &DayPattern {
        const CLOSED: &DayPattern = &DayPattern::CLOSED;
        let odd = of.odd.and_then(|place| self.odd.get(place));
        odd.or_else(|| self.week.get(weekday(of.day))).unwrap_or(CLOSED)
    }

    /// Open seconds before a reading, counted from a Monday: only differences mean something.
    pub(super) fn before(&self, reading: i64) -> i64 {
        let (day, second) = (self.seconds.found(reading.div_euclid(DAY)), reading.rem_euclid(DAY));
        day.before.saturating_add(self.pattern(day).before(second))
    }

    /// The reading at which the n-th open second ends. `None`: never.
    pub(super) fn end_of(&self, nth: i64) -> Option<i64> {
        let day = self.seconds.day_of(nth)?;
        let end = self.pattern(day).end_of(nth.saturating_sub(day.before));
        Some(day.day.saturating_mul(DAY).saturating_add(end))
    }

    /// Whether it is open at a reading, and a later reading up to which that stays so: at most the end of the day.
    pub(super) fn state(&self, reading: i64) -> (bool, i64) {
        let (day, second) = (self.seconds.found(reading.div_euclid(DAY)), reading.rem_euclid(DAY));
        let (open, until) = self.pattern(day).state(second);
        (open, day.day.saturating_mul(DAY).saturating_add(until))
    }

    /// The same over ends of days, looked at up to the end of the day of `enough`. `None` where it stays so for ever.
    pub(super) fn state_until(&self, reading: i64, enough: i64) -> (bool, Option<i64>) {
        let (open, mut until) = self.state(reading);
        // Whole days after each other that are as their weekday. Seven of one state: all such days are.
        let mut regular = 0_u8;
        loop {
            let day = until.div_euclid(DAY);
            let odd = self.seconds.odd_from(day);
            let (same, next) = self.state(until);
            if same != open || until >= enough {
                return (open, Some(until));
            }
            regular = if odd == Some(day) { 0 } else { regular.saturating_add(1) };
            until = match odd {
                Some(odd) if regular >= 7 => odd.saturating_mul(DAY),
                None if regular >= 7 => return (open, None),
                Some(_) | None => next,
            };
        }
    }
}

fn pattern(yesterday: &[Shift], today: &[Shift]) -> DayPattern {
    let begun = today.iter().map(|shift| shift.parts().0);
    let left = yesterday.iter().map(|shift| shift.parts().1);
    DayPattern::of(begun.chain(left))
}

fn seconds_of(week: &[DayPattern; 7], number: usize) -> i64 {
    week.get(number).map_or(0, DayPattern::seconds)
}

fn counts(odd: &BTreeMap<i64, DayPattern>) -> impl Iterator<Item = (i64, i64)> {
    odd.iter().map(|(day, pattern)| (*day, pattern.seconds()))
}
