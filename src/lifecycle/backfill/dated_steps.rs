//! The steps that a row reports: in the order of the funnel, the implied ones filled in, each dated and checked.

use alloc::vec::Vec;

use crate::lead::MilestoneBasis;
use crate::lifecycle::backfill::backfill_error::BackfillError;
use crate::lifecycle::backfill::legacy_row::{BackfillRules, LegacyEnd, LegacyRow, OrderPolicy};
use crate::values::{Instant, Milestone};

/// One step of the row, dated and checked.
pub(super) struct Dated {
    pub(super) milestone: Milestone,
    pub(super) at: Option<Instant>,
    pub(super) basis: MilestoneBasis,
    pub(super) clamped: bool,
}

/// The steps of a row in the order of the funnel, implied ones filled in, dates checked or clamped, with every fault of
/// them. The first step is the capture.
pub(super) fn date_steps(row: &LegacyRow, rules: BackfillRules, import: Instant) -> (Vec<Dated>, Vec<BackfillError>) {
    let mut faults = Vec::new();
    let won = match &row.end {
        Some(LegacyEnd::Won { at, .. }) => Some(*at),
        Some(LegacyEnd::Lost { .. }) | None => row.reached.get(&Milestone::Won).copied(),
    };
    if won.is_some() && matches!(row.end, Some(LegacyEnd::Lost { .. })) {
        faults.push(BackfillError::WonAndLost);
    }
    let last = match won {
        Some(_) => Milestone::Won,
        None => row.reached.keys().next_back().copied().unwrap_or(Milestone::Lead),
    };
    let mut steps = Vec::new();
    let mut before: Option<(Milestone, Instant)> = None;
    for milestone in Milestone::ALL.iter().copied().filter(|m| *m <= last) {
        let reported = row.reached.get(&milestone).copied();
        let reported = if milestone == Milestone::Won { won.or(reported) } else { reported };
        let dated = reported.flatten().map_or(Ok((None, false)), |at| in_order(milestone, at, before, rules, import));
        let (at, clamped) = dated.unwrap_or_else(|fault| {
            faults.push(fault);
            (None, false)
        });
        before = at.map(|at| (milestone, at)).or(before);
        let basis = if reported.is_some() { MilestoneBasis::Imported } else { MilestoneBasis::Implied };
        steps.push(Dated { milestone, at, basis, clamped });
    }
    (steps, faults)
}

fn in_order(
    step: Milestone,
    at: Instant,
    before: Option<(Milestone, Instant)>,
    rules: BackfillRules,
    import: Instant,
) -> Result<(Option<Instant>, bool), BackfillError> {
    if at > import {
        return Err(BackfillError::Future { step, at, import });
    }
    match before {
        Some((earlier, known)) if at < known => match rules.order {
            OrderPolicy::Refuse => Err(BackfillError::Order { earlier, before: known, later: step, at }),
            OrderPolicy::Clamp => Ok((Some(known), true)),
        },
        Some(_) | None => Ok((Some(at), false)),
    }
}

pub(super) fn lost_at(
    at: Option<Instant>,
    steps: &[Dated],
    rules: BackfillRules,
    import: Instant,
) -> Result<(Option<Instant>, bool), BackfillError> {
    let Some(at) = at else {
        return Ok((None, false));
    };
    let before = steps.iter().rev().find_map(|step| step.at.map(|at| (step.milestone, at)));
    match in_order(Milestone::Lead, at, before, rules, import) {
        Err(BackfillError::Order { earlier, before, at, .. }) => {
            Err(BackfillError::LostTooEarly { earlier, before, at })
        }
        outcome => outcome,
    }
}
