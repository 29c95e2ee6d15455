//! Going back: a former policy once more, as the newest version.

use crate::lifecycle::book::deal_mapping::{DealMapping, DealPlace};
use crate::lifecycle::book::policy_book::PolicyBook;
use crate::lifecycle::book::version::Version;
use crate::values::{Instant, PipelineName, PolicyStamp};

impl PolicyBook {
    /// The policy of a former version once more, from an instant on, to be added to the book: a rollback. It says nothing of
    /// stock, so what is left open on leads stays open. None: the book does not have the version, or it is the newest.
    ///
    /// Deals go back to where they came from, as far as only one former place leads to where they are. What else has no place is a
    /// fault when the version is added, and has to be said.
    ///
    /// ```
    /// use lead_lifecycle::lifecycle::{PolicyBook, Version};
    /// use lead_lifecycle::{Instant, Policy, PolicyDraft};
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let (july, august): (Instant, Instant) = ("2026-07-01T00:00:00Z".parse()?, "2026-08-01T00:00:00Z".parse()?);
    /// let mut draft = PolicyDraft::standard();
    /// draft.recycle.max_cycles = 3;
    /// let book = PolicyBook::of(Policy::standard()).with(Version::new(july, Policy::try_from(draft)?))?;
    /// let first = PolicyBook::of(Policy::standard()).newest().stamp().clone();
    /// let back = book.back_to(&first, august).expect("the book began with it");
    /// let book = book.with(back)?;
    /// assert_eq!(book.newest().stamp().fingerprint, first.fingerprint);
    /// assert!(!book.newest().stamp().is_version(&first)); // a version of its own
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn back_to(&self, former: &PolicyStamp, from: Instant) -> Option<Version> {
        let former = self.find(former).filter(|former| !former.stamp().is_version(self.newest().stamp()))?;
        Some(Version::new(from, former.policy().clone()).with_deal_stages(self.inverse(former)))
    }

    /// Where deals of the newest version go under a former one.
    fn inverse(&self, former: &Version) -> DealMapping {
        let newest = self.newest();
        let forward = |place: DealPlace| self.moved(place, former.stamp(), newest);
        let (before, after) = (newest.policy().pipelines(), former.policy().pipelines());
        let mut inverse = DealMapping::default();
        for (name, pipeline) in before.iter() {
            let leads_here = |old: &&PipelineName| {
                let stage = pipeline.opening().clone();
                forward(DealPlace { pipeline: (*old).clone(), stage }).pipeline == *name
            };
            let kept = after.get(name).map(|_| name);
            let target = kept.or_else(|| only(after.names().filter(leads_here)));
            let Some((target, to)) = target.and_then(|target| after.get(target).map(|to| (target, to))) else {
                continue;
            };
            if target != name {
                inverse.pipelines.insert(name.clone(), target.clone());
            }
            let gone = pipeline.stages().iter().map(|stage| &stage.name).filter(|stage| to.position(stage).is_none());
            for stage in gone {
                let here = DealPlace { pipeline: name.clone(), stage: stage.clone() };
                let old = to.stages().iter().map(|old| &old.name);
                let place = |old| DealPlace { pipeline: target.clone(), stage: old };
                if let Some(old) = only(old.filter(|old| forward(place((*old).clone())) == here)) {
                    inverse.stages.entry(name.clone()).or_default().insert(stage.clone(), old.clone());
                }
            }
        }
        inverse
    }
}

/// The item, if there is exactly one.
fn only<T>(mut items: impl Iterator<Item = T>) -> Option<T> {
    let first = items.next();
    first.filter(|_| items.next().is_none())
}
