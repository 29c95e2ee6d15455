//! `SQLite` as event store: facts are appended atomically at an expected revision, and every command id is done once.
//!
//! Snapshots are a cache beside the facts: one that cannot be read, or is not what was stored, is replaced by replaying. `wake` is
//! the host's timer. Facts are believed only if they are what was stored: see `print`.

mod aside;
mod demo;
mod derived;
mod erase;
mod expected;
mod file;
mod keys;
mod lines;
mod merged;
mod outcome;
mod policies;
mod print;
mod schema;
mod timers;
mod visit;

use std::path::Path;

use lead_lifecycle::insight::LinePlan;
use lead_lifecycle::lead::Envelope;
use lead_lifecycle::values::CommandId;
use lead_lifecycle::{Fact, FactKind, Instant, Lead, LeadKey};
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, OptionalExtension as _, Row, Rows, Transaction, TransactionBehavior, params};

use crate::problem::Problem;
use crate::store::derived::LeadRow;
use crate::store::file::{Frozen, Opened, Purpose};

pub(crate) use derived::Derived;
pub(crate) use erase::{BY_HAND, numbered};
pub(crate) use keys::{KeyUse, Taken};
pub(crate) use lines::plan_of;
pub(crate) use merged::Merged;
pub(crate) use outcome::{Done, Origin, Outcome, Reason, Refused, StoredRefusal};
pub(crate) use timers::is_wake;

/// The database.
#[derive(Debug)]
pub(crate) struct Store {
    connection: Connection,
    seen: i64,
    /// The book that the program decides by; none before it has read one.
    held: Option<policies::Held>,
    /// What lines keep, under the newest policy of that book.
    plan: Option<LinePlan>,
    /// That the file is read without its lock, because nobody here may write beside it.
    frozen: Option<Frozen>,
}

/// Everything inside is stored, or nothing.
#[derive(Debug)]
pub(crate) struct Batch<'s> {
    tx: Transaction<'s>,
    /// Whether another connection has written since the last batch: leads in memory may be out of date.
    pub(crate) stale: bool,
    plan: Option<&'s LinePlan>,
}

impl Store {
    /// Opens the database, and makes it if there is none.
    pub(crate) fn open(path: &Path) -> Result<Self, Problem> {
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            std::fs::create_dir_all(folder).map_err(|error| Problem::file(folder, error))?;
        }
        Self::with(path, Purpose::Begin)
    }

    /// Opens a database that must be there.
    pub(crate) fn existing(path: &Path) -> Result<Self, Problem> {
        Self::there(path, Purpose::Store)
    }

    /// Opens a database that must be there, to report on it: it may be write-protected.
    pub(crate) fn to_report(path: &Path) -> Result<Self, Problem> {
        Self::there(path, Purpose::Report)
    }

    fn there(path: &Path, purpose: Purpose) -> Result<Self, Problem> {
        if !path.exists() {
            return Err(Problem::file(path, "no such database: run `crm load` first"));
        }
        Self::with(path, purpose)
    }

    /// Writes everything that is stored into a new file.
    pub(crate) fn copied_to(&self, path: &Path) -> Result<(), Problem> {
        // The name of a file may be any bytes.
        let name = ToSqlOutput::Borrowed(ValueRef::Text(path.as_os_str().as_encoded_bytes()));
        self.connection.execute("VACUUM INTO ?1", [name])?;
        Ok(())
    }

    fn with(path: &Path, purpose: Purpose) -> Result<Self, Problem> {
        let Opened { connection, frozen } = Opened::open(path, purpose)?;
        Ok(Self { connection, seen: -1, held: None, plan: None, frozen })
    }

    /// What was read is of one state of the file, even if it was read without its lock.
    pub(crate) fn check_unchanged(&self) -> Result<(), Problem> {
        self.frozen.as_ref().map_or(Ok(()), Frozen::check)
    }

    /// The pages of the file hold together. Every report asks first: of a damaged page `SQLite` may read fewer rows than there
    /// were.
    pub(crate) fn check_pages(&self) -> Result<(), Problem> {
        let said: String = self.connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
        if said == "ok" { Ok(()) } else { Err(print::damaged(said)) }
    }

    /// Begins a batch. Nobody else writes until it is committed or dropped.
    ///
    /// # Errors
    /// Somebody has added a policy since the program read them, see [`policies`].
    pub(crate) fn begin(&mut self) -> Result<Batch<'_>, Problem> {
        let tx = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        // `data_version` changes only when another connection has committed.
        let version: i64 = tx.query_row("PRAGMA data_version", [], |row| row.get(0))?;
        let stale = version != self.seen;
        self.seen = version;
        if let Some(held) = &self.held {
            held.check(&tx)?;
        }
        Ok(Batch { tx, stale, plan: self.plan.as_ref() })
    }

    pub(crate) fn meta(&self, key: &str) -> Result<Option<String>, Problem> {
        let mut query = self.connection.prepare_cached("SELECT value FROM meta WHERE key = ?1")?;
        Ok(query.query_row([key], |row| row.get(0)).optional()?)
    }

    /// The newest instant at which anything was recorded: the host's present, unless `--now` says otherwise.
    pub(crate) fn newest(&self) -> Result<Option<Instant>, Problem> {
        newest(&self.connection)
    }

    pub(crate) fn lead(&self, key: &LeadKey) -> Result<Option<Lead>, Problem> {
        read_lead(&self.connection, key)
    }

    /// All facts of one lead, oldest first.
    pub(crate) fn history(&self, key: &LeadKey) -> Result<Vec<Fact>, Problem> {
        read_history(&self.connection, key.as_str())
    }

    /// What became of a command: its facts, and why it was refused.
    pub(crate) fn outcome(&self, id: &CommandId) -> Result<(Vec<Fact>, Option<String>), Problem> {
        let mut query =
            self.connection.prepare("SELECT json, print FROM facts WHERE command_id = ?1 ORDER BY rowid")?;
        let facts = facts_of(query.query([id.as_str()])?)?;
        let sql = "SELECT text FROM refusals WHERE command_id = ?1";
        Ok((facts, self.connection.query_row(sql, [id.as_str()], |row| row.get(0)).optional()?))
    }

    /// The lead with the most kinds of facts: a good one to show.
    pub(crate) fn most_eventful(&self) -> Result<Option<LeadKey>, Problem> {
        let sql = "SELECT lead FROM facts GROUP BY lead ORDER BY count(DISTINCT kind) DESC, count(*), lead LIMIT 1";
        let key: Option<String> = self.connection.query_row(sql, [], |row| row.get(0)).optional()?;
        Ok(key.map(|key| LeadKey::new(&key)).transpose()?)
    }

    /// How many leads there are, and how many facts.
    pub(crate) fn size(&self) -> Result<(i64, i64), Problem> {
        let sql = "SELECT (SELECT count(*) FROM leads), (SELECT count(*) FROM facts)";
        Ok(self.connection.query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?)))?)
    }
}

impl Batch<'_> {
    /// What became of a command id, if it was seen before.
    pub(crate) fn done(&self, id: &CommandId) -> Result<Option<Done>, Problem> {
        let mut query =
            self.tx.prepare_cached("SELECT print, outcome, source, line FROM commands WHERE command_id = ?1")?;
        let done = query.query_row([id.as_str()], |row| {
            let outcome: String = row.get(1)?;
            let (source, line): (String, i64) = (row.get(2)?, row.get(3)?);
            let refused = outcome == Outcome::Refused.word();
            let print: String = row.get(0)?;
            let print = Some(print).filter(|print| print != outcome::ERASED);
            Ok(Done { print, refused, place: format!("{source}:{line}") })
        });
        Ok(done.optional()?)
    }

    pub(crate) fn lead(&self, key: &LeadKey) -> Result<Option<Lead>, Problem> {
        read_lead(&self.tx, key)
    }

    /// All facts of one lead, those of this batch too, oldest first.
    pub(crate) fn history(&self, key: &LeadKey) -> Result<Vec<Fact>, Problem> {
        read_history(&self.tx, key.as_str())
    }

    /// Every lead there is.
    pub(crate) fn lead_keys(&self) -> Result<Vec<LeadKey>, Problem> {
        let mut query = self.tx.prepare("SELECT lead FROM leads ORDER BY lead")?;
        let keys = query.query_map([], |row| row.get::<_, String>(0))?;
        keys.map(|key| Ok(LeadKey::new(&key?)?)).collect()
    }

    /// How many leads there are at each stage.
    pub(crate) fn stages(&self) -> Result<Vec<(String, u64)>, Problem> {
        let mut query = self.tx.prepare("SELECT stage, count(*) FROM leads GROUP BY stage")?;
        let rows = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The number of the next command of a source that has no lines of its own.
    pub(crate) fn next_line(&self, source: &str) -> Result<u64, Problem> {
        let sql = "SELECT coalesce(max(line), 0) + 1 FROM commands WHERE source = ?1";
        let line: i64 = self.tx.query_row(sql, [source], |row| row.get(0))?;
        Ok(u64::try_from(line).unwrap_or(1))
    }

    /// Appends facts to a lead that must still be at the expected revision, and notes the keys that they use, or use no
    /// longer; whether it is. What erases the lead rewrites what was stored of it before, see `erase`.
    pub(crate) fn append(
        &self,
        expected: u64,
        facts: &[Fact],
        after: &Lead,
        wake: Option<Instant>,
    ) -> Result<bool, Problem> {
        if !LeadRow::of(after, wake)?.store(&self.tx, expected)? {
            return Ok(false);
        }
        let sql = "INSERT INTO facts (fact_id, lead, revision, command_id, kind, recorded_at, json, print)
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
        let mut insert = self.tx.prepare_cached(sql)?;
        for fact in facts {
            let (envelope, json) = (&fact.envelope, serde_json::to_string(fact)?);
            insert.execute(params![
                envelope.fact.to_string(),
                envelope.lead.as_str(),
                number(envelope.revision),
                envelope.command.as_ref().map(CommandId::as_str),
                fact.kind().as_str(),
                envelope.recorded_at.seconds(),
                json,
                print::of(&json),
            ])?;
        }
        if let Some(redacted) = facts.iter().find(|fact| fact.kind() == FactKind::Redacted) {
            erase::erase(&self.tx, after, redacted)?;
        }
        keys::note(&self.tx, after, facts)?;
        if let Some(plan) = self.plan {
            lines::take_in(&self.tx, plan, facts)?;
        }
        Ok(true)
    }

    /// Notes that a command is done, so that it is never done again.
    pub(crate) fn note(&self, from: Origin<'_>, outcome: Outcome, facts: usize) -> Result<(), Problem> {
        let sql = "INSERT INTO commands (command_id, source, line, print, lead, outcome, facts)
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
                   ON CONFLICT (command_id) DO UPDATE SET outcome = excluded.outcome, facts = excluded.facts,
                       source = excluded.source, line = excluded.line, print = excluded.print, lead = excluded.lead
                   WHERE commands.outcome = 'refused'";
        self.tx.prepare_cached(sql)?.execute(params![
            from.id.as_str(),
            from.source,
            number(from.line),
            from.print.map_or_else(|| outcome::ERASED.to_string(), |print| print.to_string()),
            from.lead.as_str(),
            outcome.word(),
            i64::try_from(facts).unwrap_or(i64::MAX),
        ])?;
        if outcome != Outcome::Refused {
            self.tx.prepare_cached("DELETE FROM refusals WHERE command_id = ?1")?.execute([from.id.as_str()])?;
        }
        Ok(())
    }

    /// Keeps a refusal with its reasons.
    pub(crate) fn refuse(&self, from: Origin<'_>, refused: &Refused) -> Result<(), Problem> {
        self.note(from, Outcome::Refused, 0)?;
        let sql = "INSERT OR REPLACE INTO refusals (command_id, source, line, lead, command, at, reasons, text, print)
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
        let (line, reasons) = (number(from.line), serde_json::to_string(&refused.reasons)?);
        let shown = [from.source, &line.to_string(), from.lead.as_str(), &refused.command, &reasons, &refused.text];
        self.tx.prepare_cached(sql)?.execute(params![
            from.id.as_str(),
            from.source,
            line,
            from.lead.as_str(),
            refused.command,
            refused.at.seconds(),
            reasons,
            refused.text,
            print::of_refusal(shown),
        ])?;
        Ok(())
    }

    pub(crate) fn commit(self) -> Result<(), Problem> {
        Ok(self.tx.commit()?)
    }
}

fn read_lead(connection: &Connection, key: &LeadKey) -> Result<Option<Lead>, Problem> {
    let sql = "SELECT lead, revision, stage, merged_into, snapshot, print FROM leads WHERE lead = ?1";
    let mut query = connection.prepare_cached(sql)?;
    let mut rows = query.query([key.as_str()])?;
    rows.next()?.map(|row| revive(connection, row)).transpose()
}

/// A lead from a row `lead, revision, stage, merged_into, snapshot, print`, or from its facts when that is not to be believed.
fn revive(connection: &Connection, row: &Row<'_>) -> Result<Lead, Problem> {
    match print::lead(row)? {
        (_, Some(lead)) => Ok(lead),
        (key, None) => {
            let facts = read_history(connection, key.as_str())?;
            Lead::replay(&facts).map_err(|error| Problem::Replay { lead: key, error })
        }
    }
}

fn read_history(connection: &Connection, key: &str) -> Result<Vec<Fact>, Problem> {
    let mut query = connection.prepare_cached("SELECT json, print FROM facts WHERE lead = ?1 ORDER BY revision")?;
    let facts = facts_of(query.query([key])?)?;
    let mut last: Option<(&LeadKey, u64)> = None;
    for Envelope { lead, revision, .. } in facts.iter().map(|fact| &fact.envelope) {
        // An index that leads astray leads to another lead, or another fact of it.
        if lead.as_str() != key {
            return Err(print::damaged(format!("a fact of lead `{lead}` is found as one of lead `{key}`")));
        }
        visit::follows(last, (key, *revision))?;
        last = Some((lead, *revision));
    }
    Ok(facts)
}

/// Facts of rows `json, print`.
fn facts_of(mut rows: Rows<'_>) -> Result<Vec<Fact>, Problem> {
    let mut facts = Vec::new();
    while let Some(row) = rows.next()? {
        facts.push(print::fact(row)?);
    }
    Ok(facts)
}

fn newest(connection: &Connection) -> Result<Option<Instant>, Problem> {
    let sql = "SELECT max(recorded_at) FROM facts";
    let seconds: Option<i64> = connection.prepare_cached(sql)?.query_row([], |row| row.get(0))?;
    seconds.map(instant).transpose()
}

fn number(value: u64) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}

fn instant(seconds: i64) -> Result<Instant, Problem> {
    Instant::from_seconds(seconds).map_err(|error| Problem::Store(error.to_string()))
}
