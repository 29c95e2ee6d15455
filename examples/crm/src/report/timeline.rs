//! Everything that happened to one lead, with the reasons.

use lead_lifecycle::calendar::Zone;
use lead_lifecycle::lead::{Contributions, Envelope};
use lead_lifecycle::wording::Words;
use lead_lifecycle::{Date, Fact, FactBody, Instant, Lead, LeadKey, Lifecycle, Money, Span, StageKind};
use serde::Serialize;

use crate::problem::Problem;
use crate::report::board::value_of;
use crate::report::corrected::{Fate, fates};
use crate::report::story::{by, when_in_column};
use crate::report::{company, find, listed, zone_of};
use crate::screen::{Clock, Column, Ink, Page, Report, Table, counted, span, sum_of};
use crate::store::Store;

/// The story of one lead.
#[derive(Debug, Serialize)]
pub(crate) struct Timeline {
    lead: String,
    company: Option<String>,
    zone: Zone,
    /// Where it lives on, if it was merged.
    merged: Option<String>,
    facts: Vec<Row>,
    promotions: Vec<Promotion>,
    now: Now,
}

/// One fact.
#[derive(Debug, Serialize)]
struct Row {
    /// Its number, which `crm take-back` names.
    revision: u64,
    at: Instant,
    /// The day, if no more is known.
    day: Option<Date>,
    recorded_at: Instant,
    cycle: u32,
    stage: StageKind,
    what: String,
    by: String,
    state: State,
    /// What became of it since, one sentence each.
    notes: Vec<String>,
}

/// Whether a fact counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum State {
    Counts,
    Hollow,
    Correction,
    TakenBack,
    Fell,
}

/// Why the lead became MQL.
#[derive(Debug, Serialize)]
struct Promotion {
    revision: u64,
    at: Instant,
    state: State,
    score: String,
}

/// Where the lead stands.
#[derive(Debug, Serialize)]
struct Now {
    stage: StageKind,
    cycle: u32,
    revision: u64,
    attempts: u64,
    activities: u64,
    value: Vec<Money>,
    /// Over all cycles.
    in_stage: Vec<InStage>,
}

/// How long it was in a stage.
#[derive(Debug, Serialize)]
struct InStage {
    stage: StageKind,
    seconds: u64,
}

/// The story of one lead: every fact with its number, which `crm take-back` names. What counts no longer is struck through,
/// with cycle and stage as they were recorded; the others stand where they do without it.
pub(crate) fn timeline(store: &Store, lifecycle: &Lifecycle, key: &LeadKey) -> Result<Timeline, Problem> {
    let lead = find(store, key)?;
    let clock = Clock::of(&zone_of(lifecycle, Some(&lead))?);
    let (mut facts, mut promotions) = (Vec::new(), Vec::new());
    let mut folded: Option<Lead> = None;
    let history = store.history(key)?;
    let contributions = Contributions::of(&history);
    for (fact, fate) in fates(key, &history)? {
        let refold = |error| Problem::Fold { lead: key.clone(), error };
        let now = match folded.take() {
            None => Lead::start(fact).map_err(refold)?,
            Some(mut lead) => {
                lead.apply(fact).map_err(refold)?;
                lead
            }
        };
        facts.push(row((fact, fate), &now, &clock, &contributions));
        if matches!(fact.body, FactBody::BecameMql { .. }) {
            let Envelope { effective_at: at, revision, .. } = fact.envelope;
            if let Some(score) = lifecycle.explain(&now, at)? {
                let told = clock.words().of(&score).to_string();
                promotions.push(Promotion { revision, at, state: state(fate), score: told });
            }
        }
        folded = Some(now);
    }
    let (merged, now) = (store.merged()?.sentence(key.as_str()), Now::of(&lead));
    let (lead, company) = (lead.key().to_string(), company(&lead));
    Ok(Timeline { lead, company, zone: clock.zone().clone(), merged, facts, promotions, now })
}

fn row((fact, fate): (&Fact, Fate<'_>), now: &Lead, clock: &Clock, contributions: &Contributions) -> Row {
    let (envelope, words) = (&fact.envelope, clock.words());
    let (cycle, stage) = match fate {
        Fate::Counts { place, .. } => (place.cycle, place.stage),
        Fate::Correction | Fate::TakenBack(..) | Fate::Fell(..) => (envelope.cycle, now.stage().kind()),
    };
    let notes = match fate {
        Fate::Counts { hollow, .. } => {
            let hollow = hollow.then(|| String::from(HOLLOW));
            hollow.into_iter().chain(have_parted(fact, contributions)).collect()
        }
        Fate::Correction => Vec::new(),
        Fate::TakenBack(..) | Fate::Fell(..) => vec![undone(fate, words)],
    };
    Row {
        revision: envelope.revision,
        at: envelope.effective_at,
        day: envelope.day,
        recorded_at: envelope.recorded_at,
        cycle,
        stage,
        what: words.of(&fact.body).to_string(),
        by: by(fact, words),
        state: state(fate),
        notes,
    }
}

const fn state(fate: Fate<'_>) -> State {
    match fate {
        Fate::Counts { hollow: false, .. } => State::Counts,
        Fate::Counts { hollow: true, .. } => State::Hollow,
        Fate::Correction => State::Correction,
        Fate::TakenBack(..) => State::TakenBack,
        Fate::Fell(..) => State::Fell,
    }
}

/// What is said of a promotion by rule that stays without its grounds.
pub(super) const HOLLOW: &str = "hollow: what it stood on was taken back";

/// Who took a fact back, when and why; or what it fell with.
fn undone(fate: Fate<'_>, words: Words<'_>) -> String {
    let (how, undoing) = match fate {
        Fate::TakenBack(undoing) => (String::from("taken back"), undoing),
        Fate::Fell(undoing) => match undoing.facts.filter(|facts| !facts.is_empty()) {
            None => (String::from("fell"), undoing),
            Some(facts) => (format!("fell with {}", listed(facts)), undoing),
        },
        Fate::Counts { .. } | Fate::Correction => return String::new(),
    };
    let Envelope { actor, revision, recorded_at, .. } = &undoing.by.envelope;
    let who = format!("by {} ({}) {}, fact {revision}", actor.id, actor.role, words.at(*recorded_at));
    // A split gives no reason: it says from which lead.
    if let FactBody::SplitFrom(split) | FactBody::SplitOff(split) = &undoing.by.body {
        return format!("{} {who}: split, `{}`", how.replacen("taken back", "undone", 1), split.lead);
    }
    let reason =
        if let FactBody::TakenBack(taken) = &undoing.by.body { taken.reason.to_string() } else { String::new() };
    format!("{how} {who}: {reason}")
}

/// Of a merge that counts, the leads that have parted again.
fn have_parted<'c>(fact: &Fact, contributions: &'c Contributions) -> impl Iterator<Item = String> + use<'c> {
    let gone = contributions.gone(fact.envelope.revision);
    gone.map(|lead| format!("`{lead}`, which came with it, has parted again"))
}

impl Now {
    fn of(lead: &Lead) -> Self {
        let stages = &lead.totals().stages;
        let here = lead.stage().kind();
        let in_stage = stages
            .iter()
            .map(|(stage, _)| InStage { stage, seconds: stages.time_in(stage, here, lead.recorded_at()).seconds() });
        Self {
            stage: here,
            cycle: lead.cycle().number(),
            revision: lead.revision(),
            attempts: lead.totals().attempts,
            activities: lead.totals().activities,
            value: value_of(lead),
            in_stage: in_stage.collect(),
        }
    }

    fn text(&self) -> String {
        let worth = sum_of(self.value.iter().copied());
        let worth = if worth.is_empty() { worth } else { format!(", worth {worth}") };
        format!(
            "Now at {} in cycle {}, revision {}, {}, {}{worth}",
            self.stage,
            self.cycle,
            self.revision,
            counted(self.attempts, "attempt", "attempts"),
            counted(self.activities, "activity", "activities"),
        )
    }
}

impl State {
    /// What has become of a promotion since.
    const fn of_promotion(self) -> &'static str {
        match self {
            Self::Counts | Self::Correction => "",
            Self::Hollow => " (hollow today: what it stood on was taken back)",
            Self::TakenBack => " (taken back since)",
            Self::Fell => " (fell since, with what was taken back)",
        }
    }
}

/// Each line by itself: a cell has no lines of its own.
fn struck(text: &str) -> String {
    text.lines().map(|line| format!("~~{line}~~")).collect::<Vec<_>>().join("\n")
}

/// When a fact was recorded, if that was an hour later or more.
fn lateness(row: &Row, clock: &Clock) -> String {
    if row.recorded_at.saturating_since(row.at).seconds() < 3600 {
        return String::new();
    }
    format!(" [recorded {}]", clock.at(row.recorded_at))
}

impl Timeline {
    fn table(&self, clock: &Clock) -> Table {
        let mut table = Table::new(&[
            Column::right("#"),
            Column::left("when"),
            Column::right("cycle"),
            Column::left("stage"),
            Column::left("what"),
            Column::left("by").within(22),
        ]);
        for row in &self.facts {
            let when = when_in_column(row.at, row.day, clock);
            let (cycle, stage) = (row.cycle.to_string(), row.stage.to_string());
            let what = row.what.clone() + &lateness(row, clock);
            let notes = row.notes.iter().fold(String::new(), |text, note| text + "\n" + note);
            let (revision, by) = (row.revision.to_string(), row.by.clone());
            match row.state {
                State::Counts | State::Hollow | State::Correction => {
                    table.row([revision, when, cycle, stage, what + &notes, by]);
                }
                State::TakenBack | State::Fell => {
                    let what = struck(&what) + &notes;
                    table.inked(Ink::Faint, [revision, struck(&when), struck(&cycle), struck(&stage), what, by]);
                }
            }
        }
        table
    }
}

impl Report for Timeline {
    const NAME: &'static str = "timeline";

    fn page(&self) -> Page {
        let clock = Clock::of(&self.zone);
        let company = self.company.as_ref().map_or_else(String::new, |name| format!(", {name}"));
        let mut page = Page::default();
        if let Some(merged) = &self.merged {
            page = page.line("").line(format!("{merged}."));
        }
        let facts = counted(crate::load::count(self.facts.len()), "fact", "facts");
        let title = format!("Timeline of `{}`{company}: {facts} ({})", self.lead, clock.label());
        page = page.heading(title).with(self.table(&clock));
        for Promotion { at, state, score, .. } in &self.promotions {
            let at = clock.zoned(*at);
            page = page.heading(format!("Why it became MQL on {at}{}", state.of_promotion())).laid_out(score.clone());
        }
        let in_stage = |InStage { stage, seconds }: &InStage| format!("{stage} {}", span(Span::saturating(*seconds)));
        let stages = self.now.in_stage.iter().map(in_stage).collect::<Vec<_>>().join(", ");
        page.heading(self.now.text()).line(format!("Time in stage, over all cycles: {stages}"))
    }
}
