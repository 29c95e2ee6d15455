//! Which units the store knows: by the key of the deal, or else as which row of its lead it was imported.

use std::collections::{BTreeMap, BTreeSet};

use lead_lifecycle::LeadKey;
use lead_lifecycle::values::{CommandId, Fingerprint};

use crate::import::unit::{Standing, Unit};
use crate::problem::Problem;
use crate::store::{Batch, Done};

/// Looks all units of a lead up.
pub(crate) fn look_up(batch: &Batch<'_>, mapping: &str, lead: &LeadKey, units: &mut [Unit<'_>]) -> Result<(), Problem> {
    let ids = Ids { mapping, lead };
    doubles(units);
    let mut slots = Slots::of(batch, ids, units)?;
    // What is known by its cells is known wherever it stands in the file.
    for unit in units.iter_mut().filter(|unit| unit.deal.is_none()) {
        if let (Standing::Unseen, Some(nth)) = (&unit.standing, slots.with(unit.print)) {
            unit.standing = Standing::Known { id: ids.of_row(nth)? };
        }
    }
    let mut place = 0;
    for unit in units.iter_mut() {
        if let Some(deal) = &unit.deal {
            if matches!(unit.standing, Standing::Unseen) {
                let id = ids.of_deal(deal)?;
                unit.standing = of_done(batch, id, None, unit.print)?;
            }
            continue;
        }
        place = 1_u64.saturating_add(place);
        if matches!(unit.standing, Standing::Unseen) {
            let own = unit.rows.first().and_then(|row| row.nth);
            let nth = own.unwrap_or_else(|| slots.place(place));
            slots.taken.insert(nth);
            unit.standing = of_done(batch, ids.of_row(nth)?, Some(nth), unit.print)?;
        }
    }
    Ok(())
}

/// Rows that stand in the file twice, and deals that stand in it twice with other cells.
fn doubles(units: &mut [Unit<'_>]) {
    let mut wholes = BTreeSet::new();
    let mut deals: BTreeMap<String, u64> = BTreeMap::new();
    for unit in units {
        if !wholes.insert(unit.whole.to_string()) {
            unit.standing = Standing::Twice;
            continue;
        }
        let line = unit.line();
        if let Some(deal) = &unit.deal {
            if let Some(first) = deals.get(deal) {
                let what = format!("deal `{deal}` stands in line {first} too, with other cells");
                unit.standing = Standing::Changed { what };
            } else {
                deals.insert(deal.clone(), line);
            }
        }
    }
}

fn of_done(batch: &Batch<'_>, id: CommandId, nth: Option<u64>, print: Fingerprint) -> Result<Standing, Problem> {
    Ok(match batch.done(&id)? {
        None => Standing::New { id, nth },
        // It is asked again: it may have been mended, or what it waited for.
        Some(done) if done.refused => Standing::New { id, nth },
        Some(Done { print: Some(known), .. }) if known != print.to_string() => {
            let since = batch.recorded(&id)?.map_or_else(String::new, |at| format!(" on {at}"));
            Standing::Changed { what: format!("it has changed since it was imported{since}: an import is done once") }
        }
        Some(_) => Standing::Known { id },
    })
}

/// The ids of a lead's units.
#[derive(Clone, Copy)]
struct Ids<'i> {
    mapping: &'i str,
    lead: &'i LeadKey,
}

impl Ids<'_> {
    fn of_deal(self, deal: &str) -> Result<CommandId, Problem> {
        self.of(&format!("{}\u{1f}{deal}", self.lead))
    }

    /// Rows without the key of a deal are told apart by their number.
    fn of_row(self, nth: u64) -> Result<CommandId, Problem> {
        let lead = self.lead;
        if nth == 1 { self.of(lead.as_str()) } else { self.of(&format!("{lead}\u{1f}#{nth}")) }
    }

    fn of(self, text: &str) -> Result<CommandId, Problem> {
        Ok(CommandId::new(&format!("backfill:{}:{}", self.mapping, Fingerprint::of(text)))?)
    }
}

/// Which rows of a lead were imported before.
struct Slots {
    /// Their prints, until a row of the file is found to be it.
    known: BTreeMap<u64, Option<String>>,
    taken: BTreeSet<u64>,
}

impl Slots {
    fn of(batch: &Batch<'_>, ids: Ids<'_>, units: &[Unit<'_>]) -> Result<Self, Problem> {
        let mut slots = Self { known: BTreeMap::new(), taken: BTreeSet::new() };
        if units.iter().all(|unit| unit.deal.is_some()) {
            return Ok(slots);
        }
        let most = units.iter().flat_map(|unit| unit.rows.iter().filter_map(|row| row.nth)).max().unwrap_or(1);
        for nth in 1_u64.. {
            match batch.done(&ids.of_row(nth)?)? {
                Some(done) if !done.refused => {
                    slots.known.insert(nth, done.print);
                }
                Some(_) => {}
                None if nth < most => {}
                None => break,
            }
        }
        Ok(slots)
    }

    /// A row that was imported with the same cells.
    fn with(&mut self, print: Fingerprint) -> Option<u64> {
        let print = print.to_string();
        let is_it = |(nth, known): (&u64, &Option<String>)| {
            (known.as_ref() == Some(&print) && !self.taken.contains(nth)).then_some(*nth)
        };
        let nth = self.known.iter().find_map(is_it)?;
        self.taken.insert(nth);
        Some(nth)
    }

    /// The number of a row that stands at a place among those of its lead: another one if that is of another row.
    fn place(&self, place: u64) -> u64 {
        if !self.taken.contains(&place) {
            return place;
        }
        let last = self.taken.iter().chain(self.known.keys()).max();
        last.map_or(place, |last| last.saturating_add(1))
    }
}
