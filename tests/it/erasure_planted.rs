//! Marks are planted in every place there is, through commands that fill every member of every command and fact; an
//! erasure leaves none of them, in any stored form.
//!
//! Whoever adds a command, a fact or a member of one is led here: by the compiler (`planted`), by a kind that no life
//! reaches, by a member that is never filled, or by the committed list of what stays (`erased_places.txt`).

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use lead_lifecycle::calendar::Zone;
use lead_lifecycle::deal::{DealEdit, Edit, NewDeal};
use lead_lifecycle::handoff::{Handoff, KeyPerson, Part};
use lead_lifecycle::lead::{
    Attempt, Attribution, AttributionEdit, BookedBy, CaptureEdit, DealOwner, Filter, Meeting, MeetingKind,
    MeetingResult, MissedBy, Proposable, Propose, Recounting, Reply, TeamChange, select,
};
use lead_lifecycle::lifecycle::{
    BackfillRules, LegacyActivity, LegacyEnd, LegacyRow, OrderPolicy, StockDecline, StockRules, TakeBack, Version,
};
use lead_lifecycle::qualification::{AnswerEvidence, EvidenceSource, Verdict};
use lead_lifecycle::recycle::Reason;
use lead_lifecycle::values::{
    Channel, CommandKind, ConsentStatus, ContactOutcome, Direction, FieldName, FieldValue, Fields, List, Milestone,
    Moment, Points, Progress, Purpose, Rank, Text,
};
use lead_lifecycle::{Capture, Command, Context, Fact, FactKind, Lead, Lifecycle, Origin, Policy, Role};
use serde_json::Value;

use crate::common::stages::{Led, golden};
use crate::common::{self, DAY, START, actor, at, k, line, yen};

/// What is planted, as it is written in every form: words, a number, a date.
const MARKS: [&str; 3] = ["PLANTED", "7071077", "2031-07-17"];

/// The brisk policy, so that a few weeks meet every rule, with personal fields of every type and a rule over the date.
fn policy() -> Policy {
    let seminar = "seminar = { kinds = [\"seminar\"], keep = 4";
    let told_apart = format!("{seminar}, once_per = \"object\", one_per_period = \"1d\"");
    let mut text = include_str!("common/brisk.toml").replace(seminar, &told_apart);
    for root in ["fields", "pipeline.fields"] {
        for kind in ["text", "number", "flag", "date", "set"] {
            write!(text, "\n[{root}.secret_{kind}]\ntype = \"{kind}\"\n").unwrap();
        }
    }
    text += "[pipeline.fields.seats]\ntype = \"number\"\npersonal = false\n";
    text += "[scoring.rules.soon.timing]\ngroup = \"horizon\"\nfield = \"secret_date\"\n";
    text += "ahead = [{ up_to = \"90d\", points = 5 }]\n[scoring.groups.horizon]\ndimension = \"timing\"\n";
    text += "[scoring.dimensions.timing]\n";
    text += CLOCKS;
    common::policy(&text)
}

const CLOCKS: &str = r#"
[sla.clocks.kept_contact]
starts = [{ anchor = "became_mql" }]
stops = [{ attempt = {} }]
targets = [{ within = { working = "1h" }, warn_after = { working = "30m" } }]
steps = [
    { after = { elapsed = "1h" }, from = "due", tell = ["owner", "kept_word"], reassign = true },
    { after = { business_days = 1 }, from = "due", tell = ["queue"] },
]
[sla.clocks.kept_hand_over]
starts = [{ fact = "captured" }]
stops = [{ milestone = "sql" }]
scope = "cycle"
targets = [{ within = { elapsed = "20d" } }]
holds = ["postponed", { waiting = { channels = ["mail"] } }]
[sla.clocks.kept_score]
starts = [{ anchor = "became_mql" }]
stops = [{ milestone = "sql" }]
targets = [{ within = { elapsed = "1h" }, warn_after = { elapsed = "30m" } }]
"#;

/// Free text that nobody else has.
fn text(number: u64) -> Text {
    k(&format!("PLANTED words {number}"))
}

fn reason(code: &str, number: u64) -> Reason {
    Reason::new(k(code), Some(text(number)))
}

/// A value of every type.
fn values(number: u64) -> BTreeMap<FieldName, FieldValue> {
    [
        (k("secret_text"), FieldValue::Text(text(number))),
        (k("secret_number"), FieldValue::Number((70_710_770 + i64::try_from(number % 10).unwrap()).into())),
        (k("secret_flag"), FieldValue::Flag(true)),
        (k("secret_date"), FieldValue::Date(k("2031-07-17"))),
        (k("secret_set"), FieldValue::Set([k(&format!("PLANTED-member-{number}"))].into())),
    ]
    .into()
}

fn fields(number: u64) -> BTreeMap<FieldName, FieldValue> {
    let mut fields = values(number);
    for name in ["email", "person_name", "phone"] {
        fields.insert(k(name), FieldValue::Text(text(number)));
    }
    fields
}

/// Words of marketing, which stay.
fn attribution() -> Attribution {
    Attribution {
        source: Some(k("kept-source")),
        medium: Some(k("kept-medium")),
        campaign: Some(k("kept-campaign")),
        content: Some(k("kept-content")),
    }
}

fn capture(lead: &str) -> Capture {
    Capture {
        attribution: attribution(),
        account: Some(k("kept-account")),
        person: Some(k("kept-person")),
        fields: fields(0),
        owner: Some(k("kept-owner")),
        team: Some(k("kept-team")),
        ..Capture::new(k(lead), Origin::Inbound)
    }
}

fn handoff(number: u64) -> Handoff {
    Handoff {
        history: Some(text(number)),
        expectations: Some(text(number)),
        topics: List::one(text(number)),
        key_people: List::one(KeyPerson { part: Part::Decider, name: text(number), note: Some(text(number)) }),
        competitors: Some(List::one(text(number))),
        rank: Some(Rank::A),
        products: List::one(k("kept-product")),
        memo: Some(text(number)),
    }
}

fn deal(number: u64) -> NewDeal {
    let mut fields = values(number);
    fields.insert(k("seats"), FieldValue::Number(25.into()));
    NewDeal::new(k(&format!("kept-deal-{number}")), k("JPY"))
        .with_lines(List::one(line(3_000)))
        .unwrap()
        .with_expected_close(k("2026-09-30"))
        .with_fields(Fields::from_map(fields).unwrap())
        .with_pipeline(k("default"))
}

fn activity(number: u64, kind: &str) -> Command {
    let mut activity = common::activity(&format!("kept-activity-{number}"), kind);
    activity.object = Some(k("kept-object"));
    let mut fields = values(number);
    // Nobody declares it: name and value are a source system's own.
    fields.insert(k("PLANTED name"), FieldValue::Text(text(number)));
    fields.insert(k("region"), FieldValue::Text(k("kanto")));
    activity.fields = Fields::from_map(fields).unwrap();
    Command::RecordActivity { activity }
}

fn proposable(number: u64) -> Proposable {
    Proposable::UpdateProfile { fields: fields(number).into_iter().map(|(name, value)| (name, Some(value))).collect() }
}

#[expect(clippy::too_many_lines, reason = "one arm per command")]
/// A command of a kind with every member filled, whatever it may be.
fn planted(kind: CommandKind, number: u64, now: i64) -> Command {
    use CommandKind as C;
    let until = Moment::Day(at(now + 30 * DAY).date(&Zone::JST));
    match kind {
        C::Capture | C::Import | C::TakeBack | C::Merge | C::Split | C::CheckClock => Command::CheckClock,
        C::UpdateProfile => proposable(number).into(),
        C::RecordActivity => activity(number, "contact_request"),
        C::RecordConsent => Command::RecordConsent {
            channel: Channel::Mail,
            purpose: Purpose::Marketing,
            status: ConsentStatus::Granted,
        },
        C::Promote => Command::Promote { note: Some(text(number)) },
        C::RecordAttempt => Command::RecordAttempt(Attempt {
            direction: Direction::Outbound,
            channel: Channel::Phone,
            outcome: ContactOutcome::Conversation,
            advance: Some(Progress::Consented),
            note: Some(text(number)),
        }),
        C::RecordAnswer => answer("need", number),
        C::ScheduleAppointment => Command::ScheduleAppointment(Meeting {
            kind: Some(MeetingKind::First),
            booked_by: BookedBy::Us,
            note: Some(text(number)),
            ..Meeting::new(at(now + 3 * DAY), Channel::WebMeeting)
        }),
        C::EditCapture => Command::EditCapture(Box::new(CaptureEdit {
            account: Edit::To(k("kept-account-2")),
            person: Edit::To(k("kept-person-2")),
            origin: Some(Origin::Referral),
            attribution: AttributionEdit {
                source: Edit::To(k("kept-source-2")),
                medium: Edit::To(k("kept-medium-2")),
                campaign: Edit::To(k("kept-campaign-2")),
                content: Edit::To(k("kept-content-2")),
            },
            reason: Some(text(number)),
        })),
        C::Discard => Command::Discard { reason: reason("no_fit", number) },
        C::Postpone => Command::Postpone { until, note: Some(text(number)) },
        C::CloseHandRaise => Command::CloseHandRaise { reason: reason("spam", number) },
        C::HoldMeeting => Command::HoldMeeting { note: Some(text(number)) },
        C::RecordPurchase => Command::RecordPurchase {
            contract: common::contract(&format!("kept-contract-{number}"), "JPY"),
            attribution: attribution(),
        },
        C::RenewContract => Command::RenewContract {
            contract: k("kept-contract-0"),
            ends: Some(k("2028-05-31")),
            value: Some(yen(3_500)),
        },
        C::AmendContract => Command::AmendContract {
            contract: k("kept-contract-0"),
            value: Some(yen(4_000)),
            ends: Edit::To(k("2028-06-30")),
        },
        C::ChangeAppointment => Command::ChangeAppointment { to: Some(at(now + 5 * DAY)), note: Some(text(number)) },
        C::MissAppointment => Command::MissAppointment { by: MissedBy::Lead },
        C::Qualify => Command::Qualify { handoff: Box::new(handoff(number)), deal: Box::new(deal(number)) },
        C::Accept => Command::Accept,
        C::Reject => Command::Reject { reason: reason("no_need", number) },
        C::HoldFirstMeeting => Command::HoldFirstMeeting { result: MeetingResult::Valid, note: Some(text(number)) },
        C::EditDeal => Command::EditDeal {
            edit: Box::new(DealEdit {
                lines: Some(List::one(line(5))),
                expected_close: Edit::To(k("2026-10-31")),
                set: Fields::from_map(values(number)).unwrap(),
                clear: List::new(vec![k("seats"), k("PLANTED name")]).unwrap(),
            }),
        },
        C::MoveDeal => Command::MoveDeal { to: k("proposal") },
        C::Win => Command::Win { contract: common::contract("kept-contract-0", "JPY") },
        C::Lose => Command::Lose { reason: reason("price", number), until: Some(until) },
        C::Recycle => Command::Recycle { reason: reason("timing", number), until: Some(until) },
        C::Disqualify => Command::Disqualify { reason: reason("no_fit", number) },
        C::Reopen => Command::Reopen { reason: reason("new_interest", number) },
        C::OpenExpansion => Command::OpenExpansion { note: Some(text(number)), attribution: attribution() },
        C::EndContract => Command::EndContract {
            contract: k("kept-contract-0"),
            reason: reason("expired", number),
            until: Some(until),
        },
        C::Assign => Command::Assign {
            owner: Some(k("kept-owner-2")),
            team: TeamChange::Set(k("kept-team-2")),
            deal: DealOwner::Follow,
        },
        C::Recount => Command::Recount(Recounting::Kept),
        C::AdoptPolicy => Command::AdoptPolicy { deal_pipeline: None, deal_stage: None },
        C::Redact => Command::Redact,
        C::Propose => Command::Propose(Propose {
            id: k("kept-proposal"),
            command: Box::new(proposable(number)),
            rationale: text(number),
        }),
        C::Approve => Command::Approve { proposal: k("kept-proposal") },
        C::Decline => Command::Decline { proposal: k("kept-proposal"), note: Some(text(number)) },
    }
}

fn answer(criterion: &str, number: u64) -> Command {
    Command::RecordAnswer(Reply {
        criterion: k(criterion),
        verdict: Verdict::Confirmed,
        by: Some(k("2026-09-30")),
        detail: Some(text(number)),
        evidence: Some(AnswerEvidence { source: EvidenceSource::Heard(Channel::Phone), quote: Some(text(number)) }),
    })
}

/// A life, and what was asked in it.
struct Life {
    led: Led,
    asked: Vec<Command>,
}

impl Life {
    fn begin() -> Self {
        Self::begin_as("lead")
    }

    fn begin_as(lead: &str) -> Self {
        let lifecycle = Lifecycle::new(policy());
        let context = Context::new(at(START), actor(Role::System, 0).with_team(k("kept-night-shift")))
            .with_command_id(k("kept-command"));
        let facts = lifecycle.capture(&capture(lead), &context).unwrap().into_facts();
        Self { led: Led { lifecycle, lead: Lead::replay(&facts).unwrap(), facts, now: START }, asked: vec![] }
    }

    #[track_caller]
    fn asks(&mut self, command: Command) -> &mut Self {
        self.led.then(command.clone());
        self.asked.push(command);
        self
    }

    #[track_caller]
    fn does(&mut self, kinds: &[CommandKind]) -> &mut Self {
        for kind in kinds {
            self.asks(planted(*kind, self.led.lead.revision(), self.led.now));
        }
        self
    }

    #[track_caller]
    fn later(&mut self, days: i64) -> &mut Self {
        self.led.now += days * DAY;
        self.does(&[CommandKind::CheckClock])
    }

    fn qualified(&mut self) -> &mut Self {
        for criterion in ["need", "timeline", "authority"] {
            self.asks(answer(criterion, self.led.lead.revision()));
        }
        self.does(&[CommandKind::RecordAttempt, CommandKind::Qualify])
    }

    /// Takes back every fact of these kinds, for a reason with a note.
    #[track_caller]
    fn takes_back(&mut self, kinds: &[FactKind]) -> &mut Self {
        let named = self.led.facts.iter().filter(|fact| kinds.contains(&fact.kind()) && !fact.envelope.cause.is_rule());
        let named: Vec<u64> = named.map(|fact| fact.envelope.revision).collect();
        assert!(!named.is_empty(), "nothing to take back of {kinds:?}");
        self.led.take_back(&TakeBack::new(named, reason("mistake", self.led.lead.revision())));
        assert!(self.led.facts.iter().any(|fact| fact.kind() == FactKind::TakenBack));
        self
    }

    /// Erases, and does the host's duty.
    fn erased(&mut self) -> (Vec<Fact>, Vec<Fact>) {
        let before = self.led.facts.clone();
        self.does(&[CommandKind::Redact]);
        let mut after = self.led.facts.clone();
        let erasure = self.led.lead.erasure().unwrap();
        for fact in &mut after {
            fact.redact(erasure);
        }
        assert_eq!(Lead::replay(&after).unwrap(), self.led.lead);
        let erased = self.led.facts[before.len()..].to_vec();
        (before.into_iter().chain(erased).collect(), after)
    }
}

fn work() -> Life {
    work_as("lead")
}

fn work_as(lead: &str) -> Life {
    use CommandKind as C;
    let mut life = Life::begin_as(lead);
    life.does(&[C::Assign, C::UpdateProfile, C::RecordConsent, C::EditCapture, C::Postpone, C::RecordActivity]);
    life.asks(activity(7, "seminar")).does(&[C::CloseHandRaise]);
    for criterion in ["need", "timeline", "authority"] {
        life.asks(answer(criterion, life.led.lead.revision()));
    }
    life.does(&[C::RecordAttempt, C::ScheduleAppointment, C::ChangeAppointment, C::MissAppointment]);
    life.does(&[C::ScheduleAppointment]);
    life.asks(Command::ChangeAppointment { to: None, note: Some(text(1)) });
    life.does(&[C::Propose, C::Approve, C::Propose, C::Decline, C::Qualify, C::Reject, C::RecordAnswer, C::Qualify]);
    life.does(&[C::Accept]);
    life.asks(Command::HoldFirstMeeting { result: MeetingResult::Invalid, note: Some(text(2)) });
    life.does(&[C::HoldFirstMeeting, C::HoldMeeting, C::EditDeal, C::MoveDeal]);
    life
}

fn its_end(mut life: Life) -> Life {
    use CommandKind as C;
    for stage in ["quote", "closing"] {
        life.asks(Command::MoveDeal { to: k(stage) });
    }
    life.does(&[C::Win, C::RenewContract, C::AmendContract, C::OpenExpansion]);
    life.asks(Command::Recycle { reason: reason("timing", 3), until: None });
    life.does(&[C::Propose, C::EndContract]);
    life
}

fn waiting() -> Life {
    use CommandKind as C;
    let mut life = Life::begin();
    life.does(&[C::Promote, C::RecordAnswer, C::Propose]).later(60);
    life.does(&[C::Promote, C::Postpone]).later(31);
    life
}

fn demoted() -> Life {
    let mut life = Life::begin();
    for number in [1, 2] {
        life.asks(activity(number, "document_download"));
    }
    life.later(7);
    life
}

fn discarded() -> Life {
    use CommandKind as C;
    let mut life = Life::begin();
    life.does(&[C::Discard, C::RecordActivity, C::Reopen]);
    life
}

fn disqualified() -> Life {
    use CommandKind as C;
    let mut life = Life::begin();
    life.does(&[C::Promote, C::Disqualify]);
    life.led.merge_into("kept-winner");
    life
}

fn lost() -> Life {
    let mut life = Life::begin();
    life.does(&[CommandKind::Promote]).qualified().does(&[CommandKind::Lose]);
    life
}

fn lost_for_good() -> Life {
    let mut life = Life::begin();
    life.does(&[CommandKind::Promote]).qualified();
    life.asks(Command::Lose { reason: reason("no_fit", 4), until: None });
    life
}

/// Recycled until the policy has enough: the reason given is kept beside the one that counts.
fn worn_out() -> Life {
    use CommandKind as C;
    let mut life = Life::begin();
    for _ in 0..2 {
        life.does(&[C::Promote, C::Recycle]).later(40);
    }
    life.does(&[C::Promote]);
    life.asks(Command::Recycle { reason: reason("timing", 5), until: None });
    life
}

fn bought() -> Life {
    let mut life = Life::begin();
    life.does(&[CommandKind::RecordPurchase, CommandKind::RecordPurchase]);
    life
}

/// Under a new policy whose pipeline is another, counted again from history.
fn adopted() -> Life {
    let mut life = Life::begin();
    life.asks(activity(900, "seminar"));
    life.does(&[CommandKind::Promote]).qualified();
    let draft = toml::to_string(policy().draft()).unwrap().replace("[pipeline", "[pipelines.other");
    let draft =
        draft.replace("[scoring.tags.seminar", "[scoring.tags.talk").replace("tag = \"seminar\"", "tag = \"talk\"");
    life.led.lifecycle = Lifecycle::new(common::policy(&draft.replace("appointment_set", "agreed")));
    life.asks(Command::AdoptPolicy { deal_pipeline: Some(k("other")), deal_stage: Some(k("agreed")) });
    let recount = life.led.lifecycle.recount(&life.led.facts, life.led.lead.recorded_at()).unwrap();
    life.asks(Command::Recount(Recounting::Counted(Box::new(recount))));
    life
}

/// An MQL by score that a stricter version spares, until its score is at the new exit.
fn spared() -> Life {
    let mut life = Life::begin();
    for number in 901..904 {
        life.asks(activity(number, "document_download"));
    }
    let mut draft = policy().draft().clone();
    draft.scoring.profiles.values_mut().for_each(|profile| {
        (profile.enter, profile.exit) = (Points::from_int(90), Some(Points::from_int(60)));
    });
    let strict = Policy::try_from(draft).unwrap();
    let stock = StockRules { decline: StockDecline::FromAdoption, ..StockRules::default() };
    let version = Version::new(at(life.led.now + 60), strict).with_stock(stock);
    let book = life.led.lifecycle.book().clone().with(version).unwrap();
    life.led.lifecycle = Lifecycle::with_book(book);
    life.led.now += 120;
    for number in 904..906 {
        life.asks(activity(number, "document_download"));
    }
    life
}

fn imported(end: LegacyEnd, next: Vec<LegacyEnd>) -> Life {
    let day = |n: i64| Some(at(START - n * DAY).into());
    let row = LegacyRow {
        attribution: attribution(),
        account: Some(k("kept-account")),
        person: Some(k("kept-person")),
        owner: Some(k("kept-owner")),
        team: Some(k("kept-team")),
        fields: fields(0),
        reached: [(Milestone::Lead, day(90)), (Milestone::Mql, None), (Milestone::Opportunity, day(60))].into(),
        product: Some(k("kept-product")),
        value: Some(yen(1_200_000)),
        expected_close: Some(k("2026-03-31")),
        end: Some(end),
        ..LegacyRow::new(k("lead"), Origin::Referral)
    };
    let lifecycle = Lifecycle::new(policy());
    let rules = BackfillRules { as_of: at(START), order: OrderPolicy::Clamp, zone: Zone::JST };
    let ctx = Context::new(at(START), actor(Role::System, 0));
    let mut facts = lifecycle.import(&row, &rules, &ctx).unwrap().into_facts();
    let mut lead = Lead::replay(&facts).unwrap();
    let Command::RecordActivity { activity: visited } = activity(9, "seminar") else { panic!("an activity") };
    for (later, end) in (0_i64..).zip(next) {
        // What the cycle before has, or what there is no deal for, is left over.
        let row = LegacyRow {
            attribution: attribution(),
            account: Some(k("other-account")),
            person: Some(k("other-person")),
            owner: Some(k("other-owner")),
            team: Some(k("other-team")),
            fields: fields(1),
            reached: [(Milestone::Lead, day(10 - later))].into(),
            product: Some(k("other-product")),
            value: Some(yen(3)),
            expected_close: Some(k("2026-03-30")),
            deal: Some(k("other-deal")),
            deal_stage: Some(k("proposal")),
            activities: vec![LegacyActivity { activity: visited.clone(), at: at(START - 14 * DAY).into() }],
            end: Some(end),
            ..LegacyRow::new(k("lead"), Origin::Inbound)
        };
        let next = lifecycle.import_next(&lead, &row, &rules, &ctx).unwrap().into_facts();
        lead.apply_all(&next).unwrap();
        facts.extend(next);
    }
    Life { led: Led { lifecycle, lead: Lead::replay(&facts).unwrap(), facts, now: START }, asked: vec![] }
}

/// News with words of somebody were a mistake, one after another, and other words stay; then a whole deal was.
fn mistaken() -> Life {
    use CommandKind as C;
    let mut life = Life::begin();
    life.does(&[C::RecordActivity, C::UpdateProfile, C::RecordAnswer, C::RecordAttempt]);
    life.takes_back(&[FactKind::ActivityRecorded]);
    life.takes_back(&[FactKind::ProfileUpdated, FactKind::AnswerRecorded]);
    life.does(&[C::Promote, C::UpdateProfile]).qualified().does(&[C::ScheduleAppointment, C::EditDeal]);
    life.takes_back(&[FactKind::AttemptRecorded]);
    life.does(&[C::Lose]).takes_back(&[FactKind::Lost]);
    // Everything that the deal and the hand-over said is gone from the lead.
    life.takes_back(&[FactKind::BecameSql, FactKind::DealEdited]);
    life
}

/// What was taken back counts again, and its words with it.
fn undone() -> Life {
    use CommandKind as C;
    let mut life = lost_for_good();
    life.takes_back(&[FactKind::Lost]).takes_back(&[FactKind::TakenBack]);
    life.does(&[C::RecordConsent]).takes_back(&[FactKind::ConsentRecorded]);
    life
}

/// A duplicate of a duplicate: with words in its profile, in answers and in what was taken back; a customer who asks for contact.
fn chained() -> (Life, Life) {
    use CommandKind as C;
    let mut first = Life::begin_as("kept-first");
    first.asks(activity(801, "seminar")).does(&[
        C::UpdateProfile,
        C::RecordAnswer,
        C::RecordConsent,
        C::RecordActivity,
    ]);
    first.takes_back(&[FactKind::ActivityRecorded]);
    first.asks(activity(802, "seminar")).does(&[C::Promote, C::RecordActivity]);
    let mut second = customer_as("kept-second");
    second.does(&[C::RecordActivity, C::UpdateProfile]).asks(activity(803, "seminar"));
    second.led.take_in(&mut first.led);
    (first, second)
}

/// What the two bring into a lead that has everything else.
fn survivor(mut life: Life) -> (Life, Life, Life) {
    let (first, mut second) = chained();
    life.led.take_in(&mut second.led);
    (first, second, life)
}

/// One that both were merged into, and that tells of their contracts.
fn united() -> Life {
    survivor(work()).2
}

/// One that lost the first again, and one that lost both.
fn parted() -> [Life; 2] {
    let (mut first, mut second, mut life) = survivor(work());
    first.led.split_from(&mut [&mut second.led, &mut life.led]);
    let (_, mut second_too, mut other) = survivor(its_end(work()));
    second_too.led.split_from(&mut [&mut other.led]);
    [life, other]
}

/// One that was merged, and lives by itself again; and the one in the middle, which stays merged.
fn freed() -> [Life; 2] {
    let (mut first, mut second, mut life) = survivor(work());
    first.led.split_from(&mut [&mut second.led, &mut life.led]);
    [first, second]
}

/// One that both were merged into, and the one between, after an activity of the first was taken back.
fn told_again() -> [Life; 2] {
    let (mut first, mut second, mut life) = survivor(work());
    let facts = select(&first.led.facts, &Filter::activity(k("seminar")));
    let named: Vec<u64> = facts.iter().map(|fact| fact.envelope.revision).collect();
    let order = TakeBack::new(named, reason("mistake", 900));
    first.led.take_back_merged(&mut [&mut second.led, &mut life.led], &order);
    [life, second]
}

/// Corrections of leads that have everything, at the stages where it stands.
fn corrected(mut life: Life, kinds: &[FactKind]) -> Life {
    life.takes_back(kinds);
    life
}

/// Clocks in every state: one that was warned of, missed and told to somebody, as it seemed, and was met; one that is held until
/// somebody knows when; one that was missed and runs on.
fn timed() -> Life {
    let mut life = Life::begin();
    life.does(&[CommandKind::Promote]);
    life.led.now += DAY / 2;
    life.does(&[CommandKind::CheckClock]);
    let mut call = |channel, outcome, happened: i64| {
        let attempt = Attempt { direction: Direction::Outbound, channel, outcome, advance: None, note: Some(text(70)) };
        life.led.late(Command::RecordAttempt(attempt), happened);
    };
    call(Channel::Phone, ContactOutcome::Dialled, START + 20 * 60);
    call(Channel::Mail, ContactOutcome::Sent, START + DAY / 2);
    life
}

fn customer() -> Life {
    customer_as("lead")
}

fn customer_as(lead: &str) -> Life {
    let mut life = work_as(lead);
    for stage in ["quote", "closing"] {
        life.asks(Command::MoveDeal { to: k(stage) });
    }
    life.does(&[CommandKind::Win]);
    life
}

fn timed_and_consenting() -> Life {
    let mut life = timed();
    life.does(&[CommandKind::RecordConsent]);
    life
}

fn lives() -> Vec<Life> {
    let won = LegacyEnd::Won { at: Some(at(START - 70 * DAY).into()), value: None, contract: None };
    let lost_then = LegacyEnd::Lost { at: Some(at(START - 20 * DAY).into()), reason: Some(reason("price", 6)) };
    let (put_back, sorted_out) = (
        LegacyEnd::Recycled { at: Some(at(START - 12 * DAY).into()), reason: Some(reason("timing", 7)) },
        LegacyEnd::Disqualified { at: None, reason: Some(reason("no_fit", 8)) },
    );
    let merged = LegacyEnd::Merged { at: None, into: k("kept-other") };
    let mut lives = vec![
        work(),
        its_end(work()),
        waiting(),
        demoted(),
        discarded(),
        disqualified(),
        lost(),
        lost_for_good(),
        worn_out(),
        bought(),
        adopted(),
        spared(),
        imported(won, vec![]),
        imported(lost_then.clone(), vec![]),
        imported(lost_then, vec![put_back, sorted_out, merged]),
        timed(),
        mistaken(),
        undone(),
        corrected(work(), &[FactKind::ConsentRecorded]),
        corrected(its_end(work()), &[FactKind::ConsentRecorded]),
        corrected(customer(), &[FactKind::ConsentRecorded]),
        corrected(waiting(), &[FactKind::Postponed]),
        corrected(worn_out(), &[FactKind::Recycled, FactKind::BecameMql]),
        corrected(spared(), &[FactKind::ActivityRecorded]),
        corrected(adopted(), &[FactKind::ActivityRecorded]),
        corrected(timed_and_consenting(), &[FactKind::ConsentRecorded]),
        united(),
        corrected(united(), &[FactKind::ConsentRecorded]),
    ];
    lives.extend(parted().into_iter().chain(freed()).chain(told_again()));
    lives
}

/// Every leaf of a document with its place; names of fields, and places in lists, are the same place.
fn leaves(value: &Value, place: &str, each: &mut impl FnMut(String, &Value)) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| leaves(item, &format!("{place}[]"), each)),
        Value::Object(members) => {
            for (name, member) in members {
                let named = name.starts_with("secret_")
                    || ["email", "person_name", "phone", "region", "seats", "PLANTED name"].contains(&name.as_str())
                    || ["need", "timeline", "authority"].contains(&name.as_str());
                let name = if named { "*" } else { name };
                leaves(member, &format!("{place}.{name}"), each);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => each(place.to_owned(), value),
    }
}

fn has_mark(words: &str) -> bool {
    MARKS.iter().any(|mark| words.contains(mark))
}

#[test]
fn no_mark_is_left_in_any_form() {
    for mut life in lives() {
        let (before, after) = life.erased();
        assert!(has_mark(&serde_json::to_string(&before).unwrap()));
        let lead = &life.led.lead;
        let mut forms = vec![serde_json::to_string(&after).unwrap(), format!("{after:?}")];
        forms.extend([serde_json::to_string(lead).unwrap(), format!("{lead:?}")]);
        forms.extend(after.iter().map(|fact| fact.body.to_string()));
        let bytes = [postcard::to_allocvec(&after).unwrap(), postcard::to_allocvec(lead).unwrap()];
        forms.extend(bytes.iter().map(|bytes| String::from_utf8_lossy(bytes).into_owned()));
        for form in forms {
            let left = MARKS.iter().find(|mark| form.contains(**mark));
            assert!(left.is_none(), "`{}` is left: {form}", left.unwrap());
            assert!(!form.contains(r#"{"flag":true}"#) && !form.contains("Flag(true)"), "a flag is left: {form}");
        }
    }
}

/// Every kind of fact and of command is in one of the lives.
#[test]
fn every_kind_is_planted() {
    let (mut facts, mut commands) = (BTreeSet::new(), BTreeSet::new());
    for mut life in lives() {
        let (before, _) = life.erased();
        facts.extend(before.iter().map(Fact::kind));
        commands.extend(life.asked.iter().map(Command::kind));
    }
    let missing: Vec<_> = FactKind::ALL.iter().filter(|kind| !facts.contains(kind)).collect();
    assert!(missing.is_empty(), "no life has a fact of {missing:?}");
    let missing: Vec<_> = common::commands().into_iter().filter(|kind| !commands.contains(kind)).collect();
    assert!(missing.is_empty(), "no life has a command of {missing:?}");
}

/// Members that no life here fills: instants, dates, owners, bounds of memories, and the notes of reasons that the crate itself
/// gives.
const NEVER_FILLED: [&str; 69] = [
    ".became_mql.grounds",
    ".became_sql.deal.owned_at",
    ".became_sql.deal.owner",
    ".contribution_corrected.part.customer",
    ".contribution_corrected.part.known.hand_raises.watermark",
    ".contribution_corrected.part.known.taken_back.kinds[].watermark",
    ".contribution_corrected.part.known.taken_back.shared_watermark",
    ".contribution_corrected.part.scoring.reset",
    ".contribution_corrected.part.totals.stages.customer",
    ".contribution_corrected.part.totals.stages.disqualified",
    ".contribution_corrected.part.totals.stages.merged",
    ".contribution_corrected.part.totals.stages.opportunity",
    ".contribution_corrected.part.totals.stages.sql",
    ".contribution_corrected.sections.absorbed.known.hand_raises.watermark",
    ".contribution_corrected.sections.absorbed.known.taken_back.kinds[].watermark",
    ".contribution_corrected.sections.absorbed.known.taken_back.shared_watermark",
    ".contribution_corrected.sections.adoption",
    ".contribution_corrected.sections.anchors.first_attempt",
    ".contribution_corrected.sections.anchors.grounds",
    ".contribution_corrected.sections.cycle.appointment",
    ".contribution_corrected.sections.cycle.cooled_until",
    ".contribution_corrected.sections.cycle.milestones.lead.day",
    ".contribution_corrected.sections.cycle.milestones.mql.day",
    ".contribution_corrected.sections.cycle.milestones.opportunity.day",
    ".contribution_corrected.sections.cycle.milestones.sao.day",
    ".contribution_corrected.sections.cycle.milestones.sql.day",
    ".contribution_corrected.sections.cycle.milestones.won",
    ".contribution_corrected.sections.cycle.postponement",
    ".contribution_corrected.sections.cycle.stages.customer",
    ".contribution_corrected.sections.cycle.stages.disqualified",
    ".contribution_corrected.sections.cycle.stale_since",
    ".contribution_corrected.sections.scoring.reset",
    ".contribution_corrected.sections.totals.stages.disqualified",
    ".disqualified.ending.disqualified.given",
    ".expansion_opened.grounds",
    ".left_over[].deal_stage.at",
    ".lost.ending.disqualified.given",
    ".merged_from.contribution[].known.hand_raises.watermark",
    ".merged_from.contribution[].known.taken_back.kinds[].watermark",
    ".merged_from.contribution[].known.taken_back.shared_watermark",
    ".merged_from.contribution[].scoring.reset",
    ".recount.counted.state.reset",
    ".recounted.counted.reset",
    ".recycled.ending.disqualified.reason.note",
    ".reopened.next.cooling_until",
    ".step_imported.step.disqualified.ending.disqualified.given",
    ".step_imported.step.lost.ending.disqualified.given",
    ".step_imported.step.recycled.ending.recycled.cooling_until",
    ".step_imported.step.sql.deal.owned_at",
    ".step_imported.step.sql.deal.owner",
    ".step_imported.step.won.contract.ends",
    ".taken_back.activities.kinds[].watermark",
    ".taken_back.activities.shared_watermark",
    ".taken_back.lead.absorbed.known.hand_raises.watermark",
    ".taken_back.lead.absorbed.known.taken_back.kinds[].watermark",
    ".taken_back.lead.absorbed.known.taken_back.shared_watermark",
    ".taken_back.lead.adoption.recount_due",
    ".taken_back.lead.anchors.grounds",
    ".taken_back.lead.cycle.cooled_until",
    ".taken_back.lead.cycle.milestones.lead.day",
    ".taken_back.lead.cycle.milestones.mql.day",
    ".taken_back.lead.cycle.milestones.opportunity.day",
    ".taken_back.lead.cycle.milestones.sao.day",
    ".taken_back.lead.cycle.milestones.sql.day",
    ".taken_back.lead.cycle.milestones.won.day",
    ".taken_back.lead.cycle.stale_since",
    ".taken_back.lead.stage.disqualified.given",
    ".taken_back.lead.stage.sql.deal.owned_at",
    ".taken_back.lead.stage.sql.deal.owner",
];

/// Every member that may be left out is filled somewhere.
#[test]
fn every_optional_member_is_filled() {
    let mut filled: BTreeMap<String, bool> = BTreeMap::new();
    for mut life in lives() {
        let (before, _) = life.erased();
        let bodies = before.iter().map(|fact| serde_json::to_value(&fact.body).unwrap());
        let commands = life.asked.iter().map(|command| serde_json::to_value(command).unwrap());
        for document in bodies.chain(commands) {
            leaves(&document, "", &mut |place, leaf| {
                // Whatever says anew what a lead comes to says it in the same sections, and in the same totals.
                let of_split = place.strip_prefix(".split_from.sections").or(place.strip_prefix(".split_off.sections"));
                let place = of_split.map_or_else(|| place.clone(), |member| format!(".taken_back.lead{member}"));
                let totals =
                    place.split_once("[].totals.").map(|(_, member)| format!(".taken_back.lead.totals.{member}"));
                let place = totals.unwrap_or(place);
                // A run of a clock is the same wherever it stands.
                let of_run = place
                    .split_once("[].")
                    .filter(|(list, _)| list.starts_with(".clocks_changed.") || list.ends_with(".clocks"));
                let place = of_run.map_or_else(|| place.clone(), |(_, member)| format!(".run.{member}"));
                // What holds more when it is filled is no leaf then.
                *filled.entry(place).or_default() |= !leaf.is_null();
            });
        }
    }
    let holds_more = |place: &String| filled.keys().any(|other| other.len() > place.len() && other.starts_with(place));
    let never: Vec<_> =
        filled.iter().filter(|(place, filled)| !**filled && !holds_more(place)).map(|(place, _)| place).collect();
    assert_eq!(never, NEVER_FILLED, "plant something there");
}

/// The committed list of every place of a fact: what stands there, and what an erasure makes of it.
#[test]
fn what_stays_is_on_a_list() {
    let mut places: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for mut life in lives() {
        let (before, after) = life.erased();
        for (before, after) in before.iter().zip(&after) {
            let mut left: BTreeMap<String, Vec<Value>> = BTreeMap::new();
            let of = |fact: &Fact| {
                (serde_json::to_value(&fact.envelope).unwrap(), serde_json::to_value(&fact.body).unwrap())
            };
            let ((envelope, body), (envelope_after, body_after)) = (of(before), of(after));
            for (document, root) in [(&envelope_after, "envelope"), (&body_after, "")] {
                leaves(document, root, &mut |place, leaf| left.entry(place).or_default().push(leaf.clone()));
            }
            for (document, root) in [(&envelope, "envelope"), (&body, "")] {
                leaves(document, root, &mut |place, leaf| {
                    if leaf.is_null() {
                        return;
                    }
                    let planted = has_mark(&leaf.to_string()) || place.rsplit('.').next() == Some("flag");
                    let kept = left.get(&place).is_some_and(|left| left.contains(leaf));
                    let replaced = left.get(&place).is_some_and(|left| left.iter().any(|value| !value.is_null()));
                    let what = match (planted, kept, replaced) {
                        (false, true, _) => "stays",
                        (true, true, _) => "PLANTED AND LEFT",
                        (_, false, true) => "is replaced",
                        (_, false, false) => "goes",
                    };
                    places.entry(place).or_default().insert(what.to_owned());
                });
            }
        }
    }
    let mut list = String::new();
    for (place, what) in &places {
        let what: Vec<_> = what.iter().map(String::as_str).collect();
        assert!(!what.contains(&"PLANTED AND LEFT"), "{place}: a mark is left");
        writeln!(list, "{}: {}", place.trim_start_matches('.'), what.join(", ")).unwrap();
    }
    golden("erased_places.txt", &list);
}
