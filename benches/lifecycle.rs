//! How fast deciding and folding are, as ratios within one run. Allocations are counted in `benches/lifecycle_allocations`.
//!
//! `cargo bench --bench lifecycle`. Rounds of the things compared are interleaved and medians are taken, because machines are noisy.
#![expect(clippy::panic, reason = "a bench stops when its own set-up is wrong")]
#![expect(clippy::wildcard_enum_match_arm, reason = "the yardstick only tracks the stage")]
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

use std::hint::black_box;
use std::time::Instant as Clock;

use lead_lifecycle::lead::{Ending, FactId};
use lead_lifecycle::lifecycle::{PolicyBook, Version};
use lead_lifecycle::values::Points;
use lead_lifecycle::{
    Actor, Command, Context, Fact, FactBody, Instant, Lead, LeadKey, Lifecycle, Policy, PolicyDraft, Role, StageKind,
};

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

fn commands() {
    println!("\ndecide and apply, per command (ns)");
    println!("{:<24}{:>10}{:>10}", "command", "decide", "apply");
    for (lead, command, context, lifecycle) in story::steps() {
        let decision = lifecycle.decide(&lead, &command, &context).unwrap();
        let mut decide = Vec::new();
        let mut apply = Vec::new();
        for _ in 0..9 {
            decide.push(time(2_000, || {
                drop(black_box(lifecycle.decide(black_box(&lead), &command, &context)));
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
        println!("{:<24}{:>10.0}{:>10.0}", command.kind().as_str(), median(decide), median(apply));
    }
}

/// Ten million facts of many leads, one after another in memory, as a host reads them back.
fn stream(history: &[Fact], leads: usize) -> Vec<Fact> {
    let mut facts = Vec::with_capacity(leads * history.len());
    for number in 0..leads {
        let key = LeadKey::new(&format!("lead-{number:07}")).unwrap();
        for fact in history {
            let mut fact = fact.clone();
            fact.envelope.fact = FactId::new(&key, fact.envelope.revision);
            fact.envelope.lead = key.clone();
            facts.push(fact);
        }
    }
    facts
}

fn replay() {
    const FACTS: usize = 10_000_000;
    let history = story::history();
    let rounds = 5;
    let leads = FACTS / rounds / history.len();
    let facts = stream(&history, leads);
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    let mut folded = 0usize;
    for _ in 0..rounds {
        let start = Clock::now();
        for of_one in facts.chunks_exact(history.len()) {
            black_box(Lead::replay(of_one).unwrap());
        }
        ours.push(start.elapsed().as_nanos() as f64);
        let start = Clock::now();
        for of_one in facts.chunks_exact(history.len()) {
            black_box(of_one.iter().fold(StageKind::Lead, |stage, fact| bare(stage, &fact.body)));
        }
        theirs.push(start.elapsed().as_nanos() as f64);
        folded += facts.len();
    }
    let per = facts.len() as f64;
    let (ours, theirs) = (median(ours) / per, median(theirs) / per);
    println!("\nreplay of {folded} facts: {ours:.1} ns a fact, bare match {theirs:.1} ns, ratio {:.1}", ours / theirs);
}

/// A version of the policy comes into force: leads adopt it, each where its life has led it, with and without what the new
/// rules make due at once.
fn adoption() {
    const LEADS: usize = 60_000;
    let from: Instant = "2026-07-20T00:00:00Z".parse().unwrap();
    let mut draft = PolicyDraft::standard();
    draft.label = "later".parse().unwrap();
    draft.scoring.profiles.values_mut().for_each(|profile| profile.enter = Points::from_int(25));
    let version = Version::new(from, Policy::try_from(draft).unwrap());
    let book = PolicyBook::of(Policy::standard()).with(version).unwrap();
    let (before, after) = (Lifecycle::new(Policy::standard()), Lifecycle::with_book(book));
    let lives: Vec<Lead> = story::steps().into_iter().map(|(lead, ..)| lead).collect();
    let timer = |at: Instant| Context::new(at, Actor::new("timer".parse().unwrap(), Role::System));
    let caught_up = |lead: &Lead| {
        let mut lead = lead.clone();
        let now = from.saturating_sub("1s".parse().unwrap()).max(lead.recorded_at());
        lead.apply_all(before.decide(&lead, &Command::CheckClock, &timer(now)).unwrap().facts()).unwrap();
        lead
    };
    let lives: Vec<Lead> = lives.iter().filter(|lead| lead.recorded_at() < from).map(caught_up).collect();
    let mut seconds = Vec::new();
    let mut facts = 0;
    for _ in 0..9 {
        let mut leads: Vec<Lead> = lives.iter().cycle().take(LEADS).cloned().collect();
        let start = Clock::now();
        facts = 0;
        for lead in &mut leads {
            let decision = after.decide(lead, &Command::CheckClock, &timer(from)).unwrap();
            for fact in decision.facts() {
                lead.apply(fact).unwrap();
            }
            facts += decision.facts().len();
            black_box(after.next_wake(lead).unwrap());
        }
        seconds.push(start.elapsed().as_secs_f64());
    }
    let a_second = LEADS as f64 / median(seconds);
    println!(
        "\nadoption of a version: {a_second:.0} leads a second (one thread; decide, fold and the next wake; {} stages of a life, {:.2} facts a lead)",
        lives.len(),
        facts as f64 / LEADS as f64
    );
}

fn main() {
    commands();
    replay();
    adoption();
}
