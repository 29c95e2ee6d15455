//! Where clocks are read.

use alloc::sync::Arc;
use alloc::vec::Vec;
use core::fmt;
use serde::{Serialize, Serializer};

use crate::calendar::day::DAY;
use crate::calendar::zone_table::ZoneTable;
use crate::values::{Instant, UtcOffset, ZoneName};

/// Where clocks are read: a fixed offset, or a named zone with its transitions. Every civil reading goes through one:
/// which date an instant has, when a date begins, whether an office is open.
///
/// Cloning is cheap. A named zone is plain data ([`ZoneTable`]): nothing is looked up on the machine.
///
/// ```
/// use lead_lifecycle::calendar::Zone;
/// use lead_lifecycle::values::UtcOffset;
/// use lead_lifecycle::{Date, Instant};
/// let tokyo = Zone::from(UtcOffset::JST);
/// let at: Instant = "2026-06-30T15:30:00Z".parse()?;
/// assert_eq!(at.date(&tokyo).to_string(), "2026-07-01");
///
/// let rule = Some("EST5EDT,M3.2.0,M11.1.0".parse()?);
/// let table = lead_lifecycle::calendar::ZoneTable::new("-05:00".parse()?, vec![], rule)?;
/// let new_york = Zone::named("America/New_York".parse()?, table);
/// let at: Instant = "2026-07-01T04:30:00Z".parse()?;
/// assert_eq!(at.date(&new_york).to_string(), "2026-07-01");
/// assert_eq!("2026-07-01".parse::<Date>()?.start(&new_york).to_string(), "2026-07-01T04:00:00Z");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
#[doc(alias = "タイムゾーン")]
pub struct Zone(Clocks);

#[derive(Clone, PartialEq, Eq)]
enum Clocks {
    Fixed(UtcOffset),
    Named(Arc<Named>),
}

#[derive(PartialEq, Eq)]
struct Named {
    name: ZoneName,
    table: ZoneTable,
}

/// A stretch of time in which clocks do not change: from its first second, to the one at which it is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stretch {
    pub(super) until: i64,
    pub(super) offset: i64,
}

/// No offset is larger.
pub(super) const WIDEST: i64 = 14 * 3_600;

impl Zone {
    /// UTC.
    pub const UTC: Self = Self(Clocks::Fixed(UtcOffset::UTC));
    /// Japan: `+09:00`, without summer time since 1952.
    #[doc(alias = "日本標準時")]
    pub const JST: Self = Self(Clocks::Fixed(UtcOffset::JST));

    /// A named zone.
    #[must_use]
    pub fn named(name: ZoneName, table: ZoneTable) -> Self {
        Self(Clocks::Named(Arc::new(Named { name, table })))
    }

    /// Its transitions; none for a fixed offset.
    #[must_use]
    pub fn table(&self) -> Option<&ZoneTable> {
        match &self.0 {
            Clocks::Fixed(_) => None,
            Clocks::Named(named) => Some(&named.table),
        }
    }

    /// Its name; none for a fixed offset.
    #[must_use]
    pub fn name(&self) -> Option<&ZoneName> {
        match &self.0 {
            Clocks::Fixed(_) => None,
            Clocks::Named(named) => Some(&named.name),
        }
    }

    /// How far its clocks stand from UTC at an instant.
    #[must_use]
    #[inline]
    pub fn offset_at(&self, at: Instant) -> UtcOffset {
        match &self.0 {
            Clocks::Fixed(offset) => *offset,
            Clocks::Named(named) => named.table.offset_at(at),
        }
    }

    /// What its clocks show: seconds since 1970-01-01T00:00 there, as if all days had 24 hours.
    #[inline]
    pub(super) fn reading(&self, at: Instant) -> i64 {
        at.seconds().saturating_add(i64::from(self.offset_at(at).seconds()))
    }

    /// The stretch that a second lies in.
    pub(super) fn stretch(&self, second: i64) -> Stretch {
        let second = Instant::saturating(second).seconds();
        let (offset, until) = match &self.0 {
            Clocks::Fixed(offset) => (*offset, None),
            Clocks::Named(named) => named.table.stretch(second),
        };
        let until = until.filter(|until| *until <= Instant::MAX.seconds()).unwrap_or(i64::MAX);
        Stretch { until, offset: i64::from(offset.seconds()) }
    }

    /// The days that its clocks never show, in their order.
    pub(super) fn left_out(&self) -> Vec<i64> {
        match &self.0 {
            Clocks::Fixed(_) => Vec::new(),
            // A step back, before or after, may show it all the same.
            Clocks::Named(named) => named.table.gone_over().into_iter().filter(|day| !self.shows(*day)).collect(),
        }
    }

    /// Whether clocks show some second of a day.
    fn shows(&self, day: i64) -> bool {
        let (begins, ends) = (day.saturating_mul(DAY), day.saturating_add(1).saturating_mul(DAY));
        let mut from = begins.saturating_sub(WIDEST);
        while from < ends.saturating_add(WIDEST) {
            let stretch = self.stretch(from);
            if from.saturating_add(stretch.offset) < ends && stretch.until.saturating_add(stretch.offset) > begins {
                return true;
            }
            from = stretch.until;
        }
        false
    }

    /// From which second on clocks do the same every four centuries.
    pub(super) fn regular_from(&self) -> i64 {
        match &self.0 {
            Clocks::Fixed(_) => Instant::MIN.seconds(),
            Clocks::Named(named) => named.table.ends(),
        }
    }

    /// The first second at which the clocks show a reading or a later one.
    pub(super) fn first_at(&self, reading: i64) -> i64 {
        if let Clocks::Fixed(offset) = &self.0 {
            return reading.saturating_sub(i64::from(offset.seconds()));
        }
        // Before this no clock can show it; each round goes on to the next change of clocks, of which there are
        // finitely many in two days.
        let mut from = reading.saturating_sub(WIDEST);
        loop {
            let stretch = self.stretch(from);
            let second = reading.saturating_sub(stretch.offset).max(from);
            if second < stretch.until {
                return second;
            }
            from = stretch.until;
        }
    }

    /// A second from `from` on and before `until` at which the clocks show exactly a reading: the first that is found.
    pub(super) fn exactly_at(&self, reading: i64, from: i64, until: i64) -> Option<i64> {
        if let Clocks::Fixed(offset) = &self.0 {
            return Some(reading.saturating_sub(i64::from(offset.seconds())));
        }
        let mut from = from.max(reading.saturating_sub(WIDEST));
        let until = until.min(reading.saturating_add(WIDEST).saturating_add(1));
        while from < until {
            let stretch = self.stretch(from);
            let second = reading.saturating_sub(stretch.offset);
            if from <= second && second < stretch.until.min(until) {
                return Some(second);
            }
            from = stretch.until;
        }
        None
    }
}

impl From<UtcOffset> for Zone {
    fn from(offset: UtcOffset) -> Self {
        Self(Clocks::Fixed(offset))
    }
}

impl Default for Zone {
    fn default() -> Self {
        Self::UTC
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Clocks::Fixed(offset) => fmt::Display::fmt(offset, f),
            Clocks::Named(named) => fmt::Display::fmt(&named.name, f),
        }
    }
}

/// As it is named: what a screen or a report says of whose clocks it shows. Its transitions are in the policy.
impl Serialize for Zone {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl fmt::Debug for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
