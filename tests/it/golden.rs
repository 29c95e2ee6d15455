//! The stored form of everything: a change of these files is a change for every host.
//!
//! `UPDATE_GOLDEN=1 cargo test --test it golden` writes them again. What was written yesterday must be read tomorrow: a file that
//! changes because the form was extended is kept beside the new one.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use lead_lifecycle::calendar::Zone;
use lead_lifecycle::deal::{DealEdit, Edit};
use lead_lifecycle::insight::{Dimension, LeadLine, LinePlan, Report, ReportPlan};
use lead_lifecycle::lead::{
    Attempt, Attribution, Filter, MeetingResult, Proposable, Propose, Recount, Recounting, Reply, select,
};
use lead_lifecycle::lifecycle::{
    BackfillRules, LegacyActivity, LegacyEnd, LegacyMove, LegacyRow, OrderPolicy, PolicyBook, StockDecline, StockRules,
    TakeBack, Version,
};
use lead_lifecycle::qualification::{AnswerEvidence, EvidenceSource, Verdict};
use lead_lifecycle::values::{
    Channel, CommandKind, ContactOutcome, Direction, FieldName, FieldValue, Fields, Fingerprint, List, Milestone,
    Points,
};
use lead_lifecycle::{Command, Context, Fact, FactKind, Lead, Lifecycle, Origin, Policy, PolicyDraft, Role};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::common::stages::{Led, golden, valid};
use crate::common::{self, DAY, START, activity, actor, at, k, reason, text, unclocked};

/// One life in which everything happens, but for what only other policies and imports bring.
fn a_life() -> Led {
    use CommandKind as C;
    let mut led = Led::capture(Policy::standard());
    let again = |led: &mut Led, kind: CommandKind| led.then(valid(kind, &led.lead, led.now));
    for kind in [C::Assign, C::UpdateProfile, C::RecordConsent] {
        again(&mut led, kind);
    }
    for number in 0..3 {
        let mut activity = activity(&format!("download-{number}"), "document_download");
        activity.object = Some(k(&format!("paper-{number}")));
        let fields: BTreeMap<FieldName, FieldValue> = [
            (k("region"), FieldValue::Text(k("kanto"))),
            (k("interests"), FieldValue::Set([k("billing"), k("audit")].into())),
            (k("email"), FieldValue::Text(k("hanako@example.jp"))),
            (k("session"), FieldValue::Flag(true)),
        ]
        .into();
        activity.fields = Fields::from_map(fields).unwrap();
        led.then(Command::RecordActivity { activity });
    }
    for kind in [C::RecordAttempt, C::RecordAnswer, C::EditCapture, C::Postpone] {
        again(&mut led, kind);
    }
    led.then(Command::RecordActivity { activity: activity("hand-0", "contact_request") });
    again(&mut led, C::CloseHandRaise);
    for criterion in ["need", "timeline", "authority"] {
        led.then(Command::RecordAnswer(Reply {
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
    for kind in [C::ScheduleAppointment, C::ChangeAppointment, C::MissAppointment, C::ScheduleAppointment] {
        again(&mut led, kind);
    }
    led.then(Command::ChangeAppointment { to: None, note: Some(text("no time this month")) });
    for kind in [C::Propose, C::Approve] {
        again(&mut led, kind);
    }
    led.then(Command::Propose(Propose {
        id: k("proposal-4"),
        command: Box::new(Proposable::UpdateProfile { fields: [(k("region"), None)].into() }),
        rationale: text("moved away from Osaka"),
    }));
    for kind in [C::Qualify, C::Reject] {
        again(&mut led, kind);
    }
    let handoff = Box::new(common::full_handoff("asked again: the need is there"));
    led.then(Command::Qualify { handoff, deal: Box::new(common::new_deal("deal-2", true)) });
    again(&mut led, C::Accept);
    led.then(Command::HoldFirstMeeting { result: MeetingResult::Invalid, note: Some(text("a student")) });
    for kind in [C::HoldFirstMeeting, C::HoldMeeting, C::EditDeal, C::MoveDeal] {
        again(&mut led, kind);
    }
    led
}

/// How that life ends.
fn its_end(mut led: Led) -> Led {
    use CommandKind as C;
    let again = |led: &mut Led, kind: CommandKind| led.then(valid(kind, &led.lead, led.now));
    again(&mut led, C::Decline);
    let edit = DealEdit { expected_close: Edit::To(k("2026-09-30")), ..DealEdit::default() };
    led.then(Command::EditDeal { edit: Box::new(edit) });
    for kind in [C::Win, C::RenewContract, C::AmendContract, C::OpenExpansion, C::Postpone] {
        again(&mut led, kind);
    }
    led.now += 31 * DAY;
    for kind in [C::CheckClock, C::Recycle, C::EndContract] {
        again(&mut led, kind);
    }
    led.now += 40 * DAY;
    again(&mut led, C::Promote);
    led.then(Command::Propose(Propose {
        id: k("proposal-3"),
        command: Box::new(valid(C::RecordAttempt, &led.lead, led.now).try_into().unwrap()),
        rationale: text("nobody has called"),
    }));
    led.now += 100 * DAY;
    again(&mut led, C::Disqualify);
    led.then(Command::RecordActivity { activity: activity("hand", "contact_request") });
    again(&mut led, C::Reopen);
    led.merge_into("winner");
    again(&mut led, C::Redact);
    led
}

fn a_purchase() -> Vec<Fact> {
    let mut led = Led::capture(Policy::standard());
    led.then(valid(CommandKind::RecordPurchase, &led.lead, led.now));
    led.facts
}

fn a_demotion() -> Vec<Fact> {
    let mut led = Led::capture(unclocked());
    for number in 0..2 {
        led.then(Command::RecordActivity { activity: activity(&format!("d{number}"), "document_download") });
    }
    led.now += 7 * DAY;
    led.then(Command::CheckClock);
    led.facts
}

/// Clicks of a machine that made an MQL, and were found out.
fn a_correction() -> Vec<Fact> {
    let mut led = Led::capture(unclocked());
    for number in 0..2 {
        led.then(Command::RecordActivity { activity: activity(&format!("c{number}"), "document_download") });
    }
    let clicks = select(&led.facts, &Filter::activity(k("document_download")));
    let order = TakeBack::new(clicks.iter().map(|fact| fact.envelope.revision), reason("scanner", true));
    led.take_back(&order);
    led.facts
}

/// A duplicate with a name, an answer, a contract and a hand-raise becomes one with another lead, and two again.
fn a_merge_and_a_split() -> Vec<Fact> {
    use CommandKind as C;
    let mut stays = Led::capture(Policy::standard());
    let mut goes = Led::capture_as("duplicate", Policy::standard());
    goes.now += 20;
    for kind in [C::RecordPurchase, C::RecordConsent, C::UpdateProfile, C::RecordActivity] {
        goes.then(valid(kind, &goes.lead, goes.now));
    }
    let mut third = Led::capture_as("triplicate", Policy::standard());
    third.now += 40;
    for kind in [C::RecordAnswer, C::RecordAttempt] {
        third.then(valid(kind, &third.lead, third.now));
    }
    third.then(Command::RecordActivity { activity: activity("seminar-1", "seminar") });
    goes.take_in(&mut third);
    stays.now += 600;
    stays.take_in(&mut goes);
    let seminar = select(&third.facts, &Filter::activity(k("seminar")))[0].envelope.revision;
    third.take_back_merged(&mut [&mut goes, &mut stays], &TakeBack::new([seminar], reason("wrong_record", true)));
    goes.split_from(&mut [&mut stays]);
    stays.facts.into_iter().chain(goes.facts).collect()
}

/// An MQL that a stricter version spares, until its score is at the new exit.
fn a_sparing() -> Vec<Fact> {
    let mut led = Led::capture(Policy::standard());
    for number in 0..2 {
        led.then(Command::RecordActivity { activity: activity(&format!("s{number}"), "seminar") });
    }
    let mut draft = PolicyDraft::standard();
    draft.scoring.profiles.values_mut().for_each(|profile| {
        (profile.enter, profile.exit) = (Points::from_int(45), Some(Points::from_int(40)));
    });
    let stock = StockRules { decline: StockDecline::FromAdoption, ..StockRules::default() };
    let version = Version::new(at(led.now + DAY), Policy::try_from(draft).unwrap()).with_stock(stock);
    led.lifecycle = Lifecycle::with_book(led.lifecycle.book().clone().with(version).unwrap());
    led.now += 2 * DAY;
    led.then(Command::RecordActivity { activity: activity("s2", "seminar") });
    led.facts
}

fn a_loss_and_an_adoption() -> Vec<Fact> {
    let mut led = Led::capture(Policy::standard());
    led.lead_to_sql();
    led.then(Command::Lose { reason: reason("price", true), until: None });
    led.then(Command::RecordActivity { activity: activity("again", "seminar") });
    led.lifecycle = Lifecycle::new(unclocked());
    led.then(Command::AdoptPolicy { deal_pipeline: None, deal_stage: None });
    let recount = led.lifecycle.recount(&led.facts, led.lead.recorded_at()).unwrap();
    led.then(Command::Recount(Recounting::Counted(Box::new(recount))));
    led.facts
}

fn an_import() -> Vec<Fact> {
    let day = |n: i64| Some(at(START - n * DAY).into());
    let row = LegacyRow {
        attribution: Attribution { source: Some(k("partner_x")), ..Attribution::default() },
        account: Some(k("account-1")),
        person: Some(k("person-1")),
        owner: Some(k("sdr-1")),
        team: Some(k("is-east")),
        fields: common::full_profile(),
        reached: [(Milestone::Lead, day(90)), (Milestone::Mql, None), (Milestone::Opportunity, day(60))].into(),
        product: Some(k("suite")),
        value: Some(common::yen(1_200_000)),
        expected_close: Some(k("2026-03-31")),
        end: Some(LegacyEnd::Won { at: day(70), value: None, contract: None }),
        ..LegacyRow::new(k("legacy-1"), Origin::Referral)
    };
    let lifecycle = Lifecycle::new(Policy::standard());
    let rules = BackfillRules { as_of: at(START), order: OrderPolicy::Clamp, zone: Zone::JST };
    let ctx = Context::new(at(START), actor(Role::System, 0));
    let mut facts = lifecycle.import(&row, &rules, &ctx).unwrap().into_facts();
    // A second deal, which was lost; its product says nothing of the cycle before.
    let next = LegacyRow {
        attribution: Attribution { source: Some(k("google")), ..Attribution::default() },
        owner: Some(k("sdr-2")),
        deal: Some(k("deal-2")),
        product: Some(k("seats")),
        moves: vec![
            LegacyMove { deal_stage: k("proposal"), at: day(30) },
            LegacyMove { deal_stage: k("quote"), at: day(20) },
        ],
        activities: vec![LegacyActivity {
            activity: activity("old-visit", "seminar"),
            at: at(START - 40 * DAY).into(),
        }],
        end: Some(LegacyEnd::Lost { at: day(10), reason: Some(reason("price", true)) }),
        ..LegacyRow::new(k("legacy-1"), Origin::Inbound)
    };
    let lead = Lead::replay(&facts).unwrap();
    facts.extend(lifecycle.import_next(&lead, &next, &rules, &ctx).unwrap().into_facts());
    facts
}

/// The standard policy with two clocks, in which everything is written that a clock may have.
fn clocked() -> Policy {
    common::policy(
        r#"
        [sla.clocks.first_contact]
        starts = [{ anchor = "became_mql" }]
        stops = [{ attempt = { outcomes = ["dialled", "answered", "conversation"] } }]
        targets = [{ within = { working = "1h" }, warn_after = { working = "30m" } }]
        grace = "10m"
        responsible = "sdr"
        steps = [
            { after = { elapsed = "2h" }, from = "due", tell = ["owner", "manager"], reassign = true },
            { after = { business_days = 1 }, from = "due", tell = ["queue"] },
        ]
        [sla.clocks.hand_over]
        starts = [{ fact = "captured" }]
        stops = [{ milestone = "sql" }]
        scope = "cycle"
        targets = [{ within = { elapsed = "20d" } }]
        holds = ["postponed", { waiting = { channels = ["mail"] } }]
        "#,
    )
}

fn attempt(channel: Channel, outcome: ContactOutcome) -> Command {
    Command::RecordAttempt(Attempt { direction: Direction::Outbound, channel, outcome, advance: None, note: None })
}

/// An MQL that nobody calls in time, as it seems: there is a warning, a breach and a step. Then the call is told that was made in
/// time. A mail waits for an answer.
pub(crate) fn under_clocks() -> Led {
    let mut led = Led::capture(clocked());
    led.then(valid(CommandKind::Promote, &led.lead, led.now));
    led.now += DAY / 4;
    led.then(Command::CheckClock);
    led.late(attempt(Channel::Phone, ContactOutcome::Dialled), START + 20 * 60);
    led.then(attempt(Channel::Mail, ContactOutcome::Sent));
    led
}

fn one_fact_of_each_kind() -> BTreeMap<FactKind, Fact> {
    let mut facts = its_end(a_life()).facts;
    facts.extend(a_purchase());
    facts.extend(a_demotion());
    facts.extend(a_sparing());
    facts.extend(a_loss_and_an_adoption());
    facts.extend(an_import());
    facts.extend(a_correction());
    facts.extend(a_merge_and_a_split());
    facts.extend(under_clocks().facts);
    let mut first = BTreeMap::new();
    for fact in facts {
        first.entry(fact.kind()).or_insert(fact);
    }
    first
}

/// The file is as it was, and what it says is read back as the same thing.
#[track_caller]
fn stored<T: Serialize + DeserializeOwned + PartialEq + std::fmt::Debug>(name: &str, value: &T) {
    golden(name, &(serde_json::to_string_pretty(value).unwrap() + "\n"));
    let path = format!("{}/tests/golden/{name}", env!("CARGO_MANIFEST_DIR"));
    let read: T = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    assert_eq!(read, *value);
}

#[test]
fn every_fact() {
    let facts = one_fact_of_each_kind();
    let missing: Vec<_> = FactKind::ALL.iter().filter(|kind| !facts.contains_key(kind)).collect();
    assert!(missing.is_empty(), "no golden fact of {missing:?}");
    let facts: Vec<Fact> = facts.into_values().collect();
    for fact in &facts {
        // The word of the kind is the word of the stored body.
        let body = serde_json::to_value(&fact.body).unwrap();
        let word = body.as_str().or_else(|| body.as_object().unwrap().keys().next().map(String::as_str));
        assert_eq!(word, Some(fact.kind().as_str()));
    }
    stored("facts.json", &facts);
}

/// The form without names has no self-description that could hide a change of order.
#[test]
fn every_fact_in_a_format_without_names() {
    let mut lines = String::new();
    for (kind, fact) in one_fact_of_each_kind() {
        let bytes = postcard::to_allocvec(&fact).unwrap();
        assert_eq!(postcard::from_bytes::<Fact>(&bytes).unwrap(), fact);
        let hex = bytes.iter().fold(String::new(), |mut hex, byte| {
            write!(hex, "{byte:02x}").unwrap();
            hex
        });
        writeln!(lines, "{kind} {} bytes {}", bytes.len(), Fingerprint::of(&hex)).unwrap();
    }
    golden("facts.postcard.txt", &lines);
}

#[test]
fn every_command() {
    let lead = a_life().lead;
    let mut commands: Vec<Command> = common::commands().into_iter().map(|kind| valid(kind, &lead, START)).collect();
    let kinds: Vec<CommandKind> = commands.iter().map(Command::kind).collect();
    assert_eq!(kinds, common::commands());
    assert_eq!(
        kinds.len() + common::NO_COMMANDS.len(),
        CommandKind::ALL.len(),
        "all but those that are no commands on a lead alone"
    );
    commands.push(Command::ChangeAppointment { to: None, note: None });
    commands.push(Command::AdoptPolicy { deal_pipeline: Some(k("renewal")), deal_stage: Some(k("proposal")) });
    let state = lead.scoring().clone();
    let recount = Recount {
        lead: lead.key().clone(),
        state,
        activities: lead.totals().activities,
        policy: lead.policy().clone(),
    };
    commands.push(Command::Recount(Recounting::Counted(Box::new(recount))));
    commands.push(Command::EditDeal {
        edit: Box::new(DealEdit {
            lines: Some(List::empty()),
            expected_close: Edit::Clear,
            set: Fields::from_map([(k("seats"), FieldValue::Number(25.into()))].into()).unwrap(),
            clear: List::one(k("trial")),
        }),
    });
    stored("commands.json", &commands);
    stored("capture.json", &common::full_capture("lead"));
}

/// What a person leaves out of a command is as if it were written.
#[test]
fn commands_as_people_write_them() {
    let read = |json: &str| serde_json::from_str::<Command>(json).unwrap();
    assert_eq!(read(r#""accept""#), Command::Accept);
    assert_eq!(read(r#"{"promote": {}}"#), Command::Promote { note: None });
    assert_eq!(
        read(r#"{"lose": {"reason": {"code": "price"}}}"#),
        Command::Lose { reason: reason("price", false), until: None }
    );
    let wrong = serde_json::from_str::<Command>(r#"{"lose": {"reason": {"code": "price"}, "when": 3}}"#).unwrap_err();
    assert_eq!(wrong.to_string(), "lose.when: expected one of `reason`, `until`, got `when`");
}

#[test]
fn a_rich_lead() {
    let life = a_life();
    stored("lead.json", &life.lead);
    assert_eq!(Lead::replay(&life.facts).unwrap(), life.lead);
    // And one at the end of everything.
    stored("lead_end.json", &its_end(life).lead);
}

/// One clock that was stopped, and one that is held until the customer answers.
#[test]
fn a_lead_with_clocks() {
    let led = under_clocks();
    stored("lead_clocks.json", &led.lead);
    assert_eq!(Lead::replay(&led.facts).unwrap(), led.lead);
}

/// What that life says in reports, and a report over it.
#[test]
fn a_line_and_a_report() {
    let facts = its_end(a_life()).facts;
    let fields = vec![k("industry"), k("employees")];
    let plan = ReportPlan::new(LinePlan::new(Zone::JST).with_fields(fields), vec![Dimension::Source, Dimension::Owner]);
    let line = LeadLine::of(plan.line(), &facts).unwrap();
    stored("line.json", &line);
    let mut report = Report::new(&plan);
    report.add(&plan, &line).unwrap();
    stored("report.json", &report);
}

#[test]
fn the_standard_policy() {
    let draft = PolicyDraft::standard();
    golden("policy.toml", &toml::to_string(&draft).unwrap());
    let read =
        |name: &str| std::fs::read_to_string(format!("{}/tests/golden/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap();
    assert_eq!(toml::from_str::<PolicyDraft>(&read("policy.toml")).unwrap(), draft);
    stored("policy.json", &draft);
    let policy = Policy::standard();
    assert_eq!(serde_json::from_str::<Policy>(&read("policy.json")).unwrap(), policy);
    // Stored facts carry this: it changes only when the standard policy does.
    golden(
        "policy.stamp.json",
        &(serde_json::to_string(PolicyBook::of(policy.clone()).newest().stamp()).unwrap() + "\n"),
    );
    assert_eq!(Policy::try_from(toml::from_str::<PolicyDraft>("").unwrap()).unwrap(), policy);
}
