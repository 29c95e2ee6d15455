//! Which policy decided.

use core::fmt;
use serde::{Deserialize, Serialize};

use crate::values::fingerprint::Fingerprint;
use crate::values::text::PolicyLabel;

/// The label and the content fingerprint of a policy, as facts carry them.
///
/// The label is for people, the fingerprint decides: two policies with the same content are the same policy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub struct PolicyStamp {
    /// The label.
    pub label: PolicyLabel,
    /// The fingerprint of the rules. No label and nothing that is left out, off or empty is hashed, so that it is the same
    /// in every version of the crate.
    pub fingerprint: Fingerprint,
}

impl fmt::Display for PolicyStamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.label, self.fingerprint)
    }
}
