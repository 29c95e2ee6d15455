//! How points fade with age, in integers: the same bits on every platform.

use alloc::boxed::Box;

use crate::scoring::bounds::HALVINGS;
use crate::scoring::language::half_life::{HalfLife, ONE};
use crate::scoring::language::ratio::RATE_PARTS;

/// A checked decay.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::scoring) enum Decay {
    None,
    /// Seconds until nothing is left; at least 1.
    Linear(u64),
    HalfLife(HalfLife),
    /// (age from which, parts of 10^12); ages rise, parts fall.
    Steps(Box<[(u64, u64)]>),
}

impl Decay {
    /// The weight at an age, out of [`Decay::whole`], after `halvings` further halvings.
    pub(in crate::scoring) fn weight(&self, age: u64, halvings: u32) -> u128 {
        if halvings > HALVINGS {
            return 0;
        }
        // INVARIANT: every product below is under 2^34 · 2^40 or 10^12 · 2^40, far inside u128.
        let scaled = |part: u64| u128::from(part).wrapping_shl(HALVINGS.saturating_sub(halvings));
        match self {
            Self::None => scaled(1),
            Self::Linear(over) => scaled(over.saturating_sub(age)),
            Self::HalfLife(half) => u128::from(half.weight(age).wrapping_shr(halvings)),
            Self::Steps(steps) => scaled(left(steps, age)),
        }
    }

    /// The weight of one undecayed award.
    pub(in crate::scoring) fn whole(&self) -> u128 {
        match self {
            Self::None => 1 << HALVINGS,
            Self::Linear(over) => u128::from(*over).wrapping_shl(HALVINGS),
            Self::HalfLife(_) => u128::from(ONE),
            Self::Steps(_) => u128::from(RATE_PARTS).wrapping_shl(HALVINGS),
        }
    }

    /// The age from which the weight is 0, if there is one.
    pub(super) fn spent_at(&self) -> Option<u64> {
        match self {
            Self::None => None,
            Self::Linear(over) => Some(*over),
            Self::HalfLife(half) => Some(half.spent_at()),
            Self::Steps(steps) => steps.iter().find(|(_, parts)| *parts == 0).map(|(from, _)| *from),
        }
    }

    /// The age from which the weight no longer changes.
    pub(super) fn settled_at(&self) -> u64 {
        match self {
            Self::Steps(steps) => steps.last().map_or(0, |(from, _)| *from),
            Self::None | Self::Linear(_) | Self::HalfLife(_) => self.spent_at().unwrap_or(0),
        }
    }
}

fn left(steps: &[(u64, u64)], age: u64) -> u64 {
    let passed = steps.partition_point(|(from, _)| *from <= age);
    passed.checked_sub(1).and_then(|last| steps.get(last)).map_or(RATE_PARTS, |(_, parts)| *parts)
}
