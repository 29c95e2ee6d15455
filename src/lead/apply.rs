//! Folding facts into a lead. No rule lives here: only structure is checked, and a lead is left as it was on error.

use alloc::vec::Vec;

use crate::lead::cycle::{Anchors, Basis, Cycle};
use crate::lead::effect;
use crate::lead::envelope::{Envelope, SCHEMA};
use crate::lead::fact::{Captured, Fact, FactBody, FactKind, ProfileChange};
use crate::lead::memory::ActivityMemory;
use crate::lead::record::{Consents, Totals};
use crate::lead::stage::Stage;
use crate::lead::state::Lead;
use crate::qualification::Answers;
use crate::scoring::ScoringState;
use crate::values::{Instant, LeadKey, Milestone, Profile, StageKind};

/// Why a fact does not fit onto a lead.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ApplyError {
    /// Written by a newer version of this crate, or by none.
    #[error("schema {got} is not known: this version reads 1 to {newest}")]
    Schema {
        /// The version of the fact.
        got: u16,
        /// The newest version that is read.
        newest: u16,
    },
    /// A fact of another lead.
    #[error("fact belongs to lead `{got}`, not to `{expected}`")]
    OtherLead {
        /// The lead.
        expected: LeadKey,
        /// The lead of the fact.
        got: LeadKey,
    },
    /// A gap or a repeat.
    #[error("fact has revision {got}, expected {expected}")]
    Revision {
        /// The next revision of the lead.
        expected: u64,
        /// The revision of the fact.
        got: u64,
    },
    /// The id does not belong to lead and revision.
    #[error("fact id does not belong to its lead and revision")]
    Id,
    /// Recorded before the fact before it.
    #[error("fact was recorded at {got}, before {earliest}")]
    RecordedBackwards {
        /// When the newest fact was recorded.
        earliest: Instant,
        /// When this one was.
        got: Instant,
    },
    /// Effective after it was recorded.
    #[error("fact is effective at {effective}, after it was recorded at {recorded}")]
    EffectiveLate {
        /// When it was recorded.
        recorded: Instant,
        /// When it took effect.
        effective: Instant,
    },
    /// The cycle or visit of the envelope is not what the body leads to.
    #[error("fact claims cycle {got_cycle} visit {got_visit}, expected cycle {cycle} visit {visit}")]
    Place {
        /// The cycle after the fact.
        cycle: u32,
        /// The visit after the fact.
        visit: u32,
        /// The cycle of the envelope.
        got_cycle: u32,
        /// The visit of the envelope.
        got_visit: u32,
    },
    /// The first fact must be `captured`, and only the first.
    #[error("fact `{kind}` cannot be here: a lead begins with `captured` and has it once")]
    Beginning {
        /// The kind of the fact.
        kind: FactKind,
    },
    /// The stage does not have what the fact changes.
    #[error("fact `{kind}` does not fit onto a lead at {stage}: {why}")]
    Misfit {
        /// The kind of the fact.
        kind: FactKind,
        /// The stage of the lead.
        stage: StageKind,
        /// What is missing.
        why: &'static str,
    },
}

/// The history of a lead does not fold.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ReplayError {
    /// There is no fact at all.
    #[error("no facts: a lead begins with `captured`")]
    Empty,
    /// A fact does not fit.
    #[error("fact number {number}: {error}")]
    Fact {
        /// The position in the history, counted from 1.
        number: u64,
        /// What is wrong with it.
        #[source]
        error: ApplyError,
    },
}

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
    /// # Errors
    /// A fact of another lead, a gap or repeat of revisions, time running backwards, a newer schema, or a body that does not
    /// fit the stage. The lead is then as it was.
    pub fn apply(&mut self, fact: &Fact) -> Result<(), ApplyError> {
        let envelope = &fact.envelope;
        check_envelope(envelope, &self.key, self.revision.saturating_add(1), self.recorded_at)?;
        check_place(envelope, self.place(fact)?)?;
        effect::take(self, fact)?;
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
    check_place(envelope, (1, 1))?;
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

fn check_place(envelope: &Envelope, (cycle, visit): (u32, u32)) -> Result<(), ApplyError> {
    if (envelope.cycle, envelope.visit) == (cycle, visit) {
        Ok(())
    } else {
        Err(ApplyError::Place { cycle, visit, got_cycle: envelope.cycle, got_visit: envelope.visit })
    }
}

/// The lead of a first fact and of what follows. A lead is large, and a move copies it: it is begun, folded and returned in one place.
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
        cycle: Cycle::open(1, captured.origin, captured.attribution.clone(), envelope.effective_at),
        customer: None,
        totals: Totals { cycles: 1, ..Totals::default() },
        anchors: Anchors {
            owner_assigned: captured.owner.as_ref().map(|_| envelope.effective_at),
            ..Anchors::default()
        },
        profile: Profile::new(),
        answers: Answers::default(),
        consents: Consents::default(),
        scoring: ScoringState::default(),
        memory: ActivityMemory::new(captured.memory.max(1)),
        proposals: Vec::new(),
        clocks: Vec::new(),
        erased_at: None,
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
    lead.cycle.owner.clone_from(&captured.owner);
    lead.cycle.team.clone_from(&captured.team);
    lead.cycle.imported = captured.basis == Basis::Imported;
    // Clocks of an imported lead start at the import: nothing is overdue at once.
    let entered = if lead.cycle.imported { envelope.recorded_at } else { envelope.effective_at };
    lead.cycle.stages.enter(StageKind::Lead, entered);
    lead.totals.stages.enter(StageKind::Lead, entered);
    effect::reach(lead, Milestone::Lead, captured.at, captured.basis);
    // What is captured is mostly followed by what is found out about it: room for half as much again.
    let known = captured.profile.writes.len();
    lead.profile.reserve(known.saturating_add(known.div_ceil(2)));
    write_profile(lead, &captured.profile, envelope.effective_at);
}

pub(crate) fn write_profile(lead: &mut Lead, change: &ProfileChange, at: Instant) {
    for write in &change.writes {
        lead.profile.write(&write.name, at, write.personal, write.value.as_ref());
    }
    lead.scoring.apply_profile(&change.tags);
}
