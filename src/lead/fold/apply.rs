//! Folding facts into a lead. No rule lives here: only structure is checked, and a lead is left as it was on error.

use alloc::boxed::Box;
use alloc::vec::Vec;

use crate::lead::activity_memory::ActivityMemory;
use crate::lead::adoption::Adoption;
use crate::lead::anchors::Anchors;
use crate::lead::apply_error::ApplyError;
use crate::lead::captured::Captured;
use crate::lead::consents::Consents;
use crate::lead::cycle::Cycle;
use crate::lead::deal_keys::DealKeys;
use crate::lead::envelope::{Envelope, SCHEMA};
use crate::lead::fact::{Fact, FactBody};
use crate::lead::fold::lead::Lead;
use crate::lead::fold::place::Place;
use crate::lead::fold::turns;
use crate::lead::fold::{edits, effects};
use crate::lead::hand_raise::HandRaise;
use crate::lead::milestones::{MilestoneBasis, MilestoneMark};
use crate::lead::replay_error::ReplayError;
use crate::lead::stage::Stage;
use crate::lead::totals::Totals;
use crate::qualification::Answers;
use crate::scoring::ScoringState;
use crate::values::FactKind;
use crate::values::{Instant, LeadKey, LeadProfile, Milestone, StageKind};

impl Lead {
    /// Starts a lead from its first fact.
    ///
    /// # Errors
    /// A fact that is not `captured`, or whose envelope is not that of a first fact.
    pub fn start(fact: &Fact) -> Result<Self, ApplyError> {
        begin(&fact.envelope, beginning(fact)?, |_lead| Ok(()))
    }

    /// Folds a whole history.
    ///
    /// # Errors
    /// No facts, or the first one that does not fit.
    #[expect(single_use_lifetimes, reason = "`impl Trait` cannot elide the lifetime")]
    pub fn replay<'a>(facts: impl IntoIterator<Item = &'a Fact>) -> Result<Self, ReplayError> {
        let mut facts = facts.into_iter();
        let first = facts.next().ok_or(ReplayError::Empty)?;
        let captured = beginning(first).map_err(|error| ReplayError::Fact { number: 1, error })?;
        begin(&first.envelope, captured, |lead| {
            for fact in facts {
                lead.apply(fact)
                    .map_err(|error| ReplayError::Fact { number: lead.revision.saturating_add(1), error })?;
            }
            Ok(())
        })
    }

    /// Folds the facts of a decision, all or none.
    ///
    /// # Errors
    /// The first fact that does not fit; the lead is then as it was.
    #[expect(single_use_lifetimes, reason = "`impl Trait` cannot elide the lifetime")]
    pub fn apply_all<'a>(&mut self, facts: impl IntoIterator<Item = &'a Fact>) -> Result<(), ApplyError> {
        let mut next = self.clone();
        for fact in facts {
            next.apply(fact)?;
        }
        *self = next;
        Ok(())
    }

    /// Folds one fact. Needs no policy and holds no rule.
    ///
    /// ```
    /// # use lead_lifecycle::{Actor, Capture, Context, Lead, Lifecycle, Origin, Policy, Role};
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let lifecycle = Lifecycle::new(Policy::standard());
    /// # let by = |role: Role, at: &str| -> Result<Context, Box<dyn std::error::Error>> {
    /// #     Ok(Context::new(at.parse()?, Actor::new("tanaka".parse()?, role)))
    /// # };
    /// # let capture = Capture::new("lead-1".parse()?, Origin::Inbound);
    /// # let first = lifecycle.capture(&capture, &by(Role::System, "2026-04-01T09:00:00+09:00")?)?;
    /// # let mut lead = Lead::replay(first.facts())?;
    /// let again = lead.apply(&first.facts()[0]).unwrap_err();
    /// assert_eq!(again.to_string(), "fact has revision 1, expected 2");
    /// assert_eq!(lead.revision(), 1); // as it was
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// A fact of another lead, a gap or repeat of revisions, time running backwards, a newer schema, or a body that
    /// does not fit the stage. The lead is then as it was.
    pub fn apply(&mut self, fact: &Fact) -> Result<(), ApplyError> {
        let envelope = &fact.envelope;
        check_envelope(envelope, &self.key, self.revision.saturating_add(1), self.recorded_at)?;
        check_place(envelope, self.place_after(&fact.body)?)?;
        effects::take(self, fact)?;
        effects::remember(self, fact);
        self.revision = envelope.revision;
        self.recorded_at = envelope.recorded_at;
        Ok(())
    }
}

/// What a first fact says.
fn beginning(fact: &Fact) -> Result<&Captured, ApplyError> {
    let envelope = &fact.envelope;
    let FactBody::Captured(captured) = &fact.body else {
        return Err(ApplyError::Beginning { kind: fact.kind() });
    };
    check_envelope(envelope, &envelope.lead, 1, envelope.recorded_at)?;
    check_place(envelope, Place::FIRST)?;
    Ok(captured)
}

fn check_envelope(envelope: &Envelope, key: &LeadKey, revision: u64, earliest: Instant) -> Result<(), ApplyError> {
    if envelope.schema == 0 || envelope.schema > SCHEMA {
        return Err(ApplyError::Schema { got: envelope.schema, newest: SCHEMA });
    }
    if envelope.lead != *key {
        return Err(ApplyError::OtherLead { expected: key.clone(), got: envelope.lead.clone() });
    }
    if envelope.revision != revision {
        return Err(ApplyError::Revision { expected: revision, got: envelope.revision });
    }
    if envelope.recorded_at < earliest {
        return Err(ApplyError::RecordedBackwards { earliest, got: envelope.recorded_at });
    }
    if envelope.effective_at > envelope.recorded_at {
        return Err(ApplyError::EffectiveLate { recorded: envelope.recorded_at, effective: envelope.effective_at });
    }
    Ok(())
}

fn check_place(envelope: &Envelope, place: Place) -> Result<(), ApplyError> {
    let Place { cycle, visit, .. } = place;
    if (envelope.cycle, envelope.visit) == (cycle, visit) {
        Ok(())
    } else {
        Err(ApplyError::Place { cycle, visit, got_cycle: envelope.cycle, got_visit: envelope.visit })
    }
}

/// The lead of a first fact and of what follows. A lead is large, and a move copies it: it is begun, folded and
/// returned in one place.
fn begin<E>(
    envelope: &Envelope,
    captured: &Captured,
    then: impl FnOnce(&mut Lead) -> Result<(), E>,
) -> Result<Lead, E> {
    let mut begun = Ok(Lead {
        schema: SCHEMA,
        key: envelope.lead.clone(),
        revision: 1,
        recorded_at: envelope.recorded_at,
        policy: envelope.policy.clone(),
        account: captured.account.clone(),
        person: captured.person.clone(),
        origin: captured.origin,
        stage: Stage::Lead { cooling_until: None },
        cycle: Cycle::open(1, captured.origin, captured.attribution.clone(), envelope.effective_at, FactKind::Captured),
        customer: None,
        totals: Totals { cycles: 1, ..Totals::default() },
        anchors: Anchors {
            owner_assigned: captured.owner.as_ref().map(|_| envelope.effective_at),
            ..Anchors::default()
        },
        profile: LeadProfile::new(),
        answers: Answers::default(),
        consents: Consents::default(),
        scoring: ScoringState::default(),
        memory: ActivityMemory::new(captured.memory.max(1)),
        hand_raise: HandRaise::default(),
        deal_keys: DealKeys::new(),
        edits: None,
        proposals: Vec::new(),
        clocks: Vec::new(),
        erased: None,
        adoption: None,
        adopted_at: None,
        absorbed: None,
        first_touch: None,
    });
    if let Ok(lead) = &mut begun {
        settle_in(lead, envelope, captured);
        if let Err(error) = then(lead) {
            begun = Err(error);
        }
    }
    begun
}

fn settle_in(lead: &mut Lead, envelope: &Envelope, captured: &Captured) {
    let imported = captured.basis == MilestoneBasis::Imported;
    lead.cycle.settle(captured.owner.as_ref(), captured.team.as_ref(), imported);
    // Clocks of an imported lead start at the import: nothing is overdue at once.
    let entered = if imported { envelope.recorded_at } else { envelope.effective_at };
    lead.cycle.run_deadlines(envelope.recorded_at);
    lead.cycle.begin(StageKind::Lead, entered);
    lead.totals.stages.enter(StageKind::Lead, entered);
    lead.adoption = Adoption::new((entered, entered), captured.stock, false).map(Box::new);
    let mark = MilestoneMark { at: captured.at, day: envelope.day, basis: captured.basis };
    turns::reach(lead, Milestone::Lead, mark);
    // What is captured is mostly followed by what is found out about it: room for half as much again.
    let known = captured.profile.writes.len();
    lead.profile.reserve(known.saturating_add(known.div_ceil(2)));
    edits::write_profile(lead, &captured.profile, envelope.effective_at);
}
