//! What every table can tell of each of its numbers.

use crate::insight::reading::asked::Asked;
use crate::insight::reading::read_error::ReadError;
use crate::insight::report::Report;

/// A table that is read from a report, each of whose numbers is behind a cell.
///
/// [`members`](crate::insight::members()) names the leads behind any of them.
pub trait Table: Sized {
    /// What is asked beside what every reading is asked with.
    type More;
    /// The place of a number.
    type Cell;

    /// Reads the table.
    ///
    /// # Errors
    /// The report is not split by what was asked for.
    fn read(report: &Report, asked: &Asked, more: &Self::More) -> Result<Self, ReadError>;

    /// The number in a cell; 0 where there is no such row.
    fn count(&self, cell: &Self::Cell) -> i64;
}
