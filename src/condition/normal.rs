//! The one normalisation under which texts are compared.

use alloc::string::String;

/// The characters of a text as it is compared: outer space dropped, letters in lower case, full-width ASCII made plain,
/// half-width katakana made full-width, and each run of spaces made one.
///
/// `ＩＴ`, `IT` and ` it ` are the same text; so are `ﾃﾞｰﾀ` and `データ`.
fn normalised(text: &str) -> impl Iterator<Item = char> + '_ {
    Widened { rest: text.trim().chars() }
        .flat_map(char::to_lowercase)
        .scan(false, |spaced, c| {
            let is_space = c == ' ';
            let repeated = is_space && *spaced;
            *spaced = is_space;
            Some((!repeated).then_some(c))
        })
        .flatten()
}

/// The normalised text, kept.
pub(super) fn normal(text: &str) -> String {
    normalised(text).collect()
}

/// Whether a text equals one that is already normal.
pub(super) fn same(text: &str, normal: &str) -> bool {
    normalised(text).eq(normal.chars())
}

/// Whether a text begins with one that is already normal.
pub(super) fn begins(text: &str, normal: &str) -> bool {
    let mut chars = normalised(text);
    normal.chars().all(|c| chars.next() == Some(c))
}

/// Whether a text contains one that is already normal.
pub(super) fn contains(text: &str, part: &str) -> bool {
    normal(text).contains(part)
}

struct Widened<'a> {
    rest: core::str::Chars<'a>,
}

impl Iterator for Widened<'_> {
    type Item = char;

    fn next(&mut self) -> Option<char> {
        let c = self.rest.next()?;
        if c.is_ascii() {
            return Some(if c.is_ascii_whitespace() { ' ' } else { c });
        }
        let wide = widen(c);
        // A voiced sound is two half-width characters but one full-width one.
        let marked = match self.rest.clone().next() {
            Some('\u{ff9e}') => voiced(wide),
            Some('\u{ff9f}') => half_voiced(wide),
            _ => None,
        };
        if marked.is_some() && wide != c {
            self.rest.next();
            return marked;
        }
        Some(wide)
    }
}

/// Full-width ASCII → plain, half-width katakana → full-width, any space → space.
fn widen(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c).wrapping_sub(0xfee0)).unwrap_or(c),
        '\u{ff61}'..='\u{ff9f}' => {
            let place = u32::from(c).wrapping_sub(0xff61);
            usize::try_from(place).ok().and_then(|n| KATAKANA.chars().nth(n)).unwrap_or(c)
        }
        c if c.is_whitespace() => ' ',
        c => c,
    }
}

/// U+FF61 … U+FF9F in order.
const KATAKANA: &str = "。「」、・ヲァィゥェォャュョッーアイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン゛゜";

fn voiced(c: char) -> Option<char> {
    match c {
        'ウ' => Some('ヴ'),
        'カ' | 'キ' | 'ク' | 'ケ' | 'コ' | 'サ' | 'シ' | 'ス' | 'セ' | 'ソ' | 'タ' | 'チ' | 'ツ' | 'テ' | 'ト'
        | 'ハ' | 'ヒ' | 'フ' | 'ヘ' | 'ホ' => char::from_u32(u32::from(c).wrapping_add(1)),
        _ => None,
    }
}

fn half_voiced(c: char) -> Option<char> {
    match c {
        'ハ' | 'ヒ' | 'フ' | 'ヘ' | 'ホ' => char::from_u32(u32::from(c).wrapping_add(2)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{begins, contains, normal, same};

    #[test]
    fn width_case_and_space_do_not_matter() {
        assert_eq!(normal("ＩＴ"), "it");
        assert_eq!(normal("\u{3000} It  サービス "), "it サービス");
        assert_eq!(normal("ﾃﾞｰﾀ ﾍﾟｰｼﾞ ｳﾞ"), "データ ページ ヴ");
        assert_eq!(normal("ﾟ ﾞ"), "゜ ゛");
        assert!(same(" ＩＴ", "it"));
        assert!(!same("ITサービス", "it"));
        assert!(begins("ＩＴサービス", "it"));
        assert!(!begins("I", "it"));
        assert!(contains("B2BのＩＴ", "it"));
    }
}
