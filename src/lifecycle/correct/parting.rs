//! What a lead comes to without another that was merged into it, or without its own merge.

use alloc::vec::Vec;

use crate::lead::{Fact, FactBody, Lead, Refold, ReplayError, Revisions, standing};
use crate::lifecycle::book::{PolicyBook, Version};
use crate::lifecycle::clocks::Watch;
use crate::lifecycle::correct::again::{Judging, again};
use crate::lifecycle::correct::named::{Named, Parting, reaches_before};
use crate::lifecycle::correct::past::Past;
use crate::lifecycle::unmet::FactAt;
use crate::values::Instant;

/// What a lead comes to when leads part.
#[derive(Debug)]
pub(in crate::lifecycle) struct Parted {
    pub(in crate::lifecycle) refold: Refold,
    /// The clocks, as the rules make them of what counts.
    pub(in crate::lifecycle) clocks: Watch,
    /// What rules had made and make no longer, and what was told of contracts that are gone.
    pub(in crate::lifecycle) fallen: Revisions,
    pub(in crate::lifecycle) hollow: Revisions,
    /// Whether something fell that a hand-raise had set off, or a suggestion to reopen.
    pub(in crate::lifecycle) set_off: bool,
    /// What was told of contracts that are gone.
    pub(in crate::lifecycle) left: Vec<FactAt>,
    /// What does not fit without what parts.
    pub(in crate::lifecycle) unfit: Vec<FactAt>,
}

/// Whether what is given since a snapshot speaks of what was before it: then the snapshot holds what counts no longer.
pub(in crate::lifecycle) fn reaches_back(past: &Past<'_>) -> bool {
    let Some(snapshot) = past.snapshot() else {
        return false;
    };
    let facts: Vec<&Fact> = past.facts().iter().collect();
    let stood = standing(&facts, &Revisions::default());
    let counted = |fact: &Fact| matches!(&fact.body, FactBody::Recounted { counted: Some(_), .. });
    let before = |fact: &Fact| reaches_before(fact, snapshot.revision()) || counted(fact);
    facts.into_iter().zip(stood).any(|(fact, stood)| stood && before(fact))
}

/// Whether news came after what fell: what the first of it had set off already, they could not.
fn news_since(named: &Named<'_>, fallen: &[u64]) -> bool {
    let first = fallen.first().copied().unwrap_or(u64::MAX);
    let after = named.facts.iter().enumerate().filter(|(_, fact)| fact.envelope.revision > first);
    after.filter(|(place, _)| named.counts(*place)).any(|(_, fact)| is_news(fact))
}

/// Whether a fact may set something off.
#[expect(clippy::wildcard_enum_match_arm, reason = "only these facts are news of what the lead does")]
fn is_news(fact: &Fact) -> bool {
    match &fact.body {
        FactBody::ActivityRecorded { tags, raises_hand, .. } => *raises_hand || !tags.is_empty(),
        FactBody::AttemptRecorded { raises_hand, .. } => *raises_hand,
        FactBody::MergedFrom(_) => true,
        _ => false,
    }
}

/// Folds a history, and what time has made true since, without what parts.
///
/// # Errors
/// The history does not fold.
pub(in crate::lifecycle) fn without(
    (book, version): (&PolicyBook, &Version),
    past: &Past<'_>,
    due: &[Fact],
    gone: &Parting,
) -> Result<Parted, ReplayError> {
    let named = Named::parting(gone, past.facts().iter().collect(), past.since());
    let begun = past.folded(named.shared)?.begun;
    let named = named.with(due);
    let mut nothing = |_at: Instant, _lead: &Lead| Vec::new();
    let found = again((book, version), &named, begun, Judging::Anew(&mut nothing));
    Ok(Parted {
        fallen: found.fallen.iter().copied().collect(),
        hollow: found.hollow.iter().copied().collect(),
        set_off: found.set_off && news_since(&named, &found.fallen),
        left: found.left,
        unfit: found.unfit,
        clocks: found.clocks,
        refold: found.refold,
    })
}
