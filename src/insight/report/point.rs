//! When something happened, in few bytes.

use chrono::{Datelike as _, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::calendar::Zone;
use crate::insight::line::When;
use crate::values::{Date, Instant};

/// When something happened, in few bytes: many are read in a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(in crate::insight) struct Point {
    /// Seconds; `UNKNOWN`: nobody knows.
    at: i64,
    /// The day, counted from the beginning of our era; 0: the instant is known.
    day: i32,
}

const UNKNOWN: i64 = i64::MIN;

impl Point {
    pub(in crate::insight) const NONE: Self = Self { at: UNKNOWN, day: 0 };

    pub(in crate::insight) fn of(when: Option<When>) -> Self {
        let day = |when: When| when.day.map_or(0, |day| day.to_chrono().num_days_from_ce());
        when.map_or(Self::NONE, |when| Self { at: when.at.seconds(), day: day(when) })
    }

    pub(in crate::insight) const fn at(at: Instant) -> Self {
        Self { at: at.seconds(), day: 0 }
    }

    /// A day.
    pub(in crate::insight) fn on(day: Date, zone: &Zone) -> Self {
        Self { at: day.start(zone).seconds(), day: day.to_chrono().num_days_from_ce() }
    }

    /// So many seconds later, as an instant; the same, if it is none.
    pub(in crate::insight) const fn later(self, seconds: i64) -> Self {
        if seconds == 0 || !self.is_known() {
            return self;
        }
        Self { at: self.at.saturating_add(seconds), day: 0 }
    }

    pub(in crate::insight) const fn is_known(self) -> bool {
        self.at != UNKNOWN
    }

    /// Seconds since 1970; what is not known was before everything.
    pub(in crate::insight) const fn seconds(self) -> i64 {
        self.at
    }

    /// The day, counted from the beginning of our era, when no more is known.
    pub(in crate::insight) const fn day(self) -> Option<i32> {
        if self.day == 0 { None } else { Some(self.day) }
    }

    /// Whether it is known and not after an instant.
    pub(in crate::insight) const fn is_by(self, at: Instant) -> bool {
        self.is_known() && self.at <= at.seconds()
    }

    /// The instant; the first of all, where it is not known.
    pub(in crate::insight) fn instant(self) -> Instant {
        Instant::from_seconds(self.at).unwrap_or(if self.at < 0 { Instant::MIN } else { Instant::MAX })
    }

    /// The civil date: its own, or that which the clocks of a zone show.
    pub(in crate::insight) fn date(self, zone: &Zone) -> Option<Date> {
        let own = self.day().and_then(NaiveDate::from_num_days_from_ce_opt).map(Date::clamped);
        own.or_else(|| self.is_known().then(|| self.instant().date(zone)))
    }

    /// Seconds to a later point, if both are known: see [`When::seconds_to`].
    pub(in crate::insight) fn seconds_to(self, later: Self) -> Option<i64> {
        if !self.is_known() || !later.is_known() {
            return None;
        }
        if self.day != 0 && later.day != 0 {
            let days = i64::from(later.day).saturating_sub(i64::from(self.day));
            return Some(days.saturating_mul(86_400));
        }
        Some(later.at.saturating_sub(self.at))
    }
}
