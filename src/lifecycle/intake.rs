//! Profile, activity and consent: what comes in about a lead, and what it sets off.

use alloc::collections::{BTreeMap, BTreeSet};

use crate::lead::{Consent, FactBody, FieldWrite, Lead, ProfileChange, Recall, Stage, Trigger};
use crate::lifecycle::case::{Case, Judged};
use crate::lifecycle::profile_change::change_profile;
use crate::lifecycle::unmet::{IntakeUnmet, Unmet};
use crate::policy::Policy;
use crate::scoring::{EarnedTags, FitTags, Preview, Standing};
use crate::values::{Activity, Channel, ConsentStatus, FieldName, FieldValue, Fingerprint, Instant, Purpose};

pub(super) fn update_profile<'a>(mut case: Case<'a>, fields: &BTreeMap<FieldName, Option<FieldValue>>) -> Judged<'a> {
    let (policy, lead, at) = (case.policy(), case.lead(), case.effective_at());
    let writes = fields.iter().map(|(name, value)| (name, value.as_ref()));
    let change = change_profile(policy, lead.profile(), writes, at, |unmet| case.refuse(unmet));
    let moment = Moment { policy, lead, now: case.recorded_at() };
    let cleared = case.clear()?;
    if changes_nothing(lead, &change, at) {
        return Ok(cleared);
    }
    let sets_off = moment.weigh(Some(&change.tags), None);
    cleared.emit_with(FactBody::ProfileUpdated(change), sets_off)
}

/// Every field is known to have the value, since then or later. A later sighting of the same value is news: it settles
/// what a late write from between would otherwise overturn.
fn changes_nothing(lead: &Lead, change: &ProfileChange, at: Instant) -> bool {
    let same = |write: &FieldWrite| {
        lead.profile()
            .entries()
            .any(|(name, entry)| *name == write.name && entry.value == write.value && entry.at >= at)
    };
    change.writes.iter().all(same)
}

pub(super) fn record_activity<'a>(mut case: Case<'a>, activity: &Activity) -> Judged<'a> {
    let (policy, lead, at) = (case.policy(), case.lead(), case.effective_at());
    let print = activity.id.fingerprint();
    match lead.memory().recall(print, at) {
        Recall::Known => return case.clear(),
        Recall::Beyond { watermark } => case.refuse(Unmet::Intake(IntakeUnmet::BeyondMemory { watermark })),
        Recall::New => {}
    }
    let personal = personal_fields(&mut case, activity);
    let moment = Moment { policy, lead, now: case.recorded_at() };
    let cleared = case.clear()?;
    let tags = policy.scoring().tag_activity(activity, at);
    let hand_raise = policy.scoring().is_hand_raise(activity) && at >= lead.cycle().opened_at();
    let raised = if hand_raise { moment.raise_hand((&tags, at, print)) } else { None };
    let sets_off = raised.or_else(|| moment.weigh(None, Some((&tags, at, print))));
    cleared.emit_with(FactBody::ActivityRecorded { activity: activity.clone(), personal, tags }, sets_off)
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

type Earned<'t> = (&'t EarnedTags, Instant, Fingerprint);

/// A lead when news of it are recorded: what they set off takes effect then.
#[derive(Clone, Copy)]
struct Moment<'a> {
    policy: &'a Policy,
    lead: &'a Lead,
    now: Instant,
}

impl Moment<'_> {
    /// A hand-raise promotes even while cooling; on a disqualified lead it suggests to reopen.
    fn raise_hand(self, earned: Earned<'_>) -> Option<FactBody> {
        match self.lead.stage() {
            Stage::Lead { .. } => {
                let scoring = self.policy.scoring();
                let preview = Preview { profile: None, activity: Some(earned) };
                let score = scoring.breakdown(&scoring.preview(self.lead.scoring(), preview, self.now));
                Some(FactBody::BecameMql { trigger: Trigger::HandRaise, score, note: None })
            }
            Stage::Disqualified { suggested: false, .. } => {
                Some(FactBody::ReopenSuggested { trigger: Trigger::HandRaise })
            }
            Stage::Mql { .. }
            | Stage::Sql { .. }
            | Stage::Opportunity { .. }
            | Stage::Customer { .. }
            | Stage::Disqualified { .. }
            | Stage::Merged { .. } => None,
        }
    }

    /// What the new score sets off: promotion, demotion, or a suggestion to reopen.
    fn weigh(self, profile: Option<&FitTags>, activity: Option<Earned<'_>>) -> Option<FactBody> {
        let lead = self.lead;
        let earned_here = |since: Instant| activity.is_some_and(|(tags, at, _)| !tags.is_empty() && at >= since);
        let opened = lead.cycle().opened_at();
        let wanted = match lead.stage() {
            Stage::Lead { cooling_until: None } if lead.cycle().has_own_activity() || earned_here(opened) => {
                Standing::Enter
            }
            Stage::Mql { trigger: Trigger::Score } if lead.cycle().is_untouched() => Standing::BelowExit,
            Stage::Disqualified { suggested: false, .. } if earned_here(lead.stage_entered_at()) => Standing::Enter,
            Stage::Lead { .. }
            | Stage::Mql { .. }
            | Stage::Sql { .. }
            | Stage::Opportunity { .. }
            | Stage::Customer { .. }
            | Stage::Disqualified { .. }
            | Stage::Merged { .. } => return None,
        };
        let scoring = self.policy.scoring();
        let score = scoring.preview(lead.scoring(), Preview { profile, activity }, self.now);
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
