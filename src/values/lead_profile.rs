//! The profile of a lead: what is known of each field.

use alloc::collections::BTreeSet;
use serde::{Deserialize, Deserializer, Serialize};

use crate::values::fields::{FieldError, FieldLookup, FieldValue, check_members};
use crate::values::limits;
use crate::values::sorted_map::{Look, SortedMap};
use crate::values::text::FieldName;
use crate::values::time::Instant;

/// What is known of one field: the value, since when, and whether it is personal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub struct ProfileEntry {
    /// When the value became true.
    pub at: Instant,
    /// Whether the policy marked the field as personal when the value was recorded, or when it was redacted.
    pub personal: bool,
    /// The value; `None` when it was cleared or redacted.
    pub value: Option<FieldValue>,
}

impl ProfileEntry {
    /// Whether a write that is recorded after this one, and became true at an instant, takes its place: it does unless
    /// this one became true later.
    #[must_use]
    pub fn yields_to(&self, at: Instant) -> bool {
        at >= self.at
    }
}

/// The profile of a lead: per field, the last writer by effective time wins.
///
/// Of two writes at one instant the one recorded later wins, a clearing among them: it is the correction. Otherwise the
/// order of arrival does not matter.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[serde(transparent)]
pub struct LeadProfile(SortedMap<FieldName, ProfileEntry>);

impl LeadProfile {
    /// Nothing known.
    #[must_use]
    pub const fn new() -> Self {
        Self(SortedMap::new())
    }

    /// The current value of a field.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&FieldValue> {
        self.0.get(name).and_then(|entry| entry.value.as_ref())
    }

    /// All entries, in the order of names.
    pub fn entries(&self) -> impl Iterator<Item = (&FieldName, &ProfileEntry)> {
        self.0.iter()
    }

    /// How many fields are known, cleared ones included.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether nothing is known.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether all `changes` fit into the bound of 256 fields.
    #[must_use]
    #[expect(single_use_lifetimes, reason = "`impl Trait` cannot elide the lifetime")]
    pub fn admits<'a>(&self, changes: impl IntoIterator<Item = &'a FieldName>) -> bool {
        let changes = changes.into_iter();
        // Mostly there is room for all, known or not.
        if changes.size_hint().1.is_some_and(|most| limits::FIELDS.admits_len(self.0.len().saturating_add(most))) {
            return true;
        }
        let new = changes.filter(|name| !self.0.contains_key(*name));
        limits::FIELDS.admits_len(self.0.len().saturating_add(new.count()))
    }

    /// Makes room for more fields at once.
    pub(crate) fn reserve(&mut self, more: usize) {
        self.0.reserve(more);
    }

    /// Takes in one write, unless a later one is known.
    #[expect(clippy::needless_pass_by_value, reason = "callers have no further use for it")]
    pub fn record(&mut self, name: &FieldName, entry: ProfileEntry) {
        self.write(name, entry.at, entry.personal, entry.value.as_ref());
    }

    /// The same without an entry: nothing is copied that is not taken in.
    pub(crate) fn write(&mut self, name: &FieldName, at: Instant, personal: bool, value: Option<&FieldValue>) {
        match self.0.look(name) {
            Look::New(place) => {
                let entry = self.0.add(place, name.clone(), ProfileEntry { at, personal, value: None });
                if let (Some(entry), Some(value)) = (entry, value) {
                    value.copy_to(&mut entry.value);
                }
            }
            Look::Known(known) => {
                if known.yields_to(at) {
                    *known = ProfileEntry { at, personal, value: value.cloned() };
                }
            }
        }
    }

    /// What is known of a field, cleared or not.
    #[must_use]
    pub fn entry(&self, name: &str) -> Option<&ProfileEntry> {
        self.0.get(name)
    }

    /// Removes the values of fields that were recorded as personal or are not `spared`; that they were known, and when,
    /// stays. What is removed counts as personal from then on.
    pub fn redact(&mut self, spared: &BTreeSet<FieldName>) {
        for (name, entry) in self.0.iter_mut() {
            entry.personal |= !spared.contains(name);
            if entry.personal {
                entry.value = None;
            }
        }
    }
}

impl<'de> Deserialize<'de> for LeadProfile {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let map: SortedMap<FieldName, ProfileEntry> = SortedMap::deserialize(deserializer)?;
        if !limits::FIELDS.admits_len(map.len()) {
            return Err(serde::de::Error::custom(FieldError::TooMany {
                count: map.len(),
                max: limits::FIELDS.max_len(),
            }));
        }
        for (name, entry) in map.iter() {
            if let Some(value) = &entry.value {
                check_members(name, value).map_err(serde::de::Error::custom)?;
            }
        }
        Ok(Self(map))
    }
}

impl FieldLookup for LeadProfile {
    fn value(&self, field: &str) -> Option<&FieldValue> {
        self.get(field)
    }
}
