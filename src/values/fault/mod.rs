//! Faults of a draft: every one is collected, with its place, what was expected and what was there.
//!
//! What was expected and what was there are data, not sentences: the words stand in `wording`.

mod code;
mod counted;
mod declared;
mod expected;
mod fault;
mod faults;
mod got;
mod path;
mod points_of;
mod process_demand;
mod scoring_demand;
mod shape;
mod written;

pub use code::FaultCode;
pub use counted::Counted;
pub use declared::Declared;
pub use expected::Expected;
pub use fault::Fault;
pub use faults::Faults;
pub use got::Got;
pub use path::Path;
pub use points_of::PointsOf;
pub use process_demand::ProcessDemand;
pub use scoring_demand::ScoringDemand;
pub use shape::Shape;
pub use written::Written;
