//! Service levels (SLA): how fast inside sales and field sales act for each other, and what they owe.
//!
//! # The rules
//!
//! | side | rule |
//! |---|---|
//! | IS | makes the first contact within **5 minutes** of the MQL (初動) |
//! | IS | hands over only with need and timeline confirmed and every required field filled |
//! | IS | a lead that nobody has handled after **24 hours** raises an alert, or goes up to the manager |
//! | BDR | approaches a company within **24 hours** of its entry on the target list |
//! | FS | holds the first meeting within **48 hours** of the hand-over |
//! | FS | records the result within **24 hours** of the meeting |
//! | FS | rejects only with a reason |
//! | both | review the agreement every month, and watch how often field sales rejects |
//!
//! The first rule has a reason: a lead that is contacted after 5 minutes converts far better than one after 30.
//!
//! Another guide is less strict on field sales: a first touch within **2 business days** (営業日) of the hand-over and
//! a proposal within **7 business days**.
//!
//! A high rate of rejections is no failure of single members. It says that the definition of the SQL is wrong.
//!
//! # In this crate
//!
//! Two of the rules are conditions, and they hold today: a hand-over below the bar or with an incomplete file is
//! refused ([`Command::Qualify`]; see [`qualification`] and [`handoff`]), and [`Command::Reject`] needs a reason.
//!
//! Not built yet: **the crate does not keep deadlines of service levels, and knows no working hours or business days.**
//! What they need is recorded: when a lead entered each stage ([`StageClocks`]), when the first attempt was made
//! ([`Attempts`]), and how many hand-overs were rejected ([`Totals`]). [`Lifecycle::agenda`] lists an MQL that nobody
//! has tried to contact, and a meeting that is over and has no result, without a deadline. [`StaleDraft`] flags a stage
//! that lasts for days; its figures are ours.
//!
//! [`Attempts`]: crate::lead::Attempts
//! [`Command::Qualify`]: crate::Command::Qualify
//! [`Command::Reject`]: crate::Command::Reject
//! [`Lifecycle::agenda`]: crate::Lifecycle::agenda
//! [`StageClocks`]: crate::lead::StageClocks
//! [`StaleDraft`]: crate::policy::StaleDraft
//! [`Totals`]: crate::lead::Totals
//! [`handoff`]: crate::practice::handoff
//! [`qualification`]: crate::practice::qualification
