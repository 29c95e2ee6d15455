//! What a reviewer found: snapshots that are too young, halves that moved on, old commands, and a recount that is due.

use lead_lifecycle::lead::{Attribution, Filter, select};
use lead_lifecycle::lifecycle::{Past, TakeBack};
use lead_lifecycle::values::CommandId;
use lead_lifecycle::{Command, StageKind};

use super::{family, seminar};
use crate::common::{contract, k, reason};
use crate::merge_laws::{Family, codes, refused};

fn points(family: &Family, name: &str) -> lead_lifecycle::values::Points {
    family.lifecycle.score(&family.lead(name), family.now).unwrap().total()
}

/// The fact of the one seminar of a lead.
fn the_seminar(family: &Family, name: &str) -> TakeBack {
    let facts = select(family.history(name), &Filter::activity(k("seminar")));
    TakeBack::new(facts.iter().map(|fact| fact.envelope.revision), reason("mistake", false))
}

/// A snapshot still holds what was split off after it: the whole history is asked for.
#[test]
fn a_snapshot_before_a_split_does_not_bring_the_lead_back() {
    let mut family = family(true, &["a", "b", "c"]);
    family.tells("b", &seminar("s-1"));
    family.merges("b", "a");
    let (snapshot, known) = (family.lead("a"), family.history("a").len());
    family.merges("c", "a");
    family.splits("b");
    let since = family.history("a")[known..].to_vec();
    let young = Past::Since(&snapshot, &since);
    let refusal = refused(family.lifecycle.split(&family.past("c"), &[young], &family.manager()));
    assert_eq!(codes(&refusal), ["whole_needed"]);
    family.splits("c");
    assert!(family.lead("a").absorbed().is_none());
}

/// Nor what was taken back after it: for a merge that needs more than the snapshot.
#[test]
fn a_snapshot_before_a_correction_brings_nothing_that_was_taken_back() {
    let mut family = family(true, &["a", "b", "c"]);
    family.tells("a", &seminar("s-1"));
    let (snapshot, known) = (family.lead("a"), family.history("a").len());
    family.merges("b", "a");
    let order = the_seminar(&family, "a");
    let decision = family.lifecycle.take_back(&family.past("a"), &order, &family.manager()).unwrap();
    family.leads.get_mut(&k::<lead_lifecycle::values::LeadKey>("a")).unwrap().extend(decision.into_facts());
    let since = family.history("a")[known..].to_vec();
    let young = Past::Since(&snapshot, &since);
    let refusal = refused(family.lifecycle.merge(&young, &family.past("c"), &family.manager()));
    assert_eq!(codes(&refusal), ["whole_needed"]);
    let before = points(&family, "c");
    family.merges("a", "c");
    assert_eq!(points(&family, "c"), before);
}

/// Only the winner's half was stored, and the loser has moved on: completing it would lose what was told since.
#[test]
fn half_of_a_merge_is_not_completed_over_news() {
    let mut family = family(true, &["a", "b"]);
    let together = family.ask_merge("b", "a").unwrap();
    family.stores_only(&together, "a");
    assert!(!family.ask_merge("b", "a").unwrap().is_empty());
    family.tells("b", &seminar("s-lost"));
    assert_eq!(codes(&refused(family.ask_merge("b", "a"))), ["half_merged"]);
    // The way out: split, then merge again.
    let together = family.ask_split_from("b", &["a"], &family.manager()).unwrap();
    family.stores(together);
    family.merges("b", "a");
    assert!(family.lead("a").scoring().newest_activity().is_some());
}

/// The lead itself is split already, and the command is given again without the survivors: they are asked for.
#[test]
fn the_rest_of_a_split_is_not_forgotten() {
    let mut family = family(true, &["a", "b", "c"]);
    family.merges("b", "a");
    family.merges("a", "c");
    let id: CommandId = k("split-1");
    let ctx = family.manager().with_command_id(id);
    let together = family.ask_split_from("b", &["a", "c"], &ctx).unwrap();
    family.stores_only(&together, "b");
    for (given, missing) in [(&[][..], "a"), (&["a"], "c")] {
        let refusal = refused(family.ask_split_from("b", given, &ctx));
        assert_eq!(codes(&refusal), ["not_given"]);
        assert!(refusal.to_string().contains(&format!("`{missing}`")), "{refusal}");
    }
    let rest = family.ask_split_from("b", &["a", "c"], &ctx).unwrap();
    family.stores(rest);
    assert!(["a", "c"].iter().all(|name| family.lead(name).absorbed_lead(&k("b")).is_none()));
}

/// A merge that was split again is not made anew by its old command, which arrives once more.
#[test]
fn an_old_merge_that_arrives_again_does_nothing() {
    let mut family = family(true, &["a", "b"]);
    let id: CommandId = k("merge-1");
    let ctx = family.manager().with_command_id(id);
    let ask = |family: &Family| family.lifecycle.merge(&family.past("b"), &family.past("a"), &ctx);
    let together = ask(&family).unwrap();
    family.stores(together);
    assert!(ask(&family).unwrap().is_already_so());
    family.splits("b");
    assert!(ask(&family).unwrap().is_already_so());
    assert_eq!(family.lead("b").stage().kind(), StageKind::Lead);
    // Another command does.
    assert!(!family.ask_merge("b", "a").unwrap().is_already_so());
}

/// Leads that are one along a chain are one, whichever of them is named.
#[test]
fn what_is_one_along_a_chain_is_already_so() {
    let mut family = family(true, &["a", "b", "c"]);
    family.merges("b", "a");
    family.merges("a", "c");
    assert!(family.ask_merge("b", "c").unwrap().is_already_so());
    let promote = family.lifecycle.decide(&family.lead("b"), &Command::CheckClock, &family.manager());
    assert!(promote.unwrap().is_empty());
}

/// What was taken back while the lead was merged does not come back when it is split with a snapshot from before.
#[test]
fn a_snapshot_before_a_merge_brings_back_nothing_that_was_taken_back_since() {
    let mut family = family(true, &["a", "b"]);
    family.tells("b", &seminar("s-1"));
    let (snapshot, known) = (family.lead("b"), family.history("b").len());
    family.merges("b", "a");
    let order = the_seminar(&family, "b");
    let together =
        family.lifecycle.take_back_merged(&family.past("b"), &[family.past("a")], &order, &family.manager()).unwrap();
    family.stores(together);
    let since = family.history("b")[known..].to_vec();
    let young = Past::Since(&snapshot, &since);
    let refusal = refused(family.lifecycle.split(&young, &[family.past("a")], &family.manager()));
    assert_eq!(codes(&refusal), ["whole_needed"]);
}

/// A contract that came by a merge and ended there is in force nowhere, whatever the survivor is merged into; and one that was
/// renewed has its new term.
#[test]
fn what_happened_to_a_contract_after_the_merge_goes_along() {
    let mut family = family(true, &["a", "b", "c"]);
    for key in ["c-1", "c-2"] {
        let contract = contract(key, "JPY");
        family.tells("b", &Command::RecordPurchase { contract, attribution: Attribution::default() });
    }
    family.merges("b", "a");
    let reason = reason("expired", false);
    family.tells("a", &Command::EndContract { contract: k("c-1"), reason, until: None });
    let ends = Some(k("2031-05-31"));
    family.tells("a", &Command::RenewContract { contract: k("c-2"), ends, value: None });
    family.merges("a", "c");
    let lead = family.lead("c");
    let held: Vec<_> =
        lead.customer().unwrap().contracts().iter().map(|held| (held.key().as_str(), held.ends())).collect();
    assert_eq!(held, [("c-2", ends)]);
    // It leaves with the lead that had it.
    family.splits("a");
    assert!(family.lead("c").customer().is_none());
}

/// A contract that the survivor won where it was a customer by another's contract only is its own, and goes along as its own.
#[test]
fn a_contract_of_its_own_goes_along_as_its_own() {
    let mut family = family(true, &["a", "b", "c"]);
    family
        .tells("b", &Command::RecordPurchase { contract: contract("c-b", "JPY"), attribution: Attribution::default() });
    family.merges("b", "a");
    family
        .tells("a", &Command::RecordPurchase { contract: contract("c-a", "JPY"), attribution: Attribution::default() });
    family.merges("a", "c");
    assert_eq!(family.lead("c").customer().unwrap().contracts().len(), 2);
    family.splits("b");
    let lead = family.lead("c");
    let held: Vec<_> = lead.customer().unwrap().contracts().iter().map(|held| held.key().as_str()).collect();
    assert_eq!(held, ["c-a"]);
}

/// Nor does a correction of the merged lead bring a contract back that ended since.
#[test]
fn a_correction_brings_no_ended_contract_back() {
    let mut family = family(true, &["a", "b", "c"]);
    family.tells("b", &seminar("s-1"));
    family
        .tells("b", &Command::RecordPurchase { contract: contract("c-1", "JPY"), attribution: Attribution::default() });
    family.merges("b", "a");
    family.tells("a", &Command::EndContract { contract: k("c-1"), reason: reason("expired", false), until: None });
    family.merges("a", "c");
    let order = the_seminar(&family, "b");
    let together = family
        .lifecycle
        .take_back_merged(&family.past("b"), &[family.past("a"), family.past("c")], &order, &family.manager())
        .unwrap();
    family.stores(together);
    for name in ["a", "c"] {
        assert!(family.lead(name).customer().is_none(), "{name}");
        assert_eq!(points(&family, name), points(&family, "c"), "{name}");
    }
}
