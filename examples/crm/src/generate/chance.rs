//! Chance from a seed: the same seed writes the same journal, byte for byte.

/// `SplitMix64`.
#[derive(Debug, Clone)]
pub(crate) struct Chance(u64);

impl Chance {
    /// One stream per lead, so that a change in one story leaves the others as they are.
    pub(crate) fn new(seed: u64, stream: u64) -> Self {
        let mut chance = Self(seed ^ stream.wrapping_mul(0xD1B5_4A32_D192_ED03));
        chance.next();
        chance
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number from `low` to `high`, both included.
    pub(crate) fn between(&mut self, low: u32, high: u32) -> u32 {
        let width = u64::from(high.saturating_sub(low)).saturating_add(1);
        let drawn = self.next().checked_rem(width).unwrap_or(0);
        low.saturating_add(u32::try_from(drawn).unwrap_or(0))
    }

    /// True in so many of a hundred cases.
    pub(crate) fn percent(&mut self, chance: u32) -> bool {
        self.between(1, 100) <= chance
    }

    /// One of several.
    pub(crate) fn pick<T: Copy>(&mut self, first: T, rest: &[T]) -> T {
        let drawn = self.between(0, u32::try_from(rest.len()).unwrap_or(0));
        let index = usize::try_from(drawn).ok().and_then(|drawn| drawn.checked_sub(1));
        index.and_then(|index| rest.get(index)).copied().unwrap_or(first)
    }

    /// One of a list that is not empty; the default otherwise.
    pub(crate) fn of<T: Copy + Default>(&mut self, list: &[T]) -> T {
        let highest = list.len().saturating_sub(1);
        let drawn = self.between(0, u32::try_from(highest).unwrap_or(0));
        usize::try_from(drawn).ok().and_then(|index| list.get(index)).copied().unwrap_or_default()
    }
}
