//! Sets of weekdays.

use core::fmt;

use crate::calendar::calendar_error::{CalendarError, shorten};
use crate::calendar::text_form::text_form;

/// Some days of the week: `mon`, `mon-fri`, `mon,wed`, `sat-sun`. Never none.
///
/// ```
/// use lead_lifecycle::calendar::Weekdays;
/// assert_eq!("sun,sat".parse::<Weekdays>()?.to_string(), "sat-sun");
/// assert_eq!("fri-mon".parse::<Weekdays>()?.to_string(), "mon,fri-sun");
/// assert!("monday".parse::<Weekdays>().is_err());
/// # Ok::<(), lead_lifecycle::calendar::CalendarError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Weekdays {
    /// From Monday.
    days: [bool; 7],
}

const NAMES: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

impl Weekdays {
    /// Monday to Friday.
    pub const MON_FRI: Self = Self { days: [true, true, true, true, true, false, false] };

    /// One day, by its number from Monday, 0; taken modulo seven.
    pub(super) fn one(number: usize) -> Self {
        let mut days = [false; 7];
        if let Some(day) = days.get_mut(number.rem_euclid(7)) {
            *day = true;
        }
        Self { days }
    }

    /// The numbers of its days, from Monday, 0.
    pub(super) fn numbers(self) -> impl Iterator<Item = usize> {
        self.days.into_iter().enumerate().filter_map(|(number, on)| on.then_some(number))
    }
}

fn number(name: &str) -> Option<usize> {
    NAMES.iter().position(|known| *known == name.trim())
}

impl fmt::Display for Weekdays {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rest = NAMES.iter().zip(self.days).peekable();
        let mut begun = false;
        while let Some((first, on)) = rest.next() {
            if !on {
                continue;
            }
            let mut last = None;
            while let Some((name, _)) = rest.next_if(|(_, on)| *on) {
                last = Some(name);
            }
            f.write_str(if begun { "," } else { "" })?;
            f.write_str(first)?;
            last.map_or(Ok(()), |last| write!(f, "-{last}"))?;
            begun = true;
        }
        Ok(())
    }
}

impl core::str::FromStr for Weekdays {
    type Err = CalendarError;

    fn from_str(text: &str) -> Result<Self, CalendarError> {
        let form = || CalendarError::Weekdays { got: shorten(text) };
        let mut days = [false; 7];
        for part in text.split(',') {
            let (first, last) = part.split_once('-').unwrap_or((part, part));
            let (first, last) = number(first).zip(number(last)).ok_or_else(form)?;
            let count = last.saturating_add(7).saturating_sub(first).rem_euclid(7);
            for place in first..=first.saturating_add(count) {
                let day = days.get_mut(place.rem_euclid(7)).ok_or_else(form)?;
                *day = true;
            }
        }
        Ok(Self { days })
    }
}

text_form!(Weekdays, "weekdays like `mon` or `mon-fri`");
