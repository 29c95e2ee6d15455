//! Everything that can go wrong, with its exit code: 1 for a problem with data, 2 for a wrong command line.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use lead_lifecycle::lead::{ApplyError, ReplayError};
use lead_lifecycle::values::TextError;
use lead_lifecycle::wording::Words;
use lead_lifecycle::{LeadKey, Lifecycle, Refusal};

#[derive(Debug, thiserror::Error)]
pub(crate) enum Problem {
    #[error("{0}\nTry `crm --help`.")]
    Usage(String),
    #[error("{}: {what}", file.display())]
    File { file: PathBuf, what: String },
    #[error("{}:{line}: {what}", file.display())]
    Line { file: PathBuf, line: u64, what: String },
    #[error("database: {0}")]
    Database(#[from] rusqlite::Error),
    #[error("database: stored form: {0}")]
    Stored(#[from] serde_json::Error),
    #[error("{0}")]
    Key(#[from] TextError),
    #[error("database: lead `{lead}`: {error}")]
    Replay { lead: LeadKey, error: ReplayError },
    #[error("lead `{lead}`: a decided fact does not fold: {error}")]
    Fold { lead: LeadKey, error: ApplyError },
    #[error("database: {0}")]
    Store(String),
    #[error("{0}")]
    Data(String),
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

    /// A refusal, told at the clocks of the policy.
    pub(crate) fn refused(refusal: &Refusal, lifecycle: &Lifecycle) -> Self {
        let zone = lifecycle.policy().utc_offset();
        Self::Data(Words::in_zone(&zone).of(refusal).to_string())
    }

    /// The same, found at a line of a file.
    pub(crate) fn at(self, file: &Path, line: u64) -> Self {
        if let Self::Data(what) | Self::Far(what) = self { Self::line(file, line, what) } else { self }
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
            | Self::Database(_)
            | Self::Stored(_)
            | Self::Key(_)
            | Self::Replay { .. }
            | Self::Fold { .. }
            | Self::Store(_)
            | Self::Data(_)
            | Self::Far(_) => ExitCode::from(1),
        }
    }
}
