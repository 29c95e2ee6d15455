//! Every rule that may give something, one after the other.

use crate::scoring::language::rules::Rules;
use crate::scoring::language::tag::Tag;
use crate::scoring::memory::earned_tags::EarnedTags;
use crate::scoring::memory::kept::Kept;
use crate::scoring::memory::occurrence::Occurrence;
use crate::scoring::memory::tag::KeptTag;
use crate::scoring::score::item::Item;
use crate::scoring::score::newest::Newest;
use crate::scoring::score::view::View;
use crate::values::{Digest, Instant};

/// Calls `each` with every rule that may give something: those that weigh the profile, then occurrences, then stated
/// dates.
#[inline]
pub(in crate::scoring) fn walk<'a>(rules: &'a Rules, view: View<'a>, mut each: impl FnMut(Item<'a>)) {
    match view.profile {
        None => rules.each_fit(view.state.fits(), |fit| each(Item::Fit(fit))),
        Some(met) => rules.each_fit(met.keys(), |fit| each(Item::Fit(fit))),
    }
    walk_engagement(rules, view, &mut each);
    if rules.timings.is_empty() {
        return;
    }
    let date = |rule, until| each(Item::Timing(rule, until));
    match view.profile {
        None => rules.each_date(view.state.dates().iter().copied(), date),
        Some(met) => rules.each_date(met.dates(), date),
    }
}

#[inline]
fn walk_engagement<'a>(rules: &'a Rules, view: View<'a>, each: &mut impl FnMut(Item<'a>)) {
    let marks = view.state.marks();
    let mut known = view.state.tags();
    for tag in &rules.tags {
        while known.peek().is_some_and(|key| key < tag.key) {
            known.next();
        }
        let found = if known.peek() == Some(tag.key) { known.next() } else { None };
        let newest = match (view.activity.and_then(|extra| extra_of(tag, extra)), found) {
            (None, None) => continue,
            (None, Some(found)) => Newest::plain(found.kept, tag),
            (Some((new, keep)), found) => {
                let none = KeptTag { key: tag.key, keep: 0, cut: false, kept: Kept::NONE, ids: &[] };
                let old = found.unwrap_or(none);
                Newest::with(KeptTag { keep: old.keep.max(keep), ..old }, new, tag)
            }
        };
        for rule in rules.rules_of(tag) {
            each(Item::Engagement(rule, newest, marks));
        }
    }
}

/// The occurrence that an activity adds to a tag, and how many are kept then at least.
fn extra_of(tag: &Tag, (earned, at, id): (&EarnedTags, Instant, Digest)) -> Option<(Occurrence, u16)> {
    let earned = earned.as_slice().iter().find(|earned| earned.tag == tag.name)?;
    Some((Occurrence { at: at.seconds(), key: earned.identity(id) }, earned.keep))
}
