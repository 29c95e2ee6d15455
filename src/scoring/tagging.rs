//! Tagging: what an activity or a profile earns under the policy. It never looks at the lead.

use alloc::boxed::Box;
use alloc::sync::Arc;
use alloc::vec::Vec;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::scoring::bounds;
use crate::scoring::draft::OncePer;
use crate::scoring::rules::{FitTest, KindTags, Scoring, Tag};
use crate::values::{
    Activity, ActivityKind, FieldLookup, FieldName, FieldValue, Fingerprint, Instant, ObjectKey, RuleName, TagName,
    fingerprint_of,
};

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
#[serde(deny_unknown_fields)]
pub struct EarnedTag {
    /// The tag.
    pub tag: TagName,
    /// How many of its newest occurrences are kept.
    #[serde(deserialize_with = "keep")]
    pub keep: u16,
    /// The distinct thing, when the tag counts once per thing.
    #[serde(default)]
    pub object: Option<Fingerprint>,
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
    /// What makes two occurrences the same: the object and period if the tag asks for them, otherwise the activity's id.
    pub(crate) fn identity(&self, id: Fingerprint) -> u64 {
        identity(self.object, self.period, id)
    }
}

#[inline]
fn identity(object: Option<Fingerprint>, period: Option<Instant>, id: Fingerprint) -> u64 {
    match (object, period) {
        (None, None) => id.to_bits(),
        (Some(object), None) => object.to_bits(),
        (None, Some(period)) => mixed(PERIOD, bits(period)),
        (Some(object), Some(period)) => mixed(object.to_bits(), bits(period)),
    }
}

/// Keeps periods and ids apart.
const PERIOD: u64 = 0x7065_7269_6f64_0a5a;

fn bits(at: Instant) -> u64 {
    u64::from_be_bytes(at.seconds().to_be_bytes())
}

/// A fixed 64-bit mix (the finaliser of splitmix64 over the sum): stable, stored.
fn mixed(x: u64, y: u64) -> u64 {
    let z = x.wrapping_add(y.wrapping_mul(0x9e37_79b9_7f4a_7c15)).wrapping_add(0x9e37_79b9_7f4a_7c15);
    let z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
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

    fn from_tags(mut tags: impl Iterator<Item = EarnedTag>) -> Self {
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

/// What the merged profile of a lead meets: fit rules (and which of their bands), and the dates that timing rules look at.
///
/// The fact of a profile change carries it whole, so that it can be applied without the policy.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FitTags {
    /// In the order of keys.
    met: Box<[(u64, FitTag)]>,
    /// In the order of keys: rule fingerprint and the end of the stated day.
    dates: Box<[(u64, TimingTag)]>,
}

/// A fit rule that is met.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
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
#[serde(deny_unknown_fields)]
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

    pub(crate) fn keys(&self) -> impl ExactSizeIterator<Item = u64> + Clone + '_ {
        self.met.iter().map(|(key, _)| *key)
    }

    pub(crate) fn dates(&self) -> impl ExactSizeIterator<Item = (u64, i64)> + Clone + '_ {
        self.dates.iter().map(|(key, tag)| (*key, tag.until.seconds()))
    }

    fn new(met: Vec<FitTag>, dates: Vec<TimingTag>) -> Self {
        let met = met.into_iter().map(|tag| (stored_key(&tag), tag)).collect();
        let dates = dates.into_iter().map(|tag| (tag.rule.fingerprint().to_bits(), tag)).collect();
        Self::sorted(met, dates)
    }

    /// Sorted in place. Keys occur once each, or the tags are turned down: there is no order to keep among equal ones.
    fn sorted(mut met: Vec<(u64, FitTag)>, mut dates: Vec<(u64, TimingTag)>) -> Self {
        met.sort_unstable_by_key(|(key, _)| *key);
        dates.sort_unstable_by_key(|(key, _)| *key);
        Self { met: met.into(), dates: dates.into() }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
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
        let mut rules: Vec<u64> = met.iter().map(|tag| tag.rule.fingerprint().to_bits()).collect();
        rules.sort_unstable();
        let tags = Self::new(met, deadlines);
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

/// The stored number of a met rule or band; `Some(None)` is "in none of the bands".
#[expect(clippy::option_option, reason = "outer: a banded rule; inner: in a band")]
pub(crate) fn fit_key(rule: &RuleName, band: Option<Option<usize>>) -> u64 {
    let place = match band {
        None => return rule.fingerprint().to_bits(),
        Some(None) => u64::MAX,
        Some(Some(index)) => u64::try_from(index).unwrap_or(u64::MAX),
    };
    mixed(rule.fingerprint().to_bits(), place)
}

fn stored_key(tag: &FitTag) -> u64 {
    let band = tag.band.map(|band| match band {
        Band::Number(index) => Some(usize::from(index)),
        Band::Otherwise => None,
    });
    fit_key(&tag.rule, band)
}

/// As many as a policy has rules at most.
const NOTES: usize = 512;
const _: () = assert!(bounds::RULES.max == 512, "one note per rule");

/// Whether a fit rule is met, and in which of its bands, if it has any.
#[expect(clippy::option_option, reason = "outer: it is met; inner: the band of a rule that has bands")]
fn meets(profile: &impl FieldLookup, test: &FitTest) -> Option<Option<Band>> {
    match test {
        FitTest::When { condition, .. } => condition.holds(profile).then_some(None),
        FitTest::Bands { field, bands, otherwise } => {
            let value = profile.value(field.as_str())?;
            let place = bands.iter().position(|(test, _)| test.holds(value));
            match place.map(u16::try_from) {
                Some(place) => place.ok().map(|place| Some(Band::Number(place))),
                None => otherwise.map(|_points| Some(Band::Otherwise)),
            }
        }
    }
}

impl Scoring {
    /// The tags that an activity earns, having happened at `at`.
    ///
    /// Nothing is allocated when nothing is earned.
    #[must_use]
    pub fn tag_activity(&self, activity: &Activity, at: Instant) -> EarnedTags {
        EarnedTags::from_tags(self.earned(activity).map(|tag| EarnedTag {
            tag: tag.name.clone(),
            keep: tag.keep,
            object: object(tag, activity),
            period: tag.period.map(|seconds| self.period_start(seconds, at)),
        }))
    }

    /// What the merged profile meets.
    #[must_use]
    pub fn tag_profile(&self, profile: &impl FieldLookup) -> FitTags {
        // What is met is noted first and written down then, so that the tags are of the right size from the start.
        let mut notes = [None; NOTES];
        let mut count = 0_usize;
        for (note, rule) in notes.iter_mut().zip(&self.fits) {
            *note = meets(profile, &rule.test);
            count = count.saturating_add(usize::from(note.is_some()));
        }
        let mut met = Vec::with_capacity(count);
        for (note, rule) in notes.into_iter().zip(&self.fits) {
            met.extend(note.map(|band| FitTag { rule: rule.name.clone(), band }).map(|tag| (stored_key(&tag), tag)));
        }
        let stated = || {
            self.timings.iter().filter_map(|rule| match profile.value(rule.field.as_str()) {
                Some(FieldValue::Date(date)) => Some((rule, *date)),
                Some(_) | None => None,
            })
        };
        let mut dates = Vec::with_capacity(stated().count());
        dates.extend(stated().map(|(rule, date)| {
            let until = date.add_days(1).start(self.offset);
            (rule.name.fingerprint().to_bits(), TimingTag { rule: rule.name.clone(), until })
        }));
        FitTags::sorted(met, dates)
    }

    /// Whether the policy reads the activity as a person asking for contact.
    #[must_use]
    pub fn is_hand_raise(&self, activity: &Activity) -> bool {
        self.raising_kinds.contains(&activity.kind)
            || (!self.raising_tags.is_empty()
                && self.earned_indices(activity).any(|tag| self.raising_tags.contains(&tag)))
    }

    fn earned_indices<'a>(&'a self, activity: &'a Activity) -> impl Iterator<Item = u16> + 'a {
        self.tags_of(&activity.kind)
            .iter()
            .copied()
            .filter(|index| self.tags.get(usize::from(*index)).is_some_and(|tag| tag.earned_by(activity)))
    }

    /// The tags that an activity of a kind may earn. Kinds are known by their fingerprints.
    #[inline]
    fn tags_of(&self, kind: &ActivityKind) -> &[u16] {
        let found = self.kind_index.find(kind.fingerprint().to_bits());
        found.and_then(|place| self.kinds.get(place)).map_or(&[], |known| &known.tags)
    }

    /// Calls `each` with the place of every tag that an activity earns, having happened at `at`, and what makes the occurrence distinct.
    #[inline]
    pub(crate) fn each_earned(
        &self,
        known: &KindTags,
        activity: &Activity,
        at: Instant,
        mut each: impl FnMut(u16, u64),
    ) {
        let id = activity.id.fingerprint();
        if let Some(sole) = known.sole {
            return each(sole, id.to_bits());
        }
        for index in &known.tags {
            let Some(tag) = self.tags.get(usize::from(*index)) else { continue };
            if tag.earned_by(activity) {
                let period = tag.period.map(|seconds| self.period_start(seconds, at));
                each(*index, identity(object(tag, activity), period, id));
            }
        }
    }

    pub(crate) fn earned<'a>(&'a self, activity: &'a Activity) -> impl Iterator<Item = &'a Tag> + 'a {
        self.earned_indices(activity).filter_map(|index| self.tags.get(usize::from(index)))
    }

    /// Periods follow each other from Monday 1970-01-05, 00:00 local time.
    pub(crate) fn period_start(&self, seconds: u64, at: Instant) -> Instant {
        let anchor = 4_i64.saturating_mul(86_400).saturating_sub(i64::from(self.offset.seconds()));
        let length = i64::try_from(seconds).unwrap_or(i64::MAX).max(1);
        let into = at.seconds().saturating_sub(anchor).checked_rem_euclid(length).unwrap_or(0);
        Instant::saturating(at.seconds().saturating_sub(into))
    }
}

impl Tag {
    /// Every activity of its kinds earns it, and counts.
    pub(crate) const fn plain(&self) -> bool {
        self.when.is_none() && self.once_per.is_none() && self.period.is_none()
    }

    #[inline]
    fn earned_by(&self, activity: &Activity) -> bool {
        self.when.as_ref().is_none_or(|when| when.holds(&activity.fields))
    }
}

fn object(tag: &Tag, activity: &Activity) -> Option<Fingerprint> {
    match tag.once_per.as_ref()? {
        // An activity without the object is its own: it gets the fingerprint of its id.
        OncePer::Object => {
            Some(activity.object.as_ref().map_or_else(|| activity.id.fingerprint(), ObjectKey::fingerprint))
        }
        OncePer::Field(field) => Some(field_print(activity, field)),
    }
}

fn field_print(activity: &Activity, field: &FieldName) -> Fingerprint {
    activity.fields.get(field.as_str()).map_or_else(|| activity.id.fingerprint(), fingerprint_of)
}
