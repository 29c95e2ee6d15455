//! Floor 2: what must be known of a lead before it goes on (BANT by default), and whether it is.

mod answer;

pub use answer::{Answer, Answers, Evidence, EvidenceSource, Verdict};
