//! What a person may be contacted for.

use crate::values::vocabulary::define::vocabulary;

vocabulary! {
    /// What a person may be contacted for.
    Purpose {
        /// Sales conversations.
        Sales = "sales",
        /// Newsletters and nurture mail.
        Marketing = "marketing",
        /// Invitations to events.
        Events = "events",
        /// Service of existing contracts.
        Service = "service",
    }
}
