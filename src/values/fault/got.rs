//! What is there where a draft has a fault.

use alloc::string::{String, ToString as _};
use serde::Serialize;

use crate::values::fault::counted::Counted;
use crate::values::fault::points_of::PointsOf;
use crate::values::fault::written::Written;
use crate::values::fields::{FieldKind, FieldValue};
use crate::values::points::Points;
use crate::values::rate::Rate;
use crate::values::time::Span;

/// What is there where a draft has a [`Fault`](crate::values::Fault). `Display` is the default wording.
///
/// ```
/// use lead_lifecycle::values::{Counted, Got};
/// assert_eq!(Got::name("timming").to_string(), "`timming`");
/// assert_eq!(Got::Count { count: 0, of: Counted::Stages }.to_string(), "0 stages");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Got {
    /// What the document holds there.
    Written(Written),
    /// A value that its type refuses, in the words of the type.
    ///
    /// A document is read by types that say for themselves what is wrong with a value; that is all that the reader
    /// learns of it.
    Reader(String),
    /// A name or a word.
    Name(String),
    /// A name that stands there already.
    Again(String),
    /// A name that stands there twice.
    Twice(String),
    /// A name with the same fingerprint as another one.
    SharedFingerprint(String),
    /// A number.
    Number(u64),
    /// So many of something.
    Count {
        /// How many.
        count: usize,
        /// Of what.
        of: Counted,
    },
    /// A span.
    Span(Span),
    /// A rate.
    Rate(Rate),
    /// Points.
    Points(Points),
    /// Points of one grade or bound, and points of the one beside it that do not go with them.
    PointsPair {
        /// What the two are.
        of: PointsOf,
        /// The points named first.
        first: Points,
        /// The points named second.
        second: Points,
    },
    /// Both ends of a range.
    Range {
        /// Where it begins.
        from: FieldValue,
        /// Where it ends.
        to: FieldValue,
    },
    /// A field of this type.
    FieldOf(FieldKind),
    /// Both of two things.
    Both,
    /// Neither of two things.
    Neither,
    /// None at all.
    Nothing,
    /// Nesting that is deeper than allowed.
    DeeperNesting,
    /// A dimension without a floor of at least zero.
    NegativeDimension,
}

impl Got {
    /// A name or a word.
    #[must_use]
    pub fn name(name: &str) -> Self {
        Self::Name(name.to_string())
    }

    /// A number of things.
    #[must_use]
    pub fn length(length: usize) -> Self {
        Self::Number(u64::try_from(length).unwrap_or(u64::MAX))
    }

    /// The name that is told of, if one is.
    pub(crate) fn named(&self) -> Option<&str> {
        match self {
            Self::Name(name) | Self::Again(name) | Self::Twice(name) | Self::SharedFingerprint(name) => Some(name),
            Self::Written(_)
            | Self::Reader(_)
            | Self::Number(_)
            | Self::Count { .. }
            | Self::Span(_)
            | Self::Rate(_)
            | Self::Points(_)
            | Self::PointsPair { .. }
            | Self::Range { .. }
            | Self::FieldOf(_)
            | Self::Both
            | Self::Neither
            | Self::Nothing
            | Self::DeeperNesting
            | Self::NegativeDimension => None,
        }
    }
}

impl From<u32> for Got {
    fn from(number: u32) -> Self {
        Self::Number(number.into())
    }
}

impl From<u16> for Got {
    fn from(number: u16) -> Self {
        Self::Number(number.into())
    }
}

impl From<Span> for Got {
    fn from(span: Span) -> Self {
        Self::Span(span)
    }
}

impl From<Points> for Got {
    fn from(points: Points) -> Self {
        Self::Points(points)
    }
}

impl From<Rate> for Got {
    fn from(rate: Rate) -> Self {
        Self::Rate(rate)
    }
}

impl From<Written> for Got {
    fn from(written: Written) -> Self {
        Self::Written(written)
    }
}
