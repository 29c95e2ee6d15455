//! The steps that a row reports: in the order of the funnel, the implied ones filled in, each dated and checked.

use alloc::vec::Vec;

use crate::lead::MilestoneBasis;
use crate::lifecycle::backfill::backfill_error::BackfillError;
use crate::lifecycle::backfill::backfill_rules::{BackfillRules, OrderPolicy};
use crate::lifecycle::backfill::legacy_row::{LegacyEnd, LegacyRow};
use crate::values::{Date, Instant, Milestone, Moment, UtcOffset};

/// When a step was, checked against the one before it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Dated {
    /// The instant that stands for it in order: of a day as near to the step before as the day allows.
    pub(super) at: Instant,
    /// The day, when no more is known.
    pub(super) day: Option<Date>,
    /// Whether it was moved to the step before.
    pub(super) clamped: bool,
}

impl Dated {
    /// As the row says it.
    fn told(self) -> Moment {
        self.day.map_or(Moment::At(self.at), Moment::Day)
    }
}

/// One step of the row, dated and checked.
pub(super) struct DatedStep {
    pub(super) milestone: Milestone,
    pub(super) dated: Option<Dated>,
    pub(super) basis: MilestoneBasis,
}

/// What dates are checked against.
#[derive(Debug, Clone, Copy)]
pub(super) struct Almanac {
    pub(super) rules: BackfillRules,
    pub(super) import: Instant,
    /// Where days are read.
    pub(super) offset: UtcOffset,
}

/// The steps of a row in the order of the funnel, implied ones filled in, dates checked or clamped, with every fault of
/// them. The first step is the capture.
pub(super) fn date_steps(row: &LegacyRow, almanac: Almanac) -> (Vec<DatedStep>, Vec<BackfillError>) {
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
    let mut before: Option<(Milestone, Dated)> = None;
    for milestone in Milestone::ALL.iter().copied().filter(|m| *m <= last) {
        let reported = row.reached.get(&milestone).copied();
        let reported = if milestone == Milestone::Won { won.or(reported) } else { reported };
        let dated = reported.flatten().map(|told| almanac.in_order(milestone, told, before)).transpose();
        let dated = dated.unwrap_or_else(|fault| {
            faults.push(fault);
            None
        });
        before = dated.map(|dated| (milestone, dated)).or(before);
        let basis = if reported.is_some() { MilestoneBasis::Imported } else { MilestoneBasis::Implied };
        steps.push(DatedStep { milestone, dated, basis });
    }
    (steps, faults)
}

impl Almanac {
    /// A step after the one before it. A day is in order unless it was over before that.
    fn in_order(
        self,
        step: Milestone,
        told: Moment,
        before: Option<(Milestone, Dated)>,
    ) -> Result<Dated, BackfillError> {
        let (first, last) = told.bounds(self.offset);
        if first > self.import {
            return Err(BackfillError::Future { step, at: told, import: self.import });
        }
        let dated = Dated { at: first, day: told.day(), clamped: false };
        let Some((earlier, known)) = before else {
            return Ok(dated);
        };
        if last >= known.at {
            return Ok(Dated { at: told.nearest(known.at, self.offset), ..dated });
        }
        match self.rules.order {
            OrderPolicy::Refuse => Err(BackfillError::Order { earlier, before: known.told(), later: step, at: told }),
            OrderPolicy::Clamp => Ok(Dated { clamped: true, ..known }),
        }
    }

    /// When the row was lost, if it says so, after its steps.
    pub(super) fn lost_at(self, told: Option<Moment>, steps: &[DatedStep]) -> Result<Option<Dated>, BackfillError> {
        let before = steps.iter().rev().find_map(|step| step.dated.map(|dated| (step.milestone, dated)));
        let dated = told.map(|told| self.in_order(Milestone::Lead, told, before)).transpose();
        dated.map_err(|fault| {
            if let BackfillError::Order { earlier, before, at, .. } = fault {
                BackfillError::LostTooEarly { earlier, before, at }
            } else {
                fault
            }
        })
    }
}
