//! What taking back changes, told: lead by lead, and as a sum.

use std::fmt::Write as _;

use lead_lifecycle::calendar::Zone;
use lead_lifecycle::lead::{MilestoneMark, Revisions};
use lead_lifecycle::lifecycle::{Correction, Corrections};
use lead_lifecycle::values::Milestone;
use lead_lifecycle::wording::Words;
use lead_lifecycle::{Decision, Fact, FactBody, Instant, LeadKey, Lifecycle, StageKind};

use crate::report::listed;
use crate::screen::{Clock, Column, Table};
use crate::take_back::TakingBack;

/// What is to be told, gathered lead by lead.
pub(super) struct Told {
    zone: Zone,
    rows: Table,
    changed: u64,
    sum: Corrections,
    /// How many leads there are at each stage, then.
    stages: Vec<(String, u64)>,
    looked_at: u64,
    without: u64,
    named: u64,
    fallen: u64,
    /// Facts that time had made true before, recorded with it.
    due: usize,
    /// Leads that refuse it, and why.
    refused: Vec<(LeadKey, String)>,
    /// What was done before, or is so already.
    beside: Vec<String>,
}

impl Told {
    pub(super) fn new(lifecycle: &Lifecycle, asked: &TakingBack) -> Self {
        let columns = [
            Column::left("lead"),
            Column::left("taken back"),
            Column::left("falls with it"),
            Column::left("stage"),
            Column::right("score"),
            Column::left("what that changes"),
        ];
        Self {
            zone: lifecycle.newest_policy().zone().clone(),
            rows: Table::new(&columns),
            changed: 0,
            // Which leads they are is told line by line.
            sum: Corrections::new(),
            stages: Vec::new(),
            looked_at: 0,
            without: 0,
            named: 0,
            fallen: 0,
            due: 0,
            refused: Vec::new(),
            beside: match asked.instead.len() {
                0 => Vec::new(),
                told => vec![format!("told instead, of every lead of the table: {told}")],
            },
        }
    }

    /// What was found in a lead.
    pub(super) fn found(&mut self, lead: &LeadKey, nothing: bool, before: &[u64]) {
        self.looked_at = self.looked_at.saturating_add(1);
        self.without = self.without.saturating_add(u64::from(nothing));
        if !before.is_empty() {
            let before: Revisions = before.iter().copied().collect();
            self.beside.push(format!("`{lead}`: taken back before, or fallen: {}", listed(&before)));
        }
    }

    pub(super) fn done_before(&mut self, lead: &LeadKey, refused: bool) {
        if refused {
            self.refuse(lead, "refused before: `--retry-refused` asks again");
        } else {
            self.beside.push(format!("`{lead}`: done before"));
        }
    }

    pub(super) fn already_so(&mut self, lead: &LeadKey) {
        self.beside.push(format!("`{lead}`: already so, nothing was to be recorded"));
    }

    pub(super) fn refuse(&mut self, lead: &LeadKey, why: &str) {
        self.refused.push((lead.clone(), why.to_owned()));
    }

    pub(super) fn refused(&self) -> usize {
        self.refused.len()
    }

    /// One lead that changes; `history` is what it had before.
    pub(super) fn add(&mut self, correction: &Correction, history: &[Fact], decision: &Decision) {
        let lead = &correction.lead;
        self.due = self.due.saturating_add(decision.clock_facts().len());
        if decision.own_facts().is_empty() {
            return self.already_so(lead);
        }
        self.changed = self.changed.saturating_add(1);
        self.sum.add(correction, &self.zone);
        let (mut named, mut falls) = (String::from("–"), String::from("–"));
        let mut then = Vec::new();
        for fact in decision.own_facts() {
            if let FactBody::TakenBack(taken) = &fact.body {
                self.named = self.named.saturating_add(taken.facts.len());
                self.fallen = self.fallen.saturating_add(taken.fallen.len());
                // What time has made true up to now may fall at once.
                let all = || history.iter().chain(decision.clock_facts());
                named = if taken.facts.is_empty() { named } else { listed(&taken.facts) };
                falls = kinds(all(), &taken.fallen);
            } else {
                then.push(format!("then: {} {}", fact.envelope.revision, fact.kind()));
            }
        }
        let (was, is) = correction.stage;
        let stage = if was == is { was.to_string() } else { format!("{was} → {is}") };
        let score = correction.score.map_or_else(|| String::from("–"), |(was, is)| format!("{was} → {is}"));
        let mut changes: Vec<String> = Vec::new();
        changes.extend(correction.never.iter().map(|(which, mark)| self.reached("never reached", *which, mark)));
        let hollow =
            correction.hollow.iter().map(|at| format!("hollow: promotion of {}", Clock::of(&self.zone).at(*at)));
        changes.extend(hollow);
        let sound = correction
            .sound
            .iter()
            .map(|at| format!("hollow no longer: promotion of {}", Clock::of(&self.zone).at(*at)));
        changes.extend(sound);
        changes.extend(correction.anew.iter().map(|(which, mark)| self.reached("reached", *which, mark)));
        changes.extend(then);
        self.rows.row([lead.to_string(), named, falls, stage, score, changes.join("\n")]);
    }

    fn reached(&self, how: &str, which: Milestone, mark: &MilestoneMark) -> String {
        let at = mark.day.map(|day| day.to_string()).or_else(|| mark.at.map(|at| Clock::of(&self.zone).at(at)));
        format!("{how}: {which} of {}", at.unwrap_or_else(|| String::from("an unknown day")))
    }

    /// How many leads there are at each stage, then.
    pub(super) fn board(&mut self, stages: &[(String, u64)]) {
        self.stages = stages.to_vec();
    }

    /// Everything; `stops` is whether a refusal keeps it from being stored.
    pub(super) fn text(mut self, asked: &TakingBack, at: Instant, stops: bool) -> String {
        let words = Words::in_zone(&self.zone);
        let (actor, reason) = (&asked.actor, &asked.reason);
        let what = format!("taken back by {} ({}) at {}: {reason}", actor.id, actor.role, words.at(at));
        let mut text = match (asked.dry_run, stops) {
            (true, _) => format!("dry run, nothing is stored; {what}\n"),
            (false, true) if asked.lead.is_none() => String::from("nothing is stored, because leads refuse it\n"),
            (false, true) => String::new(),
            (false, false) if self.changed == 0 => String::from("nothing is taken back\n"),
            (false, false) => format!("{what}\n"),
        };
        let _infallible = writeln!(
            text,
            "{} leads looked at: {} have facts taken back, {} refuse it, {} have no such fact; {} facts taken back, {} fall with them",
            self.looked_at,
            self.changed,
            self.refused.len(),
            self.without,
            self.named,
            self.fallen
        );
        for (lead, why) in &self.refused {
            let _infallible = writeln!(text, "refused, `{lead}`: {why}");
        }
        if stops && asked.lead.is_none() {
            text.push_str("`--skip-refused` leaves these out and stores the rest\n");
        }
        if self.due > 0 {
            let _infallible = writeln!(text, "{} facts that time had made true before are recorded with it", self.due);
        }
        for beside in &self.beside {
            let _infallible = writeln!(text, "{beside}");
        }
        if self.changed > 0 {
            let rows = std::mem::replace(&mut self.rows, Table::new(&[]));
            text.push_str(&rows.titled(&format!("What is taken back (times at {})", self.zone)));
            text.push_str(&self.board_text());
            text.push_str(&self.months());
        }
        text
    }

    /// The stages before and then.
    fn board_text(&self) -> String {
        let mut report = Table::new(&[Column::left("stage"), Column::right("leads so far"), Column::right("then")]);
        for stage in StageKind::ALL.iter().copied() {
            let then = self.stages.iter().find(|(name, _)| name == stage.as_str()).map_or(0, |(_, leads)| *leads);
            let moved = |is_it: &dyn Fn(&(StageKind, StageKind)) -> bool| {
                let moves = self.sum.stages.iter().filter(|(change, _)| is_it(change));
                moves.fold(0_u64, |sum, (_, changes)| sum.saturating_add(changes.count))
            };
            let (left, came) = (moved(&|(was, _)| *was == stage), moved(&|(_, is)| *is == stage));
            let so_far = then.saturating_add(left).saturating_sub(came);
            if so_far > 0 || then > 0 {
                report.row([stage.to_string(), so_far.to_string(), then.to_string()]);
            }
        }
        report.titled("The board")
    }

    /// Milestones by month.
    fn months(&self) -> String {
        if self.sum.milestones.is_empty() {
            return String::from("\nNo milestone changes.\n");
        }
        let mut report = Table::new(&[
            Column::left("month"),
            Column::left("milestone"),
            Column::right("never reached"),
            Column::right("hollow"),
            Column::right("hollow no longer"),
            Column::right("reached anew"),
        ]);
        for ((month, milestone), unmade) in &self.sum.milestones {
            let month = month.map_or_else(|| String::from("unknown"), |day| day.to_string().chars().take(7).collect());
            report.row([
                month,
                milestone.to_string(),
                unmade.never.count.to_string(),
                unmade.hollow.count.to_string(),
                unmade.sound.count.to_string(),
                unmade.anew.count.to_string(),
            ]);
        }
        report.titled("Milestones that change, by month")
    }
}

/// `7 activity_recorded`, one a line; many of one kind in a row are one line.
#[expect(single_use_lifetimes, reason = "`impl Trait` cannot elide the lifetime")]
fn kinds<'f>(history: impl Iterator<Item = &'f Fact>, revisions: &Revisions) -> String {
    let mut lines: Vec<(u64, u64, &'static str)> = Vec::new();
    for fact in history.filter(|fact| revisions.contains(fact.envelope.revision)) {
        let (revision, kind) = (fact.envelope.revision, fact.kind().as_str());
        match lines.last_mut() {
            Some((_, last, known)) if *known == kind && last.saturating_add(1) == revision => *last = revision,
            Some(_) | None => lines.push((revision, revision, kind)),
        }
    }
    let line = |(first, last, kind): &(u64, u64, &str)| {
        if first == last { format!("{first} {kind}") } else { format!("{first}-{last} {kind}") }
    };
    let lines: Vec<String> = lines.iter().map(line).collect();
    if lines.is_empty() { String::from("–") } else { lines.join("\n") }
}
