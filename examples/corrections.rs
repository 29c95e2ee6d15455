//! Mistakes are taken back: a win on the wrong line, a mail scanner's clicks, a trade fair that was typed in late.
#![expect(clippy::print_stdout, reason = "an example tells its story")]

use lead_lifecycle::calendar::Zone;
use lead_lifecycle::deal::{Contract, DealLine, NewDeal};
use lead_lifecycle::handoff::Handoff;
use lead_lifecycle::lead::{Attempt, Filter, MeetingResult, Reply, counted, select, select_soon_after};
use lead_lifecycle::lifecycle::{Corrections, Past, TakeBack};
use lead_lifecycle::qualification::Verdict;
use lead_lifecycle::recycle::Reason;
use lead_lifecycle::values::{Activity, Channel, ContactOutcome, Direction, Fields, List, Moment};
use lead_lifecycle::wording::Words;
use lead_lifecycle::{
    Actor, Capture, Command, Context, Decision, Fact, FactKind, Instant, Lead, Lifecycle, Origin, Policy, Role, Span,
    StageKind,
};

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

/// Clicks count; five in a month make an MQL.
const POLICY: &str = r#"
label = "clicks"
[scoring.tags.click]
kinds = ["mail_click"]
keep = 20
[scoring.tags.fair]
kinds = ["trade_fair"]
keep = 5
[scoring.rules.click.engagement]
group = "mail"
tag = "click"
points = 6
[scoring.rules.fair.engagement]
group = "events"
tag = "fair"
points = 20
[scoring.groups.mail]
dimension = "engagement"
[scoring.groups.events]
dimension = "engagement"
[scoring.dimensions.engagement]
[scoring.profiles.main]
combine = { sum = ["engagement"] }
enter = 30
exit = 15
[qualification]
bar = { confirmed = "need" }
[handoff]
required = []
required_fields = []
"#;

/// One lead and its history, as a host keeps them.
struct Story {
    lifecycle: Lifecycle,
    lead: Lead,
    history: Vec<Fact>,
}

fn by(role: Role, at: &str) -> Outcome<Context> {
    Ok(Context::new(at.parse()?, Actor::new(format!("{role}-1").parse()?, role)))
}

impl Story {
    fn begin(lifecycle: &Lifecycle, key: &str, at: &str) -> Outcome<Self> {
        let capture = Capture::new(key.parse()?, Origin::Inbound);
        let history = lifecycle.capture(&capture, &by(Role::System, at)?)?.into_facts();
        Ok(Self { lifecycle: lifecycle.clone(), lead: Lead::replay(&history)?, history })
    }

    fn store(&mut self, decision: Decision) -> Outcome<()> {
        self.lead.apply_all(decision.facts())?;
        self.history.extend(decision.into_facts());
        Ok(())
    }

    fn tell(&mut self, role: Role, at: &str, command: &Command) -> Outcome<()> {
        let decision = self.lifecycle.decide(&self.lead, command, &by(role, at)?)?;
        self.store(decision)
    }

    fn activity(&mut self, at: &str, id: &str, kind: &str, object: &str) -> Outcome<()> {
        let (id, kind, object) = (id.parse()?, kind.parse()?, Some(object.parse()?));
        self.tell(
            Role::System,
            at,
            &Command::RecordActivity { activity: Activity { id, kind, object, fields: Fields::new() } },
        )
    }

    /// Takes back, and says before what changes.
    fn take_back(&mut self, at: &str, order: &TakeBack, sum: &mut Corrections) -> Outcome<()> {
        let decision = self.lifecycle.take_back(&Past::Whole(&self.history), order, &by(Role::Manager, at)?)?;
        let correction = self.lifecycle.correction(&self.history, &decision)?;
        println!("  {}", Words::in_zone(&Zone::JST).of(&correction));
        sum.add(&correction, &Zone::JST);
        self.store(decision)
    }

    fn newest(&self, kind: FactKind) -> Option<u64> {
        self.history.iter().rev().find(|fact| fact.kind() == kind).map(|fact| fact.envelope.revision)
    }

    /// Every fact, and whether it counts.
    fn print(&self) -> Outcome<()> {
        let counts = counted(&self.history)?;
        for fact in &self.history {
            let found = counts.iter().find(|one| one.fact.envelope.revision == fact.envelope.revision);
            let mark = match found {
                _ if fact.kind() == FactKind::TakenBack => "!",
                Some(one) if one.hollow => "?",
                Some(_) => " ",
                None => "-",
            };
            println!("  {mark} {}", Words::in_zone(&Zone::JST).of(fact));
        }
        Ok(())
    }
}

fn reason(code: &str) -> Outcome<Reason> {
    Ok(Reason::new(code.parse()?, None))
}

/// A deal was set to won on the wrong line.
fn a_wrong_win(lifecycle: &Lifecycle, sum: &mut Corrections) -> Outcome<()> {
    println!("A win on the wrong line");
    let mut story = Story::begin(lifecycle, "won", "2026-04-01T09:00:00+09:00")?;
    story.tell(Role::Mk, "2026-04-02T10:00:00+09:00", &Command::Promote { note: None })?;
    let need =
        Reply { criterion: "need".parse()?, verdict: Verdict::Confirmed, by: None, detail: None, evidence: None };
    story.tell(Role::Sdr, "2026-04-02T11:00:00+09:00", &Command::RecordAnswer(need))?;
    let call = Attempt {
        direction: Direction::Outbound,
        channel: Channel::Phone,
        outcome: ContactOutcome::Conversation,
        advance: Some(lead_lifecycle::values::Progress::Consented),
        note: None,
    };
    story.tell(Role::Sdr, "2026-04-02T11:00:00+09:00", &Command::RecordAttempt(call))?;
    let line = DealLine::new("suite".parse()?, 1, "JPY 3000000".parse()?)?;
    let deal = NewDeal::new("D-1".parse()?, "JPY".parse()?)
        .with_lines(List::one(line))?
        .with_expected_close("2026-09-30".parse()?);
    let qualify = Command::Qualify { handoff: Box::new(Handoff::default()), deal: Box::new(deal) };
    story.tell(Role::Sdr, "2026-04-02T12:00:00+09:00", &qualify)?;
    story.tell(Role::Fs, "2026-04-02T13:00:00+09:00", &Command::Accept)?;
    let met = Command::HoldFirstMeeting { result: MeetingResult::Valid, note: None };
    story.tell(Role::Fs, "2026-04-02T14:00:00+09:00", &met)?;
    let contract = Contract::new("C-1".parse()?, "JPY 3000000".parse()?, "2026-06-01".parse()?, None)?;
    story.tell(Role::Fs, "2026-04-03T09:00:00+09:00", &Command::Win { contract })?;
    assert_eq!(story.lead.stage().kind(), StageKind::Customer);

    // The contract never was, the deal is open again where it stood, and what really happened is told with its date.
    let won = story.newest(FactKind::Won).ok_or("it was won")?;
    let moved: Instant = "2026-04-03T09:00:00+09:00".parse()?;
    let order = TakeBack::new([won], reason("wrong_record")?)
        .instead(Command::MoveDeal { to: "proposal".parse()? }, Moment::At(moved));
    story.take_back("2026-04-03T09:05:00+09:00", &order, sum)?;
    assert_eq!(story.lead.stage().kind(), StageKind::Opportunity);
    assert!(story.lead.customer().is_none() && story.lead.totals().milestones.won == 0);
    story.print()
}

/// A mail scanner clicked every link, within two seconds of the delivery. One of the leads was called on the strength of it.
fn a_scanner(lifecycle: &Lifecycle, sum: &mut Corrections) -> Outcome<()> {
    println!("\nA mail scanner's clicks");
    let delivered = Filter::activity("mail_delivered".parse()?);
    let clicks = Filter::activity("mail_click".parse()?);
    for (key, worked_on) in [("scanned-1", false), ("scanned-2", true)] {
        let mut story = Story::begin(lifecycle, key, "2026-04-01T09:00:00+09:00")?;
        for day in 2..8 {
            let mail = format!("mail-{day}");
            story.activity(&format!("2026-04-0{day}T09:00:00+09:00"), &format!("d-{day}"), "mail_delivered", &mail)?;
            story.activity(&format!("2026-04-0{day}T09:00:01+09:00"), &format!("c-{day}"), "mail_click", &mail)?;
        }
        assert_eq!(story.lead.stage().kind(), StageKind::Mql);
        if worked_on {
            let recycle = Command::Recycle { reason: reason("timing")?, until: None };
            story.tell(Role::Sdr, "2026-04-10T10:00:00+09:00", &recycle)?;
        }
        let scanned = select_soon_after(&story.history, &clicks, (Span::from_seconds(2)?, &delivered));
        let order = TakeBack::new(scanned.iter().map(|fact| fact.envelope.revision), reason("scanner")?);
        story.take_back("2026-05-08T09:00:00+09:00", &order, sum)?;
        assert_eq!(select(&story.history, &clicks), Vec::<&Fact>::new());
        // Sent once more by the mail system, they stay taken back.
        let before = story.history.len();
        story.activity("2026-05-08T09:01:00+09:00", "c-3", "mail_click", "mail-3")?;
        assert_eq!(story.history.len(), before);
    }
    Ok(())
}

/// A visit to a fair was typed in for the wrong day; an MQL was demoted for want of it.
fn a_fair_typed_in_late(lifecycle: &Lifecycle, sum: &mut Corrections) -> Outcome<()> {
    println!("\nA fair of March, typed in as one of April");
    let mut story = Story::begin(lifecycle, "fair", "2026-03-01T09:00:00+09:00")?;
    story.activity("2026-04-20T09:00:00+09:00", "f-1", "trade_fair", "spring-fair")?;
    let typed = select(&story.history, &Filter::activity("trade_fair".parse()?));
    let order = TakeBack::new(typed.iter().map(|fact| fact.envelope.revision), reason("mistake")?);
    let activity = Activity::new("f-1-again".parse()?, "trade_fair".parse()?);
    let order = order.instead(Command::RecordActivity { activity }, Moment::Day("2026-03-18".parse()?));
    story.take_back("2026-04-21T09:00:00+09:00", &order, sum)?;
    story.print()
}

fn main() -> Outcome<()> {
    let lifecycle = Lifecycle::new(Policy::try_from(toml::from_str::<lead_lifecycle::PolicyDraft>(POLICY)?)?);
    let mut sum = Corrections::with_names();
    a_wrong_win(&lifecycle, &mut sum)?;
    a_scanner(&lifecycle, &mut sum)?;
    a_fair_typed_in_late(&lifecycle, &mut sum)?;
    println!("\nAll together\n{sum}");
    Ok(())
}
