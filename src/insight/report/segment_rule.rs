//! Segments: named parts of the market.

use alloc::vec::Vec;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::values::{FieldName, FieldValue, SegmentName, decimal};

/// A segment: a lead is in it whose fields pass every test.
///
/// ```
/// use lead_lifecycle::insight::{FieldTest, SegmentRule};
/// let enterprise = SegmentRule {
///     name: "enterprise".parse()?,
///     tests: vec![("employees".parse()?, FieldTest::AtLeast(1000.into()))],
/// };
/// assert_eq!(enterprise.tests.len(), 1);
/// # Ok::<(), lead_lifecycle::values::TextError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub struct SegmentRule {
    /// Its name.
    pub name: SegmentName,
    /// What its fields have to pass; none: it takes every lead.
    pub tests: Vec<(FieldName, FieldTest)>,
}

/// What a field has to pass. A field that is not known passes nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldTest {
    /// It has one of these values.
    OneOf(Vec<FieldValue>),
    /// It is a number of at least this.
    AtLeast(#[serde(with = "decimal::text")] Decimal),
    /// It is a number less than this.
    Below(#[serde(with = "decimal::text")] Decimal),
}

impl FieldTest {
    pub(super) fn passes(&self, value: Option<&FieldValue>) -> bool {
        match (self, value) {
            (Self::OneOf(values), Some(value)) => values.contains(value),
            (Self::AtLeast(least), Some(FieldValue::Number(number))) => number >= least,
            (Self::Below(below), Some(FieldValue::Number(number))) => number < below,
            (_, None) | (Self::AtLeast(_) | Self::Below(_), Some(_)) => false,
        }
    }
}
