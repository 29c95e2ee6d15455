//! When time alone changes what waits on a lead, with no fact.

use crate::deal::Deal;
use crate::lead::{BookedBy, HeldContract, Lead, MeetingKind};
use crate::lifecycle::agenda::agenda_kind::AgendaKind;
use crate::lifecycle::agenda::service_levels;
use crate::lifecycle::agenda::waiting::{Waiting, stale_since};
use crate::policy::Policy;
use crate::qualification::BarKind;
use crate::values::{Instant, Span};

/// The first instant after `after`, and not after `until` if that is given, at which something else waits on the lead as it is.
///
/// Instants at which something may change are looked at one after another. There are few: each thing that waits has at most one,
/// but where a zone puts clocks back over midnight, and the days before a meeting whose bar is not met.
pub(in crate::lifecycle) fn next_turn(
    policy: &Policy,
    lead: &Lead,
    after: Instant,
    until: Option<Instant>,
) -> Option<Instant> {
    let mut cursor = after;
    let mut before = None;
    loop {
        let at = may_turn(policy, lead, cursor).filter(|at| until.is_none_or(|end| *at <= end))?;
        let waits = |now: Instant| {
            let mut reasons = Waiting { policy, lead, now }.reasons();
            reasons.retain(|reason| reason.can_be_settled(lead));
            reasons
        };
        if waits(at) != *before.get_or_insert_with(|| waits(after)) {
            return Some(at);
        }
        cursor = at;
    }
}

/// The first instant after `after` at which something may change; before it nothing does.
fn may_turn(policy: &Policy, lead: &Lead, after: Instant) -> Option<Instant> {
    let zone = policy.zone();
    let mut first: Option<Instant> = None;
    let mut offer = |at: Option<Instant>| {
        first = first.into_iter().chain(at.filter(|at| *at > after)).min();
    };
    if !lead.cycle().is_postponed() {
        offer(stale_since(policy, lead));
    }
    service_levels::turns(lead).for_each(|at| offer(Some(at)));
    if let Some(meeting) = lead.cycle().appointment() {
        offer(meeting.at.checked_add(Span::saturating(1)));
        // Where nothing can be asked any more, nothing is looked for.
        let asks = AgendaKind::BeforeMeeting.can_be_settled(lead) && after < meeting.at;
        if asks && (meeting.kind, meeting.booked_by) == (MeetingKind::First, BookedBy::Lead) {
            offer(policy.qualification().turns_after(BarKind::Appointment, lead.answers(), after, zone));
        }
    }
    let close = lead.stage().deal().and_then(Deal::expected_close);
    let contracts = lead.customer().map_or(&[][..], |customer| customer.contracts());
    for last in close.into_iter().chain(contracts.iter().filter_map(HeldContract::ends)) {
        offer(zone.turns_to(last.add_days(1), after));
    }
    for (criterion, answer) in lead.answers().iter().filter(|(_, answer)| answer.is_stale()) {
        offer(policy.qualification().stale_at(criterion, answer, zone));
    }
    first
}
