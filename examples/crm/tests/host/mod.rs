//! The program, called as a person or a script would.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

pub(crate) const PROGRAM: &str = env!("CARGO_BIN_EXE_crm");
/// Where the repository lies, seen from this package.
pub(crate) const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");

/// A folder of this test's own, empty.
pub(crate) fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _missing = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

pub(crate) fn crm(db: &Path, words: &[&str]) -> Output {
    Command::new(PROGRAM).arg("--db").arg(db).args(words).output().unwrap()
}

/// Runs the program, which must succeed; what it printed.
#[track_caller]
pub(crate) fn ok(db: &Path, words: &[&str]) -> String {
    let output = crm(db, words);
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "crm {words:?}: {}\n{text}", String::from_utf8_lossy(&output.stderr));
    text
}

/// Runs the program, which must end with an exit code; what it complained of.
#[track_caller]
pub(crate) fn fails(db: &Path, words: &[&str], code: i32) -> String {
    let output = crm(db, words);
    let text = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(code), "crm {words:?}: {text}");
    text
}

pub(crate) fn shipped_journal() -> String {
    std::fs::read_to_string(Path::new(ROOT).join("examples/data/crm/journal.jsonl")).unwrap()
}

/// A database of its own that holds the shipped journal: it is loaded once, and copied.
pub(crate) fn shipped(folder: &Path) -> PathBuf {
    static LOADED: OnceLock<PathBuf> = OnceLock::new();
    let loaded = LOADED.get_or_init(|| {
        let db = self::folder("shipped").join("crm.sqlite");
        ok(&db, &["load"]);
        db
    });
    let db = folder.join("crm.sqlite");
    std::fs::copy(loaded, &db).unwrap();
    db
}

/// The shipped policy without its service levels, in a file of a folder: for stories that name facts by their numbers.
pub(crate) fn without_clocks(folder: &Path) -> String {
    let text = std::fs::read_to_string(Path::new(ROOT).join("examples/data/crm/policy.toml")).unwrap();
    let (before, after) = text.split_once("\n[sla]\n").unwrap();
    let (_, after) = after.split_once("\n[recycle]\n").unwrap();
    let file = folder.join("without_clocks.toml");
    std::fs::write(&file, format!("{before}\n[recycle]\n{after}")).unwrap();
    file.to_str().unwrap().to_owned()
}

/// A mapping that ships with the example.
pub(crate) fn mapping(name: &str) -> String {
    format!("{ROOT}/examples/data/backfill/{name}.toml")
}
