//! The leads behind numbers of deals and contracts, each of which counts once, whoever claims it.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use crate::insight::line::LeadLine;
use crate::insight::reading::asked::Asked;
use crate::insight::reading::members::Member;
use crate::insight::reading::read_error::ReadError;
use crate::insight::report::{Report, Whose};
use crate::values::Digest;

/// The leads behind a number, and what each adds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Behind(BTreeMap<Digest, i64>);

impl Behind {
    pub(super) fn add(&mut self, whose: &Whose) {
        let count = self.0.entry(whose.lead).or_default();
        *count = count.saturating_add(1);
    }

    /// What all of them add.
    #[must_use]
    pub fn total(&self) -> i64 {
        self.0.values().fold(0, |sum: i64, adds| sum.saturating_add(*adds))
    }
}

/// A table of deals or contracts. Each counts once, under its earliest claim: only the whole report knows whose that is.
pub trait Claimed {
    /// What is asked beside what every reading is asked with.
    type More;
    /// The place of a number.
    type Cell;

    /// The leads behind a number.
    ///
    /// # Errors
    /// The report is not split by what was asked for.
    fn behind(report: &Report, asked: &Asked, more: &Self::More, cell: &Self::Cell) -> Result<Behind, ReadError>;
}

/// The leads behind a number of deals or contracts, in the order of the lines. Together they are the number, if every line of the report
/// is among them.
///
/// # Errors
/// The report is not split by what was asked for.
pub fn claimants<'a, T: Claimed>(
    report: &Report,
    lines: impl IntoIterator<Item = &'a LeadLine>,
    (asked, more): (&Asked, &T::More),
    cell: &T::Cell,
) -> Result<Vec<Member>, ReadError> {
    let behind = T::behind(report, asked, more, cell)?;
    let member = |line: &'a LeadLine| {
        let adds = behind.0.get(&line.lead().digest()).copied()?;
        Some(Member { lead: line.lead().clone(), adds })
    };
    Ok(lines.into_iter().filter_map(member).collect())
}
