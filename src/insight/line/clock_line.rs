//! A run of a service-level clock, as the last word of it says.

use serde::{Deserialize, Serialize};

use crate::sla::{ClockRun, StopKind};
use crate::values::{ClockName, Instant, Span};

/// A run of a service-level clock, as the last word of it says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub(in crate::insight) struct ClockLine {
    pub(in crate::insight) clock: ClockName,
    pub(in crate::insight) number: u64,
    /// When what started it happened, and when that was told.
    pub(in crate::insight) since: Instant,
    pub(in crate::insight) start: Instant,
    pub(in crate::insight) due: Option<Instant>,
    pub(in crate::insight) missed: bool,
    pub(in crate::insight) stop: Option<(Instant, StopKind, Span)>,
    pub(in crate::insight) standing: u32,
}

impl ClockLine {
    pub(super) fn of(run: &ClockRun, standing: u32) -> Self {
        Self {
            clock: run.clock().clone(),
            number: run.number(),
            since: run.since(),
            start: run.start(),
            due: run.due_at(),
            missed: run.ever_missed() || run.is_late(),
            stop: run.stop().map(|stop| (stop.at, stop.how, stop.worked)),
            standing,
        }
    }
}
