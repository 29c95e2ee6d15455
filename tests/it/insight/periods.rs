//! How time is cut into periods: every date once, without gaps.

use std::collections::BTreeMap;

use chrono::Datelike as _;
use lead_lifecycle::Date;
use lead_lifecycle::insight::{Period, PeriodUnit, Periods, WeekStart};
use proptest::prelude::*;

use crate::common::k;

pub(super) fn periods() -> impl Strategy<Value = Periods> {
    let unit = proptest::sample::select(PeriodUnit::ALL.to_vec());
    let week = proptest::sample::select(WeekStart::ALL.to_vec());
    let closing = prop_oneof![2 => Just(31_u8), 2 => 1..=31_u8, 1 => 27..=31_u8];
    (unit, prop_oneof![Just(1_u8), 1..=12_u8], week, closing)
        .prop_map(|(unit, month, week, day)| Periods::new(unit).from_month(month).from_day(week).closing_on(day))
}

/// Every date that can be written, the first and the last of all more often.
fn date() -> impl Strategy<Value = Date> {
    let days = prop_oneof![1 => 0..800_u32, 3 => 0..2_958_000_u32, 1 => 2_957_500..2_958_500_u32];
    days.prop_map(|days| k::<Date>("1900-01-01").add_days(days))
}

fn day_after(date: Date) -> Option<Date> {
    let next = date.add_days(1);
    (next != date).then_some(next)
}

fn day_before(date: Date) -> Option<Date> {
    date.to_chrono().pred_opt().and_then(|day| Date::new(day).ok())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    /// Each day of a period is in it, and in no other; the next begins on the day after.
    #[test]
    fn periods_follow_each_other_without_a_gap(periods in periods(), date in date()) {
        let period = periods.of(date);
        let (first, last) = (period.first(), period.last());
        prop_assert!(first <= date && date <= last, "{date} in {period:?}");
        prop_assert_eq!(period.unit(), periods.unit());
        for day in [Some(first), Some(last), day_after(first).filter(|day| *day <= last), day_before(last).filter(|day| *day >= first)] {
            prop_assert!(day.is_none_or(|day| periods.of(day) == period));
        }
        if let Some(day) = day_after(last) {
            let next = periods.of(day);
            prop_assert_eq!(next.first(), day);
            prop_assert!(next > period && next.to_string() != period.to_string(), "{period} and {next}");
        }
        if let Some(day) = day_before(first) {
            let before = periods.of(day);
            prop_assert_eq!(before.last(), day);
            prop_assert!(before < period && before.to_string() != period.to_string(), "{before} and {period}");
        }
    }

    /// A period goes by one text, and a text by one period.
    #[test]
    fn a_text_is_one_period(periods in periods(), from in date()) {
        let mut texts: BTreeMap<String, Period> = BTreeMap::new();
        let mut date = from;
        for _ in 0..30 {
            let period = periods.of(date);
            prop_assert!(texts.insert(period.to_string(), period).is_none(), "{period}");
            let Some(next) = day_after(period.last()) else { break };
            date = next;
        }
    }

    /// As far as nothing cuts them off, periods are as long as they say, and end where months close.
    #[test]
    fn periods_are_as_long_as_they_say(
        unit in proptest::sample::select(PeriodUnit::ALL.to_vec()),
        (month, closing) in (1..=12_u8, 1..=31_u8),
        week in proptest::sample::select(WeekStart::ALL.to_vec()),
        days in 800..2_957_000_u32,
    ) {
        let periods = Periods::new(unit).from_month(month).from_day(week).closing_on(closing);
        let period = periods.of(k::<Date>("1900-01-01").add_days(days));
        let (first, last) = (period.first().to_chrono(), period.last().to_chrono());
        let length = last.signed_duration_since(first).num_days() + 1;
        let bounds = match unit {
            PeriodUnit::Day => 1..=1,
            PeriodUnit::Week => 7..=7,
            PeriodUnit::Month => 28..=31,
            PeriodUnit::Quarter => 89..=93,
            PeriodUnit::Half => 180..=185,
            PeriodUnit::Year => 364..=367,
        };
        prop_assert!(bounds.contains(&length), "{period:?} has {length} days");
        if !matches!(unit, PeriodUnit::Day | PeriodUnit::Week) {
            let short = day_after(period.last()).unwrap().to_chrono().day() == 1;
            prop_assert!(last.day() == u32::from(closing) || (short && last.day() < u32::from(closing)), "{period:?}");
        } else if unit == PeriodUnit::Week {
            let begins = [("monday", "mon"), ("sunday", "sun"), ("saturday", "sat")];
            let named = begins.iter().find(|(day, _)| *day == week.as_str()).unwrap().1;
            prop_assert_eq!(first.weekday().to_string().to_lowercase(), named);
        }
        // Years and their parts begin in the month that the fiscal year says.
        if unit == PeriodUnit::Year && closing == 31 {
            prop_assert_eq!(first.month(), u32::from(month));
        }
    }
}
