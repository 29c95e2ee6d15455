//! Rules that weigh a stated date, checked.

use alloc::boxed::Box;
use alloc::format;
use alloc::vec::Vec;

use crate::scoring::bounds;
use crate::scoring::language::timing::TimingRule;
use crate::scoring::policy::check::context::Context;
use crate::scoring::policy::rule_draft::{TimingDraft, TimingStep};
use crate::values::{FaultCode, FieldKind, Path, RuleName};

pub(super) fn timing(check: &mut Context<'_>, name: &RuleName, draft: &TimingDraft, path: &Path) -> TimingRule {
    let mut checker = check.of_profile();
    if let Some(Some(kind)) = checker.kind(&draft.field, &path.key("field")) {
        if kind != FieldKind::Date {
            check.faults.add(FaultCode::WrongType, &path.key("field"), "a date field", format!("a {kind} field"));
        }
    }
    if draft.ahead.is_empty() && draft.missed.is_empty() {
        check.faults.add(FaultCode::Missing, path, "steps in `ahead` or `missed`", "none");
    }
    TimingRule {
        name: name.clone(),
        key: name.fingerprint().to_bits(),
        group: check.group(&draft.group, path),
        order: check.order,
        field: draft.field.clone(),
        ahead: steps(check, &draft.ahead, &path.key("ahead")),
        missed: steps(check, &draft.missed, &path.key("missed")),
    }
}

fn steps(check: &mut Context<'_>, steps: &[TimingStep], path: &Path) -> Box<[(u64, i64)]> {
    if !bounds::BANDS.admits_len(steps.len()) {
        check.faults.add(FaultCode::OutOfRange, path, bounds::BANDS, steps.len());
    }
    let mut last = 0;
    let mut checked = Vec::new();
    for (index, step) in steps.iter().enumerate() {
        let path = path.index(index);
        if step.up_to.seconds() <= last {
            let got = format!("`{}`", step.up_to);
            check.faults.add(FaultCode::Order, &path.key("up_to"), "a longer span than the step before", got);
        }
        last = step.up_to.seconds();
        checked.push((last, check.points(step.points, &path.key("points"))));
    }
    checked.into()
}
