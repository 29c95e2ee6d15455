//! Every run of the clocks of a lead, as the facts that count tell it.

use std::collections::BTreeMap;

use lead_lifecycle::lead::counted_with;
use lead_lifecycle::sla::{ClockRule, ClockRun, StopKind};
use lead_lifecycle::values::{Addressee, ClockName, PolicyStamp, TeamKey};
use lead_lifecycle::{ActorId, Fact, FactBody, FactKind, Instant, Lead, LeadKey, Lifecycle, Role, Span, StageKind};

use crate::problem::Problem;
use crate::report::sla::standing::Standing;

/// A run of a clock: what was said of it last, and what time has made of it.
#[derive(Debug)]
pub(super) struct RunLine {
    pub(super) lead: LeadKey,
    /// As it was said last.
    pub(super) run: ClockRun,
    /// The policy by which its deadline was reckoned.
    pub(super) policy: PolicyStamp,
    /// Whose it was last: of the lead while it ran, of the deal where field sales answers for it.
    pub(super) owner: Option<ActorId>,
    pub(super) team: Option<TeamKey>,
    /// What time and later news told of it, in order.
    pub(super) notes: Vec<Note>,
    cycle: u32,
    is_of_field_sales: bool,
    has_missed: bool,
    fate: Fate,
}

/// What became of a run beside what is said of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    /// Nothing: it is what is said of it.
    None,
    /// What began it was taken back, and every word of it with that.
    Fallen,
    /// A later run of the clock took its place, and nothing said how it ended.
    Replaced,
}

/// What was told of a run beside what it is.
#[derive(Debug)]
pub(super) struct Note {
    pub(super) at: Instant,
    pub(super) what: Noted,
}

#[derive(Debug)]
pub(super) enum Noted {
    Warned,
    Breached { due: Instant },
    BreachWithdrawn,
    Escalated(Step),
}

/// A step of an escalation, and who could be told then.
#[derive(Debug)]
pub(super) struct Step {
    /// Counted from 1.
    pub(super) number: u64,
    pub(super) tell: Vec<Addressee>,
    pub(super) reassign: bool,
    pub(super) owner: Option<ActorId>,
    pub(super) team: Option<TeamKey>,
}

/// Two delays of what was done: they sum to the time from when it began until it was done.
#[derive(Debug, Clone, Copy)]
pub(super) struct Delay {
    /// Until it was recorded, and sales could know.
    pub(super) intake: Span,
    /// From then on.
    pub(super) sales: Span,
}

/// The runs of a lead, by clock, each clock's in their order.
pub(super) fn runs_of(lifecycle: &Lifecycle, history: &[Fact]) -> Result<Vec<RunLine>, Problem> {
    let Some(first) = history.first() else { return Ok(Vec::new()) };
    // Most leads of a policy without clocks need no folding.
    if !history.iter().any(|fact| fact.kind() == FactKind::ClocksChanged) {
        return Ok(Vec::new());
    }
    let mut ledger = Ledger { lifecycle, lines: BTreeMap::new() };
    let (mut now, mut last) = (Vec::new(), None);
    let counted = counted_with(history, |one, lead| {
        ledger.take(one.fact, lead);
        if one.fact.kind().is_of_clocks() {
            now = lead.clocks().to_vec();
        }
        last = Some((lead.cycle().owner().cloned(), lead.cycle().team().cloned()));
    });
    counted.map_err(|error| Problem::Replay { lead: first.envelope.lead.clone(), error })?;
    ledger.fallen(history, last.unwrap_or_default());
    let runs = ledger.lines.into_values().map(|line| {
        let present = now.iter().find(|known| known.clock() == line.run.clock());
        match present.filter(|known| known.number() == line.run.number()) {
            // What time has made of it since it was said.
            Some(known) => RunLine { run: known.clone(), ..line },
            None if line.run.is_running() && line.fate == Fate::None => RunLine { fate: Fate::Replaced, ..line },
            None => line,
        }
    });
    Ok(runs.collect())
}

struct Ledger<'l> {
    lifecycle: &'l Lifecycle,
    lines: BTreeMap<(ClockName, u64), RunLine>,
}

impl Ledger<'_> {
    fn take(&mut self, fact: &Fact, lead: &Lead) {
        if let FactBody::ClocksChanged(said) = &fact.body {
            said.runs().for_each(|run| self.say(run, fact, lead));
        } else if let Some((clock, run, what)) = noted(&fact.body, lead) {
            self.note(clock, run, Note { at: fact.envelope.effective_at, what });
        } else {
            self.lines.values_mut().for_each(|line| line.follow(lead));
        }
    }

    /// What is said of a run: the last word counts.
    fn say(&mut self, run: &ClockRun, fact: &Fact, lead: &Lead) {
        let place = (run.clock().clone(), run.number());
        let Some(known) = self.lines.get_mut(&place) else {
            let mut line = RunLine {
                lead: lead.key().clone(),
                run: run.clone(),
                policy: fact.envelope.policy.clone(),
                owner: None,
                team: None,
                notes: Vec::new(),
                cycle: lead.cycle().number(),
                is_of_field_sales: self.is_of_field_sales(run, fact, lead),
                has_missed: run.ever_missed(),
                fate: Fate::None,
            };
            line.owner = line.owner_now(lead).cloned();
            line.team = lead.cycle().team().cloned();
            self.lines.insert(place, line);
            return;
        };
        let timed = |run: &ClockRun| (run.due_at(), run.target(), run.calendar().cloned());
        if timed(&known.run) != timed(run) {
            known.policy.clone_from(&fact.envelope.policy);
        }
        known.has_missed = run.ever_missed();
        known.run.clone_from(run);
    }

    /// The runs of which nothing that counts tells any more: what began them was taken back. They are of who owns the lead now.
    fn fallen(&mut self, history: &[Fact], (owner, team): (Option<ActorId>, Option<TeamKey>)) {
        for fact in history {
            let FactBody::ClocksChanged(said) = &fact.body else { continue };
            for run in said.runs() {
                let place = (run.clock().clone(), run.number());
                self.lines.entry(place).or_insert_with(|| RunLine {
                    lead: fact.envelope.lead.clone(),
                    run: run.clone(),
                    policy: fact.envelope.policy.clone(),
                    owner: owner.clone(),
                    team: team.clone(),
                    notes: Vec::new(),
                    cycle: fact.envelope.cycle,
                    is_of_field_sales: false,
                    has_missed: false,
                    fate: Fate::Fallen,
                });
            }
        }
    }

    /// Who answers for a run, as the agenda has it: the role that the policy names, or that of the stage.
    fn is_of_field_sales(&self, run: &ClockRun, fact: &Fact, lead: &Lead) -> bool {
        let version = self.lifecycle.book().find(&fact.envelope.policy);
        let rule = version.and_then(|version| version.policy().sla().get(run.clock()));
        let of_stage = matches!(lead.stage().kind(), StageKind::Sql | StageKind::Opportunity);
        rule.and_then(ClockRule::responsible).map_or(of_stage, |role| role == Role::Fs)
    }

    fn note(&mut self, clock: &ClockName, run: u64, note: Note) {
        let Some(line) = self.lines.get_mut(&(clock.clone(), run)) else { return };
        match note.what {
            Noted::Breached { .. } => line.has_missed = true,
            Noted::BreachWithdrawn => line.has_missed = false,
            Noted::Warned | Noted::Escalated(_) => {}
        }
        line.notes.push(note);
    }
}

/// What a fact tells of a run, if it is one of time or later news.
fn noted<'f>(body: &'f FactBody, lead: &Lead) -> Option<(&'f ClockName, u64, Noted)> {
    if let FactBody::ClockWarned { clock, run, .. } = body {
        return Some((clock, *run, Noted::Warned));
    }
    if let FactBody::ClockBreached { clock, run, due_at } = body {
        return Some((clock, *run, Noted::Breached { due: *due_at }));
    }
    if let FactBody::BreachWithdrawn { clock, run, .. } = body {
        return Some((clock, *run, Noted::BreachWithdrawn));
    }
    let FactBody::ClockEscalated { clock, run, step, tell, reassign, .. } = body else { return None };
    let (owner, team) = (lead.cycle().owner().cloned(), lead.cycle().team().cloned());
    let number = u64::from(*step).saturating_add(1);
    Some((clock, *run, Noted::Escalated(Step { number, tell: tell.clone(), reassign: *reassign, owner, team })))
}

impl RunLine {
    /// Whose it is while it runs. What comes with the end of its cycle or deal is of others.
    fn follow(&mut self, lead: &Lead) {
        let has_left = self.cycle != lead.cycle().number();
        let deal_is_gone = self.is_of_field_sales && self.owner.is_some() && lead.stage().deal().is_none();
        if !self.run.is_running() || has_left || deal_is_gone {
            return;
        }
        if self.owner_now(lead) != self.owner.as_ref() {
            self.owner = self.owner_now(lead).cloned();
        }
        if lead.cycle().team() != self.team.as_ref() {
            self.team = lead.cycle().team().cloned();
        }
    }

    fn owner_now<'l>(&self, lead: &'l Lead) -> Option<&'l ActorId> {
        let of_deal = lead.stage().deal().filter(|_| self.is_of_field_sales);
        of_deal.and_then(|deal| deal.owner()).or(lead.cycle().owner())
    }

    /// Whether it ever missed a deadline, or ended after it. What never ran has missed none.
    pub(super) fn has_missed(&self) -> bool {
        !self.never_ran() && (self.has_missed || self.run.is_late())
    }

    fn never_ran(&self) -> bool {
        self.fate == Fate::Fallen || self.run.stop().is_some_and(|stop| stop.how == StopKind::Withdrawn)
    }

    /// Whether it runs or is held.
    pub(super) fn is_open(&self) -> bool {
        self.run.is_running() && self.fate == Fate::None
    }

    pub(super) fn is_past_due(&self, now: Instant) -> bool {
        self.is_open() && self.run.is_past_due(now)
    }

    pub(super) fn is_held(&self, now: Instant) -> bool {
        self.is_open() && self.run.is_held(now)
    }

    /// How it stands, or ended. One that has missed a deadline and is still open is open.
    pub(super) fn standing(&self) -> Standing {
        match self.run.stop().map(|stop| stop.how) {
            _ if self.never_ran() => Standing::Withdrawn,
            None if self.fate == Fate::Replaced && !self.has_missed() => Standing::Replaced,
            None if self.is_open() => Standing::Open,
            Some(_) | None if self.has_missed() => Standing::Missed,
            Some(StopKind::Done) => Standing::Met,
            Some(StopKind::Restarted) => Standing::Restarted,
            Some(StopKind::Retired) => Standing::Retired,
            Some(StopKind::Ended | StopKind::Withdrawn) | None => Standing::Ended,
        }
    }

    /// By how much the deadline is passed, or was when it ended.
    pub(super) fn late_by(&self, now: Instant) -> Option<Span> {
        let (run, due) = (&self.run, self.run.due_at().filter(|_| !self.never_ran())?);
        let until = if self.is_past_due(now) { now } else { run.stop().filter(|_| run.is_late())?.at };
        Some(until.saturating_since(due))
    }

    /// How long it took until it was done; none if it was not.
    pub(super) fn delay(&self) -> Option<Delay> {
        let stop = self.run.stop().filter(|stop| stop.how == StopKind::Done && self.fate == Fate::None)?;
        // What was done before it was recorded left sales nothing to wait for.
        let known = self.run.start().min(stop.at);
        Some(Delay { intake: known.saturating_since(self.run.since()), sales: stop.at.saturating_since(known) })
    }
}
