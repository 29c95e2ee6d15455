//! What a legacy system said that has no place in the lead.

use serde::{Deserialize, Serialize};

use crate::lead::attribution::Attribution;
use crate::recycle::Reason;
use crate::values::{
    AccountKey, ActorId, ContractKey, Currency, Date, DealKey, DealStageName, LeadKey, Milestone, Moment, Money,
    Origin, PersonKey, PipelineName, ProductKey, TeamKey,
};

/// Something that a legacy system said and that has no place in the lead. It is kept in a fact of its own, `left_over`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum LeftOver {
    /// The key of a deal, of a row that ends before there is one.
    Deal(DealKey),
    /// The product of a deal, of such a row.
    Product(ProductKey),
    /// The value of a deal, of such a row, or beside another that was won.
    Value(Money),
    /// The currency of an unknown value.
    Currency(Currency),
    /// The expected close of a deal, of such a row.
    ExpectedClose(Date),
    /// The pipeline of a deal, of such a row.
    Pipeline(PipelineName),
    /// A stage of a deal that the pipeline has before the first meeting, or of such a row.
    DealStage {
        /// The stage.
        stage: DealStageName,
        /// When it was entered, if it is known.
        at: Option<Moment>,
    },
    /// The company, where the lead has another.
    Account(AccountKey),
    /// The person, where the lead is another.
    Person(PersonKey),
    /// The owner, where the cycle that goes on has another.
    Owner(ActorId),
    /// The team, where the cycle that goes on has another.
    Team(TeamKey),
    /// Where the row came from, where the cycle that goes on, or that begins as an expansion, has another origin.
    Origin(Origin),
    /// Source, medium, campaign and content, where the cycle that goes on has others.
    Attribution(Attribution),
    /// A milestone that was reached before, or is none of an expansion, or that was reached again after going back.
    Reached {
        /// The milestone.
        milestone: Milestone,
        /// When, if it is known.
        at: Option<Moment>,
    },
    /// Why, of an end that is not that of the row.
    Reason(Reason),
    /// The key of a contract, of a win that the legacy system took back, or beside another.
    Contract(ContractKey),
    /// First and last day of a contract, of a row that won none.
    ContractDays {
        /// The first day.
        starts: Option<Date>,
        /// The last day.
        ends: Option<Date>,
    },
    /// The lead that it had been merged into, of a merge that the legacy system took back.
    Merged(LeadKey),
    /// An end that the legacy system took back later: it says another.
    Ended {
        /// Whether it was won.
        won: bool,
        /// When, if it is known.
        at: Option<Moment>,
    },
}

impl LeftOver {
    /// The stable word of what it is, by which it is counted.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Deal(_) => "deal",
            Self::Product(_) => "product",
            Self::Value(_) => "value",
            Self::Currency(_) => "currency",
            Self::ExpectedClose(_) => "expected_close",
            Self::Pipeline(_) => "pipeline",
            Self::DealStage { .. } => "deal_stage",
            Self::Account(_) => "account",
            Self::Person(_) => "person",
            Self::Owner(_) => "owner",
            Self::Team(_) => "team",
            Self::Origin(_) => "origin",
            Self::Attribution(_) => "attribution",
            Self::Reached { .. } => "reached",
            Self::Ended { .. } => "ended",
            Self::Reason(_) => "reason",
            Self::Contract(_) => "contract",
            Self::ContractDays { .. } => "contract_days",
            Self::Merged(_) => "merged",
        }
    }

    /// Only a reason has free text.
    pub(super) fn redact(&mut self) {
        if let Self::Reason(reason) = self {
            reason.redact();
        }
    }
}
