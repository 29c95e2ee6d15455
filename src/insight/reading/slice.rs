//! A slice of a report.

use alloc::boxed::Box;
use alloc::vec::Vec;
use core::fmt;

use serde::{Deserialize, Serialize};

/// A slice of a report: what it is in each dimension that was asked for, in their order; none where it is not known.
///
/// Its text has the parts with `, ` between them, and `(none)` where one is not known. A part that could be read as something else, by a
/// comma, a quote or as `(none)`, stands in quotes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Slice(Vec<Option<Box<str>>>);

impl Slice {
    /// A slice of its parts.
    #[must_use]
    #[expect(single_use_lifetimes, reason = "`impl Trait` cannot elide the lifetime")]
    pub fn new<'t>(parts: impl IntoIterator<Item = Option<&'t str>>) -> Self {
        Self(parts.into_iter().map(|part| part.map(Box::from)).collect())
    }

    /// The parts.
    pub fn parts(&self) -> impl ExactSizeIterator<Item = Option<&str>> {
        self.0.iter().map(Option::as_deref)
    }
}

impl fmt::Display for Slice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, part) in self.parts().enumerate() {
            let comma = if place > 0 { ", " } else { "" };
            match part {
                None => write!(f, "{comma}(none)")?,
                // Texts that could be read as something else stand in quotes.
                Some(part) if part == "(none)" || part.contains([',', '"']) => write!(f, "{comma}{part:?}")?,
                Some(part) => write!(f, "{comma}{part}")?,
            }
        }
        Ok(())
    }
}
