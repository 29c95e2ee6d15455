//! How visits of stages end, and how cycles begin.

use crate::values::vocabulary;

vocabulary! {
    /// How a visit of a stage ended. Every visit that ended did so in exactly one of these ways.
    Exit {
        /// To a later stage: promoted, handed over, met, won, bought; of a customer, an expansion began.
        Forward = "forward",
        /// Field sales rejected the hand-over.
        Back = "back",
        /// An untouched MQL fell below the exit threshold.
        Demoted = "demoted",
        /// Recycled: the next cycle began, or an expansion is a customer as before. Where the rules made a disqualification of it, it is
        /// that.
        Recycled = "recycled",
        /// The deal was lost.
        Lost = "lost",
        /// Discarded at Lead.
        Discarded = "discarded",
        /// Disqualified at a later stage.
        Disqualified = "disqualified",
        /// A disqualified lead was taken back.
        Reopened = "reopened",
        /// The last contract ended.
        ContractEnded = "contract_ended",
        /// Merged into another lead.
        Merged = "merged",
    }

    /// How a cycle began.
    CycleStart {
        /// With the capture of the lead.
        Captured = "captured",
        /// After it was recycled, lost or its contract had ended.
        Recycled = "recycled",
        /// A disqualified lead was taken back.
        Reopened = "reopened",
        /// An existing customer may buy more.
        Expansion = "expansion",
        /// An existing customer bought without sales.
        Purchase = "purchase",
    }
}
