//! The parts of a lead that taking back replaces as a whole.

use alloc::boxed::Box;
use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

use crate::lead::absorbed::Absorbed;
use crate::lead::adoption::Adoption;
use crate::lead::anchors::Anchors;
use crate::lead::capture_edit::EditMarks;
use crate::lead::consents::Consents;
use crate::lead::customer::Customer;
use crate::lead::cycle::Cycle;
use crate::lead::deal_keys::DealKeys;
use crate::lead::erasure::Erasure;
use crate::lead::first_touch::FirstTouch;
use crate::lead::hand_raise::HandRaise;
use crate::lead::stage::Stage;
use crate::lead::totals::Totals;
use crate::qualification::Answers;
use crate::scoring::ScoringState;
use crate::sla::ClockRun;
use crate::values::{AccountKey, LeadProfile, Origin, PersonKey};

/// What a lead comes to without the facts that were taken back: everything but its key, revision and policy, the
/// activities that it remembers, its proposals, and that it was erased, which taking back does not change.
///
/// Made by [`Refold`](crate::lead::Refold). It is opaque: folded into the lead it is read as the lead.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub struct Sections {
    pub(super) account: Option<AccountKey>,
    pub(super) person: Option<PersonKey>,
    pub(super) origin: Origin,
    pub(super) stage: Stage,
    pub(super) cycle: Cycle,
    pub(super) customer: Option<Customer>,
    pub(super) totals: Totals,
    pub(super) anchors: Anchors,
    pub(super) profile: LeadProfile,
    pub(super) answers: Answers,
    pub(super) consents: Consents,
    pub(super) scoring: ScoringState,
    pub(super) hand_raise: HandRaise,
    pub(super) deal_keys: DealKeys,
    pub(super) edits: Option<Box<EditMarks>>,
    pub(super) clocks: Vec<ClockRun>,
    pub(super) adoption: Option<Box<Adoption>>,
    pub(super) absorbed: Option<Box<Absorbed>>,
    pub(super) first_touch: Option<Box<FirstTouch>>,
}

impl Sections {
    /// Removes personal data, as from the lead whose sections they are.
    pub(super) fn redact(&mut self, erasure: &Erasure) {
        // Every section is named: whoever adds one decides here whether it goes.
        let Self {
            account: _,
            person: _,
            origin: _,
            stage,
            cycle,
            customer: _,
            totals: _,
            anchors: _,
            profile,
            answers,
            consents: _,
            scoring,
            hand_raise: _,
            deal_keys: _,
            edits: _,
            clocks: _,
            adoption,
            absorbed: _,
            first_touch: _,
        } = self;
        redact((stage, cycle), (profile, answers), (scoring, adoption), erasure);
    }
}

/// Removes personal data from these parts, of a lead or of its sections.
pub(super) fn redact(
    (stage, cycle): (&mut Stage, &mut Cycle),
    (profile, answers): (&mut LeadProfile, &mut Answers),
    (scoring, adoption): (&mut ScoringState, &mut Option<Box<Adoption>>),
    erasure: &Erasure,
) {
    *adoption = adoption.take().and_then(|open| open.redacted()).map(Box::new);
    profile.redact(erasure.spared());
    scoring.forget_deadlines();
    answers.redact();
    stage.redact(erasure.spared_of_deals());
    cycle.redact();
}
