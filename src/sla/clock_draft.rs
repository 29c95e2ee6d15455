//! A service-level clock as people write it.

use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

use crate::sla::attempt_pattern::AttemptPattern;
use crate::sla::clock_event::ClockEvent;
use crate::sla::clock_when::ClockWhen;
use crate::sla::target::Target;
use crate::values::{Addressee, CalendarName, Role, Span, vocabulary};

vocabulary! {
    /// What a clock belongs to, and ends with.
    ClockScope {
        /// The visit of the stage in which it began.
        Stage = "stage",
        /// The cycle: it ends when the lead becomes customer, is lost, recycled or disqualified.
        Cycle = "cycle",
    }
    /// From where a step of an escalation is reckoned.
    StepFrom {
        /// From when the clock began.
        Start = "start",
        /// From its deadline.
        Due = "due",
    }
}

/// A service-level clock: what starts and stops it, how long it may take, and what happens when it takes longer.
///
/// ```
/// use lead_lifecycle::sla::{ClockDraft, Target};
/// let clock: ClockDraft = toml::from_str(r#"
///     starts = [{ anchor = "became_mql" }]
///     stops = [{ attempt = {} }]                      # a person's outbound attempt
///     targets = [
///         { when = { origin = ["inbound"] }, within = { working = "5m" } },
///         { within = { business_days = 1 } },         # the first that fits
///     ]
///     steps = [{ after = { elapsed = "24h" }, tell = ["owner", "manager"] }]
/// "#)?;
/// assert_eq!(clock.targets[1].within, Target::BusinessDays(1));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, expecting = "a table")]
#[doc(alias = "SLA")]
pub struct ClockDraft {
    /// Any of these starts it, unless it runs already.
    pub starts: Vec<ClockEvent>,
    /// Any of these stops it: what counts as an answer is named.
    pub stops: Vec<ClockEvent>,
    /// Any of these ends the run and begins the next one: "since the last answer".
    pub restarts: Vec<ClockEvent>,
    /// How long it may take: the first that is for the lead. A lead that none is for has no such clock.
    pub targets: Vec<TargetDraft>,
    /// What it belongs to: if that is over before the clock is stopped, the clock ends too.
    pub scope: ClockScope,
    /// By which calendar it is reckoned; none: that of the lead's team when it starts.
    pub calendar: Option<CalendarName>,
    /// What holds it.
    pub holds: Vec<ClockHold>,
    /// Whether the target is chosen anew whenever a fact changes what it is chosen by. It is counted from the same start.
    /// Where none fits any more, the target stays as it was.
    pub follow: bool,
    /// How late an answer may be logged before a breach is told, elapsed. It moves no deadline.
    pub grace: Span,
    /// Which role answers for it; none: the role that has the stage.
    pub responsible: Option<Role>,
    /// What happens step by step while it runs.
    pub steps: Vec<EscalationStep>,
}

impl ClockDraft {
    /// Nothing starts it yet: a lead that is put off holds it, and it ends with the stage.
    #[must_use]
    pub fn empty() -> Self {
        Self {
            starts: Vec::new(),
            stops: Vec::new(),
            restarts: Vec::new(),
            targets: Vec::new(),
            scope: ClockScope::Stage,
            calendar: None,
            holds: alloc::vec![ClockHold::Postponed],
            follow: false,
            grace: Span::ZERO,
            responsible: None,
            steps: Vec::new(),
        }
    }
}

impl Default for ClockDraft {
    fn default() -> Self {
        Self::empty()
    }
}

/// How long a clock may take, for which leads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub struct TargetDraft {
    /// For which leads.
    #[serde(default)]
    pub when: ClockWhen,
    /// How long it may take.
    pub within: Target,
    /// When a warning is given, from the start on. One that would come at the deadline or after it is not given.
    #[serde(default)]
    pub warn_after: Option<Target>,
}

/// What holds a clock: time that passes then is not counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClockHold {
    /// The lead is put off: until its date, or until it is roused before.
    Postponed,
    /// A meeting is agreed on: until its time, or until it is cancelled.
    Appointment,
    /// Nobody owns the lead: until it is given to a member.
    Unowned,
    /// After such an attempt it is the customer's turn: until the customer answers or is reached.
    Waiting(AttemptPattern),
}

/// One step of an escalation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
#[doc(alias = "エスカレーション")]
pub struct EscalationStep {
    /// When it is due.
    pub after: Target,
    /// From where that is reckoned.
    #[serde(default = "from_start")]
    pub from: StepFrom,
    /// Whom it tells: the first of these words that resolves to a member at work. `owner`, `manager`, `queue`, or the policy's
    /// own.
    pub tell: Vec<Addressee>,
    /// Whether it asks for another owner.
    #[serde(default)]
    pub reassign: bool,
}

const fn from_start() -> StepFrom {
    StepFrom::Start
}
