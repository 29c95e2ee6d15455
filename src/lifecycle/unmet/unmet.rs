//! One condition that a command does not meet.

use alloc::vec::Vec;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::lead::{ApplyError, NestedProposal};
use crate::lifecycle::backfill::BackfillError;
use crate::lifecycle::book::PolicyGap;
use crate::lifecycle::unmet::access_unmet::AccessUnmet;
use crate::lifecycle::unmet::contact_unmet::ContactUnmet;
use crate::lifecycle::unmet::contract_unmet::ContractUnmet;
use crate::lifecycle::unmet::correction_unmet::CorrectionUnmet;
use crate::lifecycle::unmet::deal_unmet::DealUnmet;
use crate::lifecycle::unmet::handoff_unmet::HandoffUnmet;
use crate::lifecycle::unmet::intake_unmet::IntakeUnmet;
use crate::lifecycle::unmet::lead_unmet::LeadUnmet;
use crate::lifecycle::unmet::merge_unmet::MergeUnmet;
use crate::lifecycle::unmet::proposal_unmet::ProposalUnmet;
use crate::lifecycle::unmet::qualification_unmet::QualificationUnmet;
use crate::lifecycle::unmet::time_unmet::TimeUnmet;
use crate::recycle::ReasonProblem;

/// One unmet condition, in the group of the room that asks for it.
///
/// Match on what a screen treats specially and show the default wording, which is `Display`, for the rest.
/// [`code`](Self::code) is for counting. As JSON the groups do not show: `{"skip_refused": {"over": 2}}`.
///
/// ```
/// use lead_lifecycle::lifecycle::DealUnmet;
/// use lead_lifecycle::Unmet;
///
/// let unmet = Unmet::Deal(DealUnmet::SkipRefused { over: 2 });
/// assert_eq!(unmet.code(), "skip_refused");
/// assert_eq!(unmet.to_string(), "the pipeline does not allow to skip stages (2 skipped): move to the next one first");
/// ```
#[derive(Serialize)]
#[serde(remote = "Self", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Unmet {
    /// The lead itself: its stage, its cooling, its revision.
    Lead(LeadUnmet),
    /// The book of policies says nothing of the lead.
    Policy(PolicyGap),
    /// The instant given.
    Time(TimeUnmet),
    /// Who issues the command.
    Access(AccessUnmet),
    /// Profile fields and activities.
    Intake(IntakeUnmet),
    /// Answers, and the bars that they are to meet.
    Qualification(QualificationUnmet),
    /// Attempts and appointments.
    Contact(ContactUnmet),
    /// The hand-over to field sales.
    Handoff(HandoffUnmet),
    /// The deal and its pipeline.
    Deal(DealUnmet),
    /// Contracts.
    Contract(ContractUnmet),
    /// The proposals of assistants.
    Proposal(ProposalUnmet),
    /// What stands in the way of taking facts back.
    Correction(CorrectionUnmet),
    /// What stands in the way of two leads becoming one, or of parting them.
    Merge(MergeUnmet),
    /// The reason is not accepted.
    Reason(ReasonProblem),
    /// The proposed command itself would be refused, for these conditions. None of them is of this kind: a proposal
    /// holds no proposal.
    Proposed(Vec<Unmet>),
    /// A row of a legacy system cannot be taken over.
    Backfill(BackfillError),
    /// What was decided does not fit onto the lead. A fault of this crate, or of a lead that no facts made; nothing is
    /// stored.
    Misfit(ApplyError),
}

impl Unmet {
    /// The stable word of the condition, by which refusals are counted. No two conditions share one.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Lead(unmet) => unmet.code(),
            Self::Policy(gap) => gap.code(),
            Self::Time(unmet) => unmet.code(),
            Self::Access(unmet) => unmet.code(),
            Self::Intake(unmet) => unmet.code(),
            Self::Qualification(unmet) => unmet.code(),
            Self::Contact(unmet) => unmet.code(),
            Self::Handoff(unmet) => unmet.code(),
            Self::Deal(unmet) => unmet.code(),
            Self::Contract(unmet) => unmet.code(),
            Self::Proposal(unmet) => unmet.code(),
            Self::Correction(unmet) => unmet.code(),
            Self::Merge(unmet) => unmet.code(),
            Self::Reason(_) => "reason",
            Self::Proposed(_) => "proposed",
            Self::Backfill(_) => "backfill",
            Self::Misfit(_) => "misfit",
        }
    }
}

/// What is unmet when what was decided does not fit.
pub(in crate::lifecycle) fn misfit(error: ApplyError) -> Vec<Unmet> {
    alloc::vec![Unmet::Misfit(error)]
}

macro_rules! groups {
    ($($group:ident($of:ty),)*) => {
        $(
            impl From<$of> for Unmet {
                fn from(unmet: $of) -> Self {
                    Self::$group(unmet)
                }
            }
        )*

        /// As people read it: every condition by its own word, without its group.
        impl Serialize for Unmet {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let nested = |part: &Self| matches!(part, Self::Proposed(_));
                if matches!(self, Self::Proposed(parts) if parts.iter().any(nested)) {
                    return Err(serde::ser::Error::custom(NestedProposal));
                }
                if !serializer.is_human_readable() {
                    return Self::serialize(self, serializer);
                }
                match self {
                    $(Self::$group(unmet) => unmet.serialize(serializer),)*
                    Self::Reason(_) | Self::Proposed(_) | Self::Backfill(_) | Self::Misfit(_) => {
                        Self::serialize(self, serializer)
                    }
                }
            }
        }

        /// A condition by its own word, as people read it: no two groups share one.
        #[derive(Deserialize)]
        #[serde(untagged, expecting = "an unmet condition by its code")]
        enum Flat<Below> {
            $($group($of),)*
            Alone(Alone<Below>),
        }

        impl<Below: Into<Unmet>> From<Flat<Below>> for Unmet {
            fn from(flat: Flat<Below>) -> Self {
                match flat {
                    $(Flat::$group(unmet) => Self::$group(unmet),)*
                    Flat::Alone(alone) => alone.into(),
                }
            }
        }

        /// A condition in its group, as machines read it.
        #[derive(Deserialize)]
        #[serde(rename = "Unmet", rename_all = "snake_case")]
        enum Grouped<Below> {
            $($group($of),)*
            Reason(ReasonProblem),
            Proposed(Vec<Below>),
            Backfill(BackfillError),
            Misfit(ApplyError),
        }

        impl<Below: Into<Unmet>> From<Grouped<Below>> for Unmet {
            fn from(grouped: Grouped<Below>) -> Self {
                match grouped {
                    $(Grouped::$group(unmet) => Self::$group(unmet),)*
                    Grouped::Reason(problem) => Alone::<Below>::Reason(problem).into(),
                    Grouped::Proposed(unmet) => Alone::Proposed(unmet).into(),
                    Grouped::Backfill(error) => Alone::<Below>::Backfill(error).into(),
                    Grouped::Misfit(error) => Alone::<Below>::Misfit(error).into(),
                }
            }
        }
    };
}

groups! {
    Lead(LeadUnmet),
    Policy(PolicyGap),
    Time(TimeUnmet),
    Access(AccessUnmet),
    Intake(IntakeUnmet),
    Qualification(QualificationUnmet),
    Contact(ContactUnmet),
    Handoff(HandoffUnmet),
    Deal(DealUnmet),
    Contract(ContractUnmet),
    Proposal(ProposalUnmet),
    Correction(CorrectionUnmet),
    Merge(MergeUnmet),
}

/// A condition of no group.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Alone<Below> {
    Reason(ReasonProblem),
    Proposed(Vec<Below>),
    Backfill(BackfillError),
    Misfit(ApplyError),
}

impl<Below: Into<Unmet>> From<Alone<Below>> for Unmet {
    fn from(alone: Alone<Below>) -> Self {
        match alone {
            Alone::Reason(problem) => Self::Reason(problem),
            Alone::Proposed(unmet) => Self::Proposed(unmet.into_iter().map(Into::into).collect()),
            Alone::Backfill(error) => Self::Backfill(error),
            Alone::Misfit(error) => Self::Misfit(error),
        }
    }
}

/// What a proposed command would propose: nothing. So no input, in any format, nests without end.
enum NoProposal {}

impl<'de> Deserialize<'de> for NoProposal {
    fn deserialize<D: Deserializer<'de>>(_deserializer: D) -> Result<Self, D::Error> {
        Err(serde::de::Error::custom(NestedProposal))
    }
}

impl From<NoProposal> for Unmet {
    fn from(never: NoProposal) -> Self {
        match never {}
    }
}

impl<'de> Deserialize<'de> for Unmet {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            Flat::<Flat<NoProposal>>::deserialize(deserializer).map(Self::from)
        } else {
            Grouped::<Grouped<NoProposal>>::deserialize(deserializer).map(Self::from)
        }
    }
}
