//! Natural numbers that do not stop at 128 bits.
//!
//! The sum of twenty segments, or eight steps with evidence of ten thousand cases each, needs denominators of hundreds
//! of bits. Small numbers stay in a `u128` and never allocate; only what does not fit goes to limbs. How large a number
//! may become is up to whoever holds it: a fraction has a bound.

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::cmp::Ordering;

use crate::planning::exact::lehmer::{Cost, shortened};
use crate::planning::exact::limbs::{self, Limbs};

/// Decimal digits that a limb holds whatever they are.
const DIGITS: usize = 19;
const TEN_TO_DIGITS: u64 = 10_000_000_000_000_000_000;

/// A natural number. INVARIANT: `Large` is used only above `u128::MAX`, so that derived equality is numeric equality.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(in crate::planning) enum Natural {
    /// Up to 128 bits.
    Small(u128),
    /// Anything beyond.
    Large(Limbs),
}

impl Natural {
    pub(in crate::planning) const ZERO: Self = Self::Small(0);
    pub(in crate::planning) const ONE: Self = Self::Small(1);

    pub(in crate::planning) const fn is_zero(&self) -> bool {
        matches!(self, Self::Small(0))
    }

    pub(in crate::planning) const fn is_one(&self) -> bool {
        matches!(self, Self::Small(1))
    }

    pub(super) fn to_u128(&self) -> Option<u128> {
        match self {
            Self::Small(value) => Some(*value),
            Self::Large(_) => None,
        }
    }

    pub(super) fn to_u64(&self) -> Option<u64> {
        self.to_u128().and_then(|value| u64::try_from(value).ok())
    }

    /// How many bits the number takes; 0 for zero.
    pub(in crate::planning) fn bits(&self) -> u32 {
        match self {
            Self::Small(value) => 128_u32.saturating_sub(value.leading_zeros()),
            Self::Large(limbs) => limbs.bits(),
        }
    }

    /// How many limbs of 64 bits the number takes; 1 at least.
    pub(super) fn limbs(&self) -> usize {
        match self {
            Self::Small(value) => 1_usize.saturating_add(usize::from(*value > u128::from(u64::MAX))),
            Self::Large(limbs) => limbs.as_slice().len(),
        }
    }

    pub(in crate::planning) fn plus(&self, other: &Self) -> Self {
        if let (Self::Small(left), Self::Small(right)) = (self, other) {
            if let Some(sum) = left.checked_add(*right) {
                return Self::Small(sum);
            }
        }
        let (mut here, mut there) = ([0; 2], [0; 2]);
        from_limbs(limbs::plus(self.slice(&mut here), other.slice(&mut there)))
    }

    /// `None` when `other` is the larger one.
    pub(in crate::planning) fn minus(&self, other: &Self) -> Option<Self> {
        if let (Self::Small(left), Self::Small(right)) = (self, other) {
            return left.checked_sub(*right).map(Self::Small);
        }
        let (mut here, mut there) = ([0; 2], [0; 2]);
        (*self >= *other).then(|| from_limbs(limbs::minus(self.slice(&mut here), other.slice(&mut there))))
    }

    pub(in crate::planning) fn times(&self, other: &Self) -> Self {
        if let (Self::Small(left), Self::Small(right)) = (self, other) {
            if let Some(product) = left.checked_mul(*right) {
                return Self::Small(product);
            }
        }
        if self.is_one() || other.is_one() {
            return if self.is_one() { other.clone() } else { self.clone() };
        }
        let (mut here, mut there) = ([0; 2], [0; 2]);
        from_limbs(limbs::times(self.slice(&mut here), other.slice(&mut there)))
    }

    /// This number so many times over: by squaring.
    pub(super) fn power(&self, mut exponent: u32) -> Self {
        let (mut square, mut product) = (self.clone(), Self::ONE);
        while exponent > 0 {
            if exponent & 1 == 1 {
                product = product.times(&square);
            }
            exponent = exponent.wrapping_shr(1);
            if exponent > 0 {
                square = square.times(&square);
            }
        }
        product
    }

    /// Quotient and remainder; `None` for a zero divisor.
    pub(in crate::planning) fn divided_by(&self, divisor: &Self) -> Option<(Self, Self)> {
        if divisor.is_zero() {
            return None;
        }
        if let (Self::Small(left), Self::Small(right)) = (self, divisor) {
            return Some((Self::Small(left.checked_div(*right)?), Self::Small(left.checked_rem(*right)?)));
        }
        let (mut here, mut there) = ([0; 2], [0; 2]);
        let (quotient, remainder) = limbs::divided_by(self.slice(&mut here), divisor.slice(&mut there));
        Some((from_limbs(quotient), from_limbs(remainder)))
    }

    /// The quotient by a number that divides this one.
    pub(in crate::planning) fn over(&self, divisor: &Self) -> Self {
        if divisor.is_one() {
            return self.clone();
        }
        self.divided_by(divisor).map_or(Self::ZERO, |(quotient, _)| quotient)
    }

    /// Greatest common divisor; that of zero and `n` is `n`.
    pub(in crate::planning) fn common_divisor(&self, other: &Self) -> Self {
        self.common_divisor_and_cost(other).0
    }

    /// The same, and what it took.
    pub(super) fn common_divisor_and_cost(&self, other: &Self) -> (Self, Cost) {
        if let (Self::Small(a), Self::Small(b)) = (self, other) {
            return (Self::Small(common_divisor(*a, *b)), Cost { rounds: 1, products: 0 });
        }
        let (mut here, mut there) = ([0; 2], [0; 2]);
        let (left, right, cost) = shortened(self.slice(&mut here), other.slice(&mut there));
        let (left, right) = (from_limbs(left), from_limbs(right));
        // INVARIANT: the smaller one now fits 128 bits, and so does the remainder.
        let common = match left.divided_by(&right) {
            None => left,
            Some((_, remainder)) => Self::Small(common_divisor(
                right.to_u128().unwrap_or_default(),
                remainder.to_u128().unwrap_or_default(),
            )),
        };
        (common, cost)
    }

    /// Reads decimal digits; `None` for anything else.
    pub(super) fn from_digits(digits: &str) -> Option<Self> {
        if digits.is_empty() {
            return None;
        }
        let mut value = Self::ZERO;
        for chunk in digits.as_bytes().chunks(DIGITS) {
            let mut scale = 1_u128;
            let mut part = 0_u128;
            for byte in chunk {
                let digit = char::from(*byte).to_digit(10)?;
                scale = scale.checked_mul(10)?;
                part = part.checked_mul(10)?.checked_add(u128::from(digit))?;
            }
            value = value.times(&Self::Small(scale)).plus(&Self::Small(part));
        }
        Some(value)
    }

    /// The decimal digits.
    pub(super) fn to_digits(&self) -> String {
        let mut limbs = match self {
            Self::Small(value) => return value.to_string(),
            Self::Large(limbs) => limbs.clone(),
        };
        let mut chunks = Vec::new();
        while !limbs.as_slice().is_empty() {
            let (quotient, remainder) = limbs::divided_by_limb(limbs.as_slice(), TEN_TO_DIGITS);
            chunks.push(remainder);
            limbs = Limbs::new(quotient);
        }
        let mut text = String::new();
        for chunk in chunks.iter().rev() {
            if text.is_empty() {
                text = chunk.to_string();
            } else {
                let digits = chunk.to_string();
                text.extend(core::iter::repeat_n('0', DIGITS.saturating_sub(digits.len())));
                text.push_str(&digits);
            }
        }
        text
    }

    /// The highest 64 bits and the power of two they are to be multiplied by; for estimates only.
    pub(in crate::planning) fn leading_bits(&self) -> (u64, u32) {
        let shift = self.bits().saturating_sub(64);
        let mut room = [0; 2];
        let high = limbs::shifted_down(self.slice(&mut room), shift);
        (high.first().copied().unwrap_or(0), shift)
    }

    /// The significant limbs, in the room given if they are not there yet.
    fn slice<'a>(&'a self, room: &'a mut [u64; 2]) -> &'a [u64] {
        match self {
            Self::Large(limbs) => limbs.as_slice(),
            Self::Small(value) => {
                *room = limbs::of(*value);
                limbs::significant(room)
            }
        }
    }
}

impl PartialOrd for Natural {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Natural {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Small(left), Self::Small(right)) => left.cmp(right),
            (Self::Small(_), Self::Large(_)) => Ordering::Less,
            (Self::Large(_), Self::Small(_)) => Ordering::Greater,
            (Self::Large(left), Self::Large(right)) => left.cmp(right),
        }
    }
}

/// Greatest common divisor of machine numbers, by halving.
pub(super) fn common_divisor(left: u128, right: u128) -> u128 {
    if let (Ok(left), Ok(right)) = (u64::try_from(left), u64::try_from(right)) {
        return u128::from(common_divisor_u64(left, right));
    }
    let (mut a, mut b) = (left, right);
    if a == 0 || b == 0 {
        return a | b;
    }
    let twos = (a | b).trailing_zeros();
    a = a.wrapping_shr(a.trailing_zeros());
    while b != 0 {
        b = b.wrapping_shr(b.trailing_zeros());
        if let (Ok(small_a), Ok(small_b)) = (u64::try_from(a), u64::try_from(b)) {
            let odd = u128::from(common_divisor_u64(small_a, small_b));
            return odd.wrapping_shl(twos);
        }
        (a, b) = if a < b { (a, b.wrapping_sub(a)) } else { (b, a.wrapping_sub(b)) };
    }
    a.wrapping_shl(twos)
}

pub(super) fn common_divisor_u64(left: u64, right: u64) -> u64 {
    let (high, low) = if left < right { (right, left) } else { (left, right) };
    // One division first: a rate's parts are far smaller than what they are held against.
    let Some(rest) = high.checked_rem(low) else { return high };
    let (mut a, mut b) = (low, rest);
    if b == 0 {
        return a;
    }
    let twos = (a | b).trailing_zeros();
    a = a.wrapping_shr(a.trailing_zeros());
    while b != 0 {
        b = b.wrapping_shr(b.trailing_zeros());
        let (low, high) = if a < b { (a, b) } else { (b, a) };
        a = low;
        b = high.wrapping_sub(low);
    }
    a.wrapping_shl(twos)
}

fn from_limbs(limbs: Vec<u64>) -> Natural {
    let limbs = Limbs::new(limbs);
    limbs.to_u128().map_or(Natural::Large(limbs), Natural::Small)
}

#[cfg(test)]
#[expect(clippy::arithmetic_side_effects, reason = "big integers do not overflow")]
mod tests {
    use crate::planning::exact::natural::{Natural, common_divisor};
    use crate::planning::exact::steps::steps_of;
    use alloc::string::ToString;
    use num_bigint::BigUint;
    use num_integer::Integer;
    use proptest::prelude::*;

    fn any_number() -> impl Strategy<Value = BigUint> {
        let limb = prop_oneof![Just(0), Just(u32::MAX), Just(1), Just(1 << 31), any::<u32>()];
        prop_oneof![
            4 => prop::collection::vec(limb.clone(), 0..14),
            1 => prop::collection::vec(limb, 0..200),
        ]
        .prop_map(BigUint::new)
    }

    fn ours(value: &BigUint) -> Natural {
        Natural::from_digits(&value.to_string()).unwrap()
    }

    /// Neighbours of the Fibonacci series take the most steps of Euclid's: every quotient is one.
    #[test]
    fn common_divisors_take_as_many_steps_as_they_say() {
        let (mut a, mut b) = (Natural::ONE, Natural::ONE);
        for _ in 0..20_000 {
            (a, b) = (b.clone(), a.plus(&b));
        }
        let (steps, common) = steps_of(|| b.common_divisor(&a));
        assert!(common.is_one());
        let most = 5 * a.limbs() * b.limbs();
        assert!(steps <= most, "{}", steps - most);
        // Beside it the plain way: at least one division per step.
        assert!(steps > most / 10);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]
        #[test]
        fn agrees_with_num_bigint(a in any_number(), b in any_number()) {
            let (x, y) = (ours(&a), ours(&b));
            prop_assert_eq!(x.to_digits(), a.to_string());
            prop_assert_eq!(u64::from(x.bits()), a.bits());
            prop_assert_eq!(x.plus(&y), ours(&(&a + &b)));
            prop_assert_eq!(x.times(&y), ours(&(&a * &b)));
            prop_assert_eq!(x.cmp(&y), a.cmp(&b));
            prop_assert_eq!(x.minus(&y).is_some(), a >= b);
            if a >= b {
                prop_assert_eq!(x.minus(&y).unwrap(), ours(&(&a - &b)));
            }
            prop_assert_eq!(x.common_divisor(&y), ours(&a.gcd(&b)));
            prop_assert_eq!(x.leading_bits().0, (&a >> a.bits().saturating_sub(64)).iter_u64_digits().next().unwrap_or(0));
            match x.divided_by(&y) {
                None => prop_assert_eq!(b, BigUint::ZERO),
                Some((quotient, remainder)) => {
                    prop_assert_eq!(quotient, ours(&(&a / &b)));
                    prop_assert_eq!(remainder, ours(&(&a % &b)));
                }
            }
        }

        #[test]
        fn common_divisors_of_products_agree_with_num_bigint(a in any_number(), b in any_number(), c in any_number()) {
            let (x, y) = (ours(&(&a * &c)), ours(&(&b * &c)));
            prop_assert_eq!(x.common_divisor(&y), ours(&(&a * &c).gcd(&(&b * &c))));
        }

        #[test]
        fn powers_agree_with_num_bigint(a in any_number(), exponent in 0_u32..6) {
            prop_assert_eq!(ours(&a).power(exponent), ours(&a.pow(exponent)));
        }

        #[test]
        fn machine_gcd(a in any::<u128>(), b in any::<u128>(), s in 0..128_u32, t in 0..128_u32) {
            let (a, b) = (a >> s, b >> t);
            prop_assert_eq!(common_divisor(a, b), a.gcd(&b));
        }
    }
}
