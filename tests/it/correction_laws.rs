//! The laws of taking back, over random stories under random books.
#![expect(clippy::wildcard_enum_match_arm, reason = "a test looks for one kind among many")]

use std::collections::BTreeSet;

use lead_lifecycle::lead::{Contributions, Revisions, TakenBack, counted};
use lead_lifecycle::lifecycle::{CorrectionUnmet, Past, TakeBack, TakeBackError};
use lead_lifecycle::{Context, Decision, Fact, FactBody, FactKind, Instant, Lead, Lifecycle, Role, Unmet};
use proptest::prelude::*;

use crate::common::editions::{Shelf, editions, tell_by, temper};
use crate::common::{actor, reason, story};
use crate::lifecycle_laws::json_round_trip;

pub(crate) fn manager(now: Instant) -> Context {
    Context::new(now, actor(Role::Manager, 0))
}

/// The sections of a lead, and nothing that taking back leaves as it is.
pub(crate) fn sections(lead: &Lead) -> serde_json::Value {
    let mut stored = serde_json::to_value(lead).unwrap();
    let map = stored.as_object_mut().unwrap();
    for part in ["scoring", "memory", "revision", "recorded_at", "policy"] {
        map.remove(part).unwrap_or_else(|| panic!("{part} is stored"));
    }
    stored
}

/// Where two leads differ in their sections.
pub(crate) fn differences(one: &Lead, other: &Lead) -> Vec<String> {
    fn walk(path: &str, one: &serde_json::Value, other: &serde_json::Value, found: &mut Vec<String>) {
        match (one, other) {
            _ if one == other => {}
            (serde_json::Value::Object(a), serde_json::Value::Object(b)) if a.keys().eq(b.keys()) => {
                a.iter().for_each(|(key, part)| walk(&format!("{path}.{key}"), part, &b[key], found));
            }
            _ => found.push(format!("{path}: {one} and {other}")),
        }
    }
    let mut found = vec![];
    walk("", &sections(one), &sections(other), &mut found);
    found
}

/// What counts, folded again plainly: every fact is given the next revision and the place that it then has, and the lead is
/// replayed from the beginning.
pub(crate) fn refold(lifecycle: &Lifecycle, history: &[Fact]) -> Lead {
    let counted = counted(history).unwrap();
    let contributions = Contributions::of(history);
    let mut lead: Option<Lead> = None;
    for (one, revision) in counted.iter().zip(1..) {
        let mut fact = contributions.said_anew(one.fact).unwrap_or_else(|| one.fact.clone());
        fact.envelope.revision = revision;
        if let Some(known) = &lead {
            place_deal(lifecycle, known, &mut fact);
            count_again(lifecycle, known, &mut fact, (counted.iter().map(|one| one.fact), &contributions));
            let place = known.place_after(&fact.body).unwrap();
            (fact.envelope.cycle, fact.envelope.visit) = (place.cycle, place.visit);
        }
        match &mut lead {
            None => lead = Some(Lead::start(&fact).unwrap()),
            Some(lead) => lead.apply(&fact).unwrap_or_else(|error| panic!("{error}: {fact:?}")),
        }
        assert_eq!(lead.as_ref().map(Lead::place), Some(one.place));
    }
    lead.unwrap()
}

/// A recount counts what counts, and what merges have brought that is not gone.
#[expect(single_use_lifetimes, reason = "`impl Trait` cannot elide the lifetime")]
fn count_again<'f>(
    lifecycle: &Lifecycle,
    lead: &Lead,
    fact: &mut Fact,
    (all, contributions): (impl Iterator<Item = &'f Fact>, &Contributions),
) {
    let stamp = &fact.envelope.policy;
    let version = lifecycle.book().versions().find(|version| version.stamp().is_version(stamp)).unwrap();
    let until = fact.envelope.fact.revision();
    if let FactBody::Recounted { counted: Some(state), .. } = &mut fact.body {
        let before = all.filter(|other| other.envelope.revision < until);
        let (mut activities, mut brought) = (vec![], vec![]);
        for other in before {
            match &other.body {
                FactBody::ActivityRecorded { activity, .. } => activities.push((activity, other.envelope.effective_at)),
                FactBody::MergedFrom(_) => brought.extend(contributions.parts(other)),
                _ => {}
            }
        }
        let mut counted = version.policy().scoring().retag(activities, lead.profile(), []);
        for part in brought {
            counted.merge(part.scoring());
        }
        **state = counted.of_activities();
    }
}

/// An adoption puts the deal where the book says, though it was another deal, or none, when it was recorded.
fn place_deal(lifecycle: &Lifecycle, lead: &Lead, fact: &mut Fact) {
    let to = fact.envelope.policy.clone();
    let FactBody::PolicyAdopted { deal_stage, .. } = &mut fact.body else { return };
    *deal_stage = None;
    let Some(deal) = lead.stage().deal() else { return };
    let versions: Vec<_> = lifecycle.book().versions().collect();
    let place = |stamp: &lead_lifecycle::values::PolicyStamp| {
        versions.iter().position(|version| version.stamp().is_version(stamp)).unwrap()
    };
    let (from, to) = (place(lead.policy()), place(&to));
    let mut stage = deal.stage().clone();
    for version in &versions[from.min(to) + 1..=from.max(to)] {
        let mapping = version.deal_stages().stages.get(deal.pipeline());
        if from < to {
            stage = mapping.and_then(|of| of.get(&stage)).unwrap_or(&stage).clone();
        }
    }
    if stage != *deal.stage() {
        *deal_stage = Some(stage);
    }
}

/// Takes back what is chosen and whatever a refusal says has to go too; none if it may not go at all.
pub(crate) fn take_back(
    lifecycle: &Lifecycle,
    facts: &[Fact],
    chosen: &[u64],
    now: Instant,
) -> Option<(Decision, BTreeSet<u64>)> {
    let mut named: BTreeSet<u64> = chosen.iter().copied().collect();
    for _ in 0..30 {
        if named.is_empty() {
            return None;
        }
        let order = TakeBack::new(named.iter().copied(), reason("mistake", false));
        let refusal = match lifecycle.take_back(&Past::Whole(facts), &order, &manager(now)) {
            Ok(decision) => return Some((decision, named)),
            Err(TakeBackError::Refused(refusal)) => refusal,
            Err(other) => panic!("{other}"),
        };
        json_round_trip(&refusal);
        for unmet in &refusal.unmet {
            let Unmet::Correction(unmet) = unmet else { panic!("{refusal}") };
            match unmet {
                CorrectionUnmet::TurnsAfter { facts } | CorrectionUnmet::StandOn { facts } => {
                    let before = named.len();
                    named.extend(facts.iter().map(|fact| fact.fact));
                    assert!(named.len() > before, "{refusal} names nothing new");
                }
                CorrectionUnmet::MadeByRule { facts }
                | CorrectionUnmet::TellAgain { facts }
                | CorrectionUnmet::NeverTakenBack { facts } => {
                    for fact in facts {
                        assert!(named.remove(&fact.fact), "{refusal}");
                    }
                }
                other => panic!("{other:?}"),
            }
        }
    }
    panic!("never done: {named:?}")
}

pub(crate) fn after(facts: &[Fact], decision: &Decision) -> Vec<Fact> {
    facts.iter().chain(decision.facts()).cloned().collect()
}

pub(crate) fn correction(decision: &Decision) -> Option<&TakenBack> {
    decision.own_facts().iter().find_map(|fact| match &fact.body {
        FactBody::TakenBack(taken) => Some(&**taken),
        _ => None,
    })
}

/// A story up to where the lead is merged into another.
pub(crate) fn living(mut facts: Vec<Fact>) -> Vec<Fact> {
    let merged = facts.iter().position(|fact| fact.kind() == FactKind::MergedInto);
    facts.truncate(merged.unwrap_or(facts.len()));
    facts
}

/// Which of the facts of a story are chosen, by parts of the whole.
pub(crate) fn chosen(facts: &[Fact], picks: &[u16]) -> Vec<u64> {
    let count = u64::try_from(facts.len()).unwrap();
    picks.iter().map(|pick| 1 + u64::from(*pick) % count).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(120))]

    /// The fold of the history with a correction is what counts of it, folded again.
    #[test]
    fn a_correction_is_what_counts_folded_again(
        steps in story(45), versions in editions(true), mood in temper(),
        picks in prop::collection::vec(any::<u16>(), 1..4),
        more in prop::collection::vec(any::<u16>(), 0..3),
        days in 0..30_i64,
    ) {
        let shelf = Shelf::new(&versions, &steps, mood);
        let mut facts = living(tell_by(&shelf, |_| {}).facts);
        let lifecycle = shelf.whole();
        let mut now = facts.last().unwrap().envelope.recorded_at;
        for picks in [&picks[..], &more] {
            now = now.saturating_add(lead_lifecycle::Span::saturating(u64::try_from(days).unwrap() * 86_400));
            let Some((decision, named)) = take_back(lifecycle, &facts, &chosen(&facts, picks), now) else { continue };
            facts = after(&facts, &decision);
            let lead = Lead::replay(&facts).unwrap();
            json_round_trip(&lead);
            decision.facts().iter().for_each(json_round_trip);
            prop_assert_eq!(differences(&lead, &refold(lifecycle, &facts)), Vec::<String>::new());
            let taken = correction(&decision);
            let gone: Revisions = named.iter().copied().collect();
            // Taking back twice is empty.
            let order = TakeBack::new(gone.iter(), reason("mistake", false));
            let again = lifecycle.take_back(&Past::Whole(&facts), &order, &manager(now)).unwrap();
            if taken.is_some() {
                prop_assert!(again.is_empty(), "{:?}", again.facts());
            }
        }
    }
}

/// The lead right after the correction of a decision.
pub(crate) fn corrected(facts: &[Fact], decision: &Decision) -> Lead {
    let until = decision.facts().iter().position(|fact| fact.kind() == FactKind::TakenBack).unwrap();
    Lead::replay(facts.iter().chain(&decision.facts()[..=until])).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(120))]

    /// To undo a correction at once is to have done nothing.
    #[test]
    fn to_undo_a_correction_is_to_have_done_nothing(
        steps in story(45), versions in editions(true), mood in temper(),
        picks in prop::collection::vec(any::<u16>(), 1..4),
    ) {
        let shelf = Shelf::new(&versions, &steps, mood);
        let facts = living(tell_by(&shelf, |_| {}).facts);
        let lifecycle = shelf.whole();
        let now = facts.last().unwrap().envelope.recorded_at;
        let Some((decision, _)) = take_back(lifecycle, &facts, &chosen(&facts, &picks), now) else { return Ok(()) };
        let Some(place) = decision.facts().iter().position(|fact| fact.kind() == FactKind::TakenBack) else { return Ok(()) };
        // What time had made true is there before anything is taken back.
        let before: Vec<Fact> = facts.iter().chain(&decision.facts()[..place]).cloned().collect();
        let made = after(&facts, &decision);
        let correction = decision.facts()[place].envelope.revision;
        let order = TakeBack::new([correction], reason("mistake", false));
        let undone = lifecycle.take_back(&Past::Whole(&made), &order, &manager(now)).unwrap();
        prop_assert_eq!(differences(&corrected(&made, &undone), &Lead::replay(&before).unwrap()), Vec::<String>::new());
        // And again: what was taken back is gone once more.
        let made_again = after(&made, &undone);
        let order = TakeBack::new([undone.own_facts()[0].envelope.revision], reason("mistake", false));
        let redone = lifecycle.take_back(&Past::Whole(&made_again), &order, &manager(now)).unwrap();
        prop_assert_eq!(differences(&corrected(&made_again, &redone), &Lead::replay(&made).unwrap()), Vec::<String>::new());
    }

    /// What was just told, with what rules made of it, is as if it had never been told.
    #[test]
    fn what_was_just_told_is_as_if_it_had_never_been(
        steps in story(40), versions in editions(true), mood in temper(),
    ) {
        let shelf = Shelf::new(&versions, &steps, mood);
        let mut newest: Option<Decision> = None;
        let told = tell_by(&shelf, |look| {
            newest = look.decided.as_ref().ok().filter(|decision| !decision.is_empty()).cloned().or(newest.take());
        });
        let Some(decision) = newest else { return Ok(()) };
        let before = told.facts.len() - decision.own_facts().len();
        let own: Vec<u64> =
            told.facts[before..].iter().filter(|fact| !fact.envelope.cause.is_rule()).map(|fact| fact.envelope.revision).collect();
        if told.lead.stage().kind() == lead_lifecycle::StageKind::Merged || own.is_empty() {
            return Ok(());
        }
        let order = TakeBack::new(own, reason("mistake", false));
        let now = told.lead.recorded_at();
        if let Ok(taken) = shelf.whole().take_back(&Past::Whole(&told.facts), &order, &manager(now)) {
            if taken.clock_facts().is_empty() {
                let before = Lead::replay(&told.facts[..before]).unwrap();
                prop_assert_eq!(differences(&corrected(&told.facts, &taken), &before), Vec::<String>::new());
            }
        }
    }

    /// Nothing falls, and nothing becomes hollow, for a fact that no rule looks at.
    #[test]
    fn nothing_falls_that_nothing_stood_on(
        steps in story(45), versions in editions(true), mood in temper(), pick in any::<u16>(),
    ) {
        let shelf = Shelf::new(&versions, &steps, mood);
        let facts = living(tell_by(&shelf, |_| {}).facts);
        let consents: Vec<u64> = facts.iter().filter(|fact| fact.kind() == FactKind::ConsentRecorded).map(|fact| fact.envelope.revision).collect();
        if consents.is_empty() {
            return Ok(());
        }
        let order = TakeBack::new([consents[usize::from(pick) % consents.len()]], reason("mistake", false));
        let now = facts.last().unwrap().envelope.recorded_at;
        let decision = shelf.whole().take_back(&Past::Whole(&facts), &order, &manager(now)).unwrap();
        let taken = correction(&decision).unwrap();
        prop_assert!(taken.fallen.is_empty() && taken.hollow.is_empty(), "{taken:?}");
        let found = differences(&corrected(&facts, &decision), &Lead::replay(&facts).unwrap());
        prop_assert!(found.iter().all(|one| one.starts_with(".consents")) || !decision.clock_facts().is_empty(), "{found:?}");
    }
}
