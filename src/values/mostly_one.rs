//! A list of which there is mostly one, and one needs no memory of its own.

use alloc::vec::Vec;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// One entry in place, or a list. Stored like a list.
#[derive(Debug, Clone)]
pub(crate) enum MostlyOne<T> {
    /// Just one.
    One(T),
    /// None or several.
    List(Vec<T>),
}

impl<T> MostlyOne<T> {
    pub(crate) const fn new() -> Self {
        Self::List(Vec::new())
    }

    pub(crate) fn as_slice(&self) -> &[T] {
        match self {
            Self::One(entry) => core::slice::from_ref(entry),
            Self::List(list) => list,
        }
    }

    pub(crate) fn iter_mut(&mut self) -> impl Iterator<Item = &mut T> {
        match self {
            Self::One(entry) => core::slice::from_mut(entry).iter_mut(),
            Self::List(list) => list.iter_mut(),
        }
    }

    pub(crate) fn push(&mut self, entry: T) {
        *self = match core::mem::take(self) {
            Self::One(first) => Self::List(alloc::vec![first, entry]),
            Self::List(list) if list.is_empty() => Self::One(entry),
            Self::List(mut list) => {
                list.push(entry);
                Self::List(list)
            }
        };
    }

    pub(crate) fn sort_by(&mut self, order: impl FnMut(&T, &T) -> core::cmp::Ordering) {
        if let Self::List(list) = self {
            list.sort_by(order);
        }
    }

    pub(crate) fn retain(&mut self, mut keep: impl FnMut(&T) -> bool) {
        match self {
            Self::One(entry) if keep(entry) => {}
            Self::One(_) => *self = Self::new(),
            Self::List(list) => list.retain(keep),
        }
    }
}

impl<T> Default for MostlyOne<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T: PartialEq> PartialEq for MostlyOne<T> {
    fn eq(&self, other: &Self) -> bool {
        self.as_slice() == other.as_slice()
    }
}

impl<T: Eq> Eq for MostlyOne<T> {}

impl<T: Serialize> Serialize for MostlyOne<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.as_slice().serialize(serializer)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for MostlyOne<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut list: Vec<T> = Vec::deserialize(deserializer)?;
        let one = if list.len() == 1 { list.pop() } else { None };
        Ok(one.map_or(Self::List(list), Self::One))
    }
}

#[cfg(test)]
mod tests {
    use crate::values::mostly_one::MostlyOne;
    use alloc::vec::Vec;

    #[test]
    fn one_leaves_and_comes_back() {
        let mut few = MostlyOne::new();
        let mut plain: Vec<u8> = Vec::new();
        for entry in 0..4 {
            few.push(entry);
            plain.push(entry);
            assert_eq!(few.as_slice(), plain);
        }
        for gone in [1, 0, 3, 2] {
            few.retain(|entry| *entry != gone);
            plain.retain(|entry| *entry != gone);
            assert_eq!(few.as_slice(), plain);
        }
        few.push(7);
        assert_eq!(few, MostlyOne::One(7));
        few.retain(|_| false);
        assert_eq!(few, MostlyOne::new());
    }
}
