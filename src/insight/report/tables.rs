//! The tables of a report: rows over slices.

use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::insight::report::cycle_row::CycleRow;
use crate::insight::report::deal_row::{ContractRow, DealRow, LeadRow, ReasonRow};
use crate::insight::report::groups::Groups;
use crate::insight::report::named::Lasting;
use crate::insight::report::rows::Rows;
use crate::insight::report::time_row::TimeRow;
use crate::insight::report::time_rows::TimeRows;

/// The tables of a report.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub(in crate::insight) struct Tables {
    pub(in crate::insight) groups: Groups,
    pub(in crate::insight) lasting: Vec<Lasting>,
    pub(in crate::insight) cycles: Rows<CycleRow>,
    pub(in crate::insight) times: TimeRows,
    pub(in crate::insight) deals: Rows<DealRow>,
    pub(in crate::insight) contracts: Rows<ContractRow>,
    pub(in crate::insight) reasons: Rows<ReasonRow>,
    pub(in crate::insight) persons: Rows<LeadRow>,
}

impl Tables {
    pub(super) fn merge(&mut self, other: &Self) {
        let groups = self.groups.take_in(&other.groups);
        let kinds: Vec<u32> = other.lasting.iter().map(|what| self.number(what)).collect();
        let anew = Renumbered { groups: &groups, kinds: &kinds };
        self.cycles.merge(&other.cycles, |row| anew.cycle(row));
        self.times.merge(&other.times, |row| anew.time(row));
        self.deals.merge(&other.deals, |row| anew.deal(row));
        self.contracts.merge(&other.contracts, |row| anew.contract(row));
        self.reasons.merge(&other.reasons, |row| anew.reason(row));
        self.persons.merge(&other.persons, Clone::clone);
    }

    pub(super) fn rows(&self) -> usize {
        let leads = self.cycles.len().saturating_add(self.times.len()).saturating_add(self.persons.len());
        leads.saturating_add(self.deals.len()).saturating_add(self.contracts.len()).saturating_add(self.reasons.len())
    }

    /// The number of what lasted.
    pub(super) fn number(&mut self, what: &Lasting) -> u32 {
        self.number_of(|known| known == what, || what.clone())
    }

    /// The same, without making it first.
    pub(super) fn number_of(&mut self, is_it: impl Fn(&Lasting) -> bool, make: impl FnOnce() -> Lasting) -> u32 {
        // A handful, and mostly the same.
        let place = self.lasting.iter().position(is_it).unwrap_or_else(|| {
            self.lasting.push(make());
            self.lasting.len().saturating_sub(1)
        });
        u32::try_from(place).unwrap_or(u32::MAX)
    }

    /// The same in the one form that reports are compared and stored in.
    pub(super) fn settled(&self) -> Self {
        let mut settled = self.clone();
        settled.settle();
        let used = settled.used();
        let (groups, numbers) = settled.groups.in_order(&used);
        let mut kinds: Vec<Lasting> = Vec::new();
        for (place, what) in settled.lasting.iter().enumerate() {
            let number = u32::try_from(place).unwrap_or(u32::MAX);
            if settled.times.of(number).next().is_some() {
                kinds.push(what.clone());
            }
        }
        kinds.sort_unstable();
        let place = |what: &Lasting| kinds.binary_search(what).ok().and_then(|place| u32::try_from(place).ok());
        let renamed: Vec<u32> = settled.lasting.iter().map(|what| place(what).unwrap_or(u32::MAX)).collect();
        let anew = Renumbered { groups: &numbers, kinds: &renamed };
        Self {
            groups,
            cycles: settled.cycles.map(|row| anew.cycle(row)),
            times: settled.times.map(|row| anew.time(row)),
            deals: settled.deals.map(|row| anew.deal(row)),
            contracts: settled.contracts.map(|row| anew.contract(row)),
            reasons: settled.reasons.map(|row| anew.reason(row)),
            persons: settled.persons,
            lasting: kinds,
        }
    }

    pub(super) fn settle(&mut self) {
        self.cycles.settle();
        self.times.settle();
        self.deals.settle();
        self.contracts.settle();
        self.reasons.settle();
        self.persons.settle();
    }

    /// Whether two that are settled are the same.
    pub(super) fn is(&self, other: &Self) -> bool {
        self.groups.is(&other.groups)
            && self.lasting == other.lasting
            && self.cycles.is(&other.cycles)
            && self.times.is(&other.times)
            && self.deals.is(&other.deals)
            && self.contracts.is(&other.contracts)
            && self.reasons.is(&other.reasons)
            && self.persons.is(&other.persons)
    }

    /// Whether every row is of a slice and of a kind of time that are here.
    pub(super) fn is_sound(&self, dimensions: usize) -> bool {
        let (groups, kinds) = (self.groups.len(), self.lasting.len());
        let mut sound = self.groups.is_sound(dimensions);
        self.each_group(|group| sound &= usize::try_from(group).is_ok_and(|group| group < groups));
        sound && self.times.iter().all(|(row, _)| usize::try_from(row.what).is_ok_and(|what| what < kinds))
    }

    /// Which slices any row is in.
    fn used(&self) -> Vec<bool> {
        let mut used = alloc::vec![false; self.groups.len()];
        self.each_group(|group| {
            if let Some(slot) = usize::try_from(group).ok().and_then(|place| used.get_mut(place)) {
                *slot = true;
            }
        });
        used
    }

    fn each_group(&self, mut note: impl FnMut(u32)) {
        for (row, _) in self.cycles.iter() {
            (0..6).filter_map(|place| row.mark(place)).for_each(|(_, _, group)| note(group));
        }
        self.times.iter().for_each(|(row, _)| note(row.group));
        for (row, _) in self.deals.iter() {
            note(row.group);
            row.end.iter().for_each(|end| note(end.group));
        }
        self.contracts.iter().for_each(|(row, _)| note(row.group));
        self.reasons.iter().for_each(|(row, _)| note(row.group));
    }
}

/// Other numbers of slices and of what lasted.
struct Renumbered<'a> {
    groups: &'a [u32],
    kinds: &'a [u32],
}

impl Renumbered<'_> {
    fn group(&self, group: u32) -> u32 {
        usize::try_from(group).ok().and_then(|place| self.groups.get(place)).copied().unwrap_or(group)
    }

    fn cycle(&self, row: &CycleRow) -> CycleRow {
        let mut groups = row.groups;
        for (group, column) in groups.iter_mut().zip(&row.columns) {
            *group = if column.is_some() { self.group(*group) } else { 0 };
        }
        CycleRow { groups, ..*row }
    }

    fn time(&self, row: &TimeRow) -> TimeRow {
        let what = usize::try_from(row.what).ok().and_then(|place| self.kinds.get(place)).copied();
        TimeRow { group: self.group(row.group), what: what.unwrap_or(row.what), ..*row }
    }

    fn deal(&self, row: &DealRow) -> DealRow {
        let mut row = DealRow { group: self.group(row.group), ..row.clone() };
        if let Some(end) = &mut row.end {
            end.group = self.group(end.group);
        }
        row
    }

    fn contract(&self, row: &ContractRow) -> ContractRow {
        ContractRow { group: self.group(row.group), ..row.clone() }
    }

    fn reason(&self, row: &ReasonRow) -> ReasonRow {
        ReasonRow { group: self.group(row.group), ..row.clone() }
    }
}
