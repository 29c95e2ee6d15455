//! The mapping file of a backfill: which column of which CSV export is what. No code per data set.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use chrono::{NaiveDate, NaiveDateTime};
use lead_lifecycle::lifecycle::OrderPolicy;
use lead_lifecycle::values::{FieldName, Milestone, Moment, ReasonCode, UtcOffset};
use lead_lifecycle::{Currency, Date, Instant, Origin};
use serde::Deserialize;

use crate::problem::Problem;

/// A mapping as written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Mapping {
    /// The name of the data set: part of every command id, so that a row is imported once.
    pub(crate) name: String,
    /// Where the files lie when `--data` is not given, relative to the mapping.
    #[serde(default)]
    pub(crate) data: PathBuf,
    /// The file of which each row is one lead in one cycle.
    pub(crate) file: PathBuf,
    /// Other files, looked up by a key; their columns are written `name.column`.
    #[serde(default)]
    pub(crate) joins: BTreeMap<String, Join>,
    /// The zone of instants without one. A date without a time of day stays a day, wherever that is.
    pub(crate) zone: UtcOffset,
    /// The currency of amounts.
    pub(crate) currency: Currency,
    /// Formats of dates, tried in order.
    pub(crate) dates: Vec<String>,
    /// What undated facts carry, and when the import takes place unless `--now` says otherwise.
    pub(crate) as_of: String,
    /// What to do with dates in an impossible order.
    pub(crate) order: OrderPolicy,
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
    #[serde(default)]
    pub(crate) lost: Option<Lost>,
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
}

/// One value of a row.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Cell {
    pub(crate) column: String,
    /// Other spellings, and words of the policy for words of the export.
    #[serde(default)]
    pub(crate) map: BTreeMap<String, String>,
    /// What an empty cell means.
    #[serde(default)]
    pub(crate) default: Option<String>,
    /// Put before the value.
    #[serde(default)]
    pub(crate) prefix: String,
    /// Numbers are given in so many units.
    #[serde(default)]
    pub(crate) times: Option<u32>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum OriginRule {
    Always(Origin),
    By { column: String, map: BTreeMap<String, Origin>, default: Origin },
}

/// When a row counts: a column has one of these words, or is filled at all.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct When {
    pub(crate) column: String,
    #[serde(default)]
    pub(crate) is: Vec<String>,
}

/// A milestone: reached when `when` holds, or else when `at` is filled.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Reached {
    #[serde(default)]
    pub(crate) when: Option<When>,
    #[serde(default)]
    pub(crate) at: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Won {
    pub(crate) when: When,
    #[serde(default)]
    pub(crate) at: Option<String>,
    #[serde(default)]
    pub(crate) value: Option<Cell>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Lost {
    pub(crate) when: When,
    #[serde(default)]
    pub(crate) at: Option<String>,
    /// A reason code of the policy; unknown when the export does not say.
    #[serde(default)]
    pub(crate) reason: Option<ReasonCode>,
}

impl Mapping {
    /// Reads a mapping file.
    pub(crate) fn read(file: &Path) -> Result<Self, Problem> {
        let text = std::fs::read_to_string(file).map_err(|error| Problem::file(file, error))?;
        toml::from_str(&text).map_err(|error| {
            let before =
                error.span().map_or(0, |span| text.bytes().take(span.start).filter(|byte| *byte == b'\n').count());
            Problem::line(file, u64::try_from(before).unwrap_or(u64::MAX).saturating_add(1), error.message())
        })
    }

    /// Where the files lie.
    pub(crate) fn folder(&self, mapping: &Path, given: Option<&Path>) -> PathBuf {
        given.map_or_else(
            || mapping.parent().map_or_else(|| self.data.clone(), |folder| folder.join(&self.data)),
            Path::to_path_buf,
        )
    }

    /// An instant in one of the formats, or a day when the format has no time of day.
    pub(crate) fn moment(&self, text: &str) -> Result<Moment, String> {
        for format in &self.dates {
            if let Ok(at) = NaiveDateTime::parse_from_str(text, format) {
                let local = at.and_local_timezone(self.zone.to_chrono()).single();
                let at = local.ok_or_else(|| format!("`{text}` is no single instant"))?;
                return Instant::from_utc(at.to_utc()).map(Moment::At).map_err(|error| error.to_string());
            }
            if let Ok(date) = NaiveDate::parse_from_str(text, format) {
                return Date::new(date).map(Moment::Day).map_err(|error| error.to_string());
            }
        }
        Err(format!("`{text}` fits none of the mapping's formats {}", self.dates.join(" | ")))
    }

    /// An instant; a day is its first second in the zone.
    pub(crate) fn instant(&self, text: &str) -> Result<Instant, String> {
        Ok(self.moment(text)?.start(self.zone))
    }

    /// A civil date in one of the formats.
    pub(crate) fn date(&self, text: &str) -> Result<Date, String> {
        Ok(self.instant(text)?.date(self.zone))
    }

    /// Every column that the mapping names.
    pub(crate) fn columns(&self) -> Vec<&str> {
        let cells = [
            Some(&self.lead),
            self.source.as_ref(),
            self.medium.as_ref(),
            self.campaign.as_ref(),
            self.content.as_ref(),
            self.account.as_ref(),
            self.person.as_ref(),
            self.owner.as_ref(),
            self.team.as_ref(),
            self.product.as_ref(),
            self.value.as_ref(),
            self.expected_close.as_ref(),
            self.pipeline.as_ref(),
            self.deal_stage.as_ref(),
            self.won.as_ref().and_then(|won| won.value.as_ref()),
        ];
        let cells =
            cells.into_iter().flatten().chain(self.fields.values()).chain(self.joins.values().map(|join| &join.by));
        let mut columns: Vec<&str> = cells.map(|cell| cell.column.as_str()).collect();
        for reached in self.reached.values() {
            columns.extend(reached.at.as_deref());
            columns.extend(reached.when.as_ref().map(|when| when.column.as_str()));
        }
        columns.extend(self.won.iter().flat_map(|won| [Some(won.when.column.as_str()), won.at.as_deref()]).flatten());
        columns
            .extend(self.lost.iter().flat_map(|lost| [Some(lost.when.column.as_str()), lost.at.as_deref()]).flatten());
        if let OriginRule::By { column, .. } = &self.origin {
            columns.push(column);
        }
        columns
    }
}
