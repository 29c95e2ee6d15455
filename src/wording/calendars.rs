//! What is open and what is closed.

use core::fmt;

use crate::calendar::{Due, OfficeState, Segment};
use crate::wording::words::{Told, Words, displayed};

displayed!(Due, Segment);

impl fmt::Display for OfficeState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Open => f.write_str("open"),
            Self::OutsideHours => f.write_str("closed: outside hours"),
            Self::DayOff => f.write_str("closed: no hours on this weekday"),
            Self::Holiday { date, name } => write!(f, "closed: {name}, {date}"),
            Self::ClosedDate { date } => write!(f, "closed: {date} by the calendar"),
        }
    }
}

impl Told for Segment {
    fn tell(&self, words: Words<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} to {}: {}", words.at(self.from), words.at(self.until), self.state)
    }
}

impl Told for Due {
    fn tell(&self, words: Words<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", words.at(self.at))?;
        let Some(known) = self.holidays_known_until else { return Ok(()) };
        write!(f, " (holidays are known until {known} only)")
    }
}
