//! The instants of a curve.

use crate::values::Instant;

/// So many steps and one instant more, evenly from one instant to another (to the second, rounded down); at most 500
/// steps.
pub(in crate::scoring) fn instants(from: Instant, to: Instant, steps: u16) -> impl Iterator<Item = Instant> {
    let steps = i64::from(steps.clamp(1, 500));
    // Instants lie within 2^38 seconds of each other: more than the longest span.
    let whole = to.seconds().saturating_sub(from.seconds()).max(0);
    let after = move |step: i64| whole.saturating_mul(step).checked_div(steps).unwrap_or(0);
    (0..=steps).map(move |step| Instant::saturating(from.seconds().saturating_add(after(step))))
}
