//! Floor 5: deciding. Every decision about a lead is made here, by one table and one policy.
//!
//! From the ground up: what goes in and out (`context`, `decision`, `unmet`, `refusal`), the one table (`table`), how
//! facts come about (`mint`, `chain`, `case`), what commands have in common (`entry`, `permission`, `reasons`,
//! `profile`), the commands themselves (`intake`, `inside`, `field`, `ending`, `admin`, `proposals`), the judge over
//! them (`guard`, `judge`), time (`clock`), and at the top what a host asks of a `Lifecycle`.

mod agenda;
mod backfill;
mod capture;
mod case;
mod clock;
mod context;
mod decide;
mod decision;
mod ending;
mod fact_chain;
mod field_sales;
mod guard;
mod inside_sales;
mod intake;
mod judge;
mod lifecycle;
mod mint;
mod move_reason;
mod outlook;
mod permission;
mod preconditions;
mod profile_change;
mod proposals;
mod reasons;
mod refusal;
mod scores;
mod transition;
mod unmet;
mod upkeep;

pub use agenda::AgendaItem;
pub use backfill::{BackfillError, BackfillRules, LegacyEnd, LegacyRow, OrderPolicy};
pub use context::Context;
pub use decision::Decision;
pub use lifecycle::Lifecycle;
pub use move_reason::MoveReason;
pub use outlook::{CommandOutlook, Obstacle, PromotionReport};
pub use refusal::Refusal;
pub use transition::{Earliest, Guard, StageMove, TRANSITIONS, Transition, transition};
pub use unmet::{
    AccessUnmet, ContactUnmet, ContractUnmet, DealUnmet, HandoffUnmet, IntakeUnmet, LeadUnmet, ProposalUnmet,
    QualificationUnmet, TimeUnmet, Unmet,
};
