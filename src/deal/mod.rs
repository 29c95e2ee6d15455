//! Floor 2: deals, contracts, and the pipeline that deals move along.

mod contract;
mod diagram;
mod edit;
mod line;
mod open;
mod pipeline;

pub use contract::{Contract, ContractError};
pub use edit::{Change, DealEdit};
pub use line::{DealError, DealLine, NewDeal};
pub use open::{Deal, MoveKind};
pub use pipeline::{Allowance, DealItem, DealStage, Pipeline, PipelineDraft};
