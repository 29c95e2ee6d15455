//! Floor 2: deals, contracts, and the pipeline that deals move along.
//!
//! | question | answer |
//! |---|---|
//! | how do I describe a pipeline? | `PipelineDraft`, checked into `Pipeline` |
//! | what is opened with a hand-over? | `NewDeal`, which becomes a `Deal` |
//! | what is still missing for a stage, or for winning? | `Pipeline::missing_for`, as `DealItem`s |
//! | how is a deal changed? | `DealEdit`, by a fact |
//! | what was sold, and until when? | `Contract` |
//!
//! To add a field to deals, begin at [`Deal`].

mod allowance;
mod contract;
mod deal;
mod draft;
mod edit;
mod error;
mod item;
mod line;
mod move_kind;
mod new_deal;
mod pipeline;
mod stage;

pub use allowance::Allowance;
pub use contract::{Contract, ContractError};
pub use deal::Deal;
pub use draft::PipelineDraft;
pub use edit::{DealEdit, Edit};
pub use error::DealError;
pub use item::DealItem;
pub use line::DealLine;
pub use move_kind::MoveKind;
pub use new_deal::NewDeal;
pub use pipeline::Pipeline;
pub use stage::DealStage;
