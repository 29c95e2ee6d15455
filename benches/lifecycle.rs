//! How fast deciding and folding are, as ratios within one run, with every allocation counted.
//!
//! `cargo bench --bench lifecycle`. Rounds of the things compared are interleaved and medians are taken, because machines are noisy.
#![expect(clippy::print_stdout, reason = "a bench reports")]
#![expect(clippy::disallowed_methods, reason = "a bench reads the clock")]
#![expect(clippy::unwrap_used, reason = "a bench stops when its own set-up is wrong")]
#![expect(
    clippy::float_arithmetic,
    clippy::as_conversions,
    clippy::cast_precision_loss,
    reason = "times are estimates"
)]
#![expect(clippy::arithmetic_side_effects, clippy::indexing_slicing, reason = "small counts")]

use std::alloc::System;
use std::hint::black_box;
use std::time::Instant as Clock;

use lead_lifecycle::*;
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

mod story;

/// A bare hand-written fold that only tracks the stage: the yardstick.
fn bare(stage: StageKind, body: &FactBody) -> StageKind {
    match body {
        FactBody::Captured(_) | FactBody::Demoted { .. } | FactBody::Reopened { .. } => StageKind::Lead,
        FactBody::BecameMql { .. } | FactBody::HandoffRejected { .. } | FactBody::ExpansionOpened { .. } => {
            StageKind::Mql
        }
        FactBody::BecameSql { .. } => StageKind::Sql,
        FactBody::BecameOpportunity { .. } => StageKind::Opportunity,
        FactBody::Won { .. } => StageKind::Customer,
        FactBody::Lost { ending, .. } | FactBody::Recycled { ending, .. } | FactBody::Disqualified { ending, .. } => {
            match ending {
                Ending::Recycled(_) => StageKind::Lead,
                Ending::Disqualified { .. } => StageKind::Disqualified,
                Ending::BackToCustomer => StageKind::Customer,
            }
        }
        FactBody::MergedInto { .. } => StageKind::Merged,
        _ => stage,
    }
}

fn median(mut samples: Vec<f64>) -> f64 {
    samples.sort_by(f64::total_cmp);
    samples[samples.len() / 2]
}

/// Nanoseconds per call.
fn time(calls: u32, mut work: impl FnMut()) -> f64 {
    let start = Clock::now();
    for _ in 0..calls {
        work();
    }
    start.elapsed().as_nanos() as f64 / f64::from(calls)
}

fn allocations(mut work: impl FnMut()) -> usize {
    let region = Region::new(ALLOCATOR);
    work();
    let change = region.change();
    change.allocations + change.reallocations
}

fn commands() {
    println!("\ndecide and apply, per command (ns; allocations of decide, of cloning its facts, of apply)");
    println!("{:<24}{:>10}{:>10}{:>12}{:>12}{:>12}", "command", "decide", "apply", "a.decide", "a.facts", "a.apply");
    for (lead, command, context, lifecycle) in story::steps() {
        let decision = lifecycle.decide(&lead, &command, &context).unwrap();
        let mut decide = Vec::new();
        let mut apply = Vec::new();
        for _ in 0..9 {
            decide.push(time(2_000, || {
                let _ = black_box(lifecycle.decide(black_box(&lead), &command, &context));
            }));
            let mut copies: Vec<Lead> = (0..500).map(|_| lead.clone()).collect();
            let start = Clock::now();
            for copy in &mut copies {
                for fact in decision.facts() {
                    copy.apply(black_box(fact)).unwrap();
                }
            }
            apply.push(start.elapsed().as_nanos() as f64 / 500.0);
        }
        let on_decide = allocations(|| {
            let _ = black_box(lifecycle.decide(&lead, &command, &context));
        });
        let on_facts = allocations(|| {
            let _ = black_box(decision.facts().to_vec());
        });
        let mut copy = lead.clone();
        let on_apply = allocations(|| decision.facts().iter().for_each(|fact| copy.apply(fact).unwrap()));
        println!(
            "{:<24}{:>10.0}{:>10.0}{:>12}{:>12}{:>12}",
            command.kind().as_str(),
            median(decide),
            median(apply),
            on_decide,
            on_facts,
            on_apply
        );
    }
}

fn replay() {
    const FACTS: usize = 10_000_000;
    let history = story::stage_facts();
    let rounds = 10;
    let per_round = FACTS / rounds / history.len();
    let first = Lead::start(&history[0]).unwrap();
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    let mut folded = 0usize;
    for _ in 0..rounds {
        let start = Clock::now();
        for _ in 0..per_round {
            let mut lead = first.clone();
            for fact in &history[1..] {
                lead.apply(black_box(fact)).unwrap();
            }
            black_box(&lead);
        }
        ours.push(start.elapsed().as_nanos() as f64);
        let start = Clock::now();
        for _ in 0..per_round {
            let mut stage = StageKind::Lead;
            for fact in &history {
                stage = bare(stage, &black_box(fact).body);
            }
            black_box(stage);
        }
        theirs.push(start.elapsed().as_nanos() as f64);
        folded += per_round * history.len();
    }
    let per = (per_round * history.len()) as f64;
    let (ours, theirs) = (median(ours) / per, median(theirs) / per);
    println!("\nreplay of {folded} facts: {ours:.1} ns a fact, bare match {theirs:.1} ns, ratio {:.1}", ours / theirs);
    let mut lead = first.clone();
    let mut worst = 0;
    for fact in &history[1..] {
        worst = worst.max(allocations(|| lead.apply(fact).unwrap()));
    }
    println!("allocations of any stage fact without text: {worst}");
}

fn sizes() {
    println!("\nsizes");
    println!("{:<28}{:>8} bytes", "Lead, without its heap", size_of::<Lead>());
    println!("{:<28}{:>8} bytes", "Fact, without its heap", size_of::<Fact>());
    for (what, lead) in story::leads() {
        let region = Region::new(ALLOCATOR);
        let copy = black_box(lead.clone());
        let heap = region.change().bytes_allocated;
        drop(copy);
        let json = serde_json::to_string(&lead).unwrap().len();
        println!("{what:<28}{:>8} bytes in memory, {json} as compact JSON", size_of::<Lead>() + heap);
    }
}

fn main() {
    commands();
    replay();
    sizes();
}
