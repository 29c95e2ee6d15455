//! What waits for somebody on a lead.

use core::fmt;

use crate::lifecycle::AgendaItem;

impl fmt::Display for AgendaItem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ClockDue { fact, since } => {
                write!(f, "`{fact}` is due since {since}: issue `check_clock`")
            }
            Self::Stale { stage, since } => write!(f, "stale at {stage} since {since}"),
            Self::HandRaise { since } => {
                write!(f, "asked on {since} to be contacted: reach the lead, meet it, or close the hand-raise")
            }
            Self::PutOff { until } => write!(f, "was put off until {until}: try the lead again"),
            Self::BeforeMeeting { at, known } => {
                write!(f, "find out before the meeting at {at}, which the lead booked itself: {known}")
            }
            Self::InvalidMeeting { at } => {
                write!(f, "the first meeting at {at} showed no chance: reject, recycle, lose or meet again")
            }
            Self::FirstContact { since } => write!(f, "first contact, MQL since {since}"),
            Self::Handoff { since } => write!(f, "accept or reject the hand-over of {since}"),
            Self::Appointment { at } => write!(f, "record what came of the meeting at {at}"),
            Self::ExpectedClose { deal, date } => {
                write!(f, "deal `{deal}` was expected to close on {date}")
            }
            Self::Proposal { id, expires_at } => {
                write!(f, "decide proposal `{id}` before {expires_at}")
            }
            Self::StaleAnswer { criterion } => {
                write!(f, "ask again about `{criterion}`: the answer is too old")
            }
            Self::Reopen => f.write_str("shows new interest: consider reopening"),
            Self::ContractTerm { contract, ended } => {
                write!(f, "contract `{contract}` ran until {ended}: renew or end it")
            }
        }
    }
}
