//! A lead at every stage, with everything at hand that its commands need. Under the standard policy.
#![expect(clippy::needless_pass_by_value, reason = "a command is made for the one call that issues it")]

use lead_lifecycle::calendar::Zone;
use lead_lifecycle::deal::{DealEdit, Edit};
use lead_lifecycle::lead::{
    Attempt, Attribution, BookedBy, CaptureEdit, DealOwner, Meeting, MeetingResult, MissedBy, Proposable, Propose,
    Reply, TeamChange,
};
use lead_lifecycle::lifecycle::{Past, TakeBack, Together};
use lead_lifecycle::qualification::{AnswerEvidence, EvidenceSource, Verdict};
use lead_lifecycle::values::{
    Channel, CommandKind, ConsentStatus, ContactOutcome, Direction, FieldValue, List, Moment, Progress, ProposalId,
    Purpose,
};
use lead_lifecycle::{Command, Context, Decision, Fact, Lead, Lifecycle, Policy, Refusal, Role, StageKind};

use crate::common::*;

/// The places a lead can be in, finer than its stages where a command can tell them apart.
pub(crate) const PLACES: [&str; 12] = [
    "lead",
    "lead, cooling",
    "mql",
    "mql, hand raised",
    "mql, expansion",
    "sql",
    "sql, accepted",
    "opportunity",
    "customer",
    "disqualified",
    "erased",
    "merged",
];

/// A lead that is led from command to command.
pub(crate) struct Led {
    pub(crate) lifecycle: Lifecycle,
    pub(crate) lead: Lead,
    pub(crate) facts: Vec<Fact>,
    pub(crate) now: i64,
}

impl Led {
    pub(crate) fn capture(policy: Policy) -> Self {
        Self::capture_as("lead", policy)
    }

    pub(crate) fn capture_as(name: &str, policy: Policy) -> Self {
        let lifecycle = Lifecycle::new(policy);
        let context = Context::new(at(START), actor(Role::System, 0));
        let facts = lifecycle.capture(&full_capture(name), &context).unwrap().into_facts();
        Self { lifecycle, lead: Lead::replay(&facts).unwrap(), facts, now: START }
    }

    /// A minute later, by the usual role.
    #[track_caller]
    pub(crate) fn then(&mut self, command: Command) {
        let outcome = self.ask(&command);
        let decision = outcome.unwrap_or_else(|refusal| panic!("{refusal}"));
        for fact in decision.into_facts() {
            self.lead.apply(&fact).unwrap();
            self.facts.push(fact);
        }
        self.now += 60;
    }

    /// The same of what happened before, told only now.
    #[track_caller]
    pub(crate) fn late(&mut self, command: Command, happened: i64) {
        let context = Context::new(at(self.now), actor(usual_role(command.kind()), 0)).with_effective_at(at(happened));
        let decision =
            self.lifecycle.decide(&self.lead, &command, &context).unwrap_or_else(|refusal| panic!("{refusal}"));
        for fact in decision.into_facts() {
            self.lead.apply(&fact).unwrap();
            self.facts.push(fact);
        }
        self.now += 60;
    }

    /// Takes facts back a minute later, as a manager may.
    #[track_caller]
    pub(crate) fn take_back(&mut self, order: &TakeBack) {
        let context = Context::new(at(self.now), actor(Role::Manager, 0));
        let decision = self.lifecycle.take_back(&Past::Whole(&self.facts), order, &context);
        for fact in decision.unwrap_or_else(|error| panic!("{error}")).into_facts() {
            self.lead.apply(&fact).unwrap();
            self.facts.push(fact);
        }
        self.now += 60;
    }

    /// Merges it a minute later into another lead, of which nothing else is known.
    #[track_caller]
    pub(crate) fn merge_into(&mut self, winner: &str) {
        let context = Context::new(at(self.now), actor(Role::System, 0));
        let winner = self.lifecycle.capture(&full_capture(winner), &Context::new(at(START), actor(Role::System, 0)));
        let together = self.lifecycle.merge(&Past::Whole(&self.facts), &Past::Whole(winner.unwrap().facts()), &context);
        let decision = together.unwrap_or_else(|error| panic!("{error}")).of(self.lead.key()).cloned();
        for fact in decision.unwrap().into_facts() {
            self.lead.apply(&fact).unwrap();
            self.facts.push(fact);
        }
        self.now += 60;
    }

    /// Another lead is merged into it, at the later of the two clocks.
    #[track_caller]
    pub(crate) fn take_in(&mut self, loser: &mut Self) {
        let context = Context::new(at(self.now.max(loser.now)), actor(Role::System, 0));
        let together = self.lifecycle.merge(&Past::Whole(&loser.facts), &Past::Whole(&self.facts), &context);
        let together = together.unwrap_or_else(|error| panic!("{error}"));
        for led in [self, loser] {
            led.store(&together, context.now.seconds());
        }
    }

    /// It is split again from those that it was merged into, nearest first.
    #[track_caller]
    pub(crate) fn split_from(&mut self, survivors: &mut [&mut Self]) {
        let now = survivors.iter().map(|led| led.now).fold(self.now, i64::max);
        let context = Context::new(at(now), actor(Role::System, 0));
        let pasts: Vec<_> = survivors.iter().map(|led| Past::Whole(&led.facts)).collect();
        let together = self.lifecycle.split(&Past::Whole(&self.facts), &pasts, &context);
        let together = together.unwrap_or_else(|error| panic!("{error}"));
        self.store(&together, now);
        for led in survivors {
            led.store(&together, now);
        }
    }

    /// Facts of it are taken back while it is merged, and those that it was merged into are told, nearest first.
    #[track_caller]
    pub(crate) fn take_back_merged(&mut self, survivors: &mut [&mut Self], order: &TakeBack) {
        let now = survivors.iter().map(|led| led.now).fold(self.now, i64::max);
        let context = Context::new(at(now), actor(Role::Manager, 0));
        let pasts: Vec<_> = survivors.iter().map(|led| Past::Whole(&led.facts)).collect();
        let together = self.lifecycle.take_back_merged(&Past::Whole(&self.facts), &pasts, order, &context);
        let together = together.unwrap_or_else(|error| panic!("{error}"));
        self.store(&together, now);
        for led in survivors {
            led.store(&together, now);
        }
    }

    fn store(&mut self, together: &Together, now: i64) {
        for fact in together.of(self.lead.key()).unwrap().facts() {
            self.lead.apply(fact).unwrap();
            self.facts.push(fact.clone());
        }
        self.now = now + 60;
    }

    pub(crate) fn ask(&self, command: &Command) -> Result<Decision, Refusal> {
        self.ask_as(usual_role(command.kind()), command)
    }

    pub(crate) fn ask_as(&self, role: Role, command: &Command) -> Result<Decision, Refusal> {
        let context = Context::new(at(self.now), actor(role, 0));
        self.lifecycle.decide(&self.lead, command, &context)
    }

    pub(crate) fn answers(&mut self) {
        for criterion in ["need", "timeline", "authority"] {
            self.then(Command::RecordAnswer(Reply {
                criterion: k(criterion),
                verdict: Verdict::Confirmed,
                by: Some(k("2026-09-30")),
                detail: Some(text("said so on the phone")),
                evidence: Some(AnswerEvidence {
                    source: EvidenceSource::Heard(Channel::Phone),
                    quote: Some(text("by September")),
                }),
            }));
        }
        self.then(Command::RecordAttempt(Attempt {
            direction: Direction::Outbound,
            channel: Channel::Phone,
            outcome: ContactOutcome::Conversation,
            advance: Some(Progress::Consented),
            note: Some(text("friendly")),
        }));
        self.then(valid(CommandKind::ScheduleAppointment, &self.lead, self.now));
    }

    pub(crate) fn lead_to_mql(&mut self) {
        self.then(valid(CommandKind::Promote, &self.lead, self.now));
        self.answers();
    }

    pub(crate) fn lead_to_sql(&mut self) {
        self.lead_to_mql();
        self.then(valid(CommandKind::Qualify, &self.lead, self.now));
    }

    pub(crate) fn lead_to_opportunity(&mut self) {
        self.lead_to_sql();
        self.then(Command::Accept);
        self.then(valid(CommandKind::HoldFirstMeeting, &self.lead, self.now));
        let edit = DealEdit { expected_close: Edit::To(k("2026-09-30")), ..DealEdit::default() };
        self.then(Command::EditDeal { edit: Box::new(edit) });
    }

    pub(crate) fn lead_to_customer(&mut self) {
        self.lead_to_opportunity();
        self.then(valid(CommandKind::Win, &self.lead, self.now));
    }
}

#[expect(clippy::too_many_lines, reason = "one arm per command")]
/// A command of a kind that would be accepted where it is possible.
pub(crate) fn valid(kind: CommandKind, lead: &Lead, now: i64) -> Command {
    use CommandKind as C;
    match kind {
        C::Capture | C::Import | C::TakeBack | C::Merge | C::Split | C::CheckClock => Command::CheckClock,
        C::UpdateProfile => {
            Command::UpdateProfile { fields: [(k("region"), Some(FieldValue::Text(k("kanto"))))].into() }
        }
        C::RecordActivity => Command::RecordActivity { activity: activity("activity-1", "contact_request") },
        C::RecordConsent => Command::RecordConsent {
            channel: Channel::Mail,
            purpose: Purpose::Marketing,
            status: ConsentStatus::Granted,
        },
        C::Promote => Command::Promote { note: Some(text("met at the fair")) },
        C::RecordAttempt => Command::RecordAttempt(Attempt {
            direction: Direction::Outbound,
            channel: Channel::Phone,
            outcome: ContactOutcome::Answered,
            advance: None,
            note: Some(text("call again")),
        }),
        C::RecordAnswer => Command::RecordAnswer(Reply {
            criterion: k("budget"),
            verdict: Verdict::Unknown,
            by: None,
            detail: Some(text("will ask the director")),
            evidence: None,
        }),
        C::ScheduleAppointment => Command::ScheduleAppointment(Meeting {
            note: Some(text("with the director")),
            // At Lead nothing is known yet that we would have to know: the lead books itself.
            booked_by: if lead.stage().kind() == StageKind::Lead { BookedBy::Lead } else { BookedBy::Us },
            ..Meeting::new(at(now + 3 * DAY), Channel::WebMeeting)
        }),
        C::EditCapture => {
            Command::EditCapture(Box::new(CaptureEdit { account: Edit::To(k("A-77")), ..CaptureEdit::default() }))
        }
        C::Discard => Command::Discard { reason: reason("spam", true) },
        C::Postpone => {
            let until = Moment::Day(at(now + 30 * DAY).date(&Zone::JST));
            Command::Postpone { until, note: Some(text("after the budget round")) }
        }
        C::CloseHandRaise => Command::CloseHandRaise { reason: reason("support_question", true) },
        C::HoldMeeting => Command::HoldMeeting { note: Some(text("showed the roadmap")) },
        C::RecordPurchase => Command::RecordPurchase {
            contract: contract("contract-9", "JPY"),
            attribution: Attribution { source: Some(k("shop")), ..Attribution::default() },
        },
        C::RenewContract => {
            Command::RenewContract { contract: k("contract-1"), ends: Some(k("2028-05-31")), value: Some(yen(3_500)) }
        }
        C::AmendContract => {
            Command::AmendContract { contract: k("contract-1"), value: Some(yen(4_000)), ends: Edit::Keep }
        }
        C::ChangeAppointment => Command::ChangeAppointment { to: Some(at(now + 5 * DAY)), note: Some(text("is ill")) },
        C::MissAppointment => Command::MissAppointment { by: MissedBy::Lead },
        C::Qualify => Command::Qualify {
            handoff: Box::new(full_handoff("wants to start in September")),
            deal: Box::new(new_deal("deal-1", true)),
        },
        C::Accept => Command::Accept,
        C::Reject => Command::Reject { reason: reason("no_need", true) },
        C::HoldFirstMeeting => {
            Command::HoldFirstMeeting { result: MeetingResult::Valid, note: Some(text("asked for a proposal")) }
        }
        C::EditDeal => {
            let lines = Some(List::one(line(2_500_000)));
            Command::EditDeal { edit: Box::new(DealEdit { lines, ..DealEdit::default() }) }
        }
        C::MoveDeal => Command::MoveDeal { to: k("proposal") },
        C::Win => Command::Win { contract: contract("contract-1", "JPY") },
        C::Lose => Command::Lose { reason: reason("price", true), until: None },
        C::Recycle => Command::Recycle { reason: reason("timing", true), until: None },
        C::Disqualify => Command::Disqualify { reason: reason("no_fit", true) },
        C::Reopen => Command::Reopen { reason: reason("new_interest", true) },
        C::OpenExpansion => Command::OpenExpansion {
            note: Some(text("second site")),
            attribution: Attribution { source: Some(k("cs")), ..Attribution::default() },
        },
        C::EndContract => {
            Command::EndContract { contract: k("contract-1"), reason: reason("expired", true), until: None }
        }
        C::Assign => {
            Command::Assign { owner: Some(k("sdr-7")), team: TeamChange::Set(k("is-east")), deal: DealOwner::Follow }
        }
        C::Recount => Command::Recount(recount(lead, 0)),
        C::AdoptPolicy => Command::AdoptPolicy { deal_pipeline: None, deal_stage: None },
        C::Redact => Command::Redact,
        C::Propose => Command::Propose(Propose {
            id: k("proposal-2"),
            command: Box::new(Proposable::UpdateProfile {
                fields: [(k("region"), Some(FieldValue::Text(k("kansai"))))].into(),
            }),
            rationale: text("the signature says Osaka"),
        }),
        C::Approve => Command::Approve { proposal: proposal_of(lead) },
        C::Decline => Command::Decline { proposal: proposal_of(lead), note: Some(text("not so")) },
    }
}

fn proposal_of(lead: &Lead) -> ProposalId {
    lead.proposals().first().map_or_else(|| k("proposal-1"), |proposal| proposal.id.clone())
}

/// A lead in one of [`PLACES`], with an open proposal to set its region.
pub(crate) fn led_to(place: &str) -> Led {
    let mut led = Led::capture(Policy::standard());
    match place {
        "lead" => {}
        "lead, cooling" => {
            led.lead_to_mql();
            led.then(valid(CommandKind::Recycle, &led.lead, led.now));
        }
        "mql" | "erased" => led.lead_to_mql(),
        "mql, hand raised" => {
            led.lead_to_mql();
            led.then(Command::RecordActivity { activity: activity("activity-0", "contact_request") });
        }
        "mql, expansion" => {
            led.lead_to_customer();
            led.then(valid(CommandKind::OpenExpansion, &led.lead, led.now));
            led.answers();
        }
        "sql" => led.lead_to_sql(),
        "sql, accepted" => {
            led.lead_to_sql();
            led.then(Command::Accept);
        }
        "opportunity" => led.lead_to_opportunity(),
        "customer" | "merged" => led.lead_to_customer(),
        _ => {
            led.lead_to_mql();
            led.then(valid(CommandKind::Disqualify, &led.lead, led.now));
        }
    }
    led.then(Command::Propose(Propose {
        id: k("proposal-1"),
        command: Box::new(valid(CommandKind::UpdateProfile, &led.lead, led.now).try_into().unwrap()),
        rationale: text("the web page says so"),
    }));
    match place {
        "erased" => led.then(Command::Redact),
        "merged" => led.merge_into("winner"),
        _ => {}
    }
    led
}

/// Compares with a committed file; `UPDATE_GOLDEN=1` writes it instead.
#[track_caller]
pub(crate) fn golden(name: &str, got: &str) {
    let path = format!("{}/tests/golden/{name}", env!("CARGO_MANIFEST_DIR"));
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&path, got).unwrap_or_else(|error| panic!("{path}: {error}"));
        return;
    }
    let committed =
        std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}: run with UPDATE_GOLDEN=1"));
    for (number, (old, new)) in committed.lines().zip(got.lines()).enumerate() {
        assert!(
            old == new,
            "{name}, line {}:\n- {old}\n+ {new}\nif this is meant, run with UPDATE_GOLDEN=1",
            number + 1
        );
    }
    assert!(committed == got, "{name} has another length: if this is meant, run with UPDATE_GOLDEN=1");
}
