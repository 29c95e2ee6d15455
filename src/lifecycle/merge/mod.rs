//! Two leads become one (名寄せ), and two again: one command, several decisions that are stored together.
//!
//! From the ground up: what is stored together (`together`), one lead among them (`side`), what a lead brings
//! (`contribution`), what the survivors come to (`survivors`), and the calls (`merge`, `split`, `again`).

mod again;
mod contribution;
mod merge;
mod side;
mod split;
mod survivors;
mod together;

pub use together::{MergeError, OfLead, Together};
