//! Working time: deadlines near and far, time between instants, and what it costs to make a calendar.
//!
//! `cargo bench --all-features --bench calendar`. CPU time of the thread, rounds interleaved, medians of nine. The same questions put to
//! another crate are in `benches/peers/workclock`; how much memory a calendar takes is told by `--bench calendar_memory`.
#![expect(
    clippy::unwrap_used,
    clippy::as_conversions,
    clippy::cast_precision_loss,
    clippy::float_arithmetic,
    clippy::print_stdout,
    reason = "a benchmark measures, prints and may stop"
)]

use std::hint::black_box;

use cpu_time::ThreadTime;
use lead_lifecycle::calendar::{Calendar, Roll};
use lead_lifecycle::{Date, Instant, Policy, PolicyDraft, Span};

mod offices;
#[path = "offices/questions.rs"]
mod questions;

const ROUNDS: usize = 9;
/// Clocks always change within these hours.
const ALWAYS: &str = r#"{"mon-sun": ["00:00-24:00"]}"#;
const ZONES: [&str; 3] = ["+09:00", "Asia/Tokyo", "America/New_York"];

/// A question, asked so often in a round, and how long each took, in nanoseconds, round by round.
struct Figure<'a> {
    name: String,
    count: usize,
    round: Box<dyn FnMut() -> i64 + 'a>,
    took: Vec<f64>,
}

impl<'a> Figure<'a> {
    fn new(name: String, count: usize, round: impl FnMut() -> i64 + 'a) -> Self {
        Self { name, count, round: Box::new(round), took: Vec::new() }
    }

    fn measure(&mut self) {
        let start = ThreadTime::now();
        black_box((self.round)());
        self.took.push(start.elapsed().as_nanos() as f64 / self.count as f64);
    }

    fn median(&self) -> f64 {
        let mut took = self.took.clone();
        took.sort_by(f64::total_cmp);
        took.get(took.len() / 2).copied().unwrap()
    }
}

fn measured(mut figures: Vec<Figure<'_>>) -> Vec<Figure<'_>> {
    // The first round fetches what the others find at hand.
    for round in 0..=ROUNDS {
        for figure in &mut figures {
            figure.measure();
            if round == 0 {
                figure.took.clear();
            }
        }
    }
    figures
}

fn tell(figures: &[Figure<'_>]) {
    for figure in figures {
        println!("{:<52}{:>12.1} ns", figure.name, figure.median());
    }
}

fn policy(zone: &str, week: &str) -> Policy {
    Policy::try_from(offices::draft(zone, week)).unwrap()
}

fn deadlines(zone: &'static str, office: &Calendar, starts: &[Instant]) {
    let due = |work: Span| {
        let due = move |from: &Instant| office.add(*from, work).unwrap().at.seconds();
        Figure::new(format!("{zone}: add {} working hours", work.seconds() / 3_600), starts.len(), move || {
            starts.iter().map(due).sum()
        })
    };
    let dates: Vec<_> = starts.iter().map(|at| at.date(office.zone())).collect();
    let later = |days: i32| {
        let dates = dates.clone();
        Figure::new(format!("{zone}: add {days} business days"), dates.len(), move || {
            let later = |date: &Date| office.add_business_days(*date, days, Roll::Forward).unwrap();
            dates.iter().map(|date| i64::from(black_box(later(date)) > *date)).sum()
        })
    };
    let hours = [Span::hours(8), questions::years(5), questions::years(50)];
    let figures = measured(hours.into_iter().map(due).chain([later(90)]).collect());
    tell(&figures);
    if let [tomorrow, _, fifty_years, ..] = &figures[..] {
        println!("{zone}: fifty years beside eight hours {:>28.2} ×", fifty_years.median() / tomorrow.median());
    }
}

fn between(policies: &[(&'static str, Policy)]) {
    let count = 1_000_000;
    let near = questions::pairs(count, 30);
    let far = questions::pairs(count, 50 * 365);
    let figures = policies.iter().flat_map(|(zone, policy)| {
        [("30 days", &near), ("50 years", &far)].map(|(apart, pairs)| {
            let office = policy.calendars().standard();
            let name = format!("{zone}: between, up to {apart} apart");
            Figure::new(name, pairs.len(), || pairs.iter().map(|(from, until)| office.between(*from, *until)).sum())
        })
    });
    println!("\na million pairs, each:");
    tell(&measured(figures.collect()));
}

/// With the tables of its zones in it, as it is stored.
fn stored(draft: PolicyDraft) -> PolicyDraft {
    Policy::try_from(draft).unwrap().draft().clone()
}

fn making() {
    let repeats = 20;
    let mut drafts = vec![("no calendar".to_string(), PolicyDraft::default())];
    for zone in ZONES {
        for (hours, week) in [("office hours", offices::WEEK), ("always open", ALWAYS)] {
            drafts.push((format!("{zone}, {hours}"), stored(offices::draft(zone, week))));
        }
    }
    drafts.push(("America/New_York, looked up".to_string(), offices::draft("America/New_York", offices::WEEK)));
    let figures = drafts.into_iter().map(|(name, draft)| {
        Figure::new(name, repeats, move || {
            let made = (0..repeats).map(|_| Policy::try_from(black_box(draft.clone())).unwrap());
            made.map(|policy| i64::from(policy.calendars().standard().known_until().is_some())).sum()
        })
    });
    println!("\na policy made from its draft, with one calendar:");
    tell(&measured(figures.collect()));
}

fn main() {
    let policies = ZONES.map(|zone| (zone, policy(zone, offices::WEEK)));
    let starts = questions::starts(10_000);
    for (zone, policy) in &policies {
        deadlines(zone, policy.calendars().standard(), &starts);
    }
    between(&policies);
    making();
}
