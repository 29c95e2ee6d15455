//! What coming under a version leaves open on a lead, and what ends it.

use alloc::boxed::Box;

use crate::lead::adoption::{Adoption, StockTerms};
use crate::lead::fact::Fact;
use crate::lead::fold::lead::Lead;
use crate::scoring::ScoringState;
use crate::values::{Instant, StageKind};

/// What coming under a version leaves open, or has left open before.
pub(super) fn adopt(lead: &mut Lead, fact: &Fact, stock: Option<StockTerms>, recount_due: bool) {
    let (at, by_rule) = (fact.envelope.effective_at, fact.envelope.cause.is_rule());
    // A version rules from its own instant on, even if the lead was told of it later.
    let since = if by_rule { fact.envelope.policy.since } else { at };
    let begins = stock.is_some() || lead.adoption.is_none();
    lead.adoption = match (stock, lead.adoption.take()) {
        (None, Some(open)) => open.under_another(at, recount_due),
        (None, None) => Adoption::new((since, at), StockTerms::default(), recount_due),
        (Some(terms), _) => Adoption::new((since, at), terms, recount_due),
    }
    .map(Box::new);
    // What goes on waiting has been told already of what is new to it; what is imported is not.
    if let Some(open) = lead.adoption.as_mut().filter(|_| by_rule && begins) {
        lead.scoring.newest_activity().into_iter().for_each(|newest| open.note_activity(newest));
        lead.profile.entries().for_each(|(_, entry)| open.note_profile(entry.at));
    }
}

/// A row of a legacy system makes a lead stock from then on. A recount stays due; who is spared stays so while the cycle goes on.
pub(super) fn take_over(lead: &mut Lead, terms: StockTerms, at: Instant, goes_on: bool) {
    let open = lead.adoption.take();
    lead.adoption = match open {
        Some(open) => open.taken_over(at, terms, goes_on),
        None => Adoption::new((at, at), terms, false),
    }
    .map(Box::new);
}

/// What stock waits for ends with its next promotion, and all of it with the cycle; a recount stays due.
pub(super) fn settle(lead: &mut Lead, cycle_before: u32) {
    let over = lead.cycle.number() != cycle_before || lead.stage.kind() == StageKind::Mql;
    if over && lead.adoption.is_some() {
        lead.adoption = lead.adoption.take().and_then(|open| open.promoted()).map(Box::new);
    }
}

/// An activity that earns a tag.
pub(super) fn note_activity(lead: &mut Lead, at: Instant) {
    lead.cycle.note_activity(at);
    if let Some(open) = &mut lead.adoption {
        open.note_activity(at);
    }
}

/// The score was counted again, or what is kept was accepted.
pub(super) fn recount(lead: &mut Lead, counted: Option<&ScoringState>, spared: bool, at: Instant) {
    if let Some(state) = counted {
        lead.scoring.recount(state);
        // What earns a tag by these rules is activity of the cycle, even if it earned none when it was recorded.
        if let Some(newest) = state.newest_activity() {
            note_activity(lead, newest);
        }
    }
    // Where nothing was left open, nobody is spared anew.
    lead.adoption = lead.adoption.take().and_then(|open| open.recounted(at, spared)).map(Box::new);
}
