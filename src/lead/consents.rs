//! The newest word on every channel and purpose.

use serde::{Deserialize, Serialize};

use crate::values::{Channel, ConsentStatus, InlineList, Instant, Purpose};

/// A consent, or its withdrawal, for one channel and one purpose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
#[doc(alias = "同意")]
pub struct Consent {
    /// The way to reach the person.
    pub channel: Channel,
    /// What for.
    pub purpose: Purpose,
    /// Granted or withdrawn.
    pub status: ConsentStatus,
    /// Since when.
    pub at: Instant,
}

/// The newest word on every channel and purpose, by effective time; of two at one instant the withdrawal wins.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Consents(InlineList<Consent, 2>);

impl Consents {
    /// What was last said on a channel and purpose.
    #[must_use]
    pub fn get(&self, channel: Channel, purpose: Purpose) -> Option<&Consent> {
        self.0.iter().find(|c| c.channel == channel && c.purpose == purpose)
    }

    /// All, by channel and purpose.
    pub fn iter(&self) -> impl Iterator<Item = &Consent> {
        self.0.iter()
    }

    /// Whether the person opted out of being contacted so.
    #[must_use]
    pub fn is_withdrawn(&self, channel: Channel, purpose: Purpose) -> bool {
        self.get(channel, purpose).is_some_and(|c| c.status == ConsentStatus::Withdrawn)
    }

    pub(super) fn record(&mut self, consent: Consent) {
        let key = |c: &Consent| (c.channel, c.purpose);
        let place = self.0.partition_point(|known| key(known) < key(&consent));
        match self.0.get_mut(place) {
            Some(known) if key(known) == key(&consent) => {
                if (consent.at, consent.status) > (known.at, known.status) {
                    *known = consent;
                }
            }
            Some(_) | None => self.0.insert(place, consent),
        }
    }

    pub(super) fn is_sound(&self) -> bool {
        let key = |c: &Consent| (c.channel, c.purpose);
        self.0.iter().zip(self.0.iter().skip(1)).all(|(a, b)| key(a) < key(b))
    }
}
