//! Whether what a rule or time made of a lead still holds, on what counts before it.

use crate::lead::{Because, Cause, Fact, FactBody, Lead, Stage, Trigger};
use crate::lifecycle::clock::{answers_age, stale_at};
use crate::lifecycle::sets_off::{News, is_spared, may_demote, may_promote, stock_waits_until};
use crate::policy::Policy;
use crate::scoring::Standing;
use crate::values::Instant;

/// Whether a fact by rule holds on the lead as it is before it. `stands` says whether the fact or the correction that it came of
/// still does.
///
/// A promotion by score is judged anew: whatever news set it off, it holds where the rules would make it on what counts.
#[expect(clippy::wildcard_enum_match_arm, reason = "what no rule judges anew stands as long as its cause does")]
pub(super) fn holds(policy: &Policy, lead: &Lead, fact: &Fact, stands: bool) -> bool {
    let at = fact.envelope.effective_at;
    // What a correction brought about goes with it.
    if !stands && matches!(fact.envelope.cause, Cause::Rule(Because::Correction)) {
        return false;
    }
    let waiting = matches!(fact.envelope.cause, Cause::Rule(Because::Merge | Because::Correction));
    match &fact.body {
        // A hand-raise that waited: it may be gone, though the merge or the correction that let it act is not.
        FactBody::BecameMql { trigger: Trigger::HandRaise, .. }
        | FactBody::ReopenSuggested { trigger: Trigger::HandRaise }
        | FactBody::ExpansionOpened { .. }
            if waiting =>
        {
            let acts = |raised: Instant| News { policy, lead, at: raised, now: at }.raise_hand(None);
            let acts = lead.hand_raise().newest().and_then(acts);
            stands && acts.is_some_and(|body| body.kind() == fact.kind())
        }
        FactBody::BecameMql { trigger: Trigger::Score, .. } => {
            let open = matches!(lead.stage(), Stage::Lead { cooling_until: None }) && lead.recount_due().is_none();
            let may = open && may_promote(policy, lead) && stock_waits_until(lead) <= at;
            may && verdict(policy, lead, at) == Standing::Enter
        }
        FactBody::ReopenSuggested { trigger: Trigger::Score } => stands && verdict(policy, lead, at) == Standing::Enter,
        FactBody::Demoted { .. } => {
            may_demote(lead) && !is_spared(lead) && verdict(policy, lead, at) == Standing::BelowExit
        }
        FactBody::SparingEnded => is_spared(lead) && verdict(policy, lead, at) != Standing::BelowExit,
        FactBody::BecameStale { .. } => stale_at(policy, lead).is_some_and(|due| due <= at),
        FactBody::Recycled { .. } => lead.cycle().stale_since() == Some(at),
        FactBody::PostponementEnded => {
            lead.cycle().postponement().is_some_and(|put_off| put_off.is_running() && put_off.until <= at)
        }
        FactBody::CoolingEnded => {
            matches!(lead.stage(), Stage::Lead { cooling_until: Some(end) } if *end <= at)
        }
        FactBody::AnswerBecameStale { criterion } => {
            let answer = lead.answers().iter().find(|(name, answer)| *name == criterion && !answer.is_stale());
            let due = answer.and_then(|(name, answer)| policy.qualification().stale_at(name, answer, policy.zone()));
            answers_age(lead) && due.is_some_and(|due| due <= at)
        }
        _ => stands,
    }
}

/// How the score of a lead stands.
fn verdict(policy: &Policy, lead: &Lead, at: Instant) -> Standing {
    let scoring = policy.scoring();
    scoring.verdict(&scoring.score(lead.scoring(), at))
}

/// Whether a rule acted because time passed, a policy came, or something was counted again or taken back; not because of news.
pub(super) const fn is_of_clock(fact: &Fact) -> bool {
    match fact.envelope.cause {
        Cause::Rule(because) => !matches!(because, Because::Fact(_) | Because::Merge),
        Cause::Command | Cause::Proposal(_) | Cause::Import => false,
    }
}
