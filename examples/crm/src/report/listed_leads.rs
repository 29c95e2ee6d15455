//! The leads behind a count.

use lead_lifecycle::calendar::Zone;
use lead_lifecycle::{Instant, Lead, Money};
use serde::Serialize;

use crate::problem::Problem;
use crate::report::{company, or_empty};
use crate::screen::{Clock, Column, Page, Report, Table, counted, sum_of};

/// The leads, or the cycles of leads, that a row counts.
#[derive(Debug, Serialize)]
pub(crate) struct ListedLeads {
    /// Whose row it is: `board`.
    of: &'static str,
    /// Which row.
    row: String,
    at: Instant,
    zone: Zone,
    /// How many the row counts.
    count: u64,
    /// As many as were asked for.
    rows: Vec<ListedLead>,
}

/// One of them.
#[derive(Debug, Serialize)]
pub(super) struct ListedLead {
    pub(super) lead: String,
    /// The cycle that is counted.
    pub(super) cycle: u32,
    /// Where it stands on the board now.
    pub(super) stage: String,
    /// Since when what is counted is so; none where an import did not say.
    pub(super) since: Option<Instant>,
    pub(super) owner: Option<String>,
    pub(super) company: Option<String>,
    pub(super) value: Vec<Money>,
}

impl ListedLead {
    pub(super) fn of(lead: &Lead, stage: String, since: Option<Instant>, value: Vec<Money>) -> Self {
        Self {
            lead: lead.key().to_string(),
            cycle: lead.cycle().number(),
            stage,
            since,
            owner: lead.cycle().owner().map(ToString::to_string),
            company: company(lead),
            value,
        }
    }
}

impl ListedLeads {
    pub(super) const fn new(of: &'static str, row: String, at: Instant, zone: Zone) -> Self {
        Self { of, row, at, zone, count: 0, rows: Vec::new() }
    }

    pub(super) const fn count(&self) -> u64 {
        self.count
    }

    /// Counts one more, and asks for it if it is to be shown.
    pub(super) fn take(
        &mut self,
        max: usize,
        lead: impl FnOnce() -> Result<Option<ListedLead>, Problem>,
    ) -> Result<(), Problem> {
        self.count = self.count.saturating_add(1);
        if self.rows.len() < max {
            self.rows.extend(lead()?);
        }
        Ok(())
    }
}

impl Report for ListedLeads {
    const NAME: &'static str = "leads";

    fn page(&self) -> Page {
        let clock = Clock::of(&self.zone);
        let count = counted(self.count, "lead", "leads");
        let Self { of, row, .. } = self;
        let page = Page::titled(format!("{count} in `{row}` of the {of} at {} ({})", clock.at(self.at), clock.label()));
        if self.rows.is_empty() {
            return page;
        }
        let mut table = Table::new(&[
            Column::left("lead"),
            Column::right("cycle"),
            Column::left("stands at"),
            Column::left("since"),
            Column::left("owner"),
            Column::right("value"),
            Column::left("company").yielding(),
        ]);
        for row in &self.rows {
            let since = row.since.map_or_else(|| String::from("unknown"), |at| clock.at(at));
            table.row([
                row.lead.clone(),
                row.cycle.to_string(),
                row.stage.clone(),
                since,
                or_empty(row.owner.as_ref()),
                sum_of(row.value.iter().copied()),
                or_empty(row.company.as_ref()),
            ]);
        }
        page.with(table).cut(self.rows.len(), self.count)
    }
}
