//! Rules that weigh the profile.

use alloc::boxed::Box;

use crate::condition::{Condition, Test};
use crate::scoring::language::place::{GroupPlace, RulePlace};
use crate::scoring::language::thousandths::Thousandths;
use crate::values::{FieldName, Fingerprint, RuleName};

#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::scoring) struct FitRule {
    pub(in crate::scoring) name: RuleName,
    pub(in crate::scoring) group: GroupPlace,
    pub(in crate::scoring) test: FitTest,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::scoring) enum FitTest {
    When { condition: Condition, points: Thousandths },
    Bands { field: FieldName, bands: Box<[(Test, Thousandths)]>, otherwise: Option<Thousandths> },
}

/// What a met fit rule (or one of its bands) gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::scoring) struct FitPoints {
    pub(in crate::scoring) key: Fingerprint,
    pub(in crate::scoring) points: Thousandths,
    pub(in crate::scoring) rule: RulePlace,
    pub(in crate::scoring) group: GroupPlace,
    /// The place of the rule among all, by name.
    pub(in crate::scoring) order: u16,
}
