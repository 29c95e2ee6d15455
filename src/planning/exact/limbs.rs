//! Natural numbers in limbs: digits of 32 bits, worked with as on paper. [`Natural`] uses them beyond 128 bits.
//!
//! [`Natural`]: crate::planning::exact::natural::Natural

use alloc::vec::Vec;
use core::cmp::Ordering;
use core::iter::once;

/// A natural number in limbs, the lowest first. INVARIANT: the highest limb is not zero, so zero has no limb at all.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(in crate::planning) struct Limbs(Vec<u32>);

impl Limbs {
    fn new(limbs: Vec<u32>) -> Self {
        Self(trimmed(limbs))
    }

    pub(super) fn of(value: u128) -> Self {
        let bytes = value.to_le_bytes();
        let limb = |chunk: &[u8]| u32::from_le_bytes(chunk.try_into().unwrap_or_default());
        Self::new(bytes.chunks(4).map(limb).collect())
    }

    /// `None` beyond 128 bits.
    pub(super) fn to_u128(&self) -> Option<u128> {
        let joined = |value: u128, limb: &u32| value.wrapping_shl(32) | u128::from(*limb);
        (self.0.len() <= 4).then(|| self.0.iter().rev().fold(0, joined))
    }

    pub(super) fn is_zero(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn bits(&self) -> u32 {
        let top = self.0.last().map_or(0, |limb| 32_u32.saturating_sub(limb.leading_zeros()));
        let below = u32::try_from(self.0.len().saturating_sub(1)).unwrap_or(u32::MAX);
        below.saturating_mul(32).saturating_add(top)
    }

    pub(super) fn plus(&self, other: &Self) -> Self {
        let length = self.0.len().max(other.0.len());
        let mut sum = Vec::with_capacity(length.saturating_add(1));
        let mut carry = 0;
        for index in 0..length {
            // Two limbs and a carry stay below 2^34.
            let total = limb_at(&self.0, index).wrapping_add(limb_at(&other.0, index)).wrapping_add(carry);
            let (low, high) = halves(total);
            sum.push(low);
            carry = high;
        }
        sum.push(halves(carry).0);
        Self::new(sum)
    }

    /// INVARIANT: the caller has seen that `other` is not the larger one.
    pub(super) fn minus(&self, other: &Self) -> Self {
        let mut difference = self.0.clone();
        subtract_in_place(&mut difference, other.0.iter().copied());
        Self::new(difference)
    }

    pub(super) fn times(&self, other: &Self) -> Self {
        let mut product = alloc::vec![0_u32; self.0.len().saturating_add(other.0.len())];
        for (index, &factor) in self.0.iter().enumerate() {
            let mut carry = 0_u64;
            let slots = product.iter_mut().skip(index);
            for (slot, limb) in slots.zip(other.0.iter().copied().chain(once(0))) {
                // (2^32 - 1)^2 + 2 (2^32 - 1) is exactly u64::MAX.
                let total =
                    u64::from(factor).wrapping_mul(u64::from(limb)).wrapping_add(u64::from(*slot)).wrapping_add(carry);
                (*slot, carry) = halves(total);
            }
        }
        Self::new(product)
    }

    /// Quotient and remainder. INVARIANT: the caller has seen that the divisor is not zero.
    pub(super) fn divided_by_limb(&self, divisor: u32) -> (Self, u32) {
        let mut quotient = Vec::with_capacity(self.0.len());
        let mut remainder = 0_u64;
        let wide = u64::from(divisor);
        for limb in self.0.iter().rev() {
            let part = remainder.wrapping_shl(32) | u64::from(*limb);
            quotient.push(halves(part.checked_div(wide).unwrap_or(0)).0);
            remainder = part.checked_rem(wide).unwrap_or(0);
        }
        quotient.reverse();
        (Self::new(quotient), halves(remainder).0)
    }

    /// Quotient and remainder by long division (Knuth, TAOCP 2, 4.3.1 D). INVARIANT: the caller has seen that the
    /// divisor is not zero.
    pub(super) fn divided_by(&self, divisor: &Self) -> (Self, Self) {
        if let [only] = divisor.0.as_slice() {
            let (quotient, remainder) = self.divided_by_limb(*only);
            return (quotient, Self::new(alloc::vec![remainder]));
        }
        if self.0.len() < divisor.0.len() {
            return (Self(Vec::new()), self.clone());
        }
        let shift = divisor.0.last().map_or(0, |limb| limb.leading_zeros());
        let divisor = trimmed(shifted_left(&divisor.0, shift));
        let mut rest = shifted_left(&self.0, shift);
        let length = divisor.len();
        let top = limb_at(&divisor, length.wrapping_sub(1));
        let second = limb_at(&divisor, length.wrapping_sub(2));
        let mut quotient = Vec::new();
        for place in (0..rest.len().saturating_sub(length)).rev() {
            let end = place.saturating_add(length).saturating_add(1);
            let Some(window) = rest.get_mut(place..end) else { break };
            quotient.push(divide_window(window, &divisor, top, second));
        }
        quotient.reverse();
        (Self::new(quotient), Self::new(shifted_right(&trimmed(rest), shift)))
    }
}

impl PartialOrd for Limbs {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Limbs {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.len().cmp(&other.0.len()).then_with(|| self.0.iter().rev().cmp(other.0.iter().rev()))
    }
}

fn trimmed(mut limbs: Vec<u32>) -> Vec<u32> {
    while limbs.last() == Some(&0) {
        limbs.pop();
    }
    limbs
}

/// The low and high halves of a double limb.
fn halves(value: u64) -> (u32, u64) {
    let [a, b, c, d, ..] = value.to_le_bytes();
    (u32::from_le_bytes([a, b, c, d]), value.wrapping_shr(32))
}

fn limb_at(limbs: &[u32], index: usize) -> u64 {
    u64::from(limbs.get(index).copied().unwrap_or(0))
}

/// Takes `right` from `window` and says whether it went below zero.
fn subtract_in_place(window: &mut [u32], right: impl Iterator<Item = u32>) -> bool {
    let mut borrow = false;
    let padded = right.chain(core::iter::repeat(0));
    for (slot, limb) in window.iter_mut().zip(padded) {
        let (partial, below) = slot.overflowing_sub(limb);
        let (whole, again) = partial.overflowing_sub(u32::from(borrow));
        *slot = whole;
        borrow = below || again;
    }
    borrow
}

/// One digit of the quotient; leaves the remainder in the window.
fn divide_window(window: &mut [u32], divisor: &[u32], top: u64, second: u64) -> u32 {
    let length = divisor.len();
    let head = limb_at(window, length).wrapping_shl(32) | limb_at(window, length.wrapping_sub(1));
    let below = limb_at(window, length.wrapping_sub(2));
    // INVARIANT: `top` has its highest bit set, so it is not zero.
    let mut digit = head.checked_div(top).unwrap_or(0);
    let mut over = head.checked_rem(top).unwrap_or(0);
    while digit > u64::from(u32::MAX) || digit.wrapping_mul(second) > (over.wrapping_shl(32) | below) {
        digit = digit.wrapping_sub(1);
        over = over.wrapping_add(top);
        if over > u64::from(u32::MAX) {
            break;
        }
    }
    let mut carry = 0;
    let mut product = Vec::with_capacity(length.saturating_add(1));
    for limb in divisor.iter().copied().chain(once(0)) {
        let (low, high) = halves(digit.wrapping_mul(u64::from(limb)).wrapping_add(carry));
        product.push(low);
        carry = high;
    }
    if subtract_in_place(window, product.into_iter()) {
        digit = digit.wrapping_sub(1);
        add_back(window, divisor);
    }
    halves(digit).0
}

fn add_back(window: &mut [u32], divisor: &[u32]) {
    let mut carry = 0_u64;
    for (slot, limb) in window.iter_mut().zip(divisor.iter().copied().chain(once(0))) {
        let total = u64::from(*slot).wrapping_add(u64::from(limb)).wrapping_add(carry);
        (*slot, carry) = halves(total);
    }
}

/// `limbs * 2^shift` with one limb more, for `shift < 32`.
fn shifted_left(limbs: &[u32], shift: u32) -> Vec<u32> {
    let mut carry = 0_u64;
    let mut shifted = Vec::with_capacity(limbs.len().saturating_add(1));
    for limb in limbs {
        let (low, high) = halves(u64::from(*limb).wrapping_shl(shift) | carry);
        shifted.push(low);
        carry = high;
    }
    shifted.push(halves(carry).0);
    shifted
}

/// `limbs / 2^shift`, for `shift < 32`.
fn shifted_right(limbs: &[u32], shift: u32) -> Vec<u32> {
    let next = limbs.iter().skip(1).chain(once(&0));
    limbs
        .iter()
        .zip(next)
        .map(|(low, high)| {
            let wide = u64::from(*high).wrapping_shl(32) | u64::from(*low);
            halves(wide.wrapping_shr(shift)).0
        })
        .collect()
}
