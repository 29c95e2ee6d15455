//! The temperature of a lead.

use crate::values::vocabulary::define::vocabulary;

vocabulary! {
    /// The temperature at hand-over.
    #[doc(alias = "ランク")]
    Rank {
        /// Hot.
        A = "A",
        /// Warm.
        B = "B",
        /// Cool.
        C = "C",
    }
}
