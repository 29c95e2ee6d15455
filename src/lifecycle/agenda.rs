//! What is due on a lead, and when something will next change by itself.

use alloc::vec::Vec;
use serde::Serialize;

use crate::lead::{FactKind, Lead, Stage};
use crate::lifecycle::clock::next_due;
use crate::lifecycle::lifecycle::Lifecycle;
use crate::values::{ContractKey, CriterionName, Date, DealKey, Instant, ProposalId, StageKind};

/// Something that waits for somebody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum AgendaItem {
    /// Time has made a fact true that is not recorded yet: issue `check_clock`.
    ClockDue {
        /// The kind of fact.
        fact: FactKind,
        /// Since when.
        since: Instant,
    },
    /// The lead has been in its stage for too long.
    Stale {
        /// The stage.
        stage: StageKind,
        /// Since when.
        since: Instant,
    },
    /// Nobody has tried to contact this MQL.
    FirstContact {
        /// When it became MQL.
        since: Instant,
    },
    /// Field sales has neither accepted nor rejected the hand-over.
    #[serde(rename = "handover")]
    Handoff {
        /// When it was handed over.
        since: Instant,
    },
    /// The time of the appointment has passed and nothing was recorded of it.
    Appointment {
        /// When it was.
        at: Instant,
    },
    /// The expected close of the open deal has passed.
    ExpectedClose {
        /// The deal.
        deal: DealKey,
        /// The date.
        date: Date,
    },
    /// A proposal waits for a person.
    Proposal {
        /// The proposal.
        id: ProposalId,
        /// When it lapses.
        expires_at: Instant,
    },
    /// An answer is too old to count.
    StaleAnswer {
        /// The criterion.
        criterion: CriterionName,
    },
    /// A disqualified lead has shown new interest.
    Reopen,
    /// The term of a contract has passed and nobody ended or renewed it.
    ContractTerm {
        /// The contract.
        contract: ContractKey,
        /// The last day.
        ended: Date,
    },
}

impl Lifecycle {
    /// The next instant at which time alone makes a fact true, not before the newest fact. Items of the agenda that
    /// wait for people (a meeting that is over, a close that has passed) are not facts and do not wake.
    ///
    /// `None`: never. A host sets its timer to it, and issues `check_clock` then; checking later yields the same facts.
    #[must_use]
    #[doc(alias = "timer")]
    pub fn next_wake(&self, lead: &Lead) -> Option<Instant> {
        if !self.governs(lead) {
            return None;
        }
        next_due(self.policy(), lead, lead.recorded_at(), None).map(|due| due.at)
    }

    /// What is due on a lead at `now`, in a fixed order.
    #[must_use]
    pub fn agenda(&self, lead: &Lead, now: Instant) -> Vec<AgendaItem> {
        let mut items = Vec::new();
        if self.governs(lead) {
            let due = next_due(self.policy(), lead, lead.recorded_at(), Some(now));
            items.extend(due.map(|due| AgendaItem::ClockDue { fact: due.body.kind(), since: due.at }));
        }
        self.stale_items(lead, now, &mut items);
        stage_items(lead, now, &mut items);
        let today = now.date(self.policy().utc_offset());
        if let Some(deal) = lead.stage().deal() {
            let passed = deal.expected_close().filter(|date| *date < today);
            items.extend(passed.map(|date| AgendaItem::ExpectedClose { deal: deal.key().clone(), date }));
        }
        for proposal in lead.proposals() {
            items.push(AgendaItem::Proposal { id: proposal.id.clone(), expires_at: proposal.expires_at });
        }
        for (criterion, _) in lead.answers().iter().filter(|(_, answer)| answer.is_stale()) {
            items.push(AgendaItem::StaleAnswer { criterion: criterion.clone() });
        }
        for contract in lead.customer().map_or(&[][..], |c| c.contracts()) {
            if let Some(ended) = contract.ends().filter(|date| *date < today) {
                items.push(AgendaItem::ContractTerm { contract: contract.key().clone(), ended });
            }
        }
        items
    }

    fn stale_items(&self, lead: &Lead, now: Instant, items: &mut Vec<AgendaItem>) {
        let stage = lead.stage().kind();
        let rule = self.policy().stale().rule(stage);
        let since = rule.and_then(|rule| lead.stage_entered_at().checked_add(rule.after));
        if let Some(since) = since.filter(|since| *since <= now) {
            // At Lead there is no fact of it; elsewhere the fact comes first.
            if stage == StageKind::Lead || lead.cycle().is_stale() {
                items.push(AgendaItem::Stale { stage, since });
            }
        }
    }
}

fn stage_items(lead: &Lead, now: Instant, items: &mut Vec<AgendaItem>) {
    let since = lead.stage_entered_at();
    match lead.stage() {
        Stage::Mql { .. } if lead.cycle().is_untouched() => items.push(AgendaItem::FirstContact { since }),
        Stage::Sql { acceptance, .. } if !acceptance.is_accepted() => items.push(AgendaItem::Handoff { since }),
        Stage::Disqualified { suggested: true, .. } => items.push(AgendaItem::Reopen),
        Stage::Lead { .. }
        | Stage::Mql { .. }
        | Stage::Sql { .. }
        | Stage::Opportunity { .. }
        | Stage::Customer { .. }
        | Stage::Disqualified { .. }
        | Stage::Merged { .. } => {}
    }
    if let Some(appointment) = lead.cycle().appointment().filter(|a| a.at < now) {
        items.push(AgendaItem::Appointment { at: appointment.at });
    }
}
