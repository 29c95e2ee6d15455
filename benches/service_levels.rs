//! What service-level clocks cost: one life decided and applied, and replayed, with four clocks running from its first fact to its win,
//! beside the same life without clocks.
//!
//! `cargo bench --bench service_levels`. Rounds are interleaved and medians are taken, because machines are noisy.
#![expect(clippy::print_stdout, reason = "a bench reports")]
#![expect(clippy::disallowed_methods, reason = "a bench reads the clock")]
#![expect(clippy::unwrap_used, clippy::panic, reason = "a bench stops when its own set-up is wrong")]
#![expect(
    clippy::float_arithmetic,
    clippy::as_conversions,
    clippy::cast_precision_loss,
    reason = "times are estimates"
)]
#![expect(clippy::indexing_slicing, reason = "small counts")]

use std::hint::black_box;
use std::time::Instant as Clock;

use lead_lifecycle::{Capture, Command, Context, Fact, Lead, Lifecycle, Policy, PolicyDraft};

mod story;

/// Four clocks from the capture on: working, elapsed and business days; none is stopped before the win, each looks at every turn.
const CLOCKS: &str = r#"
    [sla.clocks.a]
    starts = [{ fact = "captured" }]
    stops = [{ milestone = "won" }]
    scope = "cycle"
    targets = [{ within = { working = "600h" }, warn_after = { working = "500h" } }]
    [sla.clocks.b]
    starts = [{ fact = "captured" }]
    stops = [{ milestone = "won" }]
    scope = "cycle"
    targets = [{ within = { elapsed = "180d" } }]
    [sla.clocks.c]
    starts = [{ fact = "captured" }]
    stops = [{ milestone = "won" }]
    scope = "cycle"
    targets = [{ within = { business_days = 120 } }]
    [sla.clocks.d]
    starts = [{ fact = "captured" }]
    stops = [{ milestone = "won" }]
    scope = "cycle"
    targets = [{ within = { working = "700h" } }]
    steps = [{ after = { elapsed = "170d" }, tell = ["manager"] }]
"#;

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

/// The life, decided and applied under these rules.
fn lived(lifecycle: &Lifecycle, capture: &(Capture, Context), script: &[(Command, Context)]) -> Vec<Fact> {
    let mut facts = lifecycle.capture(&capture.0, &capture.1).unwrap().into_facts();
    let mut lead = Lead::replay(&facts).unwrap();
    for (command, context) in script {
        let decision = lifecycle.decide(&lead, command, context).unwrap_or_else(|refusal| panic!("{refusal}"));
        for fact in decision.facts() {
            lead.apply(fact).unwrap();
        }
        facts.extend(decision.into_facts());
    }
    facts
}

fn main() {
    let script: Vec<(Command, Context)> =
        story::steps().into_iter().map(|(_, command, ctx, _)| (command, ctx)).collect();
    let first = &story::history()[0];
    let capture: Capture = serde_json::from_str(include_str!("story/capture.json")).unwrap();
    let capture = (capture, Context::new(first.envelope.recorded_at, first.envelope.actor.clone()));
    let clocks: PolicyDraft = toml::from_str(CLOCKS).unwrap();
    let rules = [Lifecycle::new(Policy::standard()), Lifecycle::new(Policy::try_from(clocks).unwrap())];
    let lives = rules.each_ref().map(|rules| lived(rules, &capture, &script));
    let running =
        Lead::replay(lives[1].iter().take(20)).unwrap().clocks().iter().filter(|run| run.is_running()).count();
    println!("clocks that run after 20 facts: {running}; facts: {} without, {} with", lives[0].len(), lives[1].len());
    let (mut decided, mut replayed) = ([Vec::new(), Vec::new()], [Vec::new(), Vec::new()]);
    for _ in 0..9 {
        for which in 0..2 {
            decided[which].push(time(300, || drop(black_box(lived(black_box(&rules[which]), &capture, &script)))));
            replayed[which].push(time(3_000, || drop(black_box(Lead::replay(black_box(&lives[which])).unwrap()))));
        }
    }
    for (what, [without, with]) in [("decide and apply", decided), ("replay", replayed)] {
        let (without, with) = (median(without), median(with));
        println!(
            "{what}: {:.1} µs without clocks, {:.1} µs with four: {:.2} ×",
            without / 1e3,
            with / 1e3,
            with / without
        );
    }
}
