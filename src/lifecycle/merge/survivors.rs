//! The leads that another was merged into, and what they come to when it parts or brings something else.

use alloc::boxed::Box;
use alloc::vec::Vec;

use crate::lead::{
    Because, Cause, ContributionCorrected, Contributions, Fact, FactBody, FactKind, Lead, Revisions, Split, Stage,
    standing,
};
use crate::lifecycle::clock::catch_up;
use crate::lifecycle::clocks::{Settling, restate, settle};
use crate::lifecycle::context::Context;
use crate::lifecycle::correct::{Parted, Parting, is_set_off, reaches_back, set_off_again, without};
use crate::lifecycle::fact_chain::FactChain;
use crate::lifecycle::lifecycle::Lifecycle;
use crate::lifecycle::merge::side::Side;
use crate::lifecycle::mint::{By, Times};
use crate::lifecycle::note::{Note, notes as notes_of};
use crate::lifecycle::unmet::{MergeUnmet, Unmet, misfit};
use crate::values::LeadKey;

impl Lifecycle {
    /// What a lead comes to without what parts, or with what is brought instead: the facts that say it, what the rules make of it,
    /// and what is to be known. `lead` is the one that parts, or that it parts from.
    pub(super) fn part(
        &self,
        side: &Side<'_>,
        lead: &LeadKey,
        gone: Parting,
        ctx: &Context,
    ) -> Result<(Vec<Fact>, Vec<Note>), Vec<Unmet>> {
        if reaches_back(side.past) {
            return Err(alloc::vec![side.whole_needed()]);
        }
        let (version, now) = (side.version, side.recorded_at());
        // INVARIANT: `now_of` has folded this past; what does not fold is a past that is not given far enough back.
        let found = without((self.book(), version), side.past, side.due(), &gone);
        let found = found.map_err(|_error| alloc::vec![side.whole_needed()])?;
        if !found.unfit.is_empty() {
            let unmet = MergeUnmet::StandOnPart { lead: lead.clone(), facts: found.unfit };
            return Err(alloc::vec![Unmet::Merge(unmet)]);
        }
        let mut notes = Vec::new();
        if !found.left.is_empty() {
            notes.push(Note::ToldOfParted { lead: lead.clone(), facts: found.left.clone() });
        }
        let lost = || is_into(side, lead) && gone.facts.iter().any(|merged| lost_while_merged(side, merged));
        // Of an erased lead nothing is set off any more.
        let set_off = side.lead().erased_at().is_none()
            && (found.set_off || lost() || waits_again(side, &gone, found.refold.lead()));
        let mut chain = FactChain::after(side.lead());
        let by = By { stamp: version.stamp(), ctx, times: Times::at_once(now), cause: Cause::Command };
        let settling = Settling { book: self.book(), ctx, times: Times::at_once(now) };
        let clocks = found.clocks.clone();
        chain.push(by, body(side, lead, gone, found)).map_err(misfit)?;
        restate(settling, &mut chain, &clocks).map_err(misfit)?;
        let (known, before) = (chain.len(), chain.lead().map_err(misfit)?.clone());
        if set_off {
            set_off_again(&mut chain, version, (ctx, now), Because::Correction)?;
        }
        settle(settling, &mut chain, (known, &before)).map_err(misfit)?;
        catch_up(self.book(), &mut chain, (now, Because::Correction), now).map_err(misfit)?;
        let own = chain.into_facts();
        notes.extend(notes_of(version.policy(), side.lead(), &own));
        Ok((own, notes))
    }
}

/// The fact that says it.
fn body(side: &Side<'_>, lead: &LeadKey, gone: Parting, found: Parted) -> FactBody {
    let (fallen, hollow, sections) = (found.fallen, found.hollow, Box::new(found.refold.into_sections()));
    let Parting { facts, parts, anew } = gone;
    if let Some((merged, part)) = anew {
        let said = ContributionCorrected { merged, part, fallen, hollow, sections };
        return FactBody::ContributionCorrected(Box::new(said));
    }
    let split = Box::new(Split { lead: lead.clone(), facts, parts, fallen, hollow, sections });
    // What it was merged into is split from it; what was merged into it is split off.
    if is_into(side, lead) { FactBody::SplitFrom(split) } else { FactBody::SplitOff(split) }
}

/// Whether a lead was merged into another.
fn is_into(side: &Side<'_>, other: &LeadKey) -> bool {
    matches!(side.lead().stage(), Stage::Merged { into } if into == other)
}

/// Whether something that a hand-raise had set off fell while the lead was merged: another one that waits could set off nothing then.
fn lost_while_merged(side: &Side<'_>, merged: u64) -> bool {
    let facts: Vec<&Fact> = side.past.facts().iter().collect();
    let until = facts.partition_point(|fact| fact.envelope.revision < merged);
    let (then, now) = (facts.get(..until).unwrap_or_default(), standing(&facts, &Revisions::default()));
    let stood = standing(then, &Revisions::default());
    then.iter().zip(stood).zip(now).any(|((fact, stood), stands)| stood && !stands && is_set_off(fact))
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
    let mut next = if freed.merged_by_import().is_some() {
        // No lead took anything in.
        None
    } else if let Stage::Merged { into } = freed.lead().stage() {
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
        let into = if let Stage::Merged { into } = other.lead().stage() { Some(into) } else { None };
        next = into.filter(|_| other.merged_by_import().is_none());
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
