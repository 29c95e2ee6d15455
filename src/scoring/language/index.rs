//! From the fingerprint of a name to its place in a checked policy.

use alloc::boxed::Box;
use alloc::vec;

use crate::values::Fingerprint;

/// Open addressing, at most a quarter full: nearly every search ends at its first look, and none is long.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::scoring) struct Index {
    /// Whether every search ends at its first look.
    direct: bool,
    /// INVARIANT: a power of two; at least one is free.
    slots: Box<[(Fingerprint, u16)]>,
    shift: u32,
    factor: u64,
}

/// 2^64 divided by the golden ratio.
const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;

const FREE: u16 = u16::MAX;

/// Slots of the smallest index, and the shift that goes with them.
const SMALL: usize = 64;
const SMALL_SHIFT: u32 = 58;

/// An index of few keys that do not meet, read without looking twice.
#[derive(Debug, Clone, Copy)]
pub(in crate::scoring) struct Direct<'a> {
    slots: &'a [(Fingerprint, u16); SMALL],
    factor: u64,
}

impl Direct<'_> {
    /// The place of a key; some place that no list has if there is none.
    #[inline]
    pub(in crate::scoring) fn find(self, key: Fingerprint) -> usize {
        let slot = usize::try_from(key.to_bits().wrapping_mul(self.factor).wrapping_shr(SMALL_SHIFT)).unwrap_or(0);
        match self.slots.get(slot) {
            Some((known, place)) if *known == key => usize::from(*place),
            Some(_) | None => usize::from(FREE),
        }
    }
}

impl Index {
    /// Of keys at their places; the first of equal keys is found. There are fewer keys than places in a `u16`.
    pub(in crate::scoring) fn of(keys: &[Fingerprint]) -> Self {
        let size = keys.len().saturating_mul(4).max(SMALL).next_power_of_two();
        // The factor under which fewest keys meet; the first one that lets none meet, for policies of a usual size.
        let mut best = Self::with(FACTOR, size, keys);
        let mut factor = FACTOR;
        for _ in 0..64 {
            if best.1 == 0 {
                break;
            }
            factor = factor.wrapping_mul(0x5851_f42d_4c95_7f2d) | 1;
            let next = Self::with(factor, size, keys);
            if next.1 < best.1 {
                best = next;
            }
        }
        best.0.direct = best.1 == 0;
        best.0
    }

    /// For as few keys as a small index holds.
    #[inline]
    pub(in crate::scoring) fn direct(&self) -> Option<Direct<'_>> {
        let slots = self.slots.as_ref().try_into().ok()?;
        self.direct.then_some(Direct { slots, factor: self.factor })
    }

    /// And how many are not where they are looked for first.
    fn with(factor: u64, size: usize, keys: &[Fingerprint]) -> (Self, usize) {
        let shift = 64_u32.saturating_sub(size.trailing_zeros());
        let mut index =
            Self { direct: false, slots: vec![(Fingerprint::from_bits(0), FREE); size].into(), shift, factor };
        let mut met = 0_usize;
        for (place, key) in (0_u16..FREE).zip(keys.iter().copied()) {
            let mut slot = index.home(key);
            while index.slots.get(slot).is_some_and(|(known, place)| *place != FREE && *known != key) {
                slot = index.after(slot);
                met = met.saturating_add(1);
            }
            if let Some(free @ (_, FREE)) = index.slots.get_mut(slot) {
                *free = (key, place);
            }
        }
        (index, met)
    }

    /// The place of a key.
    #[inline]
    pub(in crate::scoring) fn find(&self, key: Fingerprint) -> Option<usize> {
        let mut slot = self.home(key);
        loop {
            let (known, place) = *self.slots.get(slot)?;
            if known == key && place != FREE {
                return Some(usize::from(place));
            }
            if place == FREE {
                return None;
            }
            slot = self.after(slot);
        }
    }

    #[inline]
    fn home(&self, key: Fingerprint) -> usize {
        // The upper bits of the product depend on all bits of the key.
        let mixed = key.to_bits().wrapping_mul(self.factor).wrapping_shr(self.shift);
        usize::try_from(mixed).unwrap_or(0)
    }

    #[inline]
    fn after(&self, slot: usize) -> usize {
        slot.wrapping_add(1) & self.slots.len().wrapping_sub(1)
    }
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use super::Index;
    use crate::values::Fingerprint;

    fn next(key: Fingerprint) -> Fingerprint {
        Fingerprint::from_bits(key.to_bits().wrapping_add(1))
    }

    #[test]
    fn finds_what_it_holds_and_nothing_else() {
        let mut number = 7_u64;
        for size in [0_usize, 1, 2, 3, 5, 17, 256, 33_000] {
            let keys: Vec<Fingerprint> = (0..size)
                .map(|_| {
                    number = number.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                    Fingerprint::from_bits(number)
                })
                .collect();
            let index = Index::of(&keys);
            assert_eq!(index.direct().is_some(), size <= 16);
            for (place, key) in keys.iter().enumerate() {
                assert_eq!(index.find(*key), Some(place));
                assert_eq!(index.find(next(*key)), None);
                if let Some(direct) = index.direct() {
                    assert_eq!(direct.find(*key), place);
                    assert_eq!(direct.find(next(*key)), usize::from(super::FREE));
                }
            }
        }
        let alike: Vec<Fingerprint> = (0..64).map(Fingerprint::from_bits).collect();
        let index = Index::of(&alike);
        assert!(alike.iter().all(|key| index.find(*key) == Some(usize::try_from(key.to_bits()).unwrap())));
    }
}
