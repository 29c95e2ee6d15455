//! What is due on a lead.

use alloc::vec::Vec;
use serde::Serialize;

use crate::lead::{BookedBy, FactKind, Lead, MeetingKind, Stage};
use crate::lifecycle::book::PolicyGap;
use crate::lifecycle::clock::{answers_age, next_event};
use crate::lifecycle::lifecycle::Lifecycle;
use crate::lifecycle::transition::transition;
use crate::policy::Policy;
use crate::qualification::{BarKind, BarReport};
use crate::values::{CommandKind, ContractKey, CriterionName, Date, DealKey, Instant, ProposalId, StageKind};

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
    /// A version of the policy needs more than was kept: issue `recount`. Until then the score neither promotes nor demotes.
    Recount {
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
    /// The lead asked to be contacted, and nobody has reached it, met it or decided since.
    HandRaise {
        /// Since when it waits.
        since: Instant,
    },
    /// The instant has come until which the lead was put off, and nobody has tried since.
    PutOff {
        /// Until then.
        until: Instant,
    },
    /// The lead booked its first meeting itself, and not all is known that has to be known before one.
    BeforeMeeting {
        /// When the meeting is.
        at: Instant,
        /// What is known and what is not.
        known: BarReport,
    },
    /// The first meeting was held and no chance to propose was found: reject, recycle, lose or meet again.
    InvalidMeeting {
        /// When it was held.
        at: Instant,
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
    /// What is due on a lead at `now`, in a fixed order: the clock, hand-raises and what was put off, the stage, the
    /// appointment, the deal, proposals, answers, contracts.
    ///
    /// Empty is normal: nobody has to do anything at once, as with a lead that is nurtured, cooling or put off, or whose
    /// meeting is yet to come. What **may** be done then, and what each command lacks, says [`outlook`](Self::outlook).
    ///
    /// An item has no last day: it stays until it is settled, by one of [`AgendaItem::settled_by`]. A call that reached
    /// nobody settles a first contact and what was put off, but answers no hand-raise. Whom an item is shown to is the
    /// host's: the owner ([`Cycle::owner`](crate::lead::Cycle::owner), [`Deal::owner`](crate::deal::Deal::owner)), or the
    /// roles that may do one of these commands ([`Access`](crate::access::Access)).
    ///
    /// ```
    /// # use lead_lifecycle::{Actor, Capture, Context, Lead, Lifecycle, Origin, Policy, Role, Command};
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let lifecycle = Lifecycle::new(Policy::standard());
    /// # let by = |role: Role, at: &str| -> Result<Context, Box<dyn std::error::Error>> {
    /// #     Ok(Context::new(at.parse()?, Actor::new("tanaka".parse()?, role)))
    /// # };
    /// # let capture = Capture::new("lead-1".parse()?, Origin::Inbound);
    /// # let first = lifecycle.capture(&capture, &by(Role::System, "2026-04-01T09:00:00+09:00")?)?;
    /// # let mut lead = Lead::replay(first.facts())?;
    /// let promote = Command::Promote { note: None };
    /// let decision = lifecycle.decide(&lead, &promote, &by(Role::Mk, "2026-04-02T09:00:00+09:00")?)?;
    /// lead.apply_all(decision.facts())?;
    /// let agenda = lifecycle.agenda(&lead, "2026-04-02T12:00:00+09:00".parse()?)?;
    /// let words: Vec<_> = agenda.iter().map(ToString::to_string).collect();
    /// assert_eq!(words, ["first contact, MQL since 2026-04-02T00:00:00Z"]);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// The book says nothing of the lead.
    pub fn agenda(&self, lead: &Lead, now: Instant) -> Result<Vec<AgendaItem>, PolicyGap> {
        let due = next_event(self.book(), lead, lead.recorded_at(), Some(now));
        let due = due.map(|(_, due)| AgendaItem::ClockDue { fact: due.body.kind(), since: due.at });
        self.virtually(lead, now, |lead, version| {
            let waiting = Waiting { policy: version.policy(), lead, now };
            due.into_iter().chain(waiting.items()).filter(|item| item.can_be_done(lead)).collect()
        })
    }
}

/// A lead, caught up with the clock, of which something may wait.
#[derive(Clone, Copy)]
struct Waiting<'a> {
    policy: &'a Policy,
    lead: &'a Lead,
    now: Instant,
}

impl Waiting<'_> {
    fn items(self) -> Vec<AgendaItem> {
        let Self { policy, lead, now } = self;
        let mut items = Vec::new();
        items.extend(lead.recount_due().map(|since| AgendaItem::Recount { since }));
        items.extend(lead.hand_raise().since().map(|since| AgendaItem::HandRaise { since }));
        let put_off = lead.cycle().postponement().filter(|put_off| put_off.is_due());
        items.extend(put_off.map(|put_off| AgendaItem::PutOff { until: put_off.until }));
        // While a lead is put off, nothing of its stage waits.
        if !lead.cycle().is_postponed() {
            self.stale_items(&mut items);
            stage_items(lead, &mut items);
        }
        self.meeting_items(&mut items);
        let today = now.date(policy.zone());
        if let Some(deal) = lead.stage().deal() {
            let passed = deal.expected_close().filter(|date| *date < today);
            items.extend(passed.map(|date| AgendaItem::ExpectedClose { deal: deal.key().clone(), date }));
        }
        for proposal in lead.proposals() {
            items.push(AgendaItem::Proposal { id: proposal.id.clone(), expires_at: proposal.expires_at });
        }
        if answers_age(lead) {
            for (criterion, _) in lead.answers().iter().filter(|(_, answer)| answer.is_stale()) {
                items.push(AgendaItem::StaleAnswer { criterion: criterion.clone() });
            }
        }
        for contract in lead.customer().map_or(&[][..], |customer| customer.contracts()) {
            if let Some(ended) = contract.ends().filter(|date| *date < today) {
                items.push(AgendaItem::ContractTerm { contract: contract.key().clone(), ended });
            }
        }
        items
    }

    fn stale_items(self, items: &mut Vec<AgendaItem>) {
        let Self { policy, lead, now } = self;
        let stage = lead.stage().kind();
        let rule = policy.stale().rule(stage);
        let since = rule.and_then(|rule| policy.zone().later(lead.cycle().deadlines_from(), rule.after));
        if let Some(since) = since.filter(|since| *since <= now) {
            // At Lead there is no fact of it; elsewhere the fact comes first.
            if stage == StageKind::Lead || lead.cycle().is_stale() {
                items.push(AgendaItem::Stale { stage, since });
            }
        }
    }

    /// What waits for a meeting that is to come, and for one that has passed.
    fn meeting_items(self, items: &mut Vec<AgendaItem>) {
        let Self { policy, lead, now } = self;
        let Some(meeting) = lead.cycle().appointment() else {
            return;
        };
        if meeting.at < now {
            items.push(AgendaItem::Appointment { at: meeting.at });
        } else if (meeting.kind, meeting.booked_by) == (MeetingKind::First, BookedBy::Lead) {
            let (rules, offset) = (policy.qualification(), policy.zone());
            let known = rules.judge(BarKind::Appointment, lead.answers(), now, offset);
            if !known.is_met() {
                items.push(AgendaItem::BeforeMeeting { at: meeting.at, known });
            }
        }
    }
}

impl AgendaItem {
    /// The commands of which one settles it.
    #[must_use]
    pub const fn settled_by(&self) -> &'static [CommandKind] {
        use CommandKind as Do;
        match self {
            Self::ClockDue { .. } => &[Do::CheckClock],
            Self::Recount { .. } => &[Do::Recount],
            Self::HandRaise { .. } => &[Do::RecordAttempt, Do::ScheduleAppointment, Do::CloseHandRaise],
            Self::PutOff { .. } | Self::FirstContact { .. } => &[Do::RecordAttempt],
            Self::BeforeMeeting { .. } | Self::StaleAnswer { .. } => &[Do::RecordAnswer],
            Self::InvalidMeeting { .. } => &[Do::Reject, Do::Recycle, Do::Lose, Do::ScheduleAppointment],
            Self::Stale { .. } => {
                &[Do::Promote, Do::Discard, Do::Qualify, Do::Recycle, Do::Disqualify, Do::Reject, Do::Win, Do::Lose]
            }
            Self::Handoff { .. } => &[Do::Accept, Do::Reject],
            Self::Appointment { .. } => {
                &[Do::HoldFirstMeeting, Do::HoldMeeting, Do::ChangeAppointment, Do::MissAppointment]
            }
            Self::ExpectedClose { .. } => &[Do::EditDeal, Do::Win, Do::Lose],
            Self::Proposal { .. } => &[Do::Approve, Do::Decline],
            Self::Reopen => &[Do::Reopen, Do::CloseHandRaise],
            Self::ContractTerm { .. } => &[Do::RenewContract, Do::AmendContract, Do::EndContract],
        }
    }

    /// Whether one of them is possible where the lead is, whoever issues it.
    fn can_be_done(&self, lead: &Lead) -> bool {
        let possible = |command: &CommandKind| {
            transition(*command).is_some_and(|row| {
                row.possible_at(lead.stage().kind()) && (row.when_erased || lead.erased_at().is_none())
            })
        };
        self.settled_by().iter().any(possible)
    }
}

fn stage_items(lead: &Lead, items: &mut Vec<AgendaItem>) {
    let since = lead.stage_entered_at();
    match lead.stage() {
        Stage::Mql { .. } if lead.cycle().is_untouched() => items.push(AgendaItem::FirstContact { since }),
        Stage::Sql { acceptance, .. } if !acceptance.is_accepted() => items.push(AgendaItem::Handoff { since }),
        Stage::Sql { .. } if lead.cycle().appointment().is_none() => {
            items.extend(lead.anchors().meeting.map(|at| AgendaItem::InvalidMeeting { at }));
        }
        Stage::Disqualified { suggested: true, .. } => items.push(AgendaItem::Reopen),
        Stage::Lead { .. }
        | Stage::Mql { .. }
        | Stage::Sql { .. }
        | Stage::Opportunity { .. }
        | Stage::Customer { .. }
        | Stage::Disqualified { .. }
        | Stage::Merged { .. } => {}
    }
}
