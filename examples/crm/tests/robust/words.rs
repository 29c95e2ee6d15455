//! Arguments of any bytes, and names that `SQLite` would take for something else than a file.

use std::ffi::{OsStr, OsString};
use std::path::Path;
use std::process::{Command, Output};

use crate::host::{PROGRAM, fails, folder, ok};
use crate::robust::trial::{complained, journal};

fn crm(folder: &Path, words: &[OsString]) -> Output {
    Command::new(PROGRAM).current_dir(folder).args(words).output().unwrap()
}

fn all(words: &[&str]) -> Vec<OsString> {
    words.iter().map(OsString::from).collect()
}

#[test]
fn an_empty_path_is_refused() {
    let folder = folder("ro-empty-path");
    let journal = journal(&folder, 20);
    for words in [
        &["--db", "", "load", "--journal", &journal][..],
        &["--db=", "load", "--journal", &journal],
        &["load", "--journal", ""],
        &["export", "--csv", ""],
        &["backfill", "--mapping="],
    ] {
        let output = crm(&folder, &all(words));
        assert_eq!(output.status.code(), Some(2), "{words:?}");
        assert!(complained(&output, words).contains("needs a path, and was given an empty one"), "{output:?}");
    }
}

/// `:memory:` and addresses are names of files like any other.
#[test]
fn a_database_is_always_a_file() {
    let folder = folder("ro-memory");
    let journal = journal(&folder, 20);
    for name in [":memory:", "file:x?mode=memory", "-"] {
        let output = crm(&folder, &all(&["--db", name, "load", "--journal", &journal]));
        assert!(output.status.success(), "{name}: {output:?}");
        assert!(folder.join(name).metadata().unwrap().len() > 0, "{name} is no file");
        assert!(ok(&folder.join(name), &["verify"]).contains("facts replayed"));
    }
}

#[cfg(unix)]
fn bytes(text: &[u8]) -> OsString {
    use std::os::unix::ffi::OsStrExt as _;
    OsStr::from_bytes(text).to_owned()
}

#[cfg(unix)]
#[test]
fn names_of_files_may_be_any_bytes() {
    let folder = folder("ro-bytes");
    let text = std::fs::read(journal(&folder, 60)).unwrap();
    let (name, db) = (bytes(b"b\xfft.jsonl"), bytes(b"b\xfft %?#.sqlite"));
    std::fs::write(folder.join(&name), text).unwrap();
    let mut load = all(&["load", "--journal"]);
    load.extend([name, OsString::from("--db"), db.clone()]);
    assert!(crm(&folder, &load).status.success());
    assert!(folder.join(&db).exists());
    let mut inline = OsString::from("--db=");
    inline.push(&db);
    for words in [&["board"][..], &["export"], &["verify"], &["policies"]] {
        let mut words = all(words);
        words.push(inline.clone());
        let output = crm(&folder, &words);
        assert!(output.status.success() && !output.stdout.is_empty(), "{output:?}");
    }
    // A dry run works on a copy beside it, and a policy file has a name too.
    let mut dry = all(&["backfill", "--dry-run", "--mapping"]);
    dry.extend([crate::host::mapping("maven_crm").into(), inline.clone()]);
    assert!(crm(&folder, &dry).status.success(), "{:?}", crm(&folder, &dry));
    let mut preview = all(&["policies", "preview", "--from", "2027-01-01"]);
    preview.extend([bytes(b"n\xff.toml"), inline]);
    assert!(complained(&crm(&folder, &preview), &preview).contains("No such file"));
}

#[cfg(unix)]
#[test]
fn other_words_must_be_text() {
    let folder = folder("ro-text");
    for words in [
        vec![bytes(b"b\xffoard")],
        vec![OsString::from("timeline"), bytes(b"L-\xff")],
        vec![OsString::from("agenda"), OsString::from("--max"), bytes(b"\xff")],
        vec![bytes(b"--m\xffx=3")],
        vec![OsString::from("policies"), bytes(b"\xff")],
        vec![OsString::from("board"), bytes(b"\xff")],
    ] {
        let output = crm(&folder, &words);
        assert_eq!(output.status.code(), Some(2), "{words:?}");
        complained(&output, &words);
    }
    assert!(fails(&folder.join("none"), &["board", "x"], 2).contains("unexpected word `x`"));
}
