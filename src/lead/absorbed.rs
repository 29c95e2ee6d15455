//! The leads that became one with this one.

use alloc::vec::Vec;
use serde::{Deserialize, Deserializer, Serialize};

use crate::lead::contribution::ContributionPart;
use crate::lead::known_elsewhere::KnownElsewhere;
use crate::lead::taken_back_ids::TakenBackIds;
use crate::lead::totals::Totals;
use crate::values::{Digest, Instant, LeadKey, limits};

/// A lead that became one with this one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
#[non_exhaustive]
pub struct AbsorbedLead {
    /// Its key.
    pub lead: LeadKey,
    /// The lead with which it came: itself, or one that it had been merged into before.
    pub with: LeadKey,
    /// When.
    pub at: Instant,
    /// Its revision then.
    pub revision: u64,
    /// Its own totals then: they are kept apart, never added.
    pub totals: Totals,
}

/// The leads that became one with this one, at most 64, and what they had heard.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Absorbed {
    leads: Vec<AbsorbedLead>,
    known: KnownElsewhere,
}

impl Absorbed {
    /// The leads, in the order in which they came.
    #[must_use]
    pub fn leads(&self) -> &[AbsorbedLead] {
        &self.leads
    }

    /// One of them.
    #[must_use]
    pub fn get(&self, lead: &LeadKey) -> Option<&AbsorbedLead> {
        self.leads.iter().find(|known| known.lead == *lead)
    }

    /// Whether an activity raised a hand at one of them: told again here, it is recorded and raises none.
    #[must_use]
    pub fn raised_hand(&self, id: Digest) -> bool {
        self.known.raised_hand(id)
    }

    /// The ids of activities that were taken back from one of them.
    #[must_use]
    pub const fn taken_back(&self) -> &TakenBackIds {
        &self.known.taken_back
    }

    pub(super) fn take(&mut self, part: &ContributionPart, with: &LeadKey, at: Instant) {
        self.known.absorb(&part.known);
        self.leads.push(AbsorbedLead {
            lead: part.lead.clone(),
            with: with.clone(),
            at,
            revision: part.revision,
            totals: part.totals,
        });
    }

    fn is_sound(&self) -> bool {
        let mut keys: Vec<&LeadKey> = self.leads.iter().map(|known| &known.lead).collect();
        keys.sort_unstable();
        let once = keys.iter().zip(keys.iter().skip(1)).all(|(a, b)| a < b);
        once && !keys.is_empty() && limits::ABSORBED.admits_len(keys.len())
    }
}

impl<'de> Deserialize<'de> for Absorbed {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields, rename = "Absorbed", expecting = "a table")]
        struct Raw {
            leads: Vec<AbsorbedLead>,
            known: KnownElsewhere,
        }
        let Raw { leads, known } = Raw::deserialize(deserializer)?;
        let absorbed = Self { leads, known };
        if absorbed.is_sound() {
            Ok(absorbed)
        } else {
            Err(serde::de::Error::custom("absorbed leads are not sound: each once, at least one, and at most 64"))
        }
    }
}
