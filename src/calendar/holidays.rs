//! The holidays of one calendar: names, and how far they are known.

use alloc::collections::BTreeMap;

use crate::values::{Date, HolidayListName, Text};

/// The holidays of one calendar, by day since 1970-01-01.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Holidays {
    names: BTreeMap<i64, Text>,
    known_until: Option<(Date, HolidayListName)>,
}

impl Holidays {
    /// Adds a list. A day that two lists have keeps the name of the first.
    pub(super) fn add(&mut self, list: &HolidayListName, days: impl Iterator<Item = (i64, Text)>, known: Option<Date>) {
        for (day, name) in days {
            self.names.entry(day).or_insert(name);
        }
        if let Some(known) = known.filter(|known| self.known_until().is_none_or(|before| *known < before)) {
            self.known_until = Some((known, list.clone()));
        }
    }

    /// The name of a day's holiday.
    pub(super) fn name(&self, day: i64) -> Option<&Text> {
        self.names.get(&day)
    }

    /// The days.
    pub(super) fn days(&self) -> impl Iterator<Item = i64> {
        self.names.keys().copied()
    }

    /// The last date of which all holidays are known.
    pub(super) fn known_until(&self) -> Option<Date> {
        self.known_until.as_ref().map(|(date, _)| *date)
    }

    /// The list that ends first.
    #[cfg(any())]
    pub(super) fn shortest_list(&self) -> Option<&HolidayListName> {
        self.known_until.as_ref().map(|(_, list)| list)
    }
}
