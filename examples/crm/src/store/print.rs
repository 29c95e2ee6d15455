//! Prints of rows: `SQLite` does not notice that the disk has changed a letter within a row, so every row that is relied upon
//! has one beside it.

use lead_lifecycle::values::Fingerprint;
use lead_lifecycle::{Fact, Lead, LeadKey};
use rusqlite::{Connection, Row, params};

use crate::problem::Problem;

/// How many rows get their print at a time.
const AT_ONCE: i64 = 500;

/// The print of a text.
pub(super) fn of(text: &str) -> String {
    Fingerprint::of(text).to_string()
}

/// The print of a row of `leads`: of all but the timer, which a new policy moves for all leads at once.
pub(super) fn of_lead(revision: i64, stage: &str, merged_into: Option<&str>, snapshot: &str) -> String {
    of(&format!("{revision}\n{stage}\n{}\n{snapshot}", merged_into.unwrap_or_default()))
}

/// The print of a row of `refusals`: of what is shown.
pub(super) fn of_refusal([source, line, lead, command, reasons, text]: [&str; 6]) -> String {
    of(&[source, line, lead, command, reasons, text].join("\n"))
}

/// A fact of a row `json, print`, as it was stored.
///
/// # Errors
/// It is not what was stored: no answer is given from it.
pub(super) fn fact(row: &Row<'_>) -> Result<Fact, Problem> {
    Ok(serde_json::from_str(text_of_fact(row)?)?)
}

/// The text of a fact of a row `json, print`.
pub(super) fn text_of_fact<'r>(row: &'r Row<'_>) -> Result<&'r str, Problem> {
    let json = row.get_ref(0)?.as_str().map_err(damaged)?;
    if of(json) != row.get_ref(1)?.as_str().map_err(damaged)? {
        return Err(Problem::Store(format!(
            "a fact is not what was stored, the file was changed or is damaged: restore it from a copy ({})",
            start(json)
        )));
    }
    Ok(json)
}

/// The first letters of what is stored, for whoever looks for it.
fn start(json: &str) -> String {
    json.chars().take(120).collect()
}

/// A lead from a row `lead, revision, stage, merged_into, snapshot, print`; none if the row is not what was stored, or cannot
/// be read any more.
pub(super) fn lead(row: &Row<'_>) -> Result<(LeadKey, Option<Lead>), Problem> {
    let key = LeadKey::new(row.get_ref(0)?.as_str().map_err(damaged)?)?;
    let text = |column: usize| row.get_ref(column).map(|value| value.as_str().unwrap_or_default());
    let into = row.get_ref(3)?.as_str_or_null().unwrap_or_default();
    let (stage, snapshot, print) = (text(2)?, text(4)?, text(5)?);
    if row.get::<_, i64>(1).is_ok_and(|revision| of_lead(revision, stage, into, snapshot) == print) {
        let lead = serde_json::from_str::<Lead>(snapshot).ok().filter(|lead| *lead.key() == key);
        return Ok((key, lead));
    }
    Ok((key, None))
}

/// A value that no program of ours writes.
pub(super) fn damaged(error: impl std::fmt::Display) -> Problem {
    Problem::Damaged(format!("the file is damaged ({error}): restore it from a copy"))
}

/// Gives every row of a table its print.
pub(super) fn fill(connection: &Connection, table: &str) -> Result<(), Problem> {
    let columns = match table {
        "facts" => "json",
        "leads" => "revision, stage, merged_into, snapshot",
        _ => "source, CAST(line AS TEXT), lead, command, reasons, text",
    };
    let sql = format!("SELECT rowid, {columns} FROM {table} WHERE rowid > ?1 ORDER BY rowid LIMIT ?2");
    let mut query = connection.prepare(&sql)?;
    let mut update = connection.prepare(&format!("UPDATE {table} SET print = ?2 WHERE rowid = ?1"))?;
    let mut after = i64::MIN;
    loop {
        let mut prints: Vec<(i64, String)> = Vec::new();
        let mut rows = query.query(params![after, AT_ONCE])?;
        while let Some(row) = rows.next()? {
            let print = match table {
                "facts" => of(row.get_ref(1)?.as_str().map_err(damaged)?),
                "leads" => {
                    let (stage, into): (String, Option<String>) = (row.get(2)?, row.get(3)?);
                    of_lead(row.get(1)?, &stage, into.as_deref(), row.get_ref(4)?.as_str().map_err(damaged)?)
                }
                _ => refusal(row, 1)?,
            };
            prints.push((row.get(0)?, print));
        }
        let Some((last, _)) = prints.last() else { return Ok(()) };
        after = *last;
        for (row, print) in &prints {
            update.execute(params![row, print])?;
        }
    }
}

/// That a refusal of a row `source, line, lead, command, reasons, text, print` is what was stored.
pub(super) fn check_refusal(row: &Row<'_>) -> Result<(), Problem> {
    if refusal(row, 0)? == row.get_ref(6)?.as_str().map_err(damaged)? {
        return Ok(());
    }
    Err(damaged("a refusal is not what was stored"))
}

/// The print of the six columns of a refusal from one on.
pub(super) fn refusal(row: &Row<'_>, from: usize) -> Result<String, Problem> {
    let mut cells = [""; 6];
    for (place, cell) in cells.iter_mut().enumerate() {
        *cell = row.get_ref(from.saturating_add(place))?.as_str().map_err(damaged)?;
    }
    Ok(of_refusal(cells))
}
