//! What a host noted of its service-level clocks.

use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

use crate::values::{ClockName, Instant};

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
#[serde(deny_unknown_fields, expecting = "a table")]
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
