//! How urgent an item of the agenda is.

use crate::values::vocabulary;

vocabulary! {
    /// How urgent an item of the agenda is, the most urgent first.
    Severity {
        /// A deadline has passed.
        Overdue = "overdue",
        /// Somebody or something waits now.
        Due = "due",
        /// A deadline is ahead, and near.
        Soon = "soon",
    }
}
