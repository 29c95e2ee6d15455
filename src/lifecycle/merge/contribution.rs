//! What a lead brings into another, in parts by the lead that they come from.

use alloc::vec::Vec;

use crate::lead::{Absorbed, ContributionPart, Contributions, Fact, FactKind, Lead};
use crate::lifecycle::correct::{Parting, reaches_back, without};
use crate::lifecycle::lifecycle::Lifecycle;
use crate::lifecycle::merge::side::Side;
use crate::lifecycle::note::Left;
use crate::lifecycle::unmet::Unmet;
use crate::values::StageKind;

/// What a lead brings into another: its own part, and those of the leads that were merged into it.
///
/// # Errors
/// Others were merged into it before the snapshot that is given.
pub(super) fn contribution(
    lifecycle: &Lifecycle,
    side: &Side<'_>,
) -> Result<(ContributionPart, Vec<ContributionPart>), Unmet> {
    let lead = side.lead();
    let others = of_others(side);
    let own = own_part(lifecycle, side, &others)?;
    if others.is_empty() {
        return Ok((redacted_for(own, lead), Vec::new()));
    }
    // What was told here of the contracts of all goes along. What a host has not rewritten yet is gone all the same.
    let mut all = alloc::vec![own];
    all.extend(others);
    let now = |part: &ContributionPart| redacted_for(part.with_contracts_of(lead, &all), lead);
    let own = all.first().map(now).ok_or_else(|| side.whole_needed())?;
    Ok((own, all.iter().skip(1).map(now).collect()))
}

/// A part without what was erased from a lead.
pub(super) fn redacted_for(mut part: ContributionPart, lead: &Lead) -> ContributionPart {
    if let Some(erasure) = lead.erasure() {
        part.redact(erasure);
    }
    part
}

/// What others have brought into a lead, as far as it is given.
fn of_others(side: &Side<'_>) -> Vec<ContributionPart> {
    if side.lead().absorbed().is_none() {
        return Vec::new();
    }
    let contributions = Contributions::of(side.past.facts());
    let brought = side.standing(FactKind::MergedFrom);
    brought.iter().flat_map(|fact| contributions.parts(fact)).cloned().collect()
}

fn own_part(lifecycle: &Lifecycle, side: &Side<'_>, others: &[ContributionPart]) -> Result<ContributionPart, Unmet> {
    let lead = side.lead();
    let absorbed = lead.absorbed().map_or(&[][..], Absorbed::leads);
    let is_merged = lead.stage().kind() == StageKind::Merged;
    if absorbed.is_empty() && !is_merged {
        return Ok(ContributionPart::of((lead, lead), lead, &[]));
    }
    let (brought, itself) = (side.standing(FactKind::MergedFrom), side.standing(FactKind::MergedInto));
    let all_given = absorbed.iter().all(|known| others.iter().any(|part| *part.lead() == known.lead));
    if !all_given || (is_merged && itself.is_empty()) || reaches_back(side.past) {
        return Err(side.whole_needed());
    }
    // Turns that stand on what others brought do not fit, and are left out: of the lead by itself nobody asks for its stage.
    let without_facts = |facts: &[&Fact]| {
        let facts = facts.iter().map(|fact| fact.envelope.revision).collect();
        let gone = Parting { facts, ..Parting::default() };
        let found = without((lifecycle.book(), side.version), side.past, side.due(), &gone);
        found.map_err(|_error| side.whole_needed())
    };
    let alone = without_facts(&[brought.as_slice(), itself.as_slice()].concat())?;
    let life = if is_merged { Some(without_facts(&itself)?) } else { None };
    let life = life.as_ref().map_or(lead, |parted| parted.refold.lead());
    Ok(ContributionPart::of((alone.refold.lead(), life), lead, others))
}

/// What a lead does not bring along.
pub(super) fn left_behind(goes: &Lead, stays: &Lead) -> Vec<Left> {
    let cycle = goes.cycle();
    let mut left: Vec<Left> = goes.proposals().iter().map(|proposal| Left::Proposal(proposal.id.clone())).collect();
    let put_off = cycle.postponement().filter(|put_off| put_off.is_running());
    left.extend(put_off.map(|put_off| Left::Postponement(put_off.until)));
    left.extend(cycle.appointment().map(|agreed| Left::Appointment(agreed.at)));
    let running = goes.clocks().iter().filter(|run| run.is_running()).count();
    if running > 0 {
        left.push(Left::Clocks(running));
    }
    let owner = cycle.owner().filter(|owner| stays.cycle().owner() != Some(*owner));
    left.extend(owner.cloned().map(Left::Owner));
    let account = goes.account().filter(|account| stays.account().is_some_and(|other| other != *account));
    left.extend(account.cloned().map(Left::Account));
    let person = goes.person().filter(|person| stays.person().is_some_and(|other| other != *person));
    left.extend(person.cloned().map(Left::Person));
    left
}
