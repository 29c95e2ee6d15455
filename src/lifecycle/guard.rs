//! The guards that the table names: conditions that need nothing of a command but its kind.

use crate::lifecycle::case::Case;
use crate::lifecycle::transition::Guard;
use crate::lifecycle::{ending, field_sales, inside_sales, permission, proposals};

/// Adds what is unmet of a guard.
#[inline]
pub(super) fn hold(case: &mut Case<'_>, guard: Guard) {
    match guard {
        Guard::Nothing => {}
        Guard::NotCooling => inside_sales::not_cooling(case),
        Guard::AppointmentBar => inside_sales::appointment_bar(case),
        Guard::HasAppointment => inside_sales::has_appointment(case),
        Guard::HandoffBar => inside_sales::handoff_bar(case),
        Guard::Accepted => field_sales::accepted(case),
        Guard::Winnable => field_sales::winnable(case),
        Guard::InForce => ending::contract_in_force(case),
        Guard::ProposesAny => permission::may_propose_any(case),
        Guard::ProposalOpen => proposals::proposal_open(case),
    }
}
