//! Taking back (訂正): one fact with a reason heals a mistake, and what follows is as if it had never been.
//!
//! From the ground up: which facts may be taken back (`class`), what was (`past`), what is asked (`order`), what is named
//! (`named`), whether what rules and time made still holds (`holds`),
//! of which deal an edit is (`deals`), the score at many places (`tallies`), folding again (`again`), what stands in the place of it
//! (`instead`), the call (`take_back`), and what it changes (`correction`, `corrections`).

mod again;
mod class;
mod correction;
mod corrections;
mod deals;
mod holds;
mod instead;
mod named;
mod order;
mod parting;
mod past;
mod set_off_again;
mod take_back;
mod tallies;

pub(super) use again::is_set_off;
pub use correction::Correction;
pub use corrections::{Corrections, Leads, Unmade};
pub(super) use named::Parting;
pub use order::{Instead, TakeBack, TakeBackError};
pub(super) use parting::{Parted, reaches_back, without};
pub use past::Past;
pub(super) use set_off_again::set_off_again;
