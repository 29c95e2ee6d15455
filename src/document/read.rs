//! Reading a document: one report of everything that is wrong with it.

use alloc::collections::BTreeSet;
use alloc::string::{String, ToString as _};
use alloc::vec::Vec;
use serde::Deserializer;
use serde::de::DeserializeOwned;

use crate::document::cursor::decode;
use crate::document::kind::{BLANK, Kind, Which};
use crate::document::node::Node;
use crate::document::stand_ins::{Refused, StandIns};
use crate::values::{Fault, FaultCode, Faults, Got, Path, Shape};

/// Reads a value from any self-describing format.
///
/// `kinds` are the types of value that may stand in it, `check` says what is wrong with a value of the right shape. It
/// is asked only where a type refused something; a value whose parts are all legal is read unchecked.
///
/// # Errors
/// - The first thing of the wrong shape, alone, with the code [`FaultCode::Structure`].
/// - Or every value that a type refuses, in the order of the document, and after them what the check says of the rest.
///   What it would only say because of a refused value is left out.
pub(crate) fn read<'de, T: DeserializeOwned, D: Deserializer<'de>>(
    document: D,
    kinds: &[Kind],
    check: fn(T) -> Vec<Fault>,
) -> Result<T, Faults> {
    let tree = Node::deserialize(document).map_err(|error| {
        let got = Got::Reader(error.to_string());
        alone(Fault::new(FaultCode::Structure, &Path::root(), Shape::Document, got))
    })?;
    let (value, refused) = attempt(&tree, kinds, Which::First)?;
    if refused.is_empty() {
        return Ok(value);
    }
    let other = attempt(&tree, kinds, Which::Second).map_or_else(|_faults| Vec::new(), |(other, _)| check(other));
    Err(report(refused, check(value), &other))
}

fn alone(fault: Fault) -> Faults {
    let mut faults = Faults::new();
    faults.push(fault);
    faults
}

fn attempt<T: DeserializeOwned>(tree: &Node, kinds: &[Kind], which: Which) -> Result<(T, Vec<Refused>), Faults> {
    let stand_ins = StandIns::new(kinds, which);
    let value = decode(tree, Some(&stand_ins)).map_err(|trouble| alone(trouble.into_structure()))?;
    Ok((value, stand_ins.into_refused()))
}

/// Every value that was refused, and what the check says of the rest: with the first stand-ins and with the second
/// alike.
fn report(refused: Vec<Refused>, first: Vec<Fault>, second: &[Fault]) -> Faults {
    let told = |fault: &Fault| (fault.code, fault.path.clone(), fault.got.clone());
    let both: BTreeSet<_> = second.iter().map(told).collect();
    let mut faults = Faults::new();
    let mut known = Known::default();
    for entry in refused {
        faults.push(known.note(entry));
    }
    for fault in first {
        // Nobody wrote that name.
        let about_a_blank = fault.got.named() == Some(BLANK);
        if about_a_blank || !both.contains(&told(&fault)) {
            continue;
        }
        let fault = known.as_written(fault);
        if !known.tells(&fault) {
            faults.push(fault);
        }
    }
    faults
}

/// What the refused values already tell.
#[derive(Default)]
struct Known {
    places: BTreeSet<Path>,
    /// Names that are no keys: where each stands, and as what the check read it.
    names: Vec<(Path, String)>,
    /// Keys: where the check found the entry, and where it is written.
    moved: Vec<(Path, Path)>,
}

impl Known {
    fn note(&mut self, refused: Refused) -> Fault {
        let Refused { fault, found_at, read_as } = refused;
        self.places.insert(fault.path.clone());
        self.names.extend(read_as.map(|read_as| (fault.path.clone(), read_as)));
        self.moved.extend(found_at.map(|found_at| (found_at, fault.path.clone())));
        fault
    }

    /// The fault at the place where people wrote what it is about.
    fn as_written(&self, mut fault: Fault) -> Fault {
        // From the outside in, as the keys stand in the document.
        for (found_at, written) in &self.moved {
            if let Some(path) = fault.path.moved(found_at, written) {
                fault.path = path;
            }
        }
        fault
    }

    /// Whether a fault of the check is only about a value that was refused.
    fn tells(&self, fault: &Fault) -> bool {
        // Of a list of names the check may say which is unknown, at the list. Nobody wrote that one either.
        let of_a_name =
            |(place, read_as): &(Path, String)| fault.got.named() == Some(read_as) && place.lies_in(&fault.path);
        self.places.contains(&fault.path) || self.names.iter().any(of_a_name)
    }
}
