//! Which file imports which: by path, through re-exports, and through methods that stand apart from their type.

use std::collections::{BTreeMap, BTreeSet};

use crate::source::{Source, Sources, body_length};

/// An import of a file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Import {
    /// The file imported.
    pub(crate) file: String,
    /// By what: a path, or a method.
    pub(crate) by: String,
}

pub(crate) type Graph = BTreeMap<String, BTreeSet<Import>>;

/// Every import of every file.
pub(crate) fn graph(sources: &Sources) -> Graph {
    let exports: BTreeMap<&[String], Vec<Exported>> =
        sources.iter().map(|source| (source.module.as_slice(), exports(source))).collect();
    let mut graph = Graph::new();
    for source in sources.iter() {
        let found = graph.entry(source.file.clone()).or_default();
        for path in paths(source, sources) {
            let file = resolve(&path, sources, &exports, 0);
            if file != source.file && file != "lib.rs" {
                found.insert(Import { file, by: path.join("::") });
            }
        }
    }
    for (user, import) in through_methods(sources) {
        graph.entry(user).or_default().insert(import);
    }
    graph
}

/// A name that a module hands on: the name, and the path that it stands for.
type Exported = (String, Vec<String>);

fn exports(source: &Source) -> Vec<Exported> {
    uses(&source.code)
        .into_iter()
        .filter(|(public, _)| *public)
        .flat_map(|(_, tree)| expand(&tree))
        .map(|(path, name)| (name, absolute(source, &path)))
        .collect()
}

/// The paths that a file depends on. What its door hands on is no dependency of the door.
fn paths(source: &Source, sources: &Sources) -> BTreeSet<Vec<String>> {
    let mut found = BTreeSet::new();
    for (public, tree) in uses(&source.code) {
        if public {
            continue;
        }
        for (path, _) in expand(&tree) {
            let child = path.first().is_some_and(|first| {
                let mut module = source.module.clone();
                module.push(first.clone());
                sources.at(&module).is_some()
            });
            if path.first().is_some_and(|first| first == "crate" || first == "self" || first == "super") || child {
                found.insert(absolute(source, &path));
            }
        }
    }
    for path in inline_paths(&source.code) {
        found.insert(absolute(source, &path));
    }
    found
}

/// The `use` items: whether they hand on, and their tree.
fn uses(code: &str) -> Vec<(bool, String)> {
    let mut found = Vec::new();
    for statement in code.split(';') {
        let Some(start) = word_at(statement, "use ") else { continue };
        let before = statement[..start].rsplit(['}', '{', ']']).next().unwrap_or_default();
        let before = before.trim();
        if before.is_empty() || before.starts_with("pub") {
            found.push((before.starts_with("pub"), statement[start + 4..].trim().to_string()));
        }
    }
    found
}

/// Where a word begins that no other letters precede; the last such place.
fn word_at(text: &str, word: &str) -> Option<usize> {
    text.rmatch_indices(word)
        .map(|(place, _)| place)
        .find(|place| !text[..*place].ends_with(|c: char| c.is_alphanumeric() || c == '_'))
}

/// The paths of a `use` tree, each with the name it gets.
fn expand(tree: &str) -> Vec<(Vec<String>, String)> {
    let tree = tree.trim();
    if let Some(open) = tree.find('{') {
        let head: Vec<String> = segments(tree[..open].trim().trim_end_matches("::"));
        let inner = &tree[open + 1..open + body_length(&tree[open..]).saturating_sub(1)];
        let mut found = Vec::new();
        for part in top_level_commas(inner) {
            for (path, name) in expand(&part) {
                let mut whole = head.clone();
                if path.first().is_some_and(|first| first == "self") {
                    found.push((whole.clone(), whole.last().cloned().unwrap_or_default()));
                } else {
                    whole.extend(path);
                    found.push((whole, name));
                }
            }
        }
        return found;
    }
    let (path, alias) = match tree.split_once(" as ") {
        Some((path, alias)) => (segments(path), Some(alias.trim().to_string())),
        None => (segments(tree), None),
    };
    let name = alias.unwrap_or_else(|| path.last().cloned().unwrap_or_default());
    if path.is_empty() { Vec::new() } else { vec![(path, name)] }
}

fn top_level_commas(text: &str) -> Vec<String> {
    let (mut depth, mut parts, mut part) = (0, Vec::new(), String::new());
    for c in text.chars() {
        depth += i32::from(c == '{') - i32::from(c == '}');
        if c == ',' && depth == 0 {
            parts.push(std::mem::take(&mut part));
        } else {
            part.push(c);
        }
    }
    parts.push(part);
    parts.into_iter().filter(|part| !part.trim().is_empty()).collect()
}

fn segments(path: &str) -> Vec<String> {
    path.split("::").map(|part| part.trim().to_string()).filter(|part| !part.is_empty()).collect()
}

/// Paths that stand in the code itself. `$crate` speaks of the crate that a macro is used in: it is ours.
fn inline_paths(code: &str) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    for start in ["crate::", "super::"] {
        for (place, _) in code.match_indices(start) {
            let before = &code[..place];
            // `pub(in crate::lead)` says who may look, it looks at nothing.
            if before.ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':') || before.ends_with("pub(in ") {
                continue;
            }
            let rest = &code[place..];
            let end = rest.find(|c: char| !(c.is_alphanumeric() || c == '_' || c == ':')).unwrap_or(rest.len());
            let path = segments(&rest[..end]);
            // A tree in braces is a `use`, which was read as such.
            if path.len() > 1 && !rest[..end].ends_with("::") {
                found.push(path);
            }
        }
    }
    found
}

fn absolute(source: &Source, path: &[String]) -> Vec<String> {
    let mut module = source.module.clone();
    let mut rest = path;
    match rest.first().map(String::as_str) {
        Some("crate") => {
            module.clear();
            rest = &rest[1..];
        }
        Some("self") => rest = &rest[1..],
        _ => {}
    }
    while rest.first().is_some_and(|first| first == "super") {
        module.pop();
        rest = &rest[1..];
    }
    module.extend(rest.iter().cloned());
    module
}

/// The file in which what a path names is defined.
fn resolve(path: &[String], sources: &Sources, exports: &BTreeMap<&[String], Vec<Exported>>, depth: usize) -> String {
    let known = (0..=path.len()).rev().find(|length| sources.at(&path[..*length]).is_some()).unwrap_or(0);
    let (module, rest) = path.split_at(known);
    let here = sources.at(module).map_or_else(|| "lib.rs".to_string(), |source| source.file.clone());
    let (Some(name), true) = (rest.first(), depth < 16) else { return here };
    let handed = exports.get(module).and_then(|names| names.iter().find(|(known, _)| known == name));
    match handed {
        Some((_, target)) if target.as_slice() != path => {
            let mut target = target.clone();
            target.extend(rest[1..].iter().cloned());
            resolve(&target, sources, exports, depth + 1)
        }
        _ => here,
    }
}

/// A method that stands in another file than its type is imported by nobody, and used all the same.
fn through_methods(sources: &Sources) -> Vec<(String, Import)> {
    let mut homes: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    let mut definitions: BTreeMap<String, usize> = BTreeMap::new();
    for source in sources.iter() {
        for kind in ["struct ", "enum ", "union "] {
            for name in names_after(&source.code, kind) {
                homes.entry(name).or_default().push(&source.file);
            }
        }
        for name in names_after(&source.code, "fn ") {
            *definitions.entry(name).or_default() += 1;
        }
    }
    let mut found = Vec::new();
    for source in sources.iter() {
        for (of, methods) in inherent_impls(&source.code) {
            let home = homes.get(&of).map(Vec::as_slice).unwrap_or_default();
            if home.is_empty() || home.contains(&source.file.as_str()) {
                continue;
            }
            for method in methods {
                let only = definitions.get(&method) == Some(&1);
                for user in sources.iter().filter(|user| user.file != source.file) {
                    if calls(&user.code, &of, &method) && (only || mentions(&user.code, &of)) {
                        let by = format!("{of}::{method}");
                        found.push((user.file.clone(), Import { file: source.file.clone(), by }));
                    }
                }
            }
        }
    }
    found
}

fn names_after(code: &str, word: &str) -> Vec<String> {
    code.match_indices(word)
        .filter(|(place, _)| !code[..*place].ends_with(|c: char| c.is_alphanumeric() || c == '_'))
        .map(|(place, _)| first_word(&code[place + word.len()..]))
        .filter(|name| !name.is_empty())
        .collect()
}

fn first_word(text: &str) -> String {
    text.trim_start().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
}

/// The types that a file adds methods to, and the methods.
fn inherent_impls(code: &str) -> Vec<(String, Vec<String>)> {
    let mut found = Vec::new();
    for (place, _) in code.match_indices("impl") {
        let starts = code[..place].trim_end().is_empty() || code[..place].trim_end().ends_with(['}', ';', ']']);
        if !starts || !code[place + 4..].starts_with([' ', '<']) {
            continue;
        }
        let Some(open) = code[place..].find('{') else { continue };
        let head = code[place + 4..place + open].split(" where ").next().unwrap_or_default();
        let head = after_generics(head.trim_start());
        if head.contains(" for ") {
            continue;
        }
        let name = head.split('<').next().unwrap_or_default().rsplit("::").next().map(first_word).unwrap_or_default();
        let body = &code[place + open..place + open + body_length(&code[place + open..])];
        found.push((name, open_methods(body)));
    }
    found
}

/// The methods that another file can call.
fn open_methods(body: &str) -> Vec<String> {
    let open =
        |place: usize| body[..place].rsplit(['{', '}', ';']).next().is_some_and(|before| mentions(before, "pub"));
    body.match_indices("fn ")
        .filter(|(place, _)| open(*place))
        .map(|(place, _)| first_word(&body[place + 3..]))
        .collect()
}

fn after_generics(head: &str) -> &str {
    if !head.starts_with('<') {
        return head;
    }
    let mut depth = 0;
    for (place, c) in head.char_indices() {
        depth += i32::from(c == '<') - i32::from(c == '>' && !head[..place].ends_with('-'));
        if depth == 0 {
            return &head[place + 1..];
        }
    }
    head
}

/// Whether a method is called on a value, or named by its type.
fn calls(code: &str, of: &str, method: &str) -> bool {
    let letter = |c: char| c.is_alphanumeric() || c == '_';
    let on_a_value = format!(".{method}");
    let on_a_value = code.match_indices(&on_a_value).any(|(place, _)| {
        let after = &code[place + on_a_value.len()..];
        after.starts_with('(') || after.starts_with("::<")
    });
    let by_type = [of, "Self"].iter().any(|of| {
        let needle = format!("{of}::{method}");
        code.match_indices(&needle)
            .any(|(place, _)| !code[place + needle.len()..].starts_with(letter) && !code[..place].ends_with(letter))
    });
    on_a_value || by_type
}

fn mentions(code: &str, name: &str) -> bool {
    code.match_indices(name).any(|(place, _)| {
        let letter = |c: char| c.is_alphanumeric() || c == '_';
        !code[..place].ends_with(letter) && !code[place + name.len()..].starts_with(letter)
    })
}

/// The groups of files that import each other, directly or in a round.
pub(crate) fn circles(graph: &Graph) -> Vec<Vec<String>> {
    let reach: BTreeMap<&str, BTreeSet<&str>> = graph.keys().map(|file| (file.as_str(), from(graph, file))).collect();
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    let mut found = Vec::new();
    for (file, reached) in &reach {
        if seen.contains(file) || !reached.contains(file) {
            continue;
        }
        let group: Vec<&str> =
            reached.iter().copied().filter(|other| reach.get(other).is_some_and(|back| back.contains(file))).collect();
        seen.extend(group.iter().copied());
        found.push(group.into_iter().map(String::from).collect());
    }
    found
}

fn from<'g>(graph: &'g Graph, start: &str) -> BTreeSet<&'g str> {
    let mut found: BTreeSet<&str> = BTreeSet::new();
    let mut open: Vec<&str> = graph.get(start).into_iter().flatten().map(|import| import.file.as_str()).collect();
    while let Some(file) = open.pop() {
        if found.insert(file) {
            open.extend(graph.get(file).into_iter().flatten().map(|import| import.file.as_str()));
        }
    }
    found
}
