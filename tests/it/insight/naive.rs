//! What a lead says, told slowly: by walking over what counts, with the lead as the fold makes it at every fact.

use std::collections::BTreeMap;

use lead_lifecycle::insight::{CycleStart, Exit, LinePlan, When};
use lead_lifecycle::lead::{Attribution, Counted, Ending, ImportedStep, MilestoneBasis, Stage, counted_with};
use lead_lifecycle::values::{ActorId, CycleKind, FieldValue, Milestone, Moment, PolicyStamp, Rank, TeamKey};
use lead_lifecycle::{Fact, FactBody, Instant, Lead, Origin, Role, StageKind};
use serde_json::{Value, json};

/// Whose a lead was, and what was known of it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Then {
    pub(super) owner: Option<ActorId>,
    pub(super) team: Option<TeamKey>,
    pub(super) rank: Option<Rank>,
    pub(super) policy: PolicyStamp,
    pub(super) fields: Vec<Option<FieldValue>>,
}

#[derive(Debug, Clone)]
pub(super) struct Mark {
    pub(super) when: Option<When>,
    pub(super) basis: MilestoneBasis,
    pub(super) hollow: bool,
    pub(super) by: Role,
    pub(super) then: Then,
}

#[derive(Debug, Clone)]
pub(super) struct Visit {
    pub(super) stage: StageKind,
    pub(super) from: Option<When>,
    pub(super) end: Option<(Option<When>, Exit)>,
    pub(super) then: Then,
    imported: bool,
}

#[derive(Debug, Clone)]
pub(super) struct Cycle {
    pub(super) number: u32,
    pub(super) start: CycleStart,
    pub(super) kind: CycleKind,
    pub(super) origin: Origin,
    pub(super) attribution: Attribution,
    pub(super) marks: BTreeMap<Milestone, Mark>,
    pub(super) visits: Vec<Visit>,
}

/// What a lead says.
#[derive(Debug, Clone)]
pub(super) struct Naive {
    pub(super) cycles: Vec<Cycle>,
    pub(super) now: Then,
    pub(super) lead: Lead,
    clamped: i64,
    imported: bool,
}

/// The step that a legacy system reports, if the fact is one.
fn imported(fact: &Fact) -> Option<&ImportedStep> {
    if let FactBody::StepImported { step, .. } = &fact.body { Some(step) } else { None }
}

fn opens(fact: &Fact) -> bool {
    matches!(imported(fact), Some(ImportedStep::Opened(_)))
}

/// When a legacy system said that it happened, if another instant had to be used.
fn said(plan: &LinePlan, fact: &Fact) -> Option<When> {
    let FactBody::StepImported { told: Some(told), .. } = &fact.body else { return None };
    Some(match told {
        Moment::At(at) => When::at(*at),
        Moment::Day(day) => When { at: day.start(plan.zone()), day: Some(*day) },
    })
}

/// When a visit begins with a fact.
fn entered(plan: &LinePlan, fact: &Fact, after: &Lead) -> Option<When> {
    let day = fact.envelope.day;
    if let FactBody::StepImported { at, .. } = &fact.body {
        return said(plan, fact).or(at.map(|at| When { at, day }));
    }
    if let FactBody::Captured(captured) = &fact.body {
        return captured.at.map(|at| When { at, day });
    }
    let (at, known) = (fact.envelope.effective_at, after.stage_entered_at());
    Some(if known > at { When::at(known) } else { When { at, day } })
}

/// How a visit was left.
fn exit(fact: &Fact, from: StageKind, to: StageKind) -> Exit {
    use {FactBody as F, ImportedStep as I};
    let ended = |ending: &Ending, said: Exit| match ending {
        Ending::Recycled(_) => Exit::Recycled,
        Ending::Disqualified { .. } if from == StageKind::Lead => Exit::Discarded,
        Ending::Disqualified { .. } => Exit::Disqualified,
        Ending::BackToCustomer => said,
    };
    match (&fact.body, imported(fact)) {
        (F::Lost { .. }, _) | (_, Some(I::Lost { .. })) => Exit::Lost,
        (F::ContractEnded { .. }, _) | (_, Some(I::ContractEnded { .. })) => Exit::ContractEnded,
        (F::Recycled { ending, .. }, _) | (_, Some(I::Recycled { ending, .. })) => ended(ending, Exit::Recycled),
        (F::Disqualified { ending, .. }, _) | (_, Some(I::Disqualified { ending, .. })) => {
            ended(ending, if from == StageKind::Lead { Exit::Discarded } else { Exit::Disqualified })
        }
        (F::HandoffRejected { .. }, _) => Exit::Back,
        (F::Demoted { .. }, _) => Exit::Demoted,
        _ if to == StageKind::Merged => Exit::Merged,
        _ if from == StageKind::Disqualified => Exit::Reopened,
        _ => Exit::Forward,
    }
}

fn start(fact: &Fact, from: Option<StageKind>) -> CycleStart {
    match (&fact.body, from) {
        (_, None) => CycleStart::Captured,
        (FactBody::PurchaseRecorded { .. }, _) => CycleStart::Purchase,
        (FactBody::ExpansionOpened { .. }, _) => CycleStart::Expansion,
        (FactBody::Reopened { .. }, _) | (_, Some(StageKind::Disqualified)) => CycleStart::Reopened,
        (_, Some(StageKind::Customer)) if opens(fact) => CycleStart::Expansion,
        _ => CycleStart::Recycled,
    }
}

impl Naive {
    /// Of a whole history.
    pub(super) fn of(plan: &LinePlan, facts: &[Fact]) -> Self {
        let mut cycles: Vec<Cycle> = vec![];
        let mut before: Option<Lead> = None;
        let (mut rank, mut clamped) = (None, 0);
        let mut now: Option<Then> = None;
        counted_with(facts, |one, lead| {
            let fact = one.fact;
            clamped += i64::from(said(plan, fact).is_some());
            if let Some(before) = &before {
                pull(&mut cycles, before, fact);
            }
            let turned = before.as_ref().is_none_or(|before| before.cycle().number() != lead.cycle().number());
            if turned {
                rank = None;
            }
            if let FactBody::BecameSql { file, .. } = &fact.body {
                rank = file.handoff.rank;
            } else if matches!(imported(fact), Some(ImportedStep::Sql { .. })) {
                rank = None;
            }
            let then = then(plan, fact, lead, rank);
            walk(&mut cycles, plan, (&one, &then), (before.as_ref(), lead), turned);
            if let FactBody::Redacted(erasure) = &fact.body {
                let gone: Vec<bool> = plan.fields().iter().map(|name| !erasure.spares(name)).collect();
                for cycle in &mut cycles {
                    let marks = cycle.marks.values_mut().map(|mark| &mut mark.then);
                    for then in marks.chain(cycle.visits.iter_mut().map(|visit| &mut visit.then)) {
                        then.fields
                            .iter_mut()
                            .zip(&gone)
                            .filter(|(_, gone)| **gone)
                            .for_each(|(field, _)| *field = None);
                    }
                }
            }
            now = Some(then);
            before = Some(lead.clone());
        })
        .unwrap();
        let imported = cycles[0].marks[&Milestone::Lead].basis == MilestoneBasis::Imported
            || matches!(&facts[0].body, FactBody::Captured(captured) if captured.basis == MilestoneBasis::Imported);
        Self { cycles, now: now.unwrap(), lead: before.unwrap(), clamped, imported }
    }

    /// The first attempt at the MQL that it is. Clocks of what was taken over start at the import, lines with the date that was told.
    fn first_attempt(&self) -> Option<Instant> {
        let visit = self.cycles.last().unwrap().visits.last().unwrap();
        let is_mql = visit.stage == StageKind::Mql && !visit.imported;
        self.lead.anchors().first_attempt.filter(|_| is_mql)
    }

    /// The same in the form in which a line is stored, as far as it is told here.
    pub(super) fn stored(&self) -> Value {
        let marks = || self.cycles.iter().flat_map(|cycle| cycle.marks.values());
        let count = |is: &dyn Fn(&Mark) -> bool| marks().filter(|mark| is(mark)).count();
        let lead = &self.lead;
        let first = lead.first_touch();
        json!({
            "cycles": self.cycles.iter().map(cycle_stored).collect::<Vec<_>>(),
            "account": lead.account(),
            "person": lead.person(),
            "merged_into": if let Stage::Merged { into } = lead.stage() { Some(into) } else { None },
            "first_met": { "at": first.at, "origin": first.origin, "attribution": first.attribution },
            "now": {
                "origin": lead.origin(), "stage": lead.stage().kind(), "entered": lead.stage_entered_at(),
                "standing": then_stored(&self.now), "first_attempt": self.first_attempt(),
            },
            "quality": {
                "undated": count(&|mark| mark.when.is_none()),
                "day_only": count(&|mark| mark.when.is_some_and(|when| when.day.is_some())),
                "implied": count(&|mark| mark.basis == MilestoneBasis::Implied),
                "hollow": count(&|mark| mark.hollow),
                "clamped": self.clamped,
                "erased": i64::from(lead.erased_at().is_some()),
                "merged": i64::from(lead.stage().kind() == StageKind::Merged),
                "imported": i64::from(self.imported),
            },
        })
    }
}

fn then(plan: &LinePlan, fact: &Fact, lead: &Lead, rank: Option<Rank>) -> Then {
    let field = |name: &lead_lifecycle::values::FieldName| {
        lead.profile().entry(name.as_str()).filter(|entry| !entry.personal).and_then(|entry| entry.value.clone())
    };
    Then {
        owner: lead.cycle().owner().cloned(),
        team: lead.cycle().team().cloned(),
        rank,
        policy: fact.envelope.policy.clone(),
        fields: plan.fields().iter().map(field).collect(),
    }
}

/// A turn between the grounds of a promotion by rule and when it took effect: it counts from its grounds.
fn pull(cycles: &mut [Cycle], before: &Lead, fact: &Fact) {
    let (known, at) = (before.stage_entered_at(), fact.envelope.effective_at);
    let Some(grounds) = before.anchors().grounds else { return };
    let goes_on = opens(fact) && matches!(before.stage().kind(), StageKind::Lead | StageKind::Mql);
    let between = grounds <= at && at < known;
    if !fact.kind().is_turn() || goes_on || !between || before.stage().kind() != StageKind::Mql {
        return;
    }
    let since = Some(When::at(grounds));
    let mark = cycles.last_mut().unwrap().marks.get_mut(&Milestone::Mql).unwrap();
    if mark.when == Some(When::at(known)) {
        mark.when = since;
    }
    let mut visits: Vec<&mut Visit> = cycles.iter_mut().flat_map(|cycle| &mut cycle.visits).collect();
    visits.last_mut().unwrap().from = since;
    let place = visits.len() - 2;
    visits[place].end.as_mut().unwrap().0 = since;
}

fn walk(
    cycles: &mut Vec<Cycle>,
    plan: &LinePlan,
    (one, then): (&Counted<'_>, &Then),
    (before, lead): (Option<&Lead>, &Lead),
    turned: bool,
) {
    let fact = one.fact;
    let place = |lead: &Lead| (lead.cycle().number(), lead.stage().kind(), lead.visit());
    let (from, to) = (before.map(|before| before.stage().kind()), lead.stage().kind());
    if before.is_none_or(|before| place(before) != place(lead)) {
        let when = entered(plan, fact, lead);
        if let Some(from) = from {
            cycles.last_mut().unwrap().visits.last_mut().unwrap().end = Some((when, exit(fact, from, to)));
        }
        if turned {
            cycles.push(Cycle {
                number: lead.cycle().number(),
                start: start(fact, from),
                kind: lead.cycle().kind(),
                origin: lead.cycle().origin(),
                attribution: Attribution::default(),
                marks: BTreeMap::new(),
                visits: vec![],
            });
        }
        let visit = Visit { stage: to, from: when, end: None, then: then.clone(), imported: imported(fact).is_some() };
        cycles.last_mut().unwrap().visits.push(visit);
    }
    let cycle = cycles.last_mut().unwrap();
    cycle.kind = lead.cycle().kind();
    cycle.origin = lead.cycle().origin();
    cycle.attribution = lead.cycle().attribution().clone();
    for (milestone, mark) in lead.cycle().milestones().iter() {
        cycle.marks.entry(milestone).or_insert_with(|| Mark {
            when: said(plan, fact).or(mark.at.map(|at| When { at, day: mark.day })),
            basis: mark.basis,
            hollow: one.hollow,
            by: fact.envelope.actor.role,
            then: then.clone(),
        });
    }
}

fn then_stored(then: &Then) -> Value {
    let Then { owner, team, rank, policy, fields } = then;
    json!({ "owner": owner, "team": team, "rank": rank, "policy": policy, "fields": fields })
}

fn cycle_stored(cycle: &Cycle) -> Value {
    let mark = |milestone: &Milestone| {
        cycle.marks.get(milestone).map(|mark| {
            let Mark { when, basis, hollow, by, then } = mark;
            json!({ "when": when, "basis": basis, "hollow": hollow, "by": by, "standing": then_stored(then) })
        })
    };
    let visit = |visit: &Visit| {
        let end = visit.end.map(|(when, how)| json!({ "when": when, "how": how }));
        json!({ "stage": visit.stage, "from": visit.from, "end": end, "standing": then_stored(&visit.then) })
    };
    json!({
        "number": cycle.number,
        "start": cycle.start,
        "kind": cycle.kind,
        "origin": cycle.origin,
        "attribution": cycle.attribution,
        "marks": Milestone::ALL.iter().map(mark).collect::<Vec<_>>(),
        "stays": cycle.visits.iter().map(visit).collect::<Vec<_>>(),
    })
}
