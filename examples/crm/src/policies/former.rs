//! Going back: a former policy once more, as the newest version.

use lead_lifecycle::lifecycle::{DealMapping, PolicyBook, Version};
use lead_lifecycle::values::{DealStageName, PipelineName};

use crate::args::Terms;
use crate::policies::version::put;
use crate::problem::Problem;

/// The policy of the version before the newest, or of one by its number, once more.
///
/// Deals go back to where they came from, as far as only one place leads to where they are; what else is needed must be said.
pub(super) fn roll_back(book: &PolicyBook, to: Option<usize>, terms: &Terms) -> Result<Version, Problem> {
    let count = book.versions().count();
    let number = to.unwrap_or_else(|| count.saturating_sub(1));
    let former = number.checked_sub(1).and_then(|place| book.versions().nth(place)).filter(|_| number < count);
    let Some(former) = former else {
        return Err(Problem::Data(match to {
            Some(number) => format!(
                "`--to {number}`: there are {count} versions, and only one before the newest can be gone back to"
            ),
            None => String::from("there is only one version: nothing to go back to"),
        }));
    };
    let mut mapping = inverse(book, former, number);
    put(&mut mapping, book.newest().policy(), terms)?;
    let policy = former.policy().clone();
    let from = terms.from.start(policy.utc_offset());
    Ok(Version::new(from, policy).with_stock(terms.stock).with_deal_stages(mapping))
}

/// Where deals of the newest version go under a former one, of which `passed` versions come first.
fn inverse(book: &PolicyBook, former: &Version, passed: usize) -> DealMapping {
    let forward = |mut pipeline: PipelineName, mut stage: Option<DealStageName>| {
        for mapping in book.versions().skip(passed).map(Version::deal_stages) {
            let stages = mapping.stages.get(&pipeline);
            stage = stage.map(|stage| stages.and_then(|stages| stages.get(&stage)).unwrap_or(&stage).clone());
            pipeline = mapping.pipelines.get(&pipeline).unwrap_or(&pipeline).clone();
        }
        (pipeline, stage)
    };
    let (before, after) = (book.newest().policy().pipelines(), former.policy().pipelines());
    let mut inverse = DealMapping::default();
    for (name, pipeline) in before.iter() {
        let mut target = after.get(name).map(|_| name);
        if target.is_none() {
            target = only(after.names().filter(|old| forward((*old).clone(), None).0 == *name));
            inverse.pipelines.extend(target.map(|old| (name.clone(), old.clone())));
        }
        let Some((target, to)) = target.and_then(|target| after.get(target).map(|to| (target, to))) else { continue };
        for stage in pipeline.stages().iter().map(|stage| &stage.name) {
            if to.position(stage).is_some() {
                continue;
            }
            let old = to.stages().iter().map(|old| &old.name);
            let led_here = |old: &&DealStageName| {
                forward(target.clone(), Some((*old).clone())) == (name.clone(), Some(stage.clone()))
            };
            if let Some(old) = only(old.filter(led_here)) {
                inverse.stages.entry(name.clone()).or_default().insert(stage.clone(), old.clone());
            }
        }
    }
    inverse
}

/// The item, if there is exactly one.
fn only<T>(mut items: impl Iterator<Item = T>) -> Option<T> {
    let first = items.next();
    first.filter(|_| items.next().is_none())
}
