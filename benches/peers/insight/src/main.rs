//! Reports, beside DuckDB over the same facts.
//!
//! ```text
//! cargo run --release --manifest-path benches/peers/insight/Cargo.toml -- 2000000 /tmp/insight
//! python benches/peers/insight/duck.py /tmp/insight        # pip install duckdb
//! ```
//!
//! The first lives as many leads as make so many facts, chunk by chunk, measures each step, and writes the facts that count
//! (`facts.csv`) and its six tables (`ours.json`). The second loads the facts, reads the same six tables, and stops where a digit differs.
//!
//! CPU time of the thread, rounds interleaved, medians; what is not measured (living, writing) is not in any number.

use std::hint::black_box;
use std::path::{Path, PathBuf};

use cpu_time::ThreadTime;
use lead_lifecycle::Fact;
use lead_lifecycle::calendar::{Zone, ZoneTable};
use lead_lifecycle::insight::{Absorbed, Dimension, LeadLine, LinePlan, Report, ReportPlan};

#[path = "../../../lives/mod.rs"]
mod lives;
mod tables;
mod written;

/// Leads that live, are measured and forgotten together: some hundred megabytes of facts.
const CHUNK: u64 = 20_000;
const ROUNDS: usize = 5;
const ZONES: [&str; 3] = ["UTC", "Asia/Tokyo", "America/New_York"];

/// Nanoseconds of this thread.
fn timed<T>(work: impl FnOnce() -> T) -> (f64, T) {
    let start = ThreadTime::now();
    let done = black_box(work());
    (start.elapsed().as_nanos() as f64, done)
}

/// What rounds took: the median, the least, the most.
struct Took(Vec<f64>);

impl Took {
    fn median(&self) -> f64 {
        let mut sorted = self.0.clone();
        sorted.sort_by(f64::total_cmp);
        sorted[sorted.len() / 2]
    }

    fn mean(&self) -> f64 {
        self.0.iter().sum::<f64>() / self.0.len() as f64
    }

    fn per(&self, facts: f64) -> String {
        let least = self.0.iter().copied().fold(f64::INFINITY, f64::min);
        let most = self.0.iter().copied().fold(0.0, f64::max);
        format!("{:>8.1}  ({:.1} - {:.1})", self.median() / facts, least / facts, most / facts)
    }
}

/// Bytes of memory that are held.
fn resident() -> usize {
    let text = std::fs::read_to_string("/proc/self/statm").unwrap();
    text.split(' ').nth(1).unwrap().parse::<usize>().unwrap() * 4_096
}

fn zone(name: &str) -> Zone {
    let name = name.parse().unwrap();
    let table = ZoneTable::of(&name).unwrap();
    Zone::named(name, table)
}

/// What cannot be done without: every fact is looked at.
fn walk(facts: &[Vec<Fact>]) -> u64 {
    let of = |fact: &Fact| fact.envelope.effective_at.seconds().unsigned_abs() ^ u64::from(fact.kind().is_turn());
    facts.iter().flatten().fold(0, |sum, fact| sum.wrapping_add(of(fact)))
}

/// A lead that changes after the full pass.
struct Changing {
    facts: Vec<Fact>,
    before: LeadLine,
    /// How many facts that line knows.
    knows: usize,
}

fn plan_in(zone: Zone) -> ReportPlan {
    ReportPlan::new(LinePlan::new(zone), vec![Dimension::Source])
}

fn main() {
    let mut args = std::env::args().skip(1);
    let wanted: usize = args.next().map_or(2_000_000, |count| count.parse().unwrap());
    let folder: PathBuf = args.next().unwrap_or_else(|| "/tmp/insight".into()).into();
    std::fs::create_dir_all(&folder).unwrap();
    measure(wanted, &folder);
}

fn measure(wanted: usize, folder: &Path) {
    let town = lives::Town::new();
    let zones = ZONES.map(zone);
    let plans = zones.clone().map(plan_in);
    let tokyo = &plans[1];
    let mut report = Report::new(tokyo);
    let mut csv = written::Written::new(&folder.join("facts.csv"));
    let (mut facts, mut leads, mut bytes) = (0_usize, 0_u64, 0_usize);
    let (mut walked, mut passed) = (Took(Vec::new()), Took(Vec::new()));
    let mut lined = [const { Took(Vec::new()) }; 3];
    let mut changing: Vec<Changing> = Vec::new();
    while facts < wanted {
        let chunk: Vec<Vec<Fact>> = (leads..leads + CHUNK).map(|number| town.life(number)).collect();
        let count = chunk.iter().map(Vec::len).sum::<usize>();
        facts += count;
        leads += CHUNK;
        for history in &chunk {
            csv.write(history);
        }
        // One of a hundred is known as it was before its last facts.
        let knows = |place: usize| chunk[place].len().saturating_sub(if place % 100 == 0 { 2 } else { 0 }).max(1);
        walked.0.push(timed(|| walk(&chunk)).0 / count as f64);
        for (took, plan) in lined.iter_mut().zip(&plans) {
            let build = || chunk.iter().for_each(|facts| drop(black_box(LeadLine::of(plan.line(), facts).unwrap())));
            took.0.push(timed(build).0 / count as f64);
        }
        let pass = || {
            for (place, facts) in chunk.iter().enumerate() {
                let line = LeadLine::of(tokyo.line(), &facts[..knows(place)]).unwrap();
                report.add(tokyo, &line).unwrap();
            }
        };
        passed.0.push(timed(pass).0 / count as f64);
        let known: Vec<usize> = (0..chunk.len()).map(knows).collect();
        for (place, (facts, knows)) in chunk.into_iter().zip(known).enumerate() {
            let before = LeadLine::of(tokyo.line(), &facts[..knows]).unwrap();
            bytes += postcard::to_allocvec(&before).unwrap().len();
            if place % 100 == 0 {
                changing.push(Changing { facts, before, knows });
            }
        }
    }
    csv.finish();
    let per = facts as f64;
    println!("{facts} facts of {leads} leads: {:.2} a lead; {} rows in the report, {:.2} a lead", per / leads as f64, report.rows(), report.rows() as f64 / leads as f64);
    println!("ns a fact, median of chunks (least - most):");
    println!("    walk {}", walked.per(1.0));
    for (zone, took) in ZONES.iter().zip(&lined) {
        println!("    lines in {zone} {}", took.per(1.0));
    }
    println!("    lines and report {}", passed.per(1.0));
    let (passed, lined) = (passed.mean(), lined.map(|took| took.mean()));
    let mut reads = [const { Vec::new() }; 3];
    let mut single: [Vec<f64>; 6] = [const { Vec::new() }; 6];
    for _ in 0..ROUNDS {
        for (reads, zone) in reads.iter_mut().zip(&zones) {
            reads.push(timed(|| tables::Six::read(&report, zone)).0);
        }
        for (single, (took, _)) in single.iter_mut().zip(tables::each(&report, &zones[1])) {
            single.push(took);
        }
    }
    let reads = reads.map(Took);
    for (zone, took) in ZONES.iter().zip(&reads) {
        println!("ns a fact: six tables in {zone} {}", took.per(per));
    }
    for (name, took) in tables::NAMES.iter().zip(single) {
        println!("    {name:<10} {}", Took(took).per(per));
    }
    let whole: Vec<f64> =
        lined.iter().zip(&reads).map(|(one, reads)| (passed + one - lined[1]) * per + reads.median()).collect();
    println!("ns a fact, all of it: UTC {:.1}, Tokyo {:.1} ({:.3} x), New York {:.1} ({:.3} x)", whole[0] / per, whole[1] / per, whole[1] / whole[0], whole[2] / per, whole[2] / whole[0]);
    println!("total ms: {:.1}", whole[1] / 1e6);
    println!("bytes a line (postcard): {:.1}", bytes as f64 / leads as f64);
    change(tokyo, &zones[1], &mut report, &changing, whole[1]);
    let six = tables::Six::read(&report, &zones[1]);
    std::fs::write(folder.join("ours.json"), serde_json::to_vec(&six.json()).unwrap()).unwrap();
    let held = resident();
    let rows = report.rows() as f64;
    drop(report);
    let held = held.saturating_sub(resident()) as f64;
    println!("memory of the report: {:.1} bytes a row, {:.1} a lead", held / rows, held / leads as f64);
}

/// What a day brings: new facts of one lead in a hundred.
fn change(plan: &ReportPlan, zone: &Zone, report: &mut Report, changing: &[Changing], whole: f64) {
    let mut rebuilt = 0_usize;
    let (took, ()) = timed(|| {
        for lead in changing {
            let mut line = lead.before.clone();
            let newer = &lead.facts[lead.knows..];
            if newer.iter().any(|fact| line.absorb(plan.line(), fact) == Absorbed::Rebuild) {
                line = LeadLine::of(plan.line(), &lead.facts).unwrap();
                rebuilt += 1;
            }
            report.remove(plan, &lead.before).unwrap();
            report.add(plan, &line).unwrap();
        }
    });
    let reads = Took((0..ROUNDS).map(|_| timed(|| tables::Six::read(report, zone)).0).collect());
    let read = reads.median();
    println!(
        "1 % changed: {} leads ({rebuilt} rebuilt), {:.2} ms for lines and report, {:.2} ms for six tables: 1/{:.1} of {:.0} ms; without reading 1/{:.1}",
        changing.len(), took / 1e6, read / 1e6, whole / (took + read), whole / 1e6, whole / took
    );
}
