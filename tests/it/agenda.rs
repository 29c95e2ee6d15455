//! The agenda: what waits, for whom, by when, what settles it, and until when all of it stays so.

mod addressee;
mod items;
mod settled;
mod wakes;
