//! In which order mistakes are named, and whether at once or one after another.

use lead_lifecycle::lead::counted;
use lead_lifecycle::lifecycle::Past;
use lead_lifecycle::{Fact, FactKind, Lead};
use proptest::prelude::*;

use super::mistake;
use crate::common::editions::{Shelf, editions, tell_by, temper};
use crate::common::story;
use crate::correction_laws::{after, correction, differences, living, manager};

const NEWS: [FactKind; 6] = [
    FactKind::ActivityRecorded,
    FactKind::AttemptRecorded,
    FactKind::AnswerRecorded,
    FactKind::ConsentRecorded,
    FactKind::Postponed,
    FactKind::ProfileUpdated,
];

/// News that are picked of a history.
fn news(facts: &[Fact], picks: &[u16]) -> Vec<u64> {
    let all: Vec<u64> =
        facts.iter().filter(|fact| NEWS.contains(&fact.kind())).map(|fact| fact.envelope.revision).collect();
    let mut picked: Vec<u64> =
        picks.iter().filter_map(|pick| all.get(usize::from(*pick) % all.len().max(1)).copied()).collect();
    picked.sort_unstable();
    picked.dedup();
    picked
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(120))]

    /// In which order facts are named, and how often, does not matter.
    #[test]
    fn the_order_of_naming_does_not_matter(
        steps in story(40), versions in editions(true), mood in temper(), picks in prop::collection::vec(any::<u16>(), 1..5),
    ) {
        let shelf = Shelf::new(&versions, &steps, mood);
        let facts = living(tell_by(&shelf, |_| {}).facts);
        let now = facts.last().unwrap().envelope.recorded_at;
        let named = news(&facts, &picks);
        if named.is_empty() {
            return Ok(());
        }
        let take = |named: Vec<u64>| shelf.whole().take_back(&Past::Whole(&facts), &mistake(named), &manager(now));
        let turned = named.iter().rev().chain(&named).copied().collect();
        prop_assert_eq!(take(named), take(turned));
    }

    /// News on which nothing stands are taken back in any order, at once or one after another: the lead is the same.
    #[test]
    fn corrections_of_what_has_nothing_to_do_with_each_other_commute(
        steps in story(40), versions in editions(true), mood in temper(), picks in prop::collection::vec(any::<u16>(), 2..5),
    ) {
        let shelf = Shelf::new(&versions, &steps, mood);
        let facts = living(tell_by(&shelf, |_| {}).facts);
        let now = facts.last().unwrap().envelope.recorded_at;
        let named = news(&facts, &picks);
        if named.len() < 2 {
            return Ok(());
        }
        // One order after another; none, where something falls or follows.
        let corrected = |orders: &[Vec<u64>]| {
            let mut facts = facts.clone();
            for named in orders {
                let order = mistake(named.iter().copied());
                let decision = shelf.whole().take_back(&Past::Whole(&facts), &order, &manager(now)).ok()?;
                let taken = correction(&decision)?;
                let alone = decision.own_facts().len() == 1 && taken.fallen.is_empty() && taken.hollow.is_empty();
                facts = alone.then(|| after(&facts, &decision))?;
            }
            Some(Lead::replay(&facts).unwrap())
        };
        let each: Vec<Vec<u64>> = named.iter().map(|revision| vec![*revision]).collect();
        let turned: Vec<Vec<u64>> = each.iter().rev().cloned().collect();
        let (at_once, forwards, backwards) = (corrected(std::slice::from_ref(&named)), corrected(&each), corrected(&turned));
        if let (Some(forwards), Some(backwards)) = (&forwards, &backwards) {
            prop_assert_eq!(differences(forwards, backwards), Vec::<String>::new());
            prop_assert_eq!(forwards.scoring(), backwards.scoring());
            prop_assert_eq!(forwards.memory(), backwards.memory());
            if let Some(at_once) = &at_once {
                prop_assert_eq!(differences(forwards, at_once), Vec::<String>::new());
                prop_assert_eq!(forwards.memory(), at_once.memory());
            }
        }
    }

    /// Where nothing was taken back every fact counts, at the place that its envelope says.
    #[test]
    fn without_corrections_every_fact_counts_where_it_stands(steps in story(45), versions in editions(true), mood in temper()) {
        let shelf = Shelf::new(&versions, &steps, mood);
        let facts = tell_by(&shelf, |_| {}).facts;
        let counted = counted(&facts).unwrap();
        prop_assert_eq!(counted.len(), facts.len());
        for (one, fact) in counted.iter().zip(&facts) {
            prop_assert!(!one.hollow);
            prop_assert_eq!(one.fact, fact);
            prop_assert_eq!((one.place.cycle, one.place.visit), (fact.envelope.cycle, fact.envelope.visit));
        }
    }
}
