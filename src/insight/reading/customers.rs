//! Who is a customer, by the terms of contracts.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use crate::insight::reading::amounts::Amounts;
use crate::insight::reading::asked::Asked;
use crate::insight::reading::claimed::{Behind, Claimed};
use crate::insight::reading::cutter::Cutter;
use crate::insight::reading::deal_book::{Heads, Survivors, contracts};
use crate::insight::reading::deal_slices::DealSlices;
use crate::insight::reading::period::PeriodKey;
use crate::insight::reading::read_error::ReadError;
use crate::insight::reading::slice::Slice;
use crate::insight::report::{Point, Report};

/// Leads, persons and accounts: three counts. A lead of which no person is known counts as one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct HeadCounts {
    /// Leads; one that was merged into another is that one.
    pub leads: u64,
    /// Persons.
    pub persons: u64,
    /// Accounts that are known.
    pub accounts: u64,
}

/// Who is a customer at the instant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PresentRow {
    /// The slice at the signing.
    pub slice: Slice,
    /// Who has a contract whose term covers the day.
    pub present: HeadCounts,
    /// Who ever signed one.
    pub ever: HeadCounts,
    /// How many contracts cover the day.
    pub contracts: u64,
    /// What those come to, by their newest terms.
    pub value: Amounts,
    /// How many contracts have run out without anybody having renewed or ended them.
    pub unnoticed: u64,
}

/// What became of contracts in a period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContractsRow {
    /// The slice at the signing.
    pub slice: Slice,
    /// The period.
    pub period: PeriodKey,
    /// Signed.
    pub signed: u64,
    /// Renewed.
    pub renewed: u64,
    /// Ended by somebody.
    pub ended: u64,
    /// Run out by their term, and ended by nobody.
    pub ran_out: u64,
}

/// Who is a customer, and what became of contracts (顧客): each contract once, whoever says something of it.
///
/// A contract counts from its first day to its last, both included, and until somebody ends it. One that was signed and has not begun
/// makes no present customer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomersTable {
    /// At the instant, in the order of slices.
    pub present: Vec<PresentRow>,
    /// In the order of slices and periods.
    pub rows: Vec<ContractsRow>,
}

#[derive(Debug, Default)]
struct Collected {
    present: Heads,
    ever: Heads,
    contracts: u64,
    value: Amounts,
    unnoticed: u64,
}

impl CustomersTable {
    /// Reads customers.
    ///
    /// # Errors
    /// The report is not split by what was asked for.
    pub fn of(report: &Report, asked: &Asked) -> Result<Self, ReadError> {
        let slices = DealSlices::of(report, asked)?;
        let survivors = Survivors::of(report);
        let mut cutter = Cutter::new(asked.periods(), asked.zone());
        let today = asked.as_of().date(asked.zone());
        let mut present: BTreeMap<Slice, Collected> = BTreeMap::new();
        let mut rows: BTreeMap<(Slice, PeriodKey), [u64; 4]> = BTreeMap::new();
        let mut count = |slice: &Slice, period: PeriodKey, place: usize| {
            let counts = rows.entry((slice.clone(), period)).or_default();
            if let Some(slot) = counts.get_mut(place) {
                *slot = slot.saturating_add(1);
            }
        };
        for contract in contracts(report, asked.as_of()) {
            let Some(slice) = slices.of_contract(contract.signed.group) else { continue };
            let people = || contract.people.iter().map(|whose| survivors.now(whose));
            let collected = present.entry(slice.clone()).or_default();
            people().for_each(|whose| collected.ever.take(&whose));
            let run_out = contract.ends.filter(|_| contract.has_run_out(today));
            if contract.is_present(today) {
                people().for_each(|whose| collected.present.take(&whose));
                collected.contracts = collected.contracts.saturating_add(1);
                collected.value.add(contract.value);
            }
            collected.unnoticed = collected.unnoticed.saturating_add(u64::from(run_out.is_some()));
            count(&slice, cutter.key(contract.signed.at), 0);
            contract.renewals.iter().for_each(|renewal| count(&slice, cutter.key(renewal.at), 1));
            contract.ended.iter().for_each(|ended| count(&slice, cutter.key(ended.at), 2));
            if let Some(ends) = run_out {
                count(&slice, cutter.key(Point::on(ends, asked.zone())), 3);
            }
        }
        let heads = |heads: &Heads| {
            let (leads, persons, accounts) = heads.counts();
            HeadCounts { leads, persons, accounts }
        };
        let present_row = |(slice, collected): (Slice, Collected)| PresentRow {
            slice,
            present: heads(&collected.present),
            ever: heads(&collected.ever),
            contracts: collected.contracts,
            value: collected.value,
            unnoticed: collected.unnoticed,
        };
        let row = |((slice, period), [signed, renewed, ended, ran_out]): ((Slice, PeriodKey), [u64; 4])| ContractsRow {
            slice,
            period,
            signed,
            renewed,
            ended,
            ran_out,
        };
        Ok(Self { present: present.into_iter().map(present_row).collect(), rows: rows.into_iter().map(row).collect() })
    }
}

/// Which number of customers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CustomersCount {
    /// Contracts whose term covers the day.
    Present,
    /// Contracts that were ever signed.
    Ever,
    /// Contracts that have run out unnoticed.
    Unnoticed,
    /// Contracts that somebody ended.
    Ended,
}

/// A number of customers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomersCell {
    /// The slice; none: all together.
    pub slice: Option<Slice>,
    /// Which number.
    pub count: CustomersCount,
}

impl Claimed for CustomersTable {
    type More = ();
    type Cell = CustomersCell;

    fn behind(report: &Report, asked: &Asked, (): &(), cell: &CustomersCell) -> Result<Behind, ReadError> {
        let slices = DealSlices::of(report, asked)?;
        let survivors = Survivors::of(report);
        let today = asked.as_of().date(asked.zone());
        let mut behind = Behind::default();
        for contract in contracts(report, asked.as_of()) {
            let Some(slice) = slices.of_contract(contract.signed.group) else { continue };
            let counted = match cell.count {
                CustomersCount::Ever => true,
                CustomersCount::Ended => contract.ended.is_some(),
                CustomersCount::Unnoticed => contract.has_run_out(today),
                CustomersCount::Present => contract.is_present(today),
            };
            if counted && cell.slice.as_ref().is_none_or(|wanted| slice == *wanted) {
                behind.add(&survivors.now(&contract.signed.whose));
            }
        }
        Ok(behind)
    }
}
