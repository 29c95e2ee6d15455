//! A row of a legacy system: one lead, one round of it.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

use crate::document::read_by_document;
use crate::lead::{Attribution, LeftOver};
use crate::lifecycle::backfill::legacy_end::LegacyEnd;
use crate::recycle::Reason;
use crate::values::{
    AccountKey, Activity, ActorId, Currency, Date, DealKey, DealStageName, FieldName, FieldValue, LeadKey, Milestone,
    Moment, Money, Origin, PersonKey, PipelineName, ProductKey, TeamKey,
};

/// A move of the deal after the first meeting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub struct LegacyMove {
    /// The stage it came to; back is possible too.
    pub deal_stage: DealStageName,
    /// When, if it is known.
    #[serde(default)]
    pub at: Option<Moment>,
}

/// The end of a contract: the customer left, or bought something else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
#[doc(alias = "解約")]
pub struct LegacyChurn {
    /// When, if it is known.
    #[serde(default)]
    pub at: Option<Moment>,
    /// Why; `imported_unknown` when the legacy system does not say.
    #[serde(default)]
    pub reason: Option<Reason>,
}

/// Something that the lead did, as the legacy system reports it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub struct LegacyActivity {
    /// What.
    pub activity: Activity,
    /// When: it counts in the windows of the policy from then on; of a day, from its beginning.
    pub at: Moment,
}

/// One row of a legacy system: one round of one lead.
///
/// The first row of a lead begins it, see [`Lifecycle::import`](crate::Lifecycle::import); each further one opens its next cycle, or
/// goes on with one that has no deal yet, see [`Lifecycle::import_next`](crate::Lifecycle::import_next).
#[doc = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/lifecycle/backfill/taking_over.md"))]
#[doc(alias = "移行")]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(remote = "Self", deny_unknown_fields, expecting = "a table")]
pub struct LegacyRow {
    /// The key of the lead.
    pub lead: LeadKey,
    /// Where it came from.
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
    /// The member who owns it.
    #[serde(default)]
    pub owner: Option<ActorId>,
    /// The team that owns it.
    #[serde(default)]
    pub team: Option<TeamKey>,
    /// What is known of company and person.
    #[serde(default)]
    #[serde(deserialize_with = "crate::values::unique::map")]
    pub fields: BTreeMap<FieldName, FieldValue>,
    /// The milestones that the legacy system reports, each with its instant or day if that is known. Earlier ones
    /// are implied.
    #[serde(default)]
    #[serde(deserialize_with = "crate::values::unique::map")]
    pub reached: BTreeMap<Milestone, Option<Moment>>,
    /// Key of the deal; one made from the key of the lead by default.
    #[serde(default)]
    pub deal: Option<DealKey>,
    /// Product of the deal; its value may be unknown.
    #[serde(default)]
    pub product: Option<ProductKey>,
    /// Value of the deal.
    #[serde(default)]
    pub value: Option<Money>,
    /// The currency of an unknown value; the policy's by default.
    #[serde(default)]
    pub currency: Option<Currency>,
    /// Expected close of the deal.
    #[serde(default)]
    pub expected_close: Option<Date>,
    /// The pipeline of the deal; the policy's default without one.
    #[serde(default)]
    pub pipeline: Option<PipelineName>,
    /// The stage of the open deal, if the lead is an opportunity; the first meeting's by default, and where the
    /// pipeline has no such mark the one at which its deals open.
    #[serde(default)]
    pub deal_stage: Option<DealStageName>,
    /// The moves of the deal after the first meeting, in order; `deal_stage` is where it stands now.
    #[serde(default)]
    pub moves: Vec<LegacyMove>,
    /// What the lead did.
    #[serde(default)]
    pub activities: Vec<LegacyActivity>,
    /// What else the legacy system said, and has no place: it is kept as it is.
    #[serde(default)]
    pub left_over: Vec<LeftOver>,
    /// First day of the contract that was won; the day of the win by default.
    #[serde(default)]
    pub contract_starts: Option<Date>,
    /// Last day of the contract that was won, if it has one.
    #[serde(default)]
    pub contract_ends: Option<Date>,
    /// That the contract that was won is in force no longer.
    #[serde(default)]
    pub churned: Option<LegacyChurn>,
    /// How it ended, if it did.
    #[serde(default)]
    pub end: Option<LegacyEnd>,
}

read_by_document!(LegacyRow);

impl LegacyRow {
    /// A row of which nothing is known but its key and where it came from.
    #[must_use]
    pub fn new(lead: LeadKey, origin: Origin) -> Self {
        Self {
            lead,
            origin,
            attribution: Attribution::default(),
            account: None,
            person: None,
            owner: None,
            team: None,
            fields: BTreeMap::new(),
            reached: BTreeMap::new(),
            deal: None,
            product: None,
            value: None,
            currency: None,
            expected_close: None,
            pipeline: None,
            deal_stage: None,
            moves: Vec::new(),
            activities: Vec::new(),
            left_over: Vec::new(),
            contract_starts: None,
            contract_ends: None,
            churned: None,
            end: None,
        }
    }

    /// Whether it tells of a round: a milestone, a move or an end. Otherwise it says what is known of the lead, and what it did; to be
    /// merged is no round either.
    pub(super) fn tells_of_round(&self) -> bool {
        let ends = self.end.is_some() && !self.was_merged();
        !self.reached.is_empty() || !self.moves.is_empty() || ends
    }

    /// Whether the legacy system had merged it into another.
    pub(super) const fn was_merged(&self) -> bool {
        matches!(self.end, Some(LegacyEnd::Merged { .. }))
    }

    /// What was won, if the row says so.
    pub(super) const fn won_value(&self) -> Option<Money> {
        match &self.end {
            Some(LegacyEnd::Won { value, .. } | LegacyEnd::Bought { value, .. }) => *value,
            _ => None,
        }
    }

    /// Whether it says that it was won.
    pub(super) fn won(&self) -> bool {
        self.end.as_ref().is_some_and(LegacyEnd::is_won) || self.reached.contains_key(&Milestone::Won)
    }
}
