//! A bar as a tree: copied, compared, dropped, shown and written however deep it was built.

use alloc::vec::Vec;
use core::fmt;
use serde::{Serialize, Serializer};

use crate::qualification::bar::Bar;
use crate::values::nesting;
use crate::values::tree::{Tree, is_too_deep, tree_drop, tree_traits};

impl Tree for Bar {
    fn parts(&self) -> &[Self] {
        match self {
            Self::AllOf(parts) | Self::AnyOf(parts) | Self::AtLeast { of: parts, .. } => parts,
            Self::Confirmed(_) | Self::Known(_) | Self::Within { .. } => &[],
        }
    }

    fn take_parts(&mut self) -> Vec<Self> {
        match self {
            Self::AllOf(parts) | Self::AnyOf(parts) | Self::AtLeast { of: parts, .. } => core::mem::take(parts),
            Self::Confirmed(_) | Self::Known(_) | Self::Within { .. } => Vec::new(),
        }
    }

    fn with_parts(&self, parts: Vec<Self>) -> Self {
        match self {
            Self::Confirmed(name) => Self::Confirmed(name.clone()),
            Self::Known(name) => Self::Known(name.clone()),
            Self::Within { criterion, months } => Self::Within { criterion: criterion.clone(), months: *months },
            Self::AllOf(_) => Self::AllOf(parts),
            Self::AnyOf(_) => Self::AnyOf(parts),
            Self::AtLeast { count, .. } => Self::AtLeast { count: *count, of: parts },
        }
    }

    fn same_but_parts(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Confirmed(one), Self::Confirmed(other)) | (Self::Known(one), Self::Known(other)) => one == other,
            (Self::Within { criterion, months }, Self::Within { criterion: name, months: count }) => {
                criterion == name && months == count
            }
            (Self::AllOf(_), Self::AllOf(_)) | (Self::AnyOf(_), Self::AnyOf(_)) => true,
            (Self::AtLeast { count: one, .. }, Self::AtLeast { count: other, .. }) => one == other,
            (
                Self::Confirmed(_)
                | Self::Known(_)
                | Self::Within { .. }
                | Self::AllOf(_)
                | Self::AnyOf(_)
                | Self::AtLeast { .. },
                _,
            ) => false,
        }
    }
}

tree_traits!(Bar);
tree_drop!(Bar);

impl fmt::Debug for Bar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if is_too_deep(self) {
            return f.write_str("Bar(..)");
        }
        match self {
            Self::Confirmed(name) => f.debug_tuple("Confirmed").field(name).finish(),
            Self::Known(name) => f.debug_tuple("Known").field(name).finish(),
            Self::Within { criterion, months } => {
                f.debug_struct("Within").field("criterion", criterion).field("months", months).finish()
            }
            Self::AllOf(parts) => f.debug_tuple("AllOf").field(parts).finish(),
            Self::AnyOf(parts) => f.debug_tuple("AnyOf").field(parts).finish(),
            Self::AtLeast { count, of } => f.debug_struct("AtLeast").field("count", count).field("of", of).finish(),
        }
    }
}

impl Serialize for Bar {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        nesting::writable(self)?;
        Self::serialize(self, serializer)
    }
}
