//! Which deals are the same.

use alloc::collections::BTreeMap;

use crate::values::{DealKey, Digest};

/// Which deals the host says are the same: merged elsewhere, exported twice.
///
/// ```
/// use lead_lifecycle::insight::SameDeals;
/// use lead_lifecycle::values::DealKey;
/// let key = |text: &str| DealKey::new(text).unwrap();
/// let mut same = SameDeals::none();
/// same.say(&key("D-3"), &key("D-1"))?;
/// same.say(&key("D-2"), &key("D-3"))?; // followed to its end: D-1
/// assert!(same.say(&key("D-1"), &key("D-2")).is_err());
/// # Ok::<(), lead_lifecycle::insight::SameDealError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SameDeals(BTreeMap<Digest, Digest>);

/// A deal would be itself.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{deal}` would come to be `{is}`, which is `{deal}` already: say of the one that goes which one stays")]
#[non_exhaustive]
pub struct SameDealError {
    /// The deal.
    pub deal: DealKey,
    /// What it was said to be.
    pub is: DealKey,
}

impl SameDeals {
    /// Every deal is its own.
    #[must_use]
    pub const fn none() -> Self {
        Self(BTreeMap::new())
    }

    /// A deal is another: it counts once, with the amount and the state of the other.
    ///
    /// # Errors
    /// The other is, by itself or followed to its end, this one.
    pub fn say(&mut self, deal: &DealKey, is: &DealKey) -> Result<(), SameDealError> {
        let (from, to) = (deal.digest(), is.digest());
        if self.end(to) == from {
            return Err(SameDealError { deal: deal.clone(), is: is.clone() });
        }
        let _before = self.0.insert(from, to);
        Ok(())
    }

    /// The deal that a deal is at the end.
    pub(super) fn end(&self, deal: Digest) -> Digest {
        let mut deal = deal;
        // INVARIANT: there are no circles, so that every step is taken once.
        for _ in 0..self.0.len() {
            match self.0.get(&deal) {
                Some(next) => deal = *next,
                None => break,
            }
        }
        deal
    }
}
