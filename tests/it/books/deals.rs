//! Where open deals go: by the mapping of a version, composed over those that were passed.

use lead_lifecycle::lifecycle::{DealMapping, PolicyBook, Version};
use lead_lifecycle::testing::Scenario;
use lead_lifecycle::values::Faults;
use lead_lifecycle::{Command, Context, FactKind, Lead, Policy, Role, StageKind};

use super::{Tells, instant, on};
use crate::common::{actor, k, policy, tale};

use FactKind as F;

const RELAXED: &str =
    "[qualification]\nrequire_consent = false\nbar = { all_of = [] }\n[handoff]\nrequired = []\nrequired_fields = []\n";

/// Pipelines, each with the names of its stages; the first meeting is held at the second stage.
fn with(pipelines: &[(&str, &[&str])]) -> Policy {
    let mut parts = vec![RELAXED.to_owned()];
    for (name, stages) in pipelines {
        let rows: Vec<String> = stages
            .iter()
            .enumerate()
            .map(|(place, stage)| format!("{{ name = \"{stage}\", probability = \"{}%\" }}", 10 * (place + 1)))
            .collect();
        parts.push(format!("[pipelines.{name}]\nfirst_meeting = \"{}\"\nstages = [{}]\n", stages[1], rows.join(", ")));
    }
    policy(&parts.concat())
}

fn mapping(text: &str) -> DealMapping {
    toml::from_str(text).unwrap()
}

fn from(day: &str, policy: Policy, text: &str) -> Version {
    Version::new(instant(day), policy).with_deal_stages(mapping(text))
}

const OLD: [(&str, &[&str]); 1] = [("sale", &["agreed", "met", "quote", "closing"])];

/// A deal at `quote`.
fn at_quote() -> Scenario {
    Scenario::under_book(PolicyBook::of(with(&OLD)))
        .captured("acme", &on("06-01"))
        .when(Role::Mk, &on("06-02"), Command::Promote { note: None })
        .when(Role::Sdr, &on("06-03"), tale::qualify("memo", "D-1"))
        .when(Role::Fs, &on("06-04"), Command::Accept)
        .when(Role::Fs, &on("06-05"), tale::first_meeting(true))
        .when(Role::Fs, &on("06-06"), Command::MoveDeal { to: k("quote") })
        .then_stage(StageKind::Opportunity)
}

fn place(lead: &Lead) -> (String, String) {
    let deal = lead.stage().deal().expect("a deal is open");
    (deal.pipeline().to_string(), deal.stage().to_string())
}

fn is_at(pipeline: &str, stage: &str) -> (String, String) {
    (pipeline.to_owned(), stage.to_owned())
}

#[test]
fn a_deal_goes_where_the_mapping_says_and_stays_where_the_name_stays() {
    let renamed = with(&[("sale", &["agreed", "met", "offer", "closing"])]);
    let story = at_quote().adding(from("07-01", renamed.clone(), "[stages.sale]\nquote = \"offer\""));
    let story = story.when_time_is(&on("07-02")).then_facts(&[F::PolicyAdopted]);
    assert_eq!(place(story.lead()), is_at("sale", "offer"));
    let closing = at_quote().when(Role::Fs, &on("06-07"), Command::MoveDeal { to: k("closing") });
    let closing = closing.adding(from("07-01", renamed, "[stages.sale]\nquote = \"offer\"")).when_time_is(&on("07-02"));
    assert_eq!(place(closing.lead()), is_at("sale", "closing"));
    let moved = closing.lead().stage().deal().unwrap().moved_at();
    assert_eq!(moved, instant("06-07"));
    // And it moves on by the new names.
    story
        .when(Role::Fs, &on("07-03"), Command::MoveDeal { to: k("quote") })
        .then_refused(&["unknown_deal_stage"])
        .when(Role::Fs, &on("07-03"), Command::MoveDeal { to: k("closing") })
        .then_facts(&[F::DealMoved]);
}

#[test]
fn a_pipeline_that_is_gone_takes_its_deals_to_another_stage_by_stage() {
    let story = at_quote().adding(from(
        "07-01",
        with(&[("business", &["agreed", "met", "offer", "closing"])]),
        "[pipelines]\nsale = \"business\"\n[stages.sale]\nquote = \"offer\"",
    ));
    let story = story.when_time_is(&on("07-02")).then_facts(&[F::PolicyAdopted]);
    assert_eq!(place(story.lead()), is_at("business", "offer"));
}

/// Three versions; in the middle one the deal is called otherwise, and two stages become one.
fn three(story: Scenario) -> Scenario {
    story
        .adding(from(
            "07-01",
            with(&[("sale", &["agreed", "met", "bid", "closing"])]),
            "[stages.sale]\nquote = \"bid\"",
        ))
        .adding(from(
            "07-10",
            with(&[("trade", &["agreed", "met", "bid", "closing"])]),
            "[pipelines]\nsale = \"trade\"",
        ))
        .adding(from(
            "07-20",
            with(&[("trade", &["agreed", "met", "last"])]),
            "[stages.trade]\nbid = \"last\"\nclosing = \"last\"",
        ))
}

#[test]
fn mappings_are_composed_over_the_versions_that_were_passed() {
    let each = three(at_quote()).when_time_is(&on("07-30")).then_facts(&[F::PolicyAdopted; 3]);
    // Added late, only the last one ruled, and the deal goes the same way.
    let late = three(at_quote().does("07-25", "blog", "blog_view")).when_time_is(&on("07-30"));
    let late = late.then_facts(&[F::PolicyAdopted]);
    // Two were passed, and one is to come.
    let between = three(at_quote().does("07-15", "blog", "blog_view")).when_time_is(&on("07-30"));
    let between = between.then_facts(&[F::PolicyAdopted, F::PolicyAdopted]);
    for story in [each, late, between] {
        assert_eq!(place(story.lead()), is_at("trade", "last"));
    }
}

#[test]
fn forward_and_back_again_a_deal_comes_home() {
    let story = at_quote()
        .adding(from(
            "07-01",
            with(&[("sale", &["agreed", "met", "bid", "closing"])]),
            "[stages.sale]\nquote = \"bid\"",
        ))
        .adding(from("07-10", with(&OLD), "[stages.sale]\nbid = \"quote\""));
    let back = story.when_time_is(&on("07-12")).then_facts(&[F::PolicyAdopted, F::PolicyAdopted]);
    assert_eq!(place(back.lead()), is_at("sale", "quote"));
}

#[track_caller]
fn faults(versions: impl IntoIterator<Item = Version>) -> Vec<(String, String)> {
    let faults: Faults = PolicyBook::new(versions).expect_err("there are faults");
    let row = |fault: &lead_lifecycle::values::Fault| {
        let code = serde_json::to_value(fault.code).unwrap();
        (fault.path.as_str().to_owned(), code.as_str().unwrap().to_owned())
    };
    faults.iter().map(row).collect()
}

fn at(rows: &[(&str, &str)]) -> Vec<(String, String)> {
    rows.iter().map(|(path, code)| ((*path).to_owned(), (*code).to_owned())).collect()
}

#[test]
fn every_fault_of_a_book_is_told_with_its_path() {
    let old = || Version::new(instant("06-01"), with(&OLD));
    let renamed = || with(&[("sale", &["agreed", "met", "offer", "closing"])]);
    let after = |text: &str| faults([old(), from("07-01", renamed(), text)]);
    assert_eq!(after(""), at(&[("versions[1].deal_stages.stages.sale.quote", "missing")]));
    assert_eq!(
        after("[stages.sale]\nquote = \"ofer\""),
        at(&[("versions[1].deal_stages.stages.sale.quote", "unknown_name")])
    );
    assert_eq!(
        after("[stages.sale]\nquote = \"offer\"\nmet = \"agreed\"\nmoon = \"met\""),
        at(&[
            ("versions[1].deal_stages.stages.sale.met", "not_allowed"),
            ("versions[1].deal_stages.stages.sale.moon", "unknown_name"),
        ])
    );
    assert_eq!(
        after(
            "[pipelines]\nsale = \"sale\"\nrental = \"sale\"\n[stages.sale]\nquote = \"offer\"\n[stages.rental]\na = \"met\""
        ),
        at(&[
            ("versions[1].deal_stages.pipelines.sale", "not_allowed"),
            ("versions[1].deal_stages.pipelines.rental", "unknown_name"),
            ("versions[1].deal_stages.stages.rental", "unknown_name"),
        ])
    );
    let gone = |text: &str| faults([old(), from("07-01", with(&[("trade", &["agreed", "met"])]), text)]);
    assert_eq!(gone(""), at(&[("versions[1].deal_stages.pipelines.sale", "missing")]));
    assert_eq!(gone("[pipelines]\nsale = \"moon\""), at(&[("versions[1].deal_stages.pipelines.sale", "unknown_name")]));
    assert_eq!(
        gone("[pipelines]\nsale = \"trade\""),
        at(&[
            ("versions[1].deal_stages.stages.sale.quote", "missing"),
            ("versions[1].deal_stages.stages.sale.closing", "missing"),
        ])
    );
    // Of the third version the path says so, and times that do not rise are told with the rest.
    assert_eq!(
        faults([old(), from("07-01", with(&OLD), ""), from("07-01", renamed(), "")]),
        at(&[("versions[2].from", "order"), ("versions[2].deal_stages.stages.sale.quote", "missing"),])
    );
    // What the first maps is of a version before it, which the book no longer has.
    assert!(PolicyBook::new([from("06-01", with(&OLD), "[stages.sale]\nquote = \"met\"")]).is_ok());
    assert_eq!(faults([]), at(&[("versions", "out_of_range")]));
    let many = (0..65).map(|day| Version::new(crate::common::at(i64::from(day)), with(&OLD)));
    assert_eq!(faults(many), at(&[("versions", "out_of_range")]));
}

#[test]
fn sixty_four_versions_are_a_book() {
    let versions = (0..64).map(|day| Version::new(crate::common::at(i64::from(day)), with(&OLD)));
    let book = PolicyBook::new(versions).unwrap();
    assert_eq!(book.versions().count(), 64);
    assert!(book.with(Version::new(instant("06-01"), with(&OLD))).is_err());
}

/// Who adopts by command says where the deal goes; who adopts by the book has said it there.
#[test]
fn adopting_by_command_is_for_leads_of_another_book() {
    let other = PolicyBook::of(with(&[("sale", &["agreed", "met", "offer", "closing"])]));
    let facts = at_quote().history().to_vec();
    let adopt = |stage: Option<&str>| Command::AdoptPolicy { deal_pipeline: None, deal_stage: stage.map(k) };
    let story = Scenario::under_book(other).given(&facts);
    let ctx = Context::new(instant("07-01"), actor(Role::System, 0));
    story
        .when_in(&ctx, &adopt(None))
        .then_refused(&["deal_stage_gone"])
        .when_in(&ctx, &adopt(Some("offer")))
        .then_facts(&[F::PolicyAdopted])
        .then("it is there", |lead| place(lead) == is_at("sale", "offer"))
        .when_in(&ctx, &adopt(None))
        .then_nothing();
}
