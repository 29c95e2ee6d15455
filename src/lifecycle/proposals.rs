//! Assistants propose, persons decide.

use alloc::boxed::Box;
use alloc::vec::Vec;

use crate::access::Grant;
use crate::lead::{Cause, Command, FactBody};
use crate::lifecycle::case::{Case, Times};
use crate::lifecycle::decide::{judge, may};
use crate::lifecycle::field::no_text_when_erased;
use crate::lifecycle::refusal::Unmet;
use crate::values::{CommandKind, ProposalId, Role, Text};

/// Makes a proposal, after a dry run: what would be refused is not proposed.
pub(crate) fn propose(case: &mut Case<'_>, id: &ProposalId, command: &Command, rationale: &Text) {
    let kind = command.kind();
    if matches!(kind, CommandKind::Propose | CommandKind::Approve | CommandKind::Decline) {
        case.refuse(Unmet::NotProposable { command: kind });
        return;
    }
    let role = case.ctx.actor.role;
    let grant = case.policy.access().grant(kind, role);
    case.require(grant == Grant::Propose, || Unmet::Permission {
        role,
        grant,
        permitted: roles_with(case.policy, kind, Grant::Propose),
    });
    let rules = case.policy.proposals();
    let open = case.lead.proposals().len();
    let room = u32::try_from(open).is_ok_and(|open| open < rules.max_open);
    case.require(room, || Unmet::ProposalsFull { max: rules.max_open });
    let known = case.lead.proposal(id).is_some();
    case.require(!known, || Unmet::ProposalKnown { proposal: id.clone() });
    let times = Times { recorded_at: case.recorded_at, effective_at: case.effective_at };
    let mut trial = Case::new(case.policy, case.lead, case.ctx, times, Cause::Proposal(id.clone()));
    judge(&mut trial, command, false);
    let empty = trial.facts.is_empty();
    if !trial.is_clear() {
        case.refuse(Unmet::Proposed(trial.unmet));
    }
    if case.is_clear() && !empty {
        case.emit(FactBody::ProposalMade {
            id: id.clone(),
            command: Some(Box::new(command.clone())),
            kind,
            rationale: Some(rationale.clone()),
            expires_at: case.recorded_at.saturating_add(rules.expires_after),
        });
    }
}

fn roles_with(policy: &crate::policy::Policy, command: CommandKind, grant: Grant) -> Vec<Role> {
    Role::ALL.iter().copied().filter(|role| policy.access().grant(command, *role) == grant).collect()
}

/// For the outlook: whether there is anything at all that the actor could propose, approve or decline.
pub(crate) fn prospects(case: &mut Case<'_>, command: CommandKind) {
    let role = case.ctx.actor.role;
    let access = case.policy.access();
    if command == CommandKind::Propose {
        let proposes = |role: Role| CommandKind::ALL.iter().any(|kind| access.grant(*kind, role) == Grant::Propose);
        let permitted = Role::ALL.iter().copied().filter(|role| proposes(*role)).collect();
        case.require(proposes(role), || Unmet::Permission { role, grant: Grant::No, permitted });
    } else if matches!(command, CommandKind::Approve | CommandKind::Decline) {
        needs_person(case);
        let open = !case.lead.proposals().is_empty();
        case.require(open, || Unmet::NoProposal);
    }
}

fn needs_person(case: &mut Case<'_>) {
    let role = case.ctx.actor.role;
    case.require(!matches!(role, Role::Assistant | Role::System), || Unmet::PersonNeeded { role });
}

/// The command of an open proposal.
fn proposed<'a>(case: &mut Case<'a>, id: &ProposalId) -> Option<&'a Command> {
    match case.lead.proposal(id) {
        None => {
            case.refuse(Unmet::ProposalUnknown { proposal: id.clone() });
            None
        }
        Some(proposal) => proposal.command.as_deref(),
    }
}

/// Approves a proposal: the command is decided now, as the person who approves.
pub(crate) fn approve(case: &mut Case<'_>, id: &ProposalId) {
    needs_person(case);
    let command = proposed(case, id);
    if !case.is_clear() {
        return;
    }
    let Some(command) = command else {
        case.refuse(Unmet::ProposalRedacted { proposal: id.clone() });
        return;
    };
    case.emit(FactBody::ProposalApproved { id: id.clone() });
    case.cause = Cause::Proposal(id.clone());
    judge(case, command, true);
}

/// Turns a proposal down; whoever may issue the command may.
pub(crate) fn decline(case: &mut Case<'_>, id: &ProposalId, note: Option<&Text>) {
    no_text_when_erased(case, note);
    needs_person(case);
    if let Some(command) = proposed(case, id) {
        may(case, command.kind());
    }
    if case.is_clear() {
        case.emit(FactBody::ProposalDeclined { id: id.clone(), note: note.cloned() });
    }
}
