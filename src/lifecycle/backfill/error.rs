//! Why a row cannot be taken over.

use serde::Serialize;

use crate::deal::{ContractError, DealError};
use crate::values::{Currency, DealStageName, Instant, Milestone, TextError};

/// Why a row cannot be taken over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum BackfillError {
    /// A step lies before the one it follows.
    #[error("{later} at {at} lies before {earlier} at {before}: correct the row, or let the mapping clamp")]
    Order {
        /// The step before.
        earlier: Milestone,
        /// When that was.
        before: Instant,
        /// The step that comes too early.
        later: Milestone,
        /// When it is said to have been.
        at: Instant,
    },
    /// The row ended before a step it reports.
    #[error("the row was lost at {at}, before {earlier} at {before}: correct the row, or let the mapping clamp")]
    LostTooEarly {
        /// The step before.
        earlier: Milestone,
        /// When that was.
        before: Instant,
        /// When it is said to have been lost.
        at: Instant,
    },
    /// A step lies after the import.
    #[error("{step} at {at} lies after the import at {import}")]
    Future {
        /// The step.
        step: Milestone,
        /// When it is said to have been.
        at: Instant,
        /// When it is imported.
        import: Instant,
    },
    /// The deal and what was won are in different currencies.
    #[error("the deal is in {deal}, what was won in {won}")]
    Currency {
        /// The currency of the deal.
        deal: Currency,
        /// The currency of what was won.
        won: Currency,
    },
    /// A step does not follow from the one before it.
    #[error("the steps of the row do not follow from each other")]
    Steps,
    /// A row cannot both be lost and have won.
    #[error("the row reports the milestone `won` and ends otherwise")]
    WonAndLost,
    /// The deal is not consistent.
    #[error("deal: {0}")]
    Deal(#[from] DealError),
    /// The contract is not consistent.
    #[error("contract: {0}")]
    Contract(#[from] ContractError),
    /// The keys of deal and contract are made from the lead key, which is too long for that.
    #[error("deal key: {0}")]
    Key(#[from] TextError),
    /// The pipeline has no such stage, or it lies before the first meeting, which makes an opportunity.
    #[error("the pipeline has no stage `{stage}` at or after the first meeting")]
    DealStage {
        /// The stage.
        stage: DealStageName,
    },
}
