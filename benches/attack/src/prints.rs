//! Fingerprints of policies: the same rules have one, other rules another, whatever they went through.

use std::cell::RefCell;
use std::collections::BTreeMap;

use lead_lifecycle::lifecycle::Version;
use lead_lifecycle::{Instant, Policy, PolicyDraft};
use serde_json::Value;

use crate::kinds::Samples;
use crate::random::{Random, document};

thread_local! {
    static KNOWN: RefCell<BTreeMap<String, Value>> = const { RefCell::new(BTreeMap::new()) };
    static PRINTS: RefCell<BTreeMap<String, String>> = const { RefCell::new(BTreeMap::new()) };
}

/// Without labels and without what says nothing: at every field, none, `false`, and what is empty.
fn bare(value: &Value) -> Value {
    match value {
        Value::Object(map) => map
            .iter()
            .filter(|(key, _)| *key != "label")
            .map(|(key, value)| (key.clone(), bare(value)))
            .collect::<serde_json::Map<_, _>>()
            .into(),
        Value::Array(items) => items.iter().map(bare).collect(),
        other => other.clone(),
    }
}

fn differ(path: &str, one: &Value, other: &Value, found: &mut Vec<String>) {
    match (one, other) {
        (Value::Object(one), Value::Object(other)) => {
            for key in one.keys().chain(other.keys().filter(|key| !one.contains_key(*key))) {
                differ(
                    &format!("{path}.{key}"),
                    &one.get(key).cloned().unwrap_or_default(),
                    &other.get(key).cloned().unwrap_or_default(),
                    found,
                );
            }
        }
        (one, other) if one == other => {}
        (one, other) => found.push(format!("{path}: {one} / {other}")),
    }
}

pub fn input(samples: &Samples, random: &mut Random) -> Option<()> {
    let mut tree = random.of(samples.of("policies")).clone();
    for _ in 0..=random.below(2) {
        tree = document(random, &tree);
    }
    let draft: PolicyDraft = serde_json::from_value(tree).ok()?;
    let policy = Policy::try_from(draft).ok()?;
    let print = policy.fingerprint().to_string();
    let text = serde_json::to_string(&policy).expect("stored");
    let again: Policy = serde_json::from_str(&text).expect("read");
    assert_eq!((again.fingerprint(), &again), (policy.fingerprint(), &policy), "JSON");
    let again: Policy = toml::from_str(&toml::to_string(&policy).expect("TOML")).expect("from TOML");
    assert_eq!((again.fingerprint(), &again), (policy.fingerprint(), &policy), "TOML");
    let again: Policy = postcard::from_bytes(&postcard::to_allocvec(&policy).expect("packed")).expect("unpacked");
    assert_eq!((again.fingerprint(), &again), (policy.fingerprint(), &policy), "postcard");
    let version = Version::new(Instant::MIN, policy.clone());
    let again: Version = serde_json::from_str(&serde_json::to_string(&version).expect("stored")).expect("read");
    assert!(again == version && again.stamp().is_version(version.stamp()));
    // Whatever the order of the keys.
    let tree: Value = serde_json::from_str(&text).expect("a tree");
    let again: Policy = serde_json::from_value(tree.clone()).expect("read");
    assert_eq!(again.fingerprint(), policy.fingerprint());
    let bare = bare(&tree);
    let words = bare.to_string();
    PRINTS.with_borrow_mut(|prints| {
        let known = prints.entry(words.clone()).or_insert_with(|| print.clone());
        assert_eq!(*known, print, "one policy, two prints");
    });
    KNOWN.with_borrow_mut(|known| {
        let before = known.entry(print.clone()).or_insert_with(|| bare.clone());
        let mut found = Vec::new();
        differ("", before, &bare, &mut found);
        if !found.is_empty() && std::env::var_os("TELL").is_some() {
            println!("one print: {}", found.join("; "));
        }
    });
    Some(())
}
