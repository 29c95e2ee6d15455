//! What would be right where a draft has a fault.

use alloc::string::String;
use alloc::vec::Vec;
use serde::Serialize;

use crate::values::fault::counted::Counted;
use crate::values::fault::declared::Declared;
use crate::values::fault::process_demand::ProcessDemand;
use crate::values::fault::scoring_demand::ScoringDemand;
use crate::values::fault::shape::Shape;
use crate::values::fields::FieldKind;
use crate::values::limits::Limit;
use crate::values::time::{Instant, Span};

/// What would be right where a draft has a [`Fault`](crate::values::Fault). `Display` is the default wording.
///
/// ```
/// use lead_lifecycle::values::{Counted, Expected, limits};
/// assert_eq!(Expected::Within(limits::CYCLES).to_string(), "1 to 1000 cycles of a lead");
/// assert_eq!(Expected::AtLeastOne(Counted::Parts).to_string(), "at least one part");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Expected {
    /// Another shape of the document.
    Shape(Shape),
    /// A value that its type takes, in the words of the type.
    ///
    /// A document is read by types that say for themselves what they take; that is all that the reader learns of them.
    Reader(String),
    /// A number, length or span within a bound.
    Within(Limit),
    /// A name that is declared.
    OneOf {
        /// What it is the name of.
        what: Declared,
        /// The names that are declared: at most the first dozen of them.
        known: Vec<String>,
        /// How many more are declared.
        more: usize,
    },
    /// At least one of these.
    AtLeastOne(Counted),
    /// At most so many of these.
    AtMost {
        /// How many.
        most: usize,
        /// Of what.
        of: Counted,
    },
    /// So many of these.
    Between {
        /// The least.
        least: usize,
        /// The most.
        most: usize,
        /// Of what.
        of: Counted,
    },
    /// From 1 to the number of parts.
    UpToParts(usize),
    /// An instant after this one.
    After(Instant),
    /// A span longer than zero.
    PositiveSpan,
    /// A span of at least this length.
    SpanFrom(Span),
    /// A cooling no longer than the longest, which is this.
    UpToLongestCooling(Span),
    /// A field of one of these types.
    FieldOf(&'static [FieldKind]),
    /// A value that a field of this type can be compared with.
    ValueOf(FieldKind),
    /// One end of a range at least.
    RangeEnd,
    /// A range that begins below its end.
    RisingRange,
    /// What the rules of the process demand.
    Process(ProcessDemand),
    /// What the rules of scoring demand.
    Scoring(ScoringDemand),
}

impl From<Limit> for Expected {
    fn from(limit: Limit) -> Self {
        Self::Within(limit)
    }
}

impl From<Shape> for Expected {
    fn from(shape: Shape) -> Self {
        Self::Shape(shape)
    }
}

impl From<ProcessDemand> for Expected {
    fn from(demand: ProcessDemand) -> Self {
        Self::Process(demand)
    }
}

impl From<ScoringDemand> for Expected {
    fn from(demand: ScoringDemand) -> Self {
        Self::Scoring(demand)
    }
}
