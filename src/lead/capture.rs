//! The command that starts a lead.

use alloc::collections::BTreeMap;
use serde::{Deserialize, Serialize};

use crate::document::read_by_document;
use crate::lead::attribution::Attribution;
use crate::values::{AccountKey, ActorId, FieldName, FieldValue, LeadKey, Origin, PersonKey, TeamKey};

/// Starts a lead: [`Lifecycle::capture`](crate::Lifecycle::capture) decides it.
///
/// ```
/// use lead_lifecycle::lead::Attribution;
/// use lead_lifecycle::{Capture, Origin};
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let capture = Capture {
///     account: Some("acme".parse()?),
///     attribution: Attribution { source: Some("google".parse()?), ..Attribution::default() },
///     ..Capture::new("lead-1".parse()?, Origin::Inbound)
/// };
/// assert_eq!(capture.owner, None);
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(remote = "Self", deny_unknown_fields, expecting = "a table")]
pub struct Capture {
    /// The key of the new lead.
    pub lead: LeadKey,
    /// Where it came from. Not `expansion`: that is opened on a customer.
    pub origin: Origin,
    /// Source, medium, campaign, content.
    #[serde(default)]
    pub attribution: Attribution,
    /// The company.
    #[serde(default)]
    pub account: Option<AccountKey>,
    /// The person.
    #[serde(default)]
    pub person: Option<PersonKey>,
    /// What is known already.
    #[serde(default)]
    #[serde(deserialize_with = "crate::values::unique::map")]
    pub fields: BTreeMap<FieldName, FieldValue>,
    /// The member who owns it.
    #[serde(default)]
    pub owner: Option<ActorId>,
    /// The team that owns it.
    #[serde(default)]
    pub team: Option<TeamKey>,
}

read_by_document!(Capture);

impl Capture {
    /// A lead of which nothing is known but its key and origin.
    #[must_use]
    pub fn new(lead: LeadKey, origin: Origin) -> Self {
        Self {
            lead,
            origin,
            attribution: Attribution::default(),
            account: None,
            person: None,
            fields: BTreeMap::new(),
            owner: None,
            team: None,
        }
    }
}
