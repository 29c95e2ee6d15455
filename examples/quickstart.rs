//! One lead from the first form to the signed contract: decide, store the facts, apply them.
#![expect(clippy::print_stdout, reason = "an example tells its story")]

use lead_lifecycle::deal::{Contract, DealLine, NewDeal};
use lead_lifecycle::handoff::Handoff;
use lead_lifecycle::lead::{Attempt, MeetingResult, Reply};
use lead_lifecycle::qualification::Verdict;
use lead_lifecycle::values::{
    Activity, ActivityId, ActivityKind, Channel, ContactOutcome, ContractKey, CriterionName, DealKey, Direction,
    FieldName, FieldValue, List, ProductKey, Progress, Text,
};
use lead_lifecycle::{
    Actor, ActorId, Capture, Command, Context, Currency, Instant, Lead, LeadKey, Lifecycle, Money, Origin, Policy,
    PolicyDraft, Role, StageKind,
};

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

/// The host: it knows the time, the actor and the storage; here the storage is a list.
struct Host {
    lifecycle: Lifecycle,
    lead: Lead,
}

impl Host {
    fn ask(&mut self, who: &str, role: Role, at: &str, command: &Command) -> Outcome<()> {
        let context = Context::new(at.parse::<Instant>()?, Actor::new(ActorId::new(who)?, role));
        let decision = self.lifecycle.decide(&self.lead, command, &context)?;
        for fact in decision.facts() {
            // A real host appends the facts here, all or none, if the lead is still at `decision.expected_revision()`.
            self.lead.apply(fact)?;
            println!("{fact}");
        }
        Ok(())
    }
}

fn answer(criterion: &str, verdict: Verdict) -> Outcome<Command> {
    let criterion = CriterionName::new(criterion)?;
    Ok(Command::RecordAnswer(Reply { criterion, verdict, by: None, detail: None, evidence: None }))
}

fn talk(advance: Progress) -> Command {
    Command::RecordAttempt(Attempt {
        direction: Direction::Outbound,
        channel: Channel::Phone,
        outcome: ContactOutcome::Conversation,
        advance: Some(advance),
        note: None,
    })
}

fn main() -> Outcome<()> {
    // The standard policy, but the hand-over file may stay short here.
    let mut draft = PolicyDraft::standard();
    draft.handoff.required.clear();
    draft.handoff.required_fields.clear();
    let lifecycle = Lifecycle::new(Policy::try_from(draft)?);

    // A form is filled in.
    let mut capture = Capture::new(LeadKey::new("lead-1")?, Origin::Inbound);
    capture.fields.insert(FieldName::new("company")?, FieldValue::Text(Text::new("株式会社みのり製作所")?));
    capture.fields.insert(FieldName::new("employees")?, FieldValue::Number(450.into()));
    let web = Context::new("2026-04-01T09:00:00+09:00".parse()?, Actor::new(ActorId::new("web")?, Role::System));
    let decision = lifecycle.capture(&capture, &web)?;
    let mut host = Host { lead: Lead::replay(decision.facts())?, lifecycle };

    // Two documents and a seminar: 5 + 10 + 15 points reach the threshold of 30.
    for (id, kind, at) in [("a1", "document_download", "04-01T09:05"), ("a2", "seminar", "04-03T14:00")] {
        let activity = Activity::new(ActivityId::new(id)?, ActivityKind::new(kind)?);
        host.ask("web", Role::System, &format!("2026-{at}:00+09:00"), &Command::RecordActivity { activity })?;
    }
    assert_eq!(host.lead.stage().kind(), StageKind::Mql);
    if let Some(score) = host.lifecycle.explain(&host.lead, host.lead.recorded_at())? {
        println!("\n{score}\n");
    }

    // Inside sales calls, hears and hands over; too early it is told everything that is missing.
    let value = Money::from_units(3_000_000, Currency::JPY)?;
    let line = DealLine::new(ProductKey::new("standard")?, 50, value)?;
    let deal = NewDeal::new(DealKey::new("deal-1")?, Currency::JPY).with_lines(List::try_from(vec![line])?)?;
    let deal = deal.with_expected_close("2026-04-30".parse()?);
    let qualify = Command::Qualify { handoff: Box::new(Handoff::default()), deal: Box::new(deal) };
    let refused = host.ask("okada", Role::Sdr, "2026-04-03T14:20:00+09:00", &qualify.clone());
    println!("{}\n", refused.err().ok_or("qualifying without a conversation was accepted")?);
    host.ask("okada", Role::Sdr, "2026-04-03T14:25:00+09:00", &talk(Progress::Validated))?;
    host.ask("okada", Role::Sdr, "2026-04-03T14:31:00+09:00", &answer("need", Verdict::Confirmed)?)?;
    host.ask("okada", Role::Sdr, "2026-04-03T14:32:00+09:00", &answer("timeline", Verdict::Confirmed)?)?;
    host.ask("okada", Role::Sdr, "2026-04-03T14:35:00+09:00", &talk(Progress::Consented))?;
    host.ask("okada", Role::Sdr, "2026-04-03T15:00:00+09:00", &qualify)?;

    // Field sales accepts, meets and wins.
    let meeting = Command::HoldFirstMeeting { result: MeetingResult::Valid, note: None };
    host.ask("ueno", Role::Fs, "2026-04-03T16:00:00+09:00", &Command::Accept)?;
    host.ask("ueno", Role::Fs, "2026-04-07T11:00:00+09:00", &meeting)?;
    let contract = Contract::new(ContractKey::new("contract-1")?, value, "2026-05-01".parse()?, None)?;
    host.ask("ueno", Role::Fs, "2026-04-28T17:00:00+09:00", &Command::Win { contract })?;

    assert_eq!(host.lead.stage().kind(), StageKind::Customer);
    println!("\n{} facts later, `{}` is a customer", host.lead.revision(), host.lead.key());
    Ok(())
}
