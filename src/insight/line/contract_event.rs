//! What was said of a contract.

use serde::{Deserialize, Serialize};

use crate::deal::Edit;
use crate::insight::line::when::When;
use crate::values::{ContractKey, Date, DealKey, Money, ReasonCode};

/// What was said of a contract. A survivor of a merge speaks of contracts that another lead signed: what is said is joined by key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub(in crate::insight) struct ContractEvent {
    pub(in crate::insight) contract: ContractKey,
    pub(in crate::insight) when: Option<When>,
    /// The revision of the fact: of two at one instant the later counts.
    pub(in crate::insight) revision: u64,
    pub(in crate::insight) standing: u32,
    pub(in crate::insight) cycle: u32,
    pub(in crate::insight) what: ContractNews,
}

/// What it says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(in crate::insight) enum ContractNews {
    Signed { deal: Option<DealKey>, value: Money, starts: Date, ends: Option<Date> },
    Renewed { value: Option<Money>, ends: Option<Date> },
    Amended { value: Option<Money>, ends: Edit<Date> },
    Ended { reason: ReasonCode },
}
