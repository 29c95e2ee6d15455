//! A run from the files to the balance.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use indicatif::ProgressBar;
use lead_lifecycle::lifecycle::BackfillRules;
use lead_lifecycle::{Instant, LeadKey, Lifecycle};

use crate::args::{Allowed, Args, Backfill};
use crate::import::balance::Balance;
use crate::import::count::count;
use crate::import::fill::{count_unmatched, fill, refuse_crowd};
use crate::import::mapping::mapping::Mapping;
use crate::import::plan::{Opened, Plan};
use crate::import::refused;
use crate::import::staging::Staging;
use crate::import::standing::look_up;
use crate::import::take::Taker;
use crate::import::unit::Units;
use crate::load::progress;
use crate::problem::Problem;
use crate::report;
use crate::screen::printed;
use crate::store::Store;

/// What a run came to.
#[derive(Debug)]
pub(crate) struct Ran {
    /// The balance, where the refused rows are, and the board.
    pub(crate) text: String,
    /// What is wrong if more was refused than is allowed.
    pub(crate) refused: Option<String>,
}

/// Loads the files of a mapping.
pub(crate) fn backfill(
    store: &mut Store,
    lifecycle: &Lifecycle,
    args: &Args,
    asked: &Backfill,
) -> Result<Ran, Problem> {
    let mapping = Mapping::read(&asked.mapping)?;
    let folder = mapping.folder(&asked.mapping, asked.data.as_deref());
    let main = asked.file.clone().unwrap_or_else(|| folder.join(&mapping.file));
    let as_of = mapping.as_of().map_err(|what| Problem::file(&asked.mapping, what))?;
    let newest = store.newest()?;
    let now = args.now.unwrap_or(as_of).max(newest.unwrap_or(as_of));
    match args.now {
        Some(_) => args.jump.check("`--now`", now, newest)?,
        None => args.jump.check("`as_of`", now, newest).map_err(|problem| problem.of(&asked.mapping))?,
    }
    let out = asked.refused.clone().unwrap_or_else(|| refused::beside(&args.db, &mapping.name));
    if asked.file.is_none() && is_same_file(&out, &main) {
        return Err(Problem::Usage(format!("`--refused {}` is the export itself", out.display())));
    }
    let Opened { plan, sheets } = Opened::open(&mapping, &asked.mapping, &main, &folder)?;
    let mut balance = Balance { mapping: mapping.name.clone(), ..Balance::default() };
    let staging = fill(&plan, sheets, &mut balance)?;
    let source = asked.file.as_ref().unwrap_or(&mapping.file).display().to_string();
    let run = Run { lifecycle, plan: &plan, staging: &staging, source: &source, as_of, now };
    run.rows(store, args.batch, &mut balance)?;
    count_unmatched(&plan, &staging, &mut balance)?;
    store.finish_erasures()?;
    // A dry run writes no file that was not asked for.
    let writes = !asked.dry_run || asked.refused.is_some();
    if writes {
        refused::write(&out, &plan, &staging, balance.rows.refused)?;
    }
    balance.adds_up().map_err(Problem::Store)?;
    if let Some(file) = &asked.balance {
        let json = serde_json::to_string_pretty(&balance)?;
        std::fs::write(file, json + "\n").map_err(|error| Problem::file(file, error))?;
    }
    let mut text = balance.to_string();
    if balance.rows.refused > 0 && writes {
        let mend = "mend it and load it with `crm backfill --file`";
        let _infallible = writeln!(text, "refused rows are in {}: {mend}", out.display());
    }
    text.push_str(&printed(&report::board(store, lifecycle, now)?, args.shape)?);
    Ok(Ran { text, refused: over(&balance, asked.allowed) })
}

/// What is wrong if more was refused than is allowed.
fn over(balance: &Balance, allowed: Allowed) -> Option<String> {
    let (refused, read) = (balance.rows.refused, balance.rows.read);
    let activities = balance.activities.refused.count;
    let of_rows = (!allowed.is_enough(refused, read)).then(|| format!("{refused} of {read} rows are refused"));
    let all = balance.activities.loaded.saturating_add(balance.activities.known).saturating_add(activities);
    let of_activities =
        (!allowed.is_enough(activities, all)).then(|| format!("{activities} of {all} activities are refused"));
    of_rows.or(of_activities)
}

fn is_same_file(one: &Path, other: &Path) -> bool {
    let whole = |path: &Path| -> Option<PathBuf> { path.canonicalize().ok() };
    whole(one).is_some_and(|one| whole(other) == Some(one))
}

struct Run<'r> {
    lifecycle: &'r Lifecycle,
    plan: &'r Plan<'r>,
    staging: &'r Staging,
    source: &'r str,
    as_of: Instant,
    now: Instant,
}

impl Run<'_> {
    /// All leads, by key: so many rows a transaction as a batch has, and never a lead in two.
    fn rows(&self, store: &mut Store, batch: usize, balance: &mut Balance) -> Result<(), Problem> {
        let mapping = self.plan.mapping;
        let policy = self.lifecycle.policy_at(self.now)?;
        let units = Units { plan: self.plan, staging: self.staging, policy };
        let rules = BackfillRules { as_of: self.as_of, order: mapping.order, zone: mapping.zone.zone().clone() };
        let taker = Taker { lifecycle: self.lifecycle, rules: &rules, now: self.now, source: self.source };
        let bar: ProgressBar = progress(balance.rows.read.saturating_sub(balance.rows.refused));
        let most = u64::try_from(batch).unwrap_or(u64::MAX);
        let mut after = String::new();
        loop {
            let leads = self.staging.leads_after(&after, batch)?;
            let Some((last, _)) = leads.last() else { break };
            after.clone_from(last);
            let mut leads = leads.into_iter().peekable();
            while leads.peek().is_some() {
                let batch = store.begin()?;
                let mut rows = 0_u64;
                while rows < most {
                    let Some((lead, own)) = leads.next() else { break };
                    rows = rows.saturating_add(own);
                    if refuse_crowd(self.plan, self.staging, (&lead, own), balance)? {
                        continue;
                    }
                    let lead = LeadKey::new(&lead)?;
                    let mut units = units.of(&lead)?;
                    look_up(&batch, &mapping.name, &lead, &mut units)?;
                    let outcomes = taker.take(&batch, &lead, &units)?;
                    count(balance, self.staging, &lead, (&units, &outcomes))?;
                }
                batch.commit()?;
                bar.inc(rows);
            }
        }
        bar.finish_and_clear();
        Ok(())
    }
}
