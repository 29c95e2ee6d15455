//! A row becomes facts: the capture of a new lead or the opening of its next round, what came in, each step, the end, and what has
//! no place; each minted onto the lead as the ones before have left it.

use alloc::vec::Vec;

use crate::lead::{ApplyError, Because, Fact, FactBody, FactKind, Lead, Stage};
use crate::lifecycle::backfill::activities::Activities;
use crate::lifecycle::backfill::backfill_error::BackfillError;
use crate::lifecycle::backfill::backfill_rules::BackfillRules;
use crate::lifecycle::backfill::dated_steps::Almanac;
use crate::lifecycle::backfill::legacy_end::LegacyEnd;
use crate::lifecycle::backfill::legacy_row::LegacyRow;
use crate::lifecycle::backfill::plan::{Begins, Plan};
use crate::lifecycle::backfill::reading::Reading;
use crate::lifecycle::book::PolicyBook;
use crate::lifecycle::clock::catch_up;
use crate::lifecycle::clocks::{Settling, settle, settle_first};
use crate::lifecycle::context::Context;
use crate::lifecycle::decision::Decision;
use crate::lifecycle::fact_chain::FactChain;
use crate::lifecycle::lifecycle::Lifecycle;
use crate::lifecycle::mint::{By, Times};
use crate::lifecycle::note::Note;
use crate::lifecycle::permission::may_begin;
use crate::lifecycle::preconditions::{enter, not_new};
use crate::lifecycle::refusal::Refusal;
use crate::lifecycle::sets_off::{stirs, stock_may, stock_waits_until};
use crate::lifecycle::unmet::{LeadUnmet, Unmet, misfit};
use crate::scoring::Standing;
use crate::values::{CommandKind, LeadKey, Milestone, Origin, StageKind};

impl Lifecycle {
    /// Turns one legacy row into the facts of a new lead.
    ///
    /// The rows say when: `ctx.effective_at` is not asked.
    ///
    /// Importing promotes nothing, and neither does the next look at the clock: an imported lead is stock, which waits for something
    /// new unless the policy in force says of its stock that it need not. What would be promoted is told by a note.
    ///
    /// ```
    /// # use lead_lifecycle::{Actor, Context, Lead, Lifecycle, Policy, Role, StageKind};
    /// # use lead_lifecycle::lifecycle::{BackfillRules, LegacyRow, OrderPolicy};
    /// # use lead_lifecycle::calendar::Zone;
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let lifecycle = Lifecycle::new(Policy::standard());
    /// # let by = |role: Role, at: &str| -> Result<Context, Box<dyn std::error::Error>> {
    /// #     Ok(Context::new(at.parse()?, Actor::new("tanaka".parse()?, role)))
    /// # };
    /// let row: LegacyRow = serde_json::from_str(
    ///     r#"{"lead": "old-1", "origin": "inbound", "reached": {"mql": "2025-10-01", "sql": null}}"#,
    /// )?;
    /// let importer = by(Role::System, "2026-04-01T09:00:00+09:00")?;
    /// let rules = BackfillRules { as_of: importer.now, order: OrderPolicy::Refuse, zone: Zone::JST };
    /// let lead = Lead::replay(lifecycle.import(&row, &rules, &importer)?.facts())?;
    /// assert_eq!(lead.stage().kind(), StageKind::Sql);
    /// // Nothing is overdue at once: the clocks of an imported lead start at the import.
    /// assert_eq!(lead.stage_entered_at(), importer.now);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// A role that may not import, an undeclared field, dates after the import, a pipeline that the policy does not have,
    /// none where there is no default, a deal stage that the pipeline does not have, a reason that it does not have, ends that
    /// contradict each other, more than 1,024 moves or 4,096 activities, and, under
    /// [`OrderPolicy::Refuse`](crate::lifecycle::OrderPolicy::Refuse), an impossible order.
    pub fn import(&self, row: &LegacyRow, rules: &BackfillRules, ctx: &Context) -> Result<Decision, Refusal> {
        let refuse = |unmet| {
            let lead = row.lead.clone();
            Refusal { command: CommandKind::Import, lead, stage: None, at: ctx.now, unmet }
        };
        let in_force = self.book().covers(ctx.now);
        let version = in_force.map_err(|gap| refuse(alloc::vec![Unmet::Policy(gap)]))?;
        let mut unmet = Vec::new();
        unmet.extend(not_new(ctx));
        if row.origin == Origin::Expansion {
            unmet.push(Unmet::Lead(LeadUnmet::Origin { origin: row.origin }));
        }
        let reading = Reading { version, row, rules, ctx, now: ctx.now, lead: None };
        #[expect(clippy::redundant_closure, reason = "the function by itself would have to live as long as its chain")]
        let (facts, notes) =
            reading.import(self.book(), unmet, |by, key, body| FactChain::begin(by, key, body)).map_err(refuse)?;
        Ok(Decision::new(0, facts, 0).of(ctx.command_id.clone(), notes))
    }

    /// Turns one more legacy row of a lead that exists into facts: its next cycle, where the one before has ended, at a customer an
    /// expansion; otherwise the cycle goes on that is open and has no deal yet. A row that tells of no milestone, no move and no end
    /// opens nothing: what the lead did, and what is known of it, is possible at every stage.
    ///
    /// The lead is stock from then on, as if it had been imported as a whole. What the lead has already, and what has no place, is kept
    /// in a fact [`LeftOver`](crate::FactBody::LeftOver) and told by a note.
    ///
    /// ```
    /// # use lead_lifecycle::{Actor, Context, Lead, Lifecycle, Policy, Role, StageKind};
    /// # use lead_lifecycle::lifecycle::{BackfillRules, LegacyRow, OrderPolicy};
    /// # use lead_lifecycle::calendar::Zone;
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let lifecycle = Lifecycle::new(Policy::standard());
    /// # let importer = Context::new("2026-04-01T09:00:00+09:00".parse()?, Actor::new("tanaka".parse()?, Role::System));
    /// let row = |json: &str| serde_json::from_str::<LegacyRow>(json);
    /// let rules = BackfillRules { as_of: importer.now, order: OrderPolicy::Refuse, zone: Zone::JST };
    /// let lost = row(r#"{"lead": "old-1", "origin": "inbound", "reached": {"lead": "2024-02-01"}, "end": {"lost": {"at": "2024-04-01"}}}"#)?;
    /// let mut lead = Lead::replay(lifecycle.import(&lost, &rules, &importer)?.facts())?;
    /// let won = row(r#"{"lead": "old-1", "origin": "referral", "reached": {"lead": "2025-06-01"}, "end": {"won": {"at": "2025-09-01"}}}"#)?;
    /// lead.apply_all(lifecycle.import_next(&lead, &won, &rules, &importer)?.facts())?;
    /// assert_eq!((lead.stage().kind(), lead.cycle().number()), (StageKind::Customer, 2));
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// As of [`import`](Self::import); besides a row that merges a lead which lives here, a lead that was erased or merged, or
    /// that has an open deal, a deal or contract key that was used before, a row of another lead, and one that lies before the
    /// newest turn of the lead.
    pub fn import_next(
        &self,
        lead: &Lead,
        row: &LegacyRow,
        rules: &BackfillRules,
        ctx: &Context,
    ) -> Result<Decision, Refusal> {
        let entered = enter(self, lead, CommandKind::Import, ctx)?;
        let now = entered.recorded_at;
        let refuse = |unmet| Refusal::of(lead, CommandKind::Import, now, unmet);
        let mut due = FactChain::after(lead);
        let caught = catch_up(self.book(), &mut due, (lead.recorded_at(), Because::Time), now);
        let lead_now = caught.and_then(|()| due.lead()).map_err(|error| refuse(misfit(error)))?;
        let version = self.book().of_lead(lead_now).map_err(|gap| refuse(alloc::vec![Unmet::Policy(gap)]))?;
        let mut unmet = Vec::new();
        if let Some(at) = lead_now.erased_at() {
            unmet.push(Unmet::Lead(LeadUnmet::Erased { at }));
        }
        if row.lead != *lead.key() {
            unmet.push(Unmet::Backfill(BackfillError::OtherLead { row: row.lead.clone() }));
        }
        // What was told here, an import does not bring along.
        if let Some(LegacyEnd::Merged { into, .. }) = row.end.as_ref().filter(|_| lives_here(lead_now)) {
            unmet.push(Unmet::Backfill(BackfillError::LivesHere { into: into.clone() }));
        }
        if row.origin == Origin::Expansion && lead_now.stage().kind() == StageKind::Disqualified {
            unmet.push(Unmet::Lead(LeadUnmet::Origin { origin: row.origin }));
        }
        let reading = Reading { version, row, rules, ctx, now, lead: Some(lead_now) };
        let begin = |by: By<'_>, _key: &_, body| {
            let mut chain = FactChain::after(lead_now);
            chain.push(by, body).map(|()| chain)
        };
        let (own, notes) = reading.import(self.book(), unmet, begin).map_err(refuse)?;
        let mut facts = due.into_facts();
        let clock_facts = facts.len();
        facts.extend(own);
        Ok(Decision::new(lead.revision(), facts, clock_facts).of(ctx.command_id.clone(), notes))
    }
}

/// Whether people or rules have moved a lead since it was taken over, or it waits for an answer.
fn lives_here(lead: &Lead) -> bool {
    let cycle = lead.cycle();
    let by_import = matches!(cycle.turned_by(), FactKind::StepImported | FactKind::Captured);
    !(cycle.is_imported() && by_import) || lead.hand_raise().since().is_some()
}

// The row as a whole.
impl<'r> Reading<'r> {
    /// The facts of the row, or everything that stands in its way.
    fn import(
        self,
        book: &PolicyBook,
        mut unmet: Vec<Unmet>,
        begin: impl FnOnce(By<'_>, &LeadKey, FactBody) -> Result<FactChain<'r>, ApplyError>,
    ) -> Result<(Vec<Fact>, Vec<Note>), Vec<Unmet>> {
        unmet.extend(may_begin(self.version.policy(), CommandKind::Import, self.ctx.actor.role));
        let fault = |fault| Unmet::Backfill(fault);
        let begins = self.lead.map_or(Ok(Begins::With(Milestone::Lead)), |lead| Begins::of(lead, self.row));
        let begins = match begins {
            Ok(begins) => begins,
            Err(open) => {
                unmet.push(fault(open));
                return Err(unmet);
            }
        };
        unmet.extend(self.too_many().map(fault));
        let (Plan { steps, mut left, last }, faults) = Plan::of(self.row, (begins, self.lead), &self.moves());
        unmet.extend(faults.into_iter().map(fault));
        let almanac = Almanac { rules: self.rules, import: self.now };
        let (steps, faults) = almanac.date(steps, self.lead);
        unmet.extend(faults.into_iter().map(fault));
        let opens = self.lead.filter(|_| matches!(begins, Begins::With(_)));
        unmet.extend(opens.and_then(|lead| Almanac::lies_before(&steps, lead)).map(fault));
        unmet.extend(self.faults(last).into_iter().map(fault));
        unmet.extend(self.reason_problem());
        unmet.extend(self.churn_problem());
        let profile = self.profile(|field| unmet.push(field));
        let activities = Activities::of(self, |problem| unmet.push(problem));
        if !unmet.is_empty() {
            return Err(unmet);
        }
        left.extend(self.left_over(last, begins));
        let one = |error| alloc::vec![fault(error)];
        let mut steps = steps.into_iter();
        // INVARIANT: a plan opens with a step.
        let Some(first) = steps.next() else { return Ok((Vec::new(), Vec::new())) };
        let mut chain = if let Some(lead) = self.lead.filter(|_| begins == Begins::Nothing) {
            FactChain::after(lead)
        } else {
            let opening = self.opening(&first, profile.clone());
            begin(self.by(&first), &self.row.lead, opening).map_err(misfit)?
        };
        for body in self.fills(profile, &mut left) {
            chain.push(self.by(&first), body).map_err(misfit)?;
        }
        let mut notes = activities.record(self, &mut chain)?;
        notes.extend(first.moved());
        for step in steps {
            let body = self.body(&step, chain.lead().map_err(misfit)?).map_err(one)?;
            if let Some(body) = body {
                notes.extend(self.made_up(&body));
                chain.push(self.by(&step), body).map_err(misfit)?;
            }
            notes.extend(step.moved());
        }
        if !left.is_empty() {
            chain.push(self.at_once(), FactBody::LeftOver(left.clone())).map_err(misfit)?;
            notes.push(Note::LeftOver { what: left });
        }
        notes.extend(self.would_promote(chain.lead().map_err(misfit)?));
        let settling = Settling { book, ctx: self.ctx, times: Times::at_once(self.now) };
        let settled = match self.lead {
            Some(lead) => settle(settling, &mut chain, (0, lead)),
            None => settle_first(settling, &mut chain),
        };
        settled.map_err(misfit)?;
        Ok((chain.into_facts(), notes))
    }

    /// What would be promoted if it were not stock.
    fn would_promote(self, lead: &Lead) -> Option<Note> {
        let (policy, now) = (self.version.policy(), self.now);
        let scoring = policy.scoring();
        let Stage::Lead { .. } = lead.stage() else { return None };
        let waits = !stock_may(policy, lead, |_since| false, |_since| false) || stock_waits_until(lead) > now;
        if lead.recount_due().is_some() || !waits || !stirs(policy, lead) {
            return None;
        }
        let score = scoring.score(lead.scoring(), self.now);
        (scoring.verdict(&score) == Standing::Enter).then(|| Note::WouldPromote { score: score.total() })
    }
}
