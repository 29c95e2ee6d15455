//! Facts as JSON lines.

use lead_lifecycle::lead::{Contributions, Counted, counted};
use lead_lifecycle::{Fact, FactBody};
use serde::Serialize;

use crate::problem::Problem;
use crate::store::Store;

/// A fact as it counts.
#[derive(Serialize)]
struct Line<'f> {
    #[serde(flatten)]
    fact: &'f Fact,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    hollow: bool,
    /// The lead that a merged one lives on in.
    #[serde(skip_serializing_if = "Option::is_none")]
    lives_on_in: Option<&'f str>,
}

/// The facts that count, or everything that is stored.
///
/// Whoever counts facts shall not count mistakes: so what was taken back is left out unless it is asked for, cycles and
/// visits are those without it, and a promotion that is hollow says so. Facts of a merged lead stay its own, and name the
/// lead that it lives on in: so (lead, cycle) is counted once, and what belongs together can be put together.
pub(crate) fn export(store: &Store, all: bool) -> Result<String, Problem> {
    if all {
        return store.export();
    }
    let merged = store.merged()?;
    let mut text = String::new();
    store.each_history(|history| {
        let Some(lead) = history.first().map(|fact| fact.envelope.lead.clone()) else { return Ok(()) };
        let lives_on_in = merged.survivor(lead.as_str());
        let contributions = Contributions::of(history);
        for one in counted(history).map_err(|error| Problem::Replay { lead: lead.clone(), error })? {
            text.push_str(&serde_json::to_string(&Line {
                fact: &as_counted(&one, &contributions),
                hollow: one.hollow,
                lives_on_in,
            })?);
            text.push('\n');
        }
        Ok(())
    })?;
    Ok(text)
}

fn as_counted(one: &Counted<'_>, contributions: &Contributions) -> Fact {
    // A merge says what it brings now.
    let mut fact = contributions.said_anew(one.fact).unwrap_or_else(|| one.fact.clone());
    // A mark of a clock names its visit once more.
    if let FactBody::ClockMarked { visit, .. } = &mut fact.body {
        if *visit == fact.envelope.visit {
            *visit = one.place.visit;
        }
    }
    (fact.envelope.cycle, fact.envelope.visit) = (one.place.cycle, one.place.visit);
    fact
}
