//! How dimensions combine into a total.

use alloc::boxed::Box;

use crate::scoring::bounds;
use crate::scoring::language::place::DimensionPlace;
use crate::scoring::language::ratio::{RATE_PARTS, round_ratio};
use crate::scoring::language::thousandths::Thousandths;
use crate::values::Rank;

/// The most dimensions; also the room a score has for them.
pub(in crate::scoring) const MAX_DIMENSIONS: usize = 8;

/// Values per dimension, in thousandths.
pub(in crate::scoring) type Values = [Thousandths; MAX_DIMENSIONS];

#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::scoring) enum Combine {
    Sum(Box<[DimensionPlace]>),
    /// (dimension, parts of 10^12)
    Weighted(Box<[(DimensionPlace, u64)]>),
    /// Two or three factors, and what the later ones are divided by.
    Product {
        of: Box<[DimensionPlace]>,
        per: Thousandths,
    },
    Matrix(Box<Matrix>),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::scoring) struct Matrix {
    pub(in crate::scoring) rows: DimensionPlace,
    pub(in crate::scoring) rows_from: [Thousandths; 2],
    pub(in crate::scoring) columns: DimensionPlace,
    pub(in crate::scoring) columns_from: [Thousandths; 2],
    pub(in crate::scoring) totals: [[Thousandths; 3]; 3],
    pub(in crate::scoring) ranks: [[Rank; 3]; 3],
}

/// A total before its bounds, and the matrix cell that gave it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::scoring) struct Combined {
    pub(in crate::scoring) raw: Thousandths,
    pub(in crate::scoring) cell: Option<(u8, u8)>,
}

// The sum is what nearly every profile combines by: the others stay out of its way.
impl Matrix {
    #[inline(never)]
    fn combined(&self, values: &Values) -> Combined {
        let cell = self.cell(values);
        Combined { raw: self.total(cell), cell: Some(cell) }
    }

    pub(super) fn cell(&self, values: &Values) -> (u8, u8) {
        (level(value(values, self.rows), self.rows_from), level(value(values, self.columns), self.columns_from))
    }

    pub(super) fn total(&self, (row, column): (u8, u8)) -> Thousandths {
        self.totals.get(usize::from(row)).and_then(|r| r.get(usize::from(column))).copied().unwrap_or_default()
    }

    pub(super) fn rank(&self, (row, column): (u8, u8)) -> Rank {
        self.ranks.get(usize::from(row)).and_then(|r| r.get(usize::from(column))).copied().unwrap_or(Rank::C)
    }
}

impl Combine {
    #[inline]
    pub(super) fn combined(&self, values: &Values) -> Combined {
        let raw = match self {
            // INVARIANT: at most 8 values, which their bounds hold within 10^12 thousandths.
            Self::Sum(of) => of.iter().fold(Thousandths::ZERO, |sum, d| sum.wrapping_add(value(values, *d))),
            Self::Weighted(of) => weighted(of, values),
            Self::Product { of, per } => product(of, *per, values),
            Self::Matrix(matrix) => return matrix.combined(values),
        };
        Combined { raw, cell: None }
    }

    /// The least and the most that the raw total can be while each dimension lies between two values.
    pub(in crate::scoring) fn between(&self, low: &Values, high: &Values) -> (Thousandths, Thousandths) {
        let Self::Matrix(matrix) = self else {
            // Sums, weights of at least 0 and products of floors of at least 0 rise with each dimension.
            return (self.combined(low).raw, self.combined(high).raw);
        };
        // A better dimension has a smaller row or column number.
        let ((last_row, last_column), (first_row, first_column)) = (matrix.cell(low), matrix.cell(high));
        let mut range = (Thousandths::MAX, Thousandths::MIN);
        for row in first_row..=last_row {
            for column in first_column..=last_column {
                let total = matrix.total((row, column));
                range = (range.0.min(total), range.1.max(total));
            }
        }
        range
    }

    /// The dimensions that the total is made of.
    pub(in crate::scoring) fn operands(&self) -> impl Iterator<Item = DimensionPlace> + '_ {
        let (list, weighted, matrix): (&[DimensionPlace], &[(DimensionPlace, u64)], _) = match self {
            Self::Sum(of) | Self::Product { of, .. } => (of, &[], None),
            Self::Weighted(of) => (&[], of, None),
            Self::Matrix(m) => (&[], &[], Some([m.rows, m.columns])),
        };
        list.iter().copied().chain(weighted.iter().map(|(d, _)| *d)).chain(matrix.into_iter().flatten())
    }
}

#[inline]
pub(in crate::scoring) fn value(values: &Values, dimension: DimensionPlace) -> Thousandths {
    values.get(dimension.index()).copied().unwrap_or_default()
}

#[inline(never)]
fn weighted(of: &[(DimensionPlace, u64)], values: &Values) -> Thousandths {
    // INVARIANT: |value| ≤ 10^12 thousandths, parts ≤ 10^12, at most 8 terms: under 2^84.
    let sum = of.iter().fold(0_i128, |sum, (dimension, parts)| {
        sum.saturating_add(i128::from(value(values, *dimension).get()).saturating_mul(i128::from(*parts)))
    });
    narrow(round_ratio(sum, u128::from(RATE_PARTS)))
}

#[inline(never)]
fn product(of: &[DimensionPlace], per: Thousandths, values: &Values) -> Thousandths {
    let mut numerator = 1_i128;
    let mut denominator = 1_u128;
    for (place, dimension) in of.iter().enumerate() {
        // INVARIANT: dimensions lie in 0 … 10^12 and there are at most three factors: the product is below 2^120.
        numerator = numerator.saturating_mul(i128::from(value(values, *dimension).get()));
        if place > 0 {
            denominator = denominator.saturating_mul(u128::from(per.unsigned_abs()));
        }
    }
    narrow(round_ratio(numerator, denominator))
}

fn narrow(value: i128) -> Thousandths {
    i64::try_from(value).map_or(if value < 0 { Thousandths::MIN } else { Thousandths::MAX }, Thousandths::of)
}

fn level(value: Thousandths, [first, second]: [Thousandths; 2]) -> u8 {
    if value >= first {
        0
    } else if value >= second {
        1
    } else {
        2
    }
}

// The values of all dimensions stand in an array of this size.
const _: () = assert!(bounds::DIMENSIONS.max == 8);
