//! Why a fact does not fit onto a lead.

use serde::{Deserialize, Serialize};

use crate::lead::misfit::Misfit;
use crate::values::FactKind;
use crate::values::{Instant, LeadKey, StageKind};

/// Why a fact does not fit onto a lead.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ApplyError {
    /// Written by a newer version of this crate, or by none.
    #[error("schema {got} is not known: this version reads 1 to {newest}")]
    Schema {
        /// The version of the fact.
        got: u16,
        /// The newest version that is read.
        newest: u16,
    },
    /// A fact of another lead.
    #[error("fact belongs to lead `{got}`, not to `{expected}`")]
    OtherLead {
        /// The lead.
        expected: LeadKey,
        /// The lead of the fact.
        got: LeadKey,
    },
    /// A gap or a repeat.
    #[error("fact has revision {got}, expected {expected}")]
    Revision {
        /// The next revision of the lead.
        expected: u64,
        /// The revision of the fact.
        got: u64,
    },
    /// The id does not belong to lead and revision.
    #[error("fact id does not belong to its lead and revision")]
    Id,
    /// Recorded before the fact before it.
    #[error("fact was recorded at {got}, before {earliest}")]
    RecordedBackwards {
        /// When the newest fact was recorded.
        earliest: Instant,
        /// When this one was.
        got: Instant,
    },
    /// Effective after it was recorded.
    #[error("fact is effective at {effective}, after it was recorded at {recorded}")]
    EffectiveLate {
        /// When it was recorded.
        recorded: Instant,
        /// When it took effect.
        effective: Instant,
    },
    /// The cycle or visit of the envelope is not what the body leads to.
    #[error("fact claims cycle {got_cycle} visit {got_visit}, expected cycle {cycle} visit {visit}")]
    Place {
        /// The cycle after the fact.
        cycle: u32,
        /// The visit after the fact.
        visit: u32,
        /// The cycle of the envelope.
        got_cycle: u32,
        /// The visit of the envelope.
        got_visit: u32,
    },
    /// The first fact must be `captured`, and only the first.
    #[error("fact `{kind}` cannot be here: a lead begins with `captured` and has it once")]
    Beginning {
        /// The kind of the fact.
        kind: FactKind,
    },
    /// The stage does not have what the fact changes.
    #[error("fact `{kind}` does not fit onto a lead at {stage}: {why}")]
    Misfit {
        /// The kind of the fact.
        kind: FactKind,
        /// The stage of the lead.
        stage: StageKind,
        /// What is missing.
        why: Misfit,
    },
}
