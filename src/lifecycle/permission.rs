//! Who may issue what, by the matrix of the policy.

use alloc::vec::Vec;

use crate::access::Grant;
use crate::lifecycle::case::Case;
use crate::lifecycle::unmet::{AccessUnmet, Unmet};
use crate::policy::Policy;
use crate::values::{CommandKind, Role};

/// What is unmet when a role may not begin leads by `command`.
pub(super) fn may_begin(policy: &Policy, command: CommandKind, role: Role) -> Option<Unmet> {
    let grant = policy.access().grant(command, role);
    (!grant.permits()).then(|| not_permitted(policy, command, role, grant))
}

/// Whether the actor may issue a command on this lead.
#[inline]
pub(super) fn may(case: &mut Case<'_>, command: CommandKind) {
    let actor = &case.ctx().actor;
    let grant = case.policy().access().grant(command, actor.role);
    // To propose, the row of `propose` is needed, and that of the proposed command as well.
    if grant.permits() || (command == CommandKind::Propose && grant == Grant::Propose) {
        return;
    }
    if grant == Grant::OwnDeals && command != CommandKind::Propose {
        let owner = case.lead().stage().deal().and_then(|deal| deal.owner());
        case.require(owner == Some(&actor.id), || Unmet::Access(AccessUnmet::NotOwnDeal { owner: owner.cloned() }));
        return;
    }
    case.refuse(not_permitted(case.policy(), command, actor.role, grant));
}

/// Whether the actor may propose a command.
pub(super) fn may_propose(case: &mut Case<'_>, command: CommandKind) {
    let (role, access) = (case.ctx().actor.role, case.policy().access());
    let grant = access.grant(command, role);
    let proposing = |role: &Role| access.grant(command, *role) == Grant::Propose;
    case.require(grant == Grant::Propose, || {
        Unmet::Access(AccessUnmet::Permission { role, grant, permitted: roles(proposing) })
    });
}

/// Whether there is any command that the actor may propose.
pub(super) fn may_propose_any(case: &mut Case<'_>) {
    let (role, access) = (case.ctx().actor.role, case.policy().access());
    let proposes = |role: &Role| CommandKind::ALL.iter().any(|kind| access.grant(*kind, *role) == Grant::Propose);
    case.require(proposes(&role), || {
        Unmet::Access(AccessUnmet::Permission { role, grant: Grant::No, permitted: roles(proposes) })
    });
}

/// Whether a person acts: what an assistant proposed is decided by no machine.
pub(super) fn needs_person(case: &mut Case<'_>) {
    let role = case.ctx().actor.role;
    case.require(!matches!(role, Role::Assistant | Role::System), || Unmet::Access(AccessUnmet::PersonNeeded { role }));
}

fn not_permitted(policy: &Policy, command: CommandKind, role: Role, grant: Grant) -> Unmet {
    let permitted = roles(|role| {
        let grant = policy.access().grant(command, *role);
        grant.permits() || grant == Grant::OwnDeals
    });
    Unmet::Access(AccessUnmet::Permission { role, grant, permitted })
}

fn roles(which: impl Fn(&Role) -> bool) -> Vec<Role> {
    Role::ALL.iter().copied().filter(which).collect()
}
