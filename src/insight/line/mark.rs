//! A milestone as reports count it.

use serde::{Deserialize, Serialize};

use crate::insight::line::when::When;
use crate::lead::MilestoneBasis;
use crate::values::Role;

/// A milestone that was reached in a cycle.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub(in crate::insight) struct Mark {
    /// None: it is not known.
    pub(in crate::insight) when: Option<When>,
    pub(in crate::insight) basis: MilestoneBasis,
    /// A promotion whose grounds were taken back.
    pub(in crate::insight) hollow: bool,
    /// The standing of the lead then, by its place in the line.
    pub(in crate::insight) standing: u32,
    /// Who brought it about.
    pub(in crate::insight) by: Role,
}
