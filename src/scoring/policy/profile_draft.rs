//! Groups, dimensions and score profiles, as people write them.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;
use serde::{Deserialize, Deserializer, Serialize};

use crate::values::{DimensionName, FixedList, Points, Rank, Rate};

/// A group of rules.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub struct GroupDraft {
    /// The dimension that the group belongs to.
    pub dimension: DimensionName,
    /// The least that the group gives.
    #[serde(default)]
    pub floor: Option<Points>,
    /// The most that the group gives.
    #[serde(default)]
    pub cap: Option<Points>,
}

/// A dimension of the score.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub struct DimensionDraft {
    /// The least that the dimension gives.
    #[serde(default)]
    pub floor: Option<Points>,
    /// The most that the dimension gives.
    #[serde(default)]
    pub cap: Option<Points>,
}

/// A score profile: how dimensions combine, and the thresholds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub struct ProfileDraft {
    /// How dimensions combine into the total.
    pub combine: CombineDraft,
    /// The least total.
    #[serde(default)]
    pub floor: Option<Points>,
    /// The most total.
    #[serde(default)]
    pub cap: Option<Points>,
    /// The total at which a lead enters (total ≥ `enter`).
    #[doc(alias = "閾値")]
    pub enter: Points,
    /// The total under which an untouched MQL falls back (total < `exit`). Default: `enter`.
    #[serde(default)]
    pub exit: Option<Points>,
    /// What single dimensions must reach before a lead enters.
    #[serde(default)]
    #[serde(deserialize_with = "crate::values::unique::map")]
    pub minima: BTreeMap<DimensionName, Points>,
    /// Totals from which the rank is A or B. Default: no total is; a matrix gives its own ranks.
    #[serde(default)]
    pub ranks: Option<RanksDraft>,
}

/// Totals from which the rank is A, or B; below is C.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub struct RanksDraft {
    /// Rank A from here.
    pub a: Points,
    /// Rank B from here.
    pub b: Points,
}

/// How dimensions combine into the total.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum CombineDraft {
    /// Their sum.
    Sum(#[serde(deserialize_with = "crate::values::unique::set")] BTreeSet<DimensionName>),
    /// Their sum, each at a share of its points; rounded once, half away from zero.
    Weighted(#[serde(deserialize_with = "crate::values::unique::map")] BTreeMap<DimensionName, Rate>),
    /// Their product (fit × engagement, ICP × intent × timing).
    Product(ProductDraft),
    /// A table of A–C × 1–3.
    Matrix(MatrixDraft),
}

/// The product of two or three dimensions: first × (second ÷ `per`) × (third ÷ `per`), rounded once, half away from
/// zero.
///
/// Each dimension needs a floor of at least 0: the product of two negative numbers would be a good score.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub struct ProductDraft {
    /// The factors: two or three different dimensions.
    pub of: Vec<DimensionName>,
    /// The points of the second and third factor that leave the first as it is. Default 1.
    #[serde(default)]
    pub per: Option<Points>,
}

/// Grades A–C of one dimension × levels 1–3 of another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub struct MatrixDraft {
    /// The dimension that is graded A, B or C.
    pub rows: DimensionName,
    /// Points from which the row is A, and from which it is B; below is C.
    #[serde(deserialize_with = "pair")]
    pub rows_from: [Points; 2],
    /// The dimension that is levelled 1, 2 or 3.
    pub columns: DimensionName,
    /// Points from which the column is 1, and from which it is 2; below is 3.
    #[serde(deserialize_with = "pair")]
    pub columns_from: [Points; 2],
    /// The total of each cell: rows A, B, C, each with columns 1, 2, 3.
    #[serde(deserialize_with = "square")]
    pub totals: [[Points; 3]; 3],
    /// The rank of each cell.
    #[serde(deserialize_with = "square")]
    pub ranks: [[Rank; 3]; 3],
}

fn pair<'de, D: Deserializer<'de>>(deserializer: D) -> Result<[Points; 2], D::Error> {
    FixedList::deserialize(deserializer).map(FixedList::into_array)
}

fn square<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<[[T; 3]; 3], D::Error> {
    let rows = FixedList::<FixedList<T, 3>, 3>::deserialize(deserializer)?;
    Ok(rows.into_array().map(FixedList::into_array))
}
