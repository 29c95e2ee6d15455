//! The parts of a lead that taking back replaces as a whole.

use alloc::boxed::Box;
use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

use crate::lead::adoption::Adoption;
use crate::lead::anchors::Anchors;
use crate::lead::apply_error::ApplyError;
use crate::lead::capture_edit::EditMarks;
use crate::lead::clock_mark::ClockMark;
use crate::lead::consents::Consents;
use crate::lead::customer::Customer;
use crate::lead::cycle::Cycle;
use crate::lead::deal_keys::DealKeys;
use crate::lead::erasure::Erasure;
use crate::lead::fact::FactKind;
use crate::lead::fold::lead::Lead;
use crate::lead::fold::place::Place;
use crate::lead::hand_raise::HandRaise;
use crate::lead::misfit::Misfit;
use crate::lead::stage::Stage;
use crate::lead::taken_back::TakenBack;
use crate::lead::totals::Totals;
use crate::qualification::Answers;
use crate::scoring::ScoringState;
use crate::values::{AccountKey, LeadProfile, Origin, PersonKey};

/// Writes the list of sections once: what they are, and how they go in and out of a lead.
macro_rules! sections {
    ($($section:ident: $of:ty,)*) => {
        /// What a lead comes to without the facts that were taken back: everything but its key, revision and policy, the
        /// activities that it remembers, its proposals, and that it was erased, which taking back does not change.
        ///
        /// Made by [`Refold`](crate::lead::Refold). It is opaque: folded into the lead it is read as the lead.
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(deny_unknown_fields, expecting = "a table")]
        pub struct Sections {
            $($section: $of,)*
        }

        impl Sections {
            pub(super) fn of(lead: Lead) -> Self {
                Self { $($section: lead.$section,)* }
            }

            /// Gives a lead these sections, and back those that it had.
            fn swap_into(&mut self, lead: &mut Lead) {
                $(core::mem::swap(&mut self.$section, &mut lead.$section);)*
            }
        }
    };
}

sections! {
    account: Option<AccountKey>,
    person: Option<PersonKey>,
    origin: Origin,
    stage: Stage,
    cycle: Cycle,
    customer: Option<Customer>,
    totals: Totals,
    anchors: Anchors,
    profile: LeadProfile,
    answers: Answers,
    consents: Consents,
    scoring: ScoringState,
    hand_raise: HandRaise,
    deal_keys: DealKeys,
    edits: Option<Box<EditMarks>>,
    clocks: Vec<ClockMark>,
    adoption: Option<Box<Adoption>>,
}

impl Sections {
    /// Where the lead is with them.
    pub(super) fn place(&self) -> Place {
        let stage = self.stage.kind();
        Place { cycle: self.cycle.number(), stage, visit: self.cycle.stages().visits(stage) }
    }

    /// The score in another state.
    pub(super) fn with_scoring(mut self, scoring: ScoringState) -> Self {
        self.scoring = scoring;
        self
    }

    /// Removes personal data, as from the lead whose sections they are.
    pub(in crate::lead) fn redact(&mut self, erasure: &Erasure) {
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
        } = self;
        *adoption = adoption.take().and_then(|open| open.redacted()).map(Box::new);
        profile.redact(erasure.spared());
        scoring.forget_deadlines();
        answers.redact();
        stage.redact(erasure.spared_of_deals());
        cycle.redact();
    }
}

/// Puts the sections of a correction in the place of those that the lead has. What was erased stays so.
pub(super) fn correct(lead: &mut Lead, taken: &TakenBack) -> Result<(), ApplyError> {
    let stage = lead.stage.kind();
    let mut sections = (*taken.lead).clone();
    if let Some(erased) = &lead.erased {
        sections.redact(&erased.erasure);
    }
    sections.swap_into(lead);
    if lead.unsound().is_some() {
        sections.swap_into(lead);
        return Err(ApplyError::Misfit { kind: FactKind::TakenBack, stage, why: Misfit::SectionsUnsound });
    }
    lead.memory.take_back(&taken.activities);
    Ok(())
}
