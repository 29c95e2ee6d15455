//! What lines say.

use lead_lifecycle::calendar::Zone;
use lead_lifecycle::insight::{Absorbed, LeadLine, LineError, LinePlan};
use lead_lifecycle::lead::{Attempt, Contributions, MeetingResult, Reply, counted};
use lead_lifecycle::recycle::Reason;
use lead_lifecycle::values::{ContactOutcome, FieldValue, Fields, Progress};
use lead_lifecycle::{Command, Fact, FactKind, Lead, Policy, Role};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::common::stages::Led;
use crate::common::tale::{Tale, call, confirmed, qualify};
use crate::common::{activity, k, text};
use crate::insight::leads::{has, life, plan, zone};
use crate::insight::naive::Naive;

/// Puts every standing in its place.
fn resolve(value: &mut Value, standings: &Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| resolve(item, standings)),
        Value::Object(members) => {
            for (key, member) in members {
                match member.as_u64() {
                    Some(place) if key == "standing" => {
                        *member = standings[usize::try_from(place).unwrap()].clone();
                    }
                    _ => resolve(member, standings),
                }
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// A line as it is stored, with every standing in its place.
fn stored(line: &LeadLine) -> Value {
    let mut stored = serde_json::to_value(line).unwrap();
    let standings = stored["standings"].take();
    resolve(&mut stored, &standings);
    stored
}

/// Only these members.
fn only(value: &Value, keys: &[&str]) -> Value {
    keys.iter().map(|key| ((*key).to_owned(), value[*key].clone())).collect::<serde_json::Map<_, _>>().into()
}

/// What the naive model tells of a line.
fn told(line: &LeadLine) -> Value {
    let line = stored(line);
    let cycles = line["cycles"].as_array().unwrap().iter().map(|cycle| {
        let mut told = only(cycle, &["number", "start", "kind", "origin", "attribution", "marks"]);
        let stays = cycle["stays"].as_array().unwrap().iter();
        told["stays"] = stays.map(|stay| only(stay, &["stage", "from", "end", "standing"])).collect();
        told
    });
    let first = &line["cycles"][0];
    let first = json!({ "at": first["opened"]["at"], "origin": first["origin"], "attribution": first["attribution"] });
    let met = if line["first_met"].is_null() { first } else { line["first_met"].clone() };
    let stay = line["cycles"].as_array().unwrap().last().unwrap()["stays"].as_array().unwrap().last().unwrap();
    let is_mql = stay["stage"] == "mql" && stay["imported"].is_null();
    let mut now = only(&line["now"], &["origin", "stage", "entered", "standing"]);
    now["first_attempt"] = if is_mql { stay["first_attempt"].clone() } else { Value::Null };
    json!({
        "cycles": cycles.collect::<Vec<_>>(),
        "account": line["account"],
        "person": line["person"],
        "merged_into": line["merged_into"],
        "first_met": met,
        "now": now,
        "quality": only(
            &line["quality"],
            &["undated", "day_only", "implied", "hollow", "clamped", "erased", "merged", "imported"],
        ),
    })
}

/// Where two stored values differ.
pub(super) fn differences(one: &Value, other: &Value) -> Vec<String> {
    fn walk(path: &str, one: &Value, other: &Value, found: &mut Vec<String>) {
        match (one, other) {
            _ if one == other => {}
            (Value::Object(a), Value::Object(b)) if a.keys().eq(b.keys()) => {
                a.iter().for_each(|(key, part)| walk(&format!("{path}.{key}"), part, &b[key], found));
            }
            (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
                a.iter().zip(b).enumerate().for_each(|(n, (a, b))| walk(&format!("{path}[{n}]"), a, b, found));
            }
            _ => found.push(format!("{path}: {one} and {other}")),
        }
    }
    let mut found = vec![];
    walk("", one, other, &mut found);
    found
}

/// Fact by fact, rebuilt where it asks for it: the line after each fact.
fn grown(plan: &LinePlan, facts: &[Fact]) -> Vec<LeadLine> {
    let mut lines = vec![LeadLine::of(plan, &facts[..1]).unwrap()];
    for (place, fact) in facts.iter().enumerate().skip(1) {
        let mut line = lines.last().unwrap().clone();
        let before = line.clone();
        match line.absorb(plan, fact) {
            Absorbed::Taken => assert!(!fact.kind().corrects()),
            Absorbed::Rebuild => {
                assert_eq!(line, before, "it is as it was");
                line = LeadLine::of(plan, &facts[..=place]).unwrap();
            }
        }
        lines.push(line);
    }
    lines
}

/// The facts that count, as if nothing else had ever been.
fn as_if(facts: &[Fact]) -> Vec<Fact> {
    let contributions = Contributions::of(facts);
    let counted = counted(facts).unwrap().into_iter().zip(1_u64..);
    let mut anew: Vec<Fact> = vec![];
    for (one, revision) in counted {
        let mut fact = contributions.said_anew(one.fact).unwrap_or_else(|| one.fact.clone());
        fact.envelope.revision = revision;
        (fact.envelope.cycle, fact.envelope.visit) = (one.place.cycle, one.place.visit);
        anew.push(fact);
    }
    anew
}

/// Leaves out what only tells facts apart.
fn strip(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(strip),
        Value::Object(members) => {
            for key in ["revision", "recorded_at", "hollow", "number", "standings"] {
                members.remove(key);
            }
            members.values_mut().for_each(strip);
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// A line without what no history without corrections could say.
fn without_traces(line: &LeadLine) -> Value {
    let mut line = stored(line);
    strip(&mut line);
    line
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(120))]

    /// Fact by fact, rebuilt where it asks for it, it is the line of the whole history; and what was said then is said again.
    #[test]
    fn fact_by_fact_is_all_at_once(life in life(40), zone in zone()) {
        let plan = plan(zone);
        for facts in life.told(0) {
            let lines = grown(&plan, &facts);
            prop_assert_eq!(lines.last().unwrap(), &LeadLine::of(&plan, &facts).unwrap());
            for (place, line) in lines.iter().enumerate() {
                let at = facts[place].envelope.recorded_at;
                if facts.get(place + 1).is_none_or(|next| next.envelope.recorded_at > at) {
                    prop_assert_eq!(line, &LeadLine::known_at(&plan, &facts, at).unwrap());
                }
            }
        }
    }

    /// Cycles, milestones, visits and whose the lead was then: as the fold of what counts has it.
    #[test]
    fn a_line_is_what_the_fold_says(life in life(40), zone in zone()) {
        let plan = plan(zone);
        for facts in life.told(0) {
            let line = LeadLine::of(&plan, &facts).unwrap();
            prop_assert_eq!(differences(&told(&line), &Naive::of(&plan, &facts).stored()), Vec::<String>::new());
        }
    }

    /// What was taken back leaves no trace, but for promotions that are hollow since.
    #[test]
    fn taking_back_leaves_no_trace(life in life(40)) {
        let plan = plan(Zone::JST);
        for facts in life.told(0) {
            let (one, other) = (LeadLine::of(&plan, &facts).unwrap(), LeadLine::of(&plan, &as_if(&facts)).unwrap());
            prop_assert_eq!(differences(&without_traces(&one), &without_traces(&other)), Vec::<String>::new());
        }
    }

    /// The line of redacted facts is the line that took the erasure in.
    #[test]
    fn redacted_facts_are_a_redacted_line(life in life(60)) {
        let plan = plan(Zone::JST);
        for facts in life.told(0) {
            if !has(&facts, FactKind::Redacted) {
                continue;
            }
            let lead = Lead::replay(&facts).unwrap();
            let mut redacted = facts.clone();
            if let Some(erasure) = lead.erasure() {
                for fact in &mut redacted {
                    fact.redact(erasure);
                }
            }
            prop_assert_eq!(
                differences(&stored(&LeadLine::of(&plan, &redacted).unwrap()), &stored(&LeadLine::of(&plan, &facts).unwrap())),
                Vec::<String>::new()
            );
        }
    }

    /// Lines are read as they were written.
    #[test]
    fn lines_are_stored(life in life(40), zone in zone()) {
        let plan = plan(zone);
        for facts in life.told(0) {
            let line = LeadLine::of(&plan, &facts).unwrap();
            let json = serde_json::to_string(&line).unwrap();
            prop_assert_eq!(&serde_json::from_str::<LeadLine>(&json).unwrap(), &line);
            let bytes = postcard::to_allocvec(&line).unwrap();
            prop_assert_eq!(postcard::from_bytes::<LeadLine>(&bytes).unwrap(), line);
        }
    }
}

/// Texts that people write, planted wherever a command takes one, and personal fields: none of them is in a line, erased or not.
#[test]
fn no_text_that_people_wrote_is_in_a_line() {
    let planted = "Planted Words";
    let mut lead = Led::capture(Policy::standard());
    let note = || Some(text(planted));
    let with_note = |code: &str| Reason::new(k(code), note());
    let name = [
        (k("person_name"), Some(FieldValue::Text(k(planted)))),
        (k("email"), Some(FieldValue::Text(k("planted@example.jp")))),
    ];
    lead.then(Command::UpdateProfile { fields: name.into() });
    let mut visit = activity("visit-1", "seminar");
    visit.fields = Fields::from_map([(k("email"), FieldValue::Text(k(planted)))].into()).unwrap();
    lead.then(Command::RecordActivity { activity: visit });
    lead.then(Command::Promote { note: note() });
    for criterion in ["need", "timeline", "authority"] {
        let Command::RecordAnswer(reply) = confirmed(criterion) else { panic!("they are made so") };
        lead.then(Command::RecordAnswer(Reply { detail: note(), ..reply }));
    }
    let Command::RecordAttempt(attempt) = call(ContactOutcome::Conversation, Some(Progress::Consented)) else {
        panic!("they are made so")
    };
    lead.then(Command::RecordAttempt(Attempt { note: note(), ..attempt }));
    lead.then(qualify(planted, "D-1"));
    lead.then(Command::Reject { reason: with_note("no_need") });
    lead.then(qualify("planted again", "D-2"));
    lead.then(Command::Accept);
    lead.then(Command::HoldFirstMeeting { result: MeetingResult::Valid, note: note() });
    lead.then(Command::Lose { reason: with_note("price"), until: None });
    let plan = LinePlan::new(Zone::JST).with_fields(vec![k("industry"), k("email"), k("person_name")]);
    let line = LeadLine::of(&plan, &lead.facts).unwrap();
    let said = |what: &str| what.to_lowercase().contains("planted");
    assert!(lead.facts.iter().filter(|fact| said(&serde_json::to_string(fact).unwrap())).count() > 8);
    assert!(!said(&serde_json::to_string(&line).unwrap()), "{}", serde_json::to_string(&line).unwrap());
    assert!(serde_json::to_string(&line).unwrap().contains("manufacturing"), "what is public is there");
    lead.then(Command::Redact);
    let line = LeadLine::of(&plan, &lead.facts).unwrap();
    assert!(!said(&serde_json::to_string(&line).unwrap()));
}

/// What a line comes to in bytes: of a lead that is won after a usual life, and of one that nobody works on.
#[test]
#[expect(clippy::print_stdout, reason = "it is measured")]
fn lines_are_small() {
    let plan = LinePlan::new(Zone::JST).with_fields(vec![k("industry"), k("employees")]);
    let size = |lead: &Tale| {
        let line = LeadLine::of(&plan, &lead.facts).unwrap();
        (lead.facts.len(), postcard::to_allocvec(&line).unwrap().len(), serde_json::to_string(&line).unwrap().len())
    };
    let captured = Tale::begun(Policy::standard(), "04-01 09:00");
    let mut won = Tale::begun(Policy::standard(), "04-01 09:00");
    for day in 2..9 {
        let mut visit = activity(&format!("v-{day}"), "newsletter_click");
        visit.fields = Fields::from_map([(k("source"), FieldValue::Text(k("newsletter")))].into()).unwrap();
        won.does(Role::System, &format!("04-0{day} 10:00"), &Command::RecordActivity { activity: visit });
        won.does(Role::Sdr, &format!("04-0{day} 15:00"), &call(ContactOutcome::Dialled, None));
    }
    won.reaches_customer("04-10");
    for (words, lead) in [("captured", &captured), ("won", &won)] {
        let (facts, bytes, json) = size(lead);
        println!("{words}: {facts} facts, {bytes} bytes in postcard, {json} in JSON");
    }
    assert!(size(&captured).1 < 400, "{:?}", size(&captured));
    assert!(size(&won).1 < 2_000, "{:?}", size(&won));
}

/// Another plan, another lead, a gap: the line asks to be built anew and is as it was; what it knows already changes nothing.
#[test]
fn a_line_takes_in_only_what_comes_next() {
    let mut lead = Tale::begun(Policy::standard(), "04-01 09:00");
    lead.reaches_accepted("04-10");
    let plan = plan(Zone::JST);
    let line = LeadLine::of(&plan, &lead.facts[..2]).unwrap();
    let asks = |plan: &LinePlan, fact: &Fact| {
        let mut changed = line.clone();
        let absorbed = changed.absorb(plan, fact);
        assert_eq!(changed, line);
        absorbed
    };
    assert_eq!(asks(&plan, &lead.facts[3]), Absorbed::Rebuild);
    assert_eq!(asks(&LinePlan::new(Zone::JST), &lead.facts[2]), Absorbed::Rebuild);
    assert_eq!(asks(&LinePlan::new(Zone::JST), &lead.facts[1]), Absorbed::Rebuild);
    assert_eq!(asks(&plan, &lead.facts[1]), Absorbed::Taken);
    let mut other = lead.facts[2].clone();
    other.envelope.lead = k("another");
    assert_eq!(asks(&plan, &other), Absorbed::Rebuild);
    let nothing: [Fact; 0] = [];
    assert_eq!(LeadLine::of(&plan, &nothing), Err(LineError::Nothing));
    let end = LeadLine::of(&plan, &lead.facts[1..]).unwrap_err();
    assert_eq!(end.to_string(), "`became_mql` begins no lead: a line is made of a whole history, from `captured` on");
    assert_eq!(LeadLine::known_at(&plan, &lead.facts, k("2026-03-31T00:00:00Z")), Err(LineError::Nothing));
}
