//! Why a bar is met or not.

use core::fmt;

use crate::qualification::{BarCause, BarGroup, BarLeaf, BarReport};
use crate::wording::names::list;
use crate::wording::words::{Told, Words, displayed};

displayed!(BarReport, BarGroup, BarLeaf);

impl Told for BarReport {
    fn tell(&self, words: Words<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_met() {
            return f.write_str("met");
        }
        match self {
            _ if self.is_too_deep() => f.write_str("nested too deep to be told"),
            Self::Leaf(leaf) => leaf.tell(words, f),
            Self::Group(group) => group.tell(words, f),
        }
    }
}

impl Told for BarGroup {
    fn tell(&self, words: Words<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(needed) = self.needed {
            write!(f, "{needed} of {} needed (", self.parts.len())?;
        }
        list(f, self.parts.iter().filter(|part| !part.is_met()).map(|part| words.of(part)), ", ")?;
        f.write_str(if self.needed.is_some() { ")" } else { "" })
    }
}

impl Told for BarLeaf {
    fn tell(&self, words: Words<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` ", self.criterion)?;
        match self.against {
            None => f.write_str("is met"),
            Some(BarCause::Missing) => f.write_str("was not asked"),
            Some(BarCause::Unknown) => f.write_str("is unknown"),
            Some(BarCause::Denied) => f.write_str("was denied"),
            Some(BarCause::Stale { since }) => write!(f, "is stale since {}", words.at(since)),
            Some(BarCause::TooLate { by, latest }) => {
                write!(f, "is set for {by}, the latest that counts is {latest}")
            }
            Some(BarCause::Passed { by }) => write!(f, "was set for {by}, which is past"),
            Some(BarCause::NoDate) => f.write_str("has no target date"),
        }
    }
}
