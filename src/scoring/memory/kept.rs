//! The instants of a tag as they stand in words.

use crate::scoring::memory::word::{later, unpack};

/// Instants, newest first. What stands in the bits above an instant is not read here.
#[derive(Debug, Clone, Copy)]
pub(in crate::scoring) struct Kept<'a>(&'a [u64]);

impl<'a> Kept<'a> {
    pub(in crate::scoring) const NONE: Self = Self(&[]);

    #[inline]
    pub(super) const fn of(words: &'a [u64]) -> Self {
        Self(words)
    }

    #[inline]
    pub(in crate::scoring) const fn words(&self) -> &'a [u64] {
        self.0
    }

    /// Whether the newest comes after an instant as [`now`](crate::scoring::memory::word::now) gives it.
    #[inline]
    pub(super) fn is_after(&self, now: i64) -> bool {
        self.0.first().is_some_and(|word| later(*word, now))
    }

    #[inline]
    pub(in crate::scoring) fn len(&self) -> usize {
        self.0.len()
    }

    #[inline]
    pub(in crate::scoring) fn at(&self, place: usize) -> Option<i64> {
        self.0.get(place).map(|word| unpack(*word))
    }

    #[inline]
    pub(in crate::scoring) fn iter(&self) -> impl Iterator<Item = i64> + use<'a> {
        self.0.iter().map(|word| unpack(*word))
    }

    /// The so many newest.
    #[inline]
    pub(in crate::scoring) fn first(&self, count: usize) -> Self {
        Self(self.0.get(..count).unwrap_or(self.0))
    }

    /// Without the so many newest.
    pub(in crate::scoring) fn skip(&self, count: usize) -> Self {
        Self(self.0.get(count..).unwrap_or(&[]))
    }
}
