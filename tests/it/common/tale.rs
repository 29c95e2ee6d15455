//! A story told step by step with dates as people say them: `04-10 09:00`, or `04-10` when no more than the day is known.

use lead_lifecycle::deal::{DealLine, NewDeal};
use lead_lifecycle::lead::{Attempt, Reply};
use lead_lifecycle::lifecycle::AgendaItem;
use lead_lifecycle::qualification::Verdict;
use lead_lifecycle::values::{Channel, ContactOutcome, Direction, List, Milestone, Moment, Progress};
use lead_lifecycle::{
    Actor, Capture, Command, Context, Decision, Fact, FactKind, Instant, Lead, Lifecycle, Policy, Refusal, Role, Unmet,
};

use crate::common::{contract, full_capture, full_handoff, k, yen};

/// `04-10 09:00` in 2026 in Japan, `10-04-2027 09:00` is not needed; a full instant passes as it is.
pub(crate) fn instant(text: &str) -> Instant {
    match text.split_once(' ') {
        Some((day, time)) => k(&format!("2026-{day}T{time}:00+09:00")),
        None => k(text),
    }
}

/// An instant, or a day when there is no time of day.
pub(crate) fn moment(text: &str) -> Moment {
    if text.len() == 5 { k(&format!("2026-{text}")) } else { Moment::At(instant(text)) }
}

pub(crate) struct Tale {
    pub(crate) lifecycle: Lifecycle,
    pub(crate) lead: Lead,
    pub(crate) facts: Vec<Fact>,
}

pub(crate) fn who(role: Role, number: u8) -> Actor {
    Actor::new(k(&format!("{role}-{number}")), role)
}

impl Tale {
    pub(crate) fn begun(policy: Policy, at: &str) -> Self {
        Self::captured(policy, &full_capture("lead"), at, None)
    }

    pub(crate) fn captured(policy: Policy, capture: &Capture, recorded: &str, happened: Option<&str>) -> Self {
        let lifecycle = Lifecycle::new(policy);
        let context = context(&who(Role::System, 0), recorded, happened);
        let facts = lifecycle.capture(capture, &context).unwrap_or_else(|refusal| panic!("{refusal}")).into_facts();
        Self { lifecycle, lead: Lead::replay(&facts).unwrap(), facts }
    }

    /// Somebody does something, and tells it at once.
    #[track_caller]
    pub(crate) fn does(&mut self, role: Role, at: &str, command: &Command) -> Vec<FactKind> {
        self.tells(&who(role, 0), at, None, command)
    }

    /// Somebody tells later what happened.
    #[track_caller]
    pub(crate) fn tells(
        &mut self,
        actor: &Actor,
        recorded: &str,
        happened: Option<&str>,
        command: &Command,
    ) -> Vec<FactKind> {
        let decision = self.ask(actor, recorded, happened, command).unwrap_or_else(|refusal| panic!("{refusal}"));
        self.lead.apply_all(decision.facts()).unwrap();
        self.facts.extend(decision.facts().iter().cloned());
        decision.own_facts().iter().map(Fact::kind).collect()
    }

    pub(crate) fn ask(
        &self,
        actor: &Actor,
        recorded: &str,
        happened: Option<&str>,
        command: &Command,
    ) -> Result<Decision, Refusal> {
        self.lifecycle.decide(&self.lead, command, &context(actor, recorded, happened))
    }

    /// The codes with which somebody is refused.
    #[track_caller]
    pub(crate) fn refused(
        &self,
        actor: &Actor,
        recorded: &str,
        happened: Option<&str>,
        command: &Command,
    ) -> Vec<&'static str> {
        match self.ask(actor, recorded, happened, command) {
            Ok(decision) => panic!("not refused: {:?}", decision.facts().iter().map(Fact::kind).collect::<Vec<_>>()),
            Err(refusal) => refusal.unmet.iter().map(Unmet::code).collect(),
        }
    }

    pub(crate) fn clock(&mut self, at: &str) -> Vec<FactKind> {
        let context = context(&who(Role::System, 0), at, None);
        let decision = self.lifecycle.decide(&self.lead, &Command::CheckClock, &context).unwrap();
        self.lead.apply_all(decision.facts()).unwrap();
        self.facts.extend(decision.facts().iter().cloned());
        decision.facts().iter().map(Fact::kind).collect()
    }

    pub(crate) fn agenda(&self, at: &str) -> Vec<AgendaItem> {
        self.lifecycle.agenda(&self.lead, instant(at)).unwrap()
    }

    /// What is on the agenda, in one word each.
    pub(crate) fn waits(&self, at: &str) -> Vec<&'static str> {
        self.agenda(at).iter().map(|item| item.kind.as_str()).collect()
    }

    pub(crate) fn milestone(&self, milestone: Milestone) -> Option<Instant> {
        self.lead.cycle().milestones().get(milestone).and_then(|mark| mark.at)
    }

    // What teams do every day. Days are those of one month, `04`.

    pub(crate) fn reaches_mql(&mut self, at: &str) {
        self.does(Role::Mk, at, &Command::Promote { note: None });
    }

    pub(crate) fn hears(&mut self, at: &str) {
        for criterion in ["need", "timeline", "authority"] {
            self.does(Role::Sdr, at, &confirmed(criterion));
        }
        self.does(Role::Sdr, at, &call(ContactOutcome::Conversation, Some(Progress::Consented)));
    }

    pub(crate) fn reaches_sql(&mut self, day: &str) {
        self.reaches_mql(&format!("{day} 09:00"));
        self.hears(&format!("{day} 10:00"));
        self.does(Role::Sdr, &format!("{day} 11:00"), &qualify("memo", "D-1"));
    }

    pub(crate) fn reaches_accepted(&mut self, day: &str) {
        self.reaches_sql(day);
        self.does(Role::Fs, &format!("{day} 12:00"), &Command::Accept);
    }

    pub(crate) fn reaches_opportunity(&mut self, day: &str) {
        self.reaches_accepted(day);
        self.does(Role::Fs, &format!("{day} 13:00"), &first_meeting(true));
    }

    pub(crate) fn reaches_customer(&mut self, day: &str) {
        self.reaches_opportunity(day);
        self.does(Role::Fs, &format!("{day} 14:00"), &Command::Win { contract: contract("C-1", "JPY") });
    }
}

pub(crate) fn context(actor: &Actor, recorded: &str, happened: Option<&str>) -> Context {
    let context = Context::new(instant(recorded), actor.clone());
    match happened {
        Some(happened) => context.with_effective_at(moment(happened)),
        None => context,
    }
}

pub(crate) fn confirmed(criterion: &str) -> Command {
    answered(criterion, Verdict::Confirmed, Some("2026-09-30"))
}

pub(crate) fn answered(criterion: &str, verdict: Verdict, by: Option<&str>) -> Command {
    Command::RecordAnswer(Reply { criterion: k(criterion), verdict, by: by.map(k), detail: None, evidence: None })
}

pub(crate) fn call(outcome: ContactOutcome, advance: Option<Progress>) -> Command {
    attempt(Direction::Outbound, Channel::Phone, outcome, advance)
}

pub(crate) fn attempt(
    direction: Direction,
    channel: Channel,
    outcome: ContactOutcome,
    advance: Option<Progress>,
) -> Command {
    Command::RecordAttempt(Attempt { direction, channel, outcome, advance, note: None })
}

pub(crate) fn first_meeting(valid: bool) -> Command {
    use lead_lifecycle::lead::MeetingResult;
    let result = if valid { MeetingResult::Valid } else { MeetingResult::Invalid };
    Command::HoldFirstMeeting { result, note: None }
}

pub(crate) fn qualify(memo: &str, deal: &str) -> Command {
    let line = DealLine::new(k("suite"), 1, yen(3_000_000)).unwrap();
    let deal = NewDeal::new(k(deal), k("JPY")).with_lines(List::one(line)).unwrap();
    let deal = deal.with_expected_close(k("2026-09-30"));
    Command::Qualify { handoff: Box::new(full_handoff(memo)), deal: Box::new(deal) }
}

pub(crate) fn hand_raise(id: &str) -> Command {
    Command::RecordActivity { activity: crate::common::activity(id, "contact_request") }
}
