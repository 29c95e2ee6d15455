//! What is measured: numbers that add up to their leads, over lines that are what the facts say.

mod adds_up;
mod known;
mod lines;
mod screens;
mod totals;
mod wrong;
