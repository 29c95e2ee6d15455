//! What measuring costs: from facts in memory to lines, to a report, to six tables; in zones; and what a day's change costs.
//!
//! `cargo bench --bench insight --features tz`. CPU time of the thread; rounds are interleaved and medians are taken, because machines
//! are noisy. `benches/peers/insight` does the same over millions of facts, beside `DuckDB`.
#![expect(clippy::print_stdout, reason = "a bench reports")]
#![expect(clippy::unwrap_used, reason = "a bench stops when its own set-up is wrong")]
#![expect(
    clippy::float_arithmetic,
    clippy::as_conversions,
    clippy::cast_precision_loss,
    reason = "times are estimates"
)]
#![expect(clippy::indexing_slicing, reason = "small counts")]

use std::hint::black_box;

use cpu_time::ThreadTime;
use lead_lifecycle::calendar::{Zone, ZoneTable};
use lead_lifecycle::insight::{
    Absorbed, Asked, CohortAsked, CohortTable, Dimension, FlowTable, FunnelTable, Lasting, LeadLine, LinePlan,
    MoneyAsked, MoneyTable, Periods, Report, ReportPlan, SurvivalAsked, SurvivalTable, Table as _, TimesAsked,
    TimesTable,
};
use lead_lifecycle::values::Milestone;
use lead_lifecycle::{Fact, Instant, Span, StageKind};

mod lives;

const LEADS: u64 = 20_000;
const ROUNDS: usize = 7;
const ZONES: [&str; 3] = ["UTC", "Asia/Tokyo", "America/New_York"];

/// What rounds took, in nanoseconds a fact.
#[derive(Default)]
struct Took(Vec<f64>);

impl Took {
    fn time<T>(&mut self, facts: usize, work: impl FnOnce() -> T) -> T {
        let start = ThreadTime::now();
        let done = black_box(work());
        self.0.push(start.elapsed().as_nanos() as f64 / facts as f64);
        done
    }

    fn median(&self) -> f64 {
        let mut sorted = self.0.clone();
        sorted.sort_by(f64::total_cmp);
        sorted[sorted.len() / 2]
    }

    fn print(&self, what: &str) {
        let least = self.0.iter().copied().fold(f64::INFINITY, f64::min);
        let most = self.0.iter().copied().fold(0.0, f64::max);
        println!("{what:<34}{:>8.1}   ({least:.1} - {most:.1})", self.median());
    }
}

fn plan_in(zone: &str) -> ReportPlan {
    let name = zone.parse().unwrap();
    let table = ZoneTable::of(&name).unwrap();
    ReportPlan::new(LinePlan::new(Zone::named(name, table)), vec![Dimension::Source])
}

/// Every fact is looked at, nothing more.
fn walk(facts: &[Vec<Fact>]) -> i64 {
    let of = |fact: &Fact| fact.envelope.effective_at.seconds() ^ i64::from(fact.kind().is_turn());
    facts.iter().flatten().fold(0, |sum, fact| sum ^ of(fact))
}

/// Funnel by month and source, cohorts with 90 days, flow, times of four stages, survival, what was won.
fn six_tables(report: &Report, zone: &Zone) {
    let end: Instant = lives::END.parse().unwrap();
    let whole = Asked::new(end, zone.clone());
    let months = whole.clone().in_periods(Periods::months());
    let by_source = months.clone().by(vec![Dimension::Source]);
    drop(black_box(FunnelTable::read(report, &by_source, &()).unwrap()));
    let cohort = CohortAsked { entry: Milestone::Lead, window: Some(Span::days(90)) };
    drop(black_box(CohortTable::read(report, &months, &cohort).unwrap()));
    drop(black_box(FlowTable::read(report, &months, &()).unwrap()));
    for stage in [StageKind::Lead, StageKind::Mql, StageKind::Sql, StageKind::Opportunity] {
        drop(black_box(TimesTable::of(report, &whole, &TimesAsked::of(Lasting::Stage(stage))).unwrap()));
    }
    let waits = SurvivalAsked::of(Lasting::Stage(StageKind::Mql));
    drop(black_box(SurvivalTable::of(report, &whole, &waits).unwrap()));
    drop(black_box(MoneyTable::of(report, &months, &MoneyAsked::default()).unwrap()));
}

fn passed(plan: &ReportPlan, histories: &[Vec<Fact>], known: impl Fn(usize) -> usize) -> Report {
    let mut report = Report::new(plan);
    for (place, facts) in histories.iter().enumerate() {
        report.add(plan, &LeadLine::of(plan.line(), &facts[..known(place)]).unwrap()).unwrap();
    }
    report
}

/// The new facts of one lead in a hundred.
fn changed(plan: &ReportPlan, report: &mut Report, leads: &[(LeadLine, &[Fact], usize)]) {
    for (before, facts, known) in leads {
        let mut line = before.clone();
        if facts[*known..].iter().any(|fact| line.absorb(plan.line(), fact) == Absorbed::Rebuild) {
            line = LeadLine::of(plan.line(), *facts).unwrap();
        }
        report.remove(plan, before).unwrap();
        report.add(plan, &line).unwrap();
    }
}

fn main() {
    let town = lives::Town::new();
    let histories: Vec<Vec<Fact>> = (0..LEADS).map(|number| town.life(number)).collect();
    let facts: usize = histories.iter().map(Vec::len).sum();
    let plans = ZONES.map(plan_in);
    let known = |place: usize| histories[place].len().saturating_sub(if place % 100 == 0 { 2 } else { 0 }).max(1);
    let tokyo = &plans[1];
    let before: Vec<(LeadLine, &[Fact], usize)> = (0..histories.len())
        .step_by(100)
        .map(|place| {
            let facts = histories[place].as_slice();
            (LeadLine::of(tokyo.line(), &facts[..known(place)]).unwrap(), facts, known(place))
        })
        .collect();
    let sizes =
        histories.iter().map(|facts| postcard::to_allocvec(&LeadLine::of(tokyo.line(), facts).unwrap()).unwrap().len());
    let bytes: usize = sizes.sum();
    let mut walked = Took::default();
    let (mut lined, mut both, mut read): ([Took; 3], [Took; 3], [Took; 3]) = Default::default();
    let (mut change, mut again) = (Took::default(), Took::default());
    for _ in 0..ROUNDS {
        walked.time(facts, || walk(&histories));
        for (place, plan) in plans.iter().enumerate() {
            lined[place].time(facts, || {
                for facts in &histories {
                    drop(black_box(LeadLine::of(plan.line(), facts).unwrap()));
                }
            });
            let mut report = both[place].time(facts, || passed(plan, &histories, known));
            read[place].time(facts, || six_tables(&report, plan.line().zone()));
            if place == 1 {
                change.time(facts, || changed(plan, &mut report, &before));
                again.time(facts, || six_tables(&report, plan.line().zone()));
            }
        }
    }
    println!("{facts} facts of {LEADS} leads, ns a fact: median (least - most) of {ROUNDS} rounds");
    walked.print("a walk over the facts");
    for (place, zone) in ZONES.iter().enumerate() {
        lined[place].print(&format!("{zone}: lines"));
        both[place].print(&format!("{zone}: lines into a report"));
        read[place].print(&format!("{zone}: six tables"));
    }
    let whole = |place: usize| both[place].median() + read[place].median();
    println!(
        "all of it: {:.1} in UTC; Tokyo {:.3} ×, New York {:.3} ×",
        whole(0),
        whole(1) / whole(0),
        whole(2) / whole(0)
    );
    let (changed, tables) = (change.median(), again.median());
    println!(
        "1 % of the leads changed: lines and report 1/{:.0} of a full pass, with six tables read again 1/{:.1}",
        whole(1) / changed,
        whole(1) / (changed + tables)
    );
    println!("a line: {:.0} bytes (postcard)", bytes as f64 / LEADS as f64);
}
