//! What the lead did, as a legacy system reports it: each activity counts in the windows of the policy from when it was, promotes
//! nothing and raises no hand.

use alloc::collections::BTreeSet;
use alloc::vec::Vec;

use crate::lead::{ActivityWeight, FactBody, Lead, Recall};
use crate::lifecycle::backfill::backfill_error::BackfillError;
use crate::lifecycle::backfill::legacy_row::{LegacyActivity, LegacyRow};
use crate::lifecycle::backfill::reading::Reading;
use crate::lifecycle::fact_chain::FactChain;
use crate::lifecycle::note::{Note, notes as notes_of};
use crate::lifecycle::unmet::{IntakeUnmet, Unmet, misfit};
use crate::values::{Activity, ActivityKind, Digest, FieldName, Instant, Moment, limits};

/// The activities of a row that are new, in order of time.
pub(super) struct Activities<'r> {
    new: Vec<(Instant, &'r LegacyActivity)>,
    known: usize,
    /// Those that nobody can tell from known ones, and that earn nothing.
    beyond: usize,
}

impl Reading<'_> {
    /// More than one row may tell of.
    pub(super) fn too_many(self) -> Option<BackfillError> {
        let LegacyRow { moves, activities, left_over, .. } = self.row;
        let (moved, did) = (limits::LEGACY_MOVES, limits::LEGACY_ACTIVITIES);
        let counts = [(moves.len(), moved), (activities.len(), did), (left_over.len(), moved)];
        let over = counts.into_iter().find(|(count, limit)| !limit.admits_len(*count));
        over.map(|(count, limit)| BackfillError::TooMany { count, max: limit.max_len() })
    }
}

impl<'r> Activities<'r> {
    /// Reads those of a row.
    pub(super) fn of(reading: Reading<'r>, mut refuse: impl FnMut(Unmet)) -> Self {
        let Reading { row, rules, now, lead, .. } = reading;
        let mut new = Vec::with_capacity(row.activities.len());
        for one in &row.activities {
            let at = one.at.start(&rules.zone);
            if at > now {
                let activity = one.activity.id.clone();
                refuse(Unmet::Backfill(BackfillError::FutureActivity { activity, at: one.at, import: now }));
            } else {
                reading.check_fields(&one.activity, &mut refuse);
                new.push((at, one));
            }
        }
        // INVARIANT: of equal instants the order of the ids decides, not that of the file.
        new.sort_by(|(a, one), (b, other)| (a, &one.activity.id).cmp(&(b, &other.activity.id)));
        let (all, mut beyond, mut seen) = (new.len(), 0_usize, BTreeSet::<Digest>::new());
        // Of one that stands there twice the earlier counts.
        new.retain(|(_, one)| seen.insert(one.activity.id.digest()));
        if let Some(lead) = lead {
            new.retain(|(at, one)| reading.is_new(lead, (*at, &one.activity), &mut beyond, &mut refuse));
        }
        let known = all.saturating_sub(new.len()).saturating_sub(beyond);
        Self { new, known, beyond }
    }

    /// Puts them onto the lead.
    pub(super) fn record(self, reading: Reading<'_>, chain: &mut FactChain<'_>) -> Result<Vec<Note>, Vec<Unmet>> {
        let scoring = reading.policy().scoring();
        let catalog = reading.policy().catalog();
        let before = chain.len();
        for (at, LegacyActivity { activity, at: told }) in self.new {
            let tags = scoring.tag_activity(activity, at);
            let is_personal = |name: &FieldName| catalog.get(name.as_str()).is_none_or(|spec| spec.personal);
            let personal =
                activity.fields.iter().map(|(name, _)| name).filter(|name| is_personal(name)).cloned().collect();
            let body = FactBody::ActivityRecorded { activity: activity.clone(), personal, tags, raises_hand: false };
            chain.push(reading.dated(at, Moment::day(*told)), body).map_err(misfit)?;
        }
        let (mut notes, mut kinds, mut raising): (Vec<Note>, BTreeSet<ActivityKind>, usize) = Default::default();
        for note in notes_of(reading.policy(), chain.parts().0, chain.since(before)) {
            let is_new =
                if let Note::UnknownActivityKind { kind, .. } = &note { kinds.insert(kind.clone()) } else { true };
            if matches!(note, Note::RaisesNoHand { .. } | Note::RaisedBefore { .. }) {
                raising = raising.saturating_add(1);
            } else if is_new {
                notes.push(note);
            }
        }
        if raising > 0 {
            notes.push(Note::HandsNotRaised { count: raising });
        }
        if self.known > 0 {
            notes.push(Note::ActivitiesKnown { count: self.known });
        }
        if self.beyond > 0 {
            notes.push(Note::ActivitiesBeyond { count: self.beyond });
        }
        Ok(notes)
    }
}

impl Reading<'_> {
    /// A declared field must have its declared type.
    fn check_fields(self, activity: &Activity, refuse: &mut impl FnMut(Unmet)) {
        let catalog = self.policy().catalog();
        for (name, value) in activity.fields.iter().filter(|(name, _)| catalog.get(name.as_str()).is_some()) {
            if let Err(error) = catalog.check(name, value) {
                refuse(Unmet::Intake(IntakeUnmet::Field(error)));
            }
        }
    }

    /// Whether an activity is neither known nor too old to tell.
    fn is_new(
        self,
        lead: &Lead,
        (at, activity): (Instant, &Activity),
        beyond: &mut usize,
        refuse: &mut impl FnMut(Unmet),
    ) -> bool {
        let tagged = !self.policy().scoring().tag_activity(activity, at).is_empty();
        let weight = if tagged { ActivityWeight::Tagged } else { ActivityWeight::Untagged };
        let id = activity.id.digest();
        let elsewhere = lead.absorbed().is_some_and(|absorbed| absorbed.taken_back().knows(id));
        match lead.memory().recall(&activity.kind, id, at, weight) {
            Recall::Known => false,
            Recall::New => !elsewhere,
            Recall::Beyond { .. } => {
                *beyond = beyond.saturating_add(1);
                false
            }
            Recall::MaybeTakenBack { watermark } => {
                let kind = activity.kind.clone();
                refuse(Unmet::Intake(IntakeUnmet::MaybeTakenBack { kind, watermark }));
                false
            }
        }
    }
}
