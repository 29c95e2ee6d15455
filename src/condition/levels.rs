//! Conditions as they are read: levels are counted in the type, so that no input, in any format, can nest without end.

use alloc::boxed::Box;
use alloc::vec::Vec;
use serde::{Deserialize, Deserializer};

use crate::condition::draft::{Choice, Comparison, ConditionDraft, RangeDraft};
use crate::values::{FieldName, nesting};

/// One level of a condition.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case", rename = "ConditionDraft")]
enum Level<Below> {
    All(Vec<Below>),
    Any(Vec<Below>),
    Not(Box<Below>),
    Present(FieldName),
    Equals(Comparison),
    OneOf(Choice),
    Contains(Comparison),
    Prefix(Comparison),
    AtLeast(Comparison),
    Below(Comparison),
    Range(RangeDraft),
    Before(Comparison),
    After(Comparison),
}

type Two<T> = Level<Level<T>>;
type Eight<T> = Two<Two<Two<Two<T>>>>;
/// A condition of the deepest nesting that is read.
type Levels = Eight<Level<TooDeep>>;

/// Below the deepest level there is nothing.
enum TooDeep {}

impl<'de> Deserialize<'de> for TooDeep {
    fn deserialize<D: Deserializer<'de>>(_deserializer: D) -> Result<Self, D::Error> {
        Err(nesting::too_deep())
    }
}

impl<'de> Deserialize<'de> for ConditionDraft {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Levels::deserialize(deserializer).map(Self::from)
    }
}

impl From<TooDeep> for ConditionDraft {
    fn from(never: TooDeep) -> Self {
        match never {}
    }
}

impl<T: Into<ConditionDraft>> From<Level<T>> for ConditionDraft {
    fn from(level: Level<T>) -> Self {
        let all = |parts: Vec<T>| parts.into_iter().map(Into::into).collect();
        match level {
            Level::All(parts) => Self::All(all(parts)),
            Level::Any(parts) => Self::Any(all(parts)),
            Level::Not(part) => Self::Not(Box::new((*part).into())),
            Level::Present(field) => Self::Present(field),
            Level::Equals(comparison) => Self::Equals(comparison),
            Level::OneOf(choice) => Self::OneOf(choice),
            Level::Contains(comparison) => Self::Contains(comparison),
            Level::Prefix(comparison) => Self::Prefix(comparison),
            Level::AtLeast(comparison) => Self::AtLeast(comparison),
            Level::Below(comparison) => Self::Below(comparison),
            Level::Range(range) => Self::Range(range),
            Level::Before(comparison) => Self::Before(comparison),
            Level::After(comparison) => Self::After(comparison),
        }
    }
}
