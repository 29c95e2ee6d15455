//! A list that is never longer than the table of limits allows, so that every value of it is legal.

use alloc::vec::Vec;
use core::ops::Deref;
use serde::{Deserialize, Deserializer, Serialize};

use crate::values::limits;

/// Why a list is not accepted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{count} entries are too many: at most {max}")]
#[non_exhaustive]
pub struct ListError {
    /// How many.
    pub count: usize,
    /// The limit.
    pub max: usize,
}

/// A list of at most 64 entries: topics, key people, deal lines, products.
///
/// ```
/// use lead_lifecycle::List;
/// let topics = List::new(vec!["price", "security"])?;
/// assert_eq!(topics.len(), 2);
/// assert!(List::new(vec![0; 65]).is_err());
/// # Ok::<(), lead_lifecycle::ListError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct List<T>(Vec<T>);

impl<T> List<T> {
    /// Checks the length and keeps the entries.
    ///
    /// # Errors
    /// More than 64 entries.
    pub fn new(entries: Vec<T>) -> Result<Self, ListError> {
        if limits::LIST_ENTRIES.admits_len(entries.len()) {
            Ok(Self(entries))
        } else {
            Err(ListError { count: entries.len(), max: limits::LIST_ENTRIES.max_len() })
        }
    }

    /// No entries.
    #[must_use]
    pub const fn empty() -> Self {
        Self(Vec::new())
    }

    /// One entry.
    #[must_use]
    pub fn one(entry: T) -> Self {
        Self(alloc::vec![entry])
    }

    /// The entries, each replaceable in its place.
    pub(crate) fn as_mut_slice(&mut self) -> &mut [T] {
        &mut self.0
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
        &self.0
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
        self.0.iter()
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for List<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::new(Vec::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}
