//! Working time between instants.

use alloc::sync::Arc;
use alloc::vec::Vec;

use crate::calendar::civil::{DAY, date_of_day, day_number};
use crate::calendar::holidays::Holidays;
use crate::calendar::hours::Hours;
use crate::calendar::roll::Roll;
use crate::calendar::zone::Zone;
use crate::values::{Date, Instant, Span};

/// When an office is open: hours by weekday, holidays and days with hours of their own, on the clocks of a zone.
///
/// An instant is open when the local clock shows a time within an opening interval: of an hour that clocks show twice
/// both passes count, one that they leave out counts not at all. Working time is real elapsed seconds within opening
/// hours. Every question takes the same time, however far it reaches.
///
/// ```
/// use lead_lifecycle::{Instant, Policy, Span};
/// // Ours: Monday to Friday, 9:00 to 12:00 and 13:00 to 18:00, Japan.
/// let policy = Policy::standard();
/// let office = policy.calendars().standard();
/// let friday: Instant = "2026-06-12T17:30:00+09:00".parse()?;
/// let due = office.add(friday, Span::hours(4)).expect("the office opens again");
/// assert_eq!(due.at, "2026-06-15T13:30:00+09:00".parse()?);
/// assert_eq!(office.between(friday, due.at), 4 * 3_600);
/// # Ok::<(), lead_lifecycle::values::TimeError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[doc(alias = "営業時間")]
#[doc(alias = "営業日")]
pub struct Calendar(Arc<Parts>);

#[derive(Debug, PartialEq, Eq)]
struct Parts {
    zone: Zone,
    hours: Hours,
    holidays: Holidays,
    /// Changes of clocks within opening hours. INVARIANT: rising in `at` and in `worked`.
    jumps: Vec<Jump>,
}

/// A change of clocks within opening hours: from there on, readings stand for this much more work than without all such
/// changes so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Jump {
    at: i64,
    worked: i64,
    more: i64,
}

/// When working time is over: [`Calendar::add`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Due {
    /// The instant.
    pub at: Instant,
    /// The last date of which the holidays are known, where the instant lies after it: holidays that nobody has told yet
    /// may make it later.
    pub holidays_known_until: Option<Date>,
}

impl Calendar {
    pub(super) fn of(zone: Zone, hours: Hours, holidays: Holidays) -> Self {
        let jumps = jumps(&zone, &hours);
        Self(Arc::new(Parts { zone, hours, holidays, jumps }))
    }

    /// The zone on whose clocks it is read.
    #[must_use]
    pub fn zone(&self) -> &Zone {
        &self.0.zone
    }

    /// The last date of which all holidays are known; none: they are known for ever, or there are no lists.
    #[must_use]
    pub fn known_until(&self) -> Option<Date> {
        self.0.holidays.known_until()
    }

    pub(super) fn hours(&self) -> &Hours {
        &self.0.hours
    }

    pub(super) fn holidays(&self) -> &Holidays {
        &self.0.holidays
    }

    /// Whether it is open at an instant.
    #[must_use]
    pub fn is_open(&self, at: Instant) -> bool {
        self.0.hours.state(self.0.zone.reading(at)).0
    }

    /// The first open instant from an instant on, itself included. `None` when it never opens again.
    #[must_use]
    pub fn next_opening(&self, at: Instant) -> Option<Instant> {
        if self.is_open(at) {
            return Some(at);
        }
        let second = self.when_worked(self.worked(at.seconds()).saturating_add(1))?.saturating_sub(1);
        Instant::from_seconds(second).ok()
    }

    /// The first closed instant from an instant on, itself included. `None` when it never closes again.
    #[must_use]
    pub fn next_closing(&self, at: Instant) -> Option<Instant> {
        let mut second = at.seconds();
        loop {
            let stretch = self.0.zone.stretch(second);
            let (open, until) = self.0.hours.state_until(second.saturating_add(stretch.offset));
            if !open {
                return Instant::from_seconds(second).ok();
            }
            let closes = until.map_or(i64::MAX, |reading| reading.saturating_sub(stretch.offset));
            if closes < stretch.until {
                return Instant::from_seconds(closes).ok();
            }
            if stretch.until > Instant::MAX.seconds() {
                return None;
            }
            second = stretch.until;
        }
    }

    /// When this much working time is over, counted from an instant: the earliest such instant, which may be closing time
    /// itself. Nothing at all is over at once, open or not. `None` when it never is.
    #[must_use]
    pub fn add(&self, from: Instant, work: Span) -> Option<Due> {
        let at = if work == Span::ZERO {
            from
        } else {
            let second = self.when_worked(self.worked(from.seconds()).saturating_add(work.signed()))?;
            Instant::from_seconds(second).ok()?
        };
        Some(self.due(at))
    }

    /// From when on this much working time is over at an instant: the earliest such instant, which may be the closing time
    /// before; the latest is its [`next_opening`](Self::next_opening). `None` where time begins later.
    #[must_use]
    pub fn subtract(&self, until: Instant, work: Span) -> Option<Instant> {
        if work == Span::ZERO {
            return Some(until);
        }
        let second = self.when_worked(self.worked(until.seconds()).saturating_sub(work.signed()))?;
        Instant::from_seconds(second).ok()
    }

    /// The working time from one instant to another, in seconds; negative when the second is the earlier.
    #[must_use]
    pub fn between(&self, from: Instant, until: Instant) -> i64 {
        self.worked(until.seconds()).saturating_sub(self.worked(from.seconds()))
    }

    /// Says of an instant whether holidays are known up to it.
    pub(super) fn due(&self, at: Instant) -> Due {
        let beyond = |known: &Date| at.date(&self.0.zone) > *known;
        Due { at, holidays_known_until: self.known_until().filter(beyond) }
    }

    /// Working seconds before a second; only differences mean something.
    fn worked(&self, second: i64) -> i64 {
        let at = Instant::saturating(second);
        let past = self.0.jumps.partition_point(|jump| jump.at <= second);
        let more = past.checked_sub(1).and_then(|place| self.0.jumps.get(place)).map_or(0, |jump| jump.more);
        self.0.hours.before(self.0.zone.reading(at)).saturating_add(more)
    }

    /// The first second before which this much was worked; the last of it ends there.
    fn when_worked(&self, worked: i64) -> Option<i64> {
        let past = self.0.jumps.partition_point(|jump| jump.worked < worked);
        let last = past.checked_sub(1).and_then(|place| self.0.jumps.get(place));
        let (from, more) = last.map_or((i64::MIN, 0), |jump| (jump.at, jump.more));
        let until = self.0.jumps.get(past).map_or(i64::MAX, |jump| jump.at);
        let end = self.0.hours.end_of(worked.saturating_sub(more))?;
        // Between two changes within opening hours every open reading is shown once.
        let last = self.0.zone.exactly_at(end.saturating_sub(1), from, until)?;
        Some(last.saturating_add(1))
    }
}

/// The changes of clocks that fall into opening hours, from the first to the end of time.
fn jumps(zone: &Zone, hours: &Hours) -> Vec<Jump> {
    let mut jumps = Vec::new();
    let mut more = 0_i64;
    let mut before = zone.stretch(Instant::MIN.seconds());
    while before.until <= Instant::MAX.seconds() {
        let at = before.until;
        let next = zone.stretch(at);
        let (old, new) = (hours.before(at.saturating_add(before.offset)), hours.before(at.saturating_add(next.offset)));
        if old != new {
            let worked = old.saturating_add(more);
            more = more.saturating_add(old.saturating_sub(new));
            jumps.push(Jump { at, worked, more });
        }
        before = next;
    }
    jumps
}

/// Business days: dates on which a shift begins.
impl Calendar {
    /// Whether a shift begins on a date.
    #[must_use]
    pub fn is_business_day(&self, date: Date) -> bool {
        let day = day_number(date);
        let business = self.0.hours.business();
        business.before(day.saturating_add(1)) > business.before(day)
    }

    /// The date some business days later, or earlier if negative. A date that is none is first rolled to one, as `roll`
    /// says; with zero that is all. `None` where there is no such day, or it lies outside 1900–9999.
    ///
    /// ```
    /// use lead_lifecycle::calendar::Roll;
    /// let policy = lead_lifecycle::Policy::standard();
    /// let office = policy.calendars().standard();
    /// let saturday = "2026-06-13".parse()?;
    /// let after = |days, roll| office.add_business_days(saturday, days, roll).map(|date| date.to_string());
    /// assert_eq!(after(2, Roll::Forward).as_deref(), Some("2026-06-17"), "Monday, and two more");
    /// assert_eq!(after(2, Roll::Backward).as_deref(), Some("2026-06-16"), "Friday, and two more");
    /// # Ok::<(), lead_lifecycle::values::TimeError>(())
    /// ```
    #[must_use]
    pub fn add_business_days(&self, date: Date, days: i32, roll: Roll) -> Option<Date> {
        let (day, business) = (day_number(date), self.0.hours.business());
        // The number of the day that it is rolled to.
        let rolled = match roll {
            Roll::Forward => business.before(day).saturating_add(1),
            Roll::Backward => business.before(day.saturating_add(1)),
        };
        let (found, _) = business.day_of(rolled.saturating_add(i64::from(days)))?;
        let date = date_of_day(found);
        (day_number(date) == found).then_some(date)
    }

    /// How many business days lie from one date to another, the second not included; negative when it is the earlier:
    /// then how many lie after it, up to the first with that included.
    #[must_use]
    pub fn business_days_between(&self, from: Date, until: Date) -> i64 {
        let (from, until, business) = (day_number(from), day_number(until), self.0.hours.business());
        if from <= until {
            business.before(until).saturating_sub(business.before(from))
        } else {
            business.before(until.saturating_add(1)).saturating_sub(business.before(from.saturating_add(1)))
        }
    }

    /// When a business day ends: the last closing time of the shifts that begin on it. `None` where none does.
    #[must_use]
    pub fn end_of_business(&self, date: Date) -> Option<Due> {
        if !self.is_business_day(date) {
            return None;
        }
        let midnight = day_number(date).saturating_mul(DAY);
        let last = self.0.hours.last_closing(midnight.div_euclid(DAY))?;
        let second = self.0.zone.first_at(midnight.saturating_add(last));
        Instant::from_seconds(second).ok().map(|at| self.due(at))
    }
}
