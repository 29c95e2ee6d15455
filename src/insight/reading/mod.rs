//! What a report says, asked with an instant.

mod amounts;
mod asked;
mod cells;
mod claimed;
mod cohort;
mod customers;
mod cutter;
mod deal_book;
mod deal_slices;
mod ends;
mod flow;
mod forecast;
mod funnel;
mod known;
mod lengths;
mod measure;
mod measured;
mod members;
mod money;
mod period;
mod period_unit;
mod periods;
mod probabilities;
mod rates;
mod read_error;
mod reasons;
mod restated;
mod same_deals;
mod slice;
mod slicer;
mod sources;
mod survival;
mod table;
mod times;

pub use crate::insight::reading::amounts::Amounts;
pub use crate::insight::reading::asked::Asked;
pub use crate::insight::reading::claimed::{Behind, Claimed, claimants};
pub use crate::insight::reading::cohort::{CohortAsked, CohortCell, CohortCount, CohortRow, CohortTable, Conversions};
pub use crate::insight::reading::customers::{
    ContractsRow, CustomersCell, CustomersCount, CustomersTable, HeadCounts, PresentRow,
};
pub use crate::insight::reading::flow::{FlowCell, FlowCount, FlowRow, FlowTable};
pub use crate::insight::reading::forecast::{
    ExpectedIn, ForecastAsked, ForecastCell, ForecastError, ForecastRow, ForecastTable, Open,
};
pub use crate::insight::reading::funnel::{ColumnCounts, FunnelCell, FunnelRow, FunnelTable};
pub use crate::insight::reading::lengths::{Part, PlacedBy, SumOf, TimeUnit};
pub use crate::insight::reading::measure::{Definition, Edge, Formula, Measure, Term, Unit};
pub use crate::insight::reading::measured::{MeasureError, Measured, OddsCheck};
pub use crate::insight::reading::members::{Member, members};
pub use crate::insight::reading::money::{Closed, MoneyAsked, MoneyCell, MoneyCount, MoneyRow, MoneyTable};
pub use crate::insight::reading::period::{Period, PeriodKey};
pub use crate::insight::reading::period_unit::PeriodUnit;
pub use crate::insight::reading::periods::{Periods, WeekStart};
pub use crate::insight::reading::probabilities::Probabilities;
pub use crate::insight::reading::rates::{Ranking, Rates};
pub use crate::insight::reading::read_error::ReadError;
pub use crate::insight::reading::reasons::{ReasonsCell, ReasonsRow, ReasonsTable};
pub use crate::insight::reading::restated::{Numbered, Restated, RestatedLead, restated};
pub use crate::insight::reading::same_deals::{SameDealError, SameDeals};
pub use crate::insight::reading::slice::Slice;
pub use crate::insight::reading::sources::{SourcesAsked, SourcesCell, SourcesRow, SourcesTable, Touching};
pub use crate::insight::reading::survival::{Causes, ImportedLives, SurvivalAsked, SurvivalRow, SurvivalTable};
pub use crate::insight::reading::table::Table;
pub use crate::insight::reading::times::{TimesAsked, TimesCell, TimesCount, TimesRow, TimesTable};
