//! Scoring (スコアリング): points for who a lead is and for what it does, and the threshold of an MQL.
//!
//! # Three kinds of points
//!
//! | kind | what earns points |
//! |---|---|
//! | fit (属性) | industry, company size, job title, region; measured against the ideal customer profile (ICP) |
//! | engagement (行動) | visits to the site, downloads, mails opened and clicked, webinars |
//! | timing (時期) | a plan that was stated, such as "within 6 months" |
//!
//! The guides combine them in three ways: they add them up; they multiply the points of the attributes by those of the
//! behaviour; or they multiply ICP × intent × timing.
//!
//! # A worked example
//!
//! | what | points |
//! |---|---|
//! | a large company | 5 |
//! | a small or medium-sized company | 3 |
//! | a document downloaded (資料ダウンロード) | 10 |
//! | a seminar attended (セミナー) | 15 |
//! | the service page viewed 3 times | 20 |
//! | **qualifies from** | **30** |
//!
//! Job title and industry earn points beside the company's size; the guide gives no figures for them.
//!
//! # How it is kept useful
//!
//! - The threshold (閾値) is looked at again every quarter, on the data gathered since. Begin a little loose, then
//!   raise it.
//! - The source of a lead (流入元) is recorded finely: this ad, this article, this webinar. Only then can revenue be
//!   traced back to its source.
//! - Tags are as small as later analysis may want them. Attributes and behaviour have tags of their own
//!   (属性タグ・行動タグ).
//! - At hand-over the lead has a rank from A to C (ランク). Field sales sees the score together with this temperature.
//!
//! # In this crate
//!
//! [`ScoringDraft::standard`] is the example. [`CombineDraft`] adds (`sum`, `weighted`) or multiplies (`product`).
//!
//! ```
//! use lead_lifecycle::scoring::{ScoringState, Standing};
//! use lead_lifecycle::values::{Activity, FieldName, FieldValue, Fields, Points};
//! use lead_lifecycle::Policy;
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let policy = Policy::standard();
//! let scoring = policy.scoring();
//! let now = "2026-04-01T09:00:00+09:00".parse()?;
//! let company = |employees: i64| -> Result<_, Box<dyn std::error::Error>> {
//!     let field = (FieldName::new("employees")?, FieldValue::Number(employees.into()));
//!     Ok(scoring.tag_profile(&Fields::from_map([field].into())?))
//! };
//! let points = |state: &ScoringState| scoring.score(state, now).total();
//!
//! // A large company downloads a document and attends a seminar: 5 + 10 + 15 = 30. It qualifies.
//! let mut state = ScoringState::new();
//! state.apply_profile(&company(1_000)?);
//! for (id, kind) in [("d", "document_download"), ("s", "seminar")] {
//!     let activity = Activity::new(id.parse()?, kind.parse()?);
//!     scoring.record(&mut state, &activity, now);
//! }
//! assert_eq!(points(&state), Points::from_int(30));
//! assert_eq!(scoring.verdict(&scoring.score(&state, now)), Standing::Enter);
//!
//! // A smaller one has 3 instead of 5, and is 2 points short until it has viewed the service page 3 times.
//! state.apply_profile(&company(50)?);
//! assert_eq!(points(&state), Points::from_int(28));
//! assert_eq!(scoring.missing(&state, now).to_string(), "2 points short; would help: 1 × document (+10)");
//! # Ok(())
//! # }
//! ```
//!
//! [`Attribution`] is the source of a lead, [`TagDraft`] a behaviour tag, [`Rank`] the rank; the file of a hand-over
//! keeps the score of that moment ([`HandoffFile`]).
//!
//! The preset gives no points for job title and industry, because there are no figures for them. Windows, caps, decay
//! and negative points are parts of the rule language that it does not use.
//!
//! Ours: *large* is 300 employees or more; how many occurrences are kept; that a contact request is a hand-raise; and
//! the points under which an untouched MQL falls back.
//!
//! Not built yet: a report that shows where the threshold should be. The host revises its policy itself.
//!
//! [`Attribution`]: crate::lead::Attribution
//! [`CombineDraft`]: crate::scoring::CombineDraft
//! [`HandoffFile`]: crate::lead::HandoffFile
//! [`Rank`]: crate::values::Rank
//! [`ScoringDraft::standard`]: crate::scoring::ScoringDraft::standard
//! [`TagDraft`]: crate::scoring::TagDraft
