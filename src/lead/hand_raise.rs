//! A hand-raise is kept until somebody answers it.

use serde::{Deserialize, Serialize};

use crate::values::Instant;

/// The hand-raises of a lead that nobody has answered yet, and when one was last answered.
///
/// Answered is a hand-raise when a person was reached, a meeting was agreed on, somebody changed the stage by hand, or
/// somebody closed it with a reason; at its own instant or later. Of several that are open, the first and the newest are
/// kept: an answer between the two, told late, leaves the newest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
#[doc(alias = "ハンドレイズ")]
pub struct HandRaise {
    /// The first and the newest that are open.
    open: Option<(Instant, Instant)>,
    answered_at: Option<Instant>,
}

impl HandRaise {
    /// Since when a hand-raise waits for an answer.
    #[must_use]
    pub fn since(&self) -> Option<Instant> {
        self.open.map(|(first, _)| first)
    }

    /// The newest that waits for an answer.
    #[must_use]
    pub fn newest(&self) -> Option<Instant> {
        self.open.map(|(_, newest)| newest)
    }

    /// When a hand-raise was last answered, or would have been.
    #[must_use]
    pub const fn answered_at(&self) -> Option<Instant> {
        self.answered_at
    }

    /// The lead asked to be contacted. Of an answer at the same instant, what was told later counts.
    pub(super) fn raise(&mut self, at: Instant) {
        if self.answered_at.is_none_or(|answered| at >= answered) {
            let (first, newest) = self.open.unwrap_or((at, at));
            self.open = Some((first.min(at), newest.max(at)));
        }
    }

    /// Two leads become one: what waits at either waits on, unless it was answered at the other since.
    pub(super) fn unite(&mut self, other: &Self) {
        self.answered_at = self.answered_at.max(other.answered_at);
        let ends = [self.open, other.open].into_iter().flatten().flat_map(|(first, newest)| [first, newest]);
        let waiting = ends.filter(|at| self.answered_at.is_none_or(|answered| *at >= answered));
        self.open = waiting.fold(None, |open, at| {
            let (first, newest) = open.unwrap_or((at, at));
            Some((at.min(first), at.max(newest)))
        });
    }

    /// Somebody answered.
    pub(super) fn answer(&mut self, at: Instant) {
        self.answered_at = self.answered_at.max(Some(at));
        self.open = match self.open {
            Some((_, newest)) if newest <= at => None,
            Some((first, newest)) if first <= at => Some((newest, newest)),
            open => open,
        };
    }
}
