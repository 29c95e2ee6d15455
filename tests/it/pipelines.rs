//! Several pipelines in one policy: which one a deal goes to, what it may do there, and where it lands when that one is
//! gone.
#![cfg(feature = "testing")]

use std::collections::BTreeMap;

use lead_lifecycle::deal::{Contract, Deal, DealLine, MoveKind, NewDeal, NoPipeline};
use lead_lifecycle::lead::{DealMove, MeetingResult, Stage};
use lead_lifecycle::lifecycle::{BackfillError, BackfillRules, DealUnmet, LegacyRow, OrderPolicy};
use lead_lifecycle::testing::Scenario;
use lead_lifecycle::values::{List, PipelineName};
use lead_lifecycle::{
    Actor, Command, Context, Currency, FactBody, FactKind, Lead, Lifecycle, Money, Policy, PolicyDraft, Role,
    StageKind, Unmet,
};

/// What lets a lead reach field sales in two steps.
const RELAXED: &str =
    "[qualification]\nrequire_consent = false\nbar = { all_of = [] }\n[handoff]\nrequired = []\nrequired_fields = []\n";

/// First sales begin at 10 %, renewals at 70 %: nobody is met for a renewal.
const SALE: &str = r#"
[pipelines.sale]
first_meeting = "met"
stages = [
  { name = "agreed", probability = "10%" },
  { name = "met", probability = "20%" },
  { name = "closing", probability = "80%" },
]
"#;
const RENEWAL: &str = r#"
[pipelines.renewal]
stages = [{ name = "due", probability = "70%" }, { name = "closing", probability = "90%" }]
"#;

/// The same renewals under another name and with other stages.
const PROLONGATION: &str = r#"
[pipelines.prolongation]
stages = [{ name = "noticed", probability = "60%" }, { name = "closing", probability = "95%" }]
"#;

fn policy(parts: &[&str]) -> Policy {
    let draft = toml::from_str::<PolicyDraft>(&parts.concat()).unwrap_or_else(|error| panic!("{error}"));
    Policy::try_from(draft).unwrap_or_else(|faults| panic!("{faults}"))
}

/// Several pipelines, of which none is the default.
fn undecided() -> Policy {
    policy(&[RELAXED, SALE, RENEWAL])
}

fn name(text: &str) -> PipelineName {
    text.parse().unwrap()
}

fn new_deal(pipeline: Option<&str>) -> NewDeal {
    let amount = Money::from_units(1_000_000, Currency::JPY).unwrap();
    let line = DealLine::new("crm".parse().unwrap(), 1, amount).unwrap();
    let deal = NewDeal::new("d1".parse().unwrap(), Currency::JPY).with_lines(List::one(line)).unwrap();
    match pipeline {
        Some(pipeline) => deal.with_pipeline(name(pipeline)),
        None => deal,
    }
}

fn qualify(pipeline: Option<&str>) -> Command {
    Command::Qualify { handoff: Box::default(), deal: Box::new(new_deal(pipeline)) }
}

fn on(hour: &str) -> String {
    format!("2026-04-01T{hour}:00:00+09:00")
}

fn mql(policy: Policy) -> Scenario {
    Scenario::under(policy).captured("acme", &on("09")).when(Role::Mk, &on("10"), Command::Promote { note: None })
}

fn sql(policy: Policy, pipeline: Option<&str>) -> Scenario {
    mql(policy).when(Role::Sdr, &on("11"), qualify(pipeline)).then_stage(StageKind::Sql)
}

fn meet() -> Command {
    Command::HoldFirstMeeting { result: MeetingResult::Valid, note: None }
}

fn move_to(stage: &str) -> Command {
    Command::MoveDeal { to: stage.parse().unwrap() }
}

fn adopt(pipeline: Option<&str>, stage: Option<&str>) -> Command {
    Command::AdoptPolicy { deal_pipeline: pipeline.map(name), deal_stage: stage.map(|stage| stage.parse().unwrap()) }
}

fn deal(lead: &Lead) -> &Deal {
    lead.stage().deal().expect("a deal is open")
}

fn is_in(pipeline: &'static str, stage: &'static str) -> impl Fn(&Lead) -> bool {
    move |lead| (deal(lead).pipeline().as_str(), deal(lead).stage().as_str()) == (pipeline, stage)
}

#[track_caller]
fn refused(scenario: &Scenario, role: Role, command: &Command) -> Vec<Unmet> {
    let ctx = Context::new(on("20").parse().unwrap(), Actor::new("tester".parse().unwrap(), role));
    scenario.lifecycle().decide(scenario.lead(), command, &ctx).expect_err("is refused").unmet
}

#[test]
fn one_alone_is_the_default() {
    let renewals = policy(&[RELAXED, RENEWAL]);
    assert_eq!(renewals.pipelines().default_name(), Some(&name("renewal")));
    sql(renewals, None).then("it is a renewal", is_in("renewal", "due"));
    sql(policy(&[RELAXED]), None).then("the standard one is called default", is_in("default", "appointment_set"));
    sql(policy(&["default_pipeline = \"sale\"\n", RELAXED, SALE, RENEWAL]), None)
        .then("of several, the one that is said to be", is_in("sale", "agreed"));
}

#[test]
fn of_several_without_a_default_a_deal_names_its_own() {
    let story = mql(undecided());
    let needed = DealUnmet::PipelineNeeded { known: vec![name("renewal"), name("sale")] };
    assert_eq!(refused(&story, Role::Sdr, &qualify(None)), [Unmet::Deal(needed.clone())]);
    assert_eq!(needed.code(), "pipeline_needed");
    assert_eq!(
        needed.to_string(),
        "the policy has no default pipeline, so the deal has to name its own: `renewal` or `sale`"
    );
    let unknown = refused(&story, Role::Sdr, &qualify(Some("renewl")));
    let said = DealUnmet::UnknownPipeline { pipeline: name("renewl"), suggestion: Some("renewal".into()) };
    assert_eq!(unknown, [Unmet::Deal(said.clone())]);
    assert_eq!(said.code(), "unknown_pipeline");
    assert_eq!(said.to_string(), "the policy has no pipeline `renewl`: did you mean `renewal`?");
    story
        .when(Role::Sdr, &on("11"), qualify(Some("renewal")))
        .then_facts(&[FactKind::BecameSql])
        .then("it is a renewal", is_in("renewal", "due"));
}

#[test]
fn the_stages_of_one_are_unknown_in_the_other() {
    sql(undecided(), Some("renewal"))
        .when(Role::Fs, &on("12"), Command::Accept)
        .when(Role::Fs, &on("13"), meet())
        .when(Role::Fs, &on("14"), move_to("met"))
        .then_refused(&["unknown_deal_stage"])
        .when(Role::Fs, &on("14"), move_to("closing"))
        .then("it is the closing of renewals", |lead| {
            undecided().pipelines().probability(deal(lead)).unwrap().to_string() == "90%"
        });
    sql(undecided(), Some("sale"))
        .when(Role::Fs, &on("12"), Command::Accept)
        .when(Role::Fs, &on("13"), meet())
        .then("the meeting has moved it", is_in("sale", "met"))
        .when(Role::Fs, &on("14"), move_to("due"))
        .then_refused(&["unknown_deal_stage"])
        .when(Role::Fs, &on("14"), move_to("closing"))
        .then("it is the closing of sales", |lead| {
            undecided().pipelines().probability(deal(lead)).unwrap().to_string() == "80%"
        });
}

#[test]
fn without_a_mark_acceptance_makes_the_opportunity_and_moves_nothing() {
    let story = sql(undecided(), Some("renewal"))
        .when(Role::Fs, &on("12"), Command::Accept)
        .then_facts(&[FactKind::HandoffAccepted, FactKind::BecameOpportunity])
        .then_stage(StageKind::Opportunity)
        .then("the deal is where it was", is_in("renewal", "due"));
    let moved = story
        .history()
        .iter()
        .find_map(|fact| if let FactBody::BecameOpportunity { moved, .. } = &fact.body { Some(moved) } else { None });
    let due: lead_lifecycle::values::DealStageName = "due".parse().unwrap();
    assert_eq!(moved, Some(&DealMove { from: due.clone(), to: due, kind: MoveKind::Same }));
    let contract = Contract::new(
        "c1".parse().unwrap(),
        Money::from_units(1_000_000, Currency::JPY).unwrap(),
        "2026-06-01".parse().unwrap(),
        None,
    );
    story
        .when(Role::Fs, &on("14"), Command::Win { contract: contract.unwrap() })
        .then_facts(&[FactKind::Won])
        .then_stage(StageKind::Customer);
}

#[test]
fn the_weighted_value_is_that_of_the_deals_own_pipeline() {
    let policy = undecided();
    let opened = |pipeline: &str| {
        let new = new_deal(Some(pipeline));
        let (name, found) = policy.pipelines().resolve(new.pipeline()).unwrap();
        Deal::open(&new, name, found.opening(), on("09").parse().unwrap())
    };
    let weighted = |deal: &Deal| policy.pipelines().weighted(deal).map(|money| money.to_string());
    assert_eq!(weighted(&opened("sale")).as_deref(), Some("JPY 100,000"));
    assert_eq!(weighted(&opened("renewal")).as_deref(), Some("JPY 700,000"));
    // A stage of the same name has the chance of its own pipeline, and none in a pipeline that nobody has.
    let elsewhere = Deal::open(&new_deal(None), &name("gone"), &"closing".parse().unwrap(), on("09").parse().unwrap());
    assert_eq!((weighted(&elsewhere), policy.pipelines().of(&elsewhere)), (None, None));
}

#[test]
fn adoption_maps_the_deals_of_a_renamed_pipeline() {
    let facts = sql(undecided(), Some("renewal")).history().to_vec();
    let renamed = policy(&["label = \"renamed\"\n", RELAXED, SALE, PROLONGATION]);
    let at = on("12");
    let story = Scenario::under(renamed)
        .given(&facts)
        .when(Role::System, &at, adopt(None, None))
        .then_refused(&["deal_pipeline_gone"])
        .when(Role::System, &at, adopt(Some("prolongatoin"), None))
        .then_refused(&["unknown_pipeline"])
        .when(Role::System, &at, adopt(Some("prolongation"), None))
        .then_refused(&["deal_stage_gone"])
        .when(Role::System, &at, adopt(Some("prolongation"), Some("met")))
        .then_refused(&["unknown_deal_stage"])
        .when(Role::System, &at, adopt(Some("prolongation"), Some("noticed")))
        .then_facts(&[FactKind::PolicyAdopted])
        .then("the deal has landed", is_in("prolongation", "noticed"))
        // Again it is already so.
        .when(Role::System, &at, adopt(Some("prolongation"), Some("noticed")))
        .then_nothing()
        .when(Role::System, &at, adopt(Some("sale"), None))
        .then_refused(&["deal_pipeline_kept"]);
    assert_eq!(&Lead::replay(story.history()).unwrap(), story.lead());
    let landed = story.history().iter().find_map(|fact| {
        let FactBody::PolicyAdopted { deal_pipeline, deal_stage, .. } = &fact.body else { return None };
        Some((deal_pipeline.clone(), deal_stage.clone()))
    });
    assert_eq!(landed, Some((Some(name("prolongation")), Some("noticed".parse().unwrap()))));
}

#[test]
fn a_stage_of_the_same_name_is_kept_in_the_new_pipeline() {
    let facts = sql(undecided(), Some("renewal"))
        .when(Role::Fs, &on("12"), Command::Accept)
        .when(Role::Fs, &on("13"), meet())
        .when(Role::Fs, &on("14"), move_to("closing"))
        .history()
        .to_vec();
    let before = Lead::replay(&facts).unwrap();
    // The default of the new policy takes it.
    let story = Scenario::under(policy(&["default_pipeline = \"prolongation\"\n", RELAXED, SALE, PROLONGATION]))
        .given(&facts)
        .when(Role::System, &on("15"), adopt(None, None))
        .then_facts(&[FactKind::PolicyAdopted])
        .then("the deal has landed", is_in("prolongation", "closing"));
    assert_eq!(deal(story.lead()).moved_at(), deal(&before).moved_at(), "its stage has not changed");
}

/// The same story, in which the deal was opened in a pipeline that the policy does not have.
fn with_forged_deal(story: &Scenario) -> Scenario {
    let mut facts = story.history().to_vec();
    for fact in &mut facts {
        if let FactBody::BecameSql { deal, .. } = &mut fact.body {
            let mut forged = serde_json::to_value(&**deal).unwrap();
            forged["pipeline"] = "renewals".into();
            **deal = serde_json::from_value(forged).unwrap();
        }
    }
    Scenario::under(undecided()).given(&facts)
}

/// Possible only for a lead that did not adopt the policy, or that no decision made.
#[test]
fn a_deal_in_a_pipeline_that_nobody_has_is_refused_and_never_skipped() {
    let story = sql(undecided(), Some("sale")).when(Role::Fs, &on("12"), Command::Accept);
    let unknown = DealUnmet::UnknownPipeline { pipeline: name("renewals"), suggestion: Some("renewal".into()) };
    let forged = with_forged_deal(&story);
    assert_eq!(refused(&forged, Role::Fs, &meet()), [Unmet::Deal(unknown.clone())]);
    let edit = Command::EditDeal { edit: Box::default() };
    assert_eq!(refused(&forged, Role::Fs, &edit), [Unmet::Deal(unknown.clone())]);
    assert!(matches!(forged.lead().stage(), Stage::Sql { .. }));
    let forged = with_forged_deal(&story.when(Role::Fs, &on("13"), meet()));
    assert_eq!(refused(&forged, Role::Fs, &move_to("closing")), [Unmet::Deal(unknown.clone())]);
    let value = Money::from_units(1, Currency::JPY).unwrap();
    let contract = Contract::new("c1".parse().unwrap(), value, "2026-06-01".parse().unwrap(), None).unwrap();
    assert_eq!(refused(&forged, Role::Fs, &Command::Win { contract }), [Unmet::Deal(unknown)]);
}

#[test]
fn an_imported_deal_goes_where_a_new_one_would() {
    let importer = Context::new(on("09").parse().unwrap(), Actor::new("import".parse().unwrap(), Role::System));
    let rules =
        BackfillRules { as_of: importer.now, order: OrderPolicy::Refuse, zone: lead_lifecycle::calendar::Zone::JST };
    let row = |what: &str| {
        let text = format!(r#"{{"lead": "old-1", "origin": "inbound", {what}}}"#);
        serde_json::from_str::<LegacyRow>(&text).unwrap()
    };
    let import = |policy: Policy, what: &str| {
        let facts = Lifecycle::new(policy).import(&row(what), &rules, &importer).map_err(|refusal| refusal.unmet)?;
        Ok::<Lead, Vec<Unmet>>(Lead::replay(facts.facts()).unwrap())
    };
    let stands = |outcome: Result<Lead, Vec<Unmet>>| {
        let lead = outcome.unwrap();
        (deal(&lead).pipeline().to_string(), deal(&lead).stage().to_string())
    };
    let opportunity = r#""reached": {"opportunity": null}"#;
    let renewal = r#""reached": {"opportunity": null}, "pipeline": "renewal""#;
    assert_eq!(stands(import(undecided(), renewal)), ("renewal".into(), "due".into()));
    let sale = r#""reached": {"opportunity": null}, "pipeline": "sale""#;
    assert_eq!(stands(import(undecided(), sale)), ("sale".into(), "met".into()));
    assert_eq!(stands(import(policy(&[RENEWAL]), opportunity)), ("renewal".into(), "due".into()));
    let closing = format!("{renewal}, \"deal_stage\": \"closing\"");
    assert_eq!(stands(import(undecided(), &closing)), ("renewal".into(), "closing".into()));

    let refused = |what: &str| match import(undecided(), what).unwrap_err().as_slice() {
        [Unmet::Backfill(error)] => error.clone(),
        other => panic!("{other:?}"),
    };
    let needed = BackfillError::PipelineNeeded { known: vec![name("renewal"), name("sale")] };
    assert_eq!(refused(opportunity), needed);
    let misspelt = format!("{opportunity}, \"pipeline\": \"sales\"");
    let unknown = BackfillError::UnknownPipeline { pipeline: name("sales"), suggestion: Some("sale".into()) };
    assert_eq!(refused(&misspelt), unknown);
    let of_the_other = format!("{renewal}, \"deal_stage\": \"met\"");
    let gone = BackfillError::DealStage { stage: "met".parse().unwrap(), first_meeting: None };
    assert_eq!(refused(&of_the_other), gone);
    // A row without a deal needs no pipeline.
    assert_eq!(import(undecided(), r#""reached": {"mql": null}"#).unwrap().stage().kind(), StageKind::Mql);
}

#[test]
fn the_short_form_is_the_long_form_of_one_called_default() {
    let print = |text: &str| policy(&[text]).fingerprint();
    let stages = "first_meeting = \"b\"\nstages = [{ name = \"a\", probability = \"10%\" }, { name = \"b\", probability = \"20%\" }]\n";
    let (short, long) = (format!("[pipeline]\n{stages}"), format!("[pipelines.default]\n{stages}"));
    assert_eq!(print(&short), print(&long));
    assert_eq!(print(&short), print(&format!("default_pipeline = \"default\"\n{long}")), "one alone is the default");
    assert_ne!(print(&short), print(&format!("[pipelines.other]\n{stages}")), "a deal keeps the name");
    assert_eq!(
        policy(&["[pipeline]\n"]).fingerprint(),
        Policy::standard().fingerprint(),
        "what is left out is the standard"
    );
    assert_eq!(policy(&["[pipelines.default]\n"]).fingerprint(), Policy::standard().fingerprint());
    let sale_by_default = policy(&["default_pipeline = \"sale\"\n", RELAXED, SALE, RENEWAL]);
    assert_ne!(sale_by_default.fingerprint(), undecided().fingerprint(), "a default is a rule");
}

#[test]
fn what_is_written_is_read_back() {
    let texts = [
        "",
        "[pipeline]\nskip = \"refuse\"\n",
        "[pipeline]\nstages = [{ name = \"a\", probability = \"10%\" }]\n",
        "[pipelines.default]\n",
        &[SALE, RENEWAL].concat(),
        &["default_pipeline = \"renewal\"\n", SALE, RENEWAL].concat(),
        "[pipelines.\"更新 契約\"]\nstages = [{ name = \"a\", probability = \"10%\" }]\n",
    ];
    for text in texts {
        let draft: PolicyDraft = toml::from_str(text).unwrap();
        let toml = toml::to_string(&draft).unwrap();
        assert_eq!(toml::from_str::<PolicyDraft>(&toml).unwrap(), draft, "{toml}");
        let json = serde_json::to_string(&draft).unwrap();
        assert_eq!(serde_json::from_str::<PolicyDraft>(&json).unwrap(), draft, "{json}");
        let bytes = postcard::to_allocvec(&draft).unwrap();
        assert_eq!(postcard::from_bytes::<PolicyDraft>(&bytes).unwrap(), draft, "{text}");
        assert_eq!(policy(&[text]).draft().pipelines, draft.pipelines);
    }
}

#[test]
fn deals_say_which_pipeline_they_are_in() {
    let new = new_deal(Some("renewal"));
    let bytes = postcard::to_allocvec(&new).unwrap();
    assert_eq!(postcard::from_bytes::<NewDeal>(&bytes).unwrap(), new);
    let json = serde_json::to_value(&new).unwrap();
    assert_eq!(json["pipeline"], "renewal");
    assert_eq!(serde_json::from_value::<NewDeal>(json).unwrap(), new);
    let story = sql(undecided(), Some("renewal")).when(Role::Fs, &on("12"), Command::Accept);
    let opened = deal(story.lead());
    assert_eq!(opened.owned_at(), Some(on("12").parse().unwrap()), "owned since the acceptance");
    let json = serde_json::to_value(opened).unwrap();
    assert_eq!((&json["pipeline"], &json["owned_at"]), (&"renewal".into(), &"2026-04-01T03:00:00Z".into()));
    assert_eq!(&serde_json::from_value::<Deal>(json).unwrap(), opened);
    let bytes = postcard::to_allocvec(opened).unwrap();
    assert_eq!(&postcard::from_bytes::<Deal>(&bytes).unwrap(), opened);
}

#[test]
fn every_pipeline_is_drawn_under_its_name() {
    let drawn = undecided().pipelines().diagram();
    let parts: BTreeMap<&str, bool> = ["title: \"renewal\"", "title: \"sale\"", "due (70%)", "agreed (10%)"]
        .map(|part| (part, drawn.contains(part)))
        .into();
    assert!(parts.values().all(|drawn| *drawn), "{parts:?}\n{drawn}");
    assert_eq!(drawn.matches("stateDiagram-v2").count(), 2);
    let alone = policy(&[RENEWAL]);
    assert_eq!(
        Some(alone.pipelines().diagram()),
        alone.pipelines().default().map(lead_lifecycle::deal::Pipeline::diagram)
    );
}

#[test]
fn no_pipeline_says_so() {
    let policy = undecided();
    let needed = policy.pipelines().resolve(None).unwrap_err();
    assert_eq!(needed, NoPipeline::Needed { known: vec![name("renewal"), name("sale")] });
    assert_eq!(policy.pipelines().get(&name("moon")), None);
    assert!(policy.pipelines().iter().map(|(name, _)| name).eq(policy.pipelines().names()));
}
