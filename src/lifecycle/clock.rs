//! The clock: what time alone makes true, in one order, at exact instants.
//!
//! Facts due are found one after another on a copy of the lead, each search starting where the last one ended, so that checking
//! late, twice or every second yields the same facts with the same instants. Where one instant makes several things true, the
//! order is: cooling ended, proposal expired, answer stale, stage stale, promoted, demoted.

use alloc::borrow::Cow;
use alloc::vec::Vec;

use crate::lead::{Actor, Cause, Fact, FactBody, Lead, Stage, Trigger};
use crate::lifecycle::case::{Times, mint};
use crate::lifecycle::context::Context;
use crate::lifecycle::ending::recycled_by_rule;
use crate::policy::{Policy, StaleThen};
use crate::scoring::Crossing;
use crate::values::{ActorId, Instant, Literal as _, Role, StageKind};

/// Something that is or will be due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Due {
    pub(crate) at: Instant,
    pub(crate) body: FactBody,
}

/// A lead at which everything due has been applied, and the facts of it.
pub(crate) struct CaughtUp<'l> {
    pub(crate) lead: Cow<'l, Lead>,
    pub(crate) facts: Vec<Fact>,
}

/// Emits everything due up to `now`. Copies the lead only when something is due.
///
/// Searches begin at `floor`: nothing takes effect before it.
pub(crate) fn catch_up<'l>(policy: &Policy, lead: Cow<'l, Lead>, floor: Instant, now: Instant) -> CaughtUp<'l> {
    let mut caught = CaughtUp { lead, facts: Vec::new() };
    let mut clock: Option<Context> = None;
    let mut cursor = floor;
    while let Some(due) = next_due(policy, &caught.lead, cursor, Some(now)) {
        cursor = due.at;
        let times = Times { recorded_at: now, effective_at: due.at };
        let after_stale = recycle_after(policy, &caught.lead, &due);
        // Time acts in its own name: the same facts, whoever happens to look.
        let ctx = clock.get_or_insert_with(|| Context::new(now, Actor::new(ActorId::literal("clock"), Role::System)));
        if !caught.take(policy, ctx, times, due.body) {
            break;
        }
        if let Some(body) = after_stale {
            if !caught.take(policy, ctx, times, body) {
                break;
            }
        }
    }
    caught
}

impl CaughtUp<'_> {
    /// Applies one due fact; `false` if it does not fit, which would be a fault of this room and must not loop.
    fn take(&mut self, policy: &Policy, ctx: &Context, times: Times, body: FactBody) -> bool {
        let revision = self.lead.revision().saturating_add(1);
        let fact = mint(policy, &self.lead, ctx, times, (revision, Cause::Rule), body);
        let fits = self.lead.to_mut().apply(&fact).is_ok();
        if fits {
            self.facts.push(fact);
        }
        fits
    }
}

/// The earliest thing due at or after `cursor` and, if given, not after `until`. What was due before counts as due at `cursor`.
pub(crate) fn next_due(policy: &Policy, lead: &Lead, cursor: Instant, until: Option<Instant>) -> Option<Due> {
    if lead.stage().kind() == StageKind::Merged {
        return None;
    }
    let mut first: Option<Due> = None;
    let mut offer = |at: Instant, body: &dyn Fn() -> FactBody| {
        let at = at.max(cursor);
        let in_time = until.is_none_or(|end| at <= end);
        // Of two at one instant the one offered first stays: that is the fixed order of kinds.
        if in_time && first.as_ref().is_none_or(|known| at < known.at) {
            first = Some(Due { at, body: body() });
        }
    };
    if let Stage::Lead { cooling_until: Some(end) } = lead.stage() {
        offer(*end, &|| FactBody::CoolingEnded);
    }
    for proposal in lead.proposals() {
        offer(proposal.expires_at, &|| FactBody::ProposalExpired { id: proposal.id.clone() });
    }
    for (criterion, answer) in lead.answers().iter().filter(|(_, answer)| !answer.is_stale()) {
        if let Some(at) = policy.qualification().stale_at(criterion, answer) {
            offer(at, &|| FactBody::AnswerBecameStale { criterion: criterion.clone() });
        }
    }
    if let Some(at) = stale_at(policy, lead) {
        let stage = lead.stage().kind();
        offer(at, &|| FactBody::BecameStale { stage });
    }
    if let Some((at, body)) = by_score(policy, lead, cursor, until) {
        offer(at, &|| body.clone());
    }
    first
}

/// When the present visit becomes stale. At Lead it is an item of the agenda, not a fact.
fn stale_at(policy: &Policy, lead: &Lead) -> Option<Instant> {
    let stage = lead.stage().kind();
    if lead.cycle().is_stale() || stage == StageKind::Lead {
        return None;
    }
    let rule = policy.stale().rule(stage)?;
    lead.stage_entered_at().checked_add(rule.after)
}

/// What the policy does with a stage that became stale.
fn recycle_after(policy: &Policy, lead: &Lead, due: &Due) -> Option<FactBody> {
    let FactBody::BecameStale { stage } = due.body else {
        return None;
    };
    match &policy.stale().rule(stage)?.then {
        StaleThen::Flag => None,
        StaleThen::Recycle(reason) => Some(recycled_by_rule(policy, lead, reason, due.at)),
    }
}

/// The next promotion or demotion by score alone.
fn by_score(policy: &Policy, lead: &Lead, cursor: Instant, until: Option<Instant>) -> Option<(Instant, FactBody)> {
    if lead.erased_at().is_some() {
        return None;
    }
    let scoring = policy.scoring();
    let which = match lead.stage() {
        Stage::Lead { cooling_until: None } if lead.cycle().has_own_activity() => Crossing::UpToEnter,
        Stage::Mql { trigger: Trigger::Score } if is_untouched(lead) => Crossing::DownBelowExit,
        Stage::Lead { .. }
        | Stage::Mql { .. }
        | Stage::Sql { .. }
        | Stage::Opportunity { .. }
        | Stage::Customer { .. }
        | Stage::Disqualified { .. }
        | Stage::Merged { .. } => return None,
    };
    let at = scoring.crosses_at(lead.scoring(), cursor, until, which)?;
    let score = scoring.breakdown(&scoring.score(lead.scoring(), at));
    let body = match which {
        Crossing::UpToEnter => FactBody::BecameMql { trigger: Trigger::Score, score, note: None },
        Crossing::DownBelowExit => FactBody::Demoted { score },
    };
    Some((at, body))
}

/// Whether nobody has worked on the MQL: no attempt, no appointment.
pub(crate) fn is_untouched(lead: &Lead) -> bool {
    lead.cycle().progress() == crate::values::Progress::Untouched
}
