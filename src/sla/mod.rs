//! Floor 2: service levels (SLA). By when something has to be done, and what happens when it is not.
//!
//! A policy writes clocks ([`SlaDraft`], [`ClockDraft`]): what starts one, what counts as an answer, how long it may take, for which
//! leads, by which calendar, what holds it, and whom an escalation tells. Checked they are [`ServiceLevels`]. A lead keeps one run of
//! each clock ([`ClockRun`]); older runs lie in its facts.
//!
//! | question | answer |
//! |---|---|
//! | its state, and how large? | [`ClockRun`]: one for each clock, at most 16; at most 59 bytes in `postcard` and two names, 18 more a hold, of which it keeps 16 |
//! | its facts? | [`ClocksChanged`](crate::FactBody::ClocksChanged), one for each decision, with every run that is otherwise; `clock_warned`, `clock_breached`, `clock_escalated`, made by time; `breach_withdrawn` |
//! | late news? | judges the present run, or the last one, again: an answer that came in time withdraws the breach |
//! | taking back? | the same, without what was taken back; a breach that is only now one is told now |
//! | a new policy? | leaves running clocks their deadlines, unless it says `retime`; a clock that it does not have is retired |
//!
//! A deadline runs from when what began it was recorded, so that nobody is late before anybody could know. What was lost before is
//! kept apart, [`ClockRun::since`]. A clock that is stopped exactly at its deadline was in time; one second later it is missed.
//!
//! The room knows values and calendars. It does not know a lead: what it sees of one is put together above.

mod attempt_pattern;
mod clock_draft;
mod clock_event;
mod clock_rule;
mod clock_run;
mod clock_stop;
mod clock_when;
mod hold;
mod holding;
mod presets;
mod service_levels;
mod sight;
mod sla_draft;
mod target;
mod timing;
mod trace;

pub use attempt_pattern::{AttemptBy, AttemptPattern};
pub use clock_draft::{ClockDraft, ClockHold, ClockScope, EscalationStep, StepFrom, TargetDraft};
pub use clock_event::{ClockAnchor, ClockEvent};
pub use clock_rule::ClockRule;
pub use clock_run::ClockRun;
pub use clock_stop::{ClockStop, StopKind};
pub use clock_when::ClockWhen;
pub use hold::Hold;
pub use presets::SlaPreset;
pub use service_levels::{ServiceLevels, SlaContext};
pub(crate) use sight::{SeenAttempt, Sight, States, Traits};
pub use sla_draft::SlaDraft;
pub use target::Target;
pub use trace::{ClockTrace, TracePart, TraceState};
