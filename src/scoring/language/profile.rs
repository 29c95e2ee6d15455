//! Score profiles: a total with its bounds, its rank, and where it stands against the thresholds.

use alloc::boxed::Box;

use crate::scoring::language::combine::{Combine, Combined, Values, value};
use crate::scoring::language::group::Bounds;
use crate::scoring::language::place::DimensionPlace;
use crate::scoring::language::standing::Standing;
use crate::scoring::language::thousandths::Thousandths;
use crate::values::{ProfileName, Rank};

#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::scoring) struct Profile {
    pub(in crate::scoring) name: ProfileName,
    pub(in crate::scoring) combine: Combine,
    pub(in crate::scoring) bounds: Bounds,
    pub(in crate::scoring) enter: Thousandths,
    pub(in crate::scoring) exit: Thousandths,
    pub(in crate::scoring) minima: Box<[(DimensionPlace, Thousandths)]>,
    /// Totals from which the rank is A, B.
    pub(in crate::scoring) ranks: Option<(Thousandths, Thousandths)>,
}

impl Profile {
    #[inline]
    pub(in crate::scoring) fn combine(&self, values: &Values) -> Combined {
        self.combine.combined(values)
    }

    #[inline]
    pub(in crate::scoring) fn rank(&self, total: Thousandths, cell: Option<(u8, u8)>) -> Rank {
        if let (Combine::Matrix(matrix), Some(cell)) = (&self.combine, cell) {
            return matrix.rank(cell);
        }
        match self.ranks {
            Some((a, _)) if total >= a => Rank::A,
            Some((_, b)) if total >= b => Rank::B,
            _ => Rank::C,
        }
    }

    pub(in crate::scoring) fn standing(&self, total: Thousandths, values: &Values) -> Standing {
        if total < self.exit {
            Standing::BelowExit
        } else if total >= self.enter && self.minima.iter().all(|(d, least)| value(values, *d) >= *least) {
            Standing::Enter
        } else {
            Standing::Between
        }
    }
}
