//! Files that a test writes, and what the program and its database answer.

use std::path::Path;

pub(crate) fn written(folder: &Path, name: &str, text: &str) -> String {
    let file = folder.join(name);
    std::fs::write(&file, text).unwrap();
    file.to_str().unwrap().to_owned()
}

/// Rows of a table, their cells parted by one space.
pub(crate) fn rows(table: &str) -> Vec<String> {
    table.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
}

/// One column of a query, read beside whatever the program does.
pub(crate) fn asked(db: &Path, sql: &str) -> Vec<String> {
    let store = rusqlite::Connection::open(db).unwrap();
    store.busy_timeout(std::time::Duration::from_secs(20)).unwrap();
    let mut query = store.prepare(sql).unwrap();
    let rows = query.query_map([], |row| row.get::<_, Option<String>>(0)).unwrap();
    rows.map(|row| row.map(Option::unwrap_or_default)).collect::<Result<_, _>>().unwrap()
}
