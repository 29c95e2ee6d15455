//! Why a command was refused: one line for each condition.

use core::fmt;

use crate::access::Grant;
use crate::lead::{FactKind, MeetingKind};
use crate::lifecycle::{
    AccessUnmet, ContactUnmet, ContractUnmet, DealUnmet, HandoffUnmet, IntakeUnmet, LeadUnmet, Permitted,
    ProposalUnmet, QualificationUnmet, Refusal, TimeUnmet, Unmet, Way,
};
use crate::values::{Instant, Moment};
use crate::wording::names::{Meant, list};
use crate::wording::pipelines::{pipeline_needed, unknown_pipeline};
use crate::wording::words::{Told, Words, displayed};

displayed!(Refusal, Unmet, LeadUnmet, TimeUnmet, IntakeUnmet, QualificationUnmet, ContactUnmet, DealUnmet,);

impl Told for Refusal {
    fn tell(&self, words: Words<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` refused for lead `{}`", self.command, self.lead)?;
        if let Some(stage) = self.stage {
            write!(f, " at {stage}")?;
        }
        f.write_str(if self.unmet.is_empty() { "" } else { ": " })?;
        conditions(f, words, &self.unmet)
    }
}

/// Conditions with semicolons between, because some hold commas.
fn conditions(f: &mut fmt::Formatter<'_>, words: Words<'_>, unmet: &[Unmet]) -> fmt::Result {
    for (index, one) in unmet.iter().enumerate() {
        let separator = if index > 0 { "; " } else { "" };
        write!(f, "{separator}{}", words.of(one))?;
    }
    Ok(())
}

impl Told for Unmet {
    fn tell(&self, words: Words<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            _ if self.is_too_deep() => f.write_str("nested too deep to be told"),
            Self::Lead(unmet) => unmet.tell(words, f),
            Self::Policy(gap) => gap.tell(words, f),
            Self::Time(unmet) => unmet.tell(words, f),
            Self::Access(unmet) => write!(f, "{unmet}"),
            Self::Intake(unmet) => unmet.tell(words, f),
            Self::Qualification(unmet) => unmet.tell(words, f),
            Self::Contact(unmet) => unmet.tell(words, f),
            Self::Handoff(unmet) => write!(f, "{unmet}"),
            Self::Deal(unmet) => unmet.tell(words, f),
            Self::Contract(unmet) => write!(f, "{unmet}"),
            Self::Proposal(unmet) => write!(f, "{unmet}"),
            Self::Correction(unmet) => write!(f, "{unmet}"),
            Self::Merge(unmet) => unmet.tell(words, f),
            Self::Reason(problem) => write!(f, "{problem}"),
            Self::Proposed(unmet) => {
                f.write_str("the proposed command would be refused: ")?;
                conditions(f, words, unmet)
            }
            Self::Backfill(error) => error.tell(words, f),
            Self::Misfit(error) => write!(f, "what was decided does not fit: {error}"),
        }
    }
}

/// Names with commas between; `nobody` if there are none.
fn or_nobody<T: fmt::Display>(f: &mut fmt::Formatter<'_>, names: &[T]) -> fmt::Result {
    if names.is_empty() { f.write_str("nobody") } else { list(f, names, ", ") }
}

impl Told for LeadUnmet {
    fn tell(&self, words: Words<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Stage { at, possible, way } => {
                write!(f, "not possible at stage {at}, only at ")?;
                or_nobody(f, possible)?;
                write!(f, ": {way}")
            }
            Self::Erased { at } => {
                let at = words.at(*at);
                write!(f, "personal data was removed at {at}, nothing personal may be added: leave it out")
            }
            Self::Cooling { until } => {
                write!(f, "cooling until {}: only a hand-raise promotes before", words.at(*until))
            }
            Self::Origin { origin } => {
                write!(f, "a lead neither begins with origin `{origin}` nor is corrected from or to it")
            }
            Self::EditReason => f.write_str("a value that stands is replaced: say why, in `reason`"),
            Self::PurchaseNotFrom { at, from } => {
                write!(f, "the policy lets nobody buy without sales at {at}, only at ")?;
                or_nobody(f, from)
            }
            Self::NoHandRaise => f.write_str("no hand-raise waits for an answer: there is nothing to close"),
            Self::UntilPast { until } => {
                write!(f, "put off until {}, which is not later: name a later day", words.at(*until))
            }
            Self::UntilUnused { until, reason: Some(reason) } => {
                let until = words.at(*until);
                write!(f, "nothing is put off until {until}, for no cycle follows `{reason}`: leave `until` out")
            }
            Self::UntilUnused { until, reason: None } => {
                let until = words.at(*until);
                write!(f, "nothing is put off until {until}, for another contract or cycle goes on: leave `until` out")
            }
            Self::RecountOtherLead { counted } => {
                write!(f, "the history of lead `{counted}` was counted again, not that of this one")
            }
            Self::RecountOutdated { counted, activities } => {
                write!(f, "{counted} activities were counted again, the lead has {activities}: read its history again")
            }
            Self::RecountOtherPolicy { counted, lead } => {
                let (counted, lead) = (words.of(counted), words.of(lead));
                write!(f, "counted again by policy {counted}, the lead is under {lead}: count by that one")
            }
            Self::Revision { expected, actual } => {
                write!(f, "expected revision {expected}, the lead is at {actual}: read it again and decide again")
            }
        }
    }
}

impl fmt::Display for Way {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Steps(steps) => {
                f.write_str("first ")?;
                for (index, step) in steps.iter().enumerate() {
                    let then = if index > 0 { ", then " } else { "" };
                    write!(f, "{then}`{step}`")?;
                }
                Ok(())
            }
            Self::Instead(command) => write!(f, "use `{command}`"),
            Self::Lead(lead) => write!(f, "its life goes on in lead `{lead}`"),
        }
    }
}

impl Told for TimeUnmet {
    fn tell(&self, words: Words<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ClockBehind { newest, given, tolerance } => {
                let (given, newest) = (words.at(*given), words.at(*newest));
                write!(
                    f,
                    "{given} is before the newest fact at {newest} by more than {tolerance}: set the clock of the host"
                )
            }
            Self::Future { effective, latest } => future(f, words, Moment::At(*effective), *latest),
            Self::FutureDay { day, latest } => future(f, words, Moment::Day(*day), *latest),
            Self::BeforeFact { fact, at, effective } => before_fact(f, words, Moment::At(*effective), *fact, *at),
            Self::BeforeFactDay { fact, at, day } => before_fact(f, words, Moment::Day(*day), *fact, *at),
            Self::TooFarBack { effective, earliest } => too_far_back(f, words, Moment::At(*effective), *earliest),
            Self::TooFarBackDay { day, earliest } => too_far_back(f, words, Moment::Day(*day), *earliest),
            Self::NotNow { given, recorded } => {
                let (given, recorded) = (words.moment(*given), words.at(*recorded));
                write!(f, "it takes effect when it is recorded, {recorded}, not {given}: leave the time out")
            }
        }
    }
}

/// `effective at 2026-04-01T00:00:00Z`, or `effective on 2026-04-01` when no more than the day was given.
fn effective(f: &mut fmt::Formatter<'_>, words: Words<'_>, moment: Moment) -> fmt::Result {
    let at = match moment {
        Moment::At(_) => "at",
        Moment::Day(_) => "on",
    };
    write!(f, "effective {at} {}", words.moment(moment))
}

fn future(f: &mut fmt::Formatter<'_>, words: Words<'_>, moment: Moment, latest: Instant) -> fmt::Result {
    effective(f, words, moment)?;
    write!(f, ", which is in the future: at the latest {}", words.at(latest))
}

fn before_fact(
    f: &mut fmt::Formatter<'_>,
    words: Words<'_>,
    moment: Moment,
    fact: FactKind,
    at: Instant,
) -> fmt::Result {
    effective(f, words, moment)?;
    write!(f, ", before `{fact}` of {}, which it follows: give a later time, or take that back first", words.at(at))
}

fn too_far_back(f: &mut fmt::Formatter<'_>, words: Words<'_>, moment: Moment, earliest: Instant) -> fmt::Result {
    effective(f, words, moment)?;
    write!(f, ", longer ago than the policy lets anybody tell: not before {}", words.at(earliest))
}

impl fmt::Display for Permitted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let only = match self.grant {
            Grant::OwnLeads => " (own leads)",
            Grant::OwnDeals => " (own deals)",
            Grant::Own => " (own leads or deals)",
            Grant::SelfBooked => " (self-booked)",
            Grant::Propose => " (to propose)",
            Grant::Responsible
            | Grant::Accountable
            | Grant::ResponsibleAccountable
            | Grant::Consulted
            | Grant::Informed
            | Grant::No => "",
        };
        write!(f, "{}{only}", self.role)
    }
}

impl fmt::Display for AccessUnmet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Permission { role, grant, permitted } => {
                let but = match grant {
                    Grant::Consulted => ", it is only consulted",
                    Grant::Informed => ", it is only informed",
                    Grant::Propose => ", it may only propose",
                    Grant::Responsible
                    | Grant::Accountable
                    | Grant::ResponsibleAccountable
                    | Grant::OwnLeads
                    | Grant::OwnDeals
                    | Grant::Own
                    | Grant::SelfBooked
                    | Grant::No => "",
                };
                write!(f, "role {role} may not{but}; permitted: ")?;
                or_nobody(f, permitted)
            }
            Self::NotOwnLead { owner: Some(owner), permitted } => {
                write!(f, "the lead belongs to `{owner}`; permitted: ")?;
                or_nobody(f, permitted)
            }
            Self::NotOwnLead { owner: None, permitted } => {
                f.write_str("the lead has no owner; permitted: ")?;
                or_nobody(f, permitted)
            }
            Self::NotOwnDeal { owner: Some(owner), permitted } => {
                write!(f, "the deal belongs to `{owner}`; permitted: ")?;
                // What nobody else may any more, its owner has done.
                if permitted.is_empty() { f.write_str("its owner") } else { or_nobody(f, permitted) }
            }
            Self::NotOwnDeal { owner: None, permitted } => {
                f.write_str("no deal is open; permitted: ")?;
                or_nobody(f, permitted)
            }
            Self::NotSelfBooked { permitted } => {
                f.write_str("the lead did not book the meeting itself; permitted: ")?;
                or_nobody(f, permitted)
            }
            Self::PersonNeeded { role } => write!(f, "role {role} may not: a person decides"),
        }
    }
}

impl Told for IntakeUnmet {
    fn tell(&self, words: Words<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Field(error) => write!(f, "{error}"),
            Self::ProfileFull => f.write_str("the profile is full: at most 256 fields, clear one first"),
            Self::BeyondMemory { watermark } => write!(
                f,
                "an unknown activity that earns no tag, at or before {}, could be one already recorded: it is beyond \
                 memory. It scores nothing: leave it out, or let the policy remember more (`memory.activities`)",
                words.at(*watermark)
            ),
            Self::MaybeTakenBack { kind, watermark } => write!(
                f,
                "an unknown activity of kind `{kind}`, at or before {}, could be one that was taken back: more were than the \
                 lead remembers. Leave it out",
                words.at(*watermark)
            ),
        }
    }
}

impl Told for QualificationUnmet {
    fn tell(&self, words: Words<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownCriterion { criterion, suggestion } => {
                let meant = Meant::AfterColon(suggestion.as_deref());
                write!(f, "criterion `{criterion}` is not declared in the policy{meant}")
            }
            Self::EvidenceNeeded { criterion } => {
                write!(f, "criterion `{criterion}` needs evidence: say in `evidence` what was heard")
            }
            Self::AnswersFull => f.write_str("too many criteria were answered in the life of this lead"),
            Self::Bar(report) => write!(f, "qualification bar not met: {}", words.of(report)),
            Self::AppointmentBar(report) => write!(f, "not known enough to offer a meeting: {}", words.of(report)),
        }
    }
}

impl Told for ContactUnmet {
    fn tell(&self, words: Words<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ConversationNeeded => {
                f.write_str("only a conversation can validate a lead or win its consent: leave `advance` out")
            }
            Self::NoConclusion { progress } => {
                write!(f, "`{progress}` cannot be concluded from an attempt, only `validated` or `consented`")
            }
            Self::NothingToConclude { progress } => {
                write!(f, "`{progress}` is concluded at mql and sql only: leave `advance` out, or promote before")
            }
            Self::NotConsented { progress } => {
                write!(
                    f,
                    "the lead has not agreed to a meeting (progress is {progress}): agree on one with `schedule_appointment`"
                )
            }
            Self::NoAppointment => f.write_str("no meeting is agreed: `schedule_appointment` agrees on one"),
            Self::MeetingKind { kind: MeetingKind::First, at } => {
                write!(f, "there is no first meeting at {at}, only a follow-up")
            }
            Self::MeetingKind { kind: MeetingKind::FollowUp, at } => {
                write!(f, "there is no follow-up at {at}: field sales has not accepted yet")
            }
            Self::AppointmentPast { at } => {
                write!(f, "the meeting would be at {}, before it was agreed: give a later time", words.at(*at))
            }
        }
    }
}

impl fmt::Display for HandoffUnmet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Incomplete(item) => write!(f, "the hand-over lacks {item}: put it into the file"),
            Self::NotRevised => f.write_str(
                "nothing is new since the last hand-over, neither in the file nor in what was heard: revise it",
            ),
            Self::NotAccepted => f.write_str("field sales has not accepted the hand-over: first `accept`"),
        }
    }
}

impl Told for DealUnmet {
    fn tell(&self, words: Words<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Inconsistent(error) => error.tell(words, f),
            Self::Field(error) => write!(f, "{error}"),
            Self::Known { deal } => write!(f, "deal `{deal}` was opened on this lead before: give it a new key"),
            Self::NoOpenDeal => f.write_str("no deal is open that could be given to somebody"),
            Self::UnknownPipeline { pipeline, suggestion } => unknown_pipeline(f, pipeline, suggestion.as_deref()),
            Self::PipelineNeeded { known } => pipeline_needed(f, known),
            Self::PipelineGone { pipeline } => {
                write!(f, "the open deal is in the pipeline `{pipeline}`, which the new policy does not have: ")?;
                f.write_str("give `deal_pipeline`")
            }
            Self::PipelineKept { pipeline } => {
                write!(f, "the new policy has the pipeline `{pipeline}`, where the open deal stays: ")?;
                f.write_str("leave `deal_pipeline` out")
            }
            Self::UnknownStage { stage, suggestion } => {
                write!(f, "the pipeline has no stage `{stage}`{}", Meant::AfterColon(suggestion.as_deref()))
            }
            Self::ItemMissing { stage: Some(stage), item } => {
                write!(f, "deal stage `{stage}` needs {item}: first `edit_deal`")
            }
            Self::ItemMissing { stage: None, item } => write!(f, "winning needs {item}: first `edit_deal`"),
            Self::SkipRefused { over } => {
                write!(f, "the pipeline does not allow to skip stages ({over} skipped): move to the next one first")
            }
            Self::BackwardRefused => {
                f.write_str("the pipeline does not allow to move backward: leave the deal where it is, or lose it")
            }
            Self::StageGone { stage } => {
                write!(f, "the open deal is at `{stage}`, which the new pipeline does not have: give `deal_stage`")
            }
            Self::StageKept { stage } => {
                write!(f, "the new pipeline has `{stage}`, where the open deal stays: leave `deal_stage` out")
            }
        }
    }
}

impl fmt::Display for ContractUnmet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Currency { deal, contract } => {
                write!(f, "the contract is in {contract}, the deal in {deal}: give the currency of the deal")
            }
            Self::Known { contract } => {
                write!(f, "contract `{contract}` is in force already: renew or amend it, or give another key")
            }
            Self::Unknown { contract } => write!(f, "no contract `{contract}` is in force: name one that is"),
            Self::Full => f.write_str("too many contracts are in force: at most 64, end one first"),
            Self::Terms(error) => write!(f, "{error}"),
            Self::CurrencyChanged { contract, given } => {
                write!(f, "the contract is in {contract}, the new value in {given}: give it in {contract}")
            }
            Self::NotLonger { ends, given } => {
                write!(f, "the contract runs until {ends} already, a renewal has to run longer than {given}")
            }
            Self::NoTerm => f.write_str("the contract runs without end: there is nothing to renew"),
            Self::NotCustomer => f.write_str("the lead is no customer: it becomes one by `win` or `record_purchase`"),
        }
    }
}

impl fmt::Display for ProposalUnmet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotProposable { command } => write!(f, "`{command}` cannot be proposed: a person issues it"),
            Self::Full { max } => write!(f, "{max} proposals are open already: approve or decline one first"),
            Self::Known { proposal } => write!(f, "proposal `{proposal}` is open already: give another id"),
            Self::NoneOpen => f.write_str("no proposal is open: there is nothing to decide"),
            Self::Unknown { proposal } => write!(f, "no proposal `{proposal}` is open: name one that is"),
            Self::Redacted { proposal } => {
                write!(f, "the command of proposal `{proposal}` was removed by redaction: decline it")
            }
        }
    }
}
