//! The clocks of a lead, as one fact after another makes them.

use alloc::vec::Vec;

use crate::lead::{ClocksChanged, Fact, FactBody, Lead, Place};
use crate::lifecycle::clocks::seen::{Standing, seen, traits};
use crate::policy::Policy;
use crate::sla::{ClockRule, ClockRun, States, StopKind};
use crate::values::{ClockName, FactKind, Instant};

/// The clocks of a lead, as one fact after another makes them: what their rules say, whatever facts of clocks say.
///
/// Folding a lead takes its clocks from [`ClocksChanged`](FactBody::ClocksChanged); this is what those are made from.
#[derive(Debug, Clone)]
pub(in crate::lifecycle) struct Watch {
    runs: Vec<ClockRun>,
    /// Runs that ended, and after which the same clock began anew.
    ended: Vec<ClockRun>,
    standing: Standing,
}

impl Watch {
    /// From a lead on.
    pub(in crate::lifecycle) fn of(lead: &Lead) -> Self {
        Self { runs: lead.clocks().to_vec(), ended: Vec::new(), standing: Standing::of(lead) }
    }

    /// Before the first fact of a lead.
    pub(in crate::lifecycle) fn begin() -> Self {
        let standing = Standing { place: Place::FIRST, states: States::default() };
        Self { runs: Vec::new(), ended: Vec::new(), standing }
    }

    /// Whether clocks have anything to do with a fact; `lead` is the lead before it.
    pub(in crate::lifecycle) fn concerns(policy: &Policy, lead: &Lead, fact: &Fact) -> bool {
        let none = policy.sla().is_empty() && lead.clocks().is_empty();
        !none && is_heeded(policy, lead.cycle().is_postponed(), fact)
    }

    /// What a fact makes of them; `lead` is the lead after it, under `policy`.
    pub(in crate::lifecycle) fn see(&mut self, policy: &Policy, fact: &Fact, lead: &Lead) {
        self.note(&fact.body);
        let none = policy.sla().is_empty() && self.runs.is_empty();
        if !none && is_heeded(policy, self.standing.states.postponed.is_some(), fact) {
            if fact.kind() == FactKind::PolicyAdopted {
                self.adopt(policy, fact, lead);
                return;
            }
            let calendars = policy.calendars();
            seen(policy, &self.standing, fact, lead, |sight| {
                for rule in policy.sla() {
                    let place = self.runs.binary_search_by(|run| run.clock().cmp(rule.name()));
                    let known = place.ok().and_then(|place| self.runs.get(place));
                    let (after, ended) = rule.after(known, sight, calendars);
                    self.ended.extend(ended);
                    let Some(after) = after else { continue };
                    match place {
                        Ok(place) => self.runs.get_mut(place).into_iter().for_each(|run| run.clone_from(&after)),
                        Err(place) => self.runs.insert(place, after),
                    }
                }
            });
        }
        self.standing = Standing::of(lead);
    }

    /// What facts of clocks, and a new owner, note of a run.
    #[expect(clippy::wildcard_enum_match_arm, reason = "only these facts note something of a run")]
    fn note(&mut self, body: &FactBody) {
        match body {
            FactBody::ClockWarned { clock, run, .. } => self.with(clock, *run, ClockRun::note_warning),
            FactBody::ClockBreached { clock, run, .. } => self.with(clock, *run, ClockRun::note_breach),
            FactBody::ClockEscalated { clock, run, step, next, reassign, .. } => {
                self.with(clock, *run, |run| run.note_step(*step, *next, *reassign));
            }
            FactBody::BreachWithdrawn { clock, run, .. } => self.with(clock, *run, ClockRun::withdraw_breach),
            FactBody::Assigned { owner: Some(_), .. } => self.runs.iter_mut().for_each(ClockRun::note_owner),
            _ => {}
        }
    }

    fn with(&mut self, clock: &ClockName, number: u64, note: impl FnOnce(&mut ClockRun)) {
        let run = self.runs.iter_mut().find(|run| run.clock() == clock && run.number() == number);
        if let Some(run) = run {
            note(run);
        }
    }

    /// Under a new version a clock that it does not have is retired; the others keep their deadlines, or are timed anew.
    fn adopt(&mut self, policy: &Policy, fact: &Fact, lead: &Lead) {
        let (by, calendars) = ((fact.envelope.effective_at, fact.envelope.revision), policy.calendars());
        for run in self.runs.iter_mut().filter(|run| run.is_running()) {
            match policy.sla().get(run.clock()) {
                None => *run = ClockRule::retire(run, by, calendars),
                Some(rule) if policy.sla().retimes() => *run = rule.retimed(run, &traits(lead), calendars),
                Some(_) => {}
            }
        }
    }

    /// How the clocks of a lead differ from these.
    pub(in crate::lifecycle) fn changes(&self, lead: &Lead) -> ClocksChanged {
        let mut changes = ClocksChanged::default();
        let goes_on = |run: &&ClockRun| {
            lead.clock(run.clock()).is_some_and(|known| known.number() == run.number() && known != *run)
        };
        changes.stopped.extend(self.ended.iter().filter(goes_on).cloned());
        for run in &self.runs {
            let known = lead.clock(run.clock());
            let same = known.filter(|known| known.number() == run.number());
            let list = match same {
                Some(known) if known == run => continue,
                Some(known) if run.is_running() && known.is_running() => list_of(&mut changes, known, run),
                Some(_) | None if !run.is_running() => &mut changes.stopped,
                Some(_) | None => &mut changes.started,
            };
            list.push(run.clone());
        }
        changes
    }

    /// The runs that a lead has and should not have, but for those of which that was said.
    pub(in crate::lifecycle) fn unfounded<'l>(&self, lead: &'l Lead) -> impl Iterator<Item = &'l ClockRun> {
        let known = |run: &&ClockRun| {
            self.runs.iter().chain(&self.ended).any(|own| own.clock() == run.clock() && own.number() == run.number())
        };
        let said = |run: &&ClockRun| run.stop().is_some_and(|stop| stop.how == StopKind::Withdrawn);
        lead.clocks().iter().filter(move |run| !known(run) && !said(run)).collect::<Vec<_>>().into_iter()
    }
}

/// Whether a fact may change a clock.
fn is_heeded(policy: &Policy, is_put_off: bool, fact: &Fact) -> bool {
    let (kind, mut quiet) = (fact.kind(), None);
    if let FactBody::ActivityRecorded { activity, raises_hand: false, .. } = &fact.body {
        quiet = Some(&activity.kind);
    }
    matches!(kind, FactKind::Redacted | FactKind::PolicyAdopted) || policy.sla().heeds(kind, quiet, is_put_off)
}

/// What became of a run that is on.
fn list_of<'c>(changes: &'c mut ClocksChanged, known: &ClockRun, run: &ClockRun) -> &'c mut Vec<ClockRun> {
    if (known.target(), known.calendar()) != (run.target(), run.calendar()) {
        return &mut changes.retimed;
    }
    let later = |run: &ClockRun| run.due_at().unwrap_or(Instant::MAX);
    if later(run) > later(known) { &mut changes.held } else { &mut changes.released }
}
