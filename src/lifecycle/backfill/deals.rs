//! What a row says of its deal, and how it ended.

use alloc::boxed::Box;
use alloc::string::{String, ToString as _};
use alloc::vec::Vec;

use crate::deal::{Contract, Deal, DealLine, NewDeal, Pipeline};
use crate::lead::{Ending, FactBody, ImportedStep, Lead, LeftOver, NextCycle};
use crate::lifecycle::backfill::backfill_error::BackfillError;
use crate::lifecycle::backfill::dated_steps::DatedStep;
use crate::lifecycle::backfill::legacy_end::LegacyEnd;
use crate::lifecycle::backfill::legacy_step::LegacyStep;
use crate::lifecycle::backfill::moves::{Moves, after_mark};
use crate::lifecycle::backfill::plan::Begins;
use crate::lifecycle::backfill::reading::Reading;
use crate::lifecycle::unmet::Unmet;
use crate::recycle::{Reason, ReasonList, ReasonOutcome, ReasonProblem, imported_unknown};
use crate::values::{
    ActorId, Carry, ContractKey, Currency, DealKey, DealStageName, Instant, List, Milestone, Money, Origin,
    PipelineName, ProductKey, Span, StageKind, TeamKey,
};

// What stands in the way.
impl Reading<'_> {
    /// What is wrong with deal, contract and amounts, whatever the dates are.
    pub(super) fn faults(self, last: Milestone) -> Vec<BackfillError> {
        let mut faults = Vec::new();
        faults.extend(self.misplaced(last));
        faults.extend(self.mixed_currencies());
        let Some(lead) = self.lead else { return faults };
        if let Some(deal) = self.row.deal.as_ref().filter(|deal| last >= Milestone::Sql && lead.knows_deal(deal)) {
            faults.push(BackfillError::DealKnown { deal: deal.clone() });
        }
        if let Some(
            LegacyEnd::Won { contract: Some(contract), .. } | LegacyEnd::Bought { contract: Some(contract), .. },
        ) = &self.row.end
        {
            if lead.customer().is_some_and(|customer| customer.contract(contract).is_some()) {
                faults.push(BackfillError::ContractKnown { contract: contract.clone() });
            }
        }
        faults
    }

    /// A reason that the policy does not have. A legacy system may have given no note where the policy asks for one.
    pub(super) fn reason_problem(self) -> Option<Unmet> {
        let end = self.row.end.as_ref()?;
        self.checked(list(end)?, end.reason()?)
    }

    /// The same of the end of the contract.
    pub(super) fn churn_problem(self) -> Option<Unmet> {
        self.checked(ReasonList::EndContract, self.row.churned.as_ref()?.reason.as_ref()?)
    }

    fn checked(self, of: ReasonList, reason: &Reason) -> Option<Unmet> {
        let problem = self.policy().reasons().check_reason(of, reason).err()?;
        (!matches!(problem, ReasonProblem::NoteNeeded { .. })).then_some(Unmet::Reason(problem))
    }

    fn mixed_currencies(self) -> Option<BackfillError> {
        let won = self.row.won_value()?;
        let (deal, won) = (self.currency(Some(won)), won.currency());
        (deal != won).then_some(BackfillError::Currency { deal, won })
    }

    /// What is wrong with where the deal goes; nothing where the row tells of no deal.
    fn misplaced(self, last: Milestone) -> Option<BackfillError> {
        let row = self.row;
        let told = row.pipeline.is_some() || row.deal_stage.is_some() || !row.moves.is_empty();
        if !(told || last >= Milestone::Sql) {
            return None;
        }
        let (_, pipeline) = match self.pipeline() {
            Ok(found) => found,
            Err(error) => return Some(error),
        };
        let mark = pipeline.first_meeting();
        let missing = row.deal_stage.iter().chain(row.moves.iter().map(|moved| &moved.deal_stage));
        let missing = missing.into_iter().find(|stage| pipeline.position(stage).is_none());
        // Where the first meeting was held, the deal cannot stand before it.
        let met = last == Milestone::Opportunity && row.moves.is_empty();
        let early = row.deal_stage.as_ref().filter(|stage| met && !after_mark(pipeline, stage));
        let wrong = missing.or(early)?;
        Some(BackfillError::DealStage { stage: wrong.clone(), first_meeting: mark.cloned() })
    }
}

// What the steps are made of.
impl<'r> Reading<'r> {
    /// The body of a step after the first, on the lead as it then is.
    pub(super) fn body(self, step: &DatedStep, lead: &Lead) -> Result<Option<FactBody>, BackfillError> {
        let imported = match &step.planned.step {
            LegacyStep::Reached(Milestone::Lead | Milestone::Mql) => ImportedStep::Mql,
            LegacyStep::Reached(Milestone::Sql) => ImportedStep::Sql { deal: Box::new(self.deal(step.known, lead)?) },
            LegacyStep::Reached(Milestone::Sao) => ImportedStep::Sao,
            LegacyStep::Reached(Milestone::Opportunity) => ImportedStep::Opportunity { deal_stage: self.met_at()? },
            LegacyStep::Reached(Milestone::Won) => ImportedStep::Won { contract: self.contract(step, lead)? },
            LegacyStep::DealStage(stage) => ImportedStep::DealStage { deal_stage: stage.clone() },
            LegacyStep::End | LegacyStep::Turn(_) => match &self.row.end {
                Some(LegacyEnd::Bought { .. }) => ImportedStep::Bought { contract: self.contract(step, lead)? },
                Some(end) => self.end(end, step.known, lead),
                None => return Ok(None),
            },
            LegacyStep::ContractEnd => match self.contract_ended(step.known, lead) {
                Some(ended) => ended,
                None => return Ok(None),
            },
        };
        let (at, told) = (step.dated.map(|dated| dated.at), step.dated.and_then(|dated| dated.told));
        Ok(Some(FactBody::StepImported { step: imported, at, basis: step.planned.basis, told }))
    }

    /// What the moves of the deal say; nothing where its pipeline is not known, which is a fault of its own.
    pub(super) fn moves(self) -> Moves {
        if self.row.moves.is_empty() {
            return Moves::default();
        }
        self.pipeline().map_or_else(|_unknown| Moves::default(), |(_, pipeline)| Moves::of(self.row, pipeline))
    }

    /// The pipeline that the deal goes to, as for a deal that is opened.
    fn pipeline(self) -> Result<(&'r PipelineName, &'r Pipeline), BackfillError> {
        Ok(self.policy().pipelines().resolve(self.row.pipeline.as_ref())?)
    }

    /// The stage of the deal when the first meeting was held: that of the row, unless it tells of moves since.
    fn met_at(self) -> Result<DealStageName, BackfillError> {
        let (_, pipeline) = self.pipeline()?;
        if let Some(met) = Moves::of(self.row, pipeline).met {
            return Ok(met.deal_stage);
        }
        let mark = pipeline.first_meeting().unwrap_or(pipeline.opening());
        let stage =
            self.row.deal_stage.as_ref().filter(|stage| self.row.moves.is_empty() && after_mark(pipeline, stage));
        Ok(stage.unwrap_or(mark).clone())
    }

    fn currency(self, won: Option<Money>) -> Currency {
        let stated = self.row.value.or(won).map(|value| value.currency());
        self.row.currency.or(stated).unwrap_or(self.policy().currency())
    }

    fn deal(self, at: Instant, lead: &Lead) -> Result<Deal, BackfillError> {
        let row = self.row;
        let key = row.deal.clone().map_or_else(|| DealKey::new(&self.derived_key("deal", lead)), Ok)?;
        let mut deal = NewDeal::new(key, self.currency(row.won_value()));
        if row.value.is_some() || row.product.is_some() {
            let product = row.product.clone().map_or_else(|| ProductKey::new("imported"), Ok)?;
            let line = match row.value {
                Some(value) => DealLine::new(product, 1, value)?,
                None => DealLine::unpriced(product, 1)?,
            };
            deal = deal.with_lines(List::one(line))?;
        }
        if let Some(date) = row.expected_close {
            deal = deal.with_expected_close(date);
        }
        let (name, pipeline) = self.pipeline()?;
        let opened = Moves::of(row, pipeline).opened.map(|opened| opened.deal_stage);
        let before = row.deal_stage.as_ref().filter(|stage| self.opens_at(pipeline, stage)).or(opened.as_ref());
        Ok(Deal::open(&deal, name, before.unwrap_or(pipeline.opening()), at))
    }

    /// Whether the deal of a row that ends before the first meeting stands at a stage of before.
    fn opens_at(self, pipeline: &Pipeline, stage: &DealStageName) -> bool {
        let met = self.row.reached.keys().any(|one| *one >= Milestone::Opportunity) || self.row.won();
        !met && self.row.moves.is_empty() && !after_mark(pipeline, stage)
    }

    fn contract(self, step: &DatedStep, lead: &Lead) -> Result<Contract, BackfillError> {
        let (won, given) = match &self.row.end {
            Some(LegacyEnd::Won { value, contract, .. } | LegacyEnd::Bought { value, contract, .. }) => {
                (*value, contract.clone())
            }
            _ => (None, None),
        };
        let value = won.or(self.row.value).unwrap_or_else(|| Money::zero(self.currency(won)));
        let key = given.map_or_else(|| ContractKey::new(&self.derived_key("contract", lead)), Ok)?;
        let day = step.dated.and_then(|dated| dated.day);
        let since = self.row.contract_starts.or(day).unwrap_or_else(|| step.known.date(&self.rules.zone));
        Ok(Contract::new(key, value, since, self.row.contract_ends)?)
    }

    /// The contract that was signed last ends.
    fn contract_ended(self, at: Instant, lead: &Lead) -> Option<ImportedStep> {
        let churned = self.row.churned.as_ref()?;
        let contracts = lead.customer().map_or(&[][..], |customer| customer.contracts());
        let contract = contracts.last()?.key().clone();
        let reason = churned.reason.clone().unwrap_or_else(imported_unknown);
        let last = contracts.len() == 1 && lead.stage().kind() == StageKind::Customer;
        let ending = last.then(|| match self.policy().reasons().after(ReasonList::EndContract, reason.code()) {
            ReasonOutcome::Disqualify => Ending::Disqualified { reason: reason.clone(), given: None },
            ReasonOutcome::Recycle { .. } => self.recycled(ReasonList::EndContract, &reason, at, lead),
        });
        Some(ImportedStep::ContractEnded { contract, reason, ending })
    }

    /// A key made from that of the deal, or of the lead and, from the second cycle on, the number of the cycle.
    fn derived_key(self, what: &str, lead: &Lead) -> String {
        let of = match (&self.row.deal, lead.cycle().number()) {
            (Some(deal), _) if what != "deal" => deal.to_string(),
            (_, 1) => lead.key().to_string(),
            // Not `KEY/2`: that is the key of a further lead.
            (_, cycle) => alloc::format!("{}#{cycle}", lead.key()),
        };
        alloc::format!("{what}:{of}")
    }

    fn end(self, end: &LegacyEnd, at: Instant, lead: &Lead) -> ImportedStep {
        let reason = end.reason().cloned().unwrap_or_else(imported_unknown);
        let back = lead.cycle().is_expansion() && lead.customer().is_some();
        let out = |reason: &Reason| Ending::Disqualified { reason: reason.clone(), given: None };
        let ending = if back { Ending::BackToCustomer } else { out(&reason) };
        match end {
            LegacyEnd::Merged { into, .. } => ImportedStep::Merged { into: into.clone() },
            LegacyEnd::Recycled { .. } => {
                let ending =
                    if back { Ending::BackToCustomer } else { self.recycled(ReasonList::Recycle, &reason, at, lead) };
                ImportedStep::Recycled { reason, ending }
            }
            LegacyEnd::Disqualified { .. } | LegacyEnd::Discarded { .. } => {
                ImportedStep::Disqualified { reason, ending }
            }
            LegacyEnd::Lost { .. } | LegacyEnd::Won { .. } | LegacyEnd::Bought { .. } => {
                ImportedStep::Lost { reason, ending }
            }
        }
    }

    /// It cools from when it was put back, if that is not over yet. What it had earned stays: the policy was not in force then.
    fn recycled(self, of: ReasonList, reason: &Reason, at: Instant, lead: &Lead) -> Ending {
        let policy = self.policy();
        let cooling = match policy.reasons().after(of, reason.code()) {
            ReasonOutcome::Recycle { .. } => {
                policy.reasons().cooling(of, reason.code(), lead.totals().counted_cycles())
            }
            ReasonOutcome::Disqualify => Span::ZERO,
        };
        let cooling_until =
            Some(policy.zone().later(at, cooling).unwrap_or(Instant::MAX)).filter(|until| *until > self.now);
        Ending::Recycled(NextCycle { cooling_until, carry: Carry::Keep, keeps: policy.next_cycle().recycle })
    }
}

// What has no place.
impl Reading<'_> {
    /// What the row says of a deal that it does not come to, and of a cycle that has another word already.
    pub(super) fn left_over(self, last: Milestone, begins: Begins) -> Vec<LeftOver> {
        let row = self.row;
        let mut left = row.left_over.clone();
        let bought = matches!(&row.end, Some(LegacyEnd::Bought { .. }));
        if last < Milestone::Sql {
            left.extend(row.deal.clone().map(LeftOver::Deal));
            left.extend(row.product.clone().map(LeftOver::Product));
            // Of a purchase without sales it is that of the contract.
            left.extend(row.value.filter(|_| !bought).map(LeftOver::Value));
            let value = row.value.or(row.won_value());
            let apart = row.currency.filter(|one| value.is_none_or(|value| value.currency() != *one));
            left.extend(apart.map(LeftOver::Currency));
            left.extend(row.expected_close.map(LeftOver::ExpectedClose));
            left.extend(row.pipeline.clone().map(LeftOver::Pipeline));
        }
        let (starts, ends) = (row.contract_starts, row.contract_ends);
        if (starts.is_some() || ends.is_some()) && last < Milestone::Won && !bought {
            left.push(LeftOver::ContractDays { starts, ends });
        }
        left.extend(self.stage_aside(last));
        if let Some(lead) = self.lead {
            left.extend(self.of_cycle(lead, begins));
        }
        left
    }

    /// The stage of the deal, where it says something else than the steps.
    fn stage_aside(self, last: Milestone) -> Option<LeftOver> {
        let stage = self.row.deal_stage.as_ref()?;
        let placed = match last {
            Milestone::Lead | Milestone::Mql => false,
            Milestone::Sql | Milestone::Sao => self.pipeline().is_ok_and(|(_, pipeline)| {
                let Moves { opened, before, .. } = self.moves();
                let stands = before.last().or(opened.as_ref()).map(|one| &one.deal_stage);
                self.opens_at(pipeline, stage) || stage == stands.unwrap_or(pipeline.opening())
            }),
            Milestone::Opportunity | Milestone::Won => match self.moves().since.last() {
                Some(moved) => moved.deal_stage == *stage,
                None => self.met_at().is_ok_and(|met| met == *stage),
            },
        };
        (!placed).then(|| LeftOver::DealStage { stage: stage.clone(), at: None })
    }

    fn of_cycle(self, lead: &Lead, begins: Begins) -> Vec<LeftOver> {
        let (row, cycle) = (self.row, lead.cycle());
        let mut left = Vec::new();
        let is_own = begins == Begins::After(Milestone::Lead) && lead.waits_for_row();
        let opens = matches!(begins, Begins::With(_)) || is_own;
        // Where a cycle goes on, gaps are filled; where nothing begins, nothing is.
        let stands = |known: bool| known || begins == Begins::Nothing;
        if !opens {
            let another = |owner: &&ActorId| cycle.owner() != Some(*owner) && stands(cycle.owner().is_some());
            left.extend(row.owner.as_ref().filter(another).cloned().map(LeftOver::Owner));
            let another = |team: &&TeamKey| cycle.team() != Some(*team) && stands(cycle.team().is_some());
            left.extend(row.team.as_ref().filter(another).cloned().map(LeftOver::Team));
            let known = cycle.attribution();
            let pairs = [
                (&known.source, &row.attribution.source),
                (&known.medium, &row.attribution.medium),
                (&known.campaign, &row.attribution.campaign),
                (&known.content, &row.attribution.content),
            ];
            if pairs.iter().any(|(known, said)| said.is_some() && known != said && stands(known.is_some())) {
                left.push(LeftOver::Attribution(row.attribution.clone()));
            }
        }
        let another = match begins {
            // At a customer an expansion; otherwise the cycle has the origin of the row.
            Begins::With(_) => lead.stage().kind() == StageKind::Customer && row.origin != Origin::Expansion,
            Begins::After(_) => !(is_own && row.origin != Origin::Expansion) && cycle.origin() != row.origin,
            Begins::Nothing => cycle.origin() != row.origin && lead.origin() != row.origin,
        };
        if another {
            left.push(LeftOver::Origin(row.origin));
        }
        left
    }
}

/// The list of reasons that an end is of.
const fn list(end: &LegacyEnd) -> Option<ReasonList> {
    match end {
        LegacyEnd::Lost { .. } => Some(ReasonList::Lose),
        LegacyEnd::Recycled { .. } => Some(ReasonList::Recycle),
        LegacyEnd::Disqualified { .. } | LegacyEnd::Discarded { .. } => Some(ReasonList::Disqualify),
        LegacyEnd::Won { .. } | LegacyEnd::Bought { .. } | LegacyEnd::Merged { .. } => None,
    }
}
