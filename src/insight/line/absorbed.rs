//! What became of a fact that a line was shown.

/// What became of a fact that a line was shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use]
pub enum Absorbed {
    /// It is in the line.
    Taken,
    /// It changes what counts of what came before, or the line does not fit: build the line anew from the history, with
    /// [`LeadLine::of`](crate::insight::LeadLine::of). The line is as it was.
    Rebuild,
}
