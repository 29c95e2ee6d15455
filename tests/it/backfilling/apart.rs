//! Deals of one person that overlap in time are of further leads.

use lead_lifecycle::calendar::Zone;
use lead_lifecycle::lifecycle::{BackfillError, LegacyRow};

use crate::backfilling::{Imported, row};

fn deal(name: &str, from: &str, to: Option<&str>) -> LegacyRow {
    let end = to.map_or_else(String::new, |to| format!(r#","end":{{"won":{{"at":"{to}"}}}}"#));
    row(&format!(r#"{{"deal":"{name}","reached":{{"sql":"{from}"}}{end}}}"#))
}

fn placed(rows: Vec<LegacyRow>) -> Vec<(String, String)> {
    let apart = LegacyRow::apart(rows, &Zone::JST).unwrap();
    apart.into_iter().map(|row| (row.deal.unwrap().to_string(), row.lead.to_string())).collect()
}

#[test]
fn deals_that_overlap_go_apart() {
    let rows = vec![
        deal("c", "2025-05-01", None),
        deal("a", "2025-01-01", Some("2025-03-01")),
        deal("b", "2025-02-01", Some("2025-04-01")),
        deal("d", "2025-06-01", Some("2025-07-01")),
    ];
    let expected = [("a", "p-1"), ("b", "p-1/2"), ("c", "p-1"), ("d", "p-1/2")];
    let expected = expected.map(|(deal, lead)| (deal.to_string(), lead.to_string()));
    assert_eq!(placed(rows.clone()), expected);
    let persons = LegacyRow::apart(rows, &Zone::JST).unwrap();
    assert!(persons.iter().all(|row| row.person.as_ref().is_some_and(|person| person.as_str() == "p-1")));
}

#[test]
fn what_ends_on_the_day_on_which_the_next_begins_is_no_overlap() {
    let rows = vec![deal("b", "2025-03-01", None), deal("a", "2025-01-01", Some("2025-03-01"))];
    assert!(placed(rows.clone()).iter().all(|(_, lead)| lead == "p-1"));
    assert!(LegacyRow::apart(rows.clone(), &Zone::JST).unwrap().iter().all(|row| row.person.is_none()));
    Imported::of(&LegacyRow::apart(rows, &Zone::JST).unwrap());
    let instants =
        vec![deal("b", "2025-03-01T09:00:00+09:00", None), deal("a", "2025-01-01", Some("2025-03-01T10:00:00+09:00"))];
    assert_eq!(placed(instants)[1].1, "p-1/2");
}

#[test]
fn a_row_without_a_deal_is_in_nobodys_way() {
    let rows = vec![row(r#"{"reached":{"lead":"2025-01-01","mql":"2025-01-02"}}"#), deal("a", "2025-02-01", None)];
    let apart = LegacyRow::apart(rows, &Zone::JST).unwrap();
    assert!(apart.iter().all(|row| row.lead.as_str() == "p-1"));
    Imported::of(&apart);
}

/// So many open deals beside each other are of one lead no more, and no more work than that is done.
#[test]
fn more_rows_than_one_lead_has_are_refused() {
    let beside = |count: usize| vec![deal("a", "2025-01-01", None); count];
    let last = placed(beside(1_024)).pop().unwrap();
    assert_eq!(last.1, "p-1/1024");
    let error = LegacyRow::apart(beside(1_025), &Zone::JST).unwrap_err();
    assert_eq!(error, BackfillError::TooManyRows { count: 1_025, max: 1_024 });
    let words = "1025 rows have this key, at most 1024 are of one lead: give each lead a key of its own";
    assert_eq!(error.to_string(), words);
}

/// A row without any date stays behind the one that is told before it, until that has ended.
#[test]
fn a_row_without_a_date_stays_behind_the_one_before_it() {
    let dated =
        row(r#"{"deal":"a","reached":{"lead":"2025-01-01","sql":"2025-02-01"},"end":{"recycled":{"at":null}}}"#);
    let undated = row(r#"{"deal":"b","reached":{"lead":null}}"#);
    let expected = [("a", "p-1"), ("b", "p-1")].map(|(deal, lead)| (deal.to_string(), lead.to_string()));
    assert_eq!(placed(vec![dated, undated.clone()]), expected);
    let open = deal("a", "2025-01-01", None);
    assert_eq!(placed(vec![open, undated])[1].1, "p-1/2");
}

#[test]
fn a_key_that_becomes_too_long_is_told() {
    let long = |from: &str| LegacyRow { lead: "x".repeat(128).parse().unwrap(), ..deal("a", from, None) };
    let apart = LegacyRow::apart(vec![long("2025-01-01"), long("2025-01-02")], &Zone::JST);
    assert!(matches!(apart, Err(BackfillError::FurtherKey(_))), "{apart:?}");
}
