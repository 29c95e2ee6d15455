//! What facts are made of: written fields, endings, moves of a deal, imported steps, and what a capture says.

use alloc::boxed::Box;
use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

use crate::deal::{Contract, Deal, MoveKind};
use crate::lead::actor::Attribution;
use crate::lead::milestones::Basis;
use crate::recycle::Reason;
use crate::scoring::FitTags;
use crate::values::{
    AccountKey, ActorId, Carry, DealStageName, FieldName, FieldValue, Instant, Origin, PersonKey, TeamKey,
};

/// One field as written into a profile.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FieldWrite {
    /// The field.
    pub name: FieldName,
    /// The value; none clears it, and is what redaction leaves of a personal one.
    pub value: Option<FieldValue>,
    /// Whether the policy marks it as personal.
    pub personal: bool,
}

/// A change of the profile, with the attribute tags that the whole profile earns after it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProfileChange {
    /// The fields written.
    pub writes: Vec<FieldWrite>,
    /// The tags earned by the profile with them.
    pub tags: FitTags,
}

/// The cycle that follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NextCycle {
    /// Until when it is cooling.
    pub cooling_until: Option<Instant>,
    /// What becomes of the engagement.
    pub carry: Carry,
}

/// How a cycle ends that was not won.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ending {
    /// The next cycle begins at Lead.
    Recycled(NextCycle),
    /// The lead is discarded, with the reason that counts.
    Disqualified {
        /// The reason that counts: the one given, or `max_cycles`.
        reason: Reason,
        /// The reason given, when another counts.
        given: Option<Reason>,
    },
    /// An expansion failed: the lead is a customer as before.
    BackToCustomer,
}

/// How a deal moved along the pipeline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DealMove {
    /// From this stage.
    pub from: DealStageName,
    /// To this one.
    pub to: DealStageName,
    /// Forward, skipping or backward.
    pub kind: MoveKind,
}

/// A step that a legacy system reports.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum ImportedStep {
    /// Was an MQL.
    Mql,
    /// Was handed over, with this deal.
    Sql {
        /// The deal.
        deal: Box<Deal>,
    },
    /// Was accepted by field sales.
    Sao,
    /// The first meeting was held.
    Opportunity {
        /// The deal stage it was in.
        deal_stage: DealStageName,
    },
    /// Was won.
    Won {
        /// The contract.
        contract: Contract,
    },
    /// Ended without being won, and stays discarded until somebody reopens it.
    Lost {
        /// Why; `imported_unknown` when the legacy system does not say.
        reason: Reason,
    },
}

/// The first fact of a lead.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Captured {
    /// Where it came from.
    pub origin: Origin,
    /// Source, medium, campaign, content.
    pub attribution: Attribution,
    /// The company.
    pub account: Option<AccountKey>,
    /// The person.
    pub person: Option<PersonKey>,
    /// The member who owns it.
    pub owner: Option<ActorId>,
    /// The team that owns it.
    pub team: Option<TeamKey>,
    /// What is known, and the tags earned by it.
    pub profile: ProfileChange,
    /// How many activity ids to remember.
    pub memory: u16,
    /// When it was captured, if that is known; an import may not know.
    pub at: Option<Instant>,
    /// Whether it was captured here or taken over from a legacy system.
    pub basis: Basis,
}
