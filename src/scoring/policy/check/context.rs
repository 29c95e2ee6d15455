//! What every part of the check uses: the draft, the fields, and the list of faults.

use crate::condition::Checker;
use crate::scoring::bounds;
use crate::scoring::language::group::Bounds;
use crate::scoring::language::place::{DimensionPlace, GroupPlace};
use crate::scoring::language::thousandths::Thousandths;
use crate::scoring::policy::draft::ScoringDraft;
use crate::values::limits::Limit;
use crate::values::{
    Counted, Declared, DimensionName, Expected, FaultCode, Faults, FieldCatalog, Got, GroupName, Path, Points,
    PointsOf, ScoringDemand, Span,
};

/// A check of a draft.
#[derive(Debug)]
pub(super) struct Context<'a> {
    pub(super) draft: &'a ScoringDraft,
    pub(super) catalog: &'a FieldCatalog,
    pub(super) path: &'a Path,
    pub(super) faults: &'a mut Faults,
    /// The place of the rule that is being checked.
    pub(super) order: u16,
}

impl Context<'_> {
    /// Checks conditions on a profile: its fields are declared.
    pub(super) fn of_profile(&mut self) -> Checker<'_> {
        Checker::declared(self.catalog, self.faults)
    }

    /// Checks conditions on an activity: its fields need not be declared.
    pub(super) fn of_activity(&mut self) -> Checker<'_> {
        Checker::loose(self.catalog, self.faults)
    }

    pub(super) fn count(&mut self, limit: Limit, got: usize, key: &str) {
        if !limit.admits_len(got) {
            self.faults.add(FaultCode::OutOfRange, &self.path.key(key), limit, Got::length(got));
        }
    }

    pub(super) fn positive(&mut self, span: Span, path: &Path) -> u64 {
        if span.seconds() == 0 {
            self.faults.add(FaultCode::OutOfRange, path, Expected::SpanFrom(Span::saturating(1)), span);
        }
        span.seconds().max(1)
    }

    pub(super) fn points(&mut self, points: Points, path: &Path) -> Thousandths {
        if !bounds::RULE_THOUSANDTHS.admits(points.thousandths()) {
            let most = i64::try_from(bounds::RULE_THOUSANDTHS.max).unwrap_or(i64::MAX);
            let expected = ScoringDemand::PointsUpTo(Points::saturating(most));
            self.faults.add(FaultCode::OutOfRange, path, expected, points);
        }
        points.into()
    }

    pub(super) fn group(&mut self, name: &GroupName, path: &Path) -> GroupPlace {
        let position = self.draft.groups.keys().position(|group| group == name);
        if position.is_none() {
            let known = self.draft.groups.keys().map(GroupName::as_str);
            self.faults.unknown(&path.key("group"), Declared::Group, name.as_str(), known);
        }
        GroupPlace::of(position.unwrap_or(0))
    }

    pub(super) fn dimension(&mut self, name: &DimensionName, path: &Path) -> DimensionPlace {
        let position = self.draft.dimensions.keys().position(|dimension| dimension == name);
        if position.is_none() {
            let known = self.draft.dimensions.keys().map(DimensionName::as_str);
            self.faults.unknown(path, Declared::Dimension, name.as_str(), known);
        }
        DimensionPlace::of(position.unwrap_or(0))
    }

    pub(super) fn bounds(&mut self, floor: Option<Points>, cap: Option<Points>, path: &Path) -> Bounds {
        let (floor, cap) = (floor.unwrap_or(Points::MIN), cap.unwrap_or(Points::MAX));
        if floor > cap {
            let got = Got::PointsPair { of: PointsOf::FloorAndCap, first: floor, second: cap };
            self.faults.add(FaultCode::Order, path, ScoringDemand::FloorUpToCap, got);
        }
        Bounds { floor: floor.into(), cap: cap.into() }
    }

    /// There is at least one.
    pub(super) fn some(&mut self, count: usize, path: &Path) {
        if count == 0 {
            self.faults.add(FaultCode::Missing, path, Expected::AtLeastOne(Counted::Dimensions), Got::Nothing);
        }
    }
}
