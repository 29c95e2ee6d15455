//! What one lead says, once what does not count is left out.

mod absorbed;
mod building;
mod clock_line;
mod contract_event;
mod contracts;
mod cycle_line;
mod deal_line;
mod deals;
mod exit;
mod handoff_line;
mod lead_line;
mod line_error;
mod line_plan;
mod mark;
pub(in crate::insight) mod nested;
mod news;
mod now;
mod quality;
mod standing;
mod stay;
mod steps;
mod take;
mod touch;
mod turns;
mod when;
mod work;

pub use crate::insight::line::absorbed::Absorbed;
pub use crate::insight::line::deal_line::DealEnd;
pub use crate::insight::line::exit::{CycleStart, Exit};
pub use crate::insight::line::lead_line::LeadLine;
pub use crate::insight::line::line_error::LineError;
pub use crate::insight::line::line_plan::{LinePlan, TouchFields};
pub use crate::insight::line::quality::Quality;
pub use crate::insight::line::when::When;
pub use crate::insight::line::work::{ActivitiesOf, AttemptsOf};

pub(in crate::insight) use crate::insight::line::clock_line::ClockLine;
pub(in crate::insight) use crate::insight::line::contract_event::{ContractEvent, ContractNews};
pub(in crate::insight) use crate::insight::line::cycle_line::{CycleLine, ReasonGiven, place_of};
pub(in crate::insight) use crate::insight::line::deal_line::DealLine;
pub(in crate::insight) use crate::insight::line::mark::Mark;
pub(in crate::insight) use crate::insight::line::standing::Standing;
