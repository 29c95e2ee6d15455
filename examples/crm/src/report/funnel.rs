//! The funnel: it counts (lead, cycle) pairs, each milestone at most once, from the facts that count.
//!
//! A promotion whose grounds were taken back, and on whose strength people have worked, was reached all the same: it is
//! counted, and told as hollow beside. A merge moves no cycle and no milestone: those of a merged lead stay its own, counted once.

use std::collections::BTreeMap;

use lead_lifecycle::lead::{Cycle, counted_with};
use lead_lifecycle::values::Milestone;
use lead_lifecycle::{Fact, FactKind, Origin};

use crate::problem::Problem;
use crate::report::{Report, percent};
use crate::store::Store;

/// The promotions of a cycle.
#[derive(Debug, Clone, Copy, Default)]
struct Promotions {
    sound: u64,
    hollow: u64,
}

impl Promotions {
    /// Whether it became MQL, and never soundly.
    const fn are_hollow(self) -> bool {
        self.hollow > 0 && self.sound == 0
    }
}

/// One cycle as the funnel sees it.
struct CycleOf {
    origin: Origin,
    source: String,
    reached: Vec<Milestone>,
    promotions: Promotions,
}

impl CycleOf {
    fn of(cycle: &Cycle, promotions: Promotions) -> Self {
        let source = cycle.attribution().source.as_ref();
        Self {
            origin: cycle.origin(),
            source: source.map_or_else(|| String::from("(none)"), ToString::to_string),
            reached: cycle.milestones().iter().map(|(milestone, _)| milestone).collect(),
            promotions,
        }
    }
}

/// Every cycle of every lead, as it was when it ended or is now.
fn cycles(store: &Store) -> Result<Vec<CycleOf>, Problem> {
    let mut cycles = Vec::new();
    store.each_history(|history| {
        cycles.extend(cycles_of(history)?);
        Ok(())
    })?;
    Ok(cycles)
}

fn cycles_of(history: &[Fact]) -> Result<Vec<CycleOf>, Problem> {
    let Some(lead) = history.first().map(|fact| &fact.envelope.lead) else { return Ok(Vec::new()) };
    let mut cycles: BTreeMap<u32, CycleOf> = BTreeMap::new();
    let counted = counted_with(history, |one, now| {
        let mut promotions = cycles.get(&one.place.cycle).map_or_else(Promotions::default, |known| known.promotions);
        if matches!(one.fact.kind(), FactKind::BecameMql | FactKind::ExpansionOpened) {
            let which = if one.hollow { &mut promotions.hollow } else { &mut promotions.sound };
            *which = which.saturating_add(1);
        }
        cycles.insert(one.place.cycle, CycleOf::of(now.cycle(), promotions));
    });
    counted.map_err(|error| Problem::Replay { lead: lead.clone(), error })?;
    Ok(cycles.into_values().collect())
}

#[expect(single_use_lifetimes, reason = "`impl Trait` cannot elide the lifetime")]
fn reached<'c>(cycles: impl Iterator<Item = &'c CycleOf>, milestone: Milestone) -> u64 {
    cycles.fold(0, |sum: u64, cycle| sum.saturating_add(u64::from(cycle.reached.contains(&milestone))))
}

/// Cycles whose milestone is hollow; only MQL can be.
#[expect(single_use_lifetimes, reason = "`impl Trait` cannot elide the lifetime")]
fn hollow<'c>(cycles: impl Iterator<Item = &'c CycleOf>, milestone: Milestone) -> u64 {
    let is = |cycle: &CycleOf| milestone == Milestone::Mql && cycle.promotions.are_hollow();
    cycles.fold(0, |sum: u64, cycle| sum.saturating_add(u64::from(is(cycle))))
}

#[expect(single_use_lifetimes, reason = "`impl Trait` cannot elide the lifetime")]
fn hollow_text<'c>(cycles: impl Iterator<Item = &'c CycleOf>, milestone: Milestone) -> String {
    if milestone == Milestone::Mql { hollow(cycles, milestone).to_string() } else { String::new() }
}

/// Milestones with rates, then the same by source.
pub(crate) fn funnel(store: &Store) -> Result<String, Problem> {
    let (expansion, new): (Vec<_>, Vec<_>) =
        cycles(store)?.into_iter().partition(|cycle| cycle.origin == Origin::Expansion);
    let mut report = Report::new(&[
        "milestone",
        ">cycles",
        ">hollow",
        ">of the step before",
        ">of all",
        ">inbound",
        ">outbound",
        ">referral",
        ">expansion",
    ]);
    let all = reached(new.iter(), Milestone::Lead);
    let mut before = None;
    for milestone in Milestone::ALL.iter().copied() {
        let count = reached(new.iter(), milestone);
        let by = |origin| reached(new.iter().filter(move |cycle| cycle.origin == origin), milestone).to_string();
        // An expansion begins at MQL: it has no place in Lead → MQL.
        let expansions = match milestone {
            Milestone::Lead => String::from("–"),
            Milestone::Mql | Milestone::Sql | Milestone::Sao | Milestone::Opportunity | Milestone::Won => {
                let hollow = hollow(expansion.iter(), milestone);
                let count = reached(expansion.iter(), milestone).to_string();
                if hollow > 0 { format!("{count} ({hollow} hollow)") } else { count }
            }
        };
        report.row([
            milestone.to_string(),
            count.to_string(),
            hollow_text(new.iter(), milestone),
            before.map_or_else(String::new, |before| percent(count, before)),
            percent(count, all),
            by(Origin::Inbound),
            by(Origin::Outbound),
            by(Origin::Referral),
            expansions,
        ]);
        before = Some(count);
    }
    let text = report.finish("Funnel (one row counts cycles; expansion cycles are counted apart)");
    Ok(text + &by_source(&new))
}

fn by_source(cycles: &[CycleOf]) -> String {
    let mut sources: BTreeMap<&str, Vec<&CycleOf>> = BTreeMap::new();
    for cycle in cycles {
        sources.entry(&cycle.source).or_default().push(cycle);
    }
    let mut rows: Vec<_> = sources.into_iter().collect();
    rows.sort_by_key(|(name, cycles)| (std::cmp::Reverse(cycles.len()), *name));
    let mut report = Report::new(&[
        "source",
        ">cycles",
        ">MQL",
        ">hollow",
        ">SQL",
        ">won",
        ">Lead → MQL",
        ">MQL → SQL",
        ">Lead → won",
    ]);
    for (name, cycles) in rows.iter().take(15) {
        let count = |milestone| reached(cycles.iter().copied(), milestone);
        let (lead, mql) = (count(Milestone::Lead), count(Milestone::Mql));
        let (sql, won) = (count(Milestone::Sql), count(Milestone::Won));
        report.row([
            (*name).to_string(),
            lead.to_string(),
            mql.to_string(),
            hollow_text(cycles.iter().copied(), Milestone::Mql),
            sql.to_string(),
            won.to_string(),
            percent(mql, lead),
            percent(sql, mql),
            percent(won, lead),
        ]);
    }
    report.finish("By source")
}
