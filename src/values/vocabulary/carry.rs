//! What the end of a cycle does to engagement.

use crate::values::vocabulary::define::vocabulary;

vocabulary! {
    /// What the end of a cycle does to the engagement gathered so far.
    Carry {
        /// It counts on in full.
        Keep = "keep",
        /// It counts half from then on.
        Halve = "halve",
        /// It counts no more.
        Reset = "reset",
    }
}
