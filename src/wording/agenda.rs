//! What waits for somebody on a lead.

use core::fmt;

use crate::lifecycle::{AgendaItem, AgendaReason};
use crate::wording::clocks::Tell;
use crate::wording::words::{Told, Words, displayed};

displayed!(AgendaItem, AgendaReason);

impl Told for AgendaItem {
    fn tell(&self, words: Words<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.reason.tell(words, f)
    }
}

impl Told for AgendaReason {
    fn tell(&self, words: Words<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ClockDue { fact, since } => {
                write!(f, "`{fact}` is due since {}: issue `check_clock`", words.at(*since))
            }
            Self::Recount { since } => {
                let since = words.at(*since);
                write!(f, "count the score again: the policy since {since} needs more than was kept, issue `recount`")
            }
            Self::Stale { stage, since } => write!(f, "stale at {stage} since {}", words.at(*since)),
            Self::HandRaise { since } => {
                let since = words.at(*since);
                write!(f, "asked on {since} to be contacted: reach the lead, meet it, or close the hand-raise")
            }
            Self::PutOff { until } => write!(f, "was put off until {}: try the lead again", words.at(*until)),
            Self::BeforeMeeting { at, known } => {
                let (at, known) = (words.at(*at), words.of(known));
                write!(f, "find out before the meeting at {at}, which the lead booked itself: {known}")
            }
            Self::InvalidMeeting { at } => {
                let at = words.at(*at);
                write!(f, "the first meeting at {at} showed no chance: reject, recycle, lose or meet again")
            }
            Self::ServiceLevel { clock, target, due, is_past_due, ever_missed, .. } => {
                write!(f, "`{clock}` (within {target}) ")?;
                match due {
                    Some(due) if *is_past_due => write!(f, "was due {}", words.at(*due))?,
                    Some(due) => write!(f, "is due {}", words.at(*due))?,
                    None => f.write_str("waits until somebody owns the lead")?,
                }
                let missed = *ever_missed && !*is_past_due;
                f.write_str(if missed { ", and missed an earlier deadline" } else { "" })
            }
            Self::Escalation { clock, tell, .. } => write!(f, "`{clock}` was not stopped: {}", Tell(tell)),
            Self::Reassign { clock, .. } => write!(f, "`{clock}` was not stopped: assign another owner"),
            Self::FirstContact { since } => write!(f, "first contact, MQL since {}", words.at(*since)),
            Self::Handoff { since } => write!(f, "accept or reject the hand-over of {}", words.at(*since)),
            Self::Appointment { at } => write!(f, "record what came of the meeting at {}", words.at(*at)),
            Self::ExpectedClose { deal, date } => {
                write!(f, "deal `{deal}` was expected to close on {date}")
            }
            Self::Proposal { id, expires_at } => {
                write!(f, "decide proposal `{id}` before {}", words.at(*expires_at))
            }
            Self::StaleAnswer { criterion, since: _ } => {
                write!(f, "ask again about `{criterion}`: the answer is too old")
            }
            Self::Reopen => f.write_str("shows new interest: consider reopening"),
            Self::ContractTerm { contract, ended } => {
                write!(f, "contract `{contract}` ran until {ended}: renew or end it")
            }
        }
    }
}
