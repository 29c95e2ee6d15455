//! The runs behind a count.

use lead_lifecycle::calendar::Zone;
use lead_lifecycle::sla::ClockStop;
use lead_lifecycle::values::{ClockName, TeamKey};
use lead_lifecycle::{ActorId, Instant, LeadKey, Lifecycle, Span};
use serde::Serialize;

use crate::args::RunsAsked;
use crate::problem::Problem;
use crate::report::sla::ledger::RunLine;
use crate::report::sla::standing::{RunCount, Standing};
use crate::report::sla::{Which, each_run};
use crate::report::{company, or_empty};
use crate::screen::{Clock, Column, Page, Report, Table, counted, elapsed};
use crate::store::Store;

/// The runs that a count of the report counts.
#[derive(Debug, Serialize)]
pub(crate) struct ListedRuns {
    /// Which count.
    row: String,
    at: Instant,
    zone: Zone,
    which: Which,
    /// How many there are.
    count: u64,
    /// As many as were asked for.
    rows: Vec<Row>,
}

/// One run.
#[derive(Debug, Serialize)]
struct Row {
    lead: LeadKey,
    company: Option<String>,
    clock: ClockName,
    /// The revision of the fact that began it.
    run: u64,
    owner: Option<ActorId>,
    team: Option<TeamKey>,
    standing: Standing,
    ever_missed: bool,
    past_due: bool,
    held: bool,
    /// From when its deadline runs.
    start: Instant,
    due: Option<Instant>,
    stopped: Option<Instant>,
    /// Seconds as they pass.
    late_by: Option<u64>,
}

fn is_counted(count: RunCount, line: &RunLine, now: Instant) -> bool {
    match count {
        RunCount::Of(Standing::Missed) => line.has_missed(),
        RunCount::Of(standing) => line.standing() == standing,
        RunCount::PastDue => line.is_past_due(now),
        RunCount::Held => line.is_held(now),
    }
}

pub(in crate::report) fn listed_runs(
    store: &Store,
    lifecycle: &Lifecycle,
    now: Instant,
    (asked, count, max): (&RunsAsked, RunCount, usize),
) -> Result<ListedRuns, Problem> {
    let which = Which::of(asked, lifecycle)?;
    let zone = lifecycle.newest_policy().zone().clone();
    let mut listed = ListedRuns { row: count.to_string(), at: now, zone, which, count: 0, rows: Vec::new() };
    let (seen, rows) = (&mut listed.count, &mut listed.rows);
    each_run(store, lifecycle, &listed.which, |line| {
        if !is_counted(count, &line, now) {
            return Ok(());
        }
        *seen = seen.saturating_add(1);
        if rows.len() < max {
            let lead = store.lead(&line.lead)?;
            rows.push(Row { company: lead.as_ref().and_then(company), ..Row::of(line, now) });
        }
        Ok(())
    })?;
    Ok(listed)
}

impl Row {
    fn of(line: RunLine, now: Instant) -> Self {
        let (standing, ever_missed) = (line.standing(), line.has_missed());
        let (past_due, held) = (line.is_past_due(now), line.is_held(now));
        Self {
            late_by: line.late_by(now).map(Span::seconds),
            company: None,
            clock: line.run.clock().clone(),
            run: line.run.number(),
            start: line.run.start(),
            due: line.run.due_at(),
            stopped: line.run.stop().map(|ClockStop { at, .. }| *at),
            lead: line.lead,
            owner: line.owner,
            team: line.team,
            standing,
            ever_missed,
            past_due,
            held,
        }
    }

    /// How it stands, in a word or two.
    fn stands(&self) -> String {
        match (self.standing, self.past_due, self.held) {
            (Standing::Open, true, _) => String::from("past due"),
            (Standing::Open, _, true) => String::from("held"),
            (standing, _, _) => standing.to_string(),
        }
    }
}

impl Report for ListedRuns {
    const NAME: &'static str = "sla-runs";

    fn page(&self) -> Page {
        let clock = Clock::of(&self.zone);
        let count = counted(self.count, "run", "runs");
        let (which, at) = (self.which.named(&clock), clock.at(self.at));
        let title = format!("{count} in `{}` of the service levels{which} at {at} ({})", self.row, clock.label());
        let page = Page::titled(title);
        if self.rows.is_empty() {
            return page;
        }
        let [lead, name, owner, began, due, stands] =
            ["lead", "clock", "owner", "runs from", "due", "stands"].map(Column::left);
        let mut table = Table::new(&[lead, name.yielding(), owner, began, due, stands, Column::right("late by")]);
        for row in &self.rows {
            table.row([
                row.lead.to_string(),
                row.clock.to_string(),
                or_empty(row.owner.as_ref()),
                clock.at(row.start),
                row.due.map_or_else(|| String::from("not known"), |due| clock.at(due)),
                row.stands(),
                row.late_by.map_or_else(String::new, elapsed),
            ]);
        }
        page.with(table).cut(self.rows.len(), self.count)
    }
}
