//! The journal into the store: every line decided once, its facts and its outcome in one transaction, then the clock.

use std::collections::BTreeMap;
use std::fmt;

use indicatif::{ProgressBar, ProgressStyle};
use lead_lifecycle::lifecycle::{Past, TakeBackError, Together};
use lead_lifecycle::values::CommandKind;
use lead_lifecycle::wording::Words;
use lead_lifecycle::{Decision, Instant, Lead, LeadKey, Lifecycle, Refusal};

use crate::append::{Appended, append};
use crate::args::Args;
use crate::clashes::Clashes;
use crate::clock::{come_under, sweep};
use crate::journal::{Journal, Line, Order, Placed};
use crate::jump::{Beside, Jump};
use crate::problem::{Problem, gap_of, zone_at};
use crate::store::{Batch, Origin, Outcome, Reason, Refused, Store, Taken as TakenKey};

/// What a load did.
#[derive(Debug, Default)]
pub(crate) struct Loaded {
    pub(crate) lines: u64,
    pub(crate) skipped: u64,
    pub(crate) accepted: u64,
    pub(crate) already_so: u64,
    pub(crate) refused: u64,
    pub(crate) facts: u64,
    pub(crate) clock_facts: u64,
    /// What the crate told of decisions, and how often.
    pub(crate) notes: BTreeMap<String, u64>,
    /// What is to be told of the journal as a file.
    of_file: Option<&'static str>,
    clashes: Clashes,
    leads: i64,
    all_facts: i64,
}

/// Leads as of the newest batch. What a batch that fails has put in is thrown away with it.
pub(crate) type Leads = BTreeMap<LeadKey, Lead>;

/// How many leads are kept in memory at most; the rest are read again.
const MOST_LEADS: usize = 20_000;

/// Loads the journal of `--journal`.
pub(crate) fn load(store: &mut Store, lifecycle: &Lifecycle, args: &Args) -> Result<Loaded, Problem> {
    let loaded = load_lines(store, lifecycle, args);
    // What was erased before a line that stops the load is erased. If that fails too, the line is told, and the erasure is
    // left to the next program.
    let finished = store.finish_erasures();
    let mut loaded = loaded?;
    finished?;
    (loaded.leads, loaded.all_facts) = store.size()?;
    Ok(loaded)
}

/// Every line, then the clock.
fn load_lines(store: &mut Store, lifecycle: &Lifecycle, args: &Args) -> Result<Loaded, Problem> {
    let mut journal = Journal::open(&args.journal)?;
    let source = args.journal.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    let bar = progress(journal.size());
    let mut loaded = Loaded::default();
    let mut leads = Leads::new();
    let mut newest = store.newest()?;
    let mut seen = None;
    loop {
        // The first date there is, nothing lies before: it is compared with the one after it.
        let most = if newest.is_some() { args.batch } else { args.batch.max(2) };
        let (lines, mut trouble) = read_batch(&mut journal, most);
        let Some(last) = lines.last() else {
            // What came before an unreadable line, or one of a far date, is stored; the line itself stops the load.
            trouble?;
            break;
        };
        let mut batch = store.begin()?;
        if batch.stale || leads.len() > MOST_LEADS {
            leads.clear();
        }
        loaded.of_file = journal.told();
        for (place, placed) in lines.iter().enumerate() {
            let at = placed.line.at;
            let following = lines.get(place.saturating_add(1)).map(|next| Beside::Following(next.line.at));
            let before = newest.map(Beside::Newest).or(following);
            let host = Host { lifecycle, source: &source, retry: args.retry, jump: args.jump };
            batch.set_aside()?;
            match host.take(&mut batch, &mut leads, placed, before, &mut loaded) {
                Ok(_taken) => batch.keep()?,
                Err(reused @ Problem::Reused(_)) => {
                    batch.keep()?;
                    loaded.clashes.add(&reused.at(&args.journal, placed.number));
                    continue;
                }
                Err(problem) if matches!(problem, Problem::Far(_)) || problem.is_of_one_line() => {
                    batch.take_back()?;
                    trouble = Err(problem.at(&args.journal, placed.number));
                    break;
                }
                Err(problem) => return Err(problem.at(&args.journal, placed.number)),
            }
            (newest, seen) = (newest.max(Some(at)), seen.max(Some(at)));
        }
        batch.commit()?;
        bar.set_position(last.end);
        trouble?;
    }
    bar.finish_and_clear();
    if let Some(now) = args.now {
        args.jump.check("`--now`", now, newest)?;
    }
    if let Some(now) = seen.max(args.now) {
        let swept = sweep(store, lifecycle, now, args.batch)?.facts;
        loaded.clock_facts = loaded.clock_facts.saturating_add(swept);
        loaded.facts = loaded.facts.saturating_add(swept);
    }
    Ok(loaded)
}

/// What became of a line.
#[derive(Debug)]
pub(crate) enum Taken {
    /// It was done before.
    Before {
        refused: bool,
    },
    AlreadySo,
    Accepted(Box<Decision>),
    /// Several leads were merged, or split.
    Together(Box<Together>),
    Refused(Box<Refused>),
}

/// Decides lines.
pub(crate) struct Host<'h> {
    pub(crate) lifecycle: &'h Lifecycle,
    pub(crate) source: &'h str,
    pub(crate) retry: bool,
    pub(crate) jump: Jump,
}

impl Host<'_> {
    pub(crate) fn take(
        &self,
        batch: &mut Batch<'_>,
        leads: &mut Leads,
        placed: &Placed,
        beside: Option<Beside>,
        loaded: &mut Loaded,
    ) -> Result<Taken, Problem> {
        loaded.lines = loaded.lines.saturating_add(1);
        let line = &placed.line;
        if let Some(done) = batch.done(&line.id)? {
            if done.print.is_some_and(|print| print != placed.print.to_string()) {
                let (id, first) = (&line.id, done.place);
                return Err(Problem::Reused(format!(
                    "command id `{id}` was used at {first} for another command: give this one an id of its own"
                )));
            }
            if !(done.refused && self.retry) {
                loaded.skipped = loaded.skipped.saturating_add(1);
                return Ok(Taken::Before { refused: done.refused });
            }
        }
        self.jump.check_beside("`at`", line.at, beside)?;
        let concerns_several = match line.order() {
            Ok(Order::Merge(_) | Order::Split) => true,
            // What is taken back from a merged lead changes those that it was merged into.
            Ok(Order::TakeBack(_)) => !batch.way(&line.lead)?.is_empty(),
            _ => false,
        };
        if concerns_several {
            return self.take_together(batch, leads, placed, loaded);
        }
        let mut known = match leads.remove(&line.lead) {
            Some(lead) => Some(lead),
            None => batch.lead(&line.lead)?,
        };
        let come = known.as_ref().map(|lead| come_under(batch, self.lifecycle, lead, line.at)).transpose()?;
        if let Some(Appended { lead, facts, .. }) = come.flatten() {
            loaded.clock_facts = loaded.clock_facts.saturating_add(facts);
            loaded.facts = loaded.facts.saturating_add(facts);
            known = Some(lead);
        }
        let erased = known.as_ref().is_some_and(|lead| lead.erased_at().is_some());
        let print = Some(placed.print).filter(|_| !erased);
        let from = Origin { id: &line.id, source: self.source, line: placed.number, print, lead: &line.lead };
        match self.decide(batch, known.as_ref(), line)? {
            Ok(decision) if decision.is_empty() => {
                batch.note(from, Outcome::AlreadySo, 0)?;
                loaded.already_so = loaded.already_so.saturating_add(1);
                leads.extend(known.map(|lead| (line.lead.clone(), lead)));
                Ok(Taken::AlreadySo)
            }
            Ok(decision) => {
                let Appended { lead, facts } = append(batch, self.lifecycle, known, &decision)?;
                batch.note(from, Outcome::Accepted, decision.facts().len())?;
                loaded.accepted = loaded.accepted.saturating_add(1);
                loaded.facts = loaded.facts.saturating_add(facts);
                loaded.note(&decision);
                leads.insert(line.lead.clone(), lead);
                Ok(Taken::Accepted(Box::new(decision)))
            }
            Err(refused) => {
                let refused = if erased { refused.redacted() } else { refused };
                batch.refuse(from, &refused)?;
                loaded.refused = loaded.refused.saturating_add(1);
                leads.extend(known.map(|lead| (line.lead.clone(), lead)));
                Ok(Taken::Refused(Box::new(refused)))
            }
        }
    }

    /// The crate decides; that a lead exists, or does not, only the store can know.
    fn decide(
        &self,
        batch: &Batch<'_>,
        known: Option<&Lead>,
        line: &Line,
    ) -> Result<Result<Decision, Refused>, Problem> {
        let context = line.context();
        let of_host = |kind, code, what| Ok(Err(of_host(kind, line.at, code, what)));
        let order = match line.order() {
            Ok(order) => order,
            Err(what) => return of_host(CommandKind::CheckClock, "line", what),
        };
        let kind = match &order {
            Order::Capture(_) => CommandKind::Capture,
            Order::Command(command) => command.kind(),
            Order::TakeBack(_) => CommandKind::TakeBack,
            Order::Merge(_) => CommandKind::Merge,
            Order::Split => CommandKind::Split,
        };
        let decided = match (order, known) {
            // `take` gives these to `take_together`.
            (Order::Merge(_) | Order::Split, _) => return of_host(kind, "line", "it concerns several leads"),
            (Order::Capture(capture), None) => self.lifecycle.capture(capture, &context),
            (Order::Capture(_), Some(_)) => {
                let what = "the lead exists already: record an activity or update its profile";
                return of_host(kind, "lead_known", what);
            }
            (Order::Command(command), Some(lead)) => self.lifecycle.decide(lead, command, &context),
            (Order::Command(_), None) => return of_host(kind, "lead_unknown", "no such lead: capture it first"),
            (Order::TakeBack(_), None) => {
                return of_host(kind, "lead_unknown", "no such lead: there is nothing to take back");
            }
            (Order::TakeBack(order), Some(lead)) => {
                let history = batch.history(lead.key())?;
                match self.lifecycle.take_back(&Past::Whole(&history), order, &context) {
                    Ok(decision) => Ok(decision),
                    Err(TakeBackError::Refused(refusal)) => Err(refusal),
                    Err(TakeBackError::Replay(error)) => {
                        return Err(Problem::Replay { lead: lead.key().clone(), error });
                    }
                    Err(error) => return Err(Problem::Data(error.to_string())),
                }
            }
        };
        match told_apart(decided, self.lifecycle)? {
            Ok(decision) => unless_taken(batch, decision, &line.lead, (kind, line.at)),
            refused @ Err(_) => Ok(refused),
        }
    }
}

/// A decision on a lead, unless it would use keys of other leads: whose a key is, the crate cannot know.
pub(crate) fn unless_taken(
    batch: &Batch<'_>,
    decision: Decision,
    lead: &LeadKey,
    (command, at): (CommandKind, Instant),
) -> Result<Result<Decision, Refused>, Problem> {
    let taken = batch.taken(lead, decision.facts())?;
    Ok(if taken.is_empty() { Ok(decision) } else { Err(taken_keys(command, at, &taken)) })
}

/// The refusal of keys that other leads have.
pub(crate) fn taken_keys(command: CommandKind, at: Instant, taken: &[TakenKey]) -> Refused {
    let reasons: Vec<Reason> = taken.iter().map(|taken| Reason::of_host("key_taken", &taken.to_string())).collect();
    let text = reasons.iter().map(|reason| reason.text.as_str()).collect::<Vec<_>>().join("; ");
    Refused { command: command.to_string(), at, reasons, text }
}

/// A refusal of the crate, as it is stored: told at the clocks of the policy in force then.
///
/// One because the book says nothing of the lead is no answer to what was asked, and never stored: it stops the program, and
/// with the right book the same line is taken.
pub(crate) fn told_apart<T>(decided: Result<T, Refusal>, lifecycle: &Lifecycle) -> Result<Result<T, Refused>, Problem> {
    let refusal = match decided {
        Ok(decision) => return Ok(Ok(decision)),
        Err(refusal) if gap_of(&refusal).is_some() => return Err(Problem::refused(&refusal, lifecycle)),
        Err(refusal) => refusal,
    };
    let zone = zone_at(lifecycle, refusal.at);
    let words = Words::in_zone(zone);
    Ok(Err(Refused {
        command: refusal.command.to_string(),
        at: refusal.at,
        reasons: refusal.unmet.iter().map(|unmet| Reason::of_crate(unmet, words)).collect(),
        text: words.of(&refusal).to_string(),
    }))
}

pub(crate) fn of_host(command: CommandKind, at: Instant, code: &str, what: &str) -> Refused {
    Refused { command: command.to_string(), at, reasons: vec![Reason::of_host(code, what)], text: what.to_string() }
}

/// Up to `max` lines, and the trouble that ended them early.
fn read_batch(journal: &mut Journal, max: usize) -> (Vec<Placed>, Result<(), Problem>) {
    let mut lines = Vec::new();
    while lines.len() < max {
        match journal.next_line() {
            Ok(Some(placed)) => lines.push(placed),
            Ok(None) => break,
            Err(problem) => return (lines, Err(problem)),
        }
    }
    (lines, Ok(()))
}

/// A bar on standard error; invisible when that is no terminal.
pub(crate) fn progress(length: u64) -> ProgressBar {
    let bar = ProgressBar::new(length);
    if let Ok(style) = ProgressStyle::with_template("{bar:40} {percent:>3} % {msg} {eta} left") {
        bar.set_style(style);
    }
    bar
}

/// Rows as they are read, on standard error: how many there will be, nobody knows yet.
pub(crate) fn reading() -> ProgressBar {
    let bar = ProgressBar::new_spinner();
    if let Ok(style) = ProgressStyle::with_template("{spinner} {human_pos} rows read of {msg}") {
        bar.set_style(style);
    }
    bar
}

pub(crate) fn count(length: usize) -> u64 {
    u64::try_from(length).unwrap_or(u64::MAX)
}

impl fmt::Display for Loaded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{} lines: {} accepted, {} already so, {} refused, {} done before",
            self.lines, self.accepted, self.already_so, self.refused, self.skipped
        )?;
        writeln!(
            f,
            "{} facts appended, {} of them by the clock; the store holds {} leads and {} facts",
            self.facts, self.clock_facts, self.leads, self.all_facts
        )?;
        if let Some(told) = self.of_file {
            writeln!(f, "note: {told}")?;
        }
        self.notes.iter().try_for_each(|(note, often)| writeln!(f, "{often} × {note}"))
    }
}

impl Loaded {
    /// What is wrong though the load went on to its end.
    pub(crate) fn complaint(&self) -> Option<String> {
        self.clashes.told()
    }

    /// What the crate notes of a decision.
    pub(crate) fn note(&mut self, decision: &Decision) {
        for note in decision.notes() {
            let often = self.notes.entry(note.to_string()).or_default();
            *often = often.saturating_add(1);
        }
    }

    /// What is told beside what was decided by hand: what the crate notes.
    pub(crate) fn told_beside(&self) -> String {
        self.notes.keys().fold(String::new(), |text, note| text + "note: " + note + "\n")
    }
}
