//! Calendars for tests, made as a host makes them: from a policy.

use lead_lifecycle::calendar::Calendar;
use lead_lifecycle::{Policy, PolicyDraft};
use serde_json::{Map, Value, json};

/// A policy of one calendar called `office`, with one list of holidays.
pub(super) fn policy(zone: &str, week: &Value, days: &Value, holidays: &[String]) -> Policy {
    policy_in(zone, &json!({}), week, days, holidays)
}

/// The same with tables of zones that the host hands in.
pub(super) fn policy_in(zone: &str, zones: &Value, week: &Value, days: &Value, holidays: &[String]) -> Policy {
    let list: Map<String, Value> = holidays.iter().map(|date| (date.clone(), json!("holiday"))).collect();
    let draft = json!({
        "zone": zone,
        "zones": zones,
        "holidays": {"list": {"days": list}},
        "calendars": {"office": {"week": week, "days": days, "holidays": ["list"]}},
    });
    let draft: PolicyDraft = serde_json::from_value(draft).unwrap_or_else(|error| panic!("{error}"));
    Policy::try_from(draft).unwrap_or_else(|faults| panic!("{faults}"))
}

/// Its calendar.
pub(crate) fn office(zone: &str, week: &Value, days: &Value, holidays: &[String]) -> Calendar {
    policy(zone, week, days, holidays).calendars().standard().clone()
}

/// The hours of an oracle's calendar: weekdays by number from Monday, intervals as pairs.
pub(super) fn of_oracle(calendar: &Value) -> Calendar {
    let names = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    let week: Map<String, Value> = calendar["week"]
        .as_object()
        .expect("a week")
        .iter()
        .map(|(day, intervals)| {
            let shifts: Vec<String> = intervals
                .as_array()
                .expect("intervals")
                .iter()
                .map(|pair| format!("{}-{}", pair[0].as_str().expect("from"), pair[1].as_str().expect("to")))
                .collect();
            (names[day.parse::<usize>().expect("a number")].to_string(), json!(shifts))
        })
        .collect();
    let holidays: Vec<String> = serde_json::from_value(calendar["holidays"].clone()).expect("dates");
    office(calendar["tz"].as_str().expect("a zone"), &Value::Object(week), &json!({}), &holidays)
}
