//! Everything that happened to one lead, with the reasons.

use std::fmt::Write as _;

use lead_lifecycle::lead::{Because, Cause, Contributions, Envelope};
use lead_lifecycle::values::UtcOffset;
use lead_lifecycle::wording::Words;
use lead_lifecycle::{Fact, FactBody, FactKind, Lead, LeadKey, Lifecycle};

use crate::problem::Problem;
use crate::report::corrected::{Fate, fates};
use crate::report::why::find;
use crate::report::{Report, listed, local, value_of, zone_of, zoned};
use crate::store::Store;

/// The story of one lead: every fact with its number, which `crm take-back` names. What counts no longer is struck through,
/// with cycle and stage as they were recorded; the others stand where they do without it.
pub(crate) fn timeline(store: &Store, lifecycle: &Lifecycle, key: &LeadKey) -> Result<String, Problem> {
    let lead = find(store, key)?;
    let offset = zone_of(lifecycle, Some(&lead))?;
    // The heading says the offset.
    let words = Words::in_zone(&offset).without_offset();
    let mut report = Report::new(&[">#", "when", ">cycle", "stage", "what", "by"]);
    let mut at_promotion = String::new();
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
        let when = fact.envelope.day.map_or_else(|| local(fact.envelope.effective_at, offset), |day| day.to_string());
        let what = words.of(&fact.body).to_string() + &lateness(fact, offset);
        let recorded = (fact.envelope.cycle.to_string(), now.stage().kind().to_string());
        let (when, (cycle, stage), what) = match fate {
            Fate::Counts { place, hollow } => {
                let hollow = if hollow { format!("\n{HOLLOW}") } else { String::new() };
                let recounted = (place.cycle.to_string(), place.stage.to_string());
                (when, recounted, what + &hollow + &has_parted(fact, &contributions))
            }
            Fate::Correction => (when, recorded, what),
            Fate::TakenBack(..) | Fate::Fell(..) => {
                let recorded = (struck(&recorded.0), struck(&recorded.1));
                (struck(&when), recorded, format!("{}\n{}", struck(&what), undone(fate, words)))
            }
        };
        report.row([fact.envelope.revision.to_string(), when, cycle, stage, what, by(fact, words)]);
        if matches!(fact.body, FactBody::BecameMql { .. }) {
            if let Some(score) = lifecycle.explain(&now, fact.envelope.effective_at)? {
                let (at, why) =
                    (zoned(fact.envelope.effective_at, offset), Words::in_zone(&offset).of(&score).to_string());
                let since = of_today(fate);
                let _infallible = write!(at_promotion, "\nWhy it became MQL on {at}{since}\n{why}\n");
            }
        }
        folded = Some(now);
    }
    let company = lead.profile().get("company").map_or_else(String::new, |name| format!(", {name}"));
    let merged = store.merged()?.sentence(key.as_str());
    let mut text = merged.map_or_else(String::new, |merged| format!("\n{merged}.\n"));
    text += &report.finish(&format!("Timeline of `{key}`{company} (times at {offset})"));
    text.push_str(&at_promotion);
    text.push_str(&summary(&lead));
    Ok(text)
}

/// What is said of a promotion by rule that stays without its grounds.
pub(super) const HOLLOW: &str = "hollow: what it stood on was taken back";

/// Each line by itself: a cell has no lines of its own.
fn struck(text: &str) -> String {
    text.lines().map(|line| format!("~~{line}~~")).collect::<Vec<_>>().join("\n")
}

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
fn has_parted(fact: &Fact, contributions: &Contributions) -> String {
    let gone = contributions.gone(fact.envelope.revision);
    gone.fold(String::new(), |text, lead| format!("{text}\n`{lead}`, which came with it, has parted again"))
}

/// What has become of a promotion since.
const fn of_today(fate: Fate<'_>) -> &'static str {
    match fate {
        Fate::Counts { hollow: false, .. } | Fate::Correction => "",
        Fate::Counts { hollow: true, .. } => " (hollow today: what it stood on was taken back)",
        Fate::TakenBack(..) => " (taken back since)",
        Fate::Fell(..) => " (fell since, with what was taken back)",
    }
}

/// When it happened, as exactly as it is known, with the offset.
pub(crate) fn when(fact: &Fact, offset: UtcOffset) -> String {
    fact.envelope.day.map_or_else(|| zoned(fact.envelope.effective_at, offset), |day| day.to_string())
}

/// Who or what brought it about. That a policy comes into force is told apart from what it makes of the lead.
fn by(fact: &Fact, words: Words<'_>) -> String {
    let actor = &fact.envelope.actor;
    let policy = words.of(&fact.envelope.policy);
    match &fact.envelope.cause {
        Cause::Command => format!("{} ({})", actor.id, actor.role),
        Cause::Rule(_) if fact.kind() == FactKind::PolicyAdopted => format!("the policy {policy} comes into force"),
        Cause::Rule(Because::Policy) => format!("because the policy {policy}"),
        Cause::Rule(Because::Recount) => String::from("because the score was counted again"),
        Cause::Rule(Because::Correction) => String::from("because facts were taken back, or leads split"),
        Cause::Rule(Because::Merge) => String::from("because a lead was merged into it"),
        Cause::Rule(_) => String::from("rule"),
        Cause::Proposal(id) => format!("{} ({}), proposal {id}", actor.id, actor.role),
        Cause::Import => String::from("import"),
        _ => String::from("other"),
    }
}

fn lateness(fact: &Fact, offset: UtcOffset) -> String {
    let envelope = &fact.envelope;
    if envelope.recorded_at.saturating_since(envelope.effective_at).seconds() < 3600 {
        return String::new();
    }
    format!(" [recorded {}]", local(envelope.recorded_at, offset))
}

fn summary(lead: &Lead) -> String {
    let values: Vec<_> = value_of(lead).iter().map(ToString::to_string).collect();
    let mut text = format!(
        "\nNow at {} in cycle {}, revision {}, {} attempts, {} activities",
        lead.stage().kind(),
        lead.cycle().number(),
        lead.revision(),
        lead.totals().attempts,
        lead.totals().activities,
    );
    if !values.is_empty() {
        let _infallible = write!(text, ", worth {}", values.join(" + "));
    }
    text.push_str("\nDays in stage, over all cycles:");
    for (stage, _) in lead.totals().stages.iter() {
        let span = lead.totals().stages.time_in(stage, lead.stage().kind(), lead.recorded_at());
        let _infallible = write!(text, " {stage} {}", span.seconds() / 86_400);
    }
    text.push('\n');
    text
}
