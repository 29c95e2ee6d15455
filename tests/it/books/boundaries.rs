//! When a version comes into force for a lead, what is of which version, and because of what.

use lead_lifecycle::calendar::Zone;
use lead_lifecycle::lead::{Because, Propose, Recounting, Reply};
use lead_lifecycle::lifecycle::{PolicyBook, StockRules};
use lead_lifecycle::qualification::Verdict;
use lead_lifecycle::testing::Scenario;
use lead_lifecycle::wording::Words;
use lead_lifecycle::{Command, Context, Fact, FactKind, Instant, Lifecycle, Role, StageKind};

use super::{LOWER, Tells, begun, gently, instant, june, on, rows, rules, stamped, version};
use crate::common::{actor, k, reason, text};

use FactKind as F;

const STALE: &str = "mql = { after = \"14d\", then = \"flag\" }";

fn patient() -> lead_lifecycle::Policy {
    rules("July", &[(STALE, "mql = { after = \"20d\", then = \"flag\" }")])
}

/// An MQL since the tenth of June: by the rules of June it is stale from the 24th at nine.
fn mql() -> Scenario {
    begun("06-10").when(Role::Mk, &on("06-10 09:00"), Command::Promote { note: None }).then_stage(StageKind::Mql)
}

#[test]
fn what_is_due_at_the_very_second_is_the_new_versions() {
    let story = mql().adding(version("06-24 09:00", patient())).when_time_is(&on("06-24 09:00"));
    assert_eq!(stamped(&story), rows(&[(F::PolicyAdopted, "06-24 09:00", "July")]));
    let story = story.when_time_is(&on("06-30 08:59:59")).then_nothing().when_time_is(&on("06-30 09:00"));
    assert_eq!(stamped(&story), rows(&[(F::BecameStale, "06-30 09:00", "July")]));

    let story = mql().adding(version("06-24 09:00:01", patient())).when_time_is(&on("06-25"));
    let expected = [(F::BecameStale, "06-24 09:00", "June"), (F::PolicyAdopted, "06-24 09:00:01", "July")];
    assert_eq!(stamped(&story), rows(&expected));
    story.then_because(&[
        (F::BecameStale, "06-24 09:00", Because::Time),
        (F::PolicyAdopted, "06-24 09:00:01", Because::Policy),
    ]);
}

#[test]
fn what_new_rules_make_overdue_is_due_at_the_adoption_and_not_before() {
    let strict = rules("July", &[(STALE, "mql = { after = \"3d\", then = { recycle = \"stale\" } }")]);
    mql()
        .adding(version("06-20", strict))
        .when_time_is(&on("06-22"))
        .then_because(&[
            (F::PolicyAdopted, "06-20", Because::Policy),
            (F::BecameStale, "06-20", Because::Policy),
            (F::Recycled, "06-20", Because::Policy),
        ])
        .then_stage(StageKind::Lead);
}

#[test]
fn a_version_is_adopted_at_its_second_by_whatever_command_and_not_before() {
    let story = mql().adding(version("06-20", patient()));
    assert_eq!(
        story.lifecycle().next_wake(story.lead()).unwrap().map(|wake| (wake.at, wake.fact)),
        Some((instant("06-20"), Some(F::PolicyAdopted)))
    );
    let early = story.clone().does("06-19 23:59:59", "a", "seminar").then_facts(&[F::ActivityRecorded]);
    assert_eq!(stamped(&early)[0].2, "June");
    let in_time = story.does("06-20", "a", "seminar").then_facts(&[F::PolicyAdopted, F::ActivityRecorded]);
    assert!(stamped(&in_time).iter().all(|(_, _, label)| label == "July"));
}

#[test]
fn who_slept_over_three_versions_wakes_under_each_in_turn() {
    let answer = Reply { criterion: k("need"), verdict: Verdict::Confirmed, by: None, detail: None, evidence: None };
    let propose = Propose {
        id: k("p"),
        command: Box::new(Command::Recycle { reason: reason("timing", true), until: None }.try_into().unwrap()),
        rationale: text("says so"),
    };
    let story = mql()
        .when(Role::Sdr, &on("06-10 10:00"), Command::RecordAnswer(answer))
        .when(Role::Assistant, &on("06-10 11:00"), Command::Propose(propose))
        .adding(version("06-12", rules("two", &[(STALE, "mql = { after = \"4d\", then = \"flag\" }")])))
        .adding(version("06-16", rules("three", &[("valid_for = \"30d\"", "valid_for = \"9d\"")])))
        .adding(version("06-22", rules("four", &[LOWER])))
        .when_time_is(&on("12-24"));
    let expected = [
        (F::PolicyAdopted, "06-12", "two"),
        (F::BecameStale, "06-14 09:00", "two"),
        (F::PolicyAdopted, "06-16", "three"),
        (F::ProposalExpired, "06-17 11:00", "three"),
        (F::AnswerBecameStale, "06-19 10:00", "three"),
        (F::PolicyAdopted, "06-22", "four"),
    ];
    assert_eq!(stamped(&story), rows(&expected));
    story.when_time_is(&on("12-31")).then_nothing();
}

#[test]
fn of_versions_from_before_the_newest_fact_only_the_newest_ruled() {
    let story = mql()
        .does("06-18 12:00", "blog", "blog_view")
        .adding(version("06-12", rules("two", &[(STALE, "mql = { after = \"3d\", then = \"flag\" }")])))
        .adding(version("06-17", rules("three", &[(STALE, "mql = { after = \"30d\", then = \"flag\" }")])))
        .adding(version("06-19", rules("four", &[(STALE, "mql = { after = \"40d\", then = \"flag\" }")])))
        .when_time_is(&on("06-30"));
    let expected = [(F::PolicyAdopted, "06-18 12:00", "three"), (F::PolicyAdopted, "06-19", "four")];
    assert_eq!(stamped(&story), rows(&expected));
}

#[test]
fn at_one_instant_the_adoption_comes_first_then_cooling_ends_then_the_score_promotes() {
    let until = Some(lead_lifecycle::values::Moment::At(instant("07-01")));
    let story = mql()
        .when(Role::Sdr, &on("06-11"), Command::Recycle { reason: reason("timing", true), until })
        .does("06-12", "a", "seminar")
        .does("06-13", "b", "document_download")
        .then_stage(StageKind::Lead)
        .adding(version("07-01", rules("July", &[LOWER])))
        .when_time_is(&on("07-05"));
    assert!(story.lead().cycle().postponement().is_none_or(|put_off| !put_off.is_running()));
    story.then_because(&[
        (F::PolicyAdopted, "07-01", Because::Policy),
        (F::CoolingEnded, "07-01", Because::Policy),
        (F::BecameMql, "07-01", Because::Policy),
    ]);
}

#[test]
fn a_rule_says_because_of_what() {
    let words = |story: &Scenario| -> Vec<String> {
        story.last().unwrap().as_ref().unwrap().facts().iter().map(ToString::to_string).collect()
    };
    let story = begun("06-01").does("06-02", "a", "seminar").does("06-03", "b", "document_download");
    let promoted = story.clone().does("06-04", "c", "seminar").then_facts(&[F::ActivityRecorded, F::BecameMql]);
    // The activity is the fourth fact of the lead.
    let promoted = promoted.then_because(&[(F::BecameMql, "06-04", Because::Fact(4))]);
    assert!(words(&promoted).iter().all(|words| !words.contains("because the")), "{:?}", words(&promoted));
    let lowered = story
        .adding(version("07-01", rules("July", &[LOWER])))
        .when_time_is(&on("07-02"))
        .then_because(&[(F::PolicyAdopted, "07-01", Because::Policy), (F::BecameMql, "07-01", Because::Policy)]);
    let said = words(&lowered);
    assert!(said[1].contains("because the policy `July` of 2026-06-30"), "{said:?}");
    // On a screen in Japan, and told of the adoption itself too.
    let facts = lowered.last().unwrap().as_ref().unwrap().facts();
    let here = |fact: &Fact| Words::in_zone(&Zone::JST).without_offset().of(fact).to_string();
    for fact in facts {
        let (words, adopted) = (here(fact), fact.kind() == F::PolicyAdopted);
        let now = if adopted { "now under policy" } else { "because the policy" };
        assert!(words.contains(&format!("{now} `July` of 2026-07-01 00:00")), "{words}");
    }
}

/// A busy visitor, whose badge was scanned at the fair on the last day of June: told in July.
fn visitor() -> Scenario {
    begun("06-01").does("06-10", "a", "seminar")
}

#[test]
fn the_late_badge_scan_of_a_busy_visitor_counts_by_the_new_rules_but_is_nothing_new() {
    let july = || version("07-01", rules("July", &[LOWER]));
    // At once: its grounds are the adoption, for of the time before it the version says nothing.
    let at_once = visitor()
        .adding(july())
        .told("07-03", "06-30 15:00", "scan", "seminar")
        .then_facts(&[F::PolicyAdopted, F::ActivityRecorded, F::BecameMql])
        .then("since the adoption", |lead| lead.anchors().grounds == Some(instant("07-01")));
    assert!(stamped(&at_once).iter().all(|(_, _, label)| label == "July"));
    // Only after something new: the scan is of before.
    let gentle = visitor()
        .adding(july().with_stock(gently()))
        .told("07-03", "06-30 15:00", "scan", "seminar")
        .then_facts(&[F::PolicyAdopted, F::ActivityRecorded])
        .then_stage(StageKind::Lead);
    // At the second of the adoption it is new, a second before it is not.
    let boundary =
        |second: &str| gentle.clone().told("07-04", second, "again", "blog_view").does("07-05", "x", "blog_view");
    boundary("06-30 23:59:59").then_stage(StageKind::Lead);
    let scanned = |second: &str| gentle.clone().told("07-04", second, "again", "document_download");
    scanned("06-30 23:59:59").then_facts(&[F::ActivityRecorded]).then_stage(StageKind::Lead);
    scanned("07-01").then_facts(&[F::ActivityRecorded, F::BecameMql]);
}

#[test]
fn a_capture_is_of_the_version_in_force_when_it_is_recorded() {
    let book = PolicyBook::of(june()).with(version("07-01", rules("July", &[]))).unwrap();
    let label = |at: &str| {
        let story = Scenario::under_book(book.clone()).captured("acme", &on(at));
        story.lead().policy().label.to_string()
    };
    assert_eq!(label("06-30 23:59:59"), "June");
    assert_eq!(label("07-01"), "July");
    // Nothing is left to adopt.
    let story = Scenario::under_book(book).captured("acme", &on("07-01"));
    story.when_time_is(&on("07-02")).then_nothing();
}

#[test]
fn back_to_the_former_rules_is_a_version_of_its_own() {
    let story = begun("06-01")
        .adding(version("07-01", rules("July", &[LOWER]).clone()))
        .adding(version("08-01", june()))
        .when_time_is(&on("08-02"))
        .then_facts(&[F::PolicyAdopted, F::PolicyAdopted]);
    let (first, back) = (story.history()[0].envelope.policy.clone(), story.lead().policy().clone());
    assert_eq!(first.fingerprint, back.fingerprint);
    assert_eq!((first.since, back.since), (Instant::MIN, instant("08-01")));
    assert!(!first.is_version(&back));
}

#[test]
fn a_merged_lead_and_an_erased_one_come_under_the_version_too_and_nothing_else_happens() {
    let story = begun("06-01").does("06-02", "a", "seminar").does("06-03", "b", "document_download");
    let july = || version("07-01", rules("July", &[LOWER]).clone()).with_stock(StockRules::default());
    let winner = Scenario::under(rules("June", &[])).captured("winner", &on("06-01"));
    story
        .clone()
        .when_merged_into(Role::System, &on("06-04"), &winner)
        .adding(july())
        .when_time_is(&on("07-02"))
        .then_facts(&[F::PolicyAdopted])
        .then_stage(StageKind::Merged);
    story
        .when(Role::System, &on("06-04"), Command::Redact)
        .adding(july())
        .when_time_is(&on("07-02"))
        .then_facts(&[F::PolicyAdopted])
        .then_stage(StageKind::Lead);
}

#[test]
fn the_policy_of_a_lead_and_of_an_instant() {
    let story = begun("06-01").adding(version("07-01", rules("July", &[])));
    let lifecycle: &Lifecycle = story.lifecycle();
    assert_eq!(lifecycle.newest_policy().label().as_str(), "July");
    assert_eq!(lifecycle.policy_of(story.lead()).unwrap().label().as_str(), "June");
    assert_eq!(lifecycle.policy_at(instant("06-30 23:59:59")).unwrap().label().as_str(), "June");
    assert_eq!(lifecycle.policy_at(instant("07-01")).unwrap().label().as_str(), "July");
    // Read in July, the lead is under July.
    let enter = |day: &str| {
        let ctx = Context::new(instant(day), actor(Role::Mk, 0));
        lifecycle.promotion(story.lead(), &ctx).unwrap().enter
    };
    assert_eq!(enter("06-30"), enter("07-01"));
    let story = story.adding(version("08-01", rules("August", &[LOWER])));
    let ctx = Context::new(instant("08-01"), actor(Role::Mk, 0));
    assert_eq!(story.lifecycle().promotion(story.lead(), &ctx).unwrap().enter.to_string(), "25");
}

/// A version says nothing of the time before it is adopted, whatever a host writes into the context.
#[test]
fn adopting_and_counting_again_take_effect_when_they_are_recorded() {
    let late = |at: &str, happened: &str| {
        Context::new(instant(at), actor(Role::System, 0)).with_effective_at(instant(happened))
    };
    let story = begun("06-01").does("06-20", "a", "seminar");
    let adopt = Command::AdoptPolicy { deal_pipeline: None, deal_stage: None };
    let other = Scenario::under(rules("other", &[LOWER])).given(story.history());
    let _not_now = other.when_in(&late("07-01", "06-05"), &adopt).then_refused(&["not_now"]);
    let renamed = [("seminar = { kinds", "webinar = { kinds"), ("tag = \"seminar\"", "tag = \"webinar\"")];
    let due = story.adding(version("07-01", rules("July", &renamed))).when_time_is(&on("07-02"));
    let _not_now = due.when_in(&late("07-03", "06-05"), &Command::Recount(Recounting::Kept)).then_refused(&["not_now"]);
}

/// Of a version that was added late, what is told later has its grounds at the adoption, not in the time that others ruled.
#[test]
fn grounds_lie_not_before_the_adoption() {
    let story = begun("06-01")
        .does("06-02", "a", "seminar")
        .does("06-20", "blog", "blog_view")
        .adding(version("06-10", rules("June 10", &[LOWER])))
        .told("06-25", "06-12", "scan", "seminar")
        .then_facts(&[F::PolicyAdopted, F::ActivityRecorded, F::BecameMql]);
    assert_eq!(stamped(&story)[0].1, instant("06-20"));
    assert_eq!(story.lead().anchors().grounds, Some(instant("06-20")));
}
