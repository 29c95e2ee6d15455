//! How a run of a clock stands, or ended.

use std::fmt;
use std::str::FromStr;

use serde::Serialize;

/// How a run of a clock stands, or ended: each run in one way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Standing {
    /// What it waited for happened, and it never missed a deadline.
    Met,
    /// It is over, and it missed a deadline, or ended after it.
    Missed,
    /// It runs, or is held.
    Open,
    /// The matter was over without it.
    Ended,
    /// It began anew, in time.
    Restarted,
    /// The policy has no such clock any more.
    Retired,
    /// It should never have run, as what was taken back shows.
    Withdrawn,
    /// A later run took its place, and nothing said how it ended.
    Replaced,
}

/// A count of the report, whose runs can be listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RunCount {
    /// All that stand so; of the missed ones also those that are still open.
    Of(Standing),
    /// The deadline of an open one has passed.
    PastDue,
    /// An open one is held.
    Held,
}

impl RunCount {
    const ALL: [(&'static str, Self); 10] = [
        ("met", Self::Of(Standing::Met)),
        ("missed", Self::Of(Standing::Missed)),
        ("open", Self::Of(Standing::Open)),
        ("past-due", Self::PastDue),
        ("held", Self::Held),
        ("ended", Self::Of(Standing::Ended)),
        ("restarted", Self::Of(Standing::Restarted)),
        ("retired", Self::Of(Standing::Retired)),
        ("withdrawn", Self::Of(Standing::Withdrawn)),
        ("replaced", Self::Of(Standing::Replaced)),
    ];
}

impl fmt::Display for RunCount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(Self::ALL.iter().find(|(_, count)| count == self).map_or("", |(word, _)| word))
    }
}

impl fmt::Display for Standing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        RunCount::Of(*self).fmt(f)
    }
}

impl FromStr for RunCount {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let known = Self::ALL.iter().find(|(word, _)| *word == text);
        known.map(|(_, count)| *count).ok_or_else(|| {
            let words = || Self::ALL.iter().map(|(word, _)| *word);
            lead_lifecycle::values::suggest(text, words()).map_or_else(
                || format!("it must be one of {}", words().collect::<Vec<_>>().join(", ")),
                |near| format!("did you mean `{near}`?"),
            )
        })
    }
}
