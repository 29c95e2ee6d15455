//! A mapping as written.

use std::collections::BTreeMap;
use std::path::PathBuf;

use lead_lifecycle::lifecycle::OrderPolicy;
use lead_lifecycle::values::{FieldName, Milestone};
use lead_lifecycle::{Currency, Origin};
use serde::Deserialize;

use crate::import::dates::{DateFormat, LocalZone};
use crate::import::encoding::Encoded;
use crate::import::mapping::cell::{Cell, Given, When};
use crate::import::mapping::ends::{Ended, Merged, Won};
use crate::import::mapping::files::{Activities, Form, History, Join};
use crate::import::mapping::mark::Mark;

/// A mapping as written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Mapping {
    /// The name of the data set: part of every command id, so that a row is imported once.
    pub(crate) name: String,
    /// Where the files lie when `--data` is not given, relative to the mapping.
    #[serde(default)]
    pub(crate) data: PathBuf,
    /// The main file: each row is one round of a lead, or with `[history]` one lead.
    pub(crate) file: PathBuf,
    #[serde(default)]
    encoding: Option<Encoded>,
    #[serde(default)]
    delimiter: Option<Mark>,
    #[serde(default)]
    quote: Option<Mark>,
    #[serde(default)]
    header: Option<u64>,
    /// Other files, looked up by a key; their columns are written `name.column`.
    #[serde(default)]
    pub(crate) joins: BTreeMap<String, Join>,
    #[serde(default)]
    pub(crate) history: Option<History>,
    #[serde(default)]
    pub(crate) activities: Option<Activities>,
    /// The zone of instants without one. A date without a time of day stays a day, wherever that is.
    pub(crate) zone: LocalZone,
    /// The currency of amounts, of all rows or by a column.
    pub(crate) currency: Given<Currency>,
    /// Formats of dates, tried in order.
    pub(crate) dates: Vec<DateFormat>,
    /// What undated facts carry, and when the import takes place unless `--now` says otherwise.
    pub(crate) as_of: String,
    /// What to do with dates in an impossible order.
    pub(crate) order: OrderPolicy,
    /// The sign before the fraction of a number.
    #[serde(default)]
    pub(crate) decimal: Option<char>,
    /// The sign between thousands.
    #[serde(default)]
    pub(crate) thousands: Option<char>,
    /// Signs and words around an amount that mean its currency.
    #[serde(default)]
    pub(crate) signs: Vec<String>,
    /// Words that mean empty, in every column.
    #[serde(default = "empty_words")]
    pub(crate) empty: Vec<String>,
    /// Days that mean empty, in every column.
    #[serde(default = "empty_days")]
    pub(crate) empty_dates: Vec<String>,
    /// Words of flags.
    #[serde(default = "yes_words")]
    pub(crate) yes: Vec<String>,
    #[serde(default = "no_words")]
    pub(crate) no: Vec<String>,
    /// Columns that are left out on purpose, of joined files as `name.column`.
    #[serde(default)]
    pub(crate) ignore: Vec<String>,
    /// What is otherwise in one column.
    #[serde(default)]
    pub(crate) columns: BTreeMap<String, Column>,
    /// The words of coded columns that no rule names.
    #[serde(default)]
    pub(crate) words: BTreeMap<String, Known>,
    /// The key of the lead.
    pub(crate) lead: Cell,
    /// Where it came from: every row the same, or by a column.
    pub(crate) origin: OriginRule,
    #[serde(default)]
    pub(crate) source: Option<Cell>,
    #[serde(default)]
    pub(crate) medium: Option<Cell>,
    #[serde(default)]
    pub(crate) campaign: Option<Cell>,
    #[serde(default)]
    pub(crate) content: Option<Cell>,
    #[serde(default)]
    pub(crate) account: Option<Cell>,
    #[serde(default)]
    pub(crate) person: Option<Cell>,
    #[serde(default)]
    pub(crate) owner: Option<Cell>,
    #[serde(default)]
    pub(crate) team: Option<Cell>,
    /// Profile fields, by their names in the policy; the policy's types say how to read them.
    #[serde(default)]
    pub(crate) fields: BTreeMap<FieldName, Cell>,
    /// The milestones that the export reports.
    #[serde(default)]
    pub(crate) reached: BTreeMap<Milestone, Reached>,
    /// The key of the deal: with it a row is known again wherever it stands in the file.
    #[serde(default)]
    pub(crate) deal: Option<Cell>,
    /// The key of the contract of a row that was won.
    #[serde(default)]
    pub(crate) contract: Option<Cell>,
    /// First day of that contract; the day of the win by default.
    #[serde(default)]
    pub(crate) contract_starts: Option<Cell>,
    /// Its last day.
    #[serde(default)]
    pub(crate) contract_ends: Option<Cell>,
    #[serde(default)]
    pub(crate) product: Option<Cell>,
    #[serde(default)]
    pub(crate) value: Option<Cell>,
    #[serde(default)]
    pub(crate) expected_close: Option<Cell>,
    #[serde(default)]
    pub(crate) pipeline: Option<Cell>,
    #[serde(default)]
    pub(crate) deal_stage: Option<Cell>,
    #[serde(default)]
    pub(crate) won: Option<Won>,
    /// Bought without sales.
    #[serde(default)]
    pub(crate) bought: Option<Won>,
    /// That the contract of a row that was won or bought has ended.
    #[serde(default)]
    pub(crate) churned: Option<Ended>,
    #[serde(default)]
    pub(crate) lost: Option<Ended>,
    #[serde(default)]
    pub(crate) recycled: Option<Ended>,
    #[serde(default)]
    pub(crate) disqualified: Option<Ended>,
    #[serde(default)]
    pub(crate) discarded: Option<Ended>,
    #[serde(default)]
    pub(crate) merged: Option<Merged>,
}

impl Mapping {
    /// How the main file is written.
    pub(crate) const fn form(&self) -> Form {
        Form { encoding: self.encoding, delimiter: self.delimiter, quote: self.quote, header: self.header }
    }
}

/// What is otherwise in one column.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Column {
    #[serde(default)]
    pub(crate) zone: Option<LocalZone>,
    #[serde(default)]
    pub(crate) dates: Option<Vec<DateFormat>>,
    #[serde(default)]
    pub(crate) empty: Option<Vec<String>>,
    #[serde(default)]
    pub(crate) empty_dates: Option<Vec<String>>,
    #[serde(default)]
    pub(crate) decimal: Option<char>,
    #[serde(default)]
    pub(crate) thousands: Option<char>,
}

/// Words of a coded column that mean no more than the row itself.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Known {
    #[serde(default)]
    pub(crate) known: Vec<String>,
    /// What a word counts as that is in no list.
    #[serde(default)]
    pub(crate) default: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum OriginRule {
    Always(Origin),
    By {
        column: String,
        map: BTreeMap<String, Origin>,
        /// What an empty cell means, and a word that is in no list: without it such a word refuses the row.
        #[serde(default)]
        default: Option<Origin>,
    },
}

/// A milestone: reached when `when` holds, or else when `at` is filled.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Reached {
    #[serde(default)]
    pub(crate) when: Option<When>,
    #[serde(default)]
    pub(crate) at: Option<String>,
}

fn owned(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| String::from(*word)).collect()
}

fn empty_words() -> Vec<String> {
    owned(&["NULL", "null", "(none)", "N/A"])
}

fn empty_days() -> Vec<String> {
    owned(&["0000-00-00", "1970-01-01", "1900-01-01", "10000-01-01"])
}

fn yes_words() -> Vec<String> {
    owned(&["yes", "true", "1", "y", "t", "on", "はい", "有", "有り", "あり", "○", "〇"])
}

fn no_words() -> Vec<String> {
    owned(&["no", "false", "0", "n", "f", "off", "いいえ", "無", "無し", "なし", "×"])
}
