//! What a lead answered, and how that is known.

use serde::{Deserialize, Deserializer, Serialize};

use crate::values::{ActorId, Channel, CriterionName, Date, Instant, Look, SortedMap, Text, limits, vocabulary};

vocabulary! {
    /// What is known of a criterion. Unknown is not no: it was asked, and could not be answered.
    Verdict {
        /// Asked, but open.
        Unknown = "unknown",
        /// It does not hold.
        Denied = "denied",
        /// It holds.
        Confirmed = "confirmed",
    }
}

/// Where an answer comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum EvidenceSource {
    /// Somebody said or wrote it to us.
    Heard(Channel),
    /// A document of the lead.
    Document,
    /// A public source: a web site, a press release.
    Public,
    /// A conclusion of ours.
    Inferred,
}

/// How an answer is known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub struct AnswerEvidence {
    /// Where from.
    pub source: EvidenceSource,
    /// The words themselves.
    #[serde(default)]
    pub quote: Option<Text>,
}

/// The answer to one criterion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub struct Answer {
    /// Confirmed, denied or unknown.
    pub verdict: Verdict,
    /// The target date, for a timeline.
    #[serde(default)]
    pub by: Option<Date>,
    /// What was said.
    #[serde(default)]
    pub detail: Option<Text>,
    /// How it is known.
    #[serde(default)]
    pub evidence: Option<AnswerEvidence>,
    /// Who recorded it.
    pub author: ActorId,
    /// When it was true.
    pub at: Instant,
    /// Whether the clock has noted that the answer is stale.
    #[serde(default)]
    pub stale_noted: bool,
}

impl Answer {
    /// Whether the clock has noted that the answer is stale.
    #[must_use]
    pub const fn is_stale(&self) -> bool {
        self.stale_noted
    }

    /// Replaces what was said and quoted; verdict, date, source, author and time stay.
    pub fn redact(&mut self) {
        let Self { verdict: _, by: _, detail, evidence, author: _, at: _, stale_noted: _ } = self;
        let quote = evidence.as_mut().and_then(|AnswerEvidence { source: _, quote }| quote.as_mut());
        for text in detail.as_mut().into_iter().chain(quote) {
            *text = Text::redacted();
        }
    }
}

/// The newest answer to each criterion: at most 32.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[serde(transparent)]
#[doc(alias = "BANT")]
pub struct Answers(SortedMap<CriterionName, Answer>);

impl Answers {
    /// Nothing asked yet.
    #[must_use]
    pub const fn new() -> Self {
        Self(SortedMap::new())
    }

    /// The answer to a criterion.
    #[must_use]
    pub fn get(&self, criterion: &str) -> Option<&Answer> {
        self.0.get(criterion)
    }

    /// All answers, in the order of criterion names.
    pub fn iter(&self) -> impl Iterator<Item = (&CriterionName, &Answer)> {
        self.0.iter()
    }

    /// How many.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether an answer to this criterion fits into the bound of 32.
    #[must_use]
    pub fn admits(&self, criterion: &CriterionName) -> bool {
        self.0.len() < limits::CRITERIA.max_len() || self.0.contains_key(criterion)
    }

    /// Takes in an answer unless a later one is known. Of two at one instant the one that is recorded later wins: it is the
    /// correction.
    ///
    /// An answer that does not fit ([`Answers::admits`]) is not taken in.
    pub fn record(&mut self, criterion: &CriterionName, answer: Answer) {
        let full = self.0.len() >= limits::CRITERIA.max_len();
        match self.0.look(criterion) {
            Look::Known(known) if answer.at >= known.at => *known = answer,
            Look::New(place) if !full => {
                self.0.add(place, criterion.clone(), answer);
            }
            Look::Known(_) | Look::New(_) => {}
        }
    }

    /// Marks the answer to a criterion as noted stale, so that the clock notes it once. Open to the crate for the fold
    /// of a lead: only a fact may say so.
    pub(crate) fn note_stale(&mut self, criterion: &CriterionName) {
        if let Some(answer) = self.0.get_mut(criterion) {
            answer.stale_noted = true;
        }
    }

    /// Redacts every answer; verdicts stay.
    pub fn redact(&mut self) {
        self.0.values_mut().for_each(Answer::redact);
    }
}

impl<'de> Deserialize<'de> for Answers {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let answers: SortedMap<CriterionName, Answer> = SortedMap::deserialize(deserializer)?;
        if answers.len() > limits::CRITERIA.max_len() {
            return Err(serde::de::Error::custom(format_args!(
                "{} answers are too many: at most {}",
                answers.len(),
                limits::CRITERIA.max
            )));
        }
        Ok(Self(answers))
    }
}
