//! The trace of working time: what was open and what was closed, and why.

use crate::calendar::calendar::Calendar;
use crate::calendar::day::{DAY, date_of_day};
use crate::values::{Date, Instant, Text};

/// A stretch of time in which an office is open, or closed for one reason: from its first second, to the one at which it
/// is over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segment {
    /// Its first second.
    pub from: Instant,
    /// When it is over.
    pub until: Instant,
    /// Open, or why not.
    pub state: OfficeState,
}

/// Whether an office is open, and why not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OfficeState {
    /// Open: this is working time.
    Open,
    /// Between or outside the hours of a business day.
    OutsideHours,
    /// On a weekday on which it never opens.
    DayOff,
    /// On a holiday.
    Holiday {
        /// Its date.
        date: Date,
        /// Its name in the list.
        name: Text,
    },
    /// On a date that the calendar itself closes.
    ClosedDate {
        /// The date.
        date: Date,
    },
}

/// The segments between two instants, one after the other: [`Calendar::segments`].
#[derive(Debug, Clone)]
pub struct Segments {
    calendar: Calendar,
    from: i64,
    until: i64,
    /// The next one, as far as it is known.
    ahead: Option<Segment>,
}

impl Calendar {
    /// What is open and what is closed between two instants, without gaps; nothing when the second is not later.
    /// Neighbours differ. The seconds of those that are open sum to [`between`](Calendar::between).
    ///
    /// ```
    /// use lead_lifecycle::Policy;
    /// use lead_lifecycle::calendar::OfficeState;
    /// let policy = Policy::standard();
    /// let office = policy.calendars().standard();
    /// let (friday, monday) = ("2026-06-12T17:30:00+09:00".parse()?, "2026-06-15T13:30:00+09:00".parse()?);
    /// let open = office.segments(friday, monday).filter(|segment| segment.state == OfficeState::Open);
    /// assert_eq!(open.count(), 3, "Friday's last half hour, Monday's morning, and half an hour after lunch");
    /// # Ok::<(), lead_lifecycle::values::TimeError>(())
    /// ```
    #[must_use]
    pub fn segments(&self, from: Instant, until: Instant) -> Segments {
        Segments { calendar: self.clone(), from: from.seconds(), until: until.seconds(), ahead: None }
    }

    /// What a reading is, and up to which reading that stays so: of what is closed at most to the end of the day, of what is
    /// open at most to the end of the day of `enough`.
    fn state_of(&self, reading: i64, enough: i64) -> (OfficeState, i64) {
        let (open, until) = self.hours().state(reading);
        if open {
            // An office that never closes is not looked at day by day.
            return (OfficeState::Open, self.hours().state_until(reading, enough).1.unwrap_or(enough));
        }
        let day = reading.div_euclid(DAY);
        if !self.hours().beginning(day).is_empty() {
            return (OfficeState::OutsideHours, until);
        }
        let date = date_of_day(day);
        let special = self.hours().is_special(day);
        let state = match self.holidays().name(day) {
            Some(name) if special => OfficeState::Holiday { date, name: name.clone() },
            None if special => OfficeState::ClosedDate { date },
            Some(_) | None => OfficeState::DayOff,
        };
        (state, until)
    }
}

impl Segments {
    fn piece(&mut self) -> Option<Segment> {
        if self.from >= self.until {
            return None;
        }
        let stretch = self.calendar.zone().stretch(self.from);
        let end = stretch.until.min(self.until);
        let reading = |second: i64| second.saturating_add(stretch.offset);
        let (state, until) = self.calendar.state_of(reading(self.from), reading(end));
        let until = until.saturating_sub(stretch.offset).min(end);
        let piece = Segment { from: Instant::saturating(self.from), until: Instant::saturating(until), state };
        self.from = until;
        Some(piece)
    }
}

impl Iterator for Segments {
    type Item = Segment;

    fn next(&mut self) -> Option<Segment> {
        let mut whole = self.ahead.take().or_else(|| self.piece())?;
        while let Some(piece) = self.piece() {
            if piece.state != whole.state {
                self.ahead = Some(piece);
                break;
            }
            whole.until = piece.until;
        }
        Some(whole)
    }
}
