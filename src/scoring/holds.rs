//! Checked conditions, and whether they hold.

use alloc::boxed::Box;
use alloc::collections::BTreeSet;
use alloc::string::String;
use rust_decimal::Decimal;

use crate::scoring::normal;
use crate::values::{Date, FieldLookup, FieldName, FieldValue, decimal};

/// A checked condition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Condition {
    All(Box<[Condition]>),
    Any(Box<[Condition]>),
    Not(Box<Condition>),
    Test(FieldName, Test),
}

/// A checked test of one value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Test {
    Present,
    /// Normalised texts.
    Words(BTreeSet<String>),
    /// The whole set is this member.
    Only(String),
    Contains(String),
    Prefix(String),
    Numbers(BTreeSet<Decimal>),
    NumberIn(Option<Decimal>, Option<Decimal>),
    Flags {
        yes: bool,
        no: bool,
    },
    Dates(BTreeSet<Date>),
    DateIn(Option<Date>, Option<Date>),
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

impl Test {
    pub(crate) fn holds(&self, value: &FieldValue) -> bool {
        match (self, value) {
            (Self::Present, _) => true,
            (Self::Words(words), FieldValue::Text(text)) => words.iter().any(|word| normal::same(text.as_str(), word)),
            (Self::Words(words), FieldValue::Set(members)) => {
                members.iter().any(|m| words.iter().any(|word| normal::same(m.as_str(), word)))
            }
            (Self::Only(word), FieldValue::Set(members)) => {
                !members.is_empty() && members.iter().all(|m| normal::same(m.as_str(), word))
            }
            (Self::Contains(part), FieldValue::Text(text)) => normal::contains(text.as_str(), part),
            (Self::Prefix(part), FieldValue::Text(text)) => normal::begins(text.as_str(), part),
            (Self::Numbers(numbers), FieldValue::Number(n)) => numbers.contains(&decimal::canonical(*n)),
            (Self::NumberIn(from, to), FieldValue::Number(n)) => inside(n, from.as_ref(), to.as_ref()),
            (Self::Flags { yes, no }, FieldValue::Flag(flag)) => {
                if *flag {
                    *yes
                } else {
                    *no
                }
            }
            (Self::Dates(dates), FieldValue::Date(date)) => dates.contains(date),
            (Self::DateIn(from, to), FieldValue::Date(date)) => inside(date, from.as_ref(), to.as_ref()),
            _ => false,
        }
    }

    /// Whether no single value can meet both tests.
    pub(crate) fn excludes(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Numbers(x), Self::Numbers(y)) => x.is_disjoint(y),
            (Self::Dates(x), Self::Dates(y)) => x.is_disjoint(y),
            (Self::Numbers(x), Self::NumberIn(from, to)) | (Self::NumberIn(from, to), Self::Numbers(x)) => {
                !x.iter().any(|n| inside(n, from.as_ref(), to.as_ref()))
            }
            (Self::Dates(x), Self::DateIn(from, to)) | (Self::DateIn(from, to), Self::Dates(x)) => {
                !x.iter().any(|n| inside(n, from.as_ref(), to.as_ref()))
            }
            (Self::NumberIn(a, b), Self::NumberIn(c, d)) => apart(a.as_ref(), b.as_ref(), c.as_ref(), d.as_ref()),
            (Self::DateIn(a, b), Self::DateIn(c, d)) => apart(a.as_ref(), b.as_ref(), c.as_ref(), d.as_ref()),
            (Self::Flags { yes, no }, Self::Flags { yes: y, no: n }) => {
                let both = (*yes && *y) || (*no && *n);
                !both
            }
            _ => false,
        }
    }
}

fn inside<T: Ord>(value: &T, from: Option<&T>, to: Option<&T>) -> bool {
    from.is_none_or(|low| low <= value) && to.is_none_or(|high| value < high)
}

/// Whether [a, b) and [c, d) have nothing in common.
fn apart<T: Ord>(a: Option<&T>, b: Option<&T>, c: Option<&T>, d: Option<&T>) -> bool {
    let before = |end: Option<&T>, start: Option<&T>| matches!((end, start), (Some(end), Some(start)) if end <= start);
    before(b, c) || before(d, a)
}
