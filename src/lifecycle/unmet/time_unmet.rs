//! Which instant stands in the way.

use serde::{Deserialize, Serialize};

use crate::lead::FactKind;
use crate::values::{Date, Instant, Moment, Span};

/// Which instant stands in the way.
///
/// A day is told as the day that was given. It is stored like an instant, under the same word: `"effective": "2026-04-01"`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Stored", into = "Stored")]
#[non_exhaustive]
pub enum TimeUnmet {
    /// Now lies before the newest fact, by more than the tolerance.
    ClockBehind {
        /// When the newest fact was recorded.
        newest: Instant,
        /// The instant given as now.
        given: Instant,
        /// The tolerance of the policy.
        tolerance: Span,
    },
    /// It is said to have happened in the future, by more than the tolerance.
    Future {
        /// The instant given.
        effective: Instant,
        /// The latest that is allowed.
        latest: Instant,
    },
    /// The same of a day of which no more is known.
    FutureDay {
        /// The day given.
        day: Date,
        /// The latest that is allowed.
        latest: Instant,
    },
    /// It is said to have happened before what it follows: the newest turn of the cycle, mostly.
    BeforeFact {
        /// What it follows.
        fact: FactKind,
        /// When that was, or when its grounds were.
        at: Instant,
        /// The instant given.
        effective: Instant,
    },
    /// The same of a day of which no more is known.
    BeforeFactDay {
        /// What it follows.
        fact: FactKind,
        /// When that was, or when its grounds were.
        at: Instant,
        /// The day given.
        day: Date,
    },
    /// It is said to have happened longer ago than the policy lets anybody tell.
    TooFarBack {
        /// The instant given.
        effective: Instant,
        /// The earliest that is allowed.
        earliest: Instant,
    },
    /// The same of a day of which no more is known.
    TooFarBackDay {
        /// The day given.
        day: Date,
        /// The earliest that is allowed.
        earliest: Instant,
    },
    /// It takes effect when it is recorded, and is told of another time.
    NotNow {
        /// The instant or day given.
        given: Moment,
        /// When it would be recorded.
        recorded: Instant,
    },
}

impl TimeUnmet {
    pub(in crate::lifecycle) const fn future(effective: Moment, latest: Instant) -> Self {
        match effective {
            Moment::At(effective) => Self::Future { effective, latest },
            Moment::Day(day) => Self::FutureDay { day, latest },
        }
    }

    pub(in crate::lifecycle) const fn before_fact(fact: FactKind, at: Instant, effective: Moment) -> Self {
        match effective {
            Moment::At(effective) => Self::BeforeFact { fact, at, effective },
            Moment::Day(day) => Self::BeforeFactDay { fact, at, day },
        }
    }

    pub(in crate::lifecycle) const fn too_far_back(effective: Moment, earliest: Instant) -> Self {
        match effective {
            Moment::At(effective) => Self::TooFarBack { effective, earliest },
            Moment::Day(day) => Self::TooFarBackDay { day, earliest },
        }
    }

    /// The stable word of the condition, by which refusals are counted.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::ClockBehind { .. } => "clock_behind",
            Self::Future { .. } | Self::FutureDay { .. } => "future",
            Self::BeforeFact { .. } | Self::BeforeFactDay { .. } => "before_fact",
            Self::TooFarBack { .. } | Self::TooFarBackDay { .. } => "too_far_back",
            Self::NotNow { .. } => "not_now",
        }
    }
}

/// The stored form: an instant and a day are one key.
#[derive(Serialize, Deserialize)]
#[serde(rename = "TimeUnmet", rename_all = "snake_case")]
enum Stored {
    ClockBehind { newest: Instant, given: Instant, tolerance: Span },
    Future { effective: Moment, latest: Instant },
    BeforeFact { fact: FactKind, at: Instant, effective: Moment },
    TooFarBack { effective: Moment, earliest: Instant },
    NotNow { given: Moment, recorded: Instant },
}

impl From<TimeUnmet> for Stored {
    fn from(unmet: TimeUnmet) -> Self {
        match unmet {
            TimeUnmet::ClockBehind { newest, given, tolerance } => Self::ClockBehind { newest, given, tolerance },
            TimeUnmet::Future { effective, latest } => Self::Future { effective: effective.into(), latest },
            TimeUnmet::FutureDay { day, latest } => Self::Future { effective: day.into(), latest },
            TimeUnmet::BeforeFact { fact, at, effective } => Self::BeforeFact { fact, at, effective: effective.into() },
            TimeUnmet::BeforeFactDay { fact, at, day } => Self::BeforeFact { fact, at, effective: day.into() },
            TimeUnmet::TooFarBack { effective, earliest } => Self::TooFarBack { effective: effective.into(), earliest },
            TimeUnmet::TooFarBackDay { day, earliest } => Self::TooFarBack { effective: day.into(), earliest },
            TimeUnmet::NotNow { given, recorded } => Self::NotNow { given, recorded },
        }
    }
}

impl From<Stored> for TimeUnmet {
    fn from(stored: Stored) -> Self {
        match stored {
            Stored::ClockBehind { newest, given, tolerance } => Self::ClockBehind { newest, given, tolerance },
            Stored::Future { effective, latest } => Self::future(effective, latest),
            Stored::BeforeFact { fact, at, effective } => Self::before_fact(fact, at, effective),
            Stored::TooFarBack { effective, earliest } => Self::too_far_back(effective, earliest),
            Stored::NotNow { given, recorded } => Self::NotNow { given, recorded },
        }
    }
}
