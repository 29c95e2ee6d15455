//! The ids of activities that were taken back: told again, they stay taken back.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;
use serde::{Deserialize, Deserializer, Serialize};

use crate::values::{ActivityKind, Digest, Instant, limits};

/// The ids of activities that were taken back, by the kind of the activity.
///
/// The newest 512 are kept, by effective time. Of a kind of which older ones were forgotten, an unknown activity at or
/// before the newest of these (its watermark) is refused: it could be one of them. At most 64 kinds are told apart;
/// beyond, the kinds that reach least far share one watermark, which then holds for every kind.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct TakenBackIds {
    kinds: Vec<OfKind>,
    shared_watermark: Option<Instant>,
}

/// The ids of one kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
struct OfKind {
    kind: ActivityKind,
    watermark: Option<Instant>,
    ids: Vec<(Instant, Digest)>,
}

impl OfKind {
    fn remember(&mut self, at: Instant, id: Digest) {
        // Mostly they come in the order of time.
        if self.ids.last().is_none_or(|newest| *newest < (at, id)) {
            self.ids.push((at, id));
            return;
        }
        let place = self.ids.partition_point(|known| *known < (at, id));
        if self.ids.get(place) != Some(&(at, id)) {
            self.ids.insert(place, (at, id));
        }
    }

    fn reach(&self) -> Option<Instant> {
        self.watermark.max(self.ids.last().map(|(at, _)| *at))
    }

    fn is_sound(&self) -> bool {
        let rising = self.ids.iter().zip(self.ids.iter().skip(1)).all(|(a, b)| a < b);
        rising && (self.watermark.is_some() || !self.ids.is_empty())
    }
}

impl TakenBackIds {
    /// None.
    #[must_use]
    pub const fn new() -> Self {
        Self { kinds: Vec::new(), shared_watermark: None }
    }

    /// Of these activities: the kind, when it happened, and the digest of its id.
    #[must_use]
    #[expect(single_use_lifetimes, reason = "`impl Trait` cannot elide the lifetime")]
    pub fn of<'a>(activities: impl IntoIterator<Item = (&'a ActivityKind, Instant, Digest)>) -> Self {
        let mut kinds: BTreeMap<&ActivityKind, Vec<(Instant, Digest)>> = BTreeMap::new();
        for (kind, at, id) in activities {
            kinds.entry(kind).or_default().push((at, id));
        }
        let of_kind = |(kind, mut ids): (&ActivityKind, Vec<(Instant, Digest)>)| {
            ids.sort_unstable();
            ids.dedup();
            OfKind { kind: kind.clone(), watermark: None, ids }
        };
        let mut ids = Self { kinds: kinds.into_iter().map(of_kind).collect(), shared_watermark: None };
        ids.forget_beyond();
        ids
    }

    /// How many are kept.
    #[must_use]
    pub fn len(&self) -> usize {
        self.kinds.iter().map(|of| of.ids.len()).fold(0, usize::saturating_add)
    }

    /// Whether nothing was taken back.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.kinds.is_empty() && self.shared_watermark.is_none()
    }

    /// Whether an id is known to be taken back.
    #[must_use]
    pub fn knows(&self, id: Digest) -> bool {
        self.kinds.iter().any(|of| of.ids.iter().rev().any(|(_, known)| *known == id))
    }

    /// The instant at or before which an unknown activity of a kind could be one that was taken back and forgotten.
    #[must_use]
    pub fn watermark(&self, kind: &ActivityKind) -> Option<Instant> {
        let of = self.kinds.iter().find(|of| of.kind == *kind);
        of.and_then(|of| of.watermark).max(self.shared_watermark)
    }

    pub(super) fn absorb(&mut self, other: &Self) {
        if self.is_empty() {
            self.clone_from(other);
            return;
        }
        for of in &other.kinds {
            self.with_kind(&of.kind, |known| {
                known.watermark = known.watermark.max(of.watermark);
                of.ids.iter().for_each(|(at, id)| known.remember(*at, *id));
            });
        }
        self.shared_watermark = self.shared_watermark.max(other.shared_watermark);
        self.forget_beyond();
    }

    fn with_kind(&mut self, kind: &ActivityKind, change: impl FnOnce(&mut OfKind)) {
        let place = self.kinds.partition_point(|of| of.kind < *kind);
        if self.kinds.get(place).is_none_or(|of| of.kind != *kind) {
            self.kinds.insert(place, OfKind { kind: kind.clone(), watermark: None, ids: Vec::new() });
        }
        if let Some(of) = self.kinds.get_mut(place) {
            change(of);
        }
    }

    fn forget_beyond(&mut self) {
        self.forget_ids();
        let most = limits::TAKEN_BACK_KINDS.max_len();
        let Some(too_many) = self.kinds.len().checked_sub(most).filter(|too_many| *too_many > 0) else { return };
        let mut reaches: Vec<_> = self.kinds.iter().enumerate().map(|(place, of)| (of.reach(), place)).collect();
        reaches.sort_unstable();
        let Some((reach, _)) = too_many.checked_sub(1).and_then(|last| reaches.get(last)).copied() else { return };
        let Some(first_kept) = reaches.get(too_many).copied() else { return };
        let mut place = 0_usize;
        self.kinds.retain(|of| {
            let keeps = (of.reach(), place) >= first_kept;
            place = place.saturating_add(1);
            keeps
        });
        self.shared_watermark = self.shared_watermark.max(reach);
    }

    fn forget_ids(&mut self) {
        let most = limits::TAKEN_BACK_IDS.max_len();
        let Some(too_many) = self.len().checked_sub(most).filter(|too_many| *too_many > 0) else { return };
        // One id may be of two kinds, at one instant: each counts.
        let places = |(place, of): (usize, &OfKind)| of.ids.iter().map(move |(at, id)| (*at, *id, place)).collect();
        let mut all: Vec<(Instant, Digest, usize)> =
            self.kinds.iter().enumerate().flat_map::<Vec<_>, _>(places).collect();
        all.sort_unstable();
        let Some(first_kept) = all.get(too_many).copied() else { return };
        for (place, of) in self.kinds.iter_mut().enumerate() {
            let forgotten = of.ids.partition_point(|(at, id)| (*at, *id, place) < first_kept);
            let newest = of.ids.drain(..forgotten).next_back().map(|(at, _)| at);
            of.watermark = of.watermark.max(newest);
        }
    }

    fn is_sound(&self) -> bool {
        let rising = self.kinds.iter().zip(self.kinds.iter().skip(1)).all(|(a, b)| a.kind < b.kind);
        rising
            && self.kinds.iter().all(OfKind::is_sound)
            && limits::TAKEN_BACK_KINDS.admits_len(self.kinds.len())
            && limits::TAKEN_BACK_IDS.admits_len(self.len())
    }
}

impl<'de> Deserialize<'de> for TakenBackIds {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields, rename = "TakenBackIds", expecting = "a table")]
        struct Raw {
            kinds: Vec<OfKind>,
            shared_watermark: Option<Instant>,
        }
        let Raw { kinds, shared_watermark } = Raw::deserialize(deserializer)?;
        let ids = Self { kinds, shared_watermark };
        if ids.is_sound() {
            Ok(ids)
        } else {
            Err(serde::de::Error::custom("ids that were taken back are not sound: ascending, each once, and bounded"))
        }
    }
}
