//! A checked condition, and whether it holds.

use alloc::boxed::Box;

use crate::condition::test::Test;
use crate::values::{FieldLookup, FieldName};

/// A checked condition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Condition {
    All(Box<[Condition]>),
    Any(Box<[Condition]>),
    Not(Box<Condition>),
    Test(FieldName, Test),
}

impl Condition {
    pub(crate) fn holds(&self, facts: &impl FieldLookup) -> bool {
        match self {
            Self::All(parts) => parts.iter().all(|part| part.holds(facts)),
            Self::Any(parts) => parts.iter().any(|part| part.holds(facts)),
            Self::Not(part) => !part.holds(facts),
            Self::Test(field, test) => facts.value(field.as_str()).is_some_and(|value| test.holds(value)),
        }
    }

    /// Whether two tests that must both hold contradict each other, so that the condition can never be met.
    pub(crate) fn is_contradiction(&self) -> bool {
        match self {
            Self::All(parts) => {
                parts.iter().any(Self::is_contradiction)
                    || parts.iter().enumerate().any(|(index, left)| {
                        parts.iter().take(index).any(|right| match (left, right) {
                            (Self::Test(f, x), Self::Test(g, y)) => f == g && x.excludes(y),
                            (Self::Not(part), other) | (other, Self::Not(part)) => **part == *other,
                            _ => false,
                        })
                    })
            }
            Self::Any(parts) => parts.iter().all(Self::is_contradiction),
            Self::Not(_) | Self::Test(..) => false,
        }
    }
}
