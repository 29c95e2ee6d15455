//! The standard matrix: the RACI of the [practice](crate::practice::roles), spelled out per right.
//!
//! Lead validation (answers, hand-over) and first meetings are inside sales' (R/A), deals, orders and later meetings
//! field sales', following up customer success'. Whoever spoke to a lead records the attempt. That a manager is
//! accountable beside them, and what the system and an assistant may, is ours.

use crate::access::grant::Grant;
use crate::access::right::Right;
use crate::values::Role;

/// The columns, in this order.
const COLUMNS: [Role; 9] =
    [Role::Mk, Role::Sdr, Role::Bdr, Role::Isr, Role::Fs, Role::Cs, Role::Manager, Role::System, Role::Assistant];

type Row = (Right, [Grant; COLUMNS.len()]);

use Grant::{
    Accountable as A, Consulted as C, Informed as I, No as N, Own as O, OwnDeals as OD, OwnLeads as OL, Propose as P,
    Responsible as R, ResponsibleAccountable as RA, SelfBooked as SB,
};

#[rustfmt::skip]
const ROWS: [Row; Right::ALL.len()] = [
    //                            MK  SDR BDR ISR FS  CS   manager system assistant
    (Right::Capture,             [R,  R,  R,  R,  I,  I,   A,      R,     N]),
    (Right::Import,              [I,  I,  I,  I,  I,  I,   A,      R,     N]),
    (Right::UpdateProfile,       [R,  R,  R,  R,  R,  R,   A,      R,     P]),
    (Right::EditCapture,         [R,  R,  R,  R,  R,  R,   A,      R,     P]),
    (Right::RecordActivity,      [R,  R,  R,  R,  R,  R,   A,      R,     N]),
    (Right::RecordConsent,       [R,  R,  R,  R,  R,  R,   A,      R,     N]),
    (Right::Promote,             [RA, C,  OL, C,  I,  I,   A,      N,     P]),
    (Right::Discard,             [R,  RA, RA, RA, I,  I,   A,      R,     P]),
    (Right::Postpone,            [R,  RA, RA, RA, O,  C,   A,      N,     P]),
    (Right::CloseHandRaise,      [R,  RA, RA, RA, R,  R,   A,      N,     P]),
    (Right::RecordAttempt,       [R,  RA, RA, RA, R,  R,   A,      R,     P]),
    (Right::RecordAnswer,        [C,  RA, RA, RA, R,  I,   A,      N,     P]),
    (Right::ScheduleAppointment, [I,  RA, RA, RA, R,  I,   A,      SB,    P]),
    (Right::ChangeAppointment,   [I,  RA, RA, RA, R,  I,   A,      SB,    P]),
    (Right::MissAppointment,     [I,  RA, RA, RA, R,  I,   A,      SB,    P]),
    (Right::ScheduleFollowUp,    [I,  R,  R,  R,  RA, R,   A,      R,     P]),
    (Right::ChangeFollowUp,      [I,  R,  R,  R,  RA, R,   A,      R,     P]),
    (Right::MissFollowUp,        [I,  R,  R,  R,  RA, R,   A,      R,     P]),
    (Right::HoldMeeting,         [I,  R,  R,  R,  RA, R,   A,      N,     P]),
    (Right::Qualify,             [C,  RA, RA, RA, I,  I,   A,      N,     P]),
    (Right::Accept,              [I,  C,  C,  C,  RA, I,   A,      N,     P]),
    (Right::Reject,              [I,  C,  C,  C,  RA, I,   A,      N,     P]),
    (Right::HoldFirstMeeting,    [I,  C,  C,  C,  RA, I,   A,      N,     P]),
    (Right::EditDeal,            [I,  C,  C,  C,  RA, I,   A,      N,     P]),
    (Right::MoveDeal,            [I,  C,  C,  C,  RA, I,   A,      N,     P]),
    (Right::Win,                 [I,  I,  I,  I,  RA, C,   A,      N,     P]),
    (Right::Lose,                [I,  C,  C,  C,  RA, I,   A,      N,     P]),
    (Right::RecordPurchase,      [I,  I,  I,  I,  R,  R,   A,      R,     N]),
    (Right::Recycle,             [I,  RA, RA, RA, OD, I,   A,      N,     P]),
    (Right::Disqualify,          [I,  RA, RA, RA, OD, I,   A,      N,     P]),
    (Right::Reopen,              [C,  C,  C,  C,  C,  I,   RA,     N,     N]),
    (Right::OpenExpansion,       [I,  R,  R,  R,  C,  RA,  A,      N,     P]),
    (Right::RenewContract,       [I,  C,  C,  C,  C,  RA,  A,      R,     N]),
    (Right::AmendContract,       [I,  C,  C,  C,  C,  RA,  A,      R,     N]),
    (Right::EndContract,         [I,  R,  R,  R,  C,  RA,  A,      N,     N]),
    (Right::Assign,              [I,  I,  I,  I,  I,  I,   RA,     R,     N]),
    (Right::AdoptPolicy,         [I,  I,  I,  I,  I,  I,   A,      R,     N]),
    (Right::Recount,             [I,  I,  I,  I,  I,  I,   A,      R,     N]),
    (Right::CheckClock,          [I,  I,  I,  I,  I,  I,   A,      R,     N]),
    (Right::Merge,               [C,  C,  C,  C,  I,  I,   A,      R,     N]),
    (Right::Redact,              [I,  I,  I,  I,  I,  I,   A,      R,     N]),
    (Right::Propose,             [N,  N,  N,  N,  N,  N,   N,      N,     P]),
    (Right::Approve,             [R,  R,  R,  R,  R,  R,   A,      N,     N]),
    (Right::Decline,             [R,  R,  R,  R,  R,  R,   A,      N,     N]),
    (Right::TakeBack,            [R,  R,  R,  R,  R,  R,   A,      R,     N]),
    (Right::Split,               [C,  C,  C,  C,  I,  I,   A,      R,     N]),
    (Right::TakeBackStage,       [N,  N,  N,  N,  N,  N,   RA,     N,     N]),
];

/// Every cell, right by right.
pub(super) fn cells() -> impl Iterator<Item = (Right, Role, Grant)> {
    ROWS.into_iter()
        .flat_map(|(right, row)| COLUMNS.into_iter().zip(row).map(move |(role, grant)| (right, role, grant)))
}

#[cfg(test)]
mod tests {
    use alloc::collections::BTreeSet;

    use crate::access::right::Right;
    use crate::access::standard::cells;
    use crate::values::Role;

    #[test]
    fn every_cell_is_written_once() {
        let written: BTreeSet<(Right, Role)> = cells().map(|(right, role, _)| (right, role)).collect();
        assert_eq!(written.len(), Right::ALL.len() * Role::ALL.len());
        assert_eq!(cells().count(), written.len());
    }
}
