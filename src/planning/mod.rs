//! Planning (計画): from a revenue target back to leads, people and months.
pub mod bounds;
mod chain;
mod error;
mod estimates;
mod fraction;
mod funnel;
mod kpi;
mod levers;
mod month;
mod natural;
mod needs;
mod people;
mod plan;
mod presets;
mod rates;
mod render;
mod schedule;
mod seek;
mod segments;
mod target;
pub use crate::planning::error::PlanError;
pub use crate::planning::fraction::{Fraction, FractionError};
pub use crate::planning::funnel::{Funnel, Step};
pub use crate::planning::needs::Rounding;
pub use crate::planning::plan::{LineRole, Plan, PlanLine};
pub use crate::planning::rates::{DealSize, Evidence, Share, StepRate};
pub use crate::planning::target::{RevenueGoal, Target};
pub use crate::planning::error::ImpossibleRate;
pub use crate::planning::chain::{Chain, Return, Solution};
pub use crate::planning::seek::{Found, Goal, Known, Unknown};
pub use crate::planning::estimates::{
    Basis, Chance, Confidence, Estimate, Interval, IntervalMethod, Odds,
};
pub use crate::planning::levers::{Change, Lever, LeverKind, Outcome, Situation};
pub use crate::planning::month::{Lag, Month};
pub use crate::planning::schedule::{CalendarPlan, MonthLine, MonthlyWins, OpenVolume, Schedule};
pub use crate::planning::kpi::{KpiItem, KpiLayer, KpiSheet, KpiTarget};
pub use crate::planning::people::{
    Breakdown, Capacity, MembersNeeded, StaffMonth, Team, Workload,
};
pub use crate::planning::segments::{
    MonthTotal, Segment, SegmentedCalendar, SegmentedPlan, Segments, StepTotal,
};
