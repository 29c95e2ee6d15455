//! The tables, and how a file gets them.

use std::time::Duration;

use rusqlite::{Connection, ErrorCode, Transaction, TransactionBehavior};

use crate::problem::Problem;

/// How long one who wants to write waits for others to have done.
pub(super) const PATIENCE: Duration = Duration::from_secs(20);
/// The cache of pages, in kibibytes: those are told as a negative number.
const CACHE: i64 = -32_768;
pub(super) const PAUSE: Duration = Duration::from_millis(5);

/// 2: keys of deals and contracts; commands found by their facts. 3: policies with the facts; facts say since when the policy
/// that decided them is in force, and because of what a rule made them. 4: merges are facts of both leads; a key is of one lead.
const SCHEMA_VERSION: i64 = 4;
const SCHEMA: &str = "
CREATE TABLE IF NOT EXISTS facts (
    fact_id     TEXT PRIMARY KEY,
    lead        TEXT NOT NULL,
    revision    INTEGER NOT NULL,
    command_id  TEXT,
    kind        TEXT NOT NULL,
    recorded_at INTEGER NOT NULL,
    json        TEXT NOT NULL,
    UNIQUE (lead, revision)
) STRICT;
CREATE TABLE IF NOT EXISTS leads (
    lead        TEXT PRIMARY KEY,
    revision    INTEGER NOT NULL,
    stage       TEXT NOT NULL,
    merged_into TEXT,
    wake        INTEGER,
    snapshot    TEXT NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS leads_by_merge ON leads (merged_into) WHERE merged_into IS NOT NULL;
CREATE INDEX IF NOT EXISTS leads_by_wake ON leads (wake) WHERE wake IS NOT NULL;
CREATE TABLE IF NOT EXISTS commands (
    command_id  TEXT PRIMARY KEY,
    source      TEXT NOT NULL,
    line        INTEGER NOT NULL,
    print       TEXT NOT NULL,
    lead        TEXT NOT NULL,
    outcome     TEXT NOT NULL CHECK (outcome IN ('accepted', 'already_so', 'refused')),
    facts       INTEGER NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS refusals (
    command_id  TEXT PRIMARY KEY REFERENCES commands (command_id),
    source      TEXT NOT NULL,
    line        INTEGER NOT NULL,
    lead        TEXT NOT NULL,
    command     TEXT NOT NULL,
    at          INTEGER NOT NULL,
    reasons     TEXT NOT NULL,
    text        TEXT NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS facts_by_command ON facts (command_id);
CREATE TABLE IF NOT EXISTS keys (
    kind        TEXT NOT NULL CHECK (kind IN ('deal', 'contract')),
    key         TEXT NOT NULL,
    lead        TEXT NOT NULL,
    since       INTEGER NOT NULL,
    PRIMARY KEY (kind, key, lead)
) STRICT;
CREATE INDEX IF NOT EXISTS keys_by_lead ON keys (lead);
CREATE TABLE IF NOT EXISTS holders (
    kind        TEXT NOT NULL,
    key         TEXT NOT NULL,
    lead        TEXT NOT NULL,
    PRIMARY KEY (kind, key)
) STRICT;
CREATE INDEX IF NOT EXISTS holders_by_lead ON holders (lead);
CREATE TABLE IF NOT EXISTS policies (
    number      INTEGER PRIMARY KEY,
    since       INTEGER NOT NULL UNIQUE,
    fingerprint TEXT NOT NULL,
    print       TEXT NOT NULL,
    json        TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
";

/// Makes of a file, new or not, a store; any number of programs may do so at once.
pub(super) fn prepare(connection: &Connection) -> Result<(), Problem> {
    connection.busy_timeout(PATIENCE)?;
    // To become WAL, a file must be nobody else's for a moment, and for that SQLite does not wait by itself.
    let mut waited = Duration::ZERO;
    while let Err(error) = connection.pragma_update(None, "journal_mode", "WAL") {
        if error.sqlite_error_code() != Some(ErrorCode::DatabaseBusy) || waited > PATIENCE {
            return Err(error.into());
        }
        std::thread::sleep(PAUSE);
        waited = waited.saturating_add(PAUSE);
    }
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "secure_delete", "ON")?;
    // A batch stays in memory until it is committed, and what a savepoint keeps aside does too: both are bounded by the batch.
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    connection.pragma_update(None, "cache_size", CACHE)?;
    if made(connection)? == SCHEMA_VERSION {
        // A report need not wait for one who writes.
        return Ok(());
    }
    // It begins by writing: one that begins by reading and then wants to write would not wait either.
    let tx = Transaction::new_unchecked(connection, TransactionBehavior::Immediate)?;
    match made(&tx)? {
        // Somebody else was faster.
        SCHEMA_VERSION => return Ok(()),
        newer if newer > SCHEMA_VERSION => {
            let forms = format!("its forms are number {newer}, ours {SCHEMA_VERSION}");
            return Err(Problem::OtherProgram(format!("the database is of a newer program ({forms}): use that one")));
        }
        older if has_facts(&tx)? => {
            return Err(Problem::OtherProgram(format!(
                "the database is of an older program (its forms are number {older}, ours {SCHEMA_VERSION}) and holds facts, \
                 which are not rewritten: begin a new one from the journal and the exports"
            )));
        }
        _ => {}
    }
    // An older one without facts has no leads either, and its table may have other columns.
    tx.execute_batch("DROP TABLE IF EXISTS leads")?;
    tx.execute_batch(SCHEMA)?;
    tx.pragma_update(None, "user_version", SCHEMA_VERSION)?;
    Ok(tx.commit()?)
}

fn made(connection: &Connection) -> Result<i64, Problem> {
    Ok(connection.pragma_query_value(None, "user_version", |row| row.get(0))?)
}

/// Whether an older program has stored any: they are written otherwise than this one writes.
fn has_facts(connection: &Connection) -> Result<bool, Problem> {
    let there = "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'facts'";
    let there: i64 = connection.query_row(there, [], |row| row.get(0))?;
    Ok(there > 0 && connection.query_row("SELECT count(*) FROM facts", [], |row| row.get::<_, i64>(0))? > 0)
}
