//! What a row says, put in order: the steps that follow from where the lead stands, the implied ones filled in, and what has no
//! place.

use alloc::vec::Vec;

use crate::lead::{Lead, LeftOver, MilestoneBasis};
use crate::lifecycle::backfill::backfill_error::BackfillError;
use crate::lifecycle::backfill::legacy_end::LegacyEnd;
use crate::lifecycle::backfill::legacy_row::{LegacyMove, LegacyRow};
use crate::lifecycle::backfill::legacy_step::LegacyStep;
use crate::lifecycle::backfill::moves::Moves;
use crate::values::{Milestone, Moment, StageKind};

/// Where a row begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Begins {
    /// A new lead, or the next cycle of one: with this milestone.
    With(Milestone),
    /// The cycle that is open goes on after this milestone.
    After(Milestone),
    /// Nothing begins: the row tells of no round, and the lead stays where it is.
    Nothing,
}

impl Begins {
    /// Where the next row of a lead begins.
    ///
    /// # Errors
    /// A deal is open, or the lead was merged.
    pub(super) fn of(lead: &Lead, row: &LegacyRow) -> Result<Self, BackfillError> {
        match lead.stage().kind() {
            StageKind::Lead => Ok(Self::After(Milestone::Lead)),
            StageKind::Mql => Ok(Self::After(Milestone::Mql)),
            StageKind::Customer | StageKind::Disqualified if !row.tells_of_round() => Ok(Self::Nothing),
            // A lead with an open deal is not merged into another.
            StageKind::Sql | StageKind::Opportunity if !row.tells_of_round() && !row.was_merged() => Ok(Self::Nothing),
            StageKind::Customer => Ok(Self::With(Milestone::Mql)),
            StageKind::Disqualified => Ok(Self::With(Milestone::Lead)),
            stage @ (StageKind::Sql | StageKind::Opportunity | StageKind::Merged) => {
                Err(BackfillError::CycleOpen { stage })
            }
        }
    }

    /// The milestone that the lead has when the row begins.
    const fn milestone(self) -> Milestone {
        match self {
            Self::With(milestone) | Self::After(milestone) => milestone,
            Self::Nothing => Milestone::Lead,
        }
    }
}

/// One step of a row in its place, with what the row says of when.
#[derive(Debug)]
pub(super) struct Planned {
    pub(super) step: LegacyStep,
    pub(super) told: Option<Moment>,
    pub(super) basis: MilestoneBasis,
}

/// The steps of a row; the first opens it.
#[derive(Debug)]
pub(super) struct Plan {
    pub(super) steps: Vec<Planned>,
    pub(super) left: Vec<LeftOver>,
    /// The highest milestone of the row.
    pub(super) last: Milestone,
}

impl Plan {
    /// Puts a row in order, with every fault of its steps.
    pub(super) fn of(
        row: &LegacyRow,
        (begins, lead): (Begins, Option<&Lead>),
        moves: &Moves,
    ) -> (Self, Vec<BackfillError>) {
        let mut faults = Vec::new();
        let said_won = row.reached.get(&Milestone::Won).copied();
        let ended_won = row.end.as_ref().filter(|end| end.is_won()).map(LegacyEnd::at);
        let bought = matches!(&row.end, Some(LegacyEnd::Bought { .. }));
        // A customer may have been merged; any other end is no win.
        let ends_otherwise =
            row.end.as_ref().is_some_and(|end| !end.is_won() && !matches!(end, LegacyEnd::Merged { .. }));
        if said_won.is_some() && ends_otherwise {
            faults.push(BackfillError::WonAndLost);
        }
        let won = ended_won.map(|at| at.or(said_won.flatten())).or(said_won);
        let reported = row.reached.keys().next_back().copied().unwrap_or(Milestone::Lead);
        let last = if won.is_some() { Milestone::Won } else { reported.max(moves.reached()).max(begins.milestone()) };
        if let Some(LegacyEnd::Discarded { .. }) = &row.end {
            if last > Milestone::Lead {
                faults.push(BackfillError::DiscardedLater { reached: last });
            }
        }
        let mut plan = Self { steps: Vec::new(), left: Vec::new(), last };
        plan.left.extend(moves.left.iter().cloned());
        if let Some((Some(_used), Some(said))) = ended_won.zip(said_won).filter(|(ended, said)| ended != said) {
            plan.left.push(LeftOver::Reached { milestone: Milestone::Won, at: Some(said) });
        }
        plan.open(row, begins, lead);
        for milestone in Milestone::ALL.iter().copied().filter(|one| *one > begins.milestone() && *one <= last) {
            if milestone == Milestone::Won {
                plan.move_deal(&moves.since);
                plan.reach(milestone, won.is_some(), won.flatten());
            } else {
                let said = row.reached.get(&milestone).copied();
                let at = said.flatten().or_else(|| moves.at(milestone));
                let (before, after) = moves.around(at);
                if milestone == Milestone::Sao {
                    plan.move_deal(before);
                }
                plan.reach(milestone, said.is_some() || moves.tell(milestone), at);
                if milestone == Milestone::Sao {
                    plan.move_deal(after);
                }
            }
        }
        if last == Milestone::Sql {
            plan.move_deal(&moves.before);
        }
        if last < Milestone::Won {
            plan.move_deal(&moves.since);
        }
        if row.churned.is_some() && won.is_none() && !bought {
            faults.push(BackfillError::ChurnedUnwon);
        }
        // What was merged had churned before.
        if row.was_merged() {
            plan.end_contract(row);
        }
        if let Some(end) = row.end.as_ref().filter(|end| !end.is_won()) {
            plan.push(LegacyStep::End, end.at(), MilestoneBasis::Imported);
        }
        if !row.was_merged() {
            plan.end_contract(row);
        }
        (plan, faults)
    }

    fn push(&mut self, step: LegacyStep, told: Option<Moment>, basis: MilestoneBasis) {
        self.steps.push(Planned { step, told, basis });
    }

    fn end_contract(&mut self, row: &LegacyRow) {
        if let Some(churned) = &row.churned {
            self.push(LegacyStep::ContractEnd, churned.at, MilestoneBasis::Imported);
        }
    }

    fn reach(&mut self, milestone: Milestone, is_reported: bool, at: Option<Moment>) {
        let basis = if is_reported { MilestoneBasis::Imported } else { MilestoneBasis::Implied };
        self.push(milestone.into(), at, basis);
    }

    /// The first step. What the row says of milestones that the lead has already, or that an expansion does not have, is left over.
    fn open(&mut self, row: &LegacyRow, begins: Begins, lead: Option<&Lead>) {
        let Begins::With(milestone) = begins else {
            self.push(begins.milestone().into(), None, MilestoneBasis::Imported);
            let marks = lead.map(|lead| lead.cycle().milestones());
            let known = |milestone: Milestone| {
                let mark = marks.and_then(|marks| marks.get(milestone))?;
                mark.day.map(Moment::Day).or(mark.at.map(Moment::At))
            };
            self.known(row, begins.milestone(), known);
            return;
        };
        let said = |one: Milestone| row.reached.get(&one).copied();
        let first = said(milestone).flatten().or_else(|| said(Milestone::Lead).flatten());
        let basis = if milestone == Milestone::Lead || said(milestone).is_some() {
            MilestoneBasis::Imported
        } else {
            MilestoneBasis::Implied
        };
        self.push(milestone.into(), first, basis);
        if milestone > Milestone::Lead {
            self.known(row, Milestone::Lead, |_milestone| first);
        }
    }

    fn known(&mut self, row: &LegacyRow, up_to: Milestone, used: impl Fn(Milestone) -> Option<Moment>) {
        for (milestone, at) in row.reached.iter().filter(|(one, _)| **one <= up_to) {
            if at.is_some() && *at != used(*milestone) {
                self.left.push(LeftOver::Reached { milestone: *milestone, at: *at });
            }
        }
    }

    fn move_deal(&mut self, moves: &[LegacyMove]) {
        for moved in moves {
            self.push(LegacyStep::DealStage(moved.deal_stage.clone()), moved.at, MilestoneBasis::Imported);
        }
    }
}
