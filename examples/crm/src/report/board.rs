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

/// Every lead of the store by stage. A merged lead lives on in another, which is there: so it is not.
pub(crate) fn board(store: &Store, lifecycle: &Lifecycle) -> Result<String, Problem> {
    let mut rows: BTreeMap<(StageKind, Within), Row> = BTreeMap::new();
    // A deal that nobody has met about is not yet pipeline: it has a total of its own.
    let (mut open, mut handed_over) = (Row::default(), Row::default());
    for lead in store.living()? {
        let pipelines = lifecycle.policy_of(&lead)?.pipelines();
        let probability = lead.stage().deal().and_then(|deal| pipelines.probability(deal));
        let row = rows.entry(place(&lead, pipelines)).or_default();
        let values = value_of(&lead);
        row.take(values.first().copied(), probability);
        values.iter().skip(1).for_each(|value| row.value.add(*value));
        match lead.stage() {
            Stage::Sql { deal, .. } => handed_over.take(Some(deal.value()), probability),
            Stage::Opportunity { deal, .. } => open.take(Some(deal.value()), probability),
            Stage::Lead { .. }
            | Stage::Mql { .. }
            | Stage::Customer { .. }
            | Stage::Disqualified { .. }
            | Stage::Merged { .. } => {}
        }
    }
    let mut report = Report::new(&["stage", "within", ">leads", ">value", ">weighted value"]);
    let mut show = |stage: &str, within: &str, row: &Row| {
        report.row([stage, within, &row.leads.to_string(), &row.value.text(), &row.weighted.text()]);
    };
    for ((stage, (_, pipeline, within)), row) in &rows {
        show(stage.as_str(), &format!("{pipeline}{within}"), row);
    }
    show("all", "handed over, not yet met", &handed_over);
    show("all", "open deals", &open);
    let left_out = match store.merged()?.len() {
        0 => String::new(),
        many => format!("{many} merged leads are left out: each lives on in another\n"),
    };
    Ok(report.finish("Board") + &left_out)
}
