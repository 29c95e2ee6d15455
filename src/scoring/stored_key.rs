//! The numbers under which names are stored: what keeps them and what checks rules must come to the same.
//!
//! This file must not know: states, rules.

use crate::values::{Fingerprint, RuleName};

/// The stored number of a met rule or band; `Some(None)` is "in none of the bands".
#[expect(clippy::option_option, reason = "outer: a banded rule; inner: in a band")]
pub(in crate::scoring) fn fit_key(rule: &RuleName, band: Option<Option<usize>>) -> Fingerprint {
    let place = match band {
        None => return rule.fingerprint(),
        Some(None) => u64::MAX,
        Some(Some(index)) => u64::try_from(index).unwrap_or(u64::MAX),
    };
    mixed(rule.fingerprint().to_bits(), place)
}

/// A fixed 64-bit mix (the finaliser of splitmix64 over the sum): stable, stored.
pub(in crate::scoring) fn mixed(x: u64, y: u64) -> Fingerprint {
    let z = x.wrapping_add(y.wrapping_mul(0x9e37_79b9_7f4a_7c15)).wrapping_add(0x9e37_79b9_7f4a_7c15);
    let z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    Fingerprint::from_bits(z ^ (z >> 31))
}
