//! What was met and missed, clock by clock.

use std::collections::{BTreeMap, BTreeSet};

use lead_lifecycle::calendar::Zone;
use lead_lifecycle::sla::ClockRule;
use lead_lifecycle::values::ClockName;
use lead_lifecycle::{Instant, LeadKey, Lifecycle};
use serde::Serialize;

use crate::args::RunsAsked;
use crate::problem::Problem;
use crate::report::sla::ledger::{Delay, RunLine};
use crate::report::sla::spread::Spread;
use crate::report::sla::standing::Standing;
use crate::report::sla::{Which, each_run};
use crate::screen::{Clock, Column, Page, Report, Table, counted, elapsed, grouped, present_tense, share};
use crate::store::Store;

/// The service levels of the company.
#[derive(Debug, Serialize)]
pub(crate) struct Sla {
    at: Instant,
    zone: Zone,
    which: Which,
    /// Leads with such a run.
    leads: u64,
    runs: u64,
    clocks: Vec<ClockRow>,
}

/// The runs of a clock. Each stands in one of `met`, `missed`, `open`, `ended`, `restarted`, `retired`, `withdrawn` and
/// `replaced`; one that is open and has missed a deadline stands in two, and in `missed_and_open`.
#[derive(Debug, Serialize)]
struct ClockRow {
    clock: ClockName,
    #[serde(flatten)]
    counts: Counts,
    delays: Option<Delays>,
}

#[derive(Debug, Default, Clone, Serialize)]
struct Counts {
    runs: u64,
    met: u64,
    missed: u64,
    open: u64,
    missed_and_open: u64,
    past_due: u64,
    /// Of them those whose breach no fact tells yet.
    past_due_untold: u64,
    held: u64,
    ended: u64,
    restarted: u64,
    retired: u64,
    withdrawn: u64,
    replaced: u64,
}

/// How long it took until it was done, of the runs in which it was, in seconds as they pass.
#[derive(Debug, Serialize)]
struct Delays {
    /// How many runs.
    done: u64,
    /// Until it was recorded.
    intake: Spread,
    /// From then on.
    sales: Spread,
    /// Both together, run by run.
    whole: Spread,
}

impl Delays {
    fn of(delays: &[Delay]) -> Option<Self> {
        Some(Self {
            done: u64::try_from(delays.len()).unwrap_or(u64::MAX),
            intake: Spread::of(delays.iter().map(|delay| delay.intake))?,
            sales: Spread::of(delays.iter().map(|delay| delay.sales))?,
            whole: Spread::of(delays.iter().map(|delay| delay.intake.saturating_add(delay.sales)))?,
        })
    }
}

impl Counts {
    fn take(&mut self, line: &RunLine, now: Instant) {
        let past_due = line.is_past_due(now);
        let standing = match line.standing() {
            Standing::Met => &mut self.met,
            // All that have missed one are counted below, the open ones too.
            Standing::Missed => &mut 0,
            Standing::Open => &mut self.open,
            Standing::Ended => &mut self.ended,
            Standing::Restarted => &mut self.restarted,
            Standing::Retired => &mut self.retired,
            Standing::Withdrawn => &mut self.withdrawn,
            Standing::Replaced => &mut self.replaced,
        };
        *standing = standing.saturating_add(1);
        self.runs = self.runs.saturating_add(1);
        for (is_so, count) in [
            (line.has_missed(), &mut self.missed),
            (line.has_missed() && line.is_open(), &mut self.missed_and_open),
            (past_due, &mut self.past_due),
            (past_due && !line.run.is_breached(), &mut self.past_due_untold),
            (line.is_held(now), &mut self.held),
        ] {
            *count = count.saturating_add(u64::from(is_so));
        }
    }
}

pub(crate) fn overview(store: &Store, lifecycle: &Lifecycle, now: Instant, asked: &RunsAsked) -> Result<Sla, Problem> {
    let which = Which::of(asked, lifecycle)?;
    let mut clocks: BTreeMap<ClockName, (Counts, Vec<Delay>)> = BTreeMap::new();
    // A clock that never ran is told of too.
    let rules = lifecycle.newest_policy().sla().iter().map(ClockRule::name);
    for name in rules.filter(|name| which.clock.as_ref().is_none_or(|clock| clock == *name)) {
        clocks.entry(name.clone()).or_default();
    }
    let mut leads: BTreeSet<LeadKey> = BTreeSet::new();
    each_run(store, lifecycle, &which, |line| {
        let (counts, delays) = clocks.entry(line.run.clock().clone()).or_default();
        counts.take(&line, now);
        delays.extend(line.delay());
        leads.insert(line.lead);
        Ok(())
    })?;
    let rows =
        clocks.into_iter().map(|(clock, (counts, delays))| ClockRow { clock, counts, delays: Delays::of(&delays) });
    let clocks: Vec<ClockRow> = rows.collect();
    let zone = lifecycle.newest_policy().zone().clone();
    let leads = crate::load::count(leads.len());
    Ok(Sla { at: now, zone, which, leads, runs: sum(&clocks, |row| row.runs), clocks })
}

fn sum(rows: &[ClockRow], count: impl Fn(&Counts) -> u64) -> u64 {
    rows.iter().map(|row| count(&row.counts)).fold(0, u64::saturating_add)
}

impl Sla {
    fn counts(&self) -> Table {
        let right = ["runs", "met", "missed", "in time", "ended", "withdrawn", "open", "past due", "held"];
        let mut columns = vec![Column::left("clock")];
        columns.extend(right.map(Column::right));
        let mut table = Table::new(&columns);
        for ClockRow { clock, counts, .. } in &self.clocks {
            let in_time = share(counts.met, counts.met.saturating_add(counts.missed));
            let [runs, met, missed, ended, withdrawn, open, past_due, held] = [
                counts.runs,
                counts.met,
                counts.missed,
                counts.ended,
                counts.withdrawn,
                counts.open,
                counts.past_due,
                counts.held,
            ]
            .map(grouped);
            table.row([clock.to_string(), runs, met, missed, in_time, ended, withdrawn, open, past_due, held]);
        }
        table
    }

    fn delays(&self) -> Table {
        let right = ["done", "intake", "", "", "sales", "", ""];
        let mut columns = vec![Column::left("clock")];
        columns.extend(right.map(Column::right));
        let mut table = Table::new(&columns);
        let heads = ["least", "median", "most"].map(String::from);
        let rows = self.clocks.iter().filter_map(|row| row.delays.as_ref().map(|delays| (row, delays)));
        let named = [String::new(), String::new()].into_iter();
        table.row(named.chain(heads.clone()).chain(heads));
        for (row, Delays { done, intake, sales, .. }) in rows {
            let cells = [intake, sales].into_iter().flat_map(|of| [of.least, of.median, of.most].map(elapsed));
            table.row([row.clock.to_string(), grouped(*done)].into_iter().chain(cells));
        }
        table
    }

    /// What the table does not say of itself.
    fn notes(&self) -> Vec<String> {
        let all = |count: fn(&Counts) -> u64| sum(&self.clocks, count);
        let mut notes = Vec::new();
        let both = all(|row| row.missed_and_open);
        if both > 0 {
            let is = present_tense(both);
            notes.push(format!("{} of the missed {is} still open, and {is} counted in both columns.", grouped(both)));
        }
        let untold = all(|row| row.past_due_untold);
        if untold > 0 {
            notes.push(format!(
                "{} of the past due {} not told as missed yet: within the grace of the clock, or `crm clock` has still to run.",
                grouped(untold),
                present_tense(untold)
            ));
        }
        let others = [
            (all(|row| row.restarted), "began anew in time"),
            (all(|row| row.retired), "ended because the policy has the clock no longer"),
            (all(|row| row.replaced), "gave way to a later run without a word of their end"),
        ];
        let others = others.into_iter().filter(|(count, _)| *count > 0);
        let others: Vec<_> = others.map(|(count, what)| format!("{} {what}", grouped(count))).collect();
        if !others.is_empty() {
            notes.push(format!("Besides, in no column: {}.", others.join(", ")));
        }
        notes
    }
}

impl Report for Sla {
    const NAME: &'static str = "sla";

    fn page(&self) -> Page {
        let clock = Clock::of(&self.zone);
        let title = format!("Service levels{} at {}", self.which.named(&clock), clock.zoned(self.at));
        if self.clocks.is_empty() {
            return Page::titled(format!("{title}: the policy has no clocks"));
        }
        let [met, missed, open] =
            [sum(&self.clocks, |row| row.met), sum(&self.clocks, |row| row.missed), sum(&self.clocks, |row| row.open)]
                .map(grouped);
        let (runs, leads) = (counted(self.runs, "run", "runs"), counted(self.leads, "lead", "leads"));
        let mut page = Page::titled(format!("{title}: {runs} on {leads}, {met} met, {missed} missed, {open} open"));
        page = page.with(self.counts());
        for note in self.notes() {
            page = page.line(note);
        }
        page = page.line("`crm sla --leads COUNT` lists the runs of a column, like `--leads past-due`; `crm sla LEAD` shows how its deadlines come about");
        if self.clocks.iter().all(|row| row.delays.is_none()) {
            return page;
        }
        page.heading("How long it took until it was done, as time passes (hours:minutes:seconds)")
            .with(self.delays())
            .line("Intake: until what began the clock was recorded. Sales: from then until it was done.")
    }
}
