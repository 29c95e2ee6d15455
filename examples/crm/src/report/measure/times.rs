//! How long things take.

use std::collections::BTreeMap;

use lead_lifecycle::insight::{
    Lasting, PeriodKey, Slice, SurvivalAsked, SurvivalTable, Table as _, TimeUnit, TimesAsked, TimesCell, TimesCount,
    TimesRow, TimesTable,
};
use lead_lifecycle::planning::{Confidence, Share};
use lead_lifecycle::values::StageKind;
use lead_lifecycle::{Lifecycle, Policy};
use serde::Serialize;

use crate::args::{Measuring, TimesWords, Unit};
use crate::problem::Problem;
use crate::report::measure::cell::{Words, column_of};
use crate::report::measure::cells::Cell;
use crate::report::measure::ground::{Ground, wrong};
use crate::report::measure::members::Members;
use crate::report::measure::sheet::{Row, Sheet};
use crate::report::measure::told::{Told, signed};
use crate::screen::{Page, Report};
use crate::store::Store;

/// How long things take.
#[derive(Debug, Serialize)]
pub(super) struct Times {
    #[serde(flatten)]
    told: Told,
    /// What lasted; none: everything that lasts.
    what: Option<String>,
    unit: &'static str,
    rows: Sheet,
    #[serde(skip)]
    max: usize,
}

/// Everything that may last under the policies of the book.
fn kinds(lifecycle: &Lifecycle) -> Vec<Lasting> {
    let mut kinds: Vec<Lasting> = StageKind::ALL.iter().map(|stage| Lasting::Stage(*stage)).collect();
    kinds.extend([Lasting::Response, Lasting::HandoffToMeeting, Lasting::Cycle, Lasting::Deal]);
    let policies = || lifecycle.book().versions().map(lead_lifecycle::lifecycle::Version::policy);
    let stages = |policy: &Policy| {
        let of = |(pipeline, stages): (&lead_lifecycle::values::PipelineName, &lead_lifecycle::deal::Pipeline)| {
            let stages = stages.stages().iter();
            let kinds =
                stages.map(|stage| Lasting::DealStage { pipeline: pipeline.clone(), stage: stage.name.clone() });
            kinds.collect::<Vec<_>>()
        };
        policy.pipelines().iter().flat_map(of).collect::<Vec<_>>()
    };
    let clocks =
        |policy: &Policy| policy.sla().iter().map(|rule| Lasting::Clock(rule.name().clone())).collect::<Vec<_>>();
    for more in policies().flat_map(stages).chain(policies().flat_map(clocks)) {
        if !kinds.contains(&more) {
            kinds.push(more);
        }
    }
    kinds
}

/// The kind of that name.
fn kind(lifecycle: &Lifecycle, text: &str) -> Result<Lasting, Problem> {
    let kinds = kinds(lifecycle);
    if let Some(kind) = kinds.iter().find(|kind| kind.to_string() == text) {
        return Ok(kind.clone());
    }
    let names: Vec<String> = kinds.iter().map(ToString::to_string).collect();
    let near = lead_lifecycle::values::suggest(text, names.iter().map(String::as_str));
    let near = near.map_or_else(String::new, |near| format!(" (did you mean `{near}`?)"));
    Err(Problem::Usage(format!("nothing that lasts is called `{text}`{near}: `crm times` names what there is")))
}

const fn unit_of(unit: Unit) -> TimeUnit<'static> {
    match unit {
        Unit::Elapsed => TimeUnit::Elapsed,
        Unit::Days => TimeUnit::Days,
        Unit::Told => TimeUnit::Told,
    }
}

fn asked_of(words: &TimesWords, what: Lasting) -> TimesAsked<'static> {
    let TimesWords { sum, part, over, unit, placed, .. } = words;
    TimesAsked { sum: *sum, part: *part, over: *over, unit: unit_of(*unit), placed: *placed, ..TimesAsked::of(what) }
}

fn counts(row: Option<&TimesRow>) -> [i64; 4] {
    let many = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
    row.map_or([0; 4], |row| {
        [many(row.finished.count()), many(row.running.count()), row.undated, many(row.finished.negative())]
    })
}

fn lengths(row: Option<&TimesRow>, unit: TimeUnit<'_>) -> Vec<Cell> {
    let Some(row) = row else { return vec![Cell::Nothing; 5] };
    let whole = |seconds: Option<u64>| match (seconds, unit) {
        (Some(days), TimeUnit::Days) => Cell::Shown(format!("{days} d"), days.to_string()),
        (Some(seconds), _) => Cell::Seconds(seconds),
        (None, _) => Cell::Nothing,
    };
    let kind = lead_lifecycle::insight::QuantileKind::Linear;
    vec![
        Cell::length(row.finished.mean().as_ref(), unit),
        Cell::length(row.finished.median().as_ref(), unit),
        Cell::length(row.finished.quantile(&Share::percent(90), kind).as_ref(), unit),
        whole(row.finished.max()),
        Cell::length(row.running.median().as_ref(), unit),
    ]
}

const BESIDE: [&str; 5] = ["mean", "median", "p90", "most", "age"];

pub(super) fn times(
    ground: &Ground,
    lifecycle: &Lifecycle,
    asked: &Measuring,
    words: &TimesWords,
) -> Result<Times, Problem> {
    let wanted = match &words.what {
        Some(text) => vec![kind(lifecycle, text)?],
        None => kinds(lifecycle),
    };
    let mut labels = vec![String::from("what")];
    labels.extend(ground.label_names());
    let mut rows = Sheet::new(labels, vec!["over", "on", "undated", "negative"], BESIDE.to_vec());
    for what in wanted {
        let name = what.to_string();
        let (then, today) = ground.read::<TimesTable>(&ground.asked, &asked_of(words, what))?;
        let is_restated = today.is_some();
        let mut pairs: BTreeMap<(Slice, PeriodKey), (Option<TimesRow>, Option<TimesRow>)> = BTreeMap::new();
        for row in then.rows {
            let key = (row.slice.clone(), row.period);
            pairs.entry(key).or_default().0 = Some(row);
        }
        for row in today.into_iter().flat_map(|today| today.rows) {
            let key = (row.slice.clone(), row.period);
            pairs.entry(key).or_default().1 = Some(row);
        }
        for ((slice, period), (then, today)) in pairs {
            let mut labels = vec![Some(name.clone())];
            labels.extend(ground.labels(&slice, period));
            let was = counts(then.as_ref());
            let moved = is_restated
                .then(|| counts(today.as_ref()).iter().zip(was).map(|(now, was)| now.saturating_sub(was)).collect());
            let beside = lengths(then.as_ref(), unit_of(words.unit));
            rows.put(Row { labels, counts: was.to_vec(), moved, beside });
        }
    }
    let unit = match words.unit {
        Unit::Elapsed => "elapsed",
        Unit::Days => "days",
        Unit::Told => "worked",
    };
    Ok(Times { told: ground.told.clone(), what: words.what.clone(), unit, rows, max: asked.max })
}

impl Times {
    pub(super) const fn sheet(&self) -> &Sheet {
        &self.rows
    }
}

impl Report for Times {
    const NAME: &'static str = "times";

    fn page(&self) -> Page {
        let what = self.what.as_ref().map_or_else(String::new, |what| format!(" of {what}"));
        let unit = match self.unit {
            "days" => "in days of the calendar",
            "worked" => "in working time, as clocks tell",
            _ => "as it passes",
        };
        let page = Page::titled(format!("Times{what}{}, {unit}", self.told.asked()))
            .with(self.rows.table(self.max))
            .cut(self.rows.rows().min(self.max), crate::load::count(self.rows.rows()))
            .line("mean to most are of what is over; age is the median of what is on, which is in none of them");
        self.told.beside(page)
    }
}

/// The leads behind a number of times.
pub(super) fn members(
    store: &Store,
    ground: &Ground,
    (lifecycle, asked, words): (&Lifecycle, &Measuring, &TimesWords),
    cell: &str,
) -> Result<Members, Problem> {
    let Some(what) = &words.what else { return Err(Problem::Usage(String::from("say what lasts, like `stage:mql`"))) };
    let more = asked_of(words, kind(lifecycle, what)?);
    let said = Words::of(cell);
    let known = [
        ("over", TimesCount::Finished),
        ("on", TimesCount::Running),
        ("undated", TimesCount::Undated),
        ("negative", TimesCount::Negative),
    ];
    let count = column_of(said.what, &known)?;
    let (table, _) = ground.read::<TimesTable>(&ground.asked, &more)?;
    let period = said.period(table.rows.iter().map(|row| row.period))?;
    let cell_of = TimesCell { slice: None, period, count };
    Members::of(store, ground, ("times", cell, &more), (asked.max, |table: &TimesTable| table.count(&cell_of)))
}

/// What becomes of those who wait.
#[derive(Debug, Serialize)]
pub(super) struct Survival {
    #[serde(flatten)]
    told: Told,
    what: String,
    /// Days after which half have ended; null where that was not reached.
    half_after: Vec<Option<i64>>,
    /// Of which nobody knows when it began or ended; what ended before it began; what had ended before it was imported.
    undated: i64,
    negative: i64,
    ended_before_import: i64,
    rows: Sheet,
    #[serde(skip)]
    max: usize,
}

pub(super) fn survival(
    ground: &Ground,
    lifecycle: &Lifecycle,
    asked: &Measuring,
    words: &TimesWords,
) -> Result<Survival, Problem> {
    let what = words.what.clone().unwrap_or_default();
    let more = SurvivalAsked { imported: words.imported, ..SurvivalAsked::of(kind(lifecycle, &what)?) };
    let table = SurvivalTable::of(&ground.report, &ground.asked, &more).map_err(wrong)?;
    let mut labels = ground.label_names();
    labels.push(String::from("after"));
    let mut rows = Sheet::new(labels, vec!["at risk", "reached", "left", "censored"], vec!["wait", "lies between"]);
    let mut half_after = Vec::new();
    let (mut undated, mut negative, mut ended_before_import) = (0_i64, 0_i64, 0_i64);
    for row in table.rows {
        undated = undated.saturating_add(row.undated);
        negative = negative.saturating_add(row.negative);
        ended_before_import = ended_before_import.saturating_add(row.ended_before_import);
        half_after.push(row.risk.time_until(&Share::percent(50)).map_err(wrong)?);
        let steps = row.risk.steps().map_err(wrong)?;
        let estimates = row.risk.estimates(&Confidence::P95).map_err(wrong)?;
        for (step, estimate) in steps.iter().zip(&estimates) {
            let many = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
            let of =
                |cause: u8| step.events.iter().find(|(known, _)| *known == cause).map_or(0, |(_, count)| many(*count));
            let mut labels = ground.labels(&row.slice, PeriodKey::All);
            labels.push(Some(format!("{} d", step.time)));
            let between = estimate.survival.interval.map_or(Cell::Nothing, |interval| {
                Cell::Shown(interval.to_string(), format!("{} {}", interval.low, interval.high))
            });
            rows.put(Row {
                labels,
                counts: vec![many(step.at_risk), of(0), of(1), many(step.censored)],
                moved: None,
                beside: vec![Cell::Text(estimate.survival.probability.to_string()), between],
            });
        }
    }
    let told = ground.told.clone();
    Ok(Survival { told, what, half_after, undated, negative, ended_before_import, rows, max: asked.max })
}

impl Survival {
    pub(super) const fn sheet(&self) -> &Sheet {
        &self.rows
    }
}

impl Report for Survival {
    const NAME: &'static str = "times-survival";

    fn page(&self) -> Page {
        let half = match self.half_after.as_slice() {
            [Some(days)] => format!("half have ended after {days} days"),
            [None] if self.rows.rows() > 0 => String::from("half have not ended yet"),
            [None] | [] => String::from("nothing that can be followed"),
            _ => String::from("those who still wait are not left out"),
        };
        let Self { undated, negative, ended_before_import, .. } = self;
        let page = Page::titled(format!("Waiting of {}{}: {half}", self.what, self.told.asked()))
            .with(self.rows.table(self.max))
            .cut(self.rows.rows().min(self.max), crate::load::count(self.rows.rows()))
            .line("`wait` is the share that still waits after so many days (Kaplan and Meier, 95 %)")
            .line(format!(
                "left out: {} undated, {} ended before it began, {} ended before the import (`--imported whole` takes those in)",
                signed(*undated),
                signed(*negative),
                signed(*ended_before_import)
            ));
        self.told.beside(page)
    }
}
