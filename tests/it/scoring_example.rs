//! The worked example of the practice guides, the policy as people write it, its faults and lints.

use lead_lifecycle::calendar::Zone;
use lead_lifecycle::scoring::{Crossing, Preview, Scoring, ScoringDraft, ScoringState, Standing};
use lead_lifecycle::values::{
    Activity, ActivityId, ActivityKind, FaultCode, FieldCatalog, FieldName, FieldValue, LeadProfile, Path, Points,
    ProfileEntry,
};
use lead_lifecycle::{Faults, Instant};

fn at(text: &str) -> Instant {
    text.parse().expect("a legal instant")
}

fn check(draft: &ScoringDraft) -> Result<Scoring, Faults> {
    let mut faults = Faults::new();
    let path = Path::root().key("scoring");
    draft.check(&FieldCatalog::standard(), Zone::JST, &path, &mut faults).ok_or(faults)
}

fn toml(text: &str) -> ScoringDraft {
    toml::from_str(text).unwrap_or_else(|error| panic!("{error}"))
}

fn activity(id: &str, kind: &str) -> Activity {
    Activity::new(ActivityId::new(id).expect("id"), ActivityKind::new(kind).expect("kind"))
}

fn profile(fields: &[(&str, FieldValue)]) -> LeadProfile {
    let mut profile = LeadProfile::new();
    for (name, value) in fields {
        let entry = ProfileEntry { at: at("2026-01-01T00:00:00Z"), personal: false, value: Some(value.clone()) };
        profile.record(&FieldName::new(name).expect("field"), entry);
    }
    profile
}

fn record(scoring: &Scoring, state: &mut ScoringState, id: &str, kind: &str, when: &str) {
    scoring.record(state, &activity(id, kind), at(when));
}

#[test]
fn the_standard_policy_is_the_worked_example() {
    let scoring = check(&ScoringDraft::standard()).expect("the standard draft is right");
    assert_eq!(scoring.lints(&Path::root()), []);
    let mut state = ScoringState::new();
    let now = at("2026-04-01T00:00:00Z");
    let total = |state: &ScoringState| scoring.score(state, now).total();
    state.apply_profile(&scoring.tag_profile(&profile(&[("employees", FieldValue::Number(1_000.into()))])));
    assert_eq!(total(&state), Points::from_int(5));
    state.apply_profile(&scoring.tag_profile(&profile(&[("employees", FieldValue::Number(299.into()))])));
    assert_eq!(total(&state), Points::from_int(3));
    record(&scoring, &mut state, "d", "document_download", "2026-03-01T00:00:00Z");
    assert_eq!(total(&state), Points::from_int(13));
    record(&scoring, &mut state, "s", "seminar", "2026-03-02T00:00:00Z");
    assert_eq!(total(&state), Points::from_int(28));
    assert_eq!(scoring.verdict(&scoring.score(&state, now)), Standing::Between);
    assert_eq!(scoring.crosses_at(&state, now, None, Crossing::UpToEnter), None);
    let missing = scoring.missing(&state, now);
    assert_eq!(missing.to_string(), "2 points short; would help: 1 × document (+10)");
    for (id, total_then) in [("p1", 28), ("p2", 28), ("p3", 48)] {
        record(&scoring, &mut state, id, "service_page_view", "2026-03-03T00:00:00Z");
        assert_eq!(total(&state), Points::from_int(total_then));
    }
    assert_eq!(scoring.verdict(&scoring.score(&state, now)), Standing::Enter);
    assert!(scoring.missing(&state, now).is_empty());
    let report = scoring.explain(&state, now).expect("a profile promotes");
    assert_eq!(
        report.to_string(),
        "main: 48 points, rank C\n\
         ├ engagement: 45\n\
         │ ├ behaviour: 45\n\
         │ │ ├ document: +10 (1 × document)\n\
         │ │ ├ seminar: +15 (1 × seminar)\n\
         │ │ ├ service_page: +20 (1 × service_page)\n\
         ├ fit: 3\n\
         │ ├ company: 3\n\
         │ │ ├ company_size: +3\n\
         └ engagement 45 + fit 3 = 48"
    );
    assert!(scoring.is_hand_raise(&activity("h", "contact_request")));
    assert!(!scoring.is_hand_raise(&activity("h", "seminar")));
    let text = toml::to_string(&ScoringDraft::standard()).expect("drafts are written as TOML");
    assert_eq!(toml(&text), ScoringDraft::standard());
    let json = serde_json::to_string(&ScoringDraft::standard()).expect("and as JSON");
    assert_eq!(serde_json::from_str::<ScoringDraft>(&json).expect("read"), ScoringDraft::standard());
}

#[test]
fn a_preview_is_the_score_after_applying() {
    let scoring = check(&ScoringDraft::standard()).expect("right");
    let mut state = ScoringState::new();
    let now = at("2026-04-01T00:00:00Z");
    let page = activity("x", "seminar");
    let tags = scoring.tag_activity(&page, now);
    let preview = Preview { profile: None, activity: Some((&tags, now, page.id.digest())) };
    let foreseen = scoring.preview(&state, preview, now);
    state.apply_activity(&tags, now, page.id.digest());
    assert_eq!(foreseen, scoring.score(&state, now));
    assert_eq!(foreseen.total(), Points::from_int(15));
}

#[test]
fn every_fault_is_collected_with_its_path() {
    let draft = toml(
        r#"
        promotes = "mian"
        [tags.mail]
        kinds = []
        keep = 0
        [rules.a.fit]
        group = "compny"
        when = { at_least = { field = "employes", value = 300 } }
        points = 5
        [rules.b.engagement]
        group = "company"
        tag = "male"
        points = "2000000"
        decay = { steps = [{ from = "2d", keeps = "50%" }, { from = "1d", keeps = "60%" }] }
        [rules.c.fit]
        group = "company"
        when = { equals = { field = "employees", value = "many" } }
        points = 1
        [rules.d.bands]
        group = "company"
        field = "employees"
        bands = [{ from = 5, to = 3, points = 1 }, { points = 1 }]
        [rules.e.timing]
        group = "company"
        field = "region"
        [groups.company]
        dimension = "fit"
        floor = 3
        cap = 2
        [dimensions.fit]
        [dimensions.engagement]
        floor = 0
        [profiles.main]
        combine = { product = { of = ["fit", "engagement"] } }
        enter = 1
        exit = 2
        "#,
    );
    let faults = check(&draft).expect_err("many faults");
    let listed: Vec<String> = faults.iter().map(|fault| format!("{} {}", fault.code, fault.path)).collect();
    assert_eq!(
        listed,
        [
            "order scoring.groups.company",
            "missing scoring.tags.mail.kinds",
            "out_of_range scoring.tags.mail.keep",
            "unknown_name scoring.rules.a.fit.group",
            "unknown_name scoring.rules.a.fit.when.at_least.field",
            "unknown_name scoring.rules.b.engagement.tag",
            "out_of_range scoring.rules.b.engagement.points",
            "order scoring.rules.b.engagement.decay.steps[1].from",
            "order scoring.rules.b.engagement.decay.steps[1].keeps",
            "wrong_type scoring.rules.c.fit.when.equals.value",
            "order scoring.rules.d.bands.bands[0]",
            "conflict scoring.rules.d.bands.bands[1]",
            "wrong_type scoring.rules.e.timing.field",
            "missing scoring.rules.e.timing",
            "conflict scoring.profiles.main.combine.product.of[0]",
            "order scoring.profiles.main.exit",
            "unknown_name scoring.promotes",
        ]
    );
    let suggestion = |code| faults.iter().find(|f| f.code == code).and_then(|f| f.suggestion.clone());
    assert_eq!(suggestion(FaultCode::UnknownName).as_deref(), Some("company"));
}

#[test]
fn advice_names_what_can_hardly_be_meant() {
    let draft = toml(
        r#"
        [tags.mail]
        kinds = ["mail"]
        keep = 3
        [tags.unused]
        kinds = ["x"]
        keep = 3
        [rules.a.fit]
        group = "company"
        when = { all = [{ at_least = { field = "employees", value = 300 } }, { below = { field = "employees", value = 300 } }] }
        points = 5
        [rules.b.bands]
        group = "company"
        field = "employees"
        bands = [{ from = 1, points = 1 }, { from = 3, to = 4, points = 2 }]
        [rules.c.engagement]
        group = "company"
        tag = "mail"
        points = 5
        cap = 16
        [rules.z.engagement]
        group = "company"
        tag = "mail"
        points = 0
        [groups.company]
        dimension = "fit"
        cap = 20
        [groups.empty]
        dimension = "fit"
        [dimensions.fit]
        [dimensions.lonely]
        [profiles.main]
        combine = { sum = ["fit"] }
        enter = 20
        minima = { fit = 18 }
        "#,
    );
    let scoring = check(&draft).expect("legal");
    let listed: Vec<String> =
        scoring.lints(&Path::root()).iter().map(|lint| format!("{} {}", lint.code.as_str(), lint.path)).collect();
    assert_eq!(
        listed,
        [
            "unused_tag tags.unused",
            "never_fires rules.a.fit.when",
            "overlapping_bands rules.b.bands.bands[1]",
            "cap_never_reached rules.c.engagement.cap",
            "no_points rules.z.engagement",
            "cap_never_reached groups.company.cap",
            "empty_group groups.empty",
            "threshold_unreachable profiles.main.enter",
            "minimum_unreachable profiles.main.minima.fit",
            "unused_dimension dimensions.lonely",
        ]
    );
}
