//! A step that a legacy system reports.

use alloc::boxed::Box;
use serde::{Deserialize, Serialize};

use crate::deal::{Contract, Deal};
use crate::lead::adoption::StockTerms;
use crate::lead::attribution::Attribution;
use crate::lead::ending::Ending;
use crate::recycle::{Ownership, Reason};
use crate::values::{ActorId, ContractKey, DealStageName, LeadKey, Origin, TeamKey};

/// A step that a legacy system reports.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum ImportedStep {
    /// Another row of the lead begins: the next cycle, where the one before has ended; otherwise the cycle that is open goes on.
    Opened(Box<ImportedOpening>),
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
    /// The deal moved.
    DealStage {
        /// To this stage.
        deal_stage: DealStageName,
    },
    /// Was won.
    Won {
        /// The contract.
        contract: Contract,
    },
    /// Ended without being won.
    Lost {
        /// Why; `imported_unknown` when the legacy system does not say.
        reason: Reason,
        /// What follows: disqualified until somebody reopens it or, of an expansion, a customer as before.
        ending: Ending,
    },
    /// Was put back, to be worked on later.
    Recycled {
        /// Why; `imported_unknown` when the legacy system does not say.
        reason: Reason,
        /// What follows: the next cycle or, of an expansion, a customer as before.
        ending: Ending,
    },
    /// Was sorted out: at Lead a discard, later a disqualification.
    Disqualified {
        /// Why; `imported_unknown` when the legacy system does not say.
        reason: Reason,
        /// What follows: disqualified until somebody reopens it or, of an expansion, a customer as before.
        ending: Ending,
    },
    /// Bought without sales.
    Bought {
        /// The contract.
        contract: Contract,
    },
    /// A contract ended.
    ContractEnded {
        /// Which.
        contract: ContractKey,
        /// Why; `imported_unknown` when the legacy system does not say.
        reason: Reason,
        /// What follows, where it was the last one of a customer.
        ending: Option<Ending>,
    },
    /// The legacy system had merged it into another, which has its data.
    Merged {
        /// The other lead.
        into: LeadKey,
    },
}

/// How another row of a lead begins.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub struct ImportedOpening {
    /// Where a cycle that it opens came from; at a customer it is an expansion.
    pub origin: Origin,
    /// Source, medium, campaign and content; of a cycle that goes on, what it does not know yet.
    pub attribution: Attribution,
    /// The member who owns it, if the row says so.
    pub owner: Option<ActorId>,
    /// The team that owns it, if the row says so.
    pub team: Option<TeamKey>,
    /// What a next cycle keeps of owner and team.
    pub keeps: Ownership,
    /// How the score treats it: an imported lead is stock.
    pub stock: StockTerms,
}
