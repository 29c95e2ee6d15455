//! Service levels: what was met and missed, the runs behind each count, and how a deadline came about.

mod counts;
mod leads;
mod story;
