//! What is due on leads, for whom, by when, and what settles it.

mod addressee;
mod agenda;
mod agenda_item;
mod agenda_kind;
mod agenda_reason;
mod answering;
mod member;
mod service_levels;
mod severity;
mod turning;
mod waiting;

pub use addressee::addressee;
pub use agenda::Agenda;
pub use agenda_item::AgendaItem;
pub use agenda_kind::AgendaKind;
pub use agenda_reason::AgendaReason;
pub use member::Member;
pub use severity::Severity;
pub(super) use turning::next_turn;
