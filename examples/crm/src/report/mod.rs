//! What the host shows of its leads: each report is data, of which `screen` makes a page or JSON.

mod agenda;
mod board;
mod corrected;
mod keys;
mod listed_leads;
mod maybe;
mod measure;
mod refusals;
mod sla;
mod story;
mod tally;
mod timeline;
mod verify;
mod waiting;
mod why;

pub(crate) use agenda::agenda;
pub(crate) use board::{Board, BoardLine, board};
pub(crate) use corrected::listed;
pub(crate) use measure::overview as funnel;
pub(crate) use refusals::refusals;
pub(crate) use sla::{RunCount, overview as service_levels};
pub(crate) use story::when;
pub(crate) use timeline::timeline;
pub(crate) use verify::{rebuild, verified, verify};
pub(crate) use why::{nearly_promoted, why};

use lead_lifecycle::calendar::Zone;
use lead_lifecycle::wording::lifecycle_diagram;
use lead_lifecycle::{Instant, Lead, LeadKey, Lifecycle};

use crate::args::{Args, Asked};
use crate::problem::Problem;
use crate::screen::printed;
use crate::store::Store;

/// The report that was asked for, as it is printed. All that is read for it is of one state of the database.
pub(crate) fn report(store: &Store, lifecycle: &Lifecycle, args: &Args, asked: &Asked) -> Result<String, Problem> {
    let shape = args.shape;
    let now = || present(store, args.now);
    store.at_once(|| match asked {
        Asked::Board => printed(&board(store, lifecycle, now()?)?, shape),
        Asked::BoardLeads { row, max } => printed(&board::leads(store, lifecycle, (now()?, row, *max))?, shape),
        Asked::Measured(asked) => measure::measured(store, lifecycle, args, asked),
        Asked::Refusals { lines } => printed(&refusals(store, *lines)?, shape),
        Asked::Timeline { lead } => printed(&timeline(store, lifecycle, lead)?, shape),
        Asked::Why { lead } => printed(&why(store, lifecycle, lead, now()?)?, shape),
        Asked::Agenda { whose, max } => printed(&agenda(store, lifecycle, now()?, (whose, *max))?, shape),
        Asked::Sla { which } => printed(&service_levels(store, lifecycle, now()?, which)?, shape),
        Asked::SlaRuns { which, count, max } => {
            printed(&sla::listed_runs(store, lifecycle, now()?, (which, *count, *max))?, shape)
        }
        Asked::SlaLead(asked) => printed(&sla::of_lead(store, lifecycle, now()?, asked)?, shape),
        Asked::HandRaises { max } => printed(&waiting::hand_raises(store, lifecycle, now()?, *max)?, shape),
        Asked::PutOff { max } => printed(&waiting::put_off(store, lifecycle, now()?, *max)?, shape),
        Asked::Keys { key, max } => printed(&keys::keys(store, lifecycle, key.as_deref(), *max)?, shape),
    })
}

/// The clocks of the policy that a lead is under; of no lead, those of the newest policy.
pub(crate) fn zone_of(lifecycle: &Lifecycle, lead: Option<&Lead>) -> Result<Zone, Problem> {
    let policy = lead.map_or(Ok(lifecycle.newest_policy()), |lead| lifecycle.policy_of(lead))?;
    Ok(policy.zone().clone())
}

/// The host's present.
pub(crate) fn present(store: &Store, now: Option<Instant>) -> Result<Instant, Problem> {
    match now {
        Some(now) => Ok(now),
        None => store
            .newest()?
            .ok_or_else(|| Problem::Data(String::from("the database holds no facts yet: run `crm load`"))),
    }
}

/// A lead that must be there.
pub(crate) fn find(store: &Store, key: &LeadKey) -> Result<Lead, Problem> {
    if let Some(lead) = store.lead(key)? {
        return Ok(lead);
    }
    let hint = store.nearly(key)?.map_or_else(String::new, |near| format!(": did you mean `{near}`?"));
    Err(Problem::Data(format!("no lead `{key}` in the database{hint}")))
}

/// The name of the company, if it is known.
fn company(lead: &Lead) -> Option<String> {
    lead.profile().get("company").map(ToString::to_string)
}

/// What a table shows where there is nothing to show.
fn or_empty<T: ToString>(value: Option<&T>) -> String {
    value.map_or_else(String::new, ToString::to_string)
}

/// The lifecycle and the deal pipelines as Mermaid text, from the tables that decide.
pub(crate) fn diagram(lifecycle: &Lifecycle) -> String {
    format!("{}\n{}", lifecycle_diagram(), lifecycle.newest_policy().pipelines().diagram())
}
