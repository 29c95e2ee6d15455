//! `Lifecycle`: what a host holds. Its questions and answers stand in the files at the top of this room.

use crate::lead::Lead;
use crate::policy::Policy;

/// The rules of a lead's life under one policy.
///
/// It holds no lead and no state: [`decide`](Self::decide) takes a lead and returns facts,
/// [`Lead::apply`](crate::Lead::apply) folds them. Cheap to share, safe to call from many threads.
#[derive(Debug, Clone, PartialEq, Eq)]
#[doc(alias = "リードライフサイクル")]
pub struct Lifecycle {
    policy: Policy,
}

impl Lifecycle {
    /// The lifecycle under a policy.
    #[must_use]
    pub const fn new(policy: Policy) -> Self {
        Self { policy }
    }

    /// The policy.
    #[must_use]
    pub const fn policy(&self) -> &Policy {
        &self.policy
    }

    /// Whether a lead is under this policy.
    #[must_use]
    pub fn governs(&self, lead: &Lead) -> bool {
        lead.policy().fingerprint == self.policy.stamp().fingerprint
    }
}
