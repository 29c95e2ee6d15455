//! Indicators (KPI): three layers, the usual bands for SDR and BDR, the formulas, and where a funnel is stuck.
//!
//! # Three layers
//!
//! They are designed from the top down. A target of the lowest layer alone (so many calls, whatever comes of them) is
//! the classic failure.
//!
//! | layer | looked at | what it counts |
//! |---|---|---|
//! | outcome (成果指標) | every month | SQLs created, opportunity rate, revenue contributed |
//! | process (過程指標) | every week | MQL→SQL rate, mean response time, follow-ups completed |
//! | activity (行動指標) | every day | calls, mails, real conversations, meetings set |
//!
//! # Usual bands
//!
//! | | SDR | BDR |
//! |---|---|---|
//! | outcome | 15–25 SQLs a month | 5–10 opportunities at new accounts a month |
//! | process | MQL→SQL 20–30 % | approach→meeting 5–10 % |
//! | activity | 40–60 calls and 20–30 mails a day | 15–25 personal mails and 30–50 calls a day |
//! | response | first contact within 5 minutes | first approach within 24 hours |
//!
//! MQL→SQL outside of 20–30 % says something about the definition of the MQL. Below: it is too loose. Above: it is too
//! strict, and too few get through.
//!
//! # What each team is measured by
//!
//! | indicator | team | formula |
//! |---|---|---|
//! | reach rate (通電率) | IS | answered ÷ dialled |
//! | connect rate (接続率) | IS | decision maker reached ÷ answered |
//! | meeting rate | IS | meetings ÷ connects |
//! | number of SQLs | IS | |
//! | opportunity rate (商談化率) | FS | appointments ÷ MQLs × 100 |
//! | win rate (受注率) | FS | |
//! | average selling price, ASP (平均単価) | FS | |
//! | days of a cycle | FS | |
//! | valid-meeting rate (有効商談率) | | valid meetings ÷ hand-overs × 100 |
//! | achievement (達成率) | all | actual ÷ target × 100 |
//!
//! This opportunity rate is not the 80 % of the page [`funnel`]: those are opportunities ÷ SQLs.
//!
//! # The KPI sheet
//!
//! Its columns: category, item, target, actual, achievement, note. Its items, in five groups:
//!
//! 1. new leads, MQLs
//! 2. calls, connect rate, real conversations
//! 3. appointments, opportunity rate (商談化率)
//! 4. hand-overs, valid-meeting rate (有効商談率)
//! 5. nurtured leads, open rate (開封率)
//!
//! # Views
//!
//! Per person; per team; the pipeline that inside sales created; MQL→SQL for each source; time in each stage
//! (滞留時間); reasons of rejections; reasons of losses.
//!
//! When the connect rate falls, calls are moved from the afternoon back to the morning. For that, reach rate and
//! connect rate are looked at every week by the time of day.
//!
//! # Where a funnel is stuck
//!
//! A table of bottlenecks (ボトルネック) has four parts, each with the lever that improves it.
//!
//! | part | figures |
//! |---|---|
//! | generation | calls, reach rate, connect rate |
//! | progress | meetings, SQLs |
//! | winning | win rate, ASP, days of a cycle |
//! | the whole | from lead to win, and the leak at every stage |
//!
//! # Small customers and large ones
//!
//! | | leads | a cycle lasts | look at |
//! |---|---|---|---|
//! | SMB | more than 100 a month | 1–3 months | opportunity rate, connect rate |
//! | enterprise | tens | 6–12 months or more | win rate, LTV, days of a cycle |
//!
//! # Reasons of losses
//!
//! The reason of a loss (失注理由) is chosen from a list, and must be given: a competitor, a budget that is not fixed,
//! and so on. Reasons are compared with the win rate. What is learned goes back into call scripts and into nurturing.
//!
//! # In this crate
//!
//! [`KpiSheet`] derives targets of all three layers from one plan. [`Funnel::sdr`] and [`Funnel::bdr`] take the middle
//! of the bands. [`ContactOutcome`] and [`Attempts`] keep dialled, answered and decision maker apart, [`MeetingResult`]
//! the valid meetings from the others, [`StageClocks`] the time in each stage. [`ReasonsDraft`] has the lists; a loss
//! without a reason does not exist. [`Situation::levers`] says which figure is worth most.
//!
//! ```
//! use lead_lifecycle::planning::{Fraction, Funnel};
//! let rate = |funnel: Funnel| funnel.rates().next().cloned().unwrap();
//! let within = |rate: &Fraction, low, high| {
//!     let percent = |of| Fraction::new(of, 100).unwrap();
//!     percent(low) <= *rate && *rate <= percent(high)
//! };
//! let (sdr, bdr) = (rate(Funnel::sdr()), rate(Funnel::bdr()));
//! assert_eq!((sdr.to_percent_text().as_str(), bdr.to_percent_text().as_str()), ("25", "7.5"));
//! assert!(within(&sdr, 20, 30)); // MQL→SQL
//! assert!(within(&bdr, 5, 10)); // approach→meeting
//! ```
//!
//! ```
//! use lead_lifecycle::recycle::ReasonsDraft;
//! let reasons = ReasonsDraft::standard();
//! let listed = |code: &str| reasons.lose.keys().any(|reason| reason.as_str() == code);
//! assert!(listed("competitor") && listed("budget_not_fixed"));
//! ```
//!
//! Ours: the other reasons of the lists, what follows from each, and the rates of [`Funnel::activity`].
//!
//! Not built yet: **the crate does not make reports.** Actual figures, achievements, views, the table of bottlenecks,
//! and bands that warn are left to the host. The facts hold what they need.
//!
//! [`Attempts`]: crate::lead::Attempts
//! [`ContactOutcome`]: crate::values::ContactOutcome
//! [`Funnel::activity`]: crate::planning::Funnel::activity
//! [`Funnel::bdr`]: crate::planning::Funnel::bdr
//! [`Funnel::sdr`]: crate::planning::Funnel::sdr
//! [`KpiSheet`]: crate::planning::KpiSheet
//! [`MeetingResult`]: crate::lead::MeetingResult
//! [`ReasonsDraft`]: crate::recycle::ReasonsDraft
//! [`Situation::levers`]: crate::planning::Situation::levers
//! [`StageClocks`]: crate::lead::StageClocks
//! [`funnel`]: crate::practice::funnel
