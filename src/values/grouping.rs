//! Digits in threes, as people read large numbers.

use alloc::borrow::Cow;
use alloc::string::String;

/// A number with a comma before every three digits of its whole part.
pub(crate) fn grouped(number: &str) -> String {
    let (whole, rest) = number.find('.').map_or((number, ""), |point| number.split_at(point));
    let digits = whole.trim_start_matches('-').len();
    let mut text = String::new();
    for (index, char) in whole.char_indices() {
        let left = whole.len().saturating_sub(index);
        if left % 3 == 0 && left < digits {
            text.push(',');
        }
        text.push(char);
    }
    text.push_str(rest);
    text
}

/// The number without its commas; none if one does not stand before three digits of the whole part.
pub(crate) fn ungrouped(number: &str) -> Option<Cow<'_, str>> {
    if !number.contains(',') {
        return Some(Cow::Borrowed(number));
    }
    let plain = number.replace(',', "");
    (grouped(&plain) == number).then_some(Cow::Owned(plain))
}

#[cfg(test)]
mod tests {
    use crate::values::grouping::{grouped, ungrouped};

    #[test]
    fn thousands_are_set_apart_and_read_back() {
        let numbers = ["0", "12", "123", "1234", "-123", "-1234567.5", "1000000"];
        let texts = ["0", "12", "123", "1,234", "-123", "-1,234,567.5", "1,000,000"];
        assert_eq!(numbers.map(grouped), texts);
        for (number, text) in numbers.into_iter().zip(texts) {
            assert_eq!(ungrouped(text).as_deref(), Some(number));
            assert_eq!(ungrouped(number).as_deref(), Some(number));
        }
        for wrong in ["1,23", "12,34", ",123", "1,,234", "1234,567", "-,123", "1,234.5,6", "1,234,", "0.1,234"] {
            assert_eq!(ungrouped(wrong), None, "{wrong}");
        }
    }
}
