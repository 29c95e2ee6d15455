//! The book of policies: which version is in force when, and what coming under another one makes of a lead.
//!
//! A version comes into force by itself. A lead adopts it by a fact of the clock at the instant from which it is in force, or
//! at its newest fact where that is later; so nobody has to visit the leads, and everybody who looks sees the same.

mod adopting;
mod deal_mapping;
mod going_back;
mod policy_book;
mod policy_gap;
mod stock_rules;
mod version;

pub(super) use adopting::{Landed, adopted, adopted_unknown, declines, landed, promote_stock, spares};
pub use deal_mapping::DealMapping;
pub use policy_book::PolicyBook;
pub use policy_gap::PolicyGap;
pub use stock_rules::{StockDecline, StockPromotion, StockRules};
pub use version::Version;
