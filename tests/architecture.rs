//! The floors, as a test: rooms import downwards only, and nothing goes round them.
#![expect(clippy::expect_used, reason = "a test stops where its own files cannot be read")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Which room may import which. Whoever adds a room writes it down here.
const ALLOWED: &[(&str, &[&str])] = &[
    ("values", &[]),
    ("condition", &["values"]),
    ("scoring", &["condition", "values"]),
    ("qualification", &["values"]),
    ("handoff", &["values"]),
    ("deal", &["values"]),
    ("recycle", &["values"]),
    ("access", &["values"]),
    ("planning", &["values"]),
    ("policy", &["access", "deal", "handoff", "qualification", "recycle", "scoring", "values"]),
    ("lead", &["deal", "handoff", "qualification", "recycle", "scoring", "values"]),
    ("lifecycle", &["access", "deal", "handoff", "lead", "policy", "qualification", "recycle", "scoring", "values"]),
    ("testing", &["lead", "lifecycle", "policy", "values"]),
];

fn source() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

fn files_below(folder: &Path, found: &mut Vec<PathBuf>) {
    let entries = fs::read_dir(folder).expect("src can be listed");
    for entry in entries {
        let path = entry.expect("src can be listed").path();
        if path.is_dir() {
            files_below(&path, found);
        } else if path.extension().is_some_and(|end| end == "rs") {
            found.push(path);
        }
    }
    found.sort();
}

fn room_of(path: &Path) -> Option<String> {
    let below = path.strip_prefix(source()).expect("a file of src");
    let first = below.components().next().expect("a name").as_os_str().to_string_lossy().into_owned();
    match first.strip_suffix(".rs") {
        Some("lib") => None,
        Some(room) => Some(room.to_string()),
        None => Some(first),
    }
}

/// The code without comments and doc examples: those speak of the whole crate.
fn code(path: &Path) -> String {
    let text = fs::read_to_string(path).expect("a readable source file");
    text.lines().map(|line| line.split("//").next().unwrap_or_default()).collect::<Vec<_>>().join("\n")
}

/// Every word that follows `crate::`.
fn imports(code: &str) -> BTreeSet<String> {
    let word = |rest: &str| rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
    let mut parts = code.split("crate::");
    let mut before = parts.next().unwrap_or_default();
    let mut words = BTreeSet::new();
    for rest in parts {
        // `$crate::` is a macro speaking of the crate that defines it.
        if !before.ends_with('$') {
            words.insert(word(rest));
        }
        before = rest;
    }
    words
}

#[test]
fn rooms_import_downwards_only() {
    let allowed: BTreeMap<&str, &[&str]> = ALLOWED.iter().copied().collect();
    let mut files = Vec::new();
    files_below(&source(), &mut files);
    assert!(files.len() > 20, "the sources were found");
    let mut wrong = Vec::new();
    for path in &files {
        let Some(room) = room_of(path) else { continue };
        let Some(below) = allowed.get(room.as_str()) else {
            wrong.push(format!("{}: room `{room}` is not on the list", path.display()));
            continue;
        };
        for import in imports(&code(path)) {
            if import != room && !below.contains(&import.as_str()) {
                wrong.push(format!("{}: `{room}` may not import `crate::{import}`", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_list_itself_has_no_circle() {
    let mut above: BTreeSet<&str> = BTreeSet::new();
    for (room, below) in ALLOWED {
        for import in *below {
            assert!(above.contains(import), "`{room}` imports `{import}`, which stands above it");
        }
        above.insert(room);
    }
}

#[test]
fn no_super_across_rooms() {
    let mut files = Vec::new();
    files_below(&source(), &mut files);
    for path in &files {
        let depth = path.strip_prefix(source()).expect("a file of src").components().count();
        let text = code(path);
        assert!(!text.contains("super::super::super"), "{}: too far up", path.display());
        // A file directly in a room's folder leaves the room with two steps, the room's own `mod.rs` with one.
        let is_root = path.file_name().is_some_and(|name| name == "mod.rs") && depth == 2;
        let climbs = if is_root { "super::" } else { "super::super::" };
        let outside_tests = text.split("#[cfg(test)]").next().unwrap_or_default();
        if depth <= 2 {
            assert!(!outside_tests.contains(climbs), "{}: `{climbs}` leaves the room", path.display());
        }
    }
}

#[test]
fn the_library_speaks_to_nobody() {
    let mut files = Vec::new();
    files_below(&source(), &mut files);
    for path in &files {
        let text = code(path);
        for word in [
            "std::fs",
            "std::net",
            "std::thread",
            "std::env",
            "SystemTime",
            "Utc::now",
            "Local::now",
            "println!",
            "static mut",
            "thread_local!",
        ] {
            assert!(!text.contains(word), "{}: `{word}` has no place in a pure crate", path.display());
        }
    }
}

#[test]
fn rooms_stay_small() {
    let mut files = Vec::new();
    files_below(&source(), &mut files);
    let long: Vec<String> = files
        .iter()
        .map(|path| (path, code(path).lines().filter(|line| !line.trim().is_empty()).count()))
        .filter(|(_, lines)| *lines > 400)
        .map(|(path, lines)| format!("{}: {lines} lines of code", path.display()))
        .collect();
    assert!(long.is_empty(), "a file of more than 400 lines of code becomes a folder: {}", long.join(", "));
}
