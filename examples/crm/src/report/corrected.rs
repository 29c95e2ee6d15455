//! What corrections made of a history: which facts count, at which place, and who took back the rest, or parted from it.

use std::collections::BTreeMap;

use lead_lifecycle::lead::{Place, Revisions, counted, standing};
use lead_lifecycle::{Fact, FactBody, LeadKey};

use crate::problem::Problem;

/// Facts were taken back, or leads were split, so that others count no longer.
#[derive(Debug, Clone, Copy)]
pub(super) struct Undoing<'h> {
    pub(super) by: &'h Fact,
    /// What it names.
    pub(super) facts: Option<&'h Revisions>,
    /// What fell with it.
    fallen: &'h Revisions,
}

impl<'h> Undoing<'h> {
    fn of(by: &'h Fact) -> Option<Self> {
        if let FactBody::TakenBack(taken) = &by.body {
            return Some(Self { by, facts: Some(&taken.facts), fallen: &taken.fallen });
        }
        if let FactBody::SplitFrom(split) | FactBody::SplitOff(split) = &by.body {
            return Some(Self { by, facts: Some(&split.facts), fallen: &split.fallen });
        }
        if let FactBody::ContributionCorrected(said) = &by.body {
            return Some(Self { by, facts: None, fallen: &said.fallen });
        }
        None
    }
}

/// What became of a fact.
#[derive(Debug, Clone, Copy)]
pub(super) enum Fate<'h> {
    /// It counts, at this place.
    Counts { place: Place, hollow: bool },
    /// It is a correction that stands.
    Correction,
    /// A person took it back, or split what it had merged, by this correction.
    TakenBack(Undoing<'h>),
    /// A rule had made it, and it fell by this correction.
    Fell(Undoing<'h>),
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
    let standing = all.iter().zip(&stands).filter(|(_, stands)| **stands);
    let corrections: Vec<Undoing<'h>> = standing.filter_map(|(fact, _)| Undoing::of(fact)).collect();
    let fate = |fact: &Fact| {
        let revision = fact.envelope.revision;
        if let Some((place, hollow)) = counts.get(&revision) {
            return Fate::Counts { place: *place, hollow: *hollow };
        }
        let named = corrections.iter().find(|undoing| undoing.facts.is_some_and(|facts| facts.contains(revision)));
        let fell = corrections.iter().find(|undoing| undoing.fallen.contains(revision));
        match (named, fell) {
            (Some(undoing), _) => Fate::TakenBack(*undoing),
            (None, Some(undoing)) => Fate::Fell(*undoing),
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
