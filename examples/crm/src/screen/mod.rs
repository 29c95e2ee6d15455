//! What reports are made of: one place lays them out, colours them, and writes money, instants, shares and durations.
//!
//! | file | job |
//! |---|---|
//! | `look` | whether there are colours, and which |
//! | `form` | how values are written: money, instants in a zone, shares, durations, counts |
//! | `wide` | how wide a text is in a terminal, and where it is broken |
//! | `table` | a table: columns as wide as what they hold, 100 at most together |
//! | `page` | a page: headings, sentences and tables |
//! | `report` | what every report is: a page for people, JSON for scripts |

mod form;
mod look;
mod page;
mod report;
mod table;
mod wide;

pub(crate) use form::{Clock, counted, elapsed, grouped, money, present_tense, share, span, sum_of};
pub(crate) use look::{Colour, Ink, Look};
pub(crate) use page::Page;
pub(crate) use report::{Report, Shape, printed};
pub(crate) use table::{Column, Table};

/// Columns of a line.
const WIDTH: usize = 100;
