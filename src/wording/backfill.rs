//! Why a row of a legacy system cannot be taken over.

use core::fmt;

use crate::lead::{Attribution, ImportedStep, LeftOver};
use crate::lifecycle::{BackfillError, LegacyStep};
use crate::values::{Moment, StageKind};
use crate::wording::pipelines::{pipeline_needed, unknown_pipeline};
use crate::wording::words::{Told, Words, displayed};

displayed!(BackfillError);

impl Told for BackfillError {
    fn tell(&self, words: Words<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Order { earlier, before, later, at } => write!(
                f,
                "{later} at {} lies before {earlier} at {}: correct the row, or let the mapping clamp",
                words.moment(*at),
                words.moment(*before)
            ),
            Self::RowBefore { at, turn, turned } => write!(
                f,
                "the row ends at {}, before the newest turn of the lead ({turn}) at {}: it is of an earlier round, load what came first before what came later",
                words.moment(*at),
                words.at(*turned)
            ),
            Self::Future { step, at, import } => {
                write!(f, "{step} at {} lies after the import at {}", words.moment(*at), words.at(*import))
            }
            Self::Currency { deal, won } => write!(f, "the deal is in {deal}, what was won in {won}"),
            Self::FutureActivity { activity, at, import } => {
                let (at, import) = (words.moment(*at), words.at(*import));
                write!(f, "activity `{activity}` at {at} lies after the import at {import}")
            }
            Self::CycleOpen { stage: StageKind::Merged } => {
                f.write_str("the lead was merged: name the one that lives on")
            }
            Self::CycleOpen { stage } => {
                write!(f, "the lead has an open deal at {stage}: a row that overlaps with it is of a further lead")
            }
            Self::DiscardedLater { reached } => {
                write!(f, "the row was discarded after {reached}: what has come so far is disqualified")
            }
            Self::ChurnedUnwon => f.write_str(
                "a contract ended, but the row tells of none that was won: tell it in the row that won the contract",
            ),
            Self::LivesHere { into } => {
                write!(f, "the lead lives here: merge it into `{into}`, which brings along what it has")
            }
            Self::DealKnown { deal } => write!(
                f,
                "the lead has had the deal `{deal}` before: of one that was opened again, name it in its last row only"
            ),
            Self::ContractKnown { contract } => {
                write!(f, "the contract `{contract}` is in force already: give this one a key of its own")
            }
            Self::TooMany { count, max } => {
                write!(
                    f,
                    "the row tells of {count} moves, activities or words left over, at most {max}: tell the rest in further rows"
                )
            }
            Self::TooManyRows { count, max } => {
                write!(f, "{count} rows have this key, at most {max} are of one lead: give each lead a key of its own")
            }
            Self::FurtherKey(error) => write!(f, "key of a further lead, made from that of the first: {error}"),
            Self::OtherLead { row } => write!(f, "the row is of the lead `{row}`"),
            Self::WonAndLost => f.write_str("the row reports the milestone `won` and ends otherwise"),
            Self::Deal(error) => write!(f, "deal: {}", words.of(error)),
            Self::Contract(error) => write!(f, "contract: {error}"),
            Self::Key(error) => {
                write!(f, "key of deal or contract, made from that of the lead: {error}; name them in the row")
            }
            Self::UnknownPipeline { pipeline, suggestion } => unknown_pipeline(f, pipeline, suggestion.as_deref()),
            Self::PipelineNeeded { known } => pipeline_needed(f, known),
            Self::DealStage { stage, first_meeting: Some(mark) } => {
                write!(f, "the pipeline has no stage `{stage}` at or after the first meeting, which is `{mark}`")
            }
            Self::DealStage { stage, first_meeting: None } => write!(f, "the pipeline has no stage `{stage}`"),
        }
    }
}

impl fmt::Display for LegacyStep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Reached(milestone) => fmt::Display::fmt(milestone, f),
            Self::DealStage(stage) => write!(f, "deal stage `{stage}`"),
            Self::End => f.write_str("the end"),
            Self::ContractEnd => f.write_str("the end of the contract"),
            Self::Turn(kind) => write!(f, "{kind}"),
        }
    }
}

displayed!(ImportedStep);

impl Told for ImportedStep {
    fn tell(&self, words: Words<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Opened(opening) => write!(f, "another round begins, {}", opening.origin),
            Self::Mql => f.write_str("was MQL"),
            Self::Sql { deal } => write!(f, "was SQL, deal `{}` of {}", deal.key(), deal.value()),
            Self::Sao => f.write_str("was accepted"),
            Self::Opportunity { deal_stage } => write!(f, "was Opportunity, deal at `{deal_stage}`"),
            Self::Won { contract } => write!(f, "was won, contract of {}", contract.value()),
            Self::DealStage { deal_stage } => write!(f, "the deal moved to `{deal_stage}`"),
            Self::Lost { reason, ending } => write!(f, "was lost (`{}`), {}", reason.code(), words.of(ending)),
            Self::Recycled { reason, ending } => write!(f, "was put back (`{}`), {}", reason.code(), words.of(ending)),
            Self::Disqualified { reason, ending } => {
                write!(f, "was sorted out (`{}`), {}", reason.code(), words.of(ending))
            }
            Self::Bought { contract } => write!(f, "had bought without sales, contract of {}", contract.value()),
            Self::ContractEnded { contract, reason, ending } => {
                write!(f, "contract `{contract}` ended (`{}`)", reason.code())?;
                ending.as_ref().map_or(Ok(()), |ending| write!(f, ", {}", words.of(ending)))
            }
            Self::Merged { into } => write!(f, "was merged into `{into}`"),
        }
    }
}

displayed!(LeftOver);

impl Told for [LeftOver] {
    fn tell(&self, words: Words<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, one) in self.iter().enumerate() {
            write!(f, "{}{}", if index > 0 { ", " } else { "" }, words.of(one))?;
        }
        Ok(())
    }
}

impl Told for LeftOver {
    fn tell(&self, words: Words<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let on = |f: &mut fmt::Formatter<'_>, at: &Option<Moment>| {
            at.map_or(Ok(()), |at| write!(f, " at {}", words.moment(at)))
        };
        match self {
            Self::Deal(deal) => write!(f, "deal `{deal}`"),
            Self::Product(product) => write!(f, "product `{product}`"),
            Self::Value(value) => write!(f, "value {value}"),
            Self::Currency(currency) => write!(f, "currency {currency}"),
            Self::ExpectedClose(date) => write!(f, "expected close {date}"),
            Self::Pipeline(pipeline) => write!(f, "pipeline `{pipeline}`"),
            Self::DealStage { stage, at } => {
                write!(f, "deal stage `{stage}`")?;
                on(f, at)
            }
            Self::Account(account) => write!(f, "company `{account}`"),
            Self::Person(person) => write!(f, "person `{person}`"),
            Self::Owner(owner) => write!(f, "owner `{owner}`"),
            Self::Team(team) => write!(f, "team `{team}`"),
            Self::Origin(origin) => write!(f, "origin {origin}"),
            Self::Attribution(Attribution { source, medium, campaign, content }) => {
                let words = [("source", source), ("medium", medium), ("campaign", campaign), ("content", content)];
                let mut comma = "";
                for (name, word) in words.iter().filter_map(|(name, word)| word.as_ref().map(|word| (name, word))) {
                    write!(f, "{comma}{name} `{word}`")?;
                    comma = ", ";
                }
                Ok(())
            }
            Self::Reached { milestone, at } => {
                write!(f, "{milestone}")?;
                on(f, at)
            }
            Self::Reason(reason) => write!(f, "reason {reason}"),
            Self::Contract(contract) => write!(f, "contract `{contract}`"),
            Self::Merged(into) => write!(f, "merged into `{into}`"),
            Self::ContractDays { starts, ends } => {
                f.write_str("a contract")?;
                starts.map_or(Ok(()), |day| write!(f, " from {day}"))?;
                ends.map_or(Ok(()), |day| write!(f, " to {day}"))
            }
            Self::Ended { won, at } => {
                f.write_str(if *won { "a win" } else { "an end" })?;
                on(f, at)
            }
        }
    }
}
