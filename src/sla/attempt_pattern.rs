//! Which attempts count for a clock.

use alloc::collections::BTreeSet;
use serde::{Deserialize, Serialize};

use crate::sla::sight::SeenAttempt;
use crate::values::{Channel, ContactOutcome, Direction, Role, vocabulary};

vocabulary! {
    /// Whose attempts count.
    AttemptBy {
        /// Those of people.
        Person = "person",
        /// Those of people, systems and assistants: an automatic mail too.
        Anyone = "anyone",
    }
}

/// Which attempts count: what is left out is a person's outbound attempt, by any channel and with any outcome but those of
/// machines (bounced, answered by an out-of-office note).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, expecting = "a table")]
pub struct AttemptPattern {
    /// Who began.
    pub direction: Direction,
    /// By which channels; none named: by any.
    #[serde(deserialize_with = "crate::values::unique::set")]
    pub channels: BTreeSet<Channel>,
    /// With which outcomes; none named: with any but those of machines.
    #[serde(deserialize_with = "crate::values::unique::set")]
    pub outcomes: BTreeSet<ContactOutcome>,
    /// Whose.
    pub by: AttemptBy,
}

impl AttemptPattern {
    /// A person's outbound attempt.
    #[must_use]
    pub const fn of_person() -> Self {
        Self {
            direction: Direction::Outbound,
            channels: BTreeSet::new(),
            outcomes: BTreeSet::new(),
            by: AttemptBy::Person,
        }
    }

    pub(super) fn matches(&self, attempt: SeenAttempt) -> bool {
        let outcome = if self.outcomes.is_empty() {
            !attempt.outcome.by_machine()
        } else {
            self.outcomes.contains(&attempt.outcome)
        };
        let by = match (self.by, attempt.direction) {
            // What the lead sends was recorded by whoever recorded it.
            (AttemptBy::Anyone, _) | (_, Direction::Inbound) => true,
            (AttemptBy::Person, Direction::Outbound) => !matches!(attempt.by, Role::System | Role::Assistant),
        };
        attempt.direction == self.direction
            && (self.channels.is_empty() || self.channels.contains(&attempt.channel))
            && outcome
            && by
    }
}

impl Default for AttemptPattern {
    fn default() -> Self {
        Self::of_person()
    }
}
