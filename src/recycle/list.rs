//! The lists of reasons.

use crate::values::vocabulary;

vocabulary! {
    /// The lists of reasons, one per move that needs a reason.
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
        /// A hand-raise is closed without an answer.
        CloseHandRaise = "close_hand_raise",
        /// Why facts are taken back.
        TakeBack = "take_back",
    }
}
