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
    Amounts, Asked, Behind, Causes, Claimed, Closed, CohortAsked, CohortCell, CohortCount, CohortRow, CohortTable,
    ColumnCounts, ContractsRow, Conversions, CustomersCell, CustomersCount, CustomersTable, Definition, Edge,
    ExpectedIn, FlowCell, FlowCount, FlowRow, FlowTable, ForecastAsked, ForecastCell, ForecastError, ForecastRow,
    ForecastTable, Formula, FunnelCell, FunnelRow, FunnelTable, HeadCounts, ImportedLives, Measure, MeasureError,
    Measured, Member, MoneyAsked, MoneyCell, MoneyCount, MoneyRow, MoneyTable, Numbered, OddsCheck, Open, Part, Period,
    PeriodKey, PeriodUnit, Periods, PlacedBy, PresentRow, Probabilities, Ranking, Rates, ReadError, ReasonsCell,
    ReasonsRow, ReasonsTable, Restated, RestatedLead, SameDealError, SameDeals, Slice, SourcesAsked, SourcesCell,
    SourcesRow, SourcesTable, SumOf, SurvivalAsked, SurvivalRow, SurvivalTable, Table, Term, TimeUnit, TimesAsked,
    TimesCell, TimesCount, TimesRow, TimesTable, Touching, Unit, WeekStart, claimants, members, restated,
};
pub use crate::insight::report::{
    Column, Dimension, DimensionError, FieldTest, Lasting, Over, Report, ReportError, ReportPlan, SegmentRule, SplitBy,
};
