//! One occurrence of a tag.

use crate::values::Digest;

/// An occurrence: its instant in seconds, and what makes it distinct.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::scoring) struct Occurrence {
    pub(in crate::scoring) at: i64,
    pub(in crate::scoring) key: Digest,
}
