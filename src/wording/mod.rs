//! Every sentence that a person at a screen reads: the default words of what the rooms below say as data.
//!
//! | question | answer |
//! |---|---|
//! | where do the words of a plan come from? | the `Display` of what [`planning`](crate::planning) gives, and `Plan::to_mermaid` |
//! | how does a host use other words? | everything that is worded here is data with public fields or getters: the host words it itself |
//!
//! This room may import every other one, and no other imports it. What is worded here stands nowhere else, so another
//! language touches this room only. Values (money, rates, fractions, months) print themselves: their text is their
//! canonical form. Errors for those who build a host have their text where they are made.

mod plans;
mod table;
