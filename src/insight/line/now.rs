//! Where a lead stands while its facts are taken in.

use serde::{Deserialize, Serialize};

use crate::insight::line::standing::{LastWriters, Standing};
use crate::values::{Instant, Origin, StageKind};

/// Where the lead stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub(in crate::insight) struct Now {
    /// Where the lead was first captured from.
    pub(in crate::insight) origin: Origin,
    pub(in crate::insight) stage: StageKind,
    /// When the stage was entered, as the clocks of the lead say: those of an imported lead start at the import.
    pub(in crate::insight) entered: Instant,
    /// When what promoted it by rule happened, if that was before it took effect.
    pub(in crate::insight) grounds: Option<Instant>,
    /// The first and the last attempt of the cycle.
    pub(in crate::insight) attempts: Option<(Instant, Instant)>,
    pub(in crate::insight) standing: Standing,
    pub(in crate::insight) writers: LastWriters,
    /// Whether a legacy system put the lead back and nothing has been said of the cycle since: the next row is its own.
    pub(in crate::insight) waits_for_row: bool,
}
