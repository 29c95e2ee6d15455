//! The mapping file of a backfill: which column of which CSV export is what. No code per data set.
//!
//! | file | job |
//! |---|---|
//! | `mapping` | the mapping as written |
//! | `cell`, `mark` | one value of a row, one sign between cells |
//! | `files` | the files beside the main one, and how a file is written |
//! | `ends` | how a row ended |
//! | `columns` | every column that a mapping names |
//! | `read` | reading and checking |

pub(crate) mod cell;
pub(crate) mod columns;
pub(crate) mod ends;
pub(crate) mod files;
pub(crate) mod mapping;
pub(crate) mod mark;
pub(crate) mod read;
