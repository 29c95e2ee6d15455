//! A declared reason as people write it, and what follows from it.

use serde::{Deserialize, Serialize};

use crate::values::{Carry, Span, Text};

/// A reason after which nothing is left to decide.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, expecting = "a table")]
pub struct ReasonDraft {
    /// The label people see.
    pub label: Option<Text>,
    /// Whether a note must say more.
    pub needs_note: bool,
}

/// A reason for recycling. What it leaves out follows the general rule.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, expecting = "a table")]
pub struct RecycleReasonDraft {
    /// The label people see.
    pub label: Option<Text>,
    /// Whether a note must say more.
    pub needs_note: bool,
    /// How long the lead cools after its first cycle.
    pub cooling: Option<Span>,
    /// What happens to the engagement.
    pub engagement: Option<Carry>,
}

/// A reason that ends a deal or a contract.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, expecting = "a table")]
pub struct EndingReasonDraft {
    /// The label people see.
    pub label: Option<Text>,
    /// Whether a note must say more.
    pub needs_note: bool,
    /// What follows; none: the lead is recycled by the general rule.
    pub then: Option<Then>,
}

/// What follows from a reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Then {
    /// The lead is discarded.
    Disqualify,
    /// The lead is recycled.
    Recycle(RecycleTerms),
}

/// On which terms a lead is recycled. What is left out follows the general rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, expecting = "a table")]
pub struct RecycleTerms {
    /// How long the lead cools after its first cycle.
    pub cooling: Option<Span>,
    /// What happens to the engagement.
    pub engagement: Option<Carry>,
}
