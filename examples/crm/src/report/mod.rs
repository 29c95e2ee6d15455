//! What the host shows: plain text, at most 100 columns.

mod agenda;
mod board;
mod corrected;
mod funnel;
mod keys;
mod refusals;
mod timeline;
mod verify;
mod waiting;
mod why;

pub(crate) use agenda::agenda;
pub(crate) use board::{Board, BoardLine, board, value_of};
pub(crate) use corrected::listed;
pub(crate) use funnel::funnel;
pub(crate) use keys::keys;
pub(crate) use refusals::refusals;
pub(crate) use timeline::{timeline, when};
pub(crate) use verify::{rebuild, verify};
pub(crate) use waiting::{hand_raises, put_off};
pub(crate) use why::{nearly_promoted, why};

use std::fmt::Display;

use comfy_table::{Cell, CellAlignment, ContentArrangement, Table, TableComponent, presets};
use lead_lifecycle::values::UtcOffset;
use lead_lifecycle::wording::{Words, lifecycle_diagram};
use lead_lifecycle::{Instant, Lead, Lifecycle};

use crate::problem::Problem;
use crate::store::Store;

const WIDTH: u16 = 100;

/// A table; columns named with a leading `>` are aligned to the right.
pub(crate) struct Report {
    table: Table,
    right: Vec<bool>,
}

impl Report {
    pub(crate) fn new(columns: &[&str]) -> Self {
        let mut table = Table::new();
        table.load_preset(presets::UTF8_HORIZONTAL_ONLY);
        for component in [
            TableComponent::HorizontalLines,
            TableComponent::MiddleIntersections,
            TableComponent::LeftBorderIntersections,
            TableComponent::RightBorderIntersections,
        ] {
            table.remove_style(component);
        }
        table.set_content_arrangement(ContentArrangement::Dynamic);
        table.set_width(WIDTH);
        let right = columns.iter().map(|name| name.starts_with('>')).collect();
        let mut report = Self { table, right };
        let header = report.cells(columns.iter().map(|name| name.trim_start_matches('>')));
        report.table.set_header(header);
        report
    }

    fn cells<T: Display>(&self, cells: impl IntoIterator<Item = T>) -> Vec<Cell> {
        let aligned = cells.into_iter().zip(&self.right).map(|(cell, right)| {
            let alignment = if *right { CellAlignment::Right } else { CellAlignment::Left };
            Cell::new(cell).set_alignment(alignment)
        });
        aligned.collect()
    }

    pub(crate) fn row<T: Display>(&mut self, cells: impl IntoIterator<Item = T>) {
        let cells = self.cells(cells);
        self.table.add_row(cells);
    }

    pub(crate) fn finish(self, title: &str) -> String {
        format!("\n{title}\n{}\n", self.table)
    }
}

/// `25.3 %` of two counts, or a dash.
fn percent(part: u64, whole: u64) -> String {
    let thousandths = part.saturating_mul(1000).checked_add(whole / 2).and_then(|scaled| scaled.checked_div(whole));
    thousandths.map_or_else(|| String::from("–"), |t| format!("{}.{} %", t / 10, t % 10))
}

/// An instant in a column: at the clocks of the zone that the heading names.
pub(crate) fn local(at: Instant, zone: UtcOffset) -> String {
    Words::in_zone(&zone).without_offset().at(at).to_string()
}

/// An instant in a sentence or heading, with its offset.
fn zoned(at: Instant, zone: UtcOffset) -> String {
    Words::in_zone(&zone).at(at).to_string()
}

/// The clocks of the policy that a lead is under; of no lead, those of the newest policy.
pub(crate) fn zone_of(lifecycle: &Lifecycle, lead: Option<&Lead>) -> Result<UtcOffset, Problem> {
    let policy = lead.map_or(Ok(lifecycle.newest_policy()), |lead| lifecycle.policy_of(lead))?;
    Ok(policy.utc_offset())
}

/// The host's present.
pub(crate) fn present(store: &Store, now: Option<Instant>) -> Result<Instant, Problem> {
    match now {
        Some(now) => Ok(now),
        None => store
            .newest()?
            .ok_or_else(|| Problem::Data(String::from("the database holds no facts yet: run `crm load`"))),
    }
}

/// The lifecycle and the deal pipelines as Mermaid text, from the tables that decide.
pub(crate) fn diagram(lifecycle: &Lifecycle) -> String {
    format!("{}\n{}", lifecycle_diagram(), lifecycle.newest_policy().pipelines().diagram())
}
