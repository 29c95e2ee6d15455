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
    let zones = ["UTC", "Asia/Tokyo", "America/New_York"].map(zone);
    let plans = zones.clone().map(plan_in);
    let tokyo = &plans[1];
    let mut report = Report::new(tokyo);
    let mut csv = written::Written::new(&folder.join("facts.csv"));
    let (mut facts, mut leads, mut bytes) = (0_usize, 0_u64, 0_usize);
    let (mut walked, mut added) = (0.0, 0.0);
    let mut lined = [0.0; 3];
    let mut changing: Vec<Changing> = Vec::new();
    while facts < wanted {
        let chunk: Vec<Vec<Fact>> = (leads..leads + CHUNK).map(|number| town.life(number)).collect();
        facts += chunk.iter().map(Vec::len).sum::<usize>();
        leads += CHUNK;
        for history in &chunk {
            csv.write(history);
        }
        walked += timed(|| walk(&chunk)).0;
        for (took, plan) in lined.iter_mut().zip(&plans) {
            let (time, lines) = timed(|| chunk.iter().map(|facts| LeadLine::of(plan.line(), facts).unwrap()).collect::<Vec<_>>());
            *took += time;
            drop(lines);
        }
        // One of a hundred is known as it was before its last facts.
        let knows: Vec<usize> = (0..).zip(&chunk).map(|(place, facts)| if place % 100 == 0 { facts.len().saturating_sub(2).max(1) } else { facts.len() }).collect();
        let lines: Vec<LeadLine> = chunk.iter().zip(&knows).map(|(facts, knows)| LeadLine::of(tokyo.line(), &facts[..*knows]).unwrap()).collect();
        added += timed(|| lines.iter().for_each(|line| report.add(tokyo, line).unwrap())).0;
        bytes += lines.iter().map(|line| postcard::to_allocvec(line).unwrap().len()).sum::<usize>();
        let few = chunk.into_iter().zip(lines).zip(knows).step_by(100);
        changing.extend(few.map(|((facts, before), knows)| Changing { facts, before, knows }));
    }
    csv.finish();
    let per = facts as f64;
    println!("{facts} facts of {leads} leads: {:.2} a lead; {} rows in the report, {:.2} a lead", per / leads as f64, report.rows(), report.rows() as f64 / leads as f64);
    println!("ns a fact: walk {:.1}, add {:.1}", walked / per, added / per);
    for (zone, took) in ["UTC", "Asia/Tokyo", "America/New_York"].iter().zip(lined) {
        println!("ns a fact: lines in {zone} {:.1}", took / per);
    }
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
    for (zone, took) in ["UTC", "Asia/Tokyo", "America/New_York"].iter().zip(&reads) {
        println!("ns a fact: six tables in {zone} {}", took.per(per));
    }
    for (name, took) in tables::NAMES.iter().zip(single) {
        println!("    {name:<10} {}", Took(took).per(per));
    }
    let whole: Vec<f64> = lined.iter().zip(&reads).map(|(lined, reads)| lined + added + reads.median()).collect();
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
