//! A row becomes the facts of a new lead: its capture, then each step, minted onto the lead as the ones before have
//! left it.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

use crate::deal::{Contract, Deal, DealLine, NewDeal, Pipeline};
use crate::lead::{Captured, Cause, Fact, FactBody, ImportedStep, MilestoneBasis, ProfileChange, StockTerms};
use crate::lifecycle::backfill::backfill_error::BackfillError;
use crate::lifecycle::backfill::backfill_rules::BackfillRules;
use crate::lifecycle::backfill::dated_steps::{Almanac, Dated, DatedStep, date_steps};
use crate::lifecycle::backfill::legacy_row::{LegacyEnd, LegacyRow};
use crate::lifecycle::book::{Version, promote_stock};
use crate::lifecycle::context::Context;
use crate::lifecycle::decision::Decision;
use crate::lifecycle::fact_chain::FactChain;
use crate::lifecycle::lifecycle::Lifecycle;
use crate::lifecycle::mint::{By, Times};
use crate::lifecycle::permission::may_begin;
use crate::lifecycle::preconditions::not_new;
use crate::lifecycle::profile_change::change_profile;
use crate::lifecycle::refusal::Refusal;
use crate::lifecycle::unmet::{LeadUnmet, Unmet};
use crate::policy::Policy;
use crate::recycle::{ReasonList, imported_unknown};
use crate::values::{
    CommandKind, ContractKey, Currency, DealKey, DealStageName, Instant, LeadKey, LeadProfile, List, Milestone, Money,
    Origin, PipelineName, ProductKey,
};

impl Lifecycle {
    /// Turns one legacy row into the facts of a new lead.
    ///
    /// ```
    /// # use lead_lifecycle::{Actor, Context, Lead, Lifecycle, Policy, Role, StageKind};
    /// # use lead_lifecycle::lifecycle::{BackfillRules, LegacyRow, OrderPolicy};
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let lifecycle = Lifecycle::new(Policy::standard());
    /// # let by = |role: Role, at: &str| -> Result<Context, Box<dyn std::error::Error>> {
    /// #     Ok(Context::new(at.parse()?, Actor::new("tanaka".parse()?, role)))
    /// # };
    /// let row: LegacyRow = serde_json::from_str(
    ///     r#"{"lead": "old-1", "origin": "inbound", "reached": {"mql": "2025-10-01", "sql": null}}"#,
    /// )?;
    /// let importer = by(Role::System, "2026-04-01T09:00:00+09:00")?;
    /// let rules = BackfillRules { as_of: importer.now, order: OrderPolicy::Refuse };
    /// let lead = Lead::replay(lifecycle.import(&row, rules, &importer)?.facts())?;
    /// assert_eq!(lead.stage().kind(), StageKind::Sql);
    /// // Nothing is overdue at once: the clocks of an imported lead start at the import.
    /// assert_eq!(lead.stage_entered_at(), importer.now);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// A role that may not import, an undeclared field, dates after the import, a pipeline that the policy does not have,
    /// none where there is no default, a deal stage that the pipeline does not have, and, under [`OrderPolicy::Refuse`](crate::lifecycle::OrderPolicy::Refuse), an impossible order.
    pub fn import(&self, row: &LegacyRow, rules: BackfillRules, ctx: &Context) -> Result<Decision, Refusal> {
        let refuse = |unmet| {
            let lead = row.lead.clone();
            Refusal { command: CommandKind::Import, lead, stage: None, at: ctx.now, unmet }
        };
        let in_force = self.book().covers(ctx.now);
        let version = in_force.map_err(|gap| refuse(alloc::vec![Unmet::Policy(gap)]))?;
        let policy = version.policy();
        let mut unmet = Vec::new();
        unmet.extend(may_begin(policy, CommandKind::Import, ctx.actor.role));
        unmet.extend(not_new(ctx));
        if row.origin == Origin::Expansion {
            unmet.push(Unmet::Lead(LeadUnmet::Origin { origin: row.origin }));
        }
        let writes = row.fields.iter().map(|(name, value)| (name, Some(value)));
        let profile = change_profile(policy, &LeadProfile::new(), writes, ctx.now, |field| unmet.push(field));
        if let Some(LegacyEnd::Lost { reason: Some(reason), .. }) = &row.end {
            let problem = policy.reasons().check_reason(ReasonList::Lose, reason).err();
            unmet.extend(problem.map(Unmet::Reason));
        }
        match (Reading { version, policy, row, ctx }.facts(rules, profile)) {
            Ok(facts) if unmet.is_empty() => Ok(Decision::new(0, facts, 0).of(ctx.command_id.clone(), Vec::new())),
            outcome => {
                unmet.extend(outcome.err().unwrap_or_default().into_iter().map(Unmet::Backfill));
                Err(refuse(unmet))
            }
        }
    }
}

/// A row being read under a policy.
#[derive(Clone, Copy)]
struct Reading<'r> {
    version: &'r Version,
    policy: &'r Policy,
    row: &'r LegacyRow,
    ctx: &'r Context,
}

impl Reading<'_> {
    fn facts(self, rules: BackfillRules, profile: ProfileChange) -> Result<Vec<Fact>, Vec<BackfillError>> {
        let Self { row, ctx, .. } = self;
        let almanac = Almanac { rules, import: ctx.now, offset: self.policy.utc_offset() };
        let (steps, mut faults) = date_steps(row, almanac);
        let lost = match &row.end {
            Some(LegacyEnd::Lost { at, .. }) => almanac.lost_at(*at, &steps),
            Some(LegacyEnd::Won { .. }) | None => Ok(None),
        };
        let lost = lost.unwrap_or_else(|fault| {
            faults.push(fault);
            None
        });
        faults.extend(self.misplaced(&steps));
        faults.extend(self.mixed_currencies());
        if !faults.is_empty() {
            return Err(faults);
        }
        let first = steps.first().and_then(|step| step.dated);
        let mut known = first.map_or(rules.as_of.min(ctx.now), |dated| dated.at);
        let captured = FactBody::Captured(Box::new(self.captured(profile, first.map(|dated| dated.at))));
        let begun = FactChain::begin(self.by(known, first), &row.lead, captured);
        let mut chain = begun.map_err(|_misfit| alloc::vec![BackfillError::Steps])?;
        for step in steps.iter().skip(1) {
            known = step.dated.map_or(known, |dated| dated.at);
            let imported = self.step(step.milestone, known).map_err(|fault| alloc::vec![fault])?;
            self.push(&mut chain, known, (imported, step.basis), step.dated)?;
        }
        if let Some(LegacyEnd::Lost { reason, .. }) = &row.end {
            let step = ImportedStep::Lost { reason: reason.clone().unwrap_or_else(imported_unknown) };
            known = lost.map_or(known, |dated| dated.at);
            self.push(&mut chain, known, (step, MilestoneBasis::Imported), lost)?;
        }
        Ok(chain.into_facts())
    }

    fn captured(self, profile: ProfileChange, at: Option<Instant>) -> Captured {
        let row = self.row;
        Captured {
            origin: row.origin,
            attribution: row.attribution.clone(),
            account: row.account.clone(),
            person: row.person.clone(),
            owner: row.owner.clone(),
            team: row.team.clone(),
            profile,
            memory: self.policy.memory().activities,
            // It was there before.
            stock: self.stock(),
            at,
            basis: MilestoneBasis::Imported,
        }
    }
}

// How the version treats what was there before.
impl Reading<'_> {
    fn stock(self) -> StockTerms {
        let promote = self.version.stock().map(|stock| promote_stock(self.policy, stock));
        StockTerms { promote: promote.unwrap_or_default(), spared: false }
    }
}

// What each fact is made of.
impl<'r> Reading<'r> {
    /// A fact without a date of its own carries that of the one before, and its day says nothing of it.
    fn by(self, at: Instant, dated: Option<Dated>) -> By<'r> {
        let day = dated.and_then(|dated| dated.day);
        let times = Times { recorded_at: self.ctx.now, effective_at: at, day };
        By { stamp: self.version.stamp(), ctx: self.ctx, times, cause: Cause::Import }
    }

    fn push(
        self,
        chain: &mut FactChain<'_>,
        known: Instant,
        (step, basis): (ImportedStep, MilestoneBasis),
        dated: Option<Dated>,
    ) -> Result<(), Vec<BackfillError>> {
        let clamped = dated.is_some_and(|dated| dated.clamped);
        let body = FactBody::StepImported { step, at: dated.map(|dated| dated.at), basis, clamped };
        // INVARIANT: the steps come in the order of the funnel, so each fits onto the one before.
        chain.push(self.by(known, dated), body).map_err(|_misfit| alloc::vec![BackfillError::Steps])
    }

    fn step(self, milestone: Milestone, at: Instant) -> Result<ImportedStep, BackfillError> {
        Ok(match milestone {
            Milestone::Lead | Milestone::Mql => ImportedStep::Mql,
            Milestone::Sql => ImportedStep::Sql { deal: Box::new(self.deal(at)?) },
            Milestone::Sao => ImportedStep::Sao,
            Milestone::Opportunity => ImportedStep::Opportunity { deal_stage: self.deal_stage()? },
            Milestone::Won => ImportedStep::Won { contract: self.contract(at)? },
        })
    }

    fn mixed_currencies(self) -> Option<BackfillError> {
        let won = self.row.won_value()?;
        let (deal, won) = (self.currency(Some(won)), won.currency());
        (deal != won).then_some(BackfillError::Currency { deal, won })
    }

    /// The pipeline that the deal goes to, as for a deal that is opened.
    fn pipeline(self) -> Result<(&'r PipelineName, &'r Pipeline), BackfillError> {
        Ok(self.policy.pipelines().resolve(self.row.pipeline.as_ref())?)
    }

    /// What is wrong with where the deal goes; nothing where the row tells of no deal.
    fn misplaced(self, steps: &[DatedStep]) -> Option<BackfillError> {
        let row = self.row;
        let told = row.pipeline.is_some() || row.deal_stage.is_some();
        let needed = told || steps.iter().any(|step| step.milestone >= Milestone::Sql);
        if needed { self.deal_stage().err() } else { None }
    }

    fn deal_stage(self) -> Result<DealStageName, BackfillError> {
        let (_, pipeline) = self.pipeline()?;
        let mark = pipeline.first_meeting();
        let earliest = mark.unwrap_or(pipeline.opening());
        let stage = self.row.deal_stage.as_ref().unwrap_or(earliest);
        // A stage that the pipeline does not have is before every one that it has.
        if pipeline.position(stage) < pipeline.position(earliest) {
            return Err(BackfillError::DealStage { stage: stage.clone(), first_meeting: mark.cloned() });
        }
        Ok(stage.clone())
    }

    fn currency(self, won: Option<Money>) -> Currency {
        let stated = self.row.value.or(won).map(|value| value.currency());
        self.row.currency.or(stated).unwrap_or(self.policy.currency())
    }

    fn deal(self, at: Instant) -> Result<Deal, BackfillError> {
        let row = self.row;
        let key = DealKey::new(&derived_key("deal", &row.lead))?;
        let mut deal = NewDeal::new(key, self.currency(row.won_value()));
        if let Some(value) = row.value {
            let product = row.product.clone().map_or_else(|| ProductKey::new("imported"), Ok)?;
            deal = deal.with_lines(List::one(DealLine::new(product, 1, value)?))?;
        }
        if let Some(date) = row.expected_close {
            deal = deal.with_expected_close(date);
        }
        let (name, pipeline) = self.pipeline()?;
        Ok(Deal::open(&deal, name, pipeline.opening(), at))
    }

    fn contract(self, at: Instant) -> Result<Contract, BackfillError> {
        let won = self.row.won_value();
        let value = won.or(self.row.value).unwrap_or_else(|| Money::zero(self.currency(won)));
        let key = ContractKey::new(&derived_key("contract", &self.row.lead))?;
        Ok(Contract::new(key, value, at.date(self.policy.utc_offset()), None)?)
    }
}

fn derived_key(what: &str, lead: &LeadKey) -> String {
    let mut key = String::from(what);
    key.push(':');
    key.push_str(lead.as_str());
    key
}
