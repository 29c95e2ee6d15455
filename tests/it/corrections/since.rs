//! A snapshot and the facts after it decide as the whole history does, or say that they cannot.
#![expect(clippy::wildcard_enum_match_arm, reason = "a test looks for one kind among many")]

use lead_lifecycle::lead::{Revisions, TakenBack};
use lead_lifecycle::lifecycle::{CorrectionUnmet, Past};
use lead_lifecycle::{Decision, Fact, FactBody, Lead, Unmet};
use proptest::prelude::*;

use super::{carry_on, mistake, refused, with_correction};
use crate::common::editions::{Shelf, editions, tell_by, temper};
use crate::common::story;
use crate::correction_laws::{chosen, differences, living, manager};

fn kinds(facts: &[Fact]) -> Vec<String> {
    facts
        .iter()
        .map(|fact| format!("{} {} {:?}", fact.envelope.effective_at, fact.kind(), fact.envelope.cause))
        .collect()
}

fn taken(decision: &Decision) -> Option<(usize, &TakenBack)> {
    decision.facts().iter().enumerate().find_map(|(place, fact)| match &fact.body {
        FactBody::TakenBack(taken) => Some((place, &**taken)),
        _ => None,
    })
}

fn is_needs_whole(unmet: &Unmet) -> bool {
    matches!(unmet, Unmet::Correction(CorrectionUnmet::NeedsWhole { .. }))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(120))]

    #[test]
    fn since_a_snapshot_is_as_of_the_whole(
        steps in story(40), more in story(10), versions in editions(true), mood in temper(),
        first in prop::collection::vec(any::<u16>(), 0..3), picks in prop::collection::vec(any::<u16>(), 1..4),
        cuts in prop::collection::vec(any::<prop::sample::Index>(), 1..6),
    ) {
        let shelf = Shelf::new(&versions, &steps, mood);
        let lifecycle = shelf.whole();
        let mut facts = living(tell_by(&shelf, |_| {}).facts);
        with_correction(lifecycle, &mut facts, &first);
        carry_on(lifecycle, &mut facts, &more, |_| {});
        facts = living(facts);
        let lead = Lead::replay(&facts).unwrap();
        let now = lead.recorded_at();
        // What the whole refuses names what is to go too: the same is asked of both.
        let named = crate::correction_laws::take_back(lifecycle, &facts, &chosen(&facts, &picks), now);
        let orders = [Some(chosen(&facts, &picks)), named.map(|(_, named)| named.into_iter().collect::<Vec<u64>>())];
        for named in orders.into_iter().flatten() {
            let order = mistake(named.iter().copied());
            let whole = refused(lifecycle.take_back(&Past::Whole(&facts), &order, &manager(now)));
            for cut in &cuts {
                let (before, later) = facts.split_at(1 + cut.index(facts.len()));
                let snapshot = Lead::replay(before).unwrap();
                let since = refused(lifecycle.take_back(&Past::Since(&snapshot, later), &order, &manager(now)));
                let reaches_back = named.iter().any(|revision| *revision <= snapshot.revision());
                let (since, whole) = match (&since, &whole) {
                    (Err(refusal), _) if refusal.unmet.iter().any(is_needs_whole) => continue,
                    (Err(one), Err(other)) => {
                        prop_assert_eq!(&one.unmet, &other.unmet);
                        continue;
                    }
                    (Ok(since), Ok(whole)) => (since, whole),
                    (since, whole) => return Err(TestCaseError::fail(format!("{since:?}\n{whole:?}"))),
                };
                let (Some((place, one)), Some((_, other))) = (taken(since), taken(whole)) else {
                    // What is gone already may be from before.
                    prop_assert_eq!(since.facts(), whole.facts());
                    continue;
                };
                prop_assert!(!reaches_back);
                prop_assert_eq!(one.since, snapshot.revision());
                prop_assert_eq!((&one.facts, &one.fallen, &one.activities), (&other.facts, &other.fallen, &other.activities));
                let hollow: Revisions = other.hollow.iter().filter(|revision| *revision > one.since).collect();
                prop_assert_eq!(&one.hollow, &hollow);
                prop_assert_eq!(since.notes(), whole.notes());
                let corrected = |decision: &Decision| {
                    Lead::replay(facts.iter().chain(&decision.facts()[..=place])).unwrap()
                };
                let (one, other) = (corrected(since), corrected(whole));
                prop_assert_eq!(differences(&one, &other), Vec::<String>::new());
                // What is due by now adopts too.
                if one.adopted_at().is_none() {
                    prop_assert_eq!(one.scoring(), other.scoring());
                    prop_assert_eq!(kinds(since.facts()), kinds(whole.facts()));
                }
            }
        }
    }
}

/// The snapshot says from where on the whole is needed.
#[test]
fn what_a_snapshot_has_already_needs_the_whole() {
    let mut tale = crate::common::tale::Tale::begun(crate::common::unclocked(), "04-01 09:00");
    tale.reaches_opportunity("04-02");
    let snapshot = Lead::replay(&tale.facts[..5]).unwrap();
    let past = Past::Since(&snapshot, &tale.facts[5..]);
    let now = tale.lead.recorded_at();
    let words = |named: &[u64]| {
        let order = mistake(named.iter().copied());
        match refused(tale.lifecycle.take_back(&past, &order, &manager(now))) {
            Ok(decision) => decision.own_facts().iter().map(|fact| fact.kind().to_string()).collect(),
            Err(refusal) => refusal.unmet.iter().map(ToString::to_string).collect::<Vec<_>>(),
        }
    };
    let whole = "it reaches back to before the snapshot at revision 5: give the whole history";
    assert_eq!(words(&[5]), [whole]);
    assert_eq!(words(&[1, 6]), [whole]);
    assert_eq!(words(&[6]), ["taken_back"]);
    assert_eq!(words(&[0]), ["there is no fact 0: the newest is 9"]);
    assert_eq!(words(&[10]), ["there is no fact 10: the newest is 9"]);
}
