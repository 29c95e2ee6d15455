//! Why a time value is not accepted.

use alloc::string::String;
use serde::Serialize;

/// Why a time value is not accepted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum TimeError {
    /// An instant outside 1900–9999.
    #[error("instant `{got}` is out of range: 1900-01-01T00:00:00Z to 9999-12-31T23:59:59Z")]
    InstantRange {
        /// What was given.
        got: String,
    },
    /// Not an RFC 3339 instant.
    #[error("`{got}` is not an instant: write it like `2026-04-01T09:00:00+09:00`")]
    InstantForm {
        /// What was given.
        got: String,
    },
    /// A span that is too long.
    #[error("span of {got} is too long: at most 200 years")]
    SpanRange {
        /// What was given.
        got: String,
    },
    /// Not a span.
    #[error(
        "`{got}` is not a span: write whole numbers with `s`, `m`, `h`, `d` or `w`, largest first, \
        like `5m`, `48h` or `1d12h`"
    )]
    SpanForm {
        /// What was given.
        got: String,
    },
    /// Not a civil date, or outside 1900–9999.
    #[error("`{got}` is not a date: write it like `2026-04-01`, from 1900 to 9999")]
    Date {
        /// What was given.
        got: String,
    },
    /// A stored moment that is neither an instant nor a day, or both.
    #[error("a moment is either an instant or a day")]
    Moment,
    /// Not a UTC offset.
    #[error("`{got}` is not a UTC offset: write it like `+09:00`, from -14:00 to +14:00")]
    Offset {
        /// What was given.
        got: String,
    },
}

/// As much of a refused text as an error repeats.
pub(super) fn shorten(text: &str) -> String {
    text.chars().take(40).collect()
}
