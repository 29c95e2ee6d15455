//! A list whose first few entries need no memory of their own: most leads have few consents and activities, and leads
//! are folded and dropped by the million.

use alloc::collections::VecDeque;
use core::fmt;
use serde::ser::SerializeSeq as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Up to `N` entries in place, more on the heap. Stored like a list.
#[derive(Clone)]
pub(crate) enum InlineList<T, const N: usize> {
    /// INVARIANT: the first `len` entries count, 1 to `N`; what lies behind them is filling.
    Here { len: u8, entries: [T; N] },
    /// None, or more than there is room for (or was).
    Away(VecDeque<T>),
}

impl<T: Copy, const N: usize> InlineList<T, N> {
    pub(crate) const fn new() -> Self {
        Self::Away(VecDeque::new())
    }

    fn parts(&self) -> (&[T], &[T]) {
        match self {
            Self::Here { len, entries } => (entries.get(..usize::from(*len)).unwrap_or(entries), &[]),
            Self::Away(list) => list.as_slices(),
        }
    }

    pub(crate) fn len(&self) -> usize {
        match self {
            Self::Here { len, .. } => usize::from(*len),
            Self::Away(list) => list.len(),
        }
    }

    pub(crate) fn iter(&self) -> impl DoubleEndedIterator<Item = &T> {
        let (front, back) = self.parts();
        front.iter().chain(back)
    }

    pub(crate) fn get_mut(&mut self, place: usize) -> Option<&mut T> {
        match self {
            Self::Here { len, entries } => entries.get_mut(..usize::from(*len))?.get_mut(place),
            Self::Away(list) => list.get_mut(place),
        }
    }

    /// How many entries at the front pass, given that all those that pass stand before all others.
    pub(crate) fn partition_point(&self, passes: impl FnMut(&T) -> bool) -> usize {
        match self {
            Self::Here { .. } => self.parts().0.partition_point(passes),
            Self::Away(list) => list.partition_point(passes),
        }
    }

    /// Puts an entry at a place; one beyond the end goes to the end.
    pub(crate) fn insert(&mut self, place: usize, entry: T) {
        let place = place.min(self.len());
        match self {
            Self::Away(list) if list.is_empty() => *self = Self::Here { len: 1, entries: [entry; N] },
            Self::Away(list) => list.insert(place, entry),
            Self::Here { len, entries } => {
                if let Some(tail) = entries.get_mut(place..=usize::from(*len)) {
                    tail.rotate_right(1);
                    if let Some(first) = tail.first_mut() {
                        *first = entry;
                    }
                    *len = len.saturating_add(1);
                } else {
                    let mut list = VecDeque::with_capacity(N.saturating_mul(2));
                    list.extend(entries.iter().copied());
                    list.insert(place, entry);
                    *self = Self::Away(list);
                }
            }
        }
    }

    pub(crate) fn pop_front(&mut self) -> Option<T> {
        match self {
            Self::Away(list) => list.pop_front(),
            Self::Here { len, entries } => {
                let first = entries.first().copied();
                entries.rotate_left(1.min(N));
                *len = len.saturating_sub(1);
                if *len == 0 {
                    *self = Self::new();
                }
                first
            }
        }
    }
}

impl<T: Copy, const N: usize> From<VecDeque<T>> for InlineList<T, N> {
    fn from(list: VecDeque<T>) -> Self {
        let Some((first, len)) = list.front().zip(u8::try_from(list.len()).ok().filter(|_| list.len() <= N)) else {
            return Self::Away(list);
        };
        let mut entries = [*first; N];
        for (place, entry) in entries.iter_mut().zip(&list) {
            *place = *entry;
        }
        Self::Here { len, entries }
    }
}

impl<T: Copy, const N: usize> Default for InlineList<T, N> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T: Copy + PartialEq, const N: usize> PartialEq for InlineList<T, N> {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

impl<T: Copy + Eq, const N: usize> Eq for InlineList<T, N> {}

impl<T: Copy + fmt::Debug, const N: usize> fmt::Debug for InlineList<T, N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

impl<T: Copy + Serialize, const N: usize> Serialize for InlineList<T, N> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // With its length: a format that writes it first cannot take a chain of two parts as it is.
        let mut list = serializer.serialize_seq(Some(self.len()))?;
        for entry in self.iter() {
            list.serialize_element(entry)?;
        }
        list.end()
    }
}

impl<'de, T: Copy + Deserialize<'de>, const N: usize> Deserialize<'de> for InlineList<T, N> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        VecDeque::deserialize(deserializer).map(Self::from)
    }
}

#[cfg(test)]
mod tests {
    use crate::values::inline_list::InlineList;
    use alloc::collections::VecDeque;
    use alloc::vec::Vec;
    use proptest::prelude::*;

    proptest! {
        /// Whatever is done to it, it holds what a list would.
        #[test]
        fn it_is_a_list(steps in proptest::collection::vec(proptest::option::of((0usize..9, 0u8..9)), 0..40)) {
            let mut ours: InlineList<u8, 3> = InlineList::new();
            let mut plain: VecDeque<u8> = VecDeque::new();
            for step in steps {
                if let Some((place, entry)) = step {
                    ours.insert(place, entry);
                    plain.insert(place.min(plain.len()), entry);
                } else {
                    prop_assert_eq!(ours.pop_front(), plain.pop_front());
                }
                prop_assert_eq!(ours.len(), plain.len());
                prop_assert_eq!(ours.len() == 0, plain.is_empty());
                prop_assert!(ours.iter().eq(plain.iter()));
                prop_assert_eq!(&InlineList::from(plain.clone()), &ours);
                prop_assert_eq!(ours.get_mut(2).copied(), plain.get(2).copied());
                let mut sorted: Vec<u8> = plain.iter().copied().collect();
                sorted.sort_unstable();
                let sorted: VecDeque<u8> = sorted.into();
                let short: InlineList<u8, 3> = sorted.clone().into();
                prop_assert_eq!(short.partition_point(|e| *e < 5), sorted.partition_point(|e| *e < 5));
            }
        }
    }
}
