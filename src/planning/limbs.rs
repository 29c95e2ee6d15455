//! Arithmetic on little-endian limbs of 32 bits, as on paper: what natural numbers beyond 128 bits are made of.

use alloc::vec::Vec;
use core::iter::once;

pub(super) fn trimmed(mut limbs: Vec<u32>) -> Vec<u32> {
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

pub(super) fn add(left: &[u32], right: &[u32]) -> Vec<u32> {
    let length = left.len().max(right.len());
    let mut sum = Vec::with_capacity(length.saturating_add(1));
    let mut carry = 0;
    for index in 0..length {
        // Two limbs and a carry stay below 2^34.
        let total = limb_at(left, index).wrapping_add(limb_at(right, index)).wrapping_add(carry);
        let (low, high) = halves(total);
        sum.push(low);
        carry = high;
    }
    sum.push(halves(carry).0);
    sum
}

/// INVARIANT: the caller has seen that `left >= right`.
pub(super) fn subtract(left: &[u32], right: &[u32]) -> Vec<u32> {
    let mut difference = left.to_vec();
    subtract_in_place(&mut difference, right.iter().copied());
    difference
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

pub(super) fn multiply(left: &[u32], right: &[u32]) -> Vec<u32> {
    let mut product = alloc::vec![0_u32; left.len().saturating_add(right.len())];
    for (index, &factor) in left.iter().enumerate() {
        let mut carry = 0_u64;
        let slots = product.iter_mut().skip(index);
        for (slot, limb) in slots.zip(right.iter().copied().chain(once(0))) {
            // (2^32 - 1)^2 + 2 (2^32 - 1) is exactly u64::MAX.
            let total =
                u64::from(factor).wrapping_mul(u64::from(limb)).wrapping_add(u64::from(*slot)).wrapping_add(carry);
            (*slot, carry) = halves(total);
        }
    }
    product
}

pub(super) fn divide_by_limb(value: &[u32], divisor: u32) -> (Vec<u32>, u32) {
    let mut quotient = Vec::with_capacity(value.len());
    let mut remainder = 0_u64;
    let wide = u64::from(divisor);
    for limb in value.iter().rev() {
        let part = remainder.wrapping_shl(32) | u64::from(*limb);
        quotient.push(halves(part.checked_div(wide).unwrap_or(0)).0);
        remainder = part.checked_rem(wide).unwrap_or(0);
    }
    quotient.reverse();
    (trimmed(quotient), halves(remainder).0)
}

/// Long division (Knuth, TAOCP 2, 4.3.1 D). INVARIANT: no leading zero limbs, divisor not zero.
pub(super) fn divide(value: &[u32], divisor: &[u32]) -> (Vec<u32>, Vec<u32>) {
    if let [only] = divisor {
        let (quotient, remainder) = divide_by_limb(value, *only);
        return (quotient, trimmed(alloc::vec![remainder]));
    }
    if value.len() < divisor.len() {
        return (Vec::new(), value.to_vec());
    }
    let shift = divisor.last().map_or(0, |limb| limb.leading_zeros());
    let divisor = trimmed(shifted_left(divisor, shift));
    let mut rest = shifted_left(value, shift);
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
    (trimmed(quotient), trimmed(shifted_right(&trimmed(rest), shift)))
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
