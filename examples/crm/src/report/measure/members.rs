//! The leads behind a number: together they are the number.

use lead_lifecycle::LeadKey;
use lead_lifecycle::insight::{Claimed, Report as Lines, Table, claimants};
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
        let mut members = Self::none(ground, of, row);
        ground.each_line(store, |line| {
            let mut alone = Lines::new(&ground.plan);
            alone.add(&ground.plan, line).map_err(wrong)?;
            let adds = count(&T::read(&alone, &ground.asked, more).map_err(wrong)?);
            if adds == 0 {
                return Ok(());
            }
            members.take(store, (line.lead(), adds), max)
        })?;
        Ok(members)
    }

    /// What each lead adds to a number of deals or contracts, each of which counts once, whoever claims it: only the whole report
    /// knows whose it is.
    pub(super) fn claimed<T: Claimed>(
        store: &Store,
        ground: &Ground,
        (of, row, more): (&'static str, &str, &T::More),
        (max, cell): (usize, &T::Cell),
    ) -> Result<Self, Problem> {
        let mut lines = Vec::new();
        ground.each_line(store, |line| {
            lines.push(line.clone());
            Ok(())
        })?;
        let behind = claimants::<T>(&ground.report, &lines, (&ground.asked, more), cell).map_err(wrong)?;
        let mut members = Self::none(ground, of, row);
        behind.iter().try_for_each(|member| members.take(store, (&member.lead, member.adds), max))?;
        Ok(members)
    }

    fn none(ground: &Ground, of: &'static str, row: &str) -> Self {
        let sheet = Sheet::new(vec![String::from("lead")], vec!["adds"], Vec::new());
        let told = ground.told.clone();
        Self { of, row: row.to_owned(), told, count: 0, of_leads: 0, rows: Vec::new(), sheet }
    }

    fn take(&mut self, store: &Store, (lead, adds): (&LeadKey, i64), max: usize) -> Result<(), Problem> {
        self.count = self.count.saturating_add(adds);
        self.of_leads = self.of_leads.saturating_add(1);
        let labels = vec![Some(lead.to_string())];
        self.sheet.put(Row { labels, counts: vec![adds], moved: None, beside: Vec::new() });
        if self.rows.len() >= max {
            return Ok(());
        }
        let Some(lead) = store.lead(lead)? else { return Ok(()) };
        self.rows.push(Member {
            lead: lead.key().to_string(),
            adds,
            stage: lead.stage().kind().to_string(),
            owner: lead.cycle().owner().map(ToString::to_string),
            company: company(&lead),
            value: value_of(&lead),
        });
        Ok(())
    }

    pub(super) const fn sheet(&self) -> &Sheet {
        &self.sheet
    }
}

impl Report for Members {
    const NAME: &'static str = "leads";

    fn page(&self) -> Page {
        let Self { of, row, count, of_leads, .. } = self;
        let what = match *of {
            "flow" => "visits",
            "times" => "stretches",
            "forecast" => "deals",
            "sources" => "wins",
            "reasons" => "reasons",
            _ => "cycles",
        };
        let what = match (*count, what) {
            (1, "stretches") => "stretch",
            (1, what) => what.trim_end_matches('s'),
            (_, what) => what,
        };
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
