//! Free text.

use alloc::sync::Arc;

use crate::values::digest::Digest;
use crate::values::fingerprint::Fingerprint;
use crate::values::text::check::check_text;
use crate::values::text::checked_text::checked_text;
use crate::values::text::held::{Held, Plain};
use crate::values::text::literal::Literal;

checked_text! {
    /// Free text: notes, evidence, memos. Always treated as personal: redaction removes it.
    ///
    /// 1 to 4,000 characters, not blank, no control characters but line feed and tab.
    Text: Plain, check_text, "a text"
}

impl Text {
    /// The text that redaction leaves behind.
    #[must_use]
    pub fn redacted() -> Self {
        Self(Arc::from("[redacted]"))
    }
}
