//! Vectors of independent implementations (see `shared/oracles/README.md` of the project's workplace): minutes are real
//! elapsed minutes within opening hours, the deadline is the earliest.

use lead_lifecycle::calendar::{Calendar, Roll};
use lead_lifecycle::{Date, Instant, Span};
use serde_json::{Value, json};

use crate::calendars::offices::{of_oracle, office};
use crate::common::k;

fn lines(text: &str) -> impl Iterator<Item = Value> {
    text.lines().map(|line| serde_json::from_str(line).expect("a line of JSON"))
}

fn instant(line: &Value, key: &str) -> Instant {
    k(line[key].as_str().unwrap_or_else(|| panic!("{key} of {line}")))
}

fn deadline(line: &Value) {
    let office = of_oracle(&line["calendar"]);
    let start = instant(line, "start_utc");
    let minutes = u32::try_from(line["minutes"].as_u64().expect("minutes")).expect("few");
    let due = office.add(start, Span::minutes(minutes)).expect("the office opens again").at;
    assert_eq!(due, instant(line, "due_earliest_utc"), "{line}");
    // The latest instant at which no more is worked is the next opening.
    assert_eq!(office.next_opening(due).expect("it opens again"), instant(line, "due_latest_utc"), "{line}");
    assert_eq!(office.between(start, due), i64::from(minutes) * 60, "{line}");
}

fn all(text: &str, least: usize, check: impl Fn(&Value)) {
    let lines: Vec<Value> = lines(text).collect();
    assert!(lines.len() >= least, "the vectors were found");
    lines.iter().for_each(check);
}

#[test]
fn deadlines() {
    all(include_str!("../../oracles/o1_deadlines.jsonl"), 200, deadline);
}

#[test]
fn deadlines_with_clocks_that_change_within_opening_hours() {
    all(include_str!("../../oracles/o1b_dst_inside_hours.jsonl"), 58, deadline);
}

#[test]
fn deadlines_to_the_second() {
    all(include_str!("../../oracles/o1b_seconds.jsonl"), 20, deadline);
}

#[test]
fn elapsed_working_minutes() {
    all(include_str!("../../oracles/o1_elapsed.jsonl"), 100, |line| {
        let office = of_oracle(&line["calendar"]);
        let worked = office.between(instant(line, "start_utc"), instant(line, "end_utc"));
        assert_eq!(worked, line["working_minutes"].as_i64().expect("minutes") * 60, "{line}");
    });
}

fn by_mask(line: &Value) -> Calendar {
    let names = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    let mask = line["weekmask_mon_first"].as_str().expect("a mask");
    let on = names.iter().zip(mask.chars()).filter(|(_, on)| *on == '1').map(|(name, _)| *name);
    let week = json!({ on.collect::<Vec<_>>().join(","): ["09:00-17:00"] });
    let holidays: Vec<String> = serde_json::from_value(line["holidays"].clone()).expect("dates");
    office("UTC", &week, &json!({}), &holidays)
}

#[test]
fn business_days() {
    all(include_str!("../../oracles/o1_business_days.jsonl"), 100, |line| {
        let office = by_mask(line);
        let date = |key: &str| k::<Date>(line[key].as_str().expect("a date"));
        let days = i32::try_from(line["n"].as_i64().expect("days")).expect("few");
        let from = date("date");
        assert_eq!(office.is_business_day(from), line["is_business_day"].as_bool().expect("a flag"), "{line}");
        let added = |roll| office.add_business_days(from, days, roll).expect("within the years");
        assert_eq!(added(Roll::Forward), date("roll_forward_then_add"), "{line}");
        assert_eq!(added(Roll::Backward), date("roll_backward_then_add"), "{line}");
        let counted = office.business_days_between(from, date("count_to"));
        assert_eq!(counted, line["busday_count_half_open"].as_i64().expect("a count"), "{line}");
    });
}
