//! Random scoring policies beside random states: every question, and crossings beside looking at every second.

use std::collections::BTreeMap;

use lead_lifecycle::calendar::Zone;
use lead_lifecycle::scoring::{Crossing, Scoring, ScoringDraft, ScoringState, Standing};
use lead_lifecycle::values::{Activity, Carry, FieldCatalog, FieldLookup, FieldValue, Points};
use lead_lifecycle::{Instant, Span};
use serde_json::{Value, json};

use crate::random::Random;

/// Half an hour before midnight, so that days turn within what is looked at.
const START: i64 = 1_775_001_600 - 1_800;
const LOOK: i64 = 2_500;

fn at(seconds: i64) -> Instant {
    Instant::from_seconds(START + seconds).expect("within the calendar")
}

fn points(random: &mut Random) -> Points {
    let most = *random.of(&[3, 50, 4_000, 50_000, 1_000_000_000]);
    Points::from_thousandths(random.within(-most, most)).unwrap_or(Points::ZERO)
}

fn maybe(random: &mut Random, of: usize, map: &mut Value, key: &str, value: impl Fn(&mut Random) -> Value) {
    if random.yes(of) {
        map[key] = value(random);
    }
}

fn seconds(random: &mut Random) -> Value {
    let most = *random.of(&[200, 1_500, 9_000]);
    json!(format!("{}s", random.within(60, most)))
}

fn engagement(random: &mut Random) -> Value {
    let mut rule = json!({ "group": format!("g{}", random.below(4)), "tag": format!("t{}", random.below(4)), "points": points(random) });
    match random.below(6) {
        0 => {}
        1 => rule["decay"] = json!({ "linear": seconds(random) }),
        2 | 3 => rule["decay"] = json!({ "half_life": random.of(&["60s", "61s", "90s", "600s"]) }),
        4 => rule["decay"] = json!({ "half_life": seconds(random) }),
        _ => {
            let first = random.within(1, 500);
            rule["decay"] = json!({ "steps": [{ "from": format!("{first}s"), "keeps": "0.7" }, { "from": format!("{}s", first + random.within(1, 600)), "keeps": "0.05" }] });
        }
    }
    maybe(random, 3, &mut rule, "within", seconds);
    maybe(random, 5, &mut rule, "expires_after", seconds);
    maybe(random, 4, &mut rule, "cap", |random| {
        json!(Points::from_thousandths(random.within(1, 60_000)).unwrap_or(Points::ZERO))
    });
    maybe(random, 6, &mut rule, "newest", |random| json!(random.within(1, 3)));
    maybe(random, 5, &mut rule, "lasting", |_| json!(true));
    maybe(random, 5, &mut rule, "count", |random| json!({ *random.of(&["every", "at_least"]): random.within(1, 3) }));
    json!({ "engagement": rule })
}

pub fn draft(random: &mut Random, enter: Points, exit: Points) -> Value {
    let mut draft = json!({ "tags": {}, "rules": {}, "groups": {}, "dimensions": {}, "promotes": "main" });
    for place in 0..4 {
        let mut tag = json!({ "kinds": [format!("k{place}")], "keep": random.within(1, 6) });
        maybe(random, 8, &mut tag, "one_per_period", seconds);
        draft["tags"][format!("t{place}")] = tag;
        let mut group = json!({ "dimension": format!("d{}", if place < 3 { place } else { 0 }) });
        maybe(random, 4, &mut group, "cap", |random| json!(random.within(0, 30)));
        maybe(random, 4, &mut group, "floor", |random| json!(random.within(-30, 0)));
        draft["groups"][format!("g{place}")] = group;
    }
    for place in 0..3 {
        let mut dimension = json!({});
        maybe(random, 4, &mut dimension, "cap", |random| json!(random.within(1, 40)));
        maybe(random, 4, &mut dimension, "floor", |random| json!(random.within(-40, 0)));
        draft["dimensions"][format!("d{place}")] = dimension;
    }
    for place in 0..random.within(1, 8) {
        draft["rules"][format!("r{place}")] = engagement(random);
    }
    if random.yes(4) {
        draft["rules"]["due"] = json!({ "timing": { "group": "g1", "field": "purchase_by", "ahead": [{ "up_to": "1d", "points": random.within(1, 9) }, { "up_to": "30d", "points": 1 }], "missed": [{ "up_to": "2d", "points": random.within(-9, -1) }] } });
    }
    if random.yes(4) {
        let bands =
            [json!({ "from": 1, "to": 100, "points": 2 }), json!({ "from": 100, "points": random.within(-9, 9) })];
        draft["rules"]["size"] = json!({ "bands": { "group": "g2", "field": "employees", "bands": bands } });
    }
    let combine = match random.below(5) {
        0 | 1 => json!({ "sum": ["d0", "d1", "d2"] }),
        2 => json!({ "weighted": { "d0": "0.3", "d1": "0.7", "d2": "1" } }),
        3 => json!({ "product": { "of": ["d0", "d1"], "per": 10 } }),
        _ => {
            let ranks = json!([["C", "B", "A"], ["C", "B", "A"], ["B", "A", "A"]]);
            let mut total = || json!([random.within(-9, 9), random.within(-9, 9), random.within(-9, 9)]);
            json!({ "matrix": { "rows": "d0", "rows_from": ["0.5", 4], "columns": "d1", "columns_from": [0, 3],
                "totals": [total(), total(), total()], "ranks": ranks } })
        }
    };
    let mut main = json!({ "combine": combine, "enter": enter.max(exit), "exit": exit });
    maybe(random, 3, &mut main, "cap", |random| {
        json!(Points::from_thousandths(random.within(0, 50_000)).unwrap_or(Points::ZERO).max(enter))
    });
    maybe(random, 3, &mut main, "floor", |random| {
        json!(Points::from_thousandths(random.within(-50_000, 0)).unwrap_or(Points::ZERO).min(exit))
    });
    maybe(random, 3, &mut main, "minima", |random| json!({ *random.of(&["d0", "d1", "d2"]): random.within(-5, 5) }));
    draft["profiles"] = json!({ "main": main });
    draft
}

fn check(draft: &Value) -> Option<Scoring> {
    let draft: ScoringDraft = serde_json::from_value(draft.clone()).expect("a draft of its own making");
    Scoring::new(&draft, &FieldCatalog::standard(), Zone::UTC).ok()
}

fn state(random: &mut Random, scoring: &Scoring) -> ScoringState {
    let mut state = ScoringState::new();
    for id in 0..random.below(14) {
        let kind = format!("k{}", random.below(4));
        let activity = Activity::new(format!("a{id}").parse().expect("a key"), kind.parse().expect("a key"));
        let when = *random.of(&[0, 0, 1, 60, 600, 1_900]);
        scoring.record(&mut state, &activity, at(random.within(0, when)));
    }
    for _ in 0..random.below(3).saturating_sub(1) {
        state.carry(*random.of(&[Carry::Keep, Carry::Halve, Carry::Reset]), at(random.within(0, 300)));
    }
    let mut profile = Known::default();
    if random.yes(2) {
        let day = random.of(&["2026-03-31", "2026-04-01", "2026-04-02"]);
        let fields = json!({ "purchase_by": { "date": day }, "employees": { "number": random.within(0, 200) } });
        profile.0 = serde_json::from_value(fields).expect("fields");
    }
    state.apply_profile(&scoring.tag_profile(&profile));
    state
}

#[derive(Default)]
struct Known(BTreeMap<String, FieldValue>);

impl FieldLookup for Known {
    fn value(&self, field: &str) -> Option<&FieldValue> {
        self.0.get(field)
    }
}

/// Every question, whatever the numbers; and what the answers must agree in. `None` when the draft is refused.
pub fn input(random: &mut Random) -> Option<()> {
    let seed = random.next();
    let mut first = draft(&mut Random(seed), Points::from_int(5), Points::ZERO);
    let scoring = check(&first)?;
    let state = state(random, &scoring);
    let from = random.within(0, 300);
    // Thresholds near what the score is at some second.
    let near = scoring.score(&state, at(from + random.within(0, LOOK))).total().thousandths();
    let exit = Points::from_thousandths(near + random.within(-3, 3)).ok()?;
    let enter = Points::from_thousandths(exit.thousandths() + random.within(1, 4)).ok()?;
    first["profiles"]["main"]["enter"] = json!(enter);
    first["profiles"]["main"]["exit"] = json!(exit);
    let scoring = check(&first).unwrap_or(scoring);
    let now = at(from);
    let _ = (scoring.missing(&state, now).to_string(), scoring.explain(&state, now).map(|report| report.to_string()));
    let report = scoring.explain(&state, now).expect("a profile promotes");
    assert_eq!(report.combination.total, scoring.score(&state, now).total(), "explained as scored");
    let stored = serde_json::to_string(&state).expect("a state is stored");
    assert_eq!(serde_json::from_str::<ScoringState>(&stored).expect("read again"), state);
    let _ = scoring.curve(&state, Instant::MIN, Instant::MAX, 7);
    for (which, standing) in [(Crossing::UpToEnter, Standing::Enter), (Crossing::DownBelowExit, Standing::BelowExit)] {
        let found = scoring.look_ahead(&state, now, which);
        assert_eq!(scoring.crosses_at(&state, now, None, which), found.at);
        let stands = |at: Instant| scoring.verdict(&scoring.score(&state, at)) == standing;
        assert!(found.at.is_none_or(stands), "does not stand at {found:?}");
        let end = found.coarse.map_or(i64::MAX, |coarse| coarse.from.seconds() - START).min(from + LOOK);
        let seen = (from..end).map(at).find(|at| stands(*at));
        assert_eq!(seen, found.at.filter(|at| at.seconds() - START < end), "{which:?} from {from}: {first}\n{stored}");
        if let Some(crossed) = found.at {
            let before = crossed.saturating_sub(Span::saturating(1));
            assert!(crossed == now || found.coarse.is_some() || !stands(before));
        }
    }
    Some(())
}
