//! A small map in one block of memory: leads hold few fields and answers, and are copied and dropped by the million.

use alloc::vec::Vec;
use core::borrow::Borrow;
use core::fmt;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::values::unique;

/// A map as a sorted list. Reads like a `BTreeMap` and is stored like one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SortedMap<K, V>(Vec<(K, V)>);

/// What a map knows of a key.
pub(crate) enum Look<'a, V> {
    Known(&'a mut V),
    New(Place),
}

/// Where a key that is not there belongs.
#[derive(Clone, Copy)]
pub(crate) struct Place(usize);

impl<K: Ord, V> SortedMap<K, V> {
    pub(crate) const fn new() -> Self {
        Self(Vec::new())
    }

    fn place<Q: Ord + ?Sized>(&self, key: &Q) -> Result<usize, usize>
    where
        K: Borrow<Q>,
    {
        self.0.binary_search_by(|(known, _)| known.borrow().cmp(key))
    }

    pub(crate) fn get<Q: Ord + ?Sized>(&self, key: &Q) -> Option<&V>
    where
        K: Borrow<Q>,
    {
        let place = self.place(key).ok()?;
        self.0.get(place).map(|(_, value)| value)
    }

    pub(crate) fn get_mut<Q: Ord + ?Sized>(&mut self, key: &Q) -> Option<&mut V>
    where
        K: Borrow<Q>,
    {
        let place = self.place(key).ok()?;
        self.0.get_mut(place).map(|(_, value)| value)
    }

    pub(crate) fn contains_key<Q: Ord + ?Sized>(&self, key: &Q) -> bool
    where
        K: Borrow<Q>,
    {
        self.place(key).is_ok()
    }

    /// What is known of a key, or where it belongs. Keys mostly come in their order, so the end is looked at first.
    pub(crate) fn look<Q: Ord + ?Sized>(&mut self, key: &Q) -> Look<'_, V>
    where
        K: Borrow<Q>,
    {
        let end = self.0.last().is_none_or(|(last, _)| last.borrow() < key);
        let place = if end { Err(self.0.len()) } else { self.place(key) };
        match place {
            Ok(place) => self.0.get_mut(place).map_or(Look::New(Place(place)), |(_, value)| Look::Known(value)),
            Err(place) => Look::New(Place(place)),
        }
    }

    /// Adds an entry at the place at which its key was not found.
    pub(crate) fn add(&mut self, place: Place, key: K, value: V) -> Option<&mut V> {
        if place.0 < self.0.len() {
            self.0.insert(place.0, (key, value));
            return self.0.get_mut(place.0).map(|(_, value)| value);
        }
        self.0.push((key, value));
        self.0.last_mut().map(|(_, value)| value)
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn reserve(&mut self, more: usize) {
        self.0.reserve_exact(more);
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&K, &V)> {
        self.0.iter().map(|(key, value)| (key, value))
    }

    pub(super) fn iter_mut(&mut self) -> impl Iterator<Item = (&K, &mut V)> {
        self.0.iter_mut().map(|(key, value)| (&*key, value))
    }

    pub(crate) fn values_mut(&mut self) -> impl Iterator<Item = &mut V> {
        self.0.iter_mut().map(|(_, value)| value)
    }
}

impl<K: Ord, V> Default for SortedMap<K, V> {
    fn default() -> Self {
        Self::new()
    }
}

impl<K: Serialize, V: Serialize> Serialize for SortedMap<K, V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(key, value)| (key, value)))
    }
}

impl<'de, K: Deserialize<'de> + Ord + fmt::Display, V: Deserialize<'de>> Deserialize<'de> for SortedMap<K, V> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // Through the tree: it sorts.
        unique::map(deserializer).map(|map| Self(map.into_iter().collect()))
    }
}
