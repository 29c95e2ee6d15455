//! What is not merged and not split, and the way out.

use lead_lifecycle::lifecycle::{MergeError, Past, Version};
use lead_lifecycle::values::{FieldName, FieldValue, LeadKey};
use lead_lifecycle::{Capture, Command, Context, FactKind, Lead, Lifecycle, Origin, Role};

use crate::common::tale::{confirmed, qualify};
use crate::common::{DAY, actor, at, contract, k, text, unclocked};
use crate::merge_laws::{Family, codes, refused};
use crate::merging::{family, seminar, words};

/// Leads to an open deal.
fn sells(family: &mut Family, name: &str, deal: &str) {
    family.tells(name, &Command::Promote { note: None });
    for criterion in ["need", "timeline", "authority"] {
        family.tells(name, &confirmed(criterion));
    }
    let reached = lead_lifecycle::values::ContactOutcome::Conversation;
    let consented = Some(lead_lifecycle::values::Progress::Consented);
    family.tells(name, &crate::common::tale::call(reached, consented));
    family.tells(name, &qualify("memo", deal));
}

#[test]
fn a_lead_is_not_merged_into_itself() {
    let family = family(true, &["a"]);
    let refusal = refused(family.ask_merge("a", "a"));
    assert_eq!(words(&refusal), ["a lead cannot be merged into itself"]);
}

/// Neither directly nor along a chain, and whoever is named as the loser.
#[test]
fn there_are_no_circles() {
    let mut family = family(true, &["a", "b", "c", "d"]);
    family.merges("a", "b");
    assert_eq!(words(&refused(family.ask_merge("b", "a"))), ["`a` was merged into this lead: they are one already"]);
    family.merges("b", "c");
    family.merges("c", "d");
    for (loser, winner) in [("d", "a"), ("d", "b"), ("d", "c")] {
        let refusal = refused(family.ask_merge(loser, winner));
        assert_eq!(words(&refusal), [format!("`{winner}` was merged into this lead: they are one already")]);
    }
    // Those in the middle are merged themselves.
    assert_eq!(codes(&refused(family.ask_merge("c", "a"))), ["circle", "merged_before"]);
    assert_eq!(codes(&refused(family.ask_merge("b", "a"))), ["circle", "merged_before"]);
}

/// The refusal names the lead in which a merged one lives on.
#[test]
fn who_was_merged_before_is_merged_no_more() {
    let mut family = family(true, &["a", "b", "c", "d"]);
    family.merges("b", "a");
    let lives_on = "`b` was merged: its life goes on in `a`, name that one";
    assert_eq!(words(&refused(family.ask_merge("b", "c"))), [lives_on]);
    assert_eq!(words(&refused(family.ask_merge("c", "b"))), [lives_on]);
    family.merges("d", "c");
    assert_eq!(
        words(&refused(family.ask_merge("b", "d"))),
        ["`d` was merged: its life goes on in `c`, name that one", lives_on]
    );
}

/// A merge moves no open deal: the other way round it goes, and of two one is closed.
#[test]
fn a_loser_with_an_open_deal_is_refused() {
    let mut one = family(true, &["a", "b"]);
    sells(&mut one, "b", "D-1");
    let refusal = refused(one.ask_merge("b", "a"));
    assert_eq!(words(&refusal), ["deal `D-1` is open, and a merge moves none: merge the other way round, or close it"]);
    assert_eq!(one.clone().merges("a", "b"), [FactKind::MergedFrom, FactKind::MergedInto]);

    let mut both = one;
    sells(&mut both, "a", "D-2");
    let refusal = refused(both.ask_merge("b", "a"));
    assert_eq!(words(&refusal), ["deal `D-1` is open, and `D-2` of the other lead too: close one of them first"]);
    let refusal = refused(both.ask_merge("a", "b"));
    assert_eq!(words(&refusal), ["deal `D-2` is open, and `D-1` of the other lead too: close one of them first"]);
    both.tells("b", &Command::Lose { reason: crate::common::reason("price", false), until: None });
    both.merges("b", "a");
    assert!(both.lead("a").knows_deal(&k("D-1")) && both.lead("a").knows_deal(&k("D-2")));
}

/// Merging needs the right of the policy, splitting another.
#[test]
fn not_everybody_merges_and_splits() {
    let mut family = family(true, &["a", "b"]);
    let ask = |family: &Family, role| family.lifecycle.merge(&family.past("b"), &family.past("a"), &family.by(role));
    for role in [Role::Sdr, Role::Mk, Role::Fs, Role::Cs, Role::Assistant] {
        assert_eq!(codes(&refused(ask(&family, role))), ["permission"], "{role}");
    }
    assert!(ask(&family, Role::System).is_ok() && ask(&family, Role::Manager).is_ok());
    family.merges("b", "a");
    for role in [Role::Sdr, Role::Mk, Role::Fs, Role::Cs, Role::Assistant] {
        let refusal = refused(family.ask_split_from("b", &["a"], &family.by(role)));
        assert_eq!(codes(&refusal), ["permission"], "{role}");
    }
    assert!(family.ask_split_from("b", &["a"], &family.by(Role::System)).is_ok());
}

/// The revision that the caller expects is that of the lead that the command names: the loser, and the one that is split.
#[test]
fn the_expected_revision_is_that_of_the_named_lead() {
    let mut family = family(true, &["a", "b"]);
    family.tells("a", &seminar("s-1"));
    let ask = |family: &Family, revision| {
        let ctx = family.manager().with_expected_revision(revision);
        family.lifecycle.merge(&family.past("b"), &family.past("a"), &ctx)
    };
    assert!(ask(&family, 1).is_ok());
    assert_eq!(codes(&refused(ask(&family, family.lead("a").revision()))), ["revision"]);
    family.merges("b", "a");
    let expects = |revision| family.manager().with_expected_revision(revision);
    assert!(family.ask_split_from("b", &["a"], &expects(2)).is_ok());
    assert_eq!(codes(&refused(family.ask_split_from("b", &["a"], &expects(1)))), ["revision"]);
}

/// Both happen when they are told, and not before the newest fact of either.
#[test]
fn they_happen_when_they_are_told() {
    let mut family = family(true, &["a", "b"]);
    family.waits(10);
    family.tells("a", &seminar("s-1"));
    let ask = |family: &Family, ctx: &Context| family.lifecycle.merge(&family.past("b"), &family.past("a"), ctx);
    let earlier = family.manager().with_effective_at(at(family.now.seconds() - DAY));
    assert_eq!(codes(&refused(ask(&family, &earlier))), ["not_now"]);
    let behind = Context::new(at(family.now.seconds() - DAY), actor(Role::Manager, 0));
    assert_eq!(codes(&refused(ask(&family, &behind))), ["clock_behind"]);
    family.merges("b", "a");
    let earlier = family.manager().with_effective_at(at(family.now.seconds() - DAY));
    assert_eq!(codes(&refused(family.ask_split_from("b", &["a"], &earlier))), ["not_now"]);
    let behind = Context::new(at(family.now.seconds() - DAY), actor(Role::Manager, 0));
    assert_eq!(codes(&refused(family.ask_split_from("b", &["a"], &behind))), ["clock_behind"]);
}

/// As long as the score of the loser waits to be counted again, it would bring less than it has.
#[test]
fn a_recount_that_is_due_comes_first() {
    let mut family = Family::new(Lifecycle::new(unclocked()));
    for name in ["a", "b"] {
        family.begins(name, crate::common::full_capture);
        family.tells(name, &seminar(&format!("s-{name}")));
    }
    let draft = toml::to_string(unclocked().draft()).unwrap();
    let draft =
        draft.replace("[scoring.tags.seminar", "[scoring.tags.talk").replace("tag = \"seminar\"", "tag = \"talk\"");
    let next = Version::new(at(family.now.seconds() + DAY), crate::common::policy(&draft));
    family.lifecycle = Lifecycle::with_book(family.lifecycle.book().clone().with(next).unwrap());
    family.waits(2);
    let refusal = refused(family.ask_merge("b", "a"));
    assert_eq!(codes(&refusal), ["recount_due"]);
    family.looks();
    let recount = family.lifecycle.recount(family.history("b"), family.now).unwrap();
    let command = Command::Recount(lead_lifecycle::lead::Recounting::Counted(Box::new(recount)));
    family.tells("b", &command);
    // The winner's own recount may wait.
    assert!(family.lead("a").recount_due().is_some());
    family.merges("b", "a");
}

/// So many leads are one as there may be, and not one more; a chain counts every lead of it.
#[test]
fn at_most_sixty_four_leads_become_one() {
    let names: Vec<String> = (0..66).map(|number| format!("d{number}")).collect();
    let mut family = family(true, &[]);
    for name in names.iter().map(String::as_str).chain(["a"]) {
        family.begins(name, |name| Capture::new(k(name), Origin::Inbound));
    }
    family.merges("d65", "d64");
    for name in &names[..63] {
        family.merges(name, "a");
    }
    let refusal = refused(family.ask_merge("d64", "a"));
    assert_eq!(words(&refusal), ["the lead that lives on would have more than 64 merged leads"]);
    family.merges("d63", "a");
    assert_eq!(family.lead("a").absorbed().unwrap().leads().len(), 64);
    assert_eq!(codes(&refused(family.ask_merge("d64", "a"))), ["no_room"]);
    // Merged the other way round it is too much as well.
    assert_eq!(codes(&refused(family.ask_merge("a", "d64"))), ["no_room"]);
    family.splits("d5");
    assert_eq!(codes(&refused(family.ask_merge("d64", "a"))), ["no_room"]);
    family.splits("d6");
    family.merges("d64", "a");
}

#[test]
fn contracts_and_fields_have_their_bounds() {
    let mut family = family(true, &["a", "b", "c"]);
    for name in ["a", "b"] {
        for number in 0..33 {
            let bought = contract(&format!("{name}-{number}"), "JPY");
            let purchase =
                Command::RecordPurchase { contract: bought, attribution: lead_lifecycle::lead::Attribution::default() };
            family.tells(name, &purchase);
        }
    }
    let refusal = refused(family.ask_merge("b", "a"));
    assert_eq!(words(&refusal), ["the lead that lives on would have more than 64 contracts in force"]);

    let wide: String =
        (0..200).map(|number| format!("[fields.f{number}]\ntype = \"text\"")).collect::<Vec<_>>().join("\n");
    let fields = |from: usize| -> std::collections::BTreeMap<FieldName, Option<FieldValue>> {
        (from..from + 150).map(|number| (k(&format!("f{number}")), Some(FieldValue::Text(text("x"))))).collect()
    };
    let mut family = Family::new(Lifecycle::new(crate::common::policy(&wide)));
    for name in ["a", "b"] {
        family.begins(name, |name| Capture::new(k(name), Origin::Inbound));
    }
    family.tells("a", &Command::UpdateProfile { fields: fields(0) });
    family.tells("b", &Command::UpdateProfile { fields: fields(50) });
    family.merges("b", "a");
    assert_eq!(family.lead("a").profile().len(), 200);
}

/// Of an unknown lead there is no history.
#[test]
fn an_unknown_lead_is_neither_merged_nor_survives() {
    let family = family(true, &["a"]);
    let (nothing, known) = (Past::Whole(&[]), family.past("a"));
    for (loser, winner) in [(&nothing, &known), (&known, &nothing)] {
        let error = family.lifecycle.merge(loser, winner, &family.manager()).unwrap_err();
        assert!(matches!(&error, MergeError::Replay { lead: None, .. }), "{error}");
    }
    let error = family.lifecycle.split(&nothing, &[known], &family.manager()).unwrap_err();
    assert!(matches!(&error, MergeError::Replay { lead: None, .. }), "{error}");
    let error = family.lifecycle.split(&known, &[nothing], &family.manager()).unwrap_err();
    assert!(matches!(&error, MergeError::Replay { lead: None, .. }), "{error}");
}

/// The end of a history is none: the error names the lead.
#[test]
fn half_a_history_is_not_believed() {
    let mut family = family(true, &["a", "b"]);
    family.tells("b", &seminar("s-1"));
    let half = Past::Whole(&family.history("b")[1..]);
    let error = family.lifecycle.merge(&half, &family.past("a"), &family.manager()).unwrap_err();
    let MergeError::Replay { lead, .. } = error else { panic!("{error}") };
    assert_eq!(lead, Some(k::<LeadKey>("b")));
}

/// A snapshot is enough to merge, as long as nobody was merged into it before; to split, the merge has to be known.
#[test]
fn a_snapshot_reaches_back_to_itself() {
    let mut family = family(true, &["a", "b", "c"]);
    family.tells("b", &seminar("s-1"));
    let (a, b) = (family.lead("a"), family.lead("b"));
    let by_snapshot = family.lifecycle.merge(&Past::Since(&b, &[]), &Past::Since(&a, &[]), &family.manager()).unwrap();
    assert_eq!(by_snapshot, family.ask_merge("b", "a").unwrap());
    family.merges("b", "a");

    // With snapshots from before the merge the split is the same.
    let since =
        |name: &str, before: &Lead| family.history(name)[usize::try_from(before.revision()).unwrap()..].to_vec();
    let (of_a, of_b) = (since("a", &a), since("b", &b));
    let split = |freed: &Past<'_>, survivor: Past<'_>| family.lifecycle.split(freed, &[survivor], &family.manager());
    let whole = split(&family.past("b"), family.past("a")).unwrap();
    let since = split(&Past::Since(&b, &of_b), Past::Since(&a, &of_a)).unwrap();
    for name in ["a", "b"] {
        let key: LeadKey = k(name);
        let (whole, since) = (whole.of(&key).unwrap(), since.of(&key).unwrap());
        assert_eq!(serde_json::to_value(whole.facts()).unwrap(), serde_json::to_value(since.facts()).unwrap());
    }

    let (a, b) = (family.lead("a"), family.lead("b"));
    let refusal = refused(split(&Past::Since(&b, &[]), family.past("a")));
    assert_eq!(
        words(&refusal),
        ["it reaches back to before the snapshot of `b` at revision 3: give the whole history"]
    );
    let refusal = refused(split(&family.past("b"), Past::Since(&a, &[])));
    assert_eq!(codes(&refusal), ["whole_needed"]);
    assert_eq!(refusal.lead, k::<LeadKey>("a"));

    // One into which others were merged before the snapshot cannot say what they brought.
    let refusal = refused(family.lifecycle.merge(&Past::Since(&a, &[]), &family.past("c"), &family.manager()));
    assert_eq!(codes(&refusal), ["whole_needed"]);
    assert!(family.lifecycle.merge(&family.past("c"), &Past::Since(&a, &[]), &family.manager()).is_ok());
}

/// To split along a chain every lead on the way is given, in its order, each once, and no other.
#[test]
fn the_whole_way_is_given() {
    let mut family = family(true, &["a", "b", "c", "x"]);
    family.merges("b", "a");
    family.merges("a", "c");
    let ask = |survivors: &[&str]| refused(family.ask_split_from("b", survivors, &family.manager()));
    assert_eq!(words(&ask(&[])), ["the history of `a` is needed next on the way: give them nearest first"]);
    assert_eq!(words(&ask(&["a"])), ["the history of `c` is needed next on the way: give them nearest first"]);
    assert_eq!(codes(&ask(&["c"])), ["not_given"]);
    assert_eq!(codes(&ask(&["x"])), ["not_given"]);
    assert!(codes(&ask(&["c", "a"])).contains(&"not_given"));
    assert_eq!(words(&ask(&["a", "c", "x"])), ["it was not merged into `x`: leave that history out"]);
    assert!(family.ask_split_from("b", &["a", "c"], &family.manager()).is_ok());
}

/// A lead that is given twice would be decided on twice, and only one of the decisions can be stored.
#[test]
fn nobody_is_on_the_way_twice() {
    let mut family = family(true, &["a", "b"]);
    family.merges("b", "a");
    let refusal = refused(family.ask_split_from("b", &["a", "a"], &family.manager()));
    assert_eq!(codes(&refusal), ["not_on_the_way"]);
}

/// Who lives by itself is not split.
#[test]
fn who_was_never_merged_is_not_split() {
    let mut family = family(true, &["a", "b", "c"]);
    for survivors in [&[][..], &["a"], &["a", "c"]] {
        let refusal = refused(family.ask_split_from("b", survivors, &family.manager()));
        assert_eq!(words(&refusal), ["it was not merged into another lead"]);
    }
    // The survivor is not the one that was merged.
    family.merges("b", "a");
    assert_eq!(codes(&refused(family.ask_split_from("a", &["b"], &family.manager()))), ["not_merged"]);
}

/// What a lead half knows, because only the winner's half was stored, comes in with another all the same.
#[test]
fn a_half_known_lead_that_comes_with_another_is_named_in_words() {
    let mut family = family(true, &["a", "b", "c"]);
    let together = family.ask_merge("b", "a").unwrap();
    family.stores_only(&together, "a");
    // Nobody noticed; it is merged into another, and that one into the first.
    family.merges("b", "c");
    let refusal = refused(family.ask_merge("c", "a"));
    let words = words(&refusal);
    assert!(!words.iter().any(|word| word.contains("more than 64")), "{words:?}");
}
