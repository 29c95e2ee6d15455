//! Books of policies, one named test for each rule of them.
#![cfg(feature = "testing")]

mod boundaries;
mod deals;
mod gaps;
mod recounts;
mod rollouts;
mod stock;

use lead_lifecycle::lead::{Because, Cause};
use lead_lifecycle::lifecycle::{PolicyBook, StockDecline, StockPromotion, StockRules, Version};
use lead_lifecycle::testing::Scenario;
use lead_lifecycle::{Command, Context, Fact, FactKind, Instant, Policy, Role};

use crate::common::{self, activity, actor, k};

/// Downloads count 10 and seminars 15, for ever; whoever has 30 is MQL, until less than 20 is left.
const RULES: &str = r#"
label = "June"
[scoring.tags]
document = { kinds = ["document_download"], keep = 10 }
seminar = { kinds = ["seminar"], keep = 10 }
[scoring.rules.document.engagement]
group = "behaviour"
tag = "document"
points = 10
[scoring.rules.seminar.engagement]
group = "behaviour"
tag = "seminar"
points = 15
[scoring.groups.behaviour]
dimension = "engagement"
[scoring.dimensions.engagement]
[scoring.profiles.main]
combine = { sum = ["engagement"] }
enter = 30
exit = 20
[scoring.hand_raise]
kinds = ["contact_request"]
[stale]
mql = { after = "14d", then = "flag" }
[qualification]
require_consent = false
bar = { all_of = [] }
before_appointment = { all_of = [] }
[qualification.criteria]
need = { valid_for = "30d" }
[handoff]
required = []
required_fields = []
"#;

/// The rules under a label, changed.
#[track_caller]
fn rules(label: &str, changes: &[(&str, &str)]) -> Policy {
    let mut text = RULES.replace("June", label);
    for (old, new) in changes {
        assert!(text.contains(old), "{old}");
        text = text.replace(old, new);
    }
    common::policy(&text)
}

const BARS: &str = "enter = 30\nexit = 20";
const LOWER: (&str, &str) = (BARS, "enter = 25\nexit = 10");
const HIGHER: (&str, &str) = (BARS, "enter = 60\nexit = 50");

fn june() -> Policy {
    rules("June", &[])
}

/// `07-01`: at midnight in Japan; `07-01 09:00`.
fn on(day: &str) -> String {
    let (day, time) = day.split_once(' ').unwrap_or((day, "00:00"));
    let year = if day.len() > 5 { "" } else { "2026-" };
    let seconds = if time.len() > 5 { "" } else { ":00" };
    format!("{year}{day}T{time}{seconds}+09:00")
}

fn instant(day: &str) -> Instant {
    on(day).parse().unwrap()
}

fn version(from: &str, policy: Policy) -> Version {
    Version::new(instant(from), policy)
}

fn gently() -> StockRules {
    StockRules { promote: StockPromotion::NewActivity, decline: StockDecline::FromAdoption }
}

fn not_before(day: &str) -> StockRules {
    StockRules { promote: StockPromotion::NotBefore(k(day)), ..StockRules::default() }
}

fn begun(day: &str) -> Scenario {
    Scenario::under_book(PolicyBook::of(june())).captured("acme", &on(day))
}

trait Tells: Sized {
    /// The lead does something on a day.
    fn does(self, day: &str, id: &str, kind: &str) -> Self;
    /// Somebody tells on a day what the lead did before.
    fn told(self, day: &str, happened: &str, id: &str, kind: &str) -> Self;
    fn then_because(self, expected: &[(FactKind, &str, Because)]) -> Self;
}

fn did(id: &str, kind: &str) -> Command {
    Command::RecordActivity { activity: activity(id, kind) }
}

impl Tells for Scenario {
    #[track_caller]
    fn does(self, day: &str, id: &str, kind: &str) -> Self {
        self.when(Role::System, &on(day), did(id, kind))
    }

    #[track_caller]
    fn told(self, day: &str, happened: &str, id: &str, kind: &str) -> Self {
        let context = Context::new(instant(day), actor(Role::System, 0)).with_effective_at(instant(happened));
        self.when_in(&context, &did(id, kind))
    }

    /// The facts of rules in the last decision: which, when, and because of what.
    #[track_caller]
    fn then_because(self, expected: &[(FactKind, &str, Because)]) -> Self {
        let decision = self.last().unwrap().as_ref().unwrap_or_else(|refusal| panic!("{refusal}"));
        let rows: Vec<(FactKind, Instant, Because)> = decision.facts().iter().filter_map(by_rule).collect();
        let expected: Vec<_> = expected.iter().map(|(kind, day, because)| (*kind, instant(day), *because)).collect();
        assert_eq!(rows, expected);
        self
    }
}

fn by_rule(fact: &Fact) -> Option<(FactKind, Instant, Because)> {
    let Cause::Rule(because) = fact.envelope.cause else { return None };
    Some((fact.kind(), fact.envelope.effective_at, because))
}

/// Kind, instant and label of the policy of every fact of the last decision.
fn stamped(story: &Scenario) -> Vec<(FactKind, Instant, String)> {
    let decision = story.last().unwrap().as_ref().unwrap();
    let row = |fact: &Fact| (fact.kind(), fact.envelope.effective_at, fact.envelope.policy.label.to_string());
    decision.facts().iter().map(row).collect()
}

fn rows(expected: &[(FactKind, &str, &str)]) -> Vec<(FactKind, Instant, String)> {
    expected.iter().map(|(kind, day, label)| (*kind, instant(day), (*label).to_owned())).collect()
}
