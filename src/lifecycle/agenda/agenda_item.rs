//! One thing that waits on a lead.

use alloc::vec::Vec;
use core::cmp::Ordering;
use serde::Serialize;

use crate::calendar::Zone;
use crate::lead::Lead;
use crate::lifecycle::agenda::addressee::addressee;
use crate::lifecycle::agenda::agenda_kind::AgendaKind;
use crate::lifecycle::agenda::agenda_reason::AgendaReason;
use crate::lifecycle::agenda::answering;
use crate::lifecycle::agenda::member::Member;
use crate::lifecycle::agenda::severity::Severity;
use crate::values::{ActorId, Addressee, CommandKind, Instant, LeadKey, Role, TeamKey};

/// Something that waits on a lead: what, for whom, by when, and what settles it. `Display` is one sentence, of the reason.
///
/// `role` and `owner` are derived, and bind nobody: the role is the one that the practice makes responsible
/// ([`practice::roles`](crate::practice::roles)), the owner is the open deal's for what field sales answers for, and the lead's for
/// all else. Who **may** do one of the commands in `settle`, [`Access`](crate::access::Access) says.
///
/// | kind | severity | `due` | role |
/// |---|---|---|---|
/// | `clock_due` | due | since when it is true | system |
/// | `recount` | due | since when the version is in force that asks for it | system |
/// | `hand_raise` | due | since when it waits | of the stage |
/// | `put_off` | due | until when the lead was put off | of the stage |
/// | `stale` | overdue | when the visit had lasted as long as it may | of the stage |
/// | `first_contact` | due | since when it is MQL | of the stage |
/// | `handover` | due | when it was handed over | field sales |
/// | `invalid_meeting` | due | when the meeting was held | field sales |
/// | `reopen` | due | none: the lead does not keep it | manager |
/// | `appointment` | overdue | when the meeting was to begin | of the stage |
/// | `before_meeting` | soon | when the meeting begins | inside sales |
/// | `expected_close` | overdue | the last second of that date, in the policy's zone | field sales |
/// | `proposal` | due | when it lapses | manager |
/// | `stale_answer` | due | since when the answer is too old; none where the present policy lets it count again | inside sales |
/// | `contract_term` | overdue | the last second of its last day, in the policy's zone | customer success |
///
/// The role of the stage: marketing at Lead, inside sales at MQL and Disqualified, field sales at SQL and Opportunity, customer
/// success at Customer. Inside sales is `bdr` in a cycle of outbound origin, else `sdr`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct AgendaItem {
    /// The lead.
    pub lead: LeadKey,
    /// What it is about, without its data.
    pub kind: AgendaKind,
    /// The member whose it is; none: nobody owns the lead, nor the deal that it is about.
    pub owner: Option<ActorId>,
    /// The team that owns the lead.
    pub team: Option<TeamKey>,
    /// The role that answers for it.
    pub role: Option<Role>,
    /// By when it is to be done, or since when it waits: see the table.
    pub due: Option<Instant>,
    /// How urgent it is.
    pub severity: Severity,
    /// Why, with all that there is to say.
    pub reason: AgendaReason,
    /// The commands of which one settles it.
    pub settle: Vec<CommandKind>,
}

impl AgendaItem {
    pub(super) fn of(lead: &Lead, zone: &Zone, reason: AgendaReason) -> Self {
        let kind = reason.kind();
        let role = answering::role(lead, &reason);
        Self {
            lead: lead.key().clone(),
            kind,
            owner: answering::owner(lead, role).cloned(),
            team: lead.cycle().team().cloned(),
            role,
            due: due(&reason, zone),
            severity: reason.severity(),
            settle: reason.settle(),
            reason,
        }
    }

    /// Whether nobody owns it. An owner who is away owns it still.
    #[must_use]
    pub const fn is_unowned(&self) -> bool {
        self.owner.is_none()
    }

    /// Which comes first of two items: the more urgent, then the one that is due earlier (those without an instant last), then by
    /// lead, kind, and deal, proposal, criterion or contract. No two items of one agenda are equal in it.
    #[must_use]
    pub fn by_urgency(&self, other: &Self) -> Ordering {
        let due = |item: &Self| (item.due.is_none(), item.due);
        let urgency = self.severity.cmp(&other.severity).then_with(|| due(self).cmp(&due(other)));
        let name = urgency.then_with(|| self.lead.cmp(&other.lead)).then_with(|| self.kind.cmp(&other.kind));
        let which = name.then_with(|| self.reason.which().cmp(other.reason.which()));
        which.then_with(|| self.reason.step().cmp(&other.reason.step()))
    }

    /// Whom a chain of words comes to for this item: see [`addressee`](fn@addressee).
    #[must_use]
    pub fn addressee<'m>(&self, chain: &[Addressee], members: &'m [Member]) -> Option<&'m Member> {
        addressee(chain, self.owner.as_ref(), self.team.as_ref(), members)
    }
}

fn due(reason: &AgendaReason, zone: &Zone) -> Option<Instant> {
    match reason {
        AgendaReason::ClockDue { since, .. }
        | AgendaReason::Recount { since }
        | AgendaReason::Stale { since, .. }
        | AgendaReason::HandRaise { since }
        | AgendaReason::FirstContact { since }
        | AgendaReason::Handoff { since } => Some(*since),
        AgendaReason::PutOff { until } => Some(*until),
        AgendaReason::BeforeMeeting { at, .. }
        | AgendaReason::InvalidMeeting { at }
        | AgendaReason::Appointment { at } => Some(*at),
        AgendaReason::ExpectedClose { date, .. } | AgendaReason::ContractTerm { ended: date, .. } => {
            Some(date.end(zone))
        }
        AgendaReason::Proposal { expires_at, .. } => Some(*expires_at),
        AgendaReason::StaleAnswer { since, .. }
        | AgendaReason::Escalation { since, .. }
        | AgendaReason::Reassign { since, .. } => *since,
        AgendaReason::ServiceLevel { due, .. } => *due,
        AgendaReason::Reopen => None,
    }
}
