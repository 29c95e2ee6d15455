//! The guards that the table names: conditions that need nothing of a command but its kind.

use crate::lifecycle::case::Case;
use crate::lifecycle::table::Guard;
use crate::lifecycle::{ending, field, inside, permission, proposals};

/// Adds what is unmet of a guard.
pub(super) fn hold(case: &mut Case<'_>, guard: Guard) {
    match guard {
        Guard::Nothing => {}
        Guard::NotCooling => inside::not_cooling(case),
        Guard::AppointmentBar => inside::appointment_bar(case),
        Guard::MeetingAgreed => inside::meeting_agreed(case),
        Guard::HandoverBar => inside::handover_bar(case),
        Guard::Accepted => field::accepted(case),
        Guard::Winnable => field::winnable(case),
        Guard::InForce => ending::contract_in_force(case),
        Guard::ProposesAny => permission::may_propose_any(case),
        Guard::ProposalOpen => proposals::proposal_open(case),
    }
}
