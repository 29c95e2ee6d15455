//! What a lead brings into another, in parts by the lead that they come from.

use alloc::vec::Vec;

use crate::lead::{ContributionPart, Contributions, Fact, FactKind, Lead};
use crate::lifecycle::correct::{Parting, reaches_back, without};
use crate::lifecycle::lifecycle::Lifecycle;
use crate::lifecycle::merge::side::Side;
use crate::lifecycle::note::Left;
use crate::lifecycle::unmet::Unmet;
use crate::values::StageKind;

/// What a lead brings: its own part first, then those of the leads that were merged into it.
///
/// # Errors
/// Others were merged into it before the snapshot that is given.
pub(super) fn contribution(lifecycle: &Lifecycle, side: &Side<'_>) -> Result<Vec<ContributionPart>, Unmet> {
    let lead = side.lead();
    let absorbed = lead.absorbed().map_or(&[][..], |absorbed| absorbed.leads());
    if absorbed.is_empty() && lead.stage().kind() != StageKind::Merged {
        return Ok(alloc::vec![ContributionPart::of((lead, lead), lead)]);
    }
    let (brought, itself) = (side.standing(FactKind::MergedFrom), side.standing(FactKind::MergedInto));
    let contributions = Contributions::of(side.past.facts());
    let others: Vec<ContributionPart> = brought.iter().flat_map(|fact| contributions.parts(fact)).cloned().collect();
    let all_given = absorbed.iter().all(|known| others.iter().any(|part| *part.lead() == known.lead));
    let merged_here = lead.stage().kind() != StageKind::Merged || !itself.is_empty();
    if !(all_given && merged_here) || reaches_back(side.past) {
        return Err(side.whole_needed());
    }
    let without_facts = |facts: &[&Fact]| {
        let facts = facts.iter().map(|fact| fact.envelope.revision).collect();
        let gone = Parting { facts, ..Parting::default() };
        without((lifecycle.book(), side.version), side.past, side.due(), &gone)
    };
    let alone = without_facts(&[brought.as_slice(), itself.as_slice()].concat());
    let life = if itself.is_empty() { None } else { without_facts(&itself).ok() };
    // INVARIANT: `now_of` has folded this past.
    let alone = alone.as_ref().map_or(lead, |parted| parted.refold.lead());
    let life = life.as_ref().map_or(lead, |parted| parted.refold.lead());
    let mut parts = alloc::vec![ContributionPart::of((alone, life), lead)];
    parts.extend(others);
    if let Some(erasure) = lead.erasure() {
        // What a host has not rewritten yet is gone all the same.
        for part in &mut parts {
            part.redact(erasure);
        }
    }
    Ok(parts)
}

/// What a lead does not bring along.
pub(super) fn left_behind(goes: &Lead, stays: &Lead) -> Vec<Left> {
    let cycle = goes.cycle();
    let mut left: Vec<Left> = goes.proposals().iter().map(|proposal| Left::Proposal(proposal.id.clone())).collect();
    let put_off = cycle.postponement().filter(|put_off| put_off.is_running());
    left.extend(put_off.map(|put_off| Left::Postponement(put_off.until)));
    left.extend(cycle.appointment().map(|agreed| Left::Appointment(agreed.at)));
    if !goes.clock_marks().is_empty() {
        left.push(Left::Clocks(goes.clock_marks().len()));
    }
    let owner = cycle.owner().filter(|owner| stays.cycle().owner() != Some(*owner));
    left.extend(owner.cloned().map(Left::Owner));
    let account = goes.account().filter(|account| stays.account().is_some_and(|other| other != *account));
    left.extend(account.cloned().map(Left::Account));
    let person = goes.person().filter(|person| stays.person().is_some_and(|other| other != *person));
    left.extend(person.cloned().map(Left::Person));
    left
}
