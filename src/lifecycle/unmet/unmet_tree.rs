//! An unmet condition as a tree: copied, compared and shown however deep a host builds one.
//!
//! This crate makes and reads none deeper than one level: a proposal holds no proposal. It has no `Drop` of its own, because
//! hosts take unmet conditions apart by value, which Rust then forbids.

use alloc::vec::Vec;
use core::fmt;

use crate::lifecycle::unmet::unmet::Unmet;
use crate::values::tree::{Tree, is_too_deep, tree_traits};

macro_rules! groups {
    ($($group:ident),*) => {
        impl Tree for Unmet {
            fn parts(&self) -> &[Self] {
                match self {
                    Self::Proposed(unmet) => unmet,
                    $(Self::$group(_))|* => &[],
                }
            }

            fn take_parts(&mut self) -> Vec<Self> {
                match self {
                    Self::Proposed(unmet) => core::mem::take(unmet),
                    $(Self::$group(_))|* => Vec::new(),
                }
            }

            fn with_parts(&self, parts: Vec<Self>) -> Self {
                match self {
                    Self::Proposed(_) => Self::Proposed(parts),
                    $(Self::$group(unmet) => Self::$group(unmet.clone()),)*
                }
            }

            fn same_but_parts(&self, other: &Self) -> bool {
                match (self, other) {
                    (Self::Proposed(_), Self::Proposed(_)) => true,
                    $((Self::$group(one), Self::$group(other)) => one == other,)*
                    (Self::Proposed(_) | $(Self::$group(_))|*, _) => false,
                }
            }
        }

        impl fmt::Debug for Unmet {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                match self {
                    _ if is_too_deep(self) => f.write_str("Unmet(..)"),
                    Self::Proposed(unmet) => f.debug_tuple("Proposed").field(unmet).finish(),
                    $(Self::$group(unmet) => f.debug_tuple(stringify!($group)).field(unmet).finish(),)*
                }
            }
        }
    };
}

groups!(
    Lead,
    Policy,
    Time,
    Access,
    Intake,
    Qualification,
    Contact,
    Handoff,
    Deal,
    Contract,
    Proposal,
    Correction,
    Merge,
    Reason,
    Backfill,
    Misfit
);

tree_traits!(Unmet);

impl Unmet {
    /// Whether it is deeper than any that this crate makes or reads: then nobody can be told of all of it.
    #[must_use]
    pub fn is_too_deep(&self) -> bool {
        is_too_deep(self)
    }
}
