//! Rules that weigh the profile.

use alloc::boxed::Box;

use crate::condition::{Condition, Test};
use crate::values::{FieldName, RuleName};

#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::scoring) struct FitRule {
    pub(in crate::scoring) name: RuleName,
    pub(in crate::scoring) group: u8,
    pub(in crate::scoring) test: FitTest,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::scoring) enum FitTest {
    When { condition: Condition, points: i64 },
    Bands { field: FieldName, bands: Box<[(Test, i64)]>, otherwise: Option<i64> },
}

/// What a met fit rule (or one of its bands) gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::scoring) struct FitPoints {
    pub(in crate::scoring) key: u64,
    pub(in crate::scoring) points: i64,
    pub(in crate::scoring) rule: u16,
    pub(in crate::scoring) group: u8,
    /// The place of the rule among all, by name.
    pub(in crate::scoring) order: u16,
}
