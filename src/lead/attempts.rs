//! How often somebody tried to reach the lead, by direction and outcome.

use serde::{Deserialize, Serialize};

use crate::values::{ContactOutcome, Direction, Instant};

/// Contact attempts, by direction and outcome.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
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
    /// Messages sent, of which nothing more is known.
    pub sent: u32,
    /// Messages that arrived.
    pub delivered: u32,
    /// Messages that a person answered.
    pub replied: u32,
    /// Messages that came back.
    pub bounced: u32,
    /// Answers of a machine, such as out-of-office notes.
    pub auto_reply: u32,
    /// Contacts that the lead began.
    pub inbound: u32,
    /// Whether a person was reached, by whoever began.
    pub reached: bool,
    /// The earliest attempt; what a machine of theirs sent is none.
    pub first_at: Option<Instant>,
    /// The latest attempt; what a machine of theirs sent is none.
    pub last_at: Option<Instant>,
}

impl Attempts {
    /// All attempts.
    #[must_use]
    pub const fn total(&self) -> u32 {
        self.outbound().saturating_add(self.inbound).saturating_add(self.bounced).saturating_add(self.auto_reply)
    }

    /// Attempts that we began, without what machines answered.
    #[must_use]
    pub const fn outbound(&self) -> u32 {
        self.calls().saturating_add(self.messages())
    }

    /// Calls that we made.
    #[must_use]
    pub const fn calls(&self) -> u32 {
        self.dialled.saturating_add(self.answered).saturating_add(self.decision_maker).saturating_add(self.conversation)
    }

    /// Messages that we sent and that did not come back.
    #[must_use]
    pub const fn messages(&self) -> u32 {
        self.sent.saturating_add(self.delivered).saturating_add(self.replied)
    }

    pub(super) fn record(&mut self, direction: Direction, outcome: ContactOutcome, at: Instant) {
        let count = match (direction, outcome) {
            // Whoever began: a machine's answer is no contact of the lead's.
            (_, ContactOutcome::Bounced) => &mut self.bounced,
            (_, ContactOutcome::AutoReply) => &mut self.auto_reply,
            (Direction::Inbound, _) => &mut self.inbound,
            (Direction::Outbound, ContactOutcome::Dialled) => &mut self.dialled,
            (Direction::Outbound, ContactOutcome::Answered) => &mut self.answered,
            (Direction::Outbound, ContactOutcome::DecisionMaker) => &mut self.decision_maker,
            (Direction::Outbound, ContactOutcome::Conversation) => &mut self.conversation,
            (Direction::Outbound, ContactOutcome::Sent) => &mut self.sent,
            (Direction::Outbound, ContactOutcome::Delivered) => &mut self.delivered,
            (Direction::Outbound, ContactOutcome::Replied) => &mut self.replied,
        };
        *count = count.saturating_add(1);
        self.reached |= outcome.reached();
        if direction == Direction::Inbound && outcome.by_machine() {
            return;
        }
        self.first_at = Some(self.first_at.map_or(at, |first| first.min(at)));
        self.last_at = Some(self.last_at.map_or(at, |last| last.max(at)));
    }
}
