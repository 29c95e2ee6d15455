//! How fast merging and splitting are, beside what they cannot do without: replaying both histories.
//!
//! `cargo bench --bench merges`. Rounds of the things compared are interleaved and medians are taken, because machines are
//! noisy.
#![expect(clippy::print_stdout, reason = "a bench reports")]
#![expect(clippy::disallowed_methods, reason = "a bench reads the clock")]
#![expect(clippy::unwrap_used, reason = "a bench stops when its own set-up is wrong")]
#![expect(
    clippy::float_arithmetic,
    clippy::as_conversions,
    clippy::cast_precision_loss,
    reason = "times are estimates"
)]
#![expect(clippy::indexing_slicing, reason = "small counts")]

use std::hint::black_box;
use std::time::Instant as Clock;

use lead_lifecycle::lifecycle::{Past, Together};
use lead_lifecycle::values::{Activity, FieldValue};
use lead_lifecycle::{Actor, Capture, Command, Context, Fact, Instant, Lead, Lifecycle, Origin, Policy, Role, Span};

const ROUNDS: usize = 15;

fn median(mut samples: Vec<f64>) -> f64 {
    samples.sort_by(f64::total_cmp);
    samples[samples.len() / 2]
}

fn by(role: Role, at: Instant) -> Context {
    Context::new(at, Actor::new(format!("{role}-1").parse().unwrap(), role))
}

/// A lead of so many facts; every third of its activities is of all leads.
fn life(lifecycle: &Lifecycle, key: &str, facts: usize) -> Vec<Fact> {
    let mut now: Instant = "2026-04-01T00:00:00Z".parse().unwrap();
    let capture = Capture::new(key.parse().unwrap(), Origin::Inbound);
    let mut history = lifecycle.capture(&capture, &by(Role::System, now)).unwrap().into_facts();
    let mut lead = Lead::replay(&history).unwrap();
    for number in 0.. {
        now = now.saturating_add(Span::minutes(97));
        let id = if number % 3 == 0 { format!("all-{number}") } else { format!("{key}-{number}") };
        let command = if number % 10 == 9 {
            let region = FieldValue::Text(format!("region-{number}").parse().unwrap());
            Command::UpdateProfile { fields: [("region".parse().unwrap(), Some(region))].into() }
        } else {
            let kind = ["blog_view", "document_download", "seminar"][number % 3];
            Command::RecordActivity { activity: Activity::new(id.parse().unwrap(), kind.parse().unwrap()) }
        };
        let decision = lifecycle.decide(&lead, &command, &by(Role::System, now)).unwrap();
        lead.apply_all(decision.facts()).unwrap();
        history.extend(decision.into_facts());
        if history.len() >= facts {
            break;
        }
    }
    history
}

fn store(histories: &mut [(&str, Vec<Fact>)], together: Together) {
    for of in together.into_decisions() {
        let history = histories.iter_mut().find(|(key, _)| *key == of.lead.as_str()).unwrap();
        history.1.extend(of.decision.into_facts());
    }
}

/// One thing beside the replay of these histories.
fn compare(what: &str, histories: &[&[Fact]], mut ours: impl FnMut() -> Together) {
    let (mut own, mut least) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let start = Clock::now();
        for _ in 0..20 {
            drop(black_box(ours()));
        }
        own.push(start.elapsed().as_nanos() as f64 / 20.0);
        let start = Clock::now();
        for _ in 0..20 {
            for history in histories {
                drop(black_box(Lead::replay(*history).unwrap()));
            }
        }
        least.push(start.elapsed().as_nanos() as f64 / 20.0);
    }
    let bytes: usize = ours().iter().map(|of| serde_json::to_string(of.decision.own_facts()).unwrap().len()).sum();
    let (own, least) = (median(own), median(least));
    println!("{what:<52}{:>9.1} us{:>9.1} us{:>7.2}{bytes:>9}", own / 1000.0, least / 1000.0, own / least);
}

fn main() {
    let lifecycle = Lifecycle::new(Policy::standard());
    println!("{:<52}{:>12}{:>12}{:>7}{:>9}", "", "ours", "replay", "ratio", "bytes");
    for facts in [20, 200, 1_000] {
        let mut all: Vec<(&str, Vec<Fact>)> = ["a", "b", "c"].map(|key| (key, life(&lifecycle, key, facts))).into();
        let now = all.iter().map(|(_, history)| history.last().unwrap().envelope.recorded_at).max().unwrap();
        let manager = by(Role::Manager, now);
        let merge = |all: &[(&str, Vec<Fact>)], loser: usize, winner: usize| {
            lifecycle.merge(&Past::Whole(&all[loser].1), &Past::Whole(&all[winner].1), &manager).unwrap()
        };
        compare(&format!("merge, {facts} facts each"), &[&all[0].1, &all[1].1], || merge(&all, 1, 0));
        let together = merge(&all, 1, 0);
        store(&mut all, together);
        compare(&format!("merge again: already so, {facts}"), &[&all[0].1, &all[1].1], || merge(&all, 1, 0));
        compare(&format!("merge what others were merged into, {facts}"), &[&all[0].1, &all[2].1], || merge(&all, 0, 2));
        let split = |all: &[(&str, Vec<Fact>)], survivors: &[usize]| {
            let survivors: Vec<_> = survivors.iter().map(|place| Past::Whole(&all[*place].1)).collect();
            lifecycle.split(&Past::Whole(&all[1].1), &survivors, &manager).unwrap()
        };
        compare(&format!("split, {facts}"), &[&all[0].1, &all[1].1], || split(&all, &[0]));
        let together = merge(&all, 0, 2);
        store(&mut all, together);
        compare(&format!("split along a chain of three, {facts}"), &[&all[0].1, &all[1].1, &all[2].1], || {
            split(&all, &[0, 2])
        });
    }
}
