//! Why a bar is met or not.

use core::fmt;

use crate::qualification::{BarCause, BarGroup, BarLeaf, BarReport};
use crate::wording::names::list;

impl fmt::Display for BarReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_met() {
            return f.write_str("met");
        }
        match self {
            _ if self.is_too_deep() => f.write_str("nested too deep to be told"),
            Self::Leaf(leaf) => fmt::Display::fmt(leaf, f),
            Self::Group(group) => fmt::Display::fmt(group, f),
        }
    }
}

impl fmt::Display for BarGroup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(needed) = self.needed {
            write!(f, "{needed} of {} needed (", self.parts.len())?;
        }
        list(f, self.parts.iter().filter(|part| !part.is_met()), ", ")?;
        f.write_str(if self.needed.is_some() { ")" } else { "" })
    }
}

impl fmt::Display for BarLeaf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` ", self.criterion)?;
        match self.against {
            None => f.write_str("is met"),
            Some(BarCause::Missing) => f.write_str("was not asked"),
            Some(BarCause::Unknown) => f.write_str("is unknown"),
            Some(BarCause::Denied) => f.write_str("was denied"),
            Some(BarCause::Stale { since }) => write!(f, "is stale since {since}"),
            Some(BarCause::TooLate { by, latest }) => {
                write!(f, "is set for {by}, the latest that counts is {latest}")
            }
            Some(BarCause::Passed { by }) => write!(f, "was set for {by}, which is past"),
            Some(BarCause::NoDate) => f.write_str("has no target date"),
        }
    }
}
