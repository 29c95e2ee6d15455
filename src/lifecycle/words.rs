//! The default wording of unmet conditions: one line each. A host that speaks otherwise matches on the condition
//! itself.

use core::fmt;

use crate::access::Grant;
use crate::lifecycle::unmet::Unmet;

struct Words<'a, T>(&'a [T]);

impl<T: fmt::Display> fmt::Display for Words<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return f.write_str("nobody");
        }
        for (index, word) in self.0.iter().enumerate() {
            let comma = if index > 0 { ", " } else { "" };
            write!(f, "{comma}{word}")?;
        }
        Ok(())
    }
}

struct Hint<'a>(Option<&'a str>);

impl fmt::Display for Hint<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.map_or(Ok(()), |word| write!(f, ": did you mean `{word}`?"))
    }
}

impl fmt::Display for Unmet {
    #[expect(clippy::too_many_lines, reason = "one sentence per condition")]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Stage { at, possible } => {
                write!(f, "not possible at stage {at}, only at {}", Words(possible))
            }
            Self::Erased { at } => write!(f, "personal data was removed at {at}, nothing personal may be added"),
            Self::Permission { role, grant, permitted } => {
                let but = match grant {
                    Grant::Consulted => ", it is only consulted",
                    Grant::Informed => ", it is only informed",
                    Grant::Propose => ", it may only propose",
                    Grant::Responsible
                    | Grant::Accountable
                    | Grant::ResponsibleAccountable
                    | Grant::OwnDeals
                    | Grant::No => "",
                };
                write!(f, "role {role} may not{but}; permitted: {}", Words(permitted))
            }
            Self::NotOwnDeal { owner: Some(owner) } => {
                write!(f, "the deal belongs to `{owner}`, only its owner may")
            }
            Self::NotOwnDeal { owner: None } => f.write_str("the deal has no owner yet, only its owner may"),
            Self::PolicyNotAdopted { lead, given } => {
                write!(f, "the lead is under policy {lead}: issue `adopt_policy` to put it under {given}")
            }
            Self::Revision { expected, actual } => {
                write!(f, "expected revision {expected}, the lead is at {actual}: read it again and decide again")
            }
            Self::ClockBehind { newest, given, tolerance } => {
                write!(f, "{given} is before the newest fact at {newest} by more than {tolerance}")
            }
            Self::Future { effective, latest } => {
                write!(f, "effective at {effective}, which is in the future: at the latest {latest}")
            }
            Self::BeforeStage { entered, effective } => {
                write!(f, "effective at {effective}, before the present stage was entered at {entered}")
            }
            Self::Cooling { until } => write!(f, "cooling until {until}: only a hand-raise promotes before"),
            Self::Field(error) | Self::DealField(error) => fmt::Display::fmt(error, f),
            Self::ProfileFull => f.write_str("the profile is full: at most 256 fields"),
            Self::BeyondMemory { watermark } => write!(
                f,
                "an unknown activity at or before {watermark} could be one already counted: it is beyond memory"
            ),
            Self::UnknownCriterion { criterion, suggestion } => {
                write!(f, "criterion `{criterion}` is not declared in the policy{}", Hint(suggestion.as_deref()))
            }
            Self::EvidenceNeeded { criterion } => {
                write!(f, "criterion `{criterion}` needs evidence")
            }
            Self::AnswersFull => f.write_str("too many criteria were answered in the life of this lead"),
            Self::Bar(report) => write!(f, "qualification bar not met: {report}"),
            Self::AppointmentBar(report) => {
                write!(f, "not known enough to offer a meeting: {report}")
            }
            Self::NotConsented { progress } => {
                write!(f, "the lead has not agreed to a meeting (progress is {progress})")
            }
            Self::HandoffIncomplete(item) => write!(f, "the hand-over lacks {item}"),
            Self::HandoffNotRevised => f.write_str("the hand-over was rejected as it is: revise it"),
            Self::ConversationNeeded => f.write_str("only a conversation can validate a lead or win its consent"),
            Self::NoConclusion { progress } => {
                write!(f, "`{progress}` cannot be concluded from an attempt, only `validated` or `consented`")
            }
            Self::NoAppointment => f.write_str("no meeting is agreed"),
            Self::AppointmentPast { at } => {
                write!(f, "the meeting would be at {at}, before it was agreed")
            }
            Self::NotAccepted => f.write_str("field sales has not accepted the hand-over"),
            Self::Deal(error) => fmt::Display::fmt(error, f),
            Self::UnknownDealStage { stage, suggestion } => {
                write!(f, "the pipeline has no stage `{stage}`{}", Hint(suggestion.as_deref()))
            }
            Self::DealItemMissing { stage: Some(stage), item } => {
                write!(f, "deal stage `{stage}` needs {item}")
            }
            Self::DealItemMissing { stage: None, item } => write!(f, "winning needs {item}"),
            Self::SkipRefused { over } => write!(f, "the pipeline does not allow to skip stages ({over} skipped)"),
            Self::BackwardRefused => f.write_str("the pipeline does not allow to move backward"),
            Self::ContractCurrency { deal, contract } => {
                write!(f, "the contract is in {contract}, the deal in {deal}")
            }
            Self::ContractKnown { contract } => {
                write!(f, "contract `{contract}` is in force already")
            }
            Self::ContractUnknown { contract } => write!(f, "no contract `{contract}` is in force"),
            Self::ContractsFull => f.write_str("too many contracts are in force: at most 64"),
            Self::NotCustomer => f.write_str("the lead is no customer"),
            Self::Reason(problem) => fmt::Display::fmt(problem, f),
            Self::Origin { origin } => write!(f, "a lead does not begin with origin `{origin}`"),
            Self::IntoItself => f.write_str("a lead cannot be merged into itself"),
            Self::DealStageGone { stage } => {
                write!(f, "the open deal is at `{stage}`, which the new pipeline does not have: give `deal_stage`")
            }
            Self::DealStageKept { stage } => {
                write!(f, "the new pipeline has `{stage}`, where the open deal stays: leave `deal_stage` out")
            }
            Self::NotProposable { command } => write!(f, "`{command}` cannot be proposed"),
            Self::ProposalsFull { max } => write!(f, "{max} proposals are open already"),
            Self::ProposalKnown { proposal } => write!(f, "proposal `{proposal}` is open already"),
            Self::NoProposal => f.write_str("no proposal is open"),
            Self::ProposalUnknown { proposal } => write!(f, "no proposal `{proposal}` is open"),
            Self::ProposalRedacted { proposal } => {
                write!(f, "the command of proposal `{proposal}` was removed by redaction")
            }
            Self::PersonNeeded { role } => write!(f, "role {role} may not: a person decides"),
            Self::Proposed(unmet) => {
                f.write_str("the proposed command would be refused: ")?;
                for (index, one) in unmet.iter().enumerate() {
                    let separator = if index > 0 { "; " } else { "" };
                    write!(f, "{separator}{one}")?;
                }
                Ok(())
            }
            Self::Backfill(error) => fmt::Display::fmt(error, f),
            Self::Misfit(error) => write!(f, "what was decided does not fit: {error}"),
        }
    }
}
