//! Advice on a checked policy: what is legal but can hardly be meant.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use crate::condition::Condition;
use crate::scoring::language::combine::{MAX_DIMENSIONS, Values, value};
use crate::scoring::language::engagement::EngagementRule;
use crate::scoring::language::fit::{FitRule, FitTest};
use crate::scoring::language::group::{Bounds, GroupSums, add};
use crate::scoring::language::rules::Rules;
use crate::values::{Path, Points, RuleName};

/// A piece of advice.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ScoringLint {
    /// The kind.
    pub code: ScoringLintCode,
    /// Where.
    pub path: Path,
    /// What, in words.
    pub message: String,
}

/// The kind of a piece of advice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum ScoringLintCode {
    /// A rule or tag whose condition contradicts itself.
    NeverFires,
    /// A rule that gives no points.
    NoPoints,
    /// Two bands that hold the same values: the earlier one wins.
    OverlappingBands,
    /// A total that no lead can reach.
    ThresholdUnreachable,
    /// A minimum that its dimension cannot reach.
    MinimumUnreachable,
    /// A cap that nothing reaches.
    CapNeverReached,
    /// A tag that no rule weighs and that raises no hand.
    UnusedTag,
    /// A group without rules.
    EmptyGroup,
    /// A dimension that no profile takes.
    UnusedDimension,
}

impl ScoringLintCode {
    /// The code as a stable word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NeverFires => "never_fires",
            Self::NoPoints => "no_points",
            Self::OverlappingBands => "overlapping_bands",
            Self::ThresholdUnreachable => "threshold_unreachable",
            Self::MinimumUnreachable => "minimum_unreachable",
            Self::CapNeverReached => "cap_never_reached",
            Self::UnusedTag => "unused_tag",
            Self::EmptyGroup => "empty_group",
            Self::UnusedDimension => "unused_dimension",
        }
    }
}

impl fmt::Display for ScoringLint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path, self.message)
    }
}

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
    fn add(&mut self, code: ScoringLintCode, path: Path, message: impl fmt::Display) {
        self.found.push(ScoringLint { code, path, message: format!("{message}") });
    }

    fn rule_path(&self, rule: &RuleName, kind: &str) -> Path {
        self.path.key("rules").key(rule.as_str()).key(kind)
    }

    /// A rule of `group` gives between the least and the most of these, or nothing.
    fn gives(&mut self, group: u8, points: impl Iterator<Item = i64> + Clone) -> bool {
        let (least, most) = (points.clone().fold(0, i64::min), points.fold(0, i64::max));
        add(&mut self.least, group, least);
        add(&mut self.most, group, most);
        least < 0 || most > 0
    }

    fn points(&mut self, group: u8, points: impl Iterator<Item = i64> + Clone, path: Path) {
        if !self.gives(group, points) {
            self.add(ScoringLintCode::NoPoints, path, "gives 0 points: it changes no score");
        }
    }

    fn tags(&mut self) {
        for (index, tag) in self.rules.tags.iter().enumerate() {
            let path = self.path.key("tags").key(tag.name.as_str());
            if tag.when.as_ref().is_some_and(Condition::is_contradiction) {
                let path = path.key("when");
                self.add(
                    ScoringLintCode::NeverFires,
                    path,
                    "no activity can meet this condition: its parts exclude each other",
                );
            }
            let raises = self.rules.raising_tags.iter().any(|tag| usize::from(*tag) == index);
            if !raises && self.rules.rules_of(tag).is_empty() {
                self.add(ScoringLintCode::UnusedTag, path, "no rule weighs this tag and it raises no hand");
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
                    let path = path.key("when");
                    self.add(
                        ScoringLintCode::NeverFires,
                        path,
                        "no profile can meet this condition: its parts exclude each other",
                    );
                } else {
                    self.points(rule.group, core::iter::once(*points), path);
                }
            }
            FitTest::Bands { bands, otherwise, .. } => {
                let path = self.rule_path(&rule.name, "bands");
                for (index, (test, _)) in bands.iter().enumerate() {
                    let earlier = bands.iter().take(index).position(|(other, _)| !other.excludes(test));
                    if let Some(earlier) = earlier {
                        let path = path.key("bands").index(index);
                        let message = format!("overlaps band {earlier}, which wins where both hold");
                        self.add(ScoringLintCode::OverlappingBands, path, message);
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
            if rule.cap < i64::MAX && rule.cap > most.saturating_abs() {
                let message = format!("the rule gives at most {}", Points::saturating(most.saturating_abs()));
                self.add(ScoringLintCode::CapNeverReached, path.key("cap"), message);
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
            let own = |rule_group: u8| usize::from(rule_group) == index;
            let used = self.rules.fits.iter().any(|rule| own(rule.group))
                || self.rules.engagements.iter().any(|rule| own(rule.group))
                || self.rules.timings.iter().any(|rule| own(rule.group));
            if used {
                let most = self.most.get(index).copied().unwrap_or(0);
                self.cap(group.bounds, most, &path);
            } else {
                self.add(ScoringLintCode::EmptyGroup, path, "no rule belongs to this group");
            }
        }
        let mut sums = Values::default();
        for (group, most) in self.rules.groups.iter().zip(self.most) {
            if let Some(sum) = sums.get_mut(usize::from(group.dimension)) {
                *sum = sum.saturating_add(group.bounds.hold(most));
            }
        }
        for (dimension, most) in self.rules.dimensions.iter().zip(sums) {
            self.cap(dimension.bounds, most, &self.path.key("dimensions").key(dimension.name.as_str()));
        }
    }

    fn cap(&mut self, bounds: Bounds, most: i64, path: &Path) {
        if bounds.cap < Points::MAX.thousandths() && bounds.cap > most {
            let message = format!("nothing gives more than {} here", Points::saturating(most));
            self.add(ScoringLintCode::CapNeverReached, path.key("cap"), message);
        }
    }

    fn profiles(&mut self) {
        let (low, high) = (self.rules.dimension_values(&self.least), self.rules.dimension_values(&self.most));
        let mut used = [false; MAX_DIMENSIONS];
        for profile in &self.rules.profiles {
            let path = self.path.key("profiles").key(profile.name.as_str());
            for dimension in profile.combine.operands().chain(profile.minima.iter().map(|(dimension, _)| *dimension)) {
                if let Some(used) = used.get_mut(usize::from(dimension)) {
                    *used = true;
                }
            }
            let most = profile.bounds.hold(profile.combine.between(&low, &high).1);
            if most < profile.enter {
                let message = format!("no lead can reach this: the most is {}", Points::saturating(most));
                self.add(ScoringLintCode::ThresholdUnreachable, path.key("enter"), message);
            }
            for (dimension, least) in &profile.minima {
                let most = value(&high, *dimension);
                if let (true, Some(dimension)) = (most < *least, self.rules.dimensions.get(usize::from(*dimension))) {
                    let message = format!("no lead can reach this: the most is {}", Points::saturating(most));
                    let path = path.key("minima").key(dimension.name.as_str());
                    self.add(ScoringLintCode::MinimumUnreachable, path, message);
                }
            }
        }
        for (dimension, used) in self.rules.dimensions.iter().zip(used) {
            if !used {
                let path = self.path.key("dimensions").key(dimension.name.as_str());
                self.add(ScoringLintCode::UnusedDimension, path, "no score profile takes this dimension");
            }
        }
    }
}

/// The most (or least) that a rule gives before its cap.
fn most_of(rule: &EngagementRule) -> i64 {
    rule.points.saturating_mul(i64::from(rule.times))
}
