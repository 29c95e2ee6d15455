//! Where each fact takes a lead, and whether it fits at all. Structure only: no rule of a policy lives here.

use crate::lead::apply_error::ApplyError;
use crate::lead::clocks_changed;
use crate::lead::ending::Ending;
use crate::lead::fact::FactBody;
use crate::lead::fold::lead::Lead;
use crate::lead::imported_step::ImportedStep;
use crate::lead::misfit::Misfit;
use crate::lead::sections::Sections;
use crate::values::FactKind;
use crate::values::{ContractKey, Origin, StageKind, limits};

/// Where a lead is: in which cycle, at which stage, on which visit of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// The cycle, counted from 1.
    pub cycle: u32,
    /// The stage.
    pub stage: StageKind,
    /// The visit of the stage in this cycle, counted from 1.
    pub visit: u32,
}

impl Place {
    /// Where every life begins.
    pub const FIRST: Self = Self { cycle: 1, stage: StageKind::Lead, visit: 1 };
}

/// Where a fact takes the lead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Stay,
    Enter(StageKind),
    NewCycle(StageKind),
}

impl Lead {
    /// Where the lead is.
    #[must_use]
    pub fn place(&self) -> Place {
        Place { cycle: self.cycle.number(), stage: self.stage.kind(), visit: self.visit() }
    }

    /// Where the lead is after a fact with this body: what its envelope has to say.
    ///
    /// # Errors
    /// The lead, as it is, does not have what the body changes.
    #[inline]
    pub fn place_after(&self, body: &FactBody) -> Result<Place, ApplyError> {
        let here = self.place();
        if let Some(said) = body.sections() {
            return self.place_corrected(body.kind(), said);
        }
        match self.step_of(body) {
            Ok(Step::Stay) => Ok(here),
            Ok(Step::Enter(stage)) => {
                let visit = self.cycle.stages().visits(stage).saturating_add(1);
                Ok(Place { cycle: here.cycle, stage, visit })
            }
            Ok(Step::NewCycle(stage)) => Ok(Place { cycle: here.cycle.saturating_add(1), stage, visit: 1 }),
            Err(why) => Err(ApplyError::Misfit { kind: body.kind(), stage: here.stage, why }),
        }
    }

    #[expect(clippy::too_many_lines, reason = "one arm per fact")]
    #[inline]
    fn step_of(&self, body: &FactBody) -> Result<Step, Misfit> {
        use StageKind as Kind;
        let here = self.stage.kind();
        let at = |stages: &[Kind], why: Misfit| stages.contains(&here).then_some(()).ok_or(why);
        match body {
            FactBody::Captured(_) => Err(Misfit::BegunAlready),
            FactBody::ProfileUpdated(change) => {
                let fits = self.profile.admits(change.writes.iter().map(|w| &w.name));
                fits.then_some(Step::Stay).ok_or(Misfit::ProfileFull)
            }
            FactBody::BecameMql { .. } => {
                at(&[Kind::Lead], Misfit::OnlyLeadBecomesMql)?;
                Ok(Step::Enter(Kind::Mql))
            }
            FactBody::Demoted { .. } => {
                at(&[Kind::Mql], Misfit::OnlyMqlIsDemoted)?;
                Ok(Step::Enter(Kind::Lead))
            }
            FactBody::BecameSql { .. } => {
                at(&[Kind::Mql], Misfit::OnlyMqlBecomesSql)?;
                Ok(Step::Enter(Kind::Sql))
            }
            FactBody::HandoffAccepted | FactBody::FirstMeetingInvalid { .. } => {
                at(&[Kind::Sql], Misfit::NoHandoff)?;
                Ok(Step::Stay)
            }
            FactBody::HandoffRejected { .. } => {
                at(&[Kind::Sql], Misfit::NoHandoff)?;
                Ok(Step::Enter(Kind::Mql))
            }
            FactBody::BecameOpportunity { .. } => {
                at(&[Kind::Sql], Misfit::OnlySqlBecomesOpportunity)?;
                Ok(Step::Enter(Kind::Opportunity))
            }
            FactBody::DealEdited { .. } | FactBody::DealMoved(_) => {
                at(&[Kind::Sql, Kind::Opportunity], Misfit::NoOpenDeal)?;
                Ok(Step::Stay)
            }
            FactBody::Won { .. } => {
                at(&[Kind::Opportunity], Misfit::OnlyOpportunityIsWon)?;
                self.contract_fits()?;
                Ok(Step::Enter(Kind::Customer))
            }
            FactBody::PurchaseRecorded { .. } => {
                at(&[Kind::Lead, Kind::Mql, Kind::Sql, Kind::Opportunity, Kind::Customer], Misfit::CannotBuy)?;
                self.contract_fits()?;
                Ok(if here == Kind::Customer { Step::NewCycle(here) } else { Step::Enter(Kind::Customer) })
            }
            FactBody::Postponed { .. } => {
                at(&[Kind::Lead, Kind::Mql, Kind::Sql, Kind::Opportunity], Misfit::NothingToPostpone)?;
                Ok(Step::Stay)
            }
            FactBody::PostponementEnded => {
                let put_off = self.cycle.is_postponed();
                put_off.then_some(Step::Stay).ok_or(Misfit::NotPostponed)
            }
            FactBody::ContractRenewed { contract, .. } | FactBody::ContractAmended { contract, .. } => {
                let known = self.customer.as_ref().is_some_and(|customer| customer.contract(contract).is_some());
                known.then_some(Step::Stay).ok_or(Misfit::ContractUnknown)
            }
            FactBody::Lost { ending, .. } => {
                at(&[Kind::Sql, Kind::Opportunity], Misfit::NoOpenDeal)?;
                self.step_of_ending(ending)
            }
            // Discarded at Lead, disqualified later.
            FactBody::Disqualified { ending: ending @ Ending::Disqualified { .. }, .. } if here == Kind::Lead => {
                self.step_of_ending(ending)
            }
            FactBody::Recycled { ending, .. } | FactBody::Disqualified { ending, .. } => {
                at(&[Kind::Mql, Kind::Sql, Kind::Opportunity], Misfit::CycleNotWorkedOn)?;
                self.step_of_ending(ending)
            }
            FactBody::Reopened { .. } => {
                at(&[Kind::Disqualified], Misfit::NotDisqualified)?;
                Ok(Step::NewCycle(Kind::Lead))
            }
            FactBody::ReopenSuggested { .. } => {
                at(&[Kind::Disqualified], Misfit::NotDisqualified)?;
                Ok(Step::Stay)
            }
            FactBody::ExpansionOpened { .. } => {
                at(&[Kind::Customer], Misfit::OnlyCustomerExpands)?;
                Ok(Step::NewCycle(Kind::Mql))
            }
            FactBody::ContractEnded { contract, ending, .. } => self.step_of_end(contract, ending.as_ref()),
            FactBody::CoolingEnded => {
                at(&[Kind::Lead], Misfit::NotCooling)?;
                Ok(Step::Stay)
            }
            FactBody::BecameStale { stage } => {
                at(&[*stage], Misfit::OtherStage)?;
                Ok(Step::Stay)
            }
            FactBody::MergedInto { into } => {
                at(
                    &[Kind::Lead, Kind::Mql, Kind::Sql, Kind::Opportunity, Kind::Customer, Kind::Disqualified],
                    Misfit::MergedAlready,
                )?;
                if *into == self.key || self.absorbed_lead(into).is_some() {
                    return Err(Misfit::IntoItself);
                }
                Ok(Step::Enter(Kind::Merged))
            }
            FactBody::MergedFrom(merged) => merged.fits_onto(self).map(|()| Step::Stay),
            FactBody::StepImported { step, .. } => self.step_of_import(step),
            FactBody::ProposalMade { .. } => {
                let fits = limits::OPEN_PROPOSALS.admits_len(self.proposals.len().saturating_add(1));
                fits.then_some(Step::Stay).ok_or(Misfit::ProposalsFull)
            }
            FactBody::ClocksChanged(said) => {
                let fits = clocks_changed::fits(&self.clocks, said);
                fits.then_some(Step::Stay).ok_or(Misfit::ClocksFull)
            }
            FactBody::ClockWarned { clock, run, .. }
            | FactBody::ClockBreached { clock, run, .. }
            | FactBody::ClockEscalated { clock, run, .. } => {
                // An earlier run may be spoken of: the lead no longer has it, the facts do.
                let known = self.clock(clock).is_some_and(|known| known.number() >= *run);
                known.then_some(Step::Stay).ok_or(Misfit::NoSuchRun)
            }
            // So may a later one: it never was, and the run before it is on again.
            FactBody::BreachWithdrawn { clock, .. } => {
                self.clock(clock).map(|_| Step::Stay).ok_or(Misfit::NoSuchRun)
            }
            FactBody::AnswerRecorded { criterion, .. } => {
                let fits = self.answers.admits(criterion);
                fits.then_some(Step::Stay).ok_or(Misfit::AnswersFull)
            }
            FactBody::CaptureEdited(_)
            | FactBody::HandRaiseClosed { .. }
            | FactBody::MeetingHeld { .. }
            | FactBody::ActivityRecorded { .. }
            | FactBody::ConsentRecorded(_)
            | FactBody::AttemptRecorded { .. }
            | FactBody::AnswerBecameStale { .. }
            | FactBody::AppointmentScheduled(_)
            | FactBody::AppointmentMoved(_)
            | FactBody::AppointmentCancelled { .. }
            | FactBody::AppointmentMissed { .. }
            | FactBody::Assigned { .. }
            | FactBody::PolicyAdopted { .. }
            | FactBody::Recounted { .. }
            | FactBody::SparingEnded
            | FactBody::LeftOver(_)
            | FactBody::ProposalApproved { .. }
            | FactBody::ProposalDeclined { .. }
            | FactBody::ProposalExpired { .. }
            | FactBody::Redacted(_)
            // INVARIANT: `place_after` asks what they say of the lead.
            | FactBody::TakenBack(_)
            | FactBody::SplitFrom(_)
            | FactBody::SplitOff(_)
            | FactBody::ContributionCorrected(_) => Ok(Step::Stay),
        }
    }

    /// Where a correction says that the lead is. Only a split leads out of another lead, and nothing but a merge leads into one.
    fn place_corrected(&self, kind: FactKind, said: &Sections) -> Result<Place, ApplyError> {
        let (here, stage) = (self.stage.kind(), said.stage.kind());
        let place = Place { cycle: said.cycle.number(), stage, visit: said.cycle.stages().visits(stage) };
        let why = match (kind, here, stage) {
            (FactKind::SplitFrom, StageKind::Merged, StageKind::Merged) => Misfit::SectionsUnsound,
            (FactKind::SplitFrom, StageKind::Merged, _) => return Ok(place),
            (FactKind::SplitFrom, _, _) => Misfit::NotMerged,
            (_, StageKind::Merged, StageKind::Merged) if self.stage == said.stage => return Ok(place),
            (_, StageKind::Merged, _) => Misfit::MergedAlready,
            (_, _, StageKind::Merged) => Misfit::SectionsUnsound,
            _ => return Ok(place),
        };
        Err(ApplyError::Misfit { kind, stage: here, why })
    }

    fn step_of_ending(&self, ending: &Ending) -> Result<Step, Misfit> {
        match ending {
            Ending::Recycled(_) => Ok(Step::NewCycle(StageKind::Lead)),
            Ending::Disqualified { .. } => Ok(Step::Enter(StageKind::Disqualified)),
            Ending::BackToCustomer if self.customer.is_some() => Ok(Step::Enter(StageKind::Customer)),
            Ending::BackToCustomer => Err(Misfit::NotCustomer),
        }
    }

    fn step_of_end(&self, contract: &ContractKey, ending: Option<&Ending>) -> Result<Step, Misfit> {
        let contracts = self.customer.as_ref().map_or(&[][..], |c| c.contracts());
        if !contracts.iter().any(|c| c.key() == contract) {
            return Err(Misfit::ContractUnknown);
        }
        // A forged history may hold two contracts of one key: they end together.
        let last = contracts.iter().all(|c| c.key() == contract);
        let last_at_customer = last && self.stage.kind() == StageKind::Customer;
        match ending {
            None if last_at_customer => Err(Misfit::NothingFollows),
            None => Ok(Step::Stay),
            Some(Ending::BackToCustomer) => Err(Misfit::BackToEndedContract),
            Some(ending) if last_at_customer => self.step_of_ending(ending),
            Some(_) => Err(Misfit::CycleGoesOn),
        }
    }

    fn contract_fits(&self) -> Result<(), Misfit> {
        let held = self.customer.as_ref().map_or(0, |c| c.contracts().len());
        let fits = limits::CONTRACTS.admits_len(held.saturating_add(1));
        fits.then_some(()).ok_or(Misfit::ContractsFull)
    }

    fn step_of_import(&self, step: &ImportedStep) -> Result<Step, Misfit> {
        let open = &[StageKind::Lead, StageKind::Mql, StageKind::Sql, StageKind::Opportunity];
        let (from, to): (&[StageKind], Step) = match step {
            ImportedStep::Opened(opening) => {
                return match self.stage.kind() {
                    // Only a customer expands.
                    StageKind::Disqualified if opening.origin == Origin::Expansion => Err(Misfit::OnlyCustomerExpands),
                    StageKind::Disqualified => Ok(Step::NewCycle(StageKind::Lead)),
                    StageKind::Customer => Ok(Step::NewCycle(StageKind::Mql)),
                    StageKind::Lead | StageKind::Mql => Ok(Step::Stay),
                    StageKind::Sql | StageKind::Opportunity | StageKind::Merged => Err(Misfit::StepOutOfOrder),
                };
            }
            ImportedStep::DealStage { .. } => (&[StageKind::Sql, StageKind::Opportunity], Step::Stay),
            ImportedStep::Bought { .. } => {
                self.contract_fits()?;
                (open, Step::Enter(StageKind::Customer))
            }
            ImportedStep::ContractEnded { contract, ending, .. } => return self.step_of_end(contract, ending.as_ref()),
            ImportedStep::Mql => (&[StageKind::Lead], Step::Enter(StageKind::Mql)),
            ImportedStep::Sql { .. } => (&[StageKind::Mql], Step::Enter(StageKind::Sql)),
            ImportedStep::Sao => (&[StageKind::Sql], Step::Stay),
            ImportedStep::Opportunity { .. } => (&[StageKind::Sql], Step::Enter(StageKind::Opportunity)),
            ImportedStep::Won { .. } => {
                self.contract_fits()?;
                (&[StageKind::Opportunity], Step::Enter(StageKind::Customer))
            }
            ImportedStep::Lost { ending, .. }
            | ImportedStep::Recycled { ending, .. }
            | ImportedStep::Disqualified { ending, .. } => (open, self.step_of_ending(ending)?),
            ImportedStep::Merged { into } => {
                if *into == self.key || self.absorbed_lead(into).is_some() {
                    return Err(Misfit::IntoItself);
                }
                let other = self.stage.kind() != StageKind::Merged;
                return other.then_some(Step::Enter(StageKind::Merged)).ok_or(Misfit::MergedAlready);
            }
        };
        if from.contains(&self.stage.kind()) { Ok(to) } else { Err(Misfit::StepOutOfOrder) }
    }
}
