//! Tagging: what an activity or a profile earns under the policy. It never looks at the lead.

use crate::scoring::bounds;
use crate::scoring::language::fit_rule::FitTest;
use crate::scoring::language::once_per::OncePer;
use crate::scoring::language::place::TagPlace;
use crate::scoring::language::rules::Rules;
use crate::scoring::language::tag::{KindTags, Tag};
use crate::scoring::memory::earned_tags::{EarnedTag, EarnedTags, identity};
use crate::scoring::memory::fit_tags::{Band, FitTag, FitTags, TimingTag};
use crate::values::{Activity, ActivityKind, Digest, FieldLookup, FieldValue, Instant, ObjectKey, digest_of};

/// As many as a policy has rules at most.
const NOTES: usize = 512;
const _: () = assert!(bounds::RULES.max == 512);

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

/// The tags that an activity earns, having happened at `at`.
///
/// Nothing is allocated when nothing is earned.
pub(in crate::scoring) fn tag_activity(rules: &Rules, activity: &Activity, at: Instant) -> EarnedTags {
    EarnedTags::from_tags(earned(rules, activity).map(|tag| EarnedTag {
        tag: tag.name.clone(),
        keep: tag.keep,
        object: object(tag, activity),
        period: tag.period.map(|seconds| rules.zone.period_start(seconds, at)),
    }))
}

/// What the merged profile meets.
pub(in crate::scoring) fn tag_profile(rules: &Rules, profile: &impl FieldLookup) -> FitTags {
    // What is met is noted first and written down then, so that the tags are of the right size from the start.
    let mut notes = [None; NOTES];
    let mut count = 0_usize;
    for (note, rule) in notes.iter_mut().zip(&rules.fits) {
        *note = meets(profile, &rule.test);
        count = count.saturating_add(usize::from(note.is_some()));
    }
    let met = notes
        .into_iter()
        .zip(&rules.fits)
        .filter_map(|(note, rule)| note.map(|band| FitTag { rule: rule.name.clone(), band }));
    let stated = || {
        rules.timings.iter().filter_map(|rule| match profile.value(rule.field.as_str()) {
            Some(FieldValue::Date(date)) => Some((rule, *date)),
            Some(_) | None => None,
        })
    };
    let dates = stated().map(|(rule, date)| {
        let until = date.add_days(1).start(&rules.zone);
        TimingTag { rule: rule.name.clone(), until }
    });
    FitTags::of((count, met), (stated().count(), dates))
}

/// Whether a tag or a hand-raise knows a kind.
pub(in crate::scoring) fn knows_kind(rules: &Rules, kind: &ActivityKind) -> bool {
    !tags_of(rules, kind).is_empty() || rules.raising_kinds.contains(kind)
}

/// Whether the policy reads the activity as a person asking for contact.
pub(in crate::scoring) fn is_hand_raise(rules: &Rules, activity: &Activity) -> bool {
    rules.raising_kinds.contains(&activity.kind)
        || (!rules.raising_tags.is_empty()
            && earned_indices(rules, activity).any(|tag| rules.raising_tags.contains(&tag)))
}

fn earned_indices<'a>(rules: &'a Rules, activity: &'a Activity) -> impl Iterator<Item = TagPlace> + 'a {
    tags_of(rules, &activity.kind)
        .iter()
        .copied()
        .filter(|index| rules.tags.get(index.index()).is_some_and(|tag| earned_by(tag, activity)))
}

/// The tags that an activity of a kind may earn. A kind is looked up by its fingerprint, and known by its text.
#[inline]
fn tags_of<'a>(rules: &'a Rules, kind: &ActivityKind) -> &'a [TagPlace] {
    let found = rules.kind_index.find(kind.fingerprint());
    let known = found.and_then(|place| rules.kinds.get(place)).filter(|known| known.kind == *kind);
    known.map_or(&[], |known| &known.tags)
}

/// Calls `each` with the place of every tag that an activity earns, having happened at `at`, and what makes the
/// occurrence distinct.
#[inline]
pub(in crate::scoring) fn each_earned(
    rules: &Rules,
    known: &KindTags,
    activity: &Activity,
    at: Instant,
    mut each: impl FnMut(TagPlace, Digest),
) {
    let id = activity.id.digest();
    if let Some(sole) = known.sole {
        return each(sole, id);
    }
    for index in &known.tags {
        let Some(tag) = rules.tags.get(index.index()) else { continue };
        if earned_by(tag, activity) {
            let period = tag.period.map(|seconds| rules.zone.period_start(seconds, at));
            each(*index, identity(object(tag, activity), period, id));
        }
    }
}

pub(super) fn earned<'a>(rules: &'a Rules, activity: &'a Activity) -> impl Iterator<Item = &'a Tag> + 'a {
    earned_indices(rules, activity).filter_map(|index| rules.tags.get(index.index()))
}

#[inline]
fn earned_by(tag: &Tag, activity: &Activity) -> bool {
    tag.when.as_ref().is_none_or(|when| when.holds(&activity.fields))
}

fn object(tag: &Tag, activity: &Activity) -> Option<Digest> {
    let object = match tag.once_per.as_ref()? {
        OncePer::Object => activity.object.as_ref().map(ObjectKey::digest),
        OncePer::Field(field) => activity.fields.get(field.as_str()).map(digest_of),
    };
    Some(object.unwrap_or_else(|| {
        // An activity without the object is its own, and never that of another.
        let (high, low) = activity.id.digest().to_bits();
        Digest::of_parts("own", &[high, low])
    }))
}
