//! A signed table over lines: what leads say together.

mod cycle_row;
mod deal_row;
mod dimension;
mod groups;
mod named;
mod point;
mod report;
mod report_error;
mod report_plan;
mod rows;
mod rows_of_line;
mod segment_rule;
mod slicing;
mod stored;
mod tables;
mod time_row;
mod time_rows;

pub use crate::insight::report::cycle_row::Column;
pub use crate::insight::report::dimension::{Dimension, DimensionError};
pub use crate::insight::report::named::Lasting;
pub use crate::insight::report::report::Report;
pub use crate::insight::report::report_error::ReportError;
pub use crate::insight::report::report_plan::{ReportPlan, SplitBy};
pub use crate::insight::report::segment_rule::{FieldTest, SegmentRule};
pub use crate::insight::report::time_row::Over;

pub(in crate::insight) use crate::insight::report::cycle_row::CycleRow;
pub(in crate::insight) use crate::insight::report::deal_row::{
    ContractRow, ContractSaid, DealEnded, DealRow, LeadRow, Minor, ReasonRow, Whose,
};
pub(in crate::insight) use crate::insight::report::point::Point;
pub(in crate::insight) use crate::insight::report::time_row::TimeRow;
