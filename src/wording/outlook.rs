//! Why a lead was, or was not, promoted by its score.

use core::fmt;

use crate::lifecycle::{Obstacle, PromotionReport};
use crate::wording::words::{Told, Words, displayed};

displayed!(Obstacle, PromotionReport);

impl Told for Obstacle {
    fn tell(&self, words: Words<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Stage(stage) => write!(f, "it is at {stage}: only a lead at `lead` is promoted by score"),
            Self::Erased => f.write_str("personal data was removed"),
            Self::Cooling { until } => {
                write!(f, "it is cooling until {}: only a hand-raise promotes before", words.at(*until))
            }
            Self::NoOwnActivity => f.write_str("it has shown no tagged activity in this cycle"),
            Self::RecountDue { since } => {
                write!(
                    f,
                    "its score has to be counted again since {}: the policy needs more than was kept",
                    words.at(*since)
                )
            }
            Self::StockSilent { since } => {
                let since = words.at(*since);
                write!(
                    f,
                    "it was there before the policy or was imported, and has shown no tagged activity since {since}"
                )
            }
            Self::StockUntil { until } => {
                write!(
                    f,
                    "it was there before the policy or was imported: such a lead is promoted by score from {} on",
                    words.at(*until)
                )
            }
            Self::Score(missing) => write!(f, "{missing}"),
        }
    }
}

impl Told for PromotionReport {
    fn tell(&self, words: Words<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "score {} of {} at {}", self.total, self.enter, self.stage)?;
        for obstacle in &self.against {
            write!(f, "; {}", words.of(obstacle))?;
        }
        match self.promoted_at {
            Some(at) => write!(f, "; promoted by time alone at {}", words.at(at)),
            None => Ok(()),
        }
    }
}
