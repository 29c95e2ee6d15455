//! The board: how many leads stand where, and what they are worth.

use std::collections::BTreeMap;

use lead_lifecycle::calendar::Zone;
use lead_lifecycle::deal::{Deal, Pipelines};
use lead_lifecycle::lead::{HeldContract, Stage};
use lead_lifecycle::values::Rate;
use lead_lifecycle::{Currency, Date, Instant, Lead, Lifecycle, Money, StageKind};
use serde::Serialize;

use crate::problem::Problem;
use crate::report::listed_leads::{ListedLead, ListedLeads};
use crate::report::tally::{NONE, Row, Sums};
use crate::screen::{Clock, Column, Ink, Page, Report, Table, counted, grouped};
use crate::store::Store;

/// Where a lead stands within its stage: an order, the pipeline where there are several, and what tells it apart there.
type Within = (usize, Option<String>, String);

/// The place of a lead on the board. The rows of a stage follow the pipelines, and the stages of each.
fn place(lead: &Lead, pipelines: &Pipelines) -> (StageKind, Within) {
    let within = match lead.stage() {
        Stage::Lead { cooling_until: Some(_) } => (1, None, String::from("cooling")),
        Stage::Mql { .. } => {
            let progress = lead.cycle().progress();
            // As far as it has come, not by the alphabet.
            let order = lead_lifecycle::values::Progress::ALL.iter().position(|one| *one == progress);
            (order.unwrap_or_default(), None, progress.to_string())
        }
        Stage::Sql { deal, .. } | Stage::Opportunity { deal, .. } => within_pipelines(deal, pipelines),
        Stage::Lead { .. } | Stage::Customer { .. } | Stage::Disqualified { .. } | Stage::Merged { .. } => {
            Within::default()
        }
    };
    (lead.stage().kind(), within)
}

fn within_pipelines(deal: &Deal, pipelines: &Pipelines) -> Within {
    let stages_before = pipelines.iter().take_while(|(name, _)| *name != deal.pipeline());
    let before: usize = stages_before.map(|(_, pipeline)| pipeline.stages().len()).sum();
    let position = pipelines.of(deal).and_then(|pipeline| pipeline.position(deal.stage()));
    let order = position.map_or(usize::MAX, |position| before.saturating_add(position));
    // Of one pipeline nobody asks which it is.
    let named = pipelines.names().nth(1).is_some();
    (order, named.then(|| deal.pipeline().to_string()), deal.stage().to_string())
}

/// The name of a row: `opportunity/sale/met`.
fn name_of((stage, (_, pipeline, within)): &(StageKind, Within)) -> String {
    let parts = [Some(stage.as_str()), pipeline.as_deref(), Some(within.as_str()).filter(|within| !within.is_empty())];
    parts.into_iter().flatten().collect::<Vec<_>>().join("/")
}

/// Whether a row is the one that was asked for, or one of its parts: `mql` has no row of its own, and `lead/` is all at Lead.
fn is_within(name: &str, asked: &str) -> bool {
    let whole = asked.strip_suffix('/');
    let is_row = whole.is_none() && asked == StageKind::Lead.as_str();
    let rest = name.strip_prefix(whole.unwrap_or(asked));
    rest.is_some_and(|rest| rest.is_empty() || (!is_row && rest.starts_with('/')))
}

/// What is counted beside the stages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Total {
    HandedOver,
    OpenDeals,
    PresentCustomers,
    LapsedCustomers,
}

impl Total {
    const ALL: [Self; 4] = [Self::HandedOver, Self::OpenDeals, Self::PresentCustomers, Self::LapsedCustomers];

    const fn name(self) -> &'static str {
        match self {
            Self::HandedOver => "handed-over",
            Self::OpenDeals => "open-deals",
            Self::PresentCustomers => "present-customers",
            Self::LapsedCustomers => "lapsed-customers",
        }
    }

    const fn what(self) -> &'static str {
        match self {
            Self::HandedOver => "first meeting not held",
            Self::OpenDeals => "first meeting held",
            Self::PresentCustomers => "contract in force",
            Self::LapsedCustomers => "no contract in force",
        }
    }

    /// The totals that a lead is in, with what it is worth there.
    fn of(lead: &Lead, today: Date) -> Vec<(Self, Vec<Money>)> {
        let deal = match lead.stage() {
            Stage::Sql { deal, .. } => Some((Self::HandedOver, vec![deal.value()])),
            Stage::Opportunity { deal, .. } => Some((Self::OpenDeals, vec![deal.value()])),
            Stage::Lead { .. }
            | Stage::Mql { .. }
            | Stage::Customer { .. }
            | Stage::Disqualified { .. }
            | Stage::Merged { .. } => None,
        };
        let customer = lead.customer().map(|customer| {
            let values = |is_present: bool| {
                let contracts = customer.contracts().iter().filter(|held| is_in_force(held, today) == is_present);
                contracts.map(HeldContract::value).collect::<Vec<_>>()
            };
            let present = values(true);
            if present.is_empty() { (Self::LapsedCustomers, values(false)) } else { (Self::PresentCustomers, present) }
        });
        deal.into_iter().chain(customer).collect()
    }
}

/// Whether a contract is in force on a day: it has begun and not run out.
pub(super) fn is_in_force(held: &HeldContract, today: Date) -> bool {
    held.starts() <= today && held.ends().is_none_or(|ends| today <= ends)
}

/// What a row of a stage counts.
const fn what(stage: StageKind) -> &'static str {
    match stage {
        StageKind::Lead => "not MQL yet",
        StageKind::Mql => "with inside sales",
        StageKind::Sql => "handed over",
        StageKind::Opportunity => "open deals",
        StageKind::Customer => "no deal in hand",
        StageKind::Disqualified => "out of the running",
        StageKind::Merged => "lives on in another",
    }
}

/// What a lead is worth now: its open deal, or its contracts.
pub(crate) fn value_of(lead: &Lead) -> Vec<Money> {
    match (lead.stage(), lead.customer()) {
        (Stage::Customer { .. }, Some(customer)) => customer.contracts().iter().map(HeldContract::value).collect(),
        (stage, _) => stage.deal().map(Deal::value).into_iter().collect(),
    }
}

/// The lines of the board, in their order.
#[derive(Debug, Default)]
pub(crate) struct Board {
    rows: BTreeMap<(StageKind, Within), Row>,
    totals: BTreeMap<Total, Row>,
}

/// One line of the board: what it is of, how many leads, and their worth by currency.
#[derive(Debug)]
pub(crate) struct BoardLine<'b> {
    pub(crate) stage: &'static str,
    pub(crate) within: String,
    pub(crate) leads: u64,
    row: &'b Row,
}

impl BoardLine<'_> {
    /// Value and weighted value of each currency.
    pub(crate) fn worth(&self) -> impl Iterator<Item = (Currency, Money, Option<Money>)> {
        self.row.value.iter().map(|value| (value.currency(), value, self.row.weighted.of(value.currency())))
    }
}

impl Board {
    /// Every lead of the store by stage. A merged lead lives on in another, which is there: so it is not.
    pub(crate) fn of(store: &Store, lifecycle: &Lifecycle, today: Date) -> Result<Self, Problem> {
        let mut board = Self::default();
        store.each_living(|lead| board.take(lead, lifecycle, today))?;
        Ok(board)
    }

    fn take(&mut self, lead: &Lead, lifecycle: &Lifecycle, today: Date) -> Result<(), Problem> {
        let pipelines = lifecycle.policy_of(lead)?.pipelines();
        let probability = lead.stage().deal().and_then(|deal| pipelines.probability(deal));
        self.rows.entry(place(lead, pipelines)).or_default().take(&value_of(lead), probability);
        for (total, values) in Total::of(lead, today) {
            let of_deals = matches!(total, Total::HandedOver | Total::OpenDeals);
            let probability: Option<Rate> = probability.filter(|_| of_deals);
            self.totals.entry(total).or_default().take(&values, probability);
        }
        Ok(())
    }

    /// What an export writes: the stages, and the deals in hand. Whose contracts are in force depends on the day it is read.
    pub(crate) fn lines(&self) -> impl Iterator<Item = BoardLine<'_>> {
        let stages = self.rows.iter().map(|((stage, (_, pipeline, within)), row)| BoardLine {
            stage: stage.as_str(),
            within: pipeline.as_ref().map_or_else(|| within.clone(), |pipeline| format!("{pipeline}: {within}")),
            leads: row.leads,
            row,
        });
        let totals = [("handed over, not yet met", Total::HandedOver), ("open deals", Total::OpenDeals)];
        let totals = totals.into_iter().map(|(within, total)| {
            let row = self.totals.get(&total).unwrap_or(&NONE);
            BoardLine { stage: "all", within: String::from(within), leads: row.leads, row }
        });
        stages.chain(totals)
    }
}

/// The board as it is shown.
#[derive(Debug, Serialize)]
pub(crate) struct BoardReport {
    at: Instant,
    zone: Zone,
    /// All leads but merged ones.
    leads: u64,
    /// Leads that live on in another, and stand in no row.
    merged: u64,
    rows: Vec<ReportRow>,
    /// Of all stages together.
    totals: Vec<ReportRow>,
}

#[derive(Debug, Serialize)]
struct ReportRow {
    /// Its name, for `--leads`.
    row: String,
    what: &'static str,
    leads: u64,
    value: Sums,
    weighted: Sums,
}

impl ReportRow {
    fn of(row: String, what: &'static str, of: Row) -> Self {
        Self { row, what, leads: of.leads, value: of.value, weighted: of.weighted }
    }
}

/// The board.
pub(crate) fn board(store: &Store, lifecycle: &Lifecycle, now: Instant) -> Result<BoardReport, Problem> {
    let zone = lifecycle.newest_policy().zone().clone();
    let mut board = Board::of(store, lifecycle, now.date(&zone))?;
    let leads = board.rows.values().fold(0, |sum: u64, row| sum.saturating_add(row.leads));
    let rows = board.rows.into_iter().map(|(place, row)| ReportRow::of(name_of(&place), what(place.0), row)).collect();
    let totals = Total::ALL.map(|total| {
        ReportRow::of(String::from(total.name()), total.what(), board.totals.remove(&total).unwrap_or_default())
    });
    let merged = crate::load::count(store.merged()?.len());
    Ok(BoardReport { at: now, zone, leads, merged, rows, totals: totals.into() })
}

impl BoardReport {
    fn total(&self, total: Total) -> Option<&ReportRow> {
        self.totals.iter().find(|row| row.row == total.name())
    }

    /// The answer in one sentence.
    fn answer(&self) -> String {
        let (open, present) = (self.total(Total::OpenDeals), self.total(Total::PresentCustomers));
        let part = |row: Option<&ReportRow>, one: &str, many: &str| {
            let count = counted(row.map_or(0, |row| row.leads), one, many);
            let value = row.map_or_else(String::new, |row| row.value.text(" + "));
            if value.is_empty() { count } else { format!("{count} ({value})") }
        };
        let open = part(open, "open deal", "open deals");
        let present = part(present, "present customer", "present customers");
        format!("Board at {}: {open}, {present}", Clock::of(&self.zone).zoned(self.at))
    }
}

impl Report for BoardReport {
    const NAME: &'static str = "board";

    fn page(&self) -> Page {
        let mut table = Table::new(&[
            Column::left("row"),
            Column::left("which").yielding(),
            Column::right("leads"),
            Column::right("value"),
            Column::right("weighted value"),
        ]);
        let cells = |row: &ReportRow| {
            [row.row.clone(), row.what.to_owned(), grouped(row.leads), row.value.text("\n"), row.weighted.text("\n")]
        };
        self.rows.iter().for_each(|row| table.row(cells(row)));
        for row in &self.totals {
            table.inked(Ink::Strong, cells(row));
        }
        let mut page = Page::titled(self.answer()).with(table);
        let leads = counted(self.leads, "lead", "leads");
        page = page.line(format!("{leads} in all; `crm board --leads ROW` lists those of a row"));
        if self.merged > 0 {
            let merged = counted(self.merged, "merged lead is", "merged leads are");
            page = page.line(format!("{merged} left out: each lives on in another"));
        }
        let beyond = self.rows.iter().chain(&self.totals).any(|row| row.value.is_beyond() || row.weighted.is_beyond());
        if beyond { page.warning("more than: a sum is larger than can be written") } else { page }
    }
}

/// The leads of a row, or of all rows that begin with a name.
pub(super) fn leads(
    store: &Store,
    lifecycle: &Lifecycle,
    (now, asked, max): (Instant, &str, usize),
) -> Result<ListedLeads, Problem> {
    let zone = lifecycle.newest_policy().zone().clone();
    let today = now.date(&zone);
    let total = Total::ALL.into_iter().find(|total| total.name() == asked);
    let mut listed = ListedLeads::new("board", asked.to_owned(), now, zone);
    let mut known: std::collections::BTreeSet<String> = StageKind::ALL.iter().map(ToString::to_string).collect();
    known.extend(Total::ALL.map(|total| total.name().to_owned()));
    store.each_living(|lead| {
        let name = name_of(&place(lead, lifecycle.policy_of(lead)?.pipelines()));
        let since = || Some(lead.stage_entered_at());
        match total {
            Some(total) => {
                if let Some((_, values)) = Total::of(lead, today).into_iter().find(|(of, _)| *of == total) {
                    let since = match (total, lead.customer()) {
                        (Total::PresentCustomers | Total::LapsedCustomers, Some(customer)) => Some(customer.since()),
                        _ => since(),
                    };
                    listed.take(max, || Ok(Some(ListedLead::of(lead, name, since, values))))?;
                }
            }
            None if is_within(&name, asked) => {
                listed.take(max, || Ok(Some(ListedLead::of(lead, name, since(), value_of(lead)))))?;
            }
            None => {
                known.insert(name);
            }
        }
        Ok(())
    })?;
    if listed.count() == 0 && !known.contains(asked.strip_suffix('/').unwrap_or(asked)) {
        let near = lead_lifecycle::values::suggest(asked, known.iter().map(String::as_str));
        let near = near.map_or_else(String::new, |near| format!(" (did you mean `{near}`?)"));
        return Err(Problem::Usage(format!("the board has no row `{asked}`{near}: `crm board` names them")));
    }
    Ok(listed)
}
