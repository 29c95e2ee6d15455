//! What the office is asked, for `calendar` and `peers/workclock`.
#![expect(
    clippy::unwrap_used,
    clippy::arithmetic_side_effects,
    reason = "a benchmark stops when its own set-up is wrong"
)]

use lead_lifecycle::{Instant, Span};

/// Working time in a year: 245 days of eight hours.
pub(crate) fn years(years: u32) -> Span {
    Span::hours(years * 245 * 8)
}

/// So many instants of 2026 and 2027, the same every time.
pub(crate) fn starts(count: u64) -> Vec<Instant> {
    let from: Instant = "2026-01-01T00:00:00Z".parse().unwrap();
    scattered(count, 730 * 86_400).map(|seconds| from.saturating_add(Span::from_seconds(seconds).unwrap())).collect()
}

/// Pairs of instants, up to so many days apart.
pub(crate) fn pairs(count: u64, days: u64) -> Vec<(Instant, Instant)> {
    let apart = scattered(count + 1, days * 86_400).skip(1);
    let pair = |(from, apart): (Instant, u64)| (from, from.saturating_add(Span::from_seconds(apart).unwrap()));
    starts(count).into_iter().zip(apart).map(pair).collect()
}

/// Numbers below a bound that look like chance (`SplitMix64`).
fn scattered(count: u64, below: u64) -> impl Iterator<Item = u64> {
    (0..count).map(move |number| {
        let mut mixed = number.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % below
    })
}
