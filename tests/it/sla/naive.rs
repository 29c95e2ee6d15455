//! Two clocks counted again from all facts, plainly, beside the runs that a lead keeps: one elapsed and of a stage, one working and
//! of a cycle.
#![expect(clippy::wildcard_enum_match_arm, reason = "a plain reader looks at the facts it is about")]

use lead_lifecycle::lead::{Cause, Place};
use lead_lifecycle::values::{ContactOutcome, Direction};
use lead_lifecycle::{Command, Context, Fact, FactBody, FactKind, Instant, Lead, Lifecycle, Role, StageKind};
use proptest::prelude::*;

use crate::common::{BRISK, actor, at, k, policy, story, tell};
use crate::sla::office::{WEEK, after_working};

const HOURS: i64 = 3_600;

fn rules() -> Lifecycle {
    let clocks = r#"
        [sla.clocks.contact]
        starts = [{ anchor = "became_mql" }]
        stops = [{ attempt = {} }]
        holds = []
        targets = [{ within = { elapsed = "3h" } }]
        [sla.clocks.offer]
        starts = [{ anchor = "handed_over" }]
        stops = [{ fact = "became_opportunity" }]
        holds = []
        scope = "cycle"
        targets = [{ within = { working = "9h" } }]
    "#;
    Lifecycle::new(policy(&format!("{BRISK}{clocks}{WEEK}")))
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Clock {
    Contact,
    Offer,
}

/// A run as somebody counts it who has all facts before him.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Run {
    number: u64,
    since: Instant,
    start: Instant,
    due: Instant,
    stop: Option<(Instant, bool)>,
}

impl Clock {
    const fn name(self) -> &'static str {
        match self {
            Self::Contact => "contact",
            Self::Offer => "offer",
        }
    }

    fn starts(self, fact: &Fact) -> bool {
        match self {
            Self::Contact => {
                matches!(fact.kind(), FactKind::BecameMql | FactKind::ExpansionOpened | FactKind::HandoffRejected)
            }
            Self::Offer => fact.kind() == FactKind::BecameSql,
        }
    }

    fn stops(self, fact: &Fact) -> bool {
        match (self, &fact.body) {
            (Self::Contact, FactBody::AttemptRecorded { direction, outcome, .. }) => {
                let person = !matches!(fact.envelope.actor.role, Role::System | Role::Assistant);
                let machine = matches!(outcome, ContactOutcome::Bounced | ContactOutcome::AutoReply);
                *direction == Direction::Outbound && person && !machine
            }
            (Self::Offer, FactBody::BecameOpportunity { .. }) => true,
            _ => false,
        }
    }

    fn ends(self, from: Place, to: Place) -> bool {
        let over = matches!(to.stage, StageKind::Customer | StageKind::Disqualified | StageKind::Merged);
        match self {
            Self::Contact => from != to,
            Self::Offer => from.cycle != to.cycle || over && from.stage != to.stage,
        }
    }

    fn due(self, start: Instant) -> Instant {
        match self {
            Self::Contact => at(start.seconds() + 3 * HOURS),
            Self::Offer => after_working(start, 9 * HOURS),
        }
    }

    /// Every run, from the first fact to the last.
    fn runs(self, facts: &[Fact]) -> Vec<Run> {
        let mut runs: Vec<Run> = vec![];
        let mut lead: Option<Lead> = None;
        for fact in facts {
            let before = lead.as_ref().map_or(Place::FIRST, Lead::place);
            match &mut lead {
                Some(lead) => lead.apply(fact).unwrap(),
                None => lead = Some(Lead::start(fact).unwrap()),
            }
            let after = lead.as_ref().unwrap();
            let (happened, stops) = (fact.envelope.effective_at, self.stops(fact));
            let gone = after.erased_at().is_some() || after.stage().kind() == StageKind::Merged;
            if let Some(run) = runs.last_mut() {
                let counts = stops && happened >= run.since;
                match run.stop {
                    None if counts => run.stop = Some((happened, true)),
                    None if self.ends(before, after.place()) || gone => {
                        run.stop = Some((happened.max(run.since), false));
                    }
                    Some((known, _)) if counts && happened < known => run.stop = Some((happened, true)),
                    None | Some(_) => {}
                }
            }
            if self.starts(fact) && !gone && runs.last().is_none_or(|run| run.stop.is_some()) {
                let by_rule = matches!(fact.envelope.cause, Cause::Rule(_));
                let start = if by_rule { happened } else { happened.max(fact.envelope.recorded_at) };
                let number = fact.envelope.revision;
                runs.push(Run { number, since: happened, start, due: self.due(start), stop: None });
            }
        }
        runs
    }
}

/// What the lead says of the newest run of a clock, in the same words.
fn of_lead(lead: &Lead, clock: Clock) -> Option<Run> {
    let run = lead.clock(&k(clock.name()))?;
    let stop = run.stop().map(|stop| (stop.at, stop.how == lead_lifecycle::sla::StopKind::Done));
    Some(Run { number: run.number(), since: run.since(), start: run.start(), due: run.due_at().unwrap(), stop })
}

/// The breaches that stand of a run.
fn breaches(facts: &[Fact], clock: Clock, number: u64) -> i32 {
    let of_run = |fact: &Fact| match &fact.body {
        FactBody::ClockBreached { clock: name, run, .. } if name.as_str() == clock.name() && *run == number => 1,
        FactBody::BreachWithdrawn { clock: name, run, .. } if name.as_str() == clock.name() && *run == number => -1,
        _ => 0,
    };
    facts.iter().map(of_run).sum()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// At every step of every story the newest run is the one that is counted again from all facts; and of all runs there ever were,
    /// exactly the missed ones have a breach that stands.
    #[test]
    fn runs_are_what_is_counted_again_from_all_facts(steps in story(50), days in 0..60_i64) {
        let lifecycle = rules();
        let mut decided: Vec<usize> = vec![];
        let mut told = tell(&lifecycle, &steps, |lead, _, _, _| decided.push(usize::try_from(lead.revision()).unwrap()));
        decided.push(told.facts.len());
        if told.lead.stage().kind() != StageKind::Merged {
            let late = Context::new(at(told.lead.recorded_at().seconds() + days * 86_400), actor(Role::System, 0));
            let decision = lifecycle.decide(&told.lead, &Command::CheckClock, &late).unwrap();
            told.lead.apply_all(decision.facts()).unwrap();
            told.facts.extend(decision.into_facts());
        }
        for clock in [Clock::Contact, Clock::Offer] {
            for end in &decided {
                let lead = Lead::replay(&told.facts[..*end]).unwrap();
                prop_assert_eq!(of_lead(&lead, clock), clock.runs(&told.facts[..*end]).last().copied(), "{:?}", told.facts[end - 1]);
            }
            for run in clock.runs(&told.facts) {
                // A run of which nothing ended the search was looked at up to the newest fact.
                let missed = run.stop.map_or(run.due < told.lead.recorded_at(), |(stop, _)| stop > run.due);
                let looked = run.stop.is_some() || days > 0;
                prop_assert!(!looked || breaches(&told.facts, clock, run.number) == i32::from(missed), "{run:?}");
            }
        }
    }
}
