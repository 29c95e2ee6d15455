//! Profile, activity and consent: what comes in about a lead, and what it sets off.

use alloc::collections::{BTreeMap, BTreeSet};

use crate::lead::{ActivityWeight, Command, Consent, FactBody, FieldWrite, Lead, ProfileChange, Recall};
use crate::lifecycle::case::Case;
use crate::lifecycle::cleared::Judged;
use crate::lifecycle::profile_change::change_profile;
use crate::lifecycle::sets_off::News;
use crate::lifecycle::unmet::{IntakeUnmet, Unmet};
use crate::values::{Activity, ActivityKind, Channel, ConsentStatus, Digest, FieldName, FieldValue, Instant, Purpose};

pub(super) fn update_profile<'a>(mut case: Case<'a>, fields: &BTreeMap<FieldName, Option<FieldValue>>) -> Judged<'a> {
    let (policy, lead, at) = (case.policy(), case.lead(), case.effective_at());
    let writes = fields.iter().map(|(name, value)| (name, value.as_ref()));
    let change = change_profile(policy, lead.profile(), writes, at, |unmet| case.refuse(unmet));
    let news = News { policy, lead, at, now: case.recorded_at() };
    let cleared = case.clear()?;
    if changes_nothing(lead, &change, at) {
        return Ok(cleared);
    }
    let sets_off = news.weigh(Some(&change.tags), None);
    cleared.emit_with(FactBody::ProfileUpdated(change), sets_off)
}

/// Every field is known to have the value, since then or later. A later sighting of the same value is news: it settles
/// what a late write from between would otherwise overturn.
fn changes_nothing(lead: &Lead, change: &ProfileChange, at: Instant) -> bool {
    let same = |write: &FieldWrite| {
        lead.profile().entries().any(|(name, entry)| {
            // A field that has become personal since is told anew: its mark is.
            let marked = entry.personal || !write.personal;
            *name == write.name && entry.value == write.value && entry.at >= at && marked
        })
    };
    change.writes.iter().all(same)
}

pub(super) fn record_activity<'a>(mut case: Case<'a>, activity: &Activity) -> Judged<'a> {
    let (policy, lead, at) = (case.policy(), case.lead(), case.effective_at());
    let id = activity.id.digest();
    let tags = policy.scoring().tag_activity(activity, at);
    let is_hand_raise = policy.scoring().is_hand_raise(activity);
    let weight = match (is_hand_raise, tags.is_empty()) {
        (true, _) => ActivityWeight::HandRaise,
        (false, false) => ActivityWeight::Tagged,
        (false, true) => ActivityWeight::Untagged,
    };
    if known_taken_back(lead, id) {
        return case.clear();
    }
    if let Some(watermark) = maybe_taken_back(lead, &activity.kind, at) {
        let kind = activity.kind.clone();
        case.refuse(Unmet::Intake(IntakeUnmet::MaybeTakenBack { kind, watermark }));
    }
    match lead.memory().recall(&activity.kind, id, at, weight) {
        Recall::Known => return case.clear(),
        Recall::Beyond { watermark } => case.refuse(Unmet::Intake(IntakeUnmet::BeyondMemory { watermark })),
        Recall::MaybeTakenBack { watermark } => {
            let kind = activity.kind.clone();
            case.refuse(Unmet::Intake(IntakeUnmet::MaybeTakenBack { kind, watermark }));
        }
        Recall::New => {}
    }
    let personal = personal_fields(&mut case, activity);
    let news = News { policy, lead, at, now: case.recorded_at() };
    let cleared = case.clear()?;
    let earned = Some((&tags, at, id));
    // What raised a hand at a lead that was merged into this one waits here, or was answered there.
    let elsewhere = lead.absorbed().is_some_and(|absorbed| absorbed.raised_hand(id));
    let raises_hand = is_hand_raise && !elsewhere && lead.memory().admits_hand_raise(at);
    let raised = if raises_hand { news.raise_hand(earned) } else { None };
    let sets_off = raised.or_else(|| news.weigh(None, earned));
    let activity = activity.clone();
    cleared.emit_with(FactBody::ActivityRecorded { activity, personal, tags, raises_hand }, sets_off)
}

/// The activity of a command, if its id is among those that were taken back: it is not taken in again.
pub(super) fn stays_taken_back<'c>(lead: &Lead, command: &'c Command) -> Option<&'c Activity> {
    let Command::RecordActivity { activity } = command else {
        return None;
    };
    let id = activity.id.digest();
    let here = lead.memory().taken_back().is_some_and(|ids| ids.knows(id));
    (here || known_taken_back(lead, id)).then_some(activity)
}

/// Whether an activity was taken back from a lead that was merged into this one: told again, it stays so.
fn known_taken_back(lead: &Lead, id: Digest) -> bool {
    lead.absorbed().is_some_and(|absorbed| absorbed.taken_back().knows(id))
}

/// The instant at or before which it could be one that was taken back there and is forgotten.
fn maybe_taken_back(lead: &Lead, kind: &ActivityKind, at: Instant) -> Option<Instant> {
    let watermark = lead.absorbed().and_then(|absorbed| absorbed.taken_back().watermark(kind));
    watermark.filter(|watermark| at <= *watermark)
}

/// Which fields redaction removes: the personal ones, and those nobody declared. A declared one must have its declared
/// type.
fn personal_fields(case: &mut Case<'_>, activity: &Activity) -> BTreeSet<FieldName> {
    let catalog = case.policy().catalog();
    let mut personal = BTreeSet::new();
    for (name, value) in activity.fields.iter() {
        match catalog.get(name.as_str()) {
            None => {
                personal.insert(name.clone());
            }
            Some(spec) => {
                if let Err(error) = catalog.check(name, value) {
                    case.refuse(Unmet::Intake(IntakeUnmet::Field(error)));
                }
                if spec.personal {
                    personal.insert(name.clone());
                }
            }
        }
    }
    personal
}

pub(super) fn record_consent(case: Case<'_>, channel: Channel, purpose: Purpose, status: ConsentStatus) -> Judged<'_> {
    let (known, at) = (case.lead().consents().get(channel, purpose), case.effective_at());
    let cleared = case.clear()?;
    // The same status at a later instant is news: without it a late fact from between the two would win.
    if known.is_some_and(|c| c.status == status && c.at == at) {
        return Ok(cleared);
    }
    cleared.emit(FactBody::ConsentRecorded(Consent { channel, purpose, status, at }))
}
