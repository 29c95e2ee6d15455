//! CSV exports of another system into the store: each row becomes imported facts, once.

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

use csv::StringRecord;
use lead_lifecycle::lead::Attribution;
use lead_lifecycle::lifecycle::{BackfillRules, LegacyEnd, LegacyRow};
use lead_lifecycle::values::{
    AccountKey, CommandId, CommandKind, DealStageName, FieldKind, FieldName, FieldValue, Fingerprint, Keyword, Moment,
    PersonKey, PipelineName, ProductKey, TeamKey, decimal,
};
use lead_lifecycle::{Actor, ActorId, Context, Instant, LeadKey, Lifecycle, Money, Origin, Policy, Role};
use rust_decimal::Decimal;

use crate::append::append;
use crate::args::Args;
use crate::load::{progress, told_apart, unless_taken};
use crate::mapping::{Cell, Mapping, OriginRule, When};
use crate::problem::Problem;
use crate::report;
use crate::store::{self, Batch, Outcome, Reason, Refused, Store};

/// What a backfill did.
#[derive(Debug, Default)]
pub(crate) struct Filled {
    rows: u64,
    imported: u64,
    refused: u64,
    done: u64,
    changed: u64,
    board: String,
}

/// A CSV file in memory.
struct Sheet {
    file: PathBuf,
    header: StringRecord,
    rows: Vec<StringRecord>,
}

/// All files of a mapping: the main one and the joined ones, by name and key.
struct Sheets<'m> {
    mapping: &'m Mapping,
    main: Sheet,
    joined: BTreeMap<&'m str, (Sheet, BTreeMap<String, usize>)>,
}

/// One row of the main file with what it joins.
struct Row<'s> {
    sheets: &'s Sheets<'s>,
    main: &'s StringRecord,
}

/// Loads the files of a mapping.
pub(crate) fn backfill(
    store: &mut Store,
    lifecycle: &Lifecycle,
    args: &Args,
    mapping_file: &Path,
    data: Option<&Path>,
) -> Result<Filled, Problem> {
    let mapping = Mapping::read(mapping_file)?;
    let sheets = Sheets::read(&mapping, mapping_file, &mapping.folder(mapping_file, data))?;
    let as_of =
        mapping.instant(&mapping.as_of).map_err(|what| Problem::file(mapping_file, format!("as_of: {what}")))?;
    let newest = store.newest()?;
    let now = args.now.unwrap_or(as_of).max(newest.unwrap_or(as_of));
    match args.now {
        Some(_) => args.jump.check("`--now`", now, newest)?,
        None => args.jump.check("`as_of`", now, newest).map_err(|problem| problem.of(mapping_file))?,
    }
    let policy = lifecycle.policy_at(now)?;
    let import = Import {
        lifecycle,
        policy,
        mapping: &mapping,
        rules: BackfillRules { as_of, order: mapping.order, offset: mapping.zone },
        now,
    };
    let source = mapping.file.display().to_string();
    let bar = progress(u64::try_from(sheets.main.rows.len()).unwrap_or(u64::MAX));
    let mut filled = Filled::default();
    for chunk in sheets.main.rows.chunks(args.batch) {
        let batch = store.begin()?;
        for record in chunk {
            let line = record.position().map_or(0, csv::Position::line);
            let row = Row { sheets: &sheets, main: record };
            import
                .take(&batch, &row, (&source, line), &mut filled)
                .map_err(|problem| problem.at(&sheets.main.file, line))?;
        }
        batch.commit()?;
        bar.set_position(filled.rows);
    }
    bar.finish_and_clear();
    store.finish_erasures()?;
    filled.board = report::board(store, lifecycle)?;
    Ok(filled)
}

struct Import<'i> {
    lifecycle: &'i Lifecycle,
    /// The one in force at the import: it says which fields there are.
    policy: &'i Policy,
    mapping: &'i Mapping,
    rules: BackfillRules,
    now: Instant,
}

impl Import<'_> {
    fn take(
        &self,
        batch: &Batch<'_>,
        row: &Row<'_>,
        (source, line): (&str, u64),
        filled: &mut Filled,
    ) -> Result<(), Problem> {
        filled.rows = filled.rows.saturating_add(1);
        let key = row.cell(&self.mapping.lead);
        let key = key.ok_or_else(|| {
            Problem::Data(format!("column `{}` is empty: it is the lead's key", self.mapping.lead.column))
        })?;
        let lead = LeadKey::new(&key).map_err(|error| Problem::Data(format!("lead key: {error}")))?;
        let id = format!("backfill:{}:{}", self.mapping.name, Fingerprint::of(&key));
        let id = CommandId::new(&id)?;
        let print = row.print();
        if let Some(done) = batch.done(&id)? {
            let changed = done.print.is_some_and(|known| known != print.to_string());
            let counter = if changed { &mut filled.changed } else { &mut filled.done };
            *counter = counter.saturating_add(1);
            return Ok(());
        }
        let known = batch.lead(&lead)?;
        let print = Some(print).filter(|_| known.as_ref().is_none_or(|lead| lead.erased_at().is_none()));
        let from = store::Origin { id: &id, source, line, print, lead: &lead };
        let context = Context::new(self.now, Actor::new(ActorId::new("crm-backfill")?, Role::System));
        let context = context.with_command_id(id.clone());
        let decided = match (known, self.legacy(row, &lead)) {
            (Some(_), _) => Err(self.unreadable("lead_known", String::from("the lead exists already"))),
            (None, Err(what)) => Err(self.unreadable("row", what)),
            (None, Ok(legacy)) => told_apart(self.lifecycle.import(&legacy, self.rules, &context), self.lifecycle)?,
        };
        let decided = match decided {
            Ok(decision) => unless_taken(batch, decision, &lead, (CommandKind::Import, self.now))?,
            refused @ Err(_) => refused,
        };
        match decided {
            Ok(decision) => {
                append(batch, self.lifecycle, None, &decision)?;
                batch.note(from, Outcome::Accepted, decision.facts().len())?;
                filled.imported = filled.imported.saturating_add(1);
            }
            Err(refused) => {
                batch.refuse(from, &refused)?;
                filled.refused = filled.refused.saturating_add(1);
            }
        }
        Ok(())
    }

    fn unreadable(&self, code: &str, what: String) -> Refused {
        Refused {
            command: CommandKind::Import.to_string(),
            at: self.now,
            reasons: vec![Reason::of_host(code, &what)],
            text: what,
        }
    }

    /// The row in the crate's own words.
    fn legacy(&self, row: &Row<'_>, lead: &LeadKey) -> Result<LegacyRow, String> {
        let map = self.mapping;
        let mut reached = BTreeMap::new();
        for (milestone, rule) in &map.reached {
            let at = self.moment(row, rule.at.as_deref())?;
            let holds = rule.when.as_ref().map_or(at.is_some(), |when| row.holds(when));
            if holds {
                reached.insert(*milestone, at);
            }
        }
        let mut fields = BTreeMap::new();
        for (name, cell) in &map.fields {
            if let Some(text) = row.cell(cell) {
                let value = self.field(name, cell, &text).map_err(|what| at_column(&cell.column, what))?;
                fields.insert(name.clone(), value);
            }
        }
        Ok(LegacyRow {
            lead: lead.clone(),
            origin: self.origin(row),
            attribution: Attribution {
                source: keyed(row, map.source.as_ref(), Keyword::new)?,
                medium: keyed(row, map.medium.as_ref(), Keyword::new)?,
                campaign: keyed(row, map.campaign.as_ref(), Keyword::new)?,
                content: keyed(row, map.content.as_ref(), Keyword::new)?,
            },
            account: keyed(row, map.account.as_ref(), AccountKey::new)?,
            person: keyed(row, map.person.as_ref(), PersonKey::new)?,
            owner: keyed(row, map.owner.as_ref(), ActorId::new)?,
            team: keyed(row, map.team.as_ref(), TeamKey::new)?,
            fields,
            reached,
            product: keyed(row, map.product.as_ref(), ProductKey::new)?,
            value: self.money(row, map.value.as_ref())?,
            currency: Some(map.currency),
            expected_close: keyed(row, map.expected_close.as_ref(), |text| map.date(text))?,
            pipeline: keyed(row, map.pipeline.as_ref(), PipelineName::new)?,
            deal_stage: keyed(row, map.deal_stage.as_ref(), DealStageName::new)?,
            end: self.end(row)?,
            ..LegacyRow::new(lead.clone(), self.origin(row))
        })
    }

    fn end(&self, row: &Row<'_>) -> Result<Option<LegacyEnd>, String> {
        if let Some(won) = self.mapping.won.as_ref().filter(|won| row.holds(&won.when)) {
            let at = self.moment(row, won.at.as_deref())?;
            return Ok(Some(LegacyEnd::Won { at, value: self.money(row, won.value.as_ref())?, contract: None }));
        }
        if let Some(lost) = self.mapping.lost.as_ref().filter(|lost| row.holds(&lost.when)) {
            let at = self.moment(row, lost.at.as_deref())?;
            let reason = lost.reason.as_ref().map(|code| lead_lifecycle::recycle::Reason::new(code.clone(), None));
            return Ok(Some(LegacyEnd::Lost { at, reason }));
        }
        Ok(None)
    }

    fn origin(&self, row: &Row<'_>) -> Origin {
        match &self.mapping.origin {
            OriginRule::Always(origin) => *origin,
            OriginRule::By { column, map, default } => {
                row.get(column).and_then(|word| map.get(word)).copied().unwrap_or(*default)
            }
        }
    }

    fn moment(&self, row: &Row<'_>, column: Option<&str>) -> Result<Option<Moment>, String> {
        let filled = column.and_then(|column| row.get(column).map(|text| (column, text)));
        filled.map(|(column, text)| self.mapping.moment(text).map_err(|what| at_column(column, what))).transpose()
    }

    fn money(&self, row: &Row<'_>, cell: Option<&Cell>) -> Result<Option<Money>, String> {
        keyed(row, cell, |text| {
            let amount = scaled(text, cell.and_then(|cell| cell.times))?;
            Money::new(amount, self.mapping.currency).map_err(|error| error.to_string())
        })
    }

    /// A profile value of the type that the policy declares. What is the export's own is put into the form of the crate:
    /// its formats of dates, semicolons between members, numbers in thousands.
    fn field(&self, name: &FieldName, cell: &Cell, text: &str) -> Result<FieldValue, String> {
        let catalog = self.policy.catalog();
        let text = match catalog.declared(name).map_err(|error| error.to_string())?.kind {
            FieldKind::Number => decimal::to_text(scaled(text, cell.times)?),
            FieldKind::Date => self.mapping.date(text)?.to_string(),
            FieldKind::Set => text.replace(';', ","),
            FieldKind::Text | FieldKind::Flag => text.to_string(),
        };
        catalog.parse(name, &text).map_err(|error| error.to_string())
    }
}

fn at_column(column: &str, what: impl fmt::Display) -> String {
    format!("column `{column}`: {what}")
}

fn scaled(text: &str, times: Option<u32>) -> Result<Decimal, String> {
    let number = decimal::parse(text).map_err(|error| error.to_string())?;
    let scaled = number.checked_mul(Decimal::from(times.unwrap_or(1)));
    scaled.map(decimal::canonical).ok_or_else(|| format!("`{text}` is too large"))
}

/// A cell through a constructor.
fn keyed<T, E: fmt::Display>(
    row: &Row<'_>,
    cell: Option<&Cell>,
    make: impl Fn(&str) -> Result<T, E>,
) -> Result<Option<T>, String> {
    let Some(cell) = cell else { return Ok(None) };
    let text = row.cell(cell);
    text.map(|text| make(&text).map_err(|error| at_column(&cell.column, error))).transpose()
}

impl<'m> Sheets<'m> {
    fn read(mapping: &'m Mapping, mapping_file: &Path, folder: &Path) -> Result<Self, Problem> {
        let main = Sheet::read(&folder.join(&mapping.file))?;
        let mut joined = BTreeMap::new();
        for (name, join) in &mapping.joins {
            let sheet = Sheet::read(&folder.join(&join.file))?;
            let index = sheet.index(&join.key, mapping_file)?;
            joined.insert(name.as_str(), (sheet, index));
        }
        let sheets = Self { mapping, main, joined };
        for column in mapping.columns() {
            sheets.check(column, mapping_file)?;
        }
        Ok(sheets)
    }

    fn sheet<'c>(&self, column: &'c str) -> (&Sheet, &'c str) {
        let joined =
            column.split_once('.').and_then(|(name, rest)| self.joined.get(name).map(|(sheet, _)| (sheet, rest)));
        joined.unwrap_or((&self.main, column))
    }

    fn check(&self, column: &str, mapping_file: &Path) -> Result<(), Problem> {
        let (sheet, name) = self.sheet(column);
        sheet.position(name, mapping_file).map(|_| ())
    }
}

impl Sheet {
    fn read(file: &Path) -> Result<Self, Problem> {
        let wrong = |error: csv::Error| match error.position() {
            Some(position) => Problem::line(file, position.line(), &error),
            None => Problem::file(file, &error),
        };
        let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_path(file).map_err(wrong)?;
        let header = reader.headers().map_err(wrong)?.iter().map(|name| name.trim_start_matches('\u{feff}')).collect();
        let rows = reader.records().collect::<Result<Vec<_>, _>>().map_err(wrong)?;
        Ok(Self { file: file.to_path_buf(), header, rows })
    }

    fn position(&self, column: &str, mapping_file: &Path) -> Result<usize, Problem> {
        self.header.iter().position(|name| name == column).ok_or_else(|| {
            let hint = lead_lifecycle::values::suggest(column, self.header.iter());
            let hint = hint.map_or_else(String::new, |near| format!(": did you mean `{near}`?"));
            Problem::file(mapping_file, format!("`{}` has no column `{column}`{hint}", self.file.display()))
        })
    }

    fn index(&self, key: &str, mapping_file: &Path) -> Result<BTreeMap<String, usize>, Problem> {
        let column = self.position(key, mapping_file)?;
        let mut index = BTreeMap::new();
        for (number, row) in self.rows.iter().enumerate() {
            let value = row.get(column).unwrap_or_default();
            if !value.is_empty() && index.insert(value.to_string(), number).is_some() {
                let line = row.position().map_or(0, csv::Position::line);
                return Err(Problem::line(
                    &self.file,
                    line,
                    format!("`{key}` is `{value}` for a second time: a key must be unique"),
                ));
            }
        }
        Ok(index)
    }

    fn value<'s>(&self, row: &'s StringRecord, column: &str) -> Option<&'s str> {
        let position = self.header.iter().position(|name| name == column)?;
        row.get(position).filter(|text| !text.is_empty())
    }
}

impl Row<'_> {
    /// A filled cell of the main file, or of a joined one.
    fn get(&self, column: &str) -> Option<&str> {
        let joined = column
            .split_once('.')
            .and_then(|(name, rest)| self.sheets.joined.get_key_value(name).map(|found| (found, rest)));
        let Some(((name, (sheet, index)), rest)) = joined else {
            return self.sheets.main.value(self.main, column);
        };
        let join = self.sheets.mapping.joins.get(*name)?;
        let key = self.cell(&join.by)?;
        let record = sheet.rows.get(*index.get(&key)?)?;
        sheet.value(record, rest)
    }

    /// A value through its mapping.
    fn cell(&self, cell: &Cell) -> Option<String> {
        let text = self.get(&cell.column).or(cell.default.as_deref())?;
        let text = cell.map.get(text).map_or(text, String::as_str);
        Some(format!("{}{text}", cell.prefix))
    }

    fn holds(&self, when: &When) -> bool {
        self.get(&when.column).is_some_and(|text| when.is.is_empty() || when.is.iter().any(|word| word == text))
    }

    /// The fingerprint of all cells that the mapping reads.
    fn print(&self) -> Fingerprint {
        let columns = self.sheets.mapping.columns();
        let cells: Vec<_> = columns.iter().map(|column| self.get(column).unwrap_or_default()).collect();
        Fingerprint::of(&cells.join("\u{1f}"))
    }
}

impl fmt::Display for Filled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{} rows: {} imported, {} refused, {} done before",
            self.rows, self.imported, self.refused, self.done
        )?;
        if self.changed > 0 {
            writeln!(
                f,
                "{} rows have changed since they were imported: an import is done once, they stay as they were",
                self.changed
            )?;
        }
        f.write_str(&self.board)
    }
}
