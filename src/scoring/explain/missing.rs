//! What is missing for MQL: the thresholds not met, and a short list of what would meet them.

use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

use crate::scoring::language::standing::Standing;
use crate::values::{DimensionName, Points, RuleName, TagName};

/// What is missing before the promoting profile lets a lead enter.
///
/// Made by [`Scoring::missing`](crate::scoring::Scoring::missing). `Display` is the default wording:
/// `5 points short; would help: 3 × service_page (+20)`.
///
/// First come the conditions themselves. Then, as advice, what would meet them were it done now: the way with the fewest
/// actions, an activity being one and a profile that meets a rule being one; of those, the one that needs the profile to
/// be other than known least; of those, the one with the fewest points over; of equals, the first in the order of the
/// policy. An activity is taken to earn its one tag only, and a field whose band is met is taken as known. The list has at
/// most 8 entries, those that lift most first. Where [`Missing::fewest`] is false, there are too many ways to look at
/// all of them, or none reaches the thresholds: then it is the list of what closes most of the gap for each action,
/// one after the other. When `enough` is true, doing all of it now does reach the thresholds, unless something that
/// is known and still to come takes up the room of a tag.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
#[non_exhaustive]
pub struct Missing {
    /// Where the total stands now.
    pub standing: Standing,
    /// By how much the total is short of `enter`; 0 when it is reached.
    pub short_by: Points,
    /// The dimensions that are short of their minimum.
    pub minima: Vec<MissingMinimum>,
    /// What would lift the lead, in order.
    pub steps: Vec<MissingStep>,
    /// Whether the steps together reach the thresholds.
    pub enough: bool,
    /// Whether no way is better than these steps.
    pub fewest: bool,
}

/// A dimension short of its minimum.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
#[non_exhaustive]
pub struct MissingMinimum {
    /// The dimension.
    pub dimension: DimensionName,
    /// By how much it is short.
    pub short_by: Points,
}

/// Something that would lift the lead.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
#[non_exhaustive]
pub struct MissingStep {
    /// What would have to come.
    pub way: Way,
    /// By how much the total would rise, after the steps before.
    pub adds: Points,
}

/// What would have to come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Way {
    /// The profile would have to meet a fit rule.
    Profile(RuleName),
    /// Activities that earn a tag, each distinct where the tag counts distinct things.
    Activities {
        /// The tag.
        tag: TagName,
        /// How many.
        times: u16,
    },
}

impl Missing {
    /// Whether nothing is missing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.standing == Standing::Enter
    }
}
