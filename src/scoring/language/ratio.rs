//! Ratios in integers, rounded once.

/// Parts of a rate: rates have at most 12 decimal places.
pub(in crate::scoring) const RATE_PARTS: u64 = 1_000_000_000_000;

/// `n / d` rounded half away from zero; 0 for a zero denominator.
pub(super) fn round_ratio(numerator: i128, denominator: u128) -> i128 {
    let size = numerator.unsigned_abs();
    let rounded = match (u64::try_from(size), u64::try_from(denominator)) {
        // The narrow division is several times faster, and the usual case.
        (Ok(n), Ok(d)) if d > 0 => {
            let (whole, rest) = (n.checked_div(d).unwrap_or(0), n.checked_rem(d).unwrap_or(0));
            u128::from(whole.saturating_add(u64::from(rest >= d.saturating_sub(rest))))
        }
        _ if denominator.is_power_of_two() => {
            let half = denominator >> 1;
            size.saturating_add(half).wrapping_shr(denominator.trailing_zeros())
        }
        _ => {
            let whole = size.checked_div(denominator).unwrap_or(0);
            let rest = size.checked_rem(denominator).unwrap_or(0);
            whole.saturating_add(u128::from(denominator > 0 && rest >= denominator.saturating_sub(rest)))
        }
    };
    let rounded = i128::try_from(rounded).unwrap_or(i128::MAX);
    if numerator < 0 { rounded.saturating_neg() } else { rounded }
}

#[cfg(test)]
mod tests {
    use super::round_ratio;

    #[test]
    fn rounding_is_half_away_from_zero() {
        for (n, d, want) in [
            (5, 10, 1),
            (-5, 10, -1),
            (4, 10, 0),
            (15, 10, 2),
            (25, 10, 3),
            (-25, 10, -3),
            (1, 3, 0),
            (2, 3, 1),
            (7, 0, 0),
        ] {
            assert_eq!(round_ratio(n, d), want, "{n}/{d}");
        }
        assert_eq!(round_ratio(-(3 << 80), 1 << 81), -2);
        assert_eq!(round_ratio(1 << 100, 3 << 98), 1);
    }
}
