//! Which activities a lead remembers, so that none counts twice.

use serde::{Deserialize, Deserializer, Serialize};

use crate::values::{Fingerprint, InlineList, Instant, limits};

/// What the memory says of an activity id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recall {
    /// Recorded before.
    Known,
    /// Never recorded.
    New,
    /// Too old to tell: it happened at or before the watermark.
    Beyond {
        /// The instant at or before which nothing unknown can be judged.
        watermark: Instant,
    },
}

/// The ids of the newest activities, by effective time.
///
/// When more arrive than the policy keeps, the oldest is forgotten and its instant becomes the watermark: an unknown id
/// at or before it is refused, because it could be one of the forgotten.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ActivityMemory {
    limit: u16,
    watermark: Option<Instant>,
    /// INVARIANT: ascending by instant, at most `limit` entries. Deciding puts no fingerprint in twice; a hostile
    /// history may, and that harms nothing.
    ids: InlineList<(Instant, Fingerprint), 4>,
}

impl ActivityMemory {
    pub(super) fn new(limit: u16) -> Self {
        Self { limit: bounded(limit), watermark: None, ids: InlineList::new() }
    }

    /// How many ids are kept at most.
    #[must_use]
    pub const fn limit(&self) -> u16 {
        self.limit
    }

    /// The instant at or before which an unknown id can no longer be judged.
    #[must_use]
    pub const fn watermark(&self) -> Option<Instant> {
        self.watermark
    }

    /// How many ids are kept now.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// Whether none is kept.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// Whether an activity was recorded before, by the fingerprint of its id and the instant at which it happened.
    #[must_use]
    pub fn recall(&self, id: Fingerprint, at: Instant) -> Recall {
        // Newest first: repeats usually come soon.
        if self.ids.iter().rev().any(|(_, known)| *known == id) {
            return Recall::Known;
        }
        match self.watermark {
            Some(watermark) if at <= watermark => Recall::Beyond { watermark },
            Some(_) | None => Recall::New,
        }
    }

    pub(super) fn remember(&mut self, id: Fingerprint, at: Instant) {
        // By id within one instant: what is remembered does not depend on the order of arrival.
        let place = self.ids.partition_point(|known| *known <= (at, id));
        self.ids.insert(place, (at, id));
        self.forget_beyond_limit();
    }

    pub(super) fn set_limit(&mut self, limit: u16) {
        self.limit = bounded(limit);
        self.forget_beyond_limit();
    }

    fn forget_beyond_limit(&mut self) {
        while self.ids.len() > usize::from(self.limit) {
            if let Some((at, _)) = self.ids.pop_front() {
                self.watermark = self.watermark.max(Some(at));
            }
        }
    }
}

/// A fact holds any number; the bound holds whatever it says.
fn bounded(limit: u16) -> u16 {
    let most = u16::try_from(limits::ACTIVITY_MEMORY.max).unwrap_or(u16::MAX);
    limit.clamp(1, most)
}

impl<'de> Deserialize<'de> for ActivityMemory {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields, rename = "ActivityMemory", expecting = "a table")]
        struct Raw {
            limit: u16,
            watermark: Option<Instant>,
            ids: InlineList<(Instant, Fingerprint), 4>,
        }
        let raw = Raw::deserialize(deserializer)?;
        let ordered = raw.ids.iter().zip(raw.ids.iter().skip(1)).all(|(a, b)| a.0 <= b.0);
        let sound = ordered && raw.ids.len() <= usize::from(raw.limit) && limits::ACTIVITY_MEMORY.admits(raw.limit);
        if !sound {
            return Err(serde::de::Error::custom(
                "activity memory is not sound: ids must be ascending by instant and at most `limit`",
            ));
        }
        Ok(Self { limit: raw.limit, watermark: raw.watermark, ids: raw.ids })
    }
}
