//! The named zones of a policy, resolved.

use alloc::borrow::Cow;
use alloc::collections::BTreeMap;

use crate::calendar::zone::Zone;
use crate::calendar::zone_choice::ZoneChoice;
use crate::calendar::zone_table::ZoneTable;
use crate::values::{Counted, Declared, FaultCode, Faults, Got, Path, ZoneName, limits};

/// The tables of named zones that a policy holds. Names without one are looked up in the database of the feature `tz`, if
/// it is on; what is found belongs to the policy from then on.
#[derive(Debug)]
pub struct Zones<'p> {
    held: &'p BTreeMap<ZoneName, ZoneTable>,
    found: BTreeMap<ZoneName, ZoneTable>,
}

impl<'p> Zones<'p> {
    /// With the tables that a policy holds, written at a path.
    pub fn new(held: &'p BTreeMap<ZoneName, ZoneTable>, at: &Path, faults: &mut Faults) -> Self {
        if !limits::ZONES.admits_len(held.len()) {
            let got = Got::Count { count: held.len(), of: Counted::Entries };
            faults.add(FaultCode::OutOfRange, at, limits::ZONES, got);
        }
        Self { held, found: BTreeMap::new() }
    }

    /// The zone that a choice means. One without a table is a fault at the path of the choice.
    pub fn resolve(&mut self, choice: &ZoneChoice, at: &Path, faults: &mut Faults) -> Option<Zone> {
        let name = match choice {
            ZoneChoice::Offset(offset) => return Some(Zone::from(*offset)),
            ZoneChoice::Named(name) => name,
        };
        let table = self.held.get(name).or_else(|| self.found.get(name)).map(Cow::Borrowed);
        let Some(table) = table.or_else(|| looked_up(name).map(Cow::Owned)) else {
            faults.unknown(at, Declared::Zone, name.as_str(), self.held.keys().map(ZoneName::as_str));
            return None;
        };
        let table = table.into_owned();
        if !self.held.contains_key(name) {
            self.found.insert(name.clone(), table.clone());
        }
        Some(Zone::named(name.clone(), table))
    }

    /// What was looked up.
    #[must_use]
    pub fn into_found(self) -> BTreeMap<ZoneName, ZoneTable> {
        self.found
    }
}

#[cfg(feature = "tz")]
fn looked_up(name: &ZoneName) -> Option<ZoneTable> {
    ZoneTable::of(name)
}

#[cfg(not(feature = "tz"))]
fn looked_up(_name: &ZoneName) -> Option<ZoneTable> {
    None
}
