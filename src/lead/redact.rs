//! Removing personal data from facts.
//!
//! The fold of redacted facts is the redacted fold: a host that rewrites its store fact by fact ends at the same
//! snapshot as one that only redacts the snapshot.
//!
//! Every pattern below names every member of what it takes apart: whoever adds one decides here whether it goes.

use alloc::collections::BTreeSet;
use alloc::sync::Arc;

use crate::lead::capture_edit::CaptureEdit;
use crate::lead::captured::Captured;
use crate::lead::contribution_corrected::ContributionCorrected;
use crate::lead::ending::Ending;
use crate::lead::erasure::{Erasure, REDACTED_PRINT};
use crate::lead::fact::{Fact, FactBody};
use crate::lead::handoff_record::HandoffFile;
use crate::lead::imported_step::ImportedStep;
use crate::lead::left_over::LeftOver;
use crate::lead::profile_change::{FieldWrite, ProfileChange};
use crate::lead::split::Split;
use crate::lead::taken_back::TakenBack;
use crate::values::{Activity, FieldName, Text};

impl Fact {
    /// Removes personal data from a stored fact, as the fact [`Redacted`](FactBody::Redacted) did from the lead.
    ///
    /// It still folds, and it still counts. Redacting twice is redacting once, and redacted facts fold to the redacted
    /// lead, byte for byte.
    ///
    /// **To erase a person is the duty of the host.** It decides `redact`, so that nothing personal comes in again; and in
    /// the transaction that stores that fact it rewrites every older fact of the lead with this and
    /// [`Lead::erasure`](crate::Lead::erasure), and whatever else it keeps of the lead: snapshots, columns to search by,
    /// what it logged of commands, refusals and their words. Facts are not redacted by that fact alone. A list of what to
    /// think of is on the page [`embedding::erasure`](crate::embedding::erasure).
    ///
    /// | goes | stays, because |
    /// |---|---|
    /// | free text: notes, quotes, details, rationales, notes of reasons, all of the hand-over file | that it was given, where something asks for it |
    /// | values of fields that were recorded as personal, or are not declared, or not as public, when the erasure is decided: text, numbers, dates, flags and sets alike, of profiles, activities and deals | the names of declared fields: they are the policy's |
    /// | of a deal, free text and the members of sets of every field | numbers, dates and flags of public fields; lines, expected close and contracts: they are business |
    /// | commands that were proposed | their kind and key |
    /// | the deadlines of timing rules: a date that was stated, and it is not said by which field | the names of rules and bands that a profile met: judgements, needed for scores that were reported |
    /// | the print of a hand-over file, in the fact and on the cycle | prints of ids and objects: they tell repeats apart |
    /// | names of undeclared fields: a source system's own words | kinds of activities, campaigns and sources: words of marketing and of systems |
    /// | | keys (lead, company, person, deal, contract, product, activity, object, proposal, actor, team, command): by them the host finds what it stores |
    /// | | dates and verdicts of answers, instants, counts, consents |
    ///
    /// So **a key, a kind, a campaign or an object says nothing of a person**: who gives mail addresses as keys has to
    /// replace them in the host. A tag that counts once per value of a personal field keeps the 128-bit digest of that value,
    /// and who guesses the value can prove it by the print: the policy is advised against it
    /// ([`PersonalPrint`](crate::policy::LintCode::PersonalPrint)), and a state that is counted again from redacted facts is
    /// free of it.
    ///
    /// ```
    /// # use lead_lifecycle::{Actor, Capture, Context, Lead, Lifecycle, Origin, Policy, Role, Command, FactBody};
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let lifecycle = Lifecycle::new(Policy::standard());
    /// # let by = |role: Role, at: &str| -> Result<Context, Box<dyn std::error::Error>> {
    /// #     Ok(Context::new(at.parse()?, Actor::new("tanaka".parse()?, role)))
    /// # };
    /// # let capture = Capture::new("lead-1".parse()?, Origin::Inbound);
    /// # let mut facts = lifecycle.capture(&capture, &by(Role::System, "2026-04-01T09:00:00+09:00")?)?.into_facts();
    /// # let mut lead = Lead::replay(&facts)?;
    /// let promote = Command::Promote { note: Some("said so on the phone".parse()?) };
    /// for (command, role) in [(promote, Role::Mk), (Command::Redact, Role::Manager)] {
    ///     let decision = lifecycle.decide(&lead, &command, &by(role, "2026-04-02T09:00:00+09:00")?)?;
    ///     lead.apply_all(decision.facts())?;
    ///     facts.extend(decision.into_facts());
    /// }
    /// let erasure = lead.erasure().expect("it was erased");
    /// facts.iter_mut().for_each(|fact| fact.redact(erasure)); // and written back where they are stored
    /// assert!(matches!(facts[1].body, FactBody::BecameMql { note: None, .. }));
    /// assert_eq!(Lead::replay(&facts)?, lead);
    /// # Ok(())
    /// # }
    /// ```
    pub fn redact(&mut self, erasure: &Erasure) {
        redact_body(&mut self.body, erasure);
    }
}

fn drop_text(note: &mut Option<Text>) {
    *note = None;
}

fn redact_profile(change: &mut ProfileChange, erasure: &Erasure) {
    let ProfileChange { writes, tags } = change;
    for FieldWrite { name, value, personal } in writes {
        *personal |= !erasure.spares(name);
        if *personal {
            *value = None;
        }
    }
    tags.forget_deadlines();
}

fn redact_captured(captured: &mut Captured, erasure: &Erasure) {
    let Captured {
        origin: _,
        attribution: _,
        account: _,
        person: _,
        owner: _,
        team: _,
        profile,
        memory: _,
        at: _,
        basis: _,
        stock: _,
    } = captured;
    redact_profile(profile, erasure);
}

fn redact_activity(activity: &mut Activity, personal: &mut BTreeSet<FieldName>, erasure: &Erasure) {
    let Activity { id: _, kind: _, object: _, fields } = activity;
    *fields = core::mem::take(fields).retain(|name| !personal.contains(name) && erasure.spares(name));
    personal.clear();
}

fn redact_ending(ending: &mut Ending) {
    if let Ending::Disqualified { reason, given } = ending {
        reason.redact();
        if let Some(given) = given {
            given.redact();
        }
    }
}

fn redact_step(step: &mut ImportedStep, erasure: &Erasure) {
    match step {
        ImportedStep::Sql { deal } => deal.redact(erasure.spared_of_deals()),
        ImportedStep::Lost { reason, ending }
        | ImportedStep::Recycled { reason, ending }
        | ImportedStep::Disqualified { reason, ending } => {
            reason.redact();
            redact_ending(ending);
        }
        ImportedStep::ContractEnded { contract: _, reason, ending } => {
            reason.redact();
            ending.iter_mut().for_each(redact_ending);
        }
        ImportedStep::Bought { contract: _ }
        | ImportedStep::Opened(_)
        | ImportedStep::Mql
        | ImportedStep::DealStage { deal_stage: _ }
        | ImportedStep::Merged { into: _ }
        | ImportedStep::Sao
        | ImportedStep::Opportunity { deal_stage: _ }
        | ImportedStep::Won { contract: _ } => {}
    }
}

fn redact_file(file: &mut HandoffFile) {
    let HandoffFile { number: _, handoff, heard: _, score: _ } = file;
    handoff.redact();
}

#[expect(clippy::too_many_lines, reason = "one arm per fact: splitting it would hide which facts there are")]
fn redact_body(body: &mut FactBody, erasure: &Erasure) {
    match body {
        FactBody::Captured(captured) => redact_captured(captured, erasure),
        FactBody::ProfileUpdated(change) => redact_profile(change, erasure),
        FactBody::ActivityRecorded { activity, personal, tags: _, raises_hand: _ } => {
            redact_activity(activity, personal, erasure);
        }
        FactBody::AnswerRecorded { criterion: _, answer } => answer.redact(),
        FactBody::AppointmentScheduled(appointment) | FactBody::AppointmentMoved(appointment) => {
            appointment.redact();
        }
        FactBody::BecameMql { trigger: _, score: _, note, grounds: _, progress: _ }
        | FactBody::AttemptRecorded {
            direction: _,
            channel: _,
            outcome: _,
            progress: _,
            against_consent: _,
            raises_hand: _,
            note,
        }
        | FactBody::AppointmentCancelled { note }
        | FactBody::Postponed { until: _, note }
        | FactBody::MeetingHeld { note }
        | FactBody::FirstMeetingInvalid { note }
        | FactBody::BecameOpportunity { met: _, note, moved: _ }
        | FactBody::ExpansionOpened { note, attribution: _, grounds: _, keeps: _ }
        | FactBody::ProposalDeclined { id: _, note } => drop_text(note),
        FactBody::BecameSql { file, print, deal } => {
            redact_file(Arc::make_mut(file));
            *print = REDACTED_PRINT;
            deal.redact(erasure.spared_of_deals());
        }
        FactBody::HandoffRejected { reason }
        | FactBody::HandRaiseClosed { reason }
        | FactBody::Reopened { reason, next: _ } => reason.redact(),
        FactBody::CaptureEdited(edit) => {
            let CaptureEdit { account: _, person: _, origin: _, attribution: _, reason } = &mut **edit;
            drop_text(reason);
        }
        FactBody::DealEdited { edit, public } => {
            public.retain(|name| erasure.spares_of_deal(name));
            edit.redact(public);
        }
        FactBody::Lost { reason, ending, until: _ }
        | FactBody::Recycled { reason, ending, until: _ }
        | FactBody::Disqualified { reason, ending } => {
            reason.redact();
            redact_ending(ending);
        }
        FactBody::ContractEnded { contract: _, reason, ending, until: _ } => {
            reason.redact();
            ending.iter_mut().for_each(redact_ending);
        }
        FactBody::ProposalMade { id: _, command, kind: _, rationale, expires_at: _ } => {
            *command = None;
            drop_text(rationale);
        }
        FactBody::StepImported { step, at: _, basis: _, told: _ } => redact_step(step, erasure),
        // All else are keys, amounts and words of marketing.
        FactBody::LeftOver(what) => what.iter_mut().for_each(LeftOver::redact),
        FactBody::PolicyAdopted {
            from: _,
            memory: _,
            tags,
            deal_pipeline: _,
            deal_stage: _,
            stock: _,
            recount_due,
        } => {
            tags.forget_deadlines();
            *recount_due = false;
        }
        FactBody::Recounted { counted, spared: _ } => {
            if let Some(state) = counted {
                state.forget_deadlines();
            }
        }
        FactBody::TakenBack(taken) => {
            let TakenBack { facts: _, fallen: _, hollow: _, since: _, reason, activities: _, lead } = &mut **taken;
            reason.redact();
            lead.redact(erasure);
        }
        FactBody::MergedFrom(merged) => merged.redact(erasure),
        FactBody::ContributionCorrected(said) => {
            let ContributionCorrected { merged: _, part, fallen: _, hollow: _, sections } = &mut **said;
            part.redact(erasure);
            sections.redact(erasure);
        }
        FactBody::SplitFrom(split) | FactBody::SplitOff(split) => {
            let Split { lead: _, facts: _, parts: _, fallen: _, hollow: _, sections } = &mut **split;
            sections.redact(erasure);
        }
        FactBody::ConsentRecorded(_)
        | FactBody::Demoted { score: _ }
        | FactBody::AnswerBecameStale { criterion: _ }
        | FactBody::AppointmentMissed { by: _ }
        | FactBody::PostponementEnded
        | FactBody::SparingEnded
        | FactBody::PurchaseRecorded { contract: _, attribution: _, keeps: _ }
        | FactBody::ContractRenewed { contract: _, ends: _, value: _ }
        | FactBody::ContractAmended { contract: _, value: _, ends: _ }
        | FactBody::HandoffAccepted
        | FactBody::DealMoved(_)
        | FactBody::Won { contract: _, moved: _ }
        | FactBody::ReopenSuggested { trigger: _ }
        | FactBody::Assigned { owner: _, team: _, deal: _ }
        | FactBody::CoolingEnded
        | FactBody::BecameStale { stage: _ }
        | FactBody::ProposalApproved { id: _ }
        | FactBody::ProposalExpired { id: _ }
        | FactBody::MergedInto { into: _ }
        // What it spares are words of the policy.
        | FactBody::Redacted(_)
        | FactBody::ClocksChanged(_)
        | FactBody::ClockWarned { .. }
        | FactBody::ClockBreached { .. }
        | FactBody::ClockEscalated { .. }
        | FactBody::BreachWithdrawn { .. } => {}
    }
}
