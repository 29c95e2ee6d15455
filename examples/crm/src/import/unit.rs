//! What is imported together: one row of the main file, or where that is a stage history all rows of one deal.

use lead_lifecycle::lifecycle::{LegacyActivity, LegacyChange, LegacyRow};
use lead_lifecycle::values::{CommandId, Fingerprint};
use lead_lifecycle::{Instant, LeadKey, Policy};

use crate::import::fill::{joined, key_of, misfit};
use crate::import::plan::Plan;
use crate::import::record::Record;
use crate::import::row::{Faults, Reader, plain_currency, signs};
use crate::import::staging::{Staging, Waiting};
use crate::import::trouble::Trouble;
use crate::problem::Problem;

/// Something to be imported as a whole, or not at all.
#[derive(Debug)]
pub(crate) struct Unit<'p> {
    pub(crate) rows: Vec<Waiting>,
    pub(crate) records: Vec<Record<'p>>,
    /// The records of rows that it looked up beside, with the marks of what was read of them.
    pub(crate) beside: Vec<Record<'p>>,
    pub(crate) deal: Option<String>,
    /// The print of the cells that the mapping reads: the same cells are the same row.
    pub(crate) print: Fingerprint,
    /// Every cell, for finding rows that stand in the file twice.
    pub(crate) whole: Fingerprint,
    pub(crate) rounds: Vec<LegacyRow>,
    /// Why it cannot be read.
    pub(crate) troubles: Vec<Trouble>,
    /// The first instant that it knows, as far as it can be read.
    pub(crate) start: Option<Instant>,
    pub(crate) activities: Vec<(i64, LegacyActivity)>,
    /// Faults of activities: they refuse no row.
    pub(crate) bad_activities: Vec<(u64, Trouble)>,
    pub(crate) standing: Standing,
}

/// What the store knows of a unit.
#[derive(Debug)]
pub(crate) enum Standing {
    /// Not looked at yet.
    Unseen,
    /// To be imported under this id; of a deal without a key, as which row of its lead.
    New { id: CommandId, nth: Option<u64> },
    /// It was imported, with the same cells.
    Known { id: CommandId },
    /// It was imported with other cells.
    Changed { what: String },
    /// It stands in the file twice, every cell the same.
    Twice,
}

impl Unit<'_> {
    pub(crate) fn line(&self) -> u64 {
        self.rows.first().map_or(0, |row| row.line)
    }
}

/// A row, and its cells.
type Read<'u> = (Waiting, Record<'u>);

/// Reads the rows of one lead.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Units<'u> {
    pub(crate) plan: &'u Plan<'u>,
    pub(crate) staging: &'u Staging,
    pub(crate) policy: &'u Policy,
}

impl<'u> Units<'u> {
    /// The units of a lead, in the order of the file.
    pub(crate) fn of(self, lead: &LeadKey) -> Result<Vec<Unit<'u>>, Problem> {
        let mut groups: Vec<(Option<String>, Vec<Read<'u>>)> = Vec::new();
        let is_history = self.plan.mapping.history.as_ref().is_some_and(|history| history.file.is_none());
        for row in self.staging.rows_of(lead.as_str())? {
            let record = joined(self.plan, self.staging, row.cells.clone())?;
            let _the_key = record.text(&self.plan.mapping.lead, false);
            let deal = self.plan.mapping.deal.as_ref().and_then(|cell| record.text(cell, false).ok().flatten());
            let same = groups.iter_mut().find(|(known, _)| is_history && *known == deal);
            match same {
                Some((_, rows)) => rows.push((row, record)),
                None => groups.push((deal, vec![(row, record)])),
            }
        }
        groups.into_iter().map(|(deal, rows)| self.unit(lead, deal, rows)).collect()
    }

    fn unit(self, lead: &LeadKey, deal: Option<String>, rows: Vec<(Waiting, Record<'u>)>) -> Result<Unit<'u>, Problem> {
        let (rows, records): (Vec<Waiting>, Vec<Record<'u>>) = rows.into_iter().unzip();
        let mut unit = Unit {
            deal,
            print: Fingerprint::of(""),
            whole: Fingerprint::of(&rows.iter().map(|row| row.cells.join("\u{1f}")).collect::<Vec<_>>().join("\u{1e}")),
            rows,
            records: Vec::new(),
            beside: Vec::new(),
            rounds: Vec::new(),
            troubles: Vec::new(),
            start: None,
            activities: Vec::new(),
            bad_activities: Vec::new(),
            standing: Standing::Unseen,
        };
        let mut said = String::new();
        let mut read: Vec<LegacyRow> = Vec::new();
        let header = self.plan.files.first().map_or(0, |file| file.header.len());
        for (row, record) in unit.rows.iter().zip(&records) {
            said.push_str(&record.said());
            if let Some(trouble) = misfit(row.cells.len(), header) {
                unit.troubles.push(trouble);
                continue;
            }
            match (Reader { record, policy: self.policy }).legacy(lead) {
                Ok(legacy) => read.push(legacy),
                Err(troubles) => unit.troubles.extend(troubles),
            }
        }
        let changes = self.changes(&mut unit, (&records, &read), &mut said)?;
        unit.print = Fingerprint::of(&said);
        unit.start = self.start(&records);
        if let Some(first) = records.first() {
            self.activities(&mut unit, first, lead)?;
        }
        unit.records = records;
        if unit.troubles.is_empty() {
            unit.rounds = match (changes, read.into_iter().reduce(together)) {
                (Some(changes), Some(row)) => row.with_history(changes, self.plan.mapping.zone.zone()),
                (None, Some(row)) => vec![row],
                (_, None) => Vec::new(),
            };
            self.terms(&mut unit);
            unit.rounds.iter_mut().for_each(|round| plain_currency(self.plan.mapping, round));
        }
        Ok(unit)
    }

    /// The stage history of a unit, if the mapping has one.
    fn changes(
        self,
        unit: &mut Unit<'u>,
        (records, read): (&[Record<'u>], &[LegacyRow]),
        said: &mut String,
    ) -> Result<Option<Vec<LegacyChange>>, Problem> {
        let Some(history) = &self.plan.mapping.history else { return Ok(None) };
        let mut changes = Vec::new();
        let Some(file) = self.plan.history else {
            for record in records {
                match (Reader { record, policy: self.policy }).change() {
                    Ok(change) => changes.extend(change),
                    Err(trouble) => unit.troubles.push(trouble),
                }
            }
            return Ok(Some(changes));
        };
        let (Some(record), Some(_row)) = (records.first(), read.first()) else { return Ok(Some(changes)) };
        let by = history.by.as_ref().unwrap_or(&self.plan.mapping.lead);
        let key = match record.text(by, false) {
            Ok(Some(key)) => key,
            Ok(None) => return Ok(Some(changes)),
            Err(trouble) => {
                unit.troubles.push(trouble);
                return Ok(Some(changes));
            }
        };
        for found in self.staging.beside(file, &key)? {
            let record = Record::new(self.plan, file, found.cells);
            record.found_by(&key_of(self.plan, file));
            said.push_str(&record.said());
            match (Reader { record: &record, policy: self.policy }).change() {
                Ok(change) => changes.extend(change),
                Err(trouble) => {
                    let what = format!("line {} of its history: {}", found.line, trouble.what);
                    unit.troubles.push(Trouble { code: trouble.code, what });
                }
            }
            unit.beside.push(record);
        }
        Ok(Some(changes))
    }

    /// Of a stage history it is known last whether a contract was signed: then its days are read.
    fn terms(self, unit: &mut Unit<'u>) {
        let mut faults = Faults::default();
        if let Some(last) = unit.rounds.last_mut().filter(|last| self.plan.mapping.history.is_some() && signs(last)) {
            unit.records.iter().for_each(|record| Reader { record, policy: self.policy }.terms(last, &mut faults));
        }
        if !faults.0.is_empty() {
            unit.troubles = faults.0;
            unit.rounds = Vec::new();
        }
    }

    /// The activities that a unit asks for.
    fn activities(self, unit: &mut Unit<'u>, record: &Record<'u>, lead: &LeadKey) -> Result<(), Problem> {
        let (Some(map), Some(file)) = (&self.plan.mapping.activities, self.plan.activities) else { return Ok(()) };
        let key = match &map.by {
            None => Some(lead.as_str().to_owned()),
            Some(by) => record.text(by, false).ok().flatten(),
        };
        let Some(key) = key else { return Ok(()) };
        for found in self.staging.beside(file, &key)? {
            let record = Record::new(self.plan, file, found.cells);
            record.found_by(&key_of(self.plan, file));
            match (Reader { record: &record, policy: self.policy }).activity() {
                Ok(activity) => unit.activities.push((found.number, activity)),
                Err(troubles) => {
                    unit.bad_activities.extend(troubles.into_iter().map(|trouble| (found.line, trouble)));
                }
            }
            unit.beside.push(record);
        }
        Ok(())
    }

    /// The first instant that can be read of rows, those that cannot be imported too.
    fn start(self, records: &[Record<'u>]) -> Option<Instant> {
        let columns = self.plan.mapping.dated();
        let read = |record: &Record<'u>| {
            let moments = columns.iter().filter_map(|column| record.peek(column));
            moments.map(|moment| moment.start(self.plan.mapping.zone.zone())).min()
        };
        records.iter().filter_map(read).min()
    }
}

/// What several rows say of one deal: the later one counts, and what it leaves open the one before fills in.
fn together(earlier: LegacyRow, later: LegacyRow) -> LegacyRow {
    let mut row = later;
    row.account = row.account.or(earlier.account);
    row.person = row.person.or(earlier.person);
    row.owner = row.owner.or(earlier.owner);
    row.team = row.team.or(earlier.team);
    row.product = row.product.or(earlier.product);
    row.value = row.value.or(earlier.value);
    row.expected_close = row.expected_close.or(earlier.expected_close);
    row.pipeline = row.pipeline.or(earlier.pipeline);
    row.deal_stage = row.deal_stage.or(earlier.deal_stage);
    row.end = row.end.or(earlier.end);
    row.contract_starts = row.contract_starts.or(earlier.contract_starts);
    row.contract_ends = row.contract_ends.or(earlier.contract_ends);
    row.churned = row.churned.or(earlier.churned);
    for (name, value) in earlier.fields {
        row.fields.entry(name).or_insert(value);
    }
    for (milestone, at) in earlier.reached {
        row.reached.entry(milestone).and_modify(|known| *known = at.or(*known)).or_insert(at);
    }
    let (own, before) = (&mut row.attribution, earlier.attribution);
    own.source = own.source.take().or(before.source);
    own.medium = own.medium.take().or(before.medium);
    own.campaign = own.campaign.take().or(before.campaign);
    own.content = own.content.take().or(before.content);
    row
}
