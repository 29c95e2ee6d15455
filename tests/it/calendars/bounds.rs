//! The ends of time, of lists and of patience: what a host hands in is told, or answered in bounded work.

use core::fmt::Write as _;
use core::time::Duration;

use cpu_time::ThreadTime;
use lead_lifecycle::calendar::{OfficeState, Roll};
use lead_lifecycle::{Date, Instant, Policy, PolicyDraft, Span};
use serde_json::{Map, Value, json};

use crate::calendars::offices::{office, policy_in};
use crate::common::k;

/// What is told of a policy written in TOML, a line each.
fn told(text: &str) -> Vec<String> {
    let faults = Policy::from_document(toml::Deserializer::parse(text).expect("TOML")).expect_err(text);
    faults.iter().map(ToString::to_string).collect()
}

/// Work of another order takes minutes here, and all of it together a fraction of a second.
fn quick<T>(what: &str, work: impl FnOnce() -> T) -> T {
    let begun = ThreadTime::now();
    let done = work();
    let took = begun.elapsed();
    assert!(took < Duration::from_secs(3), "{what} took {took:?}");
    done
}

fn offset(hours: i32) -> String {
    format!("{}{:02}:00", if hours < 0 { '-' } else { '+' }, hours.abs())
}

#[test]
fn what_was_closed_since_before_time_begins_is_subtracted_to_its_beginning() {
    // 1900-01-01 is a Monday.
    let nine_to_six = office("+00:00", &json!({"mon-fri": ["09:00-18:00"]}), &json!({}), &[]);
    let (ten, hour) = (k::<Instant>("1900-01-01T10:00:00Z"), Span::hours(1));
    assert_eq!(nine_to_six.subtract(ten, hour), Some(Instant::MIN));
    assert_eq!(nine_to_six.between(Instant::MIN, ten), 3_600);
    assert_eq!(nine_to_six.subtract(ten, Span::hours(2)), None, "time begins later");
}

#[test]
fn work_that_ends_as_the_last_known_day_does_is_known() {
    let text = r#"
        [holidays.japan]
        known_until = "2026-12-31"
        [calendars.evening]
        week = { mon-fri = ["16:00-24:00"] }
        holidays = ["japan"]
    "#;
    let policy = Policy::from_document(toml::Deserializer::parse(text).unwrap()).unwrap();
    let evening = policy.calendars().standard();
    let due = |hours| evening.add(k("2026-12-31T16:00:00+09:00"), Span::hours(hours)).unwrap();
    assert_eq!((due(8).at, due(8).holidays_known_until), (k("2027-01-01T00:00:00+09:00"), None));
    assert_eq!(due(9).holidays_known_until, Some(k("2026-12-31")));
    let closing = evening.end_of_business(k("2026-12-31")).unwrap();
    assert_eq!((closing.at, closing.holidays_known_until), (k("2027-01-01T00:00:00+09:00"), None));
    assert_eq!(evening.end_of_business(k("2027-01-01")).unwrap().holidays_known_until, Some(k("2026-12-31")));
}

/// Samoa had no 30 December 2011, a Friday.
#[test]
fn a_date_that_clocks_left_out_is_no_business_day() {
    let apia = office("Pacific/Apia", &json!({"mon-fri": ["09:00-17:00"]}), &json!({}), &[]);
    let (thursday, left_out, monday): (Date, Date, Date) = (k("2011-12-29"), k("2011-12-30"), k("2012-01-02"));
    assert!(apia.is_business_day(thursday) && !apia.is_business_day(left_out));
    assert_eq!(apia.add_business_days(thursday, 1, Roll::Forward), Some(monday));
    assert_eq!(apia.business_days_between(thursday, monday), 1);
    assert_eq!(apia.end_of_business(left_out), None);
    assert!(apia.is_business_day(k("2005-12-30")), "the same day of another year");
    // A rule that leaves out a day every year leaves it out for ever: clocks go from -14:00 to +14:00 at 22:00 on 1 March.
    let zones = json!({"Host/Own": {"first": "-14:00", "after": "AAA14BBB-14,J60/22,J300/22"}});
    let policy = policy_in("Host/Own", &zones, &json!({"mon-sun": ["09:00-17:00"]}), &json!({}), &[]);
    let own = policy.calendars().standard();
    for year in [1_900, 2_026, 9_999] {
        let on = |day: &str| own.is_business_day(k(&format!("{year}-03-{day}")));
        assert_eq!((on("01"), on("02"), on("03")), (true, false, true), "{year}");
    }
    // What clocks left out, and show after they were put back, is there.
    let steps = json!([["2026-03-04T12:00:00Z", "+14:00"], ["2026-03-05T00:00:00Z", "-14:00"]]);
    let zones = json!({"Host/Own": {"first": "-14:00", "transitions": steps}});
    let policy = policy_in("Host/Own", &zones, &json!({"mon-sun": ["09:00-17:00"]}), &json!({}), &[]);
    assert!(policy.calendars().standard().is_business_day(k("2026-03-04")));
}

#[test]
fn faults_of_zone_tables_are_told_with_all_others() {
    let text = r#"
        zone = "Host/One"
        zones."Host/One" = { first = "+01:00", after = "JST-9" }
        zones."Host/Two" = { first = "+01:00", transitions = [["2001-01-01T00:00:00Z", "+02:00"], ["2000-01-01T00:00:00Z", "+03:00"]] }
        [recycle]
        max_cycles = 0
    "#;
    let faults = told(text);
    assert_eq!(faults.len(), 3, "{faults:?}");
    for (fault, words) in faults.iter().zip(["it has to go on from the table", "write them in order", "max_cycles"]) {
        assert!(fault.contains(words), "{fault}");
    }
    // What only follows from a value that cannot be read is not told.
    let text = r#"zones."Host/One" = { first = "noon", transitions = [["then", "+02:00"]], after = "JST-2" }"#;
    let faults = told(text);
    assert!(faults.len() == 2 && faults.iter().all(|fault| fault.contains("is not a")), "{faults:?}");
}

/// What is looked up belongs to the policy. Were there more than it may hold, nobody could read it again.
#[test]
fn a_policy_with_all_the_zones_that_it_may_have_can_be_stored() {
    let names = [
        "Asia/Tokyo",
        "America/New_York",
        "Europe/London",
        "Europe/Paris",
        "Asia/Kolkata",
        "Australia/Sydney",
        "America/Havana",
        "Pacific/Apia",
        "Africa/Cairo",
        "Asia/Seoul",
        "Asia/Dhaka",
        "Asia/Dubai",
        "Europe/Berlin",
        "Europe/Rome",
        "Europe/Madrid",
        "Europe/Kyiv",
    ];
    let text = |zone: &str| {
        let mut text = format!("zone = \"{zone}\"\ndefault_calendar = \"c0\"\n");
        for (place, name) in names.iter().enumerate() {
            let week = r#"{ mon-fri = ["09:00-17:00"] }"#;
            write!(text, "[calendars.c{place}]\nzone = \"{name}\"\nweek = {week}\n").expect("memory");
        }
        text
    };
    let policy = Policy::from_document(toml::Deserializer::parse(&text("Asia/Tokyo")).unwrap()).unwrap();
    let stored = serde_json::to_string(policy.draft()).unwrap();
    let again: PolicyDraft = serde_json::from_str(&stored).unwrap();
    assert_eq!(Policy::try_from(again).unwrap().fingerprint(), policy.fingerprint());
    assert_eq!(told(&text("America/Denver")), ["zones: expected 0 to 16 named zones of a policy, got 17 entries"]);
}

#[test]
fn a_name_that_is_nearly_one_of_the_database_is_suggested() {
    let faults = told("zone = \"Asia/Tokio\"");
    assert!(faults.iter().all(|fault| fault.contains("did you mean `Asia/Tokyo`?")), "{faults:?}");
}

#[test]
fn a_list_of_holidays_is_named_once() {
    let office = "[holidays.h]\n[calendars.a]\nweek = { mon = [\"09:00-10:00\"] }\nholidays = [\"h\", \"h\"]";
    assert_eq!(told(office), ["calendars.a.holidays[1]: expected every entry once, got `h` again"]);
}

#[test]
fn a_list_of_which_all_days_have_passed_is_advised() {
    let text = |known: &str| {
        format!(
            "[holidays.h]\n{known}days = {{ \"2026-08-15\" = \"moving\" }}\n[calendars.a]\nweek = {{ mon = [\"09:00-10:00\"] }}\nholidays = [\"h\"]"
        )
    };
    let advised = |known: &str, now: &str| {
        let policy = Policy::from_document(toml::Deserializer::parse(&text(known)).unwrap()).unwrap();
        policy.lints_at(k(now)).iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    assert_eq!(advised("", "2026-08-15T23:59:59+09:00"), [""; 0]);
    assert_eq!(
        advised("", "2026-08-16T00:00:00+09:00"),
        [
            "holidays.h.known_until: the last of the holidays `h` was 2026-08-15: add those that follow, or say in `known_until` to which date there are no others"
        ]
    );
    assert_eq!(advised("known_until = \"9999-12-31\"\n", "2050-08-16T00:00:00+09:00"), [""; 0]);
}

/// An office that never closes has one segment, which is not looked for day by day.
#[test]
fn the_next_segment_is_found_without_walking_eight_thousand_years() {
    let always = office("America/New_York", &json!({"mon-sun": ["00:00-24:00"]}), &json!({}), &[]);
    let segment = quick("a segment", || always.segments(Instant::MIN, Instant::MAX).next()).unwrap();
    assert_eq!((segment.from, segment.until, segment.state), (Instant::MIN, Instant::MAX, OfficeState::Open));
}

/// Open for decades by special days, while clocks change all the time.
#[test]
fn the_next_closing_looks_at_no_day_twice() {
    let first: Date = k("1970-01-02");
    let days = |from: u32| -> Map<String, Value> {
        (0..4_096).map(|day| (first.add_days(from * 4_096 + day).to_string(), json!(["00:00-24:00"]))).collect()
    };
    let mut calendars =
        Map::from_iter([("c0".to_string(), json!({"week": {"mon": ["00:00-00:01"]}, "days": days(0)}))]);
    for place in 1..6_u32 {
        calendars.insert(format!("c{place}"), json!({"extends": format!("c{}", place - 1), "days": days(place)}));
    }
    let begin = first.to_chrono().and_hms_opt(12, 0, 0).unwrap().and_utc().timestamp();
    let steps: Vec<Value> = (1..=1_024_i64)
        .map(|step| {
            let at = Instant::from_seconds(begin + step * 23 * 86_400).unwrap();
            json!([at, offset(if step % 2 == 0 { 1 } else { 2 })])
        })
        .collect();
    let zones = json!({"Host/Own": {"first": "+01:00", "transitions": steps}});
    let draft = json!({"zone": "Host/Own", "zones": zones, "calendars": calendars, "default_calendar": "c5"});
    let policy = Policy::try_from(serde_json::from_value::<PolicyDraft>(draft).unwrap()).unwrap();
    let office = policy.calendars().standard();
    let from = Instant::from_seconds(begin).unwrap();
    let closes = quick("the next closing", || office.next_closing(from)).unwrap();
    let last = first.add_days(6 * 4_096 - 1);
    assert_eq!(closes.seconds(), last.end(policy.zone()).seconds() + 1);
}

/// Far beyond the limits: told, and not worked through with the square of the number.
#[test]
fn too_many_are_told_at_once() {
    let mut text = String::from("[calendars.c00000]\nweek = { mon = [\"09:00-10:00\"] }\n");
    for place in 1..4_000 {
        writeln!(text, "[calendars.c{place:05}]\nextends = \"c{:05}\"", place - 1).expect("memory");
    }
    let faults = quick("a chain of calendars", || told(&text));
    assert!(faults[0].starts_with("calendars: expected 0 to 16 working calendars"), "{faults:?}");
    let teams: Vec<String> = (0..20_000).map(|place| format!("t{place}")).collect();
    let draft = json!({"calendars": {"a": {"week": {"mon": ["09:00-10:00"]}, "teams": teams}}});
    let policy = quick("teams", || Policy::try_from(serde_json::from_value::<PolicyDraft>(draft).unwrap())).unwrap();
    assert!(policy.calendars().of_team(Some(&k("t19999"))).is_open(k("2026-06-15T09:30:00+09:00")));
}
