//! The sentences of a file: what stands between quotes and is read by a person; and the documents that it speaks of.

use std::path::Path;

/// The literals of a file that read like a sentence, each with its line. Attributes (`#[error("…")]`, `reason = "…"`) and unit
/// tests are left out: the first are read by programmers, the second by nobody.
pub(crate) fn sentences(text: &str) -> Vec<(usize, String)> {
    literals(text).into_iter().filter(|(_, literal)| is_sentence(literal)).collect()
}

/// Three words at least, two of them of small letters only.
fn is_sentence(literal: &str) -> bool {
    let words: Vec<&str> = literal.split_whitespace().collect();
    let small = |word: &&str| {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        !bare.is_empty() && bare.chars().all(|c| c.is_ascii_lowercase() || c == '-')
    };
    words.len() >= 3 && words.iter().filter(|word| small(word)).count() >= 2
}

fn literals(text: &str) -> Vec<(usize, String)> {
    let text = text.split("#[cfg(test)]\nmod ").next().unwrap_or_default();
    let chars: Vec<char> = text.chars().collect();
    let at = |place: usize| chars.get(place).copied().unwrap_or('\0');
    let (mut found, mut line, mut i) = (Vec::new(), 1, 0);
    // How many brackets of an attribute are open.
    let mut attribute = 0_usize;
    while i < chars.len() {
        let c = at(i);
        if c == '/' && at(i + 1) == '/' {
            while i < chars.len() && at(i) != '\n' {
                i += 1;
            }
            continue;
        }
        if c == '#' && (at(i + 1) == '[' || (at(i + 1) == '!' && at(i + 2) == '[')) && attribute == 0 {
            attribute = 1;
            i += if at(i + 1) == '[' { 2 } else { 3 };
            continue;
        }
        match c {
            '[' if attribute > 0 => attribute += 1,
            ']' if attribute > 0 => attribute -= 1,
            '\n' => line += 1,
            '\'' if at(i + 1) == '\\' => i += 2,
            '\'' if at(i + 2) == '\'' => i += 2,
            '"' => {
                let (start, mut literal) = (line, String::new());
                i += 1;
                while i < chars.len() && at(i) != '"' {
                    if at(i) == '\\' {
                        i += 1;
                    } else {
                        literal.push(at(i));
                    }
                    line += usize::from(at(i) == '\n');
                    i += 1;
                }
                if attribute == 0 {
                    found.push((start, literal));
                }
            }
            _ => {}
        }
        i += 1;
    }
    found
}

/// Documents that a text speaks of and that are not in the repository: `NAME.md`, or a name in capitals with a section.
pub(crate) fn lost_references(text: &str, here: &Path) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let words: Vec<&str> = line.split_whitespace().collect();
        for (place, word) in words.iter().enumerate() {
            let word = word.rsplit(['"', '(']).find(|part| part.contains(char::is_alphanumeric)).unwrap_or_default();
            let word = word.trim_matches(|c: char| !c.is_alphanumeric() && c != '_');
            let is_document = Path::new(word).extension().is_some_and(|end| end == "md");
            if is_document && !here.join(word).exists() {
                found.push((number + 1, word.to_string()));
            }
            let capitals = word.len() > 4 && word.chars().all(|c| c.is_ascii_uppercase());
            let section = words.get(place + 1).filter(|next| next.starts_with('§'));
            if let (true, Some(section)) = (capitals, section) {
                let section = section.trim_matches(|c: char| c != '§' && !c.is_alphanumeric());
                found.push((number + 1, format!("{word} {section}")));
            }
            if section.is_none()
                && ["DOMAIN", "DESIGN", "PITFALLS", "ENGINEERING"].contains(&word.trim_end_matches("'s"))
            {
                found.push((number + 1, word.to_string()));
            }
        }
    }
    found
}
