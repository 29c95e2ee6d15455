//! CSV exports of other systems into the store: each row becomes imported facts, once, and every cell is accounted for.
//!
//! | file | job |
//! |---|---|
//! | `mapping` | which column of which file is what |
//! | `encoding`, `sheet` | bytes → text → rows of one file |
//! | `dates`, `numbers`, `words` | one cell → a moment, an amount, a word of the policy |

#![expect(dead_code, reason = "the run that uses them comes with the next commits")]

pub(crate) mod dates;
pub(crate) mod encoding;
pub(crate) mod mapping;
mod sheet;
