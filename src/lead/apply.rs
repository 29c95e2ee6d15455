//! Folding facts into a lead. No rule lives here: only structure is checked, and a lead is left as it was on error.

use alloc::vec::Vec;

use crate::lead::cycle::{Anchors, Cycle};
use crate::lead::effect;
use crate::lead::envelope::{Envelope, SCHEMA};
use crate::lead::fact::{Captured, Ending, Fact, FactBody, FactKind, ImportedStep, ProfileChange};
use crate::lead::memory::ActivityMemory;
use crate::lead::record::{Consents, Totals};
use crate::lead::stage::Stage;
use crate::lead::state::Lead;
use crate::qualification::Answers;
use crate::scoring::ScoringState;
use crate::values::{Instant, LeadKey, Profile, ProfileEntry, StageKind, limits};

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

/// Where a fact takes the lead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    Stay,
    Enter(StageKind),
    NewCycle(StageKind),
}

impl Step {
    /// The cycle and visit after the step.
    fn place(self, lead: &Lead) -> (u32, u32) {
        match self {
            Self::Stay => (lead.cycle.number, lead.visit()),
            Self::Enter(stage) => (
                lead.cycle.number,
                lead.cycle.stages.visits(stage).saturating_add(1),
            ),
            Self::NewCycle(_) => (lead.cycle.number.saturating_add(1), 1),
        }
    }
}

impl Lead {
    /// Starts a lead from its first fact.
    ///
    /// # Errors
    /// A fact that is not `captured`, or whose envelope is not that of a first fact.
    pub fn start(fact: &Fact) -> Result<Self, ApplyError> {
        let envelope = &fact.envelope;
        let FactBody::Captured(captured) = &fact.body else {
            return Err(ApplyError::Beginning { kind: fact.kind() });
        };
        check_envelope(envelope, &envelope.lead, 1, envelope.recorded_at)?;
        check_place(envelope, (1, 1))?;
        Ok(begin(envelope, captured))
    }

    /// Folds a whole history.
    ///
    /// # Errors
    /// No facts, or the first one that does not fit.
    pub fn replay<'a>(facts: impl IntoIterator<Item = &'a Fact>) -> Result<Self, ReplayError> {
        let mut facts = facts.into_iter();
        let first = facts.next().ok_or(ReplayError::Empty)?;
        let mut lead = Self::start(first).map_err(|error| ReplayError::Fact { number: 1, error })?;
        for fact in facts {
            lead.apply(fact).map_err(|error| ReplayError::Fact {
                number: lead.revision.saturating_add(1),
                error,
            })?;
        }
        Ok(lead)
    }

    /// Folds one fact. Needs no policy and holds no rule.
    ///
    /// # Errors
    /// A fact of another lead, a gap or repeat of revisions, time running backwards, a newer schema, or a body that does not
    /// fit the stage. The lead is then as it was.
    pub fn apply(&mut self, fact: &Fact) -> Result<(), ApplyError> {
        let envelope = &fact.envelope;
        check_envelope(envelope, &self.key, self.revision.saturating_add(1), self.recorded_at)?;
        let step = self.step(fact)?;
        check_place(envelope, step.place(self))?;
        effect::take(self, fact)?;
        self.revision = envelope.revision;
        self.recorded_at = envelope.recorded_at;
        Ok(())
    }

    /// Where a fact takes the lead; an error when the stage does not have what it changes.
    pub(crate) fn step(&self, fact: &Fact) -> Result<Step, ApplyError> {
        self.step_of(&fact.body).map_err(|why| ApplyError::Misfit {
            kind: fact.kind(),
            stage: self.stage.kind(),
            why,
        })
    }

    /// The cycle and visit in which the lead is after a body; `None` when the body does not fit.
    pub(crate) fn place_after(&self, body: &FactBody) -> Option<(u32, u32)> {
        self.step_of(body).ok().map(|step| step.place(self))
    }

    fn step_of(&self, body: &FactBody) -> Result<Step, &'static str> {
        use StageKind as Kind;
        let here = self.stage.kind();
        let at = |stages: &[Kind], why: &'static str| stages.contains(&here).then_some(()).ok_or(why);
        match body {
            FactBody::Captured(_) => Err("it has begun already"),
            FactBody::ProfileUpdated(change) => {
                let fits = self.profile.admits(change.writes.iter().map(|w| &w.name));
                fits.then_some(Step::Stay).ok_or("the profile is full")
            }
            FactBody::BecameMql { .. } => {
                at(&[Kind::Lead], "only a lead becomes MQL")?;
                Ok(Step::Enter(Kind::Mql))
            }
            FactBody::Demoted { .. } => {
                at(&[Kind::Mql], "only an MQL is demoted")?;
                Ok(Step::Enter(Kind::Lead))
            }
            FactBody::BecameSql { .. } => {
                at(&[Kind::Mql], "only an MQL becomes SQL")?;
                Ok(Step::Enter(Kind::Sql))
            }
            FactBody::HandoffAccepted => {
                at(&[Kind::Sql], "there is no hand-over")?;
                Ok(Step::Stay)
            }
            FactBody::HandoffRejected { .. } => {
                at(&[Kind::Sql], "there is no hand-over")?;
                Ok(Step::Enter(Kind::Mql))
            }
            FactBody::BecameOpportunity { .. } => {
                at(&[Kind::Sql], "only an SQL becomes Opportunity")?;
                Ok(Step::Enter(Kind::Opportunity))
            }
            FactBody::DealEdited(_) | FactBody::DealMoved(_) => {
                at(&[Kind::Sql, Kind::Opportunity], "there is no open deal")?;
                Ok(Step::Stay)
            }
            FactBody::Won { .. } => {
                at(&[Kind::Opportunity], "only an opportunity is won")?;
                self.contract_fits()?;
                Ok(Step::Enter(Kind::Customer))
            }
            FactBody::Lost { ending, .. } => {
                at(&[Kind::Sql, Kind::Opportunity], "there is no open deal")?;
                self.step_of_ending(ending)
            }
            FactBody::Recycled { ending, .. } | FactBody::Disqualified { ending, .. } => {
                at(&[Kind::Mql, Kind::Sql, Kind::Opportunity], "the cycle is not being worked on")?;
                self.step_of_ending(ending)
            }
            FactBody::Reopened { .. } => {
                at(&[Kind::Disqualified], "it was not discarded")?;
                Ok(Step::NewCycle(Kind::Lead))
            }
            FactBody::ReopenSuggested { .. } => {
                at(&[Kind::Disqualified], "it was not discarded")?;
                Ok(Step::Stay)
            }
            FactBody::ExpansionOpened { .. } => {
                at(&[Kind::Customer], "only a customer expands")?;
                Ok(Step::NewCycle(Kind::Mql))
            }
            FactBody::ContractEnded { contract, ending, .. } => self.step_of_end(contract, ending.as_ref()),
            FactBody::CoolingEnded => {
                at(&[Kind::Lead], "nothing is cooling")?;
                Ok(Step::Stay)
            }
            FactBody::BecameStale { stage } => {
                at(&[*stage], "it is at another stage")?;
                Ok(Step::Stay)
            }
            FactBody::MergedInto { into } => {
                at(
                    &[Kind::Lead, Kind::Mql, Kind::Sql, Kind::Opportunity, Kind::Customer, Kind::Disqualified],
                    "it was merged already",
                )?;
                if *into == self.key {
                    return Err("a lead cannot be merged into itself");
                }
                Ok(Step::Enter(Kind::Merged))
            }
            FactBody::StepImported { step, .. } => self.step_of_import(step),
            FactBody::ProposalMade { .. } => {
                let fits = limits::OPEN_PROPOSALS.admits_len(self.proposals.len().saturating_add(1));
                fits.then_some(Step::Stay).ok_or("too many open proposals")
            }
            FactBody::ClockMarked { clock, visit, .. } => {
                let known = self
                    .clocks
                    .iter()
                    .find(|m| m.clock == *clock && m.visit == *visit && m.cycle == self.cycle.number);
                let count = known.map_or(self.clocks.len(), |mark| mark.holds.len());
                let fits = limits::CLOCK_MARKS.admits_len(count.saturating_add(1));
                fits.then_some(Step::Stay).ok_or("too many clock marks")
            }
            FactBody::AnswerRecorded { criterion, .. } => {
                let fits = self.answers.admits(criterion);
                fits.then_some(Step::Stay).ok_or("too many answered criteria")
            }
            FactBody::ActivityRecorded { .. }
            | FactBody::ConsentRecorded(_)
            | FactBody::AttemptRecorded { .. }
            | FactBody::AnswerBecameStale { .. }
            | FactBody::AppointmentScheduled(_)
            | FactBody::AppointmentMoved(_)
            | FactBody::AppointmentCancelled { .. }
            | FactBody::AppointmentMissed { .. }
            | FactBody::Assigned { .. }
            | FactBody::PolicyAdopted { .. }
            | FactBody::ProposalApproved { .. }
            | FactBody::ProposalDeclined { .. }
            | FactBody::ProposalExpired { .. }
            | FactBody::Redacted => Ok(Step::Stay),
        }
    }

    fn step_of_ending(&self, ending: &Ending) -> Result<Step, &'static str> {
        match ending {
            Ending::Recycled(_) => Ok(Step::NewCycle(StageKind::Lead)),
            Ending::Disqualified { .. } => Ok(Step::Enter(StageKind::Disqualified)),
            Ending::BackToCustomer if self.customer.is_some() => Ok(Step::Enter(StageKind::Customer)),
            Ending::BackToCustomer => Err("it is not a customer"),
        }
    }

    fn step_of_end(
        &self,
        contract: &crate::values::ContractKey,
        ending: Option<&Ending>,
    ) -> Result<Step, &'static str> {
        let contracts = self.customer.as_ref().map_or(&[][..], |c| c.contracts());
        if !contracts.iter().any(|c| c.key() == contract) {
            return Err("no such contract is in force");
        }
        let last_at_customer = contracts.len() == 1 && self.stage.kind() == StageKind::Customer;
        match ending {
            None if last_at_customer => Err("the last contract ends and nothing follows"),
            None => Ok(Step::Stay),
            Some(Ending::BackToCustomer) => Err("the end of a contract does not lead back to it"),
            Some(ending) if last_at_customer => self.step_of_ending(ending),
            Some(_) => Err("something follows although a contract or cycle goes on"),
        }
    }

    fn contract_fits(&self) -> Result<(), &'static str> {
        let held = self.customer.as_ref().map_or(0, |c| c.contracts.len());
        let fits = limits::CONTRACTS.admits_len(held.saturating_add(1));
        fits.then_some(()).ok_or("too many contracts")
    }

    fn step_of_import(&self, step: &ImportedStep) -> Result<Step, &'static str> {
        let (from, to): (&[StageKind], Step) = match step {
            ImportedStep::Mql => (&[StageKind::Lead], Step::Enter(StageKind::Mql)),
            ImportedStep::Sql { .. } => (&[StageKind::Mql], Step::Enter(StageKind::Sql)),
            ImportedStep::Sao => (&[StageKind::Sql], Step::Stay),
            ImportedStep::Opportunity { .. } => {
                (&[StageKind::Sql], Step::Enter(StageKind::Opportunity))
            }
            ImportedStep::Won { .. } => {
                (&[StageKind::Opportunity], Step::Enter(StageKind::Customer))
            }
            ImportedStep::Lost { .. } => (
                &[StageKind::Lead, StageKind::Mql, StageKind::Sql, StageKind::Opportunity],
                Step::Enter(StageKind::Disqualified),
            ),
        };
        if from.contains(&self.stage.kind()) {
            Ok(to)
        } else {
            Err("the imported step does not follow from it")
        }
    }
}

fn check_envelope(
    envelope: &Envelope,
    key: &LeadKey,
    revision: u64,
    earliest: Instant,
) -> Result<(), ApplyError> {
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
        return Err(ApplyError::EffectiveLate {
            recorded: envelope.recorded_at,
            effective: envelope.effective_at,
        });
    }
    Ok(())
}

fn check_place(envelope: &Envelope, (cycle, visit): (u32, u32)) -> Result<(), ApplyError> {
    if (envelope.cycle, envelope.visit) == (cycle, visit) {
        Ok(())
    } else {
        Err(ApplyError::Place {
            cycle,
            visit,
            got_cycle: envelope.cycle,
            got_visit: envelope.visit,
        })
    }
}

fn begin(envelope: &Envelope, captured: &Captured) -> Lead {
    let mut cycle = Cycle::open(1, captured.origin, captured.attribution.clone(), envelope.effective_at);
    cycle.owner.clone_from(&captured.owner);
    cycle.team.clone_from(&captured.team);
    cycle.imported = captured.basis == crate::lead::cycle::Basis::Imported;
    let mut lead = Lead {
        schema: SCHEMA,
        key: envelope.lead.clone(),
        revision: 1,
        recorded_at: envelope.recorded_at,
        policy: envelope.policy.clone(),
        account: captured.account.clone(),
        person: captured.person.clone(),
        origin: captured.origin,
        stage: Stage::Lead { cooling_until: None },
        cycle,
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
    };
    // Clocks of an imported lead start at the import: nothing is overdue at once.
    let entered = if lead.cycle.imported { envelope.recorded_at } else { envelope.effective_at };
    lead.cycle.stages.enter(StageKind::Lead, entered);
    lead.totals.stages.enter(StageKind::Lead, entered);
    effect::reach(&mut lead, crate::values::Milestone::Lead, captured.at, captured.basis);
    write_profile(&mut lead, &captured.profile, envelope.effective_at);
    lead
}

pub(crate) fn write_profile(lead: &mut Lead, change: &ProfileChange, at: Instant) {
    for write in &change.writes {
        let entry = ProfileEntry {
            at,
            personal: write.personal,
            value: write.value.clone(),
        };
        lead.profile.record(&write.name, entry);
    }
    lead.scoring.apply_profile(&change.tags);
}
