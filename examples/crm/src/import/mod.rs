//! CSV exports of other systems into the store: each row becomes imported facts, once, and every cell is accounted for.
//!
//! | file | job |
//! |---|---|
//! | `mapping` | which column of which file is what |
//! | `encoding`, `sheet` | bytes → text → rows of one file |
//! | `dates`, `numbers`, `words` | one cell → a moment, an amount, a word of the policy |
//! | `plan` | the files of a mapping, opened: which column stands where |
//! | `staging`, `fill` | all rows in a private database, by the key of their lead |
//! | `record`, `trouble` | one row with what it joins, and what became of its cells; why it cannot be read |
//! | `row` | a row in the crate's own words |
//! | `unit`, `standing` | what is imported together, and what the store knows of it |
//! | `take` | the rows of one lead into the store |
//! | `balance`, `count`, `told` | what became of every row and cell, and its words |
//! | `refused` | refused rows in a file, to be mended and loaded again |
//! | `run` | a run from the files to the balance |
//! | `dry` | the copy of a database on which a dry run works |

mod balance;
mod count;
pub(crate) mod dates;
mod dry;
pub(crate) mod encoding;
mod fill;
pub(crate) mod mapping;
pub(crate) mod numbers;
mod plan;
mod record;
mod refused;
mod row;
mod run;
mod sheet;
mod staging;
mod standing;
mod take;
mod told;
mod trouble;
mod unit;
mod words;

pub(crate) use dry::Copy;
pub(crate) use run::backfill;
