//! The half-life, in integers: the same bits on every platform.
//!
//! # The half-life, exactly
//! For age `a` and half-life `h` in seconds, the weight 2^(−a/h) is kept as an integer out of 2^63:
//!
//! 1. `q = a div h`, `f = ⌊(a mod h) · 2³² / h⌋`;
//! 2. the constants `Cᵢ = ⌊2^(63 − 2^−i)⌋` for i = 1 … 32, one per bit of `f`, highest first; products are
//!    `⌊x · y / 2^63⌋`;
//! 3. the four bytes of `f` each give the product of the constants of their set bits, highest bit first (2^63 for
//!    none); the weight is (byte 3 × byte 2) × (byte 1 × byte 0), shifted right by `q`.
//!
//! Weights of one rule are added, multiplied by its points and rounded **once**, half away from zero, to a thousandth
//! of a point.
//!
//! **Error.** `f` is at most 2^−32 half-lives too low, which makes a weight too high by a factor of at most 1 + 1.62 ·
//! 10⁻¹⁰; truncation makes it too low by less than 2^−57. A rule's value therefore differs from the mathematical one,
//! rounded in the same way, by less than 1.7 · 10⁻¹⁰ of its undecayed points, before rounding: for 100 points less than
//! a fifty-thousandth of a thousandth.

use crate::scoring::language::thousandths::Thousandths;

/// One in the weights of a half-life.
pub(super) const ONE: u64 = 1 << 63;

/// A half-life in seconds, 2 to 2^31 − 1, with its reciprocal: dividing by multiplication is several times faster, and
/// as exact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::scoring) struct HalfLife {
    seconds: u64,
    /// ⌈2^(63 + b) / seconds⌉ with b = ⌈log₂ seconds⌉: below 2^64, and too high by less than 2^b / seconds.
    reciprocal: u64,
    /// b − 1
    shift: u32,
}

impl HalfLife {
    pub(in crate::scoring) fn new(seconds: u64) -> Self {
        let seconds = seconds.clamp(2, (1 << 31) - 1);
        let bits = seconds.next_power_of_two().trailing_zeros();
        let reciprocal = (1_u128 << 63).wrapping_shl(bits).div_ceil(u128::from(seconds));
        // INVARIANT: seconds > 2^(b − 1), so that the reciprocal is below 2^64.
        let reciprocal = u64::try_from(reciprocal).unwrap_or(u64::MAX);
        Self { seconds, reciprocal, shift: bits.saturating_sub(1) }
    }

    /// The half-life itself.
    pub(in crate::scoring) const fn seconds(self) -> u64 {
        self.seconds
    }

    /// The age from which nothing is left.
    pub(super) const fn spent_at(self) -> u64 {
        self.seconds.saturating_mul(64)
    }

    /// 2^(−age/half-life) out of 2^63, as the module's documentation defines it.
    #[inline]
    pub(in crate::scoring) fn weight(self, age: u64) -> u64 {
        let halves = self.divide(age);
        if halves > 63 {
            return 0;
        }
        let rest = age.wrapping_sub(halves.wrapping_mul(self.seconds));
        // INVARIANT: rest < seconds < 2^31, so the shifted rest fits in 63 bits and the quotient in 32.
        let [_, _, _, _, b3, b2, b1, b0] = self.divide(rest.wrapping_shl(32)).to_be_bytes();
        let [t3, t2, t1, t0] = &TABLES;
        let at = |table: &[u64; 256], byte: u8| table.get(usize::from(byte)).copied().unwrap_or(ONE);
        let weight = times(times(at(t3, b3), at(t2, b2)), times(at(t1, b1), at(t0, b0)));
        u32::try_from(halves).map_or(0, |q| weight.wrapping_shr(q))
    }

    /// Points times weights, rounded half away from zero.
    #[inline]
    pub(in crate::scoring) fn weighed(points: Thousandths, weights: u128) -> Thousandths {
        // INVARIANT: |points| ≤ 10^9, at most 512 weights of at most 2^63: under 2^102.
        let size = weights.wrapping_mul(u128::from(points.unsigned_abs())).wrapping_add(u128::from(ONE >> 1)) >> 63;
        let size = Thousandths::of(i64::try_from(size).unwrap_or(i64::MAX));
        if points < Thousandths::ZERO { size.wrapping_neg() } else { size }
    }

    /// About after how many seconds so many points times weights are under a number of thousandths, rounded. A guess:
    /// it may be off.
    pub(in crate::scoring) fn age_until(self, points: Thousandths, weights: u128, under: Thousandths) -> Option<u64> {
        // points · weights · 2^(−age/half-life) / 2^63 < under − 1/2
        let double = u128::try_from(under.get().checked_mul(2)?.checked_sub(1)?).ok()?;
        let ratio = weights.checked_mul(points.unsigned_abs().into())?.checked_div(double)?;
        let halves = log2(ratio)?.checked_sub(62_u64.wrapping_shl(LOG_BITS))?;
        let age = u128::from(halves).wrapping_mul(u128::from(self.seconds)) >> LOG_BITS;
        u64::try_from(age).ok()?.checked_add(1)
    }

    /// The quotient of a number below 2^63: for those, a reciprocal as exact as this one is exact.
    #[inline]
    const fn divide(self, number: u64) -> u64 {
        high(number, self.reciprocal).wrapping_shr(self.shift)
    }
}

/// Bits after the point of [`log2`].
const LOG_BITS: u32 = 30;

/// The logarithm to base 2 out of 2^30, a little low; none of zero.
fn log2(number: u128) -> Option<u64> {
    let whole = number.checked_ilog2()?;
    let mut mantissa = u64::try_from(number.wrapping_shl(127_u32.saturating_sub(whole)) >> 64).unwrap_or(0);
    let mut log = u64::from(whole);
    for _ in 0..LOG_BITS {
        // Squaring doubles the logarithm: where it passes 2, the next bit is set.
        let square = high(mantissa, mantissa);
        let bit = square.wrapping_shr(63);
        mantissa = square.wrapping_shl(1_u32.wrapping_sub(u32::try_from(bit).unwrap_or(0)));
        log = log.wrapping_shl(1) | bit;
    }
    Some(log)
}

/// The upper half of a product.
#[expect(clippy::as_conversions, reason = "a product of 128 bits shifted by 64 fits in 64")]
const fn high(x: u64, y: u64) -> u64 {
    ((x as u128).wrapping_mul(y as u128) >> 64) as u64
}

/// The product of two weights, truncated.
#[expect(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    reason = "both factors are at most 2^63, so the shifted product is too"
)]
const fn times(x: u64, y: u64) -> u64 {
    ((x as u128).wrapping_mul(y as u128) >> 63) as u64
}

const TABLES: [[u64; 256]; 4] = [table(0), table(8), table(16), table(24)];

/// The products for one byte whose highest bit is bit `first` of the fraction.
#[expect(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    reason = "evaluated at compile time, where a slip does not build"
)]
const fn table(first: usize) -> [u64; 256] {
    let mut table = [ONE; 256];
    let mut byte = 0;
    while byte < 256 {
        let mut bit = 0;
        while bit < 8 {
            if byte & (0x80 >> bit) != 0 {
                table[byte] = times(table[byte], ROOTS[first + bit] >> 1);
            }
            bit += 1;
        }
        byte += 1;
    }
    table
}

/// ⌊2^(64 − 2^−i)⌋ for i = 1 … 32.
const ROOTS: [u64; 32] = [
    0xB504_F333_F9DE_6484,
    0xD744_FCCA_D69D_6AF4,
    0xEAC0_C6E7_DD24_392E,
    0xF525_7D15_2486_CC2C,
    0xFA83_B2DB_722A_033A,
    0xFD3E_0C0C_F486_C174,
    0xFE9E_115C_7B8F_884B,
    0xFF4E_CB59_511E_C8A5,
    0xFFA7_5652_1C8D_AED1,
    0xFFD3_A751_C0F7_E10B,
    0xFFE9_D2B2_F7DB_2755,
    0xFFF4_E91B_FF1B_8C3D,
    0xFFFA_747E_A004_0664,
    0xFFFD_3A3B_7814_EB53,
    0xFFFE_9D1C_C60D_DAB1,
    0xFFFF_4E8E_2587_9BFA,
    0xFFFF_A747_0363_F451,
    0xFFFF_D3A3_7DDA_0313,
    0xFFFF_E9D1_BDF7_03AE,
    0xFFFF_F4E8_DEBE_025E,
    0xFFFF_FA74_6F4F_A150,
    0xFFFF_FD3A_37A3_F8B0,
    0xFFFF_FE9D_1BD1_065A,
    0xFFFF_FF4E_8DE8_45AD,
    0xFFFF_FFA7_46F4_1376,
    0xFFFF_FFD3_A37A_05E3,
    0xFFFF_FFE9_D1BD_01FB,
    0xFFFF_FFF4_E8DE_80C0,
    0xFFFF_FFFA_746F_4050,
    0xFFFF_FFFD_3A37_A024,
    0xFFFF_FFFE_9D1B_D011,
    0xFFFF_FFFF_4E8D_E808,
];

#[cfg(test)]
mod tests {
    use super::{HalfLife, ONE, ROOTS};
    use crate::scoring::language::ratio::round_ratio;
    use crate::scoring::language::thousandths::Thousandths;

    #[test]
    fn each_constant_is_the_square_root_of_the_one_before() {
        let mut square = ONE; // 2^64 / 2
        for root in ROOTS {
            // root² ≤ square · 2^64 < (root + 1)², up to the truncation of `square` itself.
            let target = u128::from(square) << 64;
            let (low, high) = (u128::from(root).pow(2), (u128::from(root) + 1).pow(2));
            assert!(low <= target + (1 << 64) && target < high, "{root:x}");
            square = root;
        }
    }

    #[test]
    fn weights_never_rise() {
        let half_life = |age, half| HalfLife::new(half).weight(age);
        for half in [60, 61, 86_400, 7 * 86_400, 1_577_880_000] {
            let mut last = ONE;
            for step in 0..20_000_u64 {
                let weight = half_life(step * half / 611, half);
                assert!(weight <= last);
                last = weight;
            }
            assert_eq!(half_life(half, half), ONE / 2);
            assert_eq!(half_life(0, half), ONE);
            assert_eq!(half_life(64 * half, half), 0);
        }
    }

    #[test]
    fn dividing_by_the_reciprocal_is_exact() {
        let seconds =
            [2, 3, 4, 5, 7, 60, 61, 63, 64, 65, 86_399, 86_400, 2_592_000, (1 << 30) - 1, 1 << 30, (1 << 31) - 1];
        for seconds in seconds {
            let half = HalfLife::new(seconds);
            let mut number = 1_u64;
            for _ in 0..5_000 {
                number = number.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                let multiple = (number >> 1) / seconds * seconds;
                for n in [number >> 1, number >> 30, number % (4 * seconds), multiple, multiple.saturating_sub(1)] {
                    assert_eq!(half.divide(n), n / seconds, "{n} / {seconds}");
                }
            }
            assert_eq!(half.divide(0), 0);
            assert_eq!(half.divide((1 << 63) - 1), ((1 << 63) - 1) / seconds);
        }
    }

    #[test]
    fn the_guess_is_near() {
        for (seconds, points, weight, under) in [
            (86_400, 12_000, ONE, 6_000),
            (2_592_000, 12_000, ONE, 11_999),
            (60, 1_000_000, ONE / 3, 1),
            (1_577_880_000, 5_000, ONE, 77),
        ] {
            let half = HalfLife::new(seconds);
            let guess = half.age_until(Thousandths::of(points), u128::from(weight), Thousandths::of(under)).unwrap();
            let value = |age: u64| {
                let faded = (u128::from(half.weight(age)) * u128::from(weight)) >> 63;
                HalfLife::weighed(Thousandths::of(points), faded).get()
            };
            let off = seconds / 1_000_000 + 2;
            assert!(value(guess + off) < under && value(guess.saturating_sub(off)) >= under, "{seconds}");
        }
        assert_eq!(HalfLife::new(60).age_until(Thousandths::of(1), 0, Thousandths::of(1)), None);
        assert_eq!(HalfLife::new(60).age_until(Thousandths::of(1), 1, Thousandths::ZERO), None);
    }

    #[test]
    fn weighing_rounds_as_the_ratio_does() {
        for points in [0, 1, -1, 7, -500, 12_000, 1_000_000_000, -1_000_000_000] {
            for weights in [0, 1, u128::from(ONE >> 1), u128::from(ONE) / 3, u128::from(ONE) * 512, u128::from(ONE) + 1]
            {
                let ratio = round_ratio(i128::from(points) * i128::try_from(weights).unwrap(), u128::from(ONE));
                assert_eq!(
                    i128::from(HalfLife::weighed(Thousandths::of(points), weights).get()),
                    ratio,
                    "{points} × {weights}"
                );
            }
        }
    }
}
