//! How often somebody tried to reach the lead, by direction and outcome.

use serde::{Deserialize, Serialize};

use crate::values::{ContactOutcome, Direction, Instant};

/// Contact attempts, by direction and outcome.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Attempts {
    /// Outbound attempts that nobody answered.
    pub dialled: u32,
    /// Outbound attempts that somebody answered.
    pub answered: u32,
    /// Outbound attempts that reached the decision maker.
    pub decision_maker: u32,
    /// Outbound attempts that became a real conversation.
    pub conversation: u32,
    /// Contacts that the lead began.
    pub inbound: u32,
    /// The earliest attempt.
    pub first_at: Option<Instant>,
    /// The latest attempt.
    pub last_at: Option<Instant>,
}

impl Attempts {
    /// All attempts.
    #[must_use]
    pub const fn total(&self) -> u32 {
        self.outbound().saturating_add(self.inbound)
    }

    /// Attempts that we began.
    #[must_use]
    pub const fn outbound(&self) -> u32 {
        self.dialled.saturating_add(self.answered).saturating_add(self.decision_maker).saturating_add(self.conversation)
    }

    pub(super) fn record(&mut self, direction: Direction, outcome: ContactOutcome, at: Instant) {
        let count = match (direction, outcome) {
            (Direction::Inbound, _) => &mut self.inbound,
            (Direction::Outbound, ContactOutcome::Dialled) => &mut self.dialled,
            (Direction::Outbound, ContactOutcome::Answered) => &mut self.answered,
            (Direction::Outbound, ContactOutcome::DecisionMaker) => &mut self.decision_maker,
            (Direction::Outbound, ContactOutcome::Conversation) => &mut self.conversation,
        };
        *count = count.saturating_add(1);
        self.first_at = Some(self.first_at.map_or(at, |first| first.min(at)));
        self.last_at = Some(self.last_at.map_or(at, |last| last.max(at)));
    }
}
