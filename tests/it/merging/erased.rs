//! Merging and splitting leads of which persons were erased.

use lead_lifecycle::values::FieldValue;
use lead_lifecycle::{Command, Fact, Lead};

use crate::common::tale::confirmed;
use crate::common::{k, text};
use crate::correction_laws::differences;
use crate::merge_laws::{Family, codes, refused};
use crate::merging::{family, notes, seminar, words};

/// Two leads, of which the duplicate knows a telephone number and has told something.
fn two() -> Family {
    let mut family = family(true, &["a", "b"]);
    let phone = Some(FieldValue::Text(text("03-1234-5678")));
    family.tells("b", &Command::UpdateProfile { fields: [(k("phone"), phone)].into() });
    family.tells("b", &confirmed("need"));
    family.tells("b", &seminar("s-1"));
    family
}

fn told(family: &Family, name: &str) -> String {
    let (history, lead) = (family.history(name), family.lead(name));
    format!("{} {} {history:?}", serde_json::to_string(history).unwrap(), serde_json::to_string(&lead).unwrap())
}

/// The host rewrites what is stored of an erased lead.
fn rewrites(family: &mut Family, name: &str) {
    let lead = family.lead(name);
    let erasure = lead.erasure().unwrap();
    family.leads.get_mut(lead.key()).unwrap().iter_mut().for_each(|fact| fact.redact(erasure));
    assert_eq!(Lead::replay(family.history(name)).unwrap(), lead);
}

/// Of a person that was erased nothing comes in, and the host is told to erase the duplicate as well.
#[test]
fn an_erased_winner_takes_in_nothing_personal() {
    let mut family = two();
    family.tells("a", &Command::Redact);
    let together = family.ask_merge("b", "a").unwrap();
    assert_eq!(notes(&together), ["the person is to be erased from these leads too: `b`"]);
    family.stores(together);
    for word in ["03-1234-5678", "Hanako"] {
        let said = serde_json::to_string(&family.history("a")[2..]).unwrap() + &format!("{:?}", family.lead("a"));
        assert!(!said.contains(word), "{word} is there: {said}");
    }
    // What is no personal data is united: what was earned counts, and it is known where it came from.
    assert!(family.lead("a").absorbed_lead(&k("b")).is_some());
    assert!(family.lead("a").scoring().newest_activity().is_some());
}

/// With a chain the host is told of every lead of it.
#[test]
fn all_leads_of_a_chain_are_to_be_erased() {
    let mut family = family(true, &["a", "b", "c"]);
    family.merges("c", "b");
    family.tells("a", &Command::Redact);
    assert_eq!(
        notes(&family.ask_merge("b", "a").unwrap()),
        ["the person is to be erased from these leads too: `b`, `c`"]
    );
}

/// A person that was erased does not live on in another lead.
#[test]
fn an_erased_loser_needs_an_erased_winner() {
    let mut family = two();
    family.tells("b", &Command::Redact);
    let refusal = refused(family.ask_merge("b", "a"));
    assert_eq!(codes(&refusal), ["erased_here"]);
    assert!(words(&refusal)[0].ends_with("erase `a` too, then merge"), "{refusal}");
    family.tells("a", &Command::Redact);
    family.merges("b", "a");
    assert!(family.ask_merge("b", "a").unwrap().is_empty());
}

/// Erased after they became one: whichever is erased, the host is told of the other, and the redacted histories fold.
#[test]
fn erased_after_the_merge() {
    let mut family = two();
    family.merges("b", "a");
    for (name, other) in [("a", "b"), ("b", "a")] {
        let decision = family.asks(name, &Command::Redact);
        let told: Vec<String> = decision.notes().iter().map(ToString::to_string).collect();
        assert_eq!(told, [format!("the person is to be erased from these leads too: `{other}`")]);
    }
    family.tells("a", &Command::Redact);
    rewrites(&mut family, "a");
    assert!(!told(&family, "a").contains("03-1234"));
    // The duplicate is another lead: it is erased by a command of its own.
    assert!(told(&family, "b").contains("03-1234"));
    family.tells("b", &Command::Redact);
    rewrites(&mut family, "b");
    assert!(!told(&family, "b").contains("03-1234"));
}

/// The survivor was erased, and the merge was a mistake: the other has what it had, and the survivor nothing personal of anybody.
#[test]
fn a_split_from_an_erased_survivor() {
    for rewritten in [false, true] {
        let mut family = two();
        let before = family.lead("b");
        family.merges("b", "a");
        family.tells("a", &Command::Redact);
        if rewritten {
            rewrites(&mut family, "a");
        }
        family.splits("b");
        assert_eq!(differences(&before, &family.lead("b")), Vec::<String>::new());
        assert_eq!(before.scoring(), family.lead("b").scoring());
        rewrites(&mut family, "a");
        assert!(!told(&family, "a").contains("03-1234") && !told(&family, "a").contains("Hanako"));
        assert!(family.lead("a").absorbed().is_none());
        assert!(family.lead("a").scoring().newest_activity().is_none());
        // And merged again it brings in nothing personal.
        assert_eq!(
            notes(&family.ask_merge("b", "a").unwrap()),
            ["the person is to be erased from these leads too: `b`"]
        );
        family.merges("b", "a");
        assert!(!format!("{:?}", family.lead("a")).contains("03-1234"));
    }
}

/// The merged lead was erased while it was merged: split, it lives by itself, erased.
#[test]
fn erased_while_it_was_merged() {
    let mut family = two();
    family.merges("b", "a");
    family.tells("b", &Command::Redact);
    rewrites(&mut family, "b");
    family.splits("b");
    rewrites(&mut family, "b");
    let lead = family.lead("b");
    assert!(lead.erased_at().is_some());
    assert!(!told(&family, "b").contains("03-1234") && !format!("{lead:?}").contains("Hanako"));
    assert_eq!(codes(&refused(family.ask_merge("b", "a"))), ["erased_here"]);
}

/// Rewritten or not, the decision to split is the same, but for the words that are gone.
#[test]
fn a_split_is_decided_alike_on_rewritten_histories() {
    let mut family = two();
    family.tells("a", &seminar("s-2"));
    family.merges("b", "a");
    family.tells("a", &Command::Redact);
    let plain = family.ask_split("b").unwrap();
    rewrites(&mut family, "a");
    let rewritten = family.ask_split("b").unwrap();
    let lead = family.lead("a");
    let said = |together: &lead_lifecycle::lifecycle::Together| {
        let mut facts: Vec<Fact> = together.of(lead.key()).unwrap().facts().to_vec();
        for fact in &mut facts {
            fact.redact(lead.erasure().unwrap());
        }
        facts
    };
    assert_eq!(said(&plain), said(&rewritten));
}
