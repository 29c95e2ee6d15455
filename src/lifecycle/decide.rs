//! Deciding: the checks every command shares, then the command's own.

use alloc::borrow::Cow;
use alloc::vec::Vec;

use crate::access::Grant;
use crate::lead::{Capture, Cause, Command, Envelope, Fact, FactId, Lead, SCHEMA};
use crate::lifecycle::case::{Case, Times};
use crate::lifecycle::clock::{CaughtUp, catch_up};
use crate::lifecycle::context::{Context, Decision};
use crate::lifecycle::refusal::{Refusal, Unmet};
use crate::lifecycle::table::transition;
use crate::lifecycle::{Lifecycle, admin, ending, field, inside, intake, proposals};
use crate::policy::Policy;
use crate::values::{CommandKind, Instant, Role, StageKind};

impl Lifecycle {
    /// Decides the capture of a new lead.
    ///
    /// # Errors
    /// A role that may not capture, an undeclared or mistyped field, the origin `expansion`, an effective time in the future.
    pub fn capture(&self, command: &Capture, ctx: &Context) -> Result<Decision, Refusal> {
        let mut unmet = Vec::new();
        let grant = self.policy().access().grant(CommandKind::Capture, ctx.actor.role);
        if !grant.permits() {
            unmet.push(self.no_permission(CommandKind::Capture, ctx.actor.role, grant));
        }
        unmet.extend(not_new(ctx));
        let effective_at = effective(self.policy(), ctx, ctx.now).unwrap_or_else(|future| {
            unmet.push(future);
            ctx.now
        });
        match intake::capture(self.policy(), command, effective_at) {
            Ok(body) if unmet.is_empty() => {
                let cause = Cause::Command;
                let times = Times { recorded_at: ctx.now, effective_at };
                let envelope = first_envelope(self.policy(), &command.lead, ctx, times, cause);
                Ok(Decision { expected_revision: 0, facts: alloc::vec![Fact { envelope, body }], clock_facts: 0 })
            }
            outcome => {
                unmet.extend(outcome.err().unwrap_or_default());
                Err(Refusal {
                    command: CommandKind::Capture,
                    lead: command.lead.clone(),
                    stage: None,
                    at: ctx.now,
                    unmet,
                })
            }
        }
    }

    /// Decides a command on a lead. Changes nothing: store the facts, then apply them.
    ///
    /// First comes everything that time alone has made true up to `ctx.now`, then the command's own facts, then what they set
    /// off by rule. A command whose outcome is already so yields no fact of its own.
    ///
    /// # Errors
    /// Every unmet condition at once: times, stage, permission, guards of the command. A lead under another policy, or at another
    /// revision than expected, is refused for that alone.
    pub fn decide(&self, lead: &Lead, command: &Command, ctx: &Context) -> Result<Decision, Refusal> {
        let times =
            self.open(lead, command.kind(), ctx).map_err(|refusal| self.complete(refusal, lead, command, ctx))?;
        let adopting = command.kind() == CommandKind::AdoptPolicy && !self.governs(lead);
        // A new policy says nothing of the time before it was adopted.
        let caught = if adopting {
            CaughtUp { lead: Cow::Borrowed(lead), facts: Vec::new() }
        } else {
            catch_up(self.policy(), Cow::Borrowed(lead), lead.recorded_at(), times.recorded_at)
        };
        let mut case = Case::new(self.policy(), &caught.lead, ctx, times, Cause::Command);
        judge(&mut case, command, true);
        if !case.is_clear() {
            return Err(Refusal::of(&caught.lead, command.kind(), times.recorded_at, case.unmet));
        }
        let own = case.facts;
        let clock_facts = caught.facts.len();
        let mut facts = caught.facts;
        if facts.is_empty() {
            facts = own;
        } else {
            facts.extend(own);
        }
        if adopting {
            self.settle(lead, times.recorded_at, &mut facts);
        }
        Ok(Decision { expected_revision: lead.revision(), facts, clock_facts })
    }

    /// A refusal for its times, with everything else that stands in the way at the instant it is judged. One for its revision or
    /// policy stays alone: the lead at hand is not the one to judge.
    fn complete(&self, mut refusal: Refusal, lead: &Lead, command: &Command, ctx: &Context) -> Refusal {
        let of_times = |unmet: &Unmet| matches!(unmet, Unmet::Future { .. } | Unmet::ClockBehind { .. });
        if refusal.unmet.iter().all(of_times) && self.governs(lead) {
            let at = refusal.at;
            let caught = catch_up(self.policy(), Cow::Borrowed(lead), lead.recorded_at(), at);
            let times = Times { recorded_at: at, effective_at: at };
            let mut case = Case::new(self.policy(), &caught.lead, ctx, times, Cause::Command);
            judge(&mut case, command, true);
            refusal.unmet.extend(case.unmet);
            refusal.stage = Some(caught.lead.stage().kind());
        }
        refusal
    }

    /// What a newly adopted policy makes due at once.
    fn settle(&self, lead: &Lead, now: Instant, facts: &mut Vec<Fact>) {
        let mut adopted = lead.clone();
        for fact in facts.iter() {
            // INVARIANT: decide emits only facts that fit.
            if adopted.apply(fact).is_err() {
                return;
            }
        }
        facts.extend(catch_up(self.policy(), Cow::Owned(adopted), now, now).facts);
    }

    /// Whether a lead is under this policy.
    #[must_use]
    pub fn governs(&self, lead: &Lead) -> bool {
        lead.policy().fingerprint == self.policy().stamp().fingerprint
    }

    /// The checks that come before anything is judged: policy, revision and times.
    pub(crate) fn open(&self, lead: &Lead, command: CommandKind, ctx: &Context) -> Result<Times, Refusal> {
        let mut unmet = Vec::new();
        if command != CommandKind::AdoptPolicy && !self.governs(lead) {
            unmet.push(Unmet::PolicyNotAdopted { lead: lead.policy().clone(), given: self.policy().stamp().clone() });
        }
        if let Some(expected) = ctx.expected_revision.filter(|expected| *expected != lead.revision()) {
            unmet.push(Unmet::Revision { expected, actual: lead.revision() });
        }
        let tolerance = self.policy().time().clock_skew;
        if ctx.now.saturating_add(tolerance) < lead.recorded_at() {
            unmet.push(Unmet::ClockBehind { newest: lead.recorded_at(), given: ctx.now, tolerance });
        }
        let recorded_at = ctx.now.max(lead.recorded_at());
        match effective(self.policy(), ctx, recorded_at) {
            Ok(effective_at) if unmet.is_empty() => {
                return Ok(Times { recorded_at, effective_at });
            }
            Ok(_) => {}
            Err(future) => unmet.push(future),
        }
        Err(Refusal::of(lead, command, recorded_at, unmet))
    }

    pub(crate) fn no_permission(&self, command: CommandKind, role: Role, grant: Grant) -> Unmet {
        permission(self.policy(), command, role, grant)
    }
}

/// A new lead is at revision 0: a caller that expects another has seen one.
pub(crate) fn not_new(ctx: &Context) -> Option<Unmet> {
    let expected = ctx.expected_revision.filter(|expected| *expected != 0)?;
    Some(Unmet::Revision { expected, actual: 0 })
}

/// When it happened: never after it is recorded; a little in the future counts as now.
fn effective(policy: &Policy, ctx: &Context, recorded_at: Instant) -> Result<Instant, Unmet> {
    let effective = ctx.effective_at.unwrap_or(recorded_at);
    let latest = recorded_at.saturating_add(policy.time().future);
    if effective > latest {
        return Err(Unmet::Future { effective, latest });
    }
    Ok(effective.min(recorded_at))
}

pub(crate) fn first_envelope(
    policy: &Policy,
    lead: &crate::values::LeadKey,
    ctx: &Context,
    times: Times,
    cause: Cause,
) -> Envelope {
    Envelope {
        schema: SCHEMA,
        fact: FactId::new(lead, 1),
        command: ctx.command_id.clone(),
        lead: lead.clone(),
        revision: 1,
        cycle: 1,
        visit: 1,
        recorded_at: times.recorded_at,
        effective_at: times.effective_at,
        actor: ctx.actor.clone(),
        cause,
        policy: policy.stamp().clone(),
    }
}

fn permission(policy: &Policy, command: CommandKind, role: Role, grant: Grant) -> Unmet {
    let permitted = Role::ALL
        .iter()
        .copied()
        .filter(|role| {
            let grant = policy.access().grant(command, *role);
            grant.permits() || grant == Grant::OwnDeals
        })
        .collect();
    Unmet::Permission { role, grant, permitted }
}

/// Whether the actor may issue a command on this lead.
pub(crate) fn may(case: &mut Case<'_>, command: CommandKind) {
    let actor = &case.ctx.actor;
    let grant = case.policy.access().grant(command, actor.role);
    if grant.permits() {
        return;
    }
    if grant == Grant::OwnDeals {
        let owner = case.lead.stage().deal().and_then(|deal| deal.owner());
        if owner != Some(&actor.id) {
            let owner = owner.cloned();
            case.refuse(Unmet::NotOwnDeal { owner });
        }
        return;
    }
    let unmet = permission(case.policy, command, actor.role, grant);
    case.refuse(unmet);
}

/// The conditions that need nothing of the command but its kind; the same for deciding and for the outlook.
pub(crate) fn conditions(case: &mut Case<'_>, command: CommandKind, check_permission: bool) {
    // For proposals the row of the matrix is needed, and that of the command inside as well.
    if check_permission && command == CommandKind::Propose {
        let role = case.ctx.actor.role;
        let grant = case.policy.access().grant(command, role);
        let policy = case.policy;
        case.require(grant == Grant::Propose || grant.permits(), || permission(policy, command, role, grant));
    } else if check_permission {
        may(case, command);
    }
    let Some(row) = transition(command) else {
        return;
    };
    let at = case.stage();
    if !row.possible_at(at) {
        case.refuse(Unmet::Stage { at, possible: row.from.to_vec() });
        return;
    }
    if let Some(erased) = case.lead.erased_at().filter(|_| !row.when_erased) {
        case.refuse(Unmet::Erased { at: erased });
    }
    match command {
        CommandKind::Promote => inside::promote_conditions(case),
        CommandKind::ScheduleAppointment => inside::appointment_conditions(case),
        CommandKind::ChangeAppointment | CommandKind::MissAppointment => inside::needs_appointment(case),
        CommandKind::Qualify => inside::qualify_conditions(case),
        CommandKind::HoldFirstMeeting => field::meeting_conditions(case),
        CommandKind::Win => field::win_conditions(case),
        CommandKind::EndContract => ending::contract_conditions(case),
        CommandKind::Capture
        | CommandKind::Import
        | CommandKind::UpdateProfile
        | CommandKind::RecordActivity
        | CommandKind::RecordConsent
        | CommandKind::RecordAttempt
        | CommandKind::RecordAnswer
        | CommandKind::Accept
        | CommandKind::Reject
        | CommandKind::EditDeal
        | CommandKind::MoveDeal
        | CommandKind::Lose
        | CommandKind::Recycle
        | CommandKind::Disqualify
        | CommandKind::Reopen
        | CommandKind::OpenExpansion
        | CommandKind::Assign
        | CommandKind::AdoptPolicy
        | CommandKind::CheckClock
        | CommandKind::Merge
        | CommandKind::Redact
        | CommandKind::Propose
        | CommandKind::Approve
        | CommandKind::Decline => {}
    }
}

/// Judges a command: shared conditions, then its own, then its facts.
pub(crate) fn judge(case: &mut Case<'_>, command: &Command, check_permission: bool) {
    let kind = command.kind();
    conditions(case, kind, check_permission);
    let row = transition(kind);
    if row.is_some_and(|row| !row.possible_at(case.stage())) {
        return;
    }
    // A stage that changes by hand cannot change before it was entered.
    if row.is_some_and(|row| !row.moves.is_empty()) && !is_intake(kind) {
        let (entered, effective) = (earliest(case, kind), case.effective_at);
        case.require(effective >= entered, || Unmet::BeforeStage { entered, effective });
    }
    dispatch(case, command);
}

/// The instant before which a command that changes the stage cannot lie: the entry of the stage or what was noted of it since, but for the end of a contract
/// beside an open expansion, which changes no stage.
fn earliest(case: &Case<'_>, command: CommandKind) -> Instant {
    let entered = case.lead.stage_entered_at();
    let entered = case.lead.cycle().stale_since().map_or(entered, |since| since.max(entered));
    match case.lead.customer() {
        Some(customer) if command == CommandKind::EndContract && case.stage() != StageKind::Customer => {
            customer.since()
        }
        Some(_) | None => entered,
    }
}

/// Activities and profile changes may arrive late, and a promotion may rest on old grounds: what they set off takes effect when it
/// is recorded.
const fn is_intake(command: CommandKind) -> bool {
    matches!(
        command,
        CommandKind::UpdateProfile
            | CommandKind::RecordActivity
            | CommandKind::Promote
            | CommandKind::AdoptPolicy
            | CommandKind::CheckClock
    )
}

fn dispatch(case: &mut Case<'_>, command: &Command) {
    match command {
        Command::UpdateProfile { fields } => intake::update_profile(case, fields),
        Command::RecordActivity { activity } => intake::record_activity(case, activity),
        Command::RecordConsent { channel, purpose, status } => {
            intake::record_consent(case, *channel, *purpose, *status);
        }
        Command::Promote { note } => inside::promote(case, note.as_ref()),
        Command::RecordAttempt { direction, channel, outcome, advance, note } => {
            let attempt = inside::Attempt {
                direction: *direction,
                channel: *channel,
                outcome: *outcome,
                advance: *advance,
                note: note.as_ref(),
            };
            inside::record_attempt(case, &attempt);
        }
        Command::RecordAnswer { criterion, verdict, by, detail, evidence } => {
            let reply = inside::Reply {
                criterion,
                verdict: *verdict,
                by: *by,
                detail: detail.as_ref(),
                evidence: evidence.as_ref(),
            };
            inside::record_answer(case, &reply);
        }
        Command::ScheduleAppointment { at, channel, note } => inside::schedule(case, *at, *channel, note.as_ref()),
        Command::ChangeAppointment { to, note } => inside::change_appointment(case, *to, note.as_ref()),
        Command::MissAppointment { by } => inside::miss_appointment(case, *by),
        Command::Qualify { handoff, deal } => inside::qualify(case, handoff, deal),
        Command::Accept => field::accept(case),
        Command::Reject { reason } => field::reject(case, reason),
        Command::HoldFirstMeeting { result, note } => field::hold_first_meeting(case, *result, note.as_ref()),
        Command::EditDeal { edit } => field::edit_deal(case, edit),
        Command::MoveDeal { to } => field::move_deal(case, to),
        Command::Win { contract } => field::win(case, contract),
        Command::Lose { reason } => field::lose(case, reason),
        Command::Recycle { reason } => ending::recycle_by_hand(case, reason),
        Command::Disqualify { reason } => ending::disqualify(case, reason),
        Command::Reopen { reason } => ending::reopen(case, reason),
        Command::OpenExpansion { note, attribution } => ending::open_expansion(case, note.as_ref(), attribution),
        Command::EndContract { contract, reason } => ending::end_contract(case, contract, reason),
        Command::Assign { owner, team } => admin::assign(case, owner.as_ref(), team.as_ref()),
        Command::AdoptPolicy { retagged, deal_stage } => {
            admin::adopt(case, retagged.as_deref(), deal_stage.as_ref());
        }
        Command::CheckClock => {}
        Command::Merge { into } => admin::merge(case, into),
        Command::Redact => admin::redact(case),
        Command::Propose { id, command, rationale } => proposals::propose(case, id, command, rationale),
        Command::Approve { proposal } => proposals::approve(case, proposal),
        Command::Decline { proposal, note } => proposals::decline(case, proposal, note.as_ref()),
    }
}
