//! What is advised on a version: legal, but hardly meant, or soon no longer true.

use lead_lifecycle::Instant;
use lead_lifecycle::lifecycle::Version;
use serde::Serialize;

/// One piece of advice.
#[derive(Debug, Serialize)]
pub(super) struct Advised {
    code: String,
    /// Where in the policy, and what.
    text: String,
}

impl Advised {
    pub(super) fn text(&self) -> &str {
        &self.text
    }
}

/// What is advised on a version now; on one that is not yet in force, as it comes into force.
pub(super) fn advice(version: &Version, now: Option<Instant>) -> Vec<Advised> {
    let at = now.map_or(version.from(), |now| now.max(version.from()));
    let policy = version.policy();
    let lints = policy.lints().into_iter().chain(policy.lints_at(at));
    lints.map(|lint| Advised { code: lint.code.to_string(), text: lint.to_string() }).collect()
}
