//! What trials have in common: a small database, its truth, and programs in adverse conditions.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use crate::host::{PROGRAM, ok, shipped_journal};
use crate::tables::written;

/// The first lines of the shipped journal, in a file of their own.
pub(crate) fn journal(folder: &Path, lines: usize) -> String {
    let text: Vec<String> = shipped_journal().lines().take(lines).map(String::from).collect();
    written(folder, "short.jsonl", &(text.join("\n") + "\n"))
}

/// A database of the first lines of the shipped journal, whole in one file.
pub(crate) fn loaded(folder: &Path, lines: usize) -> PathBuf {
    let db = folder.join("crm.sqlite");
    ok(&db, &["load", "--journal", &journal(folder, lines)]);
    db
}

/// Everything that is stored of leads, keys, commands and refusals, row by row.
pub(crate) fn everything(db: &Path) -> Vec<String> {
    let store = rusqlite::Connection::open(db).unwrap();
    let mut rows = Vec::new();
    for (table, order) in [
        ("facts", "lead, revision"),
        ("leads", "lead"),
        ("keys", "kind, key, lead"),
        ("holders", "kind, key"),
        ("commands", "command_id"),
        ("refusals", "command_id"),
        ("policies", "number"),
        ("lines", "lead"),
    ] {
        let mut query = store.prepare(&format!("SELECT * FROM {table} ORDER BY {order}")).unwrap();
        let columns = query.column_count();
        let told = query.query_map([], |row| {
            let cells = (0..columns).map(|cell| row.get::<_, rusqlite::types::Value>(cell));
            Ok(format!("{table} {:?}", cells.collect::<Result<Vec<_>, _>>()?))
        });
        rows.extend(told.unwrap().map(Result::unwrap));
    }
    rows
}

/// Runs the program under limits that the shell sets first.
pub(crate) fn limited(limits: &str, db: &Path, words: &[&str]) -> Output {
    let script = format!("{limits}; exec \"$0\" \"$@\"");
    let mut shell = Command::new("bash");
    shell.args(["-c", &script, PROGRAM]).arg("--db").arg(db).args(words);
    shell.stdin(Stdio::null()).output().unwrap()
}

/// That it has ended by itself with an error that says something, and has not panicked; what it said.
#[track_caller]
pub(crate) fn complained(output: &Output, words: &[impl AsRef<OsStr>]) -> String {
    let words: Vec<_> = words.iter().map(|word| word.as_ref().to_string_lossy()).collect();
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(matches!(output.status.code(), Some(1 | 2)), "crm {words:?}: {:?}\n{text}", output.status);
    assert!(text.starts_with("crm: ") && !text.contains("panicked"), "crm {words:?}: {text}");
    text
}
