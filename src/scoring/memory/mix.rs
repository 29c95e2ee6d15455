//! Two numbers into one that is stored.

use crate::values::Fingerprint;

/// A fixed 64-bit mix (the finaliser of splitmix64 over the sum): stable, stored.
pub(super) fn mixed(x: u64, y: u64) -> Fingerprint {
    let z = x.wrapping_add(y.wrapping_mul(0x9e37_79b9_7f4a_7c15)).wrapping_add(0x9e37_79b9_7f4a_7c15);
    let z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    Fingerprint::from_bits(z ^ (z >> 31))
}
