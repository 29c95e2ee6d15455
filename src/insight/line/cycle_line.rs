//! A cycle as reports count it.

use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

use crate::insight::line::deal_line::DealLine;
use crate::insight::line::exit::{CycleStart, Exit};
use crate::insight::line::handoff_line::HandoffLine;
use crate::insight::line::mark::Mark;
use crate::insight::line::stay::Stay;
use crate::insight::line::when::When;
use crate::lead::Attribution;
use crate::values::{CycleKind, Instant, Milestone, Origin, ReasonCode, StageKind};

/// A cycle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub(in crate::insight) struct CycleLine {
    pub(in crate::insight) number: u32,
    pub(in crate::insight) start: CycleStart,
    /// None: it is not known when it began.
    pub(in crate::insight) opened: Option<When>,
    pub(in crate::insight) kind: CycleKind,
    pub(in crate::insight) origin: Origin,
    /// As it was corrected last.
    pub(in crate::insight) attribution: Attribution,
    pub(in crate::insight) marks: Marks,
    pub(in crate::insight) stays: Vec<Stay>,
    pub(in crate::insight) deals: Vec<DealLine>,
    pub(in crate::insight) handoffs: Vec<HandoffLine>,
    pub(in crate::insight) reasons: Vec<ReasonGiven>,
}

/// The milestones of a cycle, each at most once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub(in crate::insight) struct Marks([Option<Mark>; 6]);

/// A reason that was given with a backward move.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub(in crate::insight) struct ReasonGiven {
    pub(in crate::insight) when: Option<When>,
    pub(in crate::insight) how: Exit,
    pub(in crate::insight) code: ReasonCode,
    /// The stage that was left.
    pub(in crate::insight) stage: StageKind,
    pub(in crate::insight) standing: u32,
    /// The deal that was open, by its place among those of the cycle.
    pub(in crate::insight) deal: Option<u32>,
}

/// The place of a milestone in a list of all.
pub(in crate::insight) const fn place_of(milestone: Milestone) -> usize {
    match milestone {
        Milestone::Lead => 0,
        Milestone::Mql => 1,
        Milestone::Sql => 2,
        Milestone::Sao => 3,
        Milestone::Opportunity => 4,
        Milestone::Won => 5,
    }
}

impl Marks {
    pub(in crate::insight) fn get(&self, milestone: Milestone) -> Option<&Mark> {
        self.0.get(place_of(milestone)).and_then(Option::as_ref)
    }

    /// All that were reached, in order.
    pub(in crate::insight) fn iter(&self) -> impl Iterator<Item = (Milestone, &Mark)> {
        Milestone::ALL.iter().zip(&self.0).filter_map(|(milestone, mark)| mark.as_ref().map(|mark| (*milestone, mark)))
    }

    pub(super) fn get_mut(&mut self, milestone: Milestone) -> Option<&mut Mark> {
        self.0.get_mut(place_of(milestone)).and_then(Option::as_mut)
    }

    /// Marks a milestone that was not reached before in the cycle.
    pub(super) fn reach(&mut self, milestone: Milestone, mark: Mark) {
        if let Some(slot) = self.0.get_mut(place_of(milestone)).filter(|slot| slot.is_none()) {
            *slot = Some(mark);
        }
    }
}

impl CycleLine {
    pub(super) fn open(
        number: u32,
        start: CycleStart,
        opened: Option<When>,
        (origin, attribution): (Origin, Attribution),
    ) -> Self {
        Self {
            number,
            start,
            opened,
            kind: CycleKind::Sales,
            origin,
            attribution,
            marks: Marks([None; 6]),
            stays: Vec::new(),
            deals: Vec::new(),
            handoffs: Vec::new(),
            reasons: Vec::new(),
        }
    }

    /// When it began: as its first milestone says, or as it was told.
    pub(in crate::insight) fn opened_when(&self) -> Option<When> {
        let first = self.marks.iter().next().filter(|(_, mark)| mark.when.is_some());
        // An import knows the date, or nobody does.
        if self.stays.first().is_some_and(|stay| stay.imported.is_some()) {
            return first.and_then(|(_, mark)| mark.when);
        }
        self.opened
    }

    /// When it counts as a touch: of what is not dated, before everything.
    pub(in crate::insight) fn touched(&self) -> Instant {
        self.opened_when().map_or(Instant::MIN, |when| when.at)
    }

    /// The hand-overs, each with the deal that it opened and the visit that it began: a visit may begin later than it was told to,
    /// so that they go by their order.
    pub(in crate::insight) fn handed_over(&self) -> impl Iterator<Item = (&HandoffLine, &DealLine, &Stay)> {
        let visits = self.stays.iter().filter(|stay| stay.stage == StageKind::Sql);
        self.handoffs.iter().zip(&self.deals).zip(visits).map(|((handoff, deal), stay)| (handoff, deal, stay))
    }

    /// Every place of a standing in it.
    pub(super) fn standings(&mut self) -> impl Iterator<Item = &mut u32> {
        let marks = self.marks.0.iter_mut().flatten().map(|mark| &mut mark.standing);
        let stays = self.stays.iter_mut().map(|stay| &mut stay.standing);
        let handoffs = self.handoffs.iter_mut().map(|handoff| &mut handoff.standing);
        let reasons = self.reasons.iter_mut().map(|reason| &mut reason.standing);
        let deals = self.deals.iter_mut().flat_map(|deal| {
            [Some(&mut deal.standing), deal.end.as_mut().map(|end| &mut end.standing)].into_iter().flatten()
        });
        marks.chain(stays).chain(handoffs).chain(reasons).chain(deals)
    }

    /// The visit that is on.
    pub(super) fn stay(&mut self) -> Option<&mut Stay> {
        self.stays.last_mut()
    }

    /// The deal that is open.
    pub(super) fn open_deal(&mut self) -> Option<&mut DealLine> {
        self.deals.last_mut().filter(|deal| deal.end.is_none())
    }
}
