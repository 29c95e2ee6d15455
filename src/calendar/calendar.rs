//! Working time between instants.

use alloc::sync::Arc;

use crate::calendar::day::{DAY, date_of_day, day_number};
use crate::calendar::holidays::Holidays;
use crate::calendar::hours::Hours;
use crate::calendar::roll::Roll;
use crate::calendar::work_clock::{FOUR_CENTURIES, WorkClock};
use crate::calendar::zone::Zone;
use crate::values::{Date, Instant, Span};

/// When an office is open: hours by weekday, holidays and days with hours of their own, on the clocks of a zone.
///
/// An instant is open when the local clock shows a time within an opening interval: of an hour that clocks show twice
/// both passes count, one that they leave out counts not at all. Working time is real elapsed seconds within opening
/// hours. Adding, subtracting and counting take the same time, however far they reach. [`next_closing`](Self::next_closing) goes
/// over special days and changes of clocks, of which the limits table bounds both; [`segments`](Self::segments) is as long as what it tells.
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
    clock: WorkClock,
    holidays: Holidays,
}

/// When working time is over: [`Calendar::add`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Due {
    /// The instant.
    pub at: Instant,
    /// The last date of which the holidays are known, where the work ends on a later one: holidays that nobody has told yet
    /// may make it later.
    pub holidays_known_until: Option<Date>,
}

impl Calendar {
    pub(super) fn of(zone: Zone, hours: Hours, holidays: Holidays) -> Self {
        Self(Arc::new(Parts { clock: WorkClock::of(zone, hours), holidays }))
    }

    /// The zone on whose clocks it is read.
    #[must_use]
    pub fn zone(&self) -> &Zone {
        self.clock().zone()
    }

    /// The last date of which all holidays are known; none: they are known for ever, or there are no lists.
    #[must_use]
    pub fn known_until(&self) -> Option<Date> {
        self.0.holidays.known_until()
    }

    fn clock(&self) -> &WorkClock {
        &self.0.clock
    }

    pub(super) fn hours(&self) -> &Hours {
        self.clock().hours()
    }

    pub(super) fn holidays(&self) -> &Holidays {
        &self.0.holidays
    }

    /// Whether it is open at an instant.
    #[must_use]
    pub fn is_open(&self, at: Instant) -> bool {
        self.hours().state(self.zone().reading(at)).0
    }

    /// The first open instant from an instant on, itself included. `None` when it never opens again.
    #[must_use]
    pub fn next_opening(&self, at: Instant) -> Option<Instant> {
        if self.is_open(at) {
            return Some(at);
        }
        let second = self.clock().when_worked(self.clock().worked(at.seconds()).saturating_add(1))?.saturating_sub(1);
        Instant::from_seconds(second).ok()
    }

    /// The first closed instant from an instant on, itself included. `None` when it never closes again.
    #[must_use]
    pub fn next_closing(&self, at: Instant) -> Option<Instant> {
        let mut second = at.seconds();
        // What is open all through four centuries without special days is open for ever.
        let last = self.clock().regular_from().max(second).saturating_add(FOUR_CENTURIES).min(Instant::MAX.seconds());
        loop {
            let stretch = self.zone().stretch(second);
            let enough = stretch.until.saturating_add(stretch.offset);
            let (open, until) = self.hours().state_until(second.saturating_add(stretch.offset), enough);
            if !open {
                return Instant::from_seconds(second).ok();
            }
            let closes = until.map_or(i64::MAX, |reading| reading.saturating_sub(stretch.offset));
            if closes < stretch.until {
                return Instant::from_seconds(closes).ok();
            }
            if stretch.until > last {
                return None;
            }
            second = stretch.until;
        }
    }

    /// When this much working time is over, counted from an instant: the earliest such instant, which may be closing time
    /// itself. Nothing at all is over at once, open or not. `None` when it never is.
    #[must_use]
    pub fn add(&self, from: Instant, work: Span) -> Option<Due> {
        if work == Span::ZERO {
            return Some(self.due(from, from.seconds()));
        }
        let second = self.clock().when_worked(self.clock().worked(from.seconds()).saturating_add(work.signed()))?;
        let at = Instant::from_seconds(second).ok()?;
        Some(self.due(at, second.saturating_sub(1)))
    }

    /// From when on this much working time is over at an instant: the earliest such instant, which may be the closing time
    /// before; the latest is its [`next_opening`](Self::next_opening). `None` where time begins later.
    #[must_use]
    pub fn subtract(&self, until: Instant, work: Span) -> Option<Instant> {
        if work == Span::ZERO {
            return Some(until);
        }
        let worked = self.clock().worked(until.seconds()).saturating_sub(work.signed());
        // Closed since before time begins: of the instants that there are, its beginning is the earliest.
        if worked == self.clock().worked(Instant::MIN.seconds()) {
            return Some(Instant::MIN);
        }
        Instant::from_seconds(self.clock().when_worked(worked)?).ok()
    }

    /// The working time from one instant to another, in seconds; negative when the second is the earlier.
    #[must_use]
    pub fn between(&self, from: Instant, until: Instant) -> i64 {
        self.clock().worked(until.seconds()).saturating_sub(self.clock().worked(from.seconds()))
    }

    /// Says of an instant whether holidays are known up to the last second that is counted.
    fn due(&self, at: Instant, last: i64) -> Due {
        let day = self.zone().reading(Instant::saturating(last)).div_euclid(DAY);
        Due { at, holidays_known_until: self.known_until().filter(|known| day > day_number(*known)) }
    }
}

/// Business days: dates on which a shift begins. A date that the zone's clocks left out, as Samoa's did 30 December 2011, is none.
impl Calendar {
    /// Whether a shift begins on a date.
    #[must_use]
    pub fn is_business_day(&self, date: Date) -> bool {
        let day = day_number(date);
        let business = self.hours().business();
        business.before(day.saturating_add(1)) > business.before(day)
    }

    /// The date some business days later, or earlier if negative. A date that is none is first rolled to one, as `roll`
    /// says; with zero that is all. `None` where there is no such day, or it lies outside 1900–9999.
    ///
    /// After [`known_until`](Self::known_until) holidays that nobody has told yet are counted as business days:
    /// [`end_of_business`](Self::end_of_business) of the date says so.
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
        let (day, business) = (day_number(date), self.hours().business());
        // The number of the day that it is rolled to.
        let rolled = match roll {
            Roll::Forward => business.before(day).saturating_add(1),
            Roll::Backward => business.before(day.saturating_add(1)),
        };
        let found = business.day_of(rolled.saturating_add(i64::from(days)))?.day;
        let date = date_of_day(found);
        (day_number(date) == found).then_some(date)
    }

    /// How many business days lie from one date to another, the second not included; negative when it is the earlier:
    /// then how many lie after it, up to the first with that included.
    #[must_use]
    pub fn business_days_between(&self, from: Date, until: Date) -> i64 {
        let (from, until, business) = (day_number(from), day_number(until), self.hours().business());
        if from <= until {
            business.before(until).saturating_sub(business.before(from))
        } else {
            business.before(until.saturating_add(1)).saturating_sub(business.before(from.saturating_add(1)))
        }
    }

    /// When a business day ends: the last closing time of the shifts that begin on it. `None` where none does, or it closes
    /// as time ends.
    #[must_use]
    pub fn end_of_business(&self, date: Date) -> Option<Due> {
        if !self.is_business_day(date) {
            return None;
        }
        let midnight = day_number(date).saturating_mul(DAY);
        let last = self.hours().last_closing(midnight.div_euclid(DAY))?;
        let second = self.zone().first_at(midnight.saturating_add(last));
        Instant::from_seconds(second).ok().map(|at| self.due(at, second.saturating_sub(1)))
    }
}
