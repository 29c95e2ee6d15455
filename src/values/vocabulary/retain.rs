//! Whether the next cycle keeps something of the one before.

use crate::values::vocabulary;

vocabulary! {
    /// Whether the next cycle keeps something of the one before.
    Retain {
        /// It stays.
        Keep = "keep",
        /// It is given up.
        Clear = "clear",
    }
}
