//! Why deals were lost, hand-overs rejected, leads sent back.

use std::collections::BTreeMap;

use lead_lifecycle::insight::{Exit, PeriodKey, ReasonsCell, ReasonsRow, ReasonsTable, Slice, Table as _};
use lead_lifecycle::values::{ReasonCode, StageKind};
use serde::Serialize;

use crate::args::Measuring;
use crate::problem::Problem;
use crate::report::measure::cell::Words;
use crate::report::measure::cells::Cell;
use crate::report::measure::ground::Ground;
use crate::report::measure::members::Members;
use crate::report::measure::sheet::{Row, Sheet};
use crate::report::measure::told::{Told, many};
use crate::screen::{Page, Report};
use crate::store::Store;

/// Why.
#[derive(Debug, Serialize)]
pub(super) struct Reasons {
    #[serde(flatten)]
    told: Told,
    /// Of one way out only.
    how: Option<Exit>,
    given: i64,
    rows: Sheet,
    #[serde(skip)]
    max: usize,
}

type Place = (Slice, PeriodKey, Exit, ReasonCode, StageKind);

fn counts(row: Option<&ReasonsRow>) -> [i64; 2] {
    row.map_or([0; 2], |row| [row.count, row.deals])
}

pub(super) fn reasons(ground: &Ground, asked: &Measuring, how: Option<Exit>) -> Result<Reasons, Problem> {
    let (then, today) = ground.read::<ReasonsTable>(&ground.asked, &())?;
    let is_restated = today.is_some();
    let wanted = |row: &ReasonsRow| how.is_none_or(|how| row.how == how);
    let mut pairs: BTreeMap<Place, (Option<ReasonsRow>, Option<ReasonsRow>)> = BTreeMap::new();
    let place = |row: &ReasonsRow| (row.slice.clone(), row.period, row.how, row.reason.clone(), row.stage);
    for row in then.rows.into_iter().filter(wanted) {
        let place_of = place(&row);
        pairs.entry(place_of).or_default().0 = Some(row);
    }
    for row in today.into_iter().flat_map(|today| today.rows).filter(wanted) {
        let place_of = place(&row);
        pairs.entry(place_of).or_default().1 = Some(row);
    }
    let mut labels = ground.label_names();
    labels.extend(["how", "reason", "left"].map(String::from));
    let mut rows = Sheet::new(labels, vec!["given", "deals"], vec!["value"]);
    let mut given = 0_i64;
    for ((slice, period, how, reason, stage), (then, today)) in pairs {
        let mut labels = ground.labels(&slice, period);
        labels.extend([how.to_string(), reason.to_string(), stage.to_string()].map(Some));
        let was = counts(then.as_ref());
        given = given.saturating_add(was[0]);
        let moved = is_restated
            .then(|| counts(today.as_ref()).iter().zip(was).map(|(now, was)| now.saturating_sub(was)).collect());
        let value = then.as_ref().map_or(Cell::Nothing, |row| Cell::sums(&row.value));
        rows.put(Row { labels, counts: was.to_vec(), moved, beside: vec![value] });
    }
    Ok(Reasons { told: ground.told.clone(), how, given, rows, max: asked.max })
}

impl Reasons {
    pub(super) const fn sheet(&self) -> &Sheet {
        &self.rows
    }
}

impl Report for Reasons {
    const NAME: &'static str = "reasons";

    fn page(&self) -> Page {
        let how = self.how.map_or_else(String::new, |how| format!(" of {how}"));
        let title = format!("Reasons{how}{}: {} given", self.told.asked(), many(self.given, "was", "were"));
        let page = Page::titled(title)
            .with(self.rows.table(self.max))
            .cut(self.rows.rows().min(self.max), crate::load::count(self.rows.rows()))
            .line("deals are those that were open when the reason was given, with what they come to");
        self.told.beside(page).line("`crm reasons --leads HOW/REASON` lists the leads of a count")
    }
}

/// The leads behind a number of reasons.
pub(super) fn members(store: &Store, ground: &Ground, asked: &Measuring, cell: &str) -> Result<Members, Problem> {
    let words = Words::of(cell);
    let how: Exit = words.what()?;
    let (table, _) = ground.read::<ReasonsTable>(&ground.asked, &())?;
    let known: Vec<&ReasonsRow> = table.rows.iter().filter(|row| row.how == how).collect();
    let reason = match words.column {
        None => None,
        Some(text) => {
            let words_of = || known.iter().map(|row| row.reason.as_str());
            let found = known.iter().find(|row| row.reason.as_str() == text).ok_or_else(|| {
                let near = lead_lifecycle::values::suggest(text, words_of());
                let near = near.map_or_else(String::new, |near| format!(" (did you mean `{near}`?)"));
                Problem::Usage(format!(
                    "no reason `{text}` was given for `{how}`{near}: `crm reasons --how {how}` names those that were"
                ))
            });
            Some(found?.reason.clone())
        }
    };
    let period = words.period(table.rows.iter().map(|row| row.period))?;
    let cell_of = ReasonsCell { slice: None, period, how, reason, stage: None };
    Members::of(store, ground, ("reasons", cell, &()), (asked.max, |table: &ReasonsTable| table.count(&cell_of)))
}
