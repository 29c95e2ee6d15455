//! Which right a command needs: the row of its kind, and for meetings that of the meeting's kind.

use crate::access::Right;
use crate::lead::{Appointment, BookedBy, CommandOf, Lead, MeetingKind};
use crate::lifecycle::appointments::{kind_of, kinds_at};
use crate::lifecycle::case::Case;
use crate::lifecycle::permission::{may, may_propose};
use crate::values::CommandKind;

/// The right that a command needs on a lead, and whether the lead booked the meeting that it is about.
fn right_of<P>(lead: &Lead, command: &CommandOf<P>) -> (Right, bool) {
    let right = Right::from(command.kind());
    if let CommandOf::ScheduleAppointment(meeting) = command {
        // A kind that there is not here is another question.
        let kinds = kinds_at(lead);
        let kind = kind_of(lead, meeting).filter(|kind| kinds.contains(kind)).or(kinds.first().copied());
        (of_kind(right, kind), meeting.booked_by == BookedBy::Lead)
    } else {
        agreed(lead, right)
    }
}

/// The right on the meeting that is agreed on, if there is one.
fn agreed(lead: &Lead, right: Right) -> (Right, bool) {
    if !right.books() {
        return (right, true);
    }
    let meeting: Option<&Appointment> = lead.cycle().appointment();
    let kind = meeting.map(|meeting| meeting.kind).or_else(|| kinds_at(lead).first().copied());
    (of_kind(right, kind), meeting.is_none_or(|meeting| meeting.booked_by == BookedBy::Lead))
}

fn of_kind(right: Right, kind: Option<MeetingKind>) -> Right {
    if kind == Some(MeetingKind::FollowUp) { right.on_follow_up() } else { right }
}

/// Whether the actor may issue a command on this lead.
#[inline]
pub(super) fn may_issue<P>(case: &mut Case<'_>, command: &CommandOf<P>) {
    let (right, self_booked) = right_of(case.lead(), command);
    may(case, right, self_booked);
}

/// Whether the actor may propose a command on this lead.
pub(super) fn may_propose_this<P>(case: &mut Case<'_>, command: &CommandOf<P>) {
    let (right, _) = right_of(case.lead(), command);
    may_propose(case, right);
}

/// Whether the actor may issue a command of a kind on this lead, as far as can be said without its data.
#[inline]
pub(super) fn may_issue_any(case: &mut Case<'_>, command: CommandKind) {
    let lead = case.lead();
    if command != CommandKind::ScheduleAppointment {
        let (right, self_booked) = agreed(lead, Right::from(command));
        may(case, right, self_booked);
        return;
    }
    let kinds = kinds_at(lead);
    let mut asked = kinds.iter().map(|kind| {
        let mut alone = case.afresh();
        may(&mut alone, of_kind(Right::from(command), Some(*kind)), true);
        alone.into_unmet()
    });
    let first = asked.next().unwrap_or_else(|| {
        let mut alone = case.afresh();
        may(&mut alone, command, true);
        alone.into_unmet()
    });
    if !first.is_empty() && !asked.any(|unmet| unmet.is_empty()) {
        for unmet in first {
            case.refuse(unmet);
        }
    }
}
