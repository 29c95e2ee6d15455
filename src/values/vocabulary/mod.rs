//! The vocabularies without fields: one word for one thing, everywhere. One file for each.

mod carry;
mod channel;
mod command_kind;
mod consent_status;
mod contact_outcome;
mod cycle_kind;
mod define;
mod direction;
mod fact_kind;
mod milestone;
mod origin;
mod progress;
mod purpose;
mod rank;
mod retain;
mod role;
mod stage_kind;
mod word_error;

pub use carry::Carry;
pub use channel::Channel;
pub use command_kind::CommandKind;
pub use consent_status::ConsentStatus;
pub use contact_outcome::ContactOutcome;
pub use cycle_kind::CycleKind;
pub(crate) use define::vocabulary;
pub use direction::Direction;
pub use fact_kind::FactKind;
pub use milestone::Milestone;
pub use origin::Origin;
pub use progress::Progress;
pub use purpose::Purpose;
pub use rank::Rank;
pub use retain::Retain;
pub use role::Role;
pub use stage_kind::StageKind;
pub use word_error::WordError;
