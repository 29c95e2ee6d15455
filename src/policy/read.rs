//! Reading a policy from a document: what the document room is given, and serde's way in.

use alloc::vec::Vec;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer};

use crate::document::read;
use crate::policy::draft::{PolicyDraft, Written};
use crate::policy::kinds::kinds;
use crate::policy::policy::Policy;
use crate::values::{Fault, Faults};

impl PolicyDraft {
    /// Reads a draft from any self-describing format, with the faults as data.
    ///
    /// ```
    /// use lead_lifecycle::PolicyDraft;
    /// let text = "currency = \"YEN\"\n[stale.mql]\nafter = \"soon\"\n[recycle]\nmax_cycles = 0";
    /// let faults = PolicyDraft::from_document(toml::Deserializer::parse(text)?).unwrap_err();
    /// let places: Vec<_> = faults.iter().map(|fault| fault.path.as_str()).collect();
    /// assert_eq!(places, ["currency", "stale.mql.after", "recycle.max_cycles"]);
    /// # Ok::<(), toml::de::Error>(())
    /// ```
    ///
    /// # Errors
    /// - The first thing of the wrong shape, alone, with the code
    ///   [`FaultCode::Structure`](crate::values::FaultCode::Structure): a wrong type, an unknown or missing key (with a
    ///   suggestion), a document that the format itself cannot read.
    /// - If the shape is right but a type refuses a value (a currency that is none, a blank name, a span that cannot be
    ///   read, a number out of its range, an unknown word): every such value, in the order of the document, and after
    ///   them every fault that the check finds in the rest. What the check would only say because of a bad value is
    ///   left out.
    ///
    /// A draft whose values are all legal is read, even if the check will find faults in it: see
    /// [`Policy::from_document`].
    pub fn from_document<'de, D: Deserializer<'de>>(document: D) -> Result<Self, Faults> {
        read(document, &kinds(), faults_of).map(|written: Written| written.into())
    }
}

impl Policy {
    /// Reads and checks a policy from any self-describing format.
    ///
    /// # Errors
    /// The first thing of the wrong shape, alone; or else every fault: values that their types refuse, and what the
    /// check finds. See [`PolicyDraft::from_document`].
    pub fn from_document<'de, D: Deserializer<'de>>(document: D) -> Result<Self, Faults> {
        Self::try_from(PolicyDraft::from_document(document)?)
    }
}

fn faults_of(written: Written) -> Vec<Fault> {
    Policy::try_from(PolicyDraft::from(written)).err().map_or_else(Vec::new, Faults::into_vec)
}

impl<'de> Deserialize<'de> for PolicyDraft {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            Self::from_document(deserializer).map_err(D::Error::custom)
        } else {
            Written::deserialize(deserializer).map(Self::from)
        }
    }
}

impl<'de> Deserialize<'de> for Policy {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::try_from(PolicyDraft::deserialize(deserializer)?).map_err(D::Error::custom)
    }
}
