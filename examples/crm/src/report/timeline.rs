//! Everything that happened to one lead, with the reasons.

use std::fmt::Write as _;

use lead_lifecycle::lead::{Because, Cause};
use lead_lifecycle::values::UtcOffset;
use lead_lifecycle::wording::Words;
use lead_lifecycle::{Fact, FactBody, FactKind, Lead, LeadKey, Lifecycle};

use crate::problem::Problem;
use crate::report::why::find;
use crate::report::{Report, local, value_of, zone_of, zoned};
use crate::store::Store;

/// The story of one lead.
pub(crate) fn timeline(store: &Store, lifecycle: &Lifecycle, key: &LeadKey) -> Result<String, Problem> {
    let lead = find(store, key)?;
    let offset = zone_of(lifecycle, Some(&lead))?;
    // The heading says the offset.
    let words = Words::in_zone(&offset).without_offset();
    let mut report = Report::new(&["when", ">cycle", "stage", "what", "by"]);
    let mut at_promotion = String::new();
    let mut folded: Option<Lead> = None;
    for fact in store.history(key)? {
        let refold = |error| Problem::Fold { lead: key.clone(), error };
        let now = match folded.take() {
            None => Lead::start(&fact).map_err(refold)?,
            Some(mut lead) => {
                lead.apply(&fact).map_err(refold)?;
                lead
            }
        };
        report.row([
            fact.envelope.day.map_or_else(|| local(fact.envelope.effective_at, offset), |day| day.to_string()),
            fact.envelope.cycle.to_string(),
            now.stage().kind().to_string(),
            words.of(&fact.body).to_string() + &lateness(&fact, offset),
            by(&fact, words),
        ]);
        if matches!(fact.body, FactBody::BecameMql { .. }) {
            if let Some(score) = lifecycle.explain(&now, fact.envelope.effective_at)? {
                let (at, why) =
                    (zoned(fact.envelope.effective_at, offset), Words::in_zone(&offset).of(&score).to_string());
                let _infallible = write!(at_promotion, "\nWhy it became MQL on {at}\n{why}\n");
            }
        }
        folded = Some(now);
    }
    let company = lead.profile().get("company").map_or_else(String::new, |name| format!(", {name}"));
    let mut text = report.finish(&format!("Timeline of `{key}`{company} (times at {offset})"));
    text.push_str(&at_promotion);
    text.push_str(&summary(&lead));
    Ok(text)
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
