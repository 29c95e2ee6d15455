//! How checked texts are held in memory.

use alloc::sync::Arc;

use crate::values::digest::Digest;
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

/// A text that is told apart by its digest so often that it carries it.
#[derive(Clone)]
pub(super) struct Digested {
    text: Arc<str>,
    digest: Digest,
}

/// How a checked text is held.
pub(super) trait Held: Sized {
    fn hold(text: &str) -> Self;
    fn text(&self) -> &str;

    fn fingerprint(&self) -> Fingerprint {
        Fingerprint::of(self.text())
    }

    fn digest(&self) -> Digest {
        Digest::of(self.text())
    }
}

impl Held for Plain {
    fn hold(text: &str) -> Self {
        Self::from(text)
    }

    fn text(&self) -> &str {
        self
    }
}

impl Held for PresetName {
    fn hold(text: &str) -> Self {
        Self::of(text)
    }

    fn text(&self) -> &str {
        self.as_str()
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

impl Held for Digested {
    fn hold(text: &str) -> Self {
        Self { digest: Digest::of(text), text: text.into() }
    }

    fn text(&self) -> &str {
        &self.text
    }

    fn digest(&self) -> Digest {
        self.digest
    }
}

macro_rules! by_text {
    ($held:ty) => {
        impl Eq for $held {}

        impl PartialOrd for $held {
            fn partial_cmp(&self, other: &Self) -> Option<core::cmp::Ordering> {
                Some(self.cmp(other))
            }
        }

        impl Ord for $held {
            fn cmp(&self, other: &Self) -> core::cmp::Ordering {
                self.text.cmp(&other.text)
            }
        }

        impl core::hash::Hash for $held {
            fn hash<H: core::hash::Hasher>(&self, state: &mut H) {
                self.text.hash(state);
            }
        }
    };
}

by_text!(Printed);
by_text!(Digested);

// The fingerprint follows from the text: only the text is compared. What differs there mostly differs in the
// fingerprint already.

impl PartialEq for Printed {
    fn eq(&self, other: &Self) -> bool {
        self.print == other.print && (Arc::ptr_eq(&self.text, &other.text) || self.text == other.text)
    }
}

impl PartialEq for Digested {
    fn eq(&self, other: &Self) -> bool {
        self.digest == other.digest && (Arc::ptr_eq(&self.text, &other.text) || self.text == other.text)
    }
}
