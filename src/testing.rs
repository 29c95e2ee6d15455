//! Given, when, then: a harness with which a host tests its own policies.
//!
//! ```
//! use lead_lifecycle::testing::Scenario;
//! use lead_lifecycle::{Command, FactKind, Policy, Role, StageKind};
//!
//! Scenario::under(Policy::standard())
//!     .captured("acme", "2026-04-01T09:00:00+09:00")
//!     .when(Role::Mk, "2026-04-01T10:00:00+09:00", Command::Promote { note: None })
//!     .then_facts(&[FactKind::BecameMql])
//!     .then_stage(StageKind::Mql)
//!     .when(Role::Mk, "2026-04-01T10:05:00+09:00", Command::Accept)
//!     .then_refused(&["permission", "stage"]);
//! ```
//!
//! Every step checks two laws by itself: deciding leaves the lead as it was, and the facts of a decision fold cleanly.
//! An expectation that fails panics with the story so far, at the line of the caller.
#![expect(
    clippy::panic,
    clippy::return_self_not_must_use,
    clippy::must_use_candidate,
    reason = "a test harness fails by panicking, and a story may end with what is expected"
)]

mod merging;

use alloc::boxed::Box;
use alloc::format;
use alloc::string::{String, ToString as _};
use alloc::vec::Vec;
use core::fmt::Write as _;

use crate::lead::{Actor, Capture, Command, Fact, FactKind, Lead, Recounting};
use crate::lifecycle::{
    Context, Decision, Lifecycle, Past, PolicyBook, Refusal, TakeBack, TakeBackError, Unmet, Version,
};
use crate::policy::Policy;
use crate::values::{ActorId, CommandKind, Instant, LeadKey, Origin, Role, StageKind};

/// A story of one lead under one policy.
#[derive(Debug, Clone)]
pub struct Scenario {
    lifecycle: Lifecycle,
    lead: Option<Lead>,
    history: Vec<Fact>,
    last: Option<Result<Decision, Refusal>>,
    story: String,
}

/// Reads a value that the author of a test wrote.
#[track_caller]
fn read<T: core::str::FromStr<Err: core::fmt::Display>>(what: &str, text: &str) -> T {
    match text.parse() {
        Ok(value) => value,
        Err(error) => panic!("{what} `{text}`: {error}"),
    }
}

impl Scenario {
    /// No lead yet, under a policy.
    #[must_use = "a scenario says something only with a `then`"]
    pub fn under(policy: Policy) -> Self {
        Self::under_book(PolicyBook::of(policy))
    }

    /// No lead yet, under a book of policies.
    #[must_use = "a scenario says something only with a `then`"]
    pub const fn under_book(book: PolicyBook) -> Self {
        let lifecycle = Lifecycle::with_book(book);
        Self { lifecycle, lead: None, history: Vec::new(), last: None, story: String::new() }
    }

    /// Given that a version was added to the book, which comes into force by itself.
    ///
    /// # Panics
    /// The book then has faults.
    #[track_caller]
    #[must_use = "a scenario says something only with a `then`"]
    pub fn adding(mut self, version: Version) -> Self {
        match self.lifecycle.book().clone().with(version) {
            Ok(book) => {
                let stamp = book.newest().stamp();
                // Writing to a string does not fail.
                let _written = writeln!(self.story, "{} comes into force: policy {}", stamp.since, stamp.label);
                self.lifecycle = Lifecycle::with_book(book);
            }
            Err(faults) => panic!("the book has faults:\n{faults}"),
        }
        self
    }

    /// Given a history that a host has stored.
    ///
    /// # Panics
    /// The facts do not fold.
    #[track_caller]
    #[must_use = "a scenario says something only with a `then`"]
    pub fn given(mut self, facts: &[Fact]) -> Self {
        match Lead::replay(facts) {
            Ok(lead) => self.lead = Some(lead),
            Err(error) => panic!("the given facts do not fold: {error}"),
        }
        self.history = facts.to_vec();
        self
    }

    /// Given an inbound lead, captured by the system at an instant.
    ///
    /// # Panics
    /// The key or instant cannot be read, or the capture is refused.
    #[track_caller]
    #[must_use = "a scenario says something only with a `then`"]
    pub fn captured(self, lead: &str, at: &str) -> Self {
        let capture = Capture::new(read::<LeadKey>("lead", lead), Origin::Inbound);
        self.captured_as(&capture, at)
    }

    /// Given a lead captured in a certain way, by the system.
    ///
    /// # Panics
    /// The instant cannot be read, or the capture is refused.
    #[track_caller]
    #[must_use = "a scenario says something only with a `then`"]
    pub fn captured_as(mut self, capture: &Capture, at: &str) -> Self {
        let context = context(Role::System, at);
        let outcome = self.lifecycle.capture(capture, &context);
        if let Err(refusal) = &outcome {
            panic!("{refusal}");
        }
        self.note(Role::System, at, "capture", &outcome);
        self.take(outcome);
        self
    }

    /// When somebody in a role issues a command at an instant. The actor's id is the role with `-1`: `bdr-1` owns what was
    /// assigned to `bdr-1`. For a colleague, see [`when_in`](Self::when_in).
    ///
    /// # Panics
    /// There is no lead yet, the instant cannot be read, deciding changes the lead, or a fact does not fold.
    #[track_caller]
    #[expect(clippy::needless_pass_by_value, reason = "a command written in place reads best")]
    #[must_use = "a scenario says something only with a `then`"]
    pub fn when(self, role: Role, at: &str, command: Command) -> Self {
        let context = context(role, at);
        self.when_in(&context, &command)
    }

    /// When a command is issued in a context of its own: backdated, with a command id, as a certain person.
    ///
    /// # Panics
    /// There is no lead yet, deciding changes the lead, or a fact does not fold.
    #[track_caller]
    #[must_use = "a scenario says something only with a `then`"]
    pub fn when_in(mut self, context: &Context, command: &Command) -> Self {
        let Some(lead) = &self.lead else {
            panic!("there is no lead yet: begin with `captured` or `given`");
        };
        let before = lead.clone();
        let outcome = self.lifecycle.decide(lead, command, context);
        assert!(*lead == before, "deciding `{}` changed the lead", command.kind());
        self.note(context.actor.role, &context.now.to_string(), command.kind().as_str(), &outcome);
        self.take(outcome);
        self
    }

    /// When the clock is checked at an instant, by the system.
    ///
    /// # Panics
    /// As [`when`](Self::when).
    #[track_caller]
    #[must_use = "a scenario says something only with a `then`"]
    pub fn when_time_is(self, at: &str) -> Self {
        self.when(Role::System, at, Command::CheckClock)
    }

    /// When the policy is exchanged for one that the lead's book does not have, and adopted at an instant, by the system. For a
    /// version that comes into force by itself, see [`adding`](Self::adding).
    ///
    /// # Panics
    /// As [`when`](Self::when).
    #[track_caller]
    #[must_use = "a scenario says something only with a `then`"]
    pub fn when_adopting(mut self, policy: Policy, at: &str) -> Self {
        self.lifecycle = Lifecycle::new(policy);
        self.when(Role::System, at, Command::AdoptPolicy { deal_pipeline: None, deal_stage: None })
    }

    /// When the score is counted again from the story so far, by the system.
    ///
    /// # Panics
    /// As [`when`](Self::when), and when the book says nothing of the lead.
    #[track_caller]
    #[must_use = "a scenario says something only with a `then`"]
    pub fn when_counted_again(self, at: &str) -> Self {
        match self.lifecycle.recount(&self.history, read::<Instant>("instant", at)) {
            Ok(counted) => self.when(Role::System, at, Command::Recount(Recounting::Counted(Box::new(counted)))),
            Err(error) => panic!("{error}, in\n{}", self.story),
        }
    }

    /// When facts of the story so far are taken back at an instant, by somebody in a role.
    ///
    /// ```
    /// use lead_lifecycle::lifecycle::TakeBack;
    /// use lead_lifecycle::recycle::Reason;
    /// use lead_lifecycle::testing::Scenario;
    /// use lead_lifecycle::{Command, FactKind, Policy, Role, StageKind};
    /// let wrong = TakeBack::new([2], Reason::new("wrong_record".parse().unwrap(), None));
    /// Scenario::under(Policy::standard())
    ///     .captured("acme", "2026-04-01T09:00:00+09:00")
    ///     .when(Role::Mk, "2026-04-01T10:00:00+09:00", Command::Promote { note: None })
    ///     .when_taken_back(Role::Mk, "2026-04-01T10:05:00+09:00", &wrong)
    ///     .then_refused(&["of_stage", "permission"])
    ///     .when_taken_back(Role::Manager, "2026-04-01T10:06:00+09:00", &wrong)
    ///     .then_facts(&[FactKind::TakenBack])
    ///     .then_stage(StageKind::Lead);
    /// ```
    ///
    /// # Panics
    /// As [`when`](Self::when).
    #[track_caller]
    #[must_use = "a scenario says something only with a `then`"]
    pub fn when_taken_back(mut self, role: Role, at: &str, order: &TakeBack) -> Self {
        let context = context(role, at);
        let outcome = match self.lifecycle.take_back(&Past::Whole(&self.history), order, &context) {
            Ok(decision) => Ok(decision),
            Err(TakeBackError::Refused(refusal)) => Err(refusal),
            Err(TakeBackError::Replay(error)) => panic!("{error}, in\n{}", self.story),
        };
        self.note(role, at, CommandKind::TakeBack.as_str(), &outcome);
        self.take(outcome);
        self
    }

    /// Then the command yielded exactly these facts, clock facts first.
    ///
    /// # Panics
    /// It did not.
    #[track_caller]
    pub fn then_facts(self, expected: &[FactKind]) -> Self {
        match &self.last {
            Some(Ok(decision)) => {
                let kinds: Vec<FactKind> = decision.facts().iter().map(Fact::kind).collect();
                assert!(kinds == expected, "expected {expected:?}, got {kinds:?} in\n{}", self.story);
            }
            Some(Err(refusal)) => panic!("expected {expected:?}, got refusal: {refusal}, in\n{}", self.story),
            None => panic!("nothing has happened yet"),
        }
        self
    }

    /// Then the outcome was already so: no fact.
    ///
    /// # Panics
    /// There were facts, or a refusal.
    #[track_caller]
    pub fn then_nothing(self) -> Self {
        self.then_facts(&[])
    }

    /// Then the command was refused for exactly these conditions, by [`Unmet::code`], in any order.
    ///
    /// # Panics
    /// It was accepted, or refused for other conditions.
    #[track_caller]
    pub fn then_refused(self, codes: &[&str]) -> Self {
        match &self.last {
            Some(Err(refusal)) => {
                let mut got: Vec<&str> = refusal.unmet.iter().map(Unmet::code).collect();
                let mut expected = codes.to_vec();
                got.sort_unstable();
                expected.sort_unstable();
                assert!(got == expected, "expected {expected:?}, got {refusal}, in\n{}", self.story);
            }
            Some(Ok(_)) => panic!("expected a refusal for {codes:?}, but it was accepted, in\n{}", self.story),
            None => panic!("nothing has happened yet"),
        }
        self
    }

    /// Then the lead is at a stage.
    ///
    /// # Panics
    /// It is at another.
    #[track_caller]
    pub fn then_stage(self, expected: StageKind) -> Self {
        let got = self.lead().stage().kind();
        assert!(got == expected, "expected stage {expected}, got {got} in\n{}", self.story);
        self
    }

    /// Then something else holds of the lead.
    ///
    /// # Panics
    /// It does not.
    #[track_caller]
    pub fn then(self, what: &str, holds: impl FnOnce(&Lead) -> bool) -> Self {
        let held = holds(self.lead());
        assert!(held, "expected {what}, in\n{}", self.story);
        self
    }

    /// The lead so far.
    ///
    /// # Panics
    /// There is none yet.
    #[must_use]
    #[track_caller]
    pub fn lead(&self) -> &Lead {
        match &self.lead {
            Some(lead) => lead,
            None => panic!("there is no lead yet: begin with `captured` or `given`"),
        }
    }

    /// The lifecycle in force.
    #[must_use]
    pub const fn lifecycle(&self) -> &Lifecycle {
        &self.lifecycle
    }

    /// Every fact so far.
    #[must_use]
    pub fn history(&self) -> &[Fact] {
        &self.history
    }

    /// What the last command came to.
    #[must_use]
    pub const fn last(&self) -> Option<&Result<Decision, Refusal>> {
        self.last.as_ref()
    }

    #[track_caller]
    fn take(&mut self, outcome: Result<Decision, Refusal>) {
        if let Ok(decision) = &outcome {
            for fact in decision.facts() {
                let folded = match &mut self.lead {
                    Some(lead) => lead.apply(fact),
                    None => Lead::start(fact).map(|lead| self.lead = Some(lead)),
                };
                if let Err(error) = folded {
                    panic!("a decided fact does not fold: {error}, in\n{}", self.story);
                }
                self.history.push(fact.clone());
            }
        }
        self.last = Some(outcome);
    }

    fn note(&mut self, role: Role, at: &str, what: &str, outcome: &Result<Decision, Refusal>) {
        let came_to = match outcome {
            Ok(decision) if decision.is_empty() => String::from("already so"),
            Ok(decision) => {
                let kinds: Vec<&str> = decision.facts().iter().map(|fact| fact.kind().as_str()).collect();
                kinds.join(", ")
            }
            Err(refusal) => format!("{refusal}"),
        };
        // Writing to a string does not fail.
        let _written = writeln!(self.story, "{at} {role}: {what} -> {came_to}");
    }
}

#[track_caller]
fn context(role: Role, at: &str) -> Context {
    let id = read::<ActorId>("actor", &format!("{role}-1"));
    Context::new(read::<Instant>("instant", at), Actor::new(id, role))
}
