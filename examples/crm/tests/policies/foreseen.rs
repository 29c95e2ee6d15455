//! What a preview tells is what happens, if nothing else does.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::host::{folder, ok};
use crate::policies::story::{RENAMED, facts, journal, policy};

/// In the order in which `compared` says which are filled.
const LISTS: [&str; 6] = [
    "promoted",
    "of them wait for a first contact",
    "demoted",
    "stale",
    "with a deal that moves",
    "score counted again",
];

type Told = BTreeMap<String, BTreeSet<String>>;

/// The lists of `crm policies preview --names`, whose lengths are the counts.
fn foreseen(text: &str) -> Told {
    let (mut told, mut counts, mut list) = (Told::new(), Vec::new(), String::new());
    // What is advised is of the file, and of no lead.
    for line in text.lines().skip(2).filter(|line| !line.starts_with("advice: ")) {
        if line.starts_with("       ") {
            told.get_mut(&list).unwrap().extend(line.split_whitespace().map(String::from));
            continue;
        }
        let (count, what) = line.trim_start().split_once(' ').unwrap();
        what.clone_into(&mut list);
        counts.push((list.clone(), count.parse::<usize>().unwrap()));
        told.insert(list.clone(), BTreeSet::new());
    }
    for (list, count) in counts {
        assert_eq!(told[&list].len(), count, "{text}");
    }
    assert_eq!(told.len(), LISTS.len() + 1, "{text}");
    told
}

/// The same of the facts that the clock has added.
fn happened(before: &[String], after: &[String]) -> Told {
    let mut told: Told = LISTS.iter().map(|list| (String::from(*list), BTreeSet::new())).collect();
    let known: BTreeSet<_> = before.iter().collect();
    for fact in after.iter().filter(|fact| !known.contains(fact)) {
        let because = [r#"{"rule":"policy"}"#, r#"{"rule":"recount"}"#].iter().any(|cause| fact.contains(cause));
        let value: serde_json::Value = serde_json::from_str(fact).unwrap();
        let lead =
            value.pointer("/lead").or_else(|| value.pointer("/envelope/lead")).unwrap().as_str().unwrap().to_owned();
        let moves = !value
            .pointer("/body/policy_adopted/deal_stage")
            .or_else(|| value.pointer("/policy_adopted/deal_stage"))
            .is_none_or(serde_json::Value::is_null);
        let holds = [
            because && fact.contains("became_mql"),
            because && fact.contains("became_mql") && fact.contains(r#""progress":"untouched""#),
            because && fact.contains("demoted"),
            because && fact.contains("became_stale"),
            moves,
            fact.contains(r#""recount_due":true"#),
        ];
        for (list, _) in LISTS.iter().zip(holds).filter(|(_, holds)| *holds) {
            told.get_mut(*list).unwrap().insert(lead.clone());
        }
    }
    told
}

/// Of whom nothing happens.
const HELD: &str = "at the threshold, and held back as stock";

/// Whether some lead is on each of the lists that a policy should fill; who is promoted, and who is held back.
fn compared(
    folder: &Path,
    name: &str,
    changes: &[(&str, &str)],
    terms: &[&str],
    filled: [bool; 6],
) -> [BTreeSet<String>; 2] {
    let db = folder.join(format!("{name}.sqlite"));
    std::fs::copy(folder.join("crm.sqlite"), &db).unwrap();
    let file = policy(folder, &format!("{name}.toml"), changes);
    let at = "2026-05-26T09:00:00+09:00";
    let words = |what: &'static str| [&["policies", what, file.as_str(), "--from", at], terms].concat();
    let before = facts(&db);
    let text = ok(&db, &[&words("preview")[..], &["--names"]].concat());
    assert!(text.lines().all(|line| line.chars().count() <= 110), "{text}");
    let mut told = foreseen(&text);
    let held = told.remove(HELD).unwrap();
    assert_eq!((facts(&db), ok(&db, &["policies"]).contains("1 version, ")), (before.clone(), true));
    let counts =
        |text: &str| text.lines().filter(|line| !line.starts_with("       ")).map(String::from).collect::<Vec<_>>();
    let added = ok(&db, &words("add"));
    assert_eq!(counts(&added)[1..], counts(&text), "adding tells the same");
    ok(&db, &["clock", "--now", at]);
    assert_eq!(told, happened(&before, &facts(&db)), "{name}");
    assert_eq!(LISTS.map(|list| !told[list].is_empty()), filled, "{name}: {text}");
    [told[LISTS[0]].clone(), held]
}

#[test]
fn a_preview_tells_by_name_what_then_happens() {
    let folder = folder("policies-foreseen");
    ok(&folder.join("crm.sqlite"), &["load", "--journal", &journal(&folder, 2_000)]);
    let [promoted, held] = compared(&folder, "renamed", &RENAMED, &[], [true, true, false, false, false, true]);
    assert!(held.is_empty());
    let offer = [&RENAMED[..], &[("name = \"proposal\"", "name = \"offer\"")]].concat();
    let terms = ["--promote", "new_activity", "--deal-stage", "proposal=offer"];
    let [nobody, waiting] = compared(&folder, "waits", &offer, &terms, [false, false, false, false, true, true]);
    assert_eq!((nobody.len(), waiting), (0, promoted), "who would be promoted at once waits for new activity");
    let strict = [
        ("enter = 30", "enter = 90"),
        ("exit = 18", "exit = 80"),
        ("b = 38 }", "b = 92 }"),
        ("a = 50", "a = 95"),
        ("mql = { after = \"28d\"", "mql = { after = \"9d\""),
        ("opportunity = { after = \"45d\" }", "opportunity = { after = \"5d\" }"),
    ];
    compared(&folder, "strict", &strict, &[], [false, false, true, true, false, false]);
    compared(&folder, "spared", &strict, &["--decline", "from_adoption"], [false, false, false, true, false, false]);
}
