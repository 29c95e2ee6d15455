//! The house, as a test: rooms import downwards only, files of a room one way only, and doors close.
//!
//! `rooms` holds the list of rooms; whoever adds a room, or opens a door to the whole crate, writes it down there.
#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::arithmetic_side_effects,
    reason = "a test stops where its own files cannot be read"
)]

mod imports;
mod rooms;
mod source;
mod words;

use std::collections::BTreeSet;
use std::path::Path;

use crate::imports::{circles, graph};
use crate::rooms::{AT_ROOT, OPEN_DOORS, OPEN_ROOMS, ROOMS, SENTENCES, outermost, room_of};
use crate::source::{Source, Sources, sources_of};
use crate::words::{lost_references, sentences};

fn sources() -> Sources {
    let found = sources_of(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"));
    assert!(found.iter().count() > 20, "the sources were found");
    found
}

fn none(wrong: &[String]) {
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Imports between rooms that the list does not allow, and files in rooms that it does not know.
fn climbs(sources: &Sources) -> Vec<String> {
    let rooms = |file: &str| room_of(&file.trim_end_matches(".rs").split('/').collect::<Vec<_>>());
    let mut wrong = Vec::new();
    for (file, imports) in graph(sources) {
        if file == "lib.rs" {
            continue;
        }
        let Some(room) = rooms(&file) else {
            wrong.push(format!("{file}: a room that is not on the list"));
            continue;
        };
        for import in imports {
            let Some(other) = rooms(&import.file) else {
                wrong.push(format!("{file}: imports `{}`, which no room holds", import.by));
                continue;
            };
            // Seen from another house, a room has one door: its outermost.
            let apart = outermost(other) != outermost(room);
            let other = if apart { outermost(other) } else { other.name };
            if other != room.name && !room.below.contains(&other) {
                wrong.push(format!("{file}: `{}` may not import `{other}` (`{}`)", room.name, import.by));
            }
        }
    }
    wrong
}

/// Circles between files, each with the imports that make it.
fn rounds(sources: &Sources) -> Vec<String> {
    let graph = graph(sources);
    let mut wrong = Vec::new();
    for circle in circles(&graph) {
        wrong.push(format!("a circle of {} files:", circle.len()));
        for file in &circle {
            for import in graph.get(file).into_iter().flatten().filter(|import| circle.contains(&import.file)) {
                wrong.push(format!("    {file} imports {} (`{}`)", import.file, import.by));
            }
        }
    }
    wrong
}

/// Names that a file opens to the whole crate.
fn open_doors(source: &Source) -> Vec<String> {
    let mut found = Vec::new();
    let mut code = source.code.as_str();
    while let Some(place) = code.find("pub(crate)") {
        code = &code[place + "pub(crate)".len()..];
        let mut words =
            code.split_whitespace().map(|word| word.trim_matches(|c: char| !c.is_alphanumeric() && c != '_'));
        // What a door hands on is not more open than it was.
        if words.clone().next() == Some("use") {
            continue;
        }
        let keywords = ["const", "fn", "struct", "enum", "type", "trait", "mod", "use", "static", "unsafe", "async"];
        let name = words.find(|word| !keywords.contains(word)).unwrap_or_default();
        let name = name.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default();
        found.push(name.to_string());
    }
    found
}

#[test]
fn rooms_import_downwards_only() {
    none(&climbs(&sources()));
}

#[test]
fn files_import_one_way_only() {
    none(&rounds(&sources()));
}

#[test]
fn doors_close() {
    let sources = sources();
    let mut wrong = Vec::new();
    let mut used = BTreeSet::new();
    for source in sources.iter().filter(|source| !source.file.starts_with("values/")) {
        for name in open_doors(source) {
            let listed = OPEN_DOORS.iter().any(|door| door.file == source.file && door.names.contains(&name.as_str()));
            if !listed {
                wrong.push(format!("{}: `{name}` is open to the whole crate and not on the list", source.file));
            }
            used.insert((source.file.clone(), name));
        }
    }
    for door in OPEN_DOORS {
        assert!(door.reason.len() > 30, "{}: a door needs a reason", door.file);
        for name in door.names {
            if !used.contains(&(door.file.to_string(), (*name).to_string())) {
                wrong.push(format!("{}: `{name}` is on the list of open doors, and closed", door.file));
            }
        }
    }
    assert!(OPEN_DOORS.len() <= 11, "a handful of doors stays open, not a list of them");
    none(&wrong);
}

#[test]
fn the_list_itself_has_no_circle() {
    let mut above: BTreeSet<&str> = BTreeSet::new();
    for room in ROOMS {
        for import in room.below {
            assert!(above.contains(import), "`{}` imports `{import}`, which stands above it", room.name);
        }
        above.insert(room.name);
    }
}

#[test]
fn paths_are_written_in_full() {
    let mut wrong = Vec::new();
    for source in sources().iter() {
        let climbs = source.code.match_indices("super::").count() > 0;
        if climbs {
            wrong.push(format!("{}: `super::` hides which room is meant", source.file));
        }
        if source.code.contains("::*") && source.file != "lib.rs" {
            wrong.push(format!("{}: `::*` hides what is imported", source.file));
        }
    }
    none(&wrong);
}

#[test]
fn the_root_is_small() {
    let house = sources();
    let root = house.at(&[]).expect("lib.rs");
    let (names, rooms) = at_root(&root.code);
    assert_eq!(names, AT_ROOT, "what stands at the root is on the list");
    assert_eq!(rooms, OPEN_ROOMS, "the rooms that a host enters are on the list");
    assert!(names.len() <= 30, "about 25 names stand at the root");
}

/// The names that a root hands on, and the rooms that it opens.
fn at_root(code: &str) -> (Vec<&str>, Vec<&str>) {
    let (mut names, mut rooms) = (Vec::new(), Vec::new());
    for statement in code.split(';') {
        let statement = statement.rsplit(']').next().unwrap_or_default().trim();
        if let Some(room) = statement.strip_prefix("pub mod ") {
            rooms.push(room);
        }
        if let Some(tree) = statement.strip_prefix("pub use ") {
            let of_room = |part: &'static str| move |c: char| part.contains(c);
            let handed = tree.split_once("::").map_or(tree, |(_, names)| names);
            names.extend(handed.split(of_room("{}, \n")).filter(|name| !name.is_empty()));
        }
    }
    // Other crates are handed on as a whole, in a module of their own.
    names.sort_unstable();
    rooms.sort_unstable();
    (names, rooms)
}

#[test]
fn sentences_stand_in_one_room() {
    let mut wrong = Vec::new();
    let mut used = BTreeSet::new();
    for source in sources().iter().filter(|source| !source.file.starts_with("wording/")) {
        let found = sentences(&source.text);
        let listed = |(_, files): &&(&str, &[&str])| files.contains(&source.file.as_str());
        if SENTENCES.iter().any(|list| listed(&list)) {
            used.extend(found.first().map(|_| source.file.clone()));
            continue;
        }
        wrong.extend(found.into_iter().map(|(line, text)| format!("{}:{line}: {text:?}", source.file)));
    }
    for file in SENTENCES.iter().flat_map(|(_, files)| files.iter()) {
        if !used.contains(*file) {
            wrong.push(format!("{file}: on the list of files with sentences, and has none"));
        }
    }
    none(&wrong);
}

#[test]
fn documents_that_are_spoken_of_are_here() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut wrong = Vec::new();
    let sources = sources();
    let texts = sources.iter().map(|source| (format!("src/{}", source.file), source.text.clone()));
    let others = ["README.md", "CHANGELOG.md", "examples/data/README.md"];
    let read = |file: &str| std::fs::read_to_string(here.join(file)).expect("a readable document");
    for (file, text) in texts.chain(others.map(|file| (file.to_string(), read(file)))) {
        for (line, document) in lost_references(&text, here) {
            wrong.push(format!("{file}:{line}: speaks of `{document}`, which is not in the repository"));
        }
    }
    none(&wrong);
}

#[test]
fn the_library_speaks_to_nobody() {
    let mut wrong = Vec::new();
    for source in sources().iter() {
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
            if source.code.contains(word) {
                wrong.push(format!("{}: `{word}` has no place in a pure crate", source.file));
            }
        }
    }
    none(&wrong);
}

#[test]
fn rooms_stay_small() {
    let mut wrong = Vec::new();
    for source in sources().iter() {
        let lines = source.code.lines().filter(|line| !line.trim().is_empty()).count();
        if lines > 400 {
            wrong.push(format!("{}: {lines} lines of code; a file of more than 400 becomes a folder", source.file));
        }
    }
    none(&wrong);
}

/// The checks themselves: each finds what it is there to find, in a house that is made up.
mod made_up {
    use super::{Source, Sources, circles, climbs, graph, open_doors, rounds};

    fn house(files: &[(&str, &str)]) -> Sources {
        Sources::new(files.iter().map(|(file, text)| Source::new(file, text)).collect())
    }

    #[test]
    fn a_climb_is_found() {
        let house = house(&[
            ("lib.rs", "mod values; mod lead;"),
            ("values/mod.rs", "mod time; pub use time::Instant;"),
            ("values/time.rs", "use crate::lead::{Lead, stage::Stage}; pub struct Instant;"),
            ("lead/mod.rs", "mod state; pub mod stage; pub use state::Lead;"),
            ("lead/stage.rs", "pub struct Stage;"),
            ("lead/state.rs", "use crate::values::Instant; pub struct Lead;"),
            ("nowhere/mod.rs", ""),
        ]);
        let wrong = climbs(&house).join("\n");
        assert!(wrong.contains("values/time.rs: `values` may not import `lead` (`lead::Lead`)"), "{wrong}");
        assert!(wrong.contains("`lead::stage::Stage`"), "{wrong}");
        assert!(wrong.contains("nowhere/mod.rs"), "{wrong}");
    }

    #[test]
    fn a_circle_is_found_through_re_exports_and_inline_paths() {
        let house = house(&[
            ("values/mod.rs", "mod a; mod b; mod c; pub use a::A; pub(crate) use b::{B as Other};"),
            ("values/a.rs", "pub struct A; fn f() { crate::values::Other::new(); }"),
            ("values/b.rs", "use crate::values::c::C; pub struct B;"),
            ("values/c.rs", "use crate::values::A; pub struct C;"),
        ]);
        let circles = circles(&graph(&house));
        assert_eq!(circles, [["values/a.rs", "values/b.rs", "values/c.rs"]]);
        assert_eq!(rounds(&house).len(), 4);
    }

    #[test]
    fn a_method_apart_from_its_type_is_an_import() {
        let house = house(&[
            ("values/a.rs", "pub struct A; impl A { fn g(&self) { self.further() } }"),
            ("values/b.rs", "use crate::values::a::A; impl<'a> A { pub(super) fn further(&self) {} }"),
        ]);
        assert_eq!(circles(&graph(&house)).len(), 1);
    }

    #[test]
    fn comments_strings_and_unit_tests_are_no_imports() {
        let house = house(&[
            (
                "values/a.rs",
                "// use crate::values::b::B;\n/* crate::values::b::B */ const S: &str = \"crate::values::b::B\";",
            ),
            (
                "values/b.rs",
                "#[cfg(test)] mod tests { use crate::values::a::A; }\nconst C: char = '\"'; use crate::values::c::C;",
            ),
            ("values/c.rs", "const R: &str = r#\"use crate::values::b::B;\"#; fn f<'a>(x: &'a str) {}"),
        ]);
        let graph = graph(&house);
        let edges: usize = graph.values().map(std::collections::BTreeSet::len).sum();
        assert_eq!(edges, 1, "{graph:?}");
    }

    #[test]
    fn a_sentence_is_found() {
        let text = "// \"not one of these\"\n#[error(\"read by those who build\")]\nf(\"a word\", \"snake_case\");\n\
                    g(\"the lead has gone to sleep\"); h('\"', \"is the second one\");";
        let found: Vec<String> =
            super::sentences(text).into_iter().map(|(line, text)| format!("{line}: {text}")).collect();
        assert_eq!(found, ["4: the lead has gone to sleep", "4: is the second one"]);
    }

    #[test]
    fn a_reference_to_nowhere_is_found() {
        let here = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
        let text = "See README.md.\nThe numbers of DOMAIN §9.\nAs docs/NOWHERE.md says; MQL and SQL are words.";
        let found = super::lost_references(text, here);
        assert_eq!(found, [(2, "DOMAIN §9".to_string()), (3, "docs/NOWHERE.md".to_string())]);
    }

    #[test]
    fn a_name_at_the_root_is_found() {
        let code = "mod a; pub mod b; #[cfg(feature = \"\")] pub mod c; pub use b::{Two, One}; pub use c::Three;";
        assert_eq!(super::at_root(code), (vec!["One", "Three", "Two"], vec!["b", "c"]));
    }

    #[test]
    fn an_open_door_is_found() {
        let source = Source::new(
            "lead/a.rs",
            "pub(crate) const fn one() {} pub struct A { pub(crate) two: u8, pub(super) three: u8 } pub(crate) struct Four;",
        );
        assert_eq!(open_doors(&source), ["one", "two", "Four"]);
    }
}
