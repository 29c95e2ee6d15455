//! How a version treats leads that were there before it.

use serde::{Deserialize, Serialize};

use crate::document::read_by_document;
use crate::values::Date;

/// How a version of the policy treats leads that were there before it, and imported ones: stock.
///
/// A version without them leaves open what those before it have left open on a lead. They speak of what the score does. A person, and a lead that asks to be contacted, promote as ever.
///
/// ```
/// use lead_lifecycle::lifecycle::{StockDecline, StockPromotion, StockRules};
/// let gently: StockRules = toml::from_str("promote = \"new_activity\"\ndecline = \"from_adoption\"").unwrap();
/// assert_eq!(gently, StockRules { promote: StockPromotion::NewActivity, decline: StockDecline::FromAdoption });
/// let later: StockRules = toml::from_str("promote = { not_before = \"2026-08-01\" }").unwrap();
/// assert_eq!(later.decline, StockDecline::AtOnce); // what is left out
/// let wrong = toml::from_str::<StockRules>("promote = \"new_activty\"").unwrap_err().to_string();
/// assert!(wrong.contains("did you mean `new_activity`?"), "{wrong}");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(remote = "Self", default, deny_unknown_fields, expecting = "a table")]
#[doc(alias = "既存リード")]
pub struct StockRules {
    /// When the score may promote stock.
    pub promote: StockPromotion,
    /// When the score may demote it.
    pub decline: StockDecline,
}

read_by_document!(StockRules);

/// When the score may promote stock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StockPromotion {
    /// At the adoption, where the score reaches the new threshold.
    #[default]
    AtOnce,
    /// Only after something new: an activity that earns a tag and happened when the version was in force or, where fit alone
    /// promotes, a change of the profile then. A lowered threshold then wakes nobody who has been silent.
    NewActivity,
    /// Not before this day begins, in the zone of the version's policy; then every lead whose score is there.
    NotBefore(Date),
}

/// When the score may demote stock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StockDecline {
    /// At the adoption, where the score lies under the new exit.
    #[default]
    AtOnce,
    /// Only when the score declines from the adoption on: it falls under the exit after it was at or over it by the new rules.
    FromAdoption,
}
