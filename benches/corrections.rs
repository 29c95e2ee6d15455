//! How fast taking back is, beside what it cannot do without: replaying the history, and tagging its activities again.
//!
//! `cargo bench --bench corrections`. Rounds of the things compared are interleaved and medians are taken, because machines are
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
#![expect(clippy::arithmetic_side_effects, clippy::indexing_slicing, reason = "small counts")]

use std::hint::black_box;
use std::time::Instant as Clock;

use lead_lifecycle::lead::{Attempt, FactKind, counted};
use lead_lifecycle::lifecycle::{Past, TakeBack};
use lead_lifecycle::recycle::Reason;
use lead_lifecycle::values::{Activity, Channel, ContactOutcome, Direction};
use lead_lifecycle::{
    Actor, Capture, Command, Context, Fact, FactBody, Instant, Lead, Lifecycle, Origin, Policy, Role, Span, StageKind,
};

const ROUNDS: usize = 15;

fn median(mut samples: Vec<f64>) -> f64 {
    samples.sort_by(f64::total_cmp);
    samples[samples.len() / 2]
}

/// A life of so many facts: mostly what the lead does, attempts, and every now and then a promotion and a recycling.
fn life(lifecycle: &Lifecycle, facts: usize) -> Vec<Fact> {
    let by = |role: Role, at: Instant| Context::new(at, Actor::new(format!("{role}-1").parse().unwrap(), role));
    let mut now: Instant = "2026-04-01T00:00:00Z".parse().unwrap();
    let capture = Capture::new("lead".parse().unwrap(), Origin::Inbound);
    let mut history = lifecycle.capture(&capture, &by(Role::System, now)).unwrap().into_facts();
    let mut lead = Lead::replay(&history).unwrap();
    for number in 0.. {
        now = now.saturating_add(Span::minutes(97));
        let activity = |kind: &str| {
            let mut activity = Activity::new(format!("a-{number}").parse().unwrap(), kind.parse().unwrap());
            activity.object = Some(format!("page-{}", number % 37).parse().unwrap());
            Command::RecordActivity { activity }
        };
        let attempt = || {
            Command::RecordAttempt(Attempt {
                direction: Direction::Outbound,
                channel: Channel::Phone,
                outcome: ContactOutcome::Dialled,
                advance: None,
                note: None,
            })
        };
        let recycle = || Command::Recycle { reason: Reason::new("timing".parse().unwrap(), None), until: None };
        let (role, command) = match (number % 60, lead.stage().kind()) {
            (59, StageKind::Lead) => (Role::Mk, Command::Promote { note: None }),
            (59, StageKind::Mql) => (Role::Sdr, recycle()),
            (place, _) if place % 10 == 9 => (Role::Sdr, attempt()),
            (place, _) if place % 7 == 3 => (Role::System, activity("document_download")),
            (place, _) if place % 13 == 5 => (Role::System, activity("seminar")),
            _ => (Role::System, activity("blog_view")),
        };
        if let Ok(decision) = lifecycle.decide(&lead, &command, &by(role, now)) {
            lead.apply_all(decision.facts()).unwrap();
            history.extend(decision.into_facts());
        }
        if history.len() >= facts {
            break;
        }
    }
    history
}

fn compare(lifecycle: &Lifecycle, history: &[Fact], what: &str, facts: &[u64]) {
    let lead = Lead::replay(history).unwrap();
    let now = lead.recorded_at();
    let order = TakeBack::new(facts.iter().copied(), Reason::new("mistake".parse().unwrap(), None));
    let manager = Context::new(now, Actor::new("manager-1".parse().unwrap(), Role::Manager));
    let scoring = lifecycle.newest_policy().scoring();
    let activities: Vec<_> = history
        .iter()
        .filter_map(|fact| {
            let FactBody::ActivityRecorded { activity, .. } = &fact.body else { return None };
            Some((activity, fact.envelope.effective_at))
        })
        .collect();
    let (mut ours, mut least) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let start = Clock::now();
        for _ in 0..50 {
            drop(black_box(lifecycle.take_back(&Past::Whole(history), &order, &manager).unwrap()));
        }
        ours.push(start.elapsed().as_nanos() as f64 / 50.0);
        let start = Clock::now();
        for _ in 0..50 {
            let lead = black_box(Lead::replay(history).unwrap());
            black_box(scoring.retag(activities.iter().copied(), lead.profile(), []));
        }
        least.push(start.elapsed().as_nanos() as f64 / 50.0);
    }
    let decision = lifecycle.take_back(&Past::Whole(history), &order, &manager).unwrap();
    let fact = decision.facts().iter().find(|fact| fact.kind() == FactKind::TakenBack).unwrap();
    let bytes = serde_json::to_string(fact).unwrap().len();
    let snapshot = serde_json::to_string(&lead).unwrap().len();
    let (ours, least) = (median(ours), median(least));
    println!(
        "{what:<44}{:>8.1} us{:>8.1} us{:>7.2}{bytes:>9} of {snapshot}",
        ours / 1000.0,
        least / 1000.0,
        ours / least
    );
}

fn main() {
    let lifecycle = Lifecycle::new(Policy::standard());
    let history = life(&lifecycle, 1_000);
    let own = |kind: FactKind| {
        let of_kind = history.iter().filter(|fact| fact.kind() == kind && !fact.envelope.cause.is_rule());
        of_kind.map(|fact| fact.envelope.revision).collect::<Vec<u64>>()
    };
    println!("taking back, history of {} facts", history.len());
    println!(
        "{:<44}{:>11}{:>11}{:>7}{:>9}",
        "what", "take_back", "least", "ratio", "bytes of the fact, of the snapshot"
    );
    let activities = own(FactKind::ActivityRecorded);
    compare(&lifecycle, &history, "the newest activity", &activities[activities.len() - 1..]);
    compare(&lifecycle, &history, "one in the middle", &activities[activities.len() / 2..=activities.len() / 2]);
    compare(&lifecycle, &history, "the first", &activities[..1]);
    compare(&lifecycle, &history, "the newer half of the activities", &activities[activities.len() / 2..]);
    let turns: Vec<u64> = history
        .iter()
        .filter(|fact| fact.kind().is_turn() && !fact.envelope.cause.is_rule())
        .map(|fact| fact.envelope.revision)
        .collect();
    compare(&lifecycle, &history, "the newest turn", &turns[turns.len() - 1..]);
    let mut folds = Vec::new();
    for _ in 0..ROUNDS {
        let start = Clock::now();
        for _ in 0..50 {
            black_box(counted(&history).unwrap());
        }
        folds.push(start.elapsed().as_nanos() as f64 / 50.0);
    }
    println!("counted(history): {:.1} us", median(folds) / 1000.0);
}
