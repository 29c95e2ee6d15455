//! Who began a contact.

use crate::values::vocabulary::define::vocabulary;

vocabulary! {
    /// Who began a contact.
    Direction {
        /// The lead contacted us.
        Inbound = "inbound",
        /// We contacted the lead.
        Outbound = "outbound",
    }
}
