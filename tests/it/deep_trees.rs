//! Values that hold more of their kind, built by hand as deep as the public API lets anybody: whatever is done with one
//! comes back, with a value or a fault, on the stack of a usual thread.

use std::fmt::{Debug, Display};

use lead_lifecycle::calendar::Zone;
use lead_lifecycle::lead::Proposable;
use lead_lifecycle::lifecycle::DealUnmet;
use lead_lifecycle::qualification::{Answers, Bar, BarKind, BarReport};
use lead_lifecycle::scoring::{Comparison, ConditionDraft, FitDraft, RuleDraft};
use lead_lifecycle::values::{FaultCode, Got, Points, fingerprint_of, limits};
use lead_lifecycle::{Command, Fact, Instant, Lead, Policy, PolicyDraft, Refusal, Unmet};
use proptest::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::common::k;

const DEEP: usize = 40_000;

/// On a stack as small as a host may have.
fn on_a_small_stack(what: impl FnOnce() + Send + 'static) {
    let thread = std::thread::Builder::new().stack_size(1 << 20).spawn(what).unwrap();
    thread.join().expect("it comes back");
}

fn bar(depth: usize, how: usize) -> Bar {
    let mut bar = Bar::Confirmed(k("need"));
    for level in 0..depth {
        let parts = vec![bar, Bar::Known(k("budget"))];
        bar = match (level + how) % 3 {
            0 => Bar::AllOf(parts),
            1 => Bar::AnyOf(parts),
            _ => Bar::AtLeast { count: 1, of: parts },
        };
    }
    bar
}

fn condition(depth: usize, how: usize) -> ConditionDraft {
    let mut condition = ConditionDraft::Equals(Comparison { field: k("region"), value: "Kanto".into() });
    for level in 0..depth {
        condition = match (level + how) % 3 {
            0 => ConditionDraft::Not(Box::new(condition)),
            1 => ConditionDraft::All(vec![condition]),
            _ => ConditionDraft::Any(vec![ConditionDraft::Present(k("email")), condition]),
        };
    }
    condition
}

fn unmet(depth: usize) -> Unmet {
    let mut unmet = Unmet::Deal(DealUnmet::BackwardRefused);
    for _ in 0..depth {
        unmet = Unmet::Proposed(vec![unmet, Unmet::Deal(DealUnmet::NoOpenDeal)]);
    }
    unmet
}

/// A report cannot be made by hand, but one that the crate made can be put into another.
fn report(depth: usize) -> BarReport {
    let policy = Policy::standard();
    let judge = || policy.qualification().judge(BarKind::Handover, &Answers::new(), Instant::MIN, &Zone::UTC);
    let mut report = judge();
    for _ in 0..depth {
        let mut above = judge();
        let BarReport::Group(group) = &mut above else { panic!("the bar of the practice has parts") };
        group.parts = vec![report];
        report = above;
    }
    report
}

/// Everything that a value of any kind can do.
fn everything<T: Clone + PartialEq + Debug + Serialize + DeserializeOwned>(depth: usize, one: T, other: &T) {
    let copy = one.clone();
    assert!(copy == one);
    assert!(&one != other, "what differs below is told apart");
    assert!(!format!("{one:?}").is_empty());
    let (json, bytes) = (serde_json::to_string(&one), postcard::to_allocvec(&one));
    let readable = depth <= limits::NESTING.max_len();
    assert_eq!(json.is_ok(), readable, "{depth} deep: {json:?}");
    assert_eq!(bytes.is_ok(), readable, "{depth} deep");
    if let (Ok(json), Ok(bytes)) = (json, bytes) {
        assert!(serde_json::from_str::<T>(&json).unwrap() == one);
        assert!(postcard::from_bytes::<T>(&bytes).unwrap() == one);
    }
    let _print = fingerprint_of(&one);
    drop(copy);
    drop(one);
}

/// Unmet conditions can be taken apart by value, so they have no `Drop` of their own.
fn take_apart(unmet: Unmet) {
    let mut open = vec![unmet];
    while let Some(unmet) = open.pop() {
        if let Unmet::Proposed(parts) = unmet {
            open.extend(parts);
        }
    }
}

fn told<T: Display>(one: &T) {
    assert!(!one.to_string().is_empty());
}

fn scored(condition: ConditionDraft) -> PolicyDraft {
    let mut draft = PolicyDraft::standard();
    let group = draft.scoring.groups.keys().next().expect("the practice scores by groups").clone();
    let fit = FitDraft { group, when: condition, points: Points::from_int(1) };
    draft.scoring.rules.insert(k("fit"), RuleDraft::Fit(fit));
    draft
}

#[test]
fn what_is_built_deep_by_hand_comes_back() {
    on_a_small_stack(|| {
        for depth in [0, 1, 7, 8, 9, 10, 300, DEEP] {
            for how in 0..3 {
                everything(depth, bar(depth, how), &Bar::AllOf(vec![bar(depth, how + 1)]));
                everything(depth, condition(depth, how), &ConditionDraft::Not(Box::new(condition(depth, how + 1))));
                assert_eq!(bar(depth, how).criteria().len(), depth + 1);
            }
            let one = report(depth);
            let _leaves = one.unmet_leaves().len();
            told(&one);
            let BarReport::Group(group) = &one else { panic!("a group") };
            told(group);
            assert!(group.clone() == *group && !format!("{group:?}").is_empty() && !one.is_met());
            // One level is the report's own.
            everything(depth + 1, one, &report(depth + 1));
            let one = unmet(depth);
            told(&one);
            assert_eq!(
                one.code(),
                if depth == 0 { "deal_backward_refused" } else { "proposed" }.trim_start_matches("deal_")
            );
            let (copy, other) = (one.clone(), unmet(depth + 1));
            assert!(one != other);
            take_apart(other);
            assert!(copy == one && !format!("{one:?}").is_empty());
            assert_eq!(serde_json::to_string(&one).is_ok(), depth <= 1);
            assert_eq!(postcard::to_allocvec(&one).is_ok(), depth <= 1);
            let mut refusal: Refusal = serde_json::from_str(
                r#"{"command":"promote","lead":"l","stage":null,"at":"2026-04-01T00:00:00Z","unmet":[]}"#,
            )
            .unwrap();
            refusal.unmet = vec![one];
            told(&refusal);
            let again = refusal.clone();
            assert!(again == refusal && !format!("{refusal:?}").is_empty());
            for unmet in [copy].into_iter().chain(refusal.unmet).chain(again.unmet) {
                take_apart(unmet);
            }
        }
    });
}

/// A part of a policy that is too deep is a fault with its place; one that is not, is none.
#[test]
fn what_is_built_deep_by_hand_is_a_fault_of_the_policy() {
    on_a_small_stack(|| {
        for depth in [0, 8, 9, 300, DEEP] {
            let faults = |draft: PolicyDraft| {
                assert!(draft.clone() == draft && !format!("{draft:?}").is_empty());
                assert_eq!(serde_json::to_string(&draft).is_ok(), depth <= 8);
                let deeper = |faults: lead_lifecycle::Faults| {
                    let deeper = |fault: &lead_lifecycle::values::Fault| {
                        fault.got == Got::DeeperNesting && fault.code == FaultCode::OutOfRange
                    };
                    faults.iter().filter(|fault| deeper(fault)).count()
                };
                Policy::try_from(draft).err().map_or(0, deeper)
            };
            let mut draft = PolicyDraft::standard();
            (draft.qualification.bar, draft.qualification.before_appointment) = (bar(depth, 0), bar(depth, 1));
            assert_eq!(faults(draft), if depth > 8 { 2 } else { 0 }, "{depth} deep");
            assert_eq!(faults(scored(condition(depth, 0))) > 0, depth > 8, "{depth} deep");
        }
    });
}

/// Nothing that is read nests without end, in any format.
#[test]
fn what_is_written_deep_is_refused() {
    on_a_small_stack(|| {
        fn refused<T: DeserializeOwned>(open: &str, close: &str) {
            for depth in [200, 100_000] {
                assert!(serde_json::from_str::<T>(&(open.repeat(depth) + &close.repeat(depth))).is_err());
            }
            for byte in 0..64_u8 {
                // One or two bytes a level, whatever the variant.
                let _one = postcard::from_bytes::<T>(&[byte].repeat(200_000));
                let _pairs = postcard::from_bytes::<T>(&[byte, 1].repeat(200_000));
            }
        }
        refused::<Bar>(r#"{"all_of":["#, "]}");
        refused::<ConditionDraft>(r#"{"not":"#, "}");
        refused::<ConditionDraft>(r#"{"all":["#, "]}");
        refused::<BarReport>(r#"{"group":{"needed":null,"met":false,"parts":["#, "]}}");
        refused::<Unmet>(r#"{"proposed":["#, "]}");
        refused::<Command>(r#"{"propose":{"id":"p","rationale":"r","command":"#, "}}");
        refused::<Proposable>(r#"{"propose":{"id":"p","rationale":"r","command":"#, "}}");
        refused::<Fact>(r#"{"body":["#, "]}");
        refused::<Lead>(r#"{"stage":["#, "]}");
        refused::<PolicyDraft>(r#"{"scoring":["#, "]}");
        for depth in [200, 5_000] {
            let text = format!("x = {}1{}", "[".repeat(depth), "]".repeat(depth));
            assert!(toml::from_str::<PolicyDraft>(&text).is_err());
        }
    });
}

proptest! {
    /// A tree of any shape is equal to its copy, and to nothing else.
    #[test]
    fn copies_are_equal_and_others_are_not(levels in proptest::collection::vec((0_u8..3, 0_usize..3), 0..9), at in 0_usize..9) {
        let build = |levels: &[(u8, usize)], last: &str| {
            levels.iter().fold(Bar::Confirmed(k(last)), |below, (kind, more)| {
                let mut parts = vec![below];
                parts.extend((0..*more).map(|_| Bar::Within { criterion: k("timeline"), months: 6 }));
                match kind {
                    0 => Bar::AllOf(parts),
                    1 => Bar::AnyOf(parts),
                    _ => Bar::AtLeast { count: 1, of: parts },
                }
            })
        };
        let one = build(&levels, "need");
        prop_assert!(one.clone() == one);
        prop_assert!(one != build(&levels, "budget"));
        if let Some((kind, more)) = levels.get(at) {
            let mut other = levels.clone();
            other[at] = (*kind, more + 1);
            prop_assert!(one != build(&other, "need"));
            other[at] = ((kind + 1) % 3, *more);
            prop_assert!(one != build(&other, "need"));
        }
        let read = serde_json::from_str::<Bar>(&serde_json::to_string(&one).unwrap()).unwrap();
        prop_assert_eq!(read, one);
    }
}
