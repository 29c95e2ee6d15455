//! Capture, profile, activity and consent: what comes in about a lead, and what it sets off.

use alloc::boxed::Box;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;

use crate::lead::{
    Basis, Capture, Captured, Consent, FactBody, FieldWrite, Lead, ProfileChange, Recall, Stage, Trigger,
};
use crate::lifecycle::case::Case;
use crate::lifecycle::clock::is_untouched;
use crate::lifecycle::refusal::Unmet;
use crate::policy::Policy;
use crate::scoring::{EarnedTags, FitTags, Preview, Standing};
use crate::values::{
    Activity, Channel, ConsentStatus, FieldLookup, FieldName, FieldValue, Instant, Origin, Profile, Purpose,
};

/// The body of a first fact, or what is unmet.
pub(crate) fn capture(policy: &Policy, command: &Capture, at: Instant) -> Result<FactBody, Vec<Unmet>> {
    let mut unmet = Vec::new();
    if command.origin == Origin::Expansion {
        unmet.push(Unmet::Origin { origin: command.origin });
    }
    let writes = command.fields.iter().map(|(name, value)| (name, Some(value)));
    let change = change_profile(policy, &Profile::new(), writes, at, &mut unmet);
    if !unmet.is_empty() {
        return Err(unmet);
    }
    Ok(FactBody::Captured(Box::new(Captured {
        origin: command.origin,
        attribution: command.attribution.clone(),
        account: command.account.clone(),
        person: command.person.clone(),
        owner: command.owner.clone(),
        team: command.team.clone(),
        profile: change,
        memory: policy.memory().activities,
        at: Some(at),
        basis: Basis::Direct,
    })))
}

/// Checks writes against the catalogue and tags the profile that results.
pub(crate) fn change_profile<'a>(
    policy: &Policy,
    known: &Profile,
    writes: impl Iterator<Item = (&'a FieldName, Option<&'a FieldValue>)>,
    at: Instant,
    unmet: &mut Vec<Unmet>,
) -> ProfileChange {
    let mut checked = Vec::with_capacity(writes.size_hint().0);
    for (name, value) in writes {
        let spec = match value {
            Some(value) => policy.catalog().check(name, value),
            None => policy.catalog().declared(name),
        };
        match spec {
            Err(error) => unmet.push(Unmet::Field(error)),
            Ok(spec) => {
                checked.push(FieldWrite { name: name.clone(), value: value.cloned(), personal: spec.personal });
            }
        }
    }
    if !known.admits(checked.iter().map(|write| &write.name)) {
        unmet.push(Unmet::ProfileFull);
    }
    let tags = policy.scoring().tag_profile(&Written { known, writes: &checked, at });
    ProfileChange { writes: checked, tags }
}

/// The profile as it will be, without building it.
struct Written<'a> {
    known: &'a Profile,
    writes: &'a [FieldWrite],
    at: Instant,
}

impl FieldLookup for Written<'_> {
    fn value(&self, field: &str) -> Option<&FieldValue> {
        let known = self.known.entry(field);
        let Some(write) = self.writes.iter().find(|write| write.name.as_str() == field) else {
            return known.and_then(|entry| entry.value.as_ref());
        };
        match known.filter(|entry| !entry.yields_to(self.at, write.personal, write.value.as_ref())) {
            Some(later) => later.value.as_ref(),
            None => write.value.as_ref(),
        }
    }
}

pub(crate) fn update_profile(case: &mut Case<'_>, fields: &BTreeMap<FieldName, Option<FieldValue>>) {
    let writes = fields.iter().map(|(name, value)| (name, value.as_ref()));
    let change = change_profile(case.policy, case.lead.profile(), writes, case.effective_at, &mut case.unmet);
    if !case.is_clear() || changes_nothing(case.lead, &change, case.effective_at) {
        return;
    }
    let sets_off = weigh(case, Some(&change.tags), None);
    case.emit_with(FactBody::ProfileUpdated(change), sets_off);
}

/// Every field is known to have the value, since then or later. A later sighting of the same value is news: it settles what a
/// late write from between would otherwise overturn.
fn changes_nothing(lead: &Lead, change: &ProfileChange, at: Instant) -> bool {
    let same = |write: &FieldWrite| {
        lead.profile()
            .entries()
            .any(|(name, entry)| *name == write.name && entry.value == write.value && entry.at >= at)
    };
    change.writes.iter().all(same)
}

pub(crate) fn record_activity(case: &mut Case<'_>, activity: &Activity) {
    let at = case.effective_at;
    let print = activity.id.fingerprint();
    match case.lead.memory().recall(print, at) {
        Recall::Known => return,
        Recall::Beyond { watermark } => case.refuse(Unmet::BeyondMemory { watermark }),
        Recall::New => {}
    }
    let personal = personal_fields(case, activity);
    if !case.is_clear() {
        return;
    }
    let tags = case.policy.scoring().tag_activity(activity, at);
    let hand_raise = case.policy.scoring().is_hand_raise(activity) && at >= case.lead.cycle().opened_at();
    let raised = if hand_raise { raise_hand(case, &tags, print) } else { None };
    let sets_off = raised.or_else(|| weigh(case, None, Some((&tags, at, print))));
    case.emit_with(FactBody::ActivityRecorded { activity: activity.clone(), personal, tags }, sets_off);
}

/// Which fields redaction removes: the personal ones, and those nobody declared. A declared one must have its declared type.
fn personal_fields(case: &mut Case<'_>, activity: &Activity) -> BTreeSet<FieldName> {
    let catalog = case.policy.catalog();
    let mut personal = BTreeSet::new();
    for (name, value) in activity.fields.iter() {
        match catalog.get(name.as_str()) {
            None => {
                personal.insert(name.clone());
            }
            Some(spec) => {
                if let Err(error) = catalog.check(name, value) {
                    case.unmet.push(Unmet::Field(error));
                }
                if spec.personal {
                    personal.insert(name.clone());
                }
            }
        }
    }
    personal
}

type Earned<'t> = (&'t EarnedTags, Instant, crate::values::Fingerprint);

/// A hand-raise promotes even while cooling; on a discarded lead it suggests to reopen.
fn raise_hand(case: &Case<'_>, tags: &EarnedTags, print: crate::values::Fingerprint) -> Option<FactBody> {
    match case.lead.stage() {
        Stage::Lead { .. } => {
            let preview = Preview { profile: None, activity: Some((tags, case.effective_at, print)) };
            let score = case.policy.scoring().preview(case.lead.scoring(), preview, case.recorded_at);
            let score = case.policy.scoring().breakdown(&score);
            Some(FactBody::BecameMql { trigger: Trigger::HandRaise, score, note: None })
        }
        Stage::Disqualified { suggested: false, .. } => Some(FactBody::ReopenSuggested { trigger: Trigger::HandRaise }),
        Stage::Mql { .. }
        | Stage::Sql { .. }
        | Stage::Opportunity { .. }
        | Stage::Customer { .. }
        | Stage::Disqualified { .. }
        | Stage::Merged { .. } => None,
    }
}

/// What the new score sets off: promotion, demotion, or a suggestion to reopen. It takes effect when it is recorded.
fn weigh(case: &Case<'_>, profile: Option<&FitTags>, activity: Option<Earned<'_>>) -> Option<FactBody> {
    let lead = case.lead;
    let earned_here = |since: Instant| activity.is_some_and(|(tags, at, _)| !tags.is_empty() && at >= since);
    let opened = lead.cycle().opened_at();
    let wanted = match lead.stage() {
        Stage::Lead { cooling_until: None } if lead.cycle().has_own_activity() || earned_here(opened) => {
            Standing::Enter
        }
        Stage::Mql { trigger: Trigger::Score } if is_untouched(lead) => Standing::BelowExit,
        Stage::Disqualified { suggested: false, .. } if earned_here(lead.stage_entered_at()) => Standing::Enter,
        Stage::Lead { .. }
        | Stage::Mql { .. }
        | Stage::Sql { .. }
        | Stage::Opportunity { .. }
        | Stage::Customer { .. }
        | Stage::Disqualified { .. }
        | Stage::Merged { .. } => return None,
    };
    let scoring = case.policy.scoring();
    let score = scoring.preview(lead.scoring(), Preview { profile, activity }, case.recorded_at);
    if scoring.verdict(&score) != wanted {
        return None;
    }
    let score = scoring.breakdown(&score);
    match lead.stage() {
        Stage::Lead { .. } => Some(FactBody::BecameMql { trigger: Trigger::Score, score, note: None }),
        Stage::Mql { .. } => Some(FactBody::Demoted { score }),
        Stage::Disqualified { .. } => Some(FactBody::ReopenSuggested { trigger: Trigger::Score }),
        Stage::Sql { .. } | Stage::Opportunity { .. } | Stage::Customer { .. } | Stage::Merged { .. } => None,
    }
}

pub(crate) fn record_consent(case: &mut Case<'_>, channel: Channel, purpose: Purpose, status: ConsentStatus) {
    let known = case.lead.consents().get(channel, purpose);
    // The same status at a later instant is news: without it a late fact from between the two would win.
    let already = known.is_some_and(|c| c.status == status && c.at == case.effective_at);
    if case.is_clear() && !already {
        let at = case.effective_at;
        case.emit(FactBody::ConsentRecorded(Consent { channel, purpose, status, at }));
    }
}
