//! `crm export --csv`: the files of a folder, lead by lead as they are read.

use std::fs::File;
use std::path::{Path, PathBuf};

use lead_lifecycle::recycle::ReasonList;
use lead_lifecycle::values::FieldName;
use lead_lifecycle::{Fact, Lifecycle, Policy};

use crate::export::cells::Cells;
use crate::export::gap::{Gap, Gaps};
use crate::export::life::Life;
use crate::export::mapping::{Mapping, Unknown};
use crate::export::round::{Churn, EndKind, Round};
use crate::export::tables::{
    BOARD, DEALS, FIELD, HISTORY, LEADS, ROUNDS, board_rows, change_row, deal_row, lead_row, round_row,
};
use crate::problem::Problem;
use crate::report::Board;
use crate::store::Store;

/// The mapping comes last: where it lies, the other files are whole.
const MAPPING: &str = "mapping.toml";

/// Writes what counts as CSV, and the mapping that reads it back.
pub(crate) fn tables(store: &Store, lifecycle: &Lifecycle, folder: &Path) -> Result<String, Problem> {
    std::fs::create_dir_all(folder).map_err(|error| Problem::file(folder, error))?;
    let mapping = folder.join(MAPPING);
    if mapping.exists() {
        std::fs::remove_file(&mapping).map_err(|error| Problem::file(&mapping, error))?;
    }
    store.at_once(|| {
        let policy = lifecycle.newest_policy();
        let fields: Vec<FieldName> = policy.catalog().iter().map(|(name, _)| name.clone()).collect();
        let mut export = Export::begin(policy, &fields, folder)?;
        store.each_history(|history| export.lead(store, history))?;
        let mut board = Table::begin(folder, "board.csv", BOARD)?;
        // Whose contracts are in force is no part of it: any day does.
        if let Some(newest) = store.newest()? {
            for line in Board::of(store, lifecycle, newest.date(policy.zone()))?.lines() {
                board_rows(&line).iter().try_for_each(|row| board.row(row))?;
            }
        }
        let told = export.finish(board)?;
        if let Some(as_of) = store.newest()? {
            let unknown = &told.unknown;
            let text = Mapping { policy, as_of, fields: &fields, unknown }.text();
            std::fs::write(&mapping, text).map_err(|error| Problem::file(&mapping, error))?;
        }
        Ok(told.text)
    })
}

/// One file.
#[derive(Debug)]
struct Table {
    path: PathBuf,
    writer: csv::Writer<File>,
    rows: u64,
}

impl Table {
    fn begin<C: AsRef<[u8]>>(folder: &Path, name: &str, header: impl IntoIterator<Item = C>) -> Result<Self, Problem> {
        let path = folder.join(name);
        let mut writer = csv::Writer::from_path(&path).map_err(|error| Problem::file(&path, error))?;
        writer.write_record(header).map_err(|error| Problem::file(&path, error))?;
        Ok(Self { path, writer, rows: 0 })
    }

    fn row(&mut self, cells: &Cells) -> Result<(), Problem> {
        self.rows = self.rows.saturating_add(1);
        self.writer.write_record(cells.all()).map_err(|error| Problem::file(&self.path, error))
    }

    fn finish(mut self) -> Result<String, Problem> {
        self.writer.flush().map_err(|error| Problem::file(&self.path, error))?;
        let name = self.path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        Ok(format!("{} rows of {name}", self.rows))
    }
}

/// The files of leads.
struct Export<'e> {
    policy: &'e Policy,
    fields: &'e [FieldName],
    leads: Table,
    rounds: Table,
    deals: Table,
    history: Table,
    gaps: Gaps,
    unknown: Unknown,
}

/// What is told at the end.
struct Told {
    text: String,
    unknown: Unknown,
}

impl<'e> Export<'e> {
    fn begin(policy: &'e Policy, fields: &'e [FieldName], folder: &Path) -> Result<Self, Problem> {
        let of_profile = fields.iter().map(|name| format!("{FIELD}{name}"));
        let leads = LEADS.iter().map(|name| (*name).to_owned()).chain(of_profile).chain([String::from("note")]);
        Ok(Self {
            policy,
            fields,
            leads: Table::begin(folder, "leads.csv", leads)?,
            rounds: Table::begin(folder, "rounds.csv", ROUNDS)?,
            deals: Table::begin(folder, "deals.csv", DEALS)?,
            history: Table::begin(folder, "history.csv", HISTORY)?,
            gaps: Gaps::default(),
            unknown: Unknown::default(),
        })
    }

    fn lead(&mut self, store: &Store, history: &[Fact]) -> Result<(), Problem> {
        let Some(key) = history.first().map(|fact| &fact.envelope.lead) else { return Ok(()) };
        let gone = || Problem::Store(format!("lead `{key}` has facts and is no lead"));
        let lead = store.lead(key)?.ok_or_else(gone)?;
        let (row, gap) = lead_row(&lead, self.fields);
        self.leads.row(&row)?;
        self.gaps.count(gap);
        let Life { rounds, deals, changes, .. } = Life::of(history, &lead, self.policy)?;
        for mut round in rounds {
            self.check_reason(&mut round);
            self.check_stage(&mut round);
            self.gaps.count(round.gaps.iter().copied());
            self.rounds.row(&round_row(key, &round))?;
        }
        deals.iter().try_for_each(|deal| self.deals.row(&deal_row(key, deal)?))?;
        changes.iter().try_for_each(|change| self.history.row(&change_row(key, change)))
    }

    /// A reason that the policy does not have for this end would refuse the row: it is read as empty.
    fn check_reason(&mut self, round: &mut Round) {
        let imported_unknown = lead_lifecycle::recycle::imported_unknown();
        let reasons = self.policy.reasons();
        if let Some(Churn { reason, .. }) = &round.churn {
            if reasons.needs_note(ReasonList::EndContract, reason).is_none() {
                self.unknown.churns.insert(reason.clone());
                if *reason != *imported_unknown.code() {
                    round.gaps.insert(Gap::ReasonUnknown);
                }
            }
        }
        let Some((kind, code)) = round.end.as_ref().and_then(|end| end.reason.as_ref().map(|code| (end.kind, code)))
        else {
            return;
        };
        let list = match kind {
            EndKind::Lost => ReasonList::Lose,
            EndKind::Recycled => ReasonList::Recycle,
            EndKind::Disqualified | EndKind::Discarded => ReasonList::Disqualify,
            EndKind::Won | EndKind::Bought | EndKind::Merged => return,
        };
        if reasons.needs_note(list, code).is_none() {
            self.unknown.reasons.entry(kind).or_default().insert(code.clone());
            // Read as empty, that one becomes itself again.
            if *code != *imported_unknown.code() {
                round.gaps.insert(Gap::ReasonUnknown);
            }
        }
    }

    /// Where a deal stood under rules that are no longer in force would refuse its row too.
    fn check_stage(&mut self, round: &mut Round) {
        let Some(deal) = &round.deal else { return };
        match self.policy.pipelines().of(deal) {
            Some(pipeline) if pipeline.position(deal.stage()).is_some() => return,
            Some(_) => {}
            None => {
                self.unknown.pipelines.insert(deal.pipeline().clone());
            }
        }
        self.unknown.stages.insert(deal.stage().clone());
        round.gaps.insert(Gap::StageUnknown);
    }

    fn finish(self, board: Table) -> Result<Told, Problem> {
        let tables = [self.leads, self.rounds, self.deals, self.history, board];
        let rows = tables.into_iter().map(Table::finish).collect::<Result<Vec<_>, _>>()?;
        let mut text = rows.join(", ") + "\n";
        let gaps = self.gaps.told();
        if !gaps.is_empty() {
            text.push_str("what a mapping cannot read back, as the column `note` says:\n");
            text.push_str(&gaps);
        }
        Ok(Told { text, unknown: self.unknown })
    }
}
