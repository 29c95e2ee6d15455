//! Working time through workclock, beside ours, in one process.
//!
//! `cargo run --release --manifest-path benches/peers/workclock/Cargo.toml`
//!
//! The same hours, holidays, zones and questions; before anything is timed, every answer of both must be the same. workclock has no
//! business days: ninety of them are, from closing time on, ninety times eight working hours. It has no fixed offsets either; named
//! zones only.
//!
//! Not asked, because the two mean different things: subtracting (of all instants from which the work fits, ours is the earliest, workclock's
//! the latest), hours that begin or end while clocks change, and more than 366 days without working time, where workclock gives up.
//!
//! CPU time of the thread, rounds interleaved, medians of nine.

use std::hint::black_box;

use cpu_time::ThreadTime;
use jiff::civil::{date, time};
use jiff::{SignedDuration, Timestamp};
use lead_lifecycle::calendar::{Calendar, Roll};
use lead_lifecycle::{Date, Instant, Policy, Span};
use workclock::{Holidays, Schedule, Weekdays, WorkDay};

#[path = "../../../offices/mod.rs"]
mod offices;
#[path = "../../../offices/questions.rs"]
mod questions;

const ROUNDS: usize = 9;

fn schedule(zone: &str) -> Schedule {
    let days =
        offices::YEARS.flat_map(|year| offices::HOLIDAYS.map(|(month, day)| date(year as i16, month as i8, day as i8)));
    Schedule::builder()
        .time_zone(zone)
        .rule(WorkDay::new(time(9, 0, 0, 0), time(12, 0, 0, 0), Weekdays::MON_TO_FRI))
        .rule(WorkDay::new(time(13, 0, 0, 0), time(18, 0, 0, 0), Weekdays::MON_TO_FRI))
        .rule(Holidays::new(days))
        .build()
        .unwrap()
}

fn theirs(at: Instant) -> Timestamp {
    Timestamp::from_second(at.seconds()).unwrap()
}

fn median(mut took: Vec<f64>) -> f64 {
    took.sort_by(f64::total_cmp);
    took[took.len() / 2]
}

fn timed(count: usize, round: &mut dyn FnMut() -> i64) -> f64 {
    let start = ThreadTime::now();
    black_box(round());
    start.elapsed().as_nanos() as f64 / count as f64
}

/// Both answer every question, first to compare, then in turns. `few` of the questions are enough for who is slow.
fn compare<Q>(name: &str, questions: &[Q], few: usize, ours: impl Fn(&Q) -> i64, theirs: impl Fn(&Q) -> i64) {
    let few = &questions[..few.min(questions.len())];
    for (place, question) in few.iter().enumerate() {
        assert_eq!(ours(question), theirs(question), "{name}: question {place}");
    }
    let (mut own, mut peer) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        own.push(timed(questions.len(), &mut || questions.iter().map(&ours).sum()));
        peer.push(timed(few.len(), &mut || few.iter().map(&theirs).sum()));
    }
    let (own, peer) = (median(own), median(peer));
    println!("{name:<52}{own:>9.1} ns{peer:>12.1} ns{:>10.4}", own / peer);
}

fn in_zone(zone: &str) {
    let policy = Policy::try_from(offices::draft(zone, offices::WEEK)).unwrap();
    let office = policy.calendars().standard();
    let peer = schedule(zone);
    let starts = questions::starts(10_000);
    for (name, work, few) in [
        ("8 working hours", Span::hours(8), 10_000),
        ("5 years of working time", questions::years(5), 1_000),
        ("50 years of working time", questions::years(50), 300),
    ] {
        let length = SignedDuration::from_secs(work.seconds() as i64);
        compare(
            &format!("{zone}: {name}"),
            &starts,
            few,
            |from| office.add(*from, work).unwrap().at.seconds(),
            |from| peer.add(theirs(*from), length).unwrap().as_second(),
        );
    }
    business_days(zone, office, &peer, &starts);
    for (name, days, few) in [("30 days", 30, 10_000), ("a year", 365, 2_000), ("50 years", 50 * 365, 300)] {
        compare(
            &format!("{zone}: between, up to {name} apart"),
            &questions::pairs(100_000, days),
            few,
            |(from, until)| office.between(*from, *until),
            |(from, until)| peer.between(theirs(*from), theirs(*until)).as_secs(),
        );
    }
}

/// From business days: how many hours later the ninetieth after them closes.
fn business_days(zone: &str, office: &Calendar, peer: &Schedule, starts: &[Instant]) {
    let days: Vec<(Date, Instant)> = starts
        .iter()
        .map(|at| at.date(office.zone()))
        .filter(|date| office.is_business_day(*date))
        .map(|date| (date, office.end_of_business(date).unwrap().at))
        .collect();
    let length = SignedDuration::from_hours(90 * 8);
    let due = |closes: &Instant| peer.add(theirs(*closes), length).unwrap().as_second();
    let later = |date: &Date| office.add_business_days(*date, 90, Roll::Forward).unwrap();
    for (date, closes) in &days {
        let date = later(date);
        assert_eq!(office.end_of_business(date).unwrap().at.seconds(), due(closes), "{date}");
    }
    compare(
        &format!("{zone}: 90 business days"),
        &days,
        2_000,
        // Compared above; here only the time counts, and the closing time of the date is asked for as well.
        |(date, _)| office.end_of_business(later(date)).unwrap().at.seconds(),
        |(_, closes)| due(closes),
    );
}

fn main() {
    println!("{:<52}{:>12}{:>15}{:>10}", "", "ours", "workclock", "ratio");
    for zone in ["Asia/Tokyo", "America/New_York"] {
        in_zone(zone);
    }
}
