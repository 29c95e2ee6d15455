//! Why a lead was, or was not, promoted, and what everybody could do with it now.

use std::fmt::Write as _;

use lead_lifecycle::lead::{Stage, counted};
use lead_lifecycle::wording::Words;
use lead_lifecycle::{Actor, ActorId, Context, Instant, Lead, LeadKey, Lifecycle, Role};

use crate::problem::Problem;
use crate::report::timeline::HOLLOW;
use crate::report::{Report, present, zone_of, zoned};
use crate::store::Store;

fn context(now: Instant, role: Role) -> Result<Context, Problem> {
    Ok(Context::new(now, Actor::new(ActorId::new("reader")?, role)))
}

/// The lead at stage Lead whose score comes nearest to the threshold.
pub(crate) fn nearly_promoted(store: &Store, lifecycle: &Lifecycle) -> Result<Option<LeadKey>, Problem> {
    let now = present(store, None)?;
    let waiting = store.leads()?.into_iter().filter(|lead| matches!(lead.stage(), Stage::Lead { cooling_until: None }));
    let scored = waiting.map(|lead| Ok((lifecycle.score(&lead, now)?.total(), lead)));
    let scored = scored.collect::<Result<Vec<_>, Problem>>()?;
    let best = scored.into_iter().max_by(|(a, one), (b, other)| a.cmp(b).then_with(|| other.key().cmp(one.key())));
    Ok(best.map(|(_, lead)| lead.key().clone()))
}

/// The report of one lead.
pub(crate) fn why(
    store: &Store,
    lifecycle: &Lifecycle,
    asked_for: &LeadKey,
    now: Option<Instant>,
) -> Result<String, Problem> {
    let now = present(store, now)?;
    let asked = find(store, asked_for)?;
    // A merged lead is asked for by its old key: what is to be known is of the lead that it lives on in.
    let merged = store.merged()?;
    let survivor = merged.survivor(asked_for.as_str()).map(LeadKey::new).transpose()?;
    let (key, lead) = match &survivor {
        Some(survivor) => (survivor, find(store, survivor)?),
        None => (asked_for, asked),
    };
    let refused = |refusal: lead_lifecycle::Refusal| Problem::refused(&refusal, lifecycle);
    let report = lifecycle.promotion(&lead, &context(now, Role::System)?).map_err(refused)?;
    let zone = zone_of(lifecycle, Some(&lead))?;
    let (words, at) = (Words::in_zone(&zone), zoned(now, zone));
    let sentence = survivor.as_ref().and_then(|_| merged.sentence(asked_for.as_str()));
    let mut text = sentence.map_or_else(String::new, |merged| format!("\n{merged}.\n"));
    let _infallible =
        write!(text, "\nWhy was `{key}` not promoted? It is {at}, score {} of {}\n", report.total, report.enter);
    if report.against.is_empty() {
        text.push_str("  nothing stands against it\n");
    }
    for obstacle in &report.against {
        let _infallible = writeln!(text, "  - {}", words.of(obstacle));
    }
    for promotion in hollow(store, key)? {
        let _infallible = writeln!(text, "  its promotion of {} is {HOLLOW}", words.at(promotion));
    }
    if let Some(at) = report.promoted_at {
        let _infallible = writeln!(text, "  time alone promotes it at {}", words.at(at));
    }
    if let Some(score) = lifecycle.explain(&lead, now)? {
        let _infallible = writeln!(text, "{}", words.of(&score));
    }
    Ok(text + &possible(lifecycle, &lead, now)?)
}

/// When the promotions of a lead happened whose grounds were taken back.
fn hollow(store: &Store, key: &LeadKey) -> Result<Vec<Instant>, Problem> {
    let history = store.history(key)?;
    let counts = counted(&history).map_err(|error| Problem::Replay { lead: key.clone(), error })?;
    let hollow = counts.iter().filter(|one| one.hollow);
    Ok(hollow.map(|one| one.fact.envelope.effective_at).collect())
}

/// Which commands are open to whom, and what stands in the way of the rest.
fn possible(lifecycle: &Lifecycle, lead: &Lead, now: Instant) -> Result<String, Problem> {
    let mut table = Report::new(&["role", "may now", "may not yet, because"]);
    for role in [Role::Mk, Role::Sdr, Role::Fs, Role::Cs, Role::Manager] {
        let prospects = lifecycle.outlook(lead, &context(now, role)?);
        let prospects = prospects.map_err(|refusal| Problem::refused(&refusal, lifecycle))?;
        let (mut open, mut shut) = (Vec::new(), Vec::new());
        for prospect in prospects {
            let command = prospect.command;
            let codes: Vec<_> = prospect.unmet.iter().map(lead_lifecycle::Unmet::code).collect();
            if codes.is_empty() {
                open.push(command.to_string());
            } else if !codes
                .iter()
                .any(|code| matches!(*code, "permission" | "stage" | "not_own_deal" | "not_own_lead"))
            {
                shut.push(format!("{command}: {}", codes.join(", ")));
            }
        }
        table.row([role.to_string(), open.join(", "), shut.join("; ")]);
    }
    Ok(table.finish("What everybody could do with it now"))
}

/// A lead that must be there.
pub(crate) fn find(store: &Store, key: &LeadKey) -> Result<Lead, Problem> {
    if let Some(lead) = store.lead(key)? {
        return Ok(lead);
    }
    let hint = store.nearly(key)?.map_or_else(String::new, |near| format!(": did you mean `{near}`?"));
    Err(Problem::Data(format!("no lead `{key}` in the database{hint}")))
}
