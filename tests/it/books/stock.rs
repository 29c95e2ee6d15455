//! What a version makes of leads that were there before it.

use lead_lifecycle::lead::{Adoption, Attribution, Because, PromoteStock};
use lead_lifecycle::lifecycle::{
    BackfillRules, LegacyRow, Obstacle, OrderPolicy, PolicyBook, StockDecline, StockRules, Version,
};
use lead_lifecycle::testing::Scenario;
use lead_lifecycle::values::Milestone;
use lead_lifecycle::{Command, Context, FactKind, Lead, Origin, Role, StageKind};

use super::{HIGHER, LOWER, Tells, begun, gently, instant, june, not_before, on, rules, version};
use crate::common::{self, actor, k, reason};

use FactKind as F;

fn july() -> Version {
    version("07-01", rules("July", &[LOWER]))
}

/// Old stock: 25 points, of January last year, and not a sign since.
fn silent() -> Scenario {
    begun("2025-01-06")
        .does("2025-01-07", "a", "seminar")
        .does("2025-01-08", "b", "document_download")
        .then_stage(StageKind::Lead)
}

fn against(story: &Scenario, day: &str) -> Vec<Obstacle> {
    let ctx = Context::new(instant(day), actor(Role::Mk, 0));
    story.lifecycle().promotion(story.lead(), &ctx).unwrap().against
}

#[test]
fn old_stock_under_a_lowered_bar_is_promoted_at_once_because_of_the_policy() {
    silent()
        .adding(july())
        .when_time_is(&on("07-09"))
        .then_because(&[(F::PolicyAdopted, "07-01", Because::Policy), (F::BecameMql, "07-01", Because::Policy)]);
}

#[test]
fn old_stock_under_a_lowered_bar_sleeps_until_it_stirs() {
    let story = silent().adding(july().with_stock(gently())).when_time_is(&on("12-24")).then_facts(&[F::PolicyAdopted]);
    assert_eq!(story.lifecycle().next_wake(story.lead()).unwrap(), None, "nobody is woken by a lowered bar");
    assert_eq!(against(&story, "12-25"), [Obstacle::StockSilent { since: instant("07-01") }]);
    // What earns nothing is no sign; a change of the profile neither, where fit alone does not promote.
    let employees = [(k("employees"), Some(lead_lifecycle::values::FieldValue::Number(500.into())))].into();
    let story = story
        .does("12-26", "blog", "blog_view")
        .then_facts(&[F::ActivityRecorded])
        .when(Role::Mk, &on("12-27"), Command::UpdateProfile { fields: employees })
        .then_facts(&[F::ProfileUpdated]);
    story
        .does("12-28", "c", "document_download")
        .then_because(&[(F::BecameMql, "12-28", Because::Fact(7))])
        .then("nothing is left open", |lead| lead.adoption().is_none());
}

#[test]
fn a_sign_of_stock_that_is_short_yet_lets_time_and_others_promote() {
    let story = begun("06-01")
        .adding(july().with_stock(gently()))
        .does("07-05", "a", "document_download")
        .then("it has stirred", |lead| lead.adoption().is_some_and(Adoption::has_new_activity))
        .told("07-06", "06-02", "b", "seminar");
    story.then_facts(&[F::ActivityRecorded, F::BecameMql]);
}

#[test]
fn where_fit_alone_promotes_a_change_of_the_profile_is_a_sign() {
    const FIT: &str = "[scoring]\nfit_alone = true\n[scoring.rules.size.bands]\ngroup = \"company\"\nfield = \"employees\"\nbands = [{ from = 300, points = 40 }, { from = 1, to = 300, points = 20 }]\n[scoring.groups.company]\ndimension = \"engagement\"\n[scoring.tags]";
    let fit = |label: &str, bars: (&'static str, &'static str)| rules(label, &[("[scoring.tags]", FIT), bars]);
    let profile = |employees: i64| Command::UpdateProfile {
        fields: [(k("employees"), Some(lead_lifecycle::values::FieldValue::Number(employees.into())))].into(),
    };
    let same = (super::BARS, super::BARS);
    let story = Scenario::under_book(PolicyBook::of(fit("June", same)))
        .captured("acme", &on("06-01"))
        .when(Role::Mk, &on("06-02"), profile(100))
        .then_stage(StageKind::Lead)
        .adding(version("07-01", fit("July", (super::BARS, "enter = 20\nexit = 10"))).with_stock(gently()))
        .when_time_is(&on("07-02"))
        .then_facts(&[F::PolicyAdopted]);
    let told_late = Context::new(instant("07-03"), actor(Role::Mk, 0)).with_effective_at(instant("06-30"));
    let story = story.when_in(&told_late, &profile(120)).then_facts(&[F::ProfileUpdated]);
    story.when(Role::Mk, &on("07-04"), profile(130)).then_facts(&[F::ProfileUpdated, F::BecameMql]);
}

#[test]
fn not_before_a_day_nothing_promotes_by_score_and_then_time_does_because_of_the_policy() {
    let story = silent().adding(july().with_stock(not_before("2026-07-10"))).when_time_is(&on("07-02"));
    let story = story.then_facts(&[F::PolicyAdopted]).does("07-05", "c", "seminar").then_facts(&[F::ActivityRecorded]);
    assert_eq!(against(&story, "07-09 23:59:59"), [Obstacle::StockUntil { until: instant("07-10") }]);
    let ctx = Context::new(instant("07-06"), actor(Role::Mk, 0));
    assert_eq!(story.lifecycle().promotion(story.lead(), &ctx).unwrap().promoted_at, Some(instant("07-10")));
    // The day begins at midnight in Japan.
    let wake = story.lifecycle().next_wake(story.lead()).unwrap().unwrap();
    assert_eq!((wake.at, wake.fact), ("2026-07-09T15:00:00Z".parse().unwrap(), Some(F::BecameMql)));
    story.when_time_is(&on("07-09 23:59:59")).then_nothing().when_time_is(&on("07-20")).then_because(&[(
        F::BecameMql,
        "07-10",
        Because::Policy,
    )]);
    // At the offset of the version: elsewhere it begins when it is nine in Japan.
    let greenwich = rules("July", &[LOWER, ("label = \"July\"", "label = \"July\"\nutc_offset = \"+00:00\"")]);
    silent()
        .adding(version("07-01", greenwich).with_stock(not_before("2026-07-10")))
        .when_time_is(&on("07-20"))
        .then_because(&[(F::PolicyAdopted, "07-01", Because::Policy), (F::BecameMql, "07-10 09:00", Because::Policy)]);
}

#[test]
fn after_the_day_a_promotion_is_what_the_news_or_time_make_of_it() {
    // Ten points when the day comes: only a later activity promotes.
    begun("06-01")
        .does("06-02", "a", "document_download")
        .adding(july().with_stock(not_before("2026-07-10")))
        .when_time_is(&on("07-11"))
        .then_facts(&[F::PolicyAdopted])
        .does("07-12", "b", "seminar")
        .then_because(&[(F::BecameMql, "07-12", Because::Fact(4))]);
}

#[test]
fn a_day_that_has_passed_holds_nobody() {
    silent()
        .adding(july().with_stock(not_before("2026-06-10")))
        .when_time_is(&on("07-02"))
        .then_facts(&[F::PolicyAdopted, F::BecameMql]);
}

#[test]
fn whoever_asks_or_says_so_promotes_during_a_hold() {
    for stock in [gently(), not_before("2026-12-01")] {
        let story = silent().adding(july().with_stock(stock)).when_time_is(&on("07-02"));
        let story = story.then_stage(StageKind::Lead);
        let asked = story.clone().does("07-03", "h", "contact_request");
        asked
            .then_facts(&[F::ActivityRecorded, F::BecameMql])
            .then("no hold is left", |lead| lead.adoption().is_none());
        let said = story.when(Role::Mk, &on("07-03"), Command::Promote { note: None });
        said.then_facts(&[F::BecameMql]).then("no hold is left", |lead| lead.adoption().is_none());
    }
}

#[test]
fn a_hold_ends_with_the_cycle_and_is_replaced_by_the_next_adoption() {
    let story = silent().adding(july().with_stock(not_before("2026-12-01"))).when_time_is(&on("07-02"));
    let held = |lead: &Lead| lead.adoption().map(Adoption::promote);
    assert_eq!(held(story.lead()), Some(PromoteStock::NotBefore(instant("12-01"))));
    // Discarded and reopened: a new cycle, and in it nothing waits.
    let again = story
        .clone()
        .when(Role::Sdr, &on("07-03"), Command::Discard { reason: reason("no_fit", true) })
        .when(Role::Manager, &on("07-04"), Command::Reopen { reason: reason("new_interest", true) })
        .then("no hold is left", |lead| lead.adoption().is_none());
    again.does("07-05", "c", "document_download").then_facts(&[F::ActivityRecorded, F::BecameMql]);
    // Another version, another hold; and one without.
    let other = story.clone().adding(version("08-01", rules("August", &[LOWER])).with_stock(gently()));
    let other = other.when_time_is(&on("08-02")).then_facts(&[F::PolicyAdopted]);
    assert_eq!(held(other.lead()), Some(PromoteStock::NewActivity));
    let at_once = version("08-01", rules("August", &[LOWER])).with_stock(StockRules::default());
    let none = story.clone().adding(at_once).when_time_is(&on("08-02"));
    none.then_because(&[(F::PolicyAdopted, "08-01", Because::Policy), (F::BecameMql, "08-01", Because::Policy)]);
    // One that says nothing of stock ends nothing: an unrelated change wakes nobody.
    let silent = story.adding(version("08-01", rules("August", &[LOWER]))).when_time_is(&on("08-02"));
    let silent = silent.then_facts(&[F::PolicyAdopted]);
    assert_eq!(held(silent.lead()), Some(PromoteStock::NotBefore(instant("12-01"))));
    silent.when_time_is(&on("12-02")).then_because(&[(F::BecameMql, "12-01", Because::Policy)]);
}

fn mql_by_score() -> Scenario {
    begun("06-01").does("06-02", "a", "seminar").does("06-03", "b", "seminar").then_stage(StageKind::Mql)
}

#[test]
fn a_raised_bar_demotes_at_the_adoption_unless_stock_is_spared() {
    let august = || version("06-10", rules("strict", &[HIGHER]));
    mql_by_score()
        .adding(august())
        .when_time_is(&on("06-11"))
        .then_because(&[(F::PolicyAdopted, "06-10", Because::Policy), (F::Demoted, "06-10", Because::Policy)]);
    let decline = StockDecline::FromAdoption;
    let spared = mql_by_score().adding(august().with_stock(StockRules { decline, ..StockRules::default() }));
    let spared = spared.when_time_is(&on("06-11")).then_facts(&[F::PolicyAdopted]).then_stage(StageKind::Mql);
    let since = spared.lead().adoption().and_then(Adoption::spared_since);
    assert_eq!(since, Some(instant("06-10")));
    // Somebody works on it, or it stirs: nothing of that demotes it, and time makes it stale as ever.
    spared
        .does("06-12", "c", "document_download")
        .then_facts(&[F::ActivityRecorded])
        .when_time_is(&on("06-20"))
        .then_because(&[(F::BecameStale, "06-17", Because::Time)])
        .then_stage(StageKind::Mql);
}

#[test]
fn who_is_spared_is_demoted_by_a_decline_from_the_adoption_on() {
    const FLEETING: (&str, &str) = ("points = 15", "points = 15\nexpires_after = \"5d\"");
    let decline = StockDecline::FromAdoption;
    let spared = || {
        mql_by_score()
            .adding(
                version("06-05", rules("strict", &[FLEETING, (super::BARS, "enter = 45\nexit = 40")]))
                    .with_stock(StockRules { decline, ..StockRules::default() }),
            )
            .when_time_is(&on("06-06"))
            .then_facts(&[F::PolicyAdopted])
    };
    // Both seminars expire: still spared, for it was never at the exit since.
    spared().when_time_is(&on("06-16")).then_nothing();
    // 30 and 10: at the exit until the first seminar goes.
    let risen = spared().does("06-06 12:00", "c", "document_download").then_stage(StageKind::Mql);
    risen
        .then("the sparing has ended with it", |lead| lead.adoption().is_none())
        .when_time_is(&on("06-16"))
        .then_because(&[(F::Demoted, "06-07", Because::Time)]);
}

/// What is told late counts as it is known now: the score was at the exit for a while, but nobody knew it then.
#[test]
fn a_sign_told_when_it_is_over_ends_no_sparing() {
    const FLEETING: (&str, &str) = ("points = 15", "points = 15\nexpires_after = \"5d\"");
    let stock = StockRules { decline: StockDecline::FromAdoption, ..StockRules::default() };
    mql_by_score()
        .adding(
            version("06-05", rules("strict", &[FLEETING, (super::BARS, "enter = 45\nexit = 40")])).with_stock(stock),
        )
        .when_time_is(&on("06-16"))
        .then_facts(&[F::PolicyAdopted])
        .told("06-16", "06-06", "c", "document_download")
        // When it was told, the score was not at the exit, and that is what counts.
        .then_facts(&[F::ActivityRecorded])
        .when_time_is(&on("06-16 12:00"))
        .then_nothing()
        .then_stage(StageKind::Mql);
}

/// Of opt-outs only the newest is kept, so of the time before it the score is no longer known: that is no decline.
#[test]
fn a_second_opt_out_is_no_decline_of_the_spared() {
    const OPT_OUT: (&str, &str) = (
        "[scoring.groups.behaviour]",
        "[scoring.rules.opt_out.engagement]\ngroup = \"behaviour\"\ntag = \"opt_out\"\npoints = -20\n[scoring.groups.behaviour]",
    );
    const TAG: (&str, &str) =
        ("seminar = { kinds", "opt_out = { kinds = [\"unsubscribe\"], keep = 1 }\nseminar = { kinds");
    let stock = StockRules { decline: StockDecline::FromAdoption, ..StockRules::default() };
    Scenario::under_book(PolicyBook::of(rules("June", &[TAG, OPT_OUT])))
        .captured("acme", &on("06-01"))
        .does("06-02", "a", "seminar")
        .does("06-03", "b", "seminar")
        .does("06-04", "c", "seminar")
        .does("06-05", "no", "unsubscribe")
        .then_stage(StageKind::Mql)
        // 25 points since the fifth of June, whatever happens below.
        .adding(
            version("06-10", rules("strict", &[TAG, OPT_OUT, (super::BARS, "enter = 45\nexit = 40")]))
                .with_stock(stock),
        )
        .when_time_is(&on("06-11"))
        .then_facts(&[F::PolicyAdopted])
        .does("06-12", "no, really", "unsubscribe")
        .then_facts(&[F::ActivityRecorded])
        .when_time_is(&on("06-12"))
        .then_nothing()
        .then_stage(StageKind::Mql);
}

#[test]
fn who_is_at_the_exit_at_the_adoption_is_not_spared() {
    const FLEETING: (&str, &str) = ("points = 15", "points = 15\nexpires_after = \"5d\"");
    mql_by_score()
        .adding(version("06-05", rules("fleeting", &[FLEETING])).with_stock(gently()))
        .when_time_is(&on("06-16"))
        .then_because(&[(F::PolicyAdopted, "06-05", Because::Policy), (F::Demoted, "06-07", Because::Time)]);
}

#[test]
fn who_was_made_mql_by_hand_or_is_worked_on_is_demoted_by_no_version() {
    let by_hand = begun("06-01").when(Role::Mk, &on("06-02"), Command::Promote { note: None });
    by_hand
        .adding(version("06-10", rules("strict", &[HIGHER])))
        .when_time_is(&on("06-11"))
        .then_facts(&[F::PolicyAdopted]);
    let called = common::tale::call(lead_lifecycle::values::ContactOutcome::Dialled, None);
    mql_by_score()
        .when(Role::Sdr, &on("06-04"), called)
        .adding(version("06-10", rules("strict", &[HIGHER])))
        .when_time_is(&on("06-11"))
        .then_facts(&[F::PolicyAdopted]);
}

fn imported(version: Version, day: &str) -> Scenario {
    let row = LegacyRow {
        reached: [(Milestone::Lead, Some(k("2025-03-01")))].into(),
        ..LegacyRow::new(k("old"), Origin::Inbound)
    };
    let story = Scenario::under_book(PolicyBook::of(june()).with(version).unwrap());
    let rules = BackfillRules {
        as_of: instant("2025-03-01"),
        order: OrderPolicy::Refuse,
        zone: lead_lifecycle::calendar::Zone::JST,
    };
    let ctx = Context::new(instant(day), actor(Role::System, 0));
    let facts = story.lifecycle().import(&row, &rules, &ctx).unwrap_or_else(|refusal| panic!("{refusal}")).into_facts();
    story.given(&facts)
}

#[test]
fn imported_leads_are_stock_from_the_import_on() {
    // What it did before the import is told after it: nothing new.
    let story = imported(july().with_stock(gently()), "07-05")
        .told("07-05", "2025-03-02", "a", "seminar")
        .told("07-05", "2025-03-03", "b", "seminar")
        .then_facts(&[F::ActivityRecorded])
        .told("07-06", "07-04 23:59:59", "c", "seminar")
        .then_stage(StageKind::Lead);
    story.clone().told("07-07", "07-05", "d", "seminar").then_facts(&[F::ActivityRecorded, F::BecameMql]);
    story.does("07-08", "h", "contact_request").then_facts(&[F::ActivityRecorded, F::BecameMql]);
    imported(july().with_stock(not_before("2026-07-10")), "07-05")
        .told("07-05", "2025-03-02", "a", "seminar")
        .told("07-05", "2025-03-03", "b", "seminar")
        .when_time_is(&on("07-11"))
        .then_because(&[(F::BecameMql, "07-10", Because::Policy)]);
    // Under the version that was in force before, there were no rules for stock: what is imported waits for something new all the same.
    imported(july().with_stock(gently()), "06-05")
        .told("06-05", "2025-03-02", "a", "seminar")
        .told("06-05", "2025-03-03", "b", "seminar")
        .then_facts(&[F::ActivityRecorded])
        .told("06-06", "06-06", "c", "seminar")
        .then_facts(&[F::ActivityRecorded, F::BecameMql]);
}

#[test]
fn a_customer_comes_under_a_version_and_its_expansion_is_no_stock() {
    let bought =
        Command::RecordPurchase { contract: common::contract("C-1", "JPY"), attribution: Attribution::default() };
    let story = begun("06-01")
        .when(Role::Cs, &on("06-02"), bought)
        .then_stage(StageKind::Customer)
        .adding(july().with_stock(not_before("2026-12-01")))
        .when_time_is(&on("07-02"))
        .then_facts(&[F::PolicyAdopted])
        .then("a hold is open", |lead| lead.adoption().is_some());
    let open = Command::OpenExpansion { note: None, attribution: Attribution::default() };
    let story = story.when(Role::Cs, &on("07-03"), open).then_stage(StageKind::Mql);
    story.then("no hold is left", |lead| lead.adoption().is_none());
}

/// One more row of a lead, as a legacy system has it.
fn takes_row(story: &Scenario, day: &str, row: &LegacyRow) -> Scenario {
    let row = LegacyRow { lead: story.lead().key().clone(), ..row.clone() };
    let rules = BackfillRules {
        as_of: instant("2025-03-01"),
        order: OrderPolicy::Refuse,
        zone: lead_lifecycle::calendar::Zone::JST,
    };
    let ctx = Context::new(instant(day), actor(Role::System, 0));
    let decision = story.lifecycle().import_next(story.lead(), &row, &rules, &ctx);
    let mut facts = story.history().to_vec();
    facts.extend(decision.unwrap_or_else(|refusal| panic!("{refusal}")).into_facts());
    story.clone().given(&facts)
}

/// A row that goes on with a cycle takes nothing from a lead that lives here: who is spared stays so, and a day that was set holds.
#[test]
fn a_further_row_takes_no_terms_away() {
    let bare = LegacyRow::new(k("old"), Origin::Inbound);
    let stock = StockRules { decline: StockDecline::FromAdoption, ..StockRules::default() };
    let strict = version("06-10", rules("strict", &[HIGHER])).with_stock(stock);
    let spared = mql_by_score().adding(strict).when_time_is(&on("06-11"));
    let since = spared.lead().adoption().and_then(Adoption::spared_since);
    let spared = takes_row(&spared, "06-12", &bare).when_time_is(&on("06-13")).then_stage(StageKind::Mql);
    assert_eq!(spared.lead().adoption().and_then(Adoption::spared_since), since);

    let waiting = silent()
        .adding(july().with_stock(not_before("2026-12-10")))
        .when_time_is(&on("07-02"))
        .adding(version("08-01", rules("August", &[LOWER])))
        .when_time_is(&on("08-02"));
    takes_row(&waiting, "08-03", &bare)
        .does("08-05", "c", "seminar")
        .then_stage(StageKind::Lead)
        .then("it waits for its day", |lead| {
            lead.adoption().is_some_and(|open| open.promote() == PromoteStock::NotBefore(instant("2026-12-10")))
        });
}

/// What an import dates at its own second is not new to the version that comes next.
#[test]
fn the_version_after_an_import_wakes_nobody() {
    const FIT: &str = "[scoring]\nfit_alone = true\n[scoring.rules.size.bands]\ngroup = \"company\"\nfield = \"employees\"\nbands = [{ from = 300, points = 40 }, { from = 1, to = 300, points = 20 }]\n[scoring.groups.company]\ndimension = \"engagement\"\n[scoring.tags]";
    let employees = [(k("employees"), lead_lifecycle::values::FieldValue::Number(500.into()))];
    let by_fit = LegacyRow { fields: employees.into(), ..LegacyRow::new(k("old"), Origin::Inbound) };
    let seminar = |number: u8| lead_lifecycle::lifecycle::LegacyActivity {
        activity: common::activity(&format!("a{number}"), "seminar"),
        at: k(&on("06-05")),
    };
    let by_deed = LegacyRow { activities: (0..4).map(seminar).collect(), ..LegacyRow::new(k("old"), Origin::Inbound) };
    for (row, changes) in [(by_fit, vec![("[scoring.tags]", FIT)]), (by_deed, vec![])] {
        let story = Scenario::under_book(PolicyBook::of(rules("June", &changes)));
        let as_of = instant("06-05");
        let read = BackfillRules { as_of, order: OrderPolicy::Refuse, zone: lead_lifecycle::calendar::Zone::JST };
        let ctx = Context::new(as_of, actor(Role::System, 0));
        let facts =
            story.lifecycle().import(&row, &read, &ctx).unwrap_or_else(|refusal| panic!("{refusal}")).into_facts();
        story
            .given(&facts)
            .adding(version("07-01", rules("July", &changes)))
            .when_time_is(&on("07-02"))
            .then_facts(&[F::PolicyAdopted])
            .then_stage(StageKind::Lead);
    }
}
