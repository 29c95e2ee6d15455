//! Why a bar is met or not, as a tree.

use alloc::vec::Vec;
use serde::{Deserialize, Deserializer, Serialize};

use crate::values::{CriterionName, Date, Instant, nesting};

/// What a single test asks of a criterion.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Test {
    /// Confirmed, and not stale.
    Confirmed,
    /// Confirmed or denied, and not stale.
    Known,
    /// Confirmed with a target date within so many months.
    Within {
        /// Calendar months.
        months: u32,
    },
}

/// Why a test is not met.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Cause {
    /// Never asked.
    Missing,
    /// Asked, but open.
    Unknown,
    /// It does not hold.
    Denied,
    /// The answer is too old.
    Stale {
        /// Since when it no longer counts.
        since: Instant,
    },
    /// The target date is too far away.
    TooLate {
        /// The target date.
        by: Date,
        /// The latest that would do.
        latest: Date,
    },
    /// The target date is past.
    Passed {
        /// The target date.
        by: Date,
    },
    /// Confirmed, but without a target date.
    NoDate,
}

/// The judgement of one test.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
#[serde(expecting = "a table")]
pub struct Leaf {
    /// The criterion.
    pub criterion: CriterionName,
    /// What is asked.
    pub test: Test,
    /// What stands against it; none: it is met.
    pub against: Option<Cause>,
}

/// The judgement of several parts together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Group {
    /// How many parts must be met; none: all of them.
    pub needed: Option<u32>,
    /// Whether enough are.
    pub met: bool,
    /// The parts.
    pub parts: Vec<BarReport>,
}

impl Group {
    pub(super) fn new(needed: Option<u32>, parts: Vec<BarReport>) -> Self {
        let met = parts.iter().filter(|part| part.is_met()).count();
        let enough = match needed {
            None => met == parts.len(),
            Some(needed) => u32::try_from(met).is_ok_and(|met| met >= needed),
        };
        Self { needed, met: enough, parts }
    }
}

/// The judgement of a bar. `Display` is the default wording.
#[derive(Serialize)]
#[serde(rename_all = "snake_case", remote = "Self")]
pub enum BarReport {
    /// Of one test.
    Leaf(Leaf),
    /// Of several parts.
    Group(Group),
}

impl BarReport {
    /// Whether it is met.
    #[must_use]
    pub const fn is_met(&self) -> bool {
        match self {
            Self::Leaf(leaf) => leaf.against.is_none(),
            Self::Group(group) => group.met,
        }
    }

    /// The unmet tests that stand in the way, in the order of the bar; parts of a group that is met as it is are left
    /// out.
    #[must_use]
    pub fn unmet_leaves(&self) -> Vec<&Leaf> {
        let mut leaves = Vec::new();
        let mut open = alloc::vec![self];
        while let Some(report) = open.pop() {
            match report {
                Self::Leaf(leaf) if leaf.against.is_some() => leaves.push(leaf),
                Self::Group(group) if !group.met => open.extend(group.parts.iter().rev()),
                Self::Leaf(_) | Self::Group(_) => {}
            }
        }
        leaves
    }
}

/// One level of a report as it is read. Levels are counted in the type, as those of a bar are.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case", rename = "BarReport")]
enum Level<Below> {
    Leaf(Leaf),
    Group { needed: Option<u32>, met: bool, parts: Vec<Below> },
}

type Two<T> = Level<Level<T>>;
type Eight<T> = Two<Two<Two<Two<T>>>>;
type Levels = Eight<Level<TooDeep>>;

/// Below the deepest level there is nothing.
enum TooDeep {}

impl<'de> Deserialize<'de> for TooDeep {
    fn deserialize<D: Deserializer<'de>>(_deserializer: D) -> Result<Self, D::Error> {
        Err(nesting::too_deep())
    }
}

impl From<TooDeep> for BarReport {
    fn from(never: TooDeep) -> Self {
        match never {}
    }
}

impl<Below: Into<BarReport>> From<Level<Below>> for BarReport {
    fn from(level: Level<Below>) -> Self {
        match level {
            Level::Leaf(leaf) => Self::Leaf(leaf),
            Level::Group { needed, met, parts } => {
                Self::Group(Group { needed, met, parts: parts.into_iter().map(Into::into).collect() })
            }
        }
    }
}

impl<'de> Deserialize<'de> for BarReport {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Levels::deserialize(deserializer).map(Self::from)
    }
}
