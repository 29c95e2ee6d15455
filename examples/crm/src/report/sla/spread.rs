//! How delays spread: exact, in whole seconds.

use lead_lifecycle::Span;
use serde::Serialize;

/// The least, the middle and the greatest of some delays, in whole seconds. All three are delays that there are: of an even
/// number the middle is the lower of the two in the middle.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub(super) struct Spread {
    pub(super) least: u64,
    pub(super) median: u64,
    pub(super) most: u64,
}

impl Spread {
    /// None of no delays.
    pub(super) fn of(delays: impl IntoIterator<Item = Span>) -> Option<Self> {
        let mut seconds: Vec<u64> = delays.into_iter().map(Span::seconds).collect();
        seconds.sort_unstable();
        let middle = seconds.len().saturating_sub(1) / 2;
        Some(Self { least: *seconds.first()?, median: *seconds.get(middle)?, most: *seconds.last()? })
    }
}

#[cfg(test)]
mod tests {
    use lead_lifecycle::Span;

    use super::Spread;

    #[test]
    fn the_middle_is_a_delay_that_there_is() {
        let of = |seconds: &[u64]| {
            let spread = Spread::of(seconds.iter().map(|second| Span::saturating(*second)));
            spread.map(|spread| (spread.least, spread.median, spread.most))
        };
        assert_eq!(of(&[]), None);
        assert_eq!(of(&[7]), Some((7, 7, 7)));
        assert_eq!(of(&[9, 1]), Some((1, 1, 9)));
        assert_eq!(of(&[5, 1, 9]), Some((1, 5, 9)));
        assert_eq!(of(&[5, 1, 9, 6]), Some((1, 5, 9)));
    }
}
