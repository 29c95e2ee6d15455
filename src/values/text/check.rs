//! What a legal text is.

use crate::values::limits;
use crate::values::text::text_error::TextError;

fn check_chars(text: &str, max: usize, lines: bool) -> Result<(), TextError> {
    // Byte length bounds the character count: long input is refused without being walked twice.
    if text.len() > max {
        let chars = text.chars().count();
        if chars > max {
            return Err(TextError::TooLong { chars, max });
        }
    }
    // Plain ASCII, the usual key, needs no decoding.
    if text.bytes().all(|b| (0x20..0x7f).contains(&b)) {
        return Ok(());
    }
    for (index, char) in text.chars().enumerate() {
        let allowed = lines && matches!(char, '\n' | '\t');
        if (char.is_control() && !allowed) || (!lines && is_invisible(char)) {
            return Err(TextError::Control { char, at: index.saturating_add(1) });
        }
    }
    Ok(())
}

/// Characters that take no room or turn the direction of writing: with them two different keys would look alike.
const fn is_invisible(char: char) -> bool {
    matches!(char, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// Whether a text may be a key.
pub(super) fn check_key(text: &str) -> Result<(), TextError> {
    if text.trim().is_empty() {
        return Err(TextError::Empty);
    }
    check_chars(text, limits::KEY_CHARS.max_len(), false)?;
    if text.trim().len() != text.len() {
        return Err(TextError::OuterSpace { text: text.chars().take(40).collect() });
    }
    Ok(())
}

/// Whether a text may be free text.
pub(super) fn check_text(text: &str) -> Result<(), TextError> {
    if text.trim().is_empty() {
        return Err(TextError::Empty);
    }
    check_chars(text, limits::TEXT_CHARS.max_len(), true)
}

#[cfg(test)]
mod tests {
    use crate::values::text::{LeadKey, Text, TextError};

    #[test]
    fn keys_that_look_alike_are_not_two() {
        for text in ["a\u{202e}b", "a\u{200b}b", "\u{feff}ab"] {
            assert!(matches!(LeadKey::new(text), Err(TextError::Control { .. })), "{text:?}");
            assert!(Text::new(text).is_ok(), "free text may hold anything that people write");
        }
        assert!(LeadKey::new("株式会社 北浜").is_ok());
    }
}
