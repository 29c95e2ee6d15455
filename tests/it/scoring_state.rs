//! What a scoring state keeps, beside a plain model of it: a list per tag, sorted after every change.

use std::collections::BTreeMap;

use lead_lifecycle::calendar::Zone;
use lead_lifecycle::scoring::{EarnedTags, FitTags, HistoryScorer, Preview, Score, Scoring, ScoringState, bounds};
use lead_lifecycle::values::{
    Activity, ActivityId, ActivityKind, Digest, FieldName, FieldValue, Fingerprint, LeadProfile, Points, ProfileEntry,
    TagName,
};
use lead_lifecycle::{Instant, Policy, PolicyDraft, Span};
use proptest::prelude::*;
use serde_json::{Value, json};

/// Per tag: how many may be kept, whether there were more, and what is kept, newest first.
#[derive(Debug, Default, Clone)]
struct Model {
    tags: BTreeMap<Fingerprint, Known>,
}

#[derive(Debug, Default, Clone)]
struct Known {
    keep: usize,
    cut: bool,
    kept: Vec<(Instant, Digest)>,
}

impl Model {
    fn keep(&mut self, tag: Fingerprint, keep: usize, at: Instant, id: Digest) {
        let Known { keep: most, cut, kept } = self.tags.entry(tag).or_default();
        *most = keep.max(*most);
        match kept.iter_mut().find(|(_, known)| *known == id) {
            Some((known, _)) => *known = at.max(*known),
            None => kept.push((at, id)),
        }
        kept.sort_by(|x, y| y.cmp(x));
        *cut |= kept.len() > *most;
        kept.truncate(*most);
    }

    fn merge(&mut self, other: &Self) {
        for (tag, theirs) in &other.tags {
            for (at, id) in &theirs.kept {
                self.keep(*tag, theirs.keep, *at, *id);
            }
            self.tags.get_mut(tag).expect("every tag has an occurrence").cut |= theirs.cut;
        }
    }

    fn stored(&self) -> Value {
        let tags = self
            .tags
            .iter()
            .map(|(tag, Known { keep, cut, kept })| json!({ "tag": tag, "keep": keep, "cut": cut, "kept": kept }));
        Value::Array(tags.collect())
    }
}

#[derive(Debug, Clone, Copy)]
struct Step {
    tag: u8,
    keep: u16,
    at: i64,
    id: u8,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = (0..14_u8, 1..6_u16, 0..60_i64, 0..40_u8).prop_map(|(tag, keep, at, id)| Step { tag, keep, at, id });
    prop::collection::vec(step, 0..80)
}

fn tag(number: u8) -> TagName {
    format!("tag_{number}").parse().unwrap()
}

/// Some before 1970, some far in the future: every bit of an instant is used.
fn instant(at: i64) -> Instant {
    let far = [Instant::MIN.seconds(), -1_000_000_000, 1_767_225_600, Instant::MAX.seconds() - 60];
    Instant::from_seconds(far.get(usize::try_from(at % 4).unwrap()).unwrap() + at).unwrap()
}

fn id(number: u8) -> Digest {
    Digest::of(&format!("id {number}"))
}

fn both(steps: &[Step]) -> (ScoringState, Model) {
    let (mut state, mut model) = (ScoringState::new(), Model::default());
    for step in steps {
        let earned: EarnedTags = serde_json::from_value(json!([{ "tag": tag(step.tag), "keep": step.keep }])).unwrap();
        state.apply_activity(&earned, instant(step.at), id(step.id));
        model.keep(tag(step.tag).fingerprint(), step.keep.into(), instant(step.at), id(step.id));
    }
    (state, model)
}

fn fits(rules: &[&str]) -> FitTags {
    let met: Vec<Value> = rules.iter().map(|rule| json!({ "rule": rule })).collect();
    serde_json::from_value(json!({ "met": met })).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn a_state_keeps_what_its_model_keeps(steps in steps(), more in steps()) {
        let (mut state, mut model) = both(&steps);
        let stored = serde_json::to_value(&state).unwrap();
        prop_assert_eq!(&stored["tags"], &model.stored());
        prop_assert_eq!(&serde_json::from_value::<ScoringState>(stored).unwrap(), &state);
        let newest = model.tags.values().filter_map(|kept| kept.kept.first()).map(|(at, _)| *at).max();
        prop_assert_eq!(state.newest_activity(), newest);
        // What the profile meets stands before all that, and comes and goes without touching it.
        for rules in [&["a", "b", "c"][..], &["b"], &["c", "d"], &[]] {
            state.apply_profile(&fits(rules));
            prop_assert_eq!(&serde_json::to_value(&state).unwrap()["tags"], &model.stored());
            prop_assert_eq!(state.validate(), Ok(()));
        }
        let (other, other_model) = both(&more);
        state.merge(&other);
        model.merge(&other_model);
        prop_assert_eq!(&serde_json::to_value(&state).unwrap()["tags"], &model.stored());
    }

    /// A log keeps few occurrences and many in different ways; both are those of a state.
    #[test]
    fn a_long_log_scores_as_its_state_does(
        activities in prop::collection::vec((0..120_u8, 0..5_u8, 0..4_000_000_i64), 0..150),
        sorted in any::<bool>(),
    ) {
        let policy = long_policy();
        let scoring = policy.scoring();
        let mut log: Vec<(Activity, Instant)> = activities
            .into_iter()
            .map(|(id, kind, at)| {
                let kind = ["view", "click", "both", "seen_once", "other"][usize::from(kind)];
                let activity = Activity::new(ActivityId::new(&format!("a{id}")).unwrap(), ActivityKind::new(kind).unwrap());
                (activity, Instant::from_seconds(1_767_225_600 + at).unwrap())
            })
            .collect();
        if sorted {
            log.sort_by_key(|(_, at)| *at);
        }
        let state = state_of(scoring, &log);
        let mut scorer = HistoryScorer::new(scoring);
        let at = Instant::from_seconds(1_767_225_600 + 4_000_000).unwrap();
        // Twice: nothing of the one before is left.
        for part in [log.as_slice(), &log[..log.len() / 2], &log] {
            let state = state_of(scoring, part);
            let log = || part.iter().map(|(activity, at)| (activity, *at));
            prop_assert_eq!(scorer.score(&FitTags::default(), log(), at), scoring.score(&state, at));
            prop_assert_eq!(scorer.explain(&FitTags::default(), log(), at), scoring.explain(&state, at));
        }
        prop_assert_eq!(state.validate(), Ok(()));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    /// Few tags, kinds and rules are looked up in other ways than many.
    #[test]
    fn a_policy_of_any_size_scores_the_same_every_way(
        size in prop_oneof![Just(1_u8), Just(15), Just(16), Just(17), Just(40), Just(200)],
        leads in prop::collection::vec(
            (prop::collection::vec((0..60_u8, 0..200_u8, 0..4_000_000_i64), 0..60), 0..400_u32, prop::option::of(0..40_u32)),
            1..40,
        ),
        later in 0..4_000_000_i64,
    ) {
        let policy = policy_of(size);
        let scoring = policy.scoring();
        let at = Instant::from_seconds(1_767_225_600 + 4_000_000 + later).unwrap();
        let mut scorer = HistoryScorer::new(scoring);
        let (mut states, mut scores) = (Vec::new(), Vec::new());
        for (activities, employees, deadline) in leads {
            let log: Vec<(Activity, Instant)> = activities
                .into_iter()
                .map(|(id, kind, at)| {
                    let kind = ActivityKind::new(&format!("kind_{}", kind % size)).unwrap();
                    let activity = Activity::new(ActivityId::new(&format!("a{id}")).unwrap(), kind);
                    (activity, Instant::from_seconds(1_767_225_600 + at).unwrap())
                })
                .collect();
            let mut state = state_of(scoring, &log);
            let mut profile = LeadProfile::new();
            let mut write = |field: &str, value: FieldValue| {
                let entry = ProfileEntry { at: Instant::from_seconds(0).unwrap(), personal: false, value: Some(value) };
                profile.record(&FieldName::new(field).unwrap(), entry);
            };
            write("employees", FieldValue::Number(employees.into()));
            if let Some(days) = deadline {
                write("purchase_by", FieldValue::Date(at.saturating_sub(Span::saturating(20 * 86_400)).date(&Zone::JST).add_days(days)));
            }
            let fits = scoring.tag_profile(&profile);
            state.apply_profile(&fits);
            let score = scoring.score(&state, at);
            // Through the way of previews, which looks nothing up beforehand.
            let preview = Preview { profile: Some(&fits), activity: None };
            prop_assert_eq!(scoring.preview(&state, preview, at), score);
            let log = || log.iter().map(|(activity, at)| (activity, *at));
            prop_assert_eq!(scorer.score(&fits, log(), at), score);
            let report = scoring.explain(&state, at).unwrap();
            prop_assert_eq!(report.combination.total, score.total());
            prop_assert!(report.contributions.is_sorted_by_key(|c| c.place));
            for group in &report.groups {
                let own = report.contributions.iter().filter(|c| c.group == group.group);
                prop_assert_eq!(own.map(|c| c.value.thousandths()).sum::<i64>(), group.sum.thousandths());
            }
            prop_assert_eq!(scorer.explain(&fits, log(), at), Some(report));
            states.push(state);
            scores.push(score);
        }
        let mut all = Vec::new();
        scoring.score_all(&states, at, |place, score| all.push((place, score)));
        prop_assert_eq!(all, scores.iter().copied().enumerate().collect::<Vec<_>>());
        let mut totals = vec![Points::ZERO; states.len()];
        scoring.columns(&states).totals(at, 0..states.len(), &mut totals).unwrap();
        prop_assert_eq!(totals, scores.iter().map(Score::total).collect::<Vec<_>>());
    }
}

/// So many tags, each with a kind of its own, and as many fit rules; engagement rules of every form; three groups.
fn policy_of(size: u8) -> Policy {
    let mut document: Value = serde_json::to_value(PolicyDraft::standard()).unwrap();
    let (mut tags, mut rules) = (serde_json::Map::new(), serde_json::Map::new());
    for number in 0..size {
        let group = format!("group_{}", number % 3);
        tags.insert(format!("tag_{number}"), json!({ "kinds": [format!("kind_{number}")], "keep": 2 + number % 11 }));
        let mut rule = json!({ "group": group, "tag": format!("tag_{number}"), "points": 1 + number % 7 });
        let more = match number % 6 {
            0 => json!({}),
            1 => json!({ "decay": { "half_life": "10d" } }),
            2 => json!({ "count": { "at_least": 1 }, "within": "30d" }),
            3 => json!({ "decay": { "linear": "40d" } }),
            4 => json!({ "count": { "every": 2 }, "decay": { "half_life": "20d" } }),
            _ => json!({ "within": "45d", "cap": 9 }),
        };
        rule.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        rules.insert(format!("r{number}"), json!({ "engagement": rule }));
        let when = json!({ "at_least": { "field": "employees", "value": u32::from(number) * 10 } });
        rules.insert(format!("f{number}"), json!({ "fit": { "group": group, "points": 2, "when": when } }));
    }
    rules.insert(
        String::from("soon"),
        json!({ "timing": {
        "group": "group_0", "field": "purchase_by",
        "ahead": [{ "up_to": "5d", "points": 9 }, { "up_to": "15d", "points": 4 }],
        "missed": [{ "up_to": "10d", "points": -3 }],
    } }),
    );
    rules.insert(
        String::from("bands"),
        json!({ "bands": {
        "group": "group_0", "field": "employees", "otherwise": -1,
        "bands": [{ "from": 10, "to": 100, "points": 5 }, { "from": 100, "points": 7 }],
    } }),
    );
    let scoring = document.as_object_mut().unwrap().get_mut("scoring").unwrap();
    *scoring = json!({
        "tags": tags,
        "rules": rules,
        "groups": { "group_0": { "dimension": "one" }, "group_1": { "dimension": "two", "cap": 60 }, "group_2": { "dimension": "one" } },
        "dimensions": { "one": {}, "two": { "floor": 0, "cap": 100 } },
        "profiles": { "main": { "combine": { "sum": ["one", "two"] }, "enter": 40, "exit": 20 } },
        "promotes": "main",
    });
    Policy::from_document(&document).expect("a good policy")
}

fn state_of(scoring: &Scoring, log: &[(Activity, Instant)]) -> ScoringState {
    let mut state = ScoringState::new();
    for (activity, at) in log {
        scoring.record(&mut state, activity, *at);
    }
    state
}

/// Tags that keep one, eight, nine and thirty.
fn long_policy() -> Policy {
    let mut document: Value = serde_json::to_value(PolicyDraft::standard()).unwrap();
    document["scoring"]["tags"] = json!({
        "few": { "kinds": ["view", "both"], "keep": 8 },
        "more": { "kinds": ["click", "both"], "keep": 9 },
        "many": { "kinds": ["view", "click", "other"], "keep": 30 },
        "once": { "kinds": ["seen_once"], "keep": 1 },
    });
    document["scoring"]["rules"] = json!({
        "few": { "engagement": { "group": "behaviour", "tag": "few", "points": 1, "decay": { "half_life": "10d" } } },
        "more": { "engagement": { "group": "behaviour", "tag": "more", "points": 2, "count": { "every": 3 }, "decay": { "half_life": "10d" } } },
        "many": { "engagement": { "group": "behaviour", "tag": "many", "points": 3, "within": "20d" } },
        "once": { "engagement": { "group": "behaviour", "tag": "once", "points": 5, "count": { "at_least": 1 } } },
    });
    document["scoring"]["hand_raise"] = json!({});
    Policy::from_document(&document).expect("a good policy")
}

/// One tag and one rule.
fn one_rule(keep: u16, more: &Value) -> Policy {
    let mut document: Value = serde_json::to_value(PolicyDraft::standard()).unwrap();
    let mut rule = json!({ "group": "a", "tag": "t", "points": 1 });
    rule.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    document["scoring"] = json!({
        "tags": { "t": { "kinds": ["t"], "keep": keep } },
        "rules": { "r": { "engagement": rule } },
        "groups": { "a": { "dimension": "d" } },
        "dimensions": { "d": {} },
        "profiles": { "main": { "combine": { "sum": ["d"] }, "enter": 8, "exit": 8 } },
        "promotes": "main",
    });
    Policy::from_document(&document).expect("a good policy")
}

fn occurred(ages: &[i64]) -> Vec<(Activity, Instant)> {
    let at = |age: i64| Instant::from_seconds(1_767_225_600 - age).unwrap();
    let activity = |number: usize| Activity::new(ActivityId::new(&format!("a{number}")).unwrap(), "t".parse().unwrap());
    ages.iter().enumerate().map(|(number, age)| (activity(number), at(*age))).collect()
}

/// An explanation says that older occurrences were forgotten only where they might have counted.
#[test]
fn a_rule_that_looked_at_all_it_may_is_not_called_cut() {
    let now = occurred(&[0]).pop().unwrap().1;
    let twenty: Vec<i64> = (1..=20).rev().collect();
    for (keep, more, ages, cut) in [
        // What was forgotten is older than what is too old already.
        (5, json!({ "count": { "every": 3 }, "within": "10s" }), &[40, 30, 20, 3, 2, 1][..], false),
        (5, json!({ "count": { "every": 3 }, "within": "10s" }), &[9, 8, 7, 3, 2, 1], true),
        // All the awards that there may be.
        (5, json!({ "newest": 4, "count": { "every": 2 } }), &twenty, false),
        (10, json!({ "newest": 9, "count": { "every": 3 } }), &twenty, false),
        (5, json!({ "count": { "at_least": 5 } }), &twenty, false),
        // All there are, and more than are kept.
        (5, json!({}), &twenty, true),
        (5, json!({ "count": { "every": 3 } }), &twenty, true),
    ] {
        let policy = one_rule(keep, &more);
        let state = state_of(policy.scoring(), &occurred(ages));
        let report = policy.scoring().explain(&state, now).unwrap();
        assert_eq!(report.cut().count() == 1, cut, "{more} {ages:?}");
    }
}

#[test]
fn a_preview_keeps_what_the_earned_tags_keep() {
    let (old, new) = (one_rule(2, &json!({})), one_rule(5, &json!({})));
    let log = occurred(&[3, 2, 1]);
    let (last, before) = log.split_last().unwrap();
    let state = state_of(old.scoring(), before);
    let (tags, id) = (old.scoring().tag_activity(&last.0, last.1), last.0.id.digest());
    let mut after = state.clone();
    after.apply_activity(&tags, last.1, id);
    let preview = Preview { profile: None, activity: Some((&tags, last.1, id)) };
    assert_eq!(new.scoring().preview(&state, preview, last.1), new.scoring().score(&after, last.1));
}

#[test]
fn a_stored_profile_cannot_meet_two_bands_of_a_rule() {
    let met = |bands: &[u16]| {
        let met: Vec<Value> = bands.iter().map(|band| json!({ "rule": "bands", "band": { "number": band } })).collect();
        serde_json::from_value::<FitTags>(json!({ "met": met }))
    };
    assert!(met(&[0]).is_ok() && met(&[1]).is_ok());
    assert!(met(&[0, 1]).is_err());
    // A stored state has only fingerprints: both count, and both are explained.
    let policy = policy_of(1);
    let scoring = policy.scoring();
    let mut fits: Vec<Value> = [0, 1]
        .into_iter()
        .map(|band| {
            let mut state = ScoringState::new();
            state.apply_profile(&met(&[band]).unwrap());
            serde_json::to_value(&state).unwrap()["fits"][0].clone()
        })
        .collect();
    fits.sort_by_key(|print| serde_json::from_value::<Fingerprint>(print.clone()).unwrap());
    let state: ScoringState = serde_json::from_value(json!({ "fits": fits })).unwrap();
    let (at, score) = (instant(2), scoring.score(&state, instant(2)));
    assert_eq!(score.total(), Points::from_int(12));
    assert_eq!(scoring.explain(&state, at).unwrap().combination.total, score.total());
}

/// Too much of anything is a fault with its place, never a stop.
#[test]
fn too_many_kinds_bands_and_rules_are_faults() {
    let checked = |change: &dyn Fn(&mut Value)| {
        let mut document: Value = serde_json::to_value(PolicyDraft::standard()).unwrap();
        change(&mut document["scoring"]);
        Policy::from_document(&document).expect_err("too many").to_string()
    };
    let kinds = |document: &mut Value| {
        let kinds: Vec<String> = (0..256).map(|number| format!("kind_{number}")).collect();
        document["tags"]["seminar"]["kinds"] = json!(kinds);
    };
    assert!(checked(&kinds).contains("scoring.tags.seminar.kinds"), "{}", checked(&kinds));
    let bands = |document: &mut Value| {
        let bands: Vec<Value> = (0..65_600).map(|from| json!({ "from": from, "to": from + 1, "points": 1 })).collect();
        document["rules"]["size"] = json!({ "bands": { "group": "company", "field": "employees", "bands": bands } });
    };
    assert!(checked(&bands).contains("scoring.rules.size.bands"));
    let rules = |document: &mut Value| {
        let rule = json!({ "engagement": { "group": "none", "tag": "seminar", "points": 1 } });
        let rules: serde_json::Map<String, Value> =
            (0..65_600).map(|number| (format!("r{number}"), rule.clone())).collect();
        document["rules"] = Value::Object(rules);
    };
    assert!(checked(&rules).contains("scoring.rules"));
}

#[test]
fn a_curve_reaches_its_end() {
    let policy = Policy::standard();
    let curve = policy.scoring().curve(&ScoringState::new(), Instant::MIN, Instant::MAX, 4);
    assert_eq!((curve.first().unwrap().0, curve.last().unwrap().0, curve.len()), (Instant::MIN, Instant::MAX, 5));
}

#[test]
fn a_state_has_room_for_so_many_tags() {
    let most = usize::try_from(bounds::STATE_TAGS.max).unwrap();
    let stored = |count: usize| {
        let kept = json!([[instant(0), id(0)]]);
        let tags = (0..count).map(|number| {
            json!({ "tag": Fingerprint::from_bits(u64::try_from(number).unwrap()), "keep": 1, "cut": false, "kept": kept })
        });
        json!({ "tags": tags.collect::<Vec<Value>>() })
    };
    let mut state: ScoringState = serde_json::from_value(stored(most)).unwrap();
    let full = state.clone();
    // Those with the smallest fingerprints stay, whatever comes first.
    let earned = |name: &str| serde_json::from_value::<EarnedTags>(json!([{ "tag": name, "keep": 1 }])).unwrap();
    let fits_in = |name: &str| name.parse::<TagName>().unwrap().fingerprint() < Fingerprint::from_bits(1 << 63);
    state.apply_activity(&earned("tag_1"), instant(7), id(1));
    assert_eq!(state, full);
    let mut document = stored(most);
    document["tags"][most - 1]["tag"] = json!(Fingerprint::from_bits(1 << 63));
    let names: Vec<String> = (0..40).map(|number| format!("tag_{number}")).collect();
    let smallest = names.iter().min_by_key(|name| name.parse::<TagName>().unwrap().fingerprint()).unwrap();
    assert!(fits_in(smallest));
    let orders = [names.iter().collect::<Vec<_>>(), names.iter().rev().collect()];
    let states = orders.map(|names| {
        let mut state: ScoringState = serde_json::from_value(document.clone()).unwrap();
        for name in names {
            state.apply_activity(&earned(name), instant(8), id(2));
        }
        assert_eq!(state.validate(), Ok(()));
        assert_eq!(state.newest_activity(), Some(instant(8)));
        state
    });
    assert_eq!(states[0], states[1]);
    let kept = serde_json::to_value(&states[0]).unwrap();
    assert_eq!(kept["tags"][most - 1]["tag"], json!(smallest.parse::<TagName>().unwrap().fingerprint()));
    assert!(serde_json::from_value::<ScoringState>(stored(most.saturating_add(1))).is_err());
}
