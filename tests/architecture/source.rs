//! A source file as the checks see it: its module path, and its code without comments, strings and unit tests.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// A source file.
#[derive(Debug, Clone)]
pub(crate) struct Source {
    /// Where it lies below `src`, with `/`.
    pub(crate) file: String,
    /// Its module: `["lead", "stage"]`; the root is empty.
    pub(crate) module: Vec<String>,
    /// The text as it was written.
    pub(crate) text: String,
    /// The code with its unit tests.
    tests: String,
    /// The code: comments and unit tests are gone, what stands in quotes is empty.
    pub(crate) code: String,
}

impl Source {
    pub(crate) fn new(file: &str, text: &str) -> Self {
        let mut module: Vec<String> =
            file.trim_end_matches(".rs").split('/').map(String::from).filter(|part| !part.is_empty()).collect();
        if module.last().is_some_and(|last| last == "mod" || last == "lib") {
            module.pop();
        }
        let tests = bare(text);
        Self { file: file.into(), module, text: text.into(), code: without_tests(&tests), tests }
    }
}

/// Every source file below a folder, by its module.
pub(crate) fn sources_of(folder: &Path) -> Sources {
    let mut found = Vec::new();
    read(folder, folder, &mut found);
    Sources::new(found)
}

fn read(root: &Path, folder: &Path, found: &mut Vec<Source>) {
    for entry in fs::read_dir(folder).expect("src can be listed") {
        let path = entry.expect("src can be listed").path();
        if path.is_dir() {
            read(root, &path, found);
        } else if path.extension().is_some_and(|end| end == "rs") {
            let below = path.strip_prefix(root).expect("a file of src").to_string_lossy().replace('\\', "/");
            let text = fs::read_to_string(&path).expect("a readable source file");
            found.push(Source::new(&below, &text));
        }
    }
}

/// Source files by module path.
#[derive(Debug)]
pub(crate) struct Sources {
    by_module: BTreeMap<Vec<String>, Source>,
}

impl Sources {
    pub(crate) fn new(sources: Vec<Source>) -> Self {
        let mut by_module: BTreeMap<Vec<String>, Source> =
            sources.into_iter().map(|source| (source.module.clone(), source)).collect();
        // Unit tests in files of their own may look where they like, as those beside the code.
        let tests: Vec<Vec<String>> = by_module.values().flat_map(test_modules).collect();
        by_module.retain(|module, _| !tests.iter().any(|test| module.starts_with(test)));
        Self { by_module }
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Source> {
        self.by_module.values()
    }

    pub(crate) fn at(&self, module: &[String]) -> Option<&Source> {
        self.by_module.get(module)
    }
}

/// The modules that a file declares for its tests alone.
fn test_modules(source: &Source) -> Vec<Vec<String>> {
    let after = |part: &str| part.trim_start().strip_prefix("mod ").map(|rest| rest.trim_start().to_string());
    let name = |rest: String| rest.split([';', ' ', '{']).next().map(String::from).filter(|_| !rest.is_empty());
    let below = |name: String| source.module.iter().cloned().chain([name]).collect();
    source.tests.split("#[cfg(test)]").skip(1).filter_map(after).filter_map(name).map(below).collect()
}

/// The code without comments, and with nothing between quotes.
fn bare(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let at = |place: usize| chars.get(place).copied().unwrap_or('\0');
    let mut out = String::new();
    let mut i = 0;
    while i < chars.len() {
        let c = at(i);
        if c == '/' && at(i + 1) == '/' {
            while i < chars.len() && at(i) != '\n' {
                i += 1;
            }
        } else if c == '/' && at(i + 1) == '*' {
            let mut depth = 0;
            loop {
                if at(i) == '/' && at(i + 1) == '*' {
                    depth += 1;
                    i += 2;
                } else if at(i) == '*' && at(i + 1) == '/' {
                    depth -= 1;
                    i += 2;
                } else {
                    i += 1;
                }
                if depth == 0 || i >= chars.len() {
                    break;
                }
            }
        } else if c == 'r' && is_raw(&chars, i) {
            let hashes = chars[i + 1..].iter().take_while(|c| **c == '#').count();
            i += hashes + 2;
            while i < chars.len() && !(at(i) == '"' && (1..=hashes).all(|k| at(i + k) == '#')) {
                i += 1;
            }
            i += hashes + 1;
            out.push_str("\"\"");
        } else if c == '"' {
            i += 1;
            while i < chars.len() && at(i) != '"' {
                i += if at(i) == '\\' { 2 } else { 1 };
            }
            i += 1;
            out.push_str("\"\"");
        } else if c == '\'' && (at(i + 1) == '\\' || at(i + 2) == '\'') {
            i += if at(i + 1) == '\\' { 3 } else { 2 };
            while i < chars.len() && at(i) != '\'' {
                i += 1;
            }
            i += 1;
            out.push_str("' '");
        } else {
            out.push(c);
            i += 1;
        }
    }
    out
}

fn is_raw(chars: &[char], i: usize) -> bool {
    let in_word = i > 0 && (chars[i - 1].is_alphanumeric() || chars[i - 1] == '_') && chars[i - 1] != 'b';
    let hashes = chars[i + 1..].iter().take_while(|c| **c == '#').count();
    !in_word && chars.get(i + 1 + hashes) == Some(&'"')
}

/// Unit tests may look where they like.
fn without_tests(code: &str) -> String {
    let mut out = String::new();
    let mut rest = code;
    while let Some(start) = rest.find("#[cfg(test)]") {
        out.push_str(&rest[..start]);
        let after = &rest[start + "#[cfg(test)]".len()..];
        let open = after.find('{').unwrap_or(after.len());
        let end = after.find(';').unwrap_or(after.len());
        rest = if end < open { &after[end + 1..] } else { &after[open + body_length(&after[open..])..] };
    }
    out.push_str(rest);
    out
}

/// How long the part in braces is that a text begins with.
pub(crate) fn body_length(text: &str) -> usize {
    let mut depth = 0_usize;
    for (place, c) in text.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return place + 1;
                }
            }
            _ => {}
        }
    }
    text.len()
}
