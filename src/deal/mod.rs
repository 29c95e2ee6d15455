//! Floor 2: deals, contracts, and the pipeline that deals move along.

mod contract;
mod diagram;
mod open;
mod pipeline;

pub use contract::{Contract, ContractError};
pub use open::{Change, Deal, DealEdit, DealError, DealLine, MoveKind, NewDeal};
pub use pipeline::{Allowance, DealItem, DealStage, Pipeline, PipelineDraft};
