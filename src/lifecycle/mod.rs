//! Floor 5: deciding. Every decision about a lead is made here, by one table and one policy.
//!
//! From the ground up: what goes in and out (`context`, `decision`, `unmet`, `refusal`), the one table (`table`), how
//! facts come about (`mint`, `chain`, `case`), what commands have in common (`entry`, `permission`, `reasons`,
//! `profile`), the commands themselves (`intake`, `inside`, `field`, `ending`, `admin`, `proposals`), the judge over
//! them (`guard`, `judge`), time (`clock`), and at the top what a host asks of a `Lifecycle`.

mod admin;
mod agenda;
mod backfill;
mod capture;
mod case;
mod chain;
mod clock;
mod context;
mod decide;
mod decision;
mod diagram;
mod ending;
mod entry;
mod field;
mod guard;
mod inside;
mod intake;
mod judge;
mod life;
mod mint;
mod outlook;
mod permission;
mod profile;
mod proposals;
mod reasons;
mod refusal;
mod score;
mod table;
mod unmet;
mod words;

pub use agenda::AgendaItem;
pub use backfill::{BackfillError, BackfillRules, LegacyEnd, LegacyRow, OrderPolicy};
pub use context::Context;
pub use decision::Decision;
pub use diagram::lifecycle_diagram;
pub use life::Lifecycle;
pub use outlook::{Obstacle, PromotionReport, Prospect};
pub use refusal::Refusal;
pub use table::{Earliest, Guard, StageMove, TRANSITIONS, Transition, transition};
pub use unmet::Unmet;
