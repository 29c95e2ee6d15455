//! Planning (計画・逆算): from a revenue target back to leads, people and months, with the odds.
//!
//! The room takes plain inputs (rates, lags, working days, what is already open) and needs nothing but `values`: no
//! lead, no report, no policy.
//!
//! | question | answer |
//! |---|---|
//! | how many of each step does a target need? | [`Funnel::back`] → [`Plan`]; the integers alone, without allocating: [`Funnel::whole_needs`] |
//! | what do so many entries bring? | [`Funnel::forward`] |
//! | which rate, deal size, volume or team reaches it? | [`Funnel::seek`] |
//! | how likely is it, and how many are needed to be sure? | [`Odds`], [`Evidence::interval`] |
//! | what helps most, and what do several changes do? | [`Situation::levers`], [`Situation::with`] |
//! | what if drop-outs come back? | [`Chain`] |
//! | in which months must leads exist? | [`Schedule::back`], [`Schedule::forward`] |
//! | several sources, SDR and BDR together? | [`Segments`] |
//! | how many people, by when, and what is each one's target? | [`Workload`], [`Team`], [`Capacity`], [`KpiSheet`] |
//!
//! Monthly revenue of ¥30,000,000 at ¥3,000,000 a deal is 10 wins; 25 % of opportunities win, 80 % of SQLs become
//! opportunities, 25 % of MQLs become SQLs: 40, 50 and 200, and 12.5 SQLs for each of four members (DOMAIN §10).
//!
//! ```
//! use lead_lifecycle::planning::{Capacity, Confidence, Funnel, Odds, Target};
//! use lead_lifecycle::{Currency, Money};
//! let yen = |amount| Money::from_units(amount, Currency::JPY);
//! let plan = Funnel::standard().back(&Target::revenue(yen(30_000_000)?, yen(3_000_000)?)?)?;
//! assert_eq!(
//!     plan.to_string(),
//!     "\
//! target: JPY 30000000 at JPY 3000000 a deal
//! step         rate  exact  decimal  whole  how
//! mql                  200   200.00    200  200 = ⌈50 ÷ 25%⌉
//! sql           25%     50    50.00     50  50 = ⌈40 ÷ 80%⌉
//! opportunity   80%     40    40.00     40  40 = ⌈10 ÷ 25%⌉
//! win           25%     10    10.00     10  10 = ⌈JPY 30000000 ÷ JPY 3000000⌉
//! "
//! );
//! let sqls = Capacity::new(4, 20, 5)?.breakdown(&plan.line("sql").unwrap().exact)?;
//! assert_eq!(sqls.member_month.to_string(), "12.5");
//! // Expected values are reached about half of the time. To reach ten wins in nine months out of ten takes 282.
//! let odds = Odds::of(plan.funnel())?;
//! assert_eq!(odds.chance(200, 10)?.probability.to_string(), "0.5453");
//! assert_eq!(odds.entries_for(10, &Confidence::P90)?, 282);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! **Exact and estimated never mix.** Plans are made of [`Fraction`]s of any size: a ceiling is never off by one, a
//! sum of twenty segments does not drift, and what is too large is a typed error. Chances are [`Estimate`]s in
//! `f64`, made in one module through `libm`; where they approximate, their [`Basis`] names the error. A rate is
//! either stated, and taken as certain, or evidence *k of n*, and taken as what it proves.
//!
//! **What it does not do.** No seasons, no correlation between rates, no cost. A lag does not depend on the
//! outcome, and a recycled lead is as likely to win as a new one.

pub mod bounds;
mod chain;
mod error;
mod estimates;
mod fraction;
mod funnel;
mod kpi;
mod levers;
mod limbs;
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

pub use crate::planning::chain::{Chain, Return, Solution};
pub use crate::planning::error::{ImpossibleRate, PlanError};
pub use crate::planning::estimates::{Basis, Chance, Confidence, Estimate, Interval, IntervalMethod, Odds};
pub use crate::planning::fraction::{Fraction, FractionError};
pub use crate::planning::funnel::{Funnel, Step};
pub use crate::planning::kpi::{KpiItem, KpiLayer, KpiSheet, KpiTarget};
pub use crate::planning::levers::{Change, Lever, LeverKind, Outcome, Situation};
pub use crate::planning::month::{Lag, Month};
pub use crate::planning::needs::Rounding;
pub use crate::planning::people::{Breakdown, Capacity, MembersNeeded, StaffMonth, Team, Workload};
pub use crate::planning::plan::{LineRole, Plan, PlanLine};
pub use crate::planning::rates::{DealSize, Evidence, Share, StepRate};
pub use crate::planning::schedule::{CalendarPlan, MonthLine, MonthlyWins, OpenVolume, Schedule};
pub use crate::planning::seek::{Found, Goal, Known, Unknown};
pub use crate::planning::segments::{MonthTotal, Segment, SegmentedCalendar, SegmentedPlan, Segments, StepTotal};
pub use crate::planning::target::{RevenueGoal, Target};
