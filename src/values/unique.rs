//! serde for maps and sets of which every key has to be there once: the last of two would win without a word.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::ToString as _;
use core::fmt;
use core::marker::PhantomData;
use serde::de::{DeserializeSeed, Error, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

/// Reads a map of which no key stands there twice.
pub(crate) fn map<'de, K, V, D>(deserializer: D) -> Result<BTreeMap<K, V>, D::Error>
where
    K: Deserialize<'de> + Ord + fmt::Display,
    V: Deserialize<'de>,
    D: Deserializer<'de>,
{
    deserializer.deserialize_map(MapOf(PhantomData::<V>, PhantomData))
}

/// Reads a map of maps of which no key stands there twice, at either level.
pub(crate) fn map_of_maps<'de, K, L, V, D>(deserializer: D) -> Result<BTreeMap<K, BTreeMap<L, V>>, D::Error>
where
    K: Deserialize<'de> + Ord + fmt::Display,
    L: Deserialize<'de> + Ord + fmt::Display,
    V: Deserialize<'de>,
    D: Deserializer<'de>,
{
    deserializer.deserialize_map(MapOf(InnerMap::<L, V>(PhantomData), PhantomData))
}

/// Reads a set of which no member stands there twice.
pub(crate) fn set<'de, K, D>(deserializer: D) -> Result<BTreeSet<K>, D::Error>
where
    K: Deserialize<'de> + Ord + fmt::Display,
    D: Deserializer<'de>,
{
    deserializer.deserialize_seq(SetOf(PhantomData))
}

/// Reads a set of which no member stands there twice, where it is written at all.
pub(crate) fn optional_set<'de, K, D>(deserializer: D) -> Result<Option<BTreeSet<K>>, D::Error>
where
    K: Deserialize<'de> + Ord + fmt::Display,
    D: Deserializer<'de>,
{
    struct Different<K>(BTreeSet<K>);
    impl<'de, K: Deserialize<'de> + Ord + fmt::Display> Deserialize<'de> for Different<K> {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            set(deserializer).map(Self)
        }
    }
    Option::<Different<K>>::deserialize(deserializer).map(|written| written.map(|members| members.0))
}

/// What a set says that it expects. A reader that knows these words knows that every entry has to be there once.
pub(crate) const DIFFERENT: &str = "a list in which nothing stands twice";

/// The length that is told of a list by a reader that has seen to it that nothing stands twice as it is written.
///
/// It may put one legal member in the place of every bad one, and these need not differ.
pub(crate) const LOOKED_AT: usize = usize::MAX;

/// The refusal of a key that stands there already.
fn twice<E: Error>(key: &impl fmt::Display) -> E {
    let name = key.to_string();
    // Some say in a few words what they are, with the name in backticks already.
    if name.contains('`') {
        E::custom(format_args!("{name} stands there twice: write it once"))
    } else {
        E::custom(format_args!("`{name}` stands there twice: write it once"))
    }
}

struct MapOf<K, S>(S, PhantomData<K>);

impl<'de, K, S> Visitor<'de> for MapOf<K, S>
where
    K: Deserialize<'de> + Ord + fmt::Display,
    S: DeserializeSeed<'de> + Copy,
{
    type Value = BTreeMap<K, S::Value>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a table")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Self::Value, A::Error> {
        let mut map = BTreeMap::new();
        while let Some(key) = entries.next_key()? {
            if map.contains_key(&key) {
                return Err(twice(&key));
            }
            let value = entries.next_value_seed(self.0)?;
            map.insert(key, value);
        }
        Ok(map)
    }
}

struct InnerMap<K, V>(PhantomData<(K, V)>);

impl<K, V> Clone for InnerMap<K, V> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<K, V> Copy for InnerMap<K, V> {}

impl<'de, K, V> DeserializeSeed<'de> for InnerMap<K, V>
where
    K: Deserialize<'de> + Ord + fmt::Display,
    V: Deserialize<'de>,
{
    type Value = BTreeMap<K, V>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        map(deserializer)
    }
}

struct SetOf<K>(PhantomData<K>);

impl<'de, K: Deserialize<'de> + Ord + fmt::Display> Visitor<'de> for SetOf<K> {
    type Value = BTreeSet<K>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(DIFFERENT)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut members: A) -> Result<Self::Value, A::Error> {
        let looked_at = members.size_hint() == Some(LOOKED_AT);
        let mut set = BTreeSet::new();
        while let Some(member) = members.next_element()? {
            if !looked_at && set.contains(&member) {
                return Err(twice(&member));
            }
            set.insert(member);
        }
        Ok(set)
    }
}
