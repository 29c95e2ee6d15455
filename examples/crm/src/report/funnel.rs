//! The funnel: it counts (lead, cycle) pairs, each milestone at most once, from the facts that count.
//!
//! A promotion whose grounds were taken back, and on whose strength people have worked, was reached all the same: it is
//! counted, and told as hollow beside. A merge moves no cycle and no milestone: those of a merged lead stay its own, counted once.
//! Cycles that were bought without sales are counted where they are, and left out of the rates of steps, which they did not take.

use std::collections::BTreeMap;

use lead_lifecycle::lead::{Cycle, Milestones, counted_with};
use lead_lifecycle::values::{CycleKind, Keyword, Milestone};
use lead_lifecycle::{ActorId, Fact, FactKind, Lead, Lifecycle, Origin};
use serde::Serialize;

use crate::args::CyclesAsked;
use crate::problem::Problem;
use crate::report::board::value_of;
use crate::report::listed_leads::{ListedLead, ListedLeads, Since};
use crate::report::present;
use crate::screen::{Column, Page, Report, Table, counted, grouped, share};
use crate::store::Store;

/// Where no source is known.
const NO_SOURCE: &str = "(none)";

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

/// One cycle, as it was when it ended or is now.
struct CycleOf {
    number: u32,
    origin: Origin,
    kind: CycleKind,
    milestones: Milestones,
    source: Option<Keyword>,
    owner: Option<ActorId>,
    promotions: Promotions,
}

impl CycleOf {
    fn of(cycle: &Cycle) -> Self {
        Self {
            number: cycle.number(),
            origin: cycle.origin(),
            kind: cycle.kind(),
            milestones: *cycle.milestones(),
            source: cycle.attribution().source.clone(),
            owner: cycle.owner().cloned(),
            promotions: Promotions::default(),
        }
    }

    /// The same cycle, one fact later. It is asked at every fact: what has not changed is not copied.
    fn update(&mut self, cycle: &Cycle) {
        (self.origin, self.kind, self.milestones) = (cycle.origin(), cycle.kind(), *cycle.milestones());
        if self.source != cycle.attribution().source {
            self.source.clone_from(&cycle.attribution().source);
        }
        if self.owner.as_ref() != cycle.owner() {
            self.owner = cycle.owner().cloned();
        }
    }

    fn source(&self) -> &str {
        self.source.as_ref().map_or(NO_SOURCE, |source| source.as_str())
    }

    const fn is_hollow(&self) -> bool {
        self.promotions.are_hollow() && self.milestones.reached(Milestone::Mql)
    }
}

/// The cycles of a lead, by number.
fn cycles_of(history: &[Fact]) -> Result<BTreeMap<u32, CycleOf>, Problem> {
    let mut cycles: BTreeMap<u32, CycleOf> = BTreeMap::new();
    let Some(lead) = history.first().map(|fact| &fact.envelope.lead) else { return Ok(cycles) };
    let counted = counted_with(history, |one, now: &Lead| {
        let cycle = cycles.entry(one.place.cycle).or_insert_with(|| CycleOf::of(now.cycle()));
        cycle.update(now.cycle());
        if matches!(one.fact.kind(), FactKind::BecameMql | FactKind::ExpansionOpened) {
            let promotions = &mut cycle.promotions;
            let which = if one.hollow { &mut promotions.hollow } else { &mut promotions.sound };
            *which = which.saturating_add(1);
        }
    });
    counted.map_err(|error| Problem::Replay { lead: lead.clone(), error })?;
    Ok(cycles)
}

/// How many cycles came how far.
#[derive(Debug, Clone, Default)]
struct Tally {
    reached: BTreeMap<Milestone, u64>,
    /// Of these the ones that were bought without sales.
    direct: BTreeMap<Milestone, u64>,
    hollow: u64,
}

impl Tally {
    fn take(&mut self, of: &CycleOf) {
        for (milestone, _) in of.milestones.iter() {
            add(&mut self.reached, milestone, 1);
            if of.kind == CycleKind::Direct {
                add(&mut self.direct, milestone, 1);
            }
        }
        self.hollow = self.hollow.saturating_add(u64::from(of.is_hollow()));
    }

    fn and(mut self, other: &Self) -> Self {
        other.reached.iter().for_each(|(milestone, count)| add(&mut self.reached, *milestone, *count));
        other.direct.iter().for_each(|(milestone, count)| add(&mut self.direct, *milestone, *count));
        self.hollow = self.hollow.saturating_add(other.hollow);
        self
    }

    fn at(&self, milestone: Milestone) -> u64 {
        self.reached.get(&milestone).copied().unwrap_or(0)
    }

    fn direct_at(&self, milestone: Milestone) -> u64 {
        self.direct.get(&milestone).copied().unwrap_or(0)
    }

    /// The cycles that came there step by step.
    fn stepped(&self, milestone: Milestone) -> u64 {
        self.at(milestone).saturating_sub(self.direct_at(milestone))
    }

    /// Those of a tally whose promotion is hollow: only a promotion to MQL can be.
    fn hollow_at(&self, milestone: Milestone) -> Option<u64> {
        (milestone == Milestone::Mql).then_some(self.hollow)
    }
}

fn add(counts: &mut BTreeMap<Milestone, u64>, milestone: Milestone, count: u64) {
    let sum = counts.entry(milestone).or_default();
    *sum = sum.saturating_add(count);
}

/// The funnel as it is shown.
#[derive(Debug, Serialize)]
pub(crate) struct Funnel {
    /// Cycles that are no expansions.
    cycles: u64,
    /// Expansions of customers.
    expansions: u64,
    rows: Vec<Row>,
    /// How many sources there are.
    sources: u64,
    /// As many as were asked for, those with the most cycles first.
    by_source: Vec<SourceRow>,
}

/// One milestone. Expansions are counted in their own members.
#[derive(Debug, Serialize)]
struct Row {
    milestone: Milestone,
    cycles: u64,
    /// Of them bought without sales: they took no step.
    direct: u64,
    /// Only of promotions to MQL.
    hollow: Option<u64>,
    by_origin: BTreeMap<Origin, u64>,
    /// None at Lead: an expansion begins at MQL.
    expansions: Option<u64>,
    expansions_hollow: Option<u64>,
}

#[derive(Debug, Serialize)]
struct SourceRow {
    source: String,
    reached: BTreeMap<Milestone, u64>,
    direct: BTreeMap<Milestone, u64>,
    hollow: u64,
}

/// Milestones with rates, then the same by source.
pub(crate) fn funnel(store: &Store, max: usize) -> Result<Funnel, Problem> {
    let mut tallies: BTreeMap<(Origin, String), Tally> = BTreeMap::new();
    store.each_history(|history| {
        for of in cycles_of(history)?.values() {
            tallies.entry((of.origin, of.source().to_owned())).or_default().take(of);
        }
        Ok(())
    })?;
    let mut origins: BTreeMap<Origin, Tally> = BTreeMap::new();
    let mut sources: BTreeMap<String, Tally> = BTreeMap::new();
    for ((origin, source), tally) in tallies {
        let of_origin = origins.remove(&origin).unwrap_or_default().and(&tally);
        origins.insert(origin, of_origin);
        if origin != Origin::Expansion {
            let of_source = sources.remove(&source).unwrap_or_default().and(&tally);
            sources.insert(source, of_source);
        }
    }
    let expansions = origins.remove(&Origin::Expansion).unwrap_or_default();
    let new = origins.values().fold(Tally::default(), Tally::and);
    let row = |milestone: Milestone| Row {
        milestone,
        cycles: new.at(milestone),
        direct: new.direct_at(milestone),
        hollow: new.hollow_at(milestone),
        by_origin: origins.iter().map(|(origin, tally)| (*origin, tally.at(milestone))).collect(),
        expansions: (milestone != Milestone::Lead).then(|| expansions.at(milestone)),
        expansions_hollow: expansions.hollow_at(milestone),
    };
    let count = crate::load::count(sources.len());
    let mut by_source: Vec<_> = sources.into_iter().collect();
    by_source.sort_by(|(a, one), (b, other)| (other.at(Milestone::Lead), a).cmp(&(one.at(Milestone::Lead), b)));
    let by_source = by_source.into_iter().take(max).map(|(source, tally)| SourceRow {
        source,
        reached: Milestone::ALL.iter().map(|milestone| (*milestone, tally.at(*milestone))).collect(),
        direct: tally.direct,
        hollow: tally.hollow,
    });
    Ok(Funnel {
        cycles: new.at(Milestone::Lead),
        expansions: expansions.at(Milestone::Mql),
        rows: Milestone::ALL.iter().copied().map(row).collect(),
        sources: count,
        by_source: by_source.collect(),
    })
}

impl Funnel {
    fn at(&self, milestone: Milestone) -> u64 {
        self.rows.iter().find(|row| row.milestone == milestone).map_or(0, |row| row.cycles)
    }

    fn milestones(&self) -> Table {
        let mut columns = vec![
            Column::left("milestone"),
            Column::right("cycles"),
            Column::right("hollow"),
            Column::right("of the step before"),
            Column::right("of all"),
        ];
        columns.extend(NEW.map(|(_, name)| Column::right(name)));
        columns.push(Column::right("expansion"));
        let mut table = Table::new(&columns);
        let mut before: Option<&Row> = None;
        for row in &self.rows {
            let stepped = |row: &Row| row.cycles.saturating_sub(row.direct);
            let step = before.map_or_else(String::new, |before| share(stepped(row), stepped(before)));
            let expansion = row.expansions.map_or_else(
                || String::from("–"),
                |count| match row.expansions_hollow {
                    Some(hollow) if hollow > 0 => format!("{} ({} hollow)", grouped(count), grouped(hollow)),
                    _ => grouped(count),
                },
            );
            let mut cells = vec![
                row.milestone.to_string(),
                grouped(row.cycles),
                row.hollow.map_or_else(String::new, grouped),
                step,
                share(row.cycles, self.cycles),
            ];
            cells.extend(NEW.map(|(origin, _)| grouped(row.by_origin.get(&origin).copied().unwrap_or(0))));
            cells.push(expansion);
            table.row(cells);
            before = Some(row);
        }
        table
    }

    fn sources(&self) -> Table {
        let mut table = Table::new(&[
            Column::left("source"),
            Column::right("cycles"),
            Column::right("MQL"),
            Column::right("hollow"),
            Column::right("SQL"),
            Column::right("won"),
            Column::right("Lead → MQL"),
            Column::right("MQL → SQL"),
            Column::right("Lead → won"),
        ]);
        for row in &self.by_source {
            let of = Tally { reached: row.reached.clone(), direct: row.direct.clone(), hollow: row.hollow };
            let step = |from, to| share(of.stepped(to), of.stepped(from));
            table.row([
                row.source.clone(),
                grouped(of.at(Milestone::Lead)),
                grouped(of.at(Milestone::Mql)),
                grouped(row.hollow),
                grouped(of.at(Milestone::Sql)),
                grouped(of.at(Milestone::Won)),
                step(Milestone::Lead, Milestone::Mql),
                step(Milestone::Mql, Milestone::Sql),
                share(of.at(Milestone::Won), of.at(Milestone::Lead)),
            ]);
        }
        table
    }
}

/// The origins of new cycles, with a column each.
const NEW: [(Origin, &str); 3] =
    [(Origin::Inbound, "inbound"), (Origin::Outbound, "outbound"), (Origin::Referral, "referral")];

impl Report for Funnel {
    const NAME: &'static str = "funnel";

    fn page(&self) -> Page {
        let (cycles, won) = (counted(self.cycles, "cycle", "cycles"), self.at(Milestone::Won));
        let share = share(won, self.cycles);
        let expansions = counted(self.expansions, "expansion is", "expansions are");
        let title = format!("Funnel: of {cycles} {} won ({share}); {expansions} counted apart", grouped(won));
        let mut page = Page::titled(title).with(self.milestones());
        let direct = self.rows.iter().map(|row| row.direct).max().unwrap_or(0);
        if direct > 0 {
            let direct = counted(direct, "cycle was", "cycles were");
            page = page
                .line(format!("{direct} bought without sales: counted where they are, and left out of the step rates"));
        }
        page.line("`crm funnel --leads MILESTONE` lists the leads of a count, `--origin`, `--source` and `--hollow` those of a column")
            .heading("By source")
            .with(self.sources())
            .cut(self.by_source.len(), self.sources)
    }
}

/// The leads whose cycles a count of the funnel counts.
pub(super) fn leads(
    store: &Store,
    lifecycle: &Lifecycle,
    asked: &CyclesAsked,
    max: usize,
) -> Result<ListedLeads, Problem> {
    let CyclesAsked { milestone, origin, source, hollow } = asked;
    let parts = [Some(milestone.to_string()), origin.map(|origin| origin.to_string()), source.clone()];
    let hollow_word = hollow.then(|| String::from("hollow"));
    let row = parts.into_iter().flatten().chain(hollow_word).collect::<Vec<_>>().join("/");
    let zone = lifecycle.newest_policy().zone().clone();
    let mut listed = ListedLeads::new("funnel", row, present(store, None)?, zone);
    let mut sources = std::collections::BTreeSet::new();
    store.each_history(|history| {
        let cycles = cycles_of(history)?;
        for of in cycles.values() {
            let is_of_origin = origin.map_or(of.origin != Origin::Expansion, |origin| of.origin == origin);
            let is_of_source = source.as_deref().is_none_or(|source| source == of.source());
            if source.is_some() {
                sources.insert(of.source().to_owned());
            }
            let is_there = of.milestones.reached(*milestone);
            if !is_there || !is_of_origin || !is_of_source || (*hollow && !of.is_hollow()) {
                continue;
            }
            listed.take(max, || row_of(store, history, of, *milestone))?;
        }
        Ok(())
    })?;
    if let Some(source) = source.as_ref().filter(|source| !sources.contains(*source)) {
        let near = lead_lifecycle::values::suggest(source, sources.iter().map(String::as_str));
        let near = near.map_or_else(String::new, |near| format!(" (did you mean `{near}`?)"));
        return Err(Problem::Usage(format!("no cycle has the source `{source}`{near}: `crm funnel` names them")));
    }
    Ok(listed)
}

/// A cycle as it is listed: where its lead stands now, and since when the cycle is at the milestone.
fn row_of(store: &Store, history: &[Fact], of: &CycleOf, milestone: Milestone) -> Result<Option<ListedLead>, Problem> {
    let key = history.first().map(|fact| &fact.envelope.lead);
    let Some(lead) = key.map(|key| store.lead(key)).transpose()?.flatten() else { return Ok(None) };
    let mark = of.milestones.get(milestone);
    let since = mark.and_then(|mark| mark.day.map(Since::Day).or(mark.at.map(Since::At)));
    Ok(Some(ListedLead {
        cycle: of.number,
        owner: of.owner.as_ref().map(ToString::to_string),
        ..ListedLead::of(&lead, lead.stage().kind().to_string(), since, value_of(&lead))
    }))
}
