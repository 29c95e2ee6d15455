//! Mistakes are taken back: by hand, of many leads in one transaction, by lines of a journal; what reports make of it; and that
//! nothing of it outlives an erasure.

mod by_hand;
mod erasing;
mod lines;
mod many;
mod reports;
pub(crate) mod story;
mod together;
