//! Evaluation of people (評価制度): what pay depends on, and whose success a won deal is.
//!
//! # Pay
//!
//! Pay is a base and an incentive (インセンティブ).
//!
//! | layer | weight | examples |
//! |---|---|---|
//! | outcome | first | SQLs, revenue won |
//! | process | built in | MQL→SQL rate, response time |
//! | activity | only beside the other two | calls, mails |
//!
//! # Credit
//!
//! When a deal that inside sales created is won, a part of the credit goes back to the member who created it.
//!
//! # By the time of day
//!
//! Reach rate and connect rate are looked at every week by the time of day, so that calls can be moved to better hours;
//! see [`indicators`].
//!
//! # In this crate
//!
//! Not built yet: **the crate does not evaluate anybody and calculates no pay.** What it would take is recorded: every
//! fact names its actor, role and team ([`Actor`]), so the fact that made an SQL names the member who created it. The
//! source of the lead stays with every cycle ([`Attribution`]).
//!
//! [`Actor`]: crate::Actor
//! [`Attribution`]: crate::lead::Attribution
//! [`indicators`]: crate::practice::indicators
