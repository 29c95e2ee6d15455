//! Who answers for what waits: the role, and the member who owns it.

use crate::lead::Lead;
use crate::lifecycle::agenda::agenda_kind::AgendaKind;
use crate::values::{ActorId, Origin, Role, StageKind};

/// The role that answers for it, derived of stage and kind as the [practice](crate::practice::roles) has it; none on a lead that
/// was merged into another.
pub(super) fn role(lead: &Lead, kind: AgendaKind) -> Option<Role> {
    use AgendaKind as Kind;
    match kind {
        Kind::ClockDue | Kind::Recount => Some(Role::System),
        Kind::Proposal | Kind::Reopen => Some(Role::Manager),
        // To check whether a lead fits, and to ask what must be known, is inside sales' at every stage.
        Kind::BeforeMeeting | Kind::StaleAnswer => Some(inside_sales(lead)),
        Kind::Handoff | Kind::InvalidMeeting | Kind::ExpectedClose => Some(Role::Fs),
        Kind::ContractTerm => Some(Role::Cs),
        Kind::HandRaise | Kind::PutOff | Kind::Stale | Kind::FirstContact | Kind::Appointment => {
            match lead.stage().kind() {
                StageKind::Lead => Some(Role::Mk),
                StageKind::Mql | StageKind::Disqualified => Some(inside_sales(lead)),
                StageKind::Sql | StageKind::Opportunity => Some(Role::Fs),
                StageKind::Customer => Some(Role::Cs),
                StageKind::Merged => None,
            }
        }
    }
}

/// Who owns it: what field sales answers for is the owner's of the open deal, all else the lead's. A deal that nobody owns is
/// the lead's owner's.
pub(super) fn owner(lead: &Lead, role: Option<Role>) -> Option<&ActorId> {
    let of_deal = lead.stage().deal().filter(|_| role == Some(Role::Fs));
    of_deal.and_then(|deal| deal.owner()).or(lead.cycle().owner())
}

fn inside_sales(lead: &Lead) -> Role {
    if lead.cycle().origin() == Origin::Outbound { Role::Bdr } else { Role::Sdr }
}
