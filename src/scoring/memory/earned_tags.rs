//! What an activity earned, as a value that is kept without the policy.

use alloc::sync::Arc;
use alloc::vec::Vec;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::scoring::bounds;
use crate::values::{Digest, Instant, TagName};

/// The tags that one activity earned, as its fact carries them. Cloning is cheap; nothing earned takes no memory.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct EarnedTags(Earned);

/// Most activities earn one tag or none: neither takes memory of its own.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
enum Earned {
    #[default]
    None,
    One(EarnedTag),
    Several(Arc<[EarnedTag]>),
}

/// One earned tag, with all that is needed to keep it without the policy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub struct EarnedTag {
    /// The tag.
    pub tag: TagName,
    /// How many of its newest occurrences are kept.
    #[serde(deserialize_with = "keep")]
    pub keep: u16,
    /// The distinct thing, when the tag counts once per thing.
    #[serde(default)]
    pub object: Option<Digest>,
    /// The start of the aligned period, when the tag counts once per period.
    #[serde(default)]
    pub period: Option<Instant>,
}

fn keep<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u16, D::Error> {
    let keep = u16::deserialize(deserializer)?;
    if bounds::KEEP.admits(keep) {
        Ok(keep)
    } else {
        Err(D::Error::custom(format_args!("`{keep}` kept occurrences: write 1 to 512")))
    }
}

impl EarnedTag {
    /// What makes two occurrences the same: the object and period if the tag asks for them, otherwise the activity's
    /// id.
    pub(in crate::scoring) fn identity(&self, id: Digest) -> Digest {
        identity(self.object, self.period, id)
    }
}

/// The same, without the tag.
#[inline]
pub(in crate::scoring) fn identity(object: Option<Digest>, period: Option<Instant>, id: Digest) -> Digest {
    match (object, period) {
        (None, None) => id,
        (Some(object), None) => object,
        (None, Some(period)) => Digest::of_parts("period", &[bits(period)]),
        (Some(object), Some(period)) => {
            let (high, low) = object.to_bits();
            Digest::of_parts("object and period", &[high, low, bits(period)])
        }
    }
}

fn bits(at: Instant) -> u64 {
    u64::from_be_bytes(at.seconds().to_be_bytes())
}

impl EarnedTags {
    /// No tags.
    pub const NONE: Self = Self(Earned::None);

    /// The tags.
    #[must_use]
    pub fn as_slice(&self) -> &[EarnedTag] {
        match &self.0 {
            Earned::None => &[],
            Earned::One(tag) => core::slice::from_ref(tag),
            Earned::Several(tags) => tags,
        }
    }

    /// Whether nothing was earned.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        matches!(self.0, Earned::None)
    }

    pub(in crate::scoring) fn from_tags(mut tags: impl Iterator<Item = EarnedTag>) -> Self {
        let Some(first) = tags.next() else {
            return Self::NONE;
        };
        match tags.next() {
            None => Self(Earned::One(first)),
            Some(second) => Self(Earned::Several([first, second].into_iter().chain(tags).collect())),
        }
    }
}

impl Serialize for EarnedTags {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.as_slice().serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for EarnedTags {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let tags: Vec<EarnedTag> = Vec::deserialize(deserializer)?;
        let repeated = tags.iter().enumerate().any(|(i, t)| tags.iter().take(i).any(|other| other.tag == t.tag));
        if repeated || !bounds::EARNED_TAGS.admits_len(tags.len()) {
            return Err(D::Error::custom("an activity earns each tag at most once, and at most 256 tags"));
        }
        Ok(Self::from_tags(tags.into_iter()))
    }
}
