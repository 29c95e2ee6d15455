//! Something counted per day, with a rule by weekday and exceptions: open seconds, or business days.

use alloc::vec::Vec;

/// A count per day: the same every week, but for odd days. Sums over days, and the day of the n-th, in logarithmic time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct DayCount {
    /// Sums before each weekday, from Monday, and of the whole week.
    before: [i64; 8],
    /// INVARIANT: rising.
    odd: Vec<OddDay>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct OddDay {
    day: i64,
    count: i64,
    /// The sum of all days before it.
    before: i64,
    /// How much more the odd days up to it, with it, count than the week's rule says.
    surplus: i64,
}

/// A day: what is counted before it, and its place among the odd days if it is one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) day: i64,
    pub(super) before: i64,
    pub(super) odd: Option<usize>,
}

/// 1970-01-05, a Monday: sums are counted from here.
const MONDAY: i64 = 4;

/// The weekday of a day since 1970-01-01, from Monday, 0.
pub(super) fn weekday(day: i64) -> usize {
    usize::try_from(day.saturating_sub(MONDAY).rem_euclid(7)).unwrap_or(0)
}

impl DayCount {
    /// From the week's rule and the odd days, which rise.
    pub(super) fn of(week: [i64; 7], odd: impl IntoIterator<Item = (i64, i64)>) -> Self {
        let mut before = [0; 8];
        let mut sum = 0_i64;
        for (place, count) in before.iter_mut().skip(1).zip(week) {
            sum = sum.saturating_add(count);
            *place = sum;
        }
        let mut counted = Self { before, odd: Vec::new() };
        let mut surplus = 0_i64;
        for (day, count) in odd {
            let rule = week.get(weekday(day)).copied().unwrap_or(0);
            let before = counted.by_rule(day).saturating_add(surplus);
            surplus = surplus.saturating_add(count.saturating_sub(rule));
            counted.odd.push(OddDay { day, count, before, surplus });
        }
        counted
    }

    /// The sum of a week without odd days.
    const fn week(&self) -> i64 {
        let [.., week] = self.before;
        week
    }

    /// The sum of all days before a day, counted from a Monday: only differences mean something.
    pub(super) fn before(&self, day: i64) -> i64 {
        self.found(day).before
    }

    /// A day, and the sum of all days before it.
    pub(super) fn found(&self, day: i64) -> Found {
        let past = self.odd.partition_point(|odd| odd.day < day);
        let surplus = past.checked_sub(1).and_then(|place| self.odd.get(place)).map_or(0, |odd| odd.surplus);
        let odd = self.odd.get(past).is_some_and(|odd| odd.day == day).then_some(past);
        Found { day, before: self.by_rule(day).saturating_add(surplus), odd }
    }

    fn by_rule(&self, day: i64) -> i64 {
        let days = day.saturating_sub(MONDAY);
        let in_week = self.before.get(weekday(day)).copied().unwrap_or(0);
        days.div_euclid(7).saturating_mul(self.week()).saturating_add(in_week)
    }

    /// The day in which the sum reaches `nth`. `None` where a week counts nothing and no odd day is left.
    pub(super) fn day_of(&self, nth: i64) -> Option<Found> {
        let past = self.odd.partition_point(|odd| odd.before < nth);
        let last = past.checked_sub(1).and_then(|place| Some((place, self.odd.get(place)?)));
        let surplus = match last {
            Some((place, odd)) if nth <= odd.before.saturating_add(odd.count) => {
                return Some(Found { day: odd.day, before: odd.before, odd: Some(place) });
            }
            Some((_, odd)) => odd.surplus,
            None => 0,
        };
        let by_rule = nth.saturating_sub(surplus);
        let weeks = by_rule.saturating_sub(1).checked_div_euclid(self.week())?;
        let rest = by_rule.saturating_sub(weeks.saturating_mul(self.week()));
        let place = self.before.partition_point(|before| *before < rest).checked_sub(1)?;
        let day = weeks.saturating_mul(7).saturating_add(i64::try_from(place).ok()?).saturating_add(MONDAY);
        let rest = rest.saturating_sub(self.before.get(place).copied()?);
        Some(Found { day, before: nth.saturating_sub(rest), odd: None })
    }

    /// The last odd day.
    pub(super) fn last_odd(&self) -> Option<i64> {
        self.odd.last().map(|odd| odd.day)
    }

    /// The first odd day from a day on.
    pub(super) fn odd_from(&self, day: i64) -> Option<i64> {
        let past = self.odd.partition_point(|odd| odd.day < day);
        self.odd.get(past).map(|odd| odd.day)
    }
}
