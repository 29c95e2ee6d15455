//! The standard matrix: the RACI of the [practice](crate::practice::roles), spelled out per command.
//!
//! Lead validation (attempts, answers, hand-over) and setting appointments are inside sales' (R/A), deals and orders
//! field sales', follow-up customer success'. That a manager is accountable beside them, and what the system and an
//! assistant may, is ours.

use crate::access::grant::Grant;
use crate::values::{CommandKind, Role};

/// Grants of: marketing, inside sales (SDR, BDR, ISR alike), field sales, customer success, manager, system, assistant.
type Row = (CommandKind, [Grant; 7]);

use Grant::{
    Accountable as A, Consulted as C, Informed as I, No as N, OwnDeals as O, Propose as P, Responsible as R,
    ResponsibleAccountable as RA,
};

#[rustfmt::skip]
const ROWS: [Row; 32] = [
    //                                 MK  IS  FS  CS  manager system assistant
    (CommandKind::Capture,             [R,  R,  I,  I,  A,  R, N]),
    (CommandKind::Import,              [I,  I,  I,  I,  A,  R, N]),
    (CommandKind::UpdateProfile,       [R,  R,  R,  R,  A,  R, P]),
    (CommandKind::RecordActivity,      [R,  R,  R,  R,  A,  R, N]),
    (CommandKind::RecordConsent,       [R,  R,  R,  R,  A,  R, N]),
    (CommandKind::Promote,             [RA, C,  I,  I,  A,  N, P]),
    (CommandKind::RecordAttempt,       [C,  RA, R,  I,  A,  R, P]),
    (CommandKind::RecordAnswer,        [C,  RA, R,  I,  A,  N, P]),
    (CommandKind::ScheduleAppointment, [I,  RA, C,  I,  A,  N, P]),
    (CommandKind::ChangeAppointment,   [I,  RA, R,  I,  A,  N, P]),
    (CommandKind::MissAppointment,     [I,  RA, R,  I,  A,  N, P]),
    (CommandKind::Qualify,             [C,  RA, I,  I,  A,  N, P]),
    (CommandKind::Accept,              [I,  C,  RA, I,  A,  N, P]),
    (CommandKind::Reject,              [I,  C,  RA, I,  A,  N, P]),
    (CommandKind::HoldFirstMeeting,    [I,  C,  RA, I,  A,  N, P]),
    (CommandKind::EditDeal,            [I,  C,  RA, I,  A,  N, P]),
    (CommandKind::MoveDeal,            [I,  C,  RA, I,  A,  N, P]),
    (CommandKind::Win,                 [I,  I,  RA, C,  A,  N, P]),
    (CommandKind::Lose,                [I,  C,  RA, I,  A,  N, P]),
    (CommandKind::Recycle,             [I,  RA, O,  I,  A,  N, P]),
    (CommandKind::Disqualify,          [I,  RA, O,  I,  A,  N, P]),
    (CommandKind::Reopen,              [C,  C,  C,  I,  RA, N, N]),
    (CommandKind::OpenExpansion,       [I,  R,  C,  RA, A,  N, P]),
    (CommandKind::EndContract,         [I,  R,  C,  RA, A,  N, N]),
    (CommandKind::Assign,              [I,  I,  I,  I,  RA, R, N]),
    (CommandKind::AdoptPolicy,         [I,  I,  I,  I,  A,  R, N]),
    (CommandKind::CheckClock,          [I,  I,  I,  I,  A,  R, N]),
    (CommandKind::Merge,               [C,  C,  I,  I,  A,  R, N]),
    (CommandKind::Redact,              [I,  I,  I,  I,  A,  R, N]),
    (CommandKind::Propose,             [N,  N,  N,  N,  N,  N, P]),
    (CommandKind::Approve,             [R,  R,  R,  R,  A,  N, N]),
    (CommandKind::Decline,             [R,  R,  R,  R,  A,  N, N]),
];

/// Every cell, command by command.
pub(super) fn cells() -> impl Iterator<Item = (CommandKind, Role, Grant)> {
    ROWS.into_iter().flat_map(|(command, [mk, is, fs, cs, manager, system, assistant])| {
        let row = [
            (Role::Mk, mk),
            (Role::Sdr, is),
            (Role::Bdr, is),
            (Role::Isr, is),
            (Role::Fs, fs),
            (Role::Cs, cs),
            (Role::Manager, manager),
            (Role::System, system),
            (Role::Assistant, assistant),
        ];
        row.map(|(role, grant)| (command, role, grant))
    })
}
