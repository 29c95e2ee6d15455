//! Reading a list of fixed length that may be neither shorter nor longer. serde's own arrays take as many entries as
//! they have room for and leave the rest to the format, and some formats drop it without a word.

use alloc::vec::Vec;
use core::fmt;
use core::marker::PhantomData;
use serde::de::{Error as _, IgnoredAny, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

/// A list of exactly so many entries, as it is read.
pub(crate) struct FixedList<T, const N: usize>([T; N]);

impl<T, const N: usize> FixedList<T, N> {
    /// The entries.
    pub(crate) fn into_array(self) -> [T; N] {
        self.0
    }
}

struct Entries<T, const N: usize>(PhantomData<T>);

impl<'de, T: Deserialize<'de>, const N: usize> Visitor<'de> for Entries<T, N> {
    type Value = FixedList<T, N>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "an array of length {N}")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        let mut entries = Vec::with_capacity(N);
        while entries.len() < N {
            match list.next_element()? {
                Some(entry) => entries.push(entry),
                None => return Err(A::Error::invalid_length(entries.len(), &self)),
            }
        }
        let mut length = N;
        while list.next_element::<IgnoredAny>()?.is_some() {
            length = length.saturating_add(1);
        }
        match <[T; N]>::try_from(entries) {
            Ok(entries) if length == N => Ok(FixedList(entries)),
            Ok(_) | Err(_) => Err(A::Error::invalid_length(length, &self)),
        }
    }
}

impl<'de, T: Deserialize<'de>, const N: usize> Deserialize<'de> for FixedList<T, N> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_tuple(N, Entries(PhantomData))
    }
}
