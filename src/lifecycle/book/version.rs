//! One version of the policy: the rules, and how they come into force.

use serde::{Deserialize, Serialize};

use crate::document::read_by_document;
use crate::lifecycle::book::deal_mapping::DealMapping;
use crate::lifecycle::book::stock_rules::StockRules;
use crate::policy::Policy;
use crate::values::{Instant, PolicyStamp};

/// A policy, since when it is in force, and how it treats what was there before.
///
/// Stored and read as one document. Store what it serialises to, not the text that somebody wrote: it holds every section,
/// so that another standard policy of a later crate changes nothing of it. What a policy leaves to the crate by writing nothing, the
/// standard pipeline and cells of the standard matrix, is pinned by fingerprints that are golden for ever; a host that compares
/// the fingerprint when it reads is told if they ever differ.
///
/// ```
/// use lead_lifecycle::lifecycle::{StockPromotion, StockRules, Version};
/// use lead_lifecycle::{Instant, Policy};
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let july: Instant = "2026-07-01T00:00:00+09:00".parse()?;
/// let stock = StockRules { promote: StockPromotion::NewActivity, ..StockRules::default() };
/// let version = Version::new(july, Policy::standard()).with_stock(stock);
/// assert_eq!((version.from(), version.stamp().since), (july, july));
/// assert_eq!(serde_json::from_str::<Version>(&serde_json::to_string(&version)?)?, version);
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Stored", into = "Stored")]
pub struct Version {
    stamp: PolicyStamp,
    policy: Policy,
    stock: Option<StockRules>,
    deal_stages: DealMapping,
}

/// A version as it is stored.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(remote = "Self", deny_unknown_fields, rename = "Version", expecting = "a table")]
struct Stored {
    from: Instant,
    #[serde(default)]
    stock: Option<StockRules>,
    #[serde(default)]
    deal_stages: DealMapping,
    policy: Policy,
}

read_by_document!(Stored);

impl From<Stored> for Version {
    fn from(stored: Stored) -> Self {
        let Stored { from, stock, deal_stages, policy } = stored;
        Self { stock, deal_stages, ..Self::new(from, policy) }
    }
}

impl From<Version> for Stored {
    fn from(version: Version) -> Self {
        let Version { stamp, stock, deal_stages, policy } = version;
        Self { from: stamp.since, stock, deal_stages, policy }
    }
}

impl Version {
    /// A policy in force from an instant, with no rules for stock of its own and no deal stage gone.
    #[must_use]
    pub fn new(from: Instant, policy: Policy) -> Self {
        let (stock, deal_stages) = (None, DealMapping::default());
        let (label, fingerprint) = (policy.label().clone(), policy.fingerprint());
        let stamp = PolicyStamp { label, fingerprint, since: from };
        Self { stamp, policy, stock, deal_stages }
    }

    /// The same, with rules for stock, in the place of those that versions before have left open on leads.
    #[must_use]
    pub fn with_stock(self, stock: StockRules) -> Self {
        Self { stock: Some(stock), ..self }
    }

    /// The same, with where deals go whose pipeline or stage is gone.
    #[must_use]
    pub fn with_deal_stages(self, deal_stages: DealMapping) -> Self {
        Self { deal_stages, ..self }
    }

    /// From when it is in force.
    #[must_use]
    pub const fn from(&self) -> Instant {
        self.stamp.since
    }

    /// The rules.
    #[must_use]
    pub const fn policy(&self) -> &Policy {
        &self.policy
    }

    /// As facts carry it.
    #[must_use]
    pub const fn stamp(&self) -> &PolicyStamp {
        &self.stamp
    }

    /// How it treats stock. None: what versions before have left open on a lead stays open, and of others the score promotes and
    /// demotes at once.
    #[must_use]
    pub const fn stock(&self) -> Option<&StockRules> {
        self.stock.as_ref()
    }

    /// Where deals go whose pipeline or stage is gone.
    #[must_use]
    pub const fn deal_stages(&self) -> &DealMapping {
        &self.deal_stages
    }
}
