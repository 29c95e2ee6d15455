//! How time is cut into periods.

use chrono::{Datelike as _, Days, Months, NaiveDate};
use serde::{Deserialize, Deserializer, Serialize};

use crate::insight::reading::period::Period;
use crate::insight::reading::period_unit::PeriodUnit;
use crate::values::{Date, vocabulary};

vocabulary! {
    /// On which day a week begins.
    WeekStart {
        /// As ISO 8601 has it.
        Monday = "monday",
        /// As calendars in Japan and America have it.
        Sunday = "sunday",
        /// As in much of the Middle East.
        Saturday = "saturday",
    }
}

/// How time is cut into periods (集計期間): civil days of a zone, weeks, months that close on a day, quarters and years of a fiscal year.
///
/// ```
/// use lead_lifecycle::insight::{PeriodUnit, Periods};
/// // A Japanese fiscal year: from April.
/// let quarters = Periods::new(PeriodUnit::Quarter).from_month(4);
/// let period = quarters.of("2027-02-14".parse()?);
/// assert_eq!(period.to_string(), "FY2026 Q4");
/// assert_eq!((period.first().to_string(), period.last().to_string()), ("2027-01-01".into(), "2027-03-31".into()));
/// // Closing on the 20th (20日締め): the 21st of March is April.
/// let months = Periods::new(PeriodUnit::Month).closing_on(20);
/// assert_eq!(months.of("2026-03-21".parse()?).to_string(), "2026-04");
/// # Ok::<(), lead_lifecycle::values::TimeError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
#[doc(alias = "締め日")]
pub struct Periods {
    unit: PeriodUnit,
    #[serde(default = "january", deserialize_with = "a_month")]
    fiscal_start: u8,
    #[serde(default = "monday")]
    week_start: WeekStart,
    #[serde(default = "month_end", deserialize_with = "a_day")]
    closing_day: u8,
}

const fn january() -> u8 {
    1
}

const fn monday() -> WeekStart {
    WeekStart::Monday
}

const fn month_end() -> u8 {
    31
}

fn a_month<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u8, D::Error> {
    within(12, deserializer)
}

fn a_day<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u8, D::Error> {
    within(31, deserializer)
}

/// What is stored is not brought into bounds: it would silently be other periods than those that were meant.
fn within<'de, D: Deserializer<'de>>(most: u8, deserializer: D) -> Result<u8, D::Error> {
    let got = u8::deserialize(deserializer)?;
    if (1..=most).contains(&got) {
        Ok(got)
    } else {
        Err(serde::de::Error::custom(alloc::format!("`{got}` is out of bounds; 1 to {most} are allowed")))
    }
}

impl Periods {
    /// Periods of a length: weeks from Monday, years from January, months that close at their end.
    #[must_use]
    pub const fn new(unit: PeriodUnit) -> Self {
        Self { unit, fiscal_start: 1, week_start: WeekStart::Monday, closing_day: 31 }
    }

    /// Calendar months.
    #[must_use]
    pub const fn months() -> Self {
        Self::new(PeriodUnit::Month)
    }

    /// The same, with a fiscal year from this month on, 1 to 12; anything else is brought into these bounds. A fiscal year is named after
    /// the calendar year in which it begins.
    #[must_use]
    pub fn from_month(self, month: u8) -> Self {
        Self { fiscal_start: month.clamp(1, 12), ..self }
    }

    /// The same, with weeks from this day on.
    #[must_use]
    pub const fn from_day(self, week_start: WeekStart) -> Self {
        Self { week_start, ..self }
    }

    /// The same, with months that close on this day, 1 to 31; a month that is shorter closes at its end. Anything else is brought into
    /// these bounds.
    #[must_use]
    pub fn closing_on(self, day: u8) -> Self {
        Self { closing_day: day.clamp(1, 31), ..self }
    }

    /// How long they are.
    #[must_use]
    pub const fn unit(self) -> PeriodUnit {
        self.unit
    }

    /// The period of a date.
    #[must_use]
    pub fn of(self, date: Date) -> Period {
        let day = date.to_chrono();
        match self.unit {
            PeriodUnit::Day => Period::new(self.unit, self.fiscal_start, (date, date), day),
            PeriodUnit::Week => {
                let into = match self.week_start {
                    WeekStart::Monday => day.weekday().num_days_from_monday(),
                    WeekStart::Sunday => day.weekday().num_days_from_sunday(),
                    WeekStart::Saturday => day.weekday().num_days_from_sunday().saturating_add(1).rem_euclid(7),
                };
                let first = day.checked_sub_days(Days::new(u64::from(into))).unwrap_or(day);
                let last = first.checked_add_days(Days::new(6)).unwrap_or(first);
                Period::new(self.unit, self.fiscal_start, (Date::clamped(first), Date::clamped(last)), first)
            }
            PeriodUnit::Month => self.of_months(day, 1),
            PeriodUnit::Quarter => self.of_months(day, 3),
            PeriodUnit::Half => self.of_months(day, 6),
            PeriodUnit::Year => self.of_months(day, 12),
        }
    }

    /// The period of so many months that a day lies in.
    fn of_months(self, day: NaiveDate, months: u32) -> Period {
        let begins = self.month_of(day);
        let into = begins.month0().saturating_add(13).saturating_sub(u32::from(self.fiscal_start));
        let into = into.rem_euclid(12).rem_euclid(months.max(1));
        let named = begins.checked_sub_months(Months::new(into)).unwrap_or(begins);
        let last = named.checked_add_months(Months::new(months.saturating_sub(1))).unwrap_or(named);
        let first = self.closes(named.checked_sub_months(Months::new(1)).unwrap_or(named));
        let first = Date::clamped(first.checked_add_days(Days::new(1)).unwrap_or(first));
        let bounds = (first, Date::clamped(self.closes(last)));
        Period::new(self.unit, self.fiscal_start, bounds, named)
    }

    /// The first day of the month by whose name a day goes.
    fn month_of(self, day: NaiveDate) -> NaiveDate {
        let month = day.with_day(1).unwrap_or(day);
        if day <= self.closes(month) { month } else { month.checked_add_months(Months::new(1)).unwrap_or(month) }
    }

    /// The day on which a month closes that begins on a day.
    fn closes(self, month: NaiveDate) -> NaiveDate {
        let first = month.with_day(1).unwrap_or(month);
        let end = first.checked_add_months(Months::new(1)).and_then(|next| next.pred_opt()).unwrap_or(first);
        first.with_day(u32::from(self.closing_day)).map_or(end, |closes| closes.min(end))
    }
}
