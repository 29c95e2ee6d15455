//! Faults of a draft: every one is collected, with its path, what was expected and what was there.

use alloc::format;
use alloc::string::{String, ToString as _};
use alloc::vec::Vec;
use core::fmt;

/// Where in a document: `scoring.rules.seminar.points`, `pipeline.stages[2].name`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
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

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_empty() { "(top level)" } else { &self.0 })
    }
}

/// The kind of a fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum FaultCode {
    /// The document has the wrong shape: a wrong type, an unknown or missing key.
    Structure,
    /// A value that its type refuses: a currency that is none, a blank name, a span that cannot be read.
    Illegal,
    /// Something that is needed is not there.
    Missing,
    /// A number, length or span outside its bound.
    OutOfRange,
    /// A name that nothing declares.
    UnknownName,
    /// The same name or value twice.
    Duplicate,
    /// Values that are each legal but contradict each other.
    Conflict,
    /// Things in the wrong order.
    Order,
    /// Two names with the same fingerprint: rename one.
    Collision,
    /// A value of another type than the field it is compared with.
    WrongType,
    /// Something that this place does not allow.
    NotAllowed,
}

impl FaultCode {
    /// The code as a stable word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Structure => "structure",
            Self::Illegal => "illegal",
            Self::Missing => "missing",
            Self::OutOfRange => "out_of_range",
            Self::UnknownName => "unknown_name",
            Self::Duplicate => "duplicate",
            Self::Conflict => "conflict",
            Self::Order => "order",
            Self::Collision => "collision",
            Self::WrongType => "wrong_type",
            Self::NotAllowed => "not_allowed",
        }
    }
}

impl fmt::Display for FaultCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// One fault of a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Fault {
    /// The kind.
    pub code: FaultCode,
    /// Where.
    pub path: Path,
    /// What would be right.
    pub expected: String,
    /// What is there.
    pub got: String,
    /// A name close to the one that is unknown.
    pub suggestion: Option<String>,
}

impl Fault {
    /// A fault without a suggestion.
    #[must_use]
    pub fn new(code: FaultCode, path: &Path, expected: impl fmt::Display, got: impl fmt::Display) -> Self {
        Self { code, path: path.clone(), expected: expected.to_string(), got: got.to_string(), suggestion: None }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: expected {}, got {}", self.path, self.expected, self.got)?;
        match &self.suggestion {
            Some(word) => write!(f, " (did you mean `{word}`?)"),
            None => Ok(()),
        }
    }
}

impl core::error::Error for Fault {}

/// Collects the faults of a draft.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Faults(Vec<Fault>);

impl Faults {
    /// None yet.
    #[must_use]
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// Adds a fault.
    pub fn add(&mut self, code: FaultCode, path: &Path, expected: impl fmt::Display, got: impl fmt::Display) {
        self.0.push(Fault::new(code, path, expected, got));
    }

    /// Adds an unknown name, with the closest of the known ones as suggestion.
    #[expect(single_use_lifetimes, reason = "`impl Trait` cannot elide the lifetime")]
    pub fn unknown<'a>(&mut self, path: &Path, what: &str, got: &str, known: impl IntoIterator<Item = &'a str>) {
        let known: Vec<&str> = known.into_iter().collect();
        let mut fault =
            Fault::new(FaultCode::UnknownName, path, format!("{what}: {}", listing(&known)), format!("`{got}`"));
        fault.suggestion = suggest(got, known).map(String::from);
        self.0.push(fault);
    }

    /// Adds a fault that was found elsewhere.
    pub(crate) fn push(&mut self, fault: Fault) {
        self.0.push(fault);
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The faults, in the order in which they were found.
    pub fn iter(&self) -> core::slice::Iter<'_, Fault> {
        self.0.iter()
    }

    /// How many.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// The faults, in the order in which they were found.
    #[must_use]
    pub fn into_vec(self) -> Vec<Fault> {
        self.0
    }
}

impl<'a> IntoIterator for &'a Faults {
    type Item = &'a Fault;
    type IntoIter = core::slice::Iter<'a, Fault>;
    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, fault) in self.0.iter().enumerate() {
            if index > 0 {
                f.write_str("\n")?;
            }
            write!(f, "{fault}")?;
        }
        Ok(())
    }
}

impl core::error::Error for Faults {}

/// `` `a`, `b` or `c` ``, shortened after a dozen.
fn listing(known: &[&str]) -> String {
    if known.is_empty() {
        return "none is declared".to_string();
    }
    let mut text = String::from("one of ");
    for (index, name) in known.iter().take(12).enumerate() {
        if index > 0 {
            text.push_str(", ");
        }
        text.push('`');
        text.push_str(name);
        text.push('`');
    }
    if known.len() > 12 {
        text.push_str(", …");
    }
    text
}

/// The candidate nearest to `word`, if one is near enough to be a slip of the pen.
///
/// Near enough: at most a third of the characters edited (at least one edit is always allowed); of equally near ones,
/// the first.
pub fn suggest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let length = word.chars().count();
    let allowed = length.div_ceil(3).max(1);
    candidates
        .into_iter()
        .map(|candidate| (distance(word, candidate), candidate))
        .filter(|(edits, candidate)| *edits <= allowed && *edits < candidate.chars().count().max(length))
        .min_by_key(|(edits, _)| *edits)
        .map(|(_, candidate)| candidate)
}

/// Levenshtein distance, in characters; inputs are cut at 64 characters to bound the work.
fn distance(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().take(64).collect();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (i, from) in left.chars().take(64).enumerate() {
        let mut corner = i;
        let mut before = i.saturating_add(1);
        for (cell, to) in row.iter_mut().skip(1).zip(&right) {
            let replace = corner.saturating_add(usize::from(from != *to));
            corner = *cell;
            before = replace.min(before.saturating_add(1)).min(corner.saturating_add(1));
            *cell = before;
        }
        if let Some(first) = row.first_mut() {
            *first = i.saturating_add(1);
        }
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use crate::values::fault::{distance, suggest};

    #[test]
    fn edit_distance() {
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(distance("kitten", "sitting"), 3);
        assert_eq!(distance("seminar", "seminar"), 0);
    }

    #[test]
    fn only_near_words_are_suggested() {
        assert_eq!(suggest("threshhold", ["thresholds", "threshold", "rules"]), Some("threshold"));
        assert_eq!(suggest("zzz", ["threshold", "rules"]), None);
        assert_eq!(suggest("a", ["b"]), None);
    }
}
