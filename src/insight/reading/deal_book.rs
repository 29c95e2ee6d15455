//! Every deal once, whoever says something of it.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;

use crate::insight::line::{CycleStart, DealEnd};
use crate::insight::reading::ends::Ends;
use crate::insight::reading::same_deals::SameDeals;
use crate::insight::report::{ContractRow, ContractSaid, DealEnded, DealRow, LeadRow, Minor, Point, Report, Whose};
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
    let mut claims: Vec<(Digest, &'r DealRow)> = Vec::new();
    let mut ends = same.ends();
    for row in in_force(report.tables.deals.iter()) {
        if !row.opened.is_known() || row.opened.is_by(as_of) || ended_by(row, as_of).is_some() {
            claims.push((ends.find(row.key), row));
        }
    }
    // Of one key they stay in the order of the rows.
    claims.sort_by_key(|(key, _)| *key);
    let of_key = claims.chunk_by(|(one, _), (other, _)| one == other);
    let booked = of_key.filter_map(|claims| booked(claims.first()?.0, claims, as_of));
    booked.collect()
}

/// The rows that were put in and not taken out, each once, in order.
fn in_force<'r, R: Ord + 'r>(rows: impl Iterator<Item = (&'r R, i64)>) -> impl Iterator<Item = &'r R> {
    let mut rows: Vec<(&R, i64)> = rows.collect();
    rows.sort_unstable_by_key(|(row, _)| *row);
    rows.dedup_by(|(next, more), (first, times)| {
        let same = next == first;
        if same {
            *times = times.saturating_add(*more);
        }
        same
    });
    rows.into_iter().filter(|(_, times)| *times > 0).map(|(row, _)| row)
}

fn ended_by(row: &DealRow, as_of: Instant) -> Option<&DealEnded> {
    row.end.as_ref().filter(|end| !end.when.is_known() || end.when.is_by(as_of))
}

/// The claim of a lead on a deal: when it opened it first, and how the deal stands in its newest round.
struct Claim<'r> {
    first: (bool, Point),
    row: &'r DealRow,
}

/// The claims on a deal, one of each lead. A lead that was handed over again with the same deal has one claim.
fn by_lead<'r>(rows: impl Iterator<Item = &'r DealRow>) -> Vec<Claim<'r>> {
    // Nobody knows when: after all that is known as the first, before all that is known as the newest.
    let mut claims: BTreeMap<Digest, Claim<'r>> = BTreeMap::new();
    for row in rows {
        let first = (!row.opened.is_known(), row.opened);
        match claims.get_mut(&row.whose.lead) {
            Some(claim) => {
                claim.first = claim.first.min(first);
                if row.opened >= claim.row.opened {
                    claim.row = row;
                }
            }
            None => {
                let _none = claims.insert(row.whose.lead, Claim { first, row });
            }
        }
    }
    claims.into_values().collect()
}

/// The earliest claim of a deal: of its own key, where anybody claims that. It ended when any claim of that key did, a win before all.
fn booked<'r>(key: Digest, claims: &[(Digest, &'r DealRow)], as_of: Instant) -> Option<BookedDeal<'r>> {
    let own = claims.iter().any(|(_, row)| row.key == key);
    let of_key = by_lead(claims.iter().map(|(_, row)| *row).filter(|row| !own || row.key == key));
    let row = of_key.iter().min_by_key(|claim| claim.first)?.row;
    let ends = || of_key.iter().filter_map(|claim| ended_by(claim.row, as_of));
    let won = ends().filter(|end| end.how == DealEnd::Won).min_by_key(|end| (!end.when.is_known(), end.when));
    // One of two claims that was lost, while the deal is open elsewhere, is not the end of the deal.
    let open = of_key.iter().any(|claim| ended_by(claim.row, as_of).is_none());
    let end = won.or_else(|| ended_by(row, as_of).filter(|_| !open));
    let end = end.or_else(|| if open { None } else { ends().max_by_key(|end| end.when) });
    let keeps = |row: &&DealRow| ended_by(row, as_of).is_none_or(|end| end.how == DealEnd::Won);
    let people = claims.iter().map(|(_, row)| *row).filter(keeps).map(|row| row.whose).collect();
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
    let said = in_force(report.tables.contracts.iter());
    let said: Vec<&ContractRow> = said.filter(|row| !row.at.is_known() || row.at.is_by(as_of)).collect();
    // Rows go by their key first.
    said.chunk_by(|one, other| one.key == other.key).filter_map(stands).collect()
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
    leads: Vec<Digest>,
    persons: Vec<Digest>,
    accounts: Vec<Digest>,
}

impl Heads {
    pub(super) fn take(&mut self, whose: &Whose) {
        self.leads.push(whose.lead);
        // A lead of which no person is known is a person of its own; not so an account.
        self.persons.push(whose.person.unwrap_or(whose.lead));
        self.accounts.extend(whose.account);
    }

    pub(super) fn counts(&self) -> (u64, u64, u64) {
        let count = |of: &[Digest]| {
            let mut of = of.to_vec();
            of.sort_unstable();
            of.dedup();
            u64::try_from(of.len()).unwrap_or(u64::MAX)
        };
        (count(&self.leads), count(&self.persons), count(&self.accounts))
    }
}

/// Leads that were merged, each with the lead that has its place.
#[derive(Debug, Clone, Default)]
pub(super) struct Survivors(BTreeMap<Digest, Whose>);

/// The leads that are in a report, of those that are asked for.
fn net(report: &Report, wanted: impl Fn(&LeadRow) -> bool) -> Vec<&LeadRow> {
    let mut net: BTreeMap<&LeadRow, i64> = BTreeMap::new();
    for (row, times) in report.tables.persons.iter().filter(|(row, _)| wanted(row)) {
        let count = net.entry(row).or_default();
        *count = count.saturating_add(times);
    }
    net.into_iter().filter(|(_, times)| *times > 0).map(|(row, _)| row).collect()
}

impl Survivors {
    pub(super) fn of(report: &Report) -> Self {
        // Few leads are merged: only those, and those that they went into, are looked at closer.
        let merged = net(report, |row| row.merged_into.is_some());
        let into: BTreeMap<Digest, (Digest, Whose)> =
            merged.into_iter().filter_map(|row| Some((row.whose.lead, (row.merged_into?, row.whose)))).collect();
        // A forged circle has an end too: the one who would close it went nowhere.
        let mut chains: Ends = into.iter().map(|(lead, (next, _))| (*lead, *next)).collect();
        let ends: BTreeMap<Digest, (Digest, Whose)> =
            into.iter().map(|(lead, (_, whose))| (*lead, (chains.find(*lead), *whose))).collect();
        let wanted: BTreeSet<Digest> = ends.values().map(|(end, _)| *end).collect();
        let found: BTreeMap<Digest, Whose> = if wanted.is_empty() {
            BTreeMap::new()
        } else {
            let rows = net(report, |row| wanted.contains(&row.whose.lead));
            rows.into_iter().map(|row| (row.whose.lead, row.whose)).collect()
        };
        let survivor = |(lead, (end, whose)): (Digest, (Digest, Whose))| {
            (lead, found.get(&end).copied().unwrap_or(Whose { lead: end, ..whose }))
        };
        Self(ends.into_iter().map(survivor).collect())
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
