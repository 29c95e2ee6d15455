//! The leads that another was merged into, and what they come to when it parts or brings something else.

use alloc::boxed::Box;
use alloc::vec::Vec;

use crate::lead::{Because, Cause, ContributionCorrected, Contributions, Fact, FactBody, FactKind, Lead, Split, Stage};
use crate::lifecycle::clock::catch_up;
use crate::lifecycle::context::Context;
use crate::lifecycle::correct::{Parted, Parting, reaches_back, set_off_again, without};
use crate::lifecycle::fact_chain::FactChain;
use crate::lifecycle::lifecycle::Lifecycle;
use crate::lifecycle::merge::side::Side;
use crate::lifecycle::mint::{By, Times};
use crate::lifecycle::unmet::{MergeUnmet, Unmet, misfit};
use crate::values::LeadKey;

/// What parts from a lead, whose it is, and what is left.
pub(super) struct Parts<'p> {
    pub(super) lead: &'p LeadKey,
    pub(super) gone: Parting,
    pub(super) found: Parted,
}

impl Lifecycle {
    /// What a lead comes to without what parts, or with what is brought instead.
    pub(super) fn without<'p>(
        &self,
        side: &Side<'_>,
        lead: &'p LeadKey,
        gone: Parting,
    ) -> Result<Parts<'p>, Vec<Unmet>> {
        if reaches_back(side.past) {
            return Err(alloc::vec![side.whole_needed()]);
        }
        // INVARIANT: `now_of` has folded this past; what does not fold is a past that is not given far enough back.
        let found = without((self.book(), side.version), side.past, side.due(), &gone);
        let found = found.map_err(|_error| alloc::vec![side.whole_needed()])?;
        if found.unmet.is_empty() { Ok(Parts { lead, gone, found }) } else { Err(found.unmet) }
    }

    /// The fact that says it, and what the rules make of it.
    pub(super) fn say(&self, side: &Side<'_>, parts: Parts<'_>, ctx: &Context) -> Result<Vec<Fact>, Vec<Unmet>> {
        let (version, now) = (side.version, side.recorded_at());
        let waits = || parts.found.set_off || waits_again(side, &parts.gone, parts.found.refold.lead());
        // Of an erased lead nothing is set off any more.
        let set_off = side.lead().erased_at().is_none() && waits();
        let mut chain = FactChain::after(side.lead());
        let by = By { stamp: version.stamp(), ctx, times: Times::at_once(now), cause: Cause::Command };
        chain.push(by, parts.into_body(side)).map_err(misfit)?;
        if set_off {
            set_off_again(&mut chain, version, (ctx, now), Because::Correction)?;
        }
        catch_up(self.book(), &mut chain, (now, Because::Correction), now).map_err(misfit)?;
        Ok(chain.into_facts())
    }
}

impl Parts<'_> {
    fn into_body(self, side: &Side<'_>) -> FactBody {
        let Self { lead, gone: Parting { facts, parts, anew }, found } = self;
        let (fallen, hollow, sections) = (found.fallen, found.hollow, Box::new(found.refold.into_sections()));
        if let Some((merged, part)) = anew {
            let said = ContributionCorrected { merged, part, fallen, hollow, sections };
            return FactBody::ContributionCorrected(Box::new(said));
        }
        // What it was merged into is split from it; what was merged into it is split off.
        let freed = matches!(side.lead().stage(), Stage::Merged { into } if into == lead);
        let split = Box::new(Split { lead: lead.clone(), facts, parts, fallen, hollow, sections });
        if freed { FactBody::SplitFrom(split) } else { FactBody::SplitOff(split) }
    }
}

/// Whether a hand-raise that another lead brought waits again, because what had answered it is gone: it has set off nothing yet.
fn waits_again(side: &Side<'_>, gone: &Parting, then: &Lead) -> bool {
    let newest = then.hand_raise().newest();
    if newest <= side.lead().hand_raise().newest() {
        return false;
    }
    let mut contributions = Contributions::of(side.past.facts());
    gone.parts.iter().for_each(|(merged, lead)| contributions.leave_out(*merged, lead));
    gone.anew.iter().for_each(|(merged, part)| contributions.say_anew(*merged, part.clone()));
    let brought = side.standing(FactKind::MergedFrom);
    let brought = brought.iter().filter(|fact| !gone.facts.contains(fact.envelope.revision));
    brought.flat_map(|fact| contributions.parts(fact)).any(|part| part.hand_raise().newest() == newest)
}

/// What of the leads given is not the way from a merged lead to the one that lives on.
pub(super) fn astray(freed: &Side<'_>, others: &[Side<'_>], is_repeated: bool) -> Vec<MergeUnmet> {
    let key = freed.key();
    // Only half of a merge or of a split was stored: what is left of it is undone.
    let is_half = others.iter().any(|other| other.lead().absorbed_lead(key).is_some());
    let mut next = if let Stage::Merged { into } = freed.lead().stage() {
        Some(into)
    } else if is_half || is_repeated {
        // Its own half is done: that fact says into which lead it had been merged.
        newest_split(freed)
    } else {
        return alloc::vec![MergeUnmet::NotMerged];
    };
    let (mut unmet, mut is_first) = (Vec::new(), true);
    for other in others {
        match next {
            Some(into) if into == other.key() => {}
            Some(into) => unmet.push(MergeUnmet::NotGiven { lead: into.clone() }),
            None if is_first && other.lead().absorbed_lead(key).is_some() => {}
            None => unmet.push(MergeUnmet::NotOnTheWay { lead: other.key().clone() }),
        }
        next = if let Stage::Merged { into } = other.lead().stage() { Some(into) } else { None };
        is_first = false;
    }
    unmet.extend(next.map(|into| MergeUnmet::NotGiven { lead: into.clone() }));
    unmet
}

/// The lead that one was split from last.
fn newest_split<'a>(freed: &Side<'a>) -> Option<&'a LeadKey> {
    let split = |fact: &'a Fact| if let FactBody::SplitFrom(split) = &fact.body { Some(&split.lead) } else { None };
    freed.past.facts().iter().rev().find_map(split)
}
