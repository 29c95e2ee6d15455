//! Trees of values that a host can build as deep as it likes: what is done with one, without a step of the stack for each
//! level.
//!
//! What is read is bounded by its type, what is checked by [`limits::NESTING`]. A tree built by hand is neither until it is
//! checked, and dropping, copying, comparing or showing it must not end the program before.

use alloc::vec::Vec;

use crate::values::limits;

/// A value that may hold more of its kind.
pub(crate) trait Tree: Sized {
    /// The parts.
    fn parts(&self) -> &[Self];

    /// Takes the parts out, for good.
    fn take_parts(&mut self) -> Vec<Self>;

    /// The same without its parts, with others in their place: as many as it has.
    fn with_parts(&self, parts: Vec<Self>) -> Self;

    /// Whether two are the same but for their parts.
    fn same_but_parts(&self, other: &Self) -> bool;
}

/// Whether a tree is deeper than anything that is read, or that passes a check.
pub(crate) fn is_too_deep<T: Tree>(root: &T) -> bool {
    let mut level: Vec<&T> = root.parts().iter().collect();
    let mut depth = 0_u32;
    while !level.is_empty() {
        depth = depth.saturating_add(1);
        if !limits::NESTING.admits(depth) {
            return true;
        }
        level = level.into_iter().flat_map(Tree::parts).collect();
    }
    false
}

/// Drops what is below, level by level. To be called by `drop`.
pub(crate) fn drop_below<T: Tree>(root: &mut T) {
    let mut open = root.take_parts();
    while let Some(mut part) = open.pop() {
        open.append(&mut part.take_parts());
    }
}

/// Whether two trees are the same.
pub(crate) fn same<T: Tree>(one: &T, other: &T) -> bool {
    let mut open = alloc::vec![(one, other)];
    while let Some((one, other)) = open.pop() {
        if !one.same_but_parts(other) || one.parts().len() != other.parts().len() {
            return false;
        }
        open.extend(one.parts().iter().zip(other.parts()));
    }
    true
}

/// A copy of a tree.
pub(crate) fn copy<T: Tree>(root: &T) -> T {
    // Each node on the way down, with the copies of its parts so far.
    let mut way: Vec<(&T, Vec<T>)> = Vec::new();
    let mut node = root;
    let mut copies = Vec::with_capacity(root.parts().len());
    loop {
        if let Some(part) = node.parts().get(copies.len()) {
            way.push((node, copies));
            node = part;
            copies = Vec::with_capacity(part.parts().len());
        } else {
            let whole = node.with_parts(copies);
            let Some((above, mut done)) = way.pop() else { return whole };
            done.push(whole);
            (node, copies) = (above, done);
        }
    }
}

/// `Clone`, `PartialEq` and `Eq` of a tree.
macro_rules! tree_traits {
    ($type:ty) => {
        impl Clone for $type {
            fn clone(&self) -> Self {
                $crate::values::tree::copy(self)
            }
        }

        impl PartialEq for $type {
            fn eq(&self, other: &Self) -> bool {
                $crate::values::tree::same(self, other)
            }
        }

        impl Eq for $type {}
    };
}

/// `Drop` of a tree, besides.
macro_rules! tree_drop {
    ($type:ty) => {
        impl Drop for $type {
            fn drop(&mut self) {
                $crate::values::tree::drop_below(self);
            }
        }
    };
}

pub(crate) use {tree_drop, tree_traits};
