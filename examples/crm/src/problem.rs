//! Everything that can go wrong, with its exit code: 1 for a problem with data, 2 for a wrong command line.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use lead_lifecycle::calendar::Zone;
use lead_lifecycle::lead::{ApplyError, ReplayError};
use lead_lifecycle::lifecycle::{PolicyGap, RecountError};
use lead_lifecycle::values::TextError;
use lead_lifecycle::wording::Words;
use lead_lifecycle::{Faults, Instant, LeadKey, Lifecycle, Refusal, Unmet};
use rusqlite::ErrorCode;

#[derive(Debug, thiserror::Error)]
pub(crate) enum Problem {
    #[error("{0}\nTry `crm --help`.")]
    Usage(String),
    #[error("{}: {what}", file.display())]
    File { file: PathBuf, what: String },
    #[error("{}:{line}: {what}", file.display())]
    Line { file: PathBuf, line: u64, what: String },
    #[error("what is printed goes nowhere: {0}")]
    Output(std::io::Error),
    #[error("database: {}", words_of(.0))]
    Database(#[from] rusqlite::Error),
    #[error("database: stored form: {0}")]
    Stored(#[from] serde_json::Error),
    #[error(transparent)]
    Policy(#[from] PolicyGap),
    #[error("{0}")]
    Key(#[from] TextError),
    #[error("database: lead `{lead}`: {error}")]
    Replay { lead: LeadKey, error: ReplayError },
    #[error("lead `{lead}`: a decided fact does not fold: {error}")]
    Fold { lead: LeadKey, error: ApplyError },
    #[error("lead `{lead}`: its score cannot be counted again: {error}")]
    Recount { lead: LeadKey, error: RecountError },
    #[error("database: {0}")]
    Store(String),
    /// What is stored of one lead is not what was stored.
    #[error("database: {0}")]
    Damaged(String),
    #[error("{0}")]
    Data(String),
    /// The book of the database does not go with the program, or with a lead: nothing of a batch is stored, and nothing is
    /// refused for it.
    #[error("{0}")]
    Book(String),
    /// The id of a line is that of another command, which was done before: nothing of the line is done.
    #[error("{0}")]
    Reused(String),
    /// A date that lies far after the newest one before it.
    #[error("{0}")]
    Far(String),
}

impl Problem {
    #[expect(clippy::needless_pass_by_value, reason = "errors are handed over by `map_err`")]
    pub(crate) fn file(file: &Path, what: impl ToString) -> Self {
        Self::File { file: file.to_path_buf(), what: what.to_string() }
    }

    #[expect(clippy::needless_pass_by_value, reason = "errors are handed over by `map_err`")]
    pub(crate) fn line(file: &Path, line: u64, what: impl ToString) -> Self {
        Self::Line { file: file.to_path_buf(), line, what: what.to_string() }
    }

    /// A refusal, told at the clocks of the policy that is in force then.
    pub(crate) fn refused(refusal: &Refusal, lifecycle: &Lifecycle) -> Self {
        let zone = zone_at(lifecycle, refusal.at);
        let text = Words::in_zone(zone).of(refusal).to_string();
        match gap_of(refusal) {
            Some(_) => Self::Book(format!("{text}\nNothing of this batch is stored, and nothing is refused for it.")),
            None => Self::Data(text),
        }
    }

    /// What the book does not say, told at the clocks of its newest policy.
    pub(crate) fn at_clocks_of(self, lifecycle: &Lifecycle) -> Self {
        let Self::Policy(gap) = self else { return self };
        let zone = lifecycle.newest_policy().zone();
        Self::Book(Words::in_zone(zone).of(&gap).to_string())
    }

    /// Faults of policies, one a line.
    pub(crate) fn faults(what: &str, faults: &Faults) -> Self {
        Self::Book(listed(what, faults))
    }

    /// The same, found when a database was opened.
    pub(crate) fn of_database(self, file: &Path) -> Self {
        match self {
            Self::Store(what) => Self::file(file, what),
            Self::Database(error) => Self::file(file, words_of(&error)),
            Self::Usage(_)
            | Self::File { .. }
            | Self::Line { .. }
            | Self::Output(_)
            | Self::Stored(_)
            | Self::Policy(_)
            | Self::Key(_)
            | Self::Replay { .. }
            | Self::Fold { .. }
            | Self::Recount { .. }
            | Self::Data(_)
            | Self::Book(_)
            | Self::Reused(_)
            | Self::Damaged(_)
            | Self::Far(_) => Self::file(file, self),
        }
    }

    /// Whether it is of one line: what was taken before it in the same batch is sound.
    pub(crate) const fn is_of_one_line(&self) -> bool {
        matches!(
            self,
            Self::Data(_) | Self::Damaged(_) | Self::Replay { .. } | Self::Fold { .. } | Self::Recount { .. }
        )
    }

    /// The same, found at a line of a file.
    pub(crate) fn at(self, file: &Path, line: u64) -> Self {
        if let Self::Data(what) | Self::Far(what) | Self::Reused(what) = self {
            Self::line(file, line, what)
        } else {
            self
        }
    }

    /// The same, found in a file.
    pub(crate) fn of(self, file: &Path) -> Self {
        if let Self::Data(what) | Self::Far(what) = self { Self::file(file, what) } else { self }
    }

    pub(crate) fn exit_code(&self) -> ExitCode {
        match self {
            Self::Usage(_) => ExitCode::from(2),
            Self::File { .. }
            | Self::Line { .. }
            | Self::Output(_)
            | Self::Database(_)
            | Self::Stored(_)
            | Self::Key(_)
            | Self::Policy(_)
            | Self::Replay { .. }
            | Self::Fold { .. }
            | Self::Recount { .. }
            | Self::Store(_)
            | Self::Damaged(_)
            | Self::Data(_)
            | Self::Book(_)
            | Self::Reused(_)
            | Self::Far(_) => ExitCode::from(1),
        }
    }
}

/// That the book says nothing of the lead: no reason to refuse what is asked of it, but one to stop.
pub(crate) fn gap_of(refusal: &Refusal) -> Option<&PolicyGap> {
    refusal.unmet.iter().find_map(|unmet| if let Unmet::Policy(gap) = unmet { Some(gap) } else { None })
}

/// The clocks of the policy in force at an instant; where the book begins later, those of its newest.
pub(crate) fn zone_at(lifecycle: &Lifecycle, at: Instant) -> &Zone {
    lifecycle.policy_at(at).unwrap_or_else(|_begins_later| lifecycle.newest_policy()).zone()
}

/// Faults under what they are of.
pub(crate) fn listed(what: &str, faults: &Faults) -> String {
    faults.iter().fold(String::from(what), |text, fault| format!("{text}\n  {fault}"))
}

/// What `SQLite` complains of, and what can be done about it.
fn words_of(error: &rusqlite::Error) -> String {
    let what = match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => {
            "the disk is full, and of the batch that was begun nothing is stored: make room and run it again"
        }
        Some(ErrorCode::SystemIoFailure) => {
            "the disk cannot be read or written, and of the batch that was begun nothing is stored: mend that and run it again"
        }
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => "somebody else writes all the time: run it again",
        Some(ErrorCode::ReadOnly) => "it is write-protected",
        Some(ErrorCode::CannotOpen) => "it cannot be opened: is it a file, and may you write in its folder?",
        Some(ErrorCode::NotADatabase) => "it is no SQLite database",
        Some(ErrorCode::DatabaseCorrupt) => "the file is damaged: restore it from a copy",
        _ => return error.to_string(),
    };
    format!("{what} ({error})")
}
