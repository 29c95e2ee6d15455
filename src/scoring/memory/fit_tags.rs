//! What a profile meets, as a value that is kept without the policy.

use alloc::boxed::Box;
use alloc::vec::Vec;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::scoring::bounds;
use crate::scoring::stored_key::fit_key;
use crate::values::{Fingerprint, Instant, RuleName};

/// What the merged profile of a lead meets: fit rules (and which of their bands), and the dates that timing rules look
/// at.
///
/// The fact of a profile change carries it whole, so that it can be applied without the policy.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FitTags {
    /// In the order of keys.
    met: Box<[(Fingerprint, FitTag)]>,
    /// In the order of keys: rule fingerprint and the end of the stated day.
    dates: Box<[(Fingerprint, TimingTag)]>,
}

/// A fit rule that is met.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub struct FitTag {
    /// The rule.
    pub rule: RuleName,
    /// Which part of a banded rule, counted from 0.
    #[serde(default)]
    pub band: Option<Band>,
}

/// Which part of a banded rule a value fell in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Band {
    /// The band at this place, counted from 0.
    Number(u16),
    /// In none of the bands.
    Otherwise,
}

/// The deadline that a timing rule looks at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub struct TimingTag {
    /// The rule.
    pub rule: RuleName,
    /// The end of the stated day.
    pub until: Instant,
}

impl FitTags {
    /// The met fit rules, in the order in which they are stored.
    #[must_use]
    pub fn met(&self) -> impl ExactSizeIterator<Item = &FitTag> {
        self.met.iter().map(|(_, tag)| tag)
    }

    /// The deadlines of timing rules.
    #[must_use]
    pub fn deadlines(&self) -> impl ExactSizeIterator<Item = &TimingTag> {
        self.dates.iter().map(|(_, tag)| tag)
    }

    /// Whether the profile meets nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.met.is_empty() && self.dates.is_empty()
    }

    /// Drops the deadlines of timing rules: each is a date that a profile states, and an erasure removes it.
    ///
    /// ```
    /// use lead_lifecycle::scoring::FitTags;
    /// let stored = r#"{"met": [{"rule": "size"}], "deadlines": [{"rule": "soon", "until": "2026-06-30T15:00:00Z"}]}"#;
    /// let mut tags: FitTags = serde_json::from_str(stored)?;
    /// tags.forget_deadlines();
    /// assert_eq!((tags.met().len(), tags.deadlines().len()), (1, 0));
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    pub fn forget_deadlines(&mut self) {
        self.dates = Box::default();
    }

    pub(in crate::scoring) fn keys(&self) -> impl ExactSizeIterator<Item = Fingerprint> + Clone + '_ {
        self.met.iter().map(|(key, _)| *key)
    }

    pub(in crate::scoring) fn dates(&self) -> impl ExactSizeIterator<Item = (Fingerprint, i64)> + Clone + '_ {
        self.dates.iter().map(|(key, tag)| (*key, tag.until.seconds()))
    }

    /// Of so many tags and so many dates, so that their room is right from the start.
    ///
    /// Sorted in place. Keys occur once each, or the tags are turned down: there is no order to keep among equal ones.
    pub(in crate::scoring) fn of(
        (tags, met): (usize, impl Iterator<Item = FitTag>),
        (stated, dates): (usize, impl Iterator<Item = TimingTag>),
    ) -> Self {
        let mut all = Vec::with_capacity(tags);
        all.extend(met.map(|tag| (stored_key(&tag), tag)));
        all.sort_unstable_by_key(|(key, _)| *key);
        let mut deadlines = Vec::with_capacity(stated);
        deadlines.extend(dates.map(|tag| (tag.rule.fingerprint(), tag)));
        deadlines.sort_unstable_by_key(|(key, _)| *key);
        Self { met: all.into(), dates: deadlines.into() }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
struct FitForm {
    #[serde(default)]
    met: Vec<FitTag>,
    #[serde(default)]
    deadlines: Vec<TimingTag>,
}

impl Serialize for FitTags {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let form = FitForm { met: self.met().cloned().collect(), deadlines: self.deadlines().cloned().collect() };
        form.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for FitTags {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let FitForm { met, deadlines } = FitForm::deserialize(deserializer)?;
        if !bounds::FIT_TAGS.admits_len(met.len()) || !bounds::FIT_TAGS.admits_len(deadlines.len()) {
            return Err(D::Error::custom("too many fit tags: at most 512 rules and 512 deadlines"));
        }
        let mut rules: Vec<Fingerprint> = met.iter().map(|tag| tag.rule.fingerprint()).collect();
        rules.sort_unstable();
        let tags = Self::of((met.len(), met.into_iter()), (deadlines.len(), deadlines.into_iter()));
        // Two bands of one rule have different keys.
        if rules.is_sorted_by(|x, y| x < y)
            && tags.keys().is_sorted_by(|x, y| x < y)
            && tags.dates().is_sorted_by(|x, y| x.0 < y.0)
        {
            Ok(tags)
        } else {
            Err(D::Error::custom("a fit rule is listed twice: list it once"))
        }
    }
}

fn stored_key(tag: &FitTag) -> Fingerprint {
    let band = tag.band.map(|band| match band {
        Band::Number(index) => Some(usize::from(index)),
        Band::Otherwise => None,
    });
    fit_key(&tag.rule, band)
}
