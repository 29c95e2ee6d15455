//! The lists of reasons.

use crate::values::vocabulary;

vocabulary! {
    /// The lists of reasons, one per backward move.
    ReasonList {
        /// Field sales rejects a hand-over.
        Reject = "reject",
        /// Back to nurturing.
        Recycle = "recycle",
        /// Discarded.
        Disqualify = "disqualify",
        /// A deal is lost.
        Lose = "lose",
        /// A discarded lead is taken back.
        Reopen = "reopen",
        /// A contract ends.
        EndContract = "end_contract",
    }
}
