//! Whether a person agreed to be contacted.

use crate::values::vocabulary::define::vocabulary;

vocabulary! {
    /// Whether a person agreed to be contacted.
    ConsentStatus {
        /// Agreed.
        Granted = "granted",
        /// Withdrawn: opted out.
        #[doc(alias = "オプトアウト")]
        Withdrawn = "withdrawn",
    }
}
