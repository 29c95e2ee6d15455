//! What is said of a document that nests deeper than it may, by types that count their levels in the type.

use serde::de::{Error, Unexpected};

use crate::values::limits;
use crate::values::tree::{Tree, is_too_deep};

/// What there is below the deepest level. A reader that knows these words knows which bound is meant.
pub(crate) const DEEPER_NESTING: &str = "deeper nesting";

/// The refusal to read a level below the deepest.
pub(crate) fn too_deep<E: Error>() -> E {
    let levels = limits::NESTING;
    let expected = alloc::format!("{} to {} levels of nesting", levels.min, levels.max);
    E::invalid_value(Unexpected::Other(DEEPER_NESTING), &expected.as_str())
}

/// Refuses to write a tree that nobody could read again.
pub(crate) fn writable<T: Tree, E: serde::ser::Error>(root: &T) -> Result<(), E> {
    if is_too_deep(root) {
        let most = limits::NESTING.max;
        return Err(E::custom(format_args!("nested deeper than {most} levels: it could not be read again")));
    }
    Ok(())
}
