//! The clock: what time alone makes true, in one order, at exact instants.
//!
//! Facts due are found one after another on a copy of the lead, each search starting where the last one ended, so that
//! checking late, twice or every second yields the same facts with the same instants. Where one instant makes several
//! things true, the order is: policy adopted, cooling ended, postponement ended, proposal expired, answer stale, stage stale,
//! clock warned, breached and escalated, promoted, sparing ended, demoted. What is due is decided by the version of the policy in force at its instant.

use crate::lead::{Actor, ApplyError, Because, Cause, FactBody, FactKind, Lead, PromoteStock, Stage, Trigger};
use crate::lifecycle::book::{PolicyBook, Version, adopted};
use crate::lifecycle::clocks::{Settling, offers, settle};
use crate::lifecycle::context::Context;
use crate::lifecycle::ending::recycled_by_rule;
use crate::lifecycle::fact_chain::FactChain;
use crate::lifecycle::mint::{By, Times};
use crate::lifecycle::sets_off::{is_spared, may_demote, may_promote, progress_so_far, stock_waits_until};
use crate::policy::{Policy, StaleThen};
use crate::scoring::Crossing;
use crate::values::{ActorId, Instant, Literal as _, Role, StageKind};

/// Something that is or will be due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Due {
    pub(super) at: Instant,
    pub(super) body: FactBody,
}

/// Emits everything due up to `now`, and leaves it folded. Copies the lead only when something is due.
///
/// Searches begin at `floor`: nothing takes effect before it. What is due at `floor` itself is so because of `at_floor`.
///
/// # Errors
/// What is due does not fit: a fault of this room, which must not loop.
pub(super) fn catch_up(
    book: &PolicyBook,
    chain: &mut FactChain<'_>,
    (floor, at_floor): (Instant, Because),
    now: Instant,
) -> Result<(), ApplyError> {
    let mut clock: Option<Context> = None;
    let (mut cursor, mut since) = (floor, (floor, at_floor));
    while let Some((version, due)) = next_event(book, chain.lead()?, cursor, Some(now)) {
        cursor = due.at;
        if due.body.kind() == FactKind::PolicyAdopted {
            since = (due.at, Because::Policy);
        }
        let because = match since {
            (at, because) if at == due.at && because != Because::Time => because,
            _ => because_in_time(chain.lead()?, &due),
        };
        let times = Times::of(now, due.at);
        let policy = version.policy();
        let after_stale = recycle_after(policy, chain.lead()?, &due);
        // Time acts in its own name: the same facts, whoever happens to look.
        let ctx = clock.get_or_insert_with(|| clock_context(now));
        let by = || By { stamp: version.stamp(), ctx, times, cause: Cause::Rule(because) };
        let known = chain.len();
        // Of facts of clocks nothing else becomes of clocks.
        let before =
            (!due.body.kind().is_of_clocks()).then(|| with_clocks(policy, chain.lead())).transpose()?.flatten();
        chain.push(by(), due.body)?;
        if let Some(body) = after_stale {
            chain.push(by(), body)?;
        }
        if let Some(before) = before {
            settle(Settling { book, ctx, times }, chain, (known, &before))?;
        }
    }
    Ok(())
}

/// A lead of which the policy has clocks to settle.
fn with_clocks(policy: &Policy, lead: Result<&Lead, ApplyError>) -> Result<Option<Lead>, ApplyError> {
    let lead = lead?;
    let none = policy.sla().is_empty() && lead.clocks().is_empty();
    Ok((!none).then(|| lead.clone()))
}

/// In whose name the clock acts.
pub(super) fn clock_context(now: Instant) -> Context {
    Context::new(now, Actor::new(ActorId::literal("clock"), Role::System))
}

/// A lead that a version kept waiting until a day is promoted then because of the version.
fn because_in_time(lead: &Lead, due: &Due) -> Because {
    let waited = lead.adoption().is_some_and(|open| open.promote() == PromoteStock::NotBefore(due.at));
    let promoted = due.body.kind() == FactKind::BecameMql;
    if waited && promoted { Because::Policy } else { Because::Time }
}

/// The earliest thing that is due at or after `cursor` and, if given, not after `until`, with the version that decides it: the
/// adoption of the next version, or what that in force makes of time.
pub(super) fn next_event<'b>(
    book: &'b PolicyBook,
    lead: &Lead,
    cursor: Instant,
    until: Option<Instant>,
) -> Option<(&'b Version, Due)> {
    let version = book.find(lead.policy())?;
    let next = book.next_after(lead.policy(), cursor);
    let Some((at, next)) = next.filter(|(at, _)| until.is_none_or(|end| *at <= end)) else {
        return next_due(version.policy(), lead, cursor, until).map(|due| (version, due));
    };
    let before = if at > cursor { next_due(version.policy(), lead, cursor, Some(at.second_before())) } else { None };
    let due = before.map(|due| (version, due));
    due.or_else(|| Some((next, Due { at, body: adopted(book, version, lead, next, at) })))
}

/// The earliest thing due at or after `cursor` and, if given, not after `until`. What was due before counts as due at
/// `cursor`.
pub(super) fn next_due(policy: &Policy, lead: &Lead, cursor: Instant, until: Option<Instant>) -> Option<Due> {
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
    if let Some(put_off) = lead.cycle().postponement().filter(|put_off| put_off.is_running()) {
        // At Lead it cools, and the end of cooling is the end of it.
        if !is_cooling(lead) {
            offer(put_off.until, &|| FactBody::PostponementEnded);
        }
    }
    for proposal in lead.proposals() {
        offer(proposal.expires_at, &|| FactBody::ProposalExpired { id: proposal.id.clone() });
    }
    if answers_age(lead) {
        for (criterion, answer) in lead.answers().iter().filter(|(_, answer)| !answer.is_stale()) {
            if let Some(at) = policy.qualification().stale_at(criterion, answer, policy.zone()) {
                offer(at, &|| FactBody::AnswerBecameStale { criterion: criterion.clone() });
            }
        }
    }
    if let Some(at) = stale_at(policy, lead) {
        let stage = lead.stage().kind();
        offer(at, &|| FactBody::BecameStale { stage });
    }
    offers(policy, lead, &mut offer);
    // A score that crosses with the first of these or later is looked for then: no second is searched twice.
    let sooner = first.as_ref().map(|due| due.at.second_before()).or(until);
    by_score(policy, lead, cursor, sooner).map(|(at, body)| Due { at, body }).or(first)
}

fn is_cooling(lead: &Lead) -> bool {
    matches!(lead.stage(), Stage::Lead { cooling_until: Some(_) })
}

/// Answers are asked for up to the hand-over: later, nobody is told that one has grown old.
pub(super) fn answers_age(lead: &Lead) -> bool {
    matches!(lead.stage().kind(), StageKind::Lead | StageKind::Mql | StageKind::Sql)
}

/// When the present visit becomes stale: while it is put off, not at all. At Lead it is an item of the agenda, not a fact.
pub(super) fn stale_at(policy: &Policy, lead: &Lead) -> Option<Instant> {
    let stage = lead.stage().kind();
    if lead.cycle().is_stale() || lead.cycle().is_postponed() || stage == StageKind::Lead {
        return None;
    }
    let rule = policy.stale().rule(stage)?;
    policy.zone().later(lead.cycle().deadlines_from(), rule.after)
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
    if lead.erased_at().is_some() || lead.recount_due().is_some() {
        return None;
    }
    let scoring = policy.scoring();
    let (which, from) = match lead.stage() {
        Stage::Lead { cooling_until: None } if may_promote(policy, lead) => {
            (Crossing::UpToEnter, cursor.max(stock_waits_until(lead)))
        }
        Stage::Mql { trigger: Trigger::Score } if is_spared(lead) => (Crossing::UpToExit, cursor),
        Stage::Mql { trigger: Trigger::Score } if may_demote(lead) => (Crossing::DownBelowExit, cursor),
        Stage::Lead { .. }
        | Stage::Mql { .. }
        | Stage::Sql { .. }
        | Stage::Opportunity { .. }
        | Stage::Customer { .. }
        | Stage::Disqualified { .. }
        | Stage::Merged { .. } => return None,
    };
    let at = scoring.crosses_at(lead.scoring(), from, until, which)?;
    let score = scoring.breakdown(&scoring.score(lead.scoring(), at));
    let body = match which {
        Crossing::UpToEnter => {
            let progress = progress_so_far(lead, at);
            FactBody::BecameMql { trigger: Trigger::Score, score, note: None, grounds: None, progress }
        }
        Crossing::UpToExit => FactBody::SparingEnded,
        Crossing::DownBelowExit => FactBody::Demoted { score },
    };
    Some((at, body))
}
