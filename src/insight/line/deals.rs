//! What facts say of deals.

use alloc::vec::Vec;

use crate::deal::{Deal, DealEdit, DealLine as Priced, Edit};
use crate::insight::line::cycle_line::CycleLine;
use crate::insight::line::deal_line::DealLine;
use crate::insight::line::handoff_line::HandoffLine;
use crate::insight::line::lead_line::LeadLine;
use crate::insight::line::turns::Turn;
use crate::values::{Money, ProductKey, Rank};

/// The lead is handed over, and its deal opened.
pub(super) fn open_deal(line: &mut LeadLine, deal: &Deal, rank: Option<Rank>, turn: &Turn) {
    line.now.standing.rank = rank;
    let standing = line.standing();
    let mut opened = DealLine {
        key: deal.key().clone(),
        currency: deal.currency(),
        value: value_of(deal.lines()),
        products: products_of(deal.lines()),
        expected_close: deal.expected_close(),
        pipeline: deal.pipeline().clone(),
        opened: turn.when,
        imported: turn.imported,
        owner: deal.owner().cloned(),
        owned_at: deal.owned_at(),
        sourced_by: turn.by,
        standing,
        met: None,
        stays: Vec::new(),
        end: None,
    };
    opened.move_to(deal.stage(), turn.when, turn.imported);
    let handoff = HandoffLine { when: turn.when, by: turn.by, standing, accepted: None, rejected: None, meeting: None };
    if let Some(cycle) = line.cycle() {
        cycle.deals.push(opened);
        cycle.handoffs.push(handoff);
    }
}

/// The open deal is changed.
pub(super) fn edit(line: &mut LeadLine, edit: &DealEdit) {
    let Some(deal) = line.cycle().and_then(CycleLine::open_deal) else { return };
    if let Some(lines) = &edit.lines {
        (deal.value, deal.products) = (value_of(lines), products_of(lines));
    }
    deal.expected_close = Edit::of(edit.expected_close, deal.expected_close);
}

/// What the lines come to; none, if none of them has an amount.
fn value_of(lines: &[Priced]) -> Option<Money> {
    sum(lines.iter().map(Priced::amount))
}

fn sum(amounts: impl Iterator<Item = Option<Money>>) -> Option<Money> {
    // INVARIANT: the lines of a deal are of one currency, and their sum was computed when they were taken in.
    amounts.flatten().reduce(|sum, amount| sum.checked_add(amount).unwrap_or(sum))
}

/// Each product once, with what its lines come to.
fn products_of(lines: &[Priced]) -> Vec<(ProductKey, Option<Money>)> {
    let mut products: Vec<(ProductKey, Option<Money>)> = Vec::with_capacity(lines.len());
    for line in lines {
        match products.iter_mut().find(|(product, _)| product == line.product()) {
            Some((_, known)) => *known = sum([*known, line.amount()].into_iter()),
            None => products.push((line.product().clone(), line.amount())),
        }
    }
    products.sort_unstable_by(|(one, _), (other, _)| one.cmp(other));
    products
}
