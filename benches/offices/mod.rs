//! The office whose working time is measured, for `calendar`, `calendar_memory` and `peers/workclock`.
#![expect(clippy::unwrap_used, reason = "a benchmark stops when its own set-up is wrong")]

use lead_lifecycle::PolicyDraft;
use serde_json::{Map, json};

/// Fifteen days of every year.
pub(crate) const HOLIDAYS: [(u32, u32); 15] = [
    (1, 1),
    (1, 2),
    (1, 3),
    (2, 11),
    (2, 23),
    (4, 29),
    (5, 3),
    (5, 4),
    (5, 5),
    (8, 11),
    (11, 3),
    (11, 23),
    (12, 29),
    (12, 30),
    (12, 31),
];
/// The years that have them: none is known of those after.
pub(crate) const YEARS: std::ops::RangeInclusive<i32> = 2020..=2040;

/// Monday to Friday, 9:00 to 12:00 and 13:00 to 18:00.
pub(crate) const WEEK: &str = r#"{"mon-fri": ["09:00-12:00", "13:00-18:00"]}"#;

/// A policy of one calendar with these hours in a zone, and the holidays.
pub(crate) fn draft(zone: &str, week: &str) -> PolicyDraft {
    let dates = YEARS.flat_map(|year| HOLIDAYS.map(|(month, day)| format!("{year}-{month:02}-{day:02}")));
    let days: Map<_, _> = dates.map(|date| (date, json!("holiday"))).collect();
    let week: serde_json::Value = serde_json::from_str(week).unwrap();
    serde_json::from_value(json!({
        "zone": zone,
        "holidays": {"list": {"known_until": "2040-12-31", "days": days}},
        "calendars": {"office": {"week": week, "holidays": ["list"]}},
    }))
    .unwrap()
}
