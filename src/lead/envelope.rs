//! What every fact carries around its body.

use core::fmt;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::lead::actor::Actor;
use crate::lead::cause::Cause;
use crate::values::{CommandId, Date, Fingerprint, Instant, LeadKey, PolicyStamp};

/// The version of the stored form of facts and leads that this crate writes.
///
/// Older versions are read and raised to this one; newer ones are refused.
pub const SCHEMA: u16 = 1;

/// A stored form of a newer version of this crate: nothing else of it can be judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("schema {got} is newer than this crate knows ({SCHEMA})")]
pub(super) struct NewerSchema {
    /// The schema that is written there.
    pub(super) got: u64,
}

/// Reads a schema, and ends the reading at a newer one.
pub(super) fn known_schema<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u16, D::Error> {
    let got = u16::deserialize(deserializer)?;
    if got > SCHEMA { Err(serde::de::Error::custom(NewerSchema { got: got.into() })) } else { Ok(got) }
}

/// The identity of a fact: its lead and its revision.
///
/// Written as 32 hexadecimal digits: the fingerprint of the lead key, then the revision. Two writers that decide at the
/// same revision produce the same id, so a host that keeps ids unique cannot store both.
///
/// ```
/// use lead_lifecycle::{LeadKey, lead::FactId};
///
/// let key = LeadKey::new("lead-1").unwrap();
/// assert_eq!(FactId::new(&key, 7), FactId::new(&key, 7));
/// assert!(FactId::new(&key, 255).to_string().ends_with("00000000000000ff"));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FactId {
    lead: Fingerprint,
    revision: u64,
}

impl FactId {
    /// The id of the fact with a revision of a lead.
    #[must_use]
    pub fn new(lead: &LeadKey, revision: u64) -> Self {
        Self::from_parts(lead.fingerprint(), revision)
    }

    const fn from_parts(lead: Fingerprint, revision: u64) -> Self {
        Self { lead, revision }
    }
}

impl fmt::Display for FactId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{:016x}", self.lead, self.revision)
    }
}

impl fmt::Debug for FactId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for FactId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for FactId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct IdVisitor;
        impl serde::de::Visitor<'_> for IdVisitor {
            type Value = FactId;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("32 lower-case hexadecimal digits")
            }
            fn visit_str<E: serde::de::Error>(self, v: &str) -> Result<FactId, E> {
                let wrong = || E::invalid_value(serde::de::Unexpected::Str(v), &self);
                let plain = v.len() == 32 && v.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
                let (lead, revision) = v.split_at_checked(16).filter(|_| plain).ok_or_else(wrong)?;
                let number = |hex: &str| u64::from_str_radix(hex, 16).map_err(|_hex| wrong());
                Ok(FactId::from_parts(Fingerprint::from_bits(number(lead)?), number(revision)?))
            }
        }
        deserializer.deserialize_str(IdVisitor)
    }
}

/// What every fact carries around its body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub struct Envelope {
    /// The version of the stored form, see [`SCHEMA`]. It stands first, so that formats without field names read it first.
    #[serde(deserialize_with = "known_schema")]
    pub schema: u16,
    /// The identity of the fact.
    pub fact: FactId,
    /// The host's id of the command, for its uniqueness check.
    pub command: Option<CommandId>,
    /// The lead.
    pub lead: LeadKey,
    /// The number of the fact in the life of the lead, counted from 1 without gaps.
    pub revision: u64,
    /// The cycle in which the lead is after the fact, counted from 1.
    pub cycle: u32,
    /// The visit of the stage in which the lead is after the fact, counted from 1 in each cycle.
    pub visit: u32,
    /// When it was recorded; never decreases.
    pub recorded_at: Instant,
    /// When it happened; never later than `recorded_at`.
    pub effective_at: Instant,
    /// The civil day on which it happened, when no more is known: `effective_at` then stands for it in order, and lies
    /// within that day at the offset of the policy.
    pub day: Option<Date>,
    /// Who issued the command.
    pub actor: Actor,
    /// What brought it about.
    pub cause: Cause,
    /// The policy under which it was decided.
    pub policy: PolicyStamp,
}
