//! When each step of a row was: checked, or moved, to lie after the one before.

use alloc::vec::Vec;

use crate::lead::Lead;
use crate::lifecycle::backfill::backfill_error::BackfillError;
use crate::lifecycle::backfill::backfill_rules::{BackfillRules, OrderPolicy};
use crate::lifecycle::backfill::legacy_step::LegacyStep;
use crate::lifecycle::backfill::plan::Planned;
use crate::values::{Date, Instant, Moment};

/// When a step was, checked against the one before it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Dated {
    /// The instant that stands for it in order: of a day as near to the step before as the day allows.
    pub(super) at: Instant,
    /// The day, when no more is known.
    pub(super) day: Option<Date>,
    /// What the row said, where it was moved to the step before.
    pub(super) told: Option<Moment>,
}

impl Dated {
    /// The moment that is used.
    pub(super) fn used(self) -> Moment {
        self.day.map_or(Moment::At(self.at), Moment::Day)
    }
}

/// A step and when it was.
#[derive(Debug)]
pub(super) struct DatedStep {
    pub(super) planned: Planned,
    /// When it was, if the row says so.
    pub(super) dated: Option<Dated>,
    /// The instant that its fact carries: when it was; of an undated one, that of the dated step before it or, before all of them,
    /// of the first that follows.
    pub(super) known: Instant,
}

/// What dates are checked against.
#[derive(Debug, Clone, Copy)]
pub(super) struct Almanac<'r> {
    pub(super) rules: &'r BackfillRules,
    pub(super) import: Instant,
}

/// What a step must not lie before.
struct Before {
    step: LegacyStep,
    dated: Dated,
}

impl Almanac<'_> {
    /// Dates the steps of a row that follows what a lead has come to, with every fault.
    pub(super) fn date(self, steps: Vec<Planned>, lead: Option<&Lead>) -> (Vec<DatedStep>, Vec<BackfillError>) {
        let mut before = lead.map(|lead| {
            let (at, step) = (lead.cycle().turned_at(), LegacyStep::Turn(lead.cycle().turned_by()));
            Before { step, dated: Dated { at, day: None, told: None } }
        });
        let mut faults = Vec::new();
        let mut dated: Vec<(Planned, Option<Dated>)> = Vec::with_capacity(steps.len());
        let floor = before.as_ref().map(|before| before.dated.at);
        for planned in steps {
            let one = planned.told.map(|told| self.in_order(&planned.step, told, before.as_ref())).transpose();
            let one = one.unwrap_or_else(|fault| {
                faults.push(fault);
                None
            });
            if let Some(dated) = one {
                before = Some(Before { step: planned.step.clone(), dated });
            }
            dated.push((planned, one));
        }
        let first = dated.iter().find_map(|(_, dated)| dated.map(|dated| dated.at));
        // Undated steps before every date lie at the first one; `as_of` says something only where nothing is known at all.
        let mut known = floor.or(first).unwrap_or(self.rules.as_of.min(self.import));
        let steps = dated.into_iter().map(|(planned, dated)| {
            known = dated.map_or(known, |dated| dated.at);
            DatedStep { planned, dated, known }
        });
        (steps.collect(), faults)
    }

    /// That a row which opens a round lies before what the lead has come to, as a whole: moving its dates would move a round.
    pub(super) fn lies_before(steps: &[DatedStep], lead: &Lead) -> Option<BackfillError> {
        let told = steps.iter().filter_map(|step| step.dated).map(|dated| dated.told);
        let moved: Option<Vec<Moment>> = told.collect();
        let at = *moved?.last()?;
        let (turned, turn) = (lead.cycle().turned_at(), LegacyStep::Turn(lead.cycle().turned_by()));
        Some(BackfillError::RowBefore { at, turn, turned })
    }

    /// A step after the one before it. A day is in order unless it was over before that.
    fn in_order(self, step: &LegacyStep, told: Moment, before: Option<&Before>) -> Result<Dated, BackfillError> {
        let (first, last) = told.bounds(&self.rules.zone);
        if first > self.import {
            return Err(BackfillError::Future { step: step.clone(), at: told, import: self.import });
        }
        let dated = Dated { at: first, day: told.day(), told: None };
        let Some(Before { step: earlier, dated: known }) = before else {
            return Ok(dated);
        };
        if last >= known.at {
            return Ok(Dated { at: told.nearest(known.at, &self.rules.zone), ..dated });
        }
        match self.rules.order {
            OrderPolicy::Refuse => Err(BackfillError::Order {
                earlier: earlier.clone(),
                before: known.used(),
                later: step.clone(),
                at: told,
            }),
            OrderPolicy::Clamp => Ok(Dated { told: Some(told), ..*known }),
        }
    }
}
