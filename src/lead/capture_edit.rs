//! Corrections of what the capture said.

use serde::{Deserialize, Serialize};

use crate::deal::Edit;
use crate::lead::attribution::Attribution;
use crate::values::{AccountKey, Instant, Keyword, Origin, PersonKey, Text};

/// What is corrected of source, medium, campaign and content. What is left out stays.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, expecting = "a table")]
pub struct AttributionEdit {
    /// The source.
    pub source: Edit<Keyword>,
    /// The medium.
    pub medium: Edit<Keyword>,
    /// The campaign.
    pub campaign: Edit<Keyword>,
    /// The content.
    pub content: Edit<Keyword>,
}

/// What is corrected of a capture. What is left out stays.
///
/// Company and person are the lead's. Origin and attribution are those of the present cycle; the lead's own origin goes
/// along as long as the cycle has it from there.
///
/// ```
/// use lead_lifecycle::lead::CaptureEdit;
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let edit: CaptureEdit = serde_json::from_str(r#"{"account": {"to": "A-77"}}"#)?;
/// assert_eq!(edit.account.of(None), Some("A-77".parse()?));
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, expecting = "a table")]
pub struct CaptureEdit {
    /// The company.
    pub account: Edit<AccountKey>,
    /// The person.
    pub person: Edit<PersonKey>,
    /// Where the cycle came from; never to or from `expansion`.
    pub origin: Option<Origin>,
    /// Source, medium, campaign, content.
    pub attribution: AttributionEdit,
    /// Why; needed when a value that stands is replaced.
    pub reason: Option<Text>,
}

impl AttributionEdit {
    /// What an attribution is after the edit.
    #[must_use]
    pub fn of(&self, known: &Attribution) -> Attribution {
        let one = |edit: &Edit<Keyword>, known: &Option<Keyword>| edit.clone().of(known.clone());
        Attribution {
            source: one(&self.source, &known.source),
            medium: one(&self.medium, &known.medium),
            campaign: one(&self.campaign, &known.campaign),
            content: one(&self.content, &known.content),
        }
    }

    /// Whether nothing is corrected.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// Since when each part of a capture is as it is, where it was corrected: of two corrections the later counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub(super) struct EditMarks {
    pub(super) account: Option<Instant>,
    pub(super) person: Option<Instant>,
    pub(super) origin: Option<Instant>,
    pub(super) source: Option<Instant>,
    pub(super) medium: Option<Instant>,
    pub(super) campaign: Option<Instant>,
    pub(super) content: Option<Instant>,
}

impl EditMarks {
    /// A new cycle begins: only company and person go on.
    pub(super) const fn next_cycle(self) -> Self {
        Self {
            account: self.account,
            person: self.person,
            origin: None,
            source: None,
            medium: None,
            campaign: None,
            content: None,
        }
    }
}

/// Whether a correction of an instant counts beside the one that is known; notes it if so.
pub(super) fn counts(mark: &mut Option<Instant>, at: Instant) -> bool {
    let later = mark.is_none_or(|known| at >= known);
    if later {
        *mark = Some(at);
    }
    later
}
