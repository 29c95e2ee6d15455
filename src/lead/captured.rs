//! What the first fact of a lead says.

use serde::{Deserialize, Serialize};

use crate::lead::adoption::StockTerms;
use crate::lead::attribution::Attribution;
use crate::lead::milestones::MilestoneBasis;
use crate::lead::profile_change::ProfileChange;
use crate::values::{AccountKey, ActorId, Instant, Origin, PersonKey, TeamKey};

/// The first fact of a lead.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub struct Captured {
    /// Where it came from.
    pub origin: Origin,
    /// Source, medium, campaign, content.
    pub attribution: Attribution,
    /// The company.
    pub account: Option<AccountKey>,
    /// The person.
    pub person: Option<PersonKey>,
    /// The member who owns it.
    pub owner: Option<ActorId>,
    /// The team that owns it.
    pub team: Option<TeamKey>,
    /// What is known, and the tags earned by it.
    pub profile: ProfileChange,
    /// How many activity ids to remember.
    pub memory: u16,
    /// How the score treats it if it was there before: an imported lead is stock.
    pub stock: StockTerms,
    /// When it was captured, if that is known; an import may not know.
    pub at: Option<Instant>,
    /// Whether it was captured here or taken over from a legacy system.
    pub basis: MilestoneBasis,
}
