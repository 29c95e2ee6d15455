//! The files of a mapping in a private database on disk: rows are put together by key there, and memory stays flat however
//! many there are. It is gone with the program.

use rusqlite::{Connection, OptionalExtension as _, params};

use crate::problem::Problem;

/// The database of one run.
#[derive(Debug)]
pub(crate) struct Staging {
    connection: Connection,
}

/// A row of the main file as it waits to be imported.
#[derive(Debug, Clone)]
pub(crate) struct Waiting {
    /// Its number in the main file, from 1.
    pub(crate) number: i64,
    pub(crate) line: u64,
    /// Which row of its lead it was when it was refused, if it comes from a file of refused rows.
    pub(crate) nth: Option<u64>,
    pub(crate) cells: Vec<String>,
}

/// A row of another file.
#[derive(Debug, Clone)]
pub(crate) struct Found {
    pub(crate) number: i64,
    pub(crate) line: u64,
    pub(crate) cells: Vec<String>,
}

/// A row that was refused.
#[derive(Debug)]
pub(crate) struct Kept {
    pub(crate) nth: Option<u64>,
    pub(crate) because: String,
    pub(crate) cells: Vec<String>,
}

const TABLES: &str = "
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
CREATE TABLE main (number INTEGER PRIMARY KEY, line INTEGER NOT NULL, nth INTEGER, lead TEXT, cells TEXT NOT NULL) STRICT;
CREATE TABLE beside (number INTEGER PRIMARY KEY, file INTEGER NOT NULL, key TEXT NOT NULL, line INTEGER NOT NULL,
                     asked INTEGER NOT NULL DEFAULT 0, cells TEXT NOT NULL) STRICT;
CREATE TABLE refused (number INTEGER PRIMARY KEY, nth INTEGER, because TEXT NOT NULL) STRICT;
BEGIN;
";

impl Staging {
    pub(crate) fn open() -> Result<Self, Problem> {
        // An empty name is a file of its own that nobody else sees.
        let connection = Connection::open("")?;
        connection.execute_batch(TABLES)?;
        Ok(Self { connection })
    }

    /// Keeps a row of another file.
    pub(crate) fn put_beside(&self, file: usize, key: &str, line: u64, cells: &[String]) -> Result<(), Problem> {
        let sql = "INSERT INTO beside (file, key, line, cells) VALUES (?1, ?2, ?3, ?4)";
        let cells = serde_json::to_string(cells)?;
        self.connection.prepare_cached(sql)?.execute(params![place(file), key, signed(line), cells])?;
        Ok(())
    }

    /// All rows of other files are in.
    pub(crate) fn index_beside(&self) -> Result<(), Problem> {
        Ok(self.connection.execute_batch("CREATE INDEX beside_by_key ON beside (file, key, number)")?)
    }

    /// The first row of a file whose key was there before.
    pub(crate) fn doubled(&self, file: usize) -> Result<Option<(String, u64)>, Problem> {
        let sql = "SELECT key, line FROM beside AS later
                   WHERE file = ?1 AND key <> '' AND EXISTS (SELECT 1 FROM beside AS earlier
                       WHERE earlier.file = later.file AND earlier.key = later.key AND earlier.number < later.number)
                   ORDER BY number LIMIT 1";
        let doubled = self.connection.query_row(sql, [place(file)], |row| Ok((row.get(0)?, row.get::<_, i64>(1)?)));
        Ok(doubled.optional()?.map(|(key, line)| (key, unsigned(line))))
    }

    /// The rows of another file with a key, in the order of the file; they count as asked for.
    pub(crate) fn beside(&self, file: usize, key: &str) -> Result<Vec<Found>, Problem> {
        let sql = "SELECT number, line, cells, asked FROM beside WHERE file = ?1 AND key = ?2 ORDER BY number";
        let mut query = self.connection.prepare_cached(sql)?;
        let mut rows = query.query(params![place(file), key])?;
        let (mut found, mut first) = (Vec::new(), false);
        while let Some(row) = rows.next()? {
            let cells = serde_json::from_str(row.get_ref(2)?.as_str().unwrap_or_default())?;
            first |= row.get::<_, i64>(3)? == 0;
            found.push(Found { number: row.get(0)?, line: unsigned(row.get(1)?), cells });
        }
        if first {
            let sql = "UPDATE beside SET asked = 1 WHERE file = ?1 AND key = ?2";
            self.connection.prepare_cached(sql)?.execute(params![place(file), key])?;
        }
        Ok(found)
    }

    /// How many rows of another file nobody asked for, and the first of them.
    pub(crate) fn unmatched(&self, file: usize, most: usize) -> Result<(u64, Vec<(u64, String)>), Problem> {
        let sql = "SELECT count(*) FROM beside WHERE file = ?1 AND asked = 0";
        let count: i64 = self.connection.query_row(sql, [place(file)], |row| row.get(0))?;
        let sql = "SELECT line, key FROM beside WHERE file = ?1 AND asked = 0 ORDER BY number LIMIT ?2";
        let mut query = self.connection.prepare(sql)?;
        let first = query.query_map(params![place(file), place(most)], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let first = first.collect::<Result<Vec<(i64, String)>, _>>()?;
        Ok((unsigned(count), first.into_iter().map(|(line, key)| (unsigned(line), key)).collect()))
    }

    /// Keeps a row of the main file; without a key it cannot be imported.
    pub(crate) fn put(&self, row: &Waiting, lead: Option<&str>) -> Result<(), Problem> {
        let sql = "INSERT INTO main (number, line, nth, lead, cells) VALUES (?1, ?2, ?3, ?4, ?5)";
        let nth = row.nth.map(signed);
        let cells = serde_json::to_string(&row.cells)?;
        self.connection.prepare_cached(sql)?.execute(params![row.number, signed(row.line), nth, lead, cells])?;
        Ok(())
    }

    /// All rows of the main file are in.
    pub(crate) fn index_main(&self) -> Result<(), Problem> {
        Ok(self.connection.execute_batch("CREATE INDEX main_by_lead ON main (lead, number) WHERE lead IS NOT NULL")?)
    }

    /// The leads after one, by key, with the number of rows that they have.
    pub(crate) fn leads_after(&self, after: &str, most: usize) -> Result<Vec<(String, u64)>, Problem> {
        let sql = "SELECT lead, count(*) FROM main WHERE lead IS NOT NULL AND lead > ?1
                   GROUP BY lead ORDER BY lead LIMIT ?2";
        let mut query = self.connection.prepare_cached(sql)?;
        let leads = query.query_map(params![after, place(most)], |row| Ok((row.get(0)?, row.get::<_, i64>(1)?)))?;
        let leads = leads.collect::<Result<Vec<(String, i64)>, _>>()?;
        Ok(leads.into_iter().map(|(lead, rows)| (lead, unsigned(rows))).collect())
    }

    /// The rows of one lead, in the order of the file.
    pub(crate) fn rows_of(&self, lead: &str) -> Result<Vec<Waiting>, Problem> {
        let mut found = Vec::new();
        self.each_row_of(lead, |row| {
            found.push(row);
            Ok(())
        })?;
        Ok(found)
    }

    /// Visits the rows of one lead, in the order of the file.
    pub(crate) fn each_row_of(
        &self,
        lead: &str,
        mut visit: impl FnMut(Waiting) -> Result<(), Problem>,
    ) -> Result<(), Problem> {
        let sql = "SELECT number, line, nth, cells FROM main WHERE lead = ?1 ORDER BY number";
        let mut query = self.connection.prepare_cached(sql)?;
        let mut rows = query.query([lead])?;
        while let Some(row) = rows.next()? {
            let cells = serde_json::from_str(row.get_ref(3)?.as_str().unwrap_or_default())?;
            let nth = row.get::<_, Option<i64>>(2)?.map(unsigned);
            visit(Waiting { number: row.get(0)?, line: unsigned(row.get(1)?), nth, cells })?;
        }
        Ok(())
    }

    /// Keeps why a row was refused.
    pub(crate) fn refuse(&self, number: i64, nth: Option<u64>, because: &str) -> Result<(), Problem> {
        let sql = "INSERT OR REPLACE INTO refused (number, nth, because) VALUES (?1, ?2, ?3)";
        self.connection.prepare_cached(sql)?.execute(params![number, nth.map(signed), because])?;
        Ok(())
    }

    /// Visits what was refused, in the order of the file.
    pub(crate) fn each_refused(&self, mut visit: impl FnMut(&Kept) -> Result<(), Problem>) -> Result<(), Problem> {
        let sql = "SELECT refused.nth, because, cells FROM refused JOIN main USING (number) ORDER BY number";
        let mut query = self.connection.prepare(sql)?;
        let mut rows = query.query([])?;
        while let Some(row) = rows.next()? {
            let cells = serde_json::from_str(row.get_ref(2)?.as_str().unwrap_or_default())?;
            let nth = row.get::<_, Option<i64>>(0)?.map(unsigned);
            visit(&Kept { nth, because: row.get(1)?, cells })?;
        }
        Ok(())
    }
}

fn place(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

fn unsigned(number: i64) -> u64 {
    u64::try_from(number).unwrap_or(0)
}
