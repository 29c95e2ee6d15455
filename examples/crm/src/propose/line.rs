//! Words and lines of TOML.

/// A text in quotes.
pub(super) fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

/// A list of texts.
#[expect(single_use_lifetimes, reason = "`impl Trait` cannot elide the lifetime")]
pub(super) fn list<'w>(words: impl IntoIterator<Item = &'w str>) -> String {
    let words: Vec<String> = words.into_iter().map(quoted).collect();
    format!("[{}]", words.join(", "))
}

/// The cell of a column.
pub(super) fn cell(column: &str) -> String {
    format!("{{ column = {} }}", quoted(column))
}

/// A few words with how often they stand there, for a comment on one line.
pub(super) fn counted(words: &[(&str, usize)], most: usize) -> String {
    let shown: Vec<String> =
        words.iter().take(most).map(|(word, count)| format!("{} {count}", one_line(word))).collect();
    let more = words.len().saturating_sub(most);
    let more = if more > 0 { format!(" · {more} more words") } else { String::new() };
    format!("{}{more}", shown.join(" · "))
}

/// A text without anything that would end a comment, and not long.
pub(super) fn one_line(text: &str) -> String {
    text.chars().map(|sign| if sign.is_control() { ' ' } else { sign }).take(60).collect()
}
