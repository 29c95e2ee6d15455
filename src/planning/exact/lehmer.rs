//! Greatest common divisors of numbers in limbs, by Lehmer's method (Knuth, TAOCP 2, 4.5.2 L): the leading 64 bits of
//! both numbers tell some eighteen quotients of Euclid's at once, so that long numbers are gone through once for all of
//! these and not once for each.

use alloc::vec::Vec;

use crate::planning::exact::limbs::{compared, difference_of_products, divided_by, significant};

/// Goes on until the smaller number has at most two limbs; both are significant, the larger one first. Beside them the
/// rounds that it took, and the products of limbs.
///
/// These are at most 5 × (limbs of the larger) × (limbs of the smaller), and fewer for most numbers: it ends where what
/// both have in common begins.
pub(super) fn shortened(left: &[u64], right: &[u64]) -> (Vec<u64>, Vec<u64>, Cost) {
    let (mut a, mut b) = (significant(left).to_vec(), significant(right).to_vec());
    if compared(&a, &b).is_lt() {
        core::mem::swap(&mut a, &mut b);
    }
    let mut cost = Cost { rounds: 0, products: 0 };
    while b.len() > 2 {
        cost.rounds = cost.rounds.saturating_add(1);
        let leading = Leading::of(&a, &b);
        if leading.v.0 == 0 {
            // The quotient is too large for the leading bits to tell: one step of Euclid's.
            let places = a.len().saturating_sub(b.len()).saturating_add(1);
            cost.products = cost.products.saturating_add(places.saturating_mul(b.len()));
            let (_, remainder) = divided_by(&a, &b);
            a = b;
            b = significant(&remainder).to_vec();
            continue;
        }
        cost.products = cost.products.saturating_add(a.len().saturating_mul(4));
        let Leading { u, v, even } = leading;
        // Of each pair the signs alternate, and the parity says which term is the larger one.
        let (next_a, next_b) = if even {
            (difference_of_products(u.0, &a, v.0, &b), difference_of_products(v.1, &b, u.1, &a))
        } else {
            (difference_of_products(v.0, &b, u.0, &a), difference_of_products(u.1, &a, v.1, &b))
        };
        (a, b) = (next_a, next_b);
    }
    (a, b, cost)
}

/// What a common divisor took.
#[derive(Debug, Clone, Copy)]
pub(in crate::planning) struct Cost {
    /// How often the leading bits were asked.
    pub(in crate::planning) rounds: usize,
    /// Products of limbs.
    pub(in crate::planning) products: usize,
}

/// What the leading bits tell: `a` becomes `u.0 a − v.0 b` and `b` becomes `v.1 b − u.1 a`, up to their signs.
struct Leading {
    u: (u64, u64),
    v: (u64, u64),
    even: bool,
}

impl Leading {
    /// INVARIANT: `a` is not smaller than `b`, and has three limbs at least.
    fn of(a: &[u64], b: &[u64]) -> Self {
        let shift = a.last().map_or(0, |limb| limb.leading_zeros());
        let highest = a.len().saturating_sub(1);
        let (mut x, mut y) = (top(a, highest, shift), top(b, highest, shift));
        // The last three of each cosequence. Neither can overflow: they are bounded by the numbers themselves, and the
        // condition of Collins ends the loop while every quotient is certain.
        let (mut u0, mut u1, mut u2) = (0_u64, 1_u64, 0_u64);
        let (mut v0, mut v1, mut v2) = (0_u64, 0_u64, 1_u64);
        let mut even = false;
        while y >= v2 && x.wrapping_sub(y) >= v1.wrapping_add(v2) {
            let (Some(quotient), Some(rest)) = (x.checked_div(y), x.checked_rem(y)) else { break };
            (x, y) = (y, rest);
            (u0, u1, u2) = (u1, u2, u1.wrapping_add(quotient.wrapping_mul(u2)));
            (v0, v1, v2) = (v1, v2, v1.wrapping_add(quotient.wrapping_mul(v2)));
            even = !even;
        }
        Self { u: (u0, u1), v: (v0, v1), even }
    }
}

/// The 64 bits from the highest one of the limb at `highest`, when all is moved up by `shift`.
fn top(limbs: &[u64], highest: usize, shift: u32) -> u64 {
    let at = |index: Option<usize>| index.and_then(|index| limbs.get(index)).copied().unwrap_or(0);
    let (high, low) = (at(Some(highest)), at(highest.checked_sub(1)));
    high.wrapping_shl(shift) | u64::try_from(u128::from(low).wrapping_shl(shift).wrapping_shr(64)).unwrap_or(0)
}
