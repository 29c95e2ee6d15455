//! The files of a mapping beside the main one, and how a file is written.

use std::collections::BTreeMap;
use std::path::PathBuf;

use lead_lifecycle::values::FieldName;
use serde::Deserialize;

use crate::import::dates::{DateFormat, LocalZone};
use crate::import::encoding::Encoded;
use crate::import::mapping::cell::Cell;
use crate::import::mapping::mark::Mark;

/// How a file is written: what is not said is found, and told.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Form {
    pub(crate) encoding: Option<Encoded>,
    pub(crate) delimiter: Option<Mark>,
    pub(crate) quote: Option<Mark>,
    /// The number of the line with the names of the columns, 1 by default.
    pub(crate) header: Option<u64>,
}

impl Form {
    /// What the file itself does not say is as in the main file, apart from the header's line.
    pub(crate) fn or(self, main: Self) -> Self {
        Self {
            encoding: self.encoding.or(main.encoding),
            delimiter: self.delimiter.or(main.delimiter),
            quote: self.quote.or(main.quote),
            header: self.header,
        }
    }
}

/// A file to look up.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Join {
    pub(crate) file: PathBuf,
    /// What to look up, from the main file.
    pub(crate) by: Cell,
    /// The column of this file that holds it.
    pub(crate) key: String,
    /// The zone of instants of this file that have none.
    #[serde(default)]
    pub(crate) zone: Option<LocalZone>,
    #[serde(default)]
    pub(crate) dates: Option<Vec<DateFormat>>,
    #[serde(default)]
    encoding: Option<Encoded>,
    #[serde(default)]
    delimiter: Option<Mark>,
    #[serde(default)]
    quote: Option<Mark>,
    #[serde(default)]
    header: Option<u64>,
}

/// A file of stage changes, one a row; without a file of its own the main file is that.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct History {
    #[serde(default)]
    pub(crate) file: Option<PathBuf>,
    /// What to look up, from the main file: the lead's key by default.
    #[serde(default)]
    pub(crate) by: Option<Cell>,
    /// The column of this file that holds it.
    #[serde(default)]
    pub(crate) key: Option<String>,
    /// When the change was.
    pub(crate) at: String,
    /// What it changed to: `lead`, `mql`, `sql`, `sao`, `opportunity`, `won`, `bought`, `lost`, `recycled`, `disqualified`,
    /// `discarded`, or `deal:STAGE`.
    pub(crate) stage: Cell,
    /// A reason, where it changed to an end.
    #[serde(default)]
    pub(crate) reason: Option<Cell>,
    /// The zone of instants of this file that have none.
    #[serde(default)]
    pub(crate) zone: Option<LocalZone>,
    #[serde(default)]
    pub(crate) dates: Option<Vec<DateFormat>>,
    #[serde(default)]
    encoding: Option<Encoded>,
    #[serde(default)]
    delimiter: Option<Mark>,
    #[serde(default)]
    quote: Option<Mark>,
    #[serde(default)]
    header: Option<u64>,
}

/// A file of activities, one a row.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Activities {
    pub(crate) file: PathBuf,
    /// What to look up, from the main file: the lead's key by default.
    #[serde(default)]
    pub(crate) by: Option<Cell>,
    /// The column of this file that holds it.
    pub(crate) key: String,
    /// The activity's own key.
    pub(crate) id: Cell,
    pub(crate) kind: Cell,
    /// When it was.
    pub(crate) at: String,
    /// What it was about.
    #[serde(default)]
    pub(crate) object: Option<Cell>,
    #[serde(default)]
    pub(crate) fields: BTreeMap<FieldName, Cell>,
    /// The zone of instants of this file that have none.
    #[serde(default)]
    pub(crate) zone: Option<LocalZone>,
    #[serde(default)]
    pub(crate) dates: Option<Vec<DateFormat>>,
    #[serde(default)]
    encoding: Option<Encoded>,
    #[serde(default)]
    delimiter: Option<Mark>,
    #[serde(default)]
    quote: Option<Mark>,
    #[serde(default)]
    header: Option<u64>,
}

impl Join {
    pub(crate) const fn form(&self) -> Form {
        Form { encoding: self.encoding, delimiter: self.delimiter, quote: self.quote, header: self.header }
    }
}

impl History {
    pub(crate) const fn form(&self) -> Form {
        Form { encoding: self.encoding, delimiter: self.delimiter, quote: self.quote, header: self.header }
    }
}

impl Activities {
    pub(crate) const fn form(&self) -> Form {
        Form { encoding: self.encoding, delimiter: self.delimiter, quote: self.quote, header: self.header }
    }
}
