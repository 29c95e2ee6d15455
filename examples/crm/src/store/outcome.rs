//! What became of a command, as it is stored.

use lead_lifecycle::values::{CommandId, Fingerprint};
use lead_lifecycle::wording::Words;
use lead_lifecycle::{Instant, LeadKey, Unmet};
use serde::{Deserialize, Serialize};

/// What stands in the place of words and prints that an erasure has removed.
pub(super) const ERASED: &str = "erased";

/// What became of a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    Accepted,
    AlreadySo,
    Refused,
}

impl Outcome {
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::AlreadySo => "already_so",
            Self::Refused => "refused",
        }
    }
}

/// A command that was done before.
#[derive(Debug)]
pub(crate) struct Done {
    /// The print of its text; none where the lead was erased.
    pub(crate) print: Option<String>,
    pub(crate) refused: bool,
    /// Where it was first seen.
    pub(crate) place: String,
}

/// Where a command came from.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Origin<'a> {
    pub(crate) id: &'a CommandId,
    pub(crate) source: &'a str,
    pub(crate) line: u64,
    /// The print of its text; none where the lead was erased before.
    pub(crate) print: Option<Fingerprint>,
    pub(crate) lead: &'a LeadKey,
}

/// One unmet condition: its code, its default words, and the condition itself as the crate writes it.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Reason {
    pub(crate) code: String,
    pub(crate) text: String,
    unmet: Option<serde_json::Value>,
}

impl Reason {
    pub(crate) fn of_crate(unmet: &Unmet, words: Words<'_>) -> Self {
        let text = words.of(unmet).to_string();
        Self { code: unmet.code().to_string(), text, unmet: serde_json::to_value(unmet).ok() }
    }

    /// The words; of an erased lead, where none are kept, the code.
    pub(crate) fn shown(&self) -> String {
        if self.text == ERASED { format!("`{}`, {ERASED}", self.code) } else { self.text.clone() }
    }

    /// What may be kept of it for a lead that is erased.
    pub(super) fn redacted(self) -> Self {
        Self { code: self.code, text: ERASED.to_string(), unmet: None }
    }

    /// Its code; of a row that cannot be taken over also which of its faults it is, like `backfill: order`.
    pub(crate) fn precisely(&self) -> String {
        let fault = self.unmet.as_ref().and_then(|unmet| unmet.get(&self.code));
        let named = |fault: &serde_json::Value| fault.as_object().and_then(|members| members.keys().next().cloned());
        let word = fault.and_then(|fault| fault.as_str().map(str::to_owned).or_else(|| named(fault)));
        match word {
            Some(word) if self.code == "backfill" => format!("{}: {word}", self.code),
            Some(_) | None => self.code.clone(),
        }
    }

    /// A condition that only the host can know.
    pub(crate) fn of_host(code: &str, text: &str) -> Self {
        Self { code: code.to_string(), text: text.to_string(), unmet: None }
    }
}

/// Why a command was refused, ready to be stored.
#[derive(Debug)]
pub(crate) struct Refused {
    pub(crate) command: String,
    pub(crate) at: Instant,
    pub(crate) reasons: Vec<Reason>,
    pub(crate) text: String,
}

impl Refused {
    /// What may be kept of a command on a lead that is erased: the codes. Words and data may quote what was given.
    pub(crate) fn redacted(self) -> Self {
        let reasons = self.reasons.into_iter().map(Reason::redacted).collect();
        Self { reasons, text: ERASED.to_string(), ..self }
    }
}

/// A stored refusal.
#[derive(Debug)]
pub(crate) struct StoredRefusal {
    pub(crate) source: String,
    pub(crate) line: i64,
    pub(crate) lead: String,
    pub(crate) command: String,
    pub(crate) reasons: Vec<Reason>,
}
