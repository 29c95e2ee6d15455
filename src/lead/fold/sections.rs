//! How the sections of a correction go into a lead, and come out of it.

use crate::lead::apply_error::ApplyError;
use crate::lead::fold::lead::Lead;
use crate::lead::misfit::Misfit;
use crate::lead::sections::Sections;
use crate::values::FactKind;

/// The sections of a lead.
pub(super) fn of(lead: Lead) -> Sections {
    Sections {
        account: lead.account,
        person: lead.person,
        origin: lead.origin,
        stage: lead.stage,
        cycle: lead.cycle,
        customer: lead.customer,
        totals: lead.totals,
        anchors: lead.anchors,
        profile: lead.profile,
        answers: lead.answers,
        consents: lead.consents,
        scoring: lead.scoring,
        hand_raise: lead.hand_raise,
        deal_keys: lead.deal_keys,
        edits: lead.edits,
        clocks: lead.clocks,
        adoption: lead.adoption,
        absorbed: lead.absorbed,
        first_touch: lead.first_touch,
    }
}

/// Gives a lead these sections, and back those that it had.
fn swap(sections: &mut Sections, lead: &mut Lead) {
    // Every section is named: whoever adds one puts it in here.
    let Sections {
        account,
        person,
        origin,
        stage,
        cycle,
        customer,
        totals,
        anchors,
        profile,
        answers,
        consents,
        scoring,
        hand_raise,
        deal_keys,
        edits,
        clocks,
        adoption,
        absorbed,
        first_touch,
    } = sections;
    core::mem::swap(account, &mut lead.account);
    core::mem::swap(person, &mut lead.person);
    core::mem::swap(origin, &mut lead.origin);
    core::mem::swap(stage, &mut lead.stage);
    core::mem::swap(cycle, &mut lead.cycle);
    core::mem::swap(customer, &mut lead.customer);
    core::mem::swap(totals, &mut lead.totals);
    core::mem::swap(anchors, &mut lead.anchors);
    core::mem::swap(profile, &mut lead.profile);
    core::mem::swap(answers, &mut lead.answers);
    core::mem::swap(consents, &mut lead.consents);
    core::mem::swap(scoring, &mut lead.scoring);
    core::mem::swap(hand_raise, &mut lead.hand_raise);
    core::mem::swap(deal_keys, &mut lead.deal_keys);
    core::mem::swap(edits, &mut lead.edits);
    core::mem::swap(clocks, &mut lead.clocks);
    core::mem::swap(adoption, &mut lead.adoption);
    core::mem::swap(absorbed, &mut lead.absorbed);
    core::mem::swap(first_touch, &mut lead.first_touch);
}

/// Puts the sections of a correction in the place of those that the lead has. What was erased stays so.
pub(super) fn replace(lead: &mut Lead, by: &Sections, kind: FactKind) -> Result<(), ApplyError> {
    let stage = lead.stage.kind();
    let mut sections = by.clone();
    if let Some(erased) = &lead.erased {
        sections.redact(&erased.erasure);
    }
    swap(&mut sections, lead);
    if lead.unsound().is_some() {
        swap(&mut sections, lead);
        return Err(ApplyError::Misfit { kind, stage, why: Misfit::SectionsUnsound });
    }
    Ok(())
}
