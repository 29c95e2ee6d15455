//! What every report is: data, of which a page for people and JSON for scripts are made.

use serde::Serialize;

use crate::problem::Problem;
use crate::screen::look::Look;
use crate::screen::page::Page;

/// A report: what is counted and listed, apart from how it is shown.
pub(crate) trait Report: Serialize {
    /// Its name in JSON: the sub-command.
    const NAME: &'static str;

    /// The same for people: the first line is the answer.
    fn page(&self) -> Page;
}

/// How a report is shown.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Shape {
    Page(Look),
    Json,
}

/// What is written as JSON: the name first, then what the report holds.
#[derive(Serialize)]
struct Named<'r, R> {
    report: &'static str,
    #[serde(flatten)]
    held: &'r R,
}

/// A report as it is printed.
pub(crate) fn printed<R: Report>(report: &R, shape: Shape) -> Result<String, Problem> {
    match shape {
        Shape::Page(look) => Ok(report.page().text(look)),
        Shape::Json => Ok(serde_json::to_string_pretty(&Named { report: R::NAME, held: report })? + "\n"),
    }
}
