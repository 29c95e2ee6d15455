//! What corrections made of a history: which facts count, at which place, and who took back the rest.

use std::collections::BTreeMap;

use lead_lifecycle::lead::{Place, Revisions, TakenBack, counted, standing};
use lead_lifecycle::{Fact, FactBody, LeadKey};

use crate::problem::Problem;

/// What became of a fact.
#[derive(Debug, Clone, Copy)]
pub(super) enum Fate<'h> {
    /// It counts, at this place.
    Counts { place: Place, hollow: bool },
    /// It is a correction that stands.
    Correction,
    /// A person took it back, by this correction.
    TakenBack(&'h Fact, &'h TakenBack),
    /// A rule had made it, and it fell by this correction.
    Fell(&'h Fact, &'h TakenBack),
}

/// The fate of every fact of a whole history, in its order.
pub(super) fn fates<'h>(key: &LeadKey, history: &'h [Fact]) -> Result<Vec<(&'h Fact, Fate<'h>)>, Problem> {
    let replay = |error| Problem::Replay { lead: key.clone(), error };
    let all: Vec<&Fact> = history.iter().collect();
    let stands = standing(&all, &Revisions::default());
    let counts: BTreeMap<u64, (Place, bool)> = counted(history)
        .map_err(replay)?
        .into_iter()
        .map(|one| (one.fact.envelope.revision, (one.place, one.hollow)))
        .collect();
    let corrections: Vec<(&Fact, &TakenBack)> = all
        .iter()
        .zip(&stands)
        .filter(|(_, stands)| **stands)
        .filter_map(
            |(fact, _)| if let FactBody::TakenBack(taken) = &fact.body { Some((*fact, &**taken)) } else { None },
        )
        .collect();
    let fate = |fact: &Fact| {
        let revision = fact.envelope.revision;
        if let Some((place, hollow)) = counts.get(&revision) {
            return Fate::Counts { place: *place, hollow: *hollow };
        }
        let named = corrections.iter().find(|(_, taken)| taken.facts.contains(revision));
        let fell = corrections.iter().find(|(_, taken)| taken.fallen.contains(revision));
        match (named, fell) {
            (Some((by, taken)), _) => Fate::TakenBack(by, taken),
            (None, Some((by, taken))) => Fate::Fell(by, taken),
            (None, None) => Fate::Correction,
        }
    };
    Ok(all.into_iter().map(|fact| (fact, fate(fact))).collect())
}

/// `7, 9-12`.
pub(crate) fn listed(revisions: &Revisions) -> String {
    let run = |(first, last)| if first == last { format!("{first}") } else { format!("{first}-{last}") };
    revisions.runs().map(run).collect::<Vec<_>>().join(", ")
}
