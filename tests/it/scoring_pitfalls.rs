//! What users of today's systems complain about, as tests of ours (PITFALLS, rows *scoring* and *merge*).

use lead_lifecycle::calendar::Zone;
use lead_lifecycle::scoring::{Crossing, Scoring, ScoringDraft, ScoringState, Standing};
use lead_lifecycle::values::{Activity, ActivityId, ActivityKind, Carry, FieldCatalog, ObjectKey, Points, ProfileName};
use lead_lifecycle::{Instant, Span};

const MAILS: &str = r#"
    [tags.open]
    kinds = ["open"]
    keep = 10
    [tags.mail]
    kinds = ["open"]
    keep = 10
    once_per = "object"
    [tags.day]
    kinds = ["open"]
    keep = 10
    one_per_period = "1d"
    [rules.every_time.engagement]
    group = "every_time"
    tag = "open"
    points = 1
    [rules.once.engagement]
    group = "once"
    tag = "open"
    points = 1
    count = { at_least = 1 }
    [rules.at_most_3.engagement]
    group = "at_most_3"
    tag = "open"
    points = 1
    newest = 3
    [rules.per_mail.engagement]
    group = "per_mail"
    tag = "mail"
    points = 1
    [rules.per_day.engagement]
    group = "per_day"
    tag = "day"
    points = 1
    [groups]
    every_time = { dimension = "every_time" }
    once = { dimension = "once" }
    at_most_3 = { dimension = "at_most_3" }
    per_mail = { dimension = "per_mail" }
    per_day = { dimension = "per_day" }
    [dimensions]
    every_time = {}
    once = {}
    at_most_3 = {}
    per_mail = {}
    per_day = {}
    [profiles.main]
    combine = { sum = ["every_time"] }
    enter = 5
    exit = 3
    [profiles.other_product]
    combine = { sum = ["per_mail"] }
    enter = 5
"#;

fn scoring(text: &str) -> Scoring {
    let draft: ScoringDraft = toml::from_str(text).unwrap_or_else(|error| panic!("{error}"));
    Scoring::new(&draft, &FieldCatalog::standard(), Zone::JST).unwrap_or_else(|faults| panic!("{faults}"))
}

fn mails() -> Scoring {
    scoring(&format!("promotes = \"main\"\n{MAILS}"))
}

fn at(text: &str) -> Instant {
    text.parse().expect("a legal instant")
}

fn open(scoring: &Scoring, state: &mut ScoringState, id: &str, mail: &str, when: &str) {
    let mut activity = Activity::new(ActivityId::new(id).expect("id"), ActivityKind::new("open").expect("kind"));
    activity.object = Some(ObjectKey::new(mail).expect("object"));
    scoring.record(state, &activity, at(when));
}

fn values(scoring: &Scoring, state: &ScoringState, when: &str) -> Vec<(String, i64)> {
    let score = scoring.score(state, at(when));
    scoring.dimensions().map(ToString::to_string).zip(score.dimensions().map(|p| p.thousandths() / 1_000)).collect()
}

/// mautic#929, #4582 (once per contact for ever), mautic#7320 (again for each re-open of the same mail).
#[test]
fn each_way_of_counting_can_be_said() {
    let scoring = mails();
    let mut state = ScoringState::new();
    for (id, mail, when) in [
        ("1", "spring", "2026-04-01T14:59:59Z"),
        ("2", "spring", "2026-04-01T15:00:00Z"), // midnight in Japan
        ("3", "spring", "2026-04-01T16:00:00Z"),
        ("4", "summer", "2026-04-02T16:00:00Z"),
        ("4", "summer", "2026-04-02T16:00:00Z"), // the same activity again
    ] {
        open(&scoring, &mut state, id, mail, when);
    }
    let named = |name: &str, n| (name.to_string(), n);
    assert_eq!(
        values(&scoring, &state, "2026-05-01T00:00:00Z"),
        [named("at_most_3", 3), named("every_time", 4), named("once", 1), named("per_day", 3), named("per_mail", 2)]
    );
}

/// mautic source: queued multipliers add instead of multiply.
#[test]
fn factors_multiply_whatever_the_order() {
    let scoring = scoring(&format!(
        "promotes = \"times\"\n{}[profiles.times]\ncombine = {{ product = {{ of = [\"every_time\", \"per_mail\", \"per_day\"] }} }}\nenter = 5\n",
        MAILS
            .replace("every_time = {}", "every_time = { floor = 0 }")
            .replace("per_mail = {}", "per_mail = { floor = 0 }")
            .replace("per_day = {}", "per_day = { floor = 0 }")
    ));
    let opens =
        [("1", "a", "2026-04-01T00:00:00Z"), ("2", "b", "2026-04-01T01:00:00Z"), ("3", "b", "2026-04-02T01:00:00Z")];
    let total = |order: [usize; 3]| {
        let mut state = ScoringState::new();
        for place in order {
            let (id, mail, when) = opens.get(place).expect("three");
            open(&scoring, &mut state, id, mail, when);
        }
        scoring.score(&state, at("2026-05-01T00:00:00Z")).total()
    };
    for order in [[0, 1, 2], [2, 1, 0], [1, 0, 2]] {
        assert_eq!(total(order), Points::from_int(3 * 2 * 2));
    }
}

/// mautic PR#3854: not at all for new contacts, or repeatedly; never again after the first time.
#[test]
fn a_standing_is_a_state_so_it_can_be_entered_left_and_entered_again() {
    let scoring = scoring(&format!(
        "promotes = \"main\"\n{}",
        MAILS.replace("    points = 1\n    [rules.once", "    points = 1\n    within = \"30d\"\n    [rules.once")
    ));
    let mut state = ScoringState::new();
    let standing = |state: &ScoringState, when: &str| scoring.verdict(&scoring.score(state, at(when)));
    assert_eq!(standing(&state, "2026-04-01T00:00:00Z"), Standing::BelowExit);
    for id in ["1", "2", "3", "4", "5"] {
        open(&scoring, &mut state, id, "a", "2026-04-01T00:00:00Z");
    }
    assert_eq!(standing(&state, "2026-04-01T00:00:00Z"), Standing::Enter);
    let left = scoring.crosses_at(&state, at("2026-04-01T00:00:00Z"), None, Crossing::DownBelowExit);
    assert_eq!(left, Some(at("2026-05-01T00:00:00Z")));
    for id in ["6", "7", "8", "9", "10"] {
        open(&scoring, &mut state, id, "a", "2026-05-02T00:00:00Z");
    }
    assert_eq!(standing(&state, "2026-05-02T00:00:00Z"), Standing::Enter);
}

/// mautic#581: one score for all products.
#[test]
fn each_product_has_its_own_score() {
    let scoring = mails();
    let mut state = ScoringState::new();
    for id in ["1", "2", "3", "4", "5"] {
        open(&scoring, &mut state, id, "the same mail", "2026-04-01T00:00:00Z");
    }
    let now = at("2026-04-02T00:00:00Z");
    let other = ProfileName::new("other_product").expect("name");
    assert_eq!(scoring.score(&state, now).total(), Points::from_int(5));
    assert_eq!(scoring.score_profile(&other, &state, now).expect("declared").total(), Points::from_int(1));
    assert_eq!(scoring.score_profile(&ProfileName::new("none").expect("name"), &state, now), None);
}

/// odoo PR#127470, PR#49027: a number that reaches its bound must not mean a state, nor stick there.
#[test]
fn a_score_at_its_bound_does_not_stick() {
    let scoring = scoring(
        r#"
        [tags.open]
        kinds = ["open"]
        keep = 10
        [rules.open.engagement]
        group = "g"
        tag = "open"
        points = 60
        decay = { half_life = "10d" }
        [groups.g]
        dimension = "d"
        [dimensions.d]
        floor = 0
        cap = 100
        [profiles.main]
        combine = { sum = ["d"] }
        enter = 100
        exit = 1
        "#,
    );
    let mut state = ScoringState::new();
    open(&scoring, &mut state, "1", "a", "2026-04-01T00:00:00Z");
    open(&scoring, &mut state, "2", "a", "2026-04-01T00:00:00Z");
    let total = |when: &str| scoring.score(&state, at(when)).total();
    assert_eq!(total("2026-04-01T00:00:00Z"), Points::from_int(100));
    assert_eq!(total("2026-04-11T00:00:00Z"), Points::from_int(60));
    assert_eq!(total("2026-04-21T00:00:00Z"), Points::from_int(30));
    assert_eq!(total("2029-04-21T00:00:00Z"), Points::ZERO);
}

/// Decay by a nightly job: the score depended on when the job ran.
#[test]
fn looking_often_or_late_gives_the_same_score() {
    let scoring = mails();
    let mut watched = ScoringState::new();
    open(&scoring, &mut watched, "1", "a", "2026-04-01T00:00:00Z");
    let unwatched = watched.clone();
    for day in 0..30 {
        let now = at("2026-04-01T00:00:00Z").saturating_add(Span::days(day));
        assert_eq!(scoring.score(&watched, now), scoring.score(&unwatched, now));
    }
    assert_eq!(watched, unwatched);
}

/// mautic PR#5964: 50 + 100 showed 200, then 100. odoo PR#70270: 0 was read as nothing.
#[test]
fn merged_leads_unite_what_they_did() {
    let scoring = mails();
    let (mut one, mut other) = (ScoringState::new(), ScoringState::new());
    open(&scoring, &mut one, "1", "a", "2026-04-01T00:00:00Z");
    open(&scoring, &mut one, "2", "a", "2026-04-01T00:00:00Z");
    open(&scoring, &mut other, "2", "a", "2026-04-01T00:00:00Z");
    open(&scoring, &mut other, "3", "a", "2026-04-01T00:00:00Z");
    let now = at("2026-05-01T00:00:00Z");
    one.merge(&other);
    assert_eq!(scoring.score(&one, now).total(), Points::from_int(3));
    one.merge(&other);
    one.merge(&ScoringState::new());
    assert_eq!(scoring.score(&one, now).total(), Points::from_int(3));
}

/// Recycling halves or resets what came before it, also what is only heard of later.
#[test]
fn a_recycle_holds_for_late_activities_too() {
    let scoring = mails();
    let now = "2026-05-01T00:00:00Z";
    let mut state = ScoringState::new();
    open(&scoring, &mut state, "1", "a", "2026-04-01T00:00:00Z");
    state.carry(Carry::Keep, at("2026-04-02T00:00:00Z"));
    state.carry(Carry::Halve, at("2026-04-02T00:00:00Z"));
    let total = |state: &ScoringState| scoring.score(state, at(now)).total().to_string();
    assert_eq!(total(&state), "0.5");
    open(&scoring, &mut state, "2", "a", "2026-04-02T00:00:00Z");
    assert_eq!(total(&state), "1");
    open(&scoring, &mut state, "3", "a", "2026-04-02T00:00:01Z");
    assert_eq!(total(&state), "2");
    state.carry(Carry::Reset, at("2026-04-02T00:00:00Z"));
    assert_eq!(total(&state), "1");
    open(&scoring, &mut state, "4", "a", "2026-04-02T00:00:00Z");
    assert_eq!(total(&state), "1");
}

/// Half-even would give 0.002 and −0.002.
#[test]
fn thousandths_are_rounded_half_away_from_zero() {
    for (points, want) in [("0.005", "0.003"), ("-0.005", "-0.003"), ("0.001", "0.001"), ("0.003", "0.002")] {
        let scoring = scoring(&format!(
            r#"
            [tags.open]
            kinds = ["open"]
            keep = 1
            [rules.open.engagement]
            group = "g"
            tag = "open"
            points = "{points}"
            decay = {{ linear = "10s" }}
            [groups.g]
            dimension = "d"
            [dimensions.d]
            [profiles.main]
            combine = {{ sum = ["d"] }}
            enter = 1
            "#
        ));
        let mut state = ScoringState::new();
        open(&scoring, &mut state, "1", "a", "2026-04-01T00:00:00Z");
        assert_eq!(scoring.score(&state, at("2026-04-01T00:00:05Z")).total().to_string(), want);
    }
}

/// What a tag did not keep is never cut in silence.
#[test]
fn the_explanation_says_when_memory_cut_something() {
    let scoring = mails();
    let mut state = ScoringState::new();
    let now = at("2026-05-01T00:00:00Z");
    for id in 0..11 {
        let report = scoring.explain(&state, now).expect("promotes");
        assert_eq!(report.cut().count(), 0);
        open(&scoring, &mut state, &id.to_string(), "a", "2026-04-01T00:00:00Z");
    }
    let report = scoring.explain(&state, now).expect("promotes");
    // Neither the rule that pays once nor the one that looks at three only is affected.
    assert_eq!(report.cut().map(|c| c.rule.as_str()).collect::<Vec<_>>(), ["every_time"]);
    let text = report.to_string();
    assert!(text.contains("every_time: +10 (10 × open, older ones forgotten)"), "{text}");
    // A policy that looks further back is told what this state cannot give it.
    let longer = self::scoring(&format!("promotes = \"main\"\n{}", MAILS.replacen("keep = 10", "keep = 20", 1)));
    let thin: Vec<String> = longer.thin_rules(&state, &scoring).iter().map(ToString::to_string).collect();
    assert_eq!(thin, ["every_time"]);
}

const OPPOSITES: &str = r#"
    [tags.seminar]
    kinds = ["seminar"]
    keep = 3
    [tags.bounce]
    kinds = ["bounce"]
    keep = 3
    [rules.seminar.engagement]
    group = "all"
    tag = "seminar"
    points = 1000000
    decay = { half_life = "365d" }
    [rules.bounce.engagement]
    group = "all"
    tag = "bounce"
    points = -1000000
    decay = { half_life = "365d" }
    [groups]
    all = { dimension = "all" }
    [dimensions]
    all = {}
    [profiles.main]
    combine = { sum = ["all"] }
    enter = 30
    exit = 0
"#;

/// A timer that asks when the score falls must not search for a year what cancels at every second (this took 40 s).
#[test]
fn rules_that_cancel_are_not_searched_second_by_second() {
    let scoring = scoring(OPPOSITES);
    let mut state = ScoringState::new();
    let when = at("2026-04-01T09:00:00+09:00");
    for (id, kind) in [("1", "seminar"), ("2", "bounce")] {
        let activity = Activity::new(ActivityId::new(id).expect("legal"), kind.parse().expect("legal"));
        scoring.record(&mut state, &activity, when);
    }
    assert_eq!(scoring.score(&state, when).total(), Points::ZERO);
    assert_eq!(scoring.crosses_at(&state, when, None, Crossing::DownBelowExit), None);
    assert_eq!(scoring.crosses_at(&state, when, None, Crossing::UpToEnter), None);
}

/// What nearly cancels stays near nothing, however much each of the rules fades: bounds for both together find the second at once (each alone, they
/// took half a minute).
#[test]
fn rules_that_nearly_cancel_are_not_searched_second_by_second() {
    let when = at("2026-04-01T09:00:00+09:00");
    for (left, exit) in [("-999900", 50), ("-999999", 0), ("-999990", 3)] {
        let text = OPPOSITES.replace("points = -1000000", &format!("points = {left}"));
        let scoring = scoring(&text.replace("exit = 0", &format!("exit = {exit}")).replace("enter = 30", "enter = 60"));
        let mut state = ScoringState::new();
        for (id, kind) in [("1", "seminar"), ("2", "bounce")] {
            let activity = Activity::new(ActivityId::new(id).expect("legal"), kind.parse().expect("legal"));
            scoring.record(&mut state, &activity, when);
        }
        let crossing = scoring.crosses_at(&state, when, None, Crossing::DownBelowExit);
        if let Some(crossing) = crossing {
            let (before, then) = (crossing.saturating_sub(Span::saturating(1)), crossing);
            assert!(scoring.score(&state, before).total() >= Points::from_int(exit), "{left}");
            assert!(scoring.score(&state, then).total() < Points::from_int(exit), "{left}");
        }
        assert_eq!(crossing.is_some(), exit > 0, "{left}");
    }
}

/// Asked about before its last fact, a state may have forgotten what would have counted then: the explanation says so.
#[test]
fn a_limit_is_never_silent_even_before_the_last_fact() {
    let scoring = scoring(OPPOSITES);
    let mut state = ScoringState::new();
    let start = at("2026-04-01T09:00:00+09:00");
    let after = |hours: u64| start.saturating_add(Span::saturating(hours.saturating_mul(3_600)));
    for hour in 1..=4_u64 {
        let activity =
            Activity::new(ActivityId::new(&hour.to_string()).expect("legal"), "seminar".parse().expect("legal"));
        let tags = scoring.tag_activity(&activity, after(hour));
        state.apply_activity(&tags, after(hour), activity.id.digest());
    }
    for hour in 1..=4 {
        let report = scoring.explain(&state, after(hour)).expect("a profile promotes");
        assert_eq!(report.cut().count(), 1, "after {hour} hours");
    }
    assert_eq!(scoring.explain(&state, start).expect("a profile promotes").cut().count(), 1);
}

/// Two leads whose activities lie 2^31 seconds apart score in columns as they do in rows.
#[test]
fn columns_hold_whatever_an_instant_can_be() {
    let text = OPPOSITES.replace("365d", "18250d");
    let scoring = scoring(&text);
    let state = |when: Instant| {
        let mut state = ScoringState::new();
        let activity = Activity::new(ActivityId::new("1").expect("legal"), "seminar".parse().expect("legal"));
        scoring.record(&mut state, &activity, when);
        state
    };
    let new = at("2040-01-01T00:00:00Z");
    for apart in [(1_u64 << 31) - 1, 1 << 31, (1 << 31) + 1] {
        let states = [state(new), state(new.saturating_sub(Span::saturating(apart)))];
        let mut totals = [Points::ZERO; 2];
        scoring.columns(&states).totals(new, 0..2, &mut totals).expect("not before the newest");
        for (state, total) in states.iter().zip(totals) {
            assert_eq!(scoring.score(state, new).total(), total);
            assert!(total > Points::ZERO);
        }
    }
}
