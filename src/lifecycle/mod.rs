//! Floor 5: deciding. Every decision about a lead is made here, by one table and one policy.

mod admin;
mod agenda;
mod backfill;
mod case;
mod clock;
mod context;
mod decide;
mod diagram;
mod ending;
mod field;
mod inside;
mod intake;
mod outlook;
mod proposals;
mod refusal;
mod score;
mod table;

pub use agenda::AgendaItem;
pub use backfill::{BackfillError, BackfillRules, LegacyEnd, LegacyRow, OrderPolicy};
pub use context::{Context, Decision};
pub use diagram::lifecycle_diagram;
pub use outlook::{Obstacle, PromotionReport, Prospect};
pub use refusal::{Refusal, Unmet};
pub use table::{StageMove, TRANSITIONS, Transition, transition};

use crate::policy::Policy;

/// The rules of a lead's life under one policy.
///
/// It holds no lead and no state: [`decide`](Self::decide) takes a lead and returns facts, [`Lead::apply`](crate::Lead::apply)
/// folds them. Cheap to share, safe to call from many threads.
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
}
