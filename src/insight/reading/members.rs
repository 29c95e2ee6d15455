//! The leads behind a number.

use alloc::vec::Vec;

use crate::insight::line::LeadLine;
use crate::insight::reading::asked::Asked;
use crate::insight::reading::read_error::ReadError;
use crate::insight::reading::table::Table;
use crate::insight::report::{Report, ReportPlan};
use crate::values::LeadKey;

/// A lead behind a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// The lead.
    pub lead: LeadKey,
    /// What it adds to the number: with several cycles or visits more than one.
    pub adds: i64,
}

/// The leads behind a number of a table: what each line by itself adds to it, in the order of the lines. Together they are the number.
///
/// # Errors
/// As of reading the table; a line of another plan.
#[expect(single_use_lifetimes, reason = "`impl Trait` cannot elide the lifetime")]
pub fn members<'a, T: Table>(
    plan: &ReportPlan,
    lines: impl IntoIterator<Item = &'a LeadLine>,
    (asked, more): (&Asked, &T::More),
    cell: &T::Cell,
) -> Result<Vec<Member>, ReadError> {
    let mut members = Vec::new();
    for line in lines {
        let mut alone = Report::new(plan);
        alone.add(plan, line)?;
        let adds = T::read(&alone, asked, more)?.count(cell);
        if adds != 0 {
            members.push(Member { lead: line.lead().clone(), adds });
        }
    }
    Ok(members)
}
