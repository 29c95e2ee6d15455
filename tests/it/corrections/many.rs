//! Many corrections of one lead: the quick ways say what the plain ones say.

use std::collections::BTreeSet;

use lead_lifecycle::lead::{Revisions, TakenBackIds, hollow, that_count};
use lead_lifecycle::values::{ActivityId, ActivityKind, Digest, limits};
use lead_lifecycle::{Fact, FactBody, FactKind};
use proptest::prelude::*;

use super::{carry_on, with_correction};
use crate::common::editions::{Shelf, editions, tell_by, temper};
use crate::common::{START, at, k, story};
use crate::correction_laws::living;
use crate::lifecycle_laws::json_round_trip;

/// Whether a fact stands, asked of every later correction.
fn stands(facts: &[Fact], place: usize) -> bool {
    let revision = facts[place].envelope.revision;
    !(place + 1..facts.len()).any(|later| match &facts[later].body {
        FactBody::TakenBack(taken) => {
            (taken.facts.contains(revision) || taken.fallen.contains(revision)) && stands(facts, later)
        }
        _ => false,
    })
}

/// The hollow promotions, correction by correction.
fn plainly_hollow(facts: &[Fact]) -> BTreeSet<u64> {
    let mut hollow = BTreeSet::new();
    for fact in facts {
        if let FactBody::TakenBack(taken) = &fact.body {
            hollow.retain(|revision| *revision <= taken.since);
            hollow.extend(facts.iter().map(|fact| fact.envelope.revision).filter(|one| taken.hollow.contains(*one)));
        }
    }
    hollow
}

fn runs() -> impl Strategy<Value = Revisions> {
    let far = Just(serde_json::from_str("[[0,18446744073709551615]]").unwrap());
    let end = Just(serde_json::from_str("[[2,3],[18446744073709551615,18446744073709551615]]").unwrap());
    let some = prop::collection::vec(0..60_u64, 0..12).prop_map(|some| some.into_iter().collect());
    prop_oneof![8 => some, 1 => far, 1 => end]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(120))]

    /// Whatever corrections say of each other, honest or not.
    #[test]
    fn what_stands_and_what_is_hollow_is_as_told_plainly(
        steps in story(30), more in story(8), versions in editions(true), mood in temper(),
        picks in prop::collection::vec(prop::collection::vec(any::<u16>(), 1..3), 1..5),
        forged in prop::collection::vec((runs(), runs(), runs(), prop_oneof![0..60_u64, Just(u64::MAX)]), 0..5),
    ) {
        let shelf = Shelf::new(&versions, &steps, mood);
        let mut facts = living(tell_by(&shelf, |_| {}).facts);
        for picks in &picks {
            with_correction(shelf.whole(), &mut facts, picks);
            carry_on(shelf.whole(), &mut facts, &more, |_| {});
            facts = living(facts);
        }
        let corrections = facts.iter_mut().filter_map(|fact| match &mut fact.body {
            FactBody::TakenBack(taken) => Some(taken),
            _ => None,
        });
        for (taken, (named, fallen, hollow, since)) in corrections.zip(forged) {
            (taken.facts, taken.fallen, taken.hollow, taken.since) = (named, fallen, hollow, since);
        }
        let plainly: Vec<&Fact> = facts
            .iter()
            .enumerate()
            .filter(|(place, fact)| fact.kind() != FactKind::TakenBack && stands(&facts, *place))
            .map(|(_, fact)| fact)
            .collect();
        prop_assert_eq!(that_count(&facts), plainly);
        prop_assert_eq!(hollow(&facts.iter().collect::<Vec<_>>()), plainly_hollow(&facts));
    }
}

/// The same id told of two kinds at one instant is forgotten kind by kind: there are never more than the limit, or the lead would
/// not be read again.
#[test]
fn one_id_of_two_kinds_is_counted_twice() {
    let most = limits::TAKEN_BACK_IDS.max_len();
    let kinds: [ActivityKind; 2] = [k("call"), k("click")];
    let id = |number: usize| -> Digest { k::<ActivityId>(&format!("id-{number}")).digest() };
    let when = |number: usize| at(START + i64::try_from(number).unwrap());
    let twice = kinds.iter().map(|kind| (kind, when(0), id(0)));
    let others = (1..most).map(|number| (&kinds[1], when(number), id(number)));
    let ids = TakenBackIds::of(twice.chain(others));
    assert_eq!(ids.len(), most);
    assert!(ids.knows(id(0)));
    assert_eq!((ids.watermark(&kinds[0]), ids.watermark(&kinds[1])), (Some(when(0)), None));
    json_round_trip(&ids);
}

/// However many kinds there are: the newest are told apart.
#[test]
fn ten_thousand_kinds() {
    let most = limits::TAKEN_BACK.max_len();
    let kinds: Vec<ActivityKind> = (0..most).map(|number| k(&format!("kind-{number}"))).collect();
    let of = |number: usize| (&kinds[number], at(START + i64::try_from(number / 3).unwrap()));
    let id = k::<ActivityId>("id").digest();
    let ids = TakenBackIds::of((0..most).map(|number| {
        let (kind, when) = of(number);
        (kind, when, id)
    }));
    let told_apart = limits::TAKEN_BACK_KINDS.max_len();
    assert_eq!(ids.len(), told_apart);
    json_round_trip(&ids);
    // What they share is the reach of the newest that is not.
    let shared = ids.watermark(&kinds[0]);
    assert!((0..most).all(|number| ids.watermark(&kinds[number]) == shared));
    assert_eq!(shared, Some(of(most - told_apart - 1).1));
}
