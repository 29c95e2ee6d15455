//! Names of a draft that could not be told apart.

use alloc::collections::BTreeSet;
use alloc::string::ToString as _;
use core::fmt::Display;

use crate::scoring::language::tag::Tag;
use crate::scoring::policy::check::context::Context;
use crate::scoring::policy::check::rules::CheckedRules;
use crate::values::{ActivityKind, FaultCode, Faults, Fingerprint, Got, Path, ScoringDemand};

/// Stored states know names by fingerprint only: two names with one fingerprint would be one.
pub(super) fn collisions(check: &mut Context<'_>, tags: &[Tag], rules: &CheckedRules) {
    let mut seen: BTreeSet<Fingerprint> = BTreeSet::new();
    for tag in tags {
        if !seen.insert(tag.key) {
            collide(check.faults, &check.path.key("tags"), &tag.name);
        }
    }
    let kinds: BTreeSet<&ActivityKind> = tags.iter().flat_map(|tag| &tag.kinds).collect();
    let mut seen: BTreeSet<Fingerprint> = BTreeSet::new();
    for kind in kinds {
        if !seen.insert(kind.fingerprint()) {
            collide(check.faults, &check.path.key("tags"), kind);
        }
    }
    let mut seen: BTreeSet<Fingerprint> = BTreeSet::new();
    let fits = rules.fit_points.iter().map(|fit| (fit.key, rules.fits.get(fit.rule.index()).map(|r| &r.name)));
    let timings = rules.timings.iter().map(|timing| (timing.key, Some(&timing.name)));
    for (key, name) in fits.chain(timings) {
        if !seen.insert(key) {
            if let Some(name) = name {
                collide(check.faults, &check.path.key("rules"), name);
            }
        }
    }
}

fn collide(faults: &mut Faults, path: &Path, name: &impl Display) {
    let got = Got::SharedFingerprint(name.to_string());
    faults.add(FaultCode::Collision, path, ScoringDemand::DifferentFingerprints, got);
}
