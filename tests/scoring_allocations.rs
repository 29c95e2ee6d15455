//! What scoring takes from the allocator: nothing, except what it gives back. Counted, not timed.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "a test that stops is a test that fails"
)]

use std::alloc::System;
use std::fmt::Write as _;

use lead_lifecycle::scoring::{Crossing, FitTags, HistoryScorer, ScoringState};
use lead_lifecycle::values::{Activity, Points};
use lead_lifecycle::{Instant, Policy};
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

fn log(kinds: &[&str], count: usize) -> Vec<(Activity, Instant)> {
    let start: Instant = "2026-04-01T00:00:00Z".parse().unwrap();
    (0..count)
        .map(|place| {
            let kind = kinds[place % kinds.len()];
            let activity = Activity::new(format!("a-{place}").parse().unwrap(), kind.parse().unwrap());
            (activity, Instant::from_seconds(start.seconds() + 3_600 * i64::try_from(place).unwrap()).unwrap())
        })
        .collect()
}

fn allocations(run: impl FnOnce()) -> usize {
    let region = Region::new(ALLOCATOR);
    run();
    let change = region.change();
    change.allocations + change.reallocations
}

/// One test: the counters belong to the process.
#[test]
fn scores_and_crossings_take_nothing_and_explanations_a_fixed_number() {
    let policy = Policy::standard();
    let scoring = policy.scoring();
    let kinds = ["document_download", "service_page_view", "seminar", "mail_open", "pricing_page_view"];
    let now: Instant = "2026-04-20T00:00:00Z".parse().unwrap();
    let mut explained = Vec::new();
    for count in [1, 5, 60] {
        let log = log(&kinds, count);
        let mut state = ScoringState::new();
        for (activity, at) in &log {
            scoring.record(&mut state, activity, *at);
        }
        let mut total = Points::ZERO;
        assert_eq!(allocations(|| total = scoring.score(&state, now).total()), 0, "a score of {count}");
        assert!(total > Points::ZERO);
        assert_eq!(
            allocations(|| scoring.score_all([&state; 40], now, |_, score| assert_eq!(score.total(), total))),
            0
        );
        for which in [Crossing::DownBelowExit, Crossing::UpToEnter] {
            let crossing = || assert_eq!(scoring.score_and_crossing(&state, now, None, which).0.total(), total);
            assert_eq!(allocations(crossing), 0, "a crossing of {count}");
        }
        // The same activity again changes nothing and takes nothing.
        let (activity, at) = log.last().unwrap();
        let tags = scoring.tag_activity(activity, *at);
        assert_eq!(allocations(|| state.apply_activity(&tags, *at, activity.id.digest())), 0);

        let mut scorer = HistoryScorer::new(scoring);
        let entries = || log.iter().map(|(activity, at)| (activity, *at));
        let met = FitTags::default();
        assert_eq!(scorer.score(&met, entries(), now).total(), total);
        assert_eq!(
            allocations(|| assert_eq!(scorer.score(&met, entries(), now).total(), total)),
            0,
            "a history of {count}"
        );
        explained.push(allocations(|| drop(scoring.explain(&state, now))));
    }
    let mut counts = String::new();
    write!(counts, "{explained:?}").unwrap();
    assert!(
        explained.iter().all(|count| *count <= 5),
        "contributions, instants, groups, dimensions, operands: {counts}"
    );
}
