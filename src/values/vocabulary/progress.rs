//! How far inside sales has come with an MQL.

use crate::values::vocabulary::define::vocabulary;

vocabulary! {
    /// How far inside sales has come with an MQL.
    ///
    /// Attempts at Lead do not move it: after two calls there it is still `untouched`, and `Cycle::attempts` counts them.
    Progress {
        /// Nobody has tried yet.
        Untouched = "untouched",
        /// A first contact was tried or made.
        Contacted = "contacted",
        /// Inside sales confirmed that the lead fits.
        Validated = "validated",
        /// The lead agreed to a meeting.
        Consented = "consented",
    }
}
