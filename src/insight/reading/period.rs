//! A period.

use core::fmt;

use chrono::{Datelike as _, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::insight::reading::period_unit::PeriodUnit;
use crate::values::Date;

/// A period: from its first day to its last.
///
/// Its text is `2026-04-06` for a day or for the week that begins on it, `2026-04` for a month, `2026 Q2`, `2026 H1`, `2026`; where the
/// fiscal year does not begin in January, `FY2026 Q1`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub struct Period {
    first: Date,
    last: Date,
    unit: PeriodUnit,
    /// The month by which it goes: of the first and the last period of all it may lie outside of what dates can say.
    year: i32,
    month: u8,
    fiscal_start: u8,
}

impl Period {
    /// Named after the month that a day lies in.
    pub(super) fn new(unit: PeriodUnit, fiscal_start: u8, (first, last): (Date, Date), named: NaiveDate) -> Self {
        let month = u8::try_from(named.month()).unwrap_or(1);
        Self { first, last, unit, year: named.year(), month, fiscal_start }
    }

    /// Its first day.
    #[must_use]
    pub const fn first(&self) -> Date {
        self.first
    }

    /// Its last day.
    #[must_use]
    pub const fn last(&self) -> Date {
        self.last
    }

    /// How long it is.
    #[must_use]
    pub const fn unit(&self) -> PeriodUnit {
        self.unit
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (start, month) = (self.fiscal_start, self.month);
        // A fiscal year is named after the year in which it begins.
        let year = if month < start { self.year.saturating_sub(1) } else { self.year };
        let fiscal = if start == 1 { "" } else { "FY" };
        let into = month.saturating_add(12).saturating_sub(start).rem_euclid(12);
        match self.unit {
            PeriodUnit::Day | PeriodUnit::Week => fmt::Display::fmt(&self.first, f),
            PeriodUnit::Month => f.pad(&alloc::format!("{:04}-{month:02}", self.year)),
            PeriodUnit::Quarter => {
                let quarter = into.div_euclid(3).saturating_add(1);
                f.pad(&alloc::format!("{fiscal}{year:04} Q{quarter}"))
            }
            PeriodUnit::Half => {
                let half = into.div_euclid(6).saturating_add(1);
                f.pad(&alloc::format!("{fiscal}{year:04} H{half}"))
            }
            PeriodUnit::Year => f.pad(&alloc::format!("{fiscal}{year:04}")),
        }
    }
}

/// In which row of a table something stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PeriodKey {
    /// No periods were asked for.
    All,
    /// In a period.
    In(Period),
    /// Nobody knows when it was.
    Undated,
}

impl fmt::Display for PeriodKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::All => f.pad("all"),
            Self::In(period) => fmt::Display::fmt(period, f),
            Self::Undated => f.pad("undated"),
        }
    }
}
