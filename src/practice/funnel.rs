//! Back-calculation (逆算): from a revenue target back through the funnel to the leads that it takes.
//!
//! # The calculation
//!
//! Revenue of **¥30,000,000** is wanted in a month, and an average deal (平均単価) brings **¥3,000,000**.
//!
//! | step | rate to the next step | how many |
//! |---|---|---|
//! | wins (受注) | – | 30,000,000 ÷ 3,000,000 = **10** |
//! | opportunities (商談) | 25 % are won | 10 ÷ 25 % = **40** |
//! | SQLs | 80 % become opportunities | 40 ÷ 80 % = **50** |
//! | MQLs | 25 % become SQLs | 50 ÷ 25 % = **200** |
//! | SQLs of each member (個人目標) | a team of 4 | 50 ÷ 4 = **12.5** |
//!
//! The same method leads from wins back to approaches: calls → connects → conversations → meetings.
//!
//! # In this crate
//!
//! [`Funnel::standard`] has the three rates, and [`Funnel::back`] does the calculation, exactly. [`Funnel::activity`]
//! has the steps from calls to wins; the rates in it are ours.
//!
//! ```
//! use lead_lifecycle::planning::{Capacity, Funnel, Target};
//! use lead_lifecycle::{Currency, Money};
//! let yen = |amount| Money::from_units(amount, Currency::JPY);
//! let plan = Funnel::standard().back(&Target::revenue(yen(30_000_000)?, yen(3_000_000)?)?)?;
//! let whole: Vec<_> = plan.lines().iter().map(|line| (line.step.as_str(), line.whole)).collect();
//! assert_eq!(whole, [("mql", 200), ("sql", 50), ("opportunity", 40), ("win", 10)]);
//!
//! // Four members. The working days (20 a month, 5 a week) do not change a member's month.
//! let sqls = &plan.line("sql").unwrap().exact;
//! assert_eq!(Capacity::new(4, 20, 5)?.quotas(sqls)?.member_month.to_string(), "12.5");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Such a plan is reached about half of the time; how likely, and how many MQLs make it sure, is in [`Odds`]. When the
//! leads must exist is in [`Schedule`]. Both go beyond the guides.
//!
//! [`Funnel::activity`]: crate::planning::Funnel::activity
//! [`Funnel::back`]: crate::planning::Funnel::back
//! [`Funnel::standard`]: crate::planning::Funnel::standard
//! [`Odds`]: crate::planning::Odds
//! [`Schedule`]: crate::planning::Schedule
