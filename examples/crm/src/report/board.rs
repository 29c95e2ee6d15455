//! The board: stages × leads × value × weighted value.

use std::collections::BTreeMap;

use lead_lifecycle::deal::{Deal, Pipelines};
use lead_lifecycle::lead::{HeldContract, Stage};
use lead_lifecycle::values::Rate;
use lead_lifecycle::{Currency, Lead, Lifecycle, Money, StageKind};

use crate::problem::Problem;
use crate::report::Report;
use crate::store::Store;

/// Sums per currency: currencies are never mixed.
#[derive(Debug, Default)]
struct Sums(BTreeMap<Currency, Money>);

impl Sums {
    fn add(&mut self, value: Money) {
        let sum = self.0.entry(value.currency()).or_insert_with(|| Money::zero(value.currency()));
        // More money than a `Money` can hold would be shown as it was before; no real board comes near.
        *sum = sum.checked_add(value).unwrap_or(*sum);
    }

    fn text(&self) -> String {
        let worth = self.0.values().filter(|sum| !sum.amount().is_zero());
        worth.map(ToString::to_string).collect::<Vec<_>>().join(" + ")
    }
}

#[derive(Debug, Default)]
struct Row {
    leads: u64,
    value: Sums,
    weighted: Sums,
}

impl Row {
    fn take(&mut self, value: Option<Money>, probability: Option<Rate>) {
        self.leads = self.leads.saturating_add(1);
        if let Some(value) = value {
            self.value.add(value);
            if let Some(probability) = probability {
                self.weighted.add(value.weighted(probability));
            }
        }
    }
}

/// What a lead is worth now: its open deal, or its contracts.
pub(crate) fn value_of(lead: &Lead) -> Vec<Money> {
    match (lead.stage(), lead.customer()) {
        (Stage::Customer { .. }, Some(customer)) => customer.contracts().iter().map(HeldContract::value).collect(),
        (stage, _) => stage.deal().map(Deal::value).into_iter().collect(),
    }
}

/// Where a lead stands within its stage: an order, the pipeline, and what tells it apart there.
type Within = (usize, String, String);

/// The place of a lead on the board. The rows of a stage follow the pipelines, and the stages of each.
fn place(lead: &Lead, pipelines: &Pipelines) -> (StageKind, Within) {
    let within = match lead.stage() {
        Stage::Lead { cooling_until: Some(_) } => (1, String::new(), String::from("cooling")),
        Stage::Mql { .. } => (0, String::new(), lead.cycle().progress().to_string()),
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
    let pipeline = if named { format!("{}: ", deal.pipeline()) } else { String::new() };
    (order, pipeline, deal.stage().to_string())
}

/// The lines of the board, in their order.
#[derive(Debug, Default)]
pub(crate) struct Board {
    rows: BTreeMap<(StageKind, Within), Row>,
    /// Deals in the pipeline.
    open: Row,
    /// A deal that nobody has met about is not yet pipeline: it has a total of its own.
    handed_over: Row,
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
        self.row.value.0.iter().map(|(currency, value)| (*currency, *value, self.row.weighted.0.get(currency).copied()))
    }
}

impl Board {
    /// Every lead of the store by stage. A merged lead lives on in another, which is there: so it is not.
    pub(crate) fn of(store: &Store, lifecycle: &Lifecycle) -> Result<Self, Problem> {
        let mut board = Self::default();
        store.each_living(|lead| board.take(lead, lifecycle))?;
        Ok(board)
    }

    fn take(&mut self, lead: &Lead, lifecycle: &Lifecycle) -> Result<(), Problem> {
        let pipelines = lifecycle.policy_of(lead)?.pipelines();
        let probability = lead.stage().deal().and_then(|deal| pipelines.probability(deal));
        let row = self.rows.entry(place(lead, pipelines)).or_default();
        let values = value_of(lead);
        row.take(values.first().copied(), probability);
        values.iter().skip(1).for_each(|value| row.value.add(*value));
        match lead.stage() {
            Stage::Sql { deal, .. } => self.handed_over.take(Some(deal.value()), probability),
            Stage::Opportunity { deal, .. } => self.open.take(Some(deal.value()), probability),
            Stage::Lead { .. }
            | Stage::Mql { .. }
            | Stage::Customer { .. }
            | Stage::Disqualified { .. }
            | Stage::Merged { .. } => {}
        }
        Ok(())
    }

    pub(crate) fn lines(&self) -> impl Iterator<Item = BoardLine<'_>> {
        let stages = self.rows.iter().map(|((stage, (_, pipeline, within)), row)| BoardLine {
            stage: stage.as_str(),
            within: format!("{pipeline}{within}"),
            leads: row.leads,
            row,
        });
        let totals = [("handed over, not yet met", &self.handed_over), ("open deals", &self.open)];
        let totals = totals.into_iter().map(|(within, row)| BoardLine {
            stage: "all",
            within: String::from(within),
            leads: row.leads,
            row,
        });
        stages.chain(totals)
    }
}

/// The board as text.
pub(crate) fn board(store: &Store, lifecycle: &Lifecycle) -> Result<String, Problem> {
    let board = Board::of(store, lifecycle)?;
    let mut report = Report::new(&["stage", "within", ">leads", ">value", ">weighted value"]);
    for line in board.lines() {
        let leads = line.leads.to_string();
        report.row([line.stage, &line.within, &leads, &line.row.value.text(), &line.row.weighted.text()]);
    }
    let left_out = match store.merged()?.len() {
        0 => String::new(),
        many => format!("{many} merged leads are left out: each lives on in another\n"),
    };
    Ok(report.finish("Board") + &left_out)
}
