//! The kinds of inputs: what is read, and what is then asked of it.

use std::fmt::{Debug, Display};
use std::str::FromStr;

use lead_lifecycle::lead::{Erasure, FactId, SCHEMA};
use lead_lifecycle::lifecycle::{BackfillRules, LegacyRow, OrderPolicy};
use lead_lifecycle::planning::{
    Chain, Confidence, Fraction, Funnel, IntervalMethod, Lag, Month, MonthlyWins, Odds, Plan, RateEvidence, Rounding,
    Schedule, Share, Step, StepRate, Target, Team,
};
use lead_lifecycle::scoring::ScoringState;
use lead_lifecycle::values::*;
use lead_lifecycle::wording::Words;
use lead_lifecycle::{Actor, Capture, Command, Context, Currency, Fact, Lead, Lifecycle, Policy, PolicyDraft};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::random::{Random, bytes, document, text};

/// Documents that are broken, and what they are used with.
pub struct Samples {
    lifecycle: Lifecycle,
    pub leads: Vec<Lead>,
    pub story: Vec<(Role, i64, Command)>,
    documents: Vec<(&'static str, Vec<Value>)>,
}

const DAY: i64 = 86_400;
const START: i64 = 1_775_001_600;
const INSTANTS: [i64; 5] = [-2_208_988_800, START, START + 30 * DAY, START + 10_000 * DAY, 253_402_300_799];

pub fn context(seconds: i64, role: Role) -> Context {
    Context::new(Instant::from_seconds(seconds).expect("legal"), Actor::new(k("somebody"), role))
}

fn k<T: FromStr<Err: Debug>>(text: &str) -> T {
    text.parse().expect("legal")
}

impl Samples {
    pub fn new() -> Self {
        let read = |text: &str| serde_json::from_str::<Value>(text).expect("a sample");
        let lifecycle = Lifecycle::new(Policy::standard());
        let capture = read(include_str!("../../story/capture.json"));
        let first =
            lifecycle.capture(&Capture::deserialized(&capture), &context(START, Role::System)).expect("captured");
        let mut lead = Lead::replay(first.facts()).expect("folds");
        let mut leads = vec![lead.clone()];
        let story: Vec<(Role, i64, Command)> =
            serde_json::from_str(include_str!("../../story/life.json")).expect("a story");
        for (role, hours, command) in &story {
            let decision =
                lifecycle.decide(&lead, command, &context(START + hours * 3_600, *role)).expect("the story is legal");
            lead.apply_all(decision.facts()).expect("folds");
            leads.push(lead.clone());
        }
        let list = |text: &str| read(text).as_array().cloned().unwrap_or_default();
        let mut lead_documents: Vec<Value> =
            leads.iter().map(|lead| serde_json::to_value(lead).expect("stored")).collect();
        lead_documents.push(read(include_str!("../../../tests/golden/lead.json")));
        lead_documents.push(read(include_str!("../../../tests/golden/lead_end.json")));
        let row = read(
            r#"{"lead":"old-1","origin":"inbound","fields":{"industry":{"text":"it"},"email":{"text":"a@b.c"}},
            "reached":{"mql":"2020-03-01","sql":"2020-04-01T00:00:00Z","sao":null,"opportunity":null},"product":"p","value":{"amount":"100","currency":"JPY"},
            "currency":"JPY","expected_close":"2021-01-01","deal_stage":"proposal","end":{"lost":{"at":"2020-05-01","reason":{"code":"price","note":"x"}}}}"#,
        );
        let states = lead_documents.iter().filter_map(|lead| Some(find(lead, "scoring")?.clone())).collect();
        let documents = vec![
            ("commands", list(include_str!("../../../tests/golden/commands.json"))),
            ("facts", list(include_str!("../../../tests/golden/facts.json"))),
            ("captures", vec![capture, read(include_str!("../../../tests/golden/capture.json"))]),
            ("leads", lead_documents),
            (
                "policies",
                vec![
                    read(include_str!("../../../tests/golden/policy.json")),
                    toml::from_str(include_str!("../../../examples/data/crm/policy.toml")).expect("a policy"),
                ],
            ),
            ("states", states),
            ("rows", vec![row]),
        ];
        Self { lifecycle, leads, story, documents }
    }

    pub fn of(&self, which: &str) -> &[Value] {
        let (_, documents) = self.documents.iter().find(|(name, _)| *name == which).expect("listed");
        documents
    }

    fn broken(&self, random: &mut Random, which: &str) -> Value {
        let (_, documents) = self.documents.iter().find(|(name, _)| *name == which).expect("listed");
        if documents.is_empty() {
            Value::Null
        } else {
            let from = random.of(documents);
            document(random, from)
        }
    }
}

trait Deserialized: DeserializeOwned {
    fn deserialized(value: &Value) -> Self {
        serde_json::from_value(value.clone()).expect("a sample")
    }
}
impl<T: DeserializeOwned> Deserialized for T {}

fn find<'a>(value: &'a Value, key: &str) -> Option<&'a Value> {
    match value {
        Value::Object(map) => map.get(key).or_else(|| map.values().find_map(|value| find(value, key))),
        _ => None,
    }
}

/// Read as a tree, or as a text with bytes changed; what is read is the same when it is stored and read again.
fn read<T: DeserializeOwned + Serialize + PartialEq + Debug>(random: &mut Random, document: &Value) -> Option<T> {
    let text = serde_json::to_string(document).expect("a tree");
    let found: Result<T, String> = if random.yes(4) {
        serde_json::from_slice(&bytes(random, text.as_bytes())).map_err(|error| error.to_string())
    } else if random.yes(2) {
        serde_json::from_str(&text).map_err(|error| error.to_string())
    } else {
        serde_json::from_value(document.clone()).map_err(|error| error.to_string())
    };
    let value = found.map_err(|error| assert!(!error.is_empty())).ok()?;
    let stored = serde_json::to_string(&value).expect("what was read is stored");
    assert_eq!(serde_json::from_str::<T>(&stored).expect("and read"), value, "stored as {stored}");
    let packed = postcard::to_allocvec(&value).expect("what was read is packed");
    assert_eq!(postcard::from_bytes::<T>(&packed).expect("and unpacked"), value, "packed: {stored}");
    Some(value)
}

/// The other way round of `Display`, in one form.
fn text_of<T: FromStr<Err: Display> + Display + PartialEq + Debug>(text: &str) {
    match text.parse::<T>() {
        Err(error) => assert!(!error.to_string().is_empty()),
        Ok(value) => {
            let told = value.to_string();
            let again = told.parse::<T>().unwrap_or_else(|error| panic!("{text:?} is told as {told:?}: {error}"));
            assert_eq!(again, value, "{text:?} is told as {told:?}");
        }
    }
}

/// Everything that can be asked of a lead.
fn ask(samples: &Samples, random: &mut Random, lead: &Lead, command: &Command) {
    let lifecycle = &samples.lifecycle;
    let zone = UtcOffset::from_minutes(*random.of(&[-840, 0, 539, 840])).expect("legal").into();
    let words = Words::in_zone(&zone);
    let _ = (lifecycle.next_wake(lead), lead.place());
    let seconds = *random.of(&INSTANTS);
    let now = context(seconds, *random.of(Role::ALL));
    for item in lifecycle.agenda(lead, now.now).into_iter().flatten() {
        let _ = words.of(&item).to_string();
    }
    let _ = lifecycle.explain(lead, now.now).ok().flatten().map(|report| report.to_string());
    let _ = (lifecycle.outlook(lead, &now), lifecycle.promotion(lead, &now).map(|report| report.to_string()));
    for command in [command, &Command::CheckClock] {
        let system = context(seconds, Role::System);
        for context in [
            now.clone(),
            system.clone(),
            system.with_effective_at(Instant::from_seconds(*random.of(&INSTANTS)).expect("legal")),
        ] {
            match lifecycle.decide(lead, command, &context) {
                Err(refusal) => assert!(!words.of(&refusal).to_string().is_empty() && !refusal.to_string().is_empty()),
                Ok(decision) => {
                    let mut after = lead.clone();
                    for fact in decision.facts() {
                        let _ = words.of(fact).to_string();
                        after.apply(fact).unwrap_or_else(|error| panic!("{error}: {fact:?}"));
                    }
                    let stored = serde_json::to_string(&after).expect("stored");
                    serde_json::from_str::<Lead>(&stored).unwrap_or_else(|error| panic!("{error}: {stored}"));
                }
            }
        }
    }
    let mut erased = lead.clone();
    erased.redact(&Erasure::of_everything());
}

fn texts(_: &Samples, random: &mut Random) -> Option<()> {
    let text = text(random);
    text_of::<LeadKey>(&text);
    text_of::<Text>(&text);
    text_of::<Keyword>(&text);
    text_of::<Instant>(&text);
    text_of::<Date>(&text);
    text_of::<Moment>(&text);
    text_of::<Span>(&text);
    text_of::<UtcOffset>(&text);
    text_of::<Points>(&text);
    text_of::<Rate>(&text);
    text_of::<Money>(&text);
    text_of::<Currency>(&text);
    text_of::<Digest>(&text);
    text_of::<Fingerprint>(&text);
    text_of::<FactId>(&text);
    text_of::<Role>(&text);
    text_of::<CommandKind>(&text);
    text_of::<Month>(&text);
    text_of::<Fraction>(&text);
    text_of::<Share>(&text);
    text_of::<StepRate>(&text);
    text_of::<RateEvidence>(&text);
    text_of::<Confidence>(&text);
    for kind in FieldKind::ALL {
        match kind.parse(&text) {
            Err(error) => assert!(!error.to_string().is_empty()),
            Ok(value) => {
                assert_eq!(kind.parse(&value.to_string()).as_ref(), Ok(&value), "{kind} {text:?} is told as {value}")
            }
        }
    }
    Some(())
}

fn commands(samples: &Samples, random: &mut Random) -> Option<()> {
    let document = samples.broken(random, "commands");
    let command = read::<Command>(random, &document)?;
    if random.yes(4) {
        let lead = random.of(&samples.leads);
        ask(samples, random, lead, &command);
    }
    Some(())
}

fn facts(samples: &Samples, random: &mut Random) -> Option<()> {
    let document = samples.broken(random, "facts");
    let mut fact = read::<Fact>(random, &document)?;
    let mut lead = random.of(&samples.leads).clone();
    let before = lead.clone();
    if lead.apply(&fact).is_err() {
        assert_eq!(lead, before);
    }
    fact.envelope.lead = lead.key().clone();
    fact.envelope.schema = SCHEMA;
    fact.envelope.revision = lead.revision() + 1;
    fact.envelope.fact = FactId::new(lead.key(), fact.envelope.revision);
    fact.envelope.recorded_at = fact.envelope.recorded_at.max(lead.recorded_at());
    fact.envelope.effective_at = fact.envelope.effective_at.min(fact.envelope.recorded_at);
    fact.envelope.policy = lead.policy().clone();
    for (cycle, visit) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
        fact.envelope.cycle = lead.cycle().number() + cycle;
        fact.envelope.visit = if cycle == 1 { 1 } else { lead.visit() + visit };
        if lead.apply(&fact).is_ok() {
            let _ = fact.to_string();
            ask(samples, random, &lead, &Command::CheckClock);
            break;
        }
    }
    fact.redact(&Erasure::of_everything());
    Some(())
}

fn captures(samples: &Samples, random: &mut Random) -> Option<()> {
    let document = samples.broken(random, "captures");
    let capture = read::<Capture>(random, &document)?;
    match samples.lifecycle.capture(&capture, &context(*random.of(&INSTANTS), Role::System)) {
        Err(refusal) => assert!(!refusal.to_string().is_empty()),
        Ok(decision) => assert!(Lead::replay(decision.facts()).is_ok()),
    }
    Some(())
}

fn leads(samples: &Samples, random: &mut Random) -> Option<()> {
    let document = samples.broken(random, "leads");
    let lead = read::<Lead>(random, &document)?;
    let (_, commands) = &samples.documents[0];
    let command = Command::deserialized(random.of(commands));
    ask(samples, random, &lead, &command);
    Some(())
}

fn policies(samples: &Samples, random: &mut Random) -> Option<()> {
    let document = samples.broken(random, "policies");
    if let Err(faults) = Policy::from_document(&document) {
        assert!(!faults.to_string().is_empty());
    }
    let draft = read::<PolicyDraft>(random, &document)?;
    let policy = Policy::try_from(draft).map_err(|faults| assert!(!faults.to_string().is_empty())).ok()?;
    let _: Vec<String> = policy.lints().iter().map(ToString::to_string).collect();
    let lifecycle = Lifecycle::new(policy);
    let lead = random.of(&samples.leads);
    let adopt = Command::AdoptPolicy { deal_pipeline: None, deal_stage: None };
    if let Ok(decision) = lifecycle.decide(lead, &adopt, &context(START + 900 * DAY, Role::System)) {
        let mut lead = lead.clone();
        lead.apply_all(decision.facts()).expect("an adoption folds");
        ask(
            &Samples { lifecycle, leads: Vec::new(), story: Vec::new(), documents: Vec::new() },
            random,
            &lead,
            &Command::CheckClock,
        );
    }
    Some(())
}

fn states(samples: &Samples, random: &mut Random) -> Option<()> {
    let document = samples.broken(random, "states");
    let state = read::<ScoringState>(random, &document)?;
    let (scoring, now) =
        (samples.lifecycle.newest_policy().scoring(), Instant::from_seconds(*random.of(&INSTANTS)).expect("legal"));
    let _ = (scoring.score(&state, now), scoring.missing(&state, now).to_string());
    let _ = scoring.look_ahead(&state, now, lead_lifecycle::scoring::Crossing::DownBelowExit);
    Some(())
}

fn rows(samples: &Samples, random: &mut Random) -> Option<()> {
    let document = samples.broken(random, "rows");
    let row = read::<LegacyRow>(random, &document)?;
    let rules = BackfillRules {
        as_of: Instant::from_seconds(*random.of(&INSTANTS)).expect("legal"),
        order: *random.of(&[OrderPolicy::Refuse, OrderPolicy::Clamp]),
        zone: lead_lifecycle::calendar::Zone::JST,
    };
    match samples.lifecycle.import(&row, &rules, &context(*random.of(&INSTANTS), Role::System)) {
        Err(refusal) => assert!(!refusal.to_string().is_empty()),
        Ok(decision) => assert!(Lead::replay(decision.facts()).is_ok()),
    }
    Some(())
}

fn packed(samples: &Samples, random: &mut Random) -> Option<()> {
    let which = random.below(5);
    let of =
        |name: &str| samples.documents.iter().find(|(known, _)| *known == name).map(|(_, all)| all).expect("listed");
    fn unpack<T: DeserializeOwned + Serialize + PartialEq + Debug>(random: &mut Random, from: &Value) -> Option<T> {
        let whole = postcard::to_allocvec(&T::deserialized(from)).expect("packed");
        let value = postcard::from_bytes::<T>(&bytes(random, &whole)).ok()?;
        let again = postcard::to_allocvec(&value).expect("packed");
        assert_eq!(postcard::from_bytes::<T>(&again).as_ref(), Ok(&value));
        Some(value)
    }
    match which {
        0 => drop(unpack::<Command>(random, &of("commands")[random.0 as usize % of("commands").len()])?),
        1 => drop(unpack::<Fact>(random, &of("facts")[random.0 as usize % of("facts").len()])?),
        2 => drop(unpack::<Capture>(random, &of("captures")[0])?),
        3 => drop(unpack::<LegacyRow>(random, &of("rows")[0])?),
        _ => {
            let from = random.of(of("leads"));
            let lead = unpack::<Lead>(random, from)?;
            ask(samples, random, &lead, &Command::CheckClock);
        }
    }
    Some(())
}

fn corrections(_: &Samples, random: &mut Random) -> Option<()> {
    crate::corrections::input(random)
}

fn scores(_: &Samples, random: &mut Random) -> Option<()> {
    crate::scores::input(random)
}

fn number(random: &mut Random) -> Fraction {
    let of = |random: &mut Random| {
        u128::from(*random.of(&[0, 1, 2, 9, 10, 999_983, u64::MAX])) << *random.of(&[0_u32, 0, 0, 64])
    };
    let (above, below) = (of(random), of(random));
    Fraction::new(above, below).unwrap_or(Fraction::ONE)
}

fn plans(_: &Samples, random: &mut Random) -> Option<()> {
    let rate = |random: &mut Random| match random.below(4) {
        0 => StepRate::Evidence(RateEvidence::new(random.next() % 1_000, 1_000).expect("legal")),
        1 => StepRate::Stated(Share::percent(random.below(101) as u8)),
        _ => Share::new(number(random)).map_or(StepRate::Stated(Share::percent(1)), StepRate::Stated),
    };
    let steps = (0..=random.below(8)).map(|place| Step::new(k(&format!("s{place}")), rate(random))).collect();
    let funnel = Funnel::new(k("entry"), steps).ok()?;
    let target = Target::Wins(number(random));
    let rounding = *random.of(&[Rounding::Cascade, Rounding::EachStep]);
    if let Ok(plan) = Plan::new(&funnel, &target, rounding) {
        let _ = plan.to_string();
        let stored = serde_json::to_string(&plan).expect("stored");
        assert_eq!(serde_json::from_str::<Plan>(&stored).expect("read again"), plan);
    }
    let month = Month::new(*random.of(&[1900, 2026, 9999]), random.within(1, 12) as u8).ok()?;
    let lags: Vec<Lag> =
        funnel.steps().iter().map(|_| Lag::days(random.below(200) as u32).unwrap_or_else(|_| Lag::none())).collect();
    if let (Ok(schedule), Ok(wins)) =
        (Schedule::new(funnel.clone(), lags), MonthlyWins::new(month, vec![number(random); 1 + random.below(12)]))
    {
        let _ = schedule.back(&wins, month, &[]).map(|plan| plan.to_string());
        let _ = schedule.forward(month, &[number(random), number(random)], month, &[]);
    }
    let _ = Team::new(random.below(100_001) as u32, number(random), Vec::new())
        .and_then(|team| team.staff(month, &[number(random), number(random)]));
    let _ = Chain::recycling(&funnel, &[]).and_then(|chain| chain.solve());
    let evidence =
        RateEvidence::new(random.next() % 1_000_000, 1_000_000 + random.next() % 999_999_000_000).expect("legal");
    let confidences: [&str; 4] = ["90%", "0.000001", "0.999999999999999999999", "1/3"];
    let confidence: Confidence = k(confidences[random.below(4)]);
    let _ = evidence.interval(
        *random.of(&[IntervalMethod::Wilson, IntervalMethod::ClopperPearson, IntervalMethod::Jeffreys]),
        &confidence,
    );
    if random.yes(50) {
        if let Ok(odds) = Odds::of(&funnel) {
            let most = *random.of(&[0, 1, 1_000, 10_000_000]);
            let _ = (
                odds.chance(most, most / 2),
                odds.wins_at(most, &confidence),
                odds.entries_for(most / 10, &confidence),
            );
        }
    }
    Some(())
}

/// A kind of inputs: its name, how many of a thousand inputs are of it, and one input of it. It answers with `None`
/// where nothing was read.
pub type Kind = (&'static str, u32, fn(&Samples, &mut Random) -> Option<()>);

pub const KINDS: [Kind; 14] = [
    ("texts", 699, texts),
    ("commands", 100, commands),
    ("facts", 40, facts),
    ("captures", 60, captures),
    ("leads", 4, leads),
    ("policies", 3, policies),
    ("states", 40, states),
    ("rows", 30, rows),
    ("packed", 17, packed),
    ("scores", 2, scores),
    ("plans", 2, plans),
    ("books", 1, crate::books::input),
    ("prints", 1, crate::prints::input),
    ("corrections", 1, corrections),
];
