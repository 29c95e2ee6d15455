//! What a merged lead brought is corrected where it came from.

use lead_lifecycle::lifecycle::{MergeError, Past, TakeBack};
use lead_lifecycle::{Command, FactKind, Role};
use proptest::prelude::*;

use crate::common::{activity, at, k, reason, story};
use crate::correction_laws::{chosen, differences, refold};
use crate::merge_laws::{Family, codes, family, refused};

impl Family {
    fn ask_back(&self, name: &str, order: &TakeBack) -> Result<lead_lifecycle::lifecycle::Together, MergeError> {
        let way = self.way(name);
        let pasts: Vec<Past<'_>> = way.iter().map(|key| self.past(key.as_str())).collect();
        self.lifecycle.take_back_merged(&self.past(name), &pasts, order, &self.by(Role::Manager))
    }

    fn news(&self, name: &str, picks: &[u16]) -> Vec<u64> {
        let history = self.history(name);
        let of = |revision: &u64| &history[usize::try_from(*revision).unwrap() - 1];
        let is_news = |revision: &u64| {
            matches!(
                of(revision).kind(),
                FactKind::ActivityRecorded
                    | FactKind::ConsentRecorded
                    | FactKind::ProfileUpdated
                    | FactKind::AttemptRecorded
            )
        };
        chosen(history, picks).into_iter().filter(is_news).collect()
    }
}

proptest! {
    /// Taken back after the merge, a fact is as if it had been taken back before it: for the lead that lives on, for one in between,
    /// and for the lead itself once it is split.
    #[test]
    fn taken_back_after_the_merge_is_taken_back_before(one in story(25), other in story(25), third in story(15), picks in proptest::collection::vec(any::<u16>(), 1..4), standard: bool, chain: bool) {
        let mut before = family(standard, &["a", "bb", "c"]);
        before.goes_on("bb", &one).goes_on("a", &other).goes_on("c", &third).looks();
        let order = TakeBack::new(before.news("bb", &picks), reason("mistake", false));
        if order.facts.is_empty() {
            return Ok(());
        }
        let mut after = before.clone();
        let first = before.lifecycle.take_back(&before.past("bb"), &order, &before.by(Role::Manager));
        // What stands in the way of the one may stand in the way of the other: a merge needs no turn to stand on.
        let Ok(first) = first else { return Ok(()) };
        before.leads.get_mut(&k::<lead_lifecycle::values::LeadKey>("bb")).unwrap().extend(first.into_facts());
        for family in [&mut before, &mut after] {
            let Ok(together) = family.ask_merge("bb", "a") else { return Ok(()) };
            family.stores(together);
            if chain {
                let Ok(together) = family.ask_merge("a", "c") else { return Ok(()) };
                family.stores(together);
            }
        }
        match after.ask_back("bb", &order) {
            Ok(together) => { after.stores(together); }
            Err(MergeError::Refused(refusal)) => {
                prop_assert!([["stand_on"], ["stand_on_part"]].iter().any(|known| codes(&refusal) == known), "{}", refusal);
                return Ok(());
            }
            Err(error) => panic!("{error}"),
        }
        let said = [".absorbed.leads", ".anchors.grounds", ".cycle.turned_at", ".stage.mql.trigger"];
        for name in if chain { vec!["c"] } else { vec!["a"] } {
            let found = differences(&before.lead(name), &after.lead(name));
            let found: Vec<_> = found.into_iter().filter(|one| !said.iter().any(|said| one.starts_with(said))).collect();
            let told = |name: &str| after.history(name).iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
            prop_assert_eq!(found, Vec::<String>::new(), "{} {} {}", name, told(name), told("bb"));
            let plain = refold(&after.lifecycle, after.history(name));
            prop_assert_eq!(differences(&after.lead(name), &plain), Vec::<String>::new(), "{}", name);
        }
        prop_assert!(after.ask_back("bb", &order).unwrap().is_already_so());
        for family in [&mut before, &mut after] {
            let Ok(together) = family.ask_split("bb") else { return Ok(()) };
            family.stores(together);
        }
        for name in ["a", "bb", "c"] {
            let found = differences(&before.lead(name), &after.lead(name));
            let found: Vec<_> = found.into_iter().filter(|one| !said.iter().any(|said| one.starts_with(said))).collect();
            prop_assert_eq!(found, Vec::<String>::new(), "{}", name);
        }
    }
}

/// The clicks of a machine made the survivor an MQL; they are taken back where they were recorded.
#[test]
fn a_click_of_the_merged_lead_is_taken_back_from_the_survivor_too() {
    let mut family = family(true, &["a", "b"]);
    for (name, id) in [("a", "1"), ("b", "2"), ("b", "3")] {
        family.now = at(family.now.seconds() + 60);
        let lead = family.lead(name);
        let command = Command::RecordActivity {
            activity: activity(id, if name == "a" { "seminar" } else { "document_download" }),
        };
        let decision = family.lifecycle.decide(&lead, &command, &family.by(Role::System)).unwrap();
        family.leads.get_mut(&k::<lead_lifecycle::values::LeadKey>(name)).unwrap().extend(decision.into_facts());
    }
    assert_eq!(family.merges("b", "a"), [FactKind::MergedFrom, FactKind::BecameMql, FactKind::MergedInto]);
    let order = TakeBack::new([2, 3], reason("scanner", false));
    let manager = family.by(Role::Manager);
    let refusal = family.lifecycle.take_back(&family.past("b"), &order, &manager).unwrap_err();
    assert!(
        refusal.to_string().ends_with("it was merged into `a`, which is to be told too: give its history, or split"),
        "{refusal}"
    );
    assert_eq!(
        codes(&refused(family.lifecycle.take_back_merged(&family.past("b"), &[], &order, &manager))),
        ["not_given"]
    );
    let together = family.ask_back("b", &order).unwrap();
    assert_eq!(family.stores(together), [FactKind::TakenBack, FactKind::ContributionCorrected]);
    assert_eq!(family.lead("a").stage().kind(), lead_lifecycle::StageKind::Lead);
    assert_eq!(family.lead("a").totals().milestones.mql, 0);
    // Undone, it counts again, and the promotion is made anew.
    let undo = TakeBack::new([family.lead("b").revision()], reason("was_right", false));
    let together = family.ask_back("b", &undo).unwrap();
    assert_eq!(family.stores(together), [FactKind::TakenBack, FactKind::ContributionCorrected, FactKind::BecameMql]);
}
