//! The columns of the files, and their rows. Their names are stable: whoever reads the files may rely on them.

use lead_lifecycle::deal::{Contract, Deal, DealLine};
use lead_lifecycle::lead::{Attribution, Stage};
use lead_lifecycle::values::{FieldName, Milestone};
use lead_lifecycle::{Lead, LeadKey, Money};

use crate::export::cells::{Cells, basis};
use crate::export::gap::Gap;
use crate::export::round::{Change, DealOf, Round};
use crate::problem::Problem;
use crate::report::BoardLine;

/// One row per lead; the profile follows, `field:NAME` each, and `note`.
pub(crate) const LEADS: [&str; 14] = [
    "lead",
    "person",
    "account",
    "stage",
    "cycle",
    "origin",
    "source",
    "medium",
    "campaign",
    "content",
    "owner",
    "team",
    "merged_into",
    "erased_at",
];

/// What stands before the name of a profile field.
pub(crate) const FIELD: &str = "field:";

/// One row per round, which is a cycle of a lead: of each milestone when, and how that is known.
pub(crate) const ROUNDS: [&str; 41] = [
    "round_key",
    "lead",
    "round",
    "origin",
    "source",
    "medium",
    "campaign",
    "content",
    "owner",
    "team",
    "lead_at",
    "lead_basis",
    "mql_at",
    "mql_basis",
    "sql_at",
    "sql_basis",
    "sao_at",
    "sao_basis",
    "opportunity_at",
    "opportunity_basis",
    "won_at",
    "won_basis",
    "deal",
    "pipeline",
    "deal_stage",
    "product",
    "value",
    "currency",
    "expected_close",
    "contract",
    "contract_starts",
    "contract_ends",
    "won_value",
    "churned_at",
    "churn_reason",
    "end",
    "end_at",
    "reason",
    "merged_into",
    "kind",
    "note",
];

pub(crate) const DEALS: [&str; 15] = [
    "deal",
    "lead",
    "round",
    "pipeline",
    "stage",
    "opened_at",
    "moved_at",
    "outcome",
    "closed_at",
    "product",
    "value",
    "currency",
    "expected_close",
    "owner",
    "lines",
];

pub(crate) const HISTORY: [&str; 9] = ["round_key", "lead", "round", "deal", "at", "to", "deal_stage", "by", "fact"];

/// One row per line of the board and currency.
pub(crate) const BOARD: [&str; 6] = ["stage", "within", "leads", "currency", "value", "weighted_value"];

/// The row of a lead, and what it cannot say.
pub(crate) fn lead_row(lead: &Lead, fields: &[FieldName]) -> (Cells, Option<Gap>) {
    let (cycle, mut cells) = (lead.cycle(), Cells::default());
    cells.put(lead.key());
    cells.maybe(lead.person());
    cells.maybe(lead.account());
    cells.put(lead.stage().kind());
    cells.put(cycle.number());
    cells.put(cycle.origin());
    attribution(&mut cells, cycle.attribution());
    cells.maybe(cycle.owner());
    cells.maybe(cycle.team());
    cells.maybe(if let Stage::Merged { into } = lead.stage() { Some(into) } else { None });
    cells.maybe(lead.erased_at());
    let mut written = 0_usize;
    for name in fields {
        let value = lead.profile().get(name.as_str());
        written = written.saturating_add(usize::from(value.is_some()));
        cells.field(value);
    }
    let known = lead.profile().entries().filter(|(_, entry)| entry.value.is_some()).count();
    let gap = (known > written).then_some(Gap::UndeclaredField);
    cells.maybe(gap.map(Gap::word));
    (cells, gap)
}

fn attribution(cells: &mut Cells, said: &Attribution) {
    let Attribution { source, medium, campaign, content } = said;
    for word in [source, medium, campaign, content] {
        cells.maybe(word.as_ref());
    }
}

/// By what a change finds its round.
fn round_key(lead: &LeadKey, round: u32) -> String {
    format!("{lead}#{round}")
}

/// The row of a round.
pub(crate) fn round_row(lead: &LeadKey, round: &Round) -> Cells {
    let mut cells = Cells::default();
    cells.put(round_key(lead, round.number));
    cells.put(lead);
    cells.put(round.number);
    cells.put(round.origin);
    attribution(&mut cells, &round.attribution);
    cells.maybe(round.owner.as_ref());
    cells.maybe(round.team.as_ref());
    for milestone in Milestone::ALL {
        cells.maybe(round.moment(*milestone));
        cells.maybe(round.milestones.get(milestone).map(basis));
    }
    of_deal(&mut cells, round);
    let contract = round.contract.as_ref();
    cells.maybe(contract.map(Contract::key));
    cells.maybe(contract.map(Contract::starts));
    cells.maybe(contract.and_then(Contract::ends));
    cells.amount(contract.map(Contract::value));
    cells.maybe(round.churn.as_ref().and_then(|churn| churn.at));
    cells.maybe(round.churn.as_ref().map(|churn| &churn.reason));
    let end = round.end.as_ref();
    cells.put(end.map_or("open", |end| end.kind.word()));
    cells.maybe(end.and_then(|end| end.at));
    cells.maybe(end.and_then(|end| end.reason.as_ref()));
    cells.maybe(end.and_then(|end| end.into.as_ref()));
    cells.put(round.kind);
    cells.put(round.gaps.iter().map(|gap| gap.word()).collect::<Vec<_>>().join(" "));
    cells
}

/// Its deal, or what a legacy system said of one that never came to be.
fn of_deal(cells: &mut Cells, round: &Round) {
    let (deal, said) = (round.deal.as_ref(), &round.said_of_deal);
    cells.maybe(round.deal_key());
    cells.maybe(deal.map(Deal::pipeline).or(said.pipeline.as_ref()));
    cells.maybe(deal.map(Deal::stage));
    if let Some(deal) = deal {
        cells.maybe(deal.lines().iter().next().map(DealLine::product));
        cells.amount(worth(deal));
    } else {
        cells.maybe(said.product.as_ref());
        cells.amount(said.value);
    }
    let contract = round.contract.as_ref().map(|contract| contract.value().currency());
    let said_in = said.value.map(|value| value.currency());
    cells.maybe(deal.map(Deal::currency).or(contract).or(said_in));
    cells.maybe(deal.map_or(said.expected_close, Deal::expected_close));
}

/// What a deal is worth; none if no line of it has an amount.
fn worth(deal: &Deal) -> Option<Money> {
    deal.lines().iter().any(|line| line.amount().is_some()).then(|| deal.value())
}

/// The row of a deal.
pub(crate) fn deal_row(lead: &LeadKey, of: &DealOf) -> Result<Cells, Problem> {
    let (deal, mut cells) = (&of.deal, Cells::default());
    cells.put(deal.key());
    cells.put(lead);
    cells.put(of.round);
    cells.put(deal.pipeline());
    cells.put(deal.stage());
    cells.put(deal.opened_at());
    cells.put(deal.moved_at());
    cells.put(of.outcome);
    cells.maybe(of.closed);
    cells.maybe(deal.lines().iter().next().map(DealLine::product));
    cells.amount(worth(deal));
    cells.put(deal.currency());
    cells.maybe(deal.expected_close());
    cells.maybe(deal.owner());
    cells.put(serde_json::to_string(deal.lines())?);
    Ok(cells)
}

/// The row of a change.
pub(crate) fn change_row(lead: &LeadKey, change: &Change) -> Cells {
    let mut cells = Cells::default();
    cells.put(round_key(lead, change.round));
    cells.put(lead);
    cells.put(change.round);
    cells.maybe(change.deal.as_ref());
    cells.maybe(change.at);
    cells.put(&change.to);
    cells.maybe(change.to.strip_prefix("deal:").filter(|_| change.told));
    cells.put(&change.by);
    cells.put(change.fact);
    cells
}

/// The rows of one line of the board.
pub(crate) fn board_rows(line: &BoardLine<'_>) -> Vec<Cells> {
    let begin = || {
        let mut cells = Cells::default();
        cells.put(line.stage);
        cells.put(&line.within);
        cells.put(line.leads);
        cells
    };
    let mut rows: Vec<Cells> = Vec::new();
    for (currency, value, weighted) in line.worth() {
        let mut cells = begin();
        cells.put(currency);
        cells.amount(Some(value));
        cells.amount(weighted);
        rows.push(cells);
    }
    if rows.is_empty() {
        let mut cells = begin();
        for _unknown in 0..3 {
            cells.put("");
        }
        rows.push(cells);
    }
    rows
}
