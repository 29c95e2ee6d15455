//! How long a period is.

use crate::values::vocabulary;

vocabulary! {
    /// How long a period is.
    PeriodUnit {
        /// A civil day.
        Day = "day",
        /// Seven days.
        Week = "week",
        /// A month.
        Month = "month",
        /// Three months of a fiscal year.
        Quarter = "quarter",
        /// Six months of a fiscal year.
        Half = "half",
        /// Twelve months: a fiscal year.
        Year = "year",
    }
}
