//! Importing promotes nothing, and neither does the next look at the clock; activities count from when they were.

use lead_lifecycle::lead::ImportedStep;
use lead_lifecycle::lifecycle::{LegacyActivity, LegacyRow, Note, Past, TakeBack};
use lead_lifecycle::{Command, Context, Fact, FactBody, FactKind, Lead, Role, StageKind};

use crate::backfilling::{IMPORT, Imported, bare, codes, moment, row};
use crate::common::{activity, actor, full_capture, k, reason, unclocked};

fn did(id: &str, kind: &str, at: &str) -> LegacyActivity {
    LegacyActivity { activity: activity(id, kind), at: moment(at) }
}

/// Enough to be an MQL several times over.
fn active() -> LegacyRow {
    let activities = (0..9).map(|number| did(&format!("a{number}"), "seminar", "2026-10-30")).collect();
    LegacyRow { activities, ..row(r#"{"reached":{"lead":"2026-10-01"}}"#) }
}

fn looked_at(imported: &Imported, at: &str) -> Lead {
    let mut lead = imported.lead();
    let ctx = Context::new(k(at), actor(Role::System, 0));
    lead.apply_all(imported.lifecycle.decide(&lead, &Command::CheckClock, &ctx).unwrap().facts()).unwrap();
    lead
}

#[test]
fn importing_promotes_nothing_and_neither_does_the_next_look() {
    for policy in [lead_lifecycle::Policy::standard(), unclocked()] {
        let imported = Imported::under(policy).with(&[active()]);
        assert!(imported.facts.iter().all(|fact| fact.kind() != FactKind::BecameMql));
        let told = imported.notes.iter().find(|note| matches!(note, Note::WouldPromote { .. }));
        assert!(told.is_some(), "{:?}", imported.notes);
        let lead = looked_at(&imported, "2026-11-02T00:00:00Z");
        assert_eq!(lead.stage().kind(), StageKind::Lead);
        // Something new does promote it.
        let ctx = Context::new(k("2026-11-03T00:00:00Z"), actor(Role::System, 0));
        let news = Command::RecordActivity { activity: activity("new", "seminar") };
        let decision = imported.lifecycle.decide(&lead, &news, &ctx).unwrap();
        assert_eq!(decision.facts().last().unwrap().kind(), FactKind::BecameMql);
    }
}

/// A lead that lives here gets rows of before: it waits for something new from then on, too.
#[test]
fn a_later_import_promotes_nothing_either() {
    let imported = Imported::of(&[row(r#"{"reached":{"lead":"2026-10-01"}}"#)]);
    let activities_alone = LegacyRow { activities: active().activities, ..bare() };
    let mut imported = imported.with(std::slice::from_ref(&activities_alone));
    assert!(imported.notes.iter().any(|note| matches!(note, Note::WouldPromote { .. })), "{:?}", imported.notes);
    assert_eq!(looked_at(&imported, "2026-11-02T00:00:00Z").stage().kind(), StageKind::Lead);
    assert_eq!(imported.lead().totals().activities, 9);
    // Told again, they are known, and that is told.
    imported.takes(&activities_alone).unwrap();
    assert!(imported.notes.contains(&Note::ActivitiesKnown { count: 9 }), "{:?}", imported.notes);
    assert_eq!(imported.lead().totals().activities, 9);
}

#[test]
fn an_imported_mql_that_was_put_back_is_stock_still() {
    let mut put_back = active();
    put_back.reached.insert(lead_lifecycle::values::Milestone::Mql, Some(moment("2026-10-05")));
    put_back.end =
        Some(lead_lifecycle::lifecycle::LegacyEnd::Recycled { at: Some(moment("2026-10-10")), reason: None });
    let imported = Imported::of(&[put_back]);
    assert_eq!(imported.lead().stage().kind(), StageKind::Lead);
    assert_eq!(looked_at(&imported, "2027-06-02T00:00:00Z").stage().kind(), StageKind::Lead);
}

#[test]
fn activities_count_within_their_windows() {
    let policy = unclocked();
    let score = |at: &str| {
        let one =
            LegacyRow { activities: vec![did("a", "seminar", at)], ..row(r#"{"reached":{"lead":"2020-01-01"}}"#) };
        let imported = Imported::under(policy.clone()).with(&[one]);
        imported.lifecycle.score(&imported.lead(), k(IMPORT)).unwrap().total()
    };
    assert!(score("2026-10-30") > score("2020-10-30"), "what is long past counts less");
    let mut future = active();
    future.activities.push(did("z", "seminar", "2026-11-02"));
    let words = codes(&Imported::of(&[]).decides(&future).unwrap_err());
    assert_eq!(words, ["activity `z` at 2026-11-02 lies after the import at 2026-11-01T00:00:00Z"]);
}

#[test]
fn an_old_request_raises_no_hand_and_says_so() {
    let asked = LegacyRow {
        activities: vec![did("r", "contact_request", "2026-10-30"), did("r", "contact_request", "2026-10-30")],
        ..bare()
    };
    let imported = Imported::of(&[asked]);
    assert_eq!(imported.lead().hand_raise().since(), None);
    assert!(imported.notes.contains(&Note::HandsNotRaised { count: 1 }));
    assert!(imported.notes.contains(&Note::ActivitiesKnown { count: 1 }), "it stands in the row twice");
}

fn taken_back(imported: &Imported, named: impl Fn(&Fact) -> bool) -> Lead {
    let facts: Vec<u64> = imported.facts.iter().filter(|fact| named(fact)).map(|fact| fact.envelope.revision).collect();
    let order = TakeBack::new(facts, reason("wrong_record", true));
    let manager = Context::new(k("2026-11-02T00:00:00Z"), actor(Role::Manager, 0));
    let decision = imported.lifecycle.take_back(&Past::Whole(&imported.facts), &order, &manager).unwrap();
    let mut lead = imported.lead();
    lead.apply_all(decision.facts()).unwrap();
    lead
}

/// What an import brought and is taken back promotes nobody, whichever of it that is.
#[test]
fn taking_back_what_was_imported_promotes_nobody() {
    let did_late = LegacyRow { activities: vec![did("late", "seminar", "2026-10-31")], ..bare() };
    let second = LegacyRow { activities: active().activities, ..row(r#"{"reached":{"lead":"2026-10-05"}}"#) };
    let lost = row(r#"{"reached":{"lead":"2025-10-01"},"end":{"disqualified":{"at":"2025-11-01"}}}"#);
    for policy in [lead_lifecycle::Policy::standard(), unclocked()] {
        let under = || Imported::under(policy.clone());
        let imports = [
            under().with(&[active(), did_late.clone()]),
            under().with(&[lost.clone(), second.clone(), did_late.clone()]),
            under().with(&[row(r#"{"reached":{"lead":"2026-10-01"}}"#), second.clone(), did_late.clone()]),
        ];
        for imported in imports {
            let is_late = |fact: &Fact| matches!(&fact.body, FactBody::ActivityRecorded { activity, .. } if activity.id.as_str() == "late");
            assert_eq!(taken_back(&imported, is_late).stage().kind(), StageKind::Lead);
            let opened = imported
                .facts
                .iter()
                .rev()
                .find(|fact| matches!(&fact.body, FactBody::StepImported { step: ImportedStep::Opened(_), .. }));
            if let Some(newest) = opened.map(|fact| fact.envelope.revision) {
                let lead = taken_back(&imported, |fact| fact.envelope.revision == newest);
                assert_ne!(lead.stage().kind(), StageKind::Mql, "{:?}", imported.told());
            }
        }
    }
}

/// A lead that lived here before is stock from the row on. Taken back alone, the opening leaves what the row says it did, which then
/// counts as that of any lead; with the row as a whole it is gone.
#[test]
fn of_a_lead_that_lives_here_the_opening_is_stock_as_long_as_it_counts() {
    let mut imported = Imported::under(unclocked());
    let system = Context::new(k("2026-10-01T00:00:00Z"), actor(Role::System, 0));
    imported.facts = imported.lifecycle.capture(&full_capture("p-1"), &system).unwrap().into_facts();
    let before = imported.facts.len();
    let row = LegacyRow { activities: active().activities, ..row(r#"{"reached":{"lead":"2026-10-05"}}"#) };
    let imported = imported.with(&[row]);
    assert_eq!(looked_at(&imported, "2026-11-02T00:00:00Z").stage().kind(), StageKind::Lead);
    let alone = |fact: &Fact| matches!(&fact.body, FactBody::StepImported { step: ImportedStep::Opened(_), .. });
    assert_eq!(taken_back(&imported, alone).stage().kind(), StageKind::Mql);
    let own: Vec<u64> = imported.facts[before..].iter().map(|fact| fact.envelope.revision).collect();
    let lead = taken_back(&imported, |fact| own.contains(&fact.envelope.revision));
    assert_eq!((lead.stage().kind(), lead.adoption()), (StageKind::Lead, None));
}
