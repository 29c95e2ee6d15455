//! What happened to a lead: one line for each fact.

use alloc::string::{String, ToString as _};
use core::fmt;

use crate::deal::{Edit, MoveKind};
use crate::lead::{
    BookedBy, ContributionPart, DealMove, DealOwner, Ending, Fact, FactBody, MeetingKind, MissedBy, PromoteStock,
    Revisions, TeamChange,
};
use crate::scoring::Breakdown;
use crate::values::{Instant, Moment, Text};
use crate::wording::clocks::{Due, Tell};
use crate::wording::policies::WhyByRule;
use crate::wording::words::{Told, Words, displayed};

displayed!(Ending, Fact, FactBody);

struct Note<'a>(Option<&'a Text>);

impl fmt::Display for Note<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.map_or(Ok(()), |note| write!(f, ": {note}"))
    }
}

/// `, called again from …` or nothing.
struct PutOff<'z>(Option<Instant>, Words<'z>);

impl fmt::Display for PutOff<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.map_or(Ok(()), |until| write!(f, ", put off until {}", self.1.at(until)))
    }
}

/// What an edit puts in the place of a value; none when it leaves it.
fn shown<T: fmt::Display>(edit: &Edit<T>) -> Option<String> {
    match edit {
        Edit::Keep => None,
        Edit::Clear => Some(String::from("nothing")),
        Edit::To(value) => Some(value.to_string()),
    }
}

/// `score 31` or nothing, for imports.
struct Points<'a>(Option<&'a Breakdown>);

impl fmt::Display for Points<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.map_or(Ok(()), |score| write!(f, ", score {}", score.total))
    }
}

/// `fact 7`, `facts 7-9, 12`, or `no fact`.
pub(super) struct Facts<'a>(pub(super) &'a Revisions);

impl fmt::Display for Facts<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.0.len() {
            0 => "no fact",
            1 => "fact ",
            2.. => "facts ",
        })?;
        for (index, (first, last)) in self.0.runs().enumerate() {
            let comma = if index > 0 { ", " } else { "" };
            write!(f, "{comma}{first}")?;
            if first < last {
                write!(f, "-{last}")?;
            }
        }
        Ok(())
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

impl Told for Ending {
    fn tell(&self, words: Words<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Recycled(next) => {
                write!(f, "next cycle at Lead, engagement: {}", next.carry)?;
                next.cooling_until.map_or(Ok(()), |until| write!(f, ", cooling until {}", words.at(until)))
            }
            Self::Disqualified { reason, given: None } => write!(f, "disqualified as `{}`", reason.code()),
            Self::Disqualified { reason, given: Some(given) } => {
                write!(f, "disqualified as `{}` instead of recycled for `{}`", reason.code(), given.code())
            }
            Self::BackToCustomer => f.write_str("a customer as before"),
        }
    }
}

impl Told for Fact {
    fn tell(&self, words: Words<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let envelope = &self.envelope;
        let moment = envelope.day.map_or(Moment::At(envelope.effective_at), Moment::Day);
        write!(f, "{} {}: ", words.moment(moment), envelope.actor)?;
        // The new policy is what the envelope says.
        if let FactBody::PolicyAdopted { .. } = &self.body {
            write!(f, "now under policy {}; ", words.of(&envelope.policy))?;
        }
        write!(f, "{}{}", words.of(&self.body), WhyByRule(self, words))
    }
}

impl Told for FactBody {
    #[expect(clippy::too_many_lines, reason = "one sentence per fact")]
    fn tell(&self, words: Words<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Captured(captured) => write!(f, "captured, {}", captured.origin),
            Self::CaptureEdited(edit) => {
                f.write_str("corrected:")?;
                let parts = [
                    ("company", shown(&edit.account)),
                    ("person", shown(&edit.person)),
                    ("origin", edit.origin.map(|origin| origin.to_string())),
                    ("source", shown(&edit.attribution.source)),
                    ("medium", shown(&edit.attribution.medium)),
                    ("campaign", shown(&edit.attribution.campaign)),
                    ("content", shown(&edit.attribution.content)),
                ];
                let told = parts.into_iter().filter_map(|(what, value)| Some((what, value?)));
                for (index, (what, value)) in told.enumerate() {
                    let comma = if index > 0 { "," } else { "" };
                    write!(f, "{comma} {what} = {value}")?;
                }
                write!(f, "{}", Note(edit.reason.as_ref()))
            }
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
            Self::ActivityRecorded { activity, tags, raises_hand, .. } => {
                write!(f, "{}", activity.kind)?;
                if let Some(object) = &activity.object {
                    write!(f, " of {object}")?;
                }
                for tag in tags.as_slice() {
                    write!(f, " [{}]", tag.tag)?;
                }
                f.write_str(if *raises_hand { ", raises a hand" } else { "" })
            }
            Self::ConsentRecorded(consent) => {
                write!(f, "consent {} for {} by {}", consent.status, consent.purpose, consent.channel)
            }
            Self::BecameMql { trigger, score, note, grounds, .. } => {
                write!(f, "became MQL by {trigger}{}", Points(score.as_ref()))?;
                grounds.map_or(Ok(()), |grounds| write!(f, ", on grounds of {}", words.at(grounds)))?;
                write!(f, "{}", Note(note.as_ref()))
            }
            Self::Demoted { score } => write!(f, "back to Lead, untouched{}", Points(score.as_ref())),
            Self::AttemptRecorded { direction, channel, outcome, progress, against_consent, raises_hand, note } => {
                write!(f, "{direction} {channel}: {outcome}, {progress}")?;
                f.write_str(if *raises_hand { ", raises a hand" } else { "" })?;
                f.write_str(if *against_consent { ", against a withdrawn consent" } else { "" })?;
                write!(f, "{}", Note(note.as_ref()))
            }
            Self::HandRaiseClosed { reason } => {
                write!(f, "hand-raise closed: {}{}", reason.code(), Note(reason.note()))
            }
            Self::Postponed { until, note } => write!(f, "put off until {}{}", words.at(*until), Note(note.as_ref())),
            Self::PostponementEnded => f.write_str("the instant has come until which it was put off"),
            Self::AnswerRecorded { criterion, answer } => {
                write!(f, "{criterion} {}", answer.verdict)?;
                answer.by.map_or(Ok(()), |date| write!(f, " by {date}"))?;
                write!(f, "{}", Note(answer.detail.as_ref()))
            }
            Self::AnswerBecameStale { criterion } => write!(f, "answer to {criterion} is too old to count"),
            Self::AppointmentScheduled(meeting) => {
                let kind = match meeting.kind {
                    MeetingKind::First => "first meeting",
                    MeetingKind::FollowUp => "follow-up",
                };
                let by = match meeting.booked_by {
                    BookedBy::Us => "agreed",
                    BookedBy::Lead => "booked by the lead",
                };
                let at = words.at(meeting.at);
                write!(f, "{kind} {by} for {at} by {}{}", meeting.channel, Note(meeting.note.as_ref()))
            }
            Self::AppointmentMoved(meeting) => write!(f, "meeting moved to {}", words.at(meeting.at)),
            Self::AppointmentCancelled { note } => write!(f, "meeting cancelled{}", Note(note.as_ref())),
            Self::AppointmentMissed { by } => {
                f.write_str("meeting missed by ")?;
                f.write_str(match by {
                    MissedBy::Lead => "the lead",
                    MissedBy::Us => "us",
                })
            }
            Self::MeetingHeld { note } => write!(f, "follow-up held{}", Note(note.as_ref())),
            Self::BecameSql { file, deal, .. } => {
                write!(f, "became SQL, hand-over {}, deal `{}` of {}", file.number, deal.key(), deal.value())
            }
            Self::HandoffAccepted => f.write_str("hand-over accepted (SAO)"),
            Self::HandoffRejected { reason } => {
                write!(f, "hand-over rejected: {}{}", reason.code(), Note(reason.note()))
            }
            Self::FirstMeetingInvalid { note } => {
                write!(f, "first meeting held, no chance to propose{}", Note(note.as_ref()))
            }
            Self::BecameOpportunity { met: true, moved, note } => {
                write!(f, "first meeting held, Opportunity, deal {moved}{}", Note(note.as_ref()))
            }
            Self::BecameOpportunity { met: false, note, .. } => {
                write!(f, "Opportunity: the pipeline knows no first meeting{}", Note(note.as_ref()))
            }
            Self::DealEdited { .. } => f.write_str("deal edited"),
            Self::DealMoved(moved) => write!(f, "deal {moved}"),
            Self::Won { contract, .. } => write!(f, "won: contract `{}` of {}", contract.key(), contract.value()),
            Self::Lost { reason, ending, until } => {
                write!(
                    f,
                    "lost: {}{}; {}{}",
                    reason.code(),
                    Note(reason.note()),
                    words.of(ending),
                    PutOff(*until, words)
                )
            }
            Self::PurchaseRecorded { contract, .. } => {
                write!(f, "bought without sales: contract `{}` of {}", contract.key(), contract.value())
            }
            Self::Recycled { reason, ending, until } => {
                write!(
                    f,
                    "recycled: {}{}; {}{}",
                    reason.code(),
                    Note(reason.note()),
                    words.of(ending),
                    PutOff(*until, words)
                )
            }
            Self::Disqualified { reason, ending } => {
                write!(f, "disqualified: {}{}", reason.code(), Note(reason.note()))?;
                match ending {
                    // It would say the same once more.
                    Ending::Disqualified { given: None, .. } => Ok(()),
                    Ending::Disqualified { given: Some(_), .. } | Ending::Recycled(_) | Ending::BackToCustomer => {
                        write!(f, "; {}", words.of(ending))
                    }
                }
            }
            Self::Reopened { reason, .. } => write!(f, "reopened: {}{}", reason.code(), Note(reason.note())),
            Self::ReopenSuggested { trigger } => write!(f, "shows new interest ({trigger}): reopen?"),
            Self::ExpansionOpened { note, .. } => write!(f, "expansion opened{}", Note(note.as_ref())),
            Self::ContractEnded { contract, reason, ending, until } => {
                write!(f, "contract `{contract}` ended: {}{}", reason.code(), Note(reason.note()))?;
                ending.as_ref().map_or(Ok(()), |ending| write!(f, "; {}", words.of(ending)))?;
                write!(f, "{}", PutOff(*until, words))
            }
            Self::ContractRenewed { contract, ends, value } => {
                write!(f, "contract `{contract}` renewed, ")?;
                match ends {
                    Some(ends) => write!(f, "until {ends}")?,
                    None => f.write_str("without end")?,
                }
                value.map_or(Ok(()), |value| write!(f, ", for {value}"))
            }
            Self::ContractAmended { contract, value, ends } => {
                write!(f, "contract `{contract}` amended")?;
                value.map_or(Ok(()), |value| write!(f, ", to {value}"))?;
                match ends {
                    Edit::Keep => Ok(()),
                    Edit::Clear => f.write_str(", runs without end"),
                    Edit::To(ends) => write!(f, ", runs until {ends}"),
                }
            }
            Self::Assigned { owner, team, deal } => {
                match owner {
                    Some(owner) => write!(f, "assigned to {owner}")?,
                    None => f.write_str("assigned to nobody")?,
                }
                match team {
                    TeamChange::Keep => {}
                    TeamChange::Set(team) => write!(f, " of {team}")?,
                    TeamChange::Clear => f.write_str(" without a team")?,
                }
                match deal {
                    DealOwner::Follow => Ok(()),
                    DealOwner::Keep => f.write_str(", not the deal"),
                    DealOwner::To(member) => write!(f, ", the deal to {member}"),
                }
            }
            Self::PolicyAdopted { from, deal_pipeline, deal_stage, stock, recount_due, .. } => {
                write!(f, "before under policy {}", words.of(from))?;
                match (deal_pipeline, deal_stage) {
                    (None, None) => {}
                    (None, Some(stage)) => write!(f, "; the deal goes to `{stage}`")?,
                    (Some(pipeline), None) => write!(f, "; the deal goes to pipeline `{pipeline}`")?,
                    (Some(pipeline), Some(stage)) => {
                        write!(f, "; the deal goes to `{stage}` of pipeline `{pipeline}`")?;
                    }
                }
                if let Some(stock) = stock {
                    match stock.promote {
                        PromoteStock::AtOnce => {}
                        PromoteStock::NewActivity => f.write_str("; promoted by score only after new activity")?,
                        PromoteStock::NotBefore(at) => write!(f, "; promoted by score not before {}", words.at(at))?,
                    }
                    f.write_str(if stock.spared { "; demoted only when its score declines from here" } else { "" })?;
                }
                f.write_str(if *recount_due { "; the score has to be counted again" } else { "" })
            }
            Self::Recounted { counted: Some(_), .. } => f.write_str("score counted again from history"),
            Self::Recounted { counted: None, .. } => f.write_str("score accepted as it was kept"),
            Self::SparingEnded => f.write_str("score at the exit or over it: from here on a decline demotes"),
            Self::CoolingEnded => f.write_str("cooling is over"),
            Self::BecameStale { stage } => write!(f, "too long at {stage}"),
            Self::ProposalMade { id, kind, rationale, .. } => {
                write!(f, "proposal `{id}`: {kind}{}", Note(rationale.as_ref()))
            }
            Self::ProposalApproved { id } => write!(f, "proposal `{id}` approved"),
            Self::ProposalDeclined { id, note } => write!(f, "proposal `{id}` declined{}", Note(note.as_ref())),
            Self::ProposalExpired { id } => write!(f, "proposal `{id}` lapsed"),
            Self::MergedFrom(merged) => {
                write!(f, "`{}` was merged into this lead", merged.from)?;
                let others =
                    merged.contribution.iter().map(ContributionPart::lead).filter(|lead| **lead != merged.from);
                for (index, lead) in others.enumerate() {
                    write!(f, "{} `{lead}`", if index > 0 { "," } else { ", with" })?;
                }
                Ok(())
            }
            Self::ContributionCorrected(said) => {
                write!(f, "what `{}` brought is said anew, for something was corrected there", said.part.lead())?;
                if !said.fallen.is_empty() {
                    write!(f, ", and what rested on it falls: {}", Facts(&said.fallen))?;
                }
                Ok(())
            }
            Self::SplitFrom(split) => write!(f, "split from `{}` again", split.lead),
            Self::SplitOff(split) => {
                write!(f, "`{}` split off again", split.lead)?;
                if !split.fallen.is_empty() {
                    write!(f, ", and what rests on it falls: {}", Facts(&split.fallen))?;
                }
                Ok(())
            }
            Self::MergedInto { into } => write!(f, "merged into `{into}`"),
            Self::Redacted(_) => f.write_str("personal data removed"),
            Self::TakenBack(taken) => {
                // Nothing is named where what was missing is told instead, and a rule's fact falls by it.
                match (taken.facts.is_empty(), taken.fallen.is_empty()) {
                    (true, false) => write!(f, "taken back: what rules had made, {}", Facts(&taken.fallen))?,
                    (_, true) => write!(f, "taken back: {}", Facts(&taken.facts))?,
                    (false, false) => {
                        let (facts, fallen) = (Facts(&taken.facts), Facts(&taken.fallen));
                        write!(f, "taken back: {facts}, and what rules made of it: {fallen}")?;
                    }
                }
                write!(f, "; {}{}", taken.reason.code(), Note(taken.reason.note()))
            }
            Self::StepImported { step, told, .. } => {
                write!(f, "legacy: {}", words.of(step))?;
                told.map_or(Ok(()), |told| {
                    write!(f, " (date moved to make the order possible, it said {})", words.moment(told))
                })
            }
            Self::LeftOver(what) => write!(f, "legacy, kept aside: {}", words.of(what.as_slice())),
            Self::ClocksChanged(changed) => write!(f, "{}", words.of(&**changed)),
            Self::ClockWarned { clock, due_at, .. } => {
                write!(f, "clock `{clock}`: its deadline is near{}", Due(*due_at, words))
            }
            Self::ClockBreached { clock, due_at, .. } => {
                write!(f, "clock `{clock}` breached: it was due {}", words.at(*due_at))
            }
            Self::ClockEscalated { clock, step, tell, reassign, .. } => {
                write!(
                    f,
                    "clock `{clock}`, step {} of its escalation: {}",
                    u32::from(*step).saturating_add(1),
                    Tell(tell)
                )?;
                f.write_str(if *reassign { ", another owner is asked for" } else { "" })
            }
            Self::BreachWithdrawn { clock, due_at, .. } => {
                write!(f, "clock `{clock}`: its breach was none, as is known now{}", Due(*due_at, words))
            }
        }
    }
}
