//! Qualification (見極め): what must be known of a lead before it goes on (BANT by default), and whether it is.
//!
//! | question | answer |
//! |---|---|
//! | what was heard of a criterion? | [`Answer`], in [`Answers`]; recorded by the command `record_answer` |
//! | was it asked and left open, or is it a no? | [`Verdict`]: unknown is not no |
//! | how is it known? | [`AnswerEvidence`] with its [`EvidenceSource`] |
//! | what can be asked, and for how long does an answer count? | [`Criterion`], in [`QualificationDraft`] |
//! | what must be known, and when? | [`Bar`], one for each [`BarKind`]: before a meeting is offered, before a hand-over |
//! | is the bar met, and if not, why? | [`Qualification::judge`] → [`BarReport`] |
//! | how do I ask nothing? | an empty `all_of` |
//! | must the lead have agreed to a meeting? | `require_consent` of [`QualificationDraft`] |
//!
//! The bar before a meeting binds a meeting that we offer. What the lead books itself asks for nothing; then the agenda says
//! what to find out before.
//!
//! ```
//! use lead_lifecycle::qualification::{Answers, BarKind};
//! use lead_lifecycle::calendar::Zone;
//! use lead_lifecycle::{Instant, Policy};
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! // Offer a meeting to anybody; hand over whoever has a need.
//! let text = r#"
//!     [qualification]
//!     before_appointment = { all_of = [] }
//!     bar = { confirmed = "need" }
//! "#;
//! let policy = Policy::from_document(toml::Deserializer::parse(text)?)?;
//! let (heard, now) = (Answers::new(), "2026-04-01T09:00:00+09:00".parse::<Instant>()?);
//! let judge = |bar| policy.qualification().judge(bar, &heard, now, &Zone::JST);
//! assert!(judge(BarKind::Appointment).is_met());
//! assert_eq!(judge(BarKind::Handover).to_string(), "`need` was not asked");
//! # Ok(())
//! # }
//! ```
//!
//! **What it does not do.** It asks nobody and knows no lead. One policy has one bar of each kind, whatever the product.

mod answer;
mod bar;
mod bar_tree;
mod criterion;
mod draft;
mod qualification;
mod report;
mod report_tree;
mod turning;

pub use answer::{Answer, AnswerEvidence, Answers, EvidenceSource, Verdict};
pub use bar::{Bar, BarKind};
pub use criterion::Criterion;
pub use draft::QualificationDraft;
pub use qualification::Qualification;
pub use report::{BarReport, Cause as BarCause, Group as BarGroup, Leaf as BarLeaf, Test as BarTest};
