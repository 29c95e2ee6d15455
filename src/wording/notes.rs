//! What a host should know of a decision.

use core::fmt;

use crate::lifecycle::{Left, Note};
use crate::wording::corrections::FactsAt;
use crate::wording::facts::Facts;
use crate::wording::names::Meant;
use crate::wording::words::{Told, Words, displayed};

displayed!(Note, Left);

impl Told for Note {
    #[expect(clippy::too_many_lines, reason = "one sentence per note")]
    fn tell(&self, words: Words<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
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
            Self::RaisedBefore { activity } => {
                write!(
                    f,
                    "activity `{activity}` raised a hand at a lead that was merged into this one: it raises none anew"
                )
            }
            Self::CountedAsBrought { leads } => {
                f.write_str(
                    "what these merged leads brought is counted as it was tagged there, count them again too:",
                )?;
                for (index, lead) in leads.iter().enumerate() {
                    write!(f, "{} `{lead}`", if index > 0 { "," } else { "" })?;
                }
                Ok(())
            }
            Self::InsteadNotTold { number, command } => {
                write!(f, "what was told instead, number {number} (`{command}`), is left out: tell it by itself")
            }
            Self::InsteadAlreadySo { number, command } => {
                write!(f, "what was told instead, number {number} (`{command}`), was so already")
            }
            Self::LeftBehind { lead, left } => {
                write!(f, "left with `{lead}`, not carried over:")?;
                for (index, left) in left.iter().enumerate() {
                    write!(f, "{} {}", if index > 0 { "," } else { "" }, words.of(left))?;
                }
                Ok(())
            }
            Self::EraseAlso { leads } => {
                f.write_str("the person is to be erased from these leads too:")?;
                for (index, lead) in leads.iter().enumerate() {
                    write!(f, "{} `{lead}`", if index > 0 { "," } else { "" })?;
                }
                Ok(())
            }
            Self::ToldOfParted { lead, facts } => {
                write!(f, "told of contracts that part with `{lead}`, tell it again there: {}", FactsAt(facts))
            }
            Self::LeftOver { what } => {
                write!(
                    f,
                    "the legacy row says what has no place in the lead, it is kept aside: {}",
                    words.of(what.as_slice())
                )
            }
            Self::DateMoved { step, told, used } => {
                let (told, used) = (words.moment(*told), words.moment(*used));
                write!(f, "{step}: the legacy row says {told}, used is {used}")
            }
            Self::ActivitiesKnown { count } => {
                write!(f, "{count} activities of the legacy row are recorded already, or stand in it twice")
            }
            Self::ActivitiesBeyond { count } => {
                write!(
                    f,
                    "{count} activities of the legacy row earn nothing, and are too old to tell from recorded ones: they are not recorded"
                )
            }
            Self::WorthUnknown { contract } => {
                write!(f, "nobody says what was won: the contract `{contract}` is of nothing")
            }
            Self::ProductUnknown { deal } => {
                write!(f, "nobody says which product the deal `{deal}` is of: its line is of `imported`")
            }
            Self::HandsNotRaised { count } => {
                write!(f, "{count} activities of the legacy row ask for contact: imported, they raise no hand")
            }
            Self::WouldPromote { score } => {
                write!(f, "score {score} is over the threshold: an imported lead waits for something new")
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

impl Told for Left {
    fn tell(&self, words: Words<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Proposal(id) => write!(f, "proposal `{id}`"),
            Self::Postponement(until) => write!(f, "that it was put off until {}", words.at(*until)),
            Self::Appointment(at) => write!(f, "the appointment of {} (agree on it again)", words.at(*at)),
            Self::Clocks(1) => f.write_str("a service-level clock"),
            Self::Clocks(count) => write!(f, "{count} service-level clocks"),
            Self::Owner(owner) => write!(f, "owner `{owner}`"),
            Self::Account(account) => write!(f, "company `{account}`"),
            Self::Person(person) => write!(f, "person `{person}`"),
        }
    }
}
