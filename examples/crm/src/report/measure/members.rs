//! The leads behind a number: together they are the number.

use lead_lifecycle::insight::{Report as Lines, Table};
use serde::Serialize;

use crate::problem::Problem;
use crate::report::board::value_of;
use crate::report::measure::ground::{Ground, wrong};
use crate::report::measure::sheet::{Row, Sheet};
use crate::report::measure::told::{Told, signed};
use crate::report::{company, or_empty};
use crate::screen::{Column, Page, Report, Table as Shown, counted, sum_of};
use crate::store::Store;

/// The leads behind a number.
#[derive(Debug, Serialize)]
pub(super) struct Members {
    /// Of which table.
    of: &'static str,
    /// Which number.
    row: String,
    #[serde(flatten)]
    told: Told,
    /// The number.
    count: i64,
    /// How many leads it is of.
    of_leads: u64,
    /// As many as were asked for.
    rows: Vec<Member>,
    #[serde(skip)]
    sheet: Sheet,
}

/// A lead behind a number, and where it stands today.
#[derive(Debug, Serialize)]
struct Member {
    lead: String,
    /// With several cycles or visits more than one.
    adds: i64,
    stage: String,
    owner: Option<String>,
    company: Option<String>,
    value: Vec<lead_lifecycle::Money>,
}

impl Members {
    /// What each lead by itself adds to a number of a table.
    pub(super) fn of<T: Table>(
        store: &Store,
        ground: &Ground,
        (of, row, more): (&'static str, &str, &T::More),
        (max, count): (usize, impl Fn(&T) -> i64),
    ) -> Result<Self, Problem> {
        let sheet = Sheet::new(vec![String::from("lead")], vec!["adds"], Vec::new());
        let told = ground.told.clone();
        let mut members = Self { of, row: row.to_owned(), told, count: 0, of_leads: 0, rows: Vec::new(), sheet };
        ground.each_line(store, |line| {
            let mut alone = Lines::new(&ground.plan);
            alone.add(&ground.plan, line).map_err(wrong)?;
            let adds = count(&T::read(&alone, &ground.asked, more).map_err(wrong)?);
            if adds == 0 {
                return Ok(());
            }
            members.count = members.count.saturating_add(adds);
            members.of_leads = members.of_leads.saturating_add(1);
            let lead = line.lead();
            let labels = vec![Some(lead.to_string())];
            members.sheet.put(Row { labels, counts: vec![adds], moved: None, texts: Vec::new() });
            if members.rows.len() >= max {
                return Ok(());
            }
            let Some(lead) = store.lead(lead)? else { return Ok(()) };
            members.rows.push(Member {
                lead: lead.key().to_string(),
                adds,
                stage: lead.stage().kind().to_string(),
                owner: lead.cycle().owner().map(ToString::to_string),
                company: company(&lead),
                value: value_of(&lead),
            });
            Ok(())
        })?;
        Ok(members)
    }

    pub(super) const fn sheet(&self) -> &Sheet {
        &self.sheet
    }
}

impl Report for Members {
    const NAME: &'static str = "leads";

    fn page(&self) -> Page {
        let Self { of, row, count, of_leads, .. } = self;
        let what = if *of == "flow" { "visits" } else { "cycles" };
        let what = if *count == 1 { what.trim_end_matches('s') } else { what };
        let leads = counted(*of_leads, "lead", "leads");
        let title = format!("{} {what} of {leads} in `{row}` of the {of}{}", signed(*count), self.told.asked());
        let page = Page::titled(title);
        if self.rows.is_empty() {
            return page;
        }
        let mut table = Shown::new(&[
            Column::left("lead"),
            Column::right("adds"),
            Column::left("stands at"),
            Column::left("owner"),
            Column::right("value"),
            Column::left("company").yielding(),
        ]);
        for row in &self.rows {
            table.row([
                row.lead.clone(),
                signed(row.adds),
                row.stage.clone(),
                or_empty(row.owner.as_ref()),
                sum_of(row.value.iter().copied()),
                or_empty(row.company.as_ref()),
            ]);
        }
        page.with(table).cut(self.rows.len(), self.of_leads)
    }
}
