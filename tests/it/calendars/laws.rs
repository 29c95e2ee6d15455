//! Working time beside a walker that goes minute by minute and knows only what clocks show; and the laws.

use std::collections::BTreeSet;

use lead_lifecycle::calendar::{Calendar, OfficeState, Roll, Zone, ZoneRule, ZoneTable, ZoneTransition};
use lead_lifecycle::values::UtcOffset;
use lead_lifecycle::{Date, Instant, Policy, Span};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

use crate::calendars::offices::{policy, policy_in};
use crate::common::k;

/// A calendar as the walker knows it: minutes of the day.
#[derive(Debug, Clone)]
struct Plan {
    zone: &'static str,
    /// The zone's table, where a host hands it in.
    table: Option<ZoneTable>,
    /// From Monday.
    week: Vec<Vec<(u32, u32)>>,
    days: Vec<(u32, Vec<(u32, u32)>)>,
    holidays: Vec<u32>,
}

const NAMES: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
/// The days that may be special, from here.
const FIRST: &str = "2026-03-01";

fn clock(minute: u32) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

fn shifts(of: &[(u32, u32)]) -> Value {
    json!(
        of.iter()
            .map(|(from, until)| format!(
                "{}-{}",
                clock(*from),
                clock(if *until > 1_440 { until - 1_440 } else { *until })
            ))
            .collect::<Vec<_>>()
    )
}

fn date(day: u32) -> Date {
    k::<Date>(FIRST).add_days(day)
}

impl Plan {
    fn policy(&self) -> Policy {
        let week: Map<String, Value> =
            NAMES.iter().zip(&self.week).map(|(name, of)| ((*name).to_string(), shifts(of))).collect();
        let days: Map<String, Value> = self.days.iter().map(|(day, of)| (date(*day).to_string(), shifts(of))).collect();
        let holidays: Vec<String> = self.holidays.iter().map(|day| date(*day).to_string()).collect();
        let zones: Map<String, Value> = self.table.iter().map(|table| (self.zone.to_string(), json!(table))).collect();
        policy_in(self.zone, &Value::Object(zones), &Value::Object(week), &Value::Object(days), &holidays)
    }

    fn special(&self, at: Date) -> Option<&[(u32, u32)]> {
        let own = self.days.iter().find(|(day, _)| date(*day) == at).map(|(_, of)| of.as_slice());
        own.or_else(|| self.holidays.iter().any(|day| date(*day) == at).then_some(&[][..]))
    }

    fn beginning(&self, at: Date) -> &[(u32, u32)] {
        use chrono::Datelike as _;
        let weekday = at.to_chrono().weekday().num_days_from_monday();
        self.special(at).unwrap_or(&self.week[usize::try_from(weekday).unwrap()])
    }

    /// What the issue says, word by word.
    fn is_open(&self, zone: &Zone, at: Instant) -> bool {
        let local = at.to_utc().naive_utc() + chrono::TimeDelta::seconds(i64::from(zone.offset_at(at).seconds()));
        let minute = u32::try_from((local - local.date().and_time(chrono::NaiveTime::MIN)).num_minutes()).unwrap();
        let today = Date::new(local.date()).unwrap();
        let yesterday = Date::new(local.date().pred_opt().unwrap()).unwrap();
        if self.special(today).is_some_and(<[_]>::is_empty) {
            return false;
        }
        let within = |of: &[(u32, u32)], minute: u32| of.iter().any(|(from, until)| (*from..*until).contains(&minute));
        within(self.beginning(today), minute) || within(self.beginning(yesterday), minute + 1_440)
    }
}

fn day() -> impl Strategy<Value = Vec<(u32, u32)>> {
    // In quarters of an hour; the last of a day may go past midnight.
    proptest::collection::btree_set(0..96_u32, 0..=6).prop_flat_map(|cuts| {
        let cuts: Vec<u32> = cuts.into_iter().collect();
        let pairs: Vec<(u32, u32)> = cuts.chunks_exact(2).map(|pair| (pair[0] * 15, pair[1] * 15)).collect();
        let last = pairs.last().copied();
        (Just(pairs), prop_oneof![3 => Just(None), 1 => (0..40_u32).prop_map(Some)]).prop_map(
            move |(mut pairs, past)| {
                if let (Some(past), Some((from, _))) = (past, last) {
                    pairs.pop();
                    pairs.push((from, 1_440 + (past * 15).min(from.saturating_sub(15))));
                }
                pairs
            },
        )
    })
}

fn plan() -> impl Strategy<Value = Plan> {
    let zones = prop_oneof![
        Just("Asia/Tokyo"),
        Just("+09:00"),
        Just("America/New_York"),
        Just("Europe/London"),
        Just("Australia/Lord_Howe"),
        Just("America/Havana"),
        Just("Asia/Kolkata"),
        Just("-03:30"),
    ];
    let days = proptest::collection::btree_map(0..40_u32, day(), 0..4);
    let holidays = proptest::collection::btree_set(0..40_u32, 0..6);
    (zones, proptest::collection::vec(day(), 7), days, holidays)
        .prop_map(|(zone, week, days, holidays)| Plan {
            zone,
            table: None,
            week,
            days: days.into_iter().collect(),
            holidays: holidays.into_iter().collect(),
        })
        .prop_filter("it opens", |plan| {
            plan.week.iter().any(|of| of.iter().any(|(from, until)| until.min(&1_440) > from))
        })
}

/// Clocks that change when a host likes, and by what it likes: minutes or days apart, by up to 28 hours, within the days that are
/// asked about.
fn any_clocks() -> impl Strategy<Value = ZoneTable> {
    let offset = || (-14 * 60..=14 * 60_i32).prop_map(|minutes| UtcOffset::from_seconds(minutes * 60).unwrap());
    let gap = prop_oneof![1..30_i64, 1..600_i64, 1..8_000_i64];
    let steps = proptest::collection::vec((gap, offset()), 0..12);
    let rules = prop_oneof![
        Just(None),
        Just(Some("EST5EDT,M3.2.0,M11.1.0")),
        Just(Some("AAA-14BBB14,J60/0,J90/0")),
        Just(Some("AAA14BBB-14,M1.1.0/-167,M3.2.6/167")),
        Just(Some("AAA0BBB-1,J365/167,J1/-167")),
    ];
    (offset(), 0..20 * 1_440_i64, steps, rules).prop_map(|(first, mut at, steps, rule)| {
        let mut transitions = Vec::new();
        for (gap, offset) in steps {
            transitions.push(ZoneTransition(minute(at), offset));
            at += gap;
        }
        let rule: Option<ZoneRule> = rule.map(k);
        transitions.extend(rule.iter().map(|rule| ZoneTransition(minute(at), rule.offset_at(minute(at)))));
        ZoneTable::new(first, transitions, rule).unwrap()
    })
}

fn minute(minute: i64) -> Instant {
    Instant::from_seconds(k::<Instant>("2026-02-26T00:00:00Z").seconds() + minute * 60).unwrap()
}

/// Working minutes between two minutes, one after the other.
fn walked(plan: &Plan, zone: &Zone, from: i64, until: i64) -> i64 {
    i64::try_from((from..until).filter(|at| plan.is_open(zone, minute(*at))).count()).unwrap()
}

/// All questions about one start, answered twice. Spring's change of clocks lies within the days that are asked about.
fn agrees(plan: &Plan, office: &Calendar, start: i64, length: i64) {
    let zone = office.zone();
    let open = |at: i64| plan.is_open(zone, minute(at));
    let (from, until) = (minute(start), minute(start + length));
    assert_eq!(office.is_open(from), open(start), "open at {from}? {plan:?}");
    let worked = walked(plan, zone, start, start + length);
    assert_eq!(office.between(from, until), worked * 60, "{from} to {until}: {plan:?}");
    assert_eq!(office.between(until, from), -worked * 60);
    // The first instant at which this much is worked.
    if worked > 0 {
        let mut left = worked;
        let mut due = start;
        while left > 0 {
            left -= i64::from(open(due));
            due += 1;
        }
        let span = Span::from_seconds(u64::try_from(worked * 60).unwrap()).unwrap();
        assert_eq!(office.add(from, span).map(|due| due.at), Some(minute(due)), "{worked} min from {from}: {plan:?}");
        let mut left = worked;
        let mut begun = start + length;
        while left > 0 {
            begun -= 1;
            left -= i64::from(open(begun));
        }
        // The earliest: back over all that is closed before.
        while !open(begun - 1) {
            begun -= 1;
        }
        assert_eq!(office.subtract(until, span), Some(minute(begun)), "{worked} min before {until}: {plan:?}");
    }
    for (asked, wanted) in [(office.next_opening(from), true), (office.next_closing(from), false)] {
        let found = (start..start + 15 * 1_440).find(|at| open(*at) == wanted);
        if let Some(found) = found {
            assert_eq!(asked, Some(minute(found)), "next {wanted} from {from}: {plan:?}");
        }
    }
    let mut at = from;
    let mut sum = 0;
    for segment in office.segments(from, until) {
        assert_eq!(segment.from, at, "no gaps");
        assert!(segment.until > segment.from);
        let is_open = segment.state == OfficeState::Open;
        assert_eq!(is_open, plan.is_open(zone, segment.from));
        sum += if is_open { segment.until.seconds() - segment.from.seconds() } else { 0 };
        at = segment.until;
    }
    assert!(at == until || length == 0);
    assert_eq!(sum, worked * 60, "the trace sums");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn working_time_is_what_a_walker_counts_on_any_clocks(
        plan in plan(),
        table in any_clocks(),
        asked in proptest::collection::vec((0..38 * 1_440_i64, 0..4_000_i64), 6),
    ) {
        let plan = Plan { zone: "Host/Own", table: Some(table), ..plan };
        let policy = plan.policy();
        let office = policy.calendars().standard();
        for (start, length) in asked {
            agrees(&plan, office, start, length);
        }
        // A date is a business day if a shift begins on it and clocks show it at all.
        let shown: BTreeSet<Date> = (0..40 * 1_440).map(|at| minute(at).date(office.zone())).collect();
        for day in 2..36 {
            let date = date(day);
            let business = shown.contains(&date) && !plan.beginning(date).is_empty();
            prop_assert_eq!(office.is_business_day(date), business, "{}", date);
        }
    }

    #[test]
    fn working_time_is_what_a_walker_counts(plan in plan(), asked in proptest::collection::vec((0..38 * 1_440_i64, 0..4_000_i64), 6)) {
        let policy = plan.policy();
        let office = policy.calendars().standard();
        for (start, length) in asked {
            agrees(&plan, office, start, length);
        }
    }

    /// In March and April, and in October and November, of any year.
    #[test]
    fn working_time_is_what_a_walker_counts_in_any_century(plan in plan(), asked in proptest::collection::vec((0..7_970_i64, any::<bool>(), 0..40 * 1_440_i64, 0..4_000_i64), 6)) {
        let policy = plan.policy();
        let office = policy.calendars().standard();
        for (years, autumn, minutes, length) in asked {
            let day = years * 146_097 / 400 + if autumn { 235 } else { 0 };
            agrees(&plan, office, day * 1_440 + minutes, length);
        }
    }

    #[test]
    fn the_laws_hold_far_away(plan in plan(), from in 0..4_000_000_000_i64, more in 0..4_000_000_000_i64, seconds in 1..2_000_000_000_u64) {
        let policy = plan.policy();
        let office = policy.calendars().standard();
        let at = |second: i64| Instant::from_seconds(second).unwrap();
        let (a, b, c) = (at(from), at(from + more / 3), at(from + more));
        // Split = whole, monotone, and never more than there is.
        prop_assert_eq!(office.between(a, b) + office.between(b, c), office.between(a, c));
        prop_assert!(office.between(a, b) >= 0 && office.between(a, b) <= more / 3);
        let work = Span::from_seconds(seconds).unwrap();
        let due = office.add(a, work).unwrap().at;
        prop_assert_eq!(office.between(a, due), work.signed());
        // The earliest: one second before, less is worked.
        prop_assert_eq!(office.between(a, at(due.seconds() - 1)), work.signed() - 1);
        prop_assert!(office.add(b, work).unwrap().at >= due, "monotone in the start");
        let begun = office.subtract(due, work).unwrap();
        prop_assert_eq!(office.between(begun, due), work.signed());
        prop_assert!(begun <= a);
        prop_assert!(!office.is_open(at(begun.seconds())) || office.next_opening(begun) == Some(begun));
        // Half-open: the second of closing is closed, that of opening is open.
        let opens = office.next_opening(a).unwrap();
        prop_assert!(office.is_open(opens));
        prop_assert_eq!(office.between(a, opens), 0);
        if let Some(closes) = office.next_closing(opens) {
            prop_assert!(!office.is_open(closes));
            prop_assert_eq!(office.between(opens, closes), closes.seconds() - opens.seconds());
        }
    }

    #[test]
    fn business_days_are_counted_one_by_one(plan in plan(), from in 0..60_u32, days in 0..60_u32, added in -20..20_i32) {
        let policy = plan.policy();
        let office = policy.calendars().standard();
        let (from, until) = (k::<Date>("2026-02-10").add_days(from), k::<Date>("2026-02-10").add_days(from + days));
        let business = |date: Date| !plan.beginning(date).is_empty();
        let mut date = from;
        let mut count = 0;
        while date < until {
            prop_assert_eq!(office.is_business_day(date), business(date));
            count += i64::from(business(date));
            date = date.add_days(1);
        }
        prop_assert_eq!(office.business_days_between(from, until), count);
        for roll in [Roll::Forward, Roll::Backward] {
            let step = |date: Date, forward: bool| Date::new(if forward { date.to_chrono().succ_opt() } else { date.to_chrono().pred_opt() }.unwrap()).unwrap();
            let mut expected = from;
            while !business(expected) {
                expected = step(expected, roll == Roll::Forward);
            }
            for _ in 0..added.unsigned_abs() {
                expected = step(expected, added > 0);
                while !business(expected) {
                    expected = step(expected, added > 0);
                }
            }
            prop_assert_eq!(office.add_business_days(from, added, roll), Some(expected), "{:?} {} from {}", roll, added, from);
        }
    }
}

/// Always open = plain arithmetic, in every zone.
#[test]
fn an_office_that_is_always_open_counts_seconds() {
    for zone in ["Asia/Tokyo", "America/New_York", "Australia/Lord_Howe", "+09:00"] {
        let always = policy(zone, &json!({"mon-sun": ["00:00-24:00"]}), &json!({}), &[]);
        let always = always.calendars().standard();
        for second in [0, 86_399, 1_000_000_007, 1_700_000_000, 50_000_000_000] {
            let at = Instant::from_seconds(second).unwrap();
            for length in [1_u64, 3_600, 86_400 * 200, 86_400 * 3_660] {
                let work = Span::from_seconds(length).unwrap();
                assert_eq!(always.add(at, work).map(|due| due.at), at.checked_add(work), "{zone} {second} {length}");
            }
            assert!(always.is_open(at));
            assert_eq!((always.next_opening(at), always.next_closing(at)), (Some(at), None));
        }
        assert_eq!(always.segments(k("2026-01-01T00:00:00Z"), k("2027-01-01T00:00:00Z")).count(), 1);
    }
}

/// A million questions, once by hand: `cargo test --release --all-features --test it a_million -- --ignored`.
#[test]
#[ignore = "minutes"]
fn a_million_questions() {
    let config = ProptestConfig { cases: 25_000, max_shrink_iters: 100, ..ProptestConfig::default() };
    let asked = proptest::collection::vec((0..38 * 1_440_i64, 0..2_000_i64), 40);
    proptest!(config, |(plan in plan(), asked in asked)| {
        let policy = plan.policy();
        let office = policy.calendars().standard();
        for (start, length) in asked {
            agrees(&plan, office, start, length);
        }
    });
}
