//! What the moves of a deal say: when it was opened, when the first meeting was held, and where it went since.

use alloc::vec::Vec;

use crate::deal::Pipeline;
use crate::lead::LeftOver;
use crate::lifecycle::backfill::legacy_row::{LegacyMove, LegacyRow};
use crate::values::{DealStageName, Milestone, Moment};

/// The moves of a row in the places that the pipeline gives them.
#[derive(Debug, Default)]
pub(super) struct Moves {
    /// The first stage before the first meeting.
    pub(super) opened: Option<LegacyMove>,
    /// Further stages before the first meeting.
    pub(super) before: Vec<LegacyMove>,
    /// The first stage at or after the first meeting.
    pub(super) met: Option<LegacyMove>,
    /// The moves since.
    pub(super) since: Vec<LegacyMove>,
    /// Stages before the first meeting, told after it or dated apart from the hand-over.
    pub(super) left: Vec<LeftOver>,
}

/// Whether a stage is at or after the first meeting; where a pipeline marks none, every stage is.
pub(super) fn after_mark(pipeline: &Pipeline, stage: &DealStageName) -> bool {
    let mark = pipeline.first_meeting().unwrap_or(pipeline.opening());
    pipeline.position(stage) >= pipeline.position(mark)
}

impl Moves {
    /// Sorts the moves of a row. The stage where the deal stands now is the last of them.
    pub(super) fn of(row: &LegacyRow, pipeline: &Pipeline) -> Self {
        let mut moves = Self::default();
        for one in &row.moves {
            let (after, met) = (after_mark(pipeline, &one.deal_stage), moves.met.is_some());
            if after && met {
                moves.since.push(one.clone());
            } else if after {
                moves.met = Some(one.clone());
            } else if moves.opened.is_none() && !met {
                moves.opened = Some(one.clone());
            } else if !met {
                moves.before.push(one.clone());
            } else {
                moves.left.push(LeftOver::DealStage { stage: one.deal_stage.clone(), at: one.at });
            }
        }
        moves.begin_with(row, pipeline);
        moves.end_with(row, pipeline);
        moves
    }

    /// A first meeting that the row dates apart from the first move was held at the stage of the first meeting; a hand-over that it
    /// dates apart from the first stage was then.
    fn begin_with(&mut self, row: &LegacyRow, pipeline: &Pipeline) {
        let handed_over = row.reached.get(&Milestone::Sql).copied().flatten();
        if let Some(LegacyMove { deal_stage, at: Some(at) }) = &self.opened {
            if handed_over.is_some_and(|said| said != *at) {
                self.left.push(LeftOver::DealStage { stage: deal_stage.clone(), at: Some(*at) });
            }
        }
        let said = row.reached.get(&Milestone::Opportunity).copied().flatten();
        let apart = |met: &LegacyMove| said.is_some() && met.at.is_some() && met.at != said;
        if self.met.as_ref().is_some_and(apart) {
            let mark = pipeline.first_meeting().unwrap_or(pipeline.opening()).clone();
            let met = self.met.replace(LegacyMove { deal_stage: mark, at: said });
            self.since.splice(0..0, met);
        }
    }

    fn end_with(&mut self, row: &LegacyRow, pipeline: &Pipeline) {
        let open = row.end.is_none() && !row.won();
        let Some(stage) = row.deal_stage.as_ref().filter(|_| open) else { return };
        let now = LegacyMove { deal_stage: stage.clone(), at: None };
        match (&self.met, &self.opened, after_mark(pipeline, stage)) {
            (Some(met), _, true) if self.since.last().unwrap_or(met).deal_stage != *stage => self.since.push(now),
            (None, Some(opened), false) if self.before.last().unwrap_or(opened).deal_stage != *stage => {
                self.before.push(now);
            }
            (_, _, _) => {}
        }
    }

    /// The highest milestone that they tell of.
    pub(super) fn reached(&self) -> Milestone {
        match (&self.met, &self.opened) {
            (Some(_), _) => Milestone::Opportunity,
            (None, Some(_)) => Milestone::Sql,
            (None, None) => Milestone::Lead,
        }
    }

    /// The moves before the first meeting, before and after the acceptance.
    pub(super) fn around(&self, accepted: Option<Moment>) -> (&[LegacyMove], &[LegacyMove]) {
        let later = |one: &LegacyMove| one.at.zip(accepted).is_some_and(|(at, accepted)| at > accepted);
        let place = self.before.iter().position(later).unwrap_or(self.before.len());
        self.before.split_at_checked(place).unwrap_or_default()
    }

    /// When they say that a milestone was reached.
    pub(super) fn at(&self, milestone: Milestone) -> Option<Moment> {
        let told = match milestone {
            Milestone::Sql => self.opened.as_ref(),
            Milestone::Opportunity => self.met.as_ref(),
            Milestone::Lead | Milestone::Mql | Milestone::Sao | Milestone::Won => None,
        };
        told.and_then(|told| told.at)
    }

    /// Whether they tell of it, dated or not.
    pub(super) fn tell(&self, milestone: Milestone) -> bool {
        match milestone {
            Milestone::Sql => self.opened.is_some(),
            Milestone::Opportunity => self.met.is_some(),
            Milestone::Lead | Milestone::Mql | Milestone::Sao | Milestone::Won => false,
        }
    }
}
