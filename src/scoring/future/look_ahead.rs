//! What a search into the future found, and how far it could look second by second.

use serde::{Deserialize, Serialize};

use crate::values::Instant;

/// What [`Scoring::look_ahead`](crate::scoring::Scoring::look_ahead) found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct LookAhead {
    /// When the score crosses the threshold, if nothing happens.
    pub at: Option<Instant>,
    /// From when on only every so many seconds were looked at, because
    /// [`bounds::LOOK_STEPS`](crate::scoring::bounds::LOOK_STEPS) were used up: `at` may be later than the first second
    /// by less than that many, and what lasts shorter may be missed. Nearly always there is none.
    pub coarse: Option<Coarse>,
    /// Values of rules and awards that were worked out.
    pub steps: u64,
}

/// Where a search goes on in larger strides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Coarse {
    /// From here on.
    pub from: Instant,
    /// The stride: a power of two. Looked at are its multiples, counted from 1970-01-01T00:00:00Z.
    pub seconds: u64,
}
