//! Funnel, cohorts and flow, counted slowly: one lead after another.
#![expect(clippy::wildcard_enum_match_arm, reason = "what is not asked for is not counted")]

use std::collections::BTreeMap;

use lead_lifecycle::Instant;
use lead_lifecycle::insight::{
    Asked, CohortAsked, CohortTable, Column, ColumnCounts, Conversions, Dimension, Exit, FlowTable, FunnelTable,
    LinePlan, PeriodKey, Slice, SplitBy, When,
};
use lead_lifecycle::lead::MilestoneBasis;
use lead_lifecycle::values::{CycleKind, FieldName, Milestone};
use lead_lifecycle::{Origin, Role, StageKind};

use crate::insight::naive::{Cycle, Mark, Naive, Then};

/// A question to the slow model.
#[derive(Debug, Clone)]
pub(super) struct Question {
    pub(super) plan: LinePlan,
    pub(super) asked: Asked,
    pub(super) split: SplitBy,
    pub(super) only: Option<(Dimension, Option<String>)>,
}

type Row = (Slice, PeriodKey);

/// In which column of the funnel a milestone stands.
pub(super) fn column(cycle: &Cycle, mark: &Mark) -> Column {
    match mark {
        _ if cycle.kind == CycleKind::Direct => Column::Direct,
        _ if cycle.origin == Origin::Expansion => Column::Expansion,
        mark if mark.basis == MilestoneBasis::Implied => Column::Implied,
        mark if mark.hollow => Column::Hollow,
        _ => Column::Counted,
    }
}

impl Question {
    fn field(&self, then: &Then, name: &FieldName) -> Option<String> {
        let place = self.plan.fields().iter().position(|known| known == name)?;
        then.fields[place].as_ref().map(ToString::to_string)
    }

    fn part(&self, by: &Dimension, cycle: &Cycle, then: &Then, role: Option<Role>) -> Option<String> {
        let word = |word: &Option<lead_lifecycle::values::Keyword>| word.as_ref().map(ToString::to_string);
        match by {
            Dimension::Source => word(&cycle.attribution.source),
            Dimension::Campaign => word(&cycle.attribution.campaign),
            Dimension::Origin => Some(cycle.origin.to_string()),
            Dimension::Kind => Some(cycle.kind.to_string()),
            Dimension::Start => Some(cycle.start.to_string()),
            Dimension::Owner => then.owner.as_ref().map(ToString::to_string),
            Dimension::Team => then.team.as_ref().map(ToString::to_string),
            Dimension::Rank => then.rank.map(|rank| rank.to_string()),
            Dimension::Role => role.map(|role| role.to_string()),
            Dimension::Policy => Some(then.policy.to_string()),
            Dimension::Field(name) => self.field(then, name),
            by => panic!("{by} is not asked for"),
        }
    }

    /// The slice, if it is asked for.
    fn slice(&self, lead: &Naive, cycle: &Cycle, then: &Then, role: Option<Role>) -> Option<Slice> {
        let then = if self.split == SplitBy::Now { &lead.now } else { then };
        let wanted = self.only.as_ref().is_none_or(|(by, value)| self.part(by, cycle, then, role) == *value);
        let parts: Vec<Option<String>> =
            self.asked.dimensions().iter().map(|by| self.part(by, cycle, then, role)).collect();
        wanted.then(|| Slice::new(parts.iter().map(Option::as_deref)))
    }

    fn period(&self, when: Option<When>) -> PeriodKey {
        match (self.asked.periods(), when) {
            (None, _) => PeriodKey::All,
            (Some(_), None) => PeriodKey::Undated,
            (Some(periods), Some(when)) => {
                PeriodKey::In(periods.of(when.day.unwrap_or_else(|| when.at.date(self.asked.zone()))))
            }
        }
    }

    fn is_later(&self, when: Option<When>) -> bool {
        when.is_some_and(|when| when.at > self.asked.as_of())
    }

    pub(super) fn funnel(&self, leads: &[Naive]) -> BTreeMap<Row, [[i64; 5]; 6]> {
        let mut rows: BTreeMap<Row, [[i64; 5]; 6]> = BTreeMap::new();
        for (lead, cycle) in leads.iter().flat_map(|lead| lead.cycles.iter().map(move |cycle| (lead, cycle))) {
            for (milestone, mark) in &cycle.marks {
                let Some(slice) = self.slice(lead, cycle, &mark.then, Some(mark.by)) else { continue };
                if self.is_later(mark.when) {
                    continue;
                }
                let row = rows.entry((slice, self.period(mark.when))).or_default();
                row[place(*milestone)][column_place(column(cycle, mark))] += 1;
            }
        }
        rows
    }

    pub(super) fn cohorts(&self, leads: &[Naive], cohort: CohortAsked) -> BTreeMap<Row, NaiveCohort> {
        let mut rows: BTreeMap<Row, NaiveCohort> = BTreeMap::new();
        for (lead, cycle) in leads.iter().flat_map(|lead| lead.cycles.iter().map(move |cycle| (lead, cycle))) {
            let Some(entry) = cycle.marks.get(&cohort.entry) else { continue };
            let Some(slice) = self.slice(lead, cycle, &entry.then, Some(entry.by)) else { continue };
            if self.is_later(entry.when) {
                continue;
            }
            let row = rows.entry((slice, self.period(entry.when))).or_default();
            row.entrants[column_place(column(cycle, entry))] += 1;
            let (Column::Counted, Some(from)) = (column(cycle, entry), entry.when) else { continue };
            let window = cohort.window.map(|window| i64::try_from(window.seconds()).unwrap());
            let mature = window.is_none_or(|window| from.at.seconds() + window <= self.asked.as_of().seconds());
            *(if mature { &mut row.mature } else { &mut row.immature }) += 1;
            for milestone in Milestone::ALL.iter().filter(|milestone| **milestone >= cohort.entry) {
                let reached = || cycle.marks.iter().filter(|(later, _)| *later >= milestone).map(|(_, mark)| mark.when);
                let first = reached()
                    .flatten()
                    .filter(|when| when.at <= self.asked.as_of())
                    .map(|when| from.seconds_to(when))
                    .min();
                let undated = first.is_none() && reached().any(|when| when.is_none());
                let slots = &mut row.milestones[place(*milestone)];
                match (mature, first) {
                    (false, Some(_)) => slots.early += 1,
                    (true, Some(lag)) if window.is_none_or(|window| lag <= window) => slots.converted += 1,
                    (true, None) if undated && window.is_none() => slots.converted += 1,
                    (true, None) if undated => slots.undated += 1,
                    _ => {}
                }
            }
        }
        rows
    }

    pub(super) fn flow(&self, leads: &[Naive]) -> BTreeMap<(Slice, PeriodKey, StageKind), NaiveFlow> {
        let mut rows: BTreeMap<(Slice, PeriodKey, StageKind), NaiveFlow> = BTreeMap::new();
        for (lead, cycle) in leads.iter().flat_map(|lead| lead.cycles.iter().map(move |cycle| (lead, cycle))) {
            for visit in &cycle.visits {
                let Some(slice) = self.slice(lead, cycle, &visit.then, None) else { continue };
                if self.is_later(visit.from) {
                    continue;
                }
                let row = rows.entry((slice, self.period(visit.from), visit.stage)).or_default();
                row.entered += 1;
                match visit.end {
                    Some((when, how)) if !self.is_later(when) => *row.exits.entry(how).or_default() += 1,
                    _ => row.there += 1,
                }
            }
        }
        rows
    }
}

#[derive(Debug, Default, Clone, PartialEq)]
pub(super) struct NaiveCohort {
    entrants: [i64; 5],
    mature: i64,
    immature: i64,
    milestones: [Conversions; 6],
}

#[derive(Debug, Default, Clone, PartialEq)]
pub(super) struct NaiveFlow {
    entered: i64,
    exits: BTreeMap<Exit, i64>,
    there: i64,
}

pub(super) fn place(milestone: Milestone) -> usize {
    Milestone::ALL.iter().position(|known| *known == milestone).unwrap()
}

fn column_place(column: Column) -> usize {
    Column::ALL.iter().position(|known| *known == column).unwrap()
}

fn columns(counts: &ColumnCounts) -> [i64; 5] {
    let mut columns = [0; 5];
    Column::ALL.iter().zip(&mut columns).for_each(|(column, count)| *count = counts.get(*column));
    columns
}

pub(super) fn of_funnel(table: &FunnelTable) -> BTreeMap<Row, [[i64; 5]; 6]> {
    let row = |row: &lead_lifecycle::insight::FunnelRow| {
        let mut counts = [[0; 5]; 6];
        for milestone in Milestone::ALL {
            counts[place(*milestone)] = columns(&row.at(*milestone));
        }
        ((row.slice.clone(), row.period), counts)
    };
    table.rows.iter().map(row).collect()
}

pub(super) fn of_cohorts(table: &CohortTable) -> BTreeMap<Row, NaiveCohort> {
    let row = |row: &lead_lifecycle::insight::CohortRow| {
        let (mature, immature, milestones) = (row.mature, row.immature, row.milestones);
        let counts = NaiveCohort { entrants: columns(&row.entrants), mature, immature, milestones };
        ((row.slice.clone(), row.period), counts)
    };
    table.rows.iter().map(row).collect()
}

pub(super) fn of_flow(table: &FlowTable) -> BTreeMap<(Slice, PeriodKey, StageKind), NaiveFlow> {
    let row = |row: &lead_lifecycle::insight::FlowRow| {
        let exits = Exit::ALL.iter().map(|exit| (*exit, row.left(*exit))).filter(|(_, count)| *count != 0).collect();
        let counts = NaiveFlow { entered: row.entered, exits, there: row.there };
        ((row.slice.clone(), row.period, row.stage), counts)
    };
    table.rows.iter().map(row).collect()
}

/// Not after an instant.
pub(super) fn is_by(when: Option<When>, at: Instant) -> bool {
    when.is_some_and(|when| when.at <= at)
}
