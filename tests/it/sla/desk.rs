//! One lead at a desk: what is told to it, and what its clocks say.

use lead_lifecycle::lead::{Attempt, Command};
use lead_lifecycle::lifecycle::{Past, TakeBack};
use lead_lifecycle::recycle::Reason;
use lead_lifecycle::sla::ClockRun;
use lead_lifecycle::values::{Channel, ContactOutcome, Direction};
use lead_lifecycle::{
    Actor, Capture, Context, Decision, Fact, FactBody, FactKind, Instant, Lead, Lifecycle, Origin, Policy, PolicyDraft,
    Role,
};

use crate::common::k;

/// A lead, its history, and the rules.
pub(super) struct Desk {
    pub(super) lifecycle: Lifecycle,
    pub(super) lead: Lead,
    pub(super) facts: Vec<Fact>,
}

pub(super) fn policy(toml_text: &str) -> Policy {
    let draft: PolicyDraft = toml::from_str(toml_text).unwrap_or_else(|error| panic!("{error}"));
    Policy::try_from(draft).unwrap_or_else(|faults| panic!("{faults}"))
}

pub(super) fn by(role: Role, at: &str) -> Context {
    Context::new(k(at), Actor::new(k(&format!("{role}-1")), role))
}

/// A call that nobody answers.
pub(super) fn call() -> Command {
    attempt(Direction::Outbound, Channel::Phone, ContactOutcome::Dialled)
}

pub(super) fn attempt(direction: Direction, channel: Channel, outcome: ContactOutcome) -> Command {
    Command::RecordAttempt(Attempt { direction, channel, outcome, advance: None, note: None })
}

impl Desk {
    /// An inbound lead, captured at an instant.
    pub(super) fn open(policy_toml: &str, at: &str) -> Self {
        Self::under(Lifecycle::new(policy(policy_toml)), Origin::Inbound, at)
    }

    pub(super) fn under(lifecycle: Lifecycle, origin: Origin, at: &str) -> Self {
        let capture = Capture::new(k("lead-1"), origin);
        let decision = lifecycle.capture(&capture, &by(Role::System, at)).unwrap_or_else(|refusal| panic!("{refusal}"));
        let lead = Lead::replay(decision.facts()).unwrap();
        Self { lifecycle, lead, facts: decision.into_facts() }
    }

    /// Tells a command, and gives the kinds of facts that came of it.
    pub(super) fn tell(&mut self, command: &Command, ctx: &Context) -> Vec<FactKind> {
        let decision = self.lifecycle.decide(&self.lead, command, ctx).unwrap_or_else(|refusal| panic!("{refusal}"));
        self.take(decision)
    }

    pub(super) fn take(&mut self, decision: Decision) -> Vec<FactKind> {
        let kinds = decision.facts().iter().map(Fact::kind).collect();
        self.lead.apply_all(decision.facts()).unwrap();
        self.facts.extend(decision.into_facts());
        assert_eq!(Lead::replay(&self.facts).unwrap(), self.lead);
        kinds
    }

    pub(super) fn promote(&mut self, at: &str) -> Vec<FactKind> {
        self.tell(&Command::Promote { note: None }, &by(Role::Mk, at))
    }

    pub(super) fn look(&mut self, at: &str) -> Vec<FactKind> {
        self.tell(&Command::CheckClock, &by(Role::System, at))
    }

    pub(super) fn take_back(&mut self, facts: &[u64], at: &str) -> Vec<FactKind> {
        let order = TakeBack::new(facts.iter().copied(), Reason::new(k("mistake"), None));
        let ctx = by(Role::Manager, at);
        let decision = self.lifecycle.take_back(&Past::Whole(&self.facts), &order, &ctx);
        let decision = decision.unwrap_or_else(|error| panic!("{error}"));
        self.take(decision)
    }

    pub(super) fn clock(&self, clock: &str) -> &ClockRun {
        self.lead.clock(&k(clock)).unwrap_or_else(|| panic!("no clock `{clock}`"))
    }

    pub(super) fn due(&self, clock: &str) -> Instant {
        self.clock(clock).due_at().unwrap_or_else(|| panic!("`{clock}` is held"))
    }

    /// The newest fact of a kind.
    pub(super) fn newest(&self, kind: FactKind) -> &Fact {
        self.facts.iter().rev().find(|fact| fact.kind() == kind).unwrap_or_else(|| panic!("no {kind:?}"))
    }

    pub(super) fn count(&self, kind: FactKind) -> usize {
        self.facts.iter().filter(|fact| fact.kind() == kind).count()
    }

    /// How many of a kind count.
    pub(super) fn counted(&self, kind: FactKind) -> usize {
        lead_lifecycle::lead::counted(&self.facts).unwrap().iter().filter(|one| one.fact.kind() == kind).count()
    }

    /// Every step of an escalation: when, and whom it tells.
    pub(super) fn steps(&self) -> Vec<(Instant, Vec<String>)> {
        let steps = self.facts.iter().filter_map(|fact| {
            let FactBody::ClockEscalated { tell, .. } = &fact.body else { return None };
            Some((fact.envelope.effective_at, tell.iter().map(ToString::to_string).collect()))
        });
        steps.collect()
    }
}
