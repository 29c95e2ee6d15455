//! A version from a policy and what was said of how it comes into force.

use lead_lifecycle::lifecycle::{DealMapping, PolicyBook, Version};
use lead_lifecycle::values::PipelineName;
use lead_lifecycle::wording::Words;
use lead_lifecycle::{Instant, Policy};

use crate::args::Terms;
use crate::problem::Problem;

/// The version that the words of the command line describe.
pub(super) fn version(policy: Policy, book: &PolicyBook, terms: &Terms) -> Result<Version, Problem> {
    let from = terms.from.start(policy.zone());
    let mut mapping = DealMapping::default();
    // It may come before one that is planned: deals come from the version that is in force then.
    let before = book.at(from).unwrap_or(book.newest());
    put(&mut mapping, before.policy(), terms)?;
    Ok(with_stock(Version::new(from, policy), terms).with_deal_stages(mapping))
}

pub(super) fn with_stock(version: Version, terms: &Terms) -> Version {
    match terms.stock {
        Some(stock) => version.with_stock(stock),
        None => version,
    }
}

/// Puts what was said of deals into a mapping, over what is there. A stage whose pipeline is not named is of the only one.
pub(super) fn put(mapping: &mut DealMapping, before: &Policy, terms: &Terms) -> Result<(), Problem> {
    mapping.pipelines.extend(terms.pipelines.iter().cloned());
    for (pipeline, old, new) in &terms.stages {
        let pipeline = match pipeline {
            Some(pipeline) => pipeline.clone(),
            None => the_only(before, old.as_str())?.clone(),
        };
        mapping.stages.entry(pipeline).or_default().insert(old.clone(), new.clone());
    }
    Ok(())
}

fn the_only<'p>(policy: &'p Policy, stage: &str) -> Result<&'p PipelineName, Problem> {
    let mut names = policy.pipelines().names();
    match (names.next(), names.next()) {
        (Some(only), None) => Ok(only),
        _ => Err(Problem::Usage(format!(
            "`--deal-stage {stage}=…`: there are several pipelines, say which by `PIPELINE/{stage}=…`"
        ))),
    }
}

/// The book with one more version; every fault on a line of its own.
pub(super) fn added(book: &PolicyBook, version: &Version) -> Result<PolicyBook, Problem> {
    let with = book.clone().with(version.clone());
    with.map_err(|faults| Problem::faults("this version does not go with the policies before it", &faults))
}

/// Whether both are the same rules in force since the same instant, and treat leads and deals alike.
pub(super) fn is_same(one: &Version, other: &Version) -> bool {
    one.stamp().is_version(other.stamp()) && (one.stock(), one.deal_stages()) == (other.stock(), other.deal_stages())
}

/// A version with its label, its fingerprint and since when it is in force.
pub(super) fn named(version: &Version) -> String {
    let stamp = version.stamp();
    format!("policy `{}` ({}), in force from {}", stamp.label, stamp.fingerprint, since(version))
}

/// Since when a version is in force, at its own clocks.
pub(super) fn since(version: &Version) -> String {
    if version.from() == Instant::MIN {
        return String::from("the beginning");
    }
    let zone = version.policy().zone();
    Words::in_zone(zone).at(version.from()).to_string()
}
