//! Which deals are the same.

use alloc::collections::BTreeMap;

use crate::insight::reading::ends::Ends;
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
#[derive(Debug, Clone, Default)]
pub struct SameDeals {
    said: BTreeMap<Digest, Digest>,
    /// The same, with ways cut short.
    ends: Ends,
}

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
        Self { said: BTreeMap::new(), ends: Ends::none() }
    }

    /// A deal is another: it counts once, with the amount and the state of the other. Of two that are said of one deal the later holds.
    ///
    /// # Errors
    /// The other is, by itself or followed to its end, this one.
    pub fn say(&mut self, deal: &DealKey, is: &DealKey) -> Result<(), SameDealError> {
        let (from, to) = (deal.digest(), is.digest());
        let refused = || SameDealError { deal: deal.clone(), is: is.clone() };
        if self.said.contains_key(&from) {
            // It was said to be something else: what ran through it runs another way now.
            let said = || self.said.iter().filter(|(known, _)| **known != from).map(|(known, next)| (*known, *next));
            let mut ends: Ends = said().collect();
            if !ends.join(from, to) {
                return Err(refused());
            }
            self.ends = ends;
        } else if !self.ends.join(from, to) {
            return Err(refused());
        }
        let _before = self.said.insert(from, to);
        Ok(())
    }

    /// The deals that deals are at the end.
    pub(super) fn ends(&self) -> Ends {
        self.ends.clone()
    }
}

/// What was said counts, and not in which order.
impl PartialEq for SameDeals {
    fn eq(&self, other: &Self) -> bool {
        self.said == other.said
    }
}

impl Eq for SameDeals {}
