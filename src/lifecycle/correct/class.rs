//! Which facts may be taken back, and how.

use crate::lead::{Consent, Fact, FactBody, FactKind};
use crate::values::ConsentStatus;

/// What may be done about a fact that was a mistake.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    /// It is taken back, at any depth.
    News,
    /// It is taken back from the newest backwards.
    Turn,
    /// It falls when its grounds fall.
    Rule,
    /// It is corrected by telling again.
    ToldAgain,
    /// Nothing.
    Never,
    /// It is taken back, and what it took back counts again.
    Correction,
}

impl Class {
    pub(super) fn of(fact: &Fact) -> Self {
        let kind = fact.kind();
        if fact.envelope.cause.is_rule() && kind != FactKind::PolicyAdopted { Self::Rule } else { Self::own(kind) }
    }

    /// Of a fact that somebody told.
    const fn own(kind: FactKind) -> Self {
        match kind {
            FactKind::ActivityRecorded
            | FactKind::AttemptRecorded
            | FactKind::AnswerRecorded
            | FactKind::ConsentRecorded
            | FactKind::ProfileUpdated
            | FactKind::HandRaiseClosed
            | FactKind::Postponed
            | FactKind::AppointmentScheduled
            | FactKind::AppointmentMoved
            | FactKind::AppointmentCancelled
            | FactKind::AppointmentMissed
            | FactKind::LeftOver => Self::News,
            FactKind::CaptureEdited
            | FactKind::DealEdited
            | FactKind::ContractRenewed
            | FactKind::ContractAmended
            | FactKind::Assigned => Self::ToldAgain,
            FactKind::PostponementEnded
            | FactKind::AnswerBecameStale
            | FactKind::ReopenSuggested
            | FactKind::SparingEnded
            | FactKind::CoolingEnded
            | FactKind::BecameStale
            | FactKind::ProposalExpired
            | FactKind::ClocksChanged
            | FactKind::ClockWarned
            | FactKind::ClockBreached
            | FactKind::ClockEscalated
            | FactKind::BreachWithdrawn => Self::Rule,
            FactKind::TakenBack => Self::Correction,
            FactKind::BecameMql
            | FactKind::Demoted
            | FactKind::MeetingHeld
            | FactKind::BecameSql
            | FactKind::HandoffAccepted
            | FactKind::HandoffRejected
            | FactKind::FirstMeetingInvalid
            | FactKind::BecameOpportunity
            | FactKind::DealMoved
            | FactKind::Won
            | FactKind::Lost
            | FactKind::PurchaseRecorded
            | FactKind::Recycled
            | FactKind::Disqualified
            | FactKind::Reopened
            | FactKind::ExpansionOpened
            | FactKind::ContractEnded
            | FactKind::StepImported => Self::Turn,
            FactKind::Captured
            | FactKind::PolicyAdopted
            | FactKind::Recounted
            | FactKind::ProposalMade
            | FactKind::ProposalApproved
            | FactKind::ProposalDeclined
            | FactKind::Redacted
            | FactKind::MergedInto
            | FactKind::MergedFrom
            | FactKind::SplitFrom
            | FactKind::SplitOff
            | FactKind::ContributionCorrected => Self::Never,
        }
    }
}

/// Whether taking a fact back needs the right to take back what changes the stage.
pub(super) fn is_of_stage(fact: &Fact) -> bool {
    let withdrawal = matches!(fact.body, FactBody::ConsentRecorded(Consent { status: ConsentStatus::Withdrawn, .. }));
    withdrawal || Class::of(fact) == Class::Turn
}

#[cfg(test)]
mod tests {
    use crate::lead::FactKind;
    use crate::lifecycle::correct::class::Class;

    #[test]
    fn the_turns_are_those_of_the_kinds() {
        for kind in FactKind::ALL.iter().copied() {
            // A merge is undone by a split.
            let turn = kind.is_turn() && kind != FactKind::MergedInto;
            assert_eq!(Class::own(kind) == Class::Turn, turn, "{kind}");
        }
    }
}
