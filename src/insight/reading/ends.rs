//! What becomes of what becomes of something: chains, followed to their ends.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use crate::values::Digest;

/// Chains without circles. Each way is walked once and then cut short: a long chain costs no more than a short one.
#[derive(Debug, Clone, Default)]
pub(super) struct Ends(BTreeMap<Digest, Digest>);

impl Ends {
    pub(super) const fn none() -> Self {
        Self(BTreeMap::new())
    }

    /// The end of the chain.
    pub(super) fn find(&mut self, from: Digest) -> Digest {
        let (mut end, mut way) = (from, Vec::new());
        // INVARIANT: there are no circles.
        while let Some(next) = self.0.get(&end) {
            way.push(end);
            end = *next;
        }
        // The last of them leads there already.
        let _last = way.pop();
        for one in way {
            let _before = self.0.insert(one, end);
        }
        end
    }

    /// One goes on in another; not, if it is an end of it. INVARIANT: the one is an end.
    pub(super) fn join(&mut self, from: Digest, to: Digest) -> bool {
        let joins = self.find(to) != from;
        if joins {
            let _before = self.0.insert(from, to);
        }
        joins
    }
}

impl FromIterator<(Digest, Digest)> for Ends {
    /// Each goes on in another. What would close a circle is left out.
    fn from_iter<I: IntoIterator<Item = (Digest, Digest)>>(ways: I) -> Self {
        let mut ends = Self::none();
        for (from, to) in ways {
            let _circle = !ends.0.contains_key(&from) && ends.join(from, to);
        }
        ends
    }
}
