//! A story of April that is typed in at the beginning of May, step by step with its true dates: April's milestones come out.
#![expect(clippy::print_stdout, reason = "an example tells its story")]

use lead_lifecycle::deal::NewDeal;
use lead_lifecycle::handoff::Handoff;
use lead_lifecycle::lead::{Attempt, MeetingResult, Reply};
use lead_lifecycle::qualification::Verdict;
use lead_lifecycle::values::{Channel, ContactOutcome, Direction, Milestone, Moment, Progress};
use lead_lifecycle::{
    Actor, Capture, Command, Context, Currency, Decision, Instant, Lead, Lifecycle, Origin, Policy, PolicyDraft,
    Refusal, Role, StageKind,
};

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

/// When everything is typed in.
const TOLD: &str = "2026-05-05T10:00:00+09:00";

struct Teller {
    lifecycle: Lifecycle,
    lead: Lead,
}

fn context(who: &str, role: Role, happened: &str) -> Outcome<Context> {
    let context = Context::new(TOLD.parse()?, Actor::new(who.parse()?, role));
    // An instant where somebody looked at the clock, a day where nobody did.
    Ok(context.with_effective_at(happened.parse::<Moment>()?))
}

impl Teller {
    fn decide(&self, who: &str, role: Role, happened: &str, command: &Command) -> Outcome<Result<Decision, Refusal>> {
        Ok(self.lifecycle.decide(&self.lead, command, &context(who, role, happened)?))
    }

    fn tell(&mut self, who: &str, role: Role, happened: &str, command: &Command) -> Outcome<()> {
        let decision = self.decide(who, role, happened, command)??;
        for fact in decision.facts() {
            self.lead.apply(fact)?;
            println!("  {fact}");
        }
        Ok(())
    }
}

fn talk(advance: Progress) -> Command {
    let (direction, channel, outcome) = (Direction::Outbound, Channel::Phone, ContactOutcome::Conversation);
    Command::RecordAttempt(Attempt { direction, channel, outcome, advance: Some(advance), note: None })
}

fn heard(criterion: &str) -> Outcome<Command> {
    let (criterion, by) = (criterion.parse()?, Some("2026-08-31".parse()?));
    Ok(Command::RecordAnswer(Reply { criterion, verdict: Verdict::Confirmed, by, detail: None, evidence: None }))
}

fn main() -> Outcome<()> {
    let mut draft = PolicyDraft::standard();
    draft.handoff.required.clear();
    draft.handoff.required_fields.clear();
    let lifecycle = Lifecycle::new(Policy::try_from(draft)?);

    println!("Typed in on {TOLD}, as it was:");
    let badge = Capture::new("fair-17".parse()?, Origin::Inbound);
    let scanned = lifecycle.capture(&badge, &context("badges", Role::System, "2026-04-21T10:40:00+09:00")?)?;
    let mut story = Teller { lead: Lead::replay(scanned.facts())?, lifecycle };
    story.tell("mori", Role::Mk, "2026-04-21", &Command::Promote { note: Some("asked for a quote".parse()?) })?;
    story.tell("okada", Role::Sdr, "2026-04-22T11:00:00+09:00", &talk(Progress::Validated))?;
    story.tell("okada", Role::Sdr, "2026-04-22", &heard("need")?)?;
    story.tell("okada", Role::Sdr, "2026-04-22", &heard("timeline")?)?;
    story.tell("okada", Role::Sdr, "2026-04-23T15:00:00+09:00", &talk(Progress::Consented))?;
    let deal = Box::new(NewDeal::new("D-17".parse()?, Currency::JPY));
    let handoff = Box::new(Handoff::default());
    story.tell("okada", Role::Sdr, "2026-04-24", &Command::Qualify { handoff, deal })?;
    story.tell("ueno", Role::Fs, "2026-04-27T09:00:00+09:00", &Command::Accept)?;

    // A turn cannot lie before the newest one of its cycle: the refusal says which that is.
    let meeting = Command::HoldFirstMeeting { result: MeetingResult::Valid, note: None };
    let mistyped = story.decide("ueno", Role::Fs, "2026-04-20", &meeting)?;
    let refusal = mistyped.err().ok_or("a meeting before the hand-over was accepted")?;
    println!("\n{refusal}\n");
    assert_eq!(story.lead.cycle().turned_at(), "2026-04-27T09:00:00+09:00".parse::<Instant>()?);
    assert!(refusal.to_string().contains("`handoff_accepted` of 2026-04-27T00:00:00Z"));
    story.tell("ueno", Role::Fs, "2026-04-30", &meeting)?;

    println!("\nMilestones:");
    for (milestone, mark) in story.lead.cycle().milestones().iter() {
        let known = mark.at.ok_or("every step was dated")?;
        // What was told with a day stays a day, in whatever zone a report is read.
        let when = mark.day.map_or(Moment::At(known), Moment::Day);
        println!("  {milestone}: {when}");
        assert!(known < "2026-05-01T00:00:00+09:00".parse()?);
    }
    let day = |milestone| story.lead.cycle().milestones().get(milestone).and_then(|mark| mark.day);
    assert_eq!((day(Milestone::Opportunity), day(Milestone::Sao)), (Some("2026-04-30".parse()?), None));
    // Nothing was recycled between two steps, and nothing is overdue: deadlines of what is told late run from the telling.
    assert_eq!((story.lead.stage().kind(), story.lead.cycle().number()), (StageKind::Opportunity, 1));
    assert!(story.lifecycle.agenda(&story.lead, TOLD.parse()?)?.is_empty());
    Ok(())
}
