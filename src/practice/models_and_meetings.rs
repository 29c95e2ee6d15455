//! Which model first, inbound or outbound, and which meetings (会議体) keep the teams together.
//!
//! # Where to begin
//!
//! | situation | begin with |
//! |---|---|
//! | inbound leads exist | SDR (反響型) |
//! | the targets are clear-cut (enterprise), or inbound leads are scarce | BDR (新規開拓型) |
//!
//! The larger the deals, the more outbound work. The shorter the cycle, the more inbound.
//!
//! | line of business | model |
//! |---|---|
//! | SaaS, IT, consulting | both (hybrid) |
//! | advertising, staffing, education | inbound |
//! | manufacturing, finance, other B2B at high prices | outbound |
//!
//! # Meetings
//!
//! | meeting | minutes | what is on the table |
//! |---|---|---|
//! | daily stand-up (朝会) | 5–10 | today's hand-overs and priorities |
//! | weekly review | 30 | SQLs; reject rate, with concrete reasons; pipeline; definitions are agreed again |
//! | monthly review of the SLA | 60 | see below |
//!
//! The monthly review asks: were the levels kept? How did leads convert? Which source contributed most? Is the
//! threshold still right? How long did hand-overs take?
//!
//! # Software as a service
//!
//! - The aim: LTV up, CAC down.
//! - Watched as well: how many trials become opportunities, and the rate of cross-sales.
//! - Customers who use the product little are taken into a programme of engagement.
//! - Candidates for an upsell (アップセル) are shared every month: IS → CS → FS.
//!
//! # In this crate
//!
//! [`Origin`] tells inbound from outbound. [`Funnel::sdr`] and [`Funnel::bdr`] are a funnel for each, and [`Segments`]
//! plan both together. [`Command::OpenExpansion`] begins the cycle of an upsell.
//!
//! Not built yet: **the crate does not choose a model and prepares no meeting.** The figures that a meeting needs are
//! reports, and those are left to the host today; see [`indicators`].
//!
//! [`Command::OpenExpansion`]: crate::Command::OpenExpansion
//! [`Funnel::bdr`]: crate::planning::Funnel::bdr
//! [`Funnel::sdr`]: crate::planning::Funnel::sdr
//! [`Origin`]: crate::Origin
//! [`Segments`]: crate::planning::Segments
//! [`indicators`]: crate::practice::indicators
