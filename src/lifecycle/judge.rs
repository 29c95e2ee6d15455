//! Judging a command: first what the table says of its kind, then its own data, then its facts.

use crate::deal::Deal;
use crate::lead::{Command, CommandOf, Proposable};
use crate::lifecycle::case::Case;
use crate::lifecycle::cleared::Judged;
use crate::lifecycle::transition::{Earliest, Transition, transition};
use crate::lifecycle::unmet::{LeadUnmet, ProposalUnmet, Unmet};
use crate::lifecycle::{
    adoption, appointments, contracts, ending, field_sales, guard, inside_sales, intake, proposals, recount, rights,
    upkeep,
};
use crate::values::{CommandKind, ProposalId, Text};

/// Judges a command in the name of whoever issues it.
pub(super) fn judge<'a>(mut case: Case<'a>, command: &'a Command) -> Judged<'a> {
    rights::may_issue(&mut case, command);
    own(case, command, |case, about| match about {
        About::Proposing(proposal) => {
            let kind = proposal.command.kind();
            if proposals::is_about_proposals(kind) {
                return refuse(case, Unmet::Proposal(ProposalUnmet::NotProposable { command: kind }));
            }
            let dry_run = plain(case.afresh(), &proposal.command);
            proposals::propose(case, proposal, dry_run)
        }
        About::Approving(id) => {
            let (mut case, proposed) = proposals::approve(case, id)?;
            rights::may_issue(&mut case, proposed);
            plain(case, proposed)
        }
        About::Declining(id, note) => proposals::decline(case, id, note),
    })
}

/// Judges what was proposed; whether anybody may issue it is another question.
fn plain<'a>(case: Case<'a>, command: &'a Proposable) -> Judged<'a> {
    own(case, command, |case, about| match about {
        About::Proposing(nested) => match *nested {},
        // No decision proposes these, so they are of a history that nothing decided: approving would go on without end.
        About::Approving(_) | About::Declining(..) => {
            refuse(case, Unmet::Proposal(ProposalUnmet::NotProposable { command: command.kind() }))
        }
    })
}

fn refuse(mut case: Case<'_>, unmet: Unmet) -> Judged<'_> {
    case.refuse(unmet);
    case.clear()
}

/// The conditions that need nothing of the command but its kind, permission apart; the same for deciding and for the
/// outlook.
///
/// Says whether it is possible at this stage at all: if not, nothing else is asked.
#[inline]
pub(super) fn conditions(case: &mut Case<'_>, row: &Transition) -> bool {
    let at = case.stage();
    let possible = row.possible_at(at);
    if !possible {
        case.refuse_stage(row.command, row.from);
    }
    if possible {
        if let Some(erased) = case.lead().erased_at().filter(|_| !row.when_erased) {
            case.refuse(Unmet::Lead(LeadUnmet::Erased { at: erased }));
        }
        guard::hold(case, row.guard);
    }
    possible
}

/// How early what a command reports may have happened.
fn in_order(case: &mut Case<'_>, row: &Transition) {
    match row.earliest {
        // What happens to a contract is bound by it, see `contracts`.
        Earliest::Ever | Earliest::Contract => {}
        Earliest::Now => case.at_once(),
        Earliest::Cycle => case.within_cycle(),
        Earliest::Turn => case.after_turn(),
    }
}

/// A command about proposals: who judges those says what a proposal is.
enum About<'c, P> {
    Proposing(&'c P),
    Approving(&'c ProposalId),
    Declining(&'c ProposalId, Option<&'c Text>),
}

/// The table's conditions, then the command's own and its facts.
fn own<'a, P>(
    mut case: Case<'a>,
    command: &'a CommandOf<P>,
    about_proposals: impl FnOnce(Case<'a>, About<'a, P>) -> Judged<'a>,
) -> Judged<'a> {
    let Some(row) = transition(command.kind()) else {
        // What the table does not know is possible nowhere.
        case.refuse_stage(command.kind(), &[]);
        return case.clear();
    };
    if !conditions(&mut case, row) {
        return case.clear();
    }
    in_order(&mut case, row);
    match command {
        CommandOf::UpdateProfile { fields } => intake::update_profile(case, fields),
        CommandOf::RecordActivity { activity } => intake::record_activity(case, activity),
        CommandOf::RecordConsent { channel, purpose, status } => {
            intake::record_consent(case, *channel, *purpose, *status)
        }
        CommandOf::EditCapture(edit) => upkeep::edit_capture(case, edit),
        CommandOf::Postpone { until, note } => ending::postpone(case, *until, note.as_ref()),
        CommandOf::CloseHandRaise { reason } => ending::close_hand_raise(case, reason),
        CommandOf::Promote { note } => inside_sales::promote(case, note.as_ref()),
        CommandOf::RecordAttempt(attempt) => inside_sales::record_attempt(case, attempt),
        CommandOf::RecordAnswer(reply) => inside_sales::record_answer(case, reply),
        CommandOf::ScheduleAppointment(meeting) => appointments::schedule(case, meeting),
        CommandOf::ChangeAppointment { to, note } => appointments::change(case, *to, note.as_ref()),
        CommandOf::MissAppointment { by } => appointments::miss(case, *by),
        CommandOf::HoldMeeting { note } => appointments::hold(case, note.as_ref()),
        CommandOf::Qualify { handoff, deal } => inside_sales::qualify(case, handoff, deal),
        CommandOf::Accept => field_sales::accept(case),
        CommandOf::Reject { reason } => field_sales::reject(case, reason),
        CommandOf::HoldFirstMeeting { result, note } => on_deal(case, command.kind(), |case, deal| {
            field_sales::hold_first_meeting(case, deal, *result, note.as_ref())
        }),
        CommandOf::EditDeal { edit } => {
            on_deal(case, command.kind(), |case, deal| field_sales::edit_deal(case, deal, edit))
        }
        CommandOf::MoveDeal { to } => {
            on_deal(case, command.kind(), |case, deal| field_sales::move_deal(case, deal, to))
        }
        CommandOf::Win { contract } => {
            on_deal(case, command.kind(), |case, deal| field_sales::win(case, deal, contract))
        }
        CommandOf::Lose { reason, until } => field_sales::lose(case, reason, *until),
        CommandOf::RecordPurchase { contract, attribution } => contracts::buy(case, contract, attribution),
        CommandOf::Recycle { reason, until } => ending::recycle_by_hand(case, reason, *until),
        CommandOf::Discard { reason } | CommandOf::Disqualify { reason } => ending::disqualify(case, reason),
        CommandOf::Reopen { reason } => ending::reopen(case, reason),
        CommandOf::OpenExpansion { note, attribution } => ending::open_expansion(case, note.as_ref(), attribution),
        CommandOf::RenewContract { contract, ends, value } => contracts::renew(case, contract, *ends, *value),
        CommandOf::AmendContract { contract, value, ends } => contracts::amend(case, contract, *value, *ends),
        CommandOf::EndContract { contract, reason, until } => contracts::end(case, contract, reason, *until),
        CommandOf::Assign { owner, team, deal } => upkeep::assign(case, owner.as_ref(), team, deal),
        CommandOf::Recount(how) => recount::recount(case, how),
        CommandOf::AdoptPolicy { deal_pipeline, deal_stage } => {
            adoption::adopt(case, deal_pipeline.as_ref(), deal_stage.as_ref())
        }
        CommandOf::CheckClock => case.clear(),
        CommandOf::Redact => upkeep::redact(case),
        CommandOf::Propose(proposal) => about_proposals(case, About::Proposing(proposal)),
        CommandOf::Approve { proposal } => about_proposals(case, About::Approving(proposal)),
        CommandOf::Decline { proposal, note } => about_proposals(case, About::Declining(proposal, note.as_ref())),
    }
}

/// Judges what is done to the open deal.
fn on_deal<'a>(
    mut case: Case<'a>,
    command: CommandKind,
    judge: impl FnOnce(Case<'a>, &'a Deal) -> Judged<'a>,
) -> Judged<'a> {
    match case.deal(command) {
        Some(deal) => judge(case, deal),
        None => case.clear(),
    }
}

#[cfg(test)]
mod tests {
    use alloc::boxed::Box;

    use crate::lead::{Actor, Capture, Command, FactBody, Lead, Proposable};
    use crate::lifecycle::context::Context;
    use crate::lifecycle::fact_chain::FactChain;
    use crate::lifecycle::lifecycle::Lifecycle;
    use crate::lifecycle::mint::{By, Times};
    use crate::lifecycle::unmet::{ProposalUnmet, Unmet};
    use crate::policy::Policy;
    use crate::values::{ActorId, CommandKind, Instant, LeadKey, Literal as _, Origin, ProposalId, Role};

    /// A proposal to approve itself, as only a forged history holds it: refused, where deciding would go on without
    /// end.
    #[test]
    fn a_proposal_that_approves_itself_is_refused() {
        let lifecycle = Lifecycle::new(Policy::standard());
        let ctx = Context::new(Instant::MIN, Actor::new(ActorId::literal("tester"), Role::Manager));
        let system = Context::new(Instant::MIN, Actor::new(ActorId::literal("tester"), Role::System));
        let capture = Capture::new(LeadKey::new("lead").unwrap(), Origin::Inbound);
        let mut lead = Lead::replay(lifecycle.capture(&capture, &system).unwrap().facts()).unwrap();
        let id = ProposalId::new("p").unwrap();
        let forged = FactBody::ProposalMade {
            id: id.clone(),
            command: Some(Box::new(Proposable::Approve { proposal: id.clone() })),
            kind: CommandKind::Approve,
            rationale: None,
            expires_at: Instant::MAX,
        };
        let times = Times::at_once(ctx.now);
        let by = By { stamp: lifecycle.book().newest().stamp(), ctx: &ctx, times, cause: crate::lead::Cause::Command };
        let mut chain = FactChain::after(&lead);
        chain.push(by, forged).unwrap();
        let facts = chain.into_facts();
        lead.apply_all(&facts).unwrap();
        let refusal = lifecycle.decide(&lead, &Command::Approve { proposal: id }, &ctx).unwrap_err();
        assert!(
            refusal.unmet.contains(&Unmet::Proposal(ProposalUnmet::NotProposable { command: CommandKind::Approve })),
            "{refusal}"
        );
    }
}
