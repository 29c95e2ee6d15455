//! What a host's engineer met when rolling policies out: books that change, previews that tell whom, and messages.

use lead_lifecycle::lead::{Adoption, Recount, Recounting};
use lead_lifecycle::lifecycle::{
    DealMapping, LeadPreview, PolicyBook, PolicyGap, PolicyPreview, ScoreNeeds, StockPromotion, StockRules, Version,
    preview, preview_counted, preview_kept,
};
use lead_lifecycle::testing::Scenario;
use lead_lifecycle::values::ContactOutcome;
use lead_lifecycle::{Command, Context, FactKind, Lifecycle, Policy, Role, StageKind, Unmet};

use crate::books::{BARS, HIGHER, LOWER, Tells, begun, instant, june, on, rules, version};
use crate::common::{actor, k};

/// The same tag under another name, and perhaps another bar.
fn renamed(more: &[(&str, &str)]) -> Policy {
    let tag = [("seminar = { kinds", "webinar = { kinds"), ("tag = \"seminar\"", "tag = \"webinar\"")];
    rules("renamed", &[&tag[..], more].concat())
}

/// Two leads of as many activities: one earns by them, the other does not.
fn rich_and_poor() -> (Scenario, Scenario) {
    let rich = begun("06-01").does("06-02", "a", "seminar");
    let poor = Scenario::under(june()).captured("poor", &on("06-01")).does("06-02", "a", "blog_view");
    (rich, poor)
}

#[test]
fn a_recount_of_another_lead_is_refused() {
    let (rich, poor) = rich_and_poor();
    let counted = rich.lifecycle().recount(rich.history(), instant("06-03")).unwrap();
    let told = Command::Recount(Recounting::Counted(Box::new(counted.clone())));
    let _refused = poor.when(Role::System, &on("06-03"), told).then_refused(&["recount_other_lead"]);
    let own = Command::Recount(Recounting::Counted(Box::new(Recount { activities: 2, ..counted })));
    let _outdated = rich.when(Role::System, &on("06-03"), own).then_refused(&["recount_outdated"]);
}

#[test]
fn a_version_may_be_put_before_one_that_is_planned() {
    let planned = PolicyBook::of(june()).with(version("09-01", rules("September", &[HIGHER]))).unwrap();
    let urgent = planned.clone().with(version("08-01", rules("August", &[LOWER]))).unwrap();
    let labels: Vec<&str> = urgent.versions().map(|version| version.policy().label().as_str()).collect();
    assert_eq!(labels, [june().label().as_str(), "August", "September"]);
    // A node that only knows the plan is told that there is a newer book, and to adopt is no way round it.
    let story = Scenario::under_book(urgent).captured("acme", &on("06-01")).when_time_is(&on("08-02"));
    let stale = Scenario::under_book(planned).given(story.history());
    let adopt = Command::AdoptPolicy { deal_pipeline: None, deal_stage: None };
    let stale = stale.when(Role::System, &on("08-03"), adopt).then_refused(&["policy_newer"]);
    let gap = stale.lifecycle().next_wake(stale.lead()).unwrap_err();
    assert!(matches!(&gap, PolicyGap::Newer { in_force, .. } if in_force.label == *june().label()), "{gap}");
    // The same instant twice is a fault that names the other.
    let twice = story.lifecycle().book().clone().with(version("08-01", june())).unwrap_err().to_string();
    assert!(twice.contains("versions[2].from: expected an instant after 2026-07-31T15:00:00Z"), "{twice}");
}

#[test]
fn old_versions_are_taken_out_at_the_front() {
    let story = begun("06-01")
        .adding(version("07-01", rules("July", &[LOWER])))
        .adding(version("08-01", rules("August", &[HIGHER])))
        .when_time_is(&on("08-02"));
    let book = story.lifecycle().book();
    let short = book.clone().without_before(instant("08-02"));
    assert_eq!(short.versions().count(), 1);
    assert!(Lifecycle::with_book(short.clone()).governs(story.lead()));
    assert_eq!(book.clone().without_before(instant("07-15")).versions().count(), 2);
    // Stored, it is read again: what the first version mapped is of one that is gone.
    let stored = serde_json::to_string(&short).unwrap();
    assert_eq!(serde_json::from_str::<PolicyBook>(&stored).unwrap(), short);
    let one_at_once = toml::from_str::<PolicyBook>(&toml::to_string(&short).unwrap()).unwrap();
    assert_eq!((one_at_once.digest(), short.digest() == book.digest()), (short.digest(), false));
}

#[test]
fn the_digest_of_a_book_tells_stock_and_mappings_apart_and_a_stamp_does_not() {
    let gentle = StockRules { promote: StockPromotion::NewActivity, ..StockRules::default() };
    let of = |stock| PolicyBook::of(june()).with(version("07-01", rules("July", &[LOWER])).with_stock(stock)).unwrap();
    let (one, other) = (of(StockRules::default()), of(gentle));
    assert_eq!(one.newest().stamp(), other.newest().stamp());
    assert_ne!(one.digest(), other.digest());
}

#[test]
fn a_preview_for_a_later_day_counts_when_the_version_comes() {
    // 15 points at the first of July, and none in August.
    const FLEETING: (&str, &str) = ("points = 15", "points = 15\nexpires_after = \"40d\"");
    const LOWEST: (&str, &str) = (BARS, "enter = 15\nexit = 10");
    let story = begun("06-01").does("06-02", "a", "seminar").adding(version("07-01", renamed(&[FLEETING, LOWEST])));
    let (history, book) = (story.history(), story.lifecycle().book());
    let (then, later) = (instant("07-01"), instant("08-01"));
    assert!(preview_counted(history, book, then).unwrap().promoted);
    assert!(preview_counted(history, book, later).unwrap().promoted, "as a host does that counts at once");
}

#[test]
fn what_accepting_what_is_kept_would_do_can_be_asked() {
    let mql = begun("06-01").does("06-02", "a", "seminar").does("06-03", "b", "seminar").then_stage(StageKind::Mql);
    let story = mql.adding(version("07-01", renamed(&[])));
    let (lead, book, july) = (story.lead(), story.lifecycle().book(), instant("07-01"));
    let told = |told: LeadPreview| (told.demoted, told.recount_due, told.stage_after);
    assert_eq!(told(preview(lead, book, july).unwrap()), (false, true, StageKind::Mql));
    assert_eq!(told(preview_kept(lead, book, july).unwrap()), (true, true, StageKind::Lead));
    assert_eq!(told(preview_counted(story.history(), book, july).unwrap()), (false, true, StageKind::Mql));
    let kept = story.when_time_is(&on("07-01")).when(Role::System, &on("07-01"), Command::Recount(Recounting::Kept));
    let _demoted = kept.then_facts(&[FactKind::Recounted, FactKind::Demoted]);
}

/// Before states are scored in bulk, each lead says what it needs.
#[test]
fn bulk_scoring_says_what_a_lead_needs() {
    let story = begun("06-01").does("06-02", "a", "seminar").adding(version("07-01", renamed(&[])));
    let needs = |story: &Scenario, day: &str| story.lifecycle().scoring_at(story.lead(), instant(day)).err();
    assert_eq!(needs(&story, "06-30"), None);
    let (clock, adopted) = (needs(&story, "07-01"), FactKind::PolicyAdopted);
    assert!(matches!(clock, Some(ScoreNeeds::Clock { fact, since }) if (since, fact) == (instant("07-01"), adopted)));
    let adopted = story.when_time_is(&on("07-01"));
    assert_eq!(needs(&adopted, "07-01"), Some(ScoreNeeds::Recount { since: instant("07-01") }));
    let counted = adopted.when_counted_again(&on("07-01")).then_facts(&[FactKind::Recounted]);
    assert_eq!(needs(&counted, "07-01"), None);
    let other = Lifecycle::new(june());
    assert!(matches!(other.scoring_at(counted.lead(), instant("07-01")), Err(ScoreNeeds::Book(_))));
}

/// What an adoption leaves open on a lead is bounded, whatever the policy.
#[test]
fn what_an_adoption_leaves_open_is_small() {
    assert!(size_of::<Adoption>() < 100);
}

#[test]
fn who_is_held_back_is_told_by_name() {
    let gentle = StockRules { promote: StockPromotion::NewActivity, ..StockRules::default() };
    let story = begun("06-01")
        .does("06-02", "a", "seminar")
        .does("06-03", "b", "document_download")
        .adding(version("07-01", rules("July", &[LOWER])).with_stock(gentle));
    let mut sum = PolicyPreview::with_names();
    sum.add(&preview(story.lead(), story.lifecycle().book(), instant("07-01")).unwrap());
    assert_eq!((sum.promoted, sum.held_back), (0, 1));
    let (one, all) = (preview(story.lead(), story.lifecycle().book(), instant("07-01")).unwrap(), sum.to_string());
    let told = "`acme` comes under policy `July` of 2026-06-30T15:00:00Z; is at the threshold and held back as stock";
    assert_eq!(one.to_string(), told);
    assert!(all.starts_with("1 of 1 leads come under another version, 0 promoted, 0 of them waiting for a first contact, 1 at the threshold"), "{all}");
    assert_eq!(sum.names.unwrap().held_back.len(), 1);
    // The fact of the adoption says what it waits for.
    let adopted = story.when_time_is(&on("07-02")).history().last().unwrap().to_string();
    assert!(adopted.contains("promoted by score only after new activity"), "{adopted}");
}

/// Who is promoted and was called already as a lead waits for no first contact; whoever was never called does, and is told by name.
/// An MQL that waited before waits not because of the version.
#[test]
fn first_contacts_that_a_version_makes_due_are_told() {
    let begun = || begun("06-01").does("06-02", "a", "seminar").does("06-03", "b", "document_download");
    let call = |outcome| crate::common::tale::call(outcome, None);
    let stories = [
        ("promoted", begun()),
        ("reached", begun().when(Role::Sdr, &on("06-04"), call(ContactOutcome::Answered))),
        ("before", begun().when(Role::Mk, &on("06-04"), Command::Promote { note: None })),
    ];
    let mut sum = PolicyPreview::with_names();
    let mut told = vec![];
    for (name, story) in stories {
        let story = story.adding(version("07-01", rules("July", &[LOWER])));
        let mut of_lead = preview(story.lead(), story.lifecycle().book(), instant("07-01")).unwrap();
        told.push((name, of_lead.promoted, of_lead.first_contact));
        of_lead.lead = k(name);
        sum.add(&of_lead);
    }
    assert_eq!(told, [("promoted", true, true), ("reached", true, false), ("before", false, false)]);
    assert_eq!((sum.promoted, sum.first_contacts), (2, 1));
    let told = sum.to_string();
    assert!(told.contains(", 2 promoted, 1 of them waiting for a first contact, "), "{told}");
    assert_eq!(sum.names.unwrap().first_contacts, [k("promoted")].into());
}

/// The version rules from its instant on, even if a node with the older book has taken the activity in.
#[test]
fn what_happened_under_a_version_is_new_whoever_took_it_in() {
    let gentle = StockRules { promote: StockPromotion::NewActivity, ..StockRules::default() };
    let old_node = begun("06-01").does("06-02", "a", "document_download").does("07-01 09:00", "b", "seminar");
    let book = old_node.lifecycle().book().clone();
    let july = version("07-01", rules("July", &[LOWER])).with_stock(gentle);
    let new_node = Scenario::under_book(book.with(july).unwrap()).given(old_node.history());
    let _promoted =
        new_node.when_time_is(&on("07-01 10:00")).then_facts(&[FactKind::PolicyAdopted, FactKind::BecameMql]);
}

#[test]
fn what_is_wrong_in_a_stored_book_is_told_with_its_place() {
    let mut stored =
        serde_json::to_value(PolicyBook::of(june()).with(version("07-01", rules("July", &[LOWER]))).unwrap()).unwrap();
    let read = |value: &serde_json::Value| serde_json::from_value::<PolicyBook>(value.clone()).unwrap_err().to_string();
    stored["versions"][1]["stok"] = serde_json::json!({});
    let unknown = read(&stored);
    assert!(unknown.contains("versions[1].stok") && unknown.contains("did you mean `stock`?"), "{unknown}");
    stored["versions"][1].as_object_mut().unwrap().remove("stok");
    stored["versions"][1]["policy"]["recycle"]["max_cycles"] = 0.into();
    let bad = read(&stored);
    assert!(bad.contains("versions[1].policy") && bad.contains("recycle.max_cycles: expected 1 to 1000"), "{bad}");
    stored["versions"] = serde_json::json!([]);
    assert!(read(&stored).contains("expected 1 to 64 versions of a policy"), "{}", read(&stored));
    // Two places for one stage: neither wins without a word.
    for twice in [
        r#"{"stages":{"sale":{"quote":"offer","quote":"closing"}}}"#,
        r#"{"stages":{"sale":{"quote":"offer"},"sale":{"x":"y"}}}"#,
        r#"{"pipelines":{"sale":"a","sale":"b"}}"#,
    ] {
        let error = serde_json::from_str::<DealMapping>(twice).unwrap_err().to_string();
        assert!(error.contains("expected every key once"), "{error}");
    }
}

#[test]
fn the_same_rules_from_another_instant_are_told_as_such() {
    let story = Scenario::under_book(PolicyBook::new([version("06-01", june())]).unwrap());
    let story = story.captured("acme", &on("06-05"));
    let other = Lifecycle::with_book(PolicyBook::new([Version::new(k("2026-06-01T00:00:00Z"), june())]).unwrap());
    let context = Context::new(instant("06-06"), actor(Role::System, 0));
    let refusal = other.decide(story.lead(), &Command::CheckClock, &context).unwrap_err();
    assert!(matches!(refusal.unmet[..], [Unmet::Policy(PolicyGap::Unknown { .. })]));
    assert!(refusal.to_string().contains("the same rules as"), "{refusal}");
}
