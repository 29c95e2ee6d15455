//! Why a word is not one of a vocabulary.

use alloc::string::String;
use serde::Serialize;

use crate::values::suggest::suggest;

/// Why a text is not one of a vocabulary. `Display` is the default wording.
///
/// ```
/// use lead_lifecycle::values::Rank;
/// use lead_lifecycle::{Role, StageKind};
/// assert_eq!("mql".parse::<StageKind>()?, StageKind::Mql);
/// let error = "D".parse::<Rank>().unwrap_err();
/// assert_eq!(error.to_string(), "`D` is not among the words: write `A`, `B` or `C`");
/// let error = "maneger".parse::<Role>().unwrap_err();
/// assert_eq!(error.suggestion, Some("manager"));
/// # Ok::<(), lead_lifecycle::values::WordError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct WordError {
    /// What was given, at most its first 40 characters.
    pub got: String,
    /// Every word that is read.
    pub known: &'static [&'static str],
    /// The word that was probably meant.
    pub suggestion: Option<&'static str>,
}

impl WordError {
    pub(crate) fn new(got: &str, known: &'static [&'static str]) -> Self {
        let suggestion = suggest(got, known.iter().copied());
        let got: String = got.chars().take(40).collect();
        Self { got, known, suggestion }
    }
}

impl core::error::Error for WordError {}
