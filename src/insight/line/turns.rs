//! Visits and cycles: what the turns of a lead have in common.

use crate::insight::line::cycle_line::{CycleLine, ReasonGiven};
use crate::insight::line::deal_line::{DealEnd, DealOver};
use crate::insight::line::exit::{CycleStart, Exit};
use crate::insight::line::lead_line::LeadLine;
use crate::insight::line::mark::Mark;
use crate::insight::line::stay::{Stay, StayEnd};
use crate::insight::line::touch::FirstMet;
use crate::insight::line::when::When;
use crate::lead::{Attribution, Ending, MilestoneBasis};
use crate::recycle::Ownership;
use crate::values::{Instant, Milestone, Money, Origin, ReasonCode, Retain, Role, StageKind};

/// When a turn happened, and how it is known.
#[derive(Debug, Clone, Copy)]
pub(super) struct Turn {
    /// None: it is not known.
    pub(super) when: Option<When>,
    /// When the clocks of the lead enter a stage with it.
    pub(super) entered: Instant,
    /// From when deadlines run that it sets going.
    pub(super) told: Instant,
    /// When it was taken over, if it was.
    pub(super) imported: Option<Instant>,
    pub(super) basis: MilestoneBasis,
    pub(super) by: Role,
    pub(super) hollow: bool,
    /// When what promoted it by rule happened, if that was before it took effect.
    pub(super) grounds: Option<Instant>,
}

impl LeadLine {
    /// The cycle that is on.
    pub(super) fn cycle(&mut self) -> Option<&mut CycleLine> {
        self.cycles.last_mut()
    }

    /// The place of what the lead is now among its standings.
    pub(super) fn standing(&mut self) -> u32 {
        if self.standings.last() != Some(&self.now.standing) {
            self.standings.push(self.now.standing.clone());
        }
        u32::try_from(self.standings.len().saturating_sub(1)).unwrap_or(u32::MAX)
    }

    pub(super) fn reach(&mut self, milestone: Milestone, turn: &Turn) {
        let standing = self.standing();
        let mark = Mark { when: turn.when, basis: turn.basis, hollow: turn.hollow, standing, by: turn.by };
        let Some(cycle) = self.cycles.last_mut().filter(|cycle| cycle.marks.get(milestone).is_none()) else { return };
        cycle.marks.reach(milestone, mark);
        let quality = &mut self.quality;
        let unknown = turn.when.is_none();
        for (count, is_so) in [
            (&mut quality.undated, unknown),
            (&mut quality.day_only, turn.when.is_some_and(|when| when.day.is_some())),
            (&mut quality.implied, turn.basis == MilestoneBasis::Implied),
            (&mut quality.hollow, turn.hollow),
        ] {
            *count = count.saturating_add(i64::from(is_so));
        }
    }

    /// Leaves the present stage and enters the next.
    pub(super) fn enter(&mut self, stage: StageKind, how: Exit, turn: &Turn) {
        let (from, entered) = self.leave(how, turn);
        let standing = self.standing();
        let stay = Stay {
            stage,
            from,
            grounds: turn.grounds,
            told: turn.told,
            imported: turn.imported,
            end: None,
            first_attempt: None,
            standing,
        };
        if let Some(cycle) = self.cycle() {
            cycle.stays.push(stay);
        }
        (self.now.stage, self.now.entered, self.now.grounds) = (stage, entered, turn.grounds);
    }

    /// Ends the visit that is on: when, and what the clocks say.
    fn leave(&mut self, how: Exit, turn: &Turn) -> (Option<When>, Instant) {
        // Time never runs backwards in a clock: an entry is not before the one it follows.
        let entered = turn.entered.max(self.now.entered);
        let late = turn.imported.is_none() && entered > turn.entered;
        let when = if late { Some(When::at(entered)) } else { turn.when };
        if let Some(stay) = self.cycle().and_then(CycleLine::stay).filter(|stay| stay.end.is_none()) {
            stay.end = Some(StayEnd { when, how });
        }
        (when, entered)
    }

    /// Begins the next cycle at a stage.
    pub(super) fn next_cycle(
        &mut self,
        (stage, start): (StageKind, CycleStart),
        source: (Origin, Attribution),
        keeps: Ownership,
        (how, turn): (Exit, &Turn),
    ) {
        self.open_cycle(start, source, keeps, (how, turn));
        self.enter(stage, how, turn);
    }

    /// The same, before a stage is entered: of what is said besides, the stage is entered with it.
    pub(super) fn open_cycle(
        &mut self,
        start: CycleStart,
        (origin, attribution): (Origin, Attribution),
        keeps: Ownership,
        (how, turn): (Exit, &Turn),
    ) {
        let number = self.cycles.last().map_or(1, |cycle| cycle.number.saturating_add(1));
        let _ended = self.leave(how, turn);
        if self.first_met.is_none() {
            self.first_met = self.met_first();
        }
        let opened = turn.grounds.map(When::at).or(turn.when);
        self.cycles.push(CycleLine::open(number, start, opened, (origin, attribution)));
        self.now.attempts = None;
        if keeps.owner != Retain::Keep {
            self.now.standing.owner = None;
        }
        if keeps.team != Retain::Keep {
            self.now.standing.team = None;
        }
        self.now.standing.rank = None;
        let writers = &mut self.now.writers;
        (writers.owner, writers.team, writers.origin, writers.attribution) = (None, None, None, [None; 4]);
    }

    /// Where the person was met first: the first cycle tells it, as long as nothing else does.
    pub(super) fn met_first(&self) -> Option<FirstMet> {
        let first = self.cycles.first()?;
        let at = first.opened.map_or(self.recorded_at, |opened| opened.at);
        Some(FirstMet { at, origin: first.origin, attribution: first.attribution.clone() })
    }

    /// Ends the cycle as its rule says.
    pub(super) fn end(&mut self, ending: &Ending, said: Exit, turn: &Turn) {
        match ending {
            Ending::Recycled(next) => {
                let (origin, attribution) = self.origin_of_next();
                let how = if said == Exit::Lost || said == Exit::ContractEnded { said } else { Exit::Recycled };
                let at = (StageKind::Lead, CycleStart::Recycled);
                self.next_cycle(at, (origin, attribution), next.keeps, (how, turn));
                self.reach(Milestone::Lead, turn);
            }
            Ending::Disqualified { .. } => {
                let sorted_out = if self.now.stage == StageKind::Lead { Exit::Discarded } else { Exit::Disqualified };
                let how = if said == Exit::Lost || said == Exit::ContractEnded { said } else { sorted_out };
                self.enter(StageKind::Disqualified, how, turn);
            }
            Ending::BackToCustomer => self.enter(StageKind::Customer, said, turn),
        }
    }

    /// Where a cycle comes from that follows the present one.
    pub(super) fn origin_of_next(&self) -> (Origin, Attribution) {
        match self.cycles.last() {
            Some(last) if last.origin != Origin::Expansion => (last.origin, last.attribution.clone()),
            _ => (self.now.origin, Attribution::default()),
        }
    }

    /// Ends the open deal, if there is one.
    pub(super) fn close_deal(&mut self, how: DealEnd, reason: Option<&ReasonCode>, signed: Option<Money>, turn: &Turn) {
        let standing = self.standing();
        if let Some(deal) = self.cycle().and_then(CycleLine::open_deal) {
            deal.leave(turn.when);
            deal.end = Some(DealOver { when: turn.when, how, reason: reason.cloned(), signed, standing });
        }
    }

    /// Notes a reason that was given with a backward move.
    pub(super) fn give_reason(&mut self, how: Exit, code: &ReasonCode, turn: &Turn) {
        let (standing, stage) = (self.standing(), self.now.stage);
        if let Some(cycle) = self.cycle() {
            let open = cycle.deals.last().is_some_and(|deal| deal.end.is_none());
            let place = u32::try_from(cycle.deals.len().saturating_sub(1)).unwrap_or(u32::MAX);
            let deal = open.then_some(place);
            cycle.reasons.push(ReasonGiven { when: turn.when, how, code: code.clone(), stage, standing, deal });
        }
    }

    /// A turn lies between the grounds of a promotion by rule and when that took effect: the promotion counts from its grounds.
    pub(super) fn count_from_grounds(&mut self, turned: Instant) {
        let known = self.now.entered;
        let grounds = self.now.grounds.filter(|grounds| *grounds <= turned && turned < known);
        let Some(grounds) = grounds.filter(|_| self.now.stage == StageKind::Mql) else { return };
        self.now.entered = grounds;
        let mut first = true;
        for stay in self.cycles.iter_mut().rev().flat_map(|cycle| cycle.stays.iter_mut().rev()).take(2) {
            if core::mem::take(&mut first) {
                stay.from = Some(When::at(grounds));
            } else if let Some(end) = &mut stay.end {
                end.when = Some(When::at(grounds));
            }
        }
        let mark = self.cycle().and_then(|cycle| cycle.marks.get_mut(Milestone::Mql));
        if let Some(mark) = mark.filter(|mark| mark.when.is_some_and(|when| when.at == known)) {
            mark.when = Some(When::at(grounds));
        }
    }
}
