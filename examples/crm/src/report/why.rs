//! Why a lead stands where it does, what it lacks for the next stage, and what everybody could do with it now.

mod next;
mod page;

use lead_lifecycle::calendar::Zone;
use lead_lifecycle::deal::Deal;
use lead_lifecycle::lead::{HeldContract, Stage, counted};
use lead_lifecycle::values::Points;
use lead_lifecycle::{Actor, ActorId, Context, Date, Instant, Lead, LeadKey, Lifecycle, Money, Role, StageKind};
use serde::Serialize;

use crate::problem::Problem;
use crate::report::board::is_in_force;
use crate::report::maybe::{Possible, possible};
use crate::report::story::{Step, steps};
use crate::report::{company, find, zone_of};
use crate::screen::Clock;
use crate::store::Store;

use next::Lacks;

/// The report of one lead.
#[derive(Debug, Serialize)]
pub(crate) struct Why {
    /// The key that was asked for.
    asked: String,
    /// The lead that is told of: where the one that was asked for lives on.
    lead: String,
    /// That it was merged, in a sentence.
    merged: Option<String>,
    company: Option<String>,
    at: Instant,
    zone: Zone,
    stage: StageKind,
    /// Since when it stands there; of a customer since when it is one.
    since: Instant,
    /// What brought it there: the place of a step.
    because: Option<usize>,
    /// When its personal data were removed.
    erased_at: Option<Instant>,
    /// Whether an import has left the end of its round open: its row is awaited.
    waits_for_row: bool,
    score: Score,
    lacks: Lacks,
    /// When time alone makes it MQL.
    promoted_at: Option<Instant>,
    deal: Option<DealNow>,
    meeting: Option<Meeting>,
    contracts: Vec<ContractNow>,
    /// How it came there: what changed its stage, of what counts.
    steps: Vec<Step>,
    commands: Vec<Possible>,
}

#[derive(Debug, Serialize)]
struct Score {
    total: Points,
    /// What makes a lead an MQL.
    enter: Points,
    /// The score as a tree.
    explained: Option<String>,
}

#[derive(Debug, Serialize)]
struct DealNow {
    deal: String,
    pipeline: String,
    stage: String,
    value: Money,
    owner: Option<String>,
    expected_close: Option<Date>,
}

impl DealNow {
    fn of(deal: &Deal) -> Self {
        Self {
            deal: deal.key().to_string(),
            pipeline: deal.pipeline().to_string(),
            stage: deal.stage().to_string(),
            value: deal.value(),
            owner: deal.owner().map(ToString::to_string),
            expected_close: deal.expected_close(),
        }
    }
}

#[derive(Debug, Serialize)]
struct Meeting {
    at: Instant,
    channel: String,
}

#[derive(Debug, Serialize)]
struct ContractNow {
    contract: String,
    value: Money,
    starts: Date,
    ends: Option<Date>,
    in_force: bool,
}

impl ContractNow {
    fn of(held: &HeldContract, today: Date) -> Self {
        Self {
            contract: held.key().to_string(),
            value: held.value(),
            starts: held.starts(),
            ends: held.ends(),
            in_force: is_in_force(held, today),
        }
    }
}

/// The lead at stage Lead whose score comes nearest to the threshold.
pub(crate) fn nearly_promoted(store: &Store, lifecycle: &Lifecycle, now: Instant) -> Result<Option<LeadKey>, Problem> {
    let mut best: Option<(Points, LeadKey)> = None;
    store.each_living(|lead| {
        if matches!(lead.stage(), Stage::Lead { cooling_until: None }) {
            let total = lifecycle.score(lead, now)?.total();
            // Of equal ones the first.
            if best.as_ref().is_none_or(|(most, _)| total > *most) {
                best = Some((total, lead.key().clone()));
            }
        }
        Ok(())
    })?;
    Ok(best.map(|(_, key)| key))
}

/// The report of one lead.
pub(crate) fn why(store: &Store, lifecycle: &Lifecycle, asked: &LeadKey, now: Instant) -> Result<Why, Problem> {
    let named = find(store, asked)?;
    // A merged lead is asked for by its old key: what is to be known is of the lead that it lives on in.
    let survivor = store.lives_on_in(asked)?.map(|key| store.lead(&key)).transpose()?.flatten();
    let lead = survivor.unwrap_or(named);
    let clock = Clock::of(&zone_of(lifecycle, Some(&lead))?);
    let context = Context::new(now, Actor::new(ActorId::new("reader")?, Role::System));
    let promotion = lifecycle.promotion(&lead, &context);
    let promotion = promotion.map_err(|refusal| Problem::refused(&refusal, lifecycle))?;
    let history = store.history(lead.key())?;
    let counts = counted(&history).map_err(|error| Problem::Replay { lead: lead.key().clone(), error })?;
    let steps = steps(&counts, clock.words());
    let commands = possible(lifecycle, &lead, (now, &clock))?;
    let since = since(&lead);
    let today = clock.day(now);
    let explained = lifecycle.explain(&lead, now)?.map(|score| clock.words().of(&score).to_string());
    let contracts = lead.customer().map_or(&[][..], |customer| customer.contracts());
    Ok(Why {
        asked: asked.to_string(),
        merged: store.merged()?.sentence(asked.as_str()),
        company: company(&lead),
        at: now,
        zone: clock.zone().clone(),
        stage: lead.stage().kind(),
        since,
        because: because(&steps, &lead, since),
        erased_at: lead.erased_at(),
        waits_for_row: lead.waits_for_row(),
        lacks: Lacks::of(&lead, &promotion, &commands, &clock),
        score: Score { total: promotion.total, enter: promotion.enter, explained },
        promoted_at: promotion.promoted_at,
        deal: lead.stage().deal().map(DealNow::of),
        meeting: lead.cycle().appointment().map(|one| Meeting { at: one.at, channel: one.channel.to_string() }),
        contracts: contracts.iter().map(|held| ContractNow::of(held, today)).collect(),
        lead: lead.key().to_string(),
        steps,
        commands,
    })
}

/// Since when it stands there: of a customer since it became one, whatever cycles came and went.
fn since(lead: &Lead) -> Instant {
    match (lead.stage(), lead.customer()) {
        (Stage::Customer { .. }, Some(customer)) => customer.since(),
        _ => lead.stage_entered_at(),
    }
}

/// The step that brought it there: of a customer the one by which it became one, of others the first of the visit.
fn because(steps: &[Step], lead: &Lead, since: Instant) -> Option<usize> {
    let here = lead.stage().kind();
    let is_here = |step: &Step| step.stage == here;
    if here == StageKind::Customer {
        if let Some(place) = steps.iter().position(|step| is_here(step) && step.at == since) {
            return Some(place);
        }
    }
    let cycle = lead.cycle().number();
    let later = steps.iter().rev().take_while(|step| is_here(step) && step.cycle == cycle).count();
    steps.len().checked_sub(later.max(1))
}
