//! The tables, and how a file gets them.

use std::time::Duration;

use rusqlite::{Connection, ErrorCode, Transaction, TransactionBehavior};

use crate::problem::Problem;
use crate::store::print;

/// How long one who wants to write waits for others to have done.
pub(super) const PATIENCE: Duration = Duration::from_secs(20);
/// The cache of pages, in kibibytes: those are told as a negative number.
const CACHE: i64 = -32_768;
pub(super) const PAUSE: Duration = Duration::from_millis(5);

/// 2: keys of deals and contracts; commands found by their facts. 3: policies with the facts; facts say since when the policy
/// that decided them is in force, and because of what a rule made them. 4: merges are facts of both leads; a key is of one lead.
/// 5: every fact, lead and refusal has a print, by which one that the disk has changed is found out; the file says whose it is.
/// 6: the line of each lead.
pub(super) const SCHEMA_VERSION: i64 = 6;
/// Those before whose facts are written as ours are: the first, whose rows have no prints, and the others.
const WITHOUT_PRINTS: i64 = 4;
const SAME_FACTS: i64 = 5;
/// Says in the head of the file that it is of this program: `LLcr`.
const APPLICATION: i64 = 0x4c4c_6372;
/// Tables that every database of ours has had.
const OURS: [&str; 5] = ["commands", "facts", "leads", "meta", "refusals"];
const SCHEMA: &str = "
CREATE TABLE IF NOT EXISTS facts (
    fact_id     TEXT PRIMARY KEY,
    lead        TEXT NOT NULL,
    revision    INTEGER NOT NULL,
    command_id  TEXT,
    kind        TEXT NOT NULL,
    recorded_at INTEGER NOT NULL,
    json        TEXT NOT NULL,
    print       TEXT NOT NULL,
    UNIQUE (lead, revision)
) STRICT;
CREATE TABLE IF NOT EXISTS leads (
    lead        TEXT PRIMARY KEY,
    revision    INTEGER NOT NULL,
    stage       TEXT NOT NULL,
    merged_into TEXT,
    wake        INTEGER,
    snapshot    TEXT NOT NULL,
    print       TEXT NOT NULL
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
    text        TEXT NOT NULL,
    print       TEXT NOT NULL
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
CREATE TABLE IF NOT EXISTS lines (
    lead        TEXT PRIMARY KEY,
    revision    INTEGER NOT NULL,
    plan        TEXT NOT NULL,
    body        BLOB NOT NULL,
    print       TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS policies (
    number      INTEGER PRIMARY KEY,
    since       INTEGER NOT NULL UNIQUE,
    fingerprint TEXT NOT NULL,
    print       TEXT NOT NULL,
    json        TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
";

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Found {
    /// It holds nothing.
    New,
    /// It is of this program, or of one before, with the number of its forms.
    Ours(i64),
}

/// Looks at a file without changing it.
///
/// # Errors
/// It is no database, or one of another program or of a newer one.
pub(super) fn look(connection: &Connection) -> Result<Found, Problem> {
    // All of one instant, whoever makes it a database of ours meanwhile.
    let tx = connection.unchecked_transaction()?;
    let found = look_within(&tx)?;
    tx.commit()?;
    Ok(found)
}

fn look_within(tx: &Transaction<'_>) -> Result<Found, Problem> {
    let number = |pragma: &str| tx.pragma_query_value(None, pragma, |row| row.get::<_, i64>(0));
    let (application, version) = (number("application_id")?, number("user_version")?);
    let tables = tables(tx)?;
    let is_old =
        || (0..=WITHOUT_PRINTS).contains(&version) && OURS.iter().all(|name| tables.iter().any(|own| own == name));
    match application {
        APPLICATION if version > SCHEMA_VERSION => {
            let forms = format!("its forms are number {version}, ours {SCHEMA_VERSION}");
            Err(Problem::Store(format!("the database is of a newer program ({forms}): use that one")))
        }
        APPLICATION => Ok(Found::Ours(version)),
        0 if version == 0 && tables.is_empty() => Ok(Found::New),
        // Before the fifth forms nothing said whose a file is, but its tables.
        0 if is_old() => Ok(Found::Ours(version)),
        _ => Err(Problem::Store(String::from(
            "the file is a database of another program, and is left as it is: give another one with `--db`",
        ))),
    }
}

fn tables(connection: &Connection) -> Result<Vec<String>, Problem> {
    let mut query = connection.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")?;
    let names = query.query_map([], |row| row.get(0))?;
    Ok(names.collect::<Result<_, _>>()?)
}

/// What holds of every connection.
pub(super) fn for_reading(connection: &Connection) -> Result<(), Problem> {
    connection.busy_timeout(PATIENCE)?;
    // A batch stays in memory until it is committed, and what a savepoint keeps aside does too: both are bounded by the batch.
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    connection.pragma_update(None, "cache_size", CACHE)?;
    // A page whose cells contradict each other is told, and not read as far as it goes.
    connection.pragma_update(None, "cell_size_check", "ON")?;
    Ok(())
}

/// Makes of a file, new or not, a store; any number of programs may do so at once. It was looked at before: a file of another
/// program does not come here.
pub(super) fn prepare(connection: &Connection) -> Result<(), Problem> {
    for_reading(connection)?;
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
    if look(connection)? == Found::Ours(SCHEMA_VERSION) {
        // A report need not wait for one who writes.
        return Ok(());
    }
    // It begins by writing: one that begins by reading and then wants to write would not wait either.
    let tx = Transaction::new_unchecked(connection, TransactionBehavior::Immediate)?;
    let found = look_within(&tx)?;
    match found {
        // Somebody else was faster.
        Found::Ours(SCHEMA_VERSION) => return Ok(()),
        Found::Ours(WITHOUT_PRINTS) => with_prints(&tx, &["facts", "leads", "refusals"])?,
        // Only tables are missing.
        Found::New | Found::Ours(SAME_FACTS) => {}
        Found::Ours(older) if has_facts(&tx)? => {
            return Err(Problem::Store(format!(
                "the database is of an older program (its forms are number {older}, ours {SCHEMA_VERSION}) and holds facts, \
                 which are not rewritten: begin a new one from the journal and the exports"
            )));
        }
        // An older one without facts has no leads either, and their tables may have other columns.
        Found::Ours(_) => {
            tx.execute_batch("DROP TABLE facts; DROP TABLE leads")?;
            with_prints(&tx, &["refusals"])?;
        }
    }
    tx.execute_batch(SCHEMA)?;
    tx.pragma_update(None, "application_id", APPLICATION)?;
    tx.pragma_update(None, "user_version", SCHEMA_VERSION)?;
    Ok(tx.commit()?)
}

/// Whether an older program has stored any: they are written otherwise than this one writes.
fn has_facts(connection: &Connection) -> Result<bool, Problem> {
    Ok(connection.query_row("SELECT EXISTS (SELECT 1 FROM facts)", [], |row| row.get(0))?)
}

/// Gives the rows of older forms their prints.
fn with_prints(tx: &Transaction<'_>, tables: &[&str]) -> Result<(), Problem> {
    for table in tables {
        let known = "SELECT EXISTS (SELECT 1 FROM pragma_table_info(?1) WHERE name = 'print')";
        if !tx.query_row(known, [table], |row| row.get::<_, bool>(0))? {
            tx.execute_batch(&format!("ALTER TABLE {table} ADD COLUMN print TEXT NOT NULL DEFAULT ''"))?;
        }
        print::fill(tx, table)?;
    }
    Ok(())
}
