//! What merging or splitting changes, told lead by lead.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use lead_lifecycle::calendar::Zone;
use lead_lifecycle::lead::Stage;
use lead_lifecycle::lifecycle::Together;
use lead_lifecycle::values::CommandId;
use lead_lifecycle::wording::Words;
use lead_lifecycle::{Decision, Instant, Lead, LeadKey, Lifecycle};

use crate::merging::Merging;
use crate::problem::Problem;
use crate::report;
use crate::screen::{Column, Table};
use crate::store::{Batch, Store};

/// The leads as they were: stage and score, and whose keys there are.
pub(super) struct Before {
    leads: BTreeMap<LeadKey, (String, String)>,
    held: Vec<String>,
}

impl Before {
    pub(super) fn of(
        batch: &Batch<'_>,
        lifecycle: &Lifecycle,
        concerned: &[LeadKey],
        at: Instant,
    ) -> Result<Self, Problem> {
        let mut leads = BTreeMap::new();
        for key in concerned {
            if let Some(lead) = batch.lead(key)? {
                leads.insert(key.clone(), (lead.stage().kind().to_string(), score(lifecycle, &lead, at)?));
            }
        }
        let held = concerned.first().map_or_else(|| Ok(Vec::new()), |named| batch.held_by(named))?;
        Ok(Self { leads, held })
    }
}

/// The score then; a merged lead has none of its own, it is in that of the one that lives on.
fn score(lifecycle: &Lifecycle, lead: &Lead, at: Instant) -> Result<String, Problem> {
    if matches!(lead.stage(), Stage::Merged { .. }) {
        return Ok(String::from("–"));
    }
    Ok(lifecycle.score(lead, at.max(lead.recorded_at()))?.total().to_string())
}

/// The words.
pub(super) struct Told<'a> {
    pub(super) lifecycle: &'a Lifecycle,
    pub(super) asked: &'a Merging,
    pub(super) at: Instant,
}

impl Told<'_> {
    fn zone(&self) -> &Zone {
        self.lifecycle.newest_policy().zone()
    }

    /// What was asked, and by whom.
    fn head(&self) -> String {
        let Merging { lead, into, actor, dry_run, .. } = self.asked;
        let zone = self.zone();
        let at = Words::in_zone(zone).at(self.at).to_string();
        let what = match into {
            Some(into) => format!("`{lead}` merged into `{into}`"),
            None => format!("`{lead}` split, to live by itself again"),
        };
        let dry = if *dry_run { "dry run, nothing is stored; " } else { "" };
        format!("{dry}{what}, by {} ({}) at {at}\n", actor.id, actor.role)
    }

    pub(super) fn already_so(&self) -> String {
        format!("{}already so: nothing was to be recorded\n", self.head())
    }

    pub(super) fn refused(&self, why: &str) -> String {
        let dry = if self.asked.dry_run { "dry run, nothing is stored; " } else { "" };
        format!("{dry}refused, `{}`: {why}", self.asked.lead)
    }

    /// The same id was done before: what it did then.
    pub(super) fn done_before(&self, store: &Store, id: &CommandId) -> Result<String, Problem> {
        let (facts, refused) = store.outcome(id)?;
        if let Some(refused) = refused {
            return Err(Problem::Data(format!("refused before: {refused}")));
        }
        let mut text = String::from("done before:\n");
        let zone = self.zone();
        for fact in &facts {
            let (when, lead) = (report::when(fact, zone), &fact.envelope.lead);
            let _infallible = writeln!(text, "{when}  `{lead}`: {}", Words::in_zone(zone).of(&fact.body));
        }
        if facts.is_empty() {
            text.push_str("already so: nothing was to be recorded\n");
        }
        Ok(text)
    }

    /// Stage, score and facts of every lead that is concerned, before and then.
    pub(super) fn changes(&self, batch: &Batch<'_>, before: &Before, together: &Together) -> Result<String, Problem> {
        let zone = self.zone();
        let mut table =
            Table::new(&[Column::left("lead"), Column::left("stage"), Column::right("score"), Column::left("facts")]);
        for of in together.iter() {
            let Some(after) = batch.lead(&of.lead)? else { continue };
            let unknown = || (String::new(), String::new());
            let (stage, points) = before.leads.get(&of.lead).cloned().unwrap_or_else(unknown);
            let then = (after.stage().kind().to_string(), score(self.lifecycle, &after, self.at)?);
            let moved = |was: &str, is: &str| if was == is { was.to_owned() } else { format!("{was} → {is}") };
            table.row([
                of.lead.to_string(),
                moved(&stage, &then.0),
                moved(&points, &then.1),
                facts(&of.decision, zone),
            ]);
        }
        let mut text = self.head();
        if together.is_already_so() {
            text.push_str("already so: only what time had made true is recorded\n");
        }
        text.push_str(&table.titled(&format!("What that changes (times at {zone})")));
        let keys = match &self.asked.into {
            Some(_) => before.held.clone(),
            None => batch.held_by(&self.asked.lead)?,
        };
        if !keys.is_empty() {
            let _infallible = writeln!(text, "keys that go with `{}`: {}", self.asked.lead, keys.join(", "));
        }
        Ok(text)
    }
}

/// `7 merged from …`, one a line.
fn facts(decision: &Decision, zone: &Zone) -> String {
    let words = Words::in_zone(zone).without_offset();
    let line = |fact: &lead_lifecycle::Fact| format!("{} {}", fact.envelope.revision, words.of(&fact.body));
    let lines: Vec<String> = decision.facts().iter().map(line).collect();
    if lines.is_empty() { String::from("–") } else { lines.join("\n") }
}
