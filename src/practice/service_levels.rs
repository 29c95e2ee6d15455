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
//! The others are clocks of a policy (`[sla]`, [`SlaDraft`]). Each rule of the table that has a figure is a preset:
//!
//! | preset | starts | stops | within |
//! |---|---|---|---|
//! | `first_contact` | it became MQL | a person's outbound attempt | 5 minutes of working time; after 24 hours the manager is told |
//! | `first_approach` | an outbound lead is captured | a person's outbound attempt | 24 hours |
//! | `first_meeting` | the hand-over | the first meeting is held | 48 hours |
//! | `first_touch` | the hand-over | an attempt, or the meeting | 2 business days |
//! | `proposal` | the hand-over | the deal is at `proposal` or beyond | 7 business days |
//! | `meeting_result` | the time of the meeting | its result is recorded | 24 hours |
//!
//! That the five minutes are minutes of working time is ours: the practice does not say. `sla.presets = ["first_contact"]` in a
//! policy is enough; [`sla`](crate::sla) says what a clock is. [`Lifecycle::agenda`] lists every clock that runs, with its
//! deadline. [`StaleDraft`] flags a stage that lasts for days; its figures are ours. The monthly review is a report, not a clock: how many
//! hand-overs were rejected stands in [`Totals`].
//!
//! [`Command::Qualify`]: crate::Command::Qualify
//! [`Command::Reject`]: crate::Command::Reject
//! [`Lifecycle::agenda`]: crate::Lifecycle::agenda
//! [`SlaDraft`]: crate::sla::SlaDraft
//! [`StaleDraft`]: crate::policy::StaleDraft
//! [`Totals`]: crate::lead::Totals
//! [`handoff`]: crate::practice::handoff
//! [`qualification`]: crate::practice::qualification
