//! Stage histories: one row per change.

use lead_lifecycle::StageKind;
use lead_lifecycle::calendar::Zone;
use lead_lifecycle::lead::LeftOver;
use lead_lifecycle::lifecycle::{LegacyChange, LegacyRow};
use lead_lifecycle::values::Milestone;

use crate::backfilling::{Imported, bare, moment, row};
use crate::common::k;

/// Changes as lines `when what`: a milestone, `deal:STAGE`, or an end.
fn changes(lines: &str) -> Vec<LegacyChange> {
    let change = |line: &str| {
        let (at, what) = line.trim().split_once(' ').unwrap();
        let to = match what.split_once(':') {
            Some(("deal", stage)) => format!(r#"{{"deal_stage":"{stage}"}}"#),
            _ if ["lost", "won", "recycled", "disqualified"].contains(&what) => {
                format!(r#"{{"end":{{"{what}":{{"at":null}}}}}}"#)
            }
            _ => format!(r#"{{"reached":"{what}"}}"#),
        };
        let at = if at == "-" { "null".to_string() } else { format!("\"{at}\"") };
        serde_json::from_str(&format!(r#"{{"at":{at},"to":{to}}}"#)).unwrap()
    };
    lines.lines().filter(|line| !line.trim().is_empty()).map(change).collect()
}

fn rounds(of: LegacyRow, lines: &str) -> Vec<LegacyRow> {
    of.with_history(changes(lines), &Zone::JST)
}

#[test]
fn a_history_is_put_in_order() {
    let rounds = rounds(bare(), "2025-03-01 sql\n2025-01-01 lead\n2025-02-01 mql\n2025-02-05 mql\n2025-04-01 won");
    assert_eq!(rounds.len(), 1);
    assert_eq!(rounds[0].reached.len(), 3);
    assert_eq!(rounds[0].end.as_ref().unwrap().at(), Some(moment("2025-04-01")));
    assert_eq!(rounds[0].left_over, [LeftOver::Reached { milestone: Milestone::Mql, at: Some(moment("2025-02-05")) }]);
    assert_eq!(Imported::of(&rounds).lead().stage().kind(), StageKind::Customer);
}

#[test]
fn what_follows_a_loss_is_the_next_round_and_what_follows_a_win_takes_it_back() {
    let deal = row(r#"{"deal":"D-1","product":"GTX","value":{"amount":"5","currency":"JPY"}}"#);
    let lines = "2025-01-01 deal:appointment_set\n2025-02-01 lost\n2025-03-01 deal:quote\n2025-04-01 won\n2025-04-02 deal:closing\n2025-05-01 won";
    let rounds = rounds(deal, lines);
    assert_eq!(rounds.len(), 2);
    assert_eq!((rounds[0].deal.as_ref(), rounds[1].deal.as_ref()), (None, Some(&k("D-1"))));
    let lead = Imported::of(&rounds);
    let now = lead.lead();
    assert_eq!((now.stage().kind(), now.cycle().number(), now.totals().losses), (StageKind::Customer, 2, 1));
    assert_eq!(now.customer().unwrap().contracts().len(), 1);
    assert_eq!(now.cycle().milestones().get(Milestone::Won).unwrap().day, Some(k("2025-05-01")));
    let left = lead.left();
    assert!(left.contains(&LeftOver::Deal(k("D-1"))), "{left:?}");
    assert!(left.contains(&LeftOver::Ended { won: true, at: Some(moment("2025-04-01")) }), "{left:?}");
}

#[test]
fn the_row_says_what_the_history_does_not() {
    let known = row(r#"{"end":{"lost":{"at":"2025-09-09","reason":{"code":"price"}}}}"#);
    let rounds = rounds(known.clone(), "2025-01-01 mql\n2025-02-01 lost\n2025-02-02 lost");
    let end = rounds[0].end.as_ref().unwrap();
    assert_eq!(end.at(), Some(moment("2025-02-01")), "the history knows when");
    assert!(format!("{end:?}").contains("price"));
    // They contradict each other: the row is what is so now.
    let other = self::rounds(known, "2025-01-01 mql\n2025-02-01 won");
    assert!(matches!(other[0].end, Some(lead_lifecycle::lifecycle::LegacyEnd::Lost { .. })));
    assert_eq!(other[0].left_over, [LeftOver::Ended { won: true, at: Some(moment("2025-02-01")) }]);
}

#[test]
fn an_undated_change_stays_where_it_is_told() {
    let rounds = rounds(bare(), "2025-01-01 lead\n- mql\n2025-03-01 sql");
    assert_eq!(
        rounds[0].reached.keys().copied().collect::<Vec<_>>(),
        [Milestone::Lead, Milestone::Mql, Milestone::Sql]
    );
}
