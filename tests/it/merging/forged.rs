//! Facts of merges and splits that nobody decided: whatever they say, nothing panics, and no lead becomes unsound.

use std::sync::LazyLock;

use lead_lifecycle::lead::{Attribution, Contributions, FactId, Refold, counted};
use lead_lifecycle::lifecycle::{Past, TakeBack, Together};
use lead_lifecycle::{Command, Context, Fact, FactBody, FactKind, Instant, Lead, Role};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::common::tale::{confirmed, hand_raise};
use crate::common::{DAY, START, actor, at, contract, k, reason};
use crate::hostile::{mutate, mutations};
use crate::merge_laws::Family;
use crate::merging::{family, seminar};

/// A survivor that others came into, with the facts of every kind: it lost one of a chain, and one that came by itself.
static RICH: LazyLock<Family> = LazyLock::new(|| {
    let mut family = family(true, &["a", "b", "c", "d"]);
    for (name, id) in [("a", "1"), ("b", "2"), ("c", "3"), ("d", "4")] {
        family.tells(name, &seminar(id));
        family.tells(name, &confirmed("need"));
        let bought = contract(&format!("C-{name}"), "JPY");
        family.tells(name, &Command::RecordPurchase { contract: bought, attribution: Attribution::default() });
        family.tells(name, &hand_raise(&format!("h-{id}")));
    }
    let order = TakeBack::new([2], reason("scanner", false));
    let decision = family.lifecycle.take_back(&family.past("b"), &order, &family.manager()).unwrap();
    family.leads.get_mut(&k::<lead_lifecycle::values::LeadKey>("b")).unwrap().extend(decision.into_facts());
    family.merges("c", "b");
    family.merges("b", "a");
    family.merges("d", "a");
    family.splits("c");
    family.splits("d");
    family.tells("a", &seminar("5"));
    family
});

/// Where the merges and splits stand in the histories, by lead.
fn places() -> Vec<(&'static str, usize)> {
    let kinds = [FactKind::MergedFrom, FactKind::MergedInto, FactKind::SplitFrom, FactKind::SplitOff];
    let of = |name: &'static str| {
        let history = RICH.history(name).iter().enumerate();
        history.filter(move |(_, fact)| kinds.contains(&fact.kind())).map(move |(place, _)| (name, place))
    };
    ["a", "b", "c", "d"].into_iter().flat_map(of).collect()
}

/// Everything that can be asked of a history.
fn everything(history: &[Fact]) {
    let now = at(START + 30 * DAY);
    let ctx = Context::new(now, actor(Role::Manager, 0));
    let (past, lifecycle) = (Past::Whole(history), &RICH.lifecycle);
    let _counted = counted(history);
    let _contributions = Contributions::of(history);
    let _recount = lifecycle.recount(history, now);
    let mut refold = Refold::start(&history[0]);
    for fact in &history[1..] {
        if let Ok(refold) = &mut refold {
            let fits = refold.admits(fact);
            let taken = refold.take(fact);
            assert!(fits || taken.is_err(), "{taken:?}");
            sound(refold.lead());
        }
    }
    let newest = history.last().unwrap().envelope.revision;
    for named in [vec![2], vec![newest], (1..=newest).collect()] {
        let order = TakeBack::new(named, reason("mistake", false));
        if let Ok(decision) = lifecycle.take_back(&past, &order, &ctx) {
            folds(history, decision.facts());
        }
    }
    for name in ["a", "b", "c", "d"] {
        let other = RICH.past(name);
        for outcome in [
            lifecycle.merge(&past, &other, &ctx),
            lifecycle.merge(&other, &past, &ctx),
            lifecycle.split(&past, &[other], &ctx),
            lifecycle.split(&other, &[past], &ctx),
            lifecycle.split(&other, &[RICH.past("b"), past], &ctx),
        ] {
            for of in outcome.iter().flat_map(Together::iter) {
                if of.lead == history[0].envelope.lead && *of.lead.as_str() != *name {
                    folds(history, of.decision.facts());
                }
            }
        }
    }
    if let Ok(lead) = Lead::replay(history) {
        let system = Context::new(now, actor(Role::System, 0));
        for command in [Command::CheckClock, Command::Redact, seminar("6"), hand_raise("h-9")] {
            if let Ok(decision) = lifecycle.decide(&lead, &command, &system) {
                folds(history, decision.facts());
            }
        }
    }
}

/// What was decided is applied, and the lead is sound; or it does not fit.
fn folds(history: &[Fact], facts: &[Fact]) {
    if let Ok(mut lead) = Lead::replay(history) {
        for fact in facts {
            match lead.apply(fact) {
                Ok(()) => sound(&lead),
                Err(error) => panic!("{error}: {fact:?}"),
            }
        }
    }
}

/// Stored and read again it is the same: a lead that is not sound is not read.
fn sound(lead: &Lead) {
    let stored = serde_json::to_string(lead).unwrap();
    let read: Lead = serde_json::from_str(&stored).unwrap_or_else(|error| panic!("{error}: {stored}"));
    assert_eq!(read, *lead);
}

/// A history in which one fact says something else, as far as it folds.
fn with(history: &[Fact], place: usize, forged: &Fact) -> Vec<Fact> {
    let mut facts = history[..place].to_vec();
    let Ok(mut lead) = Lead::replay(&facts) else { return facts };
    for fact in std::iter::once(forged).chain(&history[place + 1..]) {
        let mut fact = fact.clone();
        // The forger keeps the numbers in order.
        fact.envelope.lead = lead.key().clone();
        fact.envelope.revision = lead.revision() + 1;
        fact.envelope.fact = FactId::new(lead.key(), fact.envelope.revision);
        if let Ok(there) = lead.place_after(&fact.body) {
            (fact.envelope.cycle, fact.envelope.visit) = (there.cycle, there.visit);
        }
        let before = lead.clone();
        match lead.apply(&fact) {
            Ok(()) => {
                sound(&lead);
                facts.push(fact);
            }
            Err(_) => assert_eq!(lead, before, "it is as it was"),
        }
    }
    facts
}

/// The contribution of the first merge into `a`, changed as somebody likes.
fn contribution(change: impl FnOnce(&mut Vec<Value>)) -> Result<Vec<Fact>, serde_json::Error> {
    let history = RICH.history("a");
    let place = history.iter().position(|fact| fact.kind() == FactKind::MergedFrom).unwrap();
    let mut fact = serde_json::to_value(&history[place]).unwrap();
    change(fact["body"]["merged_from"]["contribution"].as_array_mut().unwrap());
    let forged: Fact = serde_json::from_value(fact)?;
    Ok(with(history, place, &forged))
}

/// Whether the forged merge was taken in.
fn is_in(facts: &[Fact]) -> bool {
    let history = RICH.history("a");
    let place = history.iter().position(|fact| fact.kind() == FactKind::MergedFrom).unwrap();
    matches!(facts.get(place).map(|fact| &fact.body), Some(FactBody::MergedFrom(merged)) if merged.from.as_str() == "b")
}

#[test]
fn parts_that_cannot_be_are_not_taken_in() {
    let twice = contribution(|parts| parts.push(parts[0].clone())).unwrap();
    let own = contribution(|parts| parts[1]["lead"] = json!("a")).unwrap();
    let expansion = contribution(|parts| parts[1]["first_touch"]["origin"] = json!("expansion")).unwrap();
    let nothing = contribution(Vec::clear).unwrap();
    let not_its_own = contribution(|parts| {
        parts.remove(0);
    })
    .unwrap();
    let thousand = contribution(|parts| {
        let part = parts[1].clone();
        parts.extend((0..1_000).map(|number| {
            let mut part = part.clone();
            part["lead"] = json!(format!("x{number}"));
            part
        }));
    })
    .unwrap();
    for facts in [twice, own, expansion, nothing, not_its_own, thousand] {
        assert!(!is_in(&facts));
        everything(&facts);
    }
}

/// The order of the parts says nothing that has to be refused: the key of who was merged is there.
#[test]
fn parts_in_another_order_are_taken_in() {
    let facts = contribution(|parts| parts.reverse()).unwrap();
    assert!(is_in(&facts));
    everything(&facts);
    let facts = contribution(|parts| parts[1]["revision"] = json!(u64::MAX)).unwrap();
    assert!(is_in(&facts));
    everything(&facts);
}

/// A contribution of hundreds of contracts, fields or answers is too much.
#[test]
fn parts_that_are_too_large_are_not_taken_in() {
    let contracts = contribution(|parts| {
        let contracts = &mut parts[0]["customer"]["contracts"];
        let one = contracts[0].clone();
        *contracts = (0..65)
            .map(|number| {
                let mut held = one.clone();
                held["terms"]["key"] = json!(format!("X-{number}"));
                held
            })
            .collect();
    });
    let fields = contribution(|parts| {
        let profile = parts[0]["profile"].as_object_mut().unwrap();
        let one = profile.values().next().unwrap().clone();
        profile.extend((0..300).map(|number| (format!("f{number}"), one.clone())));
    });
    let answers = contribution(|parts| {
        let answers = parts[0]["answers"].as_object_mut().unwrap();
        let one = answers.values().next().unwrap().clone();
        answers.extend((0..40).map(|number| (format!("q{number}"), one.clone())));
    });
    for facts in [contracts, fields, answers].into_iter().flatten() {
        assert!(!is_in(&facts));
        everything(&facts);
    }
}

/// Sections of one lead or stage in the split of another: the key of the lead is no part of them, and what is not sound is refused.
#[test]
fn sections_of_another_stage_are_sound_or_refused() {
    let all: Vec<Fact> = places().into_iter().map(|(name, place)| RICH.history(name)[place].clone()).collect();
    for (name, place) in places() {
        for other in &all {
            everything(&with(RICH.history(name), place, other));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    /// Mangled as a document.
    #[test]
    fn mangled_documents_never_panic(which: usize, changes in mutations()) {
        let places = places();
        let (name, place) = places[which % places.len()];
        let fact = serde_json::to_value(&RICH.history(name)[place]).unwrap();
        let mangled = mutate(fact, &changes);
        if let Ok(forged) = serde_json::from_value::<Fact>(mangled) {
            everything(&with(RICH.history(name), place, &forged));
        }
    }

    /// Mangled as bytes of a format without names.
    #[test]
    fn mangled_bytes_never_panic(
        which: usize, changes in prop::collection::vec((any::<usize>(), any::<u8>()), 1..4), cut in any::<usize>(),
    ) {
        let places = places();
        let (name, place) = places[which % places.len()];
        let mut bytes = postcard::to_allocvec(&RICH.history(name)[place]).unwrap();
        for (at, byte) in changes {
            let at = at % bytes.len();
            bytes[at] = byte;
        }
        if cut % 5 == 0 {
            bytes.truncate(cut % bytes.len());
        }
        if let Ok(forged) = postcard::from_bytes::<Fact>(&bytes) {
            everything(&with(RICH.history(name), place, &forged));
        }
    }

    /// A mangled snapshot is refused or sound, and can be asked everything that a sound one can.
    #[test]
    fn mangled_snapshots_are_refused_or_sound(which: usize, changes in mutations()) {
        let name = ["a", "b", "c", "d"][which % 4];
        let mangled = mutate(serde_json::to_value(RICH.lead(name)).unwrap(), &changes);
        if let Ok(lead) = serde_json::from_value::<Lead>(mangled) {
            sound(&lead);
            let ctx = Context::new(Instant::from_seconds(START + 40 * DAY).unwrap(), actor(Role::Manager, 0));
            let past = Past::Since(&lead, &[]);
            for other in ["a", "b", "c", "d"] {
                for outcome in [
                    RICH.lifecycle.merge(&past, &RICH.past(other), &ctx),
                    RICH.lifecycle.merge(&RICH.past(other), &past, &ctx),
                    RICH.lifecycle.split(&past, &[RICH.past(other)], &ctx),
                    RICH.lifecycle.split(&RICH.past(other), &[past], &ctx),
                ] {
                    for of in outcome.iter().flat_map(Together::iter).filter(|of| of.lead == *lead.key()) {
                        let mut now = lead.clone();
                        let applied = now.apply_all(of.decision.facts());
                        // Another lead of this key may be meant.
                        if of.decision.expected_revision() == lead.revision() && applied.is_ok() {
                            sound(&now);
                        }
                    }
                }
            }
        }
    }
}
