//! A row of a legacy system: one lead, one cycle.

use alloc::collections::BTreeMap;
use serde::{Deserialize, Serialize};

use crate::document::read_by_document;
use crate::lead::Attribution;
use crate::recycle::Reason;
use crate::values::{
    AccountKey, ActorId, Currency, Date, DealStageName, FieldName, FieldValue, LeadKey, Milestone, Moment, Money,
    Origin, PersonKey, PipelineName, ProductKey, TeamKey,
};

/// How a legacy row ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum LegacyEnd {
    /// Won: the lead is a customer.
    Won {
        /// When, if it is known: an instant, or a day when no more is known.
        at: Option<Moment>,
        /// What it was worth; when unknown, the value of the row, else nothing.
        #[serde(default)]
        value: Option<Money>,
    },
    /// Lost: the lead is disqualified until somebody reopens it.
    Lost {
        /// When, if it is known: an instant, or a day when no more is known.
        at: Option<Moment>,
        /// Why; `imported_unknown` when the legacy system does not say.
        #[serde(default)]
        reason: Option<Reason>,
    },
}

/// One row of a legacy system: one lead, one cycle.
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
    /// Product of the deal.
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
    /// How it ended, if it did.
    #[serde(default)]
    pub end: Option<LegacyEnd>,
}

read_by_document!(LegacyRow);

impl LegacyRow {
    /// What was won, if the row says so.
    pub(super) const fn won_value(&self) -> Option<Money> {
        match &self.end {
            Some(LegacyEnd::Won { value, .. }) => *value,
            Some(LegacyEnd::Lost { .. }) | None => None,
        }
    }
}
