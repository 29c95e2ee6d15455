//! The rows of one lead into the store: in order of time, each as a whole or not at all.

use std::collections::BTreeMap;

use lead_lifecycle::calendar::Zone;
use lead_lifecycle::lifecycle::{BackfillRules, LegacyActivity, LegacyEnd, LegacyRow};
use lead_lifecycle::values::{CommandId, CommandKind, Fingerprint, PersonKey};
use lead_lifecycle::{Actor, ActorId, Context, Decision, Instant, Lead, LeadKey, Lifecycle, Role};

use crate::append::{Appended, append};
use crate::clock::come_under;
use crate::import::trouble::Trouble;
use crate::import::unit::{Standing, Unit};
use crate::load::{told_apart, unless_taken};
use crate::problem::Problem;
use crate::store::{self, Batch, Outcome, Reason, Refused};

/// How many activities one row may have; the rest follows by itself.
const ACTIVITIES: usize = 4_096;

/// Imports units.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Taker<'t> {
    pub(crate) lifecycle: &'t Lifecycle,
    pub(crate) rules: &'t BackfillRules,
    pub(crate) now: Instant,
    pub(crate) source: &'t str,
}

/// One round of a unit in its place.
#[derive(Debug)]
struct Placed {
    unit: usize,
    /// Which round of its unit it is, from 0.
    round: usize,
    row: LegacyRow,
}

/// What became of the units of a lead.
#[derive(Debug, Default)]
pub(crate) struct Outcomes {
    /// Why units are refused, by their place.
    pub(crate) refused: BTreeMap<usize, Vec<Trouble>>,
    /// What was decided of those that are not, in order.
    pub(crate) decided: Vec<Decided>,
}

/// One decision that was stored.
#[derive(Debug)]
pub(crate) struct Decided {
    pub(crate) unit: usize,
    pub(crate) lead: LeadKey,
    /// Whether the lead did not exist before.
    pub(crate) is_new: bool,
    pub(crate) decision: Decision,
    pub(crate) facts: u64,
    /// Whether these are only activities of a row that was known.
    pub(crate) only_activities: bool,
}

/// A unit that the crate, or another lead's key, refuses.
struct Stopped {
    unit: usize,
    refused: Refused,
}

impl Taker<'_> {
    /// Imports what can be imported of a lead's units.
    pub(crate) fn take(self, batch: &Batch<'_>, lead: &LeadKey, units: &[Unit<'_>]) -> Result<Outcomes, Problem> {
        let mut outcomes = Outcomes::default();
        for (place, unit) in units.iter().enumerate() {
            let is_new = matches!(unit.standing, Standing::New { .. } | Standing::Unseen);
            if let Standing::Changed { what } = &unit.standing {
                outcomes.refused.insert(place, vec![Trouble::new("changed", what.clone())]);
            } else if is_new && !unit.troubles.is_empty() {
                outcomes.refused.insert(place, unit.troubles.clone());
            }
        }
        let (placed, apart) = self.placed(lead, units);
        if let Some(trouble) = apart {
            for (place, _) in units.iter().enumerate().filter(|(_, unit)| matches!(unit.standing, Standing::New { .. }))
            {
                outcomes.refused.entry(place).or_insert_with(|| vec![trouble.clone()]);
            }
        }
        wait_for_unreadable(&mut outcomes.refused, units);
        let mut by_crate = BTreeMap::new();
        // Each time one is refused, those that wait for it are too: at most as often as there are units.
        for _attempt in 0..=units.len() {
            batch.set_aside()?;
            match self.attempt(batch, units, &placed, &outcomes.refused)? {
                Ok(decided) => {
                    batch.keep()?;
                    outcomes.decided = decided;
                    break;
                }
                Err(Stopped { unit, refused }) => {
                    batch.take_back()?;
                    outcomes.refused.insert(unit, refused.reasons.iter().map(of_reason).collect());
                    by_crate.insert(unit, refused);
                    wait(&mut outcomes.refused, units, &placed, unit);
                }
            }
        }
        self.store_refusals(batch, (lead, units), &outcomes.refused, by_crate)?;
        Ok(outcomes)
    }

    /// All rounds of all units in order of time, those that are known too: they take their place beside the others.
    fn placed(self, lead: &LeadKey, units: &[Unit<'_>]) -> (Vec<Placed>, Option<Trouble>) {
        let mut given: Vec<Option<Placed>> = Vec::new();
        for (place, unit) in units.iter().enumerate().filter(|(_, unit)| !matches!(unit.standing, Standing::Twice)) {
            let rounds = unit.rounds.iter().enumerate();
            given.extend(rounds.map(|(round, row)| Some(Placed { unit: place, round, row: row.clone() })));
        }
        let rows = given.iter().flatten().map(|placed| placed.row.clone()).collect();
        let apart = match LegacyRow::apart(rows, &self.rules.zone) {
            Ok(apart) => apart,
            Err(error) => return (Vec::new(), Some(Trouble::new("key", error.to_string()))),
        };
        let mut placed: Vec<Placed> = Vec::new();
        for row in apart {
            let same = |one: &&mut Option<Placed>| one.as_ref().is_some_and(|one| is_same(&one.row, &row, lead));
            if let Some(one) = given.iter_mut().find(same).and_then(Option::take) {
                placed.push(Placed { row, ..one });
            }
        }
        self.give_activities(&mut placed, units);
        (placed, None)
    }

    /// Each activity goes to the newest round of its deal that had begun by then, or else to the first.
    fn give_activities(self, placed: &mut [Placed], units: &[Unit<'_>]) {
        let mut asked: BTreeMap<i64, (Vec<usize>, &LegacyActivity)> = BTreeMap::new();
        for (place, unit) in units.iter().enumerate() {
            for (number, activity) in &unit.activities {
                asked.entry(*number).or_insert_with(|| (Vec::new(), activity)).0.push(place);
            }
        }
        let begins: Vec<Option<Instant>> = placed.iter().map(|one| begins(&one.row, self.rules)).collect();
        for (askers, activity) in asked.into_values() {
            let at = activity.at.start(&self.rules.zone);
            let of_askers =
                || placed.iter().zip(&begins).enumerate().filter(|(_, (one, _))| askers.contains(&one.unit));
            let begun = of_askers().filter(|(_, (_, begins))| begins.is_none_or(|begins| begins <= at));
            let place =
                begun.map(|(place, _)| place).next_back().or_else(|| of_askers().map(|(place, _)| place).next());
            if let Some(one) = place.and_then(|place| placed.get_mut(place)) {
                one.row.activities.push(activity.clone());
            }
        }
    }

    /// Imports all units that are not refused, in order, until one is stopped.
    fn attempt(
        self,
        batch: &Batch<'_>,
        units: &[Unit<'_>],
        placed: &[Placed],
        refused: &BTreeMap<usize, Vec<Trouble>>,
    ) -> Result<Result<Vec<Decided>, Stopped>, Problem> {
        let mut decided = Vec::new();
        let stands = |one: &&Placed| !refused.contains_key(&one.unit);
        for (place, one) in placed.iter().enumerate().filter(|(_, one)| stands(one)) {
            let mut behind = placed.iter().skip(place).filter(stands);
            let rules = self.rules_before(&one.row.lead, &mut behind);
            let taker = Taker { rules: &rules, ..self };
            let Some(unit) = units.get(one.unit) else { continue };
            let parts = match &unit.standing {
                Standing::New { id, .. } => parts(unit, (id, one.round), &one.row)?,
                Standing::Known { id } if !one.row.activities.is_empty() => only_activities(id, &one.row)?,
                Standing::Known { .. } | Standing::Changed { .. } | Standing::Twice | Standing::Unseen => continue,
            };
            for part in parts {
                match taker.part(batch, (one.unit, unit), &part)? {
                    Ok(done) => decided.extend(done),
                    Err(refused) => return Ok(Err(Stopped { unit: one.unit, refused })),
                }
            }
        }
        Ok(Ok(decided))
    }

    /// Of a row that knows no date nobody says more than that it lies before those behind it: it is not of the day of the export.
    fn rules_before(self, lead: &LeadKey, rows: &mut dyn Iterator<Item = &Placed>) -> BackfillRules {
        let zone = &self.rules.zone;
        let mut dates = rows.filter(|one| one.row.lead == *lead).map(|one| first_known(&one.row, zone));
        let known = dates.find_map(|date| date).unwrap_or(self.rules.as_of);
        BackfillRules { as_of: known.min(self.rules.as_of), ..self.rules.clone() }
    }

    /// One row as the crate takes it; nothing if it was done before.
    fn part(
        self,
        batch: &Batch<'_>,
        (place, unit): (usize, &Unit<'_>),
        part: &Part,
    ) -> Result<Result<Option<Decided>, Refused>, Problem> {
        let Part { id, row, print, only_activities } = part;
        if batch.done(id)?.is_some_and(|done| !done.refused) {
            return Ok(Ok(None));
        }
        let known = batch.lead(&row.lead)?;
        if *only_activities && known.as_ref().is_none_or(|lead| lead.erased_at().is_some()) {
            // Of a lead that was erased nothing comes in again, and what was known of it is no reason to refuse its row.
            return Ok(Ok(None));
        }
        let come = known.as_ref().map(|lead| come_under(batch, self.lifecycle, lead, self.now)).transpose()?;
        let known: Option<Lead> = come.flatten().map(|Appended { lead, .. }| lead).or(known);
        let context = Context::new(self.now, Actor::new(ActorId::new("crm-backfill")?, Role::System));
        let context = context.with_command_id(id.clone());
        let decided = match &known {
            None => self.lifecycle.import(row, self.rules, &context),
            Some(lead) => self.lifecycle.import_next(lead, row, self.rules, &context),
        };
        let decision = match told_apart(decided, self.lifecycle)? {
            Ok(decision) => unless_taken(batch, decision, &row.lead, (CommandKind::Import, self.now))?,
            refused @ Err(_) => refused,
        };
        let decision = match decision {
            Ok(decision) => decision,
            Err(refused) => return Ok(Err(refused)),
        };
        let from = store::Origin { id, source: self.source, line: unit.line(), print: *print, lead: &row.lead };
        let is_new = known.is_none();
        let facts = if decision.is_empty() {
            batch.note(from, Outcome::AlreadySo, 0)?;
            0
        } else {
            let Appended { facts, .. } = append(batch, self.lifecycle, known, &decision)?;
            batch.note(from, Outcome::Accepted, decision.facts().len())?;
            facts
        };
        let lead = row.lead.clone();
        let only_activities = *only_activities;
        Ok(Ok(Some(Decided { unit: place, lead, is_new, decision, facts, only_activities })))
    }

    /// Keeps why units are refused. They are no done commands: the same rows are asked again.
    fn store_refusals(
        self,
        batch: &Batch<'_>,
        (lead, units): (&LeadKey, &[Unit<'_>]),
        refused: &BTreeMap<usize, Vec<Trouble>>,
        mut by_crate: BTreeMap<usize, Refused>,
    ) -> Result<(), Problem> {
        let erased = batch.lead(lead)?.is_some_and(|lead| lead.erased_at().is_some());
        for (place, troubles) in refused {
            let Some(unit) = units.get(*place) else { continue };
            let Standing::New { id, .. } = &unit.standing else { continue };
            let print = Some(unit.print).filter(|_| !erased);
            let from = store::Origin { id, source: self.source, line: unit.line(), print, lead };
            let refused = by_crate.remove(place).unwrap_or_else(|| self.of_host(troubles));
            batch.refuse(from, &if erased { refused.redacted() } else { refused })?;
        }
        Ok(())
    }
}

impl Taker<'_> {
    fn of_host(self, troubles: &[Trouble]) -> Refused {
        let text = troubles.iter().map(|trouble| trouble.what.as_str()).collect::<Vec<_>>().join("; ");
        let reasons = troubles.iter().map(|trouble| Reason::of_host(&trouble.code, &trouble.what)).collect();
        Refused { command: CommandKind::Import.to_string(), at: self.now, reasons, text }
    }
}

/// A row as the crate takes it, under an id of its own.
struct Part {
    id: CommandId,
    row: LegacyRow,
    print: Option<Fingerprint>,
    only_activities: bool,
}

/// A round: itself, and behind it the activities that are too many for one row.
fn parts(unit: &Unit<'_>, (id, round): (&CommandId, usize), row: &LegacyRow) -> Result<Vec<Part>, Problem> {
    let id = if round == 0 { id.clone() } else { CommandId::new(&format!("{id}:{}", round.saturating_add(1)))? };
    let mut row = row.clone();
    let rest = row.activities.split_off(row.activities.len().min(ACTIVITIES));
    let mut parts = vec![Part { id: id.clone(), row: row.clone(), print: Some(unit.print), only_activities: false }];
    row.activities = rest;
    if !row.activities.is_empty() {
        parts.extend(only_activities(&id, &row)?);
    }
    Ok(parts)
}

/// The activities of a row that is known, by themselves.
fn only_activities(id: &CommandId, row: &LegacyRow) -> Result<Vec<Part>, Problem> {
    let mut parts = Vec::new();
    for activities in row.activities.chunks(ACTIVITIES) {
        let names: Vec<&str> = activities.iter().map(|one| one.activity.id.as_str()).collect();
        let print = Fingerprint::of(&names.join("\u{1f}"));
        let mut alone = LegacyRow::new(row.lead.clone(), row.origin);
        alone.activities = activities.to_vec();
        let id = CommandId::new(&format!("{id}:a:{print}"))?;
        parts.push(Part { id, row: alone, print: Some(print), only_activities: true });
    }
    Ok(parts)
}

/// Whether a row that was put in its place is this one: apart from the key, and the person that stands for it.
fn is_same(given: &LegacyRow, placed: &LegacyRow, lead: &LeadKey) -> bool {
    let mut same = placed.clone();
    same.lead = lead.clone();
    if given.person.is_none() && PersonKey::new(lead.as_str()).is_ok_and(|person| same.person == Some(person)) {
        same.person = None;
    }
    same == *given
}

/// The first instant that a row knows of anything.
fn first_known(row: &LegacyRow, zone: &Zone) -> Option<Instant> {
    let reached = row.reached.values().copied().flatten();
    let ended = row.end.iter().filter_map(LegacyEnd::at).chain(row.churned.iter().filter_map(|churned| churned.at));
    let known = reached.chain(row.moves.iter().filter_map(|moved| moved.at)).chain(ended);
    known.map(|moment| moment.start(zone)).min()
}

/// The first instant at which a row tells of a step.
fn begins(row: &LegacyRow, rules: &BackfillRules) -> Option<Instant> {
    let reached = row.reached.values().copied().flatten();
    let known = reached.chain(row.moves.iter().filter_map(|moved| moved.at));
    known.map(|moment| moment.start(&rules.zone)).min()
}

fn of_reason(reason: &Reason) -> Trouble {
    Trouble::new(reason.precisely(), reason.text.clone())
}

/// That a unit waits for another.
fn waiting(line: u64) -> Vec<Trouble> {
    vec![Trouble::new("waits", format!("an earlier row of this lead, line {line}, is refused: mend it first"))]
}

/// What cannot be read has no place in time but what can be read of it: what may lie behind it waits.
fn wait_for_unreadable(refused: &mut BTreeMap<usize, Vec<Trouble>>, units: &[Unit<'_>]) {
    let unreadable: Vec<usize> =
        refused.keys().copied().filter(|place| units.get(*place).is_some_and(|unit| unit.rounds.is_empty())).collect();
    for (place, unit) in units.iter().enumerate() {
        if !matches!(unit.standing, Standing::New { .. }) || refused.contains_key(&place) {
            continue;
        }
        let before =
            unreadable.iter().filter_map(|place| units.get(*place)).find(|other| match (other.start, unit.start) {
                (Some(other), Some(own)) => other < own,
                _ => other.line() < unit.line(),
            });
        if let Some(before) = before {
            refused.insert(place, waiting(before.line()));
        }
    }
}

/// What lies behind a refused round on the same lead waits for it.
fn wait(refused: &mut BTreeMap<usize, Vec<Trouble>>, units: &[Unit<'_>], placed: &[Placed], stopped: usize) {
    let Some(line) = units.get(stopped).map(Unit::line) else { return };
    let leads: Vec<&LeadKey> = placed.iter().filter(|one| one.unit == stopped).map(|one| &one.row.lead).collect();
    let behind = placed.iter().skip_while(|one| one.unit != stopped).filter(|one| leads.contains(&&one.row.lead));
    for one in behind {
        let is_new = units.get(one.unit).is_some_and(|unit| matches!(unit.standing, Standing::New { .. }));
        if is_new {
            refused.entry(one.unit).or_insert_with(|| waiting(line));
        }
    }
}
