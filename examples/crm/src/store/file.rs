//! The file of a database: whose it is, and how it may be opened. A file of another program is left as it is.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use rusqlite::{Connection, ErrorCode, MAIN_DB, OpenFlags};

use crate::problem::Problem;
use crate::store::schema::{self, Found};

/// What somebody wants to do with a database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    /// To store; a database that is not there is begun.
    Begin,
    /// To store, in a database that is there.
    Store,
    /// To report.
    Report,
}

/// A database that nobody here may write, read without its lock: whether somebody else has written is known afterwards.
#[derive(Debug)]
pub(super) struct Frozen {
    path: PathBuf,
    was: (u64, Option<SystemTime>),
}

/// A database opened for a purpose.
#[derive(Debug)]
pub(super) struct Opened {
    pub(super) connection: Connection,
    pub(super) frozen: Option<Frozen>,
}

impl Opened {
    pub(super) fn open(path: &Path, purpose: Purpose) -> Result<Self, Problem> {
        let wrong = |problem: Problem| problem.of_database(path);
        let mut flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        if purpose == Purpose::Begin {
            flags |= OpenFlags::SQLITE_OPEN_CREATE;
        }
        let opened = Connection::open_with_flags(named(path), flags);
        let found = opened.map_err(Problem::from).and_then(|connection| {
            connection.busy_timeout(schema::PATIENCE)?;
            Ok((schema::look(&connection)?, connection))
        });
        let (found, connection) = match found {
            // What nobody here may write, SQLite opens only if it knows that nobody else does either.
            Err(problem) if purpose == Purpose::Report && problem.is_closed_to_writing() => {
                return Frozen::open(path).map_err(wrong);
            }
            other => other.map_err(wrong)?,
        };
        let guarded = connection.is_readonly(MAIN_DB)?;
        if purpose != Purpose::Report {
            if guarded {
                return Err(Problem::file(
                    path,
                    "the database is write-protected: it can be reported on, and nothing is stored in it",
                ));
            }
            schema::prepare(&connection).map_err(wrong)?;
            return Ok(Self { connection, frozen: None });
        }
        schema::for_reading(&connection)?;
        match (found, guarded) {
            (Found::Ours(schema::SCHEMA_VERSION), _) => {}
            (Found::New, _) => return Err(Problem::file(path, "the database holds nothing yet: run `crm load` first")),
            (Found::Ours(_), true) => return Err(of_before(path)),
            (Found::Ours(_), false) => schema::prepare(&connection).map_err(wrong)?,
        }
        Ok(Self { connection, frozen: None })
    }
}

impl Frozen {
    /// Opens a file as it stands on the disk.
    fn open(path: &Path) -> Result<Opened, Problem> {
        if has_log(path) {
            return Err(Problem::Store(String::from(
                "what was stored last is still in its log (the file `…-wal` beside it), which cannot be read without \
                 writing beside it: run `crm verify` as somebody who may write there, or copy the database and its log \
                 into a folder of your own",
            )));
        }
        let frozen = Self { path: path.to_path_buf(), was: seen(path) };
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_URI;
        let connection = Connection::open_with_flags(immutable(path), flags)?;
        schema::for_reading(&connection)?;
        match schema::look(&connection)? {
            Found::Ours(schema::SCHEMA_VERSION) => Ok(Opened { connection, frozen: Some(frozen) }),
            Found::Ours(_) => Err(of_before(path)),
            Found::New => Err(Problem::Store(String::from("the database holds nothing yet"))),
        }
    }

    /// Nobody has written since it was opened.
    pub(super) fn check(&self) -> Result<(), Problem> {
        if has_log(&self.path) || seen(&self.path) != self.was {
            let what = "somebody has written to the database while it was read without its lock, so what was read may be \
                        wrong: run it again";
            return Err(Problem::file(&self.path, what));
        }
        Ok(())
    }
}

fn of_before(path: &Path) -> Problem {
    let what = "the tables are those of an older program, and the database is write-protected: run `crm verify` once as \
                somebody who may write it";
    Problem::file(path, what)
}

/// A name that `SQLite` takes for that of a file, whatever it is.
fn named(path: &Path) -> PathBuf {
    if path.is_absolute() { path.to_path_buf() } else { Path::new(".").join(path) }
}

/// Whether something stands in the log that is not in the file yet.
fn has_log(path: &Path) -> bool {
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    std::fs::metadata(log).is_ok_and(|log| log.len() > 0)
}

/// Length and date of a file.
fn seen(path: &Path) -> (u64, Option<SystemTime>) {
    std::fs::metadata(path).map_or((0, None), |file| (file.len(), file.modified().ok()))
}

/// The address of a file that `SQLite` shall take as one that nobody changes.
fn immutable(path: &Path) -> String {
    let path = named(path);
    let mut address = String::from("file:");
    for byte in path.as_os_str().as_encoded_bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'.' | b'-' | b'_' => address.push(char::from(*byte)),
            other => {
                let _infallible = write!(address, "%{other:02X}");
            }
        }
    }
    address + "?immutable=1"
}

impl Problem {
    /// That a database cannot be read because something beside it would have to be written.
    fn is_closed_to_writing(&self) -> bool {
        let Self::Database(error) = self else { return false };
        matches!(
            error.sqlite_error_code(),
            Some(ErrorCode::CannotOpen | ErrorCode::ReadOnly | ErrorCode::PermissionDenied)
        )
    }
}
