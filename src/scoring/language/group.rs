//! Groups and dimensions: where points add up, and within which bounds.

use crate::scoring::bounds;
use crate::scoring::language::place::{DimensionPlace, GroupPlace};
use crate::scoring::language::thousandths::Thousandths;
use crate::values::{DimensionName, GroupName};

#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::scoring) struct Group {
    pub(in crate::scoring) name: GroupName,
    pub(in crate::scoring) dimension: DimensionPlace,
    pub(in crate::scoring) bounds: Bounds,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::scoring) struct Dimension {
    pub(in crate::scoring) name: DimensionName,
    pub(in crate::scoring) bounds: Bounds,
}

/// Floor and cap in thousandths.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::scoring) struct Bounds {
    pub(in crate::scoring) floor: Thousandths,
    pub(in crate::scoring) cap: Thousandths,
}

impl Bounds {
    #[inline]
    pub(in crate::scoring) fn hold(self, value: Thousandths) -> Thousandths {
        value.min(self.cap).max(self.floor)
    }
}

/// Sums per group, in thousandths; as many as there may be groups.
pub(in crate::scoring) type GroupSums = [Thousandths; 32];

#[inline]
pub(in crate::scoring) fn add(sums: &mut GroupSums, group: GroupPlace, value: Thousandths) {
    if let Some(sum) = sums.get_mut(group.index()) {
        // INVARIANT: a rule gives at most 512 · 10^9 thousandths and there are at most 512 rules, so that sums stay
        // below 2^49.
        *sum = sum.wrapping_add(value);
    }
}

// The sums of all groups stand in an array of this size.
const _: () = assert!(bounds::GROUPS.max == 32);
