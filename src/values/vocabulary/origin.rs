//! Where a cycle came from.

use crate::values::vocabulary::define::vocabulary;

vocabulary! {
    /// Where a cycle came from.
    Origin {
        /// The lead came to us.
        Inbound = "inbound",
        /// We went to the lead.
        Outbound = "outbound",
        /// Someone sent the lead.
        Referral = "referral",
        /// An existing customer may buy more.
        Expansion = "expansion",
    }
}
