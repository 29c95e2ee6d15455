//! A visit of a stage.

use serde::{Deserialize, Serialize};

use crate::insight::line::exit::Exit;
use crate::insight::line::when::When;
use crate::values::{Instant, Span, StageKind};

/// A visit of a stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub(in crate::insight) struct Stay {
    pub(in crate::insight) stage: StageKind,
    /// None: it is not known.
    pub(in crate::insight) from: Option<When>,
    /// When what promoted it by rule happened, if that was before it took effect.
    pub(in crate::insight) grounds: Option<Instant>,
    /// When it was told: deadlines run from here.
    pub(in crate::insight) told: Instant,
    /// Since when it is watched, if it was taken over from a legacy system.
    pub(in crate::insight) imported: Option<Instant>,
    pub(in crate::insight) end: Option<StayEnd>,
    /// The first attempt, since it was entered.
    pub(in crate::insight) first_attempt: Option<Instant>,
    /// The standing of the lead at the entry.
    pub(in crate::insight) standing: u32,
}

/// The end of a visit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub(in crate::insight) struct StayEnd {
    /// None: it is not known.
    pub(in crate::insight) when: Option<When>,
    pub(in crate::insight) how: Exit,
}

/// How long it took until somebody acted: until sales could know, and from then on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::insight) struct Response {
    pub(in crate::insight) intake: Span,
    pub(in crate::insight) sales: Span,
}

impl Stay {
    /// From when answering it counts: the grounds of a promotion, or the entry.
    pub(in crate::insight) fn since(&self) -> Option<Instant> {
        self.grounds.or(self.from.map(|from| from.at))
    }

    /// From the entry to the first attempt. What was done before it was told left sales nothing to wait for.
    pub(in crate::insight) fn response(&self) -> Option<Response> {
        let (from, first) = (self.since()?, self.first_attempt?);
        let known = self.told.min(first);
        Some(Response { intake: known.saturating_since(from), sales: first.saturating_since(known) })
    }
}
