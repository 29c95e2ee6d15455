//! Tags of a draft, checked.

use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use crate::scoring::bounds;
use crate::scoring::language::once_per::OncePer;
use crate::scoring::language::place::TagPlace;
use crate::scoring::language::tag::{KindTags, Tag};
use crate::scoring::policy::check::context::Context;
use crate::scoring::policy::tag_draft::TagDraft;
use crate::values::{ActivityKind, Counted, Declared, Expected, FaultCode, Got, Path, TagName};

pub(super) fn tags(check: &mut Context<'_>) -> Vec<Tag> {
    check.count(bounds::TAGS, check.draft.tags.len(), "tags");
    let mut tags: Vec<Tag> = Vec::new();
    let draft = check.draft;
    for (name, tag) in &draft.tags {
        let path = check.path.key("tags").key(name.as_str());
        tags.push(tag_of(check, name, tag, &path));
    }
    tags.sort_by_key(|tag| tag.key);
    tags
}

fn tag_of(check: &mut Context<'_>, name: &TagName, draft: &TagDraft, path: &Path) -> Tag {
    if draft.kinds.is_empty() {
        check.faults.add(
            FaultCode::Missing,
            &path.key("kinds"),
            Expected::AtLeastOne(Counted::ActivityKinds),
            Got::Nothing,
        );
    }
    if draft.kinds.len() > bounds::KINDS.max_len() {
        check.faults.add(FaultCode::OutOfRange, &path.key("kinds"), bounds::KINDS, Got::length(draft.kinds.len()));
    }
    if !bounds::KEEP.admits(draft.keep) {
        check.faults.add(FaultCode::OutOfRange, &path.key("keep"), bounds::KEEP, draft.keep);
    }
    let mut checker = check.of_activity();
    let when = draft.when.as_ref().and_then(|when| checker.condition(when, &path.key("when")));
    if let Some(OncePer::Field(field)) = &draft.once_per {
        checker.kind(field, &path.key("once_per").key("field"));
    }
    let period = draft.one_per_period.map(|span| check.positive(span, &path.key("one_per_period")));
    Tag {
        name: name.clone(),
        key: name.fingerprint(),
        keep: draft.keep,
        when,
        once_per: draft.once_per.clone(),
        period,
        kinds: draft.kinds.iter().cloned().collect(),
        rules: Default::default(),
    }
}

pub(super) fn raising_tags(check: &mut Context<'_>, tags: &[Tag]) -> Box<[TagPlace]> {
    let draft = check.draft;
    let path = check.path.key("hand_raise").key("tags");
    let mut raising = Vec::new();
    for name in &draft.hand_raise.tags {
        if let Some(index) = tags.iter().position(|tag| tag.name == *name) {
            raising.push(TagPlace::of(index));
        } else {
            let known = tags.iter().map(|tag| tag.name.as_str());
            check.faults.unknown(&path, Declared::Tag, name.as_str(), known);
        }
    }
    raising.into()
}

/// What activities of each kind may earn.
pub(super) fn by_kind(tags: &[Tag]) -> Box<[KindTags]> {
    let mut kinds: BTreeMap<ActivityKind, Vec<TagPlace>> = BTreeMap::new();
    for (index, tag) in tags.iter().enumerate() {
        for kind in &tag.kinds {
            kinds.entry(kind.clone()).or_default().push(TagPlace::of(index));
        }
    }
    let plain = |place: TagPlace| tags.get(place.index()).is_some_and(Tag::plain);
    let of_kind = |(kind, indices): (ActivityKind, Vec<TagPlace>)| {
        let sole = if let [one] = indices.as_slice() { Some(*one).filter(|one| plain(*one)) } else { None };
        KindTags { kind, tags: indices.into(), sole }
    };
    kinds.into_iter().map(of_kind).collect()
}
