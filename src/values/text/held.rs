//! How checked texts are held in memory.

use alloc::sync::Arc;

use crate::values::fingerprint::Fingerprint;
use crate::values::text::preset_name::PresetName;

/// A text.
pub(super) type Plain = Arc<str>;

/// A text that is looked up by its fingerprint so often that it carries it.
#[derive(Clone)]
pub(super) struct Printed {
    text: Arc<str>,
    print: Fingerprint,
}

/// How a checked text is held.
pub(super) trait Held: Sized {
    fn hold(text: &str) -> Self;
    fn text(&self) -> &str;
    fn fingerprint(&self) -> Fingerprint;
}

impl Held for Plain {
    fn hold(text: &str) -> Self {
        Self::from(text)
    }

    fn text(&self) -> &str {
        self
    }

    fn fingerprint(&self) -> Fingerprint {
        Fingerprint::of(self)
    }
}

impl Held for PresetName {
    fn hold(text: &str) -> Self {
        Self::of(text)
    }

    fn text(&self) -> &str {
        self.as_str()
    }

    fn fingerprint(&self) -> Fingerprint {
        Fingerprint::of(self.as_str())
    }
}

impl Held for Printed {
    fn hold(text: &str) -> Self {
        Self { print: Fingerprint::of(text), text: text.into() }
    }

    fn text(&self) -> &str {
        &self.text
    }

    fn fingerprint(&self) -> Fingerprint {
        self.print
    }
}

// The fingerprint follows from the text: only the text is compared. What differs there mostly differs in the
// fingerprint already.

impl PartialEq for Printed {
    fn eq(&self, other: &Self) -> bool {
        self.print == other.print && (Arc::ptr_eq(&self.text, &other.text) || self.text == other.text)
    }
}

impl Eq for Printed {}

impl PartialOrd for Printed {
    fn partial_cmp(&self, other: &Self) -> Option<core::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Printed {
    fn cmp(&self, other: &Self) -> core::cmp::Ordering {
        self.text.cmp(&other.text)
    }
}

impl core::hash::Hash for Printed {
    fn hash<H: core::hash::Hasher>(&self, state: &mut H) {
        self.text.hash(state);
    }
}
