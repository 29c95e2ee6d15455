//! By what reports are split.

use alloc::string::{String, ToString as _};
use core::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::values::FieldName;

/// By what a report is split. Each is taken as it was at the milestone, unless the plan says otherwise; source, medium and campaign
/// are those of the cycle as they were corrected last.
///
/// Its text is the word: `source`, `owner`, `field:industry`.
///
/// ```
/// use lead_lifecycle::insight::Dimension;
/// let industry: Dimension = "field:industry".parse()?;
/// assert_eq!(industry, Dimension::Field("industry".parse()?));
/// assert_eq!(
///     "sauce".parse::<Dimension>().unwrap_err().to_string(),
///     "`sauce` is nothing to split by: write `source`, `medium`, `campaign`, `content`, `origin`, `owner`, `team`, `role`, `rank`, \
///      `segment`, `policy`, `kind`, `start`, `pipeline`, `product` or `field:NAME`",
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Dimension {
    /// The source of the cycle.
    Source,
    /// Its medium.
    Medium,
    /// Its campaign.
    Campaign,
    /// Its content.
    Content,
    /// Where the cycle came from.
    Origin,
    /// The member who owned the lead.
    Owner,
    /// The team that owned it.
    Team,
    /// The role of who brought the milestone about; of a deal, of who handed the lead over. A visit has none.
    Role,
    /// The rank of the newest hand-over.
    Rank,
    /// The first segment of the plan whose tests the fields passed.
    Segment,
    /// The version of the policy.
    Policy,
    /// Worked on by sales, or bought without them.
    Kind,
    /// How the cycle began.
    Start,
    /// The pipeline of the deal; only deals have one.
    Pipeline,
    /// The product; only deals have them, and each counts with what its own lines come to.
    Product,
    /// A field of the profile.
    Field(FieldName),
}

/// Why a text is nothing to split by.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{got}` is nothing to split by: write `source`, `medium`, `campaign`, `content`, `origin`, `owner`, `team`, `role`, `rank`, \
     `segment`, `policy`, `kind`, `start`, `pipeline`, `product` or `field:NAME`"
)]
#[non_exhaustive]
pub struct DimensionError {
    /// What was given, at most its first 40 characters.
    pub got: String,
}

/// All that have a word of their own.
const WORDS: [(Dimension, &str); 15] = [
    (Dimension::Source, "source"),
    (Dimension::Medium, "medium"),
    (Dimension::Campaign, "campaign"),
    (Dimension::Content, "content"),
    (Dimension::Origin, "origin"),
    (Dimension::Owner, "owner"),
    (Dimension::Team, "team"),
    (Dimension::Role, "role"),
    (Dimension::Rank, "rank"),
    (Dimension::Segment, "segment"),
    (Dimension::Policy, "policy"),
    (Dimension::Kind, "kind"),
    (Dimension::Start, "start"),
    (Dimension::Pipeline, "pipeline"),
    (Dimension::Product, "product"),
];

impl fmt::Display for Dimension {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Self::Field(name) = self {
            return write!(f, "field:{name}");
        }
        let word = WORDS.iter().find(|(known, _)| known == self).map_or("", |(_, word)| *word);
        f.pad(word)
    }
}

impl core::str::FromStr for Dimension {
    type Err = DimensionError;

    fn from_str(text: &str) -> Result<Self, DimensionError> {
        let wrong = || DimensionError { got: text.chars().take(40).collect() };
        if let Some(name) = text.strip_prefix("field:") {
            return FieldName::new(name).map(Self::Field).map_err(|_name| wrong());
        }
        let known = WORDS.iter().find(|(_, word)| *word == text);
        known.map(|(dimension, _)| dimension.clone()).ok_or_else(wrong)
    }
}

impl Serialize for Dimension {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Dimension {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(|error: DimensionError| serde::de::Error::custom(error.to_string()))
    }
}
