//! Meetings: agreed on, moved, missed, held.

use crate::lead::{Acceptance, Appointment, BookedBy, FactBody, Lead, Meeting, MeetingKind, MissedBy, Stage, Trigger};
use crate::lifecycle::case::Case;
use crate::lifecycle::cleared::Judged;
use crate::lifecycle::inside_sales::{below, by_hand, not_cooling};
use crate::lifecycle::unmet::{ContactUnmet, QualificationUnmet, Unmet};
use crate::qualification::BarKind;
use crate::values::{Instant, StageKind, Text};

/// Which kinds of meeting there are where a lead is: first ones up to SQL, follow-ups once field sales has accepted. The
/// one that is meant when nothing is said comes first.
pub(super) fn kinds_at(lead: &Lead) -> &'static [MeetingKind] {
    match lead.stage() {
        Stage::Lead { .. } | Stage::Mql { .. } | Stage::Sql { acceptance: Acceptance::Pending, .. } => {
            &[MeetingKind::First]
        }
        Stage::Sql { .. } => &[MeetingKind::First, MeetingKind::FollowUp],
        Stage::Opportunity { .. } | Stage::Customer { .. } => &[MeetingKind::FollowUp],
        Stage::Disqualified { .. } | Stage::Merged { .. } => &[],
    }
}

/// The kind of a meeting to be agreed on.
pub(super) fn kind_of(lead: &Lead, meeting: &Meeting) -> Option<MeetingKind> {
    meeting.kind.or_else(|| kinds_at(lead).first().copied())
}

/// Guard of the outlook: what must be known before we offer a first meeting is known.
pub(super) fn appointment_bar(case: &mut Case<'_>) {
    if kinds_at(case.lead()) == [MeetingKind::First] {
        bar(case);
    }
}

fn bar(case: &mut Case<'_>) {
    if let Some(report) = below(case, BarKind::Appointment) {
        case.refuse(Unmet::Qualification(QualificationUnmet::AppointmentBar(report)));
    }
}

pub(super) fn schedule<'a>(mut case: Case<'a>, meeting: &Meeting) -> Judged<'a> {
    let (lead, stage) = (case.lead(), case.stage());
    let Some(kind) = kind_of(lead, meeting) else {
        return case.clear();
    };
    case.within_cycle();
    case.require(kinds_at(lead).contains(&kind), || Unmet::Contact(ContactUnmet::MeetingKind { kind, at: stage }));
    case.require(meeting.at >= case.effective_at(), || {
        Unmet::Contact(ContactUnmet::AppointmentPast { at: meeting.at })
    });
    let ours = meeting.booked_by == BookedBy::Us;
    if ours && kind == MeetingKind::First {
        bar(&mut case);
    }
    let promotes = stage == StageKind::Lead;
    if promotes {
        case.after_turn();
        if ours {
            not_cooling(&mut case);
        }
    }
    let trigger = if ours { Trigger::Manual } else { Trigger::HandRaise };
    let promotion = promotes.then(|| by_hand(&case, trigger, meeting.note.as_ref()));
    let known = lead.cycle().appointment();
    let mut cleared = case.clear()?;
    let same = |known: &Appointment| {
        (known.at, known.channel, known.kind, known.booked_by) == (meeting.at, meeting.channel, kind, meeting.booked_by)
    };
    if known.is_some_and(same) {
        return Ok(cleared);
    }
    if let Some(promotion) = promotion {
        cleared = cleared.emit(promotion)?;
    }
    cleared.emit(FactBody::AppointmentScheduled(Appointment {
        at: meeting.at,
        channel: meeting.channel,
        kind,
        booked_by: meeting.booked_by,
        note: meeting.note.clone(),
        changes: known.map_or(0, |known| known.changes.saturating_add(1)),
    }))
}

/// Guard: there is an appointment.
pub(super) fn has_appointment(case: &mut Case<'_>) {
    let agreed = case.lead().cycle().appointment().is_some();
    case.require(agreed, || Unmet::Contact(ContactUnmet::NoAppointment));
}

pub(super) fn change<'a>(mut case: Case<'a>, to: Option<Instant>, note: Option<&Text>) -> Judged<'a> {
    case.within_cycle();
    if let Some(at) = to {
        case.require(at >= case.effective_at(), || Unmet::Contact(ContactUnmet::AppointmentPast { at }));
    }
    let known = case.lead().cycle().appointment();
    let cleared = case.clear()?;
    let Some(at) = to else {
        return cleared.emit(FactBody::AppointmentCancelled { note: note.cloned() });
    };
    match known {
        Some(known) if at != known.at => cleared.emit(FactBody::AppointmentMoved(Appointment {
            at,
            note: note.or(known.note.as_ref()).cloned(),
            changes: known.changes.saturating_add(1),
            ..known.clone()
        })),
        Some(_) | None => Ok(cleared),
    }
}

pub(super) fn miss(mut case: Case<'_>, by: MissedBy) -> Judged<'_> {
    case.within_cycle();
    case.clear()?.emit(FactBody::AppointmentMissed { by })
}

pub(super) fn hold<'a>(case: Case<'a>, note: Option<&Text>) -> Judged<'a> {
    case.clear()?.emit(FactBody::MeetingHeld { note: note.cloned() })
}
