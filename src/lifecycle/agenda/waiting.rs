//! What waits on a lead at an instant.

use alloc::vec::Vec;

use crate::lead::{BookedBy, Lead, MeetingKind, Stage};
use crate::lifecycle::agenda::agenda_kind::AgendaKind;
use crate::lifecycle::agenda::agenda_reason::AgendaReason;
use crate::lifecycle::agenda::service_levels;
use crate::lifecycle::clock::answers_age;
use crate::lifecycle::transition::transition;
use crate::policy::Policy;
use crate::qualification::BarKind;
use crate::values::{CommandKind, Instant, StageKind};

impl AgendaReason {
    /// Whether one of the commands that settle it is possible where the lead is, whoever issues it. A clock that runs is told in
    /// any case: what stops it may lie some steps ahead.
    pub(super) fn can_be_settled(&self, lead: &Lead) -> bool {
        let of_clock = matches!(self, Self::ServiceLevel { .. } | Self::Escalation { .. });
        of_clock || self.settle().iter().any(|command| is_possible(*command, lead))
    }
}

impl AgendaKind {
    /// Whether one of the commands that settle it is possible where the lead is, whoever issues it.
    pub(super) fn can_be_settled(self, lead: &Lead) -> bool {
        self.settle().iter().any(|command| is_possible(*command, lead))
    }
}

fn is_possible(command: CommandKind, lead: &Lead) -> bool {
    transition(command)
        .is_some_and(|row| row.possible_at(lead.stage().kind()) && (row.when_erased || lead.erased_at().is_none()))
}

/// A lead, caught up with the clock, of which something may wait.
#[derive(Debug, Clone, Copy)]
pub(super) struct Waiting<'a> {
    pub(super) policy: &'a Policy,
    pub(super) lead: &'a Lead,
    pub(super) now: Instant,
}

impl Waiting<'_> {
    pub(super) fn reasons(self) -> Vec<AgendaReason> {
        let Self { policy, lead, now } = self;
        let mut items = Vec::new();
        items.extend(lead.recount_due().map(|since| AgendaReason::Recount { since }));
        items.extend(lead.hand_raise().since().map(|since| AgendaReason::HandRaise { since }));
        let put_off = lead.cycle().postponement().filter(|put_off| put_off.is_due());
        items.extend(put_off.map(|put_off| AgendaReason::PutOff { until: put_off.until }));
        // While a lead is put off, nothing of its stage waits.
        if !lead.cycle().is_postponed() {
            self.stale_items(&mut items);
            stage_items(self, &mut items);
        }
        items.extend(service_levels::reasons(policy, lead, now));
        self.meeting_items(&mut items);
        let today = now.date(policy.zone());
        if let Some(deal) = lead.stage().deal() {
            let passed = deal.expected_close().filter(|date| *date < today);
            items.extend(passed.map(|date| AgendaReason::ExpectedClose { deal: deal.key().clone(), date }));
        }
        for proposal in lead.proposals() {
            items.push(AgendaReason::Proposal { id: proposal.id.clone(), expires_at: proposal.expires_at });
        }
        if answers_age(lead) {
            for (criterion, answer) in lead.answers().iter().filter(|(_, answer)| answer.is_stale()) {
                let since = policy.qualification().stale_at(criterion, answer, policy.zone());
                let since = since.filter(|since| *since <= now);
                items.push(AgendaReason::StaleAnswer { criterion: criterion.clone(), since });
            }
        }
        for contract in lead.customer().map_or(&[][..], |customer| customer.contracts()) {
            if let Some(ended) = contract.ends().filter(|date| *date < today) {
                items.push(AgendaReason::ContractTerm { contract: contract.key().clone(), ended });
            }
        }
        items
    }

    fn stale_items(self, items: &mut Vec<AgendaReason>) {
        let Self { policy, lead, now } = self;
        let stage = lead.stage().kind();
        let since = stale_since(policy, lead);
        if let Some(since) = since.filter(|since| *since <= now) {
            // At Lead there is no fact of it; elsewhere the fact comes first.
            if stage == StageKind::Lead || lead.cycle().is_stale() {
                items.push(AgendaReason::Stale { stage, since });
            }
        }
    }

    /// What waits for a meeting that is to come, and for one that has passed.
    fn meeting_items(self, items: &mut Vec<AgendaReason>) {
        let Self { policy, lead, now } = self;
        let Some(meeting) = lead.cycle().appointment() else {
            return;
        };
        if meeting.at < now {
            items.push(AgendaReason::Appointment { at: meeting.at });
        } else if (meeting.kind, meeting.booked_by) == (MeetingKind::First, BookedBy::Lead) {
            let (rules, offset) = (policy.qualification(), policy.zone());
            let known = rules.judge(BarKind::Appointment, lead.answers(), now, offset);
            if !known.is_met() {
                items.push(AgendaReason::BeforeMeeting { at: meeting.at, known });
            }
        }
    }
}

fn stage_items(of: Waiting<'_>, items: &mut Vec<AgendaReason>) {
    let Waiting { policy, lead, now } = of;
    let since = lead.stage_entered_at();
    match lead.stage() {
        Stage::Mql { .. } if lead.cycle().is_untouched() && !service_levels::asks_for_attempt(policy, lead, now) => {
            items.push(AgendaReason::FirstContact { since });
        }
        Stage::Sql { acceptance, .. } if !acceptance.is_accepted() => items.push(AgendaReason::Handoff { since }),
        Stage::Sql { .. } if lead.cycle().appointment().is_none() => {
            items.extend(lead.anchors().meeting.map(|at| AgendaReason::InvalidMeeting { at }));
        }
        Stage::Disqualified { suggested: true, .. } => items.push(AgendaReason::Reopen),
        Stage::Lead { .. }
        | Stage::Mql { .. }
        | Stage::Sql { .. }
        | Stage::Opportunity { .. }
        | Stage::Customer { .. }
        | Stage::Disqualified { .. }
        | Stage::Merged { .. } => {}
    }
}

/// When the present visit has lasted as long as it may.
pub(super) fn stale_since(policy: &Policy, lead: &Lead) -> Option<Instant> {
    let rule = policy.stale().rule(lead.stage().kind())?;
    policy.zone().later(lead.cycle().deadlines_from(), rule.after)
}
