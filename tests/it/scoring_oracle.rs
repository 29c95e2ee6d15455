//! Decay, windows and caps against sums that an independent implementation computed to 30 digits.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use lead_lifecycle::Instant;
use lead_lifecycle::calendar::Zone;
use lead_lifecycle::scoring::{Crossing, EarnedTags, Scoring, ScoringDraft, ScoringState};
use lead_lifecycle::values::{Activity, ActivityId, ActivityKind, Digest, FieldCatalog};
use rust_decimal::Decimal;
use serde::Deserialize;

#[derive(Deserialize)]
struct Oracle {
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    id: u32,
    eval_unix: i64,
    events: Vec<Event>,
    half_life_s: u64,
    linear_window_s: u64,
    exponential_sum: String,
    linear_sum: String,
    hard_window_sum_age_lt: i64,
    exponential_positive_only: String,
    exponential_capped_by_type: String,
    caps: BTreeMap<String, u32>,
    clamped_0_100: String,
    rounded_half_even: i64,
    rounded_half_up: i64,
    threshold: u32,
    falls_to_threshold_at_unix: Option<String>,
}

#[derive(Deserialize)]
struct Event {
    t: i64,
    points: i64,
    #[serde(rename = "type")]
    kind: String,
}

fn cases() -> Vec<Case> {
    let oracle: Oracle = serde_json::from_str(include_str!("../oracles/o6_decay.json")).expect("the oracle is JSON");
    oracle.cases
}

fn instant(seconds: i64) -> Instant {
    Instant::from_seconds(seconds).expect("in range")
}

impl Case {
    /// One rule per kind of event, all with these terms.
    fn scoring(&self, terms: &str, caps: bool, bounds: &str, only_positive: bool) -> Scoring {
        let kinds: BTreeMap<&str, i64> = self.events.iter().map(|e| (e.kind.as_str(), e.points)).collect();
        let mut text = String::new();
        for (kind, points) in kinds.iter().filter(|(_, points)| !only_positive || **points > 0) {
            let cap = self.caps.get(*kind).filter(|_| caps).map_or(String::new(), |cap| format!("cap = {cap}\n"));
            write!(
                text,
                "[tags.{kind}]\nkinds = [\"{kind}\"]\nkeep = 512\n\
                 [rules.{kind}.engagement]\ngroup = \"g\"\ntag = \"{kind}\"\npoints = {points}\n{terms}\n{cap}"
            )
            .expect("written");
        }
        let threshold = self.threshold;
        write!(
            text,
            "[groups.g]\ndimension = \"d\"\n[dimensions.d]\n{bounds}\n[profiles.p]\ncombine = {{ sum = [\"d\"] }}\nenter = 1000000\nexit = {threshold}\n"
        )
        .expect("written");
        let draft: ScoringDraft = toml::from_str(&text).unwrap_or_else(|error| panic!("{error}\n{text}"));
        Scoring::new(&draft, &FieldCatalog::standard(), Zone::UTC).unwrap_or_else(|faults| panic!("{faults}"))
    }

    fn state(&self, scoring: &Scoring, until: i64) -> ScoringState {
        let mut state = ScoringState::new();
        let mut earned: BTreeMap<&str, EarnedTags> = BTreeMap::new();
        for (number, event) in self.events.iter().enumerate().filter(|(_, event)| event.t <= until) {
            let tags = earned.entry(&event.kind).or_insert_with(|| {
                let id = ActivityId::new("any").expect("id");
                let activity = Activity::new(id, ActivityKind::new(&event.kind).expect("kind"));
                scoring.tag_activity(&activity, instant(event.t))
            });
            state.apply_activity(tags, instant(event.t), Digest::of(&number.to_string()));
        }
        state
    }

    fn total(&self, scoring: &Scoring) -> Decimal {
        let state = self.state(scoring, i64::MAX);
        scoring.score(&state, instant(self.eval_unix)).total().to_decimal()
    }

    /// One rounding per kind of event, and the stated error of the weights.
    fn assert_near(&self, what: &str, got: Decimal, want: &str) {
        let want = decimal(want);
        let bound = Decimal::new(5 * 8, 4) + Decimal::new(1, 4);
        assert!((got - want).abs() <= bound, "case {}: {what}: {got}, not {want}", self.id);
    }
}

/// Ten places are enough here; tiny values are written with an exponent.
fn decimal(text: &str) -> Decimal {
    if text.contains(['e', 'E']) {
        return Decimal::from_scientific(text).map_or(Decimal::ZERO, |d| d.round_dp(10));
    }
    let places = text.find('.').map_or(text.len(), |point| (point + 11).min(text.len()));
    text.get(..places).expect("ASCII").parse().expect("a decimal")
}

#[test]
fn half_life_linear_window_and_caps_agree_with_the_oracle() {
    for case in cases() {
        let half_life = format!("decay = {{ half_life = \"{}s\" }}", case.half_life_s);
        let linear = format!("decay = {{ linear = \"{}s\" }}", case.linear_window_s);
        let window = format!("within = \"{}s\"", case.linear_window_s);
        let total = |terms: &str, caps, bounds, positive| case.total(&case.scoring(terms, caps, bounds, positive));
        case.assert_near("half-life", total(&half_life, false, "", false), &case.exponential_sum);
        case.assert_near("positive only", total(&half_life, false, "", true), &case.exponential_positive_only);
        case.assert_near("capped", total(&half_life, true, "", false), &case.exponential_capped_by_type);
        case.assert_near("clamped", total(&half_life, false, "floor = 0\ncap = 100", false), &case.clamped_0_100);
        case.assert_near("linear", total(&linear, false, "", false), &case.linear_sum);
        assert_eq!(total(&window, false, "", false), Decimal::from(case.hard_window_sum_age_lt), "case {}", case.id);
    }
}

#[test]
fn whole_points_round_half_away_from_zero_as_the_oracle_does() {
    for case in cases() {
        let half_life = format!("decay = {{ half_life = \"{}s\" }}", case.half_life_s);
        let total = case.total(&case.scoring(&half_life, false, "", false));
        let rounded = total.round_dp_with_strategy(0, rust_decimal::RoundingStrategy::MidpointAwayFromZero);
        assert_eq!(rounded, Decimal::from(case.rounded_half_up), "case {}", case.id);
        if case.rounded_half_even != case.rounded_half_up {
            assert_ne!(rounded, Decimal::from(case.rounded_half_even));
        }
    }
}

#[test]
fn the_score_falls_under_the_threshold_when_the_oracle_says() {
    let mut seen = 0;
    for case in cases() {
        let half_life = format!("decay = {{ half_life = \"{}s\" }}", case.half_life_s);
        let scoring = case.scoring(&half_life, false, "", false);
        let state = case.state(&scoring, case.eval_unix);
        let Some(falls) = &case.falls_to_threshold_at_unix else {
            continue;
        };
        let falls: f64 = falls.parse().expect("a decimal");
        let found =
            scoring.crosses_at(&state, instant(case.eval_unix), None, Crossing::DownBelowExit).expect("it falls");
        // Rounding to thousandths moves the crossing by as long as the sum takes to fall by one rounding per kind.
        let seconds = f64::from(u32::try_from(case.half_life_s).expect("short")) / std::f64::consts::LN_2;
        let slack = 1.0 + seconds * 0.004_1 / f64::from(case.threshold);
        let found = f64::from(u32::try_from(found.seconds()).expect("before 2106"));
        assert!((found - falls).abs() <= slack, "case {}: {found}, not {falls} ± {slack}", case.id);
        seen += 1;
    }
    assert_eq!(seen, 21);
}
