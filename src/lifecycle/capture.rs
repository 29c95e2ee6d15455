//! Capture: the first fact of a lead.

use alloc::boxed::Box;
use alloc::vec::Vec;

use crate::lead::{Because, Capture, Captured, Cause, FactBody, Lead, MilestoneBasis, StockTerms};
use crate::lifecycle::clocks::{Settling, settle_first};
use crate::lifecycle::context::Context;
use crate::lifecycle::decision::Decision;
use crate::lifecycle::fact_chain::FactChain;
use crate::lifecycle::lifecycle::Lifecycle;
use crate::lifecycle::mint::{By, Times};
use crate::lifecycle::permission::may_begin;
use crate::lifecycle::preconditions::{not_new, timed, untimely};
use crate::lifecycle::profile_change::change_profile;
use crate::lifecycle::refusal::Refusal;
use crate::lifecycle::sets_off::News;
use crate::lifecycle::unmet::{LeadUnmet, Unmet, misfit};
use crate::policy::Policy;
use crate::values::{CommandKind, Instant, LeadProfile, Moment, Origin};

impl Lifecycle {
    /// Decides the capture of a new lead: its first fact, and its promotion where fit alone promotes.
    ///
    /// Whether there is a lead of this key already, the host knows: the decision expects revision 0.
    ///
    /// ```
    /// # use lead_lifecycle::{Actor, Capture, Context, Lead, Lifecycle, Origin, Policy, Role};
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let lifecycle = Lifecycle::new(Policy::standard());
    /// # let by = |role: Role, at: &str| -> Result<Context, Box<dyn std::error::Error>> {
    /// #     Ok(Context::new(at.parse()?, Actor::new("tanaka".parse()?, role)))
    /// # };
    /// let capture = Capture::new("lead-2".parse()?, Origin::Outbound);
    /// let decision = lifecycle.capture(&capture, &by(Role::Bdr, "2026-04-02T09:00:00+09:00")?)?;
    /// assert_eq!(Lead::replay(decision.facts())?.origin(), Origin::Outbound);
    ///
    /// let expansion = Capture::new("lead-3".parse()?, Origin::Expansion);
    /// let refusal = lifecycle.capture(&expansion, &by(Role::Bdr, "2026-04-02T09:00:00+09:00")?).unwrap_err();
    /// assert_eq!(refusal.unmet[0].code(), "origin");
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// A role that may not capture, an undeclared or mistyped field, the origin `expansion`, an effective time in the
    /// future.
    pub fn capture(&self, command: &Capture, ctx: &Context) -> Result<Decision, Refusal> {
        let refuse = |unmet| {
            let lead = command.lead.clone();
            Refusal { command: CommandKind::Capture, lead, stage: None, at: ctx.now, unmet }
        };
        let in_force = self.book().covers(ctx.now);
        let version = in_force.map_err(|gap| refuse(alloc::vec![Unmet::Policy(gap)]))?;
        let policy = version.policy();
        let mut unmet = Vec::new();
        unmet.extend(may_begin(policy, CommandKind::Capture, ctx.actor.role));
        unmet.extend(not_new(ctx));
        let moment = ctx.effective_at.unwrap_or(Moment::At(ctx.now));
        unmet.extend(untimely(policy, moment, ctx.now));
        // The beginning of a day, so that what follows on the same day lies after it.
        let times = timed(policy, ctx.now, moment, Instant::MIN);
        let captured = captured(policy, command, times.effective_at, &mut unmet);
        if !unmet.is_empty() {
            return Err(refuse(unmet));
        }
        let by = |times, cause| By { stamp: version.stamp(), ctx, times, cause };
        let body = FactBody::Captured(Box::new(captured));
        let misfits = |error| refuse(misfit(error));
        let mut chain = FactChain::begin(by(times, Cause::Command), &command.lead, body).map_err(misfits)?;
        let promoted = by_fit(policy, chain.lead().map_err(misfits)?, times);
        if let Some(body) = promoted {
            chain.push(by(Times::at_once(ctx.now), Cause::Rule(Because::Fact(1))), body).map_err(misfits)?;
        }
        settle_first(Settling { book: self.book(), ctx, times: Times::at_once(ctx.now) }, &mut chain)
            .map_err(misfits)?;
        Ok(Decision::new(0, chain.into_facts(), 0).of(ctx.command_id.clone(), Vec::new()))
    }
}

/// What the fact says, if nothing is unmet.
fn captured(policy: &Policy, command: &Capture, at: Instant, unmet: &mut Vec<Unmet>) -> Captured {
    if command.origin == Origin::Expansion {
        unmet.push(Unmet::Lead(LeadUnmet::Origin { origin: command.origin }));
    }
    let writes = command.fields.iter().map(|(name, value)| (name, Some(value)));
    let profile = change_profile(policy, &LeadProfile::new(), writes, at, |field| unmet.push(field));
    Captured {
        origin: command.origin,
        attribution: command.attribution.clone(),
        account: command.account.clone(),
        person: command.person.clone(),
        owner: command.owner.clone(),
        team: command.team.clone(),
        profile,
        memory: policy.memory().activities,
        stock: StockTerms::default(),
        at: Some(at),
        basis: MilestoneBasis::Direct,
    }
}

/// Where fit alone promotes, it does so at capture.
fn by_fit(policy: &Policy, lead: &Lead, times: Times) -> Option<FactBody> {
    let news = News { policy, lead, at: times.effective_at, now: times.recorded_at };
    if policy.scoring().promotes_by_fit_alone() { news.weigh(None, None) } else { None }
}
