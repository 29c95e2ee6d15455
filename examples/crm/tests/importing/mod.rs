//! Exports come in whole: every row is loaded, known or refused with its reason, and every cell is accounted for; what is
//! mended is loaded, and what is killed goes on.

mod activities;
mod adds_up;
mod cells;
mod encodings;
mod export;
mod killed;
mod lives;
mod mended;
mod rounds;
mod shipped;
mod words;
