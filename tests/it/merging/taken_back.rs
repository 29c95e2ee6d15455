//! Taking back beside merges.

use lead_lifecycle::lead::hollow;
use lead_lifecycle::lifecycle::{TakeBack, TakeBackError};
use lead_lifecycle::values::{LeadKey, Points};
use lead_lifecycle::{Fact, FactKind, Lead, Refusal, StageKind};
use proptest::prelude::*;

use crate::common::{DAY, at, k, reason, story};
use crate::correction_laws::{after, chosen, differences, refold, take_back};
use crate::merge_laws::{Family, codes};
use crate::merging::models::engagement;
use crate::merging::{family, seminar, told, words};

impl Family {
    #[track_caller]
    fn takes_back(&mut self, name: &str, facts: &[u64]) -> Vec<FactKind> {
        let order = TakeBack::new(facts.iter().copied(), reason("mistake", false));
        let decision = self.lifecycle.take_back(&self.past(name), &order, &self.manager());
        let decision = decision.unwrap_or_else(|error| panic!("{error}"));
        let kinds = decision.own_facts().iter().map(Fact::kind).collect();
        self.leads.get_mut(&k::<LeadKey>(name)).unwrap().extend(decision.into_facts());
        kinds
    }

    #[track_caller]
    fn not_taken_back(&self, name: &str, fact: u64) -> Refusal {
        let order = TakeBack::new([fact], reason("mistake", false));
        match self.lifecycle.take_back(&self.past(name), &order, &self.manager()) {
            Err(TakeBackError::Refused(refusal)) => refusal,
            other => panic!("{other:?}"),
        }
    }
}

fn points(family: &Family, name: &str) -> Points {
    family.lifecycle.score(&family.lead(name), family.now).unwrap().total()
}

/// A merge and a split are undone by each other, and never by their facts.
#[test]
fn a_merge_is_never_taken_back_by_name() {
    let mut family = family(true, &["a", "b"]);
    family.merges("b", "a");
    let refusal = family.not_taken_back("a", 2);
    assert_eq!(codes(&refusal), ["never_taken_back"]);
    assert!(words(&refusal)[0].contains("split"), "{refusal}");
    family.splits("b");
    for name in ["a", "b"] {
        let refusal = family.not_taken_back(name, family.lead(name).revision());
        assert_eq!(codes(&refusal), ["never_taken_back"], "{name}");
    }
}

/// The grounds of a promotion by the united score were a mistake: it falls, and the merge stays.
#[test]
fn a_promotion_by_the_united_score_falls_with_its_grounds() {
    let mut family = family(true, &["a", "b"]);
    family.tells("a", &seminar("s-1"));
    family.tells("b", &seminar("s-2"));
    family.merges("b", "a");
    assert_eq!(family.lead("a").stage().kind(), StageKind::Mql);
    assert_eq!(family.takes_back("a", &[2]), [FactKind::TakenBack]);
    assert_eq!(family.lead("a").stage().kind(), StageKind::Lead);
    assert!(family.lead("a").absorbed_lead(&k("b")).is_some());
    // What was taken back since the merge stays so after the split.
    family.splits("b");
    assert_eq!(family.lead("a").scoring().newest_activity(), None);
}

/// Both leads reported it: taken back at the survivor it is still known from the other. There it is taken back once they are split.
#[test]
fn what_both_reported_is_taken_back_at_both() {
    let mut family = family(true, &["a", "b"]);
    let nothing = points(&family, "a");
    for name in ["a", "b"] {
        family.now = at(crate::common::START);
        family.tells(name, &seminar("both"));
    }
    let once = points(&family, "a");
    family.merges("b", "a");
    assert_eq!(points(&family, "a"), once);
    family.takes_back("a", &[2]);
    assert_eq!(points(&family, "a"), once);
    family.splits("b");
    assert_eq!((points(&family, "a"), points(&family, "b")), (nothing, once));
    family.takes_back("b", &[2]);
    family.merges("b", "a");
    assert_eq!(points(&family, "a"), nothing);
}

/// A correction of the survivor is undone after the split: what it had taken back counts again.
#[test]
fn a_correction_is_undone_on_either_side_of_a_merge() {
    let mut family = family(true, &["a", "b"]);
    family.tells("a", &seminar("s-1"));
    let once = points(&family, "a");
    family.takes_back("a", &[2]);
    family.merges("b", "a");
    family.takes_back("a", &[3]);
    assert_eq!(points(&family, "a"), once);
    family.splits("b");
    assert_eq!(points(&family, "a"), once);
    assert!(family.lead("a").absorbed().is_none());
}

/// A promotion that people worked on is hollow after the split; once the lead is merged again it stands on something.
#[test]
fn what_is_hollow_after_a_split_is_filled_by_merging_again() {
    let mut family = family(true, &["a", "b"]);
    family.tells("a", &seminar("s-1"));
    family.tells("b", &seminar("s-2"));
    family.merges("b", "a");
    family.tells("a", &lead_lifecycle::Command::Recycle { reason: reason("timing", false), until: None });
    family.splits("b");
    let hollow = |family: &Family| hollow(&family.history("a").iter().collect::<Vec<_>>()).len();
    assert_eq!(hollow(&family), 1);
    family.merges("b", "a");
    // Merged anew, after the promotion: it had stood on nothing when it was made.
    assert_eq!(hollow(&family), 1);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    /// Whatever is taken back of a survivor, told before or after the merge, it folds to what counts; its score is that of what
    /// counts of it and of what the other brought; and the split then gives the other back as it was.
    #[test]
    fn taken_back_beside_a_merge(
        one in story(25), other in story(25), then in story(12),
        picks in prop::collection::vec(any::<u16>(), 1..4), standard: bool,
    ) {
        let mut family = told(standard, &[("a", &one), ("b", &other)]);
        let before = family.clone();
        if !family.may_merge("b", "a") {
            return Ok(());
        }
        family.goes_on("a", &then);
        let erased = family.lead("a").erased_at().is_some();
        let picks = chosen(family.history("a"), &picks);
        if let Some((decision, _)) = take_back(&family.lifecycle, family.history("a"), &picks, family.now) {
            let history = after(family.history("a"), &decision);
            family.leads.insert(k("a"), history);
        }
        let lead = family.lead("a");
        prop_assert_eq!(differences(&lead, &refold(&family.lifecycle, family.history("a"))), Vec::<String>::new());
        if !erased {
            let (mut activities, mut carries) = engagement(family.history("a"));
            let brought = engagement(before.history("b"));
            activities.extend(brought.0);
            carries.extend(brought.1);
            // By rule time may have recycled the other before it came in.
            let of_b = engagement(family.history("b"));
            carries.extend(of_b.1.into_iter().filter(|carry| !carries.contains(carry)).collect::<Vec<_>>());
            let policy = family.lifecycle.book().newest().policy();
            let state = policy.scoring().retag(activities, lead.profile(), carries);
            for days in [0, 2, 9, 50] {
                let then = at(family.now.seconds() + days * DAY);
                prop_assert_eq!(policy.scoring().score(lead.scoring(), then), policy.scoring().score(&state, then));
            }
        }
        if let Ok(together) = family.ask_split("b") {
            family.stores(together);
            // What became due while it was merged, time makes true after the split.
            let history = family.history("b");
            let place = history.iter().position(|fact| fact.kind() == FactKind::SplitFrom).unwrap();
            let freed = Lead::replay(&history[..=place]).unwrap();
            prop_assert_eq!(differences(&before.lead("b"), &freed), Vec::<String>::new());
            prop_assert_eq!(differences(&family.lead("a"), &refold(&family.lifecycle, family.history("a"))), Vec::<String>::new());
        }
    }
}
