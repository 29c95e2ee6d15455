//! Finds what is legal in checked rules but can hardly be meant.

use alloc::vec::Vec;

use crate::condition::Condition;
use crate::scoring::language::combine::{MAX_DIMENSIONS, Values, value};
use crate::scoring::language::engagement_rule::EngagementRule;
use crate::scoring::language::fit_rule::{FitRule, FitTest};
use crate::scoring::language::group::{Bounds, GroupSums, add};
use crate::scoring::language::place::GroupPlace;
use crate::scoring::language::rules::Rules;
use crate::scoring::language::tag::Tag;
use crate::scoring::language::thousandths::Thousandths;
use crate::scoring::policy::advice::ScoringAdvice;
use crate::scoring::policy::lint::ScoringLint;
use crate::values::{Path, Points, RuleName};

/// Advice on the rules, its paths below `path`.
pub(in crate::scoring) fn lints(rules: &Rules, path: &Path) -> Vec<ScoringLint> {
    let mut lint = Lint { rules, path, found: Vec::new(), least: GroupSums::default(), most: GroupSums::default() };
    lint.tags();
    lint.fits();
    lint.engagements();
    lint.timings();
    lint.groups();
    lint.profiles();
    lint.found
}

struct Lint<'a> {
    rules: &'a Rules,
    path: &'a Path,
    found: Vec<ScoringLint>,
    /// The least and most that the rules of each group can give.
    least: GroupSums,
    most: GroupSums,
}

impl Lint<'_> {
    fn add(&mut self, path: Path, advice: ScoringAdvice) {
        self.found.push(ScoringLint::new(path, advice));
    }

    fn rule_path(&self, rule: &RuleName, kind: &str) -> Path {
        self.path.key("rules").key(rule.as_str()).key(kind)
    }

    /// A rule of `group` gives between the least and the most of these, or nothing.
    fn gives(&mut self, group: GroupPlace, points: impl Iterator<Item = Thousandths> + Clone) -> bool {
        let none = Thousandths::ZERO;
        let (least, most) = (points.clone().fold(none, Ord::min), points.fold(none, Ord::max));
        add(&mut self.least, group, least);
        add(&mut self.most, group, most);
        least < none || most > none
    }

    fn points(&mut self, group: GroupPlace, points: impl Iterator<Item = Thousandths> + Clone, path: Path) {
        if !self.gives(group, points) {
            self.add(path, ScoringAdvice::NoPoints);
        }
    }

    fn tags(&mut self) {
        for (index, tag) in self.rules.tags.iter().enumerate() {
            let path = self.path.key("tags").key(tag.name.as_str());
            if tag.when.as_ref().is_some_and(Condition::is_contradiction) {
                self.add(path.key("when"), ScoringAdvice::NoActivityMeets);
            }
            let raises = self.rules.raising_tags.iter().any(|tag| tag.index() == index);
            if !raises && self.rules.rules_of(tag).is_empty() {
                self.add(path, ScoringAdvice::UnusedTag);
            }
        }
    }

    fn fits(&mut self) {
        for rule in &self.rules.fits {
            self.fit(rule);
        }
    }

    fn fit(&mut self, rule: &FitRule) {
        match &rule.test {
            FitTest::When { condition, points } => {
                let path = self.rule_path(&rule.name, "fit");
                if condition.is_contradiction() {
                    self.add(path.key("when"), ScoringAdvice::NoProfileMeets);
                } else {
                    self.points(rule.group, core::iter::once(*points), path);
                }
            }
            FitTest::Bands { bands, otherwise, .. } => {
                let path = self.rule_path(&rule.name, "bands");
                for (index, (test, _)) in bands.iter().enumerate() {
                    let earlier = bands.iter().take(index).position(|(other, _)| !other.excludes(test));
                    if let Some(earlier) = earlier {
                        self.add(path.key("bands").index(index), ScoringAdvice::OverlappingBands { earlier });
                    }
                }
                self.points(rule.group, bands.iter().map(|(_, points)| *points).chain(*otherwise), path);
            }
        }
    }

    fn engagements(&mut self) {
        for rule in &self.rules.engagements {
            let path = self.rule_path(&rule.name, "engagement");
            let most = most_of(rule);
            if rule.cap < Thousandths::MAX && rule.cap > most.saturating_abs() {
                let most = most.saturating_abs().points();
                self.add(path.key("cap"), ScoringAdvice::RuleCapNeverReached { most });
            }
            self.points(rule.group, core::iter::once(rule.capped(most)), path);
        }
    }

    fn timings(&mut self) {
        for rule in &self.rules.timings {
            let path = self.rule_path(&rule.name, "timing");
            self.points(rule.group, rule.ahead.iter().chain(&rule.missed).map(|(_, points)| *points), path);
        }
    }

    fn groups(&mut self) {
        for (index, group) in self.rules.groups.iter().enumerate() {
            let path = self.path.key("groups").key(group.name.as_str());
            let own = |rule_group: GroupPlace| rule_group.index() == index;
            let used = self.rules.fits.iter().any(|rule| own(rule.group))
                || self.rules.engagements.iter().any(|rule| own(rule.group))
                || self.rules.timings.iter().any(|rule| own(rule.group));
            if used {
                let most = self.most.get(index).copied().unwrap_or_default();
                self.cap(group.bounds, most, &path);
            } else {
                self.add(path, ScoringAdvice::EmptyGroup);
            }
        }
        let mut sums = Values::default();
        for (group, most) in self.rules.groups.iter().zip(self.most) {
            if let Some(sum) = sums.get_mut(group.dimension.index()) {
                *sum = sum.saturating_add(group.bounds.hold(most));
            }
        }
        for (dimension, most) in self.rules.dimensions.iter().zip(sums) {
            self.cap(dimension.bounds, most, &self.path.key("dimensions").key(dimension.name.as_str()));
        }
    }

    fn cap(&mut self, bounds: Bounds, most: Thousandths, path: &Path) {
        if bounds.cap < Points::MAX.into() && bounds.cap > most {
            self.add(path.key("cap"), ScoringAdvice::CapNeverReached { most: most.points() });
        }
    }

    fn profiles(&mut self) {
        let (low, high) = (self.rules.dimension_values(&self.least), self.rules.dimension_values(&self.most));
        let mut used = [false; MAX_DIMENSIONS];
        for profile in &self.rules.profiles {
            let path = self.path.key("profiles").key(profile.name.as_str());
            for dimension in profile.combine.operands().chain(profile.minima.iter().map(|(dimension, _)| *dimension)) {
                if let Some(used) = used.get_mut(dimension.index()) {
                    *used = true;
                }
            }
            let most = profile.bounds.hold(profile.combine.between(&low, &high).1);
            if most < profile.enter {
                self.add(path.key("enter"), ScoringAdvice::ThresholdUnreachable { most: most.points() });
            }
            let earns = |tag: &Tag| !tag.when.as_ref().is_some_and(Condition::is_contradiction);
            let promotes =
                self.rules.profile(self.rules.promotes).is_some_and(|promoting| promoting.name == profile.name);
            if promotes && !self.rules.fit_alone && !self.rules.tags.iter().any(earns) {
                self.add(path.key("enter"), ScoringAdvice::NeverPromotes);
            }
            for (dimension, least) in &profile.minima {
                let most = value(&high, *dimension);
                if let (true, Some(dimension)) = (most < *least, self.rules.dimensions.get(dimension.index())) {
                    let path = path.key("minima").key(dimension.name.as_str());
                    self.add(path, ScoringAdvice::MinimumUnreachable { most: most.points() });
                }
            }
        }
        for (dimension, used) in self.rules.dimensions.iter().zip(used) {
            if !used {
                let path = self.path.key("dimensions").key(dimension.name.as_str());
                self.add(path, ScoringAdvice::UnusedDimension);
            }
        }
    }
}

/// The most (or least) that a rule gives before its cap.
fn most_of(rule: &EngagementRule) -> Thousandths {
    rule.points.saturating_mul(i64::from(rule.times))
}
