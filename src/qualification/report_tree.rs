//! A report on a bar as a tree: copied, compared, dropped, shown and written however deep it was built.

use alloc::vec::Vec;
use core::fmt;
use serde::{Serialize, Serializer};

use crate::qualification::report::{BarReport, Group};
use crate::values::nesting;
use crate::values::tree::{Tree, is_too_deep, tree_drop, tree_traits};

impl Tree for BarReport {
    fn parts(&self) -> &[Self] {
        match self {
            Self::Leaf(_) => &[],
            Self::Group(group) => &group.parts,
        }
    }

    fn take_parts(&mut self) -> Vec<Self> {
        match self {
            Self::Leaf(_) => Vec::new(),
            Self::Group(group) => core::mem::take(&mut group.parts),
        }
    }

    fn with_parts(&self, parts: Vec<Self>) -> Self {
        match self {
            Self::Leaf(leaf) => Self::Leaf(leaf.clone()),
            Self::Group(Group { needed, met, .. }) => Self::Group(Group { needed: *needed, met: *met, parts }),
        }
    }

    fn same_but_parts(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Leaf(one), Self::Leaf(other)) => one == other,
            (Self::Group(one), Self::Group(other)) => one.needed == other.needed && one.met == other.met,
            (Self::Leaf(_) | Self::Group(_), _) => false,
        }
    }
}

tree_traits!(BarReport);
tree_drop!(BarReport);

impl BarReport {
    /// Whether it is deeper than any bar that passes a check: then nobody can be told of all of it.
    #[must_use]
    pub fn is_too_deep(&self) -> bool {
        is_too_deep(self)
    }
}

impl fmt::Debug for BarReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            _ if is_too_deep(self) => f.write_str("BarReport(..)"),
            Self::Leaf(leaf) => f.debug_tuple("Leaf").field(leaf).finish(),
            Self::Group(group) => f.debug_tuple("Group").field(group).finish(),
        }
    }
}

impl Serialize for BarReport {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        nesting::writable(self)?;
        Self::serialize(self, serializer)
    }
}
