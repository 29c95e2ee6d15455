//! By when has this lead to be called, why then, and who is told if nobody does? Clocks of service levels, from a Friday evening on.
#![expect(clippy::print_stdout, reason = "an example tells its story")]

use lead_lifecycle::lead::Attempt;
use lead_lifecycle::lifecycle::{AgendaReason, Member};
use lead_lifecycle::values::{Channel, ContactOutcome, Direction};
use lead_lifecycle::wording::Words;
use lead_lifecycle::{Actor, Capture, Command, Context, FactBody, Lead, Lifecycle, Origin, Policy, Role};

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

/// One preset, and a clock of our own: a lead from the exhibition has a day longer.
const POLICY: &str = r#"
label = "service levels"

[sla]
presets = ["meeting_result"]

[sla.clocks.first_contact]
starts = [{ anchor = "became_mql" }]
stops = [{ attempt = {} }]                              # a person's outbound attempt
holds = ["postponed", "unowned"]                        # the deadline runs from when somebody has it
targets = [
    { when = { source = ["exhibition"] }, within = { business_days = 1 } },
    { within = { working = "5m" }, warn_after = { working = "4m" } },
]
grace = "10m"                                           # whoever was on the phone logs it afterwards
steps = [
    { after = { elapsed = "24h" }, tell = ["manager"] },
    { after = { working = "9h" }, tell = ["queue"], reassign = true },
]
"#;

fn by(role: Role, at: &str) -> Outcome<Context> {
    Ok(Context::new(at.parse()?, Actor::new(format!("{role}-1").parse()?, role)))
}

fn main() -> Outcome<()> {
    let policy = Policy::try_from(toml::from_str::<lead_lifecycle::PolicyDraft>(POLICY)?)?;
    let lifecycle = Lifecycle::new(policy.clone());
    let words = Words::in_zone(policy.zone());

    let mut capture = Capture::new("lead-1".parse()?, Origin::Inbound);
    capture.owner = Some("sdr-1".parse()?);
    let first = lifecycle.capture(&capture, &by(Role::System, "2026-06-12T17:00:00+09:00")?)?;
    let mut lead = Lead::replay(first.facts())?;

    // Friday, two minutes before the office closes.
    let promote = Command::Promote { note: None };
    lead.apply_all(lifecycle.decide(&lead, &promote, &by(Role::Mk, "2026-06-12T17:58:00+09:00")?)?.facts())?;
    let clock = lead.clock(&"first_contact".parse()?).ok_or("the clock runs")?;
    let due = clock.due_at().ok_or("nothing holds it")?;
    println!("due {}, because:", words.at(due));
    for part in clock.trace(policy.calendars(), due).parts {
        println!("  {}", words.of(&part));
    }

    // Nobody looks until Tuesday. Every fact has the instant at which it became true.
    let late = lifecycle.decide(&lead, &Command::CheckClock, &by(Role::System, "2026-06-16T09:00:00+09:00")?)?;
    lead.apply_all(late.facts())?;
    println!("\nuntil Tuesday morning:");
    for fact in late.facts() {
        println!("  {} {}", words.at(fact.envelope.effective_at), words.of(&fact.body));
    }

    // Who is told? The host knows who is at work.
    let member = |id: &str, active: bool, word: &str| -> Outcome<Member> {
        Ok(Member { id: id.parse()?, active, team: None, answers_for: vec![word.parse()?] })
    };
    let members = [member("mori", true, "manager")?, member("ito", false, "queue")?, member("abe", true, "queue")?];
    println!("\nthe agenda on Tuesday:");
    for item in lifecycle.agenda(&lead, "2026-06-16T09:00:00+09:00".parse()?)? {
        let told = if let AgendaReason::Escalation { tell, .. } = &item.reason {
            item.addressee(tell, &members).map_or(String::from(" (nobody)"), |member| format!(" ({})", member.id))
        } else {
            String::new()
        };
        println!("  {}: {}{told}", item.severity, words.of(&item));
    }

    // The call was made in time. It is logged on Tuesday, with its true instant.
    let call = Command::RecordAttempt(Attempt {
        direction: Direction::Outbound,
        channel: Channel::Phone,
        outcome: ContactOutcome::Conversation,
        advance: None,
        note: None,
    });
    let told = by(Role::Sdr, "2026-06-16T10:00:00+09:00")?;
    let told = told.with_effective_at("2026-06-15T09:02:00+09:00".parse::<lead_lifecycle::Instant>()?);
    let decision = lifecycle.decide(&lead, &call, &told)?;
    lead.apply_all(decision.facts())?;
    println!("\nTuesday, ten o'clock:");
    for fact in decision.facts() {
        println!("  {}", words.of(&fact.body));
    }
    assert!(decision.facts().iter().any(|fact| matches!(fact.body, FactBody::BreachWithdrawn { .. })));
    assert!(lead.clock(&"first_contact".parse()?).is_some_and(|clock| !clock.ever_missed()));
    Ok(())
}
