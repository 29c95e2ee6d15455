//! The lead and its fold: the only files that write a field of a lead.

mod apply;
mod effect;
mod place;
mod state;

pub use place::Place;
pub use state::Lead;
