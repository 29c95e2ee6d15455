//! Floor 2: reasons for going backward, and what follows from each: recycling with its cooling, or the end.

mod reason;

pub use reason::{Reason, erased, imported_unknown, max_cycles};
