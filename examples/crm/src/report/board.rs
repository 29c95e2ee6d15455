//! The board: stages × leads × value × weighted value.

use std::collections::BTreeMap;

use lead_lifecycle::lead::Stage;
use lead_lifecycle::values::Rate;
use lead_lifecycle::{Currency, Lead, Lifecycle, Money, StageKind};

use crate::problem::Problem;
use crate::report::{Report, money};
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
        worth.map(|sum| money(*sum)).collect::<Vec<_>>().join(" + ")
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
        (Stage::Customer { .. }, Some(customer)) => {
            customer.contracts().iter().map(lead_lifecycle::deal::Contract::value).collect()
        }
        (stage, _) => stage.deal().map(lead_lifecycle::deal::Deal::value).into_iter().collect(),
    }
}

/// The place of a lead on the board: its stage, and what tells it apart there.
fn place(lead: &Lead, lifecycle: &Lifecycle) -> (StageKind, usize, String) {
    let kind = lead.stage().kind();
    match lead.stage() {
        Stage::Lead { cooling_until: Some(_) } => (kind, 1, String::from("cooling")),
        Stage::Mql { .. } => (kind, 0, lead.cycle().progress().to_string()),
        Stage::Sql { deal, .. } | Stage::Opportunity { deal, .. } => {
            let position = lifecycle.policy().pipeline().position(deal.stage()).unwrap_or(usize::MAX);
            (kind, position, deal.stage().to_string())
        }
        Stage::Lead { .. } | Stage::Customer { .. } | Stage::Disqualified { .. } | Stage::Merged { .. } => {
            (kind, 0, String::new())
        }
    }
}

/// Every lead of the store by stage.
pub(crate) fn board(store: &Store, lifecycle: &Lifecycle) -> Result<String, Problem> {
    let pipeline = lifecycle.policy().pipeline();
    let mut rows: BTreeMap<(StageKind, usize, String), Row> = BTreeMap::new();
    let mut total = Row::default();
    for lead in store.leads()? {
        let probability = lead.stage().deal().and_then(|deal| pipeline.probability(deal.stage()));
        let row = rows.entry(place(&lead, lifecycle)).or_default();
        let values = value_of(&lead);
        row.take(values.first().copied(), probability);
        values.iter().skip(1).for_each(|value| row.value.add(*value));
        let open = lead.stage().deal().map(lead_lifecycle::deal::Deal::value);
        total.take(open, probability);
    }
    let mut report = Report::new(&["stage", "within", ">leads", ">value", ">weighted value"]);
    for ((stage, _, within), row) in &rows {
        let leads = row.leads.to_string();
        report.row([&stage.to_string(), within, &leads, &row.value.text(), &row.weighted.text()]);
    }
    let leads = total.leads.to_string();
    report.row(["all", "open deals", &leads, &total.value.text(), &total.weighted.text()]);
    Ok(report.finish("Board"))
}
