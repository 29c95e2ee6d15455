//! The files into the staging, row by row.

use indicatif::ProgressBar;
use lead_lifecycle::LeadKey;

use crate::import::balance::{Balance, ColumnBalance, FileBalance, Role, one};
use crate::import::plan::{MAIN, Place, Plan, named};
use crate::import::record::Record;
use crate::import::sheet::{NTH, Sheet, SheetRow};
use crate::import::staging::{Staging, Waiting};
use crate::import::trouble::Trouble;
use crate::load::reading;
use crate::problem::Problem;

/// Puts all rows in. What is looked up comes first: the key of a lead may be in it.
pub(crate) fn fill(plan: &Plan<'_>, sheets: Vec<Sheet>, balance: &mut Balance) -> Result<Staging, Problem> {
    let staging = Staging::open()?;
    balance.files = (0..plan.files.len()).map(|number| of_file(plan, number)).collect();
    let mut sheets = sheets.into_iter().enumerate();
    let main = sheets.next();
    let bar = reading();
    for (number, sheet) in sheets {
        beside(plan, &staging, (number, sheet), (balance, &bar))?;
    }
    staging.index_beside()?;
    for (number, _) in &plan.joins {
        unique(plan, &staging, *number)?;
    }
    if let Some((_, sheet)) = main {
        rows(plan, &staging, sheet, (balance, &bar))?;
    }
    bar.finish_and_clear();
    staging.index_main()?;
    Ok(staging)
}

/// A file before its first row.
fn of_file(plan: &Plan<'_>, number: usize) -> FileBalance {
    let Some(file) = plan.files.get(number) else { return FileBalance::default() };
    let column = |(column, name): (usize, &String)| {
        let place = Place { file: number, column };
        let full = named(&file.name, name);
        let is_used = plan.places.values().any(|known| *known == place);
        let is_ignored = plan.mapping.ignore.contains(&full) || Plan::is_own(name);
        let role = match (is_used, is_ignored) {
            (true, _) => Role::Used,
            (false, true) => Role::Ignored,
            (false, false) => Role::Unmapped,
        };
        ColumnBalance { name: full, role, ..ColumnBalance::default() }
    };
    FileBalance {
        name: file.name.clone(),
        file: file.path.display().to_string(),
        found: file.written.found.clone(),
        columns: file.header.iter().enumerate().map(column).collect(),
        ..FileBalance::default()
    }
}

fn is_blank(row: &SheetRow) -> bool {
    row.cells.iter().all(|cell| cell.trim().is_empty())
}

/// Counts the filled cells of a row whose columns no rule reads; those of the others are counted by what becomes of them.
fn count_unread(file: &mut FileBalance, row: &SheetRow) {
    one(&mut file.rows);
    for (column, cell) in file.columns.iter_mut().zip(&row.cells) {
        if column.role != Role::Used && !cell.trim().is_empty() {
            one(&mut column.filled);
        }
    }
}

/// That a row does not have the header's cells.
pub(crate) fn misfit(cells: usize, header: usize) -> Option<Trouble> {
    (cells != header).then(|| Trouble::new("cells", format!("it has {cells} cells, the header has {header}")))
}

fn begin(bar: &ProgressBar, sheet: &Sheet) {
    bar.set_position(0);
    bar.set_message(sheet.file.display().to_string());
}

/// A file that is looked up.
fn beside(
    plan: &Plan<'_>,
    staging: &Staging,
    (number, mut sheet): (usize, Sheet),
    (balance, bar): (&mut Balance, &ProgressBar),
) -> Result<(), Problem> {
    begin(bar, &sheet);
    let key = key_of(plan, number);
    let Some(place) = plan.places.get(&key) else { return Ok(()) };
    while let Some(row) = sheet.next_row()? {
        bar.inc(1);
        if is_blank(&row) {
            continue;
        }
        if let Some(trouble) = misfit(row.cells.len(), sheet.header.len()) {
            return Err(Problem::line(&sheet.file, row.line, trouble.what));
        }
        balance.files.get_mut(number).into_iter().for_each(|file| count_unread(file, &row));
        let value = row.cells.get(place.column).map_or("", |cell| cell.trim());
        let value = if plan.is_empty(&key, value) { "" } else { value };
        staging.put_beside(number, value, row.line, &row.cells)?;
    }
    Ok(())
}

/// The column by which rows of a file are looked up, as the plan names it.
pub(crate) fn key_of(plan: &Plan<'_>, number: usize) -> String {
    let mapping = plan.mapping;
    let Some(file) = plan.files.get(number) else { return String::new() };
    let key = if plan.history == Some(number) {
        mapping.history.as_ref().and_then(|history| history.key.as_deref())
    } else if plan.activities == Some(number) {
        mapping.activities.as_ref().map(|activities| activities.key.as_str())
    } else {
        mapping.joins.get(&file.name).map(|join| join.key.as_str())
    };
    named(&file.name, key.unwrap_or_default())
}

/// Of a file that is joined, a key must be unique: which row is meant could not be told.
fn unique(plan: &Plan<'_>, staging: &Staging, number: usize) -> Result<(), Problem> {
    let Some((value, line)) = staging.doubled(number)? else { return Ok(()) };
    let Some(file) = plan.files.get(number) else { return Ok(()) };
    let key = plan.mapping.joins.get(&file.name).map_or("", |join| join.key.as_str());
    let what = format!("`{key}` is `{value}` for a second time: a key must be unique");
    Err(Problem::line(&file.path, line, what))
}

/// The rows of the main file, each with the key of its lead.
fn rows(
    plan: &Plan<'_>,
    staging: &Staging,
    mut sheet: Sheet,
    (balance, bar): (&mut Balance, &ProgressBar),
) -> Result<(), Problem> {
    begin(bar, &sheet);
    let nth = sheet.header.iter().position(|name| name == NTH);
    let mut number = 0_i64;
    while let Some(row) = sheet.next_row()? {
        bar.inc(1);
        if is_blank(&row) {
            one(&mut balance.rows.blank);
            continue;
        }
        number = number.saturating_add(1);
        one(&mut balance.rows.read);
        balance.files.get_mut(MAIN).into_iter().for_each(|file| count_unread(file, &row));
        let is_whole = row.cells.len() == sheet.header.len();
        let nth = nth.filter(|_| is_whole).and_then(|nth| row.cells.get(nth)).and_then(|nth| nth.trim().parse().ok());
        let waiting = Waiting { number, line: row.line, nth, cells: row.cells };
        let record = joined(plan, staging, waiting.cells.clone())?;
        for (file, by) in plan.joins.iter().filter(|(file, _)| !record.has(*file)) {
            if let (Ok(Some(key)), Some(file)) = (record.text(by, false), balance.files.get_mut(*file)) {
                file.not_found.add(waiting.line, &key, "no row here has this key");
            }
        }
        let key = record.text(&plan.mapping.lead, false);
        let key = match key {
            Ok(Some(key)) => LeadKey::new(&key).map_err(|error| Trouble::at("key", &plan.mapping.lead.column, error)),
            Ok(None) => Err(Trouble::at("key", &plan.mapping.lead.column, "it is empty: it is the lead's key")),
            Err(trouble) => Err(trouble),
        };
        match key {
            Ok(key) => staging.put(&waiting, Some(key.as_str()))?,
            Err(trouble) => {
                staging.put(&waiting, None)?;
                let refused = balance.refused.entry(trouble.code.clone().into_owned()).or_default();
                refused.add(waiting.line, "", &trouble.what);
                one(&mut balance.rows.refused);
                staging.refuse(number, waiting.nth, &trouble.what)?;
                count_refused(balance, &record);
            }
        }
    }
    Ok(())
}

/// How many rows may have one key: more are never of one lead, and are not put together.
const OF_ONE_KEY: u64 = 16_384;

/// Refuses the rows of a key that stands in more of them than one lead has; whether it does.
pub(crate) fn refuse_crowd(
    plan: &Plan<'_>,
    staging: &Staging,
    (lead, count): (&str, u64),
    balance: &mut Balance,
) -> Result<bool, Problem> {
    if count <= OF_ONE_KEY {
        return Ok(false);
    }
    let what = format!(
        "{count} rows have this key, at most {OF_ONE_KEY} are read as those of one lead: give each lead a key of its own"
    );
    staging.each_row_of(lead, |row| {
        balance.refused.entry("key".to_owned()).or_default().add(row.line, lead, &what);
        one(&mut balance.rows.refused);
        staging.refuse(row.number, row.nth, &what)?;
        count_refused(balance, &joined(plan, staging, row.cells)?);
        Ok(())
    })?;
    Ok(true)
}

/// Counts the cells of a row that was refused.
pub(crate) fn count_refused(balance: &mut Balance, record: &Record<'_>) {
    for (place, _) in record.filled() {
        if let Some(column) = used_column(balance, place) {
            one(&mut column.filled);
            one(&mut column.in_refused);
        }
    }
}

/// A column that the mapping reads.
pub(crate) fn used_column(balance: &mut Balance, place: Place) -> Option<&mut ColumnBalance> {
    let column = balance.files.get_mut(place.file)?.columns.get_mut(place.column)?;
    (column.role == Role::Used).then_some(column)
}

/// A row of the main file with the rows that it looks up.
pub(crate) fn joined<'p>(plan: &'p Plan<'p>, staging: &Staging, cells: Vec<String>) -> Result<Record<'p>, Problem> {
    let mut record = Record::new(plan, MAIN, cells);
    for (file, by) in &plan.joins {
        // A key that cannot be read finds nothing, and is told where the row is read.
        let Ok(Some(key)) = record.text(by, false) else { continue };
        if let Some(found) = staging.beside(*file, &key)?.into_iter().next() {
            record.join(*file, found.cells);
            record.found_by(&key_of(plan, *file));
        }
    }
    Ok(record)
}

/// Counts the rows that nobody asked for.
pub(crate) fn count_unmatched(plan: &Plan<'_>, staging: &Staging, balance: &mut Balance) -> Result<(), Problem> {
    for number in 1..plan.files.len() {
        let (count, first) = staging.unmatched(number, crate::import::balance::EXAMPLES)?;
        let Some(file) = balance.files.get_mut(number) else { continue };
        for (line, key) in &first {
            file.unmatched.add(*line, key, "no row of the main file asks for it");
        }
        file.unmatched.count = count;
    }
    Ok(())
}
