//! What a legal text is, and in which form it is kept.

use alloc::borrow::Cow;

use crate::values::limits;
use crate::values::text::invisible::is_invisible;
use crate::values::text::text_error::TextError;

fn check_length(text: &str, max: usize) -> Result<(), TextError> {
    // Byte length bounds the character count: long input is refused without being walked twice.
    if text.len() > max {
        let chars = text.chars().count();
        if chars > max {
            return Err(TextError::TooLong { chars, max });
        }
    }
    Ok(())
}

/// Plain ASCII, the usual text, needs no decoding.
fn is_plain(text: &str) -> bool {
    text.bytes().all(|b| (0x20..0x7f).contains(&b))
}

/// Whether nothing of a text can be seen.
fn is_blank(text: &str) -> bool {
    text.chars().all(|char| char.is_whitespace() || is_invisible(char))
}

/// Whether a text may be a key. It is kept as it is.
pub(super) fn check_key(text: &str) -> Result<Cow<'_, str>, TextError> {
    if text.trim().is_empty() {
        return Err(TextError::Empty);
    }
    check_length(text, limits::KEY_CHARS.max_len())?;
    if !is_plain(text) {
        for (index, char) in text.chars().enumerate() {
            let at = index.saturating_add(1);
            if char.is_control() {
                return Err(TextError::Control { char, at });
            }
            if is_invisible(char) {
                return Err(TextError::Invisible { char, at });
            }
        }
    }
    if text.trim().len() != text.len() {
        return Err(TextError::OuterSpace { text: text.chars().take(40).collect() });
    }
    Ok(Cow::Borrowed(text))
}

/// Whether a text may be free text, and the form in which it is kept: every line ends with a line feed alone.
pub(super) fn check_text(text: &str) -> Result<Cow<'_, str>, TextError> {
    if is_blank(text) {
        return Err(TextError::Empty);
    }
    let kept = if text.contains('\r') {
        Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n"))
    } else {
        Cow::Borrowed(text)
    };
    check_length(&kept, limits::TEXT_CHARS.max_len())?;
    if !is_plain(text) {
        // As it was given: whoever looks for the character counts there.
        let control = text.chars().enumerate().find(|(_, c)| c.is_control() && !matches!(c, '\n' | '\r' | '\t'));
        if let Some((index, char)) = control {
            return Err(TextError::Control { char, at: index.saturating_add(1) });
        }
    }
    Ok(kept)
}

#[cfg(test)]
mod tests {
    use crate::values::text::{LeadKey, Text, TextError};

    #[test]
    fn keys_that_look_alike_are_not_two() {
        for text in ["a\u{202e}b", "a\u{200b}b", "\u{feff}ab", "a\u{ad}b", "a\u{a0}b", "ab\u{e0001}", "a\u{3164}b"] {
            assert!(matches!(LeadKey::new(text), Err(TextError::Invisible { .. })), "{text:?}");
            assert!(Text::new(text).is_ok(), "free text may hold anything that people write");
        }
        assert!(LeadKey::new("株式会社 北浜").is_ok());
        assert!(LeadKey::new("株式会社\u{3000}北浜").is_ok());
    }
}
