//! A list that is never longer than the table of limits allows, so that every value of it is legal.

use alloc::sync::Arc;
use alloc::vec::Vec;
use core::fmt;
use core::ops::Deref;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::values::limits;

/// Why a list is not accepted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, thiserror::Error)]
#[error("{count} entries are too many: at most {max}")]
#[non_exhaustive]
pub struct ListError {
    /// How many.
    pub count: usize,
    /// The limit.
    pub max: usize,
}

/// A list of at most 64 entries: topics, key people, deal lines, products. Cloning is cheap.
///
/// ```
/// use lead_lifecycle::values::List;
/// let topics = List::new(vec!["price", "security"])?;
/// assert_eq!(topics.len(), 2);
/// assert!(List::new(vec![0; 65]).is_err());
/// # Ok::<(), lead_lifecycle::values::ListError>(())
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct List<T>(
    /// Shared, because facts and the lead made of them hold the same lists. INVARIANT: none when empty.
    Option<Arc<[T]>>,
);

impl<T> List<T> {
    /// Checks the length and keeps the entries.
    ///
    /// # Errors
    /// More than 64 entries.
    pub fn new(entries: Vec<T>) -> Result<Self, ListError> {
        if limits::LIST_ENTRIES.admits_len(entries.len()) {
            Ok(Self((!entries.is_empty()).then(|| entries.into())))
        } else {
            Err(ListError { count: entries.len(), max: limits::LIST_ENTRIES.max_len() })
        }
    }

    /// No entries.
    #[must_use]
    pub const fn empty() -> Self {
        Self(None)
    }

    /// One entry.
    #[must_use]
    pub fn one(entry: T) -> Self {
        Self(Some(Arc::new([entry])))
    }

    /// The entries, each replaceable in its place.
    pub(crate) fn as_mut_slice(&mut self) -> &mut [T]
    where
        T: Clone,
    {
        self.0.as_mut().map_or(&mut [], |entries| Arc::make_mut(entries))
    }
}

impl<T: fmt::Debug> fmt::Debug for List<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("List").field(&&**self).finish()
    }
}

impl<T: Serialize> Serialize for List<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (**self).serialize(serializer)
    }
}

impl<T> Default for List<T> {
    fn default() -> Self {
        Self::empty()
    }
}

impl<T> Deref for List<T> {
    type Target = [T];
    fn deref(&self) -> &[T] {
        self.0.as_deref().unwrap_or(&[])
    }
}

impl<T> TryFrom<Vec<T>> for List<T> {
    type Error = ListError;
    fn try_from(entries: Vec<T>) -> Result<Self, ListError> {
        Self::new(entries)
    }
}

impl<'a, T> IntoIterator for &'a List<T> {
    type Item = &'a T;
    type IntoIter = core::slice::Iter<'a, T>;
    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for List<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::new(Vec::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}
