//! The fingerprint of a policy: stored ones keep theirs for ever, words for people are not in it, every rule is.

use std::collections::{BTreeMap, BTreeSet};

use lead_lifecycle::values::Fingerprint;
use lead_lifecycle::{Policy, PolicyDraft};
use serde_json::{Map, Value, json};

/// Policies as the first version wrote them, every section in full, with their fingerprints.
///
/// **Never change a line, and never a file.** Leads are stored under these fingerprints: under another they are not judged
/// until somebody adopts the policy. No switch writes them again. If this fails after a field or a section was added, it is
/// the new one that is wrong: it must be neutral (none, off, empty) where a stored policy does not have it. If it fails
/// after a rule was given another meaning, that meaning needs a word of its own. A line may be added.
const STORED: [(&str, &str, &str); 6] = [
    ("standard", "0e3aaf5aa72576f5", include_str!("../golden/policies/standard.json")),
    ("pipelines", "42fc823ecdc65d58", include_str!("../golden/policies/pipelines.json")),
    ("scoring", "fab89545e41c401b", include_str!("../golden/policies/scoring.json")),
    ("rules", "4cd4717f888f90e8", include_str!("../golden/policies/rules.json")),
    ("labels", "3bf351e1c896aa68", include_str!("../golden/policies/labels.json")),
    ("smallest", "e6109b766a209330", include_str!("../golden/policies/smallest.json")),
];

#[test]
fn stored_policies_keep_their_fingerprint_for_ever() {
    for (name, print, text) in STORED {
        let policy: Policy = serde_json::from_str(text).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(
            policy.fingerprint().to_string(),
            print,
            "{name}: read the comment above before anything is changed"
        );
    }
}

#[test]
fn the_stored_policies_differ_and_are_all_compared() {
    let folder = format!("{}/tests/golden/policies", env!("CARGO_MANIFEST_DIR"));
    assert_eq!(std::fs::read_dir(folder).unwrap().count(), STORED.len());
    let prints: BTreeSet<&str> = STORED.iter().map(|(_, print, _)| *print).collect();
    assert_eq!(prints.len(), STORED.len());
}

/// The rules of a policy in one form, without words for people: an oracle of what the fingerprint tells apart.
fn rules(policy: &Policy) -> String {
    let mut draft = policy.draft().clone();
    draft.access = policy.access().to_draft();
    draft.pipeline = None;
    draft.pipelines = policy.pipelines().to_drafts();
    draft.default_pipeline = policy.pipelines().default_name().cloned();
    let mut tree = serde_json::to_value(&draft).unwrap();
    every_label(&mut tree, &|_| Value::Null);
    tree.to_string()
}

/// Changes every label. No field, reason or other thing of these tests is called so.
fn every_label(tree: &mut Value, new: &dyn Fn(&Value) -> Value) {
    match tree {
        Value::Object(entries) => entries.iter_mut().for_each(|(key, value)| match key.as_str() {
            "label" => *value = new(value),
            _ => every_label(value, new),
        }),
        Value::Array(parts) => parts.iter_mut().for_each(|part| every_label(part, new)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

#[test]
fn no_label_is_in_the_fingerprint() {
    for (name, print, text) in STORED {
        for new in [json!("別の言葉"), json!("x"), Value::Null] {
            let mut tree: Value = serde_json::from_str(text).unwrap();
            every_label(&mut tree, &|_| new.clone());
            // Only the policy itself has to have one.
            tree["label"] = json!("another");
            let policy: Policy = serde_json::from_value(tree).unwrap_or_else(|error| panic!("{name}: {error}"));
            assert_eq!(policy.fingerprint().to_string(), print, "{name} with {new}");
        }
    }
}

#[test]
fn the_standard_rules_in_other_words_are_still_called_standard() {
    let text = STORED[0].2.replace("\"label\": null", "\"label\": \"別の言葉\"");
    let policy: Policy = serde_json::from_str(&text).unwrap();
    assert_ne!(policy, serde_json::from_str(STORED[0].2).unwrap());
    assert_eq!(policy.label().as_str(), "standard");
}

#[test]
fn a_field_that_is_called_label_is() {
    let print = |fields: &str| read(&format!("[fields]\n{fields}")).fingerprint();
    let one = print("label = { type = \"text\" }");
    assert_ne!(one, print(""));
    assert_ne!(one, print("label = { type = \"number\" }"));
}

/// A place in a document: keys and indices.
type Place = Vec<String>;

fn at<'t>(tree: &'t mut Value, place: &[String]) -> &'t mut Value {
    place.iter().fold(tree, |tree, step| match tree {
        Value::Object(entries) => entries.get_mut(step).unwrap(),
        Value::Array(parts) => &mut parts[step.parse::<usize>().unwrap()],
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => panic!("nothing is below {step}"),
    })
}

fn visit(tree: &Value, place: &mut Place, see: &mut dyn FnMut(&Place, &Value)) {
    see(place, tree);
    let below: Vec<(String, &Value)> = match tree {
        Value::Object(entries) => entries.iter().map(|(key, value)| (key.clone(), value)).collect(),
        Value::Array(parts) => parts.iter().enumerate().map(|(n, part)| (n.to_string(), part)).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Vec::new(),
    };
    for (step, part) in below {
        place.push(step);
        visit(part, place, see);
        place.pop();
    }
}

/// The name under which a value stands: the last key on its way.
fn name_of(place: &[String]) -> &str {
    place.iter().rev().find(|step| step.parse::<usize>().is_err()).map_or("", String::as_str)
}

/// What may stand in a place instead: what stands under this name elsewhere, and one of every kind of value.
fn instead(old: &Value, same_name: &BTreeMap<String, Vec<Value>>, name: &str) -> Vec<Value> {
    let plain = match old {
        Value::Bool(flag) => vec![json!(!flag)],
        Value::Number(number) => [1, -1].map(|by| json!(number.as_i64().unwrap() + by)).into(),
        Value::Array(parts) => {
            let without = (0..parts.len()).map(|n| [&parts[..n], &parts[n + 1..]].concat());
            let swapped = (1..parts.len()).map(|n| {
                let mut parts = parts.clone();
                parts.swap(n - 1, n);
                parts
            });
            without.chain(swapped).chain([vec![json!("lead")], vec![json!("memo")]]).map(Value::Array).collect()
        }
        Value::Object(entries) => {
            let without = entries.keys().map(|key| entries.iter().filter(move |(k, _)| *k != key));
            let without = without.map(|rest| rest.map(|(k, v)| (k.clone(), v.clone())).collect::<Map<_, _>>());
            let renamed = entries.keys().take(2).map(|key| {
                let entries = entries.iter();
                entries.map(|(k, v)| (if k == key { format!("{k}_2") } else { k.clone() }, v.clone())).collect()
            });
            without.chain(renamed).map(Value::Object).collect()
        }
        Value::String(_) | Value::Null => {
            let words = "7 99 2d 7% keep reset clear allow refuse number flag USD +01:00 object disqualify propose zz 2031-06-06 R C B need timing stale seminar";
            let more = [json!(1), json!(7), json!({ "present": "employees" }), json!({ "a": 3, "b": 2 })];
            words.split(' ').map(|word| json!(word)).chain(more).collect()
        }
    };
    let empty = old.as_array().is_none_or(Vec::is_empty) && old.as_object().is_none_or(Map::is_empty);
    let known = same_name.get(name).filter(|_| empty).into_iter().flatten().cloned();
    known.chain(plain).filter(|new| new != old).collect()
}

/// What is known of the policies that were made of the stored ones by one change each.
#[derive(Default)]
struct Seen {
    by_rules: BTreeMap<String, Fingerprint>,
    by_print: BTreeMap<Fingerprint, String>,
    changed: BTreeSet<String>,
    unchanged: BTreeSet<String>,
}

impl Seen {
    /// The same rules have the same fingerprint, and other rules another; whatever format they went through.
    fn take(&mut self, policy: &Policy, what: &str) -> String {
        let (rules, print) = (rules(policy), policy.fingerprint());
        if let Some(known) = self.by_rules.insert(rules.clone(), print) {
            assert_eq!(known, print, "{what}: the same rules");
            return rules;
        }
        let others = self.by_print.entry(print).or_insert_with(|| rules.clone());
        assert_eq!(*others, rules, "{what}: other rules");
        // Formats take their time: every fourth goes through all of them.
        if self.by_rules.len() % 4 != 1 {
            return rules;
        }
        let json = serde_json::to_string(policy).unwrap();
        assert_eq!(serde_json::from_str::<Policy>(&json).unwrap().fingerprint(), print, "{what}: JSON");
        let toml = toml::to_string(policy).unwrap();
        assert_eq!(toml::from_str::<Policy>(&toml).unwrap().fingerprint(), print, "{what}: TOML");
        let bytes = postcard::to_allocvec(policy).unwrap();
        assert_eq!(postcard::from_bytes::<Policy>(&bytes).unwrap().fingerprint(), print, "{what}: postcard");
        rules
    }
}

#[test]
fn whatever_a_rule_reads_is_in_the_fingerprint_and_the_format_is_not() {
    let trees = STORED.map(|(name, _, text)| (name, serde_json::from_str::<Value>(text).unwrap()));
    let mut same_name: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for (_, tree) in &trees {
        visit(tree, &mut Vec::new(), &mut |place, value| {
            let known = same_name.entry(name_of(place).to_owned()).or_default();
            if known.len() < 12 && !known.contains(value) {
                known.push(value.clone());
            }
        });
    }
    let (mut seen, mut done, mut alike) = (Seen::default(), BTreeSet::new(), BTreeMap::new());
    for (name, tree) in &trees {
        let policy: Policy = serde_json::from_value(tree.clone()).unwrap();
        let before = seen.take(&policy, name);
        let mut places = Vec::new();
        visit(tree, &mut Vec::new(), &mut |place, value| places.push((place.clone(), value.clone())));
        // What is alike in two policies, or for the third time in a section, was changed before.
        places.retain(|(place, value)| {
            let section: Place = place.iter().take(2).cloned().chain([name_of(place).to_owned()]).collect();
            let times: &mut usize = alike.entry((section, value.to_string())).or_default();
            *times += 1;
            name_of(place) != "label" && *times < 3 && done.insert((place.clone(), value.to_string()))
        });
        for (place, old) in places {
            let leaf = !old.is_array() && !old.is_object();
            let what = format!("{name}: {}", place.join("."));
            let mut heard = 0;
            for new in instead(&old, &same_name, name_of(&place)) {
                let mut document = tree.clone();
                *at(&mut document, &place) = new;
                let Ok(other) = serde_json::from_value::<Policy>(document) else { continue };
                heard += u8::from(seen.take(&other, &what) != before);
                // One change of every value, and a few of every list and table.
                if heard == if leaf { 1 } else { 4 } {
                    break;
                }
            }
            let name = name_of(&place).to_owned();
            if heard > 0 {
                seen.changed.insert(name);
            } else if leaf {
                seen.unchanged.insert(name);
            }
        }
    }
    let never: Vec<_> = seen.unchanged.difference(&seen.changed).collect();
    assert!(never.is_empty(), "no change of these could be read: {never:?}");
    assert!(
        seen.by_print.len() > 800 && seen.changed.len() > 160,
        "{} policies by {} names",
        seen.by_print.len(),
        seen.changed.len()
    );
}

fn read(toml: &str) -> Policy {
    toml::from_str(toml).unwrap_or_else(|error| panic!("{toml}: {error}"))
}

#[test]
fn what_is_written_differently_and_means_the_same_has_one_fingerprint() {
    let stage = |probability: &str| format!("[[pipeline.stages]]\nname = \"due\"\nprobability = \"{probability}\"");
    let dimensions = |rest: &str| {
        format!(
            "[scoring]\ndimensions = {{ a = {{ cap = {rest} }}, b = {{}} }}\n[scoring.profiles.p]\nenter = 3\n\
             combine = {{ sum = [\"a\", \"b\"] }}"
        )
    };
    let pairs = [
        ("[recycle]\ncooling = \"2d\"".to_owned(), "[recycle]\ncooling = \"48h\"".to_owned()),
        ("[proposals]\nexpires_after = \"14d\"".into(), "[proposals]\nexpires_after = \"2w\"".into()),
        (stage("40%"), stage("0.4")),
        (stage("40%"), stage("40.00%")),
        (dimensions("5"), dimensions("\"5.000\"")),
        (dimensions("5"), dimensions("5").replace("[\"a\", \"b\"]", "[\"b\", \"a\"]")),
        ("[purchase]\nfrom = [\"lead\", \"sql\"]".into(), "[purchase]\nfrom = [\"sql\", \"lead\"]".into()),
        (stage("40%"), stage("40%").replace("pipeline.", "pipelines.default.")),
        (stage("40%"), format!("default_pipeline = \"default\"\n{}", stage("40%"))),
        (String::new(), "[pipeline]".into()),
        (String::new(), "pipelines = {}\nfields = {}\naccess = {}".into()),
        (String::new(), "[time]\nfuture = \"300s\"\n[hand_raise]\ninbound = false".into()),
    ];
    for (one, other) in pairs {
        assert_eq!(read(&one).fingerprint(), read(&other).fingerprint(), "{one}\n{other}");
    }
}

/// So that a right which a later version adds, with its standard cells, changes no fingerprint.
#[test]
fn of_access_only_what_differs_from_the_standard_counts() {
    let standard = Policy::standard();
    let mut draft = PolicyDraft::standard();
    draft.access = standard.access().to_draft();
    assert!(draft.access.0.len() > 20, "the matrix is written in full");
    let in_full = Policy::try_from(draft.clone()).unwrap();
    assert_eq!(in_full.fingerprint(), standard.fingerprint());
    assert_eq!(in_full.access().changes(), PolicyDraft::standard().access);

    for (right, cells) in &draft.access.0 {
        for role in cells.keys() {
            let print = |grant: &str| read(&format!("[access.{right}]\n{role} = \"{grant}\"")).fingerprint();
            let prints: BTreeSet<Fingerprint> = ["no", "propose", "no"].map(print).into();
            assert_eq!(prints.len(), 2, "{right} {role}");
        }
    }
    let changed = read("[access.win]\nassistant = \"no\"\nfs = \"R\"\n[access.reopen]\nsdr = \"R\"");
    let again =
        Policy::try_from(PolicyDraft { access: changed.access().changes(), ..PolicyDraft::standard() }).unwrap();
    assert_eq!((again.fingerprint(), again.access()), (changed.fingerprint(), changed.access()));
    assert_ne!(changed.fingerprint(), standard.fingerprint());
}
