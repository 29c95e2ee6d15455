//! What belongs to a lead beside its cycle: consents, proposals, service-level marks and lifetime totals.

use alloc::boxed::Box;
use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

use crate::lead::actor::Actor;
use crate::lead::command::Command;
use crate::lead::cycle::StageClocks;
use crate::values::{Channel, ClockName, ConsentStatus, Instant, Milestone, ProposalId, Purpose, Short, Text};

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
pub struct Consents(Short<Consent, 2>);

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

    pub(crate) fn record(&mut self, consent: Consent) {
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

    pub(crate) fn is_sound(&self) -> bool {
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
    pub command: Option<Box<Command>>,
    /// Why; gone after redaction.
    pub rationale: Option<Text>,
    /// Who proposed it.
    pub by: Actor,
    /// When.
    pub made_at: Instant,
    /// When it lapses.
    pub expires_at: Instant,
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

/// How often each milestone was reached, over all cycles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MilestoneCounts {
    /// Cycles that began at Lead.
    pub lead: u32,
    /// Cycles that reached MQL.
    pub mql: u32,
    /// Cycles that reached SQL.
    pub sql: u32,
    /// Cycles that reached SAO.
    pub sao: u32,
    /// Cycles that reached Opportunity.
    pub opportunity: u32,
    /// Cycles that were won.
    pub won: u32,
}

impl MilestoneCounts {
    /// The count of a milestone.
    #[must_use]
    pub const fn get(&self, milestone: Milestone) -> u32 {
        match milestone {
            Milestone::Lead => self.lead,
            Milestone::Mql => self.mql,
            Milestone::Sql => self.sql,
            Milestone::Sao => self.sao,
            Milestone::Opportunity => self.opportunity,
            Milestone::Won => self.won,
        }
    }

    pub(crate) const fn count(&mut self, milestone: Milestone) {
        let count = match milestone {
            Milestone::Lead => &mut self.lead,
            Milestone::Mql => &mut self.mql,
            Milestone::Sql => &mut self.sql,
            Milestone::Sao => &mut self.sao,
            Milestone::Opportunity => &mut self.opportunity,
            Milestone::Won => &mut self.won,
        };
        *count = count.saturating_add(1);
    }
}

/// Totals over the whole life of a lead.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Totals {
    /// Cycles, expansions included.
    pub cycles: u32,
    /// Expansion cycles.
    pub expansions: u32,
    /// Milestones reached, summed over cycles.
    pub milestones: MilestoneCounts,
    /// Deals lost.
    pub losses: u32,
    /// Hand-overs rejected by field sales.
    pub rejections: u32,
    /// Cycles that ended recycled.
    pub recycles: u32,
    /// Cycles that ended disqualified.
    pub disqualifications: u32,
    /// Reopenings after disqualification.
    pub reopens: u32,
    /// Contracts ended.
    pub contracts_ended: u32,
    /// Activities recorded.
    pub activities: u64,
    /// Contact attempts recorded.
    pub attempts: u64,
    /// The clocks of the stages over all cycles.
    pub stages: StageClocks,
}

impl Totals {
    /// Cycles that count towards the maximum of the policy: all but expansions.
    #[must_use]
    pub const fn counted_cycles(&self) -> u32 {
        self.cycles.saturating_sub(self.expansions)
    }
}
