//! Who was waiting when: what survival is read from.

use alloc::collections::BTreeMap;
use core::iter;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use thiserror::Error;

use crate::insight::numbers::tally::Tally;

/// Waits that are alike: from when on they were watched, when they ended, and by what.
///
/// Times are whole numbers from the start of each wait: seconds or days, the same for all. Fewer distinct times make a
/// smaller table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub struct Observation {
    /// From when on the wait was watched: 0 from its start. An imported lead is only known to have survived until its
    /// import, so it counts from there (delayed entry). Below zero is as 0.
    pub entry: i64,
    /// When the wait ended, or until when it was watched.
    pub time: i64,
    /// What ended it; `None` if it had not ended (censored).
    pub cause: Option<u8>,
    /// How many of these; below zero to remove.
    pub count: i64,
}

/// Who was at risk when, and what happened (リスク集合): the table behind Kaplan–Meier and competing risks.
///
/// It keeps when watching began and ended, in [tallies](Tally), so it is an abelian group like them: add, remove, merge.
///
/// Conventions: an observation is at risk at `t` for `entry < t ≤ time`. One watched from the start is at risk from 0
/// inclusive, so an event at 0 counts. What is censored at `t` is still at risk at `t`. An observation that was never at
/// risk is left out and counted as such ([`left_out`](Self::left_out)): it ended below zero, or it entered late and
/// ended no later than that.
///
/// ```
/// use lead_lifecycle::insight::{Observation, RiskTable};
/// let mut table = RiskTable::new();
/// table.add(Observation { entry: 0, time: 2, cause: Some(1), count: 1 });
/// table.add(Observation { entry: 0, time: 5, cause: None, count: 1 });
/// // Imported at 3: not at risk at 2.
/// table.add(Observation { entry: 3, time: 7, cause: Some(1), count: 1 });
/// let steps = table.steps()?;
/// assert_eq!(steps.iter().map(|step| (step.time, step.at_risk)).collect::<Vec<_>>(), [(2, 2), (5, 2), (7, 1)]);
/// # Ok::<(), lead_lifecycle::insight::RiskError>(())
/// ```
#[derive(Debug, Clone, Default)]
#[doc(alias = "リスク集合")]
pub struct RiskTable {
    /// Delayed entries, all above 0.
    entered: Tally,
    censored: Tally,
    events: BTreeMap<u8, Tally>,
    left_out: i64,
}

impl RiskTable {
    /// Nobody was at risk.
    #[must_use]
    pub const fn new() -> Self {
        Self { entered: Tally::new(), censored: Tally::new(), events: BTreeMap::new(), left_out: 0 }
    }

    /// Takes an observation in, or out if its count is below zero.
    pub fn add(&mut self, observation: Observation) {
        if let Some(observation) = self.taken(observation) {
            if observation.entry > 0 {
                self.entered.add(observation.entry, observation.count);
            }
            self.exits(observation.cause).add(observation.time, observation.count);
        }
    }

    /// Takes in all that `other` has.
    pub fn merge(&mut self, other: &Self) {
        self.entered.merge(&other.entered);
        self.censored.merge(&other.censored);
        for (cause, tally) in &other.events {
            self.exits(Some(*cause)).merge(tally);
        }
        self.left_out = self.left_out.saturating_add(other.left_out);
    }

    /// Turns the sign of every count.
    pub fn negate(&mut self) {
        self.entered.negate();
        self.censored.negate();
        self.events.values_mut().for_each(Tally::negate);
        self.left_out = self.left_out.saturating_neg();
    }

    /// How many were at risk at some time. Stops at the ends of `i64`.
    #[must_use]
    pub fn len(&self) -> i64 {
        self.events.values().fold(self.censored.len(), |total, tally| total.saturating_add(tally.len()))
    }

    /// Whether nobody ever was at risk, and nobody was left out.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::new()
    }

    /// How many were never at risk. They are in no step.
    #[must_use]
    pub const fn left_out(&self) -> i64 {
        self.left_out
    }

    /// The delayed entries, by time. All others are at risk from the start.
    pub(super) const fn entered(&self) -> &Tally {
        &self.entered
    }

    /// The ends of waits: of each cause that has any, ascending, and first the censored ones.
    pub(super) fn ends(&self) -> impl Iterator<Item = (Option<u8>, &Tally)> {
        let events = self.events.iter().map(|(cause, tally)| (Some(*cause), tally));
        iter::once((None, &self.censored)).chain(events).filter(|(_, tally)| !tally.is_empty())
    }

    /// The observation if it was ever at risk; else it is left out.
    fn taken(&mut self, observation: Observation) -> Option<Observation> {
        let Observation { entry, time, count, .. } = observation;
        if time < 0 || (entry > 0 && time <= entry) {
            self.left_out = self.left_out.saturating_add(count);
            return None;
        }
        Some(observation)
    }

    fn exits(&mut self, cause: Option<u8>) -> &mut Tally {
        match cause {
            Some(cause) => self.events.entry(cause).or_default(),
            None => &mut self.censored,
        }
    }
}

impl FromIterator<Observation> for RiskTable {
    fn from_iter<I: IntoIterator<Item = Observation>>(observations: I) -> Self {
        let mut table = Self::new();
        for observation in observations {
            table.add(observation);
        }
        table.entered.settle();
        table.censored.settle();
        table.events.values_mut().for_each(Tally::settle);
        table
    }
}

impl PartialEq for RiskTable {
    fn eq(&self, other: &Self) -> bool {
        self.left_out == other.left_out && self.entered == other.entered && self.ends().eq(other.ends())
    }
}

impl Eq for RiskTable {}

/// Why a [`RiskTable`] cannot be read, or not as a stored one.
///
/// ```
/// use lead_lifecycle::insight::{Observation, RiskError, RiskTable};
/// let removed: RiskTable = [Observation { entry: 0, time: 2, cause: None, count: -1 }].into_iter().collect();
/// assert_eq!(removed.steps(), Err(RiskError::NotWhole { time: 2 }));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Error)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum RiskError {
    /// Counts below zero, or more ends than were at risk: the table is a part of a sum, not the whole of it.
    #[error("more leave the table at `{time}` than are in it; merge what was added before it is read")]
    NotWhole {
        /// The first time at which it shows.
        time: i64,
    },
    /// The exact numbers are so long, or so many, that working them out would take too long. Estimates always can be had.
    #[error("more than {max} steps of long numbers; read estimates, or round times to fewer distinct ones")]
    TooMuchWork {
        /// The most steps that one call makes.
        max: u64,
    },
    /// An exact number needs more bits than a fraction may have. Estimates always can be had.
    #[error("an exact probability of more than {max} bits; read estimates, or round times to fewer distinct ones")]
    TooLong {
        /// The most bits that are held.
        max: u32,
    },
    /// A stored table with an end below zero, or an entry that is not above it.
    #[error("`{time}` cannot be in a stored table; ends are from 0 and delayed entries from 1 upwards")]
    Time {
        /// The time that was given.
        time: i64,
    },
    /// A stored table with a cause that has no event.
    #[error("cause `{cause}` has no event; leave it out")]
    NoEvent {
        /// The cause.
        cause: u8,
    },
}

#[derive(Serialize)]
#[serde(rename = "RiskTable")]
struct Written<'a> {
    entered: &'a Tally,
    censored: &'a Tally,
    events: BTreeMap<u8, &'a Tally>,
    left_out: i64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename = "RiskTable", expecting = "a table")]
struct Raw {
    entered: Tally,
    censored: Tally,
    events: BTreeMap<u8, Tally>,
    left_out: i64,
}

impl Serialize for RiskTable {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let events = self.events.iter().filter(|(_, tally)| !tally.is_empty());
        Written {
            entered: &self.entered,
            censored: &self.censored,
            events: events.map(|(cause, tally)| (*cause, tally)).collect(),
            left_out: self.left_out,
        }
        .serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for RiskTable {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Raw { entered, censored, events, left_out } = Raw::deserialize(deserializer)?;
        let table = Self { entered, censored, events, left_out };
        table.check().map_err(serde::de::Error::custom)?;
        Ok(table)
    }
}

impl RiskTable {
    fn check(&self) -> Result<(), RiskError> {
        if let Some((cause, _)) = self.events.iter().find(|(_, tally)| tally.is_empty()) {
            return Err(RiskError::NoEvent { cause: *cause });
        }
        let first = |tally: &Tally| tally.entries().first().map(|(time, _)| *time);
        let entry = first(&self.entered).filter(|time| *time < 1);
        let end = self.ends().filter_map(|(_, tally)| first(tally)).find(|time| *time < 0);
        entry.or(end).map_or(Ok(()), |time| Err(RiskError::Time { time }))
    }
}
