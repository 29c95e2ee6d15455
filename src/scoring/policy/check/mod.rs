//! From the draft to the checked rules.

pub(in crate::scoring) mod draft;

mod collisions;
mod context;
mod engagements;
mod fits;
mod groups;
mod number;
mod profiles;
mod rules;
mod tags;
mod timings;
