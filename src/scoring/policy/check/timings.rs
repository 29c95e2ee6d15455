//! Rules that weigh a stated date, checked.

use alloc::boxed::Box;
use alloc::vec::Vec;

use crate::scoring::bounds;
use crate::scoring::language::thousandths::Thousandths;
use crate::scoring::language::timing_rule::TimingRule;
use crate::scoring::policy::check::context::Context;
use crate::scoring::policy::rule_draft::{TimingDraft, TimingStep};
use crate::values::{Expected, FaultCode, FieldKind, Got, Path, RuleName, ScoringDemand};

pub(super) fn timing(check: &mut Context<'_>, name: &RuleName, draft: &TimingDraft, path: &Path) -> TimingRule {
    let mut checker = check.of_profile();
    if let Some(Some(kind)) = checker.kind(&draft.field, &path.key("field")) {
        if kind != FieldKind::Date {
            let (expected, got) = (Expected::FieldOf(&[FieldKind::Date]), Got::FieldOf(kind));
            check.faults.add(FaultCode::WrongType, &path.key("field"), expected, got);
        }
    }
    if draft.ahead.is_empty() && draft.missed.is_empty() {
        check.faults.add(FaultCode::Missing, path, ScoringDemand::StepsOfDate, Got::Nothing);
    }
    TimingRule {
        name: name.clone(),
        key: name.fingerprint(),
        group: check.group(&draft.group, path),
        order: check.order,
        field: draft.field.clone(),
        ahead: steps(check, &draft.ahead, &path.key("ahead")),
        missed: steps(check, &draft.missed, &path.key("missed")),
    }
}

fn steps(check: &mut Context<'_>, steps: &[TimingStep], path: &Path) -> Box<[(u64, Thousandths)]> {
    if !bounds::BANDS.admits_len(steps.len()) {
        check.faults.add(FaultCode::OutOfRange, path, bounds::BANDS, Got::length(steps.len()));
    }
    let mut last = 0;
    let mut checked = Vec::new();
    for (index, step) in steps.iter().enumerate() {
        let path = path.index(index);
        if step.up_to.seconds() <= last {
            check.faults.add(FaultCode::Order, &path.key("up_to"), ScoringDemand::LongerStep, step.up_to);
        }
        last = step.up_to.seconds();
        checked.push((last, check.points(step.points, &path.key("points"))));
    }
    checked.into()
}
