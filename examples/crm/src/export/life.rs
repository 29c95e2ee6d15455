//! A history folded into rounds, deals and changes of stage.

use lead_lifecycle::calendar::Zone;
use lead_lifecycle::deal::Deal;
use lead_lifecycle::lead::{Counted, Ending, LeftOver, MilestoneBasis, Stage, counted_with};
use lead_lifecycle::recycle::{ReasonList, ReasonOutcome, imported_unknown};
use lead_lifecycle::values::{CommandId, ContractKey, CycleKind, DealKey, DealStageName, Milestone, Moment};
use lead_lifecycle::{Fact, FactBody, Instant, Lead, Policy, StageKind};

use crate::export::ends::{contract, contract_end, end, moment};
use crate::export::gap::Gap;
use crate::export::owners::check_owners;
use crate::export::round::{Change, Churn, DealOf, End, EndKind, Round};
use crate::problem::Problem;

/// What counts of one lead.
#[derive(Debug, Default)]
pub(crate) struct Life {
    pub(crate) rounds: Vec<Round>,
    pub(crate) deals: Vec<DealOf>,
    pub(crate) changes: Vec<Change>,
    before: Option<Before>,
    /// The row of another system that recycled the lead, or ended its contract, and so began the round that is open.
    recycled_by: Option<CommandId>,
    /// The contracts that are in force when the rows so far are read back.
    in_force: Vec<ContractKey>,
    /// Whether a contract has ended that no row says so of.
    is_end_unsaid: bool,
    /// Whether the lead is a customer no longer, and no row says so.
    no_longer_customer: bool,
}

/// The lead before a fact.
#[derive(Debug)]
struct Before {
    stage: StageKind,
    entered: Instant,
    grounds: Option<Instant>,
    deal: Option<(DealKey, DealStageName)>,
    customer: bool,
    accepted: bool,
}

impl Before {
    fn of(lead: &Lead) -> Self {
        Self {
            stage: lead.stage().kind(),
            entered: lead.stage_entered_at(),
            grounds: lead.anchors().grounds,
            deal: lead.stage().deal().map(place),
            customer: lead.customer().is_some(),
            accepted: lead.cycle().milestones().get(Milestone::Sao).is_some(),
        }
    }
}

fn place(deal: &Deal) -> (DealKey, DealStageName) {
    (deal.key().clone(), deal.stage().clone())
}

impl Life {
    /// Folds what counts of a history; `lead` is what it comes to, read back under `policy`.
    pub(crate) fn of(history: &[Fact], lead: &Lead, policy: &Policy) -> Result<Self, Problem> {
        let (mut life, zone) = (Self::default(), policy.zone());
        counted_with(history, |one, now| life.take(one, now, policy))
            .map_err(|error| Problem::Replay { lead: lead.key().clone(), error })?;
        life.close(lead);
        life.check_order(zone);
        check_owners(&mut life.rounds, policy);
        life.check_keys();
        life.check_moves();
        Ok(life)
    }

    fn take(&mut self, one: Counted<'_>, now: &Lead, policy: &Policy) {
        let fact = one.fact;
        self.end_contract(fact, now, policy);
        let lost_contract = self.before.as_ref().is_some_and(|before| before.customer) && now.customer().is_none();
        self.no_longer_customer |= lost_contract && self.is_end_unsaid;
        let number = now.cycle().number();
        let begins = self.rounds.last().is_none_or(|round| round.number != number);
        let told = end(fact);
        let won = told.as_ref().is_some_and(|end| end.kind.signs());
        // A purchase of a customer begins a round and ends it; whatever else ends one ends the one before.
        if !(begins && won) {
            self.end_with(fact, told.clone());
        }
        if begins {
            let recycled = told.as_ref().is_some_and(|end| end.kind == EndKind::Recycled);
            let put_back = recycled || contract_end(&fact.body).is_some();
            self.recycled_by = fact.envelope.command.clone().filter(|_| put_back);
            self.pull(fact);
            let mut round = Round::of(now.cycle());
            if self.no_longer_customer {
                round.gaps.insert(Gap::AfterContractEnd);
            }
            self.rounds.push(round);
            if won {
                self.end_with(fact, told.clone());
            }
        }
        self.see(fact, now);
        self.leave_over(fact);
        self.note_changes(fact, now, (begins, told.is_some()));
        self.before = Some(Before::of(now));
    }

    fn see(&mut self, fact: &Fact, now: &Lead) {
        let Some(round) = self.rounds.last_mut() else { return };
        round.see(now.cycle());
        if let Some(deal) = now.stage().deal() {
            round.deal = Some(deal.clone());
            let same = self.deals.last_mut().filter(|known| known.deal.key() == deal.key());
            if let Some(known) = same {
                known.deal.clone_from(deal);
            } else {
                let (round, deal) = (round.number, deal.clone());
                self.deals.push(DealOf { round, deal, outcome: "open", closed: None });
            }
        }
        if let Some(contract) = contract(&fact.body) {
            round.contract = Some(contract.clone());
            self.in_force.push(contract.key().clone());
        }
        #[expect(clippy::wildcard_enum_match_arm, reason = "only these facts say what no row can say")]
        match &fact.body {
            FactBody::ContractRenewed { contract, .. } | FactBody::ContractAmended { contract, .. } => {
                self.note_contract(contract, Gap::ContractTerms);
            }
            FactBody::MergedFrom(_) => round.note(Gap::MergedFrom),
            FactBody::HandoffRejected { .. } => {
                if let Some(deal) = self.deals.last_mut() {
                    (deal.outcome, deal.closed) = ("handed_back", moment(fact));
                }
            }
            _ => {}
        }
    }

    /// A contract ends. A row can say so of its own contract, as long as no other round has begun; and it must come to the same then:
    /// what follows is decided anew, by the contracts that are read back and the reasons of today.
    fn end_contract(&mut self, fact: &Fact, now: &Lead, policy: &Policy) {
        let Some((key, reason, ending)) = contract_end(&fact.body) else { return };
        let own = self.rounds.last_mut().filter(|round| round.contract.as_ref().is_some_and(|own| own.key() == key));
        let is_last = self.in_force.iter().all(|one| one == key);
        let reasons = policy.reasons();
        let known = reasons.needs_note(ReasonList::EndContract, reason.code()).is_some();
        let unknown = imported_unknown();
        let code = if known { reason.code() } else { unknown.code() };
        let puts_out = matches!(reasons.after(ReasonList::EndContract, code), ReasonOutcome::Disqualify);
        let same = match ending {
            None => !is_last,
            Some(Ending::Disqualified { .. }) => is_last && puts_out,
            Some(Ending::Recycled(_)) => is_last && !puts_out,
            Some(Ending::BackToCustomer) => false,
        };
        if let Some(round) = own.filter(|round| round.signed() && same) {
            round.churn = Some(Churn { at: moment(fact), reason: reason.code().clone() });
            self.in_force.retain(|one| one != key);
        } else {
            self.is_end_unsaid |= now.customer().is_none() || self.in_force.contains(key);
            self.note_contract(key, Gap::ContractEnded);
        }
    }

    /// A gap of the round that signed a contract; of one that a merge brought, of the last.
    fn note_contract(&mut self, contract: &ContractKey, gap: Gap) {
        let signed = |round: &Round| round.contract.as_ref().is_some_and(|own| own.key() == contract);
        let place = self.rounds.iter().rposition(signed).or_else(|| self.rounds.len().checked_sub(1));
        if let Some(round) = place.and_then(|place| self.rounds.get_mut(place)) {
            round.note(gap);
        }
    }

    /// What a row leaves over is told behind its end: where that has begun another round, it is of the one before.
    fn leave_over(&mut self, fact: &Fact) {
        let FactBody::LeftOver(left) = &fact.body else { return };
        let behind_end = self.recycled_by.is_some() && self.recycled_by == fact.envelope.command;
        if let Some(round) = self.rounds.iter_mut().rev().nth(usize::from(behind_end)) {
            round.leave_over(left);
        }
    }

    /// The round that is open ends with a fact.
    fn end_with(&mut self, fact: &Fact, told: Option<End>) {
        let (Some(mut end), Some(round)) = (told, self.rounds.last_mut()) else { return };
        if end.kind == EndKind::Disqualified && round.milestones.keys().all(|one| *one == Milestone::Lead) {
            end.kind = EndKind::Discarded;
        }
        if round.end.is_some() {
            round.note(Gap::EndedBeforeMerge);
        }
        if let Some(deal) = self.deals.last_mut().filter(|deal| deal.outcome == "open") {
            (deal.outcome, deal.closed) = (end.kind.word(), moment(fact));
        }
        round.end = Some(end);
    }

    /// A turn that lies between the grounds of a promotion and when it took effect: the promotion counts from its grounds. The
    /// fold says so of the cycle that goes on; the one that ends with the turn is gone by then.
    fn pull(&mut self, fact: &Fact) {
        let (Some(before), Some(round)) = (&self.before, self.rounds.last_mut()) else { return };
        let turned = fact.envelope.effective_at;
        let grounds = before.grounds.filter(|grounds| *grounds <= turned && turned < before.entered);
        if let (StageKind::Mql, true, Some(grounds)) = (before.stage, fact.kind().is_turn(), grounds) {
            if let Some(mark) = round.milestones.get_mut(&Milestone::Mql).filter(|mark| mark.at == Some(before.entered))
            {
                (mark.at, mark.day) = (Some(grounds), None);
            }
        }
    }

    fn note_changes(&mut self, fact: &Fact, now: &Lead, (begins, ends): (bool, bool)) {
        let deal = now.stage().deal().map(place);
        let before = self.before.as_ref();
        let mut to: Vec<(u32, Option<DealKey>, String)> = Vec::new();
        let number = now.cycle().number();
        if ends {
            let ended = self.rounds.iter().rev().find(|round| round.end.is_some());
            let key = before.and_then(|before| before.deal.as_ref()).map(|(key, _)| key.clone());
            to.extend(
                ended.and_then(|round| round.end.as_ref().map(|end| (round.number, key, end.kind.word().to_owned()))),
            );
        }
        let won = ends && begins && self.rounds.last().is_some_and(Round::signed);
        let turned = before.is_none_or(|before| before.stage != now.stage().kind());
        if (begins && !won) || (turned && !ends) {
            to.push((number, deal.as_ref().map(|(key, _)| key.clone()), now.stage().kind().to_string()));
        }
        if let Some((key, stage)) = deal.filter(|deal| before.is_none_or(|before| before.deal.as_ref() != Some(deal))) {
            to.push((number, Some(key), format!("deal:{stage}")));
        }
        let accepted = now.cycle().milestones().get(Milestone::Sao).is_some();
        if accepted && (begins || !before.is_some_and(|before| before.accepted)) {
            to.push((number, now.stage().deal().map(|deal| deal.key().clone()), String::from("sao")));
        }
        let (at, fact_number) = (moment(fact), fact.envelope.revision);
        let by = format!("{}:{}", fact.actor().role, fact.actor().id);
        self.changes.extend(to.into_iter().map(|(round, deal, to)| Change {
            round,
            deal,
            at,
            to,
            by: by.clone(),
            fact: fact_number,
            told: true,
        }));
    }
}

// What is known only of the whole.
impl Life {
    /// Where the lead stands now, as far as no row can say it.
    fn close(&mut self, lead: &Lead) {
        let Some(round) = self.rounds.last_mut() else { return };
        let reached = |milestone: Milestone| lead.cycle().milestones().get(milestone).is_some();
        match lead.stage() {
            Stage::Lead { cooling_until } => {
                if cooling_until.is_some() {
                    round.note(Gap::Cooling);
                }
                if reached(Milestone::Mql) {
                    round.note(Gap::Demoted);
                }
            }
            Stage::Mql { .. } if reached(Milestone::Sql) => round.note(Gap::HandedBack),
            Stage::Mql { .. }
            | Stage::Sql { .. }
            | Stage::Opportunity { .. }
            | Stage::Customer { .. }
            | Stage::Disqualified { .. }
            | Stage::Merged { .. } => {}
        }
        if lead.cycle().is_postponed() {
            round.note(Gap::PutOff);
        }
        for round in &mut self.rounds {
            round.check_deal();
            // A merge is the end of the row: what was signed before is a win of it, and no contract of it ends.
            if !round.signed() {
                if round.kind == CycleKind::Direct {
                    round.note(Gap::BoughtWithoutSales);
                }
                if round.churn.take().is_some() {
                    round.note(Gap::ContractEnded);
                }
            }
        }
    }

    /// A mapping puts rounds in order of what they know first; one that knows nothing stays behind the one before it.
    fn check_order(&mut self, zone: &Zone) {
        let first = |round: &Round| round.moments().map(|moment: Moment| moment.start(zone)).min();
        let mut before: Option<Instant> = None;
        for round in &mut self.rounds {
            let begins = first(round);
            if begins.is_some_and(|begins| before.is_some_and(|before| begins < before)) {
                round.note(Gap::Order);
            }
            before = begins.max(before);
        }
    }

    /// A move tells that the deal was handed over, or met about: where that is only implied, no move is read back.
    fn check_moves(&mut self) {
        for round in &mut self.rounds {
            let implied = |milestone: &Milestone| {
                round.milestones.get(milestone).is_some_and(|mark| mark.basis == MilestoneBasis::Implied)
            };
            let steps = [Milestone::Sql, Milestone::Opportunity].iter().filter(|one| implied(one)).count();
            if steps == 0 {
                continue;
            }
            let moves = self.changes.iter_mut().filter(|change| change.round == round.number);
            let moves: Vec<&mut Change> = moves.filter(|change| change.to.starts_with("deal:")).collect();
            let dated = moves.iter().any(|change| change.at.is_some());
            for change in moves {
                change.told = false;
            }
            if dated {
                round.note(Gap::DealMoves);
            }
        }
    }

    /// By the key of a deal a row is known again: of two rounds of one key it is the newer one's.
    fn check_keys(&mut self) {
        let mut seen: Vec<DealKey> = Vec::new();
        for round in self.rounds.iter_mut().rev() {
            let Some(key) = round.deal_key().cloned() else { continue };
            if seen.contains(&key) {
                round.said_of_deal.key = None;
                round.note(Gap::KeyTwice);
            }
            seen.push(key);
        }
    }
}

impl Round {
    pub(crate) fn note(&mut self, gap: Gap) {
        self.gaps.insert(gap);
    }

    /// The key of its deal, or of one of which a legacy system spoke.
    pub(crate) fn deal_key(&self) -> Option<&DealKey> {
        self.deal.as_ref().map(Deal::key).or(self.said_of_deal.key.as_ref())
    }

    /// What was said of a deal stands in the columns of the deal; the rest is only in the facts.
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "what has no column is noted, whatever will be left over one day"
    )]
    fn leave_over(&mut self, left: &[LeftOver]) {
        for one in left {
            let said = &mut self.said_of_deal;
            match one {
                LeftOver::Deal(key) => said.key = Some(key.clone()),
                LeftOver::Product(product) => said.product = Some(product.clone()),
                LeftOver::Value(value) => said.value = Some(*value),
                LeftOver::ExpectedClose(date) => said.expected_close = Some(*date),
                LeftOver::Pipeline(pipeline) => said.pipeline = Some(pipeline.clone()),
                _ => self.note(Gap::LeftOver),
            }
        }
    }

    /// What a row cannot say of its deal.
    fn check_deal(&mut self) {
        if let Some(deal) = &self.deal {
            let plain = deal.lines().iter().all(|line| line.quantity() == 1) && deal.lines().iter().count() <= 1;
            if !plain || !deal.fields().is_empty() {
                self.note(Gap::DealLines);
            }
        }
    }
}
