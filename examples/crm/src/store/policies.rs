//! The policies of the database: the book lies beside the facts that were decided by it, so that every program on one
//! database decides by the same book.
//!
//! A row is written once and never changed. `print` is of the whole document and `fingerprint` of the rules in it: one that
//! was changed by hand, or that this program reads otherwise than the one that wrote it, is found out before it decides.

use lead_lifecycle::lifecycle::{PolicyBook, Version};
use lead_lifecycle::values::Fingerprint;
use lead_lifecycle::{Instant, Policy};
use rusqlite::{Connection, OptionalExtension as _, Transaction, TransactionBehavior, params};

use crate::problem::Problem;
use crate::store::{Batch, Store, plan_of};

/// Which book a program has read: the number and the print of the version that was added last. Versions are only ever added,
/// each at its place in time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Held {
    number: i64,
    print: String,
}

impl Held {
    /// That the book is still the one that was read. Otherwise the program stops: what it would decide, others decide otherwise.
    pub(super) fn check(&self, connection: &Connection) -> Result<(), Problem> {
        let Some(now) = newest(connection)? else {
            return Err(Problem::Book(String::from("the policies of the database are gone")));
        };
        if now == *self {
            return Ok(());
        }
        Err(Problem::Book(format!(
            "the policies of the database have changed since this program read them: they had {} version(s), and now the \
             newest is number {}. What was stored stays, and nothing of the batch that was begun is stored: run it again",
            self.number, now.number
        )))
    }
}

fn newest(connection: &Connection) -> Result<Option<Held>, Problem> {
    let sql = "SELECT number, print FROM policies ORDER BY number DESC LIMIT 1";
    let mut query = connection.prepare_cached(sql)?;
    Ok(query.query_row([], |row| Ok(Held { number: row.get(0)?, print: row.get(1)? })).optional()?)
}

/// One stored version, believed only if it is what was stored.
fn revive(number: i64, [since, fingerprint, print, json]: [&str; 4]) -> Result<Version, Problem> {
    let wrong = |what: &str| {
        Problem::Book(format!(
            "policy {number} of the database {what}: nothing is decided by it. Restore the row from a copy of the database"
        ))
    };
    if Fingerprint::of(json).to_string() != print {
        return Err(wrong("is not the text that was stored"));
    }
    let version: Version = serde_json::from_str(json).map_err(|error| wrong(&format!("cannot be read: {error}")))?;
    let stamp = version.stamp();
    if stamp.fingerprint.to_string() != fingerprint {
        let got = format!("was stored with fingerprint {fingerprint}, and has {}", stamp.fingerprint);
        return Err(wrong(&got));
    }
    if stamp.since.seconds().to_string() != since {
        return Err(wrong("was stored with another date"));
    }
    Ok(version)
}

fn read(connection: &Connection) -> Result<Option<PolicyBook>, Problem> {
    let sql = "SELECT number, since, fingerprint, print, json FROM policies ORDER BY since";
    let mut query = connection.prepare(sql)?;
    let mut rows = query.query([])?;
    let mut versions = Vec::new();
    while let Some(row) = rows.next()? {
        let since = row.get::<_, i64>(1)?.to_string();
        let text = |column| Ok::<_, rusqlite::Error>(row.get_ref(column)?.as_str().unwrap_or_default());
        versions.push(revive(row.get(0)?, [&since, text(2)?, text(3)?, text(4)?])?);
    }
    if versions.is_empty() {
        return Ok(None);
    }
    PolicyBook::new(versions)
        .map(Some)
        .map_err(|faults| Problem::faults("the policies of the database do not hold together", &faults))
}

fn insert(tx: &Transaction<'_>, version: &Version) -> Result<(), Problem> {
    let json = serde_json::to_string(version)?;
    let (stamp, print) = (version.stamp(), Fingerprint::of(&json).to_string());
    let sql = "INSERT INTO policies (number, since, fingerprint, print, json)
               VALUES ((SELECT coalesce(max(number), 0) + 1 FROM policies), ?1, ?2, ?3, ?4)";
    let row = params![stamp.since.seconds(), stamp.fingerprint.to_string(), print, json];
    tx.execute(sql, row)?;
    Ok(())
}

impl Store {
    /// The book of the database. From now on every batch holds that it is still this one.
    pub(crate) fn book(&mut self) -> Result<Option<PolicyBook>, Problem> {
        // Both of one instant, whoever writes meanwhile.
        let tx = self.connection.transaction()?;
        let (book, held) = (read(&tx)?, newest(&tx)?);
        tx.commit()?;
        self.held = held;
        self.plan = book.as_ref().map(|book| plan_of(book.newest().policy()));
        Ok(book)
    }

    /// Makes a policy the first version of a database that has none; the book, whoever was first.
    pub(crate) fn begin_book(&mut self, first: Policy) -> Result<PolicyBook, Problem> {
        let book = PolicyBook::of(first);
        let tx = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        if newest(&tx)?.is_none() {
            let decided: bool = tx.query_row("SELECT EXISTS (SELECT 1 FROM facts)", [], |row| row.get(0))?;
            if decided {
                return Err(Problem::Book(String::from(
                    "the policies of the database are gone, and facts were decided by them: restore them from a copy of the database",
                )));
            }
            insert(&tx, book.newest())?;
        }
        tx.commit()?;
        Ok(self.book()?.unwrap_or(book))
    }
}

impl Batch<'_> {
    /// Adds a version: every lead wakes when it comes into force, if not before. Its number.
    ///
    /// Both in one transaction: a version that wakes nobody would come into force for those only who are told something.
    pub(crate) fn add_version(&self, version: &Version) -> Result<(), Problem> {
        insert(&self.tx, version)?;
        let sql = "UPDATE leads SET wake = min(coalesce(wake, ?1), ?1)";
        self.tx.execute(sql, [version.from().seconds()])?;
        Ok(())
    }

    /// The newest instant at which anything was recorded.
    pub(crate) fn newest(&self) -> Result<Option<Instant>, Problem> {
        super::newest(&self.tx)
    }
}
