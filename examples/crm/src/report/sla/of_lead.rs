//! The runs of a lead, each with how its deadline comes about and who was told.

use lead_lifecycle::calendar::Zone;
use lead_lifecycle::lifecycle::{Member, addressee};
use lead_lifecycle::sla::{ClockStop, Hold, StopKind};
use lead_lifecycle::values::{Addressee, CalendarName, ClockName, TeamKey};
use lead_lifecycle::{ActorId, Instant, LeadKey, Lifecycle, Span};
use serde::Serialize;

use crate::args::LeadRunsAsked;
use crate::problem::Problem;
use crate::report::sla::is_known;
use crate::report::sla::ledger::{Note, Noted, RunLine, Step, runs_of};
use crate::report::sla::standing::Standing;
use crate::report::sla::trace::Trace;
use crate::report::{company, find, zone_of};
use crate::screen::{Clock, Page, Report, counted, elapsed};
use crate::store::Store;

/// The service levels of a lead.
#[derive(Debug, Serialize)]
pub(crate) struct LeadRuns {
    lead: LeadKey,
    company: Option<String>,
    at: Instant,
    zone: Zone,
    /// Where it lives on, if it was merged.
    merged: Option<String>,
    /// By clock, each clock's in their order.
    runs: Vec<OneRun>,
}

#[derive(Debug, Serialize)]
struct OneRun {
    clock: ClockName,
    /// The revision of the fact that began it.
    #[serde(rename = "run")]
    number: u64,
    /// The same in a sentence.
    what: String,
    target: String,
    calendar: Option<CalendarName>,
    owner: Option<ActorId>,
    team: Option<TeamKey>,
    standing: Standing,
    ever_missed: bool,
    past_due: bool,
    held: bool,
    /// When what began it happened, and from when its deadline runs.
    since: Instant,
    start: Instant,
    /// Seconds between the two.
    intake: u64,
    due: Option<Instant>,
    stopped: Option<Stopped>,
    late_by: Option<u64>,
    holds: Vec<Hold>,
    trace: Trace,
    /// What time and later news told of it.
    told: Vec<Told>,
    next_step_at: Option<Instant>,
}

#[derive(Debug, Serialize)]
struct Stopped {
    at: Instant,
    how: StopKind,
    /// The fact that stopped it, by its number.
    by: u64,
    /// Seconds in the measure of its target.
    worked: u64,
}

#[derive(Debug, Serialize)]
struct Told {
    at: Instant,
    #[serde(flatten)]
    what: What,
}

#[derive(Debug, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum What {
    Warned,
    Breached {
        due: Instant,
    },
    BreachWithdrawn,
    Escalated {
        /// Counted from 1.
        step: u64,
        tell: Vec<Addressee>,
        /// Whom the chain comes to among the members that were given; none: nobody, or none were given.
        member: Option<ActorId>,
        /// Whether members were given.
        resolved: bool,
        reassign: bool,
    },
}

pub(in crate::report) fn of_lead(
    store: &Store,
    lifecycle: &Lifecycle,
    now: Instant,
    asked: &LeadRunsAsked,
) -> Result<LeadRuns, Problem> {
    let LeadRunsAsked { lead: key, clock: only, members, max } = asked;
    only.as_ref().map_or(Ok(()), |clock| is_known(lifecycle, clock))?;
    let members = members.as_deref().map(crate::members::of_file).transpose()?;
    let lead = find(store, key)?;
    let clock = Clock::of(&zone_of(lifecycle, Some(&lead))?);
    let lines = runs_of(lifecycle, &store.history(key)?)?.into_iter();
    let lines = lines.filter(|line| only.as_ref().is_none_or(|only| line.run.clock() == only));
    let runs = lines.map(|line| {
        let version = lifecycle.book().find(&line.policy);
        // The policy of a fact that was stored is in the book; the newest one stands in for one that is not.
        let policy = version.map_or_else(|| lifecycle.newest_policy(), |version| version.policy());
        let trace = Trace::of(&line.run, policy.calendars(), now, *max);
        OneRun::of(line, (trace, now), &clock, members.as_deref())
    });
    Ok(LeadRuns {
        company: company(&lead),
        at: now,
        zone: clock.zone().clone(),
        merged: store.merged()?.sentence(key.as_str()),
        runs: runs.collect(),
        lead: key.clone(),
    })
}

impl OneRun {
    fn of(line: RunLine, (trace, now): (Trace, Instant), clock: &Clock, members: Option<&[Member]>) -> Self {
        let (standing, ever_missed) = (line.standing(), line.has_missed());
        let (past_due, held) = (line.is_past_due(now), line.is_held(now));
        let late_by = line.late_by(now).map(Span::seconds);
        let run = line.run;
        let stopped = run.stop().map(|ClockStop { at, how, by, worked }| Stopped {
            at: *at,
            how: *how,
            by: *by,
            worked: worked.seconds(),
        });
        Self {
            what: if standing == Standing::Withdrawn {
                format!("clock `{}` ({}) never ran, as is known now", run.clock(), run.target())
            } else {
                clock.words().of(&run).to_string()
            },
            clock: run.clock().clone(),
            number: run.number(),
            target: run.target().to_string(),
            calendar: run.calendar().cloned(),
            owner: line.owner,
            team: line.team,
            standing,
            ever_missed,
            past_due,
            held,
            since: run.since(),
            start: run.start(),
            intake: run.start().saturating_since(run.since()).seconds(),
            due: run.due_at(),
            stopped,
            late_by,
            holds: run.holds().to_vec(),
            trace,
            told: line.notes.into_iter().map(|note| Told::of(note, members)).collect(),
            next_step_at: run.next_step_at().filter(|_| standing == Standing::Open),
        }
    }

    fn page(&self, page: Page, clock: &Clock) -> Page {
        let standing = match (self.past_due, self.held) {
            (true, _) => String::from("past due now"),
            (_, true) => String::from("held now"),
            _ => self.standing.to_string(),
        };
        let ever = if self.ever_missed && self.standing != Standing::Missed { ", has missed a deadline" } else { "" };
        let late = self.late_by.map_or_else(String::new, |late| format!(", late by {}", elapsed(late)));
        let mut page = page.heading(format!("{}, run {}: {standing}{ever}{late}", self.clock, self.number));
        page = page.line(format!("{}.", capital(&self.what)));
        let calendar = self.calendar.as_ref().map_or_else(String::new, |name| format!(", by the calendar {name}"));
        let of = self.owner.as_ref().map_or_else(|| String::from("of nobody"), |owner| format!("of {owner}"));
        page = page.line(format!(
            "It began {}, the deadline runs from {} (intake {}); {of}{calendar}.",
            clock.at(self.since),
            clock.at(self.start),
            elapsed(self.intake)
        ));
        if self.trace.shown() > 0 {
            page = page.with(self.trace.table(clock)).cut(self.trace.shown(), self.trace.count());
        }
        page = page.line(self.trace.sums(clock));
        for told in &self.told {
            page = page.item(told.sentence(clock));
        }
        match self.next_step_at {
            Some(next) => page.item(format!("{}: the next step of the escalation is due", clock.at(next))),
            None => page,
        }
    }
}

impl Told {
    fn of(note: Note, members: Option<&[Member]>) -> Self {
        let what = match note.what {
            Noted::Warned => What::Warned,
            Noted::Breached { due } => What::Breached { due },
            Noted::BreachWithdrawn => What::BreachWithdrawn,
            Noted::Escalated(Step { number, tell, reassign, owner, team }) => {
                let among = members.unwrap_or_default();
                let member = addressee(&tell, owner.as_ref(), team.as_ref(), among).map(|member| member.id.clone());
                What::Escalated { step: number, tell, member, resolved: members.is_some(), reassign }
            }
        };
        Self { at: note.at, what }
    }

    fn sentence(&self, clock: &Clock) -> String {
        let at = clock.at(self.at);
        match &self.what {
            What::Warned => format!("{at}: warned"),
            What::Breached { due } => format!("{at}: missed, it was due {}", clock.at(*due)),
            What::BreachWithdrawn => format!("{at}: not missed, as later news shows"),
            What::Escalated { step, tell, member, resolved, reassign } => {
                let chain = tell.iter().map(ToString::to_string).collect::<Vec<_>>().join(", or if there is none ");
                let told = match (member, resolved) {
                    _ if tell.is_empty() => String::from("nobody is told"),
                    (Some(member), _) => format!("{member} is told (as {chain})"),
                    (None, true) => format!("nobody is told: no member at work is {chain}"),
                    (None, false) => format!("tell {chain}"),
                };
                let asks = if *reassign { "; another owner is asked for" } else { "" };
                format!("{at}: step {step} of the escalation, {told}{asks}")
            }
        }
    }
}

fn capital(sentence: &str) -> String {
    let mut letters = sentence.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

impl Report for LeadRuns {
    const NAME: &'static str = "sla-lead";

    fn page(&self) -> Page {
        let clock = Clock::of(&self.zone);
        let mut page = Page::default();
        if let Some(merged) = &self.merged {
            page = page.line("").line(format!("{merged}."));
        }
        let company = self.company.as_ref().map_or_else(String::new, |company| format!(" ({company})"));
        let runs = counted(u64::try_from(self.runs.len()).unwrap_or(u64::MAX), "run", "runs");
        let (lead, at) = (&self.lead, clock.at(self.at));
        page = page.heading(format!("Service levels of `{lead}`{company} at {at}: {runs} ({})", clock.label()));
        self.runs.iter().fold(page, |page, run| run.page(page, &clock))
    }
}
