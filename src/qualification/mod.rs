//! Floor 2: what must be known of a lead before it goes on (BANT by default), and whether it is.
//!
//! | question | answer |
//! |---|---|
//! | what was heard of a criterion? | `Answer`, in `Answers` |
//! | what must be known, and when? | `Bar`, in `QualificationDraft` |
//! | is the bar met, and if not, why? | `Qualification::judge`, as a `BarReport` |

mod answer;
mod bar;
mod criterion;
mod draft;
mod qualification;
mod report;

pub use answer::{Answer, AnswerEvidence, Answers, EvidenceSource, Verdict};
pub use bar::{Bar, BarKind};
pub use criterion::Criterion;
pub use draft::QualificationDraft;
pub use qualification::Qualification;
pub use report::{BarReport, Cause as BarCause, Group as BarGroup, Leaf as BarLeaf, Test as BarTest};
