//! What a host should know of a decision.

use core::fmt;

use crate::lifecycle::Note;
use crate::wording::facts::Facts;
use crate::wording::names::Meant;

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownActivityKind { kind, suggestion } => {
                let meant = Meant::AfterColon(suggestion.as_deref());
                write!(
                    f,
                    "activity kind `{kind}` is in no tag and no hand-raise of the policy, so it counts for nothing{meant}"
                )
            }
            Self::RaisesNoHand { activity } => {
                write!(f, "activity `{activity}` is older than the hand-raises that are remembered: it raises no hand")
            }
            Self::InsteadNotTold { number, command } => {
                write!(f, "what was told instead, number {number} (`{command}`), is left out: tell it by itself")
            }
            Self::InsteadAlreadySo { number, command } => {
                write!(f, "what was told instead, number {number} (`{command}`), was so already")
            }
            Self::StaysTakenBack { activity } => {
                write!(f, "activity `{activity}` is among those that were taken back: it is not taken in again")
            }
            Self::TakenBackBefore { facts } => {
                let did = if facts.len() == 1 { "does" } else { "do" };
                write!(f, "{} {did} not count any more: taken back before, or fallen", Facts(facts))
            }
        }
    }
}
