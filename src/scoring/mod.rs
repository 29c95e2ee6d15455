//! Scoring (スコアリング): how much interest a lead has shown, how well it fits, and when that is enough.
//!
//! | question | answer |
//! |---|---|
//! | how do I write rules, and what is wrong with mine? | [`ScoringDraft`], [`Scoring::new`], [`Scoring::lints`] |
//! | what did this activity, or this profile, earn? | [`Scoring::tag_activity`], [`Scoring::tag_profile`] |
//! | how do I take an activity into what a lead keeps? | [`Scoring::record`]; in a fold: [`ScoringState::apply_activity`] |
//! | what is the score now, or under another profile? | [`Scoring::score`], [`Scoring::score_profile`] → [`Score`] |
//! | is it enough? | [`Scoring::verdict`] → [`Standing`] |
//! | why is it so? | [`Scoring::explain`] → [`ScoreReport`] |
//! | what is missing? | [`Scoring::missing`] → [`Missing`] |
//! | what would it be, were this to happen? | [`Scoring::preview`] |
//! | when will it cross a threshold, if nothing happens? | [`Scoring::crosses_at`], [`Scoring::score_and_crossing`] |
//! | how does it fade? | [`Scoring::curve`] |
//! | what do I store? | [`ScoringState`] with the lead, [`Breakdown`] with a fact |
//! | many leads tonight, or at many instants? | [`Scoring::score_all`], [`Scoring::columns`] |
//! | raw activities, without a state? | [`HistoryScorer`] |
//! | what does a new policy make of old leads? | [`Scoring::retag`], [`Scoring::thin_rules`] |
//!
//! The room knows no lead. **Tagging** looks at one activity, or at the profile, and at the policy; what it earned can be
//! stored and applied without the policy. **Weighing** looks at the bounded [`ScoringState`] that the tags left behind,
//! and at an instant.
//!
//! ```
//! use lead_lifecycle::scoring::{Scoring, ScoringDraft, ScoringState, Standing};
//! use lead_lifecycle::{Activity, FieldCatalog, Points, UtcOffset};
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let scoring = Scoring::new(&ScoringDraft::standard(), &FieldCatalog::standard(), UtcOffset::JST)?;
//!
//! let mut state = ScoringState::new();
//! for (id, kind) in [("1", "document_download"), ("2", "seminar"), ("2", "seminar")] {
//!     let activity = Activity::new(id.parse()?, kind.parse()?);
//!     scoring.record(&mut state, &activity, "2026-04-01T09:00:00+09:00".parse()?);
//! }
//! let now = "2026-05-01T00:00:00Z".parse()?;
//! let score = scoring.score(&state, now);
//! assert_eq!(score.total(), Points::from_int(25)); // the seminar counts once
//! assert_eq!(scoring.verdict(&score), Standing::Between);
//! assert_eq!(scoring.missing(&state, now).to_string(), "5 points short; would help: 3 × service_page (+20)");
//!
//! // A draft that contradicts itself is refused, with every fault.
//! let mut draft = ScoringDraft::standard();
//! draft.groups.clear();
//! let faults = Scoring::new(&draft, &FieldCatalog::standard(), UtcOffset::JST).unwrap_err();
//! assert_eq!(faults.len(), 4);
//! # Ok(())
//! # }
//! ```
//!
//! The preset and its figures: [the practice](crate::practice::scoring).
//!
//! # What is remembered
//!
//! A tag keeps its `keep` newest occurrences: that is what its rules mean by "all". Of occurrences that count as one
//! (the same object, the same period) the newest stands for all. Where a rule ran out of kept occurrences and there had
//! been more, the explanation says so ([`ScoreReport::cut`]). Scores are meant for instants not before the last fact:
//! an occurrence later than the instant does not count, but may have displaced one that would.
//!
//! Names, ids, objects and kinds are told apart by their 64-bit fingerprints; two names of one policy with the same
//! fingerprint are a fault.
//!
//! # One lead, many leads, whole histories
//!
//! [`Scoring::score`] and [`Scoring::explain`] look at one state, [`Scoring::score_and_crossing`] also at its future.
//! [`Scoring::score_all`] takes many states at one instant, [`Scoring::columns`] the same states at many instants, and
//! [`HistoryScorer`] raw histories that nobody folded. All give the same points, by the same rules; none allocates per
//! lead ([`Scoring::explain_into`] not even for an explanation).
//!
//! # Rounding
//!
//! Points are thousandths. Each rule is rounded once, half away from zero; so is a weighted sum and a product. Everything
//! else is exact.
//!
//! The half-life is defined in integers, so that every machine comes to the same points. With age `a` and half-life `h`
//! in seconds:
//!
//! - q = a div h and f = ⌊(a mod h) · 2³² / h⌋: whole half-lives, and the part of one that is left;
//! - the weight is 2^(−f/2³²) >> q, out of 2^63;
//! - 2^(−f/2³²) is the truncated product of the constants ⌊2^(63 − 2^−i)⌋ for the set bits of f: first within each byte of
//!   f from the highest bit down, then (byte 3 × byte 2) × (byte 1 × byte 0).
//!
//! A rule's value differs from the mathematical one by less than 1.7 · 10⁻¹⁰ of its undecayed points before rounding.

// Floor 2. The rooms, each on those before it, and each with a line in its `mod.rs` of what it must not know:
// - `memory`: what a lead keeps;
// - `language`: the checked rules;
// - `policy`: the rules as people write them, their check, and advice;
// - `score`: the score, written to be read: the reference;
// - `fast`: the same answers, fast;
// - `explain`: why, and what is missing;
// - `future`: when.
//
// Above them stand `scoring` and the files beside it, the only ones that pick the fast way or the reference, and `history_scorer`, which joins
// histories and explanations.
pub mod bounds;

mod explain;
mod fast;
#[cfg(test)]
mod fast_equals_reference;
mod future;
mod history_scorer;
mod language;
mod memory;
mod policy;
mod score;
#[expect(clippy::module_inception, reason = "a file is named after the type it holds")]
mod scoring;
mod scoring_ahead;
mod scoring_explained;
mod scoring_many;
mod stored_key;

pub use crate::condition::{Choice, Comparison, ConditionDraft, Literal, RangeDraft};
pub use explain::missing::{Missing, MissingMinimum, MissingStep, Way};
pub use explain::score_report::{
    Combination, Contribution, DimensionReport, Formula, GroupReport, Operand, ScoreReport, Source,
};
pub use fast::columns::{ColumnsError, ScoreColumns};
pub use future::crossing::Crossing;
pub use history_scorer::HistoryScorer;
pub use language::once_per::OncePer;
pub use language::standing::Standing;
pub use memory::earned_tags::{EarnedTag, EarnedTags};
pub use memory::fit_tags::{Band, FitTag, FitTags, TimingTag};
pub use memory::scoring_state::{ScoringState, StateError};
pub use policy::advice::ScoringAdvice;
pub use policy::draft::ScoringDraft;
pub use policy::lint::ScoringLint;
pub use policy::lint_code::ScoringLintCode;
pub use policy::profile_draft::{
    CombineDraft, DimensionDraft, GroupDraft, MatrixDraft, ProductDraft, ProfileDraft, RanksDraft,
};
pub use policy::rule_draft::{
    BandDraft, BandsDraft, Count, DecayDraft, DecayStep, EngagementDraft, FitDraft, RuleDraft, TimingDraft, TimingStep,
};
pub use policy::tag_draft::{HandRaiseDraft, TagDraft};
pub use score::breakdown::Breakdown;
pub use score::preview::Preview;
pub use score::score::Score;
pub use scoring::Scoring;
