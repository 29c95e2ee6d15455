//! Who may issue what, by the matrix of the policy.

use alloc::vec::Vec;

use crate::access::{Access, Grant, Right};
use crate::deal::Deal;
use crate::lead::Lead;
use crate::lifecycle::case::Case;
use crate::lifecycle::unmet::{AccessUnmet, Permitted, Unmet};
use crate::policy::Policy;
use crate::values::{ActorId, CommandKind, Role};

/// What is unmet when a role may not begin leads by `right`.
///
/// There is no lead yet that anybody could own: only a grant for any lead counts.
pub(super) fn may_begin(policy: &Policy, right: impl Into<Right>, role: Role) -> Option<Unmet> {
    let (right, access) = (right.into(), policy.access());
    let grant = access.grant(right, role);
    (!grant.permits()).then(|| {
        let permitted = roles(access, right, Grant::permits).collect();
        Unmet::Access(AccessUnmet::Permission { role, grant, permitted })
    })
}

/// Whether the actor may issue a command on this lead.
///
/// Nothing is known of a meeting here, so a role that may on self-booked meetings passes: who knows the meeting asks
/// [`may_meeting`].
#[inline]
pub(super) fn may(case: &mut Case<'_>, right: impl Into<Right>) {
    may_meeting(case, right, true);
}

/// The same for a command on a meeting of which it is known whether the lead booked it itself.
#[inline]
pub(super) fn may_meeting(case: &mut Case<'_>, right: impl Into<Right>, self_booked: bool) {
    let right = right.into();
    let actor = &case.ctx().actor;
    let grant = case.policy().access().grant(right, actor.role);
    if outright(right, grant) {
        return;
    }
    let condition = Condition::of(right, grant);
    if !condition.is_some_and(|condition| condition.is_met(case.lead(), &actor.id, self_booked)) {
        case.refuse(Unmet::Access(refusal(case, right, grant, condition)));
    }
}

/// Whether the actor may propose a command.
pub(super) fn may_propose(case: &mut Case<'_>, right: impl Into<Right>) {
    let (right, role, access) = (right.into(), case.ctx().actor.role, case.policy().access());
    let grant = access.grant(right, role);
    case.require(grant == Grant::Propose, || {
        let permitted = roles(access, right, |grant| grant == Grant::Propose).collect();
        Unmet::Access(AccessUnmet::Permission { role, grant, permitted })
    });
}

/// Whether there is any command that the actor may propose.
pub(super) fn may_propose_any(case: &mut Case<'_>) {
    let (role, access) = (case.ctx().actor.role, case.policy().access());
    let proposes = |role: Role| CommandKind::ALL.iter().any(|kind| access.grant(*kind, role) == Grant::Propose);
    case.require(proposes(role), || {
        let proposing = Role::ALL.iter().copied().filter(|role| proposes(*role));
        let permitted = proposing.map(|role| Permitted { role, grant: Grant::Propose }).collect();
        Unmet::Access(AccessUnmet::Permission { role, grant: Grant::No, permitted })
    });
}

/// Whether a person acts: what an assistant proposed is decided by no machine.
pub(super) fn needs_person(case: &mut Case<'_>) {
    let role = case.ctx().actor.role;
    case.require(!matches!(role, Role::Assistant | Role::System), || Unmet::Access(AccessUnmet::PersonNeeded { role }));
}

/// Whether a grant permits on any lead. To propose, the row of `propose` is needed, and that of the proposed command as
/// well.
fn outright(right: Right, grant: Grant) -> bool {
    grant.permits() || (right == Right::Propose && grant == Grant::Propose)
}

/// Why a grant does not permit here, and who could.
fn refusal(case: &Case<'_>, right: Right, grant: Grant, condition: Option<Condition>) -> AccessUnmet {
    let (lead, role) = (case.lead(), case.ctx().actor.role);
    let permitted = could(case.policy().access(), right, lead);
    let deal = lead.stage().deal();
    match (condition, deal) {
        (None, _) => AccessUnmet::Permission { role, grant, permitted },
        (Some(Condition::SelfBooked), _) => AccessUnmet::NotSelfBooked { permitted },
        (Some(Condition::OwnDeal), _) | (Some(Condition::Own), Some(_)) => {
            AccessUnmet::NotOwnDeal { owner: deal.and_then(Deal::owner).cloned(), permitted }
        }
        (Some(Condition::OwnLead), _) | (Some(Condition::Own), None) => {
            AccessUnmet::NotOwnLead { owner: lead.cycle().owner().cloned(), permitted }
        }
    }
}

/// Every role that could do it on this lead now: first those that may on any lead.
fn could(access: &Access, right: Right, lead: &Lead) -> Vec<Permitted> {
    let mut permitted: Vec<Permitted> = roles(access, right, |grant| outright(right, grant)).collect();
    permitted.extend(roles(access, right, |grant| {
        Condition::of(right, grant).is_some_and(|condition| condition.can_be_met(lead))
    }));
    permitted
}

fn roles(access: &Access, right: Right, which: impl Fn(Grant) -> bool) -> impl Iterator<Item = Permitted> {
    let all = Role::ALL.iter().map(move |role| Permitted { role: *role, grant: access.grant(right, *role) });
    all.filter(move |permitted| which(permitted.grant))
}

/// What a grant depends on.
#[derive(Debug, Clone, Copy)]
enum Condition {
    OwnLead,
    OwnDeal,
    Own,
    SelfBooked,
}

impl Condition {
    /// The condition of a grant, where it counts for the right: nobody owns a proposal, and only meetings are booked.
    fn of(right: Right, grant: Grant) -> Option<Self> {
        match grant {
            _ if right == Right::Propose => None,
            Grant::OwnLeads => Some(Self::OwnLead),
            Grant::OwnDeals => Some(Self::OwnDeal),
            Grant::Own => Some(Self::Own),
            Grant::SelfBooked => right.books().then_some(Self::SelfBooked),
            Grant::Responsible
            | Grant::Accountable
            | Grant::ResponsibleAccountable
            | Grant::Consulted
            | Grant::Informed
            | Grant::Propose
            | Grant::No => None,
        }
    }

    /// Whether an actor meets it on a lead.
    fn is_met(self, lead: &Lead, actor: &ActorId, self_booked: bool) -> bool {
        let own_lead = || lead.cycle().owner() == Some(actor);
        let own_deal = || lead.stage().deal().is_some_and(|deal| deal.owner().is_none_or(|owner| owner == actor));
        match self {
            Self::OwnLead => own_lead(),
            Self::OwnDeal => own_deal(),
            Self::Own => own_deal() || own_lead(),
            Self::SelfBooked => self_booked,
        }
    }

    /// Whether anybody can meet it on a lead now.
    fn can_be_met(self, lead: &Lead) -> bool {
        let owned = || lead.cycle().owner().is_some();
        let deal = || lead.stage().deal().is_some();
        match self {
            Self::OwnLead => owned(),
            Self::OwnDeal => deal(),
            Self::Own => deal() || owned(),
            Self::SelfBooked => true,
        }
    }
}
