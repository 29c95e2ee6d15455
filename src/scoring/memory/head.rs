//! What a block of words says of a tag, beside its occurrences.

use crate::scoring::memory::word::AT_BITS;

/// How many occurrences there are, how many may be kept, and whether there were more.
#[derive(Debug, Clone, Copy, Default)]
pub(in crate::scoring) struct Head(u32);

const COUNT_BITS: u32 = 10;
const COUNT_MASK: u32 = (1 << COUNT_BITS) - 1;
const CUT: u32 = 1 << (2 * COUNT_BITS);

impl Head {
    /// INVARIANT: counts are at most 1023.
    pub(in crate::scoring) fn new(len: u16, keep: u16, cut: bool) -> Self {
        Self(u32::from(len) | u32::from(keep).wrapping_shl(COUNT_BITS) | if cut { CUT } else { 0 })
    }

    /// As it stands above an instant.
    #[inline]
    pub(super) fn of(word: u64) -> Self {
        Self(u32::try_from(word.wrapping_shr(AT_BITS)).unwrap_or(0))
    }

    #[inline]
    pub(super) fn bits(self) -> u64 {
        u64::from(self.0).wrapping_shl(AT_BITS)
    }

    #[inline]
    pub(in crate::scoring) const fn len(self) -> u32 {
        self.0 & COUNT_MASK
    }

    /// How many occurrences there are, as a number of places.
    #[inline]
    pub(super) fn count(self) -> usize {
        usize::try_from(self.len()).unwrap_or(0)
    }

    /// The same, but there were more.
    pub(super) const fn with_cut(self) -> Self {
        Self(self.0 | CUT)
    }

    pub(super) fn keep(self) -> u16 {
        u16::try_from(self.0.wrapping_shr(COUNT_BITS) & COUNT_MASK).unwrap_or(0)
    }

    #[inline]
    pub(in crate::scoring) const fn cut(self) -> bool {
        self.0 & CUT != 0
    }
}
