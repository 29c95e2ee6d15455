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
    Asked, Causes, CohortAsked, CohortCell, CohortCount, CohortRow, CohortTable, ColumnCounts, Conversions, FlowCell,
    FlowCount, FlowRow, FlowTable, FunnelCell, FunnelRow, FunnelTable, ImportedLives, Member, Part, Period, PeriodKey,
    PeriodUnit, Periods, PlacedBy, ReadError, Slice, SumOf, SurvivalAsked, SurvivalRow, SurvivalTable, Table, TimeUnit,
    TimesAsked, TimesCell, TimesCount, TimesRow, TimesTable, WeekStart, members,
};
pub use crate::insight::report::{
    Column, Dimension, DimensionError, FieldTest, Lasting, Over, Report, ReportError, ReportPlan, SegmentRule, SplitBy,
};
