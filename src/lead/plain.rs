//! Reading a command inside a proposal: every command but another proposal, so that no input, in any format, nests without end.

use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use serde::{Deserialize, Deserializer};

use crate::deal::{Contract, DealEdit, NewDeal};
use crate::handoff::Handoff;
use crate::lead::actor::Attribution;
use crate::lead::command::{Command, MeetingResult, MissedBy};
use crate::qualification::{Evidence, Verdict};
use crate::recycle::Reason;
use crate::scoring::ScoringState;
use crate::values::{
    Activity, ActorId, Channel, ConsentStatus, ContactOutcome, ContractKey, CriterionName, Date, DealStageName,
    Direction, FieldName, FieldValue, Instant, LeadKey, Progress, ProposalId, Purpose, TeamKey, Text,
};

/// Reads what a proposal holds.
///
/// # Errors
/// Another proposal: it could never be made.
pub(crate) fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Box<Command>, D::Error> {
    Plain::deserialize(deserializer).map(Command::from).map(Box::new)
}

/// A proposal inside a proposal.
enum Nested {}

impl<'de> Deserialize<'de> for Nested {
    fn deserialize<D: Deserializer<'de>>(_deserializer: D) -> Result<Self, D::Error> {
        Err(serde::de::Error::custom("a proposal cannot hold another proposal"))
    }
}

macro_rules! plain {
    (
        { $($before:ident $({ $($(#[$m:meta])* $field:ident: $kind:ty,)* })?,)* }
        { $($after:ident $({ $($(#[$n:meta])* $name:ident: $type:ty,)* })?,)* }
    ) => {
        /// As [`Command`], in the same order: formats without names go by it.
        #[derive(Deserialize)]
        #[serde(rename = "Command", rename_all = "snake_case", deny_unknown_fields)]
        enum Plain {
            $($before $({ $($(#[$m])* $field: $kind,)* })?,)*
            Propose(Nested),
            $($after $({ $($(#[$n])* $name: $type,)* })?,)*
        }

        impl From<Plain> for Command {
            fn from(plain: Plain) -> Self {
                match plain {
                    $(Plain::$before $({ $($field),* })? => Self::$before $({ $($field),* })?,)*
                    Plain::Propose(nested) => match nested {},
                    $(Plain::$after $({ $($name),* })? => Self::$after $({ $($name),* })?,)*
                }
            }
        }
    };
}

plain! {
    {
        UpdateProfile {
            fields: BTreeMap<FieldName, Option<FieldValue>>,
        },
        RecordActivity {
            activity: Activity,
        },
        RecordConsent {
            channel: Channel,
            purpose: Purpose,
            status: ConsentStatus,
        },
        Promote {
            #[serde(default)]
            note: Option<Text>,
        },
        RecordAttempt {
            direction: Direction,
            channel: Channel,
            outcome: ContactOutcome,
            #[serde(default)]
            advance: Option<Progress>,
            #[serde(default)]
            note: Option<Text>,
        },
        RecordAnswer {
            criterion: CriterionName,
            verdict: Verdict,
            #[serde(default)]
            by: Option<Date>,
            #[serde(default)]
            detail: Option<Text>,
            #[serde(default)]
            evidence: Option<Evidence>,
        },
        ScheduleAppointment {
            at: Instant,
            channel: Channel,
            #[serde(default)]
            note: Option<Text>,
        },
        ChangeAppointment {
            to: Option<Instant>,
            #[serde(default)]
            note: Option<Text>,
        },
        MissAppointment {
            by: MissedBy,
        },
        Qualify {
            handoff: Box<Handoff>,
            deal: Box<NewDeal>,
        },
        Accept,
        Reject {
            reason: Reason,
        },
        HoldFirstMeeting {
            result: MeetingResult,
            #[serde(default)]
            note: Option<Text>,
        },
        EditDeal {
            edit: Box<DealEdit>,
        },
        MoveDeal {
            to: DealStageName,
        },
        Win {
            contract: Contract,
        },
        Lose {
            reason: Reason,
        },
        Recycle {
            reason: Reason,
        },
        Disqualify {
            reason: Reason,
        },
        Reopen {
            reason: Reason,
        },
        OpenExpansion {
            #[serde(default)]
            note: Option<Text>,
            #[serde(default)]
            attribution: Attribution,
        },
        EndContract {
            contract: ContractKey,
            reason: Reason,
        },
        Assign {
            owner: Option<ActorId>,
            #[serde(default)]
            team: Option<TeamKey>,
        },
        AdoptPolicy {
            #[serde(default)]
            retagged: Option<Box<ScoringState>>,
            #[serde(default)]
            deal_stage: Option<DealStageName>,
        },
        CheckClock,
        Merge {
            into: LeadKey,
        },
        Redact,
    }
    {
        Approve {
            proposal: ProposalId,
        },
        Decline {
            proposal: ProposalId,
            #[serde(default)]
            note: Option<Text>,
        },
    }
}
