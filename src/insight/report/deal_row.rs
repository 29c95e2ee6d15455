//! Deals, contracts, reasons and persons in a report.
#![expect(clippy::option_option, reason = "that it has ended, and that nobody knows when, are two things")]

use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

use crate::insight::line::{CycleStart, DealEnd, Exit};
use crate::insight::report::point::Point;
use crate::values::{
    ContractKey, Currency, Date, DealKey, DealStageName, Digest, Keyword, PipelineName, ProductKey, ReasonCode, Role,
    StageKind,
};

/// An amount in the smallest unit of its currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(in crate::insight) struct Minor {
    pub(in crate::insight) currency: Currency,
    pub(in crate::insight) units: i128,
}

/// Whose something is: told apart by 128 bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(in crate::insight) struct Whose {
    pub(in crate::insight) lead: Digest,
    pub(in crate::insight) person: Option<Digest>,
    pub(in crate::insight) account: Option<Digest>,
}

/// A deal in a report.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(in crate::insight) struct DealRow {
    pub(in crate::insight) key: Digest,
    pub(in crate::insight) name: DealKey,
    pub(in crate::insight) whose: Whose,
    pub(in crate::insight) currency: Currency,
    pub(in crate::insight) value: Option<i128>,
    pub(in crate::insight) products: Vec<(ProductKey, Option<i128>)>,
    pub(in crate::insight) expected_close: Option<Date>,
    pub(in crate::insight) pipeline: PipelineName,
    /// Every stage that it visited, in order.
    pub(in crate::insight) visited: Vec<(DealStageName, Point)>,
    pub(in crate::insight) opened: Point,
    /// Whether the lead has become Opportunity with it, and when, if that is known.
    pub(in crate::insight) has_met: bool,
    pub(in crate::insight) met: Point,
    pub(in crate::insight) sourced_by: Role,
    /// Whether the hand-over came from a legacy system, which does not say who made it.
    pub(in crate::insight) imported: bool,
    pub(in crate::insight) start: CycleStart,
    /// The slice at the opening.
    pub(in crate::insight) group: u32,
    pub(in crate::insight) end: Option<DealEnded>,
    /// Where the person came from: first of all, last before MQL, last before the end.
    pub(in crate::insight) sources: [Option<Keyword>; 3],
}

/// The end of a deal in a report.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(in crate::insight) struct DealEnded {
    pub(in crate::insight) when: Point,
    pub(in crate::insight) how: DealEnd,
    pub(in crate::insight) reason: Option<ReasonCode>,
    pub(in crate::insight) signed: Option<Minor>,
    pub(in crate::insight) group: u32,
}

/// What was said of a contract, in a report.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(in crate::insight) struct ContractRow {
    pub(in crate::insight) key: Digest,
    pub(in crate::insight) at: Point,
    pub(in crate::insight) revision: u64,
    pub(in crate::insight) name: ContractKey,
    pub(in crate::insight) whose: Whose,
    pub(in crate::insight) group: u32,
    pub(in crate::insight) start: CycleStart,
    pub(in crate::insight) what: ContractSaid,
    /// Of one that was signed without a deal: where the person came from.
    pub(in crate::insight) sources: [Option<Keyword>; 3],
}

/// What it says.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(in crate::insight) enum ContractSaid {
    Signed {
        deal: Option<Digest>,
        value: Minor,
        starts: Date,
        ends: Option<Date>,
    },
    Renewed {
        value: Option<Minor>,
        ends: Option<Date>,
    },
    /// The last day: none is as before, nothing in it is without end.
    Amended {
        value: Option<Minor>,
        #[serde(with = "crate::insight::line::nested")]
        ends: Option<Option<Date>>,
    },
    Ended {
        reason: ReasonCode,
    },
}

/// A reason that was given, in a report.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(in crate::insight) struct ReasonRow {
    pub(in crate::insight) how: Exit,
    pub(in crate::insight) code: ReasonCode,
    pub(in crate::insight) stage: StageKind,
    pub(in crate::insight) when: Point,
    pub(in crate::insight) group: u32,
    /// The deal that was open, and its value.
    pub(in crate::insight) deal: Option<(Digest, Option<Minor>)>,
}

/// A lead in a report.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(in crate::insight) struct LeadRow {
    pub(in crate::insight) whose: Whose,
    pub(in crate::insight) merged_into: Option<Digest>,
    pub(in crate::insight) recorded_at: Point,
}
