//! Numbers over many leads: the laws of the group, quantiles against the formulas and `NumPy`, buckets against their bound,
//! risk tables against the oracle and against a recomputation from single observations.
#![expect(
    clippy::float_arithmetic,
    clippy::as_conversions,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "tests of estimates, and of numbers small enough to be cast"
)]

use std::collections::{BTreeMap, BTreeSet};

use lead_lifecycle::insight::{LogBuckets, Observation, QuantileKind, RiskError, RiskTable, Tally, Times};
use lead_lifecycle::planning::{
    Confidence, Estimate, Fraction, Incidence, Probability, RateDifference, RateEvidence, Share,
};
use num_rational::Ratio;
use proptest::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

type Entries = Vec<(i64, i64)>;

fn any_entries() -> impl Strategy<Value = Entries> {
    let seconds = prop_oneof![-3_i64..12, -1_000_000_i64..1_000_000_000];
    let count = prop_oneof![Just(1_i64), -3_i64..4];
    prop::collection::vec((seconds, count), 0..60)
}

fn tally(entries: &[(i64, i64)]) -> Tally {
    entries.iter().copied().collect()
}

fn added(entries: &[(i64, i64)]) -> Tally {
    let mut tally = Tally::new();
    for (seconds, count) in entries {
        tally.add(*seconds, *count);
    }
    tally
}

fn merged(left: &Tally, right: &Tally) -> Tally {
    let mut both = left.clone();
    both.merge(right);
    both
}

fn negated(tally: &Tally) -> Tally {
    let mut negated = tally.clone();
    negated.negate();
    negated
}

/// Read back as written, in a form with names and in one without.
fn stored<T: Serialize + DeserializeOwned + PartialEq + std::fmt::Debug>(value: &T) {
    let text = serde_json::to_string(value).unwrap();
    assert_eq!(&serde_json::from_str::<T>(&text).unwrap(), value);
    let bytes = postcard::to_allocvec(value).unwrap();
    assert_eq!(&postcard::from_bytes::<T>(&bytes).unwrap(), value);
}

fn share(text: &str) -> Share {
    text.parse().unwrap()
}

fn ratio(fraction: &Fraction) -> Ratio<i128> {
    Ratio::new(
        i128::try_from(fraction.numerator().unwrap()).unwrap(),
        i128::try_from(fraction.denominator().unwrap()).unwrap(),
    )
}

proptest! {
    #[test]
    fn tallies_are_an_abelian_group(a in any_entries(), b in any_entries(), c in any_entries()) {
        let (x, y, z) = (tally(&a), added(&b), tally(&c));
        prop_assert_eq!(merged(&x, &y), merged(&y, &x));
        prop_assert_eq!(merged(&merged(&x, &y), &z), merged(&x, &merged(&y, &z)));
        prop_assert_eq!(merged(&x, &Tally::new()), x.clone());
        prop_assert!(merged(&x, &negated(&x)).is_empty());
        prop_assert_eq!(negated(&negated(&x)), x);
    }

    #[test]
    fn what_is_added_and_removed_leaves_nothing(a in any_entries(), b in any_entries()) {
        let before = added(&a);
        let mut after = before.clone();
        for (seconds, count) in &b {
            after.add(*seconds, *count);
        }
        for (seconds, count) in b.iter().rev() {
            after.add(*seconds, -count);
        }
        prop_assert_eq!(after, before);
    }

    #[test]
    fn any_split_merges_to_the_whole(a in any_entries(), parts in prop::collection::vec(0_usize..4, 60)) {
        let mut split = vec![Tally::new(); 4];
        a.iter().zip(&parts).for_each(|((seconds, count), part)| split[*part].add(*seconds, *count));
        let whole = split.iter().fold(Tally::new(), |whole, part| merged(&whole, part));
        prop_assert_eq!(&whole, &tally(&a));
        let mut model = BTreeMap::new();
        for (seconds, count) in &a {
            *model.entry(*seconds).or_insert(0) += count;
        }
        model.retain(|_, count| *count != 0);
        prop_assert_eq!(whole.entries().to_vec(), model.into_iter().collect::<Vec<_>>());
        prop_assert_eq!(whole.len(), a.iter().map(|(_, count)| count).sum::<i64>());
        prop_assert_eq!(whole.sum(), a.iter().map(|(seconds, count)| i128::from(seconds * count)).sum::<i128>());
        prop_assert_eq!(whole.is_empty(), whole.entries().is_empty());
        stored(&whole);
    }

    #[test]
    fn a_higher_level_is_never_shorter(a in any_entries(), low in 0_u128..=240, more in 0_u128..=240) {
        let times = Times::from(&tally(&a));
        let level = |n: u128| Share::new(Fraction::new(n.min(240), 240).unwrap()).unwrap();
        for kind in QuantileKind::ALL {
            let (lower, higher) = (times.quantile(&level(low), kind), times.quantile(&level(low + more), kind));
            prop_assert!(lower <= higher);
            prop_assert_eq!(lower.is_some(), times.count() > 0);
            prop_assert!(lower >= times.min().map(Fraction::from) && higher <= times.max().map(Fraction::from));
        }
    }

    #[test]
    fn the_default_quantile_agrees_with_a_naive_one(
        seconds in prop::collection::vec(0_i64..5_000, 1..40), n in 0_i128..=97, negative in 0_u64..3,
    ) {
        let below = (0..negative).map(|_| (-7, 1));
        let times = Times::from(&seconds.iter().map(|seconds| (*seconds, 1)).chain(below).collect::<Tally>());
        let mut sorted = seconds.clone();
        sorted.sort_unstable();
        let position = Ratio::new(n * (sorted.len() as i128 - 1), 97);
        let at = |index: usize| Ratio::from(i128::from(sorted[index.min(sorted.len() - 1)]));
        let (low, behind) = (position.floor().to_integer() as usize, position - position.floor());
        let expected = at(low) + behind * (at(low + 1) - at(low));
        let level = Share::new(Fraction::new(n as u128, 97).unwrap()).unwrap();
        let got = times.quantile(&level, QuantileKind::default()).unwrap();
        prop_assert_eq!(ratio(&got), expected);
        let mean = Ratio::new(sorted.iter().map(|seconds| i128::from(*seconds)).sum(), sorted.len() as i128);
        prop_assert_eq!(ratio(&times.mean().unwrap()), mean);
        prop_assert_eq!((times.count(), times.negative()), (sorted.len() as u64, negative));
    }

    #[test]
    fn a_bucket_is_at_most_one_in_two_hundred_and_fifty_six_off(
        seconds in prop_oneof![0_i64..100_000, 0_i64..=i64::MAX, (0_u32..63, -2_i64..2).prop_map(|(bit, off)| ((1_i64 << bit) + off).max(0))]
    ) {
        let mut buckets = LogBuckets::new();
        buckets.add(seconds, 1);
        let told = buckets.times().min().unwrap();
        let off = u128::from(told.abs_diff(seconds as u64));
        prop_assert!(off * 256 <= seconds as u128);
        prop_assert!(seconds > 255 || off == 0);
    }

    #[test]
    fn buckets_are_a_group_and_bound_mean_and_quantiles(
        a in prop::collection::vec((0_i64..100_000_000, 1_i64..4), 1..50), b in any_entries(), level in 0_u8..=100,
    ) {
        let exact = Times::from(&tally(&a));
        let mut buckets = LogBuckets::new();
        for (seconds, count) in &a {
            buckets.add(*seconds, *count);
        }
        prop_assert_eq!(&buckets, &LogBuckets::from(&tally(&a)));
        let near = |got: Option<Fraction>, exact: Option<Fraction>| {
            let (got, exact) = (ratio(&got.unwrap()), ratio(&exact.unwrap()));
            let off = if got < exact { exact - got } else { got - exact };
            off * 200 <= exact
        };
        prop_assert!(near(buckets.times().mean(), exact.mean()));
        for kind in QuantileKind::ALL {
            let read = |times: &Times| times.quantile(&Share::percent(level), kind);
            prop_assert!(near(read(&buckets.times()), read(&exact)));
        }
        let others = LogBuckets::from(&tally(&b));
        let mut both = buckets.clone();
        both.merge(&others);
        let joined: Entries = a.iter().chain(&b).copied().collect();
        prop_assert_eq!(&both, &LogBuckets::from(&tally(&joined)));
        stored(&both);
        let mut back = others;
        back.negate();
        both.merge(&back);
        prop_assert_eq!(both, buckets);
    }
}

#[test]
fn many_additions_are_settled_on_the_way() {
    let entries: Entries = (0..10_000).map(|n| ((n * 7_919) % 3_001, if n % 3 == 0 { -1 } else { 1 })).collect();
    let (one_by_one, at_once) = (added(&entries), tally(&entries));
    assert_eq!(one_by_one, at_once);
    let merged_by_small = entries.chunks(7).fold(Tally::new(), |whole, part| merged(&whole, &tally(part)));
    assert_eq!(merged_by_small, at_once);
}

#[test]
fn counts_stop_at_their_ends() {
    let mut most = tally(&[(i64::MAX, i64::MAX), (i64::MAX, 1)]);
    assert_eq!((most.len(), most.entries().to_vec()), (i64::MAX, vec![(i64::MAX, i64::MAX)]));
    most.add(i64::MIN, i64::MIN);
    most.negate();
    assert_eq!(most.entries().to_vec(), [(i64::MIN, i64::MAX), (i64::MAX, -i64::MAX)]);
    let times = Times::from(&negated(&most));
    assert_eq!(times.quantile(&Share::ONE, QuantileKind::NormalUnbiased).unwrap().to_string(), i64::MAX.to_string());
    assert_eq!((times.owed(), times.negative()), (i64::MAX as u64, 0));
}

#[test]
fn without_times_there_are_no_numbers() {
    let empty = Times::from(&tally(&[(-5, 3), (7, -2)]));
    assert_eq!((empty.count(), empty.negative(), empty.owed()), (0, 3, 2));
    assert_eq!((empty.mean(), empty.median(), empty.min(), empty.max()), (None, None, None, None));
    assert_eq!(LogBuckets::new().times().mean(), None);
}

#[test]
fn stored_tallies_are_canonical_or_refused() {
    assert!(serde_json::from_str::<Tally>("[[1, 1], [1, 1]]").is_err());
    assert!(serde_json::from_str::<Tally>("[[1, 0]]").is_err());
    assert!(serde_json::from_str::<LogBuckets>("[[-2, 1]]").is_err());
    let table = |entered: &str, censored: &str, events: &str| {
        let text = format!(r#"{{"entered": {entered}, "censored": {censored}, "events": {events}, "left_out": 0}}"#);
        serde_json::from_str::<RiskTable>(&text)
    };
    assert!(table("[[1, 1]]", "[[2, 1]]", r#"{"3": [[0, 1]]}"#).is_ok());
    assert!(table("[[0, 1]]", "[]", "{}").is_err());
    assert!(table("[]", "[[-1, 1]]", "{}").is_err());
    assert!(table("[]", "[]", r#"{"3": []}"#).is_err());
}

/// By the formulas of Hyndman and Fan in Python's fractions; `numpy.quantile` agrees with all of them.
#[test]
fn the_nine_quantiles_agree_with_numpy() {
    let ten: &[i64] = &[3, 7, 7, 19, 24, 56, 130, 131, 907, 2_000];
    let seven: &[i64] = &[5, 8, 13, 100, 101, 350, 4_096];
    let cases: [(&[i64], &str, [&str; 9]); 18] = [
        (ten, "0", ["3", "3", "3", "3", "3", "3", "3", "3", "3"]),
        (ten, "1/20", ["3", "3", "3", "3", "3", "3", "24/5", "3", "3"]),
        (ten, "1/4", ["7", "7", "7", "7", "7", "7", "10", "7", "7"]),
        (ten, "1/3", ["19", "19", "7", "11", "17", "15", "19", "49/3", "33/2"]),
        (ten, "1/2", ["24", "40", "24", "24", "40", "40", "40", "40", "40"]),
        (ten, "3/5", ["56", "93", "56", "56", "93", "502/5", "428/5", "1432/15", "1897/20"]),
        (ten, "9/10", ["907", "2907/2", "907", "907", "2907/2", "18907/10", "10163/10", "47977/30", "7814/5"]),
        (ten, "99/100", ["2000", "2000", "2000", "18907/10", "2000", "2000", "190163/100", "2000", "2000"]),
        (ten, "1", ["2000"; 9]),
        (seven, "0", ["5"; 9]),
        (seven, "1/20", ["5", "5", "5", "5", "5", "5", "59/10", "5", "5"]),
        (seven, "1/4", ["8", "8", "8", "29/4", "37/4", "8", "21/2", "53/6", "143/16"]),
        (seven, "1/3", ["13", "13", "8", "29/3", "73/6", "34/3", "13", "107/9", "287/24"]),
        (seven, "1/2", ["100", "100", "100", "113/2", "100", "100", "100", "100", "100"]),
        (seven, "3/5", ["101", "101", "100", "501/5", "1007/10", "504/5", "503/5", "1511/15", "4029/40"]),
        (seven, "9/10", ["4096", "4096", "350", "7369/5", "16734/5", "4096", "9242/5", "57694/15", "18607/5"]),
        (seven, "99/100", ["4096", "4096", "4096", "191689/50", "4096", "4096", "96781/25", "4096", "4096"]),
        (seven, "1", ["4096"; 9]),
    ];
    for (seconds, level, expected) in cases {
        let times = Times::from(&seconds.iter().map(|seconds| (*seconds, 1)).collect::<Tally>());
        for (kind, expected) in QuantileKind::ALL.into_iter().zip(expected) {
            let got = times.quantile(&share(level), kind).unwrap();
            assert_eq!(got, expected.parse().unwrap(), "{kind:?} at {level} of {}", seconds.len());
        }
    }
}

fn watched(entry: i64, time: i64, cause: Option<u8>, count: i64) -> Observation {
    Observation { entry, time, cause, count }
}

fn table(observations: &[Observation]) -> RiskTable {
    observations.iter().copied().collect()
}

#[test]
fn survival_agrees_with_the_oracle_exactly() {
    let oracle: Value = serde_json::from_str(include_str!("../oracles/o3_survival_small_exact.json")).unwrap();
    let cases = oracle.as_array().unwrap();
    assert_eq!(cases.len(), 6);
    for case in cases {
        let numbers = |key: &str| -> Vec<i64> {
            case[key].as_array().unwrap().iter().map(|number| number.as_i64().unwrap()).collect()
        };
        let cause = |event: i64| u8::try_from(event).ok().filter(|event| *event > 0);
        let table: RiskTable =
            numbers("t").into_iter().zip(numbers("event")).map(|(t, event)| watched(0, t, cause(event), 1)).collect();
        let (steps, survival) = (table.steps().unwrap(), table.survival().unwrap());
        let expected = case["steps"].as_array().unwrap();
        assert_eq!((steps.len(), survival.len()), (expected.len(), expected.len()));
        for ((step, told), expected) in steps.iter().zip(&survival).zip(expected) {
            let count = |key: &str| expected[key].as_u64().unwrap();
            let fraction = |key: &str| expected[key].as_str().unwrap().parse::<Fraction>().unwrap();
            let of = |cause: u8| step.events.iter().find(|(of, _)| *of == cause).map_or(0, |(_, events)| *events);
            assert_eq!((step.time, step.at_risk, step.censored), (told.time, count("at_risk"), count("cens")));
            assert_eq!((step.time as u64, of(1), of(2)), (count("t"), count("d1"), count("d2")));
            let incidence = |cause: u8| {
                let found = told.incidence.iter().find(|(of, _)| *of == cause);
                found.map_or(Fraction::ZERO, |(_, incidence)| incidence.clone())
            };
            assert_eq!(
                (&told.survival, incidence(1), incidence(2)),
                (&fraction("S"), fraction("cif1"), fraction("cif2"))
            );
        }
    }
}

fn any_observation() -> impl Strategy<Value = Observation> {
    let entry = prop_oneof![3 => Just(0_i64), 1 => 0_i64..12];
    (entry, -1_i64..20, prop::option::weighted(0.7, 1_u8..4), 1_i64..4)
        .prop_map(|(entry, time, cause, count)| watched(entry, time, cause, count))
}

fn is_at_risk(one: &Observation, t: i64) -> bool {
    t <= one.time && (one.entry < t || (one.entry <= 0 && t >= 0))
}

proptest! {
    #[test]
    fn survival_agrees_with_single_observations(ones in prop::collection::vec(any_observation(), 0..25)) {
        let told = table(&ones).survival().unwrap();
        let times: BTreeSet<i64> = ones.iter().filter(|one| is_at_risk(one, one.time)).map(|one| one.time).collect();
        prop_assert_eq!(told.iter().map(|step| step.time).collect::<BTreeSet<_>>(), times);
        let mut survival = Ratio::from(1_i128);
        let mut incidence: BTreeMap<u8, Ratio<i128>> = BTreeMap::new();
        for step in &told {
            let count = |ends: &dyn Fn(&Observation) -> bool| -> i128 {
                ones.iter().filter(|one| is_at_risk(one, step.time) && ends(one)).map(|one| i128::from(one.count)).sum()
            };
            let at_risk = count(&|_| true);
            for (cause, got) in &step.incidence {
                let events = count(&|one| one.time == step.time && one.cause == Some(*cause));
                let sum = incidence.entry(*cause).or_insert(Ratio::from(0));
                *sum += survival * Ratio::new(events, at_risk);
                prop_assert_eq!(ratio(got), *sum);
            }
            let ended = count(&|one| one.time == step.time && one.cause.is_some());
            survival *= Ratio::new(at_risk - ended, at_risk);
            prop_assert_eq!(ratio(&step.survival), survival);
            let all = incidence.values().fold(survival, |all, part| all + part);
            prop_assert_eq!(all, Ratio::from(1));
        }
        let never: i64 = ones.iter().filter(|one| !is_at_risk(one, one.time)).map(|one| one.count).sum();
        prop_assert_eq!(table(&ones).left_out(), never);
    }

    #[test]
    fn risk_tables_are_a_group(
        ones in prop::collection::vec(any_observation(), 0..25), parts in prop::collection::vec(0_usize..3, 25),
    ) {
        let whole = table(&ones);
        let mut split = vec![RiskTable::new(); 3];
        ones.iter().zip(&parts).for_each(|(one, part)| split[*part].add(*one));
        let merge = |tables: &[&RiskTable]| tables.iter().fold(RiskTable::new(), |mut all, part| { all.merge(part); all });
        prop_assert_eq!(&merge(&[&split[0], &split[1], &split[2]]), &whole);
        prop_assert_eq!(&merge(&[&split[2], &merge(&[&split[1], &split[0]])]), &whole);
        let mut removed = whole.clone();
        ones.iter().rev().for_each(|one| removed.add(Observation { count: -one.count, ..*one }));
        prop_assert!(removed.is_empty());
        let mut back = split[1].clone();
        back.negate();
        prop_assert_eq!(&merge(&[&whole, &back]), &merge(&[&split[0], &split[2]]));
        stored(&whole);
        stored(&removed);
    }

    #[test]
    fn the_time_of_a_share_and_estimates_agree_with_exact_survival(
        ones in prop::collection::vec(any_observation(), 0..25), level in 0_u8..=100,
    ) {
        let table = table(&ones);
        let (exact, level) = (table.survival().unwrap(), Share::percent(level));
        let most = level.fraction().complement().unwrap();
        let first = exact.iter().find(|step| step.survival <= most).map(|step| step.time);
        prop_assert_eq!(table.time_until(&level).unwrap(), first);
        let estimates = table.estimates(&Confidence::P90).unwrap();
        let float = |fraction: &Fraction| fraction.numerator().unwrap() as f64 / fraction.denominator().unwrap() as f64;
        let agree = |told: &Probability, exact: &Fraction| {
            let p = told.probability.value();
            let inside = told.interval.is_none_or(|ends| 0.0 <= ends.low.value() && ends.low.value() <= p
                && p <= ends.high.value() && ends.high.value() <= 1.0);
            (p - float(exact)).abs() < 1e-12 && inside
        };
        prop_assert_eq!(exact.len(), estimates.len());
        for (exact, told) in exact.iter().zip(&estimates) {
            prop_assert!(agree(&told.survival, &exact.survival), "{:?} {:?}", told, exact);
            for ((cause, told), (same, exact)) in told.incidence.iter().zip(&exact.incidence) {
                prop_assert!(cause == same && agree(told, exact));
            }
        }
    }
}

/// Three leads of one's own, two imported at 3 and at 4: worked out by hand.
#[test]
fn who_enters_late_is_at_risk_from_then_on() {
    let table = table(&[
        watched(0, 0, Some(1), 1),
        watched(0, 3, Some(1), 1),
        watched(0, 6, None, 1),
        watched(3, 5, Some(2), 1),
        watched(4, 8, Some(1), 1),
        // Never at risk: ended when it was taken in.
        watched(4, 4, Some(1), 1),
    ]);
    let rows: Vec<(i64, u64)> = table.steps().unwrap().iter().map(|step| (step.time, step.at_risk)).collect();
    // At 3, the one that enters at 3 is not yet at risk; at 5, it is.
    assert_eq!(rows, [(0, 3), (3, 2), (5, 3), (6, 2), (8, 1)]);
    let told = table.survival().unwrap();
    let texts: Vec<String> = told.iter().map(|step| step.survival.to_string()).collect();
    // 2/3, then × 1/2, × 2/3, × 1, × 0.
    assert_eq!(texts, ["2/3", "1/3", "2/9", "2/9", "0"]);
    let last: Vec<String> = told[4].incidence.iter().map(|(cause, share)| format!("{cause}: {share}")).collect();
    assert_eq!(last, ["1: 8/9", "2: 1/9"]);
    assert_eq!((table.len(), table.left_out()), (5, 1));
}

#[test]
fn a_part_of_a_sum_is_not_read() {
    let more = |count| watched(0, 4, Some(1), count);
    let not_whole = |time| Err(RiskError::NotWhole { time });
    assert_eq!(table(&[more(-1)]).steps(), not_whole(4));
    // Entered later than it left: two parts that do not belong together.
    let mut strange = table(&[watched(5, 9, None, 1)]);
    strange.add(watched(0, 9, None, -1));
    strange.add(watched(0, 3, None, 1));
    assert_eq!(strange.steps(), not_whole(3));
    assert_eq!(table(&[]).steps(), Ok(Vec::new()));
}

#[test]
fn what_is_too_long_is_refused_and_estimated() {
    let many: Vec<Observation> =
        (1..3_000).flat_map(|t| [watched(0, t, Some(1), 301), watched(0, t, None, 7)]).collect();
    let table = table(&many);
    assert!(matches!(table.survival(), Err(RiskError::TooMuchWork { .. } | RiskError::TooLong { .. })));
    let estimates = table.estimates(&Confidence::P95).unwrap();
    let median = table.time_until(&share("1/2")).unwrap().unwrap();
    let first = estimates.iter().find(|step| step.survival.probability.value() <= 0.5).map(|step| step.time);
    assert_eq!(first, Some(median));
}

/// The double sums of the formulas, worked out in Python.
#[test]
fn intervals_agree_with_the_formulas() {
    let steps =
        [(20, [1, 2]), (17, [0, 1]), (13, [2, 0]), (10, [1, 1]), (8, [0, 1]), (5, [1, 0]), (4, [0, 0]), (2, [1, 0])];
    let expected = [
        [0.85, 0.603_789_699_2, 0.948_996_109_8],
        [0.05, 0.003_454_016_1, 0.205_299_294_6],
        [0.1, 0.016_980_788_8, 0.272_296_274_2],
        [0.541_538_461_5, 0.281_817_434, 0.743_021_627_4],
        [0.240_769_230_8, 0.073_756_443_6, 0.459_446_744_7],
        [0.217_692_307_7, 0.065_896_359_4, 0.425_391_564_2],
        [0.189_538_461_5, 0.014_928_803, 0.517_938_343_7],
        [0.525_076_923_1, 0.184_035_531_4, 0.782_559_490_1],
        [0.285_384_615_4, 0.100_867_374_6, 0.503_880_599_3],
    ];
    let mut incidence = Incidence::new(2, &Confidence::P95);
    let mut got = Vec::new();
    for (place, (at_risk, events)) in steps.into_iter().enumerate() {
        incidence.step(at_risk, &events);
        if [0, 3, 7].contains(&place) {
            got.extend([incidence.survival(), incidence.of(0).unwrap(), incidence.of(1).unwrap()]);
        }
    }
    for (got, expected) in got.into_iter().zip(expected) {
        let interval = got.interval.unwrap();
        let ends = [got.probability.value(), interval.low.value(), interval.high.value()];
        for (got, expected) in ends.into_iter().zip(expected) {
            assert!((got - expected).abs() < 1e-9, "{got} {expected}");
        }
    }
}

/// Table II of Newcombe (1998), method 10, with the digits that Python gives.
#[test]
fn differences_agree_with_newcombe() {
    let cases = [
        (56, 70, 48, 80, 0.2, 0.052_431_472_4, 0.333_872_654),
        (9, 10, 3, 10, 0.6, 0.170_522_723_9, 0.809_017_973_5),
        (6, 7, 2, 7, 0.571_428_571_4, 0.058_227_927_5, 0.806_249_637_5),
        (5, 56, 0, 29, 0.089_285_714_3, -0.038_137_147_9, 0.192_560_013_9),
        (0, 10, 0, 20, 0.0, -0.161_125_158_1, 0.277_532_799_9),
        (0, 10, 0, 10, 0.0, -0.277_532_799_9, 0.277_532_799_9),
        (10, 10, 0, 20, 1.0, 0.679_086_037_1, 1.0),
        (10, 10, 0, 10, 1.0, 0.607_509_350_4, 1.0),
    ];
    for (a, m, b, n, difference, low, high) in cases {
        let counted = |converted, of| RateEvidence::new(converted, of).unwrap();
        let apart = counted(a, m).difference(&counted(b, n), &Confidence::P95);
        let got = [apart.difference, apart.interval.low, apart.interval.high].map(Estimate::value);
        for (got, expected) in got.into_iter().zip([difference, low, high]) {
            assert!((got - expected).abs() < 1e-9, "{a} of {m}, {b} of {n}: {got} {expected}");
        }
        let back = counted(b, n).difference(&counted(a, m), &Confidence::P95);
        let turned: RateDifference = serde_json::from_str(&serde_json::to_string(&back).unwrap()).unwrap();
        assert!((turned.interval.low.value() + got[2]).abs() < 1e-12);
    }
}
