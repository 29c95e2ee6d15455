//! One lead's life from capture to an expansion, as commands with the lead each was decided on.

use lead_lifecycle::{Actor, ActorId, Capture, Command, Context, Fact, Instant, Lead, Lifecycle, Policy, Role, Span};

/// Commands of a life: role, hours since the capture, command.
fn script() -> Vec<(Role, u32, Command)> {
    let json = include_str!("life.json");
    serde_json::from_str(json).unwrap()
}

fn context(role: Role, hours: u32) -> Context {
    let start: Instant = "2026-04-01T00:00:00Z".parse().unwrap();
    let actor = Actor::new(ActorId::new(&format!("{role}-1")).unwrap(), role);
    Context::new(start.saturating_add(Span::hours(hours)), actor)
}

fn captured(lifecycle: &Lifecycle) -> (Lead, Fact) {
    let capture: Capture = serde_json::from_str(include_str!("capture.json")).unwrap();
    let decision = lifecycle.capture(&capture, &context(Role::System, 0)).unwrap();
    let fact = decision.facts()[0].clone();
    (Lead::start(&fact).unwrap(), fact)
}

/// Every command of the life with the lead just before it.
pub(crate) fn steps() -> Vec<(Lead, Command, Context, Lifecycle)> {
    let lifecycle = Lifecycle::new(Policy::standard());
    let (mut lead, _) = captured(&lifecycle);
    let mut steps = Vec::new();
    for (role, hours, command) in script() {
        let context = context(role, hours);
        let decision = match lifecycle.decide(&lead, &command, &context) {
            Ok(decision) => decision,
            Err(refusal) => panic!("{refusal}"),
        };
        steps.push((lead.clone(), command, context, lifecycle.clone()));
        for fact in decision.facts() {
            lead.apply(fact).unwrap();
        }
    }
    steps
}

/// The facts of the life.
pub(crate) fn history() -> Vec<Fact> {
    let lifecycle = Lifecycle::new(Policy::standard());
    let (_, first) = captured(&lifecycle);
    let mut facts = vec![first];
    for (lead, command, context, lifecycle) in steps() {
        facts.extend(lifecycle.decide(&lead, &command, &context).unwrap().into_facts());
    }
    facts
}
