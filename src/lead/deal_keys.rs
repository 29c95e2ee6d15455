//! Which deal keys a lead has used.

use alloc::vec::Vec;
use serde::{Deserialize, Deserializer, Serialize};

use crate::values::{DealKey, Digest, InlineList, limits};

/// The newest deal keys of a lead, by their fingerprints: none is opened twice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub(super) struct DealKeys(InlineList<Digest, 2>);

impl DealKeys {
    pub(super) const fn new() -> Self {
        Self(InlineList::new())
    }

    /// Whether a deal of this key was opened, as far as is remembered.
    pub(super) fn knows(&self, key: &DealKey) -> bool {
        let print = key.digest();
        self.0.iter().any(|known| *known == print)
    }

    /// Those that are in none of these.
    pub(super) fn without(&self, others: &[&Self]) -> Self {
        let is_other = |print: &Digest| others.iter().any(|other| other.0.iter().any(|known| known == print));
        let mut own = Self::new();
        for print in self.0.iter().filter(|print| !is_other(print)) {
            own.0.insert(own.0.len(), *print);
        }
        own
    }

    /// Two leads become one: neither opens a deal of the other again.
    pub(super) fn unite(&mut self, other: &Self) {
        for print in
            other.0.iter().filter(|print| !self.0.iter().any(|known| known == *print)).copied().collect::<Vec<_>>()
        {
            self.0.insert(self.0.len(), print);
        }
        while self.0.len() > limits::DEAL_KEYS.max_len() {
            let _oldest = self.0.pop_front();
        }
    }

    /// Remembers a key; beyond the bound the oldest is forgotten.
    pub(super) fn remember(&mut self, key: &DealKey) {
        if self.knows(key) {
            return;
        }
        self.0.insert(self.0.len(), key.digest());
        while self.0.len() > limits::DEAL_KEYS.max_len() {
            let _oldest = self.0.pop_front();
        }
    }
}

impl<'de> Deserialize<'de> for DealKeys {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let keys: InlineList<Digest, 2> = InlineList::deserialize(deserializer)?;
        if keys.len() > limits::DEAL_KEYS.max_len() {
            return Err(serde::de::Error::custom("too many deal keys are remembered"));
        }
        Ok(Self(keys))
    }
}
