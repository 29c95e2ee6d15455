//! Planning (計画・逆算): from a revenue target back to leads, people and months, with the odds.
//!
//! | question | answer |
//! |---|---|
//! | how many of each step does a target need? | [`Funnel::back`] → [`Plan`] |
//! | … in whole numbers alone, for many targets in a loop? | [`Funnel::whole_needs`], which does not allocate |
//! | what do so many entries bring? | [`Funnel::forward`] |
//! | which rate, deal size, volume or team reaches it? | [`Funnel::seek`] |
//! | how likely is it, and how many are needed to be sure? | [`Odds`], [`RateEvidence::interval`] |
//! | are two counted rates apart? | [`RateEvidence::difference`] |
//! | what share has happened after so long, if not all is known yet? | [`Incidence`] |
//! | what helps most, and what do several changes do? | [`Situation::levers`], [`Situation::with`] |
//! | what if drop-outs come back? | [`Chain`] |
//! | which of them, if all are moved alike? | [`Situation::levers_by`] |
//! | in which months must leads exist? | [`Schedule::back`], [`Schedule::forward`] |
//! | what is open and should have closed long ago? | [`CalendarPlan::overdue`], [`Schedule::overdue`] |
//! | several sources, SDR and BDR together? | [`Segments`] |
//! | how many people, and by when? | [`Workload`], [`Team`] |
//! | what is each one's target? | [`Capacity`], [`KpiSheet`] |
//!
//! The room takes plain inputs: rates, lags, working days, what is already open. It knows no lead, no report and no
//! policy.
//!
//! [The guides' calculation](crate::practice::funnel): a monthly revenue of ¥30,000,000 at ¥3,000,000 a deal is 10
//! wins. 25 % of opportunities are won, 80 % of SQLs become opportunities and 25 % of MQLs become SQLs. So it takes 40
//! opportunities, 50 SQLs and 200 MQLs; and 12.5 SQLs from each of four members.
//!
//! ```
//! use lead_lifecycle::planning::{Capacity, Confidence, Funnel, Odds, Target};
//! use lead_lifecycle::{Currency, Money};
//! let yen = |amount| Money::from_units(amount, Currency::JPY);
//! let plan = Funnel::standard().back(&Target::revenue(yen(30_000_000)?, yen(3_000_000)?)?)?;
//! assert_eq!(
//!     plan.to_string(),
//!     "\
//! target: JPY 30,000,000 at JPY 3,000,000 a deal
//! step         rate  exact  decimal  whole  how
//! mql                  200   200.00    200  200 = ⌈50 ÷ 25%⌉
//! sql           25%     50    50.00     50  50 = ⌈40 ÷ 80%⌉
//! opportunity   80%     40    40.00     40  40 = ⌈10 ÷ 25%⌉
//! win           25%     10    10.00     10  10 = ⌈JPY 30,000,000 ÷ JPY 3,000,000⌉
//! "
//! );
//! let sqls = Capacity::new(4, 20, 5)?.quotas(&plan.line("sql").unwrap().exact)?;
//! assert_eq!(sqls.member_month.to_string(), "12.5");
//! // Expected values are reached about half of the time. To reach ten wins in nine months out of ten takes 282.
//! let odds = Odds::of(plan.funnel())?;
//! assert_eq!(odds.chance(200, 10)?.probability.to_string(), "0.5453");
//! assert_eq!(odds.entries_for(10, &Confidence::P90)?, 282);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! **Exact and estimated never mix.** Plans are made of [`Fraction`]s of any size: a ceiling is never off by one, a sum
//! of twenty segments does not drift, and what is too large is a typed error. Chances are [`Estimate`]s in `f64`, made
//! in one module through `libm`. Where a chance is an approximation, its [`OddsBasis`] says how far it may be off. A
//! rate is either stated, and taken as certain, or counted *k of n*, and taken for what that proves.
//!
//! **Work has a bound.** What a call computes with long numbers it pays for, step by step, out of one purse of
//! [`bounds::WORK_STEPS`]; what would take more is a typed error. The steps follow from the length of the numbers alone. No
//! call within [`bounds`] takes more than 0.2 seconds; `benches/planning.rs` prints the worst of each.
//!
//! **What is overdue does not count.** A volume that is open for longer than all of its lags together is told beside the
//! plan, with the wins that would hang on it, and covers no target.
//!
//! **Words are elsewhere.** Numbers, months and shares print themselves, and errors are for those who build a host.
//! Plans, calendars and KPI sheets are data; their default words are in [`wording`](crate::wording).
//!
//! **What it does not do.** No seasons, no correlation between rates, no cost. A lag does not depend on the outcome,
//! and a recycled lead is as likely to win as a new one.

pub mod bounds;
mod calendar_plan;
mod capacity;
mod chain;
mod chain_solution;
mod column;
mod deal_size;
mod estimates;
mod exact;
mod funnel;
mod funnel_needs;
mod funnel_presets;
mod funnel_seek;
mod goal;
mod kpi_sheet;
mod lag;
mod lever;
mod levers;
mod line_formula;
mod money_fraction;
mod month;
mod month_line;
mod month_sheet;
mod monthly_wins;
mod open_volume;
mod overdue;
mod plan;
mod plan_error;
mod plan_error_parts;
mod plan_line;
mod rate_evidence;
mod revenue_goal;
mod rounding;
mod schedule;
mod segment;
mod segmented_calendar;
mod segmented_plan;
mod segments;
mod share;
mod situation;
mod step_rate;
mod target;
mod team;
mod workload;

pub use crate::planning::calendar_plan::CalendarPlan;
pub use crate::planning::capacity::{Capacity, Quotas};
pub use crate::planning::chain::{Chain, Return};
pub use crate::planning::chain_solution::ChainSolution;
pub use crate::planning::deal_size::DealSize;
pub use crate::planning::estimates::{
    Chance, Confidence, Estimate, Incidence, Interval, IntervalMethod, Odds, OddsBasis, Probability, RateDifference,
};
pub use crate::planning::exact::{Fraction, FractionError};
pub use crate::planning::funnel::{Funnel, Step};
pub use crate::planning::goal::{Found, Goal, Known, Unknown};
pub use crate::planning::kpi_sheet::{KpiItem, KpiLayer, KpiSheet, KpiTarget};
pub use crate::planning::lag::Lag;
pub use crate::planning::lever::{Lever, LeverKind};
pub use crate::planning::line_formula::LineFormula;
pub use crate::planning::month::Month;
pub use crate::planning::month_line::MonthLine;
pub use crate::planning::monthly_wins::MonthlyWins;
pub use crate::planning::open_volume::OpenVolume;
pub use crate::planning::overdue::OverdueVolume;
pub use crate::planning::plan::Plan;
pub use crate::planning::plan_error::PlanError;
pub use crate::planning::plan_error_parts::{
    ImpossibleRate, MissingInput, MoneyInput, MonthError, SharesError, ZeroInput,
};
pub use crate::planning::plan_line::{LineRole, PlanLine};
pub use crate::planning::rate_evidence::RateEvidence;
pub use crate::planning::revenue_goal::RevenueGoal;
pub use crate::planning::rounding::Rounding;
pub use crate::planning::schedule::Schedule;
pub use crate::planning::segment::Segment;
pub use crate::planning::segmented_calendar::{MonthTotal, SegmentedCalendar};
pub use crate::planning::segmented_plan::{SegmentedPlan, StepTotal};
pub use crate::planning::segments::Segments;
pub use crate::planning::share::Share;
pub use crate::planning::situation::{Situation, SituationOutcome, WhatIf};
pub use crate::planning::step_rate::StepRate;
pub use crate::planning::target::Target;
pub use crate::planning::team::{StaffMonth, Team};
pub use crate::planning::workload::{MembersNeeded, Workload};
