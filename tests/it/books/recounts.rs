//! Versions that need more than was kept, and counting again.

use lead_lifecycle::lead::{Adoption, Because, Recount, Recounting};
use lead_lifecycle::lifecycle::{
    AgendaKind, AgendaReason, Obstacle, StockDecline, StockRules, Version, preview, preview_counted,
};
use lead_lifecycle::testing::Scenario;
use lead_lifecycle::{Command, Context, FactKind, Policy, Role, StageKind};

use super::{HIGHER, LOWER, Tells, begun, gently, instant, not_before, on, rules, version};
use crate::common::actor;

use FactKind as F;

/// Seminars are called webinars now; that is all.
const RENAMED: [(&str, &str); 2] =
    [("seminar = { kinds", "webinar = { kinds"), ("tag = \"seminar\"", "tag = \"webinar\"")];

fn renamed(label: &str, more: &[(&str, &str)]) -> Policy {
    rules(label, &[&RENAMED, more].concat())
}

fn july(more: &[(&str, &str)]) -> Version {
    version("07-01", renamed("July", more))
}

/// Of 30 points, all of seminars.
fn mql() -> Scenario {
    begun("06-20").does("06-21", "a", "seminar").does("06-22", "b", "seminar").then_stage(StageKind::Mql)
}

/// 25 points, 15 of them of a seminar.
fn lead() -> Scenario {
    begun("06-20").does("06-21", "a", "seminar").does("06-22", "b", "document_download").then_stage(StageKind::Lead)
}

fn counted(story: &Scenario, day: &str) -> Recount {
    story.lifecycle().recount(story.history(), instant(day)).unwrap()
}

fn count(counted: Recount) -> Command {
    Command::Recount(Recounting::Counted(Box::new(counted)))
}

fn kept() -> Command {
    Command::Recount(Recounting::Kept)
}

fn is_due(story: &Scenario) -> bool {
    story.lead().recount_due().is_some()
}

#[test]
fn a_renamed_tag_demotes_no_untouched_mql_until_somebody_counts_again() {
    let story = mql().adding(july(&[])).when_time_is(&on("07-20"));
    let story =
        story.then_because(&[(F::PolicyAdopted, "07-01", Because::Policy), (F::BecameStale, "07-06", Because::Time)]);
    assert_eq!(story.lead().recount_due(), Some(instant("07-01")));
    let waits = story.lifecycle().agenda(story.lead(), instant("07-20")).unwrap();
    assert!(waits.iter().any(|item| item.reason == AgendaReason::Recount { since: instant("07-01") }), "{waits:?}");
    // News neither.
    let story = story.does("07-21", "c", "document_download").then_facts(&[F::ActivityRecorded]);
    // From history nothing has changed: it stays what it is.
    let whole = count(counted(&story, "07-22"));
    let story = story.when(Role::System, &on("07-22"), whole).then_facts(&[F::Recounted]).then_stage(StageKind::Mql);
    assert!(!is_due(&story));
    let waits = story.lifecycle().agenda(story.lead(), instant("07-22")).unwrap();
    assert!(waits.iter().all(|item| item.kind != AgendaKind::Recount), "{waits:?}");
}

#[test]
fn what_is_kept_is_accepted_and_then_it_demotes_because_of_the_recount() {
    let story = mql().adding(july(&[])).when_time_is(&on("07-02"));
    story.when(Role::System, &on("07-03"), kept()).then_facts(&[F::Recounted, F::Demoted]).then_because(&[(
        F::Demoted,
        "07-03",
        Because::Recount,
    )]);
}

#[test]
fn counted_again_it_promotes_because_of_the_recount() {
    let story = lead().adding(july(&[LOWER])).when_time_is(&on("07-02")).then_facts(&[F::PolicyAdopted]);
    let ctx = Context::new(instant("07-02"), actor(Role::Mk, 0));
    let against = story.lifecycle().promotion(story.lead(), &ctx).unwrap().against;
    assert!(against.contains(&Obstacle::RecountDue { since: instant("07-01") }));
    let whole = count(counted(&story, "07-03"));
    let promoted = story.clone().when(Role::System, &on("07-03"), whole);
    let promoted = promoted.then_because(&[(F::BecameMql, "07-03", Because::Recount)]);
    let said = promoted.last().unwrap().as_ref().unwrap().facts()[1].to_string();
    assert!(said.ends_with(", because the score was counted again") || said.contains("counted again"), "{said}");
    // By what is kept it has ten points.
    story.when(Role::System, &on("07-03"), kept()).then_facts(&[F::Recounted]).then_stage(StageKind::Lead);
}

#[test]
fn until_it_is_counted_again_news_promote_nobody_but_who_asks_or_is_promoted() {
    let story = lead().adding(july(&[LOWER])).when_time_is(&on("07-02"));
    let short = story.clone().does("07-03", "c", "seminar").does("07-04", "d", "seminar");
    short.then_facts(&[F::ActivityRecorded]).then_stage(StageKind::Lead);
    let asked = story.clone().does("07-03", "h", "contact_request").then_facts(&[F::ActivityRecorded, F::BecameMql]);
    assert!(is_due(&asked), "a promotion ends no recount");
    story.when(Role::Mk, &on("07-03"), Command::Promote { note: None }).then_facts(&[F::BecameMql]);
}

#[test]
fn until_it_is_counted_again_nobody_is_asked_to_reopen_because_of_the_score() {
    let story = lead()
        .when(Role::Sdr, &on("06-23"), Command::Discard { reason: crate::common::reason("no_fit", true) })
        .adding(july(&[LOWER]))
        .when_time_is(&on("07-02"));
    let waits = story.clone().does("07-03", "c", "seminar").does("07-04", "d", "seminar");
    let waits = waits.then_facts(&[F::ActivityRecorded]).when(Role::System, &on("07-05"), kept());
    waits
        .then_facts(&[F::Recounted])
        .does("07-06", "e", "seminar")
        .then_facts(&[F::ActivityRecorded, F::ReopenSuggested]);
    story.does("07-03", "h", "contact_request").then_facts(&[F::ActivityRecorded, F::ReopenSuggested]);
}

#[test]
fn a_recount_of_another_time_or_another_version_is_refused() {
    let story = lead().adding(july(&[LOWER])).when_time_is(&on("07-02"));
    let whole = counted(&story, "07-02");
    let moved_on = story.clone().does("07-03", "c", "document_download");
    let refused = moved_on.when(Role::System, &on("07-04"), count(whole.clone()));
    refused.then_refused(&["recount_outdated"]);
    let august = story.clone().adding(version("08-01", renamed("August", &[HIGHER])));
    august.clone().when(Role::System, &on("08-02"), count(whole.clone())).then_refused(&["recount_other_policy"]);
    let both = august.does("07-03", "c", "document_download");
    both.when(Role::System, &on("08-02"), count(whole.clone()))
        .then_refused(&["recount_other_policy", "recount_outdated"]);
    story.when(Role::System, &on("07-04"), count(whole)).then_facts(&[F::Recounted, F::BecameMql]);
}

#[test]
fn not_due_and_the_same_is_already_so() {
    let story = lead();
    let whole = counted(&story, "06-23");
    let story = story.when(Role::System, &on("06-23"), kept()).then_nothing();
    let story = story.when(Role::System, &on("06-23"), count(whole)).then_nothing();
    // A version that keeps the tags needs nothing; one that renames them back does.
    let story = story.adding(version("07-01", rules("July", &[LOWER]))).when_time_is(&on("07-02"));
    assert!(!is_due(&story));
    let story = story.adding(version("08-01", renamed("August", &[]))).when_time_is(&on("08-02"));
    assert!(is_due(&story));
    // A recount that was due stays so, whatever the next version needs.
    let story = story.adding(version("09-01", renamed("September", &[HIGHER]))).when_time_is(&on("09-02"));
    assert_eq!(story.lead().recount_due(), Some(instant("09-01")));
}

#[test]
fn more_occurrences_other_meanings_and_other_periods_ask_for_a_recount() {
    let due = |changes: &[(&str, &str)]| {
        let story = lead().adding(version("07-01", rules("July", changes))).when_time_is(&on("07-02"));
        is_due(&story)
    };
    assert!(
        !due(&[("points = 15", "points = 40\nexpires_after = \"90d\"")]),
        "other points are read from what is kept"
    );
    assert!(due(&[("kinds = [\"seminar\"]", "kinds = [\"seminar\", \"webinar\"]")]));
    assert!(due(&RENAMED));
    assert!(
        !due(&[("kinds = [\"seminar\"], keep = 10", "kinds = [\"seminar\"], keep = 30")]),
        "all there were are kept"
    );
    // Of eleven seminars ten were kept.
    let mut busy = begun("06-20");
    for number in 0..11 {
        busy = busy.does("06-21", &format!("s{number}"), "seminar");
    }
    let third = ("points = 15", "points = 15\ncount = { every = 11 }");
    let deep = ("kinds = [\"seminar\"], keep = 10", "kinds = [\"seminar\"], keep = 30");
    let busy = busy.adding(version("07-01", rules("July", &[third, deep]))).when_time_is(&on("07-02"));
    assert!(is_due(&busy));
    // Days are other days at another offset.
    let daily = ("kinds = [\"seminar\"], keep = 10", "kinds = [\"seminar\"], keep = 10, one_per_period = \"1d\"");
    let there = ("label = \"August\"", "label = \"August\"\nutc_offset = \"+00:00\"");
    let story = Scenario::under_book(lead_lifecycle::lifecycle::PolicyBook::of(rules("June", &[daily])));
    let story = story.captured("acme", &on("06-20")).does("06-21", "a", "seminar");
    let same = story.clone().adding(version("08-01", rules("August", &[daily]))).when_time_is(&on("08-02"));
    let other = story.adding(version("08-01", rules("August", &[daily, there]))).when_time_is(&on("08-02"));
    assert_eq!((is_due(&same), is_due(&other)), (false, true));
}

#[test]
fn who_never_did_anything_or_is_erased_needs_no_recount() {
    let story = begun("06-20").adding(july(&[])).when_time_is(&on("07-02"));
    assert!(!is_due(&story));
    let erased = lead().when(Role::System, &on("06-25"), Command::Redact).adding(july(&[])).when_time_is(&on("07-02"));
    assert!(!is_due(&erased));
    let later = lead().adding(july(&[])).when_time_is(&on("07-02"));
    assert!(is_due(&later));
    let later = later.when(Role::System, &on("07-03"), Command::Redact);
    assert!(!is_due(&later), "an erasure ends it: the score makes nothing of the lead any more");
}

#[test]
fn a_recount_promotes_and_demotes_stock_as_its_version_says() {
    // Silent stock sleeps on.
    let story = lead().adding(july(&[LOWER]).with_stock(gently())).when_time_is(&on("07-02"));
    let whole = count(counted(&story, "07-03"));
    let silent = story.when(Role::System, &on("07-03"), whole).then_facts(&[F::Recounted]).then_stage(StageKind::Lead);
    silent.does("07-04", "c", "document_download").then_facts(&[F::ActivityRecorded, F::BecameMql]);
    // Not before a day.
    let story = lead().adding(july(&[LOWER]).with_stock(not_before("2026-07-10"))).when_time_is(&on("07-02"));
    let whole = count(counted(&story, "07-03"));
    let held = story.when(Role::System, &on("07-03"), whole).then_facts(&[F::Recounted]);
    held.when_time_is(&on("07-11")).then_because(&[(F::BecameMql, "07-10", Because::Policy)]);
    // Counted on the day itself, it is the recount that promotes.
    let story = lead().adding(july(&[LOWER]).with_stock(not_before("2026-07-10"))).when_time_is(&on("07-02"));
    let whole = count(counted(&story, "07-10"));
    let on_the_day = story.when(Role::System, &on("07-10"), whole);
    on_the_day.then_because(&[(F::BecameMql, "07-10", Because::Recount)]);
    // Spared at the adoption, and by the recount that leaves it below the exit.
    let decline = StockDecline::FromAdoption;
    let stock = StockRules { decline, ..StockRules::default() };
    let spared = mql().adding(july(&[]).with_stock(stock)).when_time_is(&on("07-02"));
    let spared = spared.when(Role::System, &on("07-03"), kept()).then_facts(&[F::Recounted]).then_stage(StageKind::Mql);
    let since = spared.lead().adoption().and_then(Adoption::spared_since);
    assert_eq!(since, Some(instant("07-03")));
    // Counted from history it is at the exit: nothing is spared any more.
    let risen = mql().adding(july(&[]).with_stock(stock)).when_time_is(&on("07-02"));
    let whole = count(counted(&risen, "07-03"));
    let risen = risen.when(Role::System, &on("07-03"), whole).then_facts(&[F::Recounted]);
    assert!(risen.lead().adoption().is_none());
}

#[test]
fn a_preview_from_history_knows_whom_the_recount_promotes() {
    let story = lead().adding(july(&[LOWER]));
    let (lead, book) = (story.lead(), story.lifecycle().book());
    let snapshot = preview(lead, book, instant("07-02")).unwrap();
    assert_eq!((snapshot.promoted, snapshot.recount_due, snapshot.stage_after), (false, true, StageKind::Lead));
    let whole = preview_counted(story.history(), book, instant("07-02")).unwrap();
    assert_eq!((whole.promoted, whole.recount_due, whole.stage_after), (true, true, StageKind::Mql));
    let before = preview(lead, book, instant("06-30")).unwrap();
    assert_eq!((before.from == before.to, before.recount_due), (true, false));
}

fn other() -> Scenario {
    Scenario::under(rules("June", &[])).captured("winner", &on("06-20"))
}

/// A merged lead cannot be counted again, so a preview from history must not say that it was.
#[test]
fn a_merged_lead_can_be_counted_again() {
    let story = lead().when_merged_into(Role::System, &on("06-25"), &other()).adding(july(&[]));
    let (lead, book) = (story.lead(), story.lifecycle().book());
    let snapshot = preview(lead, book, instant("07-02")).unwrap();
    let whole = preview_counted(story.history(), book, instant("07-02")).unwrap();
    assert!(snapshot.recount_due && whole.recount_due);
    let merged = story.when_time_is(&on("07-02")).then("a recount is due", |lead| lead.recount_due().is_some());
    let counted = merged.when(Role::System, &on("07-03"), kept()).then_facts(&[F::Recounted]);
    assert!(counted.lead().recount_due().is_none());
}

/// Asked for an instant that has passed already, both previews say the same of a version that was added late.
#[test]
fn previews_of_an_instant_before_the_newest_fact_agree() {
    let story = begun("06-20").does("07-05", "a", "blog_view").adding(version("07-01", rules("July", &[LOWER])));
    let (lead, book) = (story.lead(), story.lifecycle().book());
    let snapshot = preview(lead, book, instant("07-03")).unwrap();
    let whole = preview_counted(story.history(), book, instant("07-03")).unwrap();
    assert_eq!(snapshot, whole);
}
