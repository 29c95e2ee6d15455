//! Which activities a lead remembers, so that none counts twice.

use alloc::boxed::Box;
use alloc::vec::Vec;
use serde::{Deserialize, Deserializer, Serialize};

use crate::lead::taken_back_ids::TakenBackIds;
use crate::values::{ActivityKind, Digest, InlineList, Instant, limits};

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
    /// Unknown, and so old that it could be one of its kind that was taken back and is forgotten.
    MaybeTakenBack {
        /// The instant at or before which nothing unknown of its kind can be judged.
        watermark: Instant,
    },
}

/// What an activity was to the lead when it was recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ActivityWeight {
    /// It earned no tag.
    Untagged,
    /// It earned a tag.
    Tagged,
    /// The lead asked with it to be contacted.
    HandRaise,
}

/// The ids of the newest activities, by effective time: those that earn a tag, those that raise a hand, and all others
/// in memories of their own, so that page views never push out a contact request.
///
/// - Of those that **earn a tag** and those that **earn none**, as many are kept as the policy says. When more arrive,
///   the oldest is forgotten. An unknown one that earns no tag is refused at or before the instant of the newest
///   that was forgotten (the [watermark](ActivityMemory::watermark)), because it could be one of the forgotten. One that
///   earns a tag is always taken in: if it was forgotten, the scoring state still knows it, or has no room for anything
///   so old, and it counts once.
/// - The newest 64 that **raise a hand** are kept whatever else arrives. An unknown one that is older than those that were
///   forgotten is taken in and scored, and raises no hand: 64 newer ones did. The decision notes it.
///
/// - Of those that were **taken back** the newest 512 are kept besides, see [`TakenBackIds`]: told again, they stay taken back.
///
/// So there are at most twice the policy's number of ids, 64 and 512. A new policy changes that number with its adoption, and what
/// is too much then is forgotten; which memory an id is in stays as it was recorded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ActivityMemory {
    limit: u16,
    earning: Ids,
    hand_raises: Ids,
    others: Ids,
    taken_back: Option<Box<TakenBackIds>>,
}

/// The ids of one kind.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Ids {
    watermark: Option<Instant>,
    /// INVARIANT: ascending by instant, at most as many as the limit. Deciding puts no digest in twice; a hostile
    /// history may, and that harms nothing.
    ids: InlineList<(Instant, Digest), 2>,
}

impl Ids {
    const fn new() -> Self {
        Self { watermark: None, ids: InlineList::new() }
    }

    pub(super) fn knows(&self, id: Digest) -> bool {
        // Newest first: repeats usually come soon.
        self.ids.iter().rev().any(|(_, known)| *known == id)
    }

    fn remember(&mut self, id: Digest, at: Instant, limit: usize) {
        // By id within one instant: what is remembered does not depend on the order of arrival.
        // Mostly they come in the order of time.
        let newest = self.ids.iter().next_back().is_none_or(|newest| *newest <= (at, id));
        let place = if newest { self.ids.len() } else { self.ids.partition_point(|known| *known <= (at, id)) };
        self.ids.insert(place, (at, id));
        self.forget_beyond(limit);
    }

    fn forget_beyond(&mut self, limit: usize) {
        while self.ids.len() > limit {
            if let Some((at, _)) = self.ids.pop_front() {
                self.watermark = self.watermark.max(Some(at));
            }
        }
    }

    /// Unites two sets of hand-raises: the newest stay.
    pub(super) fn absorb(&mut self, other: &Self) {
        let limit = limits::HAND_RAISE_MEMORY.max_len();
        self.watermark = self.watermark.max(other.watermark);
        for (at, id) in other.ids.iter().filter(|(_, id)| !self.knows(*id)).copied().collect::<Vec<_>>() {
            self.remember(id, at, limit);
        }
        self.forget_beyond(limit);
    }

    pub(super) fn is_sound(&self, limit: usize) -> bool {
        let ordered = self.ids.iter().zip(self.ids.iter().skip(1)).all(|(a, b)| a.0 <= b.0);
        ordered && self.ids.len() <= limit
    }
}

impl ActivityMemory {
    pub(super) fn new(limit: u16) -> Self {
        Self {
            limit: bounded(limit),
            earning: Ids::new(),
            hand_raises: Ids::new(),
            others: Ids::new(),
            taken_back: None,
        }
    }

    /// How many ids are kept at most of those that earn a tag, and of those that earn none.
    #[must_use]
    pub const fn limit(&self) -> u16 {
        self.limit
    }

    /// The instant at or before which an unknown id can no longer be judged, if it earns no tag and raises no hand.
    #[must_use]
    pub const fn watermark(&self) -> Option<Instant> {
        self.others.watermark
    }

    /// How many ids are kept now.
    #[must_use]
    pub fn len(&self) -> usize {
        let kept = [&self.earning, &self.hand_raises, &self.others].map(|kind| kind.ids.len());
        let taken_back = self.taken_back().map_or(0, TakenBackIds::len);
        kept.into_iter().fold(taken_back, usize::saturating_add)
    }

    /// Whether none is kept.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether an activity was recorded before, by the digest of its id and the instant at which it happened. One that earns
    /// a tag or raises a hand is new where another would be beyond memory.
    #[must_use]
    pub fn recall(&self, kind: &ActivityKind, id: Digest, at: Instant, weight: ActivityWeight) -> Recall {
        let taken_back = self.taken_back();
        let known = self.others.knows(id) || self.earning.knows(id) || self.hand_raises.knows(id);
        if known || taken_back.is_some_and(|ids| ids.knows(id)) {
            return Recall::Known;
        }
        if let Some(watermark) = taken_back.and_then(|ids| ids.watermark(kind)).filter(|watermark| at <= *watermark) {
            return Recall::MaybeTakenBack { watermark };
        }
        match self.others.watermark {
            Some(watermark) if at <= watermark && weight == ActivityWeight::Untagged => Recall::Beyond { watermark },
            Some(_) | None => Recall::New,
        }
    }

    /// Whether an unknown hand-raise is newer than all that were forgotten: only then it raises a hand.
    #[must_use]
    pub fn admits_hand_raise(&self, at: Instant) -> bool {
        self.hand_raises.watermark.is_none_or(|forgotten| at > forgotten)
    }

    pub(super) fn remember(&mut self, id: Digest, at: Instant, weight: ActivityWeight) {
        let limit = usize::from(self.limit);
        match weight {
            ActivityWeight::Untagged => self.others.remember(id, at, limit),
            ActivityWeight::Tagged => self.earning.remember(id, at, limit),
            ActivityWeight::HandRaise => self.hand_raises.remember(id, at, limits::HAND_RAISE_MEMORY.max_len()),
        }
    }

    pub(super) const fn hand_raises(&self) -> &Ids {
        &self.hand_raises
    }

    /// The ids of activities that were taken back; none, if none ever was.
    #[must_use]
    pub fn taken_back(&self) -> Option<&TakenBackIds> {
        self.taken_back.as_deref()
    }

    /// Ids of activities that are taken back. Where else they are remembered they stay.
    pub(super) fn take_back(&mut self, ids: &TakenBackIds) {
        if !ids.is_empty() {
            self.taken_back.get_or_insert_default().absorb(ids);
        }
    }

    pub(super) fn set_limit(&mut self, limit: u16) {
        self.limit = bounded(limit);
        let limit = usize::from(self.limit);
        self.earning.forget_beyond(limit);
        self.others.forget_beyond(limit);
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
            earning: Ids,
            hand_raises: Ids,
            others: Ids,
            taken_back: Option<Box<TakenBackIds>>,
        }
        let Raw { limit, earning, hand_raises, others, taken_back } = Raw::deserialize(deserializer)?;
        let kept = usize::from(limit);
        let sound = earning.is_sound(kept)
            && others.is_sound(kept)
            && hand_raises.is_sound(limits::HAND_RAISE_MEMORY.max_len())
            && limits::ACTIVITY_MEMORY.admits(limit);
        if !sound {
            return Err(serde::de::Error::custom(
                "activity memory is not sound: ids must be ascending by instant and at most `limit`",
            ));
        }
        Ok(Self { limit, earning, hand_raises, others, taken_back })
    }
}
