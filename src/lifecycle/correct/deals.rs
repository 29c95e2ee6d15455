//! Of which deal an edit is: the fact does not say it.

use crate::lead::{Fact, FactBody, FactKind, ImportedStep, Revisions, standing};
use crate::lifecycle::correct::named::Named;

/// Edits of a deal that would go to another one than that which was edited, because the hand-over of the one or of the other
/// counts no longer, or counts again.
pub(super) fn strays(named: &Named<'_>) -> Revisions {
    let makers = || named.facts.iter().enumerate().filter(|(_, fact)| makes_deal(fact)).map(|(place, _)| place);
    let stood = |place: usize| named.stood.get(place).copied().unwrap_or_default();
    let Some(first) = makers().find(|place| stood(*place) != named.counts(*place)) else {
        return Revisions::default();
    };
    let edits = named.facts.iter().enumerate().skip(first).filter(|(_, fact)| fact.kind() == FactKind::DealEdited);
    let strays = edits.filter(|(place, _)| {
        let then = standing(named.facts.get(..*place).unwrap_or_default(), &Revisions::default());
        let stood_then = |maker: &usize| then.get(*maker).copied().unwrap_or_default();
        let before = || makers().take_while(|maker| maker < place);
        before().filter(stood_then).last() != before().filter(|maker| named.counts(*maker)).last()
    });
    strays.map(|(_, fact)| fact.envelope.revision).collect()
}

/// Whether a deal begins with a fact.
fn makes_deal(fact: &Fact) -> bool {
    matches!(fact.body, FactBody::BecameSql { .. } | FactBody::StepImported { step: ImportedStep::Sql { .. }, .. })
}
