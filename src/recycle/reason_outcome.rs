//! What becomes of a lead after a reason.

use crate::values::Carry;

/// What becomes of a lead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ReasonOutcome {
    /// It is discarded.
    Disqualify,
    /// It is recycled; how long it cools depends on the cycle too.
    Recycle {
        /// What happens to the engagement.
        engagement: Carry,
    },
}
