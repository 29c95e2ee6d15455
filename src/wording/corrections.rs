//! Why facts are not taken back.

use core::fmt;

use crate::lifecycle::{CorrectionUnmet, FactAt, TakeBackError};

/// `12 became_sql, 14 won`: by revision, with what it is.
struct Facts<'a>(&'a [FactAt]);

impl fmt::Display for Facts<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, FactAt { fact, kind }) in self.0.iter().enumerate() {
            let comma = if index > 0 { ", " } else { "" };
            write!(f, "{comma}{fact} `{kind}`")?;
        }
        Ok(())
    }
}

impl fmt::Display for CorrectionUnmet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NothingNamed => f.write_str("nothing is named: say which facts, or what happened instead"),
            Self::TooMany { given, most } => write!(f, "{given} are given in one order, at most {most} may be"),
            Self::NoSuchFact { fact, newest } => write!(f, "there is no fact {fact}: the newest is {newest}"),
            Self::NeedsWhole { snapshot } => {
                write!(f, "it reaches back to before the snapshot at revision {snapshot}: give the whole history")
            }
            Self::MadeByRule { facts } => {
                write!(
                    f,
                    "made by rule, and fall when their grounds do: {}; name the grounds, or tell what was missing",
                    Facts(facts)
                )
            }
            Self::TellAgain { facts } => write!(f, "corrected by telling them again: {}", Facts(facts)),
            Self::NeverTakenBack { facts } => write!(f, "never taken back: {}", Facts(facts)),
            Self::TurnsAfter { facts } => {
                write!(f, "later turns are to be taken back too: {}", Facts(facts))
            }
            Self::StandOn { facts } => {
                write!(f, "these stand on what is taken back, and are to be taken back too: {}", Facts(facts))
            }
            Self::NotInstead { command } => write!(f, "`{command}` does not tell what happened instead"),
            Self::InsteadRefused { number, command } => {
                write!(f, "what is told instead, number {number} (`{command}`), is refused, for what follows")
            }
        }
    }
}

impl fmt::Display for TakeBackError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Replay(error) => write!(f, "{error}"),
            Self::Refused(refusal) => write!(f, "{refusal}"),
        }
    }
}
