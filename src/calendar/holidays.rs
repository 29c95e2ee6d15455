//! The holidays of one calendar: names, and how far they are known.

use alloc::collections::BTreeMap;

use crate::values::{Date, Text};

/// The holidays of one calendar, by day since 1970-01-01.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Holidays {
    names: BTreeMap<i64, Text>,
    known_until: Option<Date>,
}

impl Holidays {
    /// Adds a list. A day that two lists have keeps the name of the first.
    pub(super) fn add(&mut self, days: impl Iterator<Item = (i64, Text)>, known: Option<Date>) {
        for (day, name) in days {
            self.names.entry(day).or_insert(name);
        }
        self.known_until = match (self.known_until, known) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        };
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
    pub(super) const fn known_until(&self) -> Option<Date> {
        self.known_until
    }
}
