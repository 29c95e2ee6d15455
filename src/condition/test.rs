//! A checked test of one value, and whether a value passes it.

use alloc::collections::BTreeSet;
use alloc::string::String;
use rust_decimal::Decimal;

use crate::condition::normal;
use crate::values::{Date, FieldValue, decimal};

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
