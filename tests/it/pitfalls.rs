//! What users of today's systems complain about, one named test per row of PITFALLS' stage, loss, trigger and merge rows.
//!
//! Rows of scoring proper are in `scoring_pitfalls.rs`; service levels and assignment come with their rooms.
#![cfg(feature = "testing")]

use lead_lifecycle::deal::{DealEdit, DealItem, Edit, MoveKind};
use lead_lifecycle::lead::{
    Attempt, DealMove, DealOwner, MeetingResult, MilestoneBasis, Propose, Reply, Stage, TeamChange,
};
use lead_lifecycle::lifecycle::DealUnmet;
use lead_lifecycle::qualification::Verdict;
use lead_lifecycle::testing::Scenario;
use lead_lifecycle::values::{Channel, ContactOutcome, Direction, FieldValue, Milestone, Points, Progress};
use lead_lifecycle::{
    Command, Context, Fact, FactBody, FactKind, Instant, Lead, Lifecycle, Policy, PolicyDraft, Role, StageKind, Unmet,
};

use crate::common::{self, DAY, START, activity, actor, at, k, reason, text, unclocked};

fn did(id: &str, kind: &str) -> Command {
    Command::RecordActivity { activity: activity(id, kind) }
}

fn on(day: &str) -> String {
    format!("2026-04-{day}T09:00:00+09:00")
}

fn promotions(scenario: &Scenario) -> usize {
    scenario.history().iter().filter(|fact| fact.kind() == FactKind::BecameMql).count()
}

/// mautic PR#3854: the trigger does not fire at all for new contacts.
#[test]
fn a_new_lead_is_promoted_by_its_first_activities() {
    Scenario::under(Policy::standard())
        .captured("acme", &on("01"))
        .when(Role::System, &on("01"), did("1", "seminar"))
        .then_facts(&[FactKind::ActivityRecorded])
        .when(Role::System, &on("01"), did("2", "seminar"))
        .then_facts(&[FactKind::ActivityRecorded, FactKind::BecameMql]);
}

/// mautic PR#3854: it fires repeatedly.
#[test]
fn a_crossing_fires_once() {
    let mut scenario = Scenario::under(Policy::standard()).captured("acme", &on("01"));
    for number in 0..9 {
        scenario = scenario.when(Role::System, &on("02"), did(&number.to_string(), "seminar"));
        scenario = scenario.when_time_is(&on("02"));
    }
    assert_eq!(promotions(&scenario), 1);
}

/// mautic PR#3854: it fires once and never re-arms. Ours: re-armed by a demotion, and by every new cycle.
#[test]
fn a_crossing_is_rearmed_by_demotion_and_by_a_new_cycle() {
    let scenario = Scenario::under(unclocked())
        .captured("acme", &on("01"))
        .when(Role::System, &on("01"), did("1", "document_download"))
        .when(Role::System, &on("01"), did("2", "document_download"))
        .then_stage(StageKind::Mql)
        // Both lose their points after six days; nobody has called yet.
        .when_time_is(&on("08"))
        .then_facts(&[FactKind::Demoted])
        .when(Role::System, &on("08"), did("3", "document_download"))
        .when(Role::System, &on("08"), did("4", "document_download"))
        .then_stage(StageKind::Mql)
        .when(Role::Sdr, &on("09"), Command::Recycle { reason: reason("timing", false), until: None })
        .then_stage(StageKind::Lead)
        // The engagement is kept, but a new cycle wants an activity of its own, and is tested when cooling ends.
        .when(Role::System, &on("09"), did("5", "document_download"))
        .then_stage(StageKind::Lead)
        .when_time_is(&on("10"))
        .then_facts(&[FactKind::CoolingEnded, FactKind::BecameMql]);
    assert_eq!(promotions(&scenario), 3);
}

/// odoo PR#127470: a probability that rounds to 0 or 100 means lost or won; PR#49027: stuck at 100 after leaving won.
#[test]
fn the_state_is_never_inferred_from_a_number() {
    let policy = common::policy(
        r#"
        [pipeline]
        first_meeting = "first_meeting_held"
        [[pipeline.stages]]
        name = "appointment_set"
        probability = "0%"
        [[pipeline.stages]]
        name = "first_meeting_held"
        probability = "100%"
        "#,
    );
    let pipeline = common::pipeline(&policy);
    assert_eq!(pipeline.probability(&k("first_meeting_held")), Some(k("100%")));
    assert_eq!(pipeline.first_meeting(), Some(&k("first_meeting_held")));
    let lead = to_opportunity(policy);
    assert_eq!(lead.stage().kind(), StageKind::Opportunity);
    assert_eq!(lead.totals().milestones.won, 0);
    assert!(lead.customer().is_none());
}

fn to_opportunity(policy: Policy) -> Lead {
    let answer = |criterion: &str| {
        Command::RecordAnswer(Reply {
            criterion: k(criterion),
            verdict: Verdict::Confirmed,
            by: None,
            detail: None,
            evidence: None,
        })
    };
    let consent = Command::RecordAttempt(Attempt {
        direction: Direction::Outbound,
        channel: Channel::Phone,
        outcome: ContactOutcome::Conversation,
        advance: Some(Progress::Consented),
        note: None,
    });
    let qualify = Command::Qualify {
        handoff: Box::new(common::full_handoff("memo")),
        deal: Box::new(common::new_deal("deal", true)),
    };
    Scenario::under(policy)
        .captured_as(&common::full_capture("acme"), &on("01"))
        .when(Role::Mk, &on("02"), Command::Promote { note: None })
        .when(Role::Sdr, &on("03"), answer("need"))
        .when(Role::Sdr, &on("03"), answer("timeline"))
        .when(Role::Sdr, &on("03"), consent)
        .when(Role::Sdr, &on("04"), qualify)
        .when(Role::Fs, &on("05"), Command::Accept)
        .when(Role::Fs, &on("06"), Command::HoldFirstMeeting { result: MeetingResult::Valid, note: None })
        .then_stage(StageKind::Opportunity)
        .lead()
        .clone()
}

/// mautic#7472: the API bypasses the no-backward rule that the UI enforces. Ours: one table and one policy decide, and a fact
/// that did not come out of a decision does not fold either.
#[test]
fn nothing_bypasses_the_rule_against_moving_backward() {
    let strict = common::policy("[pipeline]\nbackward = \"refuse\"\nskip = \"refuse\"");
    let lead = to_opportunity(strict.clone());
    let lifecycle = Lifecycle::new(strict);
    let ctx = Context::new(at(START + 10 * DAY), actor(Role::Fs, 1));
    let back = Command::MoveDeal { to: k("appointment_set") };
    let refusal = lifecycle.decide(&lead, &back, &ctx).unwrap_err();
    assert!(refusal.unmet.contains(&Unmet::Deal(DealUnmet::BackwardRefused)), "{refusal}");
    let skip = Command::MoveDeal { to: k("closing") };
    let refusal = lifecycle.decide(&lead, &skip, &ctx).unwrap_err();
    assert!(refusal.unmet.iter().any(|unmet| unmet.code() == "skip_refused"), "{refusal}");
    // By an assistant's proposal neither.
    let propose = Command::Propose(Propose {
        id: k("p"),
        command: Box::new(back.try_into().unwrap()),
        rationale: text("back to start"),
    });
    let ctx = Context::new(at(START + 10 * DAY), actor(Role::Assistant, 1));
    let refusal = lifecycle.decide(&lead, &propose, &ctx).unwrap_err();
    assert_eq!(refusal.unmet, [Unmet::Proposed(vec![Unmet::Deal(DealUnmet::BackwardRefused)])]);
}

/// SuiteCRM#9139, erpnext#45709: no time in stage, nobody knows who and when; krayin#2124 counts it from creation.
#[test]
fn every_stage_has_its_time_and_every_change_its_actor() {
    let lead = to_opportunity(Policy::standard());
    let clocks = lead.cycle().stages();
    let now = k::<Instant>(&on("16"));
    let days = |stage| clocks.time_in(stage, StageKind::Opportunity, now).seconds() / 86_400;
    assert_eq!(
        [StageKind::Lead, StageKind::Mql, StageKind::Sql, StageKind::Opportunity].map(days),
        [1, 2, 2, 10],
        "not counted from creation"
    );
    let Stage::Opportunity { deal, .. } = lead.stage() else { panic!("{:?}", lead.stage()) };
    assert_eq!(deal.owner().unwrap().as_str(), "fs-1");
    assert_eq!(deal.moved_at(), k(&on("06")));
}

/// Salesforce `ConvertedDate` has no time; `next_crm#136`: the won date is missing.
#[test]
fn every_milestone_has_an_instant() {
    let lead = to_opportunity(Policy::standard());
    for milestone in [Milestone::Lead, Milestone::Mql, Milestone::Sql, Milestone::Sao, Milestone::Opportunity] {
        let mark = lead.cycle().milestones().get(milestone).unwrap();
        assert_eq!(mark.basis, MilestoneBasis::Direct);
        assert!(mark.at.is_some_and(|at| at.seconds() % 86_400 == 0), "{milestone}: 09:00 in Japan is 00:00Z");
    }
    let lifecycle = Lifecycle::new(Policy::standard());
    let win = Command::Win { contract: common::contract("c", "JPY") };
    // Won last Friday, entered on Monday.
    let ctx =
        Context::new(k(&on("13")), actor(Role::Fs, 1)).with_effective_at(k::<Instant>("2026-04-10T18:30:00+09:00"));
    let edit = DealEdit { expected_close: Edit::To(k("2026-04-30")), ..DealEdit::default() };
    let mut lead = lead;
    for command in [Command::EditDeal { edit: Box::new(edit) }, win] {
        for fact in lifecycle.decide(&lead, &command, &ctx).unwrap().facts() {
            lead.apply(fact).unwrap();
        }
    }
    let won = lead.cycle().milestones().get(Milestone::Won).unwrap();
    assert_eq!(won.at, Some(k("2026-04-10T09:30:00Z")));
    assert_eq!(lead.recorded_at(), k(&on("13")));
}

/// `dbt_hubspot#75`: two stages with the same label break reports.
#[test]
fn identity_is_not_the_label() {
    let policy = common::policy(
        r#"
        [pipeline]
        first_meeting = "meeting"
        [[pipeline.stages]]
        name = "set"
        label = "商談"
        probability = "10%"
        [[pipeline.stages]]
        name = "meeting"
        label = "商談"
        probability = "20%"
        "#,
    );
    let names: Vec<&str> = common::pipeline(&policy).names().collect();
    assert_eq!(names, ["set", "meeting"]);
    assert_eq!(to_opportunity(policy).stage().deal().unwrap().stage().as_str(), "meeting");
    let twice: PolicyDraft = toml::from_str(
        r#"
        [pipeline]
        first_meeting = "set"
        stages = [{ name = "set", probability = "10%" }, { name = "set", probability = "20%" }]
        "#,
    )
    .unwrap();
    assert!(Policy::try_from(twice).unwrap_err().to_string().contains("stages[1].name"));
}

/// Skipped stages break reports: ours are labelled, and a skip evades no guard.
#[test]
fn skips_are_labelled() {
    let lead = to_opportunity(Policy::standard());
    let lifecycle = Lifecycle::new(Policy::standard());
    let ctx = Context::new(k(&on("10")), actor(Role::Fs, 1));
    let skip = Command::MoveDeal { to: k("closing") };
    let refusal = lifecycle.decide(&lead, &skip, &ctx).unwrap_err();
    let missing = Unmet::Deal(DealUnmet::ItemMissing { stage: Some(k("closing")), item: DealItem::ExpectedClose });
    assert_eq!(refusal.unmet, [missing], "what the skipped stages need is needed");
    let skip = Command::MoveDeal { to: k("proposal") };
    let decision = lifecycle.decide(&lead, &skip, &ctx).unwrap();
    assert!(matches!(
        &decision.facts()[..1],
        [Fact { body: FactBody::DealMoved(DealMove { kind: MoveKind::Forward, .. }), .. }]
    ));
    let mut lead = lead;
    let edit = DealEdit { expected_close: Edit::To(k("2026-06-30")), ..DealEdit::default() };
    for fact in lifecycle.decide(&lead, &Command::EditDeal { edit: Box::new(edit) }, &ctx).unwrap().facts() {
        lead.apply(fact).unwrap();
    }
    let decision = lifecycle.decide(&lead, &Command::MoveDeal { to: k("closing") }, &ctx).unwrap();
    let FactBody::DealMoved(moved) = &decision.facts()[0].body else { panic!("{decision:?}") };
    assert_eq!(moved.kind, MoveKind::Skip { over: 2 });
}

/// A disqualified lead cannot be reopened without losing its history and score.
#[test]
fn reopening_keeps_history_and_score() {
    let scenario = Scenario::under(Policy::standard())
        .captured("acme", &on("01"))
        .when(Role::System, &on("01"), did("1", "seminar"))
        .when(Role::System, &on("01"), did("2", "seminar"))
        .when(Role::Sdr, &on("02"), Command::Disqualify { reason: reason("no_fit", false) })
        .then_stage(StageKind::Disqualified);
    let (score, revision) = {
        let lifecycle = scenario.lifecycle();
        (lifecycle.score(scenario.lead(), k(&on("03"))).unwrap().total(), scenario.lead().revision())
    };
    let scenario = scenario
        .when(Role::Manager, &on("03"), Command::Reopen { reason: reason("wrongly_discarded", false) })
        .then_facts(&[FactKind::Reopened])
        .then_stage(StageKind::Lead)
        .then("two cycles, one milestone MQL so far", |lead| {
            lead.totals().cycles == 2 && lead.totals().milestones.mql == 1 && lead.totals().activities == 2
        });
    assert_eq!(scenario.lifecycle().score(scenario.lead(), k(&on("03"))).unwrap().total(), score);
    assert_eq!(scenario.lead().revision(), revision + 1);
}

/// frappe/crm#973: the loss reason is missing. Ours: mandatory, typed; `other` needs words.
#[test]
fn a_loss_has_a_reason() {
    let lifecycle = Lifecycle::new(Policy::standard());
    let lead = to_opportunity(Policy::standard());
    let ctx = Context::new(k(&on("10")), actor(Role::Fs, 1));
    let lose = |code: &str, note: bool| {
        lifecycle.decide(&lead, &Command::Lose { reason: reason(code, note), until: None }, &ctx)
    };
    assert!(
        serde_json::from_str::<Command>(r#"{"lose": {}}"#)
            .unwrap_err()
            .to_string()
            .contains("lose: expected a value for `reason`")
    );
    assert!(serde_json::from_str::<Command>(r#"{"lose": {"reason": {"code": " "}}}"#).is_err());
    let refusal = lose("prise", false).unwrap_err();
    assert!(refusal.to_string().contains("did you mean `price`?"), "{refusal}");
    let refusal = lose("other", false).unwrap_err();
    assert!(refusal.to_string().contains("reason `other` needs a note"), "{refusal}");
    for code in ["max_cycles", "imported_unknown", "erased"] {
        assert!(lose(code, true).is_err(), "`{code}` is reserved");
    }
    assert!(lose("other", true).is_ok());
    let decision = lose("price", false).unwrap();
    let FactBody::Lost { reason, .. } = &decision.facts()[0].body else { panic!("{decision:?}") };
    assert_eq!(reason.code().as_str(), "price");
}

/// Σ of stage times ≠ cycle of won deals, by survivorship: here every second of a life lies in exactly one stage.
#[test]
fn stage_times_add_up_for_the_lost_as_for_the_won() {
    let lifecycle = Lifecycle::new(Policy::standard());
    for reason_code in ["price", "no_fit"] {
        let mut lead = to_opportunity(Policy::standard());
        let ctx = Context::new(k(&on("20")), actor(Role::Fs, 1));
        for fact in lifecycle
            .decide(&lead, &Command::Lose { reason: reason(reason_code, false), until: None }, &ctx)
            .unwrap()
            .facts()
        {
            lead.apply(fact).unwrap();
        }
        let now = k::<Instant>(&on("25"));
        let here = lead.stage().kind();
        let sum: u64 = StageKind::ALL.iter().map(|s| lead.totals().stages.time_in(*s, here, now).seconds()).sum();
        assert_eq!(sum, 24 * 86_400);
    }
}

/// disciple-tools-theme#2742: a merged record still matches; espocrm#3499: a duplicate is made before the conflict is resolved.
#[test]
fn a_merge_is_a_fact_and_the_loser_points_to_the_winner() {
    let lead = |name| Scenario::under(Policy::standard()).captured(name, &on("01"));
    Scenario::under(Policy::standard())
        .captured("acme", &on("01"))
        .when_merged_into(Role::System, &on("02"), &lead("acme"))
        .then_refused(&["into_itself"])
        .when_merged_into(Role::System, &on("02"), &lead("acme-kk"))
        .then_facts(&[FactKind::MergedInto])
        .then("it points to the winner", |lead| *lead.stage() == Stage::Merged { into: k("acme-kk") })
        .when(Role::System, &on("03"), did("1", "contact_request"))
        .then_refused(&["stage"])
        .when(
            Role::Manager,
            &on("03"),
            Command::Assign { owner: Some(k("sdr-1")), team: TeamChange::Keep, deal: DealOwner::Follow },
        )
        .then_refused(&["stage"])
        .when_time_is("2030-01-01T00:00:00Z")
        .then_nothing();
}

/// mautic PR#5964: 50 + 100 showed 200, then 100; points were added. Ours: states unite as sets, by id.
#[test]
fn merged_scores_are_counted_from_united_activities() {
    let policy = Policy::standard();
    let told = |ids: &[&str]| {
        let mut scenario = Scenario::under(Policy::standard()).captured("acme", &on("01"));
        for id in ids {
            scenario = scenario.when(Role::System, &on("02"), did(id, "seminar"));
        }
        scenario.lead().clone()
    };
    let (a, b) = (told(&["1", "2"]), told(&["2", "3", "4"]));
    let mut united = a.scoring().clone();
    united.merge(b.scoring());
    let mut other_way = b.scoring().clone();
    other_way.merge(a.scoring());
    united.merge(b.scoring());
    let now = k(&on("03"));
    assert_eq!(policy.scoring().score(&united, now).total(), Points::from_int(60), "four seminars, not five");
    assert_eq!(policy.scoring().score(&other_way, now).total(), Points::from_int(60));
}

/// odoo PR#70270: 0 is treated as null. Ours: an employee count of 0 is a value, no value is none.
#[test]
fn zero_is_not_nothing() {
    let zero = Command::UpdateProfile { fields: [(k("employees"), Some(FieldValue::Number(0.into())))].into() };
    let nothing = Command::UpdateProfile { fields: [(k("employees"), None)].into() };
    Scenario::under(Policy::standard())
        .captured("acme", &on("01"))
        .when(Role::Sdr, &on("02"), zero.clone())
        .then("zero is known", |lead| lead.profile().get("employees") == Some(&FieldValue::Number(0.into())))
        .when(Role::Sdr, &on("02"), zero)
        .then_nothing()
        .when(Role::Sdr, &on("04"), nothing)
        .then_facts(&[FactKind::ProfileUpdated])
        .then("nothing is known", |lead| lead.profile().get("employees").is_none());
}

/// Decay by a nightly job makes the score depend on when the job ran: ours is a function of facts, policy and instant.
#[test]
fn the_score_does_not_depend_on_when_the_clock_was_checked() {
    let told = || {
        Scenario::under(unclocked())
            .captured("acme", &on("01"))
            .when(Role::System, &on("01"), did("1", "document_download"))
            .when(Role::System, &on("01"), did("2", "document_download"))
    };
    let mut nightly = told();
    for day in 2..=12 {
        nightly = nightly.when_time_is(&format!("2026-04-{day:02}T03:00:00+09:00"));
    }
    let late = told().when_time_is("2026-04-12T03:00:00+09:00");
    let (lifecycle, now) = (nightly.lifecycle(), k(&on("12")));
    assert_eq!(lifecycle.score(nightly.lead(), now), lifecycle.score(late.lead(), now));
    let demoted = |scenario: &Scenario| {
        let fact = scenario.history().iter().find(|fact| fact.kind() == FactKind::Demoted).unwrap();
        fact.envelope.effective_at
    };
    assert_eq!(demoted(&nightly), k(&on("07")));
    assert_eq!(demoted(&late), demoted(&nightly));
}

/// What people who do the work reported, and the test that tells each kind of it.
const DAILY_WORK: &[(&str, &str, &str)] = &[
    (
        "nonsense from a form has to become an MQL before it can be thrown out",
        "daily_work",
        "a_lead_is_discarded_without_becoming_an_mql",
    ),
    (
        "a customer who asks for more waits where nobody looks",
        "hand_raises",
        "the_hand_raise_of_a_customer_opens_an_expansion_where_the_policy_says_so",
    ),
    (
        "a contract runs out and nobody is told",
        "daily_work",
        "a_contract_that_ran_out_is_told_until_somebody_does_something",
    ),
    (
        "a company off the target list waits for clicks that never come",
        "daily_work",
        "fit_alone_promotes_at_capture_where_the_policy_says_so",
    ),
    (
        "a list that is entered late moves every date to the day of entry",
        "late_news",
        "a_story_of_april_told_in_may_ends_with_aprils_milestones",
    ),
    (
        "a call that should not have been made cannot be recorded",
        "daily_work",
        "a_call_against_a_withdrawn_consent_is_recorded_and_marked",
    ),
    ("renewals are pressed into the stages of new business", "pipelines", "the_stages_of_one_are_unknown_in_the_other"),
    ("a second deal at once has no place", "daily_work", "two_expansions_at_once_are_two_leads_of_one_person"),
    ("the next round overwrites the source of the first", "daily_work", "the_source_of_an_expansion_is_its_own"),
    ("what was won is counted as lost", "daily_work", "what_is_won_is_not_lost"),
    (
        "a forecast weighs every deal by one list of stages",
        "pipelines",
        "the_weighted_value_is_that_of_the_deals_own_pipeline",
    ),
    (
        "\"call me in October\" loses the stage or the deal",
        "hand_raises",
        "a_postponement_keeps_stage_and_deal_and_its_deadlines_wait",
    ),
    (
        "the day that was named passes in silence",
        "hand_raises",
        "an_instant_given_with_a_recycle_goes_before_every_rule_of_cooling",
    ),
    (
        "a hand-over with the missing answer is taken for the same one",
        "daily_work",
        "handing_over_again_needs_something_new_in_the_file_or_in_what_was_heard",
    ),
    ("the deals of a colleague who left stay with nobody", "daily_work", "an_assignment_takes_the_open_deal_along"),
    (
        "a company that is found out later cannot be entered",
        "daily_work",
        "company_and_source_are_corrected_after_the_capture",
    ),
];

/// Each row has its test, by that name.
/// What rolling out a policy did to hosts: the complaint, the file, the test.
const ROLLING_OUT: &[(&str, &str, &str)] = &[
    ("a changed label locked every lead", "policy_prints", "no_label_is_in_the_fingerprint"),
    ("an upgrade of the program locked every lead", "policy_prints", "stored_policies_keep_their_fingerprint_for_ever"),
    (
        "the timer said never for leads under another policy",
        "books/gaps",
        "a_node_with_the_older_book_is_refused_and_changes_nothing",
    ),
    (
        "putting a policy into force moved what had been due before",
        "books/boundaries",
        "what_new_rules_make_overdue_is_due_at_the_adoption_and_not_before",
    ),
    (
        "a lowered threshold promoted leads that had been silent for 18 months",
        "books/stock",
        "old_stock_under_a_lowered_bar_sleeps_until_it_stirs",
    ),
    (
        "a renamed tag demoted MQLs that nobody had touched",
        "books/recounts",
        "a_renamed_tag_demotes_no_untouched_mql_until_somebody_counts_again",
    ),
    ("a deal stage that was renamed lost its deals", "books/deals", "every_fault_of_a_book_is_told_with_its_path"),
    (
        "the badge scan of a busy visitor, told after the policy had changed",
        "books/boundaries",
        "the_late_badge_scan_of_a_busy_visitor_counts_by_the_new_rules_but_is_nothing_new",
    ),
    ("the recount of one lead was stored on another", "books/rollouts", "a_recount_of_another_lead_is_refused"),
    (
        "a node with an older plan was told to put leads back",
        "books/rollouts",
        "a_version_may_be_put_before_one_that_is_planned",
    ),
    (
        "a preview for a later day left leads out",
        "books/rollouts",
        "a_preview_for_a_later_day_counts_when_the_version_comes",
    ),
    (
        "of two places for one stage the last won without a word",
        "books/rollouts",
        "what_is_wrong_in_a_stored_book_is_told_with_its_place",
    ),
];

/// What service levels of other systems did to their users.
const SERVICE_LEVELS: &[(&str, &str, &str)] = &[
    ("the wall clock ran through the week-end", "sla/practice", "a_start_on_a_closed_day_keeps_no_time_of_day"),
    ("a start on a closed day kept its time of day", "sla/practice", "a_start_on_a_closed_day_keeps_no_time_of_day"),
    (
        "a hold over closed hours lengthened twice",
        "sla/practice",
        "a_postponement_over_the_week_end_holds_only_working_time",
    ),
    ("lunch and split shifts could not be written", "sla/practice", "lunch_and_split_shifts_do_not_count"),
    (
        "the change of clocks was applied backwards",
        "sla/practice",
        "a_shift_over_the_change_of_clocks_counts_what_passes",
    ),
    ("an hour before closing gave another day each time", "sla/practice", "four_hours_from_an_hour_before_closing"),
    (
        "the breach of a lead without an owner was told to nobody",
        "sla/practice",
        "a_breach_of_a_lead_that_nobody_owns_is_told",
    ),
    ("reminders came again, or not at all", "sla/practice", "a_ladder_of_reminders_starts_again_with_every_follow_up"),
];

/// What attackers and the engineer of a new host found, and the test that tells each kind of it.
const FOUND_BY_ATTACK: &[(&str, &str, &str)] = &[
    ("odds for ten million wins stopped the program", "planning_limits", "as_many_wins_as_odds_are_worked_out_for"),
    ("a plan inside its limits ran for a minute", "planning_limits", "what_would_take_minutes_is_refused_by_its_steps"),
    (
        "rules that nearly cancel for fifty years kept the timer busy for minutes",
        "scoring_crossings",
        "what_nearly_cancels_for_years_takes_a_bounded_number_of_steps",
    ),
    ("two keys with one print: the second was taken for the first", "told_apart", "ids_with_one_fingerprint_are_two"),
    (
        "a correction of the same minute lost against the larger value",
        "told_apart",
        "a_correction_at_the_same_instant_counts",
    ),
    (
        "a fair's contact request was refused because of page views",
        "told_apart",
        "what_counts_is_taken_in_however_many_page_views_came_since",
    ),
    (
        "dates and numbers of a deal outlived the erasure of the person",
        "erasure",
        "values_of_every_type_go_from_a_deal",
    ),
    (
        "a field that only the new policy calls personal outlived it, too",
        "erasure",
        "what_only_the_present_policy_marks_goes",
    ),
    ("a fact of a newer version was `unknown field`", "reading", "a_newer_schema_is_told_before_anything_else"),
    (
        "a key that stood twice kept the last value without a word",
        "reading",
        "a_key_that_stands_twice_is_named_in_types_that_are_read_alone",
    ),
    ("every note typed into a browser was refused for its line ends", "texts", "what_a_form_sends_is_taken"),
    (
        "a bar built by hand, forty thousand deep, ended the program",
        "deep_trees",
        "what_is_built_deep_by_hand_comes_back",
    ),
    ("amounts were a row of digits", "screens", "money_is_shown_in_threes_with_its_minor_units"),
    ("instants were told in UTC to people in Tokyo", "screens", "instants_are_told_at_the_clocks_of_a_zone"),
    (
        "three page views were advised where one document would do",
        "scoring_example",
        "the_standard_policy_is_the_worked_example",
    ),
    (
        "an activity with a typing error in its kind counted for nothing, and nobody was told",
        "told_apart",
        "a_kind_that_the_policy_does_not_know_is_told",
    ),
    (
        "which command a decision came from had to be looked up in its facts",
        "told_apart",
        "a_decision_tells_its_command_and_clock_facts_are_marked",
    ),
    (
        "a deal that should have closed a year ago was counted as a coming win",
        "planning_reading",
        "what_should_have_closed_long_ago_is_told_and_not_counted",
    ),
];

#[test]
fn every_complaint_has_its_test() {
    let files = [
        ("daily_work", include_str!("daily_work.rs")),
        ("hand_raises", include_str!("hand_raises.rs")),
        ("late_news", include_str!("late_news.rs")),
        ("pipelines", include_str!("pipelines.rs")),
        ("books/boundaries", include_str!("books/boundaries.rs")),
        ("books/deals", include_str!("books/deals.rs")),
        ("books/gaps", include_str!("books/gaps.rs")),
        ("books/recounts", include_str!("books/recounts.rs")),
        ("books/rollouts", include_str!("books/rollouts.rs")),
        ("books/stock", include_str!("books/stock.rs")),
        ("policy_prints", include_str!("policy_prints.rs")),
        ("deep_trees", include_str!("deep_trees.rs")),
        ("erasure", include_str!("erasure.rs")),
        ("planning_limits", include_str!("planning_limits.rs")),
        ("planning_reading", include_str!("planning_reading.rs")),
        ("reading", include_str!("reading.rs")),
        ("scoring_crossings", include_str!("scoring_crossings.rs")),
        ("scoring_example", include_str!("scoring_example.rs")),
        ("screens", include_str!("screens.rs")),
        ("sla/practice", include_str!("sla/practice.rs")),
        ("texts", include_str!("texts.rs")),
        ("told_apart", include_str!("told_apart.rs")),
    ];
    for (complaint, file, test) in DAILY_WORK.iter().chain(FOUND_BY_ATTACK).chain(ROLLING_OUT).chain(SERVICE_LEVELS) {
        let (_, text) = files.iter().find(|(name, _)| name == file).unwrap();
        assert!(text.contains(&format!("#[test]\nfn {test}() {{")), "{complaint}: {file} has no test `{test}`");
    }
}
