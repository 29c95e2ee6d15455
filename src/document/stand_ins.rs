//! What is read in place of a value that its type refuses, so that one bad value does not hide the other faults of a
//! document.
//!
//! A document with bad values is read and checked with the one stand-in of every kind and then with the other: what the
//! check says both times is not about the stand-ins.

use alloc::string::String;
use alloc::vec::Vec;
use core::cell::RefCell;

use crate::document::cursor::{Instead, Place};
use crate::document::kind::{Kind, Means, Which};
use crate::document::node::Node;
use crate::document::trouble::Trouble;
use crate::values::{Fault, Path};

/// A value that its type refuses.
#[derive(Debug)]
pub(super) struct Refused {
    /// What is said of it.
    pub(super) fault: Fault,
    /// For the key of an entry: where the check finds the entry, which then has another name.
    pub(super) found_at: Option<Path>,
    /// For a name that is no key: as what the check reads it.
    pub(super) read_as: Option<String>,
}

/// The stand-ins of one reading, and what they stood in for.
pub(super) struct StandIns<'k> {
    kinds: &'k [Kind],
    which: Which,
    refused: RefCell<Vec<Refused>>,
}

impl<'k> StandIns<'k> {
    pub(super) const fn new(kinds: &'k [Kind], which: Which) -> Self {
        Self { kinds, which, refused: RefCell::new(Vec::new()) }
    }

    /// Every value that was refused, in the order of the document.
    pub(super) fn into_refused(self) -> Vec<Refused> {
        self.refused.into_inner()
    }
}

impl Instead for StandIns<'_> {
    fn instead_of(&self, written: &Node, path: &Path, place: Place<'_>, expected: &str) -> Option<Node> {
        let kind = self.kinds.iter().find(|kind| kind.words() == expected)?;
        // A key out of a closed list of words is an unknown key, which is the shape.
        if matches!(kind.means(), Means::Word(..)) && place != Place::Value {
            return None;
        }
        let mut fault = kind.against(written)?.into_refusal(expected)?;
        fault.path = path.clone();
        let instead = kind.stand_in(self.which, written);
        let (found_at, read_as) = match (place, &instead) {
            (Place::KeyOf(table), Node::Text(name)) => (Some(table.key(name)), None),
            (Place::Value, Node::Text(name)) if *kind.means() == Means::Name => (None, Some(name.clone())),
            (Place::KeyOf(_) | Place::Value | Place::BareOf(_), _) => (None, None),
        };
        // Nothing that runs below holds the list: the borrow cannot fail.
        if let Ok(mut refused) = self.refused.try_borrow_mut() {
            refused.push(Refused { fault, found_at, read_as });
        }
        Some(instead)
    }

    fn note(&self, trouble: Trouble) {
        let fault = trouble.into_noted();
        if let Ok(mut refused) = self.refused.try_borrow_mut() {
            if refused.iter().all(|known| known.fault.path != fault.path) {
                refused.push(Refused { fault, found_at: None, read_as: None });
            }
        }
    }
}
