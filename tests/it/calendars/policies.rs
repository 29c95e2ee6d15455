//! Zones and calendars in a policy: reading, faults, fingerprints, and what they change.

use lead_lifecycle::calendar::{OfficeState, Zone, ZoneTable};
use lead_lifecycle::values::{Moment, UtcOffset};
use lead_lifecycle::wording::Words;
use lead_lifecycle::{Date, Faults, Instant, Policy, PolicyDraft, Span};
use serde_json::json;

use crate::calendars::offices::{office, policy};
use crate::common::k;

fn read(text: &str) -> Result<Policy, Faults> {
    Policy::from_document(toml::Deserializer::parse(text).expect("TOML"))
}

/// Case 60 and its kind: four hours from an hour before closing, over nights, week-ends and holidays.
#[test]
fn four_hours_from_an_hour_before_closing() {
    let week = json!({"mon-fri": ["09:00-17:00"]});
    let office = office("+09:00", &week, &json!({}), &["2026-05-04".to_string(), "2026-05-05".to_string()]);
    for (start, due) in [
        ("2026-05-13T16:00:00+09:00", "2026-05-14T12:00:00+09:00"),
        ("2026-05-15T16:00:00+09:00", "2026-05-18T12:00:00+09:00"),
        ("2026-05-01T16:00:00+09:00", "2026-05-06T12:00:00+09:00"),
        ("2026-05-04T11:00:00+09:00", "2026-05-06T13:00:00+09:00"),
        ("2026-05-13T07:00:00+09:00", "2026-05-13T13:00:00+09:00"),
    ] {
        assert_eq!(office.add(k(start), Span::hours(4)).map(|due| due.at), Some(k(due)), "{start}");
    }
}

/// Case 79 and its kind: the month of the office, not that of UTC; a day is its own date everywhere.
#[test]
fn a_close_late_in_the_day_belongs_to_the_month_of_the_office() {
    let office: Zone = k::<UtcOffset>("-07:00").into();
    let month = |moment: Moment| match moment {
        Moment::At(at) => at.date(&office).month_start(),
        Moment::Day(day) => day.month_start(),
    };
    for (moment, start) in [
        ("2024-06-01T01:00:00Z", "2024-05-01"),
        ("2024-06-01T06:59:59Z", "2024-05-01"),
        ("2024-06-01T07:00:00Z", "2024-06-01"),
        ("2024-05-31", "2024-05-01"),
    ] {
        assert_eq!(month(k(moment)), k::<Date>(start), "{moment}");
    }
}

#[test]
fn a_closed_date_takes_its_own_day_and_hours_of_its_own_take_the_shifts_that_begin_on_it() {
    let week = json!({"mon-sun": ["22:00-06:00"]});
    let days = json!({"2026-06-10": [], "2026-06-12": ["10:00-12:00"]});
    let night = office("UTC", &week, &days, &[]);
    let open = |at: &str| night.is_open(k(at));
    // The 10th is closed from 00:00 to 24:00, also for what is left of the night before; its own night never begins.
    assert!(open("2026-06-09T23:59:59Z") && !open("2026-06-10T00:00:00Z"));
    assert!(!open("2026-06-10T23:00:00Z") && !open("2026-06-11T05:00:00Z"));
    assert!(open("2026-06-11T22:00:00Z"));
    // The 12th keeps the night that began before, and has its own hours in the place of the night that would begin.
    assert!(open("2026-06-12T05:00:00Z") && open("2026-06-12T11:00:00Z"));
    assert!(!open("2026-06-12T22:00:00Z") && !open("2026-06-13T05:00:00Z"));
    assert_eq!(night.end_of_business(k("2026-06-09")).map(|due| due.at), Some(k("2026-06-10T00:00:00Z")));
    assert_eq!(night.end_of_business(k("2026-06-11")).map(|due| due.at), Some(k("2026-06-12T06:00:00Z")));
    assert_eq!(night.end_of_business(k("2026-06-10")), None);
}

#[test]
fn a_trace_says_why_it_is_closed() {
    let text = r#"
        [holidays.japan]
        known_until = "2026-12-31"
        days = { "2026-07-20" = "海の日" }
        [calendars.office]
        holidays = ["japan"]
        week = { mon-fri = ["09:00-12:00", "13:00-18:00"] }
        days = { "2026-07-21" = [] }
    "#;
    let policy = read(text).unwrap();
    let office = policy.calendars().standard();
    let states: Vec<OfficeState> = office
        .segments(k("2026-07-17T17:00:00+09:00"), k("2026-07-22T10:00:00+09:00"))
        .map(|segment| segment.state)
        .collect();
    let holiday = OfficeState::Holiday { date: k("2026-07-20"), name: k("海の日") };
    let closed = OfficeState::ClosedDate { date: k("2026-07-21") };
    assert_eq!(
        states,
        [
            OfficeState::Open,
            OfficeState::OutsideHours,
            OfficeState::DayOff,
            holiday,
            closed,
            OfficeState::OutsideHours,
            OfficeState::Open
        ]
    );
    // A deadline beyond what is known says so.
    assert_eq!(office.add(k("2026-12-28T09:00:00+09:00"), Span::hours(8)).unwrap().holidays_known_until, None);
    let beyond = office.add(k("2026-12-28T09:00:00+09:00"), Span::hours(80)).unwrap();
    assert_eq!(beyond.holidays_known_until, Some(k("2026-12-31")));
    let words = Words::in_zone(policy.zone()).without_offset();
    assert_eq!(words.of(&beyond).to_string(), "2027-01-08 18:00 (holidays are known until 2026-12-31 only)");
    let trace: Vec<String> = office
        .segments(k("2026-07-17T17:00:00+09:00"), k("2026-07-21T10:00:00+09:00"))
        .map(|segment| words.of(&segment).to_string())
        .collect();
    assert_eq!(
        trace,
        [
            "2026-07-17 17:00 to 2026-07-17 18:00: open",
            "2026-07-17 18:00 to 2026-07-18 00:00: closed: outside hours",
            "2026-07-18 00:00 to 2026-07-20 00:00: closed: no hours on this weekday",
            "2026-07-20 00:00 to 2026-07-21 00:00: closed: 海の日, 2026-07-20",
            "2026-07-21 00:00 to 2026-07-21 10:00: closed: 2026-07-21 by the calendar",
        ]
    );
}

#[test]
fn what_nothing_uses_and_what_ends_soon_is_advised() {
    let text = r#"
        zone = "Asia/Tokyo"
        [zones."Europe/Paris"]
        first = "+01:00"
        [holidays.japan]
        known_until = "2026-12-31"
        [holidays.us]
        known_until = "2026-01-31"
        [calendars.office]
        week = { mon-fri = ["09:00-18:00"] }
        holidays = ["japan"]
    "#;
    let policy = read(text).unwrap();
    let told = |lints: Vec<lead_lifecycle::policy::Lint>| lints.iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(
        told(policy.lints().into_iter().filter(|lint| lint.code.as_str().starts_with("unused_")).collect()),
        [
            "holidays.us: no calendar uses the holidays `us`: name them, or leave them out",
            "zones.\"Europe/Paris\": nothing is read in `Europe/Paris`: leave its transitions out",
        ]
    );
    assert_eq!(told(policy.lints_at(k("2026-10-02T23:59:59+09:00"))), [""; 0]);
    assert_eq!(
        told(policy.lints_at(k("2026-10-03T00:00:00+09:00"))),
        [
            "holidays.japan.known_until: the holidays `japan` are known until 2026-12-31 only: add those that follow, or deadlines after it fall on holidays"
        ]
    );
}

#[test]
fn teams_work_by_their_calendar_and_calendars_extend_each_other() {
    let text = r#"
        zone = "Asia/Tokyo"
        default_calendar = "tokyo"
        [holidays.japan]
        days = { "2026-07-20" = "Marine Day" }
        [calendars.tokyo]
        holidays = ["japan"]
        week = { mon-fri = ["09:00-18:00"] }
        [calendars.tokyo-late]
        extends = "tokyo"
        teams = ["late"]
        week = { fri = ["13:00-22:00"] }
        [calendars.new-york]
        zone = "America/New_York"
        teams = ["us"]
        week = { mon-fri = ["09:00-17:00"] }
    "#;
    let policy = read(text).unwrap();
    let calendars = policy.calendars();
    let at = |team: Option<&str>, at: &str| calendars.of_team(team.map(k).as_ref()).is_open(k(at));
    assert!(at(None, "2026-07-17T10:00:00+09:00") && !at(Some("late"), "2026-07-17T10:00:00+09:00"));
    assert!(at(Some("late"), "2026-07-17T21:00:00+09:00") && at(Some("late"), "2026-07-16T10:00:00+09:00"));
    assert!(!at(Some("late"), "2026-07-20T10:00:00+09:00"), "holidays are taken over");
    assert!(at(Some("us"), "2026-07-20T16:59:59-04:00") && !at(Some("us"), "2026-07-20T17:00:00-04:00"));
    assert!(at(Some("unheard of"), "2026-07-17T10:00:00+09:00"), "the default");
}

#[test]
fn faults_say_where_and_what_would_be_right() {
    for (text, path, words) in [
        ("zone = \"Asia/Tokio\"", "zone", "or one that has its transitions in `zones`"),
        ("zone = \"+25:00\"", "zone", "is not a zone: write an offset like `+09:00`, or a name like `Asia/Tokyo`"),
        ("[calendars.a]\nweek = { mon = [] }", "calendars.a.week", "opening hours on some weekday"),
        ("[calendars.a]\nweek = { mon = [\"9-18\"] }", "calendars.a.week.mon[0]", "is not an opening interval"),
        ("[calendars.a]\nweek = { monday = [\"09:00-18:00\"] }", "calendars.a.week.monday", "is not a set of weekdays"),
        (
            "[calendars.a]\nweek = { mon-fri = [\"09:00-18:00\"], fri = [\"09:00-12:00\"] }",
            "calendars.a.week",
            "a weekday that no other entry names",
        ),
        (
            "[calendars.a]\nweek = { mon = [\"09:00-12:00\", \"11:00-18:00\"] }",
            "calendars.a.week.mon",
            "opening intervals that do not overlap",
        ),
        (
            "[calendars.a]\nholidays = [\"japan\"]\nweek = { mon = [\"09:00-12:00\"] }",
            "calendars.a.holidays",
            "a list of holidays of the policy",
        ),
        (
            "[calendars.a]\nextends = \"b\"\n[calendars.b]\nextends = \"a\"",
            "calendars.a.extends",
            "does not extend this one in turn",
        ),
        ("[calendars.a]\nextends = \"c\"", "calendars.a.extends", "a calendar of the policy"),
        (
            "[calendars.a]\nteams = [\"x\"]\nweek = { mon = [\"09:00-12:00\"] }\n[calendars.b]\nextends = \"a\"\nteams = [\"x\"]\n",
            "calendars.b.teams",
            "a team that no other calendar names",
        ),
        (
            "[calendars.a]\nweek = { mon = [\"09:00-12:00\"] }\n[calendars.b]\nextends = \"a\"",
            "default_calendar",
            "a calendar of the policy",
        ),
        (
            "[zones.\"Asia/Tokyo\"]\nfirst = \"+09:00\"\nafter = \"JST-8\"",
            "zones.\"Asia/Tokyo\"",
            "it has to go on from the table",
        ),
    ] {
        let faults = read(text).expect_err(text);
        let found = faults.iter().find(|fault| fault.path.as_str() == path);
        let found = found.unwrap_or_else(|| panic!("{text}: no fault at {path}, but {faults}"));
        assert!(found.to_string().contains(words), "{text}: {found}");
    }
}

#[test]
fn the_fingerprint_holds_transitions_and_no_words() {
    let base = "[calendars.a]\nholidays = [\"h\"]\nweek = { mon-tue = [\"09:00-12:00\", \"13:00-18:00\"] }\n[holidays.h]\ndays = { \"2026-01-01\" = \"a\" }\n";
    let print = |text: &str| read(text).unwrap_or_else(|faults| panic!("{faults}")).fingerprint();
    assert_ne!(print(base), Policy::standard().fingerprint());
    for same in [
        base.replace("= \"a\"", "= \"元日\""),
        base.replace(
            "mon-tue = [\"09:00-12:00\", \"13:00-18:00\"]",
            "mon = [\"13:00-18:00\", \"09:00-12:00\"], tue = [\"09:00-12:00\", \"13:00-18:00\"]",
        ),
        base.replace("[calendars.a]\n", "[calendars.a]\nlabel = \"Tokyo\"\n"),
        format!("zone = \"+09:00\"\n{base}"),
        format!("utc_offset = \"+09:00\"\n{base}"),
    ] {
        assert_eq!(print(&same), print(base), "{same}");
    }
    for other in [
        base.replace("2026-01-01", "2026-01-02"),
        base.replace("18:00", "18:01"),
        format!("zone = \"Asia/Tokyo\"\n{base}"),
    ] {
        assert_ne!(print(&other), print(base), "{other}");
    }
    // What was resolved is part of the policy: stored, it is the same without the database, and another table is another policy.
    let policy = read("zone = \"America/New_York\"").unwrap();
    assert!(policy.draft().zones.contains_key("America/New_York"));
    let mut stored: PolicyDraft = serde_json::from_str(&serde_json::to_string(policy.draft()).unwrap()).unwrap();
    assert_eq!(Policy::try_from(stored.clone()).unwrap().fingerprint(), policy.fingerprint());
    let table = ZoneTable::new(k("-05:00"), vec![], Some(k("EST5"))).unwrap();
    stored.zones.insert(k("America/New_York"), table.into());
    let older = Policy::try_from(stored).unwrap();
    assert_ne!(older.fingerprint(), policy.fingerprint());
    assert_eq!(k::<Instant>("2026-07-01T04:30:00Z").date(older.zone()), k("2026-06-30"));
    assert_eq!(k::<Instant>("2026-07-01T04:30:00Z").date(policy.zone()), k("2026-07-01"));
}

/// Whole days of a policy are civil days: the same time on the clocks, so many days later.
#[test]
fn two_weeks_over_a_change_of_clocks_end_at_the_same_time_of_day() {
    let new_york = policy("America/New_York", &json!({"mon-fri": ["09:00-17:00"]}), &json!({}), &[]);
    let scheme = new_york.qualification();
    let answer = |at: &str| lead_lifecycle::qualification::Answer {
        verdict: lead_lifecycle::qualification::Verdict::Confirmed,
        by: None,
        detail: None,
        evidence: None,
        author: k("tanaka"),
        at: k(at),
        stale_noted: false,
    };
    // 90 days from 1 February, 10:00 in winter, to 2 May, 10:00 in summer.
    let heard = answer("2026-02-01T10:00:00-05:00");
    assert_eq!(scheme.stale_at(&k("need"), &heard, new_york.zone()), Some(k("2026-05-02T10:00:00-04:00")));
    assert_eq!(
        scheme.stale_at(&k("need"), &heard, &k::<UtcOffset>("-05:00").into()),
        Some(k("2026-05-02T10:00:00-05:00"))
    );
}

/// chatwoot PR#13392: Friday 16:30 + 1 h working time (9–17) was not Monday 9:30. frappe CRM source: Saturday 17:00 + 2 h (Monday to
/// Friday, 9–18) was Tuesday 10:00. helpdesk#2212, chatwoot#14009: lunch breaks and split shifts were impossible. `dbt_zendesk#25`,
/// erpnext PR#38745: changes of clocks were applied backwards, and a zone only at creation. Ours: elapsed seconds within what local
/// clocks call open.
#[test]
fn working_time_of_the_pitfalls() {
    let due = |zone: &str, hours: &[&str], from: &str, minutes: u32| {
        let office = office(zone, &json!({ "mon-fri": hours }), &json!({}), &[]);
        office.add(k(from), Span::minutes(minutes)).map(|due| due.at)
    };
    let nine_to_five = due("+09:00", &["09:00-17:00"], "2026-06-12T16:30:00+09:00", 60);
    assert_eq!(nine_to_five, Some(k("2026-06-15T09:30:00+09:00")));
    let saturday = due("+09:00", &["09:00-18:00"], "2026-06-13T17:00:00+09:00", 120);
    assert_eq!(saturday, Some(k("2026-06-15T11:00:00+09:00")));
    let split = ["07:00-09:00", "10:00-12:00", "13:00-15:00", "22:00-24:00"];
    let over_breaks = due("+09:00", &split, "2026-06-12T08:30:00+09:00", 6 * 60);
    assert_eq!(over_breaks, Some(k("2026-06-12T23:30:00+09:00")));
    // Clocks go back at 02:00 on Sunday 1 November 2026: Friday's closing is an hour nearer to Monday's opening on the clock than in time.
    let over_summer_time = due("America/New_York", &["09:00-17:00"], "2026-10-30T16:00:00-04:00", 120);
    assert_eq!(over_summer_time, Some(k("2026-11-02T10:00:00-05:00")));
}

/// A policy of one office in Tokyo: the office of the presets, with Japan's holidays from the example file.
#[test]
fn the_shipped_holidays_are_read() {
    let holidays = include_str!("../../../examples/data/holidays/japan.toml");
    let policy = read(&format!(
        "{holidays}\n[calendars.office]\nholidays = [\"japan\"]\nweek = {{ mon-fri = [\"09:00-12:00\", \"13:00-18:00\"] }}"
    ))
    .unwrap();
    let office = policy.calendars().standard();
    assert!(!office.is_business_day(k("2026-05-06")), "the day in the place of the third of May, a Sunday");
    assert_eq!(office.known_until(), Some(k("2027-12-31")));
    // Over Golden Week.
    let due = office.add(k("2026-05-01T17:00:00+09:00"), Span::hours(2)).map(|due| due.at);
    assert_eq!(due, Some(k("2026-05-07T10:00:00+09:00")));
    let preset = Policy::standard();
    let same_hours = preset.calendars().standard().add(k("2026-06-12T17:00:00+09:00"), Span::hours(2));
    assert_eq!(same_hours, office.add(k("2026-06-12T17:00:00+09:00"), Span::hours(2)));
}
