//! The stored form of a scoring state.

use alloc::boxed::Box;
use alloc::vec::Vec;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::scoring::bounds;
use crate::scoring::memory::marks::Marks;
use crate::scoring::memory::occurrence::Occurrence;
use crate::scoring::memory::packed::Packed;
use crate::scoring::memory::scoring_state::{Rare, ScoringState, StateError};
use crate::scoring::memory::tag::NewTag;
use crate::values::{Digest, Fingerprint, Instant};

/// The stored form.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
struct StateForm {
    #[serde(default)]
    tags: Vec<TagForm>,
    #[serde(default)]
    fits: Vec<Fingerprint>,
    #[serde(default)]
    dates: Vec<(Fingerprint, Instant)>,
    #[serde(default)]
    reset: Option<Instant>,
    #[serde(default)]
    halved: Vec<Instant>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
struct TagForm {
    tag: Fingerprint,
    keep: u16,
    cut: bool,
    kept: Vec<(Instant, Digest)>,
}

impl Serialize for ScoringState {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        StateForm::from(self).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for ScoringState {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::try_from(StateForm::deserialize(deserializer)?).map_err(D::Error::custom)
    }
}

impl From<&ScoringState> for StateForm {
    fn from(state: &ScoringState) -> Self {
        let tags = state.tags().map(|tag| TagForm {
            tag: tag.key,
            keep: tag.keep,
            cut: tag.cut,
            kept: tag.occurrences().map(|o| (Instant::saturating(o.at), o.key)).collect(),
        });
        Self {
            tags: tags.collect(),
            fits: state.fits().collect(),
            dates: state.dates().iter().map(|(key, at)| (*key, Instant::saturating(*at))).collect(),
            reset: state.marks().reset.map(Instant::saturating),
            halved: state.marks().halved.iter().map(|at| Instant::saturating(*at)).collect(),
        }
    }
}

impl TryFrom<StateForm> for ScoringState {
    type Error = StateError;

    fn try_from(form: StateForm) -> Result<Self, StateError> {
        bounded("fits", form.fits.len() <= bounds::FIT_TAGS.max_len())?;
        bounded("tags", bounds::STATE_TAGS.admits_len(form.tags.len()))?;
        // INVARIANT: from here on there are at most 65,535 tags, each with one to 512 occurrences; their order is
        // checked in the end.
        let mut tags = Vec::with_capacity(form.tags.len());
        for tag in form.tags {
            bounded("kept", bounds::KEEP.admits(tag.keep) && bounds::KEEP.admits_len(tag.kept.len()))?;
            let kept = tag.kept.iter().map(|(at, key)| Occurrence { at: at.seconds(), key: *key });
            tags.push(NewTag { key: tag.tag, keep: tag.keep, cut: tag.cut, kept: kept.collect() });
        }
        let packed = Packed::of(form.fits.iter().copied(), &tags);
        let rare = Rare {
            dates: form.dates.iter().map(|(key, at)| (*key, at.seconds())).collect(),
            marks: Marks {
                reset: form.reset.map(Instant::seconds),
                halved: form.halved.iter().map(|at| at.seconds()).collect(),
            },
        };
        let mut state = Self { packed, rare: Some(Box::new(rare)) };
        state.tidy();
        state.validate()?;
        Ok(state)
    }
}

fn bounded(part: &'static str, ok: bool) -> Result<(), StateError> {
    if ok { Ok(()) } else { Err(StateError::Length { part }) }
}
