//! How rows end, and what is kept of them wherever they do.

use lead_lifecycle::lead::LeftOver;
use lead_lifecycle::lifecycle::{LegacyMove, Past};
use lead_lifecycle::values::Milestone;
use lead_lifecycle::{Context, Lead, Role, StageKind};

use crate::backfilling::{Imported, codes, moment, row};
use crate::common::{actor, k};

#[test]
fn every_end_at_every_stage() {
    let reached = ["lead", "mql", "sql", "sao", "opportunity"];
    for milestone in reached {
        for (end, stage) in [
            (r#"{"lost":{"at":"2025-07-01"}}"#, StageKind::Disqualified),
            (r#"{"disqualified":{"at":"2025-07-01"}}"#, StageKind::Disqualified),
            (r#"{"recycled":{"at":"2025-07-01"}}"#, StageKind::Lead),
            (r#"{"merged":{"at":"2025-07-01","into":"p-9"}}"#, StageKind::Merged),
            (r#"{"won":{"at":"2025-07-01"}}"#, StageKind::Customer),
        ] {
            let json = format!(r#"{{"reached":{{"{milestone}":"2025-06-01"}},"end":{end}}}"#);
            let lead = Imported::of(&[row(&json)]).lead();
            assert_eq!(lead.stage().kind(), stage, "{json}");
            let lost = u32::from(end.contains("lost") && !["lead", "mql"].contains(&milestone));
            assert_eq!(lead.totals().losses, lost, "{json}");
        }
        let json = format!(r#"{{"reached":{{"{milestone}":"2025-06-01"}},"end":{{"discarded":{{"at":null}}}}}}"#);
        match Imported::of(&[]).decides(&row(&json)) {
            Ok(_) => assert_eq!(milestone, "lead"),
            Err(refusal) => {
                let words = format!("the row was discarded after {milestone}: what has come so far is disqualified");
                assert_eq!(codes(&refusal), [words]);
            }
        }
    }
}

#[test]
fn a_row_without_a_deal_keeps_what_it_says_of_one() {
    let said = r#""deal":"D-1","product":"GTX","value":{"amount":"100","currency":"JPY"},"expected_close":"2026-12-01","deal_stage":"quote""#;
    let lead = Imported::of(&[row(&format!(r#"{{"reached":{{"mql":"2025-06-01"}},{said}}}"#))]);
    assert_eq!(
        lead.left(),
        [
            LeftOver::Deal(k("D-1")),
            LeftOver::Product(k("GTX")),
            LeftOver::Value(crate::common::yen(100)),
            LeftOver::ExpectedClose(k("2026-12-01")),
            LeftOver::DealStage { stage: k("quote"), at: None },
        ]
    );
    assert_eq!(lead.lead().stage().kind(), StageKind::Mql);
}

/// Of an open deal nobody knows what it will come to.
#[test]
fn a_product_of_unknown_value_stays_with_the_deal() {
    let lead = Imported::of(&[row(r#"{"reached":{"opportunity":"2025-06-01"},"product":"GTX Pro"}"#)]).lead();
    let deal = lead.stage().deal().unwrap();
    let line = &deal.lines()[0];
    assert_eq!((line.product().as_str(), line.amount()), ("GTX Pro", None));
    assert!(
        !lead_lifecycle::deal::DealItem::Lines.is_filled(deal),
        "a stage that needs its lines still needs what they come to"
    );
    let json = serde_json::to_string(&lead).unwrap();
    assert_eq!(serde_json::from_str::<Lead>(&json).unwrap(), lead);
}

/// What is not dated lies before what is, and `as_of` says something only where nothing is known.
#[test]
fn an_undated_step_is_bounded_by_the_dated_ones() {
    let lead = Imported::of(&[row(
        r#"{"reached":{"sql":null,"opportunity":"2017-06-01"},"end":{"won":{"at":"2017-08-01"}}}"#,
    )]);
    let effective: Vec<String> = lead.facts.iter().map(|fact| fact.envelope.effective_at.to_string()).collect();
    assert_eq!(effective[..5], ["2017-05-31T15:00:00Z"; 5]);
    assert_eq!(lead.facts[0].envelope.day, None, "its day is not known");
    let now = lead.lead();
    assert_eq!(now.cycle().milestones().get(Milestone::Lead).unwrap().at, None);
    assert_eq!(now.first_touch().at, k("2017-05-31T15:00:00Z"));
    let undated = Imported::of(&[row(r#"{"reached":{"sql":null}}"#)]);
    assert!(undated.facts.iter().all(|fact| fact.envelope.effective_at == k("2026-01-01T00:00:00Z")));
    // Between two dates it lies at the earlier.
    let between = Imported::of(&[row(r#"{"reached":{"lead":"2017-06-01","opportunity":"2017-07-01"}}"#)]);
    assert_eq!(between.facts[2].envelope.effective_at, k("2017-05-31T15:00:00Z"));
}

#[test]
fn days_are_read_in_the_zone_of_the_rows() {
    let ctx = Context::new(k(crate::backfilling::IMPORT), actor(Role::System, 0));
    let lead = Imported::of(&[]);
    let rules = lead_lifecycle::lifecycle::BackfillRules {
        zone: lead_lifecycle::values::UtcOffset::from_minutes(-180).unwrap().into(),
        ..lead.rules()
    };
    let decision = lead.lifecycle.import(&row(r#"{"end":{"won":{"at":"2018-03-05"}}}"#), &rules, &ctx).unwrap();
    let now = Lead::replay(decision.facts()).unwrap();
    let contract = &now.customer().unwrap().contracts()[0];
    assert_eq!(contract.terms().starts(), k("2018-03-05"));
    let mark = *now.cycle().milestones().get(Milestone::Won).unwrap();
    assert_eq!((mark.day, mark.at), (Some(k("2018-03-05")), Some(k("2018-03-05T03:00:00Z"))));
}

#[test]
fn moves_of_a_deal_go_back_and_forth() {
    let mut one = row(r#"{"reached":{"lead":"2025-01-01"},"deal_stage":"closing"}"#);
    let moved = |stage: &str, at: &str| LegacyMove { deal_stage: k(stage), at: Some(moment(at)) };
    one.moves = vec![
        moved("appointment_set", "2025-01-10"),
        moved("first_meeting_held", "2025-01-20"),
        moved("quote", "2025-02-01"),
        moved("proposal", "2025-02-10"),
        moved("appointment_set", "2025-02-11"),
        moved("quote", "2025-02-20"),
    ];
    let lead = Imported::of(&[one]);
    let now = lead.lead();
    let day = |milestone| now.cycle().milestones().get(milestone).unwrap().day;
    assert_eq!((day(Milestone::Sql), day(Milestone::Opportunity)), (Some(k("2025-01-10")), Some(k("2025-01-20"))));
    assert_eq!(now.stage().deal().unwrap().stage().as_str(), "closing");
    assert_eq!(lead.left(), [LeftOver::DealStage { stage: k("appointment_set"), at: Some(moment("2025-02-11")) }]);
    let told = lead.told();
    let told: Vec<&str> = told.iter().filter_map(|line| line.split_once("legacy: ")).map(|(_, what)| what).collect();
    assert_eq!(
        told[1..],
        [
            "was SQL, deal `deal:p-1` of JPY 0",
            "was accepted",
            "was Opportunity, deal at `first_meeting_held`",
            "the deal moved to `quote`",
            "the deal moved to `proposal`",
            "the deal moved to `quote`",
            "the deal moved to `closing`",
        ]
    );
}

/// A lead that a legacy system had merged has no data of its own to give; where that was a mistake, a split frees it.
#[test]
fn an_imported_merge_can_be_split() {
    let merged =
        Imported::of(&[row(r#"{"reached":{"mql":"2025-06-01"},"end":{"merged":{"at":"2025-07-01","into":"p-9"}}}"#)]);
    let ctx = Context::new(k("2026-11-02T00:00:00Z"), actor(Role::Manager, 0));
    let together = merged.lifecycle.split(&Past::Whole(&merged.facts), &[], &ctx).unwrap();
    let mut lead = merged.lead();
    for of in together.into_decisions() {
        lead.apply_all(of.decision.facts()).unwrap();
    }
    assert_eq!(lead.stage().kind(), StageKind::Mql);
    let itself = row(r#"{"end":{"merged":{"at":null,"into":"p-1"}}}"#);
    assert!(Imported::of(&[]).decides(&itself).is_err());
}

/// A legacy system has no notes where the policy asks for one; a code that it does not have is refused.
#[test]
fn reasons_of_every_end_are_checked() {
    for (end, fine) in [("lost", "price"), ("recycled", "timing"), ("disqualified", "no_fit")] {
        let of = |code: &str| row(&format!(r#"{{"end":{{"{end}":{{"at":null,"reason":{{"code":"{code}"}}}}}}}}"#));
        assert!(Imported::of(&[]).decides(&of(fine)).is_ok(), "{end}");
        assert!(Imported::of(&[]).decides(&of("other")).is_ok(), "{end}: a note is not asked for");
        assert!(Imported::of(&[]).decides(&of("bad_mood")).is_err(), "{end}");
    }
}

/// A customer that left is no customer, and a purchase without sales passed no milestone in between.
#[test]
fn churn_and_purchases_are_told() {
    let won = r#""reached":{"lead":"2024-01-01"},"end":{"won":{"at":"2024-03-01","contract":"C-1"}},"contract_starts":"2024-04-01","contract_ends":"2025-03-31""#;
    let customer = Imported::of(&[row(&format!("{{{won}}}"))]).lead();
    let terms = customer.customer().unwrap().contracts()[0].terms().clone();
    assert_eq!((terms.starts(), terms.ends()), (k("2024-04-01"), Some(k("2025-03-31"))));
    let churned = row(&format!(r#"{{{won},"churned":{{"at":"2025-02-01"}}}}"#));
    let lead = Imported::of(&[
        churned.clone(),
        row(r#"{"reached":{"mql":"2025-06-01"},"origin":"referral"}"#.replace(r#","origin":"referral""#, "").as_str()),
    ]);
    let now = lead.lead();
    assert_eq!((now.stage().kind(), now.cycle().number(), now.totals().contracts_ended), (StageKind::Mql, 2, 1));
    assert!(now.customer().is_none());
    assert_eq!(now.cycle().milestones().get(Milestone::Lead).unwrap().day, Some(k("2025-02-01")));
    assert_eq!(lead.left(), []);
    // With another contract the customer stays one.
    let two = [row(r#"{"end":{"won":{"at":"2023-03-01","contract":"C-0"}}}"#), churned];
    let stays = Imported::of(&two).lead();
    assert_eq!((stays.stage().kind(), stays.customer().unwrap().contracts().len()), (StageKind::Customer, 1));
    let bought = Imported::of(&[row(
        r#"{"reached":{"lead":"2024-01-01"},"end":{"bought":{"at":"2024-03-01","value":{"amount":"5","currency":"JPY"}}}}"#,
    )]);
    let now = bought.lead();
    assert_eq!((now.stage().kind(), now.totals().purchases), (StageKind::Customer, 1));
    assert_eq!(now.cycle().kind(), lead_lifecycle::values::CycleKind::Direct);
    assert!(!now.cycle().milestones().reached(Milestone::Sql) && now.cycle().milestones().reached(Milestone::Won));
    assert_eq!(bought.left(), []);
    let open = row(r#"{"reached":{"sql":"2024-01-01"},"churned":{"at":"2024-03-01"}}"#);
    assert_eq!(
        codes(&Imported::of(&[]).decides(&open).unwrap_err()),
        ["a contract ended, but the row tells of none that was won: tell it in the row that won the contract"]
    );
}

/// What nobody said is told where something stands for it.
#[test]
fn what_stands_for_what_nobody_said_is_told() {
    let codes_of =
        |json: &str| Imported::of(&[row(json)]).notes.iter().map(|note| note.code().to_string()).collect::<Vec<_>>();
    assert_eq!(codes_of(r#"{"end":{"won":{"at":"2024-03-01"}}}"#), ["worth_unknown"]);
    assert_eq!(codes_of(r#"{"reached":{"sql":null},"value":{"amount":"5","currency":"JPY"}}"#), ["product_unknown"]);
    assert_eq!(codes_of(r#"{"reached":{"sql":null},"product":"GTX"}"#), [""; 0]);
}

/// Before the first meeting a deal moves, too.
#[test]
fn an_open_deal_stands_where_it_moved_to_before_the_first_meeting() {
    let late = include_str!("../common/brisk.toml")
        .replace("first_meeting = \"first_meeting_held\"", "first_meeting = \"proposal\"");
    let moved = |stage: &str, at: &str| LegacyMove { deal_stage: k(stage), at: Some(moment(at)) };
    let mut one = row(r#"{"reached":{"lead":"2025-01-01","sao":"2025-01-15"}}"#);
    one.moves = vec![moved("appointment_set", "2025-01-10"), moved("first_meeting_held", "2025-01-20")];
    let lead = Imported::under(crate::common::policy(&late)).with(&[one.clone()]);
    assert_eq!(lead.lead().stage().deal().unwrap().stage().as_str(), "first_meeting_held");
    assert_eq!((lead.lead().stage().kind(), lead.left()), (StageKind::Sql, vec![]));
    one.moves.push(moved("quote", "2025-02-01"));
    let met = Imported::under(crate::common::policy(&late)).with(&[one]);
    assert_eq!(met.lead().stage().kind(), StageKind::Opportunity);
    assert_eq!(met.lead().stage().deal().unwrap().stage().as_str(), "quote");
}

/// The row after a churn is its own cycle's, as after a recycling; one that was merged later had churned before.
#[test]
fn what_follows_a_churn_is_its_own() {
    let churned = row(r#"{"end":{"won":{"at":"2024-03-01"}},"churned":{"at":"2025-02-01"}}"#);
    let next = lead_lifecycle::lifecycle::LegacyRow {
        origin: lead_lifecycle::Origin::Referral,
        ..row(r#"{"reached":{"lead":"2025-02-01","mql":"2025-06-01"}}"#)
    };
    let lead = Imported::of(&[churned, next]);
    assert_eq!((lead.lead().cycle().origin(), lead.left()), (lead_lifecycle::Origin::Referral, vec![]));
    let merged = row(
        r#"{"reached":{"won":"2024-03-01"},"churned":{"at":"2025-02-01"},"end":{"merged":{"at":"2025-03-01","into":"p-9"}}}"#,
    );
    let lead = Imported::of(&[merged]).lead();
    assert_eq!((lead.stage().kind(), lead.totals().contracts_ended), (StageKind::Merged, 1));
    // A lead that was reopened has its row already.
    let reopened = [row(r#"{"end":{"lost":{"at":"2024-03-01"}}}"#), row(r#"{"reached":{"lead":"2025-02-01"}}"#)];
    assert!(!Imported::of(&reopened).lead().waits_for_row());
}

/// Days of a contract that the row does not win are kept, and a lead that was worked on here is not merged away by a row.
#[test]
fn what_a_row_cannot_do_is_kept_or_refused() {
    let open = Imported::of(&[row(r#"{"reached":{"sql":"2024-01-01"},"contract_ends":"2025-01-01"}"#)]);
    assert_eq!(open.left(), [LeftOver::ContractDays { starts: None, ends: Some(k("2025-01-01")) }]);
    let merged = row(r#"{"end":{"merged":{"at":null,"into":"p-9"}}}"#);
    let mut lead = Imported::of(&[row(r#"{"reached":{"lead":"2024-01-01"}}"#)]);
    assert!(lead.decides(&merged).is_ok());
    let ctx = Context::new(k("2026-10-31T00:00:00Z"), actor(Role::System, 0));
    let ctx = Context { now: lead.lead().recorded_at(), ..ctx };
    let asks = lead_lifecycle::Command::RecordActivity { activity: crate::common::activity("r", "contact_request") };
    lead.facts.extend(lead.lifecycle.decide(&lead.lead(), &asks, &ctx).unwrap().into_facts());
    let words = codes(&lead.decides(&merged).unwrap_err());
    assert_eq!(words, ["the lead lives here: merge it into `p-9`, which brings along what it has"]);
}
