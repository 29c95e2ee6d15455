//! The work done for a lead, and what it did itself, counted by day.

use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

use crate::values::{ActivityKind, ActorId, Channel, ContactOutcome, Date, Direction};

/// Attempts of one kind in one hour.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub struct AttemptsOf {
    /// The civil day.
    pub day: Date,
    /// The hour of the day, as the clocks of the zone showed it; none where only the day is known.
    pub hour: Option<u8>,
    /// Who made it.
    pub member: ActorId,
    /// Who began.
    pub direction: Direction,
    /// The way.
    pub channel: Channel,
    /// How far it came.
    pub outcome: ContactOutcome,
}

/// What the lead did on one day.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub struct ActivitiesOf {
    /// The civil day.
    pub day: Date,
    /// What.
    pub kind: ActivityKind,
}

/// So many of each, in order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub(in crate::insight) struct Counts<K>(Vec<(K, u32)>);

impl<K> Default for Counts<K> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<K: Ord> Counts<K> {
    pub(super) fn count(&mut self, key: K) {
        // What happens mostly comes last.
        let last = self.0.last().is_some_and(|(last, _)| *last <= key);
        let from = if last { self.0.len().saturating_sub(1) } else { 0 };
        let found = self.0.get(from..).unwrap_or_default().binary_search_by(|(known, _)| known.cmp(&key));
        match found.map(|place| place.saturating_add(from)) {
            Ok(place) => {
                if let Some((_, count)) = self.0.get_mut(place) {
                    *count = count.saturating_add(1);
                }
            }
            Err(place) => self.0.insert(place.saturating_add(from).min(self.0.len()), (key, 1)),
        }
    }

    pub(in crate::insight) fn iter(&self) -> impl Iterator<Item = (&K, u32)> {
        self.0.iter().map(|(key, count)| (key, *count))
    }
}
