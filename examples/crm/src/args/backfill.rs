//! The words after `crm backfill`.

use std::path::{Path, PathBuf};
use std::str::FromStr;

use crate::args::Task;
use crate::args::words::Words;
use crate::problem::Problem;
use crate::propose::Proposing;

/// What is to be loaded.
#[derive(Debug)]
pub(crate) struct Backfill {
    pub(crate) mapping: PathBuf,
    /// Where the files lie, if not where the mapping says.
    pub(crate) data: Option<PathBuf>,
    /// Another main file: mended rows of one.
    pub(crate) file: Option<PathBuf>,
    /// Where refused rows go, if not beside the database.
    pub(crate) refused: Option<PathBuf>,
    /// Where the balance goes as JSON.
    pub(crate) balance: Option<PathBuf>,
    pub(crate) allowed: Allowed,
    /// Whether nothing is stored.
    pub(crate) dry_run: bool,
}

/// How many refused rows are no failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Allowed {
    Rows(u64),
    /// So many thousandths of a percent.
    Share(u64),
}

impl Allowed {
    /// Whether so many refused ones of all are allowed.
    pub(crate) fn is_enough(self, refused: u64, all: u64) -> bool {
        match self {
            Self::Rows(most) => refused <= most,
            Self::Share(share) => {
                u128::from(refused).saturating_mul(100_000) <= u128::from(all).saturating_mul(u128::from(share))
            }
        }
    }
}

impl FromStr for Allowed {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || String::from("it must be a number of rows or a share, like `12` or `2.5%`");
        let Some(share) = text.strip_suffix('%') else {
            return text.parse().map(Self::Rows).map_err(|_not| wrong());
        };
        let (whole, part) = share.trim().split_once('.').unwrap_or((share.trim(), ""));
        let is_number = |digits: &str| digits.chars().all(|digit| digit.is_ascii_digit());
        if whole.is_empty() || part.len() > 3 || !is_number(whole) || !is_number(part) {
            return Err(wrong());
        }
        let thousandths: u64 = format!("{whole}{part:0<3}").parse().map_err(|_not| wrong())?;
        if thousandths > 100_000 { Err(wrong()) } else { Ok(Self::Share(thousandths)) }
    }
}

pub(super) fn asked(words: &Words, mapping: PathBuf) -> Result<Backfill, Problem> {
    Ok(Backfill {
        mapping,
        data: words.path("--data"),
        file: words.path("--file"),
        refused: words.path("--refused"),
        balance: words.path("--balance"),
        allowed: words.read("--allow-refused")?.unwrap_or(Allowed::Rows(0)),
        dry_run: words.flag("--dry-run"),
    })
}

/// A dry run: the mapping is tried if it is there, and proposed otherwise.
pub(super) fn tried(words: &Words) -> Result<Task, Problem> {
    if let Some(proposing) = proposing(words) {
        return Ok(Task::Propose(proposing));
    }
    let mapping = words.path("--mapping").filter(|mapping| mapping.exists());
    let needed = "`--dry-run` needs `--mapping FILE`, to try a mapping that is there, or `--file FILE`, to propose one";
    asked(words, mapping.ok_or_else(|| Problem::Usage(String::from(needed)))?).map(Task::Backfill)
}

/// Files of which a mapping is to be proposed: `--dry-run --file A B C`, or `--file A --file B`. Not if the mapping is there: then
/// it is tried.
fn proposing(words: &Words) -> Option<Proposing> {
    let out = words.path("--mapping");
    if words.path("--file").is_none() || out.as_ref().is_some_and(|out| out.exists()) {
        return None;
    }
    let further = words.rest.iter().skip(1).map(Path::new);
    let files = words.paths("--file").chain(further).map(Path::to_path_buf).collect();
    Some(Proposing { files, out })
}
