//! What happened to a lead: one line for each fact.

use core::fmt;

use crate::deal::MoveKind;
use crate::lead::{ClockEvent, DealMove, Ending, Fact, FactBody, ImportedStep, MeetingResult, MissedBy};
use crate::scoring::Breakdown;
use crate::values::Text;

struct Note<'a>(Option<&'a Text>);

impl fmt::Display for Note<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.map_or(Ok(()), |note| write!(f, ": {note}"))
    }
}

/// `score 31` or nothing, for imports.
struct Points<'a>(Option<&'a Breakdown>);

impl fmt::Display for Points<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.map_or(Ok(()), |score| write!(f, ", score {}", score.total))
    }
}

impl fmt::Display for DealMove {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} -> {}", self.from, self.to)?;
        match self.kind {
            MoveKind::Skip { over } => write!(f, " (skips {over})"),
            MoveKind::Backward => f.write_str(" (backward)"),
            MoveKind::Same | MoveKind::Forward => Ok(()),
        }
    }
}

impl fmt::Display for Ending {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Recycled(next) => {
                write!(f, "next cycle at Lead, engagement: {}", next.carry)?;
                next.cooling_until.map_or(Ok(()), |until| write!(f, ", cooling until {until}"))
            }
            Self::Disqualified { reason, given: None } => write!(f, "disqualified as `{}`", reason.code()),
            Self::Disqualified { reason, given: Some(given) } => {
                write!(f, "disqualified as `{}` instead of recycled for `{}`", reason.code(), given.code())
            }
            Self::BackToCustomer => f.write_str("a customer as before"),
        }
    }
}

impl fmt::Display for ImportedStep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Mql => f.write_str("was MQL"),
            Self::Sql { deal } => write!(f, "was SQL, deal `{}` of {}", deal.key(), deal.value()),
            Self::Sao => f.write_str("was accepted"),
            Self::Opportunity { deal_stage } => write!(f, "was Opportunity, deal at `{deal_stage}`"),
            Self::Won { contract } => write!(f, "was won, contract of {}", contract.value()),
            Self::Lost { reason } => write!(f, "was lost (`{}`)", reason.code()),
        }
    }
}

impl fmt::Display for Fact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let envelope = &self.envelope;
        write!(f, "{} {}: {}", envelope.effective_at, envelope.actor, self.body)
    }
}

impl fmt::Display for FactBody {
    #[expect(clippy::too_many_lines, reason = "one sentence per fact")]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Captured(captured) => write!(f, "captured, {}", captured.origin),
            Self::ProfileUpdated(change) => {
                f.write_str("profile:")?;
                for (index, write) in change.writes.iter().enumerate() {
                    let comma = if index > 0 { "," } else { "" };
                    match &write.value {
                        Some(value) => write!(f, "{comma} {} = {value}", write.name)?,
                        None => write!(f, "{comma} {} cleared", write.name)?,
                    }
                }
                Ok(())
            }
            Self::ActivityRecorded { activity, tags, .. } => {
                write!(f, "{}", activity.kind)?;
                if let Some(object) = &activity.object {
                    write!(f, " of {object}")?;
                }
                for tag in tags.as_slice() {
                    write!(f, " [{}]", tag.tag)?;
                }
                Ok(())
            }
            Self::ConsentRecorded(consent) => {
                write!(f, "consent {} for {} by {}", consent.status, consent.purpose, consent.channel)
            }
            Self::BecameMql { trigger, score, note } => {
                write!(f, "became MQL by {trigger}{}{}", Points(score.as_ref()), Note(note.as_ref()))
            }
            Self::Demoted { score } => write!(f, "back to Lead, untouched{}", Points(score.as_ref())),
            Self::AttemptRecorded { direction, channel, outcome, progress, against_consent, note } => {
                write!(f, "{direction} {channel}: {outcome}, {progress}")?;
                f.write_str(if *against_consent { ", against a withdrawn consent" } else { "" })?;
                write!(f, "{}", Note(note.as_ref()))
            }
            Self::AnswerRecorded { criterion, answer } => {
                write!(f, "{criterion} {}", answer.verdict)?;
                answer.by.map_or(Ok(()), |date| write!(f, " by {date}"))?;
                write!(f, "{}", Note(answer.detail.as_ref()))
            }
            Self::AnswerBecameStale { criterion } => write!(f, "answer to {criterion} is too old to count"),
            Self::AppointmentScheduled(meeting) => {
                write!(f, "meeting agreed for {} by {}{}", meeting.at, meeting.channel, Note(meeting.note.as_ref()))
            }
            Self::AppointmentMoved(meeting) => write!(f, "meeting moved to {}", meeting.at),
            Self::AppointmentCancelled { note } => write!(f, "meeting cancelled{}", Note(note.as_ref())),
            Self::AppointmentMissed { by } => {
                f.write_str("meeting missed by ")?;
                f.write_str(match by {
                    MissedBy::Lead => "the lead",
                    MissedBy::Us => "us",
                })
            }
            Self::BecameSql { file, deal, .. } => {
                write!(f, "became SQL, hand-over {}, deal `{}` of {}", file.number, deal.key(), deal.value())
            }
            Self::HandoffAccepted => f.write_str("hand-over accepted (SAO)"),
            Self::HandoffRejected { reason } => {
                write!(f, "hand-over rejected: {}{}", reason.code(), Note(reason.note()))
            }
            Self::BecameOpportunity { result, moved, note } => {
                let worth = match result {
                    MeetingResult::Valid => "valid",
                    MeetingResult::Invalid => "not valid",
                };
                write!(f, "first meeting held ({worth}), Opportunity, deal {moved}{}", Note(note.as_ref()))
            }
            Self::DealEdited(_) => f.write_str("deal edited"),
            Self::DealMoved(moved) => write!(f, "deal {moved}"),
            Self::Won { contract, .. } => write!(f, "won: contract `{}` of {}", contract.key(), contract.value()),
            Self::Lost { reason, ending } => {
                write!(f, "lost: {}{}; {ending}", reason.code(), Note(reason.note()))
            }
            Self::Recycled { reason, ending } => {
                write!(f, "recycled: {}{}; {ending}", reason.code(), Note(reason.note()))
            }
            Self::Disqualified { reason, ending } => {
                write!(f, "disqualified: {}{}; {ending}", reason.code(), Note(reason.note()))
            }
            Self::Reopened { reason, .. } => write!(f, "reopened: {}{}", reason.code(), Note(reason.note())),
            Self::ReopenSuggested { trigger } => write!(f, "shows new interest ({trigger}): reopen?"),
            Self::ExpansionOpened { note, .. } => write!(f, "expansion opened{}", Note(note.as_ref())),
            Self::ContractEnded { contract, reason, ending } => {
                write!(f, "contract `{contract}` ended: {}{}", reason.code(), Note(reason.note()))?;
                ending.as_ref().map_or(Ok(()), |ending| write!(f, "; {ending}"))
            }
            Self::Assigned { owner, team } => {
                match owner {
                    Some(owner) => write!(f, "assigned to {owner}")?,
                    None => f.write_str("assigned to nobody")?,
                }
                team.as_ref().map_or(Ok(()), |team| write!(f, " of {team}"))
            }
            Self::PolicyAdopted { from, .. } => write!(f, "new policy adopted, before: {from}"),
            Self::CoolingEnded => f.write_str("cooling is over"),
            Self::BecameStale { stage } => write!(f, "too long at {stage}"),
            Self::ProposalMade { id, kind, rationale, .. } => {
                write!(f, "proposal `{id}`: {kind}{}", Note(rationale.as_ref()))
            }
            Self::ProposalApproved { id } => write!(f, "proposal `{id}` approved"),
            Self::ProposalDeclined { id, note } => write!(f, "proposal `{id}` declined{}", Note(note.as_ref())),
            Self::ProposalExpired { id } => write!(f, "proposal `{id}` lapsed"),
            Self::MergedInto { into } => write!(f, "merged into `{into}`"),
            Self::Redacted => f.write_str("personal data removed"),
            Self::StepImported { step, clamped, .. } => {
                write!(f, "legacy: {step}")?;
                f.write_str(if *clamped { " (date moved to make the order possible)" } else { "" })
            }
            Self::ClockMarked { clock, visit, event } => {
                let word = match event {
                    ClockEvent::Warned => "warned",
                    ClockEvent::Breached => "breached",
                    ClockEvent::Held => "held",
                    ClockEvent::Released => "released",
                };
                write!(f, "clock `{clock}` {word} (visit {visit})")
            }
        }
    }
}
