//! The one place where a fact gets its envelope.

use crate::lead::{ApplyError, Cause, Envelope, Fact, FactBody, FactId, Lead, Place, SCHEMA};
use crate::lifecycle::context::Context;
use crate::values::{Date, Instant, LeadKey, PolicyStamp};

/// When a fact is recorded and when it takes effect.
#[derive(Debug, Clone, Copy)]
pub(super) struct Times {
    pub(super) recorded_at: Instant,
    pub(super) effective_at: Instant,
    /// The civil day, when no more is known of when it took effect.
    pub(super) day: Option<Date>,
}

impl Times {
    /// Recorded when it takes effect.
    pub(super) const fn at_once(at: Instant) -> Self {
        Self { recorded_at: at, effective_at: at, day: None }
    }

    /// Recorded at one instant, of another.
    pub(super) const fn of(recorded_at: Instant, effective_at: Instant) -> Self {
        Self { recorded_at, effective_at, day: None }
    }
}

/// Under which version of the policy, by whom, when and because of what a fact comes about.
#[derive(Debug)]
pub(super) struct By<'a> {
    pub(super) stamp: &'a PolicyStamp,
    pub(super) ctx: &'a Context,
    pub(super) times: Times,
    pub(super) cause: Cause,
}

/// Where a fact stands in the life of its lead.
#[derive(Debug, Clone, Copy)]
pub(super) struct Seat<'l> {
    lead: &'l LeadKey,
    revision: u64,
    place: Place,
}

impl<'l> Seat<'l> {
    /// The first of its lead.
    pub(super) const fn first(lead: &'l LeadKey) -> Self {
        Self { lead, revision: 1, place: Place::FIRST }
    }

    /// After a lead; `ahead` facts that leave the lead's place as it is stand between.
    ///
    /// # Errors
    /// The lead does not have what the body changes.
    pub(super) fn after(lead: &'l Lead, ahead: u64, body: &FactBody) -> Result<Self, ApplyError> {
        let place = lead.place_after(body)?;
        Ok(Self { lead: lead.key(), revision: lead.revision().saturating_add(ahead).saturating_add(1), place })
    }

    /// Where the lead is after the fact.
    pub(super) const fn place(&self) -> Place {
        self.place
    }
}

/// Puts a body into its envelope.
pub(super) fn mint(by: By<'_>, seat: Seat<'_>, body: FactBody) -> Fact {
    Fact {
        envelope: Envelope {
            schema: SCHEMA,
            fact: FactId::new(seat.lead, seat.revision),
            command: by.ctx.command_id.clone(),
            lead: seat.lead.clone(),
            revision: seat.revision,
            cycle: seat.place.cycle,
            visit: seat.place.visit,
            recorded_at: by.times.recorded_at,
            effective_at: by.times.effective_at,
            day: by.times.day,
            actor: by.ctx.actor.clone(),
            cause: by.cause,
            policy: by.stamp.clone(),
        },
        body,
    }
}
