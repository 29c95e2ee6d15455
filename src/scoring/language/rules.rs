//! The checked rules: names resolved to small numbers, everything in the order in which it is read.

use alloc::boxed::Box;

use crate::calendar::Zone;
use crate::scoring::language::combine::Values;
use crate::scoring::language::engagement_rule::EngagementRule;
use crate::scoring::language::fit_rule::{FitPoints, FitRule};
use crate::scoring::language::group::{Dimension, Group, GroupSums, add};
use crate::scoring::language::index::Index;
use crate::scoring::language::outline::Line;
use crate::scoring::language::place::{ProfilePlace, TagPlace};
use crate::scoring::language::profile::Profile;
use crate::scoring::language::tag::{KindTags, Tag};
use crate::scoring::language::timing_rule::TimingRule;
use crate::values::{ActivityKind, Fingerprint};

/// The rules of a checked policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::scoring) struct Rules {
    pub(in crate::scoring) zone: Zone,
    /// In the order of fingerprints.
    pub(in crate::scoring) tags: Box<[Tag]>,
    pub(in crate::scoring) tag_index: Index,
    /// In the order of kinds.
    pub(in crate::scoring) kinds: Box<[KindTags]>,
    pub(in crate::scoring) kind_index: Index,
    /// In the order of names.
    pub(in crate::scoring) fits: Box<[FitRule]>,
    /// In the order of keys: what each met fit rule gives.
    pub(in crate::scoring) fit_points: Box<[FitPoints]>,
    pub(in crate::scoring) fit_index: Index,
    /// In the order of tags.
    pub(in crate::scoring) engagements: Box<[EngagementRule]>,
    /// In the order of fingerprints.
    pub(in crate::scoring) timings: Box<[TimingRule]>,
    /// All rules, in the order of reports.
    pub(in crate::scoring) outline: Box<[Line]>,
    pub(in crate::scoring) groups: Box<[Group]>,
    pub(in crate::scoring) dimensions: Box<[Dimension]>,
    pub(in crate::scoring) profiles: Box<[Profile]>,
    pub(in crate::scoring) promotes: ProfilePlace,
    pub(in crate::scoring) raising_kinds: Box<[ActivityKind]>,
    pub(in crate::scoring) raising_tags: Box<[TagPlace]>,
    /// Whether a lead that has done nothing may be promoted.
    pub(in crate::scoring) fit_alone: bool,
}

impl Rules {
    #[inline]
    pub(in crate::scoring) fn profile(&self, place: ProfilePlace) -> Option<&Profile> {
        self.profiles.get(place.index())
    }

    pub(in crate::scoring) fn profile_named(&self, name: &str) -> Option<ProfilePlace> {
        self.profiles.iter().position(|profile| profile.name.as_str() == name).map(ProfilePlace::of)
    }

    /// The rules that weigh a tag.
    pub(in crate::scoring) fn rules_of(&self, tag: &Tag) -> &[EngagementRule] {
        let (first, end) = tag.rules;
        self.engagements.get(first.index()..end.index()).unwrap_or(&[])
    }

    pub(in crate::scoring) fn tag_named(&self, name: &str) -> Option<&Tag> {
        self.tags.iter().find(|tag| tag.name.as_str() == name)
    }

    /// Calls `each` with what every met fit rule gives.
    #[inline]
    pub(in crate::scoring) fn each_fit<'a>(
        &'a self,
        fits: impl Iterator<Item = Fingerprint>,
        mut each: impl FnMut(&'a FitPoints),
    ) {
        if let Some(index) = self.fit_index.direct() {
            for key in fits {
                if let Some(fit) = self.fit_points.get(index.find(key)) {
                    each(fit);
                }
            }
            return;
        }
        for key in fits {
            if let Some(fit) = self.fit_index.find(key).and_then(|place| self.fit_points.get(place)) {
                each(fit);
            }
        }
    }

    pub(in crate::scoring) fn add_fits(&self, fits: impl Iterator<Item = Fingerprint>, sums: &mut GroupSums) {
        self.each_fit(fits, |fit| add(sums, fit.group, fit.points));
    }

    /// Calls `each` with the timing rule of every stated date, and the end of the stated day in seconds.
    pub(in crate::scoring) fn each_date<'a>(
        &'a self,
        dates: impl Iterator<Item = (Fingerprint, i64)>,
        mut each: impl FnMut(&'a TimingRule, i64),
    ) {
        for (key, until) in dates {
            if let Ok(place) = self.timings.binary_search_by_key(&key, |rule| rule.key) {
                if let Some(rule) = self.timings.get(place) {
                    each(rule, until);
                }
            }
        }
    }

    #[inline]
    pub(in crate::scoring) fn add_dates(
        &self,
        dates: impl Iterator<Item = (Fingerprint, i64)>,
        sums: &mut GroupSums,
        at: i64,
    ) {
        if !self.timings.is_empty() {
            self.each_date(dates, |rule, until| add(sums, rule.group, rule.value(until, at)));
        }
    }

    /// The dimensions from the sums of the groups.
    #[inline]
    pub(in crate::scoring) fn dimension_values(&self, sums: &GroupSums) -> Values {
        let mut values = Values::default();
        self.dimensions_of(sums, &mut values);
        values
    }

    /// Fills in the dimensions, which are zero before.
    #[inline]
    pub(in crate::scoring) fn dimensions_of(&self, sums: &GroupSums, values: &mut Values) {
        for (group, sum) in self.groups.iter().zip(sums) {
            if let Some(value) = values.get_mut(group.dimension.index()) {
                // INVARIANT: at most 32 sums below 2^49 in size.
                *value = value.wrapping_add(group.bounds.hold(*sum));
            }
        }
        for (dimension, value) in self.dimensions.iter().zip(values) {
            *value = dimension.bounds.hold(*value);
        }
    }
}
