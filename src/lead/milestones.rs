//! Which milestones were reached: what funnels count, once a cycle, and their counts over a life.

use serde::{Deserialize, Serialize};

use crate::values::{Date, Instant, Milestone};

/// How a milestone is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MilestoneBasis {
    /// It was decided here.
    Direct,
    /// A later milestone implies it; nobody recorded it.
    Implied,
    /// A legacy system recorded it.
    Imported,
}

/// A milestone that was reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub struct MilestoneMark {
    /// When, if it is known.
    pub at: Option<Instant>,
    /// The civil day, when no more than the day is known.
    pub day: Option<Date>,
    /// How it is known.
    pub basis: MilestoneBasis,
}

/// The milestones of a cycle, each at most once: what funnels count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub struct Milestones {
    lead: Option<MilestoneMark>,
    mql: Option<MilestoneMark>,
    sql: Option<MilestoneMark>,
    sao: Option<MilestoneMark>,
    opportunity: Option<MilestoneMark>,
    won: Option<MilestoneMark>,
}

impl Milestones {
    /// The mark of a milestone, if it was reached.
    #[must_use]
    pub const fn get(&self, milestone: Milestone) -> Option<&MilestoneMark> {
        match milestone {
            Milestone::Lead => self.lead.as_ref(),
            Milestone::Mql => self.mql.as_ref(),
            Milestone::Sql => self.sql.as_ref(),
            Milestone::Sao => self.sao.as_ref(),
            Milestone::Opportunity => self.opportunity.as_ref(),
            Milestone::Won => self.won.as_ref(),
        }
    }

    /// Whether a milestone was reached in this cycle.
    #[must_use]
    pub const fn reached(&self, milestone: Milestone) -> bool {
        self.get(milestone).is_some()
    }

    /// All milestones that were reached, in order.
    pub fn iter(&self) -> impl Iterator<Item = (Milestone, &MilestoneMark)> {
        Milestone::ALL.iter().filter_map(|m| self.get(*m).map(|mark| (*m, mark)))
    }

    const fn slot(&mut self, milestone: Milestone) -> &mut Option<MilestoneMark> {
        match milestone {
            Milestone::Lead => &mut self.lead,
            Milestone::Mql => &mut self.mql,
            Milestone::Sql => &mut self.sql,
            Milestone::Sao => &mut self.sao,
            Milestone::Opportunity => &mut self.opportunity,
            Milestone::Won => &mut self.won,
        }
    }

    /// A milestone that was marked at `known` was reached at `at`, as later news shows.
    pub(super) fn pull(&mut self, milestone: Milestone, known: Instant, at: Instant) {
        if let Some(mark) = self.slot(milestone).as_mut().filter(|mark| mark.at == Some(known)) {
            (mark.at, mark.day) = (Some(at), None);
        }
    }

    /// Marks a milestone; `true` when it was not reached before in this cycle.
    pub(super) const fn reach(&mut self, milestone: Milestone, mark: MilestoneMark) -> bool {
        let slot = self.slot(milestone);
        if slot.is_some() {
            return false;
        }
        *slot = Some(mark);
        true
    }
}

/// How often each milestone was reached, over all cycles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub struct MilestoneCounts {
    /// Cycles that began at Lead.
    pub lead: u32,
    /// Cycles that reached MQL.
    pub mql: u32,
    /// Cycles that reached SQL.
    pub sql: u32,
    /// Cycles that reached SAO.
    pub sao: u32,
    /// Cycles that reached Opportunity.
    pub opportunity: u32,
    /// Cycles that were won.
    pub won: u32,
}

impl MilestoneCounts {
    /// The count of a milestone.
    #[must_use]
    pub const fn get(&self, milestone: Milestone) -> u32 {
        match milestone {
            Milestone::Lead => self.lead,
            Milestone::Mql => self.mql,
            Milestone::Sql => self.sql,
            Milestone::Sao => self.sao,
            Milestone::Opportunity => self.opportunity,
            Milestone::Won => self.won,
        }
    }

    pub(super) const fn count(&mut self, milestone: Milestone) {
        let count = match milestone {
            Milestone::Lead => &mut self.lead,
            Milestone::Mql => &mut self.mql,
            Milestone::Sql => &mut self.sql,
            Milestone::Sao => &mut self.sao,
            Milestone::Opportunity => &mut self.opportunity,
            Milestone::Won => &mut self.won,
        };
        *count = count.saturating_add(1);
    }
}
