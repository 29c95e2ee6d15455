//! What is told apart, and what stands for what: ids with one 64-bit fingerprint, later words at one instant, what a lead
//! remembers of activities, and what a decision tells its host.

use std::collections::{BTreeMap, BTreeSet};

use lead_lifecycle::lead::FactId;
use lead_lifecycle::lifecycle::Note;
use lead_lifecycle::qualification::Verdict;
use lead_lifecycle::scoring::{FitTags, HistoryScorer, ScoringState};
use lead_lifecycle::values::{
    Activity, CommandId, ContactOutcome, Digest, FieldValue, Fields, Fingerprint, LeadProfile, Points,
};
use lead_lifecycle::{
    Capture, Command, Context, Fact, FactKind, Instant, Lead, LeadKey, Origin, Policy, PolicyDraft, Role, Span,
    StageKind,
};
use proptest::prelude::*;
use serde_json::json;

use crate::common::tale::{Tale, answered, call, context, hand_raise, instant, qualify, who};
use crate::common::{activity, k, reason};

/// Keys with one 64-bit fingerprint, as they were published.
const ALIKE: (&str, &str) = ("7mohtcOFVz", "c1E51sSEyx");

fn text(text: &str) -> FieldValue {
    FieldValue::Text(k(text))
}

fn policy_of(scoring: &serde_json::Value) -> Policy {
    let mut document = serde_json::to_value(PolicyDraft::standard()).unwrap();
    document["scoring"] = scoring.clone();
    Policy::from_document(&document).unwrap_or_else(|faults| panic!("{faults}"))
}

/// One tag of two points each time, which counts distinct objects or activities.
fn two_points(kind: &str, once_per: Option<serde_json::Value>) -> Policy {
    let mut tag = json!({ "kinds": [kind], "keep": 8 });
    if let Some(once_per) = once_per {
        tag["once_per"] = once_per;
    }
    policy_of(&json!({
        "tags": { "t": tag },
        "rules": { "r": { "engagement": { "group": "g", "tag": "t", "points": 2 } } },
        "groups": { "g": { "dimension": "d" } }, "dimensions": { "d": {} },
        "profiles": { "p": { "combine": { "sum": ["d"] }, "enter": 100 } },
    }))
}

// ---------------------------------------------------------------------------------------------------- ids that collide

#[test]
fn ids_with_one_fingerprint_are_two() {
    let (one, two) = ALIKE;
    assert_eq!(Fingerprint::of(one), Fingerprint::of(two), "a published collision");
    let key = |text: &str| LeadKey::new(text).unwrap();
    assert_ne!(FactId::new(&key(one), 1), FactId::new(&key(two), 1));
    assert_ne!(FactId::new(&key(one), 1).to_string(), FactId::new(&key(two), 1).to_string());

    // As activities: both count, in the lead, in a state and in a raw history.
    let mut tale = Tale::begun(Policy::standard(), "04-01 09:00");
    for (id, at) in [(one, "04-02 09:00"), (two, "04-03 09:00")] {
        tale.does(Role::System, at, &Command::RecordActivity { activity: activity(id, "seminar") });
    }
    assert_eq!((tale.lead.stage().kind(), tale.lead.totals().activities), (StageKind::Mql, 2));
    let policy = Policy::standard();
    let at = instant("04-03 09:00");
    let log = [activity(one, "seminar"), activity(two, "seminar")];
    let state = policy.scoring().retag(log.iter().map(|a| (a, at)), &LeadProfile::new(), []);
    assert_eq!(policy.scoring().score(&state, at).total(), Points::from_int(30));
    let raw = HistoryScorer::new(policy.scoring()).score(&FitTags::default(), log.iter().map(|a| (a, at)), at);
    assert_eq!(raw.total(), Points::from_int(30));

    // As objects, and as values of a field.
    for (once_per, of) in [(json!("object"), true), (json!({ "field": "page" }), false)] {
        let policy = two_points("view", Some(once_per));
        let mut state = ScoringState::new();
        for (number, value) in [one, two, one].into_iter().enumerate() {
            let mut view = activity(&format!("v{number}"), "view");
            if of {
                view.object = Some(k(value));
            } else {
                view.fields = Fields::from_map([(k("page"), FieldValue::Text(k(value)))].into()).unwrap();
            }
            policy.scoring().record(&mut state, &view, at);
        }
        assert_eq!(policy.scoring().score(&state, at).total(), Points::from_int(4));
    }

    // As a kind: the other one is not the policy's.
    let policy = two_points(one, None);
    assert!(policy.scoring().knows_kind(&k(one)) && !policy.scoring().knows_kind(&k(two)));
    let strange = activity("a", two);
    assert!(policy.scoring().tag_activity(&strange, at).is_empty());
    let raw = HistoryScorer::new(policy.scoring()).score(&FitTags::default(), [(&strange, at)], at);
    assert_eq!(raw.total(), Points::ZERO);

    // As deal keys: the second deal is a new one.
    let mut tale = Tale::begun(Policy::standard(), "04-01 09:00");
    tale.reaches_mql("04-01 09:10");
    tale.hears("04-01 10:00");
    tale.does(Role::Sdr, "04-01 11:00", &qualify("memo", one));
    let reject = Command::Reject { reason: reason("no_budget", false) };
    tale.does(Role::Fs, "04-01 12:00", &reject);
    assert_eq!(tale.does(Role::Sdr, "04-01 13:00", &qualify("other memo", two)), [FactKind::BecameSql]);
}

/// An activity without its object is its own: never the object of another that has the same text.
#[test]
fn a_missing_object_is_not_that_of_another() {
    let policy = two_points("view", Some(json!("object")));
    let (mut state, at) = (ScoringState::new(), instant("04-01 09:00"));
    let mut about = activity("a", "view");
    about.object = Some(k("x"));
    policy.scoring().record(&mut state, &about, at);
    policy.scoring().record(&mut state, &activity("x", "view"), at);
    assert_eq!(policy.scoring().score(&state, at).total(), Points::from_int(4));
}

proptest! {
    #[test]
    fn texts_and_their_ids_are_told_apart(texts in prop::collection::btree_set("[a-z#:/ ]{1,12}", 1..40), revision in any::<u64>()) {
        let keys: Vec<LeadKey> = texts.iter().filter_map(|text| LeadKey::new(text).ok()).collect();
        let digests: BTreeSet<Digest> = keys.iter().map(LeadKey::digest).collect();
        prop_assert_eq!(digests.len(), keys.len());
        for key in &keys {
            let id = FactId::new(key, revision);
            prop_assert_eq!(id.to_string().parse::<FactId>(), Ok(id.clone()));
            prop_assert_eq!(serde_json::from_str::<FactId>(&serde_json::to_string(&id).unwrap()).unwrap(), id);
            let digest = key.digest();
            prop_assert_eq!(digest.to_string().parse::<Digest>(), Ok(digest));
            prop_assert_eq!(postcard::from_bytes::<Digest>(&postcard::to_allocvec(&digest).unwrap()).unwrap(), digest);
            let (high, low) = digest.to_bits();
            prop_assert_eq!(Digest::from_bits(high, low), digest);
        }
    }
}

// -------------------------------------------------------------------------------------------------- later words at a tie

#[test]
fn a_correction_at_the_same_instant_counts() {
    for values in [["12", "3"], ["3", "12"]] {
        for kind in ["written", "cleared"] {
            let mut tale = Tale::begun(Policy::standard(), "04-01 09:00");
            let write = |value: Option<FieldValue>| Command::UpdateProfile { fields: [(k("industry"), value)].into() };
            let (rep, last) = (who(Role::Sdr, 0), if kind == "written" { Some(text(values[1])) } else { None });
            tale.tells(&rep, "04-02 09:00", Some("04-01 12:00"), &write(Some(text(values[0]))));
            tale.tells(&rep, "04-03 09:00", Some("04-01 12:00"), &write(last.clone()));
            assert_eq!(tale.lead.profile().get("industry"), last.as_ref(), "{values:?} {kind}");
            // What became true before does not come back.
            tale.tells(&rep, "04-04 09:00", Some("04-01 11:00"), &write(Some(text("older"))));
            assert_eq!(tale.lead.profile().get("industry"), last.as_ref(), "{values:?} {kind}");
        }
    }
    for verdicts in [[Verdict::Confirmed, Verdict::Denied], [Verdict::Denied, Verdict::Confirmed]] {
        let mut tale = Tale::begun(Policy::standard(), "04-01 09:00");
        tale.reaches_mql("04-01 10:00");
        for (recorded, verdict) in [("04-02 09:00", verdicts[0]), ("04-02 09:05", verdicts[1])] {
            tale.tells(&who(Role::Sdr, 0), recorded, Some("04-01 12:00"), &answered("need", verdict, None));
        }
        assert_eq!(tale.lead.answers().get("need").unwrap().verdict, verdicts[1]);
    }
}

proptest! {
    /// The newest effective instant counts, and of its writes the one recorded last; a fold and a replay agree.
    #[test]
    fn the_word_recorded_last_counts_at_a_tie(
        told in prop::collection::vec((0..4_i64, 0..3_usize, prop::option::of(0..5_u8), any::<bool>()), 1..14),
    ) {
        let mut tale = Tale::begun(Policy::standard(), "04-01 09:00");
        tale.reaches_mql("04-01 10:00");
        let fields = ["industry", "region", "job_title"];
        let mut known: BTreeMap<&str, (i64, Option<String>)> = BTreeMap::new();
        let mut heard: Option<(i64, Verdict)> = None;
        for (step, (when, field, value, answer)) in told.into_iter().enumerate() {
            let now = instant("04-20 09:00").saturating_add(Span::minutes(u32::try_from(step).unwrap()));
            let at = instant("04-02 09:00").saturating_add(Span::days(u32::try_from(when).unwrap()));
            let ctx = Context::new(now, who(Role::Sdr, 0)).with_effective_at(at);
            let command = if answer {
                let verdict = [Verdict::Unknown, Verdict::Denied, Verdict::Confirmed][field];
                if heard.is_none_or(|(known, _)| when >= known) {
                    heard = Some((when, verdict));
                }
                answered("budget", verdict, None)
            } else {
                let (name, value) = (fields[field], value.map(|value| value.to_string()));
                if known.get(name).is_none_or(|(known, _)| when >= *known) {
                    known.insert(name, (when, value.clone()));
                }
                Command::UpdateProfile { fields: [(k(name), value.as_deref().map(text))].into() }
            };
            let decision = tale.lifecycle.decide(&tale.lead, &command, &ctx).unwrap();
            tale.lead.apply_all(decision.facts()).unwrap();
            tale.facts.extend(decision.into_facts());
        }
        for (name, (_, value)) in known {
            let value = value.as_deref().map(text);
            prop_assert_eq!(tale.lead.profile().get(name), value.as_ref(), "{}", name);
        }
        prop_assert_eq!(tale.lead.answers().get("budget").map(|answer| answer.verdict), heard.map(|(_, verdict)| verdict));
        prop_assert_eq!(&Lead::replay(&tale.facts).unwrap(), &tale.lead);
    }
}

// ------------------------------------------------------------------------------------------------ what a lead remembers

/// A fair's contact request and a seminar, typed in late, after more page views than a lead remembers.
#[test]
fn what_counts_is_taken_in_however_many_page_views_came_since() {
    let mut tale = Tale::begun(Policy::standard(), "04-01 09:00");
    let limit = u32::from(tale.lead.memory().limit());
    for number in 0..=limit {
        let at = instant("04-10 09:00").saturating_add(Span::minutes(number));
        let ctx = Context::new(at, who(Role::System, 0));
        let view = Command::RecordActivity { activity: activity(&format!("v{number}"), "blog_view") };
        let decision = tale.lifecycle.decide(&tale.lead, &view, &ctx).unwrap();
        tale.lead.apply_all(decision.facts()).unwrap();
    }
    let watermark = tale.lead.memory().watermark().expect("one was forgotten");
    assert_eq!(watermark, instant("04-10 09:00"));
    let (booth, late) = (who(Role::Mk, 0), Some("04-05 10:00"));
    let old_view = Command::RecordActivity { activity: activity("old", "blog_view") };
    assert_eq!(tale.refused(&booth, "04-20 09:00", late, &old_view), ["beyond_memory"]);
    let refusal = tale.ask(&booth, "04-20 09:00", late, &old_view).unwrap_err().to_string();
    assert!(refusal.contains("memory.activities"), "the remedy: {refusal}");
    let seminar = Command::RecordActivity { activity: activity("s", "seminar") };
    assert_eq!(tale.tells(&booth, "04-20 09:00", late, &seminar), [FactKind::ActivityRecorded]);
    assert_eq!(
        tale.tells(&booth, "04-20 09:05", late, &hand_raise("fair")),
        [FactKind::ActivityRecorded, FactKind::BecameMql]
    );
    // And neither of them twice.
    assert_eq!(tale.tells(&booth, "04-20 09:10", late, &hand_raise("fair")), []);
    assert_eq!(tale.tells(&booth, "04-20 09:10", late, &seminar), []);
}

/// Sixty-four newer hand-raises are remembered; an older one that may have been counted raises no hand, and that is told.
#[test]
fn the_newest_hand_raises_are_never_pushed_out() {
    let mut tale = Tale::begun(Policy::standard(), "04-01 09:00");
    for day in 0..65_u32 {
        let ctx = Context::new(instant("04-02 09:00").saturating_add(Span::days(day)), who(Role::System, 0));
        let decision = tale.lifecycle.decide(&tale.lead, &hand_raise(&format!("h{day}")), &ctx).unwrap();
        assert_eq!(decision.notes(), []);
        tale.lead.apply_all(decision.facts()).unwrap();
    }
    let actor = who(Role::System, 0);
    assert_eq!(tale.tells(&actor, "06-20 09:00", Some("04-03 09:00"), &hand_raise("h1")), []);
    let decision = tale.ask(&actor, "06-20 09:00", Some("04-02 09:00"), &hand_raise("h0")).unwrap();
    assert_eq!(decision.own_facts().iter().map(Fact::kind).collect::<Vec<_>>(), [FactKind::ActivityRecorded]);
    assert_eq!(decision.notes(), [Note::RaisesNoHand { activity: k("h0") }]);
    let since = tale.lead.hand_raise().since();
    tale.lead.apply_all(decision.facts()).unwrap();
    assert_eq!(tale.lead.hand_raise().since(), since);
}

fn small_memory() -> Policy {
    let mut draft = PolicyDraft::standard();
    draft.memory.activities = 2;
    Policy::try_from(draft).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    /// In whatever order activities arrive, and however often: what counts is never refused, and never scores twice.
    #[test]
    fn nothing_that_counts_is_refused_and_nothing_scores_twice(
        told in prop::collection::vec((0..12_u8, 0..3_usize), 1..60),
    ) {
        let policy = small_memory();
        let mut tale = Tale::begun(policy.clone(), "04-01 09:00");
        let mut known: BTreeMap<String, (Activity, Instant)> = BTreeMap::new();
        for (step, (day, kind)) in told.into_iter().enumerate() {
            let (kind, at) = (
                ["seminar", "blog_view", "contact_request"][kind],
                instant("04-02 09:00").saturating_add(Span::days(day.into())),
            );
            let done = activity(&format!("{kind} {day}"), kind);
            let now = instant("04-20 09:00").saturating_add(Span::minutes(u32::try_from(step).unwrap()));
            let ctx = Context::new(now, who(Role::System, 0)).with_effective_at(at);
            let before = tale.lead.memory().watermark();
            match tale.lifecycle.decide(&tale.lead, &Command::RecordActivity { activity: done.clone() }, &ctx) {
                Ok(decision) => {
                    tale.lead.apply_all(decision.facts()).unwrap();
                    known.insert(done.id.to_string(), (done, at));
                }
                Err(refusal) => {
                    prop_assert_eq!(kind, "blog_view", "{}", refusal);
                    prop_assert!(before.is_some_and(|watermark| at <= watermark), "{}", refusal);
                }
            }
            let at = tale.lead.recorded_at();
            let each_once = policy.scoring().retag(known.values().map(|(a, at)| (a, *at)), tale.lead.profile(), []);
            let score = |state: &ScoringState| policy.scoring().score(state, at).total();
            prop_assert_eq!(score(tale.lead.scoring()), score(&each_once));
            prop_assert!(tale.lead.memory().len() <= 2 + 2 + 64);
        }
    }
}

// ------------------------------------------------------------------------------------------------- what a host is told

#[test]
fn a_kind_that_the_policy_does_not_know_is_told() {
    let tale = Tale::begun(Policy::standard(), "04-01 09:00");
    let notes = |kind: &str| {
        let command = Command::RecordActivity { activity: activity("a", kind) };
        let decision = tale.ask(&who(Role::System, 0), "04-02 09:00", None, &command).unwrap();
        assert_eq!(decision.own_facts()[0].kind(), FactKind::ActivityRecorded, "it is recorded all the same");
        decision.notes().iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    assert_eq!(
        notes("semniar"),
        [
            "activity kind `semniar` is in no tag and no hand-raise of the policy, so it counts for nothing: did you mean `seminar`?"
        ]
    );
    assert_eq!(
        notes("blog_view"),
        ["activity kind `blog_view` is in no tag and no hand-raise of the policy, so it counts for nothing"]
    );
    for known in ["seminar", "contact_request"] {
        assert_eq!(notes(known), Vec::<String>::new(), "{known}");
    }
}

#[test]
fn a_decision_tells_its_command_and_clock_facts_are_marked() {
    let mut tale = Tale::begun(Policy::standard(), "04-01 09:00");
    tale.reaches_mql("04-01 10:00");
    // Long after: the MQL has become stale meanwhile.
    let ctx = context(&who(Role::Sdr, 0), "12-01 09:00", None).with_command_id(k("call-1"));
    let attempt = call(ContactOutcome::Conversation, None);
    let decision = tale.lifecycle.decide(&tale.lead, &attempt, &ctx).unwrap();
    assert_eq!(decision.command_id().map(CommandId::as_str), Some("call-1"));
    assert!(!decision.clock_facts().is_empty() && !decision.own_facts().is_empty());
    for fact in decision.clock_facts() {
        assert_eq!((&fact.envelope.command, fact.actor().id.as_str()), (&None, "clock"));
    }
    for fact in decision.own_facts() {
        assert_eq!(fact.envelope.command, decision.command_id().cloned());
    }
    // A decision without a fact has its id all the same.
    let empty = tale
        .lifecycle
        .decide(
            &tale.lead,
            &Command::CheckClock,
            &context(&who(Role::System, 0), "04-01 10:05", None).with_command_id(k("tick")),
        )
        .unwrap();
    assert!(empty.is_empty() && empty.command_id().map(CommandId::as_str) == Some("tick"));
    let system = context(&who(Role::System, 0), "04-01 09:00", None).with_command_id(k("form-1"));
    let captured = tale.lifecycle.capture(&Capture::new(k("other"), Origin::Inbound), &system);
    assert_eq!(captured.unwrap().command_id().map(CommandId::as_str), Some("form-1"));
}
