//! Natural numbers in limbs: digits of 64 bits, worked with as on paper. [`Natural`] uses them beyond 128 bits.
//!
//! Numbers come in as slices, the lowest limb first, so that a machine number joins in without being copied.
//!
//! [`Natural`]: crate::planning::exact::natural::Natural

use alloc::vec::Vec;
use core::cmp::Ordering;

use crate::planning::exact::steps::count;

/// Bits of a limb.
const WIDE: u32 = u64::BITS;
const LOW: u128 = 0xFFFF_FFFF_FFFF_FFFF;

/// A natural number in limbs, the lowest first. INVARIANT: the highest limb is not zero, so zero has no limb at all.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(in crate::planning) struct Limbs(Vec<u64>);

impl Limbs {
    pub(super) fn new(limbs: Vec<u64>) -> Self {
        Self(trimmed(limbs))
    }

    pub(super) fn as_slice(&self) -> &[u64] {
        &self.0
    }

    /// `None` beyond 128 bits.
    pub(super) fn to_u128(&self) -> Option<u128> {
        let joined = |value: u128, limb: &u64| value.wrapping_shl(WIDE) | u128::from(*limb);
        (self.0.len() <= 2).then(|| self.0.iter().rev().fold(0, joined))
    }

    pub(super) fn bits(&self) -> u32 {
        let top = self.0.last().map_or(0, |limb| WIDE.saturating_sub(limb.leading_zeros()));
        let below = u32::try_from(self.0.len().saturating_sub(1)).unwrap_or(u32::MAX);
        below.saturating_mul(WIDE).saturating_add(top)
    }
}

impl PartialOrd for Limbs {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Limbs {
    fn cmp(&self, other: &Self) -> Ordering {
        compared(&self.0, &other.0)
    }
}

/// The limbs of a machine number.
pub(super) fn of(value: u128) -> [u64; 2] {
    let (low, high) = halves(value);
    [low, high]
}

/// Without zeros at the top.
pub(super) fn significant(limbs: &[u64]) -> &[u64] {
    let zeros = limbs.iter().rev().take_while(|limb| **limb == 0).count();
    limbs.get(..limbs.len().saturating_sub(zeros)).unwrap_or_default()
}

/// INVARIANT: both are significant.
pub(super) fn compared(left: &[u64], right: &[u64]) -> Ordering {
    left.len().cmp(&right.len()).then_with(|| left.iter().rev().cmp(right.iter().rev()))
}

pub(super) fn plus(left: &[u64], right: &[u64]) -> Vec<u64> {
    let (long, short) = if left.len() < right.len() { (right, left) } else { (left, right) };
    let mut sum = Vec::with_capacity(long.len().saturating_add(1));
    let mut carry = 0;
    let padded = short.iter().copied().chain(core::iter::repeat(0));
    for (limb, other) in long.iter().zip(padded) {
        let total = u128::from(*limb).wrapping_add(u128::from(other)).wrapping_add(u128::from(carry));
        let low;
        (low, carry) = halves(total);
        sum.push(low);
    }
    sum.push(carry);
    sum
}

/// INVARIANT: the caller has seen that `right` is not the larger one.
pub(super) fn minus(left: &[u64], right: &[u64]) -> Vec<u64> {
    let mut difference = left.to_vec();
    let mut borrow = false;
    let padded = right.iter().copied().chain(core::iter::repeat(0));
    for (slot, limb) in difference.iter_mut().zip(padded) {
        (*slot, borrow) = less(*slot, limb, borrow);
    }
    difference
}

pub(super) fn times(left: &[u64], right: &[u64]) -> Vec<u64> {
    count(left.len().saturating_mul(right.len()));
    let mut product = alloc::vec![0_u64; left.len().saturating_add(right.len())];
    for (index, factor) in left.iter().enumerate() {
        let mut carry = 0_u64;
        for (limb, slot) in right.iter().zip(product.get_mut(index..).unwrap_or_default()) {
            // (2^64 - 1)^2 + 2 (2^64 - 1) is exactly u128::MAX.
            let total = u128::from(*factor)
                .wrapping_mul(u128::from(*limb))
                .wrapping_add(u128::from(*slot))
                .wrapping_add(u128::from(carry));
            (*slot, carry) = halves(total);
        }
        if let Some(slot) = product.get_mut(index.saturating_add(right.len())) {
            *slot = carry;
        }
    }
    product
}

/// Quotient and remainder. INVARIANT: the caller has seen that the divisor is not zero.
pub(super) fn divided_by_limb(left: &[u64], divisor: u64) -> (Vec<u64>, u64) {
    count(left.len());
    let mut quotient = Vec::with_capacity(left.len());
    let mut remainder = 0_u64;
    let wide = u128::from(divisor);
    for limb in left.iter().rev() {
        let part = u128::from(remainder).wrapping_shl(WIDE) | u128::from(*limb);
        quotient.push(halves(part.checked_div(wide).unwrap_or(0)).0);
        remainder = halves(part.checked_rem(wide).unwrap_or(0)).0;
    }
    quotient.reverse();
    (quotient, remainder)
}

/// Quotient and remainder by long division (Knuth, TAOCP 2, 4.3.1 D). INVARIANT: the caller has seen that the divisor is
/// not zero, and significant.
pub(super) fn divided_by(left: &[u64], divisor: &[u64]) -> (Vec<u64>, Vec<u64>) {
    if let [only] = divisor {
        let (quotient, remainder) = divided_by_limb(left, *only);
        return (quotient, alloc::vec![remainder]);
    }
    if left.len() < divisor.len() {
        return (Vec::new(), left.to_vec());
    }
    let shift = divisor.last().map_or(0, |limb| limb.leading_zeros());
    let divisor = trimmed(shifted_left(divisor, shift));
    let mut rest = shifted_left(left, shift);
    let length = divisor.len();
    let places = rest.len().saturating_sub(length);
    count(places.saturating_mul(length));
    let top = limb_at(&divisor, length.wrapping_sub(1));
    let second = limb_at(&divisor, length.wrapping_sub(2));
    let mut quotient = Vec::with_capacity(places);
    for place in (0..places).rev() {
        let end = place.saturating_add(length).saturating_add(1);
        let Some(window) = rest.get_mut(place..end) else { break };
        quotient.push(divide_window(window, &divisor, top, second));
    }
    quotient.reverse();
    (quotient, shifted_right(&trimmed(rest), shift))
}

/// `|x a − y b|`, where the caller knows which of both is the larger one: the first.
pub(super) fn difference_of_products(x: u64, a: &[u64], y: u64, b: &[u64]) -> Vec<u64> {
    let length = a.len().max(b.len());
    count(length.saturating_mul(2));
    let mut result = Vec::with_capacity(length.saturating_add(1));
    let (mut carry, mut taken, mut borrow) = (0_u64, 0_u64, false);
    for index in 0..length {
        let more = u128::from(x).wrapping_mul(limb_at(a, index)).wrapping_add(u128::from(carry));
        let fewer = u128::from(y).wrapping_mul(limb_at(b, index)).wrapping_add(u128::from(taken));
        let (low, under);
        (low, carry) = halves(more);
        (under, taken) = halves(fewer);
        let limb;
        (limb, borrow) = less(low, under, borrow);
        result.push(limb);
    }
    result.push(less(carry, taken, borrow).0);
    trimmed(result)
}

/// `limbs / 2^shift`, rounded down.
pub(super) fn shifted_down(limbs: &[u64], shift: u32) -> Vec<u64> {
    let skipped = usize::try_from(shift.wrapping_shr(6)).unwrap_or(usize::MAX);
    trimmed(shifted_right(limbs.get(skipped..).unwrap_or_default(), shift & 63))
}

fn trimmed(mut limbs: Vec<u64>) -> Vec<u64> {
    limbs.truncate(significant(&limbs).len());
    limbs
}

/// The low and high halves of a double limb.
fn halves(value: u128) -> (u64, u64) {
    // INVARIANT: both halves fit; no branch is left of the fall-backs.
    let low = u64::try_from(value & LOW).unwrap_or(u64::MAX);
    (low, u64::try_from(value.wrapping_shr(WIDE)).unwrap_or(u64::MAX))
}

/// `left − right − borrow`, and whether that went below zero.
fn less(left: u64, right: u64, borrow: bool) -> (u64, bool) {
    let (partial, below) = left.overflowing_sub(right);
    let (whole, again) = partial.overflowing_sub(u64::from(borrow));
    (whole, below || again)
}

fn limb_at(limbs: &[u64], index: usize) -> u128 {
    u128::from(limbs.get(index).copied().unwrap_or(0))
}

/// One digit of the quotient; leaves the remainder in the window.
fn divide_window(window: &mut [u64], divisor: &[u64], top: u128, second: u128) -> u64 {
    let length = divisor.len();
    let head = limb_at(window, length).wrapping_shl(WIDE) | limb_at(window, length.wrapping_sub(1));
    let below = limb_at(window, length.wrapping_sub(2));
    // INVARIANT: `top` has its highest bit set, so it is not zero.
    let mut digit = head.checked_div(top).unwrap_or(0);
    let mut over = head.wrapping_sub(digit.wrapping_mul(top));
    while digit > LOW || digit.wrapping_mul(second) > (over.wrapping_shl(WIDE) | below) {
        digit = digit.wrapping_sub(1);
        over = over.wrapping_add(top);
        if over > LOW {
            break;
        }
    }
    let mut digit = halves(digit).0;
    let (mut carry, mut borrow) = (0_u64, false);
    let mut slots = window.iter_mut();
    for (limb, slot) in divisor.iter().zip(slots.by_ref()) {
        let total = u128::from(digit).wrapping_mul(u128::from(*limb)).wrapping_add(u128::from(carry));
        let low;
        (low, carry) = halves(total);
        (*slot, borrow) = less(*slot, low, borrow);
    }
    if let Some(slot) = slots.next() {
        (*slot, borrow) = less(*slot, carry, borrow);
    }
    if borrow {
        digit = digit.wrapping_sub(1);
        add_back(window, divisor);
    }
    digit
}

fn add_back(window: &mut [u64], divisor: &[u64]) {
    let mut carry = 0_u64;
    let padded = divisor.iter().copied().chain(core::iter::once(0));
    for (slot, limb) in window.iter_mut().zip(padded) {
        let total = u128::from(*slot).wrapping_add(u128::from(limb)).wrapping_add(u128::from(carry));
        (*slot, carry) = halves(total);
    }
}

/// `limbs * 2^shift` with one limb more, for `shift < 64`.
fn shifted_left(limbs: &[u64], shift: u32) -> Vec<u64> {
    let mut carry = 0_u64;
    let mut shifted = Vec::with_capacity(limbs.len().saturating_add(1));
    for limb in limbs {
        let (low, high) = halves(u128::from(*limb).wrapping_shl(shift) | u128::from(carry));
        shifted.push(low);
        carry = high;
    }
    shifted.push(carry);
    shifted
}

/// `limbs / 2^shift`, for `shift < 64`.
fn shifted_right(limbs: &[u64], shift: u32) -> Vec<u64> {
    let next = limbs.iter().skip(1).chain(core::iter::once(&0));
    limbs
        .iter()
        .zip(next)
        .map(|(low, high)| {
            let wide = u128::from(*high).wrapping_shl(WIDE) | u128::from(*low);
            halves(wide.wrapping_shr(shift)).0
        })
        .collect()
}
