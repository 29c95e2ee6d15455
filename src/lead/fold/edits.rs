//! What is told again: owner and team, company and person, fields, the open deal. Each by its own last writer.

use alloc::collections::BTreeSet;

use crate::deal::{DealEdit, Edit};
use crate::lead::apply_error::ApplyError;
use crate::lead::assignment::{DealOwner, TeamChange};
use crate::lead::capture_edit::{CaptureEdit, counts};
use crate::lead::fact::{Fact, FactBody};

use crate::lead::fold::lead::Lead;
use crate::lead::misfit::Misfit;
use crate::lead::profile_change::ProfileChange;
use crate::sla::ClockRun;
use crate::values::{ActorId, FactKind, FieldName, Instant};

/// The last writer by effective time, as everywhere; owner, team and deal each by themselves.
pub(super) fn assign(lead: &mut Lead, owner: Option<&ActorId>, team: &TeamChange, deal: &DealOwner, at: Instant) {
    if lead.anchors.owner_assigned.is_none_or(|known| at >= known) {
        lead.cycle.own(owner);
        lead.anchors.owner_assigned = Some(at);
    }
    if owner.is_some() {
        lead.clocks.iter_mut().for_each(ClockRun::note_owner);
    }
    lead.cycle.join(team, at);
    let of_deal = match deal {
        DealOwner::Keep => return,
        DealOwner::Follow => owner,
        DealOwner::To(member) => Some(member),
    };
    if let Some(open) = lead.stage.deal_mut().filter(|open| at >= open.opened_at()) {
        open.own(of_deal, at);
    }
}

/// Each part by its own last writer.
pub(super) fn edit_capture(lead: &mut Lead, edit: &CaptureEdit, at: Instant) {
    let marks = lead.edits.get_or_insert_default();
    if edit.account != Edit::Keep && counts(&mut marks.account, at) {
        lead.account = edit.account.clone().of(lead.account.take());
    }
    if edit.person != Edit::Keep && counts(&mut marks.person, at) {
        lead.person = edit.person.clone().of(lead.person.take());
    }
    if let Some(origin) = edit.origin.filter(|_| counts(&mut marks.origin, at)) {
        // Where the person was met first, no later cycle says, nor this lead where another was earlier.
        if lead.first_touch.is_none() {
            lead.origin = origin;
        }
        lead.cycle.correct_origin(origin);
    }
    let mut newer = edit.attribution.clone();
    for (part, mark) in [
        (&mut newer.source, &mut marks.source),
        (&mut newer.medium, &mut marks.medium),
        (&mut newer.campaign, &mut marks.campaign),
        (&mut newer.content, &mut marks.content),
    ] {
        if *part != Edit::Keep && !counts(mark, at) {
            *part = Edit::Keep;
        }
    }
    if !newer.is_empty() {
        lead.cycle.correct_attribution(newer.of(lead.cycle.attribution()));
    }
}

pub(super) fn write_profile(lead: &mut Lead, change: &ProfileChange, at: Instant) {
    for write in &change.writes {
        lead.profile.write(&write.name, at, write.personal, write.value.as_ref());
    }
    lead.scoring.apply_profile(&change.tags);
}

pub(super) fn edit_deal(lead: &mut Lead, edit: &DealEdit, public: &BTreeSet<FieldName>) -> Result<(), ApplyError> {
    let stage = lead.stage.kind();
    let misfit = || ApplyError::Misfit { kind: FactKind::DealEdited, stage, why: Misfit::EditDoesNotFit };
    let deal = lead.stage.deal_mut().ok_or_else(misfit)?;
    deal.edit(edit, public).map_err(|_deal| misfit())
}

/// Whether a fact whose place is known to fit fits in all.
pub(super) fn admits(lead: &Lead, fact: &Fact) -> bool {
    let FactBody::DealEdited { edit, public } = &fact.body else {
        return true;
    };
    lead.stage.deal().is_some_and(|deal| deal.clone().edit(edit, public).is_ok())
}
