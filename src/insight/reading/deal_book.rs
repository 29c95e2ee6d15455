//! Every deal once, whoever says something of it.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;

use crate::insight::line::{CycleStart, DealEnd};
use crate::insight::reading::same_deals::SameDeals;
use crate::insight::report::{ContractRow, ContractSaid, DealEnded, DealRow, LeadRow, Minor, Report, Whose};
use crate::values::{Date, Digest, Instant};

/// A deal as it counts: the earliest claim of it, and how it ended.
#[derive(Debug, Clone)]
pub(super) struct BookedDeal<'r> {
    pub(super) row: &'r DealRow,
    /// By the instant that is asked with.
    pub(super) end: Option<&'r DealEnded>,
    /// Who claims it and has not given it up: the people of the deal.
    pub(super) people: Vec<Whose>,
}

/// Every deal once.
pub(super) fn book<'r>(report: &'r Report, as_of: Instant, same: &SameDeals) -> Vec<BookedDeal<'r>> {
    let mut net: BTreeMap<&DealRow, i64> = BTreeMap::new();
    for (row, times) in report.tables.deals.iter() {
        let count = net.entry(row).or_default();
        *count = count.saturating_add(times);
    }
    let mut claims: BTreeMap<Digest, Vec<&'r DealRow>> = BTreeMap::new();
    for (row, _) in net.into_iter().filter(|(_, times)| *times > 0) {
        if !row.opened.is_known() || row.opened.is_by(as_of) || ended_by(row, as_of).is_some() {
            claims.entry(same.end(row.key)).or_default().push(row);
        }
    }
    let booked = claims.into_iter().filter_map(|(key, claims)| booked(key, &claims, as_of));
    booked.collect()
}

fn ended_by(row: &DealRow, as_of: Instant) -> Option<&DealEnded> {
    row.end.as_ref().filter(|end| !end.when.is_known() || end.when.is_by(as_of))
}

/// The earliest claim of a deal: of its own key, where anybody claims that. It ended when any claim of that key did, a win before all.
fn booked<'r>(key: Digest, claims: &[&'r DealRow], as_of: Instant) -> Option<BookedDeal<'r>> {
    let own = claims.iter().any(|row| row.key == key);
    let of_key = || claims.iter().copied().filter(move |row| !own || row.key == key);
    // Nobody knows when: after all that is known.
    let order = |row: &&DealRow| (!row.opened.is_known(), row.opened, row.whose.lead);
    let row = of_key().min_by_key(order)?;
    let ends = || of_key().filter_map(|row| ended_by(row, as_of));
    let won = ends().filter(|end| end.how == DealEnd::Won).min_by_key(|end| (!end.when.is_known(), end.when));
    // One of two claims that was lost, while the deal is open elsewhere, is not the end of the deal.
    let open = of_key().any(|row| ended_by(row, as_of).is_none());
    let end = won.or_else(|| ended_by(row, as_of).filter(|_| !open));
    let end = end.or_else(|| if open { None } else { ends().max_by_key(|end| end.when) });
    let keeps = |row: &&&DealRow| ended_by(row, as_of).is_none_or(|end| end.how == DealEnd::Won);
    let people = claims.iter().filter(keeps).map(|row| row.whose).collect();
    Some(BookedDeal { row, end, people })
}

/// A contract as it stands: its newest words.
#[derive(Debug, Clone)]
pub(super) struct BookedContract<'r> {
    /// Who signed it first.
    pub(super) signed: &'r ContractRow,
    pub(super) value: Minor,
    pub(super) starts: Date,
    pub(super) ends: Option<Date>,
    pub(super) ended: Option<&'r ContractRow>,
    pub(super) renewals: Vec<&'r ContractRow>,
    /// Whether it was signed without a deal.
    pub(super) without_deal: bool,
    /// Who signed it.
    pub(super) people: Vec<Whose>,
}

impl BookedContract<'_> {
    /// Whether its term is over, and nobody has renewed or ended it.
    pub(super) fn has_run_out(&self, today: Date) -> bool {
        self.ended.is_none() && self.ends.is_some_and(|ends| ends < today)
    }

    /// Whether its term covers a day.
    pub(super) fn is_present(&self, today: Date) -> bool {
        self.ended.is_none() && self.starts <= today && !self.has_run_out(today)
    }

    /// What was signed.
    pub(super) fn first_value(&self) -> Minor {
        if let ContractSaid::Signed { value, .. } = &self.signed.what { *value } else { self.value }
    }
}

/// Every contract once, with what was said of it by an instant, whoever said it.
pub(super) fn contracts(report: &Report, as_of: Instant) -> Vec<BookedContract<'_>> {
    let mut net: BTreeMap<&ContractRow, i64> = BTreeMap::new();
    for (row, times) in report.tables.contracts.iter() {
        let count = net.entry(row).or_default();
        *count = count.saturating_add(times);
    }
    let said = net.into_iter().filter(|(_, times)| *times > 0).map(|(row, _)| row);
    let mut by_key: BTreeMap<Digest, Vec<&ContractRow>> = BTreeMap::new();
    for row in said.filter(|row| !row.at.is_known() || row.at.is_by(as_of)) {
        by_key.entry(row.key).or_default().push(row);
    }
    by_key.into_values().filter_map(|said| stands(&said)).collect()
}

/// What was said, in order of instants; of one instant, signing first and ending last.
fn stands<'r>(said: &[&'r ContractRow]) -> Option<BookedContract<'r>> {
    let rank = |row: &ContractRow| match &row.what {
        ContractSaid::Signed { .. } => 0_u8,
        ContractSaid::Amended { .. } | ContractSaid::Renewed { .. } => 1,
        ContractSaid::Ended { .. } => 2,
    };
    let mut said = said.to_vec();
    said.sort_by_key(|row| (rank(row) != 0, row.at, rank(row), row.revision, row.whose.lead));
    let mut booked: Option<BookedContract<'r>> = None;
    for row in said {
        match (&row.what, &mut booked) {
            (ContractSaid::Signed { deal, value, starts, ends }, none @ None) => {
                *none = Some(BookedContract {
                    signed: row,
                    value: *value,
                    starts: *starts,
                    ends: *ends,
                    ended: None,
                    renewals: Vec::new(),
                    without_deal: deal.is_none(),
                    people: alloc::vec![row.whose],
                });
            }
            (ContractSaid::Renewed { value, ends }, Some(known)) => {
                known.value = value.unwrap_or(known.value);
                known.ends = *ends;
                known.renewals.push(row);
            }
            (ContractSaid::Amended { value, ends }, Some(known)) => {
                known.value = value.unwrap_or(known.value);
                known.ends = ends.unwrap_or(known.ends);
            }
            (ContractSaid::Ended { .. }, Some(known)) => known.ended = known.ended.or(Some(row)),
            // Of two that signed one contract the first counts. If one of them did with a deal, that is what was won.
            (ContractSaid::Signed { deal, .. }, Some(known)) => {
                known.without_deal &= deal.is_none();
                known.people.push(row.whose);
            }
            // What is said of one that nobody signed says nothing.
            (_, None) => {}
        }
    }
    booked
}

/// Leads, persons and accounts, each counted once: three counts.
#[derive(Debug, Clone, Default)]
pub(super) struct Heads {
    leads: BTreeSet<Digest>,
    persons: BTreeSet<Digest>,
    accounts: BTreeSet<Digest>,
}

impl Heads {
    pub(super) fn take(&mut self, whose: &Whose) {
        let _new = self.leads.insert(whose.lead);
        // A lead of which no person is known is a person of its own; not so an account.
        let _new = self.persons.insert(whose.person.unwrap_or(whose.lead));
        if let Some(account) = whose.account {
            let _new = self.accounts.insert(account);
        }
    }

    pub(super) fn counts(&self) -> (u64, u64, u64) {
        let count = |of: &BTreeSet<Digest>| u64::try_from(of.len()).unwrap_or(u64::MAX);
        (count(&self.leads), count(&self.persons), count(&self.accounts))
    }
}

/// Leads that were merged, each with the lead that has its place.
#[derive(Debug, Clone, Default)]
pub(super) struct Survivors(BTreeMap<Digest, Whose>);

impl Survivors {
    pub(super) fn of(report: &Report) -> Self {
        let mut net: BTreeMap<&LeadRow, i64> = BTreeMap::new();
        for (row, times) in report.tables.persons.iter() {
            let count = net.entry(row).or_default();
            *count = count.saturating_add(times);
        }
        let left = net.into_iter().filter(|(_, times)| *times > 0);
        let known: BTreeMap<Digest, &LeadRow> = left.map(|(row, _)| (row.whose.lead, row)).collect();
        let mut survivors = BTreeMap::new();
        for (lead, row) in &known {
            let Some(into) = row.merged_into else { continue };
            let mut end = into;
            // No longer than there are leads: a forged circle ends.
            for _ in 0..known.len() {
                match known.get(&end).and_then(|row| row.merged_into) {
                    Some(next) if next != *lead => end = next,
                    Some(_) | None => break,
                }
            }
            let whose = known.get(&end).map_or(Whose { lead: end, ..row.whose }, |row| row.whose);
            let _before = survivors.insert(*lead, whose);
        }
        Self(survivors)
    }

    /// Whose it is now.
    pub(super) fn now(&self, whose: &Whose) -> Whose {
        self.0.get(&whose.lead).copied().unwrap_or(*whose)
    }
}

/// How a cycle was begun that is no new business.
pub(super) const fn is_expansion(start: CycleStart) -> bool {
    matches!(start, CycleStart::Expansion | CycleStart::Purchase)
}
