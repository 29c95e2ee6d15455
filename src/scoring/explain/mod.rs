//! Why a score is what it is (`score_report`, written by `building`), and what it lacks (`missing`, told by `lack`
//! from what may come, `options`, and the best way through it, `fewest`).
//!
//! This room must not know: the future; how a policy is written.

pub(super) mod building;
pub(super) mod lack;
pub(super) mod missing;
pub(super) mod score_report;

mod fewest;
mod options;
