//! The policies of a database: listed, added, seen before, gone back from; and what becomes of programs that meet on one
//! database while they change, or are killed.

mod book;
mod foreseen;
mod older;
pub(crate) mod story;
mod together;
