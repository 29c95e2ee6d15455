//! Four leads to which anything may happen in any order: they are merged, split, corrected, erased and told of, and hosts are
//! interrupted. Whatever it was, every history folds, what counts folds to the same, and what is erased is gone.

use lead_lifecycle::lead::{Because, counted};
use lead_lifecycle::lifecycle::MergeError;
use lead_lifecycle::{Command, Fact, FactBody, FactKind, Lead, Role, StageKind};
use proptest::prelude::*;

use crate::common::{Step, k, story};
use crate::correction_laws::{after, chosen, differences, refold, take_back};
use crate::lifecycle_laws::json_round_trip;
use crate::merge_laws::{Family, codes};
use crate::merging::told;

const NAMES: [&str; 4] = ["a", "b", "c", "d"];

#[derive(Debug, Clone)]
enum Turn {
    Merge(usize, usize),
    /// Only the first of the two decisions is stored.
    HalfMerge(usize, usize),
    Split(usize),
    Tell(usize, Vec<Step>),
    TakeBack(usize, Vec<u16>),
    Erase(usize),
    Wait(i64),
}

fn turn() -> impl Strategy<Value = Turn> {
    let name = 0..NAMES.len();
    prop_oneof![
        4 => (name.clone(), name.clone()).prop_map(|(loser, winner)| Turn::Merge(loser, winner)),
        1 => (name.clone(), name.clone()).prop_map(|(loser, winner)| Turn::HalfMerge(loser, winner)),
        4 => name.clone().prop_map(Turn::Split),
        4 => (name.clone(), story(8)).prop_map(|(name, steps)| Turn::Tell(name, steps)),
        2 => (name.clone(), prop::collection::vec(any::<u16>(), 1..3)).prop_map(|(name, picks)| Turn::TakeBack(name, picks)),
        1 => name.prop_map(Turn::Erase),
        1 => (0..40_i64).prop_map(Turn::Wait),
    ]
}

fn happens(family: &mut Family, turn: &Turn) {
    match turn {
        Turn::Merge(loser, winner) | Turn::HalfMerge(loser, winner) => {
            let (loser, winner) = (NAMES[*loser], NAMES[*winner]);
            match family.ask_merge(loser, winner) {
                Ok(together) if matches!(turn, Turn::HalfMerge(..)) => family.stores_only(&together, winner),
                Ok(together) => {
                    family.stores(together);
                    let again = family.ask_merge(loser, winner).unwrap_or_else(|error| panic!("{error}"));
                    assert!(again.is_empty(), "{:?}", super::kinds(&again));
                }
                Err(MergeError::Refused(refusal)) => json_round_trip(&refusal),
                Err(error) => panic!("{error}"),
            }
        }
        Turn::Split(name) => match family.ask_split(NAMES[*name]) {
            Ok(together) => {
                let way = family.way(NAMES[*name]);
                family.stores(together);
                let lead = family.lead(NAMES[*name]);
                assert_ne!(lead.stage().kind(), StageKind::Merged);
                for other in way {
                    assert!(family.lead(other.as_str()).absorbed_lead(lead.key()).is_none(), "{other}");
                }
            }
            Err(MergeError::Refused(refusal)) => {
                json_round_trip(&refusal);
                for code in codes(&refusal) {
                    assert!(["stand_on_part", "not_merged"].contains(&code), "{refusal}");
                }
            }
            Err(error) => panic!("{error}"),
        },
        Turn::Tell(name, steps) => {
            family.goes_on(NAMES[*name], steps);
        }
        Turn::TakeBack(name, picks) => {
            let name = NAMES[*name];
            if family.lead(name).stage().kind() == StageKind::Merged {
                return;
            }
            let picks = chosen(family.history(name), picks);
            let done = take_back(&family.lifecycle, family.history(name), &picks, family.now);
            if let Some((decision, _)) = done {
                let history = after(family.history(name), &decision);
                family.leads.insert(k(name), history);
            }
        }
        Turn::Erase(name) => {
            let lead = family.lead(NAMES[*name]);
            let decision = family.lifecycle.decide(&lead, &Command::Redact, &family.by(Role::System)).unwrap();
            family.leads.get_mut(lead.key()).unwrap().extend(decision.into_facts());
        }
        Turn::Wait(days) => {
            family.waits(*days);
        }
    }
}

/// What holds of every history.
fn sound(family: &Family, name: &str) {
    let (history, lead) = (family.history(name), family.lead(name));
    json_round_trip(&lead);
    let bytes = postcard::to_allocvec(&lead).unwrap();
    assert_eq!(postcard::from_bytes::<Lead>(&bytes).unwrap(), lead);
    // What counts, folded again.
    assert_eq!(differences(&lead, &refold(&family.lifecycle, history)), Vec::<String>::new(), "{name}");
    let counted = counted(history).unwrap();
    let merges = counted.iter().filter_map(|one| match &one.fact.body {
        FactBody::MergedFrom(merged) => Some(merged.contribution.len()),
        _ => None,
    });
    let known = lead.absorbed().map_or(0, |absorbed| absorbed.leads().len());
    assert!(merges.sum::<usize>() >= known, "{name}");
    // Nothing counts that a merge had set off and that is gone.
    let holds_one = counted.iter().any(|one| one.fact.kind() == FactKind::MergedFrom);
    let of_merge = |one: &&lead_lifecycle::lead::Counted<'_>| {
        one.fact.envelope.cause == lead_lifecycle::lead::Cause::Rule(Because::Merge)
    };
    assert!(
        holds_one || counted.iter().filter(of_merge).all(|one| one.hollow || one.fact.kind() != FactKind::BecameMql),
        "{name}"
    );
    // The host has done its duty.
    if let Some(erasure) = lead.erasure() {
        let mut redacted: Vec<Fact> = history.to_vec();
        for fact in &mut redacted {
            fact.redact(erasure);
        }
        assert_eq!(Lead::replay(&redacted).unwrap(), lead, "{name}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(120))]

    /// Whatever happens to four leads, every one of them stays sound.
    #[test]
    fn whatever_happens_every_lead_stays_sound(
        stories in prop::collection::vec(story(12), 4), turns in prop::collection::vec(turn(), 1..14), standard: bool,
    ) {
        let stories: Vec<(&str, &[Step])> = NAMES.into_iter().zip(stories.iter().map(Vec::as_slice)).collect();
        let mut family = told(standard, &stories);
        for turn in &turns {
            happens(&mut family, turn);
            for name in NAMES {
                sound(&family, name);
            }
        }
    }
}
