//! The kinds of facts, apart from what they say.

use serde::{Deserialize, Serialize};

use crate::values::vocabulary::milestone::Milestone;
use crate::values::vocabulary::word_error::WordError;

macro_rules! fact_kinds {
    ($($variant:ident = $word:literal,)*) => {
        /// Every fact, without its data.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[non_exhaustive]
        pub enum FactKind {
            $(
                #[doc = concat!("See [`FactBody::", stringify!($variant), "`](crate::FactBody::", stringify!($variant), ").")]
                #[serde(rename = $word)]
                $variant,
            )*
        }

        impl FactKind {
            /// Every kind, in the order of [`FactBody`](crate::FactBody).
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The word as it is stored.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)*
                }
            }
        }

        impl core::str::FromStr for FactKind {
            type Err = WordError;

            fn from_str(text: &str) -> Result<Self, WordError> {
                let kind = Self::ALL.iter().copied().find(|kind| kind.as_str() == text);
                kind.ok_or_else(|| WordError::new(text, &[$($word,)*]))
            }
        }
    };
}

fact_kinds! {
    Captured = "captured",
    CaptureEdited = "capture_edited",
    ProfileUpdated = "profile_updated",
    ActivityRecorded = "activity_recorded",
    ConsentRecorded = "consent_recorded",
    BecameMql = "became_mql",
    Demoted = "demoted",
    AttemptRecorded = "attempt_recorded",
    HandRaiseClosed = "hand_raise_closed",
    Postponed = "postponed",
    PostponementEnded = "postponement_ended",
    AnswerRecorded = "answer_recorded",
    AnswerBecameStale = "answer_became_stale",
    AppointmentScheduled = "appointment_scheduled",
    AppointmentMoved = "appointment_moved",
    AppointmentCancelled = "appointment_cancelled",
    AppointmentMissed = "appointment_missed",
    MeetingHeld = "meeting_held",
    BecameSql = "became_sql",
    HandoffAccepted = "handoff_accepted",
    HandoffRejected = "handoff_rejected",
    FirstMeetingInvalid = "first_meeting_invalid",
    BecameOpportunity = "became_opportunity",
    DealEdited = "deal_edited",
    DealMoved = "deal_moved",
    Won = "won",
    Lost = "lost",
    PurchaseRecorded = "purchase_recorded",
    Recycled = "recycled",
    Disqualified = "disqualified",
    Reopened = "reopened",
    ReopenSuggested = "reopen_suggested",
    ExpansionOpened = "expansion_opened",
    ContractEnded = "contract_ended",
    ContractRenewed = "contract_renewed",
    ContractAmended = "contract_amended",
    Assigned = "assigned",
    PolicyAdopted = "policy_adopted",
    Recounted = "recounted",
    SparingEnded = "sparing_ended",
    CoolingEnded = "cooling_ended",
    BecameStale = "became_stale",
    ProposalMade = "proposal_made",
    ProposalApproved = "proposal_approved",
    ProposalDeclined = "proposal_declined",
    ProposalExpired = "proposal_expired",
    MergedInto = "merged_into",
    Redacted = "redacted",
    StepImported = "step_imported",
    ClocksChanged = "clocks_changed",
    TakenBack = "taken_back",
    MergedFrom = "merged_from",
    SplitFrom = "split_from",
    SplitOff = "split_off",
    ContributionCorrected = "contribution_corrected",
    LeftOver = "left_over",
    ClockWarned = "clock_warned",
    ClockBreached = "clock_breached",
    ClockEscalated = "clock_escalated",
    BreachWithdrawn = "breach_withdrawn",
}

impl FactKind {
    /// Whether it says what became of service-level clocks.
    #[must_use]
    pub const fn is_of_clocks(self) -> bool {
        matches!(
            self,
            Self::ClocksChanged
                | Self::ClockWarned
                | Self::ClockBreached
                | Self::ClockEscalated
                | Self::BreachWithdrawn
        )
    }

    /// The milestone that a fact of this kind reaches.
    #[must_use]
    pub const fn milestone(self) -> Option<Milestone> {
        if matches!(self, Self::Captured) {
            return Some(Milestone::Lead);
        }
        if matches!(self, Self::BecameMql | Self::ExpansionOpened | Self::HandoffRejected) {
            return Some(Milestone::Mql);
        }
        if matches!(self, Self::BecameSql) {
            return Some(Milestone::Sql);
        }
        if matches!(self, Self::HandoffAccepted) {
            return Some(Milestone::Sao);
        }
        if matches!(self, Self::BecameOpportunity) {
            return Some(Milestone::Opportunity);
        }
        if matches!(self, Self::Won | Self::PurchaseRecorded) { Some(Milestone::Won) } else { None }
    }

    /// Whether it says anew what the lead comes to, because others count no longer: facts were taken back, or leads parted.
    #[must_use]
    pub const fn corrects(self) -> bool {
        matches!(self, Self::TakenBack | Self::SplitFrom | Self::SplitOff | Self::ContributionCorrected)
    }

    /// Whether it is a turn: a change of stage, and besides an acceptance, a meeting held, a deal move, the end of a
    /// contract, a purchase and an imported step. What follows a turn cannot have happened before it.
    #[must_use]
    pub const fn is_turn(self) -> bool {
        match self {
            Self::BecameMql
            | Self::Demoted
            | Self::MeetingHeld
            | Self::BecameSql
            | Self::HandoffAccepted
            | Self::HandoffRejected
            | Self::FirstMeetingInvalid
            | Self::BecameOpportunity
            | Self::DealMoved
            | Self::Won
            | Self::Lost
            | Self::PurchaseRecorded
            | Self::Recycled
            | Self::Disqualified
            | Self::Reopened
            | Self::ExpansionOpened
            | Self::ContractEnded
            | Self::MergedInto
            | Self::StepImported => true,
            Self::Captured
            | Self::CaptureEdited
            | Self::ProfileUpdated
            | Self::ActivityRecorded
            | Self::ConsentRecorded
            | Self::AttemptRecorded
            | Self::HandRaiseClosed
            | Self::Postponed
            | Self::PostponementEnded
            | Self::AnswerRecorded
            | Self::AnswerBecameStale
            | Self::AppointmentScheduled
            | Self::AppointmentMoved
            | Self::AppointmentCancelled
            | Self::AppointmentMissed
            | Self::DealEdited
            | Self::ReopenSuggested
            | Self::ContractRenewed
            | Self::ContractAmended
            | Self::Assigned
            | Self::PolicyAdopted
            | Self::Recounted
            | Self::SparingEnded
            | Self::CoolingEnded
            | Self::BecameStale
            | Self::ProposalMade
            | Self::ProposalApproved
            | Self::ProposalDeclined
            | Self::ProposalExpired
            | Self::Redacted
            | Self::TakenBack
            | Self::MergedFrom
            | Self::SplitFrom
            | Self::SplitOff
            | Self::ContributionCorrected
            | Self::LeftOver
            | Self::ClocksChanged
            | Self::ClockWarned
            | Self::ClockBreached
            | Self::ClockEscalated
            | Self::BreachWithdrawn => false,
        }
    }
}

impl core::fmt::Display for FactKind {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.pad(self.as_str())
    }
}
