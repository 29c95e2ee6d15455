//! Removing personal data from facts.
//!
//! The fold of redacted facts is the redacted fold: a host that rewrites its store fact by fact ends at the same
//! snapshot as one that only redacts the snapshot. Kinds, counts, instants, keys, reason codes, verdicts and tags stay;
//! free text, personal fields and undeclared fields of activities go.

use alloc::sync::Arc;

use crate::lead::captured::Captured;
use crate::lead::ending::Ending;
use crate::lead::fact::{Fact, FactBody};
use crate::lead::imported_step::ImportedStep;
use crate::lead::profile_change::ProfileChange;
use crate::values::Text;

impl Fact {
    /// Removes personal data from a stored fact.
    ///
    /// It still folds, and it still counts. Redacting twice is redacting once. To erase a person: issue the command
    /// `redact`, so that nothing personal comes in again, then rewrite the stored facts with this.
    ///
    /// ```
    /// # use lead_lifecycle::{Actor, Capture, Context, Lead, Lifecycle, Origin, Policy, Role, Command, FactBody};
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let lifecycle = Lifecycle::new(Policy::standard());
    /// # let by = |role: Role, at: &str| -> Result<Context, Box<dyn std::error::Error>> {
    /// #     Ok(Context::new(at.parse()?, Actor::new("tanaka".parse()?, role)))
    /// # };
    /// # let capture = Capture::new("lead-1".parse()?, Origin::Inbound);
    /// # let first = lifecycle.capture(&capture, &by(Role::System, "2026-04-01T09:00:00+09:00")?)?;
    /// # let mut lead = Lead::replay(first.facts())?;
    /// let promote = Command::Promote { note: Some("said so on the phone".parse()?) };
    /// let decision = lifecycle.decide(&lead, &promote, &by(Role::Mk, "2026-04-02T09:00:00+09:00")?)?;
    /// let mut fact = decision.into_facts().remove(0);
    /// fact.redact();
    /// assert!(matches!(fact.body, FactBody::BecameMql { note: None, .. }));
    /// lead.apply(&fact)?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn redact(&mut self) {
        redact_body(&mut self.body);
    }
}

fn drop_text(note: &mut Option<Text>) {
    *note = None;
}

fn redact_profile(change: &mut ProfileChange) {
    for write in change.writes.iter_mut().filter(|w| w.personal) {
        write.value = None;
    }
}

fn redact_ending(ending: &mut Ending) {
    if let Ending::Disqualified { reason, given } = ending {
        reason.redact();
        if let Some(given) = given {
            given.redact();
        }
    }
}

fn redact_step(step: &mut ImportedStep) {
    match step {
        ImportedStep::Sql { deal } => deal.redact(),
        ImportedStep::Lost { reason } => reason.redact(),
        ImportedStep::Mql | ImportedStep::Sao | ImportedStep::Opportunity { .. } | ImportedStep::Won { .. } => {}
    }
}

fn redact_body(body: &mut FactBody) {
    match body {
        FactBody::Captured(captured) => {
            let Captured { profile, .. } = &mut **captured;
            redact_profile(profile);
        }
        FactBody::ProfileUpdated(change) => redact_profile(change),
        FactBody::ActivityRecorded { activity, personal, .. } => {
            let fields = core::mem::take(&mut activity.fields);
            activity.fields = fields.retain(|name| !personal.contains(name));
        }
        FactBody::AnswerRecorded { answer, .. } => answer.redact(),
        FactBody::AppointmentScheduled(appointment) | FactBody::AppointmentMoved(appointment) => {
            appointment.redact();
        }
        FactBody::BecameMql { note, .. }
        | FactBody::AttemptRecorded { note, .. }
        | FactBody::AppointmentCancelled { note }
        | FactBody::Postponed { note, .. }
        | FactBody::MeetingHeld { note }
        | FactBody::FirstMeetingInvalid { note }
        | FactBody::BecameOpportunity { note, .. }
        | FactBody::ExpansionOpened { note, .. }
        | FactBody::ProposalDeclined { note, .. } => drop_text(note),
        FactBody::BecameSql { file, deal, .. } => {
            Arc::make_mut(file).handoff.redact();
            deal.redact();
        }
        FactBody::HandoffRejected { reason }
        | FactBody::HandRaiseClosed { reason }
        | FactBody::Reopened { reason, .. } => reason.redact(),
        FactBody::CaptureEdited(edit) => drop_text(&mut edit.reason),
        FactBody::DealEdited(edit) => edit.redact(),
        FactBody::Lost { reason, ending, .. }
        | FactBody::Recycled { reason, ending, .. }
        | FactBody::Disqualified { reason, ending } => {
            reason.redact();
            redact_ending(ending);
        }
        FactBody::ContractEnded { reason, ending, .. } => {
            reason.redact();
            ending.iter_mut().for_each(redact_ending);
        }
        FactBody::ProposalMade { command, rationale, .. } => {
            *command = None;
            drop_text(rationale);
        }
        FactBody::StepImported { step, .. } => redact_step(step),
        FactBody::ConsentRecorded(_)
        | FactBody::Demoted { .. }
        | FactBody::AnswerBecameStale { .. }
        | FactBody::AppointmentMissed { .. }
        | FactBody::PostponementEnded
        | FactBody::PurchaseRecorded { .. }
        | FactBody::ContractRenewed { .. }
        | FactBody::ContractAmended { .. }
        | FactBody::HandoffAccepted
        | FactBody::DealMoved(_)
        | FactBody::Won { .. }
        | FactBody::ReopenSuggested { .. }
        | FactBody::Assigned { .. }
        | FactBody::PolicyAdopted { .. }
        | FactBody::CoolingEnded
        | FactBody::BecameStale { .. }
        | FactBody::ProposalApproved { .. }
        | FactBody::ProposalExpired { .. }
        | FactBody::MergedInto { .. }
        | FactBody::Redacted
        | FactBody::ClockMarked { .. } => {}
    }
}
