//! Which policy decided.

use core::fmt;
use serde::{Deserialize, Serialize};

use crate::values::fingerprint::Fingerprint;
use crate::values::text::PolicyLabel;
use crate::values::time::Instant;

/// Which version of which policy decided, as facts carry it: label, content fingerprint, and since when it is in force.
///
/// The label is for people. Fingerprint and `since` together say which version it is: the same rules put in force twice,
/// as by a rollback, are two versions.
///
/// ```
/// use lead_lifecycle::{Instant, Policy, lifecycle::PolicyBook};
/// let stamp = PolicyBook::of(Policy::standard()).newest().stamp().clone();
/// assert_eq!(stamp.since, Instant::MIN); // a policy alone is in force from the earliest instant
/// assert!(stamp.to_string().starts_with("standard ("));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub struct PolicyStamp {
    /// The label.
    pub label: PolicyLabel,
    /// The fingerprint of the rules. No label and nothing that is left out, off or empty is hashed, so that it is the same
    /// in every version of the crate.
    pub fingerprint: Fingerprint,
    /// Since when the version is in force; [`Instant::MIN`] for a policy alone, and for the first version of most books.
    pub since: Instant,
}

impl PolicyStamp {
    /// Whether both are of the same version, whatever people call it.
    ///
    /// ```
    /// use lead_lifecycle::{Instant, Policy, lifecycle::PolicyBook};
    /// let first = PolicyBook::of(Policy::standard()).newest().stamp().clone();
    /// let mut again = first.clone();
    /// again.label = "called otherwise".parse()?;
    /// assert!(again.is_version(&first));
    /// again.since = "2026-07-01T00:00:00+09:00".parse()?;
    /// assert!(!again.is_version(&first)); // the same rules, put in force once more
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn is_version(&self, other: &Self) -> bool {
        (self.fingerprint, self.since) == (other.fingerprint, other.since)
    }
}

impl fmt::Display for PolicyStamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.label, self.fingerprint)?;
        // What was always in force needs no date.
        if self.since > Instant::MIN { write!(f, " since {}", self.since) } else { Ok(()) }
    }
}
