//! The funnel: it counts (lead, cycle) pairs, each milestone at most once, from the facts alone.

use std::collections::BTreeMap;

use lead_lifecycle::lead::Cycle;
use lead_lifecycle::values::Milestone;
use lead_lifecycle::{Lead, LeadKey, Origin};

use crate::problem::Problem;
use crate::report::{Report, percent};
use crate::store::Store;

/// One cycle as the funnel sees it.
struct Counted {
    origin: Origin,
    source: String,
    reached: Vec<Milestone>,
}

impl Counted {
    fn of(cycle: &Cycle) -> Self {
        let source = cycle.attribution().source.as_ref();
        Self {
            origin: cycle.origin(),
            source: source.map_or_else(|| String::from("(none)"), ToString::to_string),
            reached: cycle.milestones().iter().map(|(milestone, _)| milestone).collect(),
        }
    }
}

/// Every cycle of every lead, as it was when it ended or is now.
fn cycles(store: &Store) -> Result<Vec<Counted>, Problem> {
    let mut cycles: BTreeMap<(LeadKey, u32), Counted> = BTreeMap::new();
    let mut current: Option<Lead> = None;
    store.each_fact(|fact| {
        let lead = match current.take().filter(|lead| *lead.key() == fact.envelope.lead) {
            Some(mut lead) => {
                lead.apply(&fact).map_err(|error| Problem::Fold { lead: lead.key().clone(), error })?;
                lead
            }
            None => Lead::start(&fact).map_err(|error| Problem::Fold { lead: fact.envelope.lead.clone(), error })?,
        };
        cycles.insert((lead.key().clone(), lead.cycle().number()), Counted::of(lead.cycle()));
        current = Some(lead);
        Ok(())
    })?;
    Ok(cycles.into_values().collect())
}

#[expect(single_use_lifetimes, reason = "`impl Trait` cannot elide the lifetime")]
fn reached<'c>(cycles: impl Iterator<Item = &'c Counted>, milestone: Milestone) -> u64 {
    cycles.fold(0, |sum: u64, cycle| sum.saturating_add(u64::from(cycle.reached.contains(&milestone))))
}

/// Milestones with rates, then the same by source.
pub(crate) fn funnel(store: &Store) -> Result<String, Problem> {
    let (expansion, new): (Vec<_>, Vec<_>) =
        cycles(store)?.into_iter().partition(|cycle| cycle.origin == Origin::Expansion);
    let mut report = Report::new(&[
        "milestone",
        ">cycles",
        ">of the step before",
        ">of all",
        ">inbound",
        ">outbound",
        ">referral",
        ">expansion",
    ]);
    let all = reached(new.iter(), Milestone::Lead);
    let mut before = None;
    for milestone in Milestone::ALL.iter().copied() {
        let count = reached(new.iter(), milestone);
        let by = |origin| reached(new.iter().filter(move |cycle| cycle.origin == origin), milestone).to_string();
        // An expansion begins at MQL: it has no place in Lead → MQL.
        let expansions = match milestone {
            Milestone::Lead => String::from("–"),
            Milestone::Mql | Milestone::Sql | Milestone::Sao | Milestone::Opportunity | Milestone::Won => {
                reached(expansion.iter(), milestone).to_string()
            }
        };
        report.row([
            milestone.to_string(),
            count.to_string(),
            before.map_or_else(String::new, |before| percent(count, before)),
            percent(count, all),
            by(Origin::Inbound),
            by(Origin::Outbound),
            by(Origin::Referral),
            expansions,
        ]);
        before = Some(count);
    }
    let text = report.finish("Funnel (one row counts cycles; expansion cycles are counted apart)");
    Ok(text + &by_source(&new))
}

fn by_source(cycles: &[Counted]) -> String {
    let mut sources: BTreeMap<&str, Vec<&Counted>> = BTreeMap::new();
    for cycle in cycles {
        sources.entry(&cycle.source).or_default().push(cycle);
    }
    let mut rows: Vec<_> = sources.into_iter().collect();
    rows.sort_by_key(|(name, cycles)| (std::cmp::Reverse(cycles.len()), *name));
    let mut report =
        Report::new(&["source", ">cycles", ">MQL", ">SQL", ">won", ">Lead → MQL", ">MQL → SQL", ">Lead → won"]);
    for (name, cycles) in rows.iter().take(15) {
        let count = |milestone| reached(cycles.iter().copied(), milestone);
        let (lead, mql) = (count(Milestone::Lead), count(Milestone::Mql));
        let (sql, won) = (count(Milestone::Sql), count(Milestone::Won));
        report.row([
            (*name).to_string(),
            lead.to_string(),
            mql.to_string(),
            sql.to_string(),
            won.to_string(),
            percent(mql, lead),
            percent(sql, mql),
            percent(won, lead),
        ]);
    }
    report.finish("By source")
}
