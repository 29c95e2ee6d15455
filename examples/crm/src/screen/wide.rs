//! How wide a text is in a terminal, where Japanese takes two columns a character, and where it is broken.

use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

/// Columns of a text of one line.
pub(super) fn width(text: &str) -> usize {
    text.width()
}

/// The same text without characters that a terminal obeys instead of showing them: names and notes come from outside.
pub(super) fn shown(text: &str) -> String {
    let show = |letter: char| match letter {
        '\n' => '\n',
        '\t' => ' ',
        letter if letter.is_control() || is_of_direction(letter) => '\u{fffd}',
        letter => letter,
    };
    text.chars().map(show).collect()
}

/// Whether a character turns the direction of what follows.
const fn is_of_direction(letter: char) -> bool {
    matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Lines of at most so many columns: broken between words, or within one that is longer.
pub(super) fn wrapped(text: &str, most: usize) -> Vec<String> {
    let most = most.max(2);
    let mut lines = Vec::new();
    for line in text.split('\n') {
        wrap(line, most, &mut lines);
    }
    lines
}

fn wrap(line: &str, most: usize, lines: &mut Vec<String>) {
    if width(line) <= most {
        lines.push(line.trim_end().to_owned());
        return;
    }
    let mut current = String::new();
    for word in words(line, most) {
        let gap = usize::from(!current.is_empty());
        if width(&current).saturating_add(gap).saturating_add(width(word)) <= most {
            current.push_str(if gap > 0 { " " } else { "" });
            current.push_str(word);
            continue;
        }
        if !current.is_empty() {
            lines.push(std::mem::take(&mut current));
        }
        current = broken(word, most, lines);
    }
    lines.push(current);
}

/// The words of a line. An amount stays with its currency, `JPY 408,000`, where there is room for both.
fn words(line: &str, most: usize) -> Vec<&str> {
    let mut words = Vec::new();
    let (mut begin, mut rest) = (0_usize, line);
    while let Some((word, after)) = rest.split_once(' ') {
        let end = line.len().saturating_sub(after.len()).saturating_sub(1);
        let next = after.split(' ').next().unwrap_or_default();
        let fits = width(word).saturating_add(1).saturating_add(width(next)) <= most;
        if !(fits && is_currency(word) && next.starts_with(|c: char| c.is_ascii_digit() || c == '-')) {
            words.extend(line.get(begin..end));
            begin = end.saturating_add(1);
        }
        rest = after;
    }
    words.extend(line.get(begin..));
    words
}

/// Whether a word is the code of a currency, perhaps behind a bracket.
fn is_currency(word: &str) -> bool {
    let code = word.trim_start_matches('(');
    code.len() == 3 && code.chars().all(|letter| letter.is_ascii_uppercase())
}

/// Writes full lines of a word, and returns what is left of it. A character that has no width stays with the one before.
fn broken(word: &str, most: usize, lines: &mut Vec<String>) -> String {
    let mut current = String::new();
    let mut used = 0_usize;
    for letter in word.chars() {
        let wide = letter.width().unwrap_or(0);
        if used.saturating_add(wide) > most {
            lines.push(std::mem::take(&mut current));
            used = 0;
        }
        current.push(letter);
        used = used.saturating_add(wide);
    }
    current
}

#[cfg(test)]
mod tests {
    use super::{shown, width, wrapped};

    #[test]
    fn japanese_is_two_columns_wide_and_broken_between_characters() {
        assert_eq!(width("株式会社"), 8);
        assert_eq!(wrapped("勤怠集計に毎月三日かかる", 9), ["勤怠集計", "に毎月三", "日かかる"]);
        // A mark that stands on a letter stays with it.
        assert_eq!(wrapped("aaaae\u{301}b", 5), ["aaaae\u{301}", "b"]);
    }

    #[test]
    fn words_stay_whole_where_they_can() {
        assert_eq!(wrapped("one two three", 8), ["one two", "three"]);
        assert_eq!(wrapped("a\nbb cc", 3), ["a", "bb", "cc"]);
        assert_eq!(wrapped("abcdefgh ij", 4), ["abcd", "efgh", "ij"]);
        assert_eq!(wrapped("", 4), [""]);
        assert_eq!(wrapped("worth (JPY 408,000) now", 10), ["worth (JPY", "408,000)", "now"]);
        assert_eq!(wrapped("worth (JPY 408,000) now", 14), ["worth", "(JPY 408,000)", "now"]);
        assert_eq!(wrapped("MQL 7 x", 4), ["MQL", "7 x"]);
    }

    #[test]
    fn what_a_terminal_obeys_is_not_handed_on() {
        assert_eq!(shown("a\u{1b}[31mb\rc\u{7}\td\u{202e}"), "a\u{fffd}[31mb\u{fffd}c\u{fffd} d\u{fffd}");
    }
}
