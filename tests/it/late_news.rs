//! Late news keeps its date: a story told later, step by step with true dates, is the story told in time.

use lead_lifecycle::lead::{Acceptance, Stage, Trigger};
use lead_lifecycle::lifecycle::TimeUnmet;
use lead_lifecycle::values::{CommandKind, ContactOutcome, Milestone, Progress};
use lead_lifecycle::{
    Command, Context, Decision, Fact, FactBody, FactKind, Lead, Lifecycle, Policy, Role, Span, StageKind, Unmet,
};
use proptest::prelude::*;

use crate::common::tale::*;
use crate::common::{self, DAY, START, Step, actor, at, full_capture, k, policy, reason, story};

/// A list of a fair, typed in five days later, ends with the milestones of the fair, and keeps what was recorded when.
#[test]
fn a_story_of_april_told_in_may_ends_with_aprils_milestones() {
    let policy = policy(
        "[stale]\nmql = { after = \"3d\", then = { recycle = \"stale\" } }\nsql = { after = \"3d\", then = { recycle = \"stale\" } }",
    );
    let mut tale = Tale::captured(policy, &full_capture("lead"), "05-04 10:00", Some("04-20 15:00"));
    let (marketing, sdr, fs) = (who(Role::Mk, 0), who(Role::Sdr, 0), who(Role::Fs, 0));
    tale.tells(&marketing, "05-04 10:01", Some("04-20 15:00"), &Command::Promote { note: None });
    for criterion in ["need", "timeline", "authority"] {
        tale.tells(&sdr, "05-04 10:02", Some("04-20 15:05"), &confirmed(criterion));
    }
    let spoken = call(ContactOutcome::Conversation, Some(Progress::Consented));
    tale.tells(&sdr, "05-04 10:03", Some("04-20 15:10"), &spoken);
    tale.tells(&sdr, "05-04 10:04", Some("04-25 09:00"), &qualify("memo", "D-1"));
    tale.tells(&fs, "05-04 10:05", Some("04-25 09:30"), &Command::Accept);
    tale.tells(&fs, "05-05 10:06", Some("04-26 10:00"), &first_meeting(true));
    let expected = [
        (Milestone::Lead, "04-20 15:00"),
        (Milestone::Mql, "04-20 15:00"),
        (Milestone::Sql, "04-25 09:00"),
        (Milestone::Sao, "04-25 09:30"),
        (Milestone::Opportunity, "04-26 10:00"),
    ];
    for (milestone, at) in expected {
        assert_eq!(tale.milestone(milestone), Some(instant(at)), "{milestone}");
    }
    assert_eq!(tale.lead.cycle().number(), 1, "not recycled between two of its steps, old as they are");
    assert_eq!(tale.lead.recorded_at(), instant("05-05 10:06"));
    assert_eq!(tale.lead.anchors().first_attempt, Some(instant("04-20 15:10")));
    // Deadlines run from the telling.
    assert_eq!(tale.lead.cycle().deadlines_from(), instant("05-05 10:06"));
}

#[test]
fn a_deadline_of_a_stage_told_late_runs_from_the_telling() {
    let mut tale = Tale::begun(Policy::standard(), "04-01 09:00");
    tale.tells(&who(Role::Mk, 0), "05-10 09:00", Some("04-02 09:00"), &Command::Promote { note: None });
    assert_eq!(tale.lead.stage_entered_at(), instant("04-02 09:00"));
    assert_eq!(tale.clock("05-24 08:59"), []);
    assert_eq!(tale.clock("05-24 09:00"), [FactKind::BecameStale]);
    // The flag bars nothing: the hand-over of before it is told now.
    tale.tells(&who(Role::Sdr, 0), "05-25 09:00", Some("05-20 09:00"), &confirmed("need"));
    tale.tells(&who(Role::Sdr, 0), "05-25 09:00", Some("05-20 09:00"), &confirmed("timeline"));
    let spoken = call(ContactOutcome::Conversation, Some(Progress::Consented));
    tale.tells(&who(Role::Sdr, 0), "05-25 09:00", Some("05-20 09:30"), &spoken);
    tale.tells(&who(Role::Sdr, 0), "05-25 09:01", Some("05-20 10:00"), &qualify("memo", "D-1"));
    assert_eq!(tale.milestone(Milestone::Sql), Some(instant("05-20 10:00")));
}

#[test]
fn a_turn_before_the_newest_one_is_refused_naming_the_fact_and_the_instant() {
    let mut tale = Tale::begun(Policy::standard(), "04-01 09:00");
    tale.reaches_accepted("04-10");
    let fs = who(Role::Fs, 0);
    let refusal = tale.ask(&fs, "04-12 09:00", Some("04-10 11:30"), &first_meeting(true)).unwrap_err();
    let named = TimeUnmet::BeforeFact {
        fact: FactKind::HandoffAccepted,
        at: instant("04-10 12:00"),
        effective: instant("04-10 11:30"),
    };
    assert_eq!(refusal.unmet, [Unmet::Time(named)]);
    assert!(refusal.to_string().contains("before `handoff_accepted` of 2026-04-10T03:00:00Z"), "{refusal}");
    // To the very instant of the newest turn it may go back.
    tale.tells(&fs, "04-12 09:00", Some("04-10 12:00"), &first_meeting(true));
    // News may come from any time.
    tale.tells(&who(Role::Sdr, 0), "04-12 10:00", Some("04-02 09:00"), &call(ContactOutcome::Dialled, None));
}

/// Guards judge what is known now, as old as it was then.
#[test]
fn ages_are_those_of_the_effective_instant() {
    let mut tale = Tale::begun(Policy::standard(), "04-01 09:00");
    tale.reaches_mql("04-02 09:00");
    tale.hears("04-02 10:00");
    // In September the answers of April are too old to hand over today, but not to tell of a hand-over of May.
    let sdr = who(Role::Sdr, 0);
    tale.clock("09-01 09:00");
    assert_eq!(tale.refused(&sdr, "09-01 09:00", None, &qualify("memo", "D-1")), ["bar"]);
    tale.tells(&sdr, "09-01 09:00", Some("05-02 09:00"), &qualify("memo", "D-1"));
    assert_eq!(tale.milestone(Milestone::Sql), Some(instant("05-02 09:00")));
    // The date that the lead named has to lie ahead when it is handed over, not when it is told.
    let within = policy(
        "[qualification]\nbar = { within = { criterion = \"timeline\", months = 6 } }\nbefore_appointment = { known = \"need\" }",
    );
    let mut tale = Tale::begun(within, "04-01 09:00");
    tale.reaches_mql("04-02 09:00");
    tale.does(
        Role::Sdr,
        "04-02 10:00",
        &answered("timeline", lead_lifecycle::qualification::Verdict::Confirmed, Some("2026-04-30")),
    );
    tale.does(Role::Sdr, "04-02 10:00", &call(ContactOutcome::Conversation, Some(Progress::Consented)));
    assert_eq!(tale.refused(&sdr, "05-05 09:00", None, &qualify("memo", "D-1")), ["bar"]);
    tale.tells(&sdr, "05-05 09:00", Some("04-20 09:00"), &qualify("memo", "D-1"));
}

/// What a rule makes of late news takes effect when it is recorded, and counts from its grounds for what follows.
#[test]
fn a_turn_between_grounds_and_recording_pulls_the_milestone_back_to_the_grounds() {
    let mut tale = Tale::begun(Policy::standard(), "04-01 09:00");
    let kinds = tale.tells(&who(Role::System, 0), "04-20 09:00", Some("04-10 15:00"), &hand_raise("h-1"));
    assert_eq!(kinds, [FactKind::ActivityRecorded, FactKind::BecameMql]);
    let Some(FactBody::BecameMql { grounds, .. }) = tale.facts.last().map(|fact| &fact.body) else { panic!() };
    assert_eq!(*grounds, Some(instant("04-10 15:00")));
    assert_eq!(tale.milestone(Milestone::Mql), Some(instant("04-20 09:00")));
    assert_eq!(tale.lead.cycle().turned_at(), instant("04-10 15:00"));
    let sdr = who(Role::Sdr, 0);
    assert_eq!(
        tale.refused(
            &sdr,
            "04-20 09:30",
            Some("04-10 14:59"),
            &Command::Disqualify { reason: reason("no_fit", false) }
        ),
        ["before_fact"]
    );
    // An attempt on the grounds is an attempt on the MQL: from here a clock of first contact may run.
    for criterion in ["need", "timeline", "authority"] {
        tale.tells(&sdr, "04-20 09:30", Some("04-10 15:30"), &confirmed(criterion));
    }
    let spoken = call(ContactOutcome::Conversation, Some(Progress::Consented));
    tale.tells(&sdr, "04-20 09:30", Some("04-10 15:30"), &spoken);
    assert_eq!(tale.lead.anchors().first_attempt, Some(instant("04-10 15:30")));
    tale.tells(&sdr, "04-20 09:31", Some("04-12 09:00"), &qualify("memo", "D-1"));
    assert_eq!(tale.milestone(Milestone::Mql), Some(instant("04-10 15:00")), "pulled back");
    assert_eq!(tale.lead.anchors().became_mql, Some(instant("04-20 09:00")), "its own deadlines stay");
    let clocks = tale.lead.cycle().stages();
    let days = |stage| clocks.get(stage).unwrap().ended;
    assert_eq!(days(StageKind::Lead), instant("04-10 15:00").saturating_since(instant("04-01 09:00")));
    assert_eq!(days(StageKind::Mql), instant("04-12 09:00").saturating_since(instant("04-10 15:00")));
}

#[test]
fn the_grounds_of_a_score_are_where_it_reached_the_threshold() {
    let mut tale = Tale::begun(Policy::standard(), "04-01 09:00");
    let did = |id: &str| Command::RecordActivity { activity: common::activity(id, "seminar") };
    tale.does(Role::System, "04-10 09:00", &did("1"));
    // Of the fifth, told on the fifteenth: both together reach it on the tenth.
    tale.tells(&who(Role::System, 0), "04-15 09:00", Some("04-05 09:00"), &did("2"));
    assert_eq!(*tale.lead.stage(), Stage::Mql { trigger: Trigger::Score });
    assert_eq!(tale.lead.cycle().turned_at(), instant("04-10 09:00"));
}

#[test]
fn the_policy_may_bound_how_far_back_news_goes() {
    let mut tale = Tale::begun(policy("[time]\nback = \"7d\""), "04-01 09:00");
    let sdr = who(Role::Sdr, 0);
    let dialled = call(ContactOutcome::Dialled, None);
    assert_eq!(tale.refused(&sdr, "04-20 09:00", Some("04-13 08:59"), &dialled), ["too_far_back"]);
    assert_eq!(tale.refused(&sdr, "04-20 09:00", Some("04-12"), &dialled), ["too_far_back"]);
    tale.tells(&sdr, "04-20 09:00", Some("04-13 09:00"), &dialled);
    tale.tells(&sdr, "04-20 09:00", Some("04-13"), &dialled);
}

/// Where no more than the day is known, the day is said; order uses its bounds.
#[test]
fn a_day_stands_in_order_where_its_bounds_allow() {
    let mut tale = Tale::begun(Policy::standard(), "04-10 09:00");
    tale.reaches_mql("04-10 10:00");
    tale.hears("04-10 11:00");
    let sdr = who(Role::Sdr, 0);
    // The newest turn is of ten o'clock: a hand-over on that day can only have been after it.
    tale.tells(&sdr, "04-12 09:00", Some("04-10"), &qualify("memo", "D-1"));
    let envelope = &tale.facts.last().unwrap().envelope;
    assert_eq!((envelope.day, envelope.effective_at), (Some(k("2026-04-10")), instant("04-10 10:00")));
    let mark = tale.lead.cycle().milestones().get(Milestone::Sql).unwrap();
    assert_eq!((mark.day, mark.at), (Some(k("2026-04-10")), Some(instant("04-10 10:00"))));
    // A later day begins at its midnight; an earlier one is before it.
    let fs = who(Role::Fs, 0);
    assert_eq!(tale.refused(&fs, "04-14 09:00", Some("04-09"), &Command::Accept), ["before_fact"]);
    tale.tells(&fs, "04-14 09:00", Some("04-12"), &Command::Accept);
    assert_eq!(tale.milestone(Milestone::Sao), Some(instant("04-12 00:00")));
    let Stage::Sql { acceptance: Acceptance::Accepted { .. }, .. } = tale.lead.stage() else { panic!() };
    assert_eq!(tale.refused(&fs, "04-14 09:00", Some("04-15"), &first_meeting(true)), ["future"]);
    // Today is no future, whatever the time of day.
    tale.tells(&fs, "04-14 09:00", Some("04-14"), &first_meeting(true));
    assert!(tale.facts.last().unwrap().envelope.effective_at <= instant("04-14 09:00"));
}

/// A day reaches over everything that happened on it.
#[test]
fn a_day_follows_what_happened_on_it() {
    let mut tale = Tale::begun(Policy::standard(), "04-01 09:00");
    tale.reaches_mql("04-10 09:00");
    tale.does(Role::System, "04-10 14:00", &hand_raise("h-1"));
    tale.tells(&who(Role::Sdr, 0), "04-12 09:00", Some("04-10"), &call(ContactOutcome::Conversation, None));
    assert_eq!(tale.lead.hand_raise().since(), None, "reached on that day, so after it");
}

// ------------------------------------------------------------------ the law

/// Nothing of this policy happens by time or score alone but cooling: what the law leaves aside is left out.
fn without_deadlines() -> Policy {
    let never = "36500d";
    let text = String::from(
        r#"
        stale = {}
        proposals = { max_open = 0 }
        [scoring]
        promotes = "main"
        hand_raise = { kinds = ["contact_request"] }
        tags = { seminar = { kinds = ["seminar"], keep = 9 } }
        rules = { seminar = { engagement = { group = "behaviour", tag = "seminar", points = 1 } } }
        groups = { behaviour = { dimension = "engagement" } }
        dimensions = { engagement = {} }
        profiles = { main = { combine = { sum = ["engagement"] }, enter = 1000 } }
        "#,
    );
    let criteria = ["budget", "authority", "need", "timeline"];
    let lasting = criteria.map(|name| format!("[qualification.criteria.{name}]\nvalid_for = \"{never}\"\n"));
    policy(&(text + &lasting.concat()))
}

/// What is the same whether the story was told in time or later.
fn essence(lead: &Lead) -> impl PartialEq + std::fmt::Debug {
    let cycle = lead.cycle();
    let milestones: Vec<_> = cycle.milestones().iter().map(|(m, mark)| (m, *mark)).collect();
    let clocks: Vec<_> = lead.totals().stages.iter().map(|(stage, clock)| (stage, *clock)).collect();
    let own: Vec<_> = cycle.stages().iter().map(|(stage, clock)| (stage, *clock)).collect();
    (
        (lead.stage().clone(), cycle.number(), cycle.kind(), cycle.origin(), cycle.attribution().clone()),
        (milestones, clocks, own, cycle.turned_at(), cycle.turned_by(), cycle.opened_at()),
        (cycle.progress(), *cycle.attempts(), cycle.appointment().cloned(), cycle.handoffs(), cycle.owner().cloned()),
        (lead.customer().cloned(), lead.hand_raise().since(), lead.account().cloned(), cycle.team().cloned()),
        (lead.answers().clone(), lead.consents().clone(), lead.profile().clone(), lead.scoring().clone()),
    )
}

/// Each step of a story in time: its command, and when it happened.
fn told_in_time(lifecycle: &Lifecycle, steps: &[Step]) -> (Lead, Vec<(Command, Context)>) {
    let mut told = vec![];
    let steps: Vec<Step> = steps.iter().map(|step| Step { back: 0, ..*step }).collect();
    let end = common::tell(lifecycle, &steps, |lead, command, ctx, decided| {
        let by_rule = |decision: &Decision| {
            decision.facts().iter().any(|f| f.envelope.cause.is_rule() && f.kind() != FactKind::CoolingEnded)
        };
        // What a rule promotes takes effect when it is recorded: the law leaves it aside.
        let plain = decided.as_ref().is_ok_and(|decision| !decision.own_facts().is_empty() && !by_rule(decision));
        let erases = matches!(command.kind(), CommandKind::Redact | CommandKind::AdoptPolicy);
        if plain && !erases && ctx.now >= lead.recorded_at() {
            told.push((command.clone(), ctx.clone()));
        }
    });
    (end.lead, told)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    /// A late story equals the same story told in time.
    #[test]
    fn a_late_story_equals_the_same_story_told_in_time(steps in story(50), gap in 0..5_i64) {
        let lifecycle = Lifecycle::new(without_deadlines());
        let (_, told) = told_in_time(&lifecycle, &steps);
        let start = Context::new(at(START), actor(Role::System, 0));
        let begun = Lead::replay(lifecycle.capture(&full_capture("lead"), &start).unwrap().facts()).unwrap();
        let far = told.last().map_or(START, |(_, ctx)| ctx.now.seconds()) + 4_000 * DAY;
        let (mut in_time, mut late) = (begun.clone(), begun);
        let mut now = far;
        for (command, ctx) in told {
            // In time: only what both take is part of the story.
            let Ok(decision) = lifecycle.decide(&in_time, &command, &ctx) else { continue };
            let by_rule = decision.facts().iter().any(|f| f.envelope.cause.is_rule() && f.kind() != FactKind::CoolingEnded && f.kind() != FactKind::PostponementEnded);
            if by_rule || decision.own_facts().is_empty() {
                continue;
            }
            let later = Context { now: at(now), ..ctx.clone() }.with_effective_at(ctx.now);
            now += gap;
            let told_late = lifecycle.decide(&late, &command, &later);
            let told_late = told_late.unwrap_or_else(|refusal| panic!("{command:?} of {}: {refusal}", ctx.now));
            in_time.apply_all(decision.facts()).unwrap();
            late.apply_all(told_late.facts()).unwrap();
            prop_assert_eq!(
                told_late.own_facts().iter().map(Fact::kind).collect::<Vec<_>>(),
                decision.own_facts().iter().map(Fact::kind).collect::<Vec<_>>()
            );
        }
        // Both looked at when everything has cooled down.
        let end = Context::new(at(now).saturating_add(Span::days(4_000)), actor(Role::System, 0));
        for lead in [&mut in_time, &mut late] {
            let facts = lifecycle.decide(lead, &Command::CheckClock, &end).unwrap().into_facts();
            lead.apply_all(&facts).unwrap();
        }
        prop_assert_eq!(format!("{:#?}", essence(&late)), format!("{:#?}", essence(&in_time)));
    }
}

#[test]
fn the_stories_of_the_law_get_somewhere() {
    use proptest::strategy::ValueTree as _;
    use proptest::test_runner::TestRunner;
    let mut runner = TestRunner::deterministic();
    let lifecycle = Lifecycle::new(without_deadlines());
    let mut kinds = std::collections::BTreeSet::new();
    for _ in 0..200 {
        let steps = story(50).new_tree(&mut runner).unwrap().current();
        kinds.extend(told_in_time(&lifecycle, &steps).1.into_iter().map(|(command, _)| command.kind()));
    }
    for kind in
        [CommandKind::Win, CommandKind::Lose, CommandKind::Reopen, CommandKind::Postpone, CommandKind::RecordPurchase]
    {
        assert!(kinds.contains(&kind), "{kind}");
    }
}
