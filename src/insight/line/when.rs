//! When something happened, as exactly as it is known, and how long it took from one to another.

use serde::{Deserialize, Serialize};

use crate::calendar::Zone;
use crate::values::{Date, Instant};

/// When something happened: an instant, and the civil day where no more than the day is known.
///
/// A day belongs to itself in whatever zone; the instant then only stands for it in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub struct When {
    /// The instant, or what stands for the day in order.
    pub at: Instant,
    /// The day, when no more is known.
    pub day: Option<Date>,
}

impl When {
    /// An instant that is known.
    #[must_use]
    pub const fn at(at: Instant) -> Self {
        Self { at, day: None }
    }

    /// The civil date: its own, or that which the clocks of a zone show.
    #[must_use]
    pub fn date(self, zone: &Zone) -> Date {
        self.day.unwrap_or_else(|| self.at.date(zone))
    }

    /// Seconds from here to another; negative where the other came before.
    ///
    /// Between two days it is whole days of 86,400 seconds. Where only one of them is a day, the instant that stands for it counts.
    ///
    /// ```
    /// use lead_lifecycle::insight::When;
    /// let day = |at: &str, day: &str| When { at: at.parse().unwrap(), day: Some(day.parse().unwrap()) };
    /// let opened = day("2026-04-01T23:00:00Z", "2026-04-01");
    /// let closed = day("2026-04-03T01:00:00Z", "2026-04-03");
    /// assert_eq!(opened.seconds_to(closed), 2 * 86_400);
    /// assert_eq!(When::at(opened.at).seconds_to(closed), 26 * 3_600);
    /// ```
    #[must_use]
    pub fn seconds_to(self, later: Self) -> i64 {
        match (self.day, later.day) {
            (Some(from), Some(until)) => {
                let days = until.to_chrono().signed_duration_since(from.to_chrono()).num_days();
                days.saturating_mul(86_400)
            }
            _ => later.at.seconds().saturating_sub(self.at.seconds()),
        }
    }

    /// Civil days from here to another, as the clocks of a zone show them.
    #[must_use]
    pub fn days_to(self, later: Self, zone: &Zone) -> i64 {
        let (from, until) = (self.date(zone), later.date(zone));
        until.to_chrono().signed_duration_since(from.to_chrono()).num_days()
    }
}
