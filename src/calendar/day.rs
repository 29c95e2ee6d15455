//! Civil days as numbers, whatever the zone.

use chrono::{Datelike as _, NaiveDate};

use crate::values::Date;

/// Seconds of a civil day without a change of clocks.
pub(super) const DAY: i64 = 86_400;
const DAYS_TO_1970: i64 = 719_163;

/// Days since 1970-01-01.
pub(super) fn day_number(date: Date) -> i64 {
    i64::from(date.to_chrono().num_days_from_ce()).saturating_sub(DAYS_TO_1970)
}

/// The date of a day, brought into 1900–9999.
pub(super) fn date_of_day(day: i64) -> Date {
    let found = i32::try_from(day.saturating_add(DAYS_TO_1970)).ok().and_then(NaiveDate::from_num_days_from_ce_opt);
    Date::clamped(found.unwrap_or(if day < 0 { NaiveDate::MIN } else { NaiveDate::MAX }))
}
