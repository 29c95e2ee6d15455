//! What deciding and folding take from the allocator, and how large a lead is. Counting costs time, so times are in `benches/lifecycle`.
//!
//! `cargo bench --bench lifecycle_allocations`
#![expect(clippy::print_stdout, reason = "a bench reports")]
#![expect(clippy::unwrap_used, clippy::panic, reason = "a bench stops when its own set-up is wrong")]
#![expect(clippy::arithmetic_side_effects, clippy::indexing_slicing, reason = "small counts")]

use std::alloc::System;
use std::hint::black_box;

use lead_lifecycle::{Decision, Fact, Lead, StageKind};
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

mod story;

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// Allocations that do not live on in the decision: what deciding takes beyond the facts it returns.
fn beyond_the_facts(work: impl FnOnce() -> Decision) -> usize {
    let region = Region::new(ALLOCATOR);
    let decision = black_box(work());
    let change = region.change();
    drop(decision);
    change.deallocations + change.reallocations
}

fn allocations(mut work: impl FnMut()) -> usize {
    let region = Region::new(ALLOCATOR);
    work();
    let change = region.change();
    change.allocations + change.reallocations
}

fn commands() {
    println!("allocations of decide, those not in its facts, of apply");
    println!("{:<24}{:>12}{:>12}{:>12}", "command", "decide", "beyond", "apply");
    for (lead, command, context, lifecycle) in story::steps() {
        let decision = lifecycle.decide(&lead, &command, &context).unwrap();
        let on_decide = allocations(|| {
            drop(black_box(lifecycle.decide(&lead, &command, &context)));
        });
        let beyond = beyond_the_facts(|| lifecycle.decide(&lead, &command, &context).unwrap());
        let mut copy = lead.clone();
        let on_apply = allocations(|| decision.facts().iter().for_each(|fact| copy.apply(fact).unwrap()));
        println!("{:<24}{on_decide:>12}{beyond:>12}{on_apply:>12}", command.kind().as_str());
    }
}

fn facts() {
    println!("\nallocations of apply, per fact (others: none)");
    let history = story::history();
    let mut lead = Lead::start(&history[0]).unwrap();
    for fact in &history[1..] {
        let count = allocations(|| lead.apply(fact).unwrap());
        if count > 0 {
            println!("  {:<24}{count}", fact.kind().as_str());
        }
    }
}

/// Leads at some points of the life, named.
fn leads() -> Vec<(&'static str, Lead)> {
    let history = story::history();
    let (fresh, whole) = (Lead::start(&history[0]).unwrap(), Lead::replay(&history).unwrap());
    let sql =
        story::steps().into_iter().map(|(lead, ..)| lead).find(|lead| lead.stage().kind() == StageKind::Sql).unwrap();
    vec![("just captured", fresh), ("at SQL, with hand-over", sql), ("customer, expanding", whole)]
}

fn sizes() {
    println!("\nsizes");
    println!("{:<28}{:>8} bytes", "Lead, without its heap", size_of::<Lead>());
    println!("{:<28}{:>8} bytes", "Fact, without its heap", size_of::<Fact>());
    for (what, lead) in leads() {
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
    facts();
    sizes();
}
