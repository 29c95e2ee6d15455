//! What every fact carries around its body.

use alloc::string::{String, ToString as _};
use core::fmt;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::lead::actor::Actor;
use crate::lead::cause::Cause;
use crate::values::{CommandId, Date, Instant, LeadKey, PolicyStamp};

/// The version of the stored form of facts and leads that this crate writes.
///
/// Older versions are read and raised to this one; newer ones are refused. What a host does when it upgrades the crate is on
/// the page [`embedding::versions`](crate::embedding::versions).
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
/// Written as the lead's key, `#` and the revision; the key itself, so that no two leads share an id. Two writers that
/// decide at the same revision produce the same id, so a host that keeps ids unique cannot store both. Ids are as unique
/// as lead keys are: see [`LeadKey`] for several tenants.
///
/// ```
/// use lead_lifecycle::{LeadKey, lead::FactId};
///
/// let key = LeadKey::new("lead#1").unwrap();
/// let id = FactId::new(&key, 7);
/// assert_eq!(id.to_string(), "lead#1#7");
/// assert_eq!("lead#1#7".parse(), Ok(id));
/// assert!("lead#1#07".parse::<FactId>().is_err());
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FactId {
    lead: LeadKey,
    revision: u64,
}

/// Why a text is not the id of a fact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, thiserror::Error)]
#[error("`{got}` is not the id of a fact: write the lead's key, `#` and the revision")]
#[non_exhaustive]
pub struct FactIdError {
    /// What was given, at most its first 40 characters.
    pub got: String,
}

impl FactId {
    /// The id of the fact with a revision of a lead.
    #[must_use]
    pub fn new(lead: &LeadKey, revision: u64) -> Self {
        Self { lead: lead.clone(), revision }
    }

    /// The lead.
    #[must_use]
    pub const fn lead(&self) -> &LeadKey {
        &self.lead
    }

    /// The number of the fact in the life of the lead.
    #[must_use]
    pub const fn revision(&self) -> u64 {
        self.revision
    }
}

impl fmt::Display for FactId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}#{}", self.lead, self.revision)
    }
}

impl fmt::Debug for FactId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl core::str::FromStr for FactId {
    type Err = FactIdError;

    fn from_str(text: &str) -> Result<Self, FactIdError> {
        let wrong = || FactIdError { got: text.chars().take(40).collect() };
        let (lead, number) = text.rsplit_once('#').ok_or_else(wrong)?;
        let revision: u64 = number.parse().map_err(|_number| wrong())?;
        let id = Self { lead: LeadKey::new(lead).map_err(|_key| wrong())?, revision };
        // One way to write it: no sign, no zeros in front.
        if number == revision.to_string() { Ok(id) } else { Err(wrong()) }
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
                f.write_str("the lead's key, `#` and the revision")
            }
            fn visit_str<E: serde::de::Error>(self, v: &str) -> Result<FactId, E> {
                v.parse().map_err(|_got| E::invalid_value(serde::de::Unexpected::Str(v), &self))
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
    /// The host's id of the command that brought the fact about. Several facts of one decision share it, and what was due
    /// by the clock before the command has none: it is no key of a table of facts.
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
    /// within that day in the zone of the policy.
    pub day: Option<Date>,
    /// Who issued the command.
    pub actor: Actor,
    /// What brought it about.
    pub cause: Cause,
    /// The policy under which it was decided.
    pub policy: PolicyStamp,
}
