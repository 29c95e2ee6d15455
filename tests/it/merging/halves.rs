//! A command that is given again: after it was done, and after only half of it was stored.

use lead_lifecycle::values::CommandId;
use lead_lifecycle::{FactKind, StageKind};
use proptest::prelude::*;

use crate::common::{k, story};
use crate::correction_laws::differences;
use crate::merge_laws::{Family, codes, refused};
use crate::merging::{family, kinds, seminar, told};

fn id(text: &str) -> CommandId {
    k(text)
}

proptest! {
    /// Given again at whatever time, a merge brings no facts of its own: neither here nor there, whatever was told since.
    #[test]
    fn a_merge_given_again_brings_nothing(
        one in story(25), other in story(25), then in story(25), days in 0..60_i64, standard: bool,
    ) {
        let mut family = told(standard, &[("a", &one), ("b", &other)]);
        if !family.may_merge("b", "a") {
            return Ok(());
        }
        family.goes_on("a", &then).waits(days);
        let again = family.ask_merge("b", "a").unwrap();
        prop_assert!(again.is_already_so(), "{:?}", kinds(&again));
        // What time has made true is decided on, as by any command.
        family.stores(again);
        prop_assert!(family.ask_merge("b", "a").unwrap().is_empty());
    }

    /// Only the winner's half was stored, and it has moved on: given again, the loser is told, and the winner nothing.
    #[test]
    fn the_half_of_the_winner_is_completed(
        one in story(25), other in story(25), then in story(15), days in 0..30_i64, standard: bool,
    ) {
        let mut family = told(standard, &[("a", &one), ("b", &other)]);
        let Ok(together) = family.ask_merge("b", "a") else { return Ok(()) };
        family.stores_only(&together, "a");
        family.goes_on("a", &then).waits(days);
        let again = family.ask_merge("b", "a").unwrap_or_else(|error| panic!("{error}"));
        let of_lead = |(name, kinds): (String, Vec<FactKind>)| {
            (name, kinds.into_iter().filter(|kind| !kind.is_of_clocks()).collect::<Vec<_>>())
        };
        let said: Vec<_> = kinds(&again).into_iter().map(of_lead).collect();
        prop_assert_eq!(said, [("b".to_owned(), vec![FactKind::MergedInto])]);
        family.stores(again);
        prop_assert_eq!(family.lead("b").stage().kind(), StageKind::Merged);
        prop_assert!(family.ask_merge("b", "a").unwrap().is_empty());
    }

    /// Only the loser's half was stored, and the winner has moved on: given again, the winner takes in what it would have taken
    /// in then.
    #[test]
    fn the_half_of_the_loser_is_completed(
        one in story(25), other in story(25), then in story(15), standard: bool,
    ) {
        let mut family = told(standard, &[("a", &one), ("b", &other)]);
        let Ok(together) = family.ask_merge("b", "a") else { return Ok(()) };
        family.stores_only(&together, "b");
        family.goes_on("a", &then);
        // The same, had nothing been interrupted and all been told at once.
        let mut whole = family.clone();
        let merged = whole.leads.get_mut(&k::<lead_lifecycle::values::LeadKey>("b")).unwrap();
        // What its clocks came to with the merge goes with it.
        while merged.pop().is_some_and(|fact| fact.kind() != FactKind::MergedInto) {}
        prop_assert_eq!(whole.lead("b").stage().kind() == StageKind::Merged, false);
        let again = match (family.ask_merge("b", "a"), whole.ask_merge("b", "a")) {
            (Err(error), Err(other)) => {
                prop_assert_eq!(codes(&refused(Err(error))), codes(&refused(Err(other))));
                return Ok(());
            }
            (again, Ok(fresh)) => {
                // Living on, it would have been stale by now.
                if !fresh.of(&k("b")).unwrap().clock_facts().is_empty() {
                    return Ok(());
                }
                whole.stores(fresh);
                again.unwrap_or_else(|error| panic!("{error}"))
            }
            (Ok(_), Err(error)) => panic!("{error}"),
        };
        family.stores(again);
        let found = differences(&family.lead("a"), &whole.lead("a"));
        // The merge itself is one more fact of the loser.
        let found: Vec<_> = found.into_iter().filter(|one| !one.starts_with(".absorbed.leads")).collect();
        prop_assert_eq!(found, Vec::<String>::new());
        prop_assert!(family.ask_merge("b", "a").unwrap().is_empty());
        let (half, full) = (family.lead("a"), whole.lead("a"));
        prop_assert_eq!(half.scoring(), full.scoring());
    }

    /// Half of a split was stored, either half: given again it is completed, and both are as if it had been done at once.
    #[test]
    fn either_half_of_a_split_is_completed(
        one in story(25), other in story(25), first in prop::sample::select(vec!["a", "b"]), standard: bool,
    ) {
        let mut family = told(standard, &[("a", &one), ("b", &other)]);
        if !family.may_merge("b", "a") {
            return Ok(());
        }
        let ctx = family.manager();
        let together = family.ask_split_from("b", &["a"], &ctx).unwrap();
        let mut whole = family.clone();
        whole.stores(together.clone());
        family.stores_only(&together, first);
        let again = family.ask_split_from("b", &["a"], &ctx).unwrap();
        prop_assert_eq!(kinds(&again).len(), 1, "{:?}", kinds(&again));
        family.stores(again);
        for name in ["a", "b"] {
            prop_assert_eq!(differences(&whole.lead(name), &family.lead(name)), Vec::<String>::new(), "{}", name);
        }
    }
}

/// A loser that goes on living after half of a merge was stored is refused: it would lose what was told since. The way out is to
/// split the half and to merge again.
#[test]
fn a_half_merged_loser_that_moved_on_is_split_and_merged_again() {
    let mut family = family(true, &["a", "b"]);
    family.tells("b", &seminar("s-1"));
    let before = family.lead("a");
    let together = family.ask_merge("b", "a").unwrap();
    family.stores_only(&together, "a");
    family.tells("b", &seminar("s-2"));
    let refusal = refused(family.ask_merge("b", "a"));
    assert_eq!(codes(&refusal), ["half_merged"]);
    let undone = family.ask_split_from("b", &["a"], &family.manager()).unwrap();
    assert_eq!(kinds(&undone), [("a".to_owned(), vec![FactKind::SplitOff])]);
    family.stores(undone);
    assert_eq!(differences(&before, &family.lead("a")), Vec::<String>::new());
    assert_eq!(family.merges("b", "a"), [FactKind::MergedFrom, FactKind::BecameMql, FactKind::MergedInto]);
}

/// The same with a command id, as hosts give it that try again: what is missing is decided again.
#[test]
fn the_half_of_a_split_with_a_command_id_is_completed() {
    for first in ["a", "b"] {
        let mut family = family(true, &["a", "b"]);
        family.tells("b", &seminar("s-1"));
        family.merges("b", "a");
        let ctx = family.manager().with_command_id(id("split-1"));
        let together = family.ask_split_from("b", &["a"], &ctx).unwrap();
        family.stores_only(&together, first);
        let again = family.ask_split_from("b", &["a"], &ctx).unwrap();
        family.stores(again);
        assert!(family.lead("a").absorbed_lead(&k("b")).is_none(), "only that of `{first}` was stored");
        assert_eq!(family.lead("b").stage().kind(), StageKind::Lead, "only that of `{first}` was stored");
    }
}

/// Whichever half was stored first, the totals of the loser are those of its life: it was not merged when it brought them.
#[test]
fn the_totals_of_a_loser_are_those_of_its_life() {
    let mut family = family(true, &["a", "b"]);
    let totals = *family.lead("b").totals();
    let together = family.ask_merge("b", "a").unwrap();
    family.stores_only(&together, "b");
    let again = family.ask_merge("b", "a").unwrap();
    family.stores(again);
    assert_eq!(family.lead("a").absorbed_lead(&k("b")).unwrap().totals, totals);
}

/// The repeat of a split with its own command id is empty; with another, or none, there is nothing to split.
#[test]
fn the_repeat_of_a_split_is_empty() {
    let mut family = family(true, &["a", "b"]);
    family.tells("b", &seminar("s-1"));
    family.merges("b", "a");
    let first = family.manager().with_command_id(id("split-1"));
    let together = family.ask_split_from("b", &["a"], &first).unwrap();
    family.stores(together);
    family.tells("a", &seminar("s-2"));
    family.waits(90);
    assert!(family.ask_split_from("b", &["a"], &first).unwrap().is_empty());
    for other in [family.manager(), family.manager().with_command_id(id("split-2"))] {
        assert_eq!(codes(&refused(family.ask_split_from("b", &["a"], &other))), ["not_merged"]);
    }
}

/// Merged again since, an old command that arrives late does not split anew.
#[test]
fn an_old_split_that_arrives_again_does_not_undo_a_newer_merge() {
    let mut family = family(true, &["a", "b"]);
    family.merges("b", "a");
    let first = family.manager().with_command_id(id("split-1"));
    let together = family.ask_split_from("b", &["a"], &first).unwrap();
    family.stores(together);
    family.merges("b", "a");
    assert!(family.ask_split_from("b", &["a"], &first).unwrap().is_empty());
}

/// Along a chain the host was interrupted after any of the three: the very same command completes the split.
#[test]
fn a_split_along_a_chain_is_completed_after_any_interruption() {
    for stored in [&["b"][..], &["a"], &["c"], &["a", "c"]] {
        let family = interrupted(stored);
        for name in ["a", "c"] {
            assert!(family.lead(name).absorbed_lead(&k("b")).is_none(), "after {stored:?}");
        }
        assert_eq!(family.lead("b").stage().kind(), StageKind::Lead);
    }
}

/// The same, after the first two in the order in which they are stored.
#[test]
fn a_split_along_a_chain_is_completed_after_two_of_three() {
    assert!(interrupted(&["b", "a"]).lead("c").absorbed_lead(&k("b")).is_none());
}

/// B was merged into A, A into C; to split B only these were stored, and the command was given again.
fn interrupted(stored: &[&str]) -> Family {
    let mut family = family(true, &["a", "b", "c"]);
    family.tells("b", &seminar("s-1"));
    family.merges("b", "a");
    family.merges("a", "c");
    let together = family.ask_split_from("b", &["a", "c"], &family.manager()).unwrap();
    for name in stored {
        family.stores_only(&together, name);
    }
    let again = family.ask_split_from("b", &["a", "c"], &family.manager());
    let again = again.unwrap_or_else(|error| panic!("after {stored:?}: {error}"));
    family.stores(again);
    family
}
