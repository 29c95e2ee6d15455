//! What a lead came to, round by round.

use std::collections::{BTreeMap, BTreeSet};

use lead_lifecycle::deal::{Contract, Deal};
use lead_lifecycle::lead::{Attribution, Cycle, MilestoneMark};
use lead_lifecycle::values::{
    CycleKind, Date, DealKey, Milestone, Moment, Money, PipelineName, ProductKey, ReasonCode, TeamKey,
};
use lead_lifecycle::{ActorId, LeadKey, Origin};

use crate::export::gap::Gap;

/// How a round ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum EndKind {
    Won,
    /// Bought without sales.
    Bought,
    Lost,
    Recycled,
    Disqualified,
    /// Disqualified before it was an MQL.
    Discarded,
    Merged,
}

impl EndKind {
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Won => "won",
            Self::Bought => "bought",
            Self::Lost => "lost",
            Self::Recycled => "recycled",
            Self::Disqualified => "disqualified",
            Self::Discarded => "discarded",
            Self::Merged => "merged",
        }
    }

    /// Whether a contract was signed.
    pub(crate) const fn signs(self) -> bool {
        matches!(self, Self::Won | Self::Bought)
    }
}

/// The end of a round.
#[derive(Debug, Clone)]
pub(crate) struct End {
    pub(crate) kind: EndKind,
    /// None if nobody knows.
    pub(crate) at: Option<Moment>,
    pub(crate) reason: Option<ReasonCode>,
    pub(crate) into: Option<LeadKey>,
}

/// The end of the contract of a round.
#[derive(Debug, Clone)]
pub(crate) struct Churn {
    /// None if nobody knows.
    pub(crate) at: Option<Moment>,
    pub(crate) reason: ReasonCode,
}

/// A deal of a round.
#[derive(Debug, Clone)]
pub(crate) struct DealOf {
    pub(crate) round: u32,
    pub(crate) deal: Deal,
    /// How it ended, and when: `open` while it has not.
    pub(crate) outcome: &'static str,
    pub(crate) closed: Option<Moment>,
}

/// What was said of a deal that never came to be.
#[derive(Debug, Clone, Default)]
pub(crate) struct SaidOfDeal {
    pub(crate) key: Option<DealKey>,
    pub(crate) product: Option<ProductKey>,
    pub(crate) value: Option<Money>,
    pub(crate) expected_close: Option<Date>,
    pub(crate) pipeline: Option<PipelineName>,
}

/// One cycle of a lead.
#[derive(Debug, Clone)]
pub(crate) struct Round {
    pub(crate) number: u32,
    pub(crate) origin: Origin,
    pub(crate) attribution: Attribution,
    pub(crate) owner: Option<ActorId>,
    pub(crate) team: Option<TeamKey>,
    pub(crate) milestones: BTreeMap<Milestone, MilestoneMark>,
    /// The newest deal, as it was last.
    pub(crate) deal: Option<Deal>,
    pub(crate) said_of_deal: SaidOfDeal,
    pub(crate) contract: Option<Contract>,
    /// That this contract has ended, where a row can say so.
    pub(crate) churn: Option<Churn>,
    pub(crate) kind: CycleKind,
    pub(crate) end: Option<End>,
    pub(crate) gaps: BTreeSet<Gap>,
}

impl Round {
    pub(crate) fn of(cycle: &Cycle) -> Self {
        let mut round = Self {
            number: cycle.number(),
            origin: cycle.origin(),
            attribution: Attribution::default(),
            owner: None,
            team: None,
            milestones: BTreeMap::new(),
            deal: None,
            said_of_deal: SaidOfDeal::default(),
            contract: None,
            churn: None,
            kind: cycle.kind(),
            end: None,
            gaps: BTreeSet::new(),
        };
        round.see(cycle);
        round
    }

    /// The cycle as it now is.
    pub(crate) fn see(&mut self, cycle: &Cycle) {
        self.kind = cycle.kind();
        self.origin = cycle.origin();
        self.attribution.clone_from(cycle.attribution());
        self.owner = cycle.owner().cloned();
        self.team = cycle.team().cloned();
        self.milestones = cycle.milestones().iter().map(|(milestone, mark)| (milestone, *mark)).collect();
    }

    pub(crate) fn signed(&self) -> bool {
        self.end.as_ref().is_some_and(|end| end.kind.signs())
    }

    /// When a milestone was reached, as exactly as that is known.
    pub(crate) fn moment(&self, milestone: Milestone) -> Option<Moment> {
        self.milestones.get(&milestone).and_then(of_mark)
    }

    /// Every moment that the round knows.
    pub(crate) fn moments(&self) -> impl Iterator<Item = Moment> {
        self.milestones.values().filter_map(of_mark).chain(self.end.iter().filter_map(|end| end.at))
    }
}

fn of_mark(mark: &MilestoneMark) -> Option<Moment> {
    let at = mark.at?;
    Some(mark.day.map_or(Moment::At(at), Moment::Day))
}

/// A change of stage or of the deal's stage.
#[derive(Debug, Clone)]
pub(crate) struct Change {
    pub(crate) round: u32,
    pub(crate) deal: Option<DealKey>,
    pub(crate) at: Option<Moment>,
    pub(crate) to: String,
    pub(crate) by: String,
    pub(crate) fact: u64,
    /// Whether a mapping reads the move of the deal back.
    pub(crate) told: bool,
}
