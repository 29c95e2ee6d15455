//! Civil readings of dates, instants and moments: all of them through a zone.

use chrono::NaiveDateTime;

use crate::calendar::day::{DAY, date_of_day, day_number};
use crate::calendar::zone::Zone;
use crate::values::{Date, Instant, Moment, Span};

impl Date {
    /// The first instant of the date. A day without midnight begins at its first instant; of two midnights it is the
    /// earlier. A date that a zone left out begins where the next one does.
    #[must_use]
    pub fn start(self, zone: &Zone) -> Instant {
        Instant::saturating(zone.first_at(day_number(self).saturating_mul(DAY)))
    }

    /// The last second of the date; that of 9999-12-31 is where time ends. A date that a zone left out has none, and ends
    /// where it begins.
    #[must_use]
    pub fn end(self, zone: &Zone) -> Instant {
        let next = day_number(self).saturating_add(1).saturating_mul(DAY);
        Instant::saturating(zone.first_at(next).saturating_sub(1)).max(self.start(zone))
    }
}

impl Instant {
    /// The civil date, as the clocks of a zone show it.
    #[must_use]
    pub fn date(self, zone: &Zone) -> Date {
        date_of_day(zone.reading(self).div_euclid(DAY))
    }
}

impl Moment {
    /// The first and the last instant that it can mean; a day is read in `zone`.
    #[must_use]
    pub fn bounds(self, zone: &Zone) -> (Instant, Instant) {
        match self {
            Self::At(at) => (at, at),
            Self::Day(day) => (day.start(zone), day.end(zone)),
        }
    }

    /// The instant at which it begins: that of a day is its first one in `zone`.
    #[must_use]
    pub fn start(self, zone: &Zone) -> Instant {
        self.bounds(zone).0
    }

    /// The instant that stands for it in order: as near to `to` as its bounds allow.
    #[must_use]
    pub fn nearest(self, to: Instant, zone: &Zone) -> Instant {
        let (first, last) = self.bounds(zone);
        to.clamp(first, last)
    }
}

/// Monday 1970-01-05 begins.
const MONDAY: i64 = 4 * DAY;

impl Zone {
    /// When the period begins that an instant lies in. Periods follow each other from Monday 1970-01-05, 00:00 there. Those
    /// of whole days are civil days, however long each is; all others are counted in elapsed seconds from there. A period
    /// of no seconds is one of one.
    ///
    /// ```
    /// use lead_lifecycle::calendar::Zone;
    /// let week = 7 * 86_400;
    /// let friday = "2026-06-12T10:00:00+09:00".parse()?;
    /// assert_eq!(Zone::JST.period_start(week, friday).to_string(), "2026-06-07T15:00:00Z", "Monday, 00:00 in Japan");
    /// # Ok::<(), lead_lifecycle::values::TimeError>(())
    /// ```
    #[must_use]
    pub fn period_start(&self, seconds: u64, at: Instant) -> Instant {
        let length = i64::try_from(seconds).unwrap_or(i64::MAX).max(1);
        let begun =
            |count: i64| count.saturating_sub(count.saturating_sub(MONDAY).checked_rem_euclid(length).unwrap_or(0));
        if length.checked_rem(DAY) == Some(0) {
            return Instant::saturating(self.first_at(begun(self.reading(at))));
        }
        let offset = i64::from(self.offset_at(Instant::MIN).seconds());
        Instant::saturating(begun(at.seconds().saturating_add(offset)).saturating_sub(offset))
    }

    /// A span later. Whole days are civil days: the same time on the clocks, so many days later, as
    /// [`instant_of`](Self::instant_of) reads it. Anything else is elapsed time. `None` past the end of 9999.
    ///
    /// ```
    /// use lead_lifecycle::calendar::{Zone, ZoneTable};
    /// use lead_lifecycle::Span;
    /// let table = ZoneTable::new("-05:00".parse()?, vec![], Some("EST5EDT,M3.2.0,M11.1.0".parse()?))?;
    /// let new_york = Zone::named("America/New_York".parse()?, table);
    /// // Clocks go forward on 8 March 2026.
    /// let at = "2026-03-07T10:00:00-05:00".parse()?;
    /// assert_eq!(new_york.later(at, Span::days(2)), Some("2026-03-09T10:00:00-04:00".parse()?));
    /// assert_eq!(new_york.later(at, Span::hours(49)), Some("2026-03-09T12:00:00-04:00".parse()?));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn later(&self, at: Instant, span: Span) -> Option<Instant> {
        if span.signed().checked_rem(DAY) != Some(0) || span == Span::ZERO {
            return at.checked_add(span);
        }
        let second = self.first_at(self.reading(at).checked_add(span.signed())?);
        Instant::from_seconds(second).ok()
    }

    /// The instant at which clocks show a civil date and time: of two the earlier; of none, where clocks were put forward
    /// over it, the instant of the change. Brought into 1900–9999, fractions of a second floored.
    ///
    /// ```
    /// use chrono::NaiveDate;
    /// use lead_lifecycle::calendar::{Zone, ZoneTable};
    /// let table = ZoneTable::new("-05:00".parse()?, vec![], Some("EST5EDT,M3.2.0,M11.1.0".parse()?))?;
    /// let new_york = Zone::named("America/New_York".parse()?, table);
    /// let at = |day, hour| NaiveDate::from_ymd_opt(2026, 3, day).and_then(|date| date.and_hms_opt(hour, 30, 0));
    /// assert_eq!(new_york.instant_of(at(7, 2).unwrap()).to_string(), "2026-03-07T07:30:00Z");
    /// // On the 8th there is no half past two.
    /// assert_eq!(new_york.instant_of(at(8, 2).unwrap()).to_string(), "2026-03-08T07:00:00Z");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn instant_of(&self, local: NaiveDateTime) -> Instant {
        Instant::saturating(self.first_at(local.and_utc().timestamp()))
    }
}
