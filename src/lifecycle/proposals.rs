//! Assistants propose, persons decide.

use alloc::vec::Vec;

use crate::lead::{FactBody, Proposable, Propose};
use crate::lifecycle::case::Case;
use crate::lifecycle::cleared::Judged;
use crate::lifecycle::permission::needs_person;
use crate::lifecycle::reasons::no_text_when_erased;
use crate::lifecycle::rights::{may_issue, may_propose_this};
use crate::lifecycle::unmet::{ProposalUnmet, Unmet};
use crate::values::{CommandKind, ProposalId, Text};

/// Whether a command decides about proposals itself: none of these can be proposed.
pub(super) const fn is_about_proposals(command: CommandKind) -> bool {
    matches!(command, CommandKind::Propose | CommandKind::Approve | CommandKind::Decline)
}

/// Makes a proposal, after a dry run: what would be refused is not proposed, and neither is what is already so.
pub(super) fn propose<'a>(mut case: Case<'a>, proposal: &Propose, dry_run: Judged<'_>) -> Judged<'a> {
    let Propose { id, command, rationale } = proposal;
    let kind = command.kind();
    may_propose_this(&mut case, &**command);
    let rules = case.policy().proposals();
    let open = case.lead().proposals().len();
    let room = u32::try_from(open).is_ok_and(|open| open < rules.max_open);
    case.require(room, || Unmet::Proposal(ProposalUnmet::Full { max: rules.max_open }));
    let known = case.lead().proposal(id).is_some();
    case.require(!known, || Unmet::Proposal(ProposalUnmet::Known { proposal: id.clone() }));
    let expires_at = case.recorded_at().saturating_add(rules.expires_after);
    let trial = match dry_run {
        Ok(trial) => trial,
        Err(unmet) => {
            case.refuse(Unmet::Proposed(unmet));
            return case.clear();
        }
    };
    let cleared = case.clear()?;
    if trial.is_empty() {
        return Ok(cleared);
    }
    let (id, rationale) = (id.clone(), Some(rationale.clone()));
    cleared.emit(FactBody::ProposalMade { id, command: Some(command.clone()), kind, rationale, expires_at })
}

/// Guard of the outlook: a person acts, and a proposal is open.
pub(super) fn proposal_open(case: &mut Case<'_>) {
    needs_person(case);
    let open = !case.lead().proposals().is_empty();
    case.require(open, || Unmet::Proposal(ProposalUnmet::NoneOpen));
}

/// The command of an open proposal; gone after redaction.
fn proposed<'a>(case: &mut Case<'a>, id: &ProposalId) -> Option<&'a Proposable> {
    let proposal = case.lead().proposal(id);
    case.require(proposal.is_some(), || Unmet::Proposal(ProposalUnmet::Unknown { proposal: id.clone() }));
    proposal?.command.as_deref()
}

/// Approves a proposal: its command is to be judged now, in the name of the person who approves, and the approval opens
/// the decision.
///
/// # Errors
/// Everything that is unmet of the approval itself.
pub(super) fn approve<'a>(mut case: Case<'a>, id: &'a ProposalId) -> Result<(Case<'a>, &'a Proposable), Vec<Unmet>> {
    needs_person(&mut case);
    let command = proposed(&mut case, id);
    let mut case = case.so_far()?;
    let Some(command) = command else {
        return Err(alloc::vec![Unmet::Proposal(ProposalUnmet::Redacted { proposal: id.clone() })]);
    };
    case.approve(id);
    Ok((case, command))
}

/// Turns a proposal down; whoever may issue the command may.
pub(super) fn decline<'a>(mut case: Case<'a>, id: &ProposalId, note: Option<&Text>) -> Judged<'a> {
    no_text_when_erased(&mut case, note);
    needs_person(&mut case);
    if let Some(command) = proposed(&mut case, id) {
        may_issue(&mut case, command);
    }
    case.clear()?.emit(FactBody::ProposalDeclined { id: id.clone(), note: note.cloned() })
}
