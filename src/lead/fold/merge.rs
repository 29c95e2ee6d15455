//! How the parts of a merged lead go into the survivor.

use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::collections::BTreeSet;
use alloc::vec::Vec;

use crate::lead::contribution::{ContributionPart, MergedFrom};
use crate::lead::customer::Customer;
use crate::lead::deal_keys::DealKeys;
use crate::lead::fact::Fact;
use crate::lead::fold::lead::Lead;
use crate::lead::fold::stock;
use crate::lead::fold::turns::rouse;
use crate::lead::held_contract::HeldContract;
use crate::lead::known_elsewhere::KnownElsewhere;
use crate::lead::misfit::Misfit;
use crate::scoring::FitTags;
use crate::values::{ContractKey, CriterionName, FieldName, LeadKey, LeadProfile, Origin, StageKind, limits};

impl ContributionPart {
    /// What a lead brings into another: what it is by itself, `alone`, without what `others` brought into it; with the totals of its
    /// `life` as it was before it was merged, and the memory and the revision of what it is `now`.
    ///
    /// Of turns that stand on what others brought, alone knows nothing: so contracts and deal keys are those of now that no other
    /// brought.
    #[must_use]
    pub fn of((alone, life): (&Lead, &Lead), now: &Lead, others: &[Self]) -> Self {
        let mut scoring = alone.scoring.clone();
        scoring.apply_profile(&FitTags::default());
        let in_force = now.customer.as_ref().map_or(&[][..], Customer::contracts);
        let by_itself = |held: &HeldContract| {
            let known = alone.customer.as_ref().and_then(|customer| customer.contract(held.key()));
            let of_nobody_else = || !others.iter().any(|part| part.contract(held.key()).is_some());
            known.cloned().or_else(|| of_nobody_else().then(|| held.clone()))
        };
        let customer = alone.customer.as_ref().or(now.customer.as_ref());
        let mut deal_keys = alone.deal_keys.clone();
        let of_others: Vec<&DealKeys> = others.iter().map(|part| &part.deal_keys).collect();
        deal_keys.unite(&now.deal_keys.without(&of_others));
        Self {
            lead: now.key.clone(),
            revision: now.revision,
            first_touch: alone.first_touch(),
            account: alone.account.clone(),
            person: alone.person.clone(),
            profile: alone.profile.clone(),
            answers: alone.answers.clone(),
            consents: alone.consents.clone(),
            scoring,
            hand_raise: alone.hand_raise,
            known: KnownElsewhere::of(&now.memory),
            deal_keys,
            customer: customer.and_then(|customer| customer.with_contracts(in_force.iter().filter_map(by_itself))),
            last_activity: alone.anchors.last_activity,
            totals: life.totals,
        }
    }

    /// The same part, with its contracts as they are at the lead that it came into: what ended there is in force no longer, and what
    /// was told there later than by any of these parts counts.
    #[must_use]
    pub fn with_contracts_of(&self, survivor: &Lead, parts: &[Self]) -> Self {
        let now = |held: &HeldContract| {
            let now = survivor.customer.as_ref().and_then(|known| known.contract(held.key()))?;
            let parts: Vec<&HeldContract> = parts.iter().filter_map(|part| part.contract(held.key())).collect();
            Some(held.with_later(now, &parts))
        };
        let customer = self.customer.as_ref();
        let customer =
            customer.and_then(|customer| customer.with_contracts(customer.contracts().iter().filter_map(now)));
        Self { customer, ..self.clone() }
    }

    fn contract(&self, key: &ContractKey) -> Option<&HeldContract> {
        self.customer.as_ref().and_then(|customer| customer.contract(key))
    }
}

impl MergedFrom {
    /// Whether it fits onto a lead: what would be too much.
    ///
    /// # Errors
    /// The lead was merged itself; it would hold too many contracts, fields, answers or merged leads; a part is of itself, or of a
    /// lead that became one with it before.
    pub fn fits_onto(&self, lead: &Lead) -> Result<(), Misfit> {
        if lead.stage.kind() == StageKind::Merged {
            return Err(Misfit::MergedAlready);
        }
        self.comes_new(lead).then_some(()).ok_or(Misfit::ContributionUnfit)?;
        let parts = || self.contribution.iter();
        let fields: BTreeSet<&FieldName> =
            parts().flat_map(|part| part.profile.entries()).map(|(name, _)| name).collect();
        lead.profile.admits(fields).then_some(()).ok_or(Misfit::ProfileFull)?;
        let asked = lead.answers.iter().chain(parts().flat_map(|part| part.answers.iter()));
        let asked: BTreeSet<&CriterionName> = asked.map(|(criterion, _)| criterion).collect();
        limits::CRITERIA.admits_len(asked.len().max(1)).then_some(()).ok_or(Misfit::AnswersFull)?;
        let held = lead.customer.as_ref().map_or(&[][..], Customer::contracts);
        let others = parts().filter_map(|part| part.customer.as_ref()).flat_map(Customer::contracts);
        let others: BTreeSet<&ContractKey> = others.map(HeldContract::key).collect();
        let new = others.iter().filter(|other| !held.iter().any(|held| held.key() == **other)).count();
        limits::CONTRACTS.admits_len(held.len().saturating_add(new)).then_some(()).ok_or(Misfit::ContractsFull)
    }

    /// Whether every part comes once and from a lead that is not here already, and there is room for so many.
    fn comes_new(&self, lead: &Lead) -> bool {
        let come: BTreeSet<&LeadKey> = self.contribution.iter().map(|part| &part.lead).collect();
        let known = lead.absorbed().map_or(0, |absorbed| absorbed.leads().len());
        come.len() == self.contribution.len()
            && come.contains(&self.from)
            && come.iter().all(|part| **part != lead.key && lead.absorbed_lead(part).is_none())
            && self.contribution.iter().all(|part| part.first_touch.origin != Origin::Expansion)
            && limits::ABSORBED.admits_len(known.saturating_add(come.len()))
    }

    /// The profile of a lead with what this brings: field by field the later word, at a tie that of the lead.
    #[must_use]
    pub fn profile_with(&self, lead: &Lead) -> LeadProfile {
        let mut profile = lead.profile.clone();
        self.contribution.iter().for_each(|part| unite_profile(&mut profile, part));
        profile
    }
}

/// Takes in the parts of a merge that is known to fit. The cycle and the open deal stay as they are.
pub(super) fn unite(lead: &mut Lead, merged: &MergedFrom, fact: &Fact) {
    let at = fact.envelope.effective_at;
    let before = lead.profile.clone();
    for part in &merged.contribution {
        let part = match &lead.erased {
            Some(erased) => {
                let mut part = part.clone();
                part.redact(&erased.erasure);
                Cow::Owned(part)
            }
            None => Cow::Borrowed(part),
        };
        unite_part(lead, &part);
        if let Some(raised) = part.hand_raise.newest().filter(|raised| lead.hand_raise.newest() == Some(*raised)) {
            rouse(lead, raised, fact.envelope.recorded_at);
        }
        lead.absorbed.get_or_insert_default().take(&part, &merged.from, at);
    }
    lead.scoring.apply_profile(&merged.tags);
    if lead.erased.is_some() {
        lead.scoring.forget_deadlines();
    }
    if lead.profile != before {
        lead.cycle.note_profile_change(at);
        if let Some(open) = &mut lead.adoption {
            open.note_profile(at);
        }
    }
}

/// At a tie the word of the survivor counts.
fn unite_profile(profile: &mut LeadProfile, part: &ContributionPart) {
    for (name, entry) in part.profile.entries() {
        if profile.entry(name.as_str()).is_none_or(|known| entry.at > known.at) {
            profile.record(name, entry.clone());
        }
    }
}

fn unite_part(lead: &mut Lead, part: &ContributionPart) {
    lead.account = lead.account.take().or_else(|| part.account.clone());
    lead.person = lead.person.take().or_else(|| part.person.clone());
    unite_profile(&mut lead.profile, part);
    for (criterion, answer) in part.answers.iter() {
        if lead.answers.get(criterion.as_str()).is_none_or(|known| answer.at > known.at) {
            lead.answers.record(criterion, answer.clone());
        }
    }
    part.consents.iter().for_each(|consent| lead.consents.record(*consent));
    lead.scoring.merge(&part.scoring);
    if let Some(newest) = part.scoring.newest_activity() {
        stock::note_activity(lead, newest);
    }
    lead.anchors.last_activity = lead.anchors.last_activity.max(part.last_activity);
    lead.hand_raise.unite(&part.hand_raise);
    lead.deal_keys.unite(&part.deal_keys);
    match (&mut lead.customer, &part.customer) {
        (Some(customer), Some(other)) => customer.unite(other),
        (none @ None, Some(other)) => *none = other.with_contracts(other.contracts().iter().cloned()),
        (_, None) => {}
    }
    let known = lead.first_touch();
    if part.first_touch.at < known.at {
        lead.origin = part.first_touch.origin;
        lead.first_touch = Some(Box::new(part.first_touch.clone()));
    }
}
