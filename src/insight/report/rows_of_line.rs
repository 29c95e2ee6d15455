//! Which rows a line is in a report.

use crate::deal::Edit;
use crate::insight::line::{
    ClockLine, ContractEvent, ContractNews, CycleLine, DealEnd, DealLine, Exit, LeadLine, Mark, ReasonGiven, When,
    place_of,
};
use crate::insight::report::cycle_row::{Column, CycleRow};
use crate::insight::report::deal_row::{
    ContractRow, ContractSaid, DealEnded, DealRow, LeadRow, Minor, ReasonRow, Whose,
};
use crate::insight::report::dimension::Dimension;
use crate::insight::report::named::Lasting;
use crate::insight::report::point::Point;
use crate::insight::report::report_plan::{ReportPlan, SplitBy};
use crate::insight::report::slicing::{is_of_standings, number};
use crate::insight::report::tables::Tables;
use crate::insight::report::time_row::{Over, TimeRow};
use crate::lead::MilestoneBasis;
use crate::sla::StopKind;
use crate::values::{
    AccountKey, CycleKind, DealKey, Instant, Keyword, LeadKey, Milestone, Money, Origin, PersonKey, Role, Span,
    StageKind,
};

/// Puts a line into a report, so many times.
pub(super) fn put(tables: &mut Tables, plan: &ReportPlan, line: &LeadLine, times: i64) {
    let lead = line.lead.digest();
    let whose = Whose {
        lead,
        person: line.person.as_ref().map(PersonKey::digest),
        account: line.account.as_ref().map(AccountKey::digest),
    };
    let by = plan.by();
    let mut putting = Putting {
        tables,
        plan,
        line,
        whose,
        times,
        by_role: by.contains(&Dimension::Role),
        by_standing: by.iter().any(is_of_standings),
        last: None,
    };
    putting.tables.persons.add(
        LeadRow {
            whose,
            merged_into: line.merged_into.as_ref().map(LeadKey::digest),
            recorded_at: Point::of(Some(When::at(line.recorded_at))),
        },
        times,
    );
    for cycle in &line.cycles {
        putting.cycle(cycle);
    }
    for event in &line.contracts {
        putting.contract(event);
    }
    for run in &line.clocks {
        putting.clock(run);
    }
}

/// A cycle, a standing in it, and who brought about what it is asked for.
type AskedFor = (u32, u32, Option<Role>);

/// A line on its way into a report.
struct Putting<'a> {
    tables: &'a mut Tables,
    plan: &'a ReportPlan,
    line: &'a LeadLine,
    whose: Whose,
    times: i64,
    /// Whether the slices of a cycle differ by who brought something about, and by the standing then.
    by_role: bool,
    by_standing: bool,
    /// The slice that was asked for last: milestones mostly share it.
    last: Option<(AskedFor, u32)>,
}

impl<'a> Putting<'a> {
    /// The slice of a standing in a cycle.
    fn group(&mut self, cycle: &CycleLine, standing: u32, by: Option<Role>) -> u32 {
        let asked = (cycle.number, if self.by_standing { standing } else { 0 }, by.filter(|_| self.by_role));
        if let Some((_, group)) = self.last.filter(|(known, _)| *known == asked) {
            return group;
        }
        let (line, plan) = (self.line, self.plan);
        let then = match plan.split() {
            SplitBy::Milestone => line.standing_at(standing),
            SplitBy::Now => &line.now.standing,
        };
        let group = number(self.tables, plan, cycle, then, by);
        self.last = Some((asked, group));
        group
    }

    fn cycle(&mut self, cycle: &'a CycleLine) {
        let mut row = CycleRow { start: cycle.start, columns: [None; 6], points: [Point::NONE; 6], groups: [0; 6] };
        for (milestone, mark) in cycle.marks.iter() {
            let group = self.group(cycle, mark.standing, Some(mark.by));
            let place = place_of(milestone);
            let slots = (row.columns.get_mut(place), row.points.get_mut(place), row.groups.get_mut(place));
            if let (Some(column), Some(point), Some(slot)) = slots {
                (*column, *point, *slot) = (Some(column_of(cycle, mark)), Point::of(mark.when), group);
            }
        }
        self.tables.cycles.add(row, self.times);
        self.stays(cycle);
        self.handoffs(cycle);
        for deal in &cycle.deals {
            self.deal(cycle, deal);
        }
        for reason in &cycle.reasons {
            self.reason(cycle, reason);
        }
    }

    fn id(&self, cycle: &CycleLine) -> u64 {
        self.number_of(u64::from(cycle.number))
    }

    /// Of something that is numbered in each lead: a number that no other lead has.
    fn number_of(&self, number: u64) -> u64 {
        let (high, low) = self.whose.lead.to_bits();
        (high ^ low.rotate_left(17)).wrapping_add(number)
    }

    fn time(&mut self, what: &Lasting, row: TimeRow) {
        let what = self.tables.number(what);
        self.time_of(what, row);
    }

    fn time_of(&mut self, what: u32, row: TimeRow) {
        self.tables.times.add(TimeRow { what, ..row }, self.times);
    }

    fn stays(&mut self, cycle: &CycleLine) {
        let id = self.id(cycle);
        for stay in &cycle.stays {
            let group = self.group(cycle, stay.standing, None);
            let exit = stay.end.map(|end| end.how);
            let row = TimeRow {
                what: 0,
                group,
                cycle: id,
                from: Point::of(stay.from),
                until: Point::of(stay.end.and_then(|end| end.when)),
                over: exit.map(over_of),
                exit,
                imported: Point::of(stay.imported.map(When::at)),
                intake: 0,
                worked: None,
            };
            self.time(&Lasting::Stage(stay.stage), row);
            if stay.stage == StageKind::Mql {
                let response = stay.response();
                let first = Point::of(stay.first_attempt.map(When::at));
                // Sales could know as early if nobody has acted yet.
                let until_told = || stay.since().map_or(Span::ZERO, |since| stay.told.saturating_since(since));
                let answered = TimeRow {
                    from: Point::of(stay.grounds.map(When::at).or(stay.from)),
                    until: if response.is_some() { first } else { row.until },
                    over: if response.is_some() { Some(Over::Reached) } else { exit.map(|_| Over::Left) },
                    exit: None,
                    intake: short(response.map_or_else(until_told, |response| response.intake)),
                    ..row
                };
                self.time(&Lasting::Response, answered);
            }
        }
        self.whole(cycle, id);
    }

    /// The cycle from its beginning to its end.
    fn whole(&mut self, cycle: &CycleLine, id: u64) {
        let Some(first) = cycle.stays.first() else { return };
        let begun = cycle.opened_when();
        let group = self.group(cycle, first.standing, None);
        let worked_on = |stage: StageKind| stage.is_open();
        let last = cycle.stays.iter().rev().find(|stay| worked_on(stay.stage));
        let Some(last) = last else { return };
        let end = last.end;
        let won = cycle.marks.get(Milestone::Won);
        let over = end.map(|_| if won.is_some() { Over::Reached } else { Over::Left });
        let until = if won.is_some() { won.and_then(|won| won.when) } else { end.and_then(|end| end.when) };
        let row = TimeRow {
            what: 0,
            group,
            cycle: id,
            from: Point::of(begun),
            until: Point::of(until),
            over,
            exit: end.map(|end| end.how),
            imported: Point::of(first.imported.map(When::at)),
            intake: 0,
            worked: None,
        };
        self.time(&Lasting::Cycle, row);
    }

    fn handoffs(&mut self, cycle: &CycleLine) {
        let id = self.id(cycle);
        for (handoff, deal, stay) in cycle.handed_over() {
            let group = self.group(cycle, handoff.standing, Some(handoff.by));
            let met = handoff.meeting.map(|(when, _)| when);
            let rejected = handoff.rejected.as_ref().map(|(when, _)| *when);
            let ended = stay.end.map(|end| end.when);
            let over = met.map(|_| Over::Reached).or(rejected.or(ended).map(|_| Over::Left));
            let row = TimeRow {
                what: 0,
                group,
                cycle: id,
                from: Point::of(handoff.when),
                until: Point::of(met.or(rejected).or(ended).flatten()),
                over,
                exit: None,
                imported: Point::of(deal.imported.map(When::at)),
                intake: 0,
                worked: None,
            };
            self.time(&Lasting::HandoffToMeeting, row);
        }
    }

    fn deal(&mut self, cycle: &CycleLine, deal: &DealLine) {
        let id = self.id(cycle);
        let group = self.group(cycle, deal.standing, Some(deal.sourced_by));
        let imported = Point::of(deal.imported.map(When::at));
        let count = deal.stays.len();
        for (place, stay) in deal.stays.iter().enumerate() {
            let last = place.saturating_add(1) == count;
            let given_up = deal.end.as_ref().is_some_and(|end| end.how != DealEnd::Won);
            let is_it = |known: &Lasting| matches!(known, Lasting::DealStage { pipeline, stage } if *stage == stay.stage && *pipeline == deal.pipeline);
            let make = || Lasting::DealStage { pipeline: deal.pipeline.clone(), stage: stay.stage.clone() };
            let what = self.tables.number_of(is_it, make);
            let over = stay.until.map(|_| if last && given_up { Over::Left } else { Over::Reached });
            let row = TimeRow {
                what: 0,
                group,
                cycle: id,
                from: Point::of(stay.from),
                until: Point::of(stay.until.flatten()),
                over,
                exit: None,
                imported: Point::of(stay.imported.map(When::at)),
                intake: 0,
                worked: None,
            };
            self.time_of(what, row);
        }
        let end = deal.end.as_ref();
        let over = end.map(|end| if end.how == DealEnd::Won { Over::Reached } else { Over::Left });
        let until = Point::of(end.and_then(|end| end.when));
        let from = Point::of(deal.opened);
        let whole =
            TimeRow { what: 0, group, cycle: id, from, until, over, exit: None, imported, intake: 0, worked: None };
        self.time(&Lasting::Deal, whole);
        let row = self.deal_row(cycle, deal, group);
        self.tables.deals.add(row, self.times);
    }

    fn deal_row(&mut self, cycle: &CycleLine, deal: &DealLine, group: u32) -> DealRow {
        let units = |money: Option<Money>| money.map(|money| money.minor());
        let ended = deal.end.as_ref().map(|end| DealEnded {
            when: Point::of(end.when),
            how: end.how,
            reason: end.reason.clone(),
            signed: end.signed.map(minor),
            group: self.group(cycle, end.standing, Some(deal.sourced_by)),
        });
        let closed = deal.end.as_ref().and_then(|end| end.when).map(|when| when.at);
        DealRow {
            key: deal.key.digest(),
            name: deal.key.clone(),
            whose: self.whose,
            currency: deal.currency,
            value: units(deal.value),
            products: deal.products.iter().map(|(product, value)| (product.clone(), units(*value))).collect(),
            expected_close: deal.expected_close,
            pipeline: deal.pipeline.clone(),
            visited: deal.stays.iter().map(|stay| (stay.stage.clone(), Point::of(stay.from))).collect(),
            opened: Point::of(deal.opened),
            has_met: deal.met.is_some(),
            met: Point::of(deal.met.flatten()),
            sourced_by: deal.sourced_by,
            imported: deal.imported.is_some(),
            start: cycle.start,
            group,
            end: ended,
            sources: self.sources(cycle, closed),
        }
    }

    /// Where the person came from: first of all, last before MQL, last before the end.
    fn sources(&self, cycle: &CycleLine, closed: Option<Instant>) -> [Option<Keyword>; 3] {
        let first = self.line.first_source();
        // A touch after the end brought nothing, even where nobody knows when the cycle became MQL.
        let mql = cycle.marks.get(Milestone::Mql).and_then(|mark| mark.when).map(|when| when.at).or(closed);
        let before_mql = mql.and_then(|mql| self.line.source_by(Some(mql), cycle));
        [first.cloned(), before_mql.cloned(), self.line.source_by(closed, cycle).cloned()]
    }

    fn reason(&mut self, cycle: &CycleLine, given: &ReasonGiven) {
        let group = self.group(cycle, given.standing, None);
        let deal = given.deal.and_then(|place| usize::try_from(place).ok()).and_then(|place| cycle.deals.get(place));
        let row = ReasonRow {
            how: given.how,
            code: given.code.clone(),
            stage: given.stage,
            when: Point::of(given.when),
            group,
            deal: deal.map(|deal| (deal.key.digest(), deal.value.map(minor))),
        };
        self.tables.reasons.add(row, self.times);
    }

    fn contract(&mut self, event: &ContractEvent) {
        let line = self.line;
        let Some(cycle) = line.cycles.iter().find(|cycle| cycle.number == event.cycle) else { return };
        let group = self.group(cycle, event.standing, None);
        let what = match &event.what {
            ContractNews::Signed { deal, value, starts, ends } => ContractSaid::Signed {
                deal: deal.as_ref().map(DealKey::digest),
                value: minor(*value),
                starts: *starts,
                ends: *ends,
            },
            ContractNews::Renewed { value, ends } => ContractSaid::Renewed { value: value.map(minor), ends: *ends },
            ContractNews::Amended { value, ends } => {
                let ends = match ends {
                    Edit::Keep => None,
                    Edit::Clear => Some(None),
                    Edit::To(date) => Some(Some(*date)),
                };
                ContractSaid::Amended { value: value.map(minor), ends }
            }
            ContractNews::Ended { reason } => ContractSaid::Ended { reason: reason.clone() },
        };
        let row = ContractRow {
            key: event.contract.digest(),
            at: Point::of(event.when),
            revision: event.revision,
            name: event.contract.clone(),
            whose: self.whose,
            group,
            start: cycle.start,
            what,
            sources: self.sources(cycle, event.when.map(|when| when.at)),
        };
        self.tables.contracts.add(row, self.times);
    }

    fn clock(&mut self, run: &'a ClockLine) {
        let line = self.line;
        let Some(cycle) = line.cycles.last() else { return };
        let group = self.group(cycle, run.standing, None);
        let (stop, how) = run.stop.map_or((None, None), |(at, how, _)| (Some(at), Some(how)));
        if how == Some(StopKind::Withdrawn) {
            return;
        }
        let known = run.start.min(stop.unwrap_or(run.start));
        let row = TimeRow {
            what: 0,
            group,
            cycle: self.number_of(run.number),
            from: Point::of(Some(When::at(run.since))),
            until: Point::of(stop.map(When::at)),
            over: how.map(|how| if how == StopKind::Done { Over::Reached } else { Over::Left }),
            exit: None,
            imported: Point::NONE,
            intake: short(known.saturating_since(run.since)),
            worked: run.stop.map(|(_, _, worked)| short(worked)),
        };
        self.time(&Lasting::Clock(run.clock.clone()), row);
    }
}

fn minor(money: Money) -> Minor {
    Minor { currency: money.currency(), units: money.minor() }
}

fn short(span: Span) -> u32 {
    u32::try_from(span.seconds()).unwrap_or(u32::MAX)
}

fn over_of(exit: Exit) -> Over {
    if exit == Exit::Forward { Over::Reached } else { Over::Left }
}

fn column_of(cycle: &CycleLine, mark: &Mark) -> Column {
    if cycle.kind == CycleKind::Direct {
        Column::Direct
    } else if cycle.origin == Origin::Expansion {
        Column::Expansion
    } else if mark.basis == MilestoneBasis::Implied {
        Column::Implied
    } else if mark.hollow {
        Column::Hollow
    } else {
        Column::Counted
    }
}
