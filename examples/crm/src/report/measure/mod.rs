//! What is measured over the lines of all leads.
//!
//! | file | job |
//! |---|---|
//! | `ground` | what was asked, made ready: the report over lines, today's and, with `--known-at`, that of then |
//! | `told` | what every page says of what it was asked: as of when, of which slices, what is missing in the data |
//! | `sheet` | a table of counts: for people, as JSON, as CSV; with what has moved since |
//! | `cells` | what stands in it beside counts: money, lengths of time, shares |
//! | `funnel`, `cohort`, `flow`, `times`, `forecast`, `sources`, `reasons` | the tables |
//! | `cell` | the words after `--leads`; `members`: the leads behind a number |
//!
//! Lines are kept in the database, so that nobody replays histories; a reading goes over all of them.

mod cell;
mod cells;
mod cohort;
mod flow;
mod forecast;
mod funnel;
mod ground;
mod members;
mod reasons;
mod sheet;
mod sources;
mod times;
mod told;

pub(crate) use funnel::overview;

use std::path::Path;

use lead_lifecycle::Lifecycle;

use crate::args::{Args, Measuring, What};
use crate::problem::Problem;
use crate::report::measure::ground::Ground;
use crate::report::measure::sheet::Sheet;
use crate::report::present;
use crate::screen::{Report, counted, printed};
use crate::store::Store;

/// A measurement, as it is printed.
pub(super) fn measured(
    store: &Store,
    lifecycle: &Lifecycle,
    args: &Args,
    asked: &Measuring,
) -> Result<String, Problem> {
    let now = present(store, None)?;
    let ground = Ground::of(store, lifecycle, now, asked)?;
    let policy = lifecycle.newest_policy();
    if let Some(cell) = &asked.leads {
        let members = match &asked.what {
            What::Funnel => funnel::members(store, &ground, asked, cell)?,
            What::Cohort(more) => cohort::members(store, &ground, (asked, more), cell)?,
            What::Flow => flow::members(store, &ground, asked, cell)?,
            What::Times(words) => times::members(store, &ground, (lifecycle, asked, words), cell)?,
            What::Forecast { measured } => forecast::members(store, &ground, policy, (asked, *measured, cell))?,
            What::Sources(touching) => sources::members(store, &ground, (asked, *touching), cell)?,
            What::Reasons(_) => reasons::members(store, &ground, asked, cell)?,
        };
        return told(&members, args, asked, members.sheet());
    }
    match &asked.what {
        What::Funnel => {
            let funnel = funnel::funnel(&ground, asked)?;
            told(&funnel, args, asked, funnel.sheet())
        }
        What::Cohort(more) => {
            let cohort = cohort::cohort(&ground, asked, *more)?;
            told(&cohort, args, asked, cohort.sheet())
        }
        What::Flow => {
            let flow = flow::flow(&ground, asked)?;
            told(&flow, args, asked, flow.sheet())
        }
        What::Times(words) if words.survival => {
            let survival = times::survival(&ground, lifecycle, asked, words)?;
            told(&survival, args, asked, survival.sheet())
        }
        What::Times(words) => {
            let times = times::times(&ground, lifecycle, asked, words)?;
            told(&times, args, asked, times.sheet())
        }
        What::Forecast { measured } => {
            let forecast = forecast::forecast(&ground, policy, (asked, *measured), now)?;
            told(&forecast, args, asked, forecast.sheet())
        }
        What::Sources(touching) => {
            let sources = sources::sources(&ground, asked, *touching)?;
            told(&sources, args, asked, sources.sheet())
        }
        What::Reasons(how) => {
            let reasons = reasons::reasons(&ground, asked, *how)?;
            told(&reasons, args, asked, reasons.sheet())
        }
    }
}

/// A report for people or scripts, or its table as CSV.
fn told<R: Report>(report: &R, args: &Args, asked: &Measuring, sheet: &Sheet) -> Result<String, Problem> {
    let Some(file) = &asked.csv else { return printed(report, args.shape) };
    let text = sheet.csv()?;
    if file == Path::new("-") {
        return Ok(text);
    }
    std::fs::write(file, text).map_err(|error| Problem::file(file, error))?;
    let rows = counted(crate::load::count(sheet.rows()), "row", "rows");
    Ok(format!("{rows} written to {}\n", file.display()))
}
