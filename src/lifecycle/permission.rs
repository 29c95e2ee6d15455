//! Who may issue what, by the matrix of the policy.

use alloc::vec::Vec;

use crate::access::{Access, Grant, Right};
use crate::deal::Deal;
use crate::lead::{BookedBy, Lead};
use crate::lifecycle::case::Case;
use crate::lifecycle::unmet::{AccessUnmet, Permitted, Unmet};
use crate::policy::Policy;
use crate::values::{ActorId, Role};

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

/// Whether the actor may do something on this lead; of a meeting the caller says whether the lead booked it itself, or
/// that it may have.
#[inline]
pub(super) fn may(case: &mut Case<'_>, right: impl Into<Right>, self_booked: bool) {
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
    let proposes = |role: Role| Right::ALL.iter().any(|right| access.grant(*right, role) == Grant::Propose);
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
    let mut permitted = Vec::with_capacity(Role::ALL.len());
    permitted.extend(roles(access, right, |grant| outright(right, grant)));
    permitted.extend(roles(access, right, |grant| {
        Condition::of(right, grant).is_some_and(|condition| condition.can_be_met(lead, right))
    }));
    permitted
}

fn roles(access: &Access, right: Right, which: impl Fn(Grant) -> bool) -> impl Iterator<Item = Permitted> {
    access.row(right).filter(move |(_, grant)| which(*grant)).map(|(role, grant)| Permitted { role, grant })
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

    /// Whether anybody can meet it on a lead now. Whoever schedules a meeting says who booked it; of one that is agreed on it
    /// is known.
    fn can_be_met(self, lead: &Lead, right: Right) -> bool {
        let agreed = || lead.cycle().appointment().is_none_or(|meeting| meeting.booked_by == BookedBy::Lead);
        let owned = || lead.cycle().owner().is_some();
        let deal = || lead.stage().deal().is_some();
        match self {
            Self::OwnLead => owned(),
            Self::OwnDeal => deal(),
            Self::Own => deal() || owned(),
            Self::SelfBooked => right == Right::ScheduleAppointment || agreed(),
        }
    }
}

#[cfg(test)]
mod tests {
    use alloc::collections::BTreeMap;
    use alloc::string::{String, ToString as _};
    use alloc::vec;
    use alloc::vec::Vec;

    use crate::access::{AccessDraft, Grant, Right};
    use crate::lead::{Actor, Command, Lead};
    use crate::lifecycle::backfill::{BackfillRules, LegacyRow, OrderPolicy};
    use crate::lifecycle::book::Version;
    use crate::lifecycle::case::Case;
    use crate::lifecycle::context::Context;
    use crate::lifecycle::lifecycle::Lifecycle;
    use crate::lifecycle::mint::Times;
    use crate::lifecycle::permission::{may, may_begin};
    use crate::lifecycle::transition::{WITH_DEAL, transition};
    use crate::lifecycle::unmet::{AccessUnmet, Permitted, Unmet};
    use crate::policy::{Advice, Policy, PolicyDraft};
    use crate::values::{ActorId, CommandKind, Instant, Literal as _, Role};

    fn by(name: &'static str, role: Role) -> Context {
        Context::new("2026-04-01T09:00:00Z".parse::<Instant>().unwrap(), Actor::new(ActorId::literal(name), role))
    }

    /// The standard policy, but for some cells.
    fn policy(cells: &[(Right, Role, Grant)]) -> Policy {
        let mut access: BTreeMap<Right, BTreeMap<Role, Grant>> = BTreeMap::new();
        for (right, role, grant) in cells {
            access.entry(*right).or_default().insert(*role, *grant);
        }
        Policy::try_from(PolicyDraft { access: AccessDraft(access), ..PolicyDraft::standard() }).unwrap()
    }

    fn lead(policy: &Policy, row: &str) -> Lead {
        let row: LegacyRow = serde_json::from_str(row).unwrap();
        let system = by("import", Role::System);
        let rules = BackfillRules { as_of: system.now, order: OrderPolicy::Refuse, zone: crate::calendar::Zone::UTC };
        Lead::replay(Lifecycle::new(policy.clone()).import(&row, &rules, &system).unwrap().facts()).unwrap()
    }

    fn nobodys(policy: &Policy) -> Lead {
        lead(policy, r#"{"lead": "a", "origin": "outbound"}"#)
    }

    fn owned(policy: &Policy) -> Lead {
        lead(policy, r#"{"lead": "a", "origin": "outbound", "owner": "bdr-1"}"#)
    }

    /// The lead belongs to `bdr-1`, the deal to nobody.
    fn handed_over(policy: &Policy) -> Lead {
        lead(policy, r#"{"lead": "a", "origin": "outbound", "owner": "bdr-1", "reached": {"sql": null}}"#)
    }

    /// The lead belongs to `bdr-1`, the deal to `fs-1`.
    fn accepted(policy: &Policy) -> Lead {
        let mut lead = handed_over(policy);
        let decision = Lifecycle::new(policy.clone()).decide(&lead, &Command::Accept, &by("fs-1", Role::Fs)).unwrap();
        lead.apply_all(decision.facts()).unwrap();
        lead
    }

    fn asked(policy: &Policy, lead: &Lead, right: Right, ctx: &Context, self_booked: bool) -> Option<Unmet> {
        let times = Times::at_once(ctx.now);
        let version = Version::new(Instant::MIN, policy.clone());
        let mut case = Case::new(&version, lead, ctx, times);
        may(&mut case, right, self_booked);
        case.into_unmet().pop()
    }

    fn text(unmet: Option<Unmet>) -> String {
        unmet.unwrap().to_string()
    }

    #[test]
    fn outbound_promotes_leads_of_its_own() {
        let policy = Policy::standard();
        let promote = |lead: &Lead, name, role| asked(&policy, lead, Right::Promote, &by(name, role), false);
        assert_eq!(promote(&owned(&policy), "bdr-1", Role::Bdr), None);
        assert_eq!(
            text(promote(&owned(&policy), "bdr-2", Role::Bdr)),
            "the lead belongs to `bdr-1`; permitted: mk, manager, bdr (own leads)"
        );
        assert_eq!(
            text(promote(&nobodys(&policy), "bdr-1", Role::Bdr)),
            "the lead has no owner; permitted: mk, manager"
        );
        // Those with a condition are named only where somebody can meet it.
        assert_eq!(
            text(promote(&owned(&policy), "sdr-1", Role::Sdr)),
            "role sdr may not, it is only consulted; permitted: mk, manager, bdr (own leads)"
        );
        let refused = promote(&nobodys(&policy), "cs-1", Role::Cs);
        let permitted = vec![
            Permitted { role: Role::Mk, grant: Grant::ResponsibleAccountable },
            Permitted { role: Role::Manager, grant: Grant::Accountable },
        ];
        let expected = AccessUnmet::Permission { role: Role::Cs, grant: Grant::Informed, permitted };
        assert_eq!(refused, Some(Unmet::Access(expected)));
    }

    #[test]
    fn a_deal_is_its_owners_and_until_then_anybodys() {
        let policy = Policy::standard();
        let recycle = |lead: &Lead, name, role| asked(&policy, lead, Right::Recycle, &by(name, role), false);
        assert_eq!(recycle(&handed_over(&policy), "fs-2", Role::Fs), None);
        assert_eq!(recycle(&accepted(&policy), "fs-1", Role::Fs), None);
        assert_eq!(
            text(recycle(&accepted(&policy), "fs-2", Role::Fs)),
            "the deal belongs to `fs-1`; permitted: sdr, bdr, isr, manager, fs (own deals)"
        );
        assert_eq!(
            text(recycle(&owned(&policy), "fs-1", Role::Fs)),
            "no deal is open; permitted: sdr, bdr, isr, manager"
        );
    }

    #[test]
    fn own_is_a_lead_or_a_deal() {
        let policy = policy(&[(Right::Win, Role::Cs, Grant::Own), (Right::Win, Role::Fs, Grant::OwnDeals)]);
        let win = |lead: &Lead, name| asked(&policy, lead, Right::Win, &by(name, Role::Cs), false);
        assert_eq!(win(&accepted(&policy), "fs-1"), None);
        assert_eq!(win(&accepted(&policy), "bdr-1"), None);
        assert_eq!(win(&owned(&policy), "bdr-1"), None);
        assert_eq!(
            text(win(&accepted(&policy), "cs-1")),
            "the deal belongs to `fs-1`; permitted: manager, fs (own deals), cs (own leads or deals)"
        );
        assert_eq!(
            text(win(&owned(&policy), "cs-1")),
            "the lead belongs to `bdr-1`; permitted: manager, cs (own leads or deals)"
        );
        assert_eq!(text(win(&nobodys(&policy), "cs-1")), "the lead has no owner; permitted: manager");
    }

    #[test]
    fn the_system_touches_only_first_meetings_that_the_lead_booked() {
        let policy = policy(&[(Right::Win, Role::System, Grant::SelfBooked)]);
        let lead = nobodys(&policy);
        let ask = |right, self_booked| asked(&policy, &lead, right, &by("form", Role::System), self_booked);
        assert_eq!(ask(Right::ScheduleAppointment, true), None);
        let refused = ask(Right::ScheduleAppointment, false).unwrap();
        assert_eq!(refused.code(), "not_self_booked");
        assert_eq!(
            refused.to_string(),
            "the lead did not book the meeting itself; permitted: sdr, bdr, isr, fs, manager, system (self-booked)"
        );
        assert_eq!(ask(Right::ScheduleFollowUp, false), None);
        // What books no meeting is not permitted by such a grant.
        assert_eq!(text(ask(Right::Win, true)), "role system may not; permitted: fs, manager");
    }

    #[test]
    fn who_begins_leads_owns_none_yet() {
        let policy = policy(&[(Right::Capture, Role::Fs, Grant::OwnLeads), (Right::Capture, Role::Cs, Grant::Own)]);
        assert_eq!(may_begin(&policy, CommandKind::Capture, Role::Sdr), None);
        assert_eq!(
            text(may_begin(&policy, CommandKind::Capture, Role::Fs)),
            "role fs may not; permitted: mk, sdr, bdr, isr, manager, system"
        );
    }

    #[test]
    fn who_may_propose_is_told_from_who_may() {
        let policy = Policy::standard();
        let refused = asked(&policy, &nobodys(&policy), Right::Propose, &by("sdr-1", Role::Sdr), false);
        assert_eq!(text(refused), "role sdr may not; permitted: assistant (to propose)");
    }

    /// The lint stands below the table of transitions and cannot read it.
    #[test]
    fn the_lint_of_own_deals_knows_the_stages_of_the_table() {
        for row in CommandKind::ALL.iter().filter_map(|command| transition(*command)) {
            let right = Right::from(row.command);
            let lints = policy(&[(right, Role::Fs, Grant::OwnDeals)]).lints();
            let told = lints.iter().any(|lint| lint.advice == Advice::NoDealToOwn { right });
            let with_deal: Vec<_> = row.from.iter().filter(|stage| WITH_DEAL.contains(stage)).collect();
            assert_eq!(told, with_deal.is_empty(), "{right}");
        }
    }
}
