//! The laws of books: whoever looks, whenever, sees the same; and every fact is of the version in force at its instant.
#![expect(clippy::as_conversions, reason = "small counts")]

use lead_lifecycle::lead::{Because, Cause, Recounting};
use lead_lifecycle::lifecycle::{
    AgendaKind, LeadPreview, PolicyBook, PolicyPreview, Version, preview, preview_counted,
};
use lead_lifecycle::scoring::Crossing;
use lead_lifecycle::values::CommandKind;
use lead_lifecycle::{Command, Context, Decision, Fact, FactBody, FactKind, Instant, Lead, Lifecycle, Role, StageKind};
use proptest::prelude::*;

use crate::common::editions::{Seen, Shelf, begun, editions, said, tell_by, temper, times};
use crate::common::{DAY, START, actor, at, k, next_fact, story, tell};
use crate::lifecycle_laws::json_round_trip;

fn system(now: Instant) -> Context {
    Context::new(now, actor(Role::System, 0))
}

fn check(lifecycle: &Lifecycle, lead: &Lead, now: Instant) -> Decision {
    lifecycle.decide(lead, &Command::CheckClock, &system(now)).unwrap_or_else(|refusal| panic!("{refusal}"))
}

fn after(lead: &Lead, decision: &Decision) -> Lead {
    let mut after = lead.clone();
    after.apply_all(decision.facts()).unwrap();
    after
}

/// Two nodes in turn look at every instant at which something is due.
fn check_in_turn(nodes: [&Lifecycle; 2], lead: &mut Lead, until: Instant) -> Vec<Fact> {
    let mut facts = vec![];
    for turn in 0.. {
        let node = nodes[turn % 2];
        let Some((at, fact)) = next_fact(node, lead).filter(|(at, _)| *at <= until) else { break };
        let decision = check(node, lead, at);
        assert_eq!(decision.facts().first().map(Fact::kind), Some(fact), "due at {at} on {lead:?}");
        *lead = after(lead, &decision);
        facts.extend(decision.into_facts());
    }
    facts
}

/// A lead in which another version is what differs alone: when it was recorded is not told.
fn comparable(lead: &Lead) -> String {
    let mut stored = serde_json::to_value(lead).unwrap();
    stored.as_object_mut().unwrap().remove("recorded_at");
    stored.to_string()
}

fn caused(facts: &[Fact], kind: FactKind, because: Because) -> bool {
    facts.iter().any(|fact| fact.kind() == kind && fact.envelope.cause == Cause::Rule(because))
}

/// What a preview has to say of what really happens.
fn as_happened(lead: &Lead, checked: &[Fact]) -> (bool, bool, bool, LeadFacts) {
    let mut after = lead.clone();
    after.apply_all(checked).unwrap();
    let either = |kind| caused(checked, kind, Because::Policy) || caused(checked, kind, Because::Recount);
    (
        either(FactKind::BecameMql),
        either(FactKind::Demoted),
        caused(checked, FactKind::BecameStale, Because::Policy),
        LeadFacts {
            first_contact: either(FactKind::BecameMql) && untouched(&after) && !untouched(lead),
            stages: format!("{} {}", lead.stage().kind(), after.stage().kind()),
            versions: format!("{:?} {:?}", lead.policy(), after.policy()),
            recount_due: after.recount_due().is_some(),
        },
    )
}

/// At MQL, where nobody has tried.
fn untouched(lead: &Lead) -> bool {
    lead.stage().kind() == StageKind::Mql && lead.cycle().is_untouched()
}

#[derive(Debug, PartialEq)]
struct LeadFacts {
    /// Whether a first contact has become due because of a version.
    first_contact: bool,
    stages: String,
    versions: String,
    recount_due: bool,
}

/// What a host stores up to an instant that checks the clock whenever a version comes into force, and counts at once.
fn counting_at_once(node: &Lifecycle, before: &[Fact], by: Instant) -> Vec<Fact> {
    let mut facts = before.to_vec();
    let mut lead = Lead::replay(&facts).unwrap();
    let began = lead.recorded_at();
    let comings = node.book().versions().map(Version::from).filter(|from| began < *from && *from < by);
    let comings: Vec<Instant> = [began].into_iter().chain(comings).chain([by]).collect();
    for now in comings {
        let take = |lead: &mut Lead, facts: &mut Vec<Fact>, command: &Command| {
            let decision = node.decide(lead, command, &system(now)).unwrap();
            lead.apply_all(decision.facts()).unwrap();
            facts.extend(decision.into_facts());
        };
        take(&mut lead, &mut facts, &Command::CheckClock);
        if lead.recount_due().is_some() {
            let counted = Recounting::Counted(Box::new(node.recount(&facts, now).unwrap()));
            take(&mut lead, &mut facts, &Command::Recount(counted));
        }
    }
    facts.split_off(before.len())
}

fn as_told(told: &LeadPreview) -> (bool, bool, bool, LeadFacts) {
    (
        told.promoted,
        told.demoted,
        told.stale,
        LeadFacts {
            first_contact: told.first_contact,
            stages: format!("{} {}", told.stage_before, told.stage_after),
            versions: format!("{:?} {:?}", told.from, told.to),
            recount_due: told.recount_due,
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    /// A book looked at once and late, at every second at which something is due, and by two nodes in turn: the same facts.
    #[test]
    fn looked_at_once_is_looked_at_often_is_looked_at_by_two_nodes(
        steps in story(30),
        versions in editions(true), mood in temper(),
        days in 0..200_i64,
        odd in 0..DAY,
    ) {
        let shelf = Shelf::new(&versions, &steps, mood).with_others();
        let other = shelf.others.last().unwrap();
        let same = |lead: &Lead, until: Instant| {
            let late = check(shelf.whole(), lead, until);
            let mut often = lead.clone();
            let facts = check_in_turn([shelf.whole(), other], &mut often, until);
            assert_eq!(said(late.facts()), said(&facts));
            let once = after(lead, &late);
            assert_eq!(comparable(&once), comparable(&often));
            for (node, lead) in [(shelf.whole(), &often), (other, &once)] {
                assert!(check(node, lead, until).is_empty(), "something is left of {lead:?}");
            }
        };
        // Looked at from every place of the story, with the versions that came later, and from its end.
        let told = tell_by(&shelf, |look| {
            same(look.lead, look.lead.recorded_at().saturating_add(lead_lifecycle::Span::days(11)));
        });
        same(&told.lead, at(told.lead.recorded_at().seconds() + days * DAY + odd));
    }

    /// Whether somebody looked before a command, often and in turn, makes no difference to what the command comes to.
    #[test]
    fn every_decision_comes_under_the_version_in_force_first(steps in story(40), versions in editions(true), mood in temper()) {
        let shelf = Shelf::new(&versions, &steps, mood).with_others();
        tell_by(&shelf, |look| {
            let Seen { lifecycle, lead, command, ctx, decided, .. } = *look;
            let other = &shelf.others[look.known - 1];
            let mut checked = lead.clone();
            let mut facts = check_in_turn([other, lifecycle], &mut checked, ctx.now.max(lead.recorded_at()));
            match (other.decide(&checked, command, ctx), decided) {
                (Ok(then), Ok(at_once)) => {
                    facts.extend(then.into_facts());
                    assert_eq!(said(&facts), said(at_once.facts()), "{command:?}");
                }
                (Err(then), Err(at_once)) => assert_eq!(then.unmet, at_once.unmet),
                (then, at_once) => panic!("{then:?} but at once {at_once:?}"),
            }
        });
    }

    /// Versions that come into force after the story say nothing of it, and a book of one is the policy as before.
    #[test]
    fn a_later_version_says_nothing_of_what_was_before(steps in story(40), versions in editions(true), mood in temper()) {
        let shelf = Shelf::new(&versions, &steps, mood);
        let policy = versions[0].policy();
        let alone = Lifecycle::new(policy.clone());
        let of_one = Lifecycle::with_book(PolicyBook::new([Version::new(Instant::MIN, policy.clone())]).unwrap());
        let first = tell(&alone, &steps, |_, _, _, _| {});
        let end = at(*times(&steps).last().unwrap());
        let mut book = PolicyBook::of(policy);
        for (number, (_, edition)) in shelf.editions.iter().enumerate() {
            let from = at(end.seconds() + 1 + DAY * i64::try_from(number).unwrap());
            let mut named = *edition;
            named.names = versions[0].names;
            book = book.with(Version::new(from, named.policy())).unwrap();
        }
        let later = Lifecycle::with_book(book);
        prop_assert_eq!(&of_one, &alone);
        let again = tell(&later, &steps, |lead, _, _, _| {
            let (one, more) = (alone.next_wake(lead).unwrap(), later.next_wake(lead).unwrap());
            assert_eq!(one.filter(|wake| wake.at <= end), more.filter(|wake| wake.at <= end));
        });
        prop_assert_eq!(&again.facts, &first.facts);
        prop_assert_eq!(&again.lead, &first.lead);
        // A second later it comes under the next one.
        let next = check(&later, &again.lead, at(end.seconds() + 1));
        prop_assert!(next.facts().iter().any(|fact| fact.kind() == FactKind::PolicyAdopted));
    }

    /// What is read of a stored lead at an instant is what is read of it after checking the clock then.
    #[test]
    fn reading_is_reading_what_the_clock_would_make(steps in story(30), versions in editions(true), mood in temper(), minutes in 0..90_000_i64) {
        let shelf = Shelf::new(&versions, &steps, mood);
        tell_by(&shelf, |look| {
            let (lifecycle, lead) = (look.lifecycle, look.lead);
            let now = at(lead.recorded_at().seconds() + minutes * 60);
            let decision = check(lifecycle, lead, now);
            let then = after(lead, &decision);
            assert_eq!(lifecycle.score(lead, now).unwrap(), lifecycle.score(&then, now).unwrap());
            assert_eq!(lifecycle.explain(lead, now).unwrap(), lifecycle.explain(&then, now).unwrap());
            let agenda = |lead: &Lead| {
                let mut items = lifecycle.agenda(lead, now).unwrap();
                items.retain(|item| item.kind != AgendaKind::ClockDue);
                items
            };
            assert_eq!(agenda(lead), agenda(&then));
            for role in [Role::Mk, Role::Sdr, Role::Fs, Role::Manager] {
                let ctx = Context::new(now, actor(role, 0));
                assert_eq!(lifecycle.outlook(lead, &ctx).unwrap(), lifecycle.outlook(&then, &ctx).unwrap());
            }
            let ctx = system(now);
            let report = lifecycle.promotion(lead, &ctx).unwrap();
            assert_eq!(report, lifecycle.promotion(&then, &ctx).unwrap());
            let due = next_fact(lifecycle, lead).filter(|(at, _)| *at <= now);
            assert_eq!(due.map(|(_, fact)| fact), decision.facts().first().map(Fact::kind));
            if due.is_none() {
                assert_eq!(lifecycle.next_wake(lead).unwrap(), lifecycle.next_wake(&then).unwrap());
            }
            let in_force = lifecycle.policy_at(now).unwrap();
            assert_eq!(lifecycle.policy_of(&then).unwrap(), in_force);
            assert_eq!(report.enter, in_force.scoring().enter());
            // Not promoted, and nothing against it: that there is not.
            assert!(!report.against.is_empty(), "{report}");
        });
    }

    /// What the report says of a promotion by time is what time makes, if nothing else of time comes between.
    #[test]
    fn a_promotion_by_time_comes_when_it_is_told(steps in story(25), versions in editions(true), mood in temper()) {
        let shelf = Shelf::new(&versions, &steps, mood);
        tell_by(&shelf, |look| {
            let lifecycle = look.lifecycle;
            let promised = lifecycle.promotion(look.lead, &system(look.lead.recorded_at())).unwrap().promoted_at;
            let mut lead = after(look.lead, &check(lifecycle, look.lead, look.lead.recorded_at()));
            if lead.stage().kind() == StageKind::Lead {
                let facts = check_in_turn([lifecycle; 2], &mut lead, at(START + 1_000 * DAY));
                let promoted = facts.iter().find(|fact| fact.kind() == FactKind::BecameMql);
                assert_eq!(promised, promoted.map(|fact| fact.envelope.effective_at));
            } else {
                assert_eq!(promised, None);
            }
            let _never_fails = lifecycle.crosses_at(&lead, Crossing::UpToEnter).unwrap();
        });
    }

    /// A preview is what happens: told before, it changes nothing, and adds up in any order and in parts.
    #[test]
    fn a_preview_is_what_happens(steps in story(25), versions in editions(true), mood in temper(), days in 0..120_i64) {
        let shelf = Shelf::new(&versions, &steps, mood);
        let mut previews = vec![];
        let facts = std::cell::RefCell::new(begun(&shelf));
        tell_by(&shelf, |look| {
            let (lead, node) = (look.lead, shelf.whole());
            let by = at(lead.recorded_at().seconds() + days * DAY);
            let before = lead.clone();
            let mut told = preview(lead, node.book(), by).unwrap();
            assert_eq!(*lead, before);
            let checked = check(node, lead, by);
            assert_eq!(as_told(&told), as_happened(lead, checked.facts()));
            // Counted again, as a host does that looks whenever a version comes into force.
            let lived = counting_at_once(node, &facts.borrow(), by);
            let whole = preview_counted(&*facts.borrow(), node.book(), by).unwrap();
            let (mut happened, due) = (as_happened(lead, &lived), |fact: &Fact| {
                matches!(fact.body, FactBody::PolicyAdopted { recount_due: true, .. })
            });
            happened.3.recount_due = lead.recount_due().is_some() || lived.iter().any(due);
            assert_eq!(as_told(&whole), happened);
            // For adding up, of many kinds of leads.
            let number = previews.len();
            told.lead = k(&format!("lead-{number}"));
            (told.promoted, told.demoted) = (number % 2 == 0, number % 3 == 1);
            (told.stale, told.recount_due) = (number % 5 < 2, number % 7 < 3);
            told.first_contact = number % 4 == 0;
            previews.push(told);
            facts.borrow_mut().extend(look.decided.iter().flat_map(Decision::facts).cloned());
        });
        let sum = |previews: &[LeadPreview]| {
            let mut sum = PolicyPreview::with_names();
            for preview in previews {
                sum.add(preview);
            }
            sum
        };
        let (whole, half) = (sum(&previews), previews.len() / 2);
        let mut parts = sum(&previews[half..]);
        parts.merge(&sum(&previews[..half]));
        prop_assert_eq!(&parts, &whole);
        let turned: Vec<LeadPreview> = previews.iter().rev().cloned().collect();
        prop_assert_eq!(&sum(&turned), &whole);
        let count = |holds: &dyn Fn(&LeadPreview) -> bool| previews.iter().filter(|told| holds(told)).count() as u64;
        prop_assert_eq!(whole.leads, count(&|_| true));
        prop_assert_eq!(whole.adopted, count(&|told| told.from != told.to));
        prop_assert_eq!(whole.promoted, count(&|told| told.promoted));
        prop_assert_eq!(whole.first_contacts, count(&|told| told.first_contact));
        prop_assert_eq!(whole.demoted, count(&|told| told.demoted));
        prop_assert_eq!(whole.stale, count(&|told| told.stale));
        prop_assert_eq!(whole.recount_due, count(&|told| told.recount_due));
        let names = whole.names.unwrap();
        for (list, total) in [
            (&names.promoted, whole.promoted),
            (&names.first_contacts, whole.first_contacts),
            (&names.demoted, whole.demoted),
            (&names.stale, whole.stale),
            (&names.recount_due, whole.recount_due),
        ] {
            prop_assert_eq!(list.len() as u64, total);
        }
    }

    /// Back to the former rules, and forward again: four versions, each with a stamp of its own; the lead stays sound.
    #[test]
    fn back_and_forward_again_are_versions_of_their_own(steps in story(40), versions in editions(true), mood in temper(), near in any::<[u8; 3]>()) {
        let mut turns: Vec<_> = [0, 1, 0, 1].map(|place| versions[place % versions.len()]).to_vec();
        for (turn, near) in turns.iter_mut().skip(1).zip(near) {
            (turn.near, turn.beside) = (near, i64::from(near));
        }
        let shelf = Shelf::new(&turns, &steps, mood);
        let told = tell_by(&shelf, |_| {});
        let stamps: Vec<_> = shelf.whole().book().versions().map(Version::stamp).collect();
        for (number, stamp) in stamps.iter().enumerate() {
            prop_assert!(stamps[..number].iter().all(|earlier| !earlier.is_version(stamp)));
        }
        prop_assert_eq!(&Lead::replay(&told.facts).unwrap(), &told.lead);
        json_round_trip(&told.lead);
        told.facts.iter().for_each(json_round_trip);
        for version in shelf.whole().book().versions() {
            json_round_trip(version);
        }
        let adopted = told.facts.iter().filter(|fact| fact.kind() == FactKind::PolicyAdopted);
        let mut since = told.facts[0].envelope.policy.since;
        for fact in adopted {
            prop_assert!(fact.envelope.policy.since > since, "never back in time: {:?}", fact);
            since = fact.envelope.policy.since;
        }
        prop_assert_eq!(&told.lead.policy().since, &since);
    }

    /// The facts fold from any snapshot on; revisions have no gaps; of one decision no fact of the clock takes effect before
    /// the one before it; and every fact is stamped with the version in force at its instant.
    #[test]
    fn every_fact_is_of_the_version_in_force_at_its_instant(steps in story(50), versions in editions(true), mood in temper(), cut in 0..50_usize) {
        let shelf = Shelf::new(&versions, &steps, mood);
        let told = tell_by(&shelf, |look| {
            let Ok(decision) = look.decided else { return };
            let in_force = |at: Instant| look.lifecycle.book().at(at).unwrap().stamp().clone();
            let mut latest = look.lead.recorded_at();
            for fact in decision.clock_facts() {
                let e = &fact.envelope;
                assert!(e.effective_at >= latest, "{fact:?} after {latest}");
                latest = e.effective_at;
                assert_eq!(e.policy, in_force(e.effective_at), "{fact:?}");
            }
            for fact in decision.own_facts() {
                assert_eq!(fact.envelope.policy, in_force(fact.envelope.recorded_at), "{fact:?}");
            }
            // Because of what: the facts that follow an adoption at its instant follow from it.
            let mut adopted = None;
            for fact in decision.clock_facts() {
                let e = &fact.envelope;
                if fact.kind() == FactKind::PolicyAdopted {
                    adopted = Some(e.effective_at);
                }
                let Cause::Rule(because) = &e.cause else { panic!("{fact:?}") };
                // What becomes of clocks is so because of what happened at the same instant.
                if let (true, Because::Fact(grounds)) = (fact.kind().is_of_clocks(), because) {
                    let grounds = decision.clock_facts().iter().find(|other| other.envelope.revision == *grounds).unwrap();
                    assert!(!grounds.kind().is_of_clocks() && grounds.envelope.effective_at == e.effective_at, "{fact:?}");
                    continue;
                }
                let of_policy = adopted == Some(e.effective_at);
                assert!(!of_policy || *because == Because::Policy, "{fact:?}");
                // Otherwise only what a day kept waiting is so because of the policy.
                assert!(of_policy || *because == Because::Time || fact.kind() == FactKind::BecameMql, "{fact:?}");
            }
            for fact in decision.own_facts() {
                if let Cause::Rule(Because::Fact(revision)) = fact.envelope.cause {
                    let grounds = decision.own_facts().iter().find(|other| other.envelope.revision == revision);
                    let of_clocks = fact.kind().is_of_clocks();
                    let told = |grounds: &Fact| !grounds.envelope.cause.is_rule() || of_clocks && !grounds.kind().is_of_clocks();
                    assert!(grounds.is_some_and(told), "{decision:?}");
                }
            }
        });
        for (number, fact) in told.facts.iter().enumerate() {
            prop_assert_eq!(fact.envelope.revision, number as u64 + 1);
        }
        let cut = 1 + cut % told.facts.len();
        let mut middle: Lead =
            serde_json::from_str(&serde_json::to_string(&Lead::replay(&told.facts[..cut]).unwrap()).unwrap()).unwrap();
        middle.apply_all(&told.facts[cut..]).unwrap();
        prop_assert_eq!(&middle, &told.lead);
    }

    /// A second before the next wake nothing is due; at it something is.
    #[test]
    fn the_next_wake_is_exact_under_a_book(steps in story(40), versions in editions(true), mood in temper()) {
        let shelf = Shelf::new(&versions, &steps, mood);
        tell_by(&shelf, |look| {
            let (lifecycle, lead) = (look.lifecycle, look.lead);
            match next_fact(lifecycle, lead) {
                None => assert!(check(lifecycle, lead, Instant::MAX).is_empty()),
                Some((wake, fact)) => {
                    assert!(wake >= lead.recorded_at());
                    let early = at(wake.seconds() - 1);
                    assert!(wake == lead.recorded_at() || check(lifecycle, lead, early).is_empty(), "early: {lead:?}");
                    let first = &check(lifecycle, lead, wake).facts()[0].clone();
                    assert_eq!((first.kind(), first.envelope.effective_at), (fact, wake));
                }
            }
            // What time and the score make of news stands in the decision: nothing by score is left for the same second.
            let of_news = matches!(
                look.command.kind(),
                CommandKind::RecordActivity | CommandKind::UpdateProfile | CommandKind::Recount | CommandKind::CheckClock
            );
            if let (true, Ok(decision)) = (of_news, look.decided) {
                let then = after(lead, decision);
                let left = check(lifecycle, &then, then.recorded_at());
                let by_score = |fact: &&Fact| matches!(fact.kind(), FactKind::BecameMql | FactKind::Demoted);
                let found = left.facts().iter().find(by_score);
                assert!(found.is_none(), "{found:?} is left after {:?}", look.command);
            }
        });
    }
}
