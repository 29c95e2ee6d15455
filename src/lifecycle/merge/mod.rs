//! Two leads become one (名寄せ), and two again: one command, several decisions that are stored together.
//!
//! From the ground up: what is stored together (`together`), one lead among them (`side`), what a lead brings
//! (`contribution`), and the two calls (`merge`, `split`).

mod contribution;
mod merge;
mod side;
mod split;
mod together;

pub use together::{MergeError, OfLead, Together};
