//! When the civil date changes.

use crate::calendar::day::{DAY, day_number};
use crate::calendar::zone::{WIDEST, Zone};
use crate::values::{Date, Instant};

impl Zone {
    /// The next instant after `after` at which the clocks come to a date or a later one, or are put back before it. A zone that
    /// puts its clocks back over midnight comes to a date twice. None: neither happens any more.
    ///
    /// ```
    /// use lead_lifecycle::calendar::Zone;
    /// use lead_lifecycle::{Date, Instant};
    /// let (july, noon): (Date, Instant) = ("2026-07-01".parse()?, "2026-06-30T12:00:00+09:00".parse()?);
    /// assert_eq!(Zone::JST.turns_to(july, noon), Some("2026-07-01T00:00:00+09:00".parse()?));
    /// assert_eq!(Zone::JST.turns_to(july, july.start(&Zone::JST)), None);
    /// # Ok::<(), lead_lifecycle::values::TimeError>(())
    /// ```
    #[must_use]
    pub fn turns_to(&self, date: Date, after: Instant) -> Option<Instant> {
        let midnight = day_number(date).saturating_mul(DAY);
        let has_come = |second: i64| second.saturating_add(self.stretch(second).offset) >= midnight;
        let come = has_come(after.seconds());
        // Before the first of these no clock shows the date, and from the last on every clock has passed its beginning.
        let mut from = after.seconds();
        if !come {
            from = from.max(midnight.saturating_sub(WIDEST).saturating_sub(1));
        }
        let end = midnight.saturating_add(WIDEST);
        while from < end {
            let stretch = self.stretch(from);
            let second = midnight.saturating_sub(stretch.offset);
            if !come && second < stretch.until {
                return Instant::from_seconds(second).ok();
            }
            if stretch.until >= end {
                return None;
            }
            if has_come(stretch.until) != come {
                return Instant::from_seconds(stretch.until).ok();
            }
            from = stretch.until;
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use alloc::vec;
    use alloc::vec::Vec;

    use crate::calendar::{Zone, ZoneTable, ZoneTransition};
    use crate::values::{Date, Instant, UtcOffset, ZoneName};

    fn at(text: &str) -> Instant {
        text.parse().unwrap_or_else(|error| panic!("{text}: {error}"))
    }

    /// At one minute past midnight, clocks go back to 23:01, as they did in Newfoundland until 2011.
    fn over_midnight() -> Zone {
        let offset = |text: &str| text.parse::<UtcOffset>().unwrap_or_else(|error| panic!("{error}"));
        let back = ZoneTransition(at("2026-11-01T02:31:00Z"), offset("-03:30"));
        let table = ZoneTable::new(offset("-02:30"), vec![back], None).unwrap_or_else(|error| panic!("{error}"));
        let name = "America/St_Johns".parse::<ZoneName>().unwrap_or_else(|error| panic!("{error}"));
        Zone::named(name, table)
    }

    fn turns(zone: &Zone, date: &str, from: &str) -> Vec<Instant> {
        let date: Date = date.parse().unwrap_or_else(|error| panic!("{error}"));
        let mut after = at(from);
        core::iter::from_fn(|| {
            after = zone.turns_to(date, after)?;
            Some(after)
        })
        .collect()
    }

    #[test]
    fn a_date_comes_once_where_clocks_stay() {
        assert_eq!(turns(&Zone::JST, "2026-07-01", "2026-01-01T00:00:00Z"), [at("2026-06-30T15:00:00Z")]);
        assert_eq!(turns(&Zone::JST, "2026-07-01", "2026-06-30T14:59:59Z"), [at("2026-06-30T15:00:00Z")]);
        assert_eq!(turns(&Zone::JST, "2026-07-01", "2026-06-30T15:00:00Z"), []);
    }

    #[test]
    fn a_date_comes_twice_where_clocks_go_back_over_midnight() {
        let zone = over_midnight();
        let three = [at("2026-11-01T02:30:00Z"), at("2026-11-01T02:31:00Z"), at("2026-11-01T03:30:00Z")];
        assert_eq!(turns(&zone, "2026-11-01", "2026-06-01T00:00:00Z"), three);
        assert_eq!(turns(&zone, "2026-11-01", "2026-11-01T02:30:30Z"), three[1..]);
        // Second by second the same.
        let date: Date = "2026-11-01".parse().unwrap_or_else(|error| panic!("{error}"));
        let start = at("2026-11-01T02:00:00Z").seconds();
        let has_come = |second: i64| Instant::saturating(second).date(&zone) >= date;
        let changes = (start..start.saturating_add(7_200)).filter(|second| has_come(*second) != has_come(second - 1));
        assert_eq!(changes.map(Instant::saturating).collect::<Vec<_>>(), three);
    }

    #[test]
    fn what_lies_beyond_time_never_comes() {
        let late = "9999-12-31".parse().unwrap_or_else(|error| panic!("{error}"));
        let zone = Zone::from("-14:00".parse::<UtcOffset>().unwrap_or_else(|error| panic!("{error}")));
        assert_eq!(zone.turns_to(late, Instant::MAX), None);
        assert_eq!(Zone::UTC.turns_to(late, Instant::MIN), Some(at("9999-12-31T00:00:00Z")));
    }
}
