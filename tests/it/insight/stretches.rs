//! How long things take, told slowly: the stretches of a lead as the fold makes it at every fact.
#![expect(clippy::wildcard_enum_match_arm, reason = "a slow model looks at a few facts, and the rest is the rest")]
#![expect(clippy::option_option, reason = "that it is over, and that nobody knows when, are two things")]
#![expect(clippy::type_complexity, reason = "a slow model keeps what it needs side by side")]

use std::collections::BTreeMap;

use lead_lifecycle::calendar::{Calendar, Zone};
use lead_lifecycle::insight::{
    Asked, Exit, Lasting, LinePlan, Over, PeriodKey, PlacedBy, Slice, SumOf, Tally, TimeUnit, Times, TimesAsked,
    TimesRow, When,
};
use lead_lifecycle::lead::{ImportedStep, MilestoneBasis, counted_with};
use lead_lifecycle::values::{DealStageName, Milestone, Moment};
use lead_lifecycle::{Fact, FactBody, Instant, Lead, StageKind};

use crate::insight::naive::{Cycle, Naive};

/// A stretch of time of a lead.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Stretch {
    pub(super) what: Lasting,
    pub(super) cycle: (usize, u32),
    pub(super) from: Option<When>,
    /// None: it is on.
    pub(super) until: Option<Option<When>>,
    pub(super) over: Option<Over>,
    pub(super) exit: Option<Exit>,
    pub(super) imported: Option<Instant>,
    pub(super) slice: [Option<String>; 2],
}

/// What the walk knows of a deal.
struct Walked {
    cycle: u32,
    pipeline: lead_lifecycle::values::PipelineName,
    opened: Option<When>,
    imported: Option<Instant>,
    stays: Vec<(DealStageName, Option<When>, Option<Option<When>>, Option<Instant>)>,
    end: Option<(Option<When>, bool)>,
}

fn step(fact: &Fact) -> Option<&ImportedStep> {
    if let FactBody::StepImported { step, .. } = &fact.body { Some(step) } else { None }
}

/// When a fact says that its turn was.
pub(super) fn when(plan: &LinePlan, fact: &Fact) -> Option<When> {
    let day = fact.envelope.day;
    match &fact.body {
        FactBody::StepImported { told: Some(Moment::At(at)), .. } => Some(When::at(*at)),
        FactBody::StepImported { told: Some(Moment::Day(day)), .. } => {
            Some(When { at: day.start(plan.zone()), day: Some(*day) })
        }
        FactBody::StepImported { at, .. } => at.map(|at| When { at, day }),
        _ => Some(When { at: fact.envelope.effective_at, day }),
    }
}

fn imported(fact: &Fact) -> Option<Instant> {
    let captured = matches!(&fact.body, FactBody::Captured(captured) if captured.basis == MilestoneBasis::Imported);
    (captured || step(fact).is_some()).then_some(fact.envelope.recorded_at)
}

fn wins(fact: &Fact) -> bool {
    matches!(fact.body, FactBody::Won { .. } | FactBody::PurchaseRecorded { .. })
        || matches!(step(fact), Some(ImportedStep::Won { .. } | ImportedStep::Bought { .. }))
}

fn follow(deals: &mut Vec<Walked>, plan: &LinePlan, fact: &Fact, (before, lead): (Option<&Lead>, &Lead)) {
    let known = before.and_then(|before| before.stage().deal());
    let Some(deal) = lead.stage().deal() else {
        if let (Some(_), Some(open)) = (known, deals.last_mut()) {
            open.stays.last_mut().unwrap().2 = Some(when(plan, fact));
            open.end = Some((when(plan, fact), wins(fact)));
        }
        return;
    };
    let Some(known) = known else {
        let stay = (deal.stage().clone(), when(plan, fact), None, imported(fact));
        return deals.push(Walked {
            cycle: lead.cycle().number(),
            pipeline: deal.pipeline().clone(),
            opened: when(plan, fact),
            imported: imported(fact),
            stays: vec![stay],
            end: None,
        });
    };
    let open = deals.last_mut().unwrap();
    open.pipeline = deal.pipeline().clone();
    if known.stage() != deal.stage() {
        if matches!(fact.body, FactBody::PolicyAdopted { .. }) {
            open.stays.last_mut().unwrap().0 = deal.stage().clone();
        } else {
            open.stays.last_mut().unwrap().2 = Some(when(plan, fact));
            open.stays.push((deal.stage().clone(), when(plan, fact), None, imported(fact)));
        }
    }
}

/// The stretches of one lead.
pub(super) fn stretches(plan: &LinePlan, facts: &[Fact], number: usize) -> Vec<Stretch> {
    let lead = Naive::of(plan, facts);
    let (mut visits, mut begun, mut deals) = (vec![], BTreeMap::new(), vec![]);
    let mut before: Option<Lead> = None;
    counted_with(facts, |one, lead| {
        let place = |lead: &Lead| (lead.cycle().number(), lead.stage().kind(), lead.visit());
        if before.as_ref().is_none_or(|before| place(before) != place(lead)) {
            visits.push(imported(one.fact));
        }
        let grounds = match &one.fact.body {
            FactBody::ExpansionOpened { grounds, .. } => grounds.filter(|at| *at < one.fact.envelope.effective_at),
            _ => None,
        };
        let opened = grounds.map(When::at).or(when(plan, one.fact));
        begun.entry(lead.cycle().number()).or_insert((opened, imported(one.fact)));
        follow(&mut deals, plan, one.fact, (before.as_ref(), lead));
        before = Some(lead.clone());
    })
    .unwrap();
    let mut visits = visits.into_iter();
    let mut found = vec![];
    for cycle in &lead.cycles {
        let base = Stretch {
            what: Lasting::Cycle,
            cycle: (number, cycle.number),
            from: None,
            until: None,
            over: None,
            exit: None,
            imported: None,
            slice: [cycle.attribution.source.as_ref().map(ToString::to_string), Some(cycle.start.to_string())],
        };
        for visit in &cycle.visits {
            let exit = visit.end.map(|(_, how)| how);
            let over = exit.map(|how| if how == Exit::Forward { Over::Reached } else { Over::Left });
            let (from, until) = (visit.from, visit.end.map(|(when, _)| when));
            let what = Lasting::Stage(visit.stage);
            found.push(Stretch { what, from, until, over, exit, imported: visits.next().unwrap(), ..base.clone() });
        }
        found.extend(whole(cycle, begun[&cycle.number], &base));
        for deal in deals.iter().filter(|deal| deal.cycle == cycle.number) {
            of_deal(&mut found, deal, &base);
        }
    }
    found
}

/// From the beginning of a cycle to its end.
fn whole(cycle: &Cycle, (opened, imported): (Option<When>, Option<Instant>), base: &Stretch) -> Option<Stretch> {
    use StageKind as S;
    let open = |stage: StageKind| matches!(stage, S::Lead | S::Mql | S::Sql | S::Opportunity);
    let last = cycle.visits.iter().rev().find(|visit| open(visit.stage))?;
    let won = cycle.marks.get(&Milestone::Won);
    let first = || cycle.marks.values().next().and_then(|mark| mark.when);
    let from = if imported.is_some() { first() } else { opened };
    let until = last.end.map(|(when, _)| won.map_or(when, |won| won.when));
    let over = last.end.map(|_| if won.is_some() { Over::Reached } else { Over::Left });
    let exit = last.end.map(|(_, how)| how);
    Some(Stretch { from, until, over, exit, imported, ..base.clone() })
}

fn of_deal(found: &mut Vec<Stretch>, deal: &Walked, base: &Stretch) {
    let lost = deal.end.is_some_and(|(_, won)| !won);
    for (place, (stage, from, until, imported)) in deal.stays.iter().enumerate() {
        let left = lost && place + 1 == deal.stays.len();
        let over = until.map(|_| if left { Over::Left } else { Over::Reached });
        let what = Lasting::DealStage { pipeline: deal.pipeline.clone(), stage: stage.clone() };
        found.push(Stretch { what, from: *from, until: *until, over, imported: *imported, ..base.clone() });
    }
    let over = deal.end.map(|(_, won)| if won { Over::Reached } else { Over::Left });
    let (from, until, imported) = (deal.opened, deal.end.map(|(when, _)| when), deal.imported);
    found.push(Stretch { what: Lasting::Deal, from, until, over, imported, ..base.clone() });
}

/// How long one lasted.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Lasted {
    Over(i64),
    On(i64),
    Undated,
}

/// What a reading is asked with.
pub(super) struct Ruler<'a> {
    pub(super) asked: &'a Asked,
    pub(super) zone: &'a Zone,
    pub(super) calendar: Option<&'a Calendar>,
}

impl Ruler<'_> {
    pub(super) fn is_over(&self, one: &Stretch) -> bool {
        one.until.is_some_and(|until| until.is_none_or(|until| until.at <= self.asked.as_of()))
    }

    /// None: it had not begun.
    pub(super) fn lasted(&self, one: &Stretch, unit: TimeUnit<'_>) -> Option<Lasted> {
        let now = self.asked.as_of();
        let over = self.is_over(one);
        let ended = one.until.filter(|_| over);
        if one.from.is_some_and(|from| from.at > now) && !matches!(ended, Some(Some(_))) {
            return None;
        }
        let (Some(from), Some(until)) = (one.from, ended.unwrap_or(Some(When::at(now)))) else {
            return Some(Lasted::Undated);
        };
        let length = match unit {
            TimeUnit::Elapsed => from.seconds_to(until),
            TimeUnit::Days => from.days_to(until, self.zone),
            TimeUnit::Working(_) => self.calendar.unwrap().between(from.at, until.at),
            TimeUnit::Told => return Some(Lasted::Undated),
        };
        Some(if over { Lasted::Over(length) } else { Lasted::On(length) })
    }

    fn period(&self, when: Option<When>) -> PeriodKey {
        match (self.asked.periods(), when) {
            (None, _) => PeriodKey::All,
            (Some(_), None) => PeriodKey::Undated,
            (Some(periods), Some(when)) => PeriodKey::In(periods.of(when.date(self.zone))),
        }
    }
}

/// The rows, counted one after another; slices are source and start.
pub(super) fn times(all: &[Stretch], ruler: &Ruler<'_>, more: &TimesAsked<'_>) -> Vec<TimesRow> {
    let mut rows: BTreeMap<(Slice, PeriodKey), [Vec<i64>; 3]> = BTreeMap::new();
    let now = When::at(ruler.asked.as_of());
    let mut put = |slice: &[Option<String>; 2], (from, until): (Option<When>, Option<When>), lasted: Lasted| {
        let end = if matches!(lasted, Lasted::On(_)) { Some(now) } else { until };
        let placed = if more.placed == PlacedBy::Beginning { from } else { end };
        let row = rows.entry((Slice::new(slice.iter().map(Option::as_deref)), ruler.period(placed))).or_default();
        match lasted {
            Lasted::Over(length) => row[0].push(length),
            Lasted::On(length) => row[1].push(length),
            Lasted::Undated => row[2].push(0),
        }
    };
    let wanted = |one: &&Stretch| one.what == more.what && ruler.lasted(one, more.unit).is_some();
    let mut cycles: BTreeMap<(usize, u32), Vec<&Stretch>> = BTreeMap::new();
    for one in all.iter().filter(wanted) {
        if more.sum == SumOf::Cycle {
            cycles.entry(one.cycle).or_default().push(one);
        } else if more.over.is_none() || !ruler.is_over(one) || one.over == more.over {
            put(&one.slice, (one.from, one.until.flatten()), ruler.lasted(one, more.unit).unwrap());
        }
    }
    for of in cycles.values() {
        let lengths: Vec<Lasted> = of.iter().map(|one| ruler.lasted(one, more.unit).unwrap()).collect();
        let sum =
            lengths.iter().map(|one| if let Lasted::Over(length) | Lasted::On(length) = one { *length } else { 0 });
        let sum = sum.sum();
        let lasted = match () {
            () if lengths.contains(&Lasted::Undated) => Lasted::Undated,
            () if lengths.iter().any(|one| matches!(one, Lasted::On(_))) => Lasted::On(sum),
            () => Lasted::Over(sum),
        };
        // It ended as the stretch did that ended last.
        let last =
            of.iter().filter(|one| one.until.is_some()).max_by_key(|one| (one.until.flatten(), one.from, one.over));
        let over = last.and_then(|last| last.over);
        if more.over.is_none() || matches!(lasted, Lasted::On(_)) || over == more.over {
            let first = of.iter().map(|one| one.from).min().flatten();
            put(&of[0].slice, (first, last.and_then(|last| last.until.flatten())), lasted);
        }
    }
    let of = |lengths: &[i64]| Times::from(&lengths.iter().map(|length| (*length, 1)).collect::<Tally>());
    rows.into_iter()
        .map(|((slice, period), [finished, running, undated])| TimesRow {
            slice,
            period,
            finished: of(&finished),
            running: of(&running),
            undated: i64::try_from(undated.len()).unwrap(),
        })
        .collect()
}
