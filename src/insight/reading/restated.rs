//! By how much a number that was reported has moved since, and because of which facts.

use alloc::vec::Vec;

use crate::insight::line::{Absorbed, LeadLine, LineError};
use crate::insight::reading::asked::Asked;
use crate::insight::reading::claimed::Claimed;
use crate::insight::reading::read_error::ReadError;
use crate::insight::reading::table::Table;
use crate::insight::report::{Report, ReportPlan};
use crate::lead::{Fact, FactId};
use crate::values::{Instant, LeadKey};

/// A number that a report says: of a [`Table`], or of one that is [`Claimed`].
pub trait Numbered {
    /// What is asked beside what every reading is asked with.
    type More;
    /// The place of a number.
    type Cell;

    /// The number in a cell.
    ///
    /// # Errors
    /// The report is not split by what was asked for.
    fn number(report: &Report, asked: &Asked, more: &Self::More, cell: &Self::Cell) -> Result<i64, ReadError>;
}

impl<T: Table> Numbered for T {
    type More = T::More;
    type Cell = T::Cell;

    fn number(report: &Report, asked: &Asked, more: &T::More, cell: &T::Cell) -> Result<i64, ReadError> {
        Ok(T::read(report, asked, more)?.count(cell))
    }
}

/// By how much a number has moved since it was reported (訂正・洗い替え).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restated {
    /// What it was, of the facts that had been recorded by then.
    pub then: i64,
    /// What it is, of all facts. The instant that it is asked with is the same.
    pub now: i64,
    /// The leads that moved it, in the order given.
    pub leads: Vec<RestatedLead>,
}

impl Restated {
    /// By how much it has moved.
    #[must_use]
    pub const fn moved(&self) -> i64 {
        self.now.saturating_sub(self.then)
    }
}

/// A lead that moved a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RestatedLead {
    /// The lead.
    pub lead: LeadKey,
    /// What it had added to the number by itself.
    pub then: i64,
    /// What it adds now.
    pub now: i64,
    /// The facts at which that changed, in their order: taken back, told late, corrected, merged.
    pub because: Vec<FactId>,
}

/// By how much a number that was reported has moved since, and because of which facts of which leads.
///
/// `histories` are whole, one of each lead; those that make no line ([`LineError`]) are left aside. Work grows with the facts recorded
/// since, and with each correction among them as often as the whole history of its lead.
///
/// # Errors
/// The report is not split by what was asked for.
#[expect(single_use_lifetimes, reason = "`impl Trait` cannot elide the lifetime")]
pub fn restated<'h, T: Numbered>(
    plan: &ReportPlan,
    histories: impl IntoIterator<Item = &'h [Fact]>,
    known_at: Instant,
    (asked, more): (&Asked, &T::More),
    cell: &T::Cell,
) -> Result<Restated, ReadError> {
    let (mut before, mut after) = (Report::new(plan), Report::new(plan));
    let mut leads = Vec::new();
    let number = |line: Option<&LeadLine>| {
        let Some(line) = line else { return Ok(0) };
        let mut alone = Report::new(plan);
        alone.add(plan, line)?;
        T::number(&alone, asked, more, cell)
    };
    for history in histories {
        let Ok(now) = LeadLine::of(plan.line(), history) else { continue };
        let then = LeadLine::known_at(plan.line(), history, known_at).ok();
        after.add(plan, &now)?;
        if let Some(then) = &then {
            before.add(plan, then)?;
        }
        let (was, is) = (number(then.as_ref())?, number(Some(&now))?);
        let mut because = Vec::new();
        let later = history.partition_point(|fact| fact.envelope.recorded_at <= known_at);
        if later < history.len() {
            let mut known = (then, was);
            for (upto, fact) in history.iter().enumerate().skip(later) {
                let line = grown(plan, known.0, history.get(..=upto).unwrap_or(history), fact);
                let next = number(line.as_ref().ok())?;
                if next != known.1 {
                    because.push(fact.envelope.fact.clone());
                }
                known = (line.ok(), next);
            }
        }
        if was != is || !because.is_empty() {
            leads.push(RestatedLead { lead: now.lead().clone(), then: was, now: is, because });
        }
    }
    let then = T::number(&before, asked, more, cell)?;
    let now = T::number(&after, asked, more, cell)?;
    Ok(Restated { then, now, leads })
}

/// A line with one more fact.
fn grown(plan: &ReportPlan, line: Option<LeadLine>, history: &[Fact], fact: &Fact) -> Result<LeadLine, LineError> {
    if let Some(mut line) = line {
        if line.absorb(plan.line(), fact) == Absorbed::Taken {
            return Ok(line);
        }
    }
    LeadLine::of(plan.line(), history)
}

/// The number of a table that is claimed.
fn of_claimed<T: Claimed>(report: &Report, asked: &Asked, more: &T::More, cell: &T::Cell) -> Result<i64, ReadError> {
    Ok(T::behind(report, asked, more, cell)?.total())
}

macro_rules! numbered {
    ($($table:path),*) => {$(
        impl Numbered for $table {
            type More = <Self as Claimed>::More;
            type Cell = <Self as Claimed>::Cell;

            fn number(report: &Report, asked: &Asked, more: &Self::More, cell: &Self::Cell) -> Result<i64, ReadError> {
                of_claimed::<Self>(report, asked, more, cell)
            }
        }
    )*};
}

numbered!(
    crate::insight::reading::customers::CustomersTable,
    crate::insight::reading::forecast::ForecastTable,
    crate::insight::reading::money::MoneyTable,
    crate::insight::reading::sources::SourcesTable
);
