//! Rules that weigh the profile, checked.

use alloc::vec::Vec;

use crate::condition::Test;
use crate::scoring::bounds;
use crate::scoring::language::fit_rule::{FitPoints, FitRule, FitTest};
use crate::scoring::language::place::RulePlace;
use crate::scoring::policy::check::context::Context;
use crate::scoring::policy::rule_draft::{BandDraft, BandsDraft, FitDraft};
use crate::scoring::stored_key::fit_key;
use crate::values::{Counted, Expected, FaultCode, FieldKind, Got, Path, Points, RuleName, ScoringDemand};

/// `place` is that of the rule among those that weigh the profile; none comes back when its condition is at fault.
pub(super) fn fit(
    check: &mut Context<'_>,
    name: &RuleName,
    draft: &FitDraft,
    path: &Path,
    place: RulePlace,
) -> Option<(FitRule, FitPoints)> {
    let group = check.group(&draft.group, path);
    let points = check.points(draft.points, &path.key("points"));
    let condition = check.of_profile().condition(&draft.when, &path.key("when"))?;
    let given = FitPoints { key: fit_key(name, None), points, rule: place, group, order: check.order };
    Some((FitRule { name: name.clone(), group, test: FitTest::When { condition, points } }, given))
}

/// `rule` is the place of the rule among those that weigh the profile.
pub(super) fn bands(
    check: &mut Context<'_>,
    name: &RuleName,
    draft: &BandsDraft,
    path: &Path,
    rule: RulePlace,
) -> (FitRule, Vec<FitPoints>) {
    let group = check.group(&draft.group, path);
    let mut given = Vec::new();
    let mut points = |check: &mut Context<'_>, band: Option<usize>, points: Points, path: &Path| {
        let points = check.points(points, path);
        given.push(FitPoints { key: fit_key(name, Some(band)), points, rule, group, order: check.order });
        points
    };
    if draft.bands.is_empty() || !bounds::BANDS.admits_len(draft.bands.len()) {
        let expected = Expected::Between { least: 1, most: bounds::BANDS.max_len(), of: Counted::Bands };
        check.faults.add(FaultCode::OutOfRange, &path.key("bands"), expected, Got::length(draft.bands.len()));
    }
    let otherwise = draft.otherwise.map(|p| points(check, None, p, &path.key("otherwise")));
    let kind = check.of_profile().kind(&draft.field, &path.key("field")).flatten();
    let mut bands = Vec::new();
    for (index, band) in draft.bands.iter().enumerate() {
        let path = path.key("bands").index(index);
        let points = points(check, Some(index), band.points, &path.key("points"));
        if let Some(test) = band_of(check, kind, band, &path) {
            bands.push((test, points));
        }
    }
    let test = FitTest::Bands { field: draft.field.clone(), bands: bands.into(), otherwise };
    (FitRule { name: name.clone(), group, test }, given)
}

fn band_of(check: &mut Context<'_>, kind: Option<FieldKind>, band: &BandDraft, path: &Path) -> Option<Test> {
    let ranged = band.from.is_some() || band.to.is_some();
    match (ranged, band.one_of.is_empty()) {
        // What it is compared with cannot be told without knowing the field.
        (true, true) => check.of_profile().range(kind?, band.from.as_ref(), band.to.as_ref(), path),
        (false, false) => check.of_profile().one_of(kind?, &band.one_of, &path.key("one_of")),
        (both, _) => {
            let got = if both { Got::Both } else { Got::Neither };
            check.faults.add(FaultCode::Conflict, path, ScoringDemand::RangeOrList, got);
            None
        }
    }
}
