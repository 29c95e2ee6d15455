//! Why a row of a legacy system cannot be taken over.

use alloc::string::String;
use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

use crate::deal::{ContractError, DealError, NoPipeline};
use crate::lifecycle::backfill::legacy_step::LegacyStep;
use crate::values::{
    ActivityId, ContractKey, Currency, DealKey, DealStageName, Instant, LeadKey, Milestone, Moment, PipelineName,
    StageKind, TextError,
};

/// Why a row cannot be taken over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum BackfillError {
    /// A step lies before the one it follows.
    Order {
        /// The step before.
        earlier: LegacyStep,
        /// When that was.
        before: Moment,
        /// The step that comes too early.
        later: LegacyStep,
        /// When it is said to have been.
        at: Moment,
    },
    /// The row would open a round, and lies before the newest turn of the lead as a whole: moved there, it would be a round that
    /// never was.
    RowBefore {
        /// When its last step is said to have been.
        at: Moment,
        /// The newest turn.
        turn: LegacyStep,
        /// When that was.
        turned: Instant,
    },
    /// A step lies after the import.
    Future {
        /// The step.
        step: LegacyStep,
        /// When it is said to have been.
        at: Moment,
        /// When it is imported.
        import: Instant,
    },
    /// An activity lies after the import.
    FutureActivity {
        /// The activity.
        activity: ActivityId,
        /// When it is said to have been.
        at: Moment,
        /// When it is imported.
        import: Instant,
    },
    /// The next row of a lead can only begin where no deal is open: tell the rows of such a lead apart, see
    /// [`LegacyRow::apart`](crate::lifecycle::LegacyRow::apart).
    CycleOpen {
        /// Where the lead is.
        stage: StageKind,
    },
    /// What was an MQL is not discarded, but disqualified.
    DiscardedLater {
        /// The milestone that it had reached.
        reached: Milestone,
    },
    /// A contract ended, but the row tells of none that was won.
    ChurnedUnwon,
    /// The lead lives here: it is merged with [`Lifecycle::merge`](crate::Lifecycle::merge), which brings along what it has.
    LivesHere {
        /// The lead that the row merges it into.
        into: LeadKey,
    },
    /// The key of the deal was used before at this lead.
    DealKnown {
        /// The key.
        deal: DealKey,
    },
    /// The key of the contract is in force already at this lead.
    ContractKnown {
        /// The key.
        contract: ContractKey,
    },
    /// The row tells of more moves or activities than one row may.
    TooMany {
        /// How many.
        count: usize,
        /// How many it may be.
        max: usize,
    },
    /// There are more rows of one lead than are told apart at once, see
    /// [`LegacyRow::apart`](crate::lifecycle::LegacyRow::apart).
    TooManyRows {
        /// How many.
        count: usize,
        /// How many it may be.
        max: usize,
    },
    /// The key of a further lead, made from that of the first, is too long.
    FurtherKey(TextError),
    /// The row is of another lead.
    OtherLead {
        /// The lead of the row.
        row: LeadKey,
    },
    /// The deal and what was won are in different currencies.
    Currency {
        /// The currency of the deal.
        deal: Currency,
        /// The currency of what was won.
        won: Currency,
    },
    /// A row cannot both be lost and have won.
    WonAndLost,
    /// The deal is not consistent.
    Deal(DealError),
    /// The contract is not consistent.
    Contract(ContractError),
    /// The keys of deal and contract are made from the lead key, which is too long for that.
    Key(TextError),
    /// The policy has no pipeline of this name.
    UnknownPipeline {
        /// The name.
        pipeline: PipelineName,
        /// A pipeline close to it.
        suggestion: Option<String>,
    },
    /// The row tells of a deal and names no pipeline for it, and the policy has several without a default.
    PipelineNeeded {
        /// The pipelines of the policy.
        known: Vec<PipelineName>,
    },
    /// The pipeline has no such stage, or it lies before the first meeting, which makes an opportunity.
    DealStage {
        /// The stage.
        stage: DealStageName,
        /// The stage that deals enter with the first meeting, where the pipeline marks one.
        first_meeting: Option<DealStageName>,
    },
}

impl core::error::Error for BackfillError {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match self {
            Self::Deal(error) => Some(error),
            Self::Contract(error) => Some(error),
            Self::Key(error) | Self::FurtherKey(error) => Some(error),
            Self::Order { .. }
            | Self::RowBefore { .. }
            | Self::Future { .. }
            | Self::FutureActivity { .. }
            | Self::CycleOpen { .. }
            | Self::DiscardedLater { .. }
            | Self::ChurnedUnwon
            | Self::LivesHere { .. }
            | Self::DealKnown { .. }
            | Self::ContractKnown { .. }
            | Self::TooMany { .. }
            | Self::TooManyRows { .. }
            | Self::OtherLead { .. }
            | Self::Currency { .. }
            | Self::WonAndLost
            | Self::UnknownPipeline { .. }
            | Self::PipelineNeeded { .. }
            | Self::DealStage { .. } => None,
        }
    }
}

impl From<DealError> for BackfillError {
    fn from(error: DealError) -> Self {
        Self::Deal(error)
    }
}

impl From<ContractError> for BackfillError {
    fn from(error: ContractError) -> Self {
        Self::Contract(error)
    }
}

impl From<NoPipeline> for BackfillError {
    fn from(none: NoPipeline) -> Self {
        match none {
            NoPipeline::Unknown { pipeline, suggestion } => Self::UnknownPipeline { pipeline, suggestion },
            NoPipeline::Needed { known } => Self::PipelineNeeded { known },
        }
    }
}

impl From<TextError> for BackfillError {
    fn from(error: TextError) -> Self {
        Self::Key(error)
    }
}
