//! What the tests of the laws share: policies, small vocabularies and random stories that get somewhere.

pub(crate) mod editions;
pub(crate) mod stages;
pub(crate) mod tale;

use std::fmt::Debug;
use std::str::FromStr;

use lead_lifecycle::calendar::Zone;
use lead_lifecycle::deal::{Contract, DealEdit, DealLine, Edit, NewDeal, Pipeline};
use lead_lifecycle::handoff::{Handoff, KeyPerson, Part};
use lead_lifecycle::lead::{
    Acceptance, Attempt, Attribution, AttributionEdit, BookedBy, CaptureEdit, DealOwner, Meeting, MeetingKind,
    MeetingResult, MissedBy, Propose, Recount, Recounting, Reply, Stage, TeamChange,
};
use lead_lifecycle::qualification::{AnswerEvidence, EvidenceSource, Verdict};
use lead_lifecycle::recycle::Reason;
use lead_lifecycle::values::{
    Activity, Channel, CommandKind, ConsentStatus, ContactOutcome, ContractKey, Direction, FieldName, FieldValue, List,
    Moment, Progress, ProposalId, Purpose, Rank, Text,
};
use lead_lifecycle::{
    Actor, Capture, Command, Context, Decision, Fact, FactKind, Instant, Lead, Lifecycle, Money, Origin, Policy,
    PolicyDraft, Refusal, Role, StageKind,
};
use proptest::prelude::*;

/// 2026-04-01T00:00:00Z, where every story begins.
pub(crate) const START: i64 = 1_775_001_600;
pub(crate) const DAY: i64 = 86_400;

/// The open deal stages of both policies.
pub(crate) const PIPELINE: [&str; 5] = ["appointment_set", "first_meeting_held", "proposal", "quote", "closing"];

#[track_caller]
pub(crate) fn k<T: FromStr<Err: Debug>>(text: &str) -> T {
    text.parse().unwrap_or_else(|error| panic!("`{text}`: {error:?}"))
}

#[track_caller]
pub(crate) fn at(seconds: i64) -> Instant {
    Instant::from_seconds(seconds).unwrap()
}

#[track_caller]
pub(crate) fn policy(toml_text: &str) -> Policy {
    let draft: PolicyDraft = toml::from_str(toml_text).unwrap_or_else(|error| panic!("{error}"));
    Policy::try_from(draft).unwrap_or_else(|faults| panic!("{faults}"))
}

/// The pipeline that new deals go to.
#[track_caller]
pub(crate) fn pipeline(policy: &Policy) -> &Pipeline {
    policy.pipelines().default().expect("one alone is the default")
}

/// A policy made for tests, without clocks.
pub(crate) const BRISK: &str = include_str!("brisk.toml");

/// A policy file with the clocks of the brisk policy.
pub(crate) fn clocked(text: &str) -> String {
    format!("default_calendar = \"shop\"\n{text}{}", include_str!("brisk_clocks.toml"))
}

/// Every span is short, and six clocks run.
pub(crate) fn brisk() -> Policy {
    policy(&clocked(BRISK))
}

/// The same without clocks.
pub(crate) fn unclocked() -> Policy {
    policy(BRISK)
}

/// The same, with hardly any memory of activities.
pub(crate) fn forgetful() -> Policy {
    policy(&clocked(&BRISK.replace("activities = 3", "activities = 1")))
}

pub(crate) fn text(words: &str) -> Text {
    k(words)
}

pub(crate) fn actor(role: Role, number: u8) -> Actor {
    Actor::new(k(&format!("{role}-{number}")), role)
}

pub(crate) fn reason(code: &str, note: bool) -> Reason {
    Reason::new(k(code), note.then(|| text("as told on the phone")))
}

/// When time next makes a fact true, and of which kind: what changes on the agenda alone is passed over.
#[track_caller]
pub(crate) fn next_fact(lifecycle: &Lifecycle, lead: &Lead) -> Option<(Instant, FactKind)> {
    let mut wake = lifecycle.next_wake(lead).unwrap()?;
    loop {
        match wake.fact {
            Some(fact) => return Some((wake.at, fact)),
            None => wake = lifecycle.next_wake_after(lead, wake.at).unwrap()?,
        }
    }
}

/// The role that may issue a command under the standard matrix.
pub(crate) fn usual_role(command: CommandKind) -> Role {
    use CommandKind as C;
    match command {
        C::Promote => Role::Mk,
        C::Accept | C::Reject | C::HoldFirstMeeting | C::EditDeal | C::MoveDeal | C::Win | C::Lose | C::HoldMeeting => {
            Role::Fs
        }
        C::Reopen | C::Assign | C::Approve | C::Decline | C::TakeBack => Role::Manager,
        C::OpenExpansion | C::EndContract | C::RenewContract | C::AmendContract | C::RecordPurchase => Role::Cs,
        C::Import | C::AdoptPolicy | C::Recount | C::CheckClock | C::Merge | C::Split | C::Redact => Role::System,
        C::Propose => Role::Assistant,
        C::Capture
        | C::UpdateProfile
        | C::RecordActivity
        | C::RecordConsent
        | C::RecordAttempt
        | C::RecordAnswer
        | C::ScheduleAppointment
        | C::ChangeAppointment
        | C::MissAppointment
        | C::Qualify
        | C::Recycle
        | C::Disqualify
        | C::EditCapture
        | C::Discard
        | C::Postpone
        | C::CloseHandRaise => Role::Sdr,
    }
}

/// What is kept, told as counted again; too many activities, so many as `more`.
pub(crate) fn recount(lead: &Lead, more: u16) -> Recounting {
    let (state, policy) = (lead.scoring().clone(), lead.policy().clone());
    let activities = lead.totals().activities + u64::from(more);
    Recounting::Counted(Box::new(Recount { lead: lead.key().clone(), state, activities, policy }))
}

/// What is no command on a lead alone.
pub(crate) const NO_COMMANDS: [CommandKind; 5] =
    [CommandKind::Capture, CommandKind::Import, CommandKind::TakeBack, CommandKind::Merge, CommandKind::Split];

/// The commands that a lead can be given.
pub(crate) fn commands() -> Vec<CommandKind> {
    let all = CommandKind::ALL.iter().copied();
    all.filter(|kind| !NO_COMMANDS.contains(kind)).collect()
}

pub(crate) fn full_profile() -> std::collections::BTreeMap<FieldName, FieldValue> {
    [
        (k("industry"), FieldValue::Text(k("manufacturing"))),
        (k("employees"), FieldValue::Number(500.into())),
        (k("location"), FieldValue::Text(k("tokyo"))),
        (k("email"), FieldValue::Text(k("hanako@example.jp"))),
        (k("person_name"), FieldValue::Text(k("Yamada Hanako"))),
    ]
    .into()
}

pub(crate) fn full_capture(lead: &str) -> Capture {
    Capture { fields: full_profile(), ..Capture::new(k(lead), Origin::Inbound) }
}

pub(crate) fn full_handoff(memo: &str) -> Handoff {
    Handoff {
        history: Some(text("two calls, one mail")),
        expectations: Some(text("wants to see the price list")),
        topics: List::one(text("billing")),
        key_people: List::one(KeyPerson { part: Part::Decider, name: text("Mr Tanaka"), note: None }),
        competitors: Some(List::empty()),
        rank: Some(Rank::A),
        products: List::one(k("suite")),
        memo: Some(text(memo)),
    }
}

pub(crate) fn yen(units: i64) -> Money {
    Money::from_units(units, k("JPY")).unwrap()
}

pub(crate) fn line(units: i64) -> DealLine {
    DealLine::new(k("suite"), 1, yen(units)).unwrap()
}

pub(crate) fn new_deal(key: &str, with_lines: bool) -> NewDeal {
    let deal = NewDeal::new(k(key), k("JPY"));
    if with_lines { deal.with_lines(List::one(line(3_000_000))).unwrap() } else { deal }
}

pub(crate) fn contract(key: &str, currency: &str) -> Contract {
    let value = Money::from_units(3_000, k(currency)).unwrap();
    Contract::new(k(key), value, k("2026-06-01"), Some(k("2027-05-31"))).unwrap()
}

pub(crate) fn activity(id: &str, kind: &str) -> Activity {
    Activity::new(k(id), k(kind))
}

/// One step of a random story; numbers are turned into a command by [`Step::on`], so that shrinking works.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Step {
    pub(crate) gap: u32,
    pub(crate) aim: u8,
    pub(crate) who: u8,
    pub(crate) data: u16,
    pub(crate) back: i32,
}

pub(crate) fn step() -> impl Strategy<Value = Step> {
    let gap = prop_oneof![3 => 0..1_200_u32, 3 => 0..90_000_u32, 2 => 0..500_000_u32, 1 => 0..5_000_000_u32];
    let back = prop_oneof![8 => Just(0_i32), 2 => 0..200_000_i32, 1 => -400..0_i32, 2 => 0..9_000_000_i32];
    (gap, any::<u8>(), any::<u8>(), any::<u16>(), back).prop_map(|(gap, aim, who, data, back)| Step {
        gap,
        aim,
        who,
        data,
        back,
    })
}

pub(crate) fn story(longest: usize) -> impl Strategy<Value = Vec<Step>> {
    proptest::collection::vec(step(), 0..longest)
}

impl Step {
    /// The command and context of this step on a lead. Most steps lead onwards, some are plausible, some are anything.
    pub(crate) fn on(&self, lead: &Lead, now: Instant) -> (Command, Context) {
        let command = match self.aim {
            0..=130 => onwards(lead, self.data),
            131..=210 => any_command(plausible(lead.stage().kind(), self.data), self.data, lead, now),
            211..=255 => {
                let all = commands();
                let mut kind = all[usize::from(self.data) % all.len()];
                // The two ends of everything are rare, or no story gets far.
                if kind == CommandKind::Redact && self.who % 4 != 0 {
                    kind = CommandKind::CheckClock;
                }
                any_command(kind, self.data / 31, lead, now)
            }
        };
        let role = match self.who {
            0..=225 => usual_role(command.kind()),
            _ => Role::ALL[usize::from(self.who) % Role::ALL.len()],
        };
        let mut context = Context::new(now, actor(role, self.who % 2));
        if self.back != 0 {
            let then = at(now.seconds() - i64::from(self.back));
            // Of some late news only the day is known.
            let moment = if self.who % 8 == 3 { Moment::Day(then.date(&Zone::JST)) } else { Moment::At(then) };
            context = context.with_effective_at(moment);
        }
        (command, context)
    }

    /// The instant of this step: some stand a little before the newest fact, as clocks of hosts do.
    pub(crate) fn now(&self, before: Instant) -> Instant {
        let skewed = self.who % 16 == 7;
        let seconds = if skewed { -i64::from(self.gap % 90) } else { i64::from(self.gap) };
        at(before.seconds() + seconds)
    }
}

#[expect(clippy::too_many_lines, reason = "one list per stage")]
fn plausible(stage: StageKind, data: u16) -> CommandKind {
    use CommandKind as C;
    let kinds: &[CommandKind] = match stage {
        StageKind::Lead => &[
            C::RecordActivity,
            C::RecordActivity,
            C::RecordActivity,
            C::UpdateProfile,
            C::Promote,
            C::RecordAttempt,
            C::ScheduleAppointment,
            C::Postpone,
            C::Discard,
            C::RecordPurchase,
            C::EditCapture,
        ],
        StageKind::Mql => &[
            C::RecordActivity,
            C::RecordAttempt,
            C::RecordAnswer,
            C::RecordAnswer,
            C::ScheduleAppointment,
            C::ChangeAppointment,
            C::MissAppointment,
            C::Qualify,
            C::Recycle,
            C::Disqualify,
            C::Propose,
            C::Approve,
            C::Postpone,
            C::CloseHandRaise,
            C::Assign,
        ],
        StageKind::Sql => &[
            C::Accept,
            C::Reject,
            C::Reject,
            C::RecordActivity,
            C::HoldFirstMeeting,
            C::EditDeal,
            C::Lose,
            C::Recycle,
            C::Disqualify,
            C::Propose,
            C::Approve,
            C::ChangeAppointment,
            C::Assign,
            C::ScheduleAppointment,
            C::HoldMeeting,
            C::RecordAttempt,
            C::Postpone,
        ],
        StageKind::Opportunity => &[
            C::EditDeal,
            C::MoveDeal,
            C::MoveDeal,
            C::Win,
            C::Lose,
            C::Propose,
            C::Propose,
            C::Propose,
            C::Decline,
            C::RecordAttempt,
            C::ScheduleAppointment,
            C::HoldMeeting,
            C::Postpone,
            C::RecordPurchase,
        ],
        StageKind::Customer => &[
            C::OpenExpansion,
            C::EndContract,
            C::RecordActivity,
            C::RecordConsent,
            C::RecordAttempt,
            C::ScheduleAppointment,
            C::HoldMeeting,
            C::RecordPurchase,
            C::RenewContract,
            C::AmendContract,
            C::CloseHandRaise,
        ],
        StageKind::Disqualified => {
            &[C::Reopen, C::RecordActivity, C::RecordActivity, C::UpdateProfile, C::RecordAttempt, C::CloseHandRaise]
        }
        StageKind::Merged => &[C::CheckClock, C::Assign],
    };
    kinds[usize::from(data) % kinds.len()]
}

fn answer(criterion: &str, verdict: Verdict) -> Command {
    let evidence =
        Some(AnswerEvidence { source: EvidenceSource::Heard(Channel::Phone), quote: Some(text("we need it")) });
    Command::RecordAnswer(Reply { criterion: k(criterion), verdict, by: None, detail: None, evidence })
}

/// What a diligent team would do next.
fn onwards(lead: &Lead, data: u16) -> Command {
    let fresh = lead.revision();
    match lead.stage() {
        Stage::Lead { cooling_until: Some(_) } if data % 3 == 0 => {
            Command::RecordActivity { activity: activity(&format!("h{fresh}"), "contact_request") }
        }
        Stage::Lead { cooling_until: Some(_) } => {
            Command::RecordActivity { activity: activity(&format!("h{fresh}"), "document_download") }
        }
        Stage::Lead { cooling_until: None } => match data % 4 {
            0 => Command::Promote { note: None },
            1 => Command::RecordActivity { activity: activity(&format!("h{fresh}"), "contact_request") },
            _ => Command::RecordActivity { activity: activity(&format!("h{fresh}"), "document_download") },
        },
        Stage::Mql { .. } => at_mql(lead, data),
        Stage::Sql { acceptance: Acceptance::Pending, .. } => Command::Accept,
        Stage::Sql { .. } => Command::HoldFirstMeeting { result: MeetingResult::Valid, note: None },
        Stage::Opportunity { deal, .. } => {
            let place = PIPELINE.iter().position(|name| *name == deal.stage().as_str()).unwrap_or(0);
            if deal.lines().is_empty() {
                let edit = DealEdit { lines: Some(List::one(line(100))), ..DealEdit::default() };
                Command::EditDeal { edit: Box::new(edit) }
            } else if deal.expected_close().is_none() {
                let edit = DealEdit { expected_close: Edit::To(k("2026-09-30")), ..DealEdit::default() };
                Command::EditDeal { edit: Box::new(edit) }
            } else if let Some(next) = PIPELINE.get(place + 1) {
                Command::MoveDeal { to: k(next) }
            } else {
                Command::Win { contract: contract(&format!("c{fresh}"), "JPY") }
            }
        }
        Stage::Customer { .. } if data % 3 == 0 => {
            let key = lead.customer().map_or("c", |c| c.contracts()[0].key().as_str()).to_owned();
            Command::EndContract { contract: k(&key), reason: reason("expired", false), until: None }
        }
        Stage::Customer { .. } => Command::OpenExpansion { note: None, attribution: Attribution::default() },
        Stage::Disqualified { .. } => Command::Reopen { reason: reason("new_interest", false) },
        Stage::Merged { .. } => Command::CheckClock,
    }
}

fn at_mql(lead: &Lead, data: u16) -> Command {
    let open =
        |criterion: &str| lead.answers().get(criterion).is_none_or(|a| a.is_stale() || a.verdict != Verdict::Confirmed);
    if lead.profile().get("email").is_none() {
        let fields = full_profile().into_iter().map(|(name, value)| (name, Some(value))).collect();
        return Command::UpdateProfile { fields };
    }
    for criterion in ["need", "timeline", "authority"] {
        if open(criterion) && (criterion != "authority" || data % 2 == 0) {
            return answer(criterion, Verdict::Confirmed);
        }
    }
    if lead.cycle().progress() < Progress::Consented {
        return Command::RecordAttempt(Attempt {
            direction: Direction::Outbound,
            channel: Channel::Phone,
            outcome: ContactOutcome::Conversation,
            advance: Some(Progress::Consented),
            note: None,
        });
    }
    let fresh = if data % 4 == 0 { 0 } else { lead.revision() };
    let handoff = Box::new(full_handoff(&format!("memo {fresh}")));
    let deal = Box::new(new_deal(&format!("d{}", lead.revision()), data % 2 == 0));
    Command::Qualify { handoff, deal }
}

fn pick<'a, T: ?Sized>(from: &[&'a T], data: u16) -> &'a T {
    from[usize::from(data) % from.len()]
}

fn any_reason(codes: &[&str], data: u16) -> Reason {
    reason(pick(codes, data), data / 7 % 2 == 0)
}

#[expect(clippy::too_many_lines, reason = "one arm per command")]
/// Any command of a kind, with good and bad data from small vocabularies, so that repeats and collisions happen.
pub(crate) fn any_command(kind: CommandKind, data: u16, lead: &Lead, now: Instant) -> Command {
    use CommandKind as C;
    let big = i64::from(data);
    match kind {
        C::Capture | C::Import | C::TakeBack | C::Merge | C::Split | C::CheckClock => Command::CheckClock,
        C::UpdateProfile => Command::UpdateProfile { fields: some_fields(data) },
        C::RecordActivity => {
            let kinds = [
                "document_download",
                "blog_view",
                "seminar",
                "blog_view",
                "service_page_view",
                "unheard_of",
                "unsubscribe",
                "blog_view",
                "contact_request",
            ];
            let activity = activity(&format!("a{}", data % 37), pick(&kinds, data / 3));
            Command::RecordActivity { activity }
        }
        C::RecordConsent => Command::RecordConsent {
            channel: Channel::ALL[usize::from(data) % 2],
            purpose: Purpose::Sales,
            status: ConsentStatus::ALL[usize::from(data / 2) % 2],
        },
        C::Promote => Command::Promote { note: None },
        C::RecordAttempt => Command::RecordAttempt(Attempt {
            direction: Direction::ALL[usize::from(data) % 2],
            channel: Channel::ALL[usize::from(data) % 2],
            outcome: ContactOutcome::ALL[usize::from(data / 2) % ContactOutcome::ALL.len()],
            advance: [
                None,
                None,
                None,
                Some(Progress::Contacted),
                Some(Progress::Validated),
                Some(Progress::Consented),
            ][usize::from(data / 18) % 6],
            note: None,
        }),
        C::RecordAnswer => {
            let criterion = pick(&["need", "timeline", "authority", "budget", "astrology"], data);
            let verdict = Verdict::ALL[usize::from(data / 5) % 3];
            let evidence = Some(AnswerEvidence { source: EvidenceSource::Public, quote: None });
            let evidence = evidence.filter(|_| data / 15 % 2 == 0);
            Command::RecordAnswer(Reply { criterion: k(criterion), verdict, by: None, detail: None, evidence })
        }
        C::EditCapture => Command::EditCapture(Box::new(some_capture_edit(data))),
        C::Discard => Command::Discard { reason: any_reason(&["no_fit", "other", "max_cycles"], data) },
        C::Postpone => Command::Postpone { until: some_until(data, now), note: None },
        C::CloseHandRaise => Command::CloseHandRaise { reason: any_reason(&["spam", "other", "bad_mood"], data) },
        C::HoldMeeting => Command::HoldMeeting { note: None },
        C::RecordPurchase => {
            let bought = contract(&format!("k{}", data % 3), pick(&["JPY", "JPY", "USD"], data / 3));
            // Some run without end.
            let ends = bought.ends().filter(|_| data / 9 % 2 == 0);
            let bought = Contract::new(bought.key().clone(), bought.value(), bought.starts(), ends).unwrap();
            Command::RecordPurchase { contract: bought, attribution: Attribution::default() }
        }
        C::RenewContract => Command::RenewContract {
            contract: some_contract(lead, data),
            ends: [None, Some(k("2028-05-31")), Some(k("2027-01-31")), Some(k("2029-05-31"))]
                [usize::from(data / 4) % 4],
            value: (data / 16 % 3 == 0).then(|| yen(big)),
        },
        C::AmendContract => Command::AmendContract {
            contract: some_contract(lead, data),
            value: (data / 4 % 3 != 0).then(|| if data / 12 % 4 == 0 { dollars(5) } else { yen(big % 7) }),
            ends: [Edit::Keep, Edit::Clear, Edit::To(k("2026-12-31")), Edit::To(k("2026-01-31"))]
                [usize::from(data / 48) % 4],
        },
        C::ScheduleAppointment => {
            let at = at(now.seconds() - 20_000 + big % 9 * 10_000);
            let kind = [None, None, Some(MeetingKind::First), Some(MeetingKind::FollowUp)][usize::from(data / 9) % 4];
            let booked_by = if data / 36 % 3 == 0 { BookedBy::Lead } else { BookedBy::Us };
            let meeting = Meeting { kind, booked_by, ..Meeting::new(at, Channel::WebMeeting) };
            Command::ScheduleAppointment(meeting)
        }
        C::ChangeAppointment => {
            let to = (data % 3 != 0).then(|| at(now.seconds() - 20_000 + big % 9 * 10_000));
            Command::ChangeAppointment { to, note: None }
        }
        C::MissAppointment => {
            Command::MissAppointment { by: if data % 2 == 0 { MissedBy::Lead } else { MissedBy::Us } }
        }
        C::Qualify => {
            let mut handoff = full_handoff(pick(&["memo", "other memo"], data));
            if data / 2 % 4 == 0 {
                handoff.rank = None;
            }
            Command::Qualify { handoff: Box::new(handoff), deal: Box::new(new_deal("deal", data % 3 == 0)) }
        }
        C::Accept => Command::Accept,
        C::Reject => Command::Reject { reason: any_reason(&["no_need", "other", "bad_mood"], data) },
        C::HoldFirstMeeting => {
            let result = if data % 3 == 0 { MeetingResult::Valid } else { MeetingResult::Invalid };
            Command::HoldFirstMeeting { result, note: None }
        }
        C::EditDeal => Command::EditDeal { edit: Box::new(some_edit(data)) },
        C::MoveDeal => Command::MoveDeal {
            to: k(pick(&["appointment_set", "first_meeting_held", "proposal", "quote", "closing", "moon"], data)),
        },
        C::Win => {
            Command::Win { contract: contract(&format!("k{}", data % 3), pick(&["JPY", "JPY", "USD"], data / 3)) }
        }
        C::Lose => Command::Lose {
            reason: any_reason(&["price", "no_fit", "other", "bad_mood"], data),
            until: (data / 13 % 5 == 0).then(|| some_until(data, now)),
        },
        C::Recycle => Command::Recycle {
            reason: any_reason(&["timing", "no_response", "other", "bad_mood"], data),
            until: (data / 13 % 5 == 0).then(|| some_until(data, now)),
        },
        C::Disqualify => Command::Disqualify { reason: any_reason(&["no_fit", "other", "max_cycles"], data) },
        C::Reopen => Command::Reopen { reason: any_reason(&["new_interest", "other", "bad_mood"], data) },
        C::OpenExpansion => Command::OpenExpansion { note: None, attribution: Attribution::default() },
        C::EndContract => {
            let contract = some_contract(lead, data);
            let reason = any_reason(&["expired", "no_need", "other", "bad_mood"], data);
            Command::EndContract { contract, reason, until: (data / 13 % 5 == 0).then(|| some_until(data, now)) }
        }
        C::Assign => Command::Assign {
            owner: (data % 3 != 0).then(|| k(pick(&["sdr-0", "fs-0"], data))),
            team: [TeamChange::Keep, TeamChange::Clear, TeamChange::Set(k("east"))][usize::from(data / 3) % 3].clone(),
            deal: [DealOwner::Follow, DealOwner::Keep, DealOwner::To(k("fs-1"))][usize::from(data / 9) % 3].clone(),
        },
        C::AdoptPolicy => Command::AdoptPolicy { deal_pipeline: None, deal_stage: None },
        C::Recount => Command::Recount(if data % 3 == 0 { recount(lead, data % 2) } else { Recounting::Kept }),
        C::Redact => Command::Redact,
        C::Propose => {
            let all = commands();
            let inner = plausible(lead.stage().kind(), data / 5);
            let kind = if data % 5 == 0 { all[usize::from(data / 5) % all.len()] } else { inner };
            let command =
                if kind == C::Propose { Command::CheckClock } else { any_command(kind, data / 11, lead, now) };
            Command::Propose(Propose {
                id: k(&format!("p{}", data % 4)),
                command: Box::new(command.try_into().unwrap()),
                rationale: text("it seems right"),
            })
        }
        C::Approve => Command::Approve { proposal: open_proposal(lead, data) },
        C::Decline => Command::Decline { proposal: open_proposal(lead, data), note: None },
    }
}

/// From a day before now to some weeks after, as an instant or a day.
fn some_until(data: u16, now: Instant) -> Moment {
    let then = at(now.seconds() + (i64::from(data % 11) * 3 - 1) * DAY);
    if data % 2 == 0 { Moment::At(then) } else { Moment::Day(then.date(&Zone::JST)) }
}

fn some_contract(lead: &Lead, data: u16) -> ContractKey {
    let held = lead.customer().map(|c| c.contracts()[0].key().clone());
    held.filter(|_| data % 4 != 0).unwrap_or_else(|| k("k1"))
}

fn some_capture_edit(data: u16) -> CaptureEdit {
    let nothing = CaptureEdit { reason: (data % 2 == 0).then(|| text("mistyped")), ..CaptureEdit::default() };
    match data / 2 % 6 {
        0 => CaptureEdit { account: Edit::To(k(pick(&["acme", "other"], data / 12))), ..nothing },
        1 => CaptureEdit { person: Edit::To(k("hanako")), account: Edit::Clear, ..nothing },
        2 => CaptureEdit { origin: Some(Origin::Referral), ..nothing },
        3 => CaptureEdit { origin: Some(Origin::Expansion), ..nothing },
        4 => {
            let attribution = AttributionEdit { source: Edit::To(k("fair")), ..AttributionEdit::default() };
            CaptureEdit { attribution, ..nothing }
        }
        _ => nothing,
    }
}

fn dollars(units: i64) -> Money {
    Money::from_units(units, k("USD")).unwrap()
}

fn open_proposal(lead: &Lead, data: u16) -> ProposalId {
    let open = lead.proposals();
    match open.get(usize::from(data) % (open.len() + 1)) {
        Some(proposal) => proposal.id.clone(),
        None => k("p1"),
    }
}

fn some_fields(data: u16) -> std::collections::BTreeMap<FieldName, Option<FieldValue>> {
    let number = |n: i64| Some(FieldValue::Number(n.into()));
    let mail = |t: &str| Some(FieldValue::Text(k(t)));
    match data % 8 {
        0 => [(k("employees"), number(500))].into(),
        1 => [(k("employees"), number(20)), (k("email"), mail("a@example.jp"))].into(),
        2 => [(k("email"), mail("b@example.jp"))].into(),
        3 => [(k("email"), None)].into(),
        4 => [(k("shoe_size"), number(27))].into(),
        5 => [(k("employees"), mail("many"))].into(),
        6 => full_profile().into_iter().map(|(name, value)| (name, Some(value))).collect(),
        _ => [(k("employees"), None)].into(),
    }
}

fn some_edit(data: u16) -> DealEdit {
    let nothing = DealEdit::default();
    match data % 6 {
        0 => nothing,
        1 => DealEdit { lines: Some(List::one(line(i64::from(data)))), ..nothing },
        2 => DealEdit { lines: Some(List::empty()), ..nothing },
        3 => DealEdit { expected_close: Edit::To(k("2026-10-31")), ..nothing },
        4 => DealEdit { expected_close: Edit::Clear, ..nothing },
        _ => {
            let dollars = DealLine::new(k("suite"), 1, Money::from_units(5, k("USD")).unwrap()).unwrap();
            DealEdit { lines: Some(List::one(dollars)), ..nothing }
        }
    }
}

/// A story told: the lead, its facts, and what each step came to.
pub(crate) struct Told {
    pub(crate) lead: Lead,
    pub(crate) facts: Vec<Fact>,
}

/// Tells a story under one lifecycle, calling `look` at every step with the lead before, the command, its context and the outcome.
pub(crate) fn tell(
    lifecycle: &Lifecycle,
    steps: &[Step],
    mut look: impl FnMut(&Lead, &Command, &Context, &Result<Decision, Refusal>),
) -> Told {
    let start = Context::new(at(START), actor(Role::System, 0));
    let capture = if steps.len() % 4 == 0 { Capture::new(k("lead"), Origin::Outbound) } else { full_capture("lead") };
    let facts = lifecycle.capture(&capture, &start).unwrap().into_facts();
    let mut told = Told { lead: Lead::replay(&facts).unwrap(), facts };
    let mut now = at(START);
    for step in steps {
        let then = step.now(now);
        now = now.max(then);
        let (command, context) = step.on(&told.lead, then);
        let outcome = lifecycle.decide(&told.lead, &command, &context);
        look(&told.lead, &command, &context, &outcome);
        for fact in outcome.iter().flat_map(Decision::facts) {
            told.lead.apply(fact).unwrap_or_else(|error| panic!("{error}: {fact:?}"));
            told.facts.push(fact.clone());
        }
    }
    told
}
