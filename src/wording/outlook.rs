//! Why a lead was, or was not, promoted by its score.

use core::fmt;

use crate::lifecycle::{Obstacle, PromotionReport};

impl fmt::Display for Obstacle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Stage(stage) => write!(f, "it is at {stage}: only a lead at `lead` is promoted by score"),
            Self::Erased => f.write_str("personal data was removed"),
            Self::Cooling { until } => write!(f, "it is cooling until {until}: only a hand-raise promotes before"),
            Self::NoOwnActivity => f.write_str("it has shown no tagged activity in this cycle"),
            Self::Score(missing) => write!(f, "{missing}"),
        }
    }
}

impl fmt::Display for PromotionReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "score {} of {} at {}", self.total, self.enter, self.stage)?;
        for obstacle in &self.against {
            write!(f, "; {obstacle}")?;
        }
        match self.promoted_at {
            Some(at) => write!(f, "; promoted by time alone at {at}"),
            None => Ok(()),
        }
    }
}
