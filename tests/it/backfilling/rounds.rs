//! Several rows of one lead: its cycles.

use lead_lifecycle::lead::{HeldContract, LeftOver};
use lead_lifecycle::lifecycle::{LegacyEnd, Note};
use lead_lifecycle::values::{ContractKey, Milestone};
use lead_lifecycle::{FactKind, Origin, StageKind};

use crate::backfilling::{Imported, bare, codes, moment, row};
use crate::common::k;

#[test]
fn a_lost_deal_and_a_won_one_are_two_cycles() {
    let lead = Imported::of(&[
        row(r#"{"reached":{"lead":"2024-02-01","opportunity":"2024-02-10"},"end":{"lost":{"at":"2024-04-01"}}}"#),
        row(
            r#"{"reached":{"lead":"2025-06-01","opportunity":"2025-06-10"},"end":{"won":{"at":"2025-09-01","value":{"amount":"1500000","currency":"JPY"}}}}"#,
        ),
    ]);
    assert_eq!(lead.left(), []);
    let lead = lead.lead();
    assert_eq!((lead.stage().kind(), lead.cycle().number(), lead.totals().reopens), (StageKind::Customer, 2, 1));
    assert_eq!(lead.totals().losses, 1);
    let mark = lead.cycle().milestones().get(Milestone::Lead).unwrap();
    assert_eq!(mark.day, Some(k("2025-06-01")));
    let contract = &lead.customer().unwrap().contracts()[0];
    assert_eq!(
        (contract.key().as_str(), contract.terms().value().to_string().as_str()),
        ("contract:p-1#2", "JPY 1,500,000")
    );
    assert!(lead.cycle().is_imported());
}

#[test]
fn a_second_win_is_an_expansion() {
    let lead = Imported::of(&[
        row(
            r#"{"deal":"D-3","reached":{"lead":"2025-06-02","opportunity":"2025-06-11"},"end":{"won":{"at":"2025-08-01"}}}"#,
        ),
        row(
            r#"{"deal":"D-4","reached":{"lead":"2025-11-02","opportunity":"2025-11-12"},"end":{"won":{"at":"2025-12-01"}}}"#,
        ),
    ]);
    // The origin of an expansion is that it is one; what the row says of it is kept.
    assert_eq!(lead.left(), [LeftOver::Origin(Origin::Inbound)]);
    let now = lead.lead();
    assert_eq!((now.stage().kind(), now.cycle().number(), now.totals().expansions), (StageKind::Customer, 2, 1));
    assert!(now.cycle().is_expansion());
    let contracts = now.customer().unwrap().contracts();
    let keys: Vec<&ContractKey> = contracts.iter().map(HeldContract::key).collect();
    assert_eq!(keys, [&k::<ContractKey>("contract:D-3"), &k("contract:D-4")]);
    assert!(now.knows_deal(&k("D-3")) && now.knows_deal(&k("D-4")));
    let mark = *now.cycle().milestones().get(Milestone::Mql).unwrap();
    assert_eq!(mark.day, Some(k("2025-11-02")), "the round began with what it says first");
}

#[test]
fn a_lost_expansion_leaves_a_customer() {
    let lead = Imported::of(&[
        row(r#"{"reached":{"lead":"2025-06-02"},"end":{"won":{"at":"2025-08-01"}}}"#),
        row(r#"{"reached":{"opportunity":"2025-11-12"},"end":{"lost":{"at":"2025-12-01","reason":{"code":"price"}}}}"#),
        row(r#"{"reached":{"sql":"2026-01-12"},"end":{"recycled":{"at":"2026-02-01"}}}"#),
    ])
    .lead();
    assert_eq!((lead.stage().kind(), lead.cycle().number(), lead.totals().losses), (StageKind::Customer, 3, 1));
    assert_eq!(lead.customer().unwrap().contracts().len(), 1);
}

/// A contact first, then its deal: the cycle that is open goes on, and what the lead has already is kept aside.
#[test]
fn a_cycle_without_a_deal_goes_on() {
    let contact = row(
        r#"{"reached":{"lead":"2025-06-02","mql":"2025-06-05"},"attribution":{"source":"google","medium":null,"campaign":null,"content":null},"owner":"sdr-1","person":"tanaka"}"#,
    );
    let deal = row(
        r#"{"deal":"D-1","reached":{"lead":"2025-06-20","sql":"2025-06-20"},"attribution":{"source":"bing","medium":"cpc","campaign":null,"content":null},"owner":"fs-1","account":"acme","person":"sato"}"#,
    );
    let lead = Imported::of(&[contact, deal.clone()]);
    let now = lead.lead();
    assert_eq!((now.stage().kind(), now.cycle().number()), (StageKind::Sql, 1));
    assert_eq!(now.account(), Some(&k("acme")), "a gap is filled");
    assert_eq!(now.cycle().attribution().source, Some(k("google")));
    assert_eq!(now.cycle().attribution().medium, Some(k("cpc")));
    assert_eq!(now.cycle().owner(), Some(&k("sdr-1")));
    let left = lead.left();
    for kept in [
        LeftOver::Reached { milestone: Milestone::Lead, at: Some(moment("2025-06-20")) },
        LeftOver::Owner(k("fs-1")),
        LeftOver::Person(k("sato")),
        LeftOver::Attribution(deal.attribution),
    ] {
        assert!(left.contains(&kept), "{kept:?} in {left:?}");
    }
    assert_eq!(left.len(), 4);
    assert!(lead.notes.iter().any(|note| note.code() == "left_over"));
}

#[test]
fn what_cannot_follow_is_refused() {
    let open = Imported::of(&[row(r#"{"deal":"D-1","reached":{"sql":"2025-06-02"}}"#)]);
    let words = codes(&open.decides(&row(r#"{"reached":{"sql":"2025-07-02"}}"#)).unwrap_err());
    assert_eq!(words, ["the lead has an open deal at sql: a row that overlaps with it is of a further lead"]);
    let ended =
        Imported::of(&[row(r#"{"deal":"D-1","reached":{"sql":"2025-06-02"},"end":{"lost":{"at":"2025-06-10"}}}"#)]);
    let again = row(r#"{"deal":"D-1","reached":{"sql":"2025-07-02"}}"#);
    assert_eq!(
        codes(&ended.decides(&again).unwrap_err()),
        ["the lead has had the deal `D-1` before: of one that was opened again, name it in its last row only"]
    );
    // A row of before lies before what is known.
    let before = row(r#"{"reached":{"lead":"2025-06-01"}}"#);
    let words = codes(&ended.decides(&before).unwrap_err());
    assert!(words[0].starts_with("lead at 2025-06-01 lies before step_imported at 2025-06-0"), "{words:?}");
    // As a whole it is not moved; of one that goes on behind it the beginning is, and keeps what was said.
    let words = codes(&ended.clone().clamping().decides(&before).unwrap_err());
    assert!(words[0].starts_with("the row ends at 2025-06-01, before the newest turn of the lead"), "{words:?}");
    let moved = ended.clone().clamping().with(&[row(r#"{"reached":{"lead":"2025-06-01","mql":"2025-06-12"}}"#)]);
    let opened = moved.facts[moved.facts.len() - 2].to_string();
    assert!(opened.contains("it said 2025-06-01"), "{opened}");
    assert_eq!(moved.notes.iter().map(Note::code).collect::<Vec<_>>(), ["date_moved"]);
    let mut other = bare();
    other.lead = k("p-2");
    assert_eq!(codes(&ended.decides(&other).unwrap_err()), ["the row is of the lead `p-2`"]);
    let twice = Imported::of(&[row(r#"{"end":{"won":{"at":"2025-08-01","contract":"C-1"}}}"#)]);
    let again = row(r#"{"end":{"won":{"at":"2025-09-01","contract":"C-1"}}}"#);
    assert_eq!(
        codes(&twice.decides(&again).unwrap_err()),
        ["the contract `C-1` is in force already: give this one a key of its own"]
    );
}

/// A recycled lead is in its next cycle; the next row goes on with that.
#[test]
fn after_a_recycle_the_next_cycle_goes_on() {
    let put_back = row(
        r#"{"reached":{"lead":"2024-02-01","mql":"2024-02-10"},"end":{"recycled":{"at":"2024-04-01","reason":{"code":"timing"}}}}"#,
    );
    let lead = Imported::of(&[put_back.clone(), row(r#"{"reached":{"mql":"2025-06-01"}}"#)]);
    let now = lead.lead();
    assert_eq!((now.stage().kind(), now.cycle().number(), now.totals().recycles), (StageKind::Mql, 2, 1));
    assert_eq!(now.cycle().milestones().get(Milestone::Lead).unwrap().day, Some(k("2024-04-01")));
    assert_eq!(now.cycle().milestones().get(Milestone::Mql).unwrap().day, Some(k("2025-06-01")));
    // One that was put back a short while ago still cools.
    let mut late = put_back;
    late.end = Some(LegacyEnd::Recycled {
        at: Some(moment("2026-10-31T00:00:00Z")),
        reason: Some(lead_lifecycle::recycle::Reason::new(k("timing"), None)),
    });
    let cooling = Imported::of(&[late]).lead();
    assert!(
        matches!(cooling.stage(), lead_lifecycle::lead::Stage::Lead { cooling_until: Some(_) }),
        "{:?}",
        cooling.stage()
    );
}

/// What an import says is a turn like others: it is taken back from the newest backwards, and the lead is as if it had not been told.
#[test]
fn the_last_row_may_be_taken_back() {
    use lead_lifecycle::lifecycle::{Past, TakeBack};
    use lead_lifecycle::{Context, Lead, Role};
    let first = [row(r#"{"reached":{"lead":"2024-02-01"},"end":{"lost":{"at":"2024-04-01"}}}"#)];
    let one = Imported::of(&first);
    let two = one.clone().with(&[row(r#"{"reached":{"lead":"2025-06-01"},"end":{"won":{"at":"2025-09-01"}}}"#)]);
    let own: Vec<u64> = two.facts[one.facts.len()..].iter().map(|fact| fact.envelope.revision).collect();
    let order = TakeBack::new(own, crate::common::reason("wrong_record", true));
    let ctx = Context::new(k("2026-11-02T00:00:00Z"), crate::common::actor(Role::Manager, 0));
    let decision = two.lifecycle.take_back(&Past::Whole(&two.facts), &order, &ctx).unwrap();
    let facts: Vec<_> = two.facts.iter().chain(decision.facts()).cloned().collect();
    let (now, before) = (Lead::replay(&facts).unwrap(), one.lead());
    assert_eq!(
        (now.stage(), now.cycle(), now.totals(), now.customer()),
        (before.stage(), before.cycle(), before.totals(), before.customer())
    );
    assert_eq!(decision.facts()[0].kind(), FactKind::TakenBack);
}

/// A contact that comes after its deals is told of before them: moved behind the win it would be an expansion that never was.
#[test]
fn a_row_that_lies_before_the_last_round_as_a_whole_opens_none() {
    let won = row(r#"{"reached":{"sql":"2025-03-01"},"end":{"won":{"at":"2025-06-01"}}}"#);
    let lost = row(r#"{"reached":{"sql":"2025-03-01"},"end":{"lost":{"at":"2025-06-01"}}}"#);
    let contact = row(r#"{"reached":{"lead":"2025-01-01","mql":"2025-02-01"}}"#);
    for first in [won, lost] {
        let lead = Imported::of(&[first]).clamping();
        let refused = codes(&lead.decides(&contact).unwrap_err());
        let words = "the row ends at 2025-02-01, before the newest turn of the lead (step_imported) at";
        assert!(refused.len() == 1 && refused[0].starts_with(words), "{refused:?}");
        // What goes on behind it is moved.
        let overlaps = row(r#"{"reached":{"lead":"2025-05-01","mql":"2025-07-01"}}"#);
        let decided = lead.decides(&overlaps).unwrap();
        assert!(decided.facts().len() > 1, "{decided:?}");
        // Nor does one without dates lie before anything.
        assert!(lead.decides(&row(r#"{"reached":{"mql":null}}"#)).is_ok());
    }
}
