//! The lead and its fold: the only files that write a field of a lead.

mod apply;
mod edits;
mod effects;
mod import;
mod lead;
mod merge;
mod place;
mod refold;
mod sections;
mod stock;
mod turns;
mod unsound;

pub use lead::Lead;
pub use place::Place;
pub use refold::{Counted, Refold, counted, counted_with, hollow, standing, that_count};
