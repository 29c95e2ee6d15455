//! Merging and splitting under books of several versions.

use lead_lifecycle::lead::{Recounting, counted};
use lead_lifecycle::lifecycle::{MergeError, Version};
use lead_lifecycle::values::Points;
use lead_lifecycle::{Command, Lead, Lifecycle};
use proptest::prelude::*;

use crate::common::editions::{Shelf, editions, temper};
use crate::common::{DAY, at, brisk, full_capture, k, story};
use crate::correction_laws::{differences, refold};
use crate::lifecycle_laws::json_round_trip;
use crate::merge_laws::{Family, codes};
use crate::merging::{family, seminar};

/// What is due is counted again, as a host does that has the whole history.
fn counts_again(family: &mut Family, name: &str) {
    let lead = family.lead(name);
    if lead.recount_due().is_none() || lead.erased_at().is_some() {
        return;
    }
    let recount = family.lifecycle.recount(family.history(name), family.now.max(lead.recorded_at())).unwrap();
    let command = Command::Recount(Recounting::Counted(Box::new(recount)));
    let decision = family.lifecycle.decide(&lead, &command, &family.by(lead_lifecycle::Role::System)).unwrap();
    family.leads.get_mut(&k::<lead_lifecycle::values::LeadKey>(name)).unwrap().extend(decision.into_facts());
}

/// Every history folds, and what counts of it folds to the same.
fn sound(family: &Family) {
    for name in ["a", "b"] {
        let lead = Lead::replay(family.history(name)).unwrap();
        json_round_trip(&lead);
        counted(family.history(name)).unwrap();
        assert_eq!(
            differences(&lead, &refold(&family.lifecycle, family.history(name))),
            Vec::<String>::new(),
            "{name}"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    /// Versions come and go before, between and after: whatever is merged and split stays sound, and at once undone it is as it was.
    #[test]
    fn under_whatever_book_leads_stay_sound(
        versions in editions(true), one in story(25), other in story(25), then in story(15), last in story(8), mood in temper(),
        days in 0..20_i64,
    ) {
        let shelf = Shelf::new(&versions, &one, mood);
        let mut family = Family::new(shelf.whole().clone());
        family.begins("a", full_capture).begins("b", full_capture);
        family.goes_on("a", &mood.of(&one)).goes_on("b", &mood.of(&other)).looks();
        counts_again(&mut family, "b");
        sound(&family);
        let before = family.clone();
        match family.ask_merge("b", "a") {
            Ok(together) => {
                family.stores(together);
            }
            Err(MergeError::Refused(refusal)) => {
                for code in codes(&refusal) {
                    prop_assert!(["open_deal", "erased_here", "recount_due"].contains(&code), "{}", refusal);
                }
                return Ok(());
            }
            Err(error) => panic!("{error}"),
        }
        sound(&family);
        let mut at_once = family.clone();
        at_once.splits("b");
        sound(&at_once);
        for name in ["a", "b"] {
            prop_assert_eq!(differences(&before.lead(name), &at_once.lead(name)), Vec::<String>::new(), "{}", name);
        }

        family.goes_on("a", &mood.of(&then)).waits(days).looks();
        if days % 2 == 0 {
            counts_again(&mut family, "a");
        }
        sound(&family);
        prop_assert!(family.ask_merge("b", "a").unwrap().is_already_so());
        match family.ask_split("b") {
            Ok(together) => {
                family.stores(together);
                sound(&family);
                family.goes_on("a", &last).goes_on("b", &last).looks();
                sound(&family);
            }
            Err(MergeError::Refused(refusal)) => {
                for code in codes(&refusal) {
                    prop_assert_eq!(code, "stand_on_part", "{}", refusal);
                }
            }
            Err(error) => panic!("{error}"),
        }
    }
}

/// A family whose policy calls a tag by another name from tomorrow on.
fn renaming() -> Family {
    let mut family = family(false, &["a", "b"]);
    family.tells("a", &seminar("s-1"));
    family.tells("b", &seminar("s-2"));
    let draft = toml::to_string(brisk().draft()).unwrap();
    let draft =
        draft.replace("[scoring.tags.seminar", "[scoring.tags.talk").replace("tag = \"seminar\"", "tag = \"talk\"");
    let next = Version::new(at(family.now.seconds() + DAY), crate::common::policy(&draft));
    family.lifecycle = Lifecycle::with_book(family.lifecycle.book().clone().with(next).unwrap());
    family
}

fn points(family: &Family) -> Points {
    family.lifecycle.score(&family.lead("a"), family.now).unwrap().total()
}

/// Two leads that were merged before their recounts, and what they come to where both were counted first.
fn merged_and_waiting() -> (Family, Points) {
    let mut counted_first = renaming();
    counted_first.waits(2).looks();
    for name in ["a", "b"] {
        counts_again(&mut counted_first, name);
    }
    counted_first.merges("b", "a");
    let mut merged_first = renaming();
    merged_first.merges("b", "a");
    merged_first.waits(2).looks();
    (merged_first, points(&counted_first))
}

/// A tag was renamed after the merge. What the other lead brought is counted by its new name only if it is split, counted and merged
/// again: the survivor has not its history.
#[test]
fn what_was_brought_is_counted_again_where_its_history_is() {
    let (mut merged_first, expected) = merged_and_waiting();
    counts_again(&mut merged_first, "a");
    merged_first.splits("b");
    merged_first.looks();
    counts_again(&mut merged_first, "a");
    counts_again(&mut merged_first, "b");
    merged_first.merges("b", "a");
    assert_eq!(points(&merged_first), expected);
}

/// The same without a split: the merged lead is counted again where it is, tells what it brings, and then the survivor is counted.
#[test]
fn a_recount_of_the_survivor_counts_what_was_brought() {
    let (mut merged_first, expected) = merged_and_waiting();
    counts_again(&mut merged_first, "b");
    let together = merged_first
        .lifecycle
        .merge_again(&merged_first.past("b"), &[merged_first.past("a")], &merged_first.manager())
        .unwrap();
    merged_first.stores(together);
    counts_again(&mut merged_first, "a");
    assert_eq!(points(&merged_first), expected);
}

/// A survivor whose recount is due has the score that it had, once the lead that was merged into it is split off again.
#[test]
fn a_split_counts_nothing_anew_while_a_recount_is_due() {
    let mut family = renaming();
    family.tells("a", &seminar("s-own"));
    family.waits(2).looks();
    counts_again(&mut family, "b");
    let before = family.lead("a");
    assert!(before.recount_due().is_some());
    family.merges("b", "a");
    assert_ne!(before.scoring(), family.lead("a").scoring());
    family.splits("b");
    let after = family.lead("a");
    assert_eq!(before.scoring(), after.scoring());
    assert_eq!(before.recount_due(), after.recount_due());
}
