//! Why a part of a calendar is not accepted.

use alloc::string::String;
use serde::Serialize;

/// Why a part of a calendar is not accepted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum CalendarError {
    /// Not an opening interval.
    #[error(
        "`{got}` is not an opening interval: write it like `09:00-12:00`, `22:00-06:00` past midnight, or `00:00-24:00` for the whole day"
    )]
    Shift {
        /// What was given.
        got: String,
    },
    /// Not days of the week.
    #[error("`{got}` is not a set of weekdays: write it like `mon`, `mon-fri` or `mon,wed`")]
    Weekdays {
        /// What was given.
        got: String,
    },
}

pub(super) fn shorten(text: &str) -> String {
    text.chars().take(40).collect()
}
