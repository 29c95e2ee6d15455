//! Where in a document a fault is.

use alloc::format;
use alloc::string::String;
use serde::Serialize;

/// Where in a document: `scoring.rules.seminar.points`, `pipeline.stages[2].name`. The document itself is the empty
/// path.
///
/// ```
/// use lead_lifecycle::values::Path;
/// let points = Path::root().key("scoring").key("rules").key("open house").key("points");
/// assert_eq!(points.as_str(), "scoring.rules.\"open house\".points");
/// assert_eq!(Path::root().key("stages").index(2).as_str(), "stages[2]");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize)]
#[serde(transparent)]
pub struct Path(String);

impl Path {
    /// The document itself.
    #[must_use]
    pub const fn root() -> Self {
        Self(String::new())
    }

    /// A named entry below. A name that is not a plain word is quoted.
    #[must_use]
    pub fn key(&self, name: &str) -> Self {
        let plain = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'));
        let dot = if self.0.is_empty() { "" } else { "." };
        if plain { Self(format!("{}{dot}{name}", self.0)) } else { Self(format!("{}{dot}\"{name}\"", self.0)) }
    }

    /// An entry of a list below, counted from 0.
    #[must_use]
    pub fn index(&self, index: usize) -> Self {
        Self(format!("{}[{index}]", self.0))
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The same place, with `place` for the entry `entry` that it lies at or below; none if it lies elsewhere.
    pub(crate) fn moved(&self, entry: &Self, place: &Self) -> Option<Self> {
        self.below(entry).map(|rest| Self(format!("{}{rest}", place.0)))
    }

    /// Whether this is a place or lies below it.
    pub(crate) fn lies_in(&self, entry: &Self) -> bool {
        self.below(entry).is_some()
    }

    fn below(&self, entry: &Self) -> Option<&str> {
        let rest = self.0.strip_prefix(&entry.0)?;
        (rest.is_empty() || rest.starts_with(['.', '['])).then_some(rest)
    }
}
