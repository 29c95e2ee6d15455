//! Erasing a person from the store, which is the duty of the host: everything that is stored of the lead is rewritten in
//! the transaction of the fact `redacted`; then the file is made anew, so that no old page of it is left.
//!
//! | table | what becomes of it |
//! |---|---|
//! | `facts` | redacted, fact by fact |
//! | `leads` | the snapshot is that after the erasure |
//! | `refusals` | words and data go, they may quote what was given; the codes stay |
//! | `commands` | the prints of the lines go; ids that hold a print are given anew |
//! | `keys` | stay: keys say nothing of a person |
//!
//! What was read in is not stored: journal and exports are files of whoever keeps them. Loaded again they bring nothing
//! back, because their lines are done.

use std::time::Duration;

use lead_lifecycle::values::CommandId;
use lead_lifecycle::{Fact, Lead, LeadKey};
use rusqlite::{Connection, ErrorCode, OptionalExtension as _, params};

use crate::problem::Problem;
use crate::store::outcome::{ERASED, Reason};
use crate::store::schema::{PATIENCE, PAUSE};
use crate::store::{Store, facts_of, print, read_history};

/// In `meta`, that pages of before an erasure may still be in the file.
const UNFINISHED: &str = "erasure";

/// Where commands come from that stand in no journal.
pub(crate) const BY_HAND: &str = "do";

/// The id of a command told by hand that says nothing of what was told.
pub(crate) fn numbered(line: u64) -> Result<CommandId, Problem> {
    Ok(CommandId::new(&format!("{BY_HAND}:erased:{line}"))?)
}

/// Rewrites everything that is stored of a lead, by what its erasure spares.
pub(super) fn erase(connection: &Connection, lead: &Lead, by: &Fact) -> Result<(), Problem> {
    let Some(erasure) = lead.erasure() else { return Ok(()) };
    let key = lead.key();
    let renamed = rename_commands(connection, key)?;
    rename_elsewhere(connection, key, &renamed)?;
    for mut fact in read_history(connection, key.as_str())? {
        fact.redact(erasure);
        let known = fact.envelope.command.as_ref();
        if let Some((_, new)) = renamed.iter().find(|(old, _)| known.is_some_and(|id| id.as_str() == old)) {
            fact.envelope.command = Some(new.clone());
        }
        rewrite(connection, &fact)?;
    }
    redact_refusals(connection, key)?;
    connection.execute("UPDATE commands SET print = ?2 WHERE lead = ?1", [key.as_str(), ERASED])?;
    let sql = "INSERT OR REPLACE INTO meta (key, value) VALUES (?1, ?2)";
    connection.execute(sql, [UNFINISHED, &by.envelope.fact.to_string()])?;
    Ok(())
}

/// Commands told by hand without an id have one that is made of what they say: they get their number instead.
fn rename_commands(connection: &Connection, lead: &LeadKey) -> Result<Vec<(String, CommandId)>, Problem> {
    let sql =
        "SELECT command_id, line FROM commands WHERE lead = ?1 AND source = ?2 AND command_id LIKE ?2 || ':%:%:%'";
    let mut query = connection.prepare(sql)?;
    let rows = query.query_map([lead.as_str(), BY_HAND], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let rows = rows.collect::<Result<Vec<(String, u64)>, _>>()?;
    // A refusal points to its command: both are renamed before that is checked.
    connection.execute_batch("PRAGMA defer_foreign_keys = ON")?;
    let mut renamed = Vec::new();
    for (old, line) in rows {
        let new = numbered(line)?;
        for table in ["commands", "refusals"] {
            let sql = format!("UPDATE {table} SET command_id = ?2 WHERE command_id = ?1");
            connection.execute(&sql, [old.as_str(), new.as_str()])?;
        }
        renamed.push((old, new));
    }
    Ok(renamed)
}

/// A merge has facts at other leads too, under the same id.
fn rename_elsewhere(connection: &Connection, lead: &LeadKey, renamed: &[(String, CommandId)]) -> Result<(), Problem> {
    let mut query = connection.prepare_cached("SELECT json, print FROM facts WHERE command_id = ?1 AND lead <> ?2")?;
    for (old, new) in renamed {
        for mut fact in facts_of(query.query([old.as_str(), lead.as_str()])?)? {
            fact.envelope.command = Some(new.clone());
            rewrite(connection, &fact)?;
        }
    }
    Ok(())
}

/// Stores a fact in the place of what it was before.
fn rewrite(connection: &Connection, fact: &Fact) -> Result<(), Problem> {
    let json = serde_json::to_string(fact)?;
    let sql = "UPDATE facts SET json = ?2, command_id = ?3, print = ?4 WHERE fact_id = ?1";
    let command = fact.envelope.command.as_ref().map(CommandId::as_str);
    connection.prepare_cached(sql)?.execute(params![
        fact.envelope.fact.to_string(),
        json,
        command,
        print::of(&json)
    ])?;
    Ok(())
}

fn redact_refusals(connection: &Connection, lead: &LeadKey) -> Result<(), Problem> {
    let sql = "SELECT command_id, source, CAST(line AS TEXT), command, reasons FROM refusals WHERE lead = ?1";
    let mut query = connection.prepare(sql)?;
    let rows = query.query_map([lead.as_str()], |row| {
        Ok([row.get::<_, String>(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?])
    })?;
    for [id, source, line, command, reasons] in rows.collect::<Result<Vec<_>, _>>()? {
        let reasons: Vec<Reason> = serde_json::from_str(&reasons)?;
        let codes: Vec<Reason> = reasons.into_iter().map(Reason::redacted).collect();
        let codes = serde_json::to_string(&codes)?;
        let print = print::of_refusal([&source, &line, lead.as_str(), &command, &codes, ERASED]);
        let sql = "UPDATE refusals SET reasons = ?2, text = ?3, print = ?4 WHERE command_id = ?1";
        connection.prepare_cached(sql)?.execute(params![id, codes, ERASED, print])?;
    }
    Ok(())
}

impl Store {
    /// Whether pages of before an erasure may still be in the file.
    pub(crate) fn is_erasure_unfinished(&self) -> Result<bool, Problem> {
        Ok(self.meta(UNFINISHED)?.is_some())
    }

    /// Makes the file anew after an erasure, of what is stored now and nothing else; nothing to do mostly. A program that
    /// ends before leaves it to the next that writes.
    ///
    /// To zero what is deleted is not enough: pages that were split or moved keep copies, and so does the log.
    pub(crate) fn finish_erasures(&self) -> Result<(), Problem> {
        let Some(erasure) = self.meta(UNFINISHED)? else { return Ok(()) };
        // Whoever waits, waits in `patiently`: of two that write pages back at once SQLite sends one away without letting it
        // wait, and where it does, that would come on top.
        self.connection.busy_timeout(PAUSE)?;
        let anew = self.make_anew();
        self.connection.busy_timeout(PATIENCE)?;
        if !anew? {
            let what = "the person is erased, but somebody still reads old pages of the file";
            return Err(Problem::Store(format!("{what}: run `crm do` or `crm load` again when nobody does")));
        }
        // Another erasure may have come in since: it is finished by whoever stored it.
        self.connection.execute("DELETE FROM meta WHERE key = ?1 AND value = ?2", [UNFINISHED, erasure.as_str()])?;
        Ok(())
    }

    /// Whether the file and its log were made anew.
    fn make_anew(&self) -> Result<bool, Problem> {
        let vacuumed = patiently(|| match self.connection.execute_batch("VACUUM") {
            Err(error) if error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy) => Ok(false),
            done => Ok(done.map(|()| true)?),
        })?;
        let written_back = || {
            let checkpoint = self.connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0));
            Ok(checkpoint.optional()? == Some(0_i64))
        };
        Ok(vacuumed && patiently(written_back)?)
    }
}

/// Tries until it is done, or patience is at an end; whether it is done.
fn patiently(mut tries: impl FnMut() -> Result<bool, Problem>) -> Result<bool, Problem> {
    let mut waited = Duration::ZERO;
    while !tries()? {
        if waited > PATIENCE {
            return Ok(false);
        }
        std::thread::sleep(PAUSE);
        waited = waited.saturating_add(PAUSE);
    }
    Ok(true)
}
