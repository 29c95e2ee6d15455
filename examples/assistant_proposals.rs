//! Assistants (AI) propose, persons decide: a dry run first, a limit, an expiry, and a new decision at approval.
#![expect(clippy::print_stdout, reason = "an example tells its story")]

use lead_lifecycle::lead::{Attempt, Cause, Proposable, Propose, Reply};
use lead_lifecycle::qualification::{AnswerEvidence, EvidenceSource, Verdict};
use lead_lifecycle::values::{Channel, ContactOutcome, CriterionName, Direction, Progress, ProposalId, Text};
use lead_lifecycle::{
    Actor, ActorId, Capture, Command, Context, Lead, LeadKey, Lifecycle, Origin, Policy, Role, StageKind,
};

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

struct Desk {
    lifecycle: Lifecycle,
    lead: Lead,
}

impl Desk {
    /// Issues a command; the refusal, if it is refused.
    fn ask(&mut self, who: &str, role: Role, time: &str, command: &Command) -> Outcome<Option<String>> {
        let at = format!("2026-04-{time}:00+09:00").parse()?;
        let context = Context::new(at, Actor::new(ActorId::new(who)?, role));
        match self.lifecycle.decide(&self.lead, command, &context) {
            Ok(decision) => {
                for fact in decision.facts() {
                    self.lead.apply(fact)?;
                    let cause = if matches!(fact.envelope.cause, Cause::Proposal(_)) { " (as proposed)" } else { "" };
                    println!("{fact}{cause}");
                }
                Ok(None)
            }
            Err(refusal) => {
                println!("REFUSED {refusal}");
                Ok(Some(refusal.to_string()))
            }
        }
    }
}

fn proposal(id: &str, command: Proposable) -> Outcome<Command> {
    let rationale = Text::new("from the transcript of the call on 1 April")?;
    Ok(Command::Propose(Propose { id: ProposalId::new(id)?, command: Box::new(command), rationale }))
}

fn main() -> Outcome<()> {
    let lifecycle = Lifecycle::new(Policy::standard());
    let web = Context::new("2026-04-01T09:00:00+09:00".parse()?, Actor::new(ActorId::new("web")?, Role::System));
    let decision = lifecycle.capture(&Capture::new(LeadKey::new("lead-1")?, Origin::Inbound), &web)?;
    let mut desk = Desk { lead: Lead::replay(decision.facts())?, lifecycle };
    desk.ask("mori", Role::Mk, "01T10:00", &Command::Promote { note: None })?;

    // An assistant decides nothing by itself …
    let call = Proposable::RecordAttempt(Attempt {
        direction: Direction::Outbound,
        channel: Channel::Phone,
        outcome: ContactOutcome::Conversation,
        advance: Some(Progress::Validated),
        note: None,
    });
    let refused = desk.ask("ai", Role::Assistant, "01T10:10", &call.clone().into())?;
    assert!(refused.is_some());

    // … and what would be refused is not even proposed: nobody has accepted a hand-over here.
    let refused = desk.ask("ai", Role::Assistant, "01T10:11", &proposal("p-0", Proposable::Accept)?)?;
    assert!(refused.is_some_and(|words| words.contains("would be refused")));

    // It proposes what it heard, with its reason and the words themselves.
    let evidence = AnswerEvidence {
        source: EvidenceSource::Heard(Channel::Phone),
        quote: Some(Text::new("毎月の集計に三日かかっています")?),
    };
    let answer = Proposable::RecordAnswer(Reply {
        criterion: CriterionName::new("need")?,
        verdict: Verdict::Confirmed,
        by: None,
        detail: None,
        evidence: Some(evidence),
    });
    desk.ask("ai", Role::Assistant, "01T10:12", &proposal("p-1", answer.clone())?)?;
    desk.ask("ai", Role::Assistant, "01T10:13", &proposal("p-2", call)?)?;
    desk.ask("ai", Role::Assistant, "01T10:14", &proposal("p-3", answer)?)?;
    assert_eq!(desk.lead.proposals().len(), 3);
    assert!(desk.lead.answers().is_empty());

    // A person who may issue the inner command approves it: it is decided again, now, in that person's name.
    let approve = Command::Approve { proposal: ProposalId::new("p-1")? };
    assert!(desk.ask("ai", Role::Assistant, "01T11:00", &approve)?.is_some());
    assert!(desk.ask("mori", Role::Mk, "01T11:01", &approve)?.is_some());
    assert!(desk.ask("okada", Role::Sdr, "01T11:02", &approve)?.is_none());
    let need = desk.lead.answers().get("need").ok_or("the approved answer is recorded")?;
    assert_eq!((need.verdict, need.author.as_str()), (Verdict::Confirmed, "okada"));

    // One is declined; the last lapses by itself after the days that the policy gives it.
    let decline =
        Command::Decline { proposal: ProposalId::new("p-2")?, note: Some(Text::new("それは別の担当者")?) };
    desk.ask("okada", Role::Sdr, "01T11:05", &decline)?;
    let wake = desk.lifecycle.next_wake(&desk.lead)?.ok_or("an open proposal has a timer")?.at;
    println!("the last one lapses at {wake}");
    desk.ask("timer", Role::System, "09T09:00", &Command::CheckClock)?;
    assert!(desk.lead.proposals().is_empty());
    assert_eq!(desk.lead.stage().kind(), StageKind::Mql);
    Ok(())
}
