//! Reading what others wrote: a newer schema speaks first, nothing is lost without a word, a word needs no empty table,
//! and whatever is wrong is told with its key and without the names of our types.
#![expect(clippy::wildcard_enum_match_arm, reason = "whatever else a document holds is a leaf")]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use lead_lifecycle::lead::{Proposable, TeamChange};
use lead_lifecycle::lifecycle::LegacyRow;
use lead_lifecycle::qualification::Answers;
use lead_lifecycle::values::{FieldValue, Fields, LeadProfile};
use lead_lifecycle::{Capture, Command, Fact, FactBody, Lead, Money, Policy, PolicyDraft};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::common::k;

fn golden(name: &str) -> Value {
    let path = format!("{}/tests/golden/{name}", env!("CARGO_MANIFEST_DIR"));
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

fn legacy_row() -> Value {
    json!({
        "lead": "legacy-1", "origin": "referral", "attribution": { "source": "partner_x" }, "account": "a-1",
        "owner": "sdr-1", "team": "is-east", "person": null,
        "fields": { "employees": { "number": "300" }, "interests": { "set": ["crm", "cti"] }, "region": { "text": "Kanto" } },
        "reached": { "lead": "2026-01-05", "mql": null, "opportunity": "2026-02-01T09:00:00+09:00" },
        "value": { "amount": "1200000", "currency": "JPY" }, "expected_close": "2026-03-31",
        "end": { "lost": { "at": "2026-03-01", "reason": { "code": "price" } } },
    })
}

/// What a document is read as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum As {
    Command,
    Fact,
    Capture,
    Row,
    Policy,
    Lead,
}

impl As {
    /// The error of reading a text; none if it is read.
    fn error(self, text: &str) -> Option<String> {
        fn of<T: serde::de::DeserializeOwned>(text: &str) -> Option<String> {
            serde_json::from_str::<T>(text).err().map(|error| error.to_string())
        }
        match self {
            Self::Command => of::<Command>(text),
            Self::Fact => of::<Fact>(text),
            Self::Capture => of::<Capture>(text),
            Self::Row => of::<LegacyRow>(text),
            Self::Policy => of::<Policy>(text),
            Self::Lead => of::<Lead>(text),
        }
    }
}

/// One of everything that is stored or written.
fn documents() -> Vec<(As, Value)> {
    let all =
        |what, name: &str| golden(name).as_array().unwrap().iter().map(|one| (what, one.clone())).collect::<Vec<_>>();
    let mut documents = all(As::Command, "commands.json");
    documents.extend(all(As::Fact, "facts.json"));
    documents.push((As::Capture, golden("capture.json")));
    documents.push((As::Row, legacy_row()));
    documents.push((As::Policy, golden("policy.json")));
    documents.push((As::Lead, golden("lead.json")));
    documents.push((As::Lead, golden("lead_end.json")));
    documents
}

/// Every place of a document, as the keys and numbers that lead there.
fn places(value: &Value) -> Vec<Vec<String>> {
    let mut found = vec![vec![]];
    let below: Vec<(String, &Value)> = match value {
        Value::Array(items) => items.iter().enumerate().map(|(i, v)| (i.to_string(), v)).collect(),
        Value::Object(map) => map.iter().map(|(k, v)| (k.clone(), v)).collect(),
        _ => vec![],
    };
    for (key, value) in below {
        found.extend(places(value).into_iter().map(|mut place| {
            place.insert(0, key.clone());
            place
        }));
    }
    found
}

fn at<'v>(value: &'v mut Value, place: &[String]) -> &'v mut Value {
    place.iter().fold(value, |value, key| match value {
        Value::Array(items) => &mut items[key.parse::<usize>().unwrap()],
        value => &mut value[key.as_str()],
    })
}

/// The text of a document in which the entry `twice` of the table at `place` stands there twice.
fn with_twice(value: &Value, place: &[String], twice: usize) -> String {
    fn write(text: &mut String, value: &Value, place: Option<&[String]>, twice: usize) {
        let next = |key: &str| {
            place.and_then(|place| place.split_first()).filter(|(first, _)| *first == key).map(|(_, rest)| rest)
        };
        match value {
            Value::Object(map) => {
                text.push('{');
                for (index, (key, value)) in map.iter().enumerate() {
                    let here = place.is_some_and(<[String]>::is_empty) && index == twice;
                    for time in 0..=usize::from(here) {
                        text.push_str(if index > 0 || time > 0 { "," } else { "" });
                        write!(text, "{}:", json!(key)).unwrap();
                        write(text, value, next(key), twice);
                    }
                }
                text.push('}');
            }
            Value::Array(items) => {
                text.push('[');
                for (index, value) in items.iter().enumerate() {
                    text.push_str(if index > 0 { "," } else { "" });
                    write(text, value, next(&index.to_string()), twice);
                }
                text.push(']');
            }
            leaf => write!(text, "{leaf}").unwrap(),
        }
    }
    let mut text = String::new();
    write(&mut text, value, Some(place), twice);
    text
}

/// The names of our public types, from the sources.
fn type_names() -> BTreeSet<String> {
    fn scan(dir: &std::path::Path, names: &mut BTreeSet<String>) {
        for entry in std::fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                scan(&path, names);
                continue;
            }
            for line in std::fs::read_to_string(&path).unwrap().lines() {
                let line = line.trim_start();
                let words = line.strip_prefix("pub ").unwrap_or(line);
                let rest = ["struct ", "enum ", "type ", "trait "].iter().find_map(|what| words.strip_prefix(what));
                let name: String =
                    rest.unwrap_or_default().chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
                if name.len() > 2 && name.starts_with(|c: char| c.is_ascii_uppercase()) {
                    names.insert(name);
                }
            }
        }
    }
    let mut names = BTreeSet::new();
    scan(&std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut names);
    assert!(names.contains("FieldValue") && names.contains("CommandOf") && names.len() > 200, "{names:?}");
    names
}

/// Words by which serde speaks of our types instead of what people wrote.
const SERDE: [&str; 11] =
    ["struct", "enum", "variant", "untagged", "tagged", "newtype", "tuple", "identifier", "u8", "u16", "Option"];

/// The words of an error that stand outside backticks: what is quoted is not ours.
fn own_words(error: &str) -> Vec<String> {
    let own: String = error.split('`').step_by(2).collect::<Vec<_>>().join(" ");
    own.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').map(str::to_owned).collect()
}

#[track_caller]
fn assert_no_type_names(what: As, error: &str, names: &BTreeSet<String>) {
    for word in own_words(error) {
        // The stages are called like their types, and what is wrong with a snapshot names them.
        let humps = word.chars().filter(char::is_ascii_uppercase).count();
        let ours = names.contains(&word) && (what != As::Lead || humps > 1);
        assert!(!ours && !SERDE.contains(&word.as_str()), "`{word}` in: {error}");
    }
}

#[test]
fn a_newer_schema_is_told_before_anything_else() {
    let told = |error: serde_json::Error| error.to_string();
    for fact in golden("facts.json").as_array().unwrap() {
        for schema in [2_u64, 9, 65_535, 65_536, u64::MAX] {
            let words = format!("envelope.schema: schema {schema} is newer than this crate knows (1)");
            let mut newer = fact.clone();
            newer["envelope"]["schema"] = json!(schema);
            assert_eq!(told(serde_json::from_value::<Fact>(newer.clone()).unwrap_err()), words);
            // Whatever else it holds, and in whatever order.
            newer["body"] = json!({ "read_minds": { "depth": [1, null] } });
            newer["mood"] = json!("good");
            newer["envelope"]["actor"] = json!(7);
            newer["envelope"].as_object_mut().unwrap().remove("lead");
            assert_eq!(told(serde_json::from_value::<Fact>(newer).unwrap_err()), words);
            let last = format!(r#"{{"body":"nothing","envelope":{{"lead":3,"zone":{{}},"schema":{schema}}}}}"#);
            assert_eq!(told(serde_json::from_str::<Fact>(&last).unwrap_err()), words);
        }
        // A list of facts says the same.
        let mut newer = fact.clone();
        newer["envelope"]["schema"] = json!(2);
        let list = serde_json::from_value::<Vec<Fact>>(json!([fact, newer])).unwrap_err();
        assert!(list.to_string().contains("schema 2 is newer than this crate knows (1)"), "{list}");
    }
    let toml = "mood = \"good\"\n[body.read_minds]\ndepth = 1\n[envelope]\nlead = 3\nschema = 12\n";
    let error = toml::from_str::<Fact>(toml).unwrap_err().to_string();
    assert!(error.contains("envelope.schema: schema 12 is newer than this crate knows (1)"), "{error}");
    // A snapshot too.
    let mut lead = golden("lead.json");
    lead["schema"] = json!(2);
    lead["mood"] = json!("good");
    lead["stage"] = json!("daydreaming");
    assert_eq!(
        told(serde_json::from_value::<Lead>(lead).unwrap_err()),
        "schema: schema 2 is newer than this crate knows (1)"
    );
}

/// In a format without names the schema is the first thing that is read: what follows it is not looked at.
#[test]
fn a_newer_schema_is_told_first_without_names_too() {
    for fact in golden("facts.json").as_array().unwrap() {
        let fact: Fact = serde_json::from_value(fact.clone()).unwrap();
        let mut bytes = postcard::to_allocvec(&fact).unwrap();
        assert_eq!(postcard::from_bytes::<Fact>(&bytes).unwrap(), fact);
        bytes[0] = 2;
        assert_eq!(postcard::from_bytes::<Fact>(&bytes), Err(postcard::Error::SerdeDeCustom));
    }
    for bytes in [&[2][..], &[2, 255, 255]] {
        assert_eq!(postcard::from_bytes::<Fact>(bytes), Err(postcard::Error::SerdeDeCustom));
        assert_eq!(postcard::from_bytes::<Lead>(bytes), Err(postcard::Error::SerdeDeCustom));
    }
    assert_eq!(postcard::from_bytes::<Fact>(&[1]), Err(postcard::Error::DeserializeUnexpectedEnd));
}

/// A word of which nothing has to be said is its bare word, the word with an empty table, or with nothing.
#[test]
fn a_word_without_data_is_read_in_every_way() {
    fn check<T: serde::de::DeserializeOwned + PartialEq + std::fmt::Debug>(word: &str) -> bool {
        let bare = serde_json::from_value::<T>(json!(word));
        let empty = serde_json::from_value::<T>(json!({ word: {} }));
        let null = serde_json::from_value::<T>(json!({ word: null }));
        assert_eq!(bare.is_ok(), empty.is_ok(), "{word}: {bare:?} {empty:?}");
        assert_eq!(bare.is_ok(), null.is_ok(), "{word}: {bare:?} {null:?}");
        if let (Ok(bare), Ok(empty), Ok(null)) = (bare, empty, null) {
            assert_eq!(bare, empty);
            assert_eq!(bare, null);
            return true;
        }
        false
    }
    let commands = lead_lifecycle::values::CommandKind::ALL.iter().map(|kind| kind.as_str());
    let bare: Vec<&str> = commands.clone().filter(|word| check::<Command>(word)).collect();
    let expected = [
        "edit_capture",
        "promote",
        "hold_meeting",
        "accept",
        "open_expansion",
        "adopt_policy",
        "check_clock",
        "redact",
    ];
    for word in expected {
        assert!(bare.contains(&word), "`{word}` needs no data: {bare:?}");
    }
    assert_eq!(bare.len(), expected.len(), "{bare:?}");
    let proposable: Vec<&str> = commands.filter(|word| check::<Proposable>(word)).collect();
    assert_eq!(proposable, bare);
    let facts: Vec<&str> =
        lead_lifecycle::FactKind::ALL.iter().map(|kind| kind.as_str()).filter(|word| check::<FactBody>(word)).collect();
    for word in ["postponement_ended", "handoff_accepted", "cooling_ended", "appointment_cancelled", "meeting_held"] {
        assert!(facts.contains(&word), "`{word}` needs no data: {facts:?}");
    }
    // Inside a command as well.
    let read = |text: &str| serde_json::from_str::<Command>(text).unwrap();
    for (team, deal) in [(r#""clear""#, r#""keep""#), (r#"{"clear":{}}"#, r#"{"keep":null}"#)] {
        let command = read(&format!(r#"{{"assign":{{"owner":null,"team":{team},"deal":{deal}}}}}"#));
        assert!(matches!(command, Command::Assign { owner: None, team: TeamChange::Clear, .. }), "{command:?}");
    }
    // And in a policy.
    let policy = |text: &str| toml::from_str::<PolicyDraft>(text).unwrap();
    let stale = |then: &str| policy(&format!("[stale.mql]\nafter = \"3d\"\nthen = {then}\n"));
    assert_eq!(stale("\"flag\""), stale("{ flag = {} }"));
    // One that needs data says which.
    let error = serde_json::from_str::<Command>("\"lose\"").unwrap_err();
    assert_eq!(error.to_string(), "(top level): expected a table with the key `lose` and its content, got `\"lose\"`");
}

/// What a command leaves out takes nothing away: these may be left out, and mean nothing said, or as it is.
#[test]
fn what_a_command_leaves_out_takes_nothing_away() {
    let mut left_out: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for command in golden("commands.json").as_array().unwrap() {
        let Some((word, content)) = command.as_object().and_then(|map| map.iter().next()) else { continue };
        // How a recount is done is one word of two, no table.
        for key in content.as_object().filter(|_| word != "recount").into_iter().flat_map(|map| map.keys()) {
            let mut less = command.clone();
            less[word].as_object_mut().unwrap().remove(key);
            match serde_json::from_value::<Command>(less) {
                Ok(_) => {
                    left_out.entry(key.clone()).or_default().insert(word.clone());
                }
                Err(error) => assert!(error.to_string().contains(&format!("`{key}`")), "{error}"),
            }
        }
    }
    // A key that is new here must not be one of which absence destroys something.
    let harmless = [
        // Nothing is said.
        "note",
        "until",
        "attribution",
        "detail",
        "evidence",
        "by",
        "kind",
        "booked_by",
        "advance",
        "reason",
        // It stays as it is.
        "team",
        "deal",
        "value",
        "ends",
        "deal_pipeline",
        "deal_stage",
        "account",
        "person",
        "origin",
    ];
    for (key, words) in &left_out {
        assert!(harmless.contains(&key.as_str()), "`{key}` may be left out of {words:?}");
    }
    assert_eq!(left_out["by"].iter().collect::<Vec<_>>(), ["record_answer"]);
    assert_eq!(left_out["ends"].iter().collect::<Vec<_>>(), ["amend_contract"]);
    // The terms of a contract that is amended stay; those of one that is renewed have to be said.
    let read = |text: &str| serde_json::from_str::<Command>(text);
    let kept = read(r#"{"assign":{"owner":"sdr-7"}}"#).unwrap();
    assert!(matches!(kept, Command::Assign { team: TeamChange::Keep, .. }), "{kept:?}");
    for (text, key) in [
        (r#"{"assign":{"team":{"set":"is-east"}}}"#, "assign: expected a value for `owner`, got nothing"),
        (r#"{"change_appointment":{}}"#, "change_appointment: expected a value for `to`, got nothing"),
        (r#"{"renew_contract":{"contract":"c-1"}}"#, "renew_contract: expected a value for `ends`, got nothing"),
    ] {
        let error = read(text).unwrap_err().to_string();
        assert_eq!(error.replace("table", "nothing"), key.replace("table", "nothing"));
    }
    assert!(read(r#""change_appointment""#).is_err());
    assert!(read(r#"{"change_appointment":{"to":null}}"#).is_ok());
    assert!(read(r#"{"renew_contract":{"contract":"c-1","ends":null}}"#).is_ok());
}

#[test]
fn a_key_that_stands_twice_is_named_in_types_that_are_read_alone() {
    let twice = [
        serde_json::from_str::<Fields>(r#"{"a":{"flag":true},"a":{"flag":false}}"#).map(drop),
        serde_json::from_str::<LeadProfile>(
            r#"{"a":{"at":"2026-04-01T00:00:00Z","personal":false,"value":null},"a":{"at":"2026-04-01T00:00:00Z","personal":false,"value":null}}"#,
        )
        .map(drop),
        serde_json::from_str::<Answers>(
            r#"{"a":{"verdict":"denied","author":"x","at":"2026-04-01T00:00:00Z"},"a":{"verdict":"confirmed","author":"x","at":"2026-04-01T00:00:00Z"}}"#,
        )
        .map(drop),
        serde_json::from_str::<FieldValue>(r#"{"set":["b","a","a"]}"#).map(drop),
    ];
    for error in twice.map(Result::unwrap_err) {
        assert!(error.to_string().starts_with("`a` stands there twice: write it once"), "{error}");
    }
    // A map without names is a list of pairs.
    let flag = FieldValue::Flag(true);
    let pairs: Vec<(&str, &FieldValue)> = vec![("a", &flag), ("b", &flag)];
    assert!(postcard::from_bytes::<Fields>(&postcard::to_allocvec(&pairs).unwrap()).is_ok());
    let pairs: Vec<(&str, &FieldValue)> = vec![("a", &flag), ("a", &flag)];
    assert!(postcard::from_bytes::<Fields>(&postcard::to_allocvec(&pairs).unwrap()).is_err());
}

/// A set is written as a list: what stands in it twice would be lost.
#[test]
fn a_member_of_a_set_that_stands_twice_is_named() {
    let policy = |text: &str| toml::from_str::<PolicyDraft>(text).unwrap_err().to_string();
    for (text, told) in [
        (
            "[purchase]\nfrom = [\"lead\", \"mql\", \"lead\"]",
            "purchase.from[2]: expected every entry once, got `lead` again",
        ),
        (
            "[handoff]\nrequired = [\"memo\", \"memo\"]",
            "handoff.required[1]: expected every entry once, got `memo` again",
        ),
    ] {
        assert!(policy(text).contains(told), "{}", policy(text));
    }
    let fields = r#"{"update_profile":{"fields":{"interests":{"set":["crm","cti","crm"]}}}}"#;
    assert_eq!(
        serde_json::from_str::<Command>(fields).unwrap_err().to_string(),
        "update_profile.fields.interests.set[2]: expected every entry once, got `crm` again"
    );
    // It is told with every other bad value.
    let both = policy("currency = \"YEN\"\n[purchase]\nfrom = [\"mql\", \"mql\"]\n[recycle]\nmax_cycles = 0");
    assert!(both.contains("currency:") && both.contains("purchase.from[1]:") && both.contains("max_cycles"), "{both}");
}

/// The field of twenty that is wrong is named, with what would be right.
#[test]
fn a_wrong_value_is_told_with_its_field() {
    let error = |text: &str| serde_json::from_str::<Command>(text).unwrap_err().to_string();
    let field = |value: &str| {
        error(&format!(r#"{{"update_profile":{{"fields":{{"region":{{"text":"x"}},"employees":{value}}}}}}}"#))
    };
    assert_eq!(
        field(r#"{"number":"abc"}"#),
        "update_profile.fields.employees.number: `abc` is not a decimal number: write digits with an optional point, like `12.5`"
    );
    assert_eq!(
        field(r#"{"number":true}"#),
        "update_profile.fields.employees.number: expected an integer, or a decimal number in quotes like `\"12.5\"`, got `true`"
    );
    assert_eq!(
        field("\"300\""),
        "update_profile.fields.employees: expected one of `text`, `number`, `flag`, `date`, `set`, got `300`"
    );
    assert_eq!(field("300"), "update_profile.fields.employees: expected a word, or a table with one key, got `300`");
    let contract = |value: &str| {
        error(&format!(
            r#"{{"win":{{"contract":{{"key":"c","value":{value},"starts":"2026-04-01","ends":null,"products":[]}}}}}}"#
        ))
    };
    assert_eq!(
        contract("300"),
        "win.contract.value: expected money: a table with `amount`, like `\"3000000\"`, and `currency`, like `\"JPY\"`, got `300`"
    );
    assert_eq!(
        contract(r#"{"amount":"0.5","currency":"JPY"}"#),
        "win.contract.value: `0.5` is finer than JPY allows: at most 0 decimal places"
    );
    let alone = serde_json::from_str::<Money>("300").unwrap_err().to_string();
    assert!(alone.contains("money: a table with `amount`"), "{alone}");
}

/// Anything that may stand in a document in the place of what was there.
fn wrong() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(json!(null)),
        Just(json!(true)),
        Just(json!(-7)),
        Just(json!(3.5)),
        Just(json!(u64::MAX)),
        Just(json!("qqqq")),
        Just(json!("")),
        Just(json!([])),
        Just(json!({})),
        Just(json!(["qqqq", 4])),
        Just(json!({ "qqqq": 4 })),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000))]

    /// One wrong thing anywhere: it is told by its key, or by what stands there, and in no words of Rust.
    #[test]
    fn what_is_wrong_is_told_with_its_key(which in any::<usize>(), place in any::<usize>(), wrong in wrong(), rename: bool) {
        let names = type_names_once();
        let all = documents_once();
        let (what, document) = &all[which % all.len()];
        let places = places(document);
        let place = &places[place % places.len()];
        let mut mangled = document.clone();
        let key = match (rename, place.split_last()) {
            (true, Some((last, above))) if at(&mut mangled, above).is_object() => {
                let table = at(&mut mangled, above).as_object_mut().unwrap();
                let value = table.remove(last).unwrap();
                table.insert("qqqq".to_owned(), value);
                "qqqq".to_owned()
            }
            _ => {
                *at(&mut mangled, place) = wrong.clone();
                place.iter().rev().find(|key| key.parse::<usize>().is_err()).cloned().unwrap_or_default()
            }
        };
        if let Some(error) = what.error(&mangled.to_string()) {
            assert_no_type_names(*what, &error, names);
            // A key that is gone is missed by its own name; a snapshot is not sound as a whole.
            let told = error.contains(&key) || (!rename && error.contains(wrong.as_str().unwrap_or(&wrong.to_string()))) || place.last().is_some_and(|last| error.contains(last.as_str()));
            prop_assert!(told || *what == As::Lead || error.starts_with("(top level)"), "{key}: {error}");
            let a_word = |c: char| c.is_lowercase() || matches!(c, '`' | '(' | '"');
            prop_assert!(error.starts_with(a_word) && !error.ends_with('.'), "{error}");
        }
    }

    /// A key that stands there twice is refused and named, wherever it is.
    #[test]
    fn a_key_that_stands_twice_is_refused_anywhere(which in any::<usize>(), place in any::<usize>(), twice in any::<usize>()) {
        let all = documents_once();
        let (what, document) = &all[which % all.len()];
        let tables: Vec<_> = places(document)
            .into_iter()
            .filter(|place| at(&mut document.clone(), place).as_object().is_some_and(|map| !map.is_empty()))
            .collect();
        prop_assume!(!tables.is_empty());
        let place = &tables[place % tables.len()];
        let mut copy = document.clone();
        let map = at(&mut copy, place).as_object().unwrap();
        let twice = twice % map.len();
        let key = map.keys().nth(twice).unwrap();
        let error = what.error(&with_twice(document, place, twice));
        prop_assert!(error.as_ref().is_some_and(|error| error.contains(key.as_str())), "{key} twice: {error:?}");
    }
}

fn documents_once() -> &'static [(As, Value)] {
    static ALL: std::sync::OnceLock<Vec<(As, Value)>> = std::sync::OnceLock::new();
    ALL.get_or_init(documents)
}

fn type_names_once() -> &'static BTreeSet<String> {
    static ALL: std::sync::OnceLock<BTreeSet<String>> = std::sync::OnceLock::new();
    ALL.get_or_init(type_names)
}

#[test]
fn every_document_is_read_as_it_is() {
    for (what, document) in documents() {
        assert_eq!(what.error(&document.to_string()), None, "{document}");
    }
    let row: LegacyRow = serde_json::from_value(legacy_row()).unwrap();
    assert_eq!(row.lead, k("legacy-1"));
}

/// A type without a schema is never told of one.
#[test]
fn a_bare_number_is_told_for_what_it_is() {
    for text in ["42", "0", "-1", "true"] {
        for error in [
            serde_json::from_str::<Command>(text).unwrap_err().to_string(),
            serde_json::from_str::<Capture>(text).unwrap_err().to_string(),
        ] {
            assert!(error.contains("expected"), "{text}: {error}");
        }
    }
}
