//! The guards that the table names: conditions that need nothing of a command but its kind.

use crate::lifecycle::case::Case;
use crate::lifecycle::transition::Guard;
use crate::lifecycle::{appointments, contracts, ending, field_sales, inside_sales, permission, proposals, upkeep};

/// Adds what is unmet of a guard.
#[inline]
pub(super) fn hold(case: &mut Case<'_>, guard: Guard) {
    match guard {
        Guard::Nothing => {}
        Guard::NotCooling => inside_sales::not_cooling(case),
        Guard::AppointmentBar => appointments::appointment_bar(case),
        Guard::HasAppointment => appointments::has_appointment(case),
        Guard::HandoffBar => inside_sales::handoff_bar(case),
        Guard::Accepted => field_sales::accepted(case),
        Guard::Winnable => field_sales::winnable(case),
        Guard::InForce => contracts::in_force(case),
        Guard::MayBuy => contracts::may_buy(case),
        Guard::HandRaised => ending::hand_raised(case),
        Guard::ProposesAny => permission::may_propose_any(case),
        Guard::NoOpenDeal => upkeep::no_open_deal(case),
        Guard::ProposalOpen => proposals::proposal_open(case),
    }
}
