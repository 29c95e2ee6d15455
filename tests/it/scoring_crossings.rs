//! Rules that fade together, for and against a lead, beside looking at every second.

use lead_lifecycle::scoring::{Crossing, ScoringState, Standing, bounds};
use lead_lifecycle::values::{Activity, ActivityId, ActivityKind, Points};
use lead_lifecycle::{Instant, Policy, PolicyDraft, Span};
use proptest::prelude::*;
use serde_json::{Value, json};

const START: i64 = 1_767_225_600;

fn at(seconds: i64) -> Instant {
    Instant::from_seconds(START + seconds).unwrap()
}

/// Up to four rules, in thousandths, with a half-life of one or two minutes, a few of them capped or for a while only.
fn policy(rules: &[(i64, bool, u8)], offset: i64, exit: i64) -> Policy {
    let mut document: Value = serde_json::to_value(PolicyDraft::standard()).unwrap();
    let points = |thousandths: i64| Points::from_thousandths(thousandths).unwrap();
    let (mut tags, mut engagement) = (json!({}), json!({}));
    for (number, (thousandths, slower, kind)) in rules.iter().enumerate() {
        let (name, tags, rules) =
            (format!("r{number}"), tags.as_object_mut().unwrap(), engagement.as_object_mut().unwrap());
        tags.insert(name.clone(), json!({ "kinds": [name], "keep": 3 }));
        let group = ["all", "all", "more", "tight"][usize::from(kind % 4)];
        let half_life = if *slower { "2m" } else { "1m" };
        let mut rule =
            json!({ "group": group, "tag": name, "points": points(*thousandths), "decay": { "half_life": half_life } });
        let more = rule.as_object_mut().unwrap();
        match kind {
            0 if *thousandths != 0 => more.insert(String::from("cap"), json!(points(thousandths.abs()))),
            1 => more.insert(String::from("within"), json!("7m")),
            _ => None,
        };
        rules.insert(name, json!({ "engagement": rule }));
    }
    tags.as_object_mut().unwrap().insert(String::from("base"), json!({ "kinds": ["base"], "keep": 1 }));
    let base = json!({ "engagement": { "group": "all", "tag": "base", "points": points(offset), "count": { "at_least": 1 } } });
    engagement.as_object_mut().unwrap().insert(String::from("base"), base);
    let scoring = document.as_object_mut().unwrap().get_mut("scoring").unwrap();
    *scoring = json!({
        "tags": tags,
        "rules": engagement,
        "groups": { "all": { "dimension": "all" }, "more": { "dimension": "all" }, "tight": { "dimension": "all", "floor": -4, "cap": 4 } },
        "dimensions": { "all": {} },
        "profiles": { "main": { "combine": { "sum": ["all"] }, "enter": points(exit + 1), "exit": points(exit) } },
        "promotes": "main",
    });
    Policy::from_document(&document).unwrap()
}

/// Two tags, each with one rule, and thresholds in thousandths.
fn two_rules(keep: u16, good: &Value, bad: &Value, enter: i64, exit: i64) -> Policy {
    let mut document: Value = serde_json::to_value(PolicyDraft::standard()).unwrap();
    let points = |thousandths: i64| Points::from_thousandths(thousandths).unwrap();
    let scoring = document.as_object_mut().unwrap().get_mut("scoring").unwrap();
    *scoring = json!({
        "tags": { "good": { "kinds": ["good"], "keep": keep }, "bad": { "kinds": ["bad"], "keep": keep } },
        "rules": { "good": { "engagement": good }, "bad": { "engagement": bad } },
        "groups": { "a": { "dimension": "d" }, "b": { "dimension": "d" } },
        "dimensions": { "d": {} },
        "profiles": { "main": { "combine": { "sum": ["d"] }, "enter": points(enter), "exit": points(exit) } },
        "promotes": "main",
    });
    Policy::from_document(&document).unwrap()
}

fn put(policy: &Policy, state: &mut ScoringState, id: &str, kind: &str, seconds: i64) {
    let activity = Activity::new(ActivityId::new(id).unwrap(), ActivityKind::new(kind).unwrap());
    policy.scoring().record(state, &activity, at(seconds));
}

/// Weights of different ages are off by different parts of a billion: with millions of points, sums of rules with one half-life swing.
#[test]
fn many_points_are_not_taken_for_exact() {
    for (times, bad, apart, start, exit) in [
        (1, "-396850.263", 80, 2, 0),
        (32, "-988514.02", 1, 3, 6),
        (512, "-988514.02", 1, 3, 6),
        (512, "-999999", 77, 1, -1),
    ] {
        let rule = |tag: &str, points: Value| json!({ "group": "a", "tag": tag, "points": points, "decay": { "half_life": "60s" } });
        let policy = two_rules(times, &rule("good", json!(1_000_000)), &rule("bad", json!(bad)), exit, exit);
        let mut state = ScoringState::new();
        for number in 0..times {
            put(&policy, &mut state, &format!("g{number}"), "good", 0);
            put(&policy, &mut state, &format!("b{number}"), "bad", apart);
        }
        let (from, scoring) = (apart + start, policy.scoring());
        let below = |second: &i64| scoring.verdict(&scoring.score(&state, at(*second))) == Standing::BelowExit;
        let seen = (from..from + 2_400).find(below).map(at);
        let found = scoring.crosses_at(&state, at(from), Some(at(from + 2_399)), Crossing::DownBelowExit);
        assert_eq!(found, seen, "{times} × {bad}");
    }
}

/// What cancels in the sum of its dimension is known to, in whichever groups it stands and whatever does not change it: each of these took longer than
/// anybody waits.
#[test]
fn what_cancels_is_not_searched_second_by_second() {
    let rule = |group: &str, tag: &str, points: i64, more: Value| {
        let mut rule = json!({ "group": group, "tag": tag, "points": points, "decay": { "half_life": "365d" } });
        rule.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        rule
    };
    let most = 1_000_000;
    for (case, group, more) in [
        ("two groups", "b", json!({})),
        ("a cap that caps nothing", "a", json!({ "cap": most })),
        ("until it is nothing", "a", json!({ "within": "20000d" })),
        ("all of it", "b", json!({ "within": "20000d", "cap": most })),
    ] {
        let policy = two_rules(3, &rule("a", "good", most, json!({})), &rule(group, "bad", -most, more), 30_000, 0);
        let mut state = ScoringState::new();
        put(&policy, &mut state, "1", "good", 0);
        put(&policy, &mut state, "2", "bad", 0);
        assert_eq!(policy.scoring().crosses_at(&state, at(0), None, Crossing::DownBelowExit), None, "{case}");
        // And when one of each is still to come.
        put(&policy, &mut state, "3", "good", 9);
        put(&policy, &mut state, "4", "bad", 9);
        assert_eq!(policy.scoring().crosses_at(&state, at(0), None, Crossing::DownBelowExit), None, "{case}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_500))]

    #[test]
    fn what_fades_together_crosses_at_the_first_second(
        rules in prop::collection::vec((prop_oneof![-30_i64..=30, -30_000_i64..=30_000], prop::bool::weighted(0.2), 0..12_u8), 1..5),
        nearly in prop::option::of(-3_i64..=3),
        offset in -20_i64..=20,
        exit in -20_i64..=20,
        done in prop::collection::vec((0..4_usize, 0..200_i64), 1..9),
        from in prop_oneof![Just(200_i64), 0..200_i64],
    ) {
        let mut rules = rules;
        if let (Some(more), [first, second, ..]) = (nearly, rules.as_mut_slice()) {
            // Nearly opposite.
            second.0 = more - first.0;
            second.1 = first.1;
            if more != 0 {
                second.2 = first.2;
            }
        }
        let policy = policy(&rules, offset, exit);
        let scoring = policy.scoring();
        let mut state = ScoringState::new();
        let all_at_once = nearly.is_some();
        let base = [(usize::MAX, 0)];
        let done = done.into_iter().chain(base).enumerate();
        for (id, (rule, when)) in done {
            let kind = if rule == usize::MAX { String::from("base") } else { format!("r{rule}") };
            let activity = Activity::new(ActivityId::new(&format!("a{id}")).unwrap(), ActivityKind::new(&kind).unwrap());
            let when = at(if all_at_once { 0 } else { when });
            scoring.record(&mut state, &activity, when);
        }
        for (which, standing) in [(Crossing::UpToEnter, Standing::Enter), (Crossing::DownBelowExit, Standing::BelowExit)] {
            let holds = |second: &i64| scoring.verdict(&scoring.score(&state, at(*second))) == standing;
            let seen = (from..4_200).find(holds).map(at);
            prop_assert_eq!(scoring.crosses_at(&state, at(from), None, which), seen, "{:?}", which);
        }
    }
}

/// One occurrence of each, and beside them what `base` gives for ever.
fn against(good: &Value, bad: &Value, base: i64, enter: i64, exit: i64) -> Policy {
    let mut document: Value = serde_json::to_value(PolicyDraft::standard()).unwrap();
    let points = |thousandths: i64| Points::from_thousandths(thousandths).unwrap();
    let scoring = document.as_object_mut().unwrap().get_mut("scoring").unwrap();
    let base = json!({ "group": "a", "tag": "base", "points": points(base), "count": { "at_least": 1 } });
    let tag = |kind: &str| json!({ "kinds": [kind], "keep": 3 });
    *scoring = json!({
        "tags": { "good": tag("good"), "bad": tag("bad"), "base": tag("base") },
        "rules": { "good": { "engagement": good }, "bad": { "engagement": bad }, "base": { "engagement": base } },
        "groups": { "a": { "dimension": "d" }, "b": { "dimension": "d" } },
        "dimensions": { "d": {} },
        "profiles": { "main": { "combine": { "sum": ["d"] }, "enter": points(enter), "exit": points(exit) } },
        "promotes": "main",
    });
    Policy::from_document(&document).unwrap()
}

/// The bound that `Scoring::look_ahead` states, for a lead with so many awards.
fn most_steps(awards: u64) -> u64 {
    // The last of each may take as many as there are awards and met rules.
    bounds::LOOK_STEPS + bounds::LOOK_TURNS + bounds::LOOK_STRIDES + 4 * (awards + 100)
}

/// As many moments as a policy may have, each with as many awards as a tag may keep.
#[test]
fn many_moments_of_many_awards_take_a_bounded_number_of_steps() {
    let steps: Vec<Value> = (1..=64)
        .map(|n| json!({ "from": format!("{}s", n * 700), "keeps": format!("0.{:03}", 1_000 - 15 * n) }))
        .collect();
    let good = json!({ "group": "a", "tag": "good", "points": 1, "decay": { "steps": steps } });
    let bad = json!({ "group": "a", "tag": "bad", "points": -1, "decay": { "half_life": "30d" } });
    let mut document: Value = serde_json::to_value(PolicyDraft::standard()).unwrap();
    document["scoring"] = json!({
        "tags": { "good": { "kinds": ["good"], "keep": 503 }, "bad": { "kinds": ["bad"], "keep": 1 } },
        "rules": { "good": { "engagement": good }, "bad": { "engagement": bad } },
        "groups": { "a": { "dimension": "d" } }, "dimensions": { "d": {} },
        "profiles": { "main": { "combine": { "sum": ["d"] }, "enter": 1, "exit": "0.001" } },
        "promotes": "main",
    });
    let policy = Policy::from_document(&document).unwrap();
    let mut state = ScoringState::new();
    put(&policy, &mut state, "bad", "bad", 0);
    for number in 0..503 {
        put(&policy, &mut state, &format!("g{number}"), "good", number);
    }
    let scoring = policy.scoring();
    let found = scoring.look_ahead(&state, at(503), Crossing::DownBelowExit);
    assert!(found.steps <= most_steps(504), "{found:?}");
    assert!(found.at.is_none_or(|at| scoring.verdict(&scoring.score(&state, at)) == Standing::BelowExit));
}

const FIFTY_YEARS: i64 = 50 * 366 * 86_400;

/// For and against a lead, with one point in a million more or less.
fn nearly_cancelling() -> Vec<(&'static str, Value, Value)> {
    let rule = |group: &str, points: i64, kind: &str, span: i64| {
        let tag = if points > 0 { "good" } else { "bad" };
        json!({ "group": group, "tag": tag, "points": points, "decay": { kind: format!("{span}s") } })
    };
    let line = |points, span| rule("a", points, "linear", span);
    let half = |points, span| rule("b", points, "half_life", span);
    let long = 49 * 365 * 86_400;
    vec![
        ("lines", line(1_000_000, FIFTY_YEARS), line(-1_000_000, FIFTY_YEARS + 1)),
        ("lines the other way", line(1_000_000, FIFTY_YEARS + 1), line(-1_000_000, FIFTY_YEARS)),
        ("half-lives", half(999_999, long), half(-999_999, long + 2)),
        ("half-lives the other way", half(999_999, long + 2), half(-999_999, long)),
        ("unlike", line(1_000_000, FIFTY_YEARS), half(-999_999, long / 2)),
    ]
}

/// Rules that nearly cancel for fifty years, a thousandth or two under the threshold: each of these ran for minutes.
/// Where one of the two holds the other, that is known at once.
#[test]
fn what_nearly_cancels_for_years_takes_a_bounded_number_of_steps() {
    for (case, good, bad) in nearly_cancelling() {
        for apart in [0, 1, 977] {
            for short in [1, 2] {
                let policy = against(&good, &bad, 30_000 - short, 30_000, 29_500);
                let scoring = policy.scoring();
                let mut state = ScoringState::new();
                put(&policy, &mut state, "1", "good", 0);
                put(&policy, &mut state, "2", "bad", apart);
                put(&policy, &mut state, "3", "base", apart);
                for (which, standing) in
                    [(Crossing::UpToEnter, Standing::Enter), (Crossing::DownBelowExit, Standing::BelowExit)]
                {
                    let found = scoring.look_ahead(&state, at(apart), which);
                    assert!(found.steps <= most_steps(3), "{case}: {found:?}");
                    let stands = |at: Instant| scoring.verdict(&scoring.score(&state, at)) == standing;
                    if let (Some(crossed), None) = (found.at, found.coarse) {
                        let before = crossed.saturating_sub(Span::saturating(1));
                        assert!(stands(crossed) && (crossed == at(apart) || !stands(before)), "{case}: {found:?}");
                    }
                    assert!(found.at.is_none_or(stands), "{case}: {found:?}");
                    assert_eq!(scoring.crosses_at(&state, at(apart), None, which), found.at);
                    if matches!(case, "lines" | "half-lives") && apart < 2 {
                        assert!(found.coarse.is_none() && found.steps < 100_000, "{case}, {apart}, {short}: {found:?}");
                    }
                }
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, ..ProptestConfig::default() })]

    /// However far is asked, and whatever the points and spans: the steps are bounded, and so is what is missed.
    #[test]
    fn no_policy_takes_more_steps_than_are_stated(
        points in prop::collection::vec((0..30_u32, any::<u32>(), any::<bool>()), 2..6),
        span in 60_i64..FIFTY_YEARS - 9,
        done in prop::collection::vec((0..6_usize, 0..1_000_i64), 1..9),
        short in -4_i64..5,
    ) {
        let (mut tags, mut rules) = (json!({}), json!({}));
        for (number, (size, more, half)) in points.iter().enumerate() {
            let (name, sign) = (format!("r{number}"), if number % 2 == 0 { 1 } else { -1 });
            let size = (1_i64 << size) + i64::from(*more) % (1 << size);
            let kind = if *half { "half_life" } else { "linear" };
            let decay = json!({ kind: format!("{}s", span + i64::from(*more % 5)) });
            let thousandths = Points::from_thousandths(sign * size.min(1_000_000_000)).unwrap();
            tags[&name] = json!({ "kinds": [name], "keep": 3 });
            rules[&name] = json!({ "engagement": { "group": "a", "tag": name, "points": thousandths, "decay": decay } });
        }
        let with = |enter: i64, exit: i64| {
            let mut document: Value = serde_json::to_value(PolicyDraft::standard()).unwrap();
            let points = |thousandths: i64| Points::from_thousandths(thousandths).unwrap();
            document["scoring"] = json!({
                "tags": tags, "rules": rules, "groups": { "a": { "dimension": "d" } }, "dimensions": { "d": {} },
                "profiles": { "main": { "combine": { "sum": ["d"] }, "enter": points(enter), "exit": points(exit) } },
                "promotes": "main",
            });
            Policy::from_document(&document).unwrap()
        };
        let mut state = ScoringState::new();
        let first = with(1, 0);
        for (id, (rule, when)) in done.iter().enumerate() {
            put(&first, &mut state, &format!("a{id}"), &format!("r{}", rule % points.len()), *when);
        }
        let now = first.scoring().score(&state, at(900)).total().thousandths();
        let policy = with(now + short.max(1), now + short.min(0));
        let scoring = policy.scoring();
        for (which, standing) in [(Crossing::UpToEnter, Standing::Enter), (Crossing::DownBelowExit, Standing::BelowExit)] {
            let found = scoring.look_ahead(&state, at(900), which);
            prop_assert!(found.steps <= most_steps(9), "{:?}", found);
            let stands = |at: Instant| scoring.verdict(&scoring.score(&state, at)) == standing;
            prop_assert!(found.at.is_none_or(stands), "{:?}", found);
            // Asked for a time that ends before, it finds nothing; asked up to then, the same.
            if let Some(crossed) = found.at.filter(|crossed| *crossed > at(900)) {
                let before = crossed.saturating_sub(Span::saturating(1));
                prop_assert_eq!(scoring.crosses_at(&state, at(900), Some(before), which), None);
                prop_assert_eq!(scoring.crosses_at(&state, at(900), Some(crossed), which), Some(crossed));
            }
            // What is exact is so second by second.
            let end = found.coarse.map_or(i64::MAX, |coarse| coarse.from.seconds() - START).min(900 + 3_000);
            let seen = (900..end).map(at).find(|at| stands(*at));
            prop_assert_eq!(seen, found.at.filter(|crossed| crossed.seconds() - START < end));
        }
    }
}
