//! An attacker's view: whatever can be deserialised, however absurd, never panics, and what is decided on it folds.
#![expect(clippy::wildcard_enum_match_arm, reason = "whatever else a document holds is a leaf")]

use std::sync::LazyLock;

use lead_lifecycle::lead::{
    Erasure, FactId, Filter, Proposable, Propose, SCHEMA, counted, hollow, select, select_soon_after, that_count,
};
use lead_lifecycle::lifecycle::{Past, TakeBack};
use lead_lifecycle::values::CommandKind;
use lead_lifecycle::{
    Command, Context, Fact, FactKind, Instant, Lead, Lifecycle, Policy, PolicyDraft, Role, Span, StageKind,
};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::common::stages::{Led, PLACES, led_to, valid};
use crate::common::{self, DAY, START, actor, at, commands, k, usual_role};

/// One change of a document: which node, what to do, and a number for whatever the change needs.
pub(crate) type Mutation = (usize, u8, usize);

pub(crate) fn mutations() -> impl Strategy<Value = Vec<Mutation>> {
    proptest::collection::vec((any::<usize>(), any::<u8>(), any::<usize>()), 1..4)
}

fn count(value: &Value) -> usize {
    1 + match value {
        Value::Array(items) => items.iter().map(count).sum(),
        Value::Object(map) => map.values().map(count).sum(),
        _ => 0,
    }
}

fn node(value: &mut Value, mut place: usize) -> &mut Value {
    if place == 0 {
        return value;
    }
    place -= 1;
    let children: Vec<&mut Value> = match value {
        Value::Array(items) => items.iter_mut().collect(),
        Value::Object(map) => map.values_mut().collect(),
        _ => panic!("a leaf has no places below it"),
    };
    for child in children {
        let size = count(child);
        if place < size {
            return node(child, place);
        }
        place -= size;
    }
    panic!("the place lies within the count")
}

const NUMBERS: [i64; 10] = [0, 1, -1, 2, 65_535, 65_536, 4_294_967_295, 4_294_967_296, i64::MAX, i64::MIN];
const WORDS: [&str; 28] = [
    "",
    " ",
    "x",
    "0",
    "-1",
    "1e999",
    "1_000",
    "100%",
    "0s",
    "73200d",
    "1s",
    "9999-12-31T23:59:59Z",
    "1900-01-01T00:00:00Z",
    "2026-04-01T00:00:00Z",
    "9999-12-31",
    "1900-01-01",
    "+14:00",
    "999999999999.999",
    "-999999999",
    "ffffffffffffffff",
    "0000000000000000",
    "lead",
    "merged",
    "customer",
    "expansion",
    "JPY",
    "KWD",
    "halve",
];

pub(crate) fn mutate(mut document: Value, changes: &[Mutation]) -> Value {
    for (place, how, number) in changes {
        let total = count(&document);
        let other = node(&mut document, number % total).clone();
        let target = node(&mut document, place % total);
        *target = match (how % 8, &*target) {
            (0, _) => Value::Null,
            (1, Value::Array(items)) if !items.is_empty() => {
                Value::Array(items.iter().cycle().take(items.len() * (2 + number % 70)).cloned().collect())
            }
            (2, Value::Array(items)) => Value::Array(items.iter().rev().skip(1).cloned().collect()),
            (1, Value::Object(map)) if !map.is_empty() => {
                let gone = map.keys().nth(number % map.len()).unwrap().clone();
                Value::Object(map.clone().into_iter().filter(|(key, _)| *key != gone).collect())
            }
            (2, Value::Object(map)) => {
                let mut map = map.clone();
                map.insert(WORDS[number % WORDS.len()].to_owned(), other);
                Value::Object(map)
            }
            (3, _) => other,
            (4, Value::String(_)) => json!("長".repeat(number % 5_000)),
            (5, Value::Bool(yes)) => json!(!yes),
            (_, Value::String(_)) => json!(WORDS[number % WORDS.len()]),
            _ => json!(NUMBERS[number % NUMBERS.len()]),
        };
    }
    document
}

const INSTANTS: [i64; 5] = [-2_208_988_800, START, START + 30 * DAY, START + 10_000 * DAY, 253_402_300_799];

fn golden(name: &str) -> Value {
    let path = format!("{}/tests/golden/{name}", env!("CARGO_MANIFEST_DIR"));
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

/// Everything that can be asked of a lead.
fn ask_everything(lifecycle: &Lifecycle, lead: &Lead, command: &Command) {
    let stored = serde_json::to_string(lead).unwrap();
    assert_eq!(serde_json::from_str::<Lead>(&stored).unwrap(), *lead);
    let _wake = lifecycle.next_wake(lead);
    for seconds in INSTANTS {
        let now = at(seconds);
        for item in lifecycle.agenda(lead, now).into_iter().flatten() {
            let _words = item.to_string();
        }
        let _score = lifecycle.score(lead, now).map(|score| score.to_string());
        let _report = lifecycle.explain(lead, now).ok().flatten().map(|report| report.to_string());
        let context = Context::new(now, actor(Role::System, 0));
        let _outlook = lifecycle.outlook(lead, &context);
        let _promotion = lifecycle.promotion(lead, &context).map(|report| report.to_string());
        for command in [command, &Command::CheckClock] {
            let context = Context::new(now, actor(usual_role(command.kind()), 0));
            for context in
                [context.clone(), context.clone().with_effective_at(at(START)), context.with_effective_at(Instant::MAX)]
            {
                match lifecycle.decide(lead, command, &context) {
                    Err(refusal) => assert!(!refusal.to_string().is_empty()),
                    Ok(decision) => {
                        let mut after = lead.clone();
                        for fact in decision.facts() {
                            after.apply(fact).unwrap_or_else(|error| panic!("{error}: {fact:?} on {lead:?}"));
                        }
                        let stored = serde_json::to_string(&after).unwrap();
                        let back = serde_json::from_str::<Lead>(&stored);
                        assert!(back.is_ok(), "{back:?}: {command:?} made of {lead:?}\n{stored}");
                    }
                }
            }
        }
    }
    let mut redacted = lead.clone();
    redacted.redact(&Erasure::of_everything());
}

// Made once, not for each of thousands of cases.
static STANDARD: LazyLock<Lifecycle> = LazyLock::new(|| Lifecycle::new(Policy::standard()));
static LED: LazyLock<Vec<Lead>> = LazyLock::new(|| PLACES.iter().map(|place| led_to(place).lead).collect());
static COMMANDS: LazyLock<Value> = LazyLock::new(|| golden("commands.json"));
static FACTS: LazyLock<Value> = LazyLock::new(|| golden("facts.json"));

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_500))]

    #[test]
    fn a_lead_that_deserialises_never_panics(place in 0..PLACES.len() + 2, which in any::<u8>(), changes in mutations()) {
        let document = match LED.get(place) {
            Some(place) => serde_json::to_value(place).unwrap(),
            None => golden(if place == PLACES.len() { "lead.json" } else { "lead_end.json" }),
        };
        if let Ok(lead) = serde_json::from_value::<Lead>(mutate(document, &changes)) {
            let all = commands();
            let command = valid(all[usize::from(which) % all.len()], &lead, START);
            ask_everything(&STANDARD, &lead, &command);
        }
    }

    #[test]
    fn a_command_that_deserialises_never_panics(place in 0..PLACES.len(), which in any::<usize>(), changes in mutations()) {
        let all = &*COMMANDS;
        let document = all[which % all.as_array().unwrap().len()].clone();
        if let Ok(command) = serde_json::from_value::<Command>(mutate(document, &changes)) {
            ask_everything(&STANDARD, &LED[place], &command);
        }
    }

    #[test]
    fn a_fact_that_deserialises_never_panics(place in 0..PLACES.len(), which in any::<usize>(), changes in mutations()) {
        let all = &*FACTS;
        let document = all[which % all.as_array().unwrap().len()].clone();
        if let Ok(mut fact) = serde_json::from_value::<Fact>(mutate(document, &changes)) {
            let mut lead = LED[place].clone();
            let before = lead.clone();
            if lead.apply(&fact).is_err() {
                prop_assert_eq!(&lead, &before);
            }
            // The same body in an envelope that fits.
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
                    ask_everything(&STANDARD, &lead, &Command::CheckClock);
                    break;
                }
                prop_assert_eq!(&lead, &before);
            }
            if let Ok(started) = Lead::start(&fact) {
                let _again = serde_json::to_string(&started).unwrap();
            }
            fact.redact(&Erasure::sparing([k("region")], [k("seats")]));
        }
    }

    /// Every policy that passes its check can lead a life.
    #[test]
    fn a_policy_that_passes_its_check_never_panics(
        brisk: bool,
        changes in mutations(),
        steps in common::story(20),
    ) {
        let draft = if brisk {
            serde_json::to_value(toml::from_str::<PolicyDraft>(include_str!("common/brisk.toml")).unwrap()).unwrap()
        } else {
            golden("policy.json")
        };
        let draft = match serde_json::from_value::<PolicyDraft>(mutate(draft, &changes)) {
            Ok(draft) => draft,
            Err(error) => {
                prop_assert!(!error.to_string().is_empty());
                return Ok(());
            }
        };
        match Policy::try_from(draft) {
            Err(faults) => prop_assert!(!faults.is_empty() && !faults.to_string().is_empty()),
            Ok(policy) => {
                let _lints = policy.lints();
                let stored = serde_json::to_string(&policy).unwrap();
                prop_assert_eq!(&serde_json::from_str::<Policy>(&stored).unwrap(), &policy);
                let lifecycle = Lifecycle::new(policy);
                let start = Context::new(at(START), actor(Role::System, 0));
                let Ok(decision) = lifecycle.capture(&common::full_capture("lead"), &start) else { return Ok(()) };
                let mut lead = Lead::replay(decision.facts()).unwrap();
                let mut now = at(START);
                for step in &steps {
                    now = now.max(step.now(now));
                    let (command, context) = step.on(&lead, now);
                    if let Ok(decision) = lifecycle.decide(&lead, &command, &context) {
                        for fact in decision.facts() {
                            lead.apply(fact).unwrap_or_else(|error| panic!("{error}: {fact:?}"));
                        }
                    }
                }
                ask_everything(&lifecycle, &lead, &Command::CheckClock);
            }
        }
    }

    #[test]
    fn bytes_of_a_format_without_names_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _lead = postcard::from_bytes::<Lead>(&bytes);
        let _fact = postcard::from_bytes::<Fact>(&bytes);
        let _command = postcard::from_bytes::<Command>(&bytes);
        let _policy = postcard::from_bytes::<Policy>(&bytes);
    }
}

/// Lives with corrections of every kind: of news, of turns, one undone, one of an erased lead, one whose promotion is hollow.
static CORRECTED: LazyLock<Vec<Led>> = LazyLock::new(|| {
    let order = |led: &Led, kinds: &[FactKind]| {
        let named = led.facts.iter().filter(|fact| kinds.contains(&fact.kind()) && !fact.envelope.cause.is_rule());
        TakeBack::new(named.map(|fact| fact.envelope.revision), common::reason("mistake", true))
    };
    let corrected = |mut led: Led, kinds: &[&[FactKind]]| {
        for kinds in kinds {
            let order = order(&led, kinds);
            led.take_back(&order);
        }
        led
    };
    let mut hollow = Led::capture(common::brisk());
    hollow.then(Command::RecordActivity { activity: common::activity("a", "contact_request") });
    hollow.answers();
    hollow.then(valid(CommandKind::Qualify, &hollow.lead, hollow.now));
    let mut erased = led_to("erased");
    erased.take_back(&TakeBack::new([6], common::reason("mistake", false)));
    vec![
        corrected(led_to("mql"), &[&[FactKind::AnswerRecorded], &[FactKind::TakenBack], &[FactKind::AttemptRecorded]]),
        corrected(led_to("customer"), &[&[FactKind::Won], &[FactKind::TakenBack]]),
        corrected(led_to("mql, hand raised"), &[&[FactKind::ActivityRecorded]]),
        corrected(hollow, &[&[FactKind::ActivityRecorded]]),
        erased,
    ]
});

/// Everything that reads a history, and every correction of it.
fn read_everything(lifecycle: &Lifecycle, facts: &[Fact]) {
    let all: Vec<&Fact> = facts.iter().collect();
    let (count, _hollow) = (that_count(facts).len(), hollow(&all));
    if let Ok(counted) = counted(facts) {
        assert_eq!(counted.len(), count);
    }
    let any = Filter::default();
    let _some = (select(facts, &any), select_soon_after(facts, &any, (Span::MAX, &any)));
    let Ok(lead) = Lead::replay(facts) else { return };
    let ctx = Context::new(lead.recorded_at(), actor(Role::Manager, 0));
    let middle = Lead::replay(&facts[..=facts.len() / 2]).unwrap();
    let pasts = [Past::Whole(facts), Past::Since(&middle, &facts[facts.len() / 2 + 1..])];
    let revisions = 0..=lead.revision() + 1;
    let orders = revisions.map(|revision| vec![revision]).chain([vec![], (0..=lead.revision()).collect()]);
    for named in orders {
        let call = Command::RecordAttempt(lead_lifecycle::lead::Attempt {
            direction: lead_lifecycle::values::Direction::Outbound,
            channel: lead_lifecycle::values::Channel::Phone,
            outcome: lead_lifecycle::values::ContactOutcome::Answered,
            advance: None,
            note: None,
        });
        let order = TakeBack::new(named, common::reason("mistake", false));
        for (past, order) in pasts
            .iter()
            .flat_map(|past| [(past, order.clone()), (past, order.clone().instead(call.clone(), at(START)))])
        {
            let Ok(decision) = lifecycle.take_back(past, &order, &ctx) else { continue };
            let mut after = lead.clone();
            after.apply_all(decision.facts()).unwrap_or_else(|error| panic!("{error}: {order:?} on {lead:?}"));
            let stored = serde_json::to_string(&after).unwrap();
            assert_eq!(serde_json::from_str::<Lead>(&stored).unwrap(), after);
            let _change = lifecycle.correction(facts, &decision);
        }
    }
}

/// A correction that was forged, in the place of the newest that there is, and what comes of it.
fn forged(life: &Led, mut fact: Fact) {
    let newest = life.facts.iter().rposition(|fact| fact.kind() == FactKind::TakenBack).unwrap();
    let mut facts = life.facts[..newest].to_vec();
    let before = Lead::replay(&facts).unwrap();
    let mut lead = before.clone();
    let lifecycle = &life.lifecycle;
    // As it is, and in an envelope that fits.
    let mut tried = facts.clone();
    tried.push(fact.clone());
    read_everything(lifecycle, &tried);
    let kept = life.facts[newest].envelope.clone();
    let place = before.place_after(&fact.body);
    fact.envelope = kept;
    if let Ok(place) = place {
        (fact.envelope.cycle, fact.envelope.visit) = (place.cycle, place.visit);
    }
    if lead.apply(&fact).is_err() {
        assert_eq!(lead, before);
        return;
    }
    assert!(lead.stage().kind() != StageKind::Merged && lead.key() == before.key());
    ask_everything(lifecycle, &lead, &Command::CheckClock);
    let mut redacted = fact.clone();
    redacted.redact(&Erasure::of_everything());
    facts.push(fact);
    read_everything(lifecycle, &facts);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// Whatever a stored correction says: nothing panics, and what applies is a sound lead.
    #[test]
    fn a_correction_that_deserialises_never_panics(which in any::<usize>(), changes in mutations(), deep: bool) {
        let led = &CORRECTED[which % CORRECTED.len()];
        let fact = led.facts.iter().rfind(|fact| fact.kind() == FactKind::TakenBack).unwrap();
        let mut document = serde_json::to_value(fact).unwrap();
        // The sections are most of it: what is beside them has its turn as well.
        let part = if deep { "/body/taken_back" } else { "" };
        let inner = document.pointer_mut(part).unwrap();
        let mut beside = inner.clone();
        if deep {
            beside.as_object_mut().unwrap().remove("lead");
        }
        let mut changed = mutate(beside, &changes);
        if let (true, Some(changed)) = (deep, changed.as_object_mut()) {
            changed.entry("lead").or_insert(inner["lead"].clone());
        }
        *inner = changed;
        if let Ok(fact) = serde_json::from_value::<Fact>(document) {
            if fact.kind() == FactKind::TakenBack {
                forged(led, fact);
            }
        }
    }

    /// The same in a format without names.
    #[test]
    fn the_bytes_of_a_correction_never_panic(which in any::<usize>(), places in prop::collection::vec((any::<usize>(), any::<u8>()), 1..4)) {
        let led = &CORRECTED[which % CORRECTED.len()];
        let fact = led.facts.iter().rfind(|fact| fact.kind() == FactKind::TakenBack).unwrap();
        let mut bytes = postcard::to_allocvec(fact).unwrap();
        for (place, byte) in places {
            let place = place % bytes.len();
            bytes[place] = byte;
        }
        if let Ok(fact) = postcard::from_bytes::<Fact>(&bytes) {
            if fact.kind() == FactKind::TakenBack {
                forged(led, fact);
            }
        }
    }
}

/// A proposal in a proposal in a proposal: nesting without end must be refused, not overflow the stack.
#[test]
fn proposals_nested_without_end_are_refused() {
    let open = r#"{"propose":{"id":"p","rationale":"r","command":"#;
    for depth in [2, 100, 100_000] {
        let text = open.repeat(depth) + "\"accept\"" + &"}}".repeat(depth);
        let read = serde_json::from_str::<Command>(&text);
        assert!(read.is_err() || depth < 200, "{depth} deep");
    }
    // The same in a format without limits of its own: `propose` is one byte, its id two.
    let inner =
        Command::Propose(Propose { id: k("p"), command: Box::new(Proposable::Accept), rationale: common::text("r") });
    let bytes = postcard::to_allocvec(&inner).unwrap();
    let accept = postcard::to_allocvec(&Command::Accept).unwrap();
    let head = bytes.len() - accept.len() - postcard::to_allocvec(&common::text("r")).unwrap().len();
    let nested: Vec<u8> = bytes[..head].iter().copied().cycle().take(head * 200_000).collect();
    assert!(postcard::from_bytes::<Command>(&nested).is_err());
}

/// The first and the last instants there are.
#[test]
fn the_ends_of_time() {
    let lifecycle = Lifecycle::new(common::brisk());
    for (start, end) in [(Instant::MIN, Instant::MIN), (Instant::MIN, Instant::MAX), (Instant::MAX, Instant::MAX)] {
        let capture = common::full_capture("lead");
        let decision = lifecycle.capture(&capture, &Context::new(start, actor(Role::System, 0))).unwrap();
        let mut lead = Lead::replay(decision.facts()).unwrap();
        for kind in commands() {
            let command = valid(kind, &lead, START);
            let context = Context::new(end, actor(usual_role(kind), 0));
            for context in [context.clone(), context.clone().with_effective_at(start), context.with_effective_at(end)] {
                if kind == CommandKind::Redact {
                    continue;
                }
                if let Ok(decision) = lifecycle.decide(&lead, &command, &context) {
                    decision.facts().iter().for_each(|fact| lead.apply(fact).unwrap());
                }
            }
        }
        ask_everything(&lifecycle, &lead, &Command::CheckClock);
        assert!(lead.totals().stages.time_in(lead.stage().kind(), lead.stage().kind(), Instant::MAX) <= Span::MAX);
    }
}
