//! The faults of a draft, all of them.

use alloc::string::String;
use alloc::vec::Vec;
use serde::Serialize;

use crate::values::fault::code::FaultCode;
use crate::values::fault::declared::Declared;
use crate::values::fault::expected::Expected;
use crate::values::fault::fault::Fault;
use crate::values::fault::got::Got;
use crate::values::fault::path::Path;
use crate::values::suggest::suggest;

/// How many names a fault lists: a draft may declare hundreds, and have as many faults.
const LISTED: usize = 12;

/// Collects the faults of a draft, in the order in which they are found. `Display` writes one a line.
///
/// ```
/// use lead_lifecycle::values::{Declared, Path};
/// use lead_lifecycle::Faults;
/// let mut faults = Faults::new();
/// faults.unknown(&Path::root().key("promotes"), Declared::ScoreProfile, "mian", ["main", "partner"]);
/// assert_eq!(
///     faults.to_string(),
///     "promotes: expected a declared score profile: one of `main`, `partner`, got `mian` (did you mean `main`?)",
/// );
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[serde(transparent)]
pub struct Faults(Vec<Fault>);

impl Faults {
    /// None yet.
    #[must_use]
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// Adds a fault.
    pub fn add(&mut self, code: FaultCode, path: &Path, expected: impl Into<Expected>, got: impl Into<Got>) {
        self.0.push(Fault::new(code, path, expected, got));
    }

    /// Adds an unknown name, with the closest of the known ones as suggestion.
    #[expect(single_use_lifetimes, reason = "`impl Trait` cannot elide the lifetime")]
    pub fn unknown<'a>(&mut self, path: &Path, what: Declared, got: &str, known: impl IntoIterator<Item = &'a str>) {
        self.unknown_beside(path, what, got, known, []);
    }

    /// Adds an unknown name, which may be one of the known ones, or of others that are too many to be listed.
    pub(crate) fn unknown_beside<'a>(
        &mut self,
        path: &Path,
        what: Declared,
        got: &str,
        known: impl IntoIterator<Item = &'a str>,
        others: impl IntoIterator<Item = &'a str>,
    ) {
        let known: Vec<&str> = known.into_iter().collect();
        let suggestion = suggest(got, known.iter().copied().chain(others)).map(String::from);
        let expected = one_of(what, known);
        self.0.push(Fault { suggestion, ..Fault::new(FaultCode::UnknownName, path, expected, Got::name(got)) });
    }

    /// Adds that a name is needed and not there, with the known ones.
    #[expect(single_use_lifetimes, reason = "`impl Trait` cannot elide the lifetime")]
    pub fn missing<'a>(&mut self, path: &Path, what: Declared, known: impl IntoIterator<Item = &'a str>) {
        self.add(FaultCode::Missing, path, one_of(what, known.into_iter().collect()), Got::Nothing);
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

fn one_of(what: Declared, known: Vec<&str>) -> Expected {
    Expected::OneOf {
        what,
        more: known.len().saturating_sub(LISTED),
        known: known.into_iter().take(LISTED).map(String::from).collect(),
    }
}

impl<'a> IntoIterator for &'a Faults {
    type Item = &'a Fault;
    type IntoIter = core::slice::Iter<'a, Fault>;
    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

impl core::error::Error for Faults {}
