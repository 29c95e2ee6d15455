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
    /// 1 to 4,000 characters, not blank, no control characters but line breaks and tabs. Kept in one form: a carriage
    /// return with or without a line feed, as a form of a browser sends it, is one line feed; tabs, and space at the
    /// ends of lines, stay as they are. Characters are counted in that form.
    ///
    /// ```
    /// use lead_lifecycle::values::Text;
    /// let note = Text::new("called twice\r\nno answer\r\tcall again")?;
    /// assert_eq!(note.as_str(), "called twice\nno answer\n\tcall again");
    /// let error = Text::new("page one\u{c}page two").unwrap_err();
    /// assert_eq!(error.to_string(), "control character U+000C at character 9: remove it");
    /// # Ok::<(), lead_lifecycle::values::TextError>(())
    /// ```
    Text: Plain, check_text, "a text"
}

impl Text {
    /// The text that redaction leaves behind.
    #[must_use]
    pub fn redacted() -> Self {
        Self(Arc::from("[redacted]"))
    }
}
