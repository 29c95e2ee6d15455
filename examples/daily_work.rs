//! A day of business development, of field sales and of customer success: what they record, and what waits for them.
#![expect(clippy::print_stdout, reason = "an example tells its story")]

use lead_lifecycle::deal::{Contract, NewDeal};
use lead_lifecycle::handoff::Handoff;
use lead_lifecycle::lead::{Attempt, Attribution, DealOwner, Meeting, MeetingResult, Reply, TeamChange};
use lead_lifecycle::qualification::Verdict;
use lead_lifecycle::values::{Activity, Channel, ContactOutcome, Direction, Progress};
use lead_lifecycle::{
    Actor, Capture, Command, Context, Currency, Instant, Lead, Lifecycle, Money, Origin, Policy, PolicyDraft, Role,
    StageKind,
};

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

/// One lead and who works on it.
struct Desk {
    lifecycle: Lifecycle,
    lead: Lead,
}

/// `06-01 09:00`, in Japan.
fn at(text: &str) -> Outcome<Instant> {
    let (day, time) = text.split_once(' ').ok_or("a day and a time")?;
    Ok(format!("2026-{day}T{time}:00+09:00").parse()?)
}

fn context(who: &str, role: Role, when: &str) -> Outcome<Context> {
    Ok(Context::new(at(when)?, Actor::new(who.parse()?, role)))
}

impl Desk {
    fn begin(title: &str, key: &str, origin: Origin) -> Outcome<Self> {
        println!("\n{title}");
        // The standard policy, but the hand-over file may stay short here.
        let mut draft = PolicyDraft::standard();
        draft.handoff.required.clear();
        draft.handoff.required_fields.clear();
        let lifecycle = Lifecycle::new(Policy::try_from(draft)?);
        let web = context("web", Role::System, "05-25 09:00")?;
        let decision = lifecycle.capture(&Capture::new(key.parse()?, origin), &web)?;
        Ok(Self { lead: Lead::replay(decision.facts())?, lifecycle })
    }

    /// What happened before the day that is told.
    fn before(&mut self, who: &str, role: Role, when: &str, command: &Command) -> Outcome<()> {
        let decision = self.lifecycle.decide(&self.lead, command, &context(who, role, when)?)?;
        Ok(self.lead.apply_all(decision.facts())?)
    }

    fn does(&mut self, who: &str, role: Role, when: &str, command: &Command) -> Outcome<()> {
        let decision = self.lifecycle.decide(&self.lead, command, &context(who, role, when)?)?;
        for fact in decision.facts() {
            self.lead.apply(fact)?;
            println!("  {fact}");
        }
        Ok(())
    }

    /// Prints what waits; how much it is.
    fn agenda(&self, when: &str) -> Outcome<usize> {
        let items = self.lifecycle.agenda(&self.lead, at(when)?)?;
        println!("  agenda at {when}:{}", if items.is_empty() { " nothing" } else { "" });
        for item in &items {
            println!("    - {item}");
        }
        Ok(items.len())
    }
}

fn call(outcome: ContactOutcome, advance: Option<Progress>) -> Command {
    let (direction, channel) = (Direction::Outbound, Channel::Phone);
    Command::RecordAttempt(Attempt { direction, channel, outcome, advance, note: None })
}

fn heard(criterion: &str) -> Outcome<Command> {
    let (criterion, by) = (criterion.parse()?, Some("2026-09-30".parse()?));
    Ok(Command::RecordAnswer(Reply { criterion, verdict: Verdict::Confirmed, by, detail: None, evidence: None }))
}

fn contract(key: &str) -> Outcome<Contract> {
    let value = Money::from_units(600_000, Currency::JPY)?;
    Ok(Contract::new(key.parse()?, value, "2026-06-01".parse()?, Some("2027-05-31".parse()?))?)
}

fn given_to(owner: &str) -> Outcome<Command> {
    Ok(Command::Assign { owner: Some(owner.parse()?), team: TeamChange::Keep, deal: DealOwner::Follow })
}

/// Business development promotes leads of its own, and calls again when it was asked to.
fn bdr() -> Outcome<()> {
    let mut desk = Desk::begin("Business development: a company of the target list", "lead-bdr", Origin::Outbound)?;
    desk.before("takagi", Role::Manager, "05-29 10:00", &given_to("hara")?)?;
    desk.does("hara", Role::Bdr, "06-01 09:10", &call(ContactOutcome::Answered, None))?;
    desk.does("hara", Role::Bdr, "06-01 09:20", &Command::Promote { note: Some("opens three shops".parse()?) })?;
    let until = "2026-06-15".parse()?;
    desk.does(
        "hara",
        Role::Bdr,
        "06-01 09:25",
        &Command::Postpone { until, note: Some("inventory till then".parse()?) },
    )?;
    assert_eq!(desk.agenda("06-10 09:00")?, 0);
    desk.does("timer", Role::System, "06-15 00:00", &Command::CheckClock)?;
    assert_eq!(desk.agenda("06-15 09:00")?, 1);
    desk.does("hara", Role::Bdr, "06-15 09:30", &call(ContactOutcome::Dialled, None))?;
    assert_eq!(desk.agenda("06-15 10:00")?, 0);
    Ok(())
}

/// Field sales accepts, meets, meets again, and a deal changes hands together with its lead.
fn field_sales() -> Outcome<()> {
    let mut desk = Desk::begin("Field sales: a lead is handed over", "lead-fs", Origin::Inbound)?;
    desk.before("mori", Role::Mk, "05-28 09:00", &Command::Promote { note: None })?;
    desk.before("okada", Role::Sdr, "05-28 10:00", &call(ContactOutcome::Conversation, Some(Progress::Consented)))?;
    for criterion in ["need", "timeline", "authority"] {
        desk.before("okada", Role::Sdr, "05-28 10:10", &heard(criterion)?)?;
    }
    let deal = Box::new(NewDeal::new("D-1".parse()?, Currency::JPY));
    let qualify = Command::Qualify { handoff: Box::new(Handoff::default()), deal };
    desk.before("okada", Role::Sdr, "05-29 17:00", &qualify)?;

    assert_eq!(desk.agenda("06-01 09:00")?, 1);
    desk.does("ueno", Role::Fs, "06-01 09:05", &Command::Accept)?;
    let valid = Command::HoldFirstMeeting { result: MeetingResult::Valid, note: None };
    desk.does("ueno", Role::Fs, "06-01 11:00", &valid)?;
    // From here on a meeting is a follow-up: nobody needs to say so.
    let again = Command::ScheduleAppointment(Meeting::new(at("06-03 14:00")?, Channel::WebMeeting));
    desk.does("ueno", Role::Fs, "06-01 11:30", &again)?;
    assert_eq!(desk.agenda("06-03 16:00")?, 1);
    desk.does("ueno", Role::Fs, "06-03 16:10", &Command::HoldMeeting { note: Some("showed the quote".parse()?) })?;
    desk.does("takagi", Role::Manager, "06-04 09:00", &given_to("matsuda")?)?;
    // Lead and deal went together: putting them off is their owner's now.
    let put_off = Command::Postpone { until: "2026-06-20".parse()?, note: None };
    let refused = desk.does("ueno", Role::Fs, "06-04 10:00", &put_off).err().ok_or("a colleague's deal was put off")?;
    println!("  {refused}");
    assert!(refused.to_string().contains("matsuda"));
    Ok(())
}

/// Customer success answers a hand-raise, renews and agrees on the next meeting.
fn customer_success() -> Outcome<()> {
    let mut desk = Desk::begin("Customer success: a customer who bought on the web site", "lead-cs", Origin::Inbound)?;
    let bought = Command::RecordPurchase { contract: contract("C-1")?, attribution: Attribution::default() };
    desk.does("web", Role::System, "05-30 20:00", &bought)?;
    assert_eq!(desk.lead.stage().kind(), StageKind::Customer);
    let activity = Activity::new("form-8".parse()?, "contact_request".parse()?);
    desk.does("web", Role::System, "06-01 08:00", &Command::RecordActivity { activity })?;
    assert_eq!(desk.agenda("06-01 09:00")?, 1);
    desk.does("ogawa", Role::Cs, "06-01 09:15", &call(ContactOutcome::Conversation, None))?;
    let ends = Some("2028-05-31".parse()?);
    let renew = Command::RenewContract { contract: "C-1".parse()?, ends, value: None };
    desk.does("ogawa", Role::Cs, "06-01 10:00", &renew)?;
    let review = Command::ScheduleAppointment(Meeting::new(at("06-20 10:00")?, Channel::InPerson));
    desk.does("ogawa", Role::Cs, "06-01 10:05", &review)?;
    assert_eq!(desk.agenda("06-01 18:00")?, 0);
    Ok(())
}

fn main() -> Outcome<()> {
    bdr()?;
    field_sales()?;
    customer_success()
}
