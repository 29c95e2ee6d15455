//! Queue and assignment (担当者割り当て): which lead is next, whose it is, and how many one member can handle.
//!
//! # The queue
//!
//! - A lead that becomes MQL makes a task.
//! - The order of tasks follows score, source and company size.
//! - Members get them in turn (ラウンドロビン), evenly.
//! - What nobody handles goes up to the manager (エスカレーション).
//!
//! # The load
//!
//! One member handles **50–80 MQLs a month**. A new team starts with **2–3 people**.
//!
//! # In this crate
//!
//! [`Workload::standard`] is the load.
//!
//! ```
//! use lead_lifecycle::planning::{Fraction, PlanError, Workload};
//! let load = Workload::standard();
//! assert_eq!(load, Workload::new(Fraction::from(50_u64), Fraction::from(80_u64))?);
//! // 200 MQLs a month take three members who handle 80 each, or four who handle 50.
//! let members = load.members_for(&Fraction::from(200_u64))?;
//! assert_eq!((members.fewest, members.most), (3, 4));
//! # Ok::<(), PlanError>(())
//! ```
//!
//! Not built yet: **the crate does not order a queue and does not choose a member.** The host chooses, and records it
//! with [`Command::Assign`]: the open deal goes along, unless it is said to stay or to go to another member. The next cycle
//! begins without an owner, unless the policy keeps it ([`NextCycleRules`]). What is due on one lead is in
//! [`Lifecycle::agenda`].
//!
//! [`Command::Assign`]: crate::Command::Assign
//! [`NextCycleRules`]: crate::recycle::NextCycleRules
//! [`Lifecycle::agenda`]: crate::Lifecycle::agenda
//! [`Workload::standard`]: crate::planning::Workload::standard
