//! Rows for leads that live here: they harm nobody, and nothing that a row says is lost.

use lead_lifecycle::calendar::Zone;
use lead_lifecycle::lead::LeftOver;
use lead_lifecycle::lifecycle::{LegacyActivity, LegacyChange, LegacyMove, LegacyRow};
use lead_lifecycle::values::{Date, Milestone};
use lead_lifecycle::{Command, Context, Fact, FactBody, Lead, Origin, Role, StageKind};

use crate::backfilling::{Imported, bare, codes, moment, row};
use crate::common::{activity, actor, full_capture, k, reason, yen};

fn did(id: &str) -> LegacyRow {
    LegacyRow {
        activities: vec![LegacyActivity { activity: activity(id, "seminar"), at: moment("2026-10-30") }],
        ..bare()
    }
}

/// A lead that was captured here and asked for contact; told when it was recorded, if that was later.
fn asking(at: &str, recorded: &str) -> Imported {
    let mut lead = Imported::of(&[]);
    let system = |at: &str| Context::new(k(at), actor(Role::System, 0));
    lead.facts = lead.lifecycle.capture(&full_capture("p-1"), &system("2026-10-01T00:00:00Z")).unwrap().into_facts();
    let asks = Command::RecordActivity { activity: activity("r", "contact_request") };
    let ctx = Context { effective_at: Some(moment(at)), ..system(recorded) };
    lead.facts.extend(lead.lifecycle.decide(&lead.lead(), &asks, &ctx).unwrap().into_facts());
    lead
}

/// What a lead did is told at every stage, and opens no round.
#[test]
fn a_row_of_activities_opens_no_round() {
    for (json, stage) in [
        (r#"{"end":{"won":{"at":"2025-08-01"}}}"#, StageKind::Customer),
        (r#"{"end":{"lost":{"at":"2025-08-01"}}}"#, StageKind::Disqualified),
        (r#"{"reached":{"sql":"2025-08-01"}}"#, StageKind::Sql),
        (r#"{"reached":{"opportunity":"2025-08-01"}}"#, StageKind::Opportunity),
    ] {
        let mut news = did("a");
        news.account = Some(k("acme"));
        news.owner = Some(k("rep-1"));
        news.value = Some(yen(7));
        let lead = Imported::of(&[row(json), news.clone()]);
        let now = lead.lead();
        assert_eq!((now.stage().kind(), now.cycle().number()), (stage, 1), "{json}");
        assert_eq!((now.totals().activities, now.account()), (1, Some(&k("acme"))), "{json}");
        assert_eq!(lead.left(), [LeftOver::Value(yen(7)), LeftOver::Owner(k("rep-1"))], "{json}");
        // Nothing new: nothing is told.
        let again = LegacyRow { owner: None, value: None, ..news };
        assert!(lead.decides(&again).unwrap().facts().is_empty(), "{json}");
    }
}

/// A row that goes on with a cycle answers no hand-raise, and moves no milestone.
#[test]
fn who_waits_for_an_answer_waits_on() {
    for recorded in ["2026-10-05T00:00:00Z", "2026-10-09T00:00:00Z"] {
        let before = asking("2026-10-05T00:00:00Z", recorded);
        let after = before.clone().with(&[did("a")]);
        let (before, after) = (before.lead(), after.lead());
        assert_eq!(before.stage().kind(), StageKind::Mql);
        assert_eq!(after.hand_raise(), before.hand_raise());
        assert_eq!(after.cycle().milestones(), before.cycle().milestones());
        assert_eq!(after.stage_entered_at(), before.stage_entered_at());
    }
}

/// To be merged begins no round: no expansion is counted, and no cycle.
#[test]
fn a_lead_that_had_been_merged_was_not_reopened() {
    let merged = row(r#"{"end":{"merged":{"at":"2025-09-01","into":"p-9"}}}"#);
    for (json, expected) in [
        (r#"{"end":{"won":{"at":"2025-08-01"}}}"#, Some(StageKind::Merged)),
        (r#"{"end":{"lost":{"at":"2025-08-01"}}}"#, Some(StageKind::Merged)),
        (r#"{"reached":{"mql":"2025-08-01"}}"#, Some(StageKind::Merged)),
        (r#"{"reached":{"sql":"2025-08-01"}}"#, None),
    ] {
        let mut lead = Imported::of(&[row(json)]);
        let taken = lead.takes(&merged).is_ok();
        let now = lead.lead();
        assert_eq!(taken.then(|| now.stage().kind()), expected, "{json}");
        assert_eq!((now.cycle().number(), now.totals().expansions), (1, 0), "{json}");
    }
}

#[test]
fn only_a_customer_expands() {
    let mut expansion = row(r#"{"reached":{"mql":"2025-09-01"}}"#);
    expansion.origin = Origin::Expansion;
    let lost = Imported::of(&[row(r#"{"end":{"lost":{"at":"2025-08-01"}}}"#)]);
    assert_eq!(lost.decides(&expansion).unwrap_err().unmet[0].code(), "origin");
    // Forged, it is refused too.
    let mut forged = lost.clone().with(&[row(r#"{"reached":{"mql":"2025-09-01"}}"#)]).facts;
    for fact in &mut forged {
        if let FactBody::StepImported { step: lead_lifecycle::lead::ImportedStep::Opened(opening), .. } = &mut fact.body
        {
            opening.origin = Origin::Expansion;
        }
    }
    assert!(Lead::replay(&forged).is_err());
    let won = Imported::of(&[row(r#"{"end":{"won":{"at":"2025-08-01"}}}"#), expansion]);
    assert_eq!(won.left(), [], "it says what it is");
}

/// As many contracts as a lead may hold: the next is refused, and the lead can be stored.
#[test]
fn contracts_are_bounded() {
    let won = |number: u32| {
        let day = k::<Date>("2020-01-01").add_days(number);
        row(&format!(r#"{{"deal":"D-{number}","end":{{"won":{{"at":"{day}"}}}}}}"#))
    };
    let mut lead = Imported::of(&[]);
    let refused = (0..70).find(|number| lead.takes(&won(*number)).is_err());
    assert_eq!(refused, Some(64));
    let now = lead.lead();
    assert_eq!(serde_json::from_str::<Lead>(&serde_json::to_string(&now).unwrap()).unwrap(), now);
}

#[test]
fn a_currency_without_a_deal_is_left_over() {
    let lead = Imported::of(&[row(r#"{"reached":{"mql":"2025-01-01"},"currency":"EUR"}"#)]);
    assert_eq!(lead.left(), [LeftOver::Currency(k("EUR"))]);
}

/// The keys of deals are made so that no two leads of one person share one.
#[test]
fn derived_keys_are_of_one_lead() {
    let rows = [("2025-01-01", Some("2025-03-01")), ("2025-02-01", Some("2025-04-01")), ("2025-05-01", None)];
    let rows = rows.map(|(from, to)| {
        let end = to.map_or_else(String::new, |to| format!(r#","end":{{"lost":{{"at":"{to}"}}}}"#));
        row(&format!(r#"{{"reached":{{"sql":"{from}"}}{end}}}"#))
    });
    let mut leads = std::collections::BTreeMap::new();
    for one in LegacyRow::apart(rows.to_vec(), &Zone::JST).unwrap() {
        leads.entry(one.lead.clone()).or_insert_with(|| Imported::of(&[])).takes(&one).unwrap();
    }
    assert_eq!(leads.len(), 2);
    let deals = leads.values().flat_map(|lead| &lead.facts).filter_map(|fact| {
        let FactBody::StepImported { step: lead_lifecycle::lead::ImportedStep::Sql { deal }, .. } = &fact.body else {
            return None;
        };
        Some(deal.key())
    });
    let deals: std::collections::BTreeSet<_> = deals.collect();
    assert_eq!(deals.len(), 3, "{deals:?}");
}

/// Further leads are of the person and the company that any of the rows names.
#[test]
fn further_leads_are_of_the_same_person() {
    let rows = vec![
        row(r#"{"reached":{"sql":"2025-01-01"},"person":"tanaka","account":"acme"}"#),
        row(r#"{"reached":{"sql":"2025-02-01"}}"#),
    ];
    for one in LegacyRow::apart(rows, &Zone::JST).unwrap() {
        assert_eq!((one.person, one.account), (Some(k("tanaka")), Some(k("acme"))));
    }
}

/// Stages before the first meeting are where the deal was opened, and where it went until then.
#[test]
fn a_stage_before_the_first_meeting_is_kept() {
    let late = include_str!("../common/brisk.toml")
        .replace("first_meeting = \"first_meeting_held\"", "first_meeting = \"proposal\"");
    for stage in ["appointment_set", "first_meeting_held"] {
        let moved = LegacyMove { deal_stage: k("first_meeting_held"), at: Some(moment("2025-01-20")) };
        let one =
            LegacyRow { moves: vec![moved], deal_stage: Some(k(stage)), ..row(r#"{"reached":{"lead":"2025-01-01"}}"#) };
        let lead = Imported::under(crate::common::policy(&late)).with(&[one]);
        assert_eq!(lead.lead().stage().deal().unwrap().stage().as_str(), stage, "it stands where it stands now");
        assert_eq!(lead.left(), []);
    }
}

fn changes(json: &str) -> Vec<LegacyChange> {
    serde_json::from_str(json).unwrap()
}

/// What two words of one end say is put together; what of an end does not stand is kept whole.
#[test]
fn no_cell_of_an_end_is_lost() {
    let lost = r#"{"at":"2025-01-05","to":{"end":{"lost":{"at":null,"reason":{"code":"price"}}}}}"#;
    let won = r#"{"at":"2025-02-01","to":{"end":{"won":{"at":null,"value":{"amount":"5","currency":"JPY"},"contract":"C-9"}}}}"#;
    let back = r#"{"at":"2025-02-03","to":{"reached":"opportunity"}}"#;
    let ended = |won: bool, at: &str| LeftOver::Ended { won, at: Some(moment(at)) };
    let rounds = bare().with_history(changes(&format!("[{lost},{won},{back}]")), &Zone::JST);
    let kept = [
        ended(false, "2025-01-05"),
        LeftOver::Reason(reason("price", false)),
        ended(true, "2025-02-01"),
        LeftOver::Value(yen(5)),
        LeftOver::Contract(k("C-9")),
    ];
    assert_eq!(rounds[0].left_over, kept);
    // The second word of a win says more.
    let first = r#"{"at":"2025-01-20","to":{"reached":"won"}}"#;
    let rounds = bare().with_history(changes(&format!("[{first},{won}]")), &Zone::JST);
    let expected =
        row(r#"{"end":{"won":{"at":"2025-01-20","value":{"amount":"5","currency":"JPY"},"contract":"C-9"}}}"#);
    assert_eq!((&rounds[0].end, &rounds[0].left_over[..]), (&expected.end, &[ended(true, "2025-02-01")][..]));
    // The history knows why, the row another day.
    let known = row(r#"{"end":{"lost":{"at":"2025-09-09"}}}"#);
    let rounds = known.with_history(changes(&format!("[{lost}]")), &Zone::JST);
    let expected = row(r#"{"end":{"lost":{"at":"2025-01-05","reason":{"code":"price"}}}}"#);
    assert_eq!((&rounds[0].end, &rounds[0].left_over[..]), (&expected.end, &[ended(false, "2025-09-09")][..]));
}

/// Dates of the row stand beside those of its history.
#[test]
fn a_row_has_columns_and_a_history() {
    let wide = row(r#"{"reached":{"lead":"2025-01-01","mql":null,"sql":"2025-02-02","won":"2025-06-01"}}"#);
    let history = r#"[{"at":"2025-01-05","to":{"reached":"mql"}},{"at":"2025-02-01","to":{"reached":"sql"}},
        {"at":"2025-03-01","to":{"deal_stage":"quote"}},{"at":"2025-03-02","to":{"deal_stage":"quote"}}]"#;
    let lead = Imported::of(&wide.with_history(changes(history), &Zone::JST));
    let now = lead.lead();
    let day = |milestone| now.cycle().milestones().get(milestone).unwrap().day;
    assert_eq!(
        [Milestone::Lead, Milestone::Mql, Milestone::Sql, Milestone::Won].map(day),
        ["2025-01-01", "2025-01-05", "2025-02-01", "2025-06-01"].map(|day| Some(k(day)))
    );
    assert_eq!(
        lead.left(),
        [
            LeftOver::DealStage { stage: k("quote"), at: Some(moment("2025-03-02")) },
            LeftOver::Reached { milestone: Milestone::Sql, at: Some(moment("2025-02-02")) },
        ]
    );
}

/// A note of a reason that is left over goes when the person is erased.
#[test]
fn what_is_left_over_is_erased_of_free_text() {
    let mut one = row(r#"{"reached":{"mql":"2025-01-01"}}"#);
    one.left_over = vec![LeftOver::Reason(reason("price", true))];
    let mut lead = Imported::of(&[one]);
    let ctx = Context::new(k("2026-11-02T00:00:00Z"), actor(Role::Manager, 0));
    lead.facts.extend(lead.lifecycle.decide(&lead.lead(), &Command::Redact, &ctx).unwrap().into_facts());
    let now = lead.lead();
    let erasure = now.erasure().unwrap();
    lead.facts.iter_mut().for_each(|fact: &mut Fact| fact.redact(erasure));
    assert!(!serde_json::to_string(&lead.facts).unwrap().contains("as told on the phone"));
    assert_eq!(lead.lead(), now);
}

#[test]
fn a_merged_lead_has_no_next_row() {
    let lead = Imported::of(&[row(r#"{"end":{"merged":{"at":"2025-07-01","into":"p-9"}}}"#)]);
    assert_eq!(codes(&lead.decides(&did("a")).unwrap_err()), ["the lead was merged: name the one that lives on"]);
}
