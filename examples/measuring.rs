//! Which numbers does the spring have, which leads are they, and what has moved since they were reported?
#![expect(clippy::print_stdout, reason = "an example tells its story")]

use lead_lifecycle::calendar::Zone;
use lead_lifecycle::deal::{Contract, DealLine, NewDeal};
use lead_lifecycle::handoff::Handoff;
use lead_lifecycle::insight::{
    Asked, CohortAsked, CohortTable, Column, Dimension, FunnelCell, FunnelTable, Lasting, LeadLine, LinePlan,
    MoneyAsked, MoneyTable, Over, Periods, Report, ReportPlan, Table as _, TimesAsked, TimesTable, members, restated,
};
use lead_lifecycle::lead::{Attempt, MeetingResult, Reply};
use lead_lifecycle::lifecycle::{Past, TakeBack};
use lead_lifecycle::planning::{Confidence, IntervalMethod};
use lead_lifecycle::qualification::Verdict;
use lead_lifecycle::recycle::Reason;
use lead_lifecycle::values::{Channel, ContactOutcome, Direction, List, Milestone, Progress};
use lead_lifecycle::{
    Actor, Capture, Command, Context, Currency, Fact, Instant, Lead, Lifecycle, Money, Origin, Policy, PolicyDraft,
    Role, Span, StageKind,
};

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

struct Company {
    lifecycle: Lifecycle,
    opened: Instant,
}

/// How far a lead comes.
#[derive(Clone, Copy, PartialEq, PartialOrd)]
enum Comes {
    Nowhere,
    ToMql,
    ToSql,
    ToCustomer,
}

impl Company {
    fn context(&self, role: Role, day: u32) -> Outcome<Context> {
        let now = self.opened.saturating_add(Span::days(day));
        Ok(Context::new(now, Actor::new(format!("{role}-1").parse()?, role)))
    }

    /// The life of a lead that was captured on a day and comes so far.
    fn life(&self, key: &str, (source, day): (&str, u32), comes: Comes) -> Outcome<Vec<Fact>> {
        let mut capture = Capture::new(key.parse()?, Origin::Inbound);
        capture.attribution.source = Some(source.parse()?);
        let mut history = self.lifecycle.capture(&capture, &self.context(Role::System, day)?)?.into_facts();
        for (after, role, command) in work(key)?.into_iter().take(steps(comes)) {
            let lead = Lead::replay(&history)?;
            let context = self.context(role, day.saturating_add(after))?;
            history.extend(self.lifecycle.decide(&lead, &command, &context)?.into_facts());
        }
        Ok(history)
    }
}

const fn steps(comes: Comes) -> usize {
    match comes {
        Comes::Nowhere => 0,
        Comes::ToMql => 1,
        Comes::ToSql => 6,
        Comes::ToCustomer => usize::MAX,
    }
}

/// What is done with a lead: how many days after it was captured, by whom, what.
fn work(key: &str) -> Outcome<Vec<(u32, Role, Command)>> {
    let yen = |units| Money::from_units(units, Currency::JPY);
    let talk = Command::RecordAttempt(Attempt {
        direction: Direction::Outbound,
        channel: Channel::Phone,
        outcome: ContactOutcome::Conversation,
        advance: Some(Progress::Consented),
        note: None,
    });
    let heard = |criterion: &str| -> Outcome<Command> {
        let (criterion, by) = (criterion.parse()?, Some("2026-12-31".parse()?));
        Ok(Command::RecordAnswer(Reply { criterion, verdict: Verdict::Confirmed, by, detail: None, evidence: None }))
    };
    let lines = List::new(vec![DealLine::new("suite".parse()?, 1, yen(900_000)?)?])?;
    let deal = NewDeal::new(format!("D-{key}").parse()?, Currency::JPY)
        .with_lines(lines)?
        .with_expected_close("2026-06-30".parse()?);
    let contract = Contract::new(format!("C-{key}").parse()?, yen(900_000)?, "2026-07-01".parse()?, None)?;
    Ok(vec![
        (3, Role::Mk, Command::Promote { note: None }),
        (4, Role::Sdr, talk),
        (4, Role::Sdr, heard("need")?),
        (4, Role::Sdr, heard("timeline")?),
        (4, Role::Sdr, heard("authority")?),
        (5, Role::Sdr, Command::Qualify { handoff: Box::new(Handoff::default()), deal: Box::new(deal) }),
        (6, Role::Fs, Command::Accept),
        (12, Role::Fs, Command::HoldFirstMeeting { result: MeetingResult::Valid, note: None }),
        (40, Role::Fs, Command::Win { contract }),
    ])
}

fn main() -> Outcome<()> {
    // The standard policy, but the hand-over file may stay short here.
    let mut draft = PolicyDraft::standard();
    draft.handoff.required.clear();
    draft.handoff.required_fields.clear();
    let company =
        Company { lifecycle: Lifecycle::new(Policy::try_from(draft)?), opened: "2026-04-01T09:00:00+09:00".parse()? };
    let mut histories = Vec::new();
    for number in 0..24_u32 {
        let source = if number % 3 == 0 { "exhibition" } else { "web" };
        let comes = match number % 6 {
            0 | 1 => Comes::Nowhere,
            2 => Comes::ToMql,
            3 | 4 => Comes::ToSql,
            _ => Comes::ToCustomer,
        };
        histories.push(company.life(&format!("lead-{number}"), (source, number.saturating_mul(3)), comes)?);
    }

    // One line of each lead. A host stores it beside the snapshot.
    let plan = ReportPlan::new(LinePlan::new(Zone::JST), vec![Dimension::Source, Dimension::Owner]);
    let lines: Vec<LeadLine> =
        histories.iter().map(|facts| LeadLine::of(plan.line(), facts)).collect::<Result<_, _>>()?;
    let mut report = Report::new(&plan);
    for line in &lines {
        report.add(&plan, line)?;
    }

    let end_of_june = company.opened.saturating_add(Span::days(90));
    let asked = Asked::new(end_of_june, Zone::JST).in_periods(Periods::months());
    println!("Reached in each month:");
    let funnel = FunnelTable::read(&report, &asked, &())?;
    for row in &funnel.rows {
        let counts: Vec<String> = Milestone::ALL.iter().map(|one| format!("{one} {}", row.at(*one).counted)).collect();
        println!("  {}: {}", row.period, counts.join(", "));
    }

    // Of those who entered together, and only of those whose 60 days are over.
    println!("Won within 60 days of capture, by month of capture:");
    let sixty = CohortAsked { entry: Milestone::Lead, window: Some(Span::days(60)) };
    for row in &CohortTable::read(&report, &asked, &sixty)?.rows {
        let rate = row.rate(Milestone::Won).map_or_else(
            || String::from("no rate yet"),
            |rate| format!("{rate}, {}", rate.interval(IntervalMethod::Wilson, &Confidence::P95)),
        );
        println!("  {}: {rate}; {} are too young", row.period, row.immature);
    }

    println!("Won and lost, by source:");
    let by_source = Asked::new(end_of_june, Zone::JST).by(vec![Dimension::Source]);
    for row in &MoneyTable::of(&report, &by_source, &MoneyAsked::default())?.rows {
        let value: Vec<String> = row.won.value.iter().map(|(currency, sum)| format!("{currency} {sum}")).collect();
        println!("  {}: {} won, {}", row.slice, row.won.deals, value.join(" + "));
    }

    let sql = TimesAsked { over: Some(Over::Reached), ..TimesAsked::of(Lasting::Stage(StageKind::Sql)) };
    let times = TimesTable::of(&report, &Asked::new(end_of_june, Zone::JST), &sql)?;
    for row in &times.rows {
        let median = row.finished.median().map_or_else(|| String::from("none"), |seconds| seconds.to_string());
        println!(
            "As SQL: {} went on, half of them within {median} s; {} wait",
            row.finished.count(),
            row.running.count()
        );
    }

    defend(&company, &plan, (&report, &lines), histories)
}

/// Which leads are these, and what has moved since they were reported?
fn defend(
    company: &Company,
    plan: &ReportPlan,
    (report, lines): (&Report, &[LeadLine]),
    mut histories: Vec<Vec<Fact>>,
) -> Outcome<()> {
    let end_of_june = company.opened.saturating_add(Span::days(90));
    let cell = FunnelCell { slice: None, period: None, milestone: Milestone::Mql, column: Some(Column::Counted) };
    let all = Asked::new(end_of_june, Zone::JST);
    let mqls = members::<FunnelTable>(plan, lines, (&all, &()), &cell)?;
    let number = FunnelTable::read(report, &all, &())?.count(&cell);
    assert_eq!(mqls.iter().map(|member| member.adds).sum::<i64>(), number);
    println!("The {number} MQLs: {}", mqls.iter().map(|member| member.lead.as_str()).collect::<Vec<_>>().join(", "));

    // One of them was promoted by mistake, which is found out in July.
    let mistaken = histories.iter_mut().find(|history| history.len() == 2).ok_or("an MQL that went no further")?;
    let order = TakeBack::new([2], Reason::new("mistake".parse()?, None));
    let july = company.context(Role::Manager, 100)?;
    mistaken.extend(company.lifecycle.take_back(&Past::Whole(mistaken), &order, &july)?.into_facts());
    let moved = restated::<FunnelTable>(plan, histories.iter().map(Vec::as_slice), end_of_june, (&all, &()), &cell)?;
    println!("MQLs as reported: {}; as known now: {}", moved.then, moved.now);
    for lead in &moved.leads {
        println!("  {}: {} → {} because of {:?}", lead.lead, lead.then, lead.now, lead.because);
    }
    assert_eq!(moved.moved(), -1);
    Ok(())
}
