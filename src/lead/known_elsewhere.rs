//! What leads that were merged into another had heard: it is not news to the survivor.

use serde::{Deserialize, Deserializer, Serialize};

use crate::lead::activity_memory::{ActivityMemory, Ids};
use crate::lead::taken_back_ids::TakenBackIds;
use crate::values::{Digest, limits};

/// Ids of activities of merged leads that would be more than one more fact, were they told to the survivor again: the newest 64
/// that raised a hand, and those that were taken back.
///
/// All others are told to the survivor like any activity, and stay with it after a split; what earns points is a set, so none
/// counts twice.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub(super) struct KnownElsewhere {
    hand_raises: Ids,
    pub(super) taken_back: TakenBackIds,
}

impl KnownElsewhere {
    /// What a lead knows.
    pub(super) fn of(memory: &ActivityMemory) -> Self {
        Self { hand_raises: memory.hand_raises().clone(), taken_back: memory.taken_back().cloned().unwrap_or_default() }
    }

    /// Whether an activity raised a hand there.
    pub(super) fn raised_hand(&self, id: Digest) -> bool {
        self.hand_raises.knows(id)
    }

    pub(super) fn absorb(&mut self, other: &Self) {
        self.hand_raises.absorb(&other.hand_raises);
        self.taken_back.absorb(&other.taken_back);
    }
}

impl<'de> Deserialize<'de> for KnownElsewhere {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields, rename = "KnownElsewhere", expecting = "a table")]
        struct Raw {
            hand_raises: Ids,
            taken_back: TakenBackIds,
        }
        let Raw { hand_raises, taken_back } = Raw::deserialize(deserializer)?;
        if hand_raises.is_sound(limits::HAND_RAISE_MEMORY.max_len()) {
            Ok(Self { hand_raises, taken_back })
        } else {
            Err(serde::de::Error::custom("hand-raises of merged leads are not sound: ascending by instant, at most 64"))
        }
    }
}
