//! What can stand in the way of a command, as data; the sentences are in the room `wording`.
//!
//! A condition stands in the group of the room that asks for it. Codes and stored words know no groups: both are as
//! flat as they always were.

mod access_unmet;
mod contact_unmet;
mod contract_unmet;
mod correction_unmet;
mod deal_unmet;
mod handoff_unmet;
mod intake_unmet;
mod lead_unmet;
mod merge_unmet;
mod permitted;
mod proposal_unmet;
mod qualification_unmet;
mod time_unmet;
mod unmet;
mod unmet_tree;
mod way;

pub use access_unmet::AccessUnmet;
pub use contact_unmet::ContactUnmet;
pub use contract_unmet::ContractUnmet;
pub use correction_unmet::{CorrectionUnmet, FactAt};
pub use deal_unmet::DealUnmet;
pub use handoff_unmet::HandoffUnmet;
pub use intake_unmet::IntakeUnmet;
pub use lead_unmet::LeadUnmet;
pub use merge_unmet::{MergeUnmet, RoomFor};
pub use permitted::Permitted;
pub use proposal_unmet::ProposalUnmet;
pub use qualification_unmet::QualificationUnmet;
pub use time_unmet::TimeUnmet;
pub use unmet::Unmet;
pub(in crate::lifecycle) use unmet::misfit;
pub use way::Way;
