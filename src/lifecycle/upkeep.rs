//! Assignment, corrections of the capture, and redaction.

use alloc::boxed::Box;
use alloc::collections::BTreeSet;
use alloc::vec::Vec;

use crate::deal::Edit;
use crate::lead::{CaptureEdit, DealOwner, Erasure, FactBody, FactKind, Lead, Stage, TeamChange};
use crate::lifecycle::case::Case;
use crate::lifecycle::cleared::Judged;
use crate::lifecycle::note::Note;
use crate::lifecycle::unmet::{DealUnmet, LeadUnmet, MergeUnmet, Unmet};
use crate::policy::Policy;
use crate::values::{ActorId, FieldName, LeadKey, Origin};

pub(super) fn assign<'a>(
    mut case: Case<'a>,
    owner: Option<&ActorId>,
    team: &TeamChange,
    deal: &DealOwner,
) -> Judged<'a> {
    let lead = case.lead();
    let (cycle, open) = (lead.cycle(), lead.stage().deal());
    // To give away a deal that there is not would be lost without a word.
    if let DealOwner::To(_) = deal {
        match open {
            Some(open) => case.not_before(FactKind::BecameSql, open.opened_at()),
            None => case.refuse(Unmet::Deal(DealUnmet::NoOpenDeal)),
        }
    }
    let cleared = case.clear()?;
    let same_team = match team {
        TeamChange::Keep => true,
        TeamChange::Set(team) => cycle.team() == Some(team),
        TeamChange::Clear => cycle.team().is_none(),
    };
    let same_deal = open.is_none_or(|open| match deal {
        DealOwner::Keep => true,
        DealOwner::Follow => open.owner() == owner,
        DealOwner::To(member) => open.owner() == Some(member),
    });
    if cycle.owner() == owner && same_team && same_deal {
        return Ok(cleared);
    }
    cleared.emit(FactBody::Assigned { owner: owner.cloned(), team: team.clone(), deal: deal.clone() })
}

pub(super) fn edit_capture<'a>(mut case: Case<'a>, edit: &CaptureEdit) -> Judged<'a> {
    let lead = case.lead();
    let cycle = lead.cycle();
    let known = cycle.attribution();
    if let Some(origin) = edit.origin.filter(|origin| *origin != cycle.origin()) {
        for origin in [origin, cycle.origin()] {
            case.require(origin != Origin::Expansion, || Unmet::Lead(LeadUnmet::Origin { origin }));
        }
    }
    if edit.origin.is_some() || !edit.attribution.is_empty() {
        case.within_cycle();
    }
    let parts = &edit.attribution;
    let replaced = edit.origin.is_some_and(|origin| origin != cycle.origin())
        || replaces(&edit.account, lead.account())
        || replaces(&edit.person, lead.person())
        || replaces(&parts.source, known.source.as_ref())
        || replaces(&parts.medium, known.medium.as_ref())
        || replaces(&parts.campaign, known.campaign.as_ref())
        || replaces(&parts.content, known.content.as_ref());
    case.require(!replaced || edit.reason.is_some(), || Unmet::Lead(LeadUnmet::EditReason));
    let cleared = case.clear()?;
    let filled = edit.account.clone().of(lead.account().cloned()).as_ref() != lead.account()
        || edit.person.clone().of(lead.person().cloned()).as_ref() != lead.person()
        || edit.attribution.of(known) != *known;
    if !replaced && !filled {
        return Ok(cleared);
    }
    cleared.emit(FactBody::CaptureEdited(Box::new(edit.clone())))
}

/// Whether a value that stands is replaced or taken away.
fn replaces<T: PartialEq>(edit: &Edit<T>, known: Option<&T>) -> bool {
    match (edit, known) {
        (Edit::Keep, _) | (_, None) => false,
        (Edit::Clear, Some(_)) => true,
        (Edit::To(value), Some(known)) => value != known,
    }
}

/// Guard: no deal is open, for a merge moves none.
pub(super) fn no_open_deal(case: &mut Case<'_>) {
    if let Some(deal) = case.lead().stage().deal() {
        case.refuse(Unmet::Merge(MergeUnmet::OpenDeal { deal: deal.key().clone(), other: None }));
    }
}

/// Once is for good; under a policy that marks more, it can be asked again.
pub(super) fn redact(case: Case<'_>) -> Judged<'_> {
    let (lead, erasure) = (case.lead(), erasure(case.policy(), case.lead()));
    let cleared = case.clear()?;
    if lead.erasure().is_some_and(|known| known.covers(&erasure)) {
        return Ok(cleared);
    }
    cleared.emit(FactBody::Redacted(Box::new(erasure)))
}

/// What the present marks spare: the fields declared as not personal; those of deals only if no pipeline says otherwise,
/// for an edit that is stored does not say which pipeline it is of. A field that the lead was once told as personal goes
/// from every fact, those too that were recorded when it was not.
fn erasure(policy: &Policy, lead: &Lead) -> Erasure {
    let told = lead.profile().entries().filter(|(_, entry)| entry.personal).map(|(name, _)| name);
    let told: BTreeSet<&FieldName> = told.collect();
    let fields = policy.catalog().iter().filter(|(name, spec)| !spec.personal && !told.contains(name));
    let of_deals = || policy.pipelines().iter().flat_map(|(_, pipeline)| pipeline.fields());
    let declared = of_deals().filter(|(_, spec)| spec.personal).map(|(name, _)| name);
    let deal = lead.stage().deal();
    let told =
        deal.into_iter().flat_map(|deal| deal.fields().iter().filter(|(name, _)| !deal.public().contains(*name)));
    let personal: BTreeSet<&FieldName> = declared.chain(told.map(|(name, _)| name)).collect();
    let public = of_deals().map(|(name, _)| name).filter(|name| !personal.contains(name));
    Erasure::sparing(fields.map(|(name, _)| name.clone()), public.cloned())
}

/// Where else the person of a lead is known: in the lead that it was merged into, and in those merged into it.
pub(super) fn erase_also(lead: &Lead) -> Option<Note> {
    let into = if let Stage::Merged { into } = lead.stage() { Some(into) } else { None };
    let absorbed = lead.absorbed().map_or(&[][..], |absorbed| absorbed.leads());
    let leads: Vec<LeadKey> = into.into_iter().chain(absorbed.iter().map(|known| &known.lead)).cloned().collect();
    (!leads.is_empty()).then_some(Note::EraseAlso { leads })
}
