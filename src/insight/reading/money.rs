//! What was won and lost.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use crate::insight::line::{CycleStart, DealEnd};
use crate::insight::numbers::{Tally, Times};
use crate::insight::reading::amounts::Amounts;
use crate::insight::reading::asked::Asked;
use crate::insight::reading::claimed::{Behind, Claimed};
use crate::insight::reading::cutter::Cutter;
use crate::insight::reading::deal_book::{BookedDeal, Heads, Survivors, book, contracts, is_expansion};
use crate::insight::reading::deal_slices::DealSlices;
use crate::insight::reading::measure::{Measure, Term};
use crate::insight::reading::period::PeriodKey;
use crate::insight::reading::read_error::ReadError;
use crate::insight::reading::same_deals::SameDeals;
use crate::insight::reading::slice::Slice;
use crate::insight::report::{DealRow, Minor, Report, Whose};
use crate::planning::{Fraction, RateEvidence};
use crate::values::{Currency, Role};

/// Deals that ended in one way.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Closed {
    /// How many deals; and purchases without one.
    pub deals: u64,
    /// What they come to, one sum for each currency: of what was won, what was signed; of what was lost, what it would have been.
    pub value: Amounts,
    /// Of how many nobody knows what they come to: in the count, in no sum.
    pub unpriced: u64,
    /// Of them, expansions of existing customers.
    pub expansions: u64,
    /// Of them, bought without sales.
    pub direct: u64,
}

/// A row of what was won and lost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MoneyRow {
    /// The slice at the end of the deal.
    pub slice: Slice,
    /// When it ended.
    pub period: PeriodKey,
    /// Won.
    pub won: Closed,
    /// Of what was won, what inside sales brought: an SDR, BDR or ISR handed the lead over.
    pub inside_sales: Closed,
    /// Lost.
    pub lost: Closed,
    /// Ended otherwise: rejected, recycled, sorted out. In no win rate.
    pub withdrawn: Closed,
    /// How many leads stand behind what was won, and how many persons and accounts: three counts. Of a deal that several claim, all
    /// that have not given it up.
    pub leads: u64,
    /// How many persons.
    pub persons: u64,
    /// How many accounts.
    pub accounts: u64,
    /// From the opening to the end of what was won, in seconds.
    pub cycle: Times,
}

impl MoneyRow {
    /// Won of won and lost, by count, whatever the currency. None, if neither was: an empty denominator has no rate.
    #[must_use]
    pub fn win_rate(&self) -> Option<RateEvidence> {
        let many = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
        Measure::WinRate.evidence(|term| many(if term == Term::Won { self.won.deals } else { self.lost.deals }))
    }

    /// Won of won and lost, by value, in one currency.
    #[must_use]
    pub fn win_rate_by_value(&self, currency: Currency) -> Option<Fraction> {
        self.won.value.share(&self.lost.value, currency)
    }

    /// The sales velocity (商談速度): open deals × win rate × average deal ÷ days of a cycle, exact; the revenue of a day, in whole units of
    /// the currency. Win rate and days are of all deals of the row, whatever their currency: where there are several, split by what
    /// parts them. `open` is how many deals of the currency are open. None, where one of them is not known, or a cycle takes no time.
    #[must_use]
    #[doc(alias = "商談速度")]
    pub fn velocity(&self, open: u64, currency: Currency) -> Option<Fraction> {
        let rate = self.win_rate()?;
        let won = Fraction::new(u128::from(rate.converted()), u128::from(rate.of())).ok()?;
        let days = self.cycle.mean()?.checked_div(&Fraction::from(86_400_u64)).ok()?;
        let wins = Fraction::from(open).checked_mul(&won).ok()?;
        wins.checked_mul(&self.average_deal(currency)?).ok()?.checked_div(&days).ok()
    }

    /// What a deal that was won comes to on average (平均受注単価), in one currency; deals of which nobody knows it are left aside.
    #[must_use]
    #[doc(alias = "ASP")]
    pub fn average_deal(&self, currency: Currency) -> Option<Fraction> {
        self.won.value.average(currency)
    }
}

/// What is asked of money.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MoneyAsked {
    /// Which deals the host says are the same.
    pub same: SameDeals,
}

/// What was won and lost (受注・失注): every deal once, each in the period of its end, currencies apart.
///
/// A deal that two leads claim counts once, under the earliest claim. A contract that was signed without a deal counts among what was
/// won, as one that was bought directly.
#[derive(Debug, Clone, PartialEq, Eq)]
#[doc(alias = "受注")]
pub struct MoneyTable {
    /// The rows, in the order of slices and periods.
    pub rows: Vec<MoneyRow>,
}

#[derive(Debug, Default)]
struct Collected {
    won: Closed,
    inside_sales: Closed,
    lost: Closed,
    withdrawn: Closed,
    heads: Heads,
    cycle: Tally,
}

impl Closed {
    pub(super) fn take(&mut self, value: Option<Minor>, start: CycleStart, direct: bool) {
        self.deals = self.deals.saturating_add(1);
        match value {
            Some(value) => self.value.add(value),
            None => self.unpriced = self.unpriced.saturating_add(1),
        }
        self.expansions = self.expansions.saturating_add(u64::from(is_expansion(start)));
        self.direct = self.direct.saturating_add(u64::from(direct));
    }
}

/// A deal that ended, or a contract without one, as the table sees it.
struct Seen<'s> {
    slice: Slice,
    period: PeriodKey,
    /// None: a contract without a deal, which is won.
    deal: Option<&'s DealRow>,
    how: DealEnd,
    value: Option<Minor>,
    start: CycleStart,
    seconds: Option<i64>,
    whose: Whose,
    people: &'s [Whose],
}

fn visit(report: &Report, asked: &Asked, more: &MoneyAsked, each: &mut dyn FnMut(Seen<'_>)) -> Result<(), ReadError> {
    let slices = DealSlices::of(report, asked)?;
    let mut cutter = Cutter::new(asked.periods(), asked.zone());
    for BookedDeal { row, end, people } in book(report, asked.as_of(), &more.same) {
        let Some(end) = end else { continue };
        let (period, seconds) = (cutter.key(end.when), row.opened.seconds_to(end.when));
        for (slice, value) in slices.of_deal(row, end.group, end.signed) {
            let (how, start, whose) = (end.how, row.start, row.whose);
            each(Seen { slice, period, deal: Some(row), how, value, start, seconds, whose, people: &people });
        }
    }
    for contract in contracts(report, asked.as_of()).into_iter().filter(|contract| contract.without_deal) {
        let Some(slice) = slices.of_contract(contract.signed.group) else { continue };
        let (value, signed) = (Some(contract.first_value()), contract.signed);
        let (period, start, whose) = (cutter.key(signed.at), signed.start, signed.whose);
        let (how, people) = (DealEnd::Won, contract.people.as_slice());
        each(Seen { slice, period, deal: None, how, value, start, seconds: None, whose, people });
    }
    Ok(())
}

impl MoneyTable {
    /// Reads what was won and lost.
    ///
    /// # Errors
    /// The report is not split by what was asked for.
    pub fn of(report: &Report, asked: &Asked, more: &MoneyAsked) -> Result<Self, ReadError> {
        let survivors = Survivors::of(report);
        let mut rows: BTreeMap<(Slice, PeriodKey), Collected> = BTreeMap::new();
        visit(report, asked, more, &mut |seen| {
            let collected = rows.entry((seen.slice, seen.period)).or_default();
            let direct = seen.deal.is_none();
            let side = match seen.how {
                DealEnd::Won => {
                    seen.people.iter().for_each(|whose| collected.heads.take(&survivors.now(whose)));
                    seen.seconds.into_iter().for_each(|seconds| collected.cycle.add(seconds, 1));
                    if seen.deal.is_some_and(is_inside_sales) {
                        collected.inside_sales.take(seen.value, seen.start, direct);
                    }
                    &mut collected.won
                }
                DealEnd::Lost => &mut collected.lost,
                DealEnd::Rejected | DealEnd::Recycled | DealEnd::Disqualified | DealEnd::Merged => {
                    &mut collected.withdrawn
                }
            };
            side.take(seen.value, seen.start, direct);
        })?;
        let row = |((slice, period), collected): ((Slice, PeriodKey), Collected)| {
            let (leads, persons, accounts) = collected.heads.counts();
            let Collected { won, inside_sales, lost, withdrawn, cycle, .. } = collected;
            let cycle = Times::from(&cycle);
            MoneyRow { slice, period, won, inside_sales, lost, withdrawn, leads, persons, accounts, cycle }
        };
        Ok(Self { rows: rows.into_iter().map(row).collect() })
    }
}

impl Claimed for MoneyTable {
    type More = MoneyAsked;
    type Cell = MoneyCell;

    fn behind(report: &Report, asked: &Asked, more: &MoneyAsked, cell: &MoneyCell) -> Result<Behind, ReadError> {
        let mut behind = Behind::default();
        visit(report, asked, more, &mut |seen| {
            let counted = match cell.count {
                MoneyCount::Won => seen.how == DealEnd::Won,
                MoneyCount::InsideSales => seen.how == DealEnd::Won && seen.deal.is_some_and(is_inside_sales),
                MoneyCount::Lost => seen.how == DealEnd::Lost,
                MoneyCount::Withdrawn => !matches!(seen.how, DealEnd::Won | DealEnd::Lost),
            };
            let here = cell.slice.as_ref().is_none_or(|slice| seen.slice == *slice)
                && cell.period.is_none_or(|period| seen.period == period);
            if counted && here {
                behind.add(&seen.whose);
            }
        })?;
        Ok(behind)
    }
}

/// Which number of what was won and lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MoneyCount {
    /// Won.
    Won,
    /// Won, and handed over by inside sales.
    InsideSales,
    /// Lost.
    Lost,
    /// Ended otherwise.
    Withdrawn,
}

/// A number of what was won and lost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MoneyCell {
    /// The slice; none: all together.
    pub slice: Option<Slice>,
    /// The period; none: all together.
    pub period: Option<PeriodKey>,
    /// Which number.
    pub count: MoneyCount,
}

/// Whether inside sales handed the lead over. A legacy system does not say who did.
fn is_inside_sales(row: &DealRow) -> bool {
    !row.imported && matches!(row.sourced_by, Role::Sdr | Role::Bdr | Role::Isr)
}
