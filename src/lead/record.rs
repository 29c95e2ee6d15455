//! What belongs to a lead beside its cycle: consents, proposals and the marks of service-level clocks.

use alloc::boxed::Box;
use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

use crate::lead::actor::Actor;
use crate::lead::command::Proposable;
use crate::values::{Channel, ClockName, ConsentStatus, InlineList, Instant, ProposalId, Purpose, Text};

/// A consent, or its withdrawal, for one channel and one purpose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[doc(alias = "同意")]
pub struct Consent {
    /// The way to reach the person.
    pub channel: Channel,
    /// What for.
    pub purpose: Purpose,
    /// Granted or withdrawn.
    pub status: ConsentStatus,
    /// Since when.
    pub at: Instant,
}

/// The newest word on every channel and purpose, by effective time; of two at one instant the withdrawal wins.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Consents(InlineList<Consent, 2>);

impl Consents {
    /// What was last said on a channel and purpose.
    #[must_use]
    pub fn get(&self, channel: Channel, purpose: Purpose) -> Option<&Consent> {
        self.0.iter().find(|c| c.channel == channel && c.purpose == purpose)
    }

    /// All, by channel and purpose.
    pub fn iter(&self) -> impl Iterator<Item = &Consent> {
        self.0.iter()
    }

    /// Whether the person opted out of being contacted so.
    #[must_use]
    pub fn is_withdrawn(&self, channel: Channel, purpose: Purpose) -> bool {
        self.get(channel, purpose).is_some_and(|c| c.status == ConsentStatus::Withdrawn)
    }

    pub(super) fn record(&mut self, consent: Consent) {
        let key = |c: &Consent| (c.channel, c.purpose);
        let place = self.0.partition_point(|known| key(known) < key(&consent));
        match self.0.get_mut(place) {
            Some(known) if key(known) == key(&consent) => {
                if (consent.at, consent.status) > (known.at, known.status) {
                    *known = consent;
                }
            }
            Some(_) | None => self.0.insert(place, consent),
        }
    }

    pub(super) fn is_sound(&self) -> bool {
        let key = |c: &Consent| (c.channel, c.purpose);
        self.0.iter().zip(self.0.iter().skip(1)).all(|(a, b)| key(a) < key(b))
    }
}

/// A command that an assistant proposed and that waits for a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[doc(alias = "提案")]
pub struct Proposal {
    /// The key given by the host.
    pub id: ProposalId,
    /// What is proposed; gone after redaction.
    pub command: Option<Box<Proposable>>,
    /// Why; gone after redaction.
    pub rationale: Option<Text>,
    /// Who proposed it.
    pub by: Actor,
    /// When.
    pub made_at: Instant,
    /// When it lapses.
    pub expires_at: Instant,
}

impl Proposal {
    pub(super) fn redact(&mut self) {
        self.command = None;
        self.rationale = None;
    }
}

/// What happened to a service-level clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClockEvent {
    /// The warning was given.
    Warned,
    /// The deadline passed.
    Breached,
    /// The clock was stopped.
    Held,
    /// The clock was set going again.
    Released,
}

/// The flags and holds of one service-level clock in one visit of a stage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClockMark {
    /// The clock.
    pub clock: ClockName,
    /// The cycle.
    pub cycle: u32,
    /// The visit of the stage in that cycle.
    pub visit: u32,
    /// When the warning was given.
    pub warned_at: Option<Instant>,
    /// When the deadline passed.
    pub breached_at: Option<Instant>,
    /// Since when the clock is held.
    pub held_since: Option<Instant>,
    /// Holds that have ended: from, to.
    pub holds: Vec<(Instant, Instant)>,
}

impl ClockMark {
    /// A clock of which nothing has been noted yet.
    pub(super) const fn new(clock: ClockName, cycle: u32, visit: u32) -> Self {
        Self { clock, cycle, visit, warned_at: None, breached_at: None, held_since: None, holds: Vec::new() }
    }

    /// Whether it is the mark of a clock in a visit of a cycle.
    pub(super) fn is_of(&self, clock: &ClockName, cycle: u32, visit: u32) -> bool {
        self.clock == *clock && self.visit == visit && self.cycle == cycle
    }

    /// Notes what happened; of a warning, a breach and a hold the first counts.
    pub(super) fn note(&mut self, event: ClockEvent, at: Instant) {
        match event {
            ClockEvent::Warned => self.warned_at = self.warned_at.or(Some(at)),
            ClockEvent::Breached => self.breached_at = self.breached_at.or(Some(at)),
            ClockEvent::Held => self.held_since = self.held_since.or(Some(at)),
            ClockEvent::Released => {
                if let Some(since) = self.held_since.take() {
                    self.holds.push((since, at.max(since)));
                }
            }
        }
    }
}
