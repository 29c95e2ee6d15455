//! What a report says, asked with an instant.

mod asked;
mod cohort;
mod cutter;
mod flow;
mod funnel;
mod lengths;
mod members;
mod period;
mod period_unit;
mod periods;
mod read_error;
mod slice;
mod slicer;
mod survival;
mod table;
mod times;

pub use crate::insight::reading::asked::Asked;
pub use crate::insight::reading::cohort::{CohortAsked, CohortCell, CohortCount, CohortRow, CohortTable, Conversions};
pub use crate::insight::reading::flow::{FlowCell, FlowCount, FlowRow, FlowTable};
pub use crate::insight::reading::funnel::{ColumnCounts, FunnelCell, FunnelRow, FunnelTable};
pub use crate::insight::reading::lengths::{Part, PlacedBy, SumOf, TimeUnit};
pub use crate::insight::reading::members::{Member, members};
pub use crate::insight::reading::period::{Period, PeriodKey};
pub use crate::insight::reading::period_unit::PeriodUnit;
pub use crate::insight::reading::periods::{Periods, WeekStart};
pub use crate::insight::reading::read_error::ReadError;
pub use crate::insight::reading::slice::Slice;
pub use crate::insight::reading::survival::{Causes, ImportedLives, SurvivalAsked, SurvivalRow, SurvivalTable};
pub use crate::insight::reading::table::Table;
pub use crate::insight::reading::times::{TimesAsked, TimesCell, TimesCount, TimesRow, TimesTable};
