//! What an improvement of one thing is worth.

use serde::{Deserialize, Serialize};

use crate::planning::exact::Fraction;
use crate::values::StepName;

/// What a lever moves. As text it is a few words; see [`wording`](crate::wording).
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LeverKind {
    /// The rate of a step, at most to 100 %. In [`levers`](crate::planning::Situation::levers) one point more (25 % to
    /// 26 %).
    Rate(StepName),
    /// The deal size. In [`levers`](crate::planning::Situation::levers) one per cent more.
    DealSize,
    /// The entries. In [`levers`](crate::planning::Situation::levers) one per cent more.
    Entries,
    /// The days of a cycle. In [`levers`](crate::planning::Situation::levers) one per cent fewer, so that as many deals
    /// take 99 % of the time.
    Cycle,
}

/// What an improvement of one thing is worth, with everything else as it is (改善レバー).
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub struct Lever {
    /// What is improved.
    pub kind: LeverKind,
    /// The revenue that it adds in the same time: in whole units of the currency, exact.
    pub gain: Fraction,
    /// The entries that the same revenue no longer needs, exact.
    pub entries_saved: Fraction,
    /// The revenue in the same time with it: in whole units of the currency, exact.
    pub revenue: Fraction,
    /// What it adds to the revenue of a day, if the days of a cycle are known: in whole units of the currency, exact.
    pub velocity_gain: Option<Fraction>,
    /// The revenue of a day with it, if the days of a cycle are known: in whole units of the currency, exact.
    pub velocity: Option<Fraction>,
}
