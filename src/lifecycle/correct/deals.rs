//! Of which deal an edit is: the fact does not say it.

use alloc::vec::Vec;

use crate::lead::{Fact, FactBody, FactKind, ImportedStep, Revisions, standing};
use crate::lifecycle::correct::named::Named;

/// Edits of a deal that would go to another one than that which was edited, because the hand-over of the one or of the other
/// counts no longer, or counts again.
pub(super) fn strays(named: &Named<'_>) -> Revisions {
    let mut all = named.facts.iter().enumerate();
    let first = all.find(|(place, fact)| {
        let stood = named.stood.get(*place).copied().unwrap_or_default();
        makes_deal(fact) && stood != named.counts(*place)
    });
    let Some((first, _)) = first else {
        return Revisions::default();
    };
    // Hand-overs and corrections so far: whether one stands asks for no other fact.
    let mut so_far: Vec<&Fact> = Vec::new();
    let (mut then, mut now): (Option<u64>, Option<u64>) = (None, None);
    // Whether a correction came, and nobody has asked since.
    let mut corrected = false;
    let mut strays = Vec::new();
    for (place, fact) in named.facts.iter().enumerate() {
        if makes_deal(fact) {
            so_far.push(fact);
            // Nothing has taken it back yet.
            then = Some(fact.envelope.revision);
            if named.counts(place) {
                now = Some(fact.envelope.revision);
            }
        } else if fact.kind().corrects() {
            so_far.push(fact);
            corrected = true;
        } else if fact.kind() == FactKind::DealEdited && place > first {
            if core::mem::take(&mut corrected) {
                then = newest_standing(&so_far);
            }
            if then != now {
                strays.push(fact.envelope.revision);
            }
        }
    }
    strays.into_iter().collect()
}

/// The newest hand-over that stands, of hand-overs and corrections.
fn newest_standing(so_far: &[&Fact]) -> Option<u64> {
    let stands = standing(so_far, &Revisions::default());
    let newest = so_far.iter().zip(stands).rev().find(|(fact, stands)| *stands && makes_deal(fact));
    newest.map(|(fact, _)| fact.envelope.revision)
}

/// Whether a deal begins with a fact.
fn makes_deal(fact: &Fact) -> bool {
    matches!(fact.body, FactBody::BecameSql { .. } | FactBody::StepImported { step: ImportedStep::Sql { .. }, .. })
}
