//! A policy of one's own: written in TOML, checked as a whole, with faults, lints and a fingerprint.
#![expect(clippy::print_stdout, reason = "an example tells its story")]

use lead_lifecycle::values::{Activity, ActivityId, ActivityKind};
use lead_lifecycle::{
    Actor, ActorId, Capture, Command, Context, Instant, Lead, LeadKey, Lifecycle, Origin, Policy, Role, StageKind,
};

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

/// Only what differs from the standard policy is written.
const POLICY: &str = r#"
label = "clinic-saas-2026"

[qualification]
bar = { all_of = [{ confirmed = "pain" }, { within = { criterion = "go_live", months = 6 } }] }
before_appointment = { known = "pain" }
[qualification.criteria.pain]
label = "現場の困りごと"
needs_evidence = true
[qualification.criteria.go_live]
label = "稼働希望日"
valid_for = "60d"

[recycle]
cooling = "14d"
max_cycles = 3

[scoring.tags.trial]
kinds = ["trial_login"]
keep = 20
one_per_period = "1d"
[scoring.rules.trial.engagement]
group = "use"
tag = "trial"
points = 12
decay = { half_life = "30d" }
[scoring.groups.use]
dimension = "engagement"
[scoring.dimensions.engagement]
cap = 60
[scoring.profiles.main]
combine = { sum = ["engagement"] }
enter = 30
exit = 15
"#;

/// Another with four mistakes: they are all found at once.
const MISTAKEN: &str = r#"
currency = "YEN"
[recycle]
max_cycles = 0
cooling = "400d"
[qualification]
bar = { confirmed = "needs" }
"#;

fn checked(text: &str) -> Outcome<Policy> {
    Ok(Policy::from_document(toml::Deserializer::parse(text)?)?)
}

fn main() -> Outcome<()> {
    let mistaken = toml::Deserializer::parse(MISTAKEN)?;
    let faults = Policy::from_document(mistaken).err().ok_or("the mistaken policy was accepted")?;
    println!("the mistaken policy has {} faults:", faults.len());
    for fault in &faults {
        println!("  {fault}");
    }
    assert_eq!(faults.len(), 4);

    // A misspelt key is told with what was probably meant.
    let unknown = checked("[recycle]\nmax_cycle = 3").err().ok_or("an unknown key was accepted")?;
    println!("\na misspelt key: {}\n", unknown.to_string().trim());
    assert!(unknown.to_string().contains("max_cycles"));

    let policy = checked(POLICY)?;
    println!("the policy is {}", policy.label());
    for lint in policy.lints() {
        println!("  advice: {lint}");
    }

    // It decides: three days of using the trial make an MQL, the same day counts once.
    let lifecycle = Lifecycle::new(policy);
    let system = |at: &str| -> Outcome<Context> {
        Ok(Context::new(at.parse::<Instant>()?, Actor::new(ActorId::new("app")?, Role::System)))
    };
    let capture = Capture::new(LeadKey::new("clinic-7")?, Origin::Inbound);
    let mut lead = Lead::replay(lifecycle.capture(&capture, &system("2026-04-01T09:00:00+09:00")?)?.facts())?;
    for (number, at) in ["04-02T09", "04-02T15", "04-03T10", "04-05T11"].iter().enumerate() {
        assert_eq!(lead.stage().kind(), StageKind::Lead);
        let id = ActivityId::new(&format!("login-{number}"))?;
        let activity = Activity::new(id, ActivityKind::new("trial_login")?);
        let context = system(&format!("2026-{at}:00:00+09:00"))?;
        for fact in lifecycle.decide(&lead, &Command::RecordActivity { activity }, &context)?.facts() {
            lead.apply(fact)?;
            println!("{fact}");
        }
    }
    assert_eq!(lead.stage().kind(), StageKind::Mql);

    // Every fact carries the label and the fingerprint of the policy that decided it.
    assert_eq!(lead.policy(), lifecycle.book().newest().stamp());
    Ok(())
}
