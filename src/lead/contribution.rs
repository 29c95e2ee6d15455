//! What a lead brings into another when the two become one.

use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

use crate::lead::consents::Consents;
use crate::lead::customer::Customer;
use crate::lead::deal_keys::DealKeys;
use crate::lead::erasure::Erasure;
use crate::lead::first_touch::FirstTouch;
use crate::lead::hand_raise::HandRaise;
use crate::lead::known_elsewhere::KnownElsewhere;
use crate::lead::totals::Totals;
use crate::qualification::Answers;
use crate::scoring::{FitTags, ScoringState};
use crate::values::{AccountKey, Instant, LeadKey, LeadProfile, PersonKey};

/// A duplicate became one with this lead: what it and the leads merged into it before bring.
///
/// Made by [`Lifecycle::merge`](crate::Lifecycle::merge).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub struct MergedFrom {
    /// The lead that was merged into this one.
    pub from: LeadKey,
    /// What it brings, in parts by the lead that they come from; its own first.
    pub contribution: Vec<ContributionPart>,
    /// What the united profile meets.
    pub tags: FitTags,
}

/// What comes from one lead. It is opaque: folded into the survivor it is read there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub struct ContributionPart {
    pub(super) lead: LeadKey,
    pub(super) revision: u64,
    pub(super) first_touch: FirstTouch,
    pub(super) account: Option<AccountKey>,
    pub(super) person: Option<PersonKey>,
    pub(super) profile: LeadProfile,
    pub(super) answers: Answers,
    pub(super) consents: Consents,
    pub(super) scoring: ScoringState,
    pub(super) hand_raise: HandRaise,
    pub(super) known: KnownElsewhere,
    pub(super) deal_keys: DealKeys,
    pub(super) customer: Option<Customer>,
    pub(super) last_activity: Option<Instant>,
    pub(super) totals: Totals,
}

impl ContributionPart {
    /// Whether another part brings the same; how far the lead had come by itself, its revision and its totals, are left aside.
    #[must_use]
    pub fn brings_the_same(&self, other: &Self) -> bool {
        let Self { revision, totals, .. } = self;
        Self { revision: *revision, totals: *totals, ..other.clone() } == *self
    }

    /// The same part, with the contracts and deal keys of another.
    #[must_use]
    pub fn with_contracts_as(&self, other: &Self) -> Self {
        Self { customer: other.customer.clone(), deal_keys: other.deal_keys.clone(), ..self.clone() }
    }

    /// The lead that it comes from.
    #[must_use]
    pub const fn lead(&self) -> &LeadKey {
        &self.lead
    }

    /// The revision up to which the lead is in it.
    #[must_use]
    pub const fn revision(&self) -> u64 {
        self.revision
    }

    /// Where its person was met first.
    #[must_use]
    pub const fn first_touch(&self) -> &FirstTouch {
        &self.first_touch
    }

    /// The company.
    #[must_use]
    pub const fn account(&self) -> Option<&AccountKey> {
        self.account.as_ref()
    }

    /// The person.
    #[must_use]
    pub const fn person(&self) -> Option<&PersonKey> {
        self.person.as_ref()
    }

    /// What is known there of company and person.
    #[must_use]
    pub const fn profile(&self) -> &LeadProfile {
        &self.profile
    }

    /// The hand-raises that wait there.
    #[must_use]
    pub const fn hand_raise(&self) -> &HandRaise {
        &self.hand_raise
    }

    /// What its activities keep for scoring, and what its recyclings did to that.
    #[must_use]
    pub const fn scoring(&self) -> &ScoringState {
        &self.scoring
    }

    /// Removes personal data, as from the lead whose part it is.
    pub fn redact(&mut self, erasure: &Erasure) {
        // Every member is named: whoever adds one decides here whether it goes.
        let Self {
            lead: _,
            revision: _,
            first_touch: _,
            account: _,
            person: _,
            profile,
            answers,
            consents: _,
            scoring,
            hand_raise: _,
            known: _,
            deal_keys: _,
            customer: _,
            last_activity: _,
            totals: _,
        } = self;
        profile.redact(erasure.spared());
        answers.redact();
        scoring.forget_deadlines();
    }
}

impl MergedFrom {
    /// Removes personal data.
    pub(super) fn redact(&mut self, erasure: &Erasure) {
        let Self { from: _, contribution, tags } = self;
        for part in contribution {
            part.redact(erasure);
        }
        tags.forget_deadlines();
    }
}
