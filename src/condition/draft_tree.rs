//! A condition as a tree: copied, compared, dropped, shown and written however deep it was built.

use alloc::boxed::Box;
use alloc::vec::Vec;
use core::fmt;
use serde::{Serialize, Serializer};

use crate::condition::draft::ConditionDraft;
use crate::values::nesting;
use crate::values::tree::{Tree, is_too_deep, tree_drop, tree_traits};

/// What each test is called, and what it holds: copied, compared and shown alike.
macro_rules! tests {
    ($($test:ident),*) => {
        impl Tree for ConditionDraft {
            fn parts(&self) -> &[Self] {
                match self {
                    Self::All(parts) | Self::Any(parts) => parts,
                    Self::Not(part) => core::slice::from_ref(part),
                    $(Self::$test(_))|* => &[],
                }
            }

            fn take_parts(&mut self) -> Vec<Self> {
                match self {
                    Self::All(parts) | Self::Any(parts) => core::mem::take(parts),
                    // Mostly nothing is below what is below: then nothing is taken out of its box.
                    Self::Not(part) if part.parts().is_empty() => Vec::new(),
                    Self::Not(part) => alloc::vec![core::mem::replace(&mut **part, Self::All(Vec::new()))],
                    $(Self::$test(_))|* => Vec::new(),
                }
            }

            fn with_parts(&self, mut parts: Vec<Self>) -> Self {
                match self {
                    Self::All(_) => Self::All(parts),
                    Self::Any(_) => Self::Any(parts),
                    Self::Not(_) => Self::Not(Box::new(parts.pop().unwrap_or_else(|| Self::All(Vec::new())))),
                    $(Self::$test(test) => Self::$test(test.clone()),)*
                }
            }

            fn same_but_parts(&self, other: &Self) -> bool {
                match (self, other) {
                    (Self::All(_), Self::All(_)) | (Self::Any(_), Self::Any(_)) | (Self::Not(_), Self::Not(_)) => true,
                    $((Self::$test(one), Self::$test(other)) => one == other,)*
                    (Self::All(_) | Self::Any(_) | Self::Not(_) | $(Self::$test(_))|*, _) => false,
                }
            }
        }

        impl fmt::Debug for ConditionDraft {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                if is_too_deep(self) {
                    return f.write_str("ConditionDraft(..)");
                }
                match self {
                    Self::All(parts) => f.debug_tuple("All").field(parts).finish(),
                    Self::Any(parts) => f.debug_tuple("Any").field(parts).finish(),
                    Self::Not(part) => f.debug_tuple("Not").field(part).finish(),
                    $(Self::$test(test) => f.debug_tuple(stringify!($test)).field(test).finish(),)*
                }
            }
        }
    };
}

tests!(Present, Equals, OneOf, Contains, Prefix, AtLeast, Below, Range, Before, After);

tree_traits!(ConditionDraft);
tree_drop!(ConditionDraft);

impl Serialize for ConditionDraft {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        nesting::writable(self)?;
        Self::serialize(self, serializer)
    }
}
