//! How long a lead was where: the clocks of the stages, of one cycle or of a whole life.

use serde::{Deserialize, Serialize};

use crate::values::{Instant, Span, StageKind};

/// The clock of one stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub struct StageClock {
    /// When the stage was first entered.
    pub first_entry: Instant,
    /// When it was last entered.
    pub last_entry: Instant,
    /// How often it was entered.
    pub visits: u32,
    /// Time spent in visits that have ended.
    pub ended: Span,
}

/// The clocks of all stages that were visited.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
#[doc(alias = "滞留時間")]
pub struct StageClocks {
    lead: Option<StageClock>,
    mql: Option<StageClock>,
    sql: Option<StageClock>,
    opportunity: Option<StageClock>,
    customer: Option<StageClock>,
    disqualified: Option<StageClock>,
    merged: Option<StageClock>,
}

impl StageClocks {
    /// The clock of a stage, if it was ever visited.
    #[must_use]
    pub const fn get(&self, stage: StageKind) -> Option<&StageClock> {
        match stage {
            StageKind::Lead => self.lead.as_ref(),
            StageKind::Mql => self.mql.as_ref(),
            StageKind::Sql => self.sql.as_ref(),
            StageKind::Opportunity => self.opportunity.as_ref(),
            StageKind::Customer => self.customer.as_ref(),
            StageKind::Disqualified => self.disqualified.as_ref(),
            StageKind::Merged => self.merged.as_ref(),
        }
    }

    const fn slot(&mut self, stage: StageKind) -> &mut Option<StageClock> {
        match stage {
            StageKind::Lead => &mut self.lead,
            StageKind::Mql => &mut self.mql,
            StageKind::Sql => &mut self.sql,
            StageKind::Opportunity => &mut self.opportunity,
            StageKind::Customer => &mut self.customer,
            StageKind::Disqualified => &mut self.disqualified,
            StageKind::Merged => &mut self.merged,
        }
    }

    /// How often a stage was entered.
    #[must_use]
    pub fn visits(&self, stage: StageKind) -> u32 {
        self.get(stage).map_or(0, |clock| clock.visits)
    }

    /// All visited stages, in the order of stages.
    pub fn iter(&self) -> impl Iterator<Item = (StageKind, &StageClock)> {
        StageKind::ALL.iter().filter_map(|stage| self.get(*stage).map(|clock| (*stage, clock)))
    }

    /// Time spent in a stage up to `at`, given the stage the lead is in.
    #[must_use]
    pub fn time_in(&self, stage: StageKind, current: StageKind, at: Instant) -> Span {
        self.get(stage).map_or(Span::ZERO, |clock| {
            if stage == current {
                clock.ended.saturating_add(at.saturating_since(clock.last_entry))
            } else {
                clock.ended
            }
        })
    }

    pub(super) fn enter(&mut self, stage: StageKind, at: Instant) {
        let slot = self.slot(stage);
        match slot {
            Some(clock) => {
                clock.visits = clock.visits.saturating_add(1);
                clock.last_entry = at;
            }
            None => {
                *slot = Some(StageClock { first_entry: at, last_entry: at, visits: 1, ended: Span::ZERO });
            }
        }
    }

    pub(super) fn leave(&mut self, stage: StageKind, at: Instant) {
        if let Some(clock) = self.slot(stage) {
            let stayed = at.saturating_since(clock.last_entry);
            clock.ended = clock.ended.saturating_add(stayed);
        }
    }

    /// A stage that was entered at `known`, from another, was entered at `at` already, as later news shows: the other lost
    /// the time between.
    pub(super) fn pull(&mut self, from: StageKind, into: StageKind, known: Instant, at: Instant) {
        if let Some(clock) = self.slot(from) {
            let lost = known.saturating_since(at);
            clock.ended = Span::saturating(clock.ended.seconds().saturating_sub(lost.seconds()));
        }
        if let Some(clock) = self.slot(into) {
            if clock.first_entry == clock.last_entry {
                clock.first_entry = at;
            }
            clock.last_entry = at;
        }
    }
}
