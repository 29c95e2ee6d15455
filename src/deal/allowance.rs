//! Whether a policy lets something happen.

use crate::values::vocabulary;

vocabulary! {
    /// Whether a policy lets something happen.
    Allowance {
        /// It may happen, and is labelled as what it is.
        Allow = "allow",
        /// It may not.
        Refuse = "refuse",
    }
}
