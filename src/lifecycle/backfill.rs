//! Backfill: one row of legacy stage dates becomes the facts of one lead in one cycle.
//!
//! Imports promote nothing, milestones are imported or implied, and clocks start at the import.

use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

use crate::deal::{Contract, ContractError, Deal, DealError, DealLine, NewDeal};
use crate::lead::{Attribution, Basis, Captured, Cause, Fact, FactBody, ImportedStep, Lead, ProfileChange};
use crate::lifecycle::Lifecycle;
use crate::lifecycle::case::{Times, mint};
use crate::lifecycle::context::{Context, Decision};
use crate::lifecycle::decide::{first_envelope, not_new};
use crate::lifecycle::intake::change_profile;
use crate::lifecycle::refusal::{Refusal, Unmet};
use crate::recycle::{Reason, ReasonList, imported_unknown};
use crate::values::{
    AccountKey, ActorId, CommandKind, ContractKey, Currency, Date, DealKey, DealStageName, FieldName, FieldValue,
    Instant, LeadKey, List, Milestone, Money, Origin, PersonKey, ProductKey, Profile, TeamKey, TextError,
};

/// What to do with a row whose dates are in an impossible order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OrderPolicy {
    /// The row is refused.
    #[default]
    Refuse,
    /// A date that lies before the step before it is moved to that step, and the fact says so.
    Clamp,
}

/// How a legacy row ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum LegacyEnd {
    /// Won: the lead is a customer.
    Won {
        /// When, if it is known.
        at: Option<Instant>,
        /// What it was worth; when unknown, the value of the row, else nothing.
        #[serde(default)]
        value: Option<Money>,
    },
    /// Lost: the lead is discarded until somebody reopens it.
    Lost {
        /// When, if it is known.
        at: Option<Instant>,
        /// Why; `imported_unknown` when the legacy system does not say.
        #[serde(default)]
        reason: Option<Reason>,
    },
}

/// One row of a legacy system: one lead, one cycle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LegacyRow {
    /// The key of the lead.
    pub lead: LeadKey,
    /// Where it came from.
    pub origin: Origin,
    /// Source, medium, campaign, content.
    #[serde(default)]
    pub attribution: Attribution,
    /// The company.
    #[serde(default)]
    pub account: Option<AccountKey>,
    /// The person.
    #[serde(default)]
    pub person: Option<PersonKey>,
    /// The member who owns it.
    #[serde(default)]
    pub owner: Option<ActorId>,
    /// The team that owns it.
    #[serde(default)]
    pub team: Option<TeamKey>,
    /// What is known of company and person.
    #[serde(default)]
    pub fields: BTreeMap<FieldName, FieldValue>,
    /// The milestones that the legacy system reports, each with its instant if that is known. Earlier ones are implied.
    #[serde(default)]
    pub reached: BTreeMap<Milestone, Option<Instant>>,
    /// Product of the deal.
    #[serde(default)]
    pub product: Option<ProductKey>,
    /// Value of the deal.
    #[serde(default)]
    pub value: Option<Money>,
    /// The currency of an unknown value; the policy's by default.
    #[serde(default)]
    pub currency: Option<Currency>,
    /// Expected close of the deal.
    #[serde(default)]
    pub expected_close: Option<Date>,
    /// The stage of the open deal, if the lead is an opportunity; the first meeting's by default.
    #[serde(default)]
    pub deal_stage: Option<DealStageName>,
    /// How it ended, if it did.
    #[serde(default)]
    pub end: Option<LegacyEnd>,
}

/// How rows are to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BackfillRules {
    /// The instant that the facts of undated rows carry. It does not become the instant of a milestone.
    pub as_of: Instant,
    /// What to do with an impossible order.
    pub order: OrderPolicy,
}

/// Why a row cannot be taken over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum BackfillError {
    /// A step lies before the one it follows.
    #[error("{later} at {at} lies before {earlier} at {before}: correct the row, or let the mapping clamp")]
    Order {
        /// The step before.
        earlier: Milestone,
        /// When that was.
        before: Instant,
        /// The step that comes too early.
        later: Milestone,
        /// When it is said to have been.
        at: Instant,
    },
    /// The row ended before a step it reports.
    #[error("the row was lost at {at}, before {earlier} at {before}: correct the row, or let the mapping clamp")]
    LostTooEarly {
        /// The step before.
        earlier: Milestone,
        /// When that was.
        before: Instant,
        /// When it is said to have been lost.
        at: Instant,
    },
    /// A step lies after the import.
    #[error("{step} at {at} lies after the import at {import}")]
    Future {
        /// The step.
        step: Milestone,
        /// When it is said to have been.
        at: Instant,
        /// When it is imported.
        import: Instant,
    },
    /// The deal and what was won are in different currencies.
    #[error("the deal is in {deal}, what was won in {won}")]
    Currency {
        /// The currency of the deal.
        deal: Currency,
        /// The currency of what was won.
        won: Currency,
    },
    /// A step does not follow from the one before it.
    #[error("the steps of the row do not follow from each other")]
    Steps,
    /// A row cannot both be lost and have won.
    #[error("the row reports the milestone `won` and ends otherwise")]
    WonAndLost,
    /// The deal is not consistent.
    #[error("deal: {0}")]
    Deal(#[from] DealError),
    /// The contract is not consistent.
    #[error("contract: {0}")]
    Contract(#[from] ContractError),
    /// The keys of deal and contract are made from the lead key, which is too long for that.
    #[error("deal key: {0}")]
    Key(#[from] TextError),
    /// The pipeline has no such stage, or it lies before the first meeting, which makes an opportunity.
    #[error("the pipeline has no stage `{stage}` at or after the first meeting")]
    DealStage {
        /// The stage.
        stage: DealStageName,
    },
}

/// One step of the row, dated and checked.
struct Dated {
    milestone: Milestone,
    at: Option<Instant>,
    basis: Basis,
    clamped: bool,
}

impl Lifecycle {
    /// Turns one legacy row into the facts of a new lead.
    ///
    /// # Errors
    /// A role that may not import, an undeclared field, an impossible order under [`OrderPolicy::Refuse`], dates after the import,
    /// a deal stage that the pipeline does not have.
    pub fn import(&self, row: &LegacyRow, rules: BackfillRules, ctx: &Context) -> Result<Decision, Refusal> {
        let mut unmet = Vec::new();
        let grant = self.policy().access().grant(CommandKind::Import, ctx.actor.role);
        if !grant.permits() {
            unmet.push(self.no_permission(CommandKind::Import, ctx.actor.role, grant));
        }
        unmet.extend(not_new(ctx));
        if row.origin == Origin::Expansion {
            unmet.push(Unmet::Origin { origin: row.origin });
        }
        let writes = row.fields.iter().map(|(name, value)| (name, Some(value)));
        let profile = change_profile(self.policy(), &Profile::new(), writes, ctx.now, &mut unmet);
        if let Some(LegacyEnd::Lost { reason: Some(reason), .. }) = &row.end {
            let problem = self.policy().reasons().check_reason(ReasonList::Lose, reason).err();
            unmet.extend(problem.map(Unmet::Reason));
        }
        let facts = self.facts_of(row, rules, ctx, profile);
        match facts {
            Ok(facts) if unmet.is_empty() => Ok(Decision { expected_revision: 0, facts, clock_facts: 0 }),
            outcome => {
                unmet.extend(outcome.err().unwrap_or_default().into_iter().map(Unmet::Backfill));
                Err(Refusal { command: CommandKind::Import, lead: row.lead.clone(), stage: None, at: ctx.now, unmet })
            }
        }
    }

    fn facts_of(
        &self,
        row: &LegacyRow,
        rules: BackfillRules,
        ctx: &Context,
        profile: ProfileChange,
    ) -> Result<Vec<Fact>, Vec<BackfillError>> {
        let (steps, mut faults) = date_steps(row, rules, ctx.now);
        let lost = match &row.end {
            Some(LegacyEnd::Lost { at, .. }) => lost_at(*at, &steps, rules, ctx.now),
            Some(LegacyEnd::Won { .. }) | None => Ok((None, false)),
        };
        let (lost_at, lost_clamped) = lost.unwrap_or_else(|fault| {
            faults.push(fault);
            (None, false)
        });
        faults.extend(self.legacy_stage(row).err());
        faults.extend(self.mixed_currencies(row));
        if !faults.is_empty() {
            return Err(faults);
        }
        let stand_in = rules.as_of.min(ctx.now);
        let first = steps.first().and_then(|step| step.at);
        let captured = FactBody::Captured(Box::new(Captured {
            origin: row.origin,
            attribution: row.attribution.clone(),
            account: row.account.clone(),
            person: row.person.clone(),
            owner: row.owner.clone(),
            team: row.team.clone(),
            profile,
            memory: self.policy().memory().activities,
            at: first,
            basis: Basis::Imported,
        }));
        let effective_at = first.unwrap_or(stand_in);
        let times = Times { recorded_at: ctx.now, effective_at };
        let envelope = first_envelope(self.policy(), &row.lead, ctx, times, Cause::Import);
        let mut facts = alloc::vec![Fact { envelope, body: captured }];
        let Some(Ok(mut lead)) = facts.first().map(Lead::start) else {
            return Ok(facts);
        };
        let mut known = effective_at;
        for step in steps.iter().skip(1) {
            known = step.at.unwrap_or(known);
            let body = FactBody::StepImported {
                step: self.step_body(row, step.milestone, known).map_err(|fault| alloc::vec![fault])?,
                at: step.at,
                basis: step.basis,
                clamped: step.clamped,
            };
            self.push(&mut lead, &mut facts, ctx, known, body)?;
        }
        if let Some(LegacyEnd::Lost { reason, .. }) = &row.end {
            let (at, clamped) = (lost_at, lost_clamped);
            let reason = reason.clone().unwrap_or_else(imported_unknown);
            let step = ImportedStep::Lost { reason };
            let body = FactBody::StepImported { step, at, basis: Basis::Imported, clamped };
            self.push(&mut lead, &mut facts, ctx, at.unwrap_or(known), body)?;
        }
        Ok(facts)
    }

    fn push(
        &self,
        lead: &mut Lead,
        facts: &mut Vec<Fact>,
        ctx: &Context,
        at: Instant,
        body: FactBody,
    ) -> Result<(), Vec<BackfillError>> {
        let times = Times { recorded_at: ctx.now, effective_at: at };
        let revision = lead.revision().saturating_add(1);
        let fact = mint(self.policy(), lead, ctx, times, (revision, Cause::Import), body);
        // INVARIANT: the steps come in the order of the funnel, so each fits onto the one before.
        lead.apply(&fact).map_err(|_misfit| alloc::vec![BackfillError::Steps])?;
        facts.push(fact);
        Ok(())
    }

    fn mixed_currencies(&self, row: &LegacyRow) -> Option<BackfillError> {
        let Some(LegacyEnd::Won { value: Some(won), .. }) = &row.end else {
            return None;
        };
        let (deal, won) = (self.legacy_currency(row, Some(*won)), won.currency());
        (deal != won).then_some(BackfillError::Currency { deal, won })
    }

    fn step_body(&self, row: &LegacyRow, milestone: Milestone, at: Instant) -> Result<ImportedStep, BackfillError> {
        Ok(match milestone {
            Milestone::Lead | Milestone::Mql => ImportedStep::Mql,
            Milestone::Sql => ImportedStep::Sql { deal: Box::new(self.legacy_deal(row, at)?) },
            Milestone::Sao => ImportedStep::Sao,
            Milestone::Opportunity => ImportedStep::Opportunity { deal_stage: self.legacy_stage(row)? },
            Milestone::Won => ImportedStep::Won { contract: self.legacy_contract(row, at)? },
        })
    }

    fn legacy_stage(&self, row: &LegacyRow) -> Result<DealStageName, BackfillError> {
        let pipeline = self.policy().pipeline();
        let stage = row.deal_stage.as_ref().unwrap_or_else(|| pipeline.first_meeting());
        if pipeline.position(stage) < pipeline.position(pipeline.first_meeting()) {
            return Err(BackfillError::DealStage { stage: stage.clone() });
        }
        Ok(stage.clone())
    }

    fn legacy_currency(&self, row: &LegacyRow, won: Option<Money>) -> Currency {
        let stated = row.value.or(won).map(|value| value.currency());
        row.currency.or(stated).unwrap_or(self.policy().currency())
    }

    fn legacy_deal(&self, row: &LegacyRow, at: Instant) -> Result<Deal, BackfillError> {
        let key = DealKey::new(&derived_key("deal", &row.lead))?;
        let mut deal = NewDeal::new(key, self.legacy_currency(row, won_value(row)));
        if let Some(value) = row.value {
            let product = row.product.clone().map_or_else(|| ProductKey::new("imported"), Ok)?;
            deal = deal.with_lines(List::one(DealLine::new(product, 1, value)?))?;
        }
        if let Some(date) = row.expected_close {
            deal = deal.with_expected_close(date);
        }
        Ok(Deal::open(&deal, self.policy().pipeline().opening(), at))
    }

    fn legacy_contract(&self, row: &LegacyRow, at: Instant) -> Result<Contract, BackfillError> {
        let won = won_value(row);
        let value = won.or(row.value).unwrap_or_else(|| Money::zero(self.legacy_currency(row, won)));
        let key = ContractKey::new(&derived_key("contract", &row.lead))?;
        Ok(Contract::new(key, value, at.date(self.policy().utc_offset()), None)?)
    }
}

fn won_value(row: &LegacyRow) -> Option<Money> {
    match &row.end {
        Some(LegacyEnd::Won { value, .. }) => *value,
        Some(LegacyEnd::Lost { .. }) | None => None,
    }
}

fn derived_key(what: &str, lead: &LeadKey) -> String {
    let mut key = String::from(what);
    key.push(':');
    key.push_str(lead.as_str());
    key
}

/// The steps of a row in the order of the funnel, implied ones filled in, dates checked or clamped, with every fault of them. The
/// first step is the capture.
fn date_steps(row: &LegacyRow, rules: BackfillRules, import: Instant) -> (Vec<Dated>, Vec<BackfillError>) {
    let mut faults = Vec::new();
    let won = match &row.end {
        Some(LegacyEnd::Won { at, .. }) => Some(*at),
        Some(LegacyEnd::Lost { .. }) | None => row.reached.get(&Milestone::Won).copied(),
    };
    if won.is_some() && matches!(row.end, Some(LegacyEnd::Lost { .. })) {
        faults.push(BackfillError::WonAndLost);
    }
    let last = match won {
        Some(_) => Milestone::Won,
        None => row.reached.keys().next_back().copied().unwrap_or(Milestone::Lead),
    };
    let mut steps = Vec::new();
    let mut before: Option<(Milestone, Instant)> = None;
    for milestone in Milestone::ALL.iter().copied().filter(|m| *m <= last) {
        let reported = row.reached.get(&milestone).copied();
        let reported = if milestone == Milestone::Won { won.or(reported) } else { reported };
        let dated = reported.flatten().map_or(Ok((None, false)), |at| in_order(milestone, at, before, rules, import));
        let (at, clamped) = dated.unwrap_or_else(|fault| {
            faults.push(fault);
            (None, false)
        });
        before = at.map(|at| (milestone, at)).or(before);
        let basis = if reported.is_some() { Basis::Imported } else { Basis::Implied };
        steps.push(Dated { milestone, at, basis, clamped });
    }
    (steps, faults)
}

fn in_order(
    step: Milestone,
    at: Instant,
    before: Option<(Milestone, Instant)>,
    rules: BackfillRules,
    import: Instant,
) -> Result<(Option<Instant>, bool), BackfillError> {
    if at > import {
        return Err(BackfillError::Future { step, at, import });
    }
    match before {
        Some((earlier, known)) if at < known => match rules.order {
            OrderPolicy::Refuse => Err(BackfillError::Order { earlier, before: known, later: step, at }),
            OrderPolicy::Clamp => Ok((Some(known), true)),
        },
        Some(_) | None => Ok((Some(at), false)),
    }
}

fn lost_at(
    at: Option<Instant>,
    steps: &[Dated],
    rules: BackfillRules,
    import: Instant,
) -> Result<(Option<Instant>, bool), BackfillError> {
    let Some(at) = at else {
        return Ok((None, false));
    };
    let before = steps.iter().rev().find_map(|step| step.at.map(|at| (step.milestone, at)));
    match in_order(Milestone::Lead, at, before, rules, import) {
        Err(BackfillError::Order { earlier, before, at, .. }) => {
            Err(BackfillError::LostTooEarly { earlier, before, at })
        }
        outcome => outcome,
    }
}
