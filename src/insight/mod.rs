//! Floor 6: measuring (計測). What one lead says is a line; a report is a signed table over lines.

mod line;
mod numbers;
mod reading;
mod report;

pub use crate::insight::line::{
    Absorbed, ActivitiesOf, AttemptsOf, CycleStart, DealEnd, Exit, LeadLine, LineError, LinePlan, Quality, TouchFields,
    When,
};
pub use crate::insight::numbers::{
    BucketError, LogBuckets, Observation, QuantileKind, RiskError, RiskStep, RiskTable, SurvivalEstimate, SurvivalStep,
    Tally, TallyError, Times,
};
pub use crate::insight::reading::{
    Asked, CohortAsked, CohortCell, CohortCount, CohortRow, CohortTable, ColumnCounts, Conversions, FlowCell,
    FlowCount, FlowRow, FlowTable, FunnelCell, FunnelRow, FunnelTable, Member, Period, PeriodKey, PeriodUnit, Periods,
    ReadError, Slice, Table, WeekStart, members,
};
pub use crate::insight::report::{
    Column, Dimension, DimensionError, FieldTest, Lasting, Over, Report, ReportError, ReportPlan, SegmentRule, SplitBy,
};
