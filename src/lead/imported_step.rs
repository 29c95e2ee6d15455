//! A step that a legacy system reports.

use alloc::boxed::Box;
use serde::{Deserialize, Serialize};

use crate::deal::{Contract, Deal};
use crate::recycle::Reason;
use crate::values::DealStageName;

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
    /// Ended without being won, and stays disqualified until somebody reopens it.
    Lost {
        /// Why; `imported_unknown` when the legacy system does not say.
        reason: Reason,
    },
}
