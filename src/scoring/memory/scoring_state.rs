//! What a lead keeps for scoring: bounded by the policy, never by its history; folded and united without the policy.

use alloc::boxed::Box;
use alloc::vec::Vec;
use serde::Serialize;

use crate::scoring::bounds::{self, HALVINGS};
use crate::scoring::memory::earned_tags::EarnedTags;
use crate::scoring::memory::fit_tags::FitTags;
use crate::scoring::memory::marks::{Marks, NO_MARKS};
use crate::scoring::memory::occurrence::Occurrence;
use crate::scoring::memory::packed::Packed;
use crate::scoring::memory::tag::Tags;
use crate::values::{Carry, Digest, Fingerprint, Instant};

/// Why a stored scoring state is not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum StateError {
    /// Entries out of order or listed twice.
    #[error("`{part}` of a scoring state is not in its order, each entry once: store states as they were written")]
    Order {
        /// Which part.
        part: &'static str,
    },
    /// More entries than may be kept.
    #[error("`{part}` of a scoring state is longer than allowed: store states as they were written")]
    Length {
        /// Which part.
        part: &'static str,
    },
}

/// The bounded memory from which a lead is scored at any instant.
///
/// For each tag it keeps the newest occurrences, as many as the tag asked for, each with its instant and a 128-bit
/// digest of what makes it distinct (the activity's id, the object, the period). Of occurrences that count as the
/// same one, the newest stands for all. It is the same whatever the order in which activities arrived, and however
/// often. It has room for 65,535 tags, which is a policy's 256 and those of all policies before it. When there
/// are more, those with the smallest fingerprints stay.
///
/// ```
/// use lead_lifecycle::scoring::ScoringState;
/// use lead_lifecycle::values::{Activity, Carry, Points};
/// use lead_lifecycle::{Instant, Policy, Span};
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let policy = Policy::standard();
/// let scoring = policy.scoring();
/// let (april, may): (Instant, Instant) = ("2026-04-01T00:00:00Z".parse()?, "2026-05-01T00:00:00Z".parse()?);
/// let seminar = |id: &str| -> Result<_, lead_lifecycle::values::TextError> {
///     Ok(Activity::new(id.parse()?, "seminar".parse()?))
/// };
/// let mut state = ScoringState::new();
/// scoring.record(&mut state, &seminar("s-1")?, april);
/// state.carry(Carry::Reset, april.saturating_add(Span::days(1))); // a recycle: what was done counts no more
/// scoring.record(&mut state, &seminar("s-2")?, may);
/// assert_eq!(scoring.score(&state, may).total(), Points::from_int(15));
/// assert_eq!(state.newest_activity(), Some(may));
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ScoringState {
    pub(super) packed: Packed,
    pub(super) rare: Option<Box<Rare>>,
}

/// What few leads have.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Rare {
    /// (timing rule, end of the stated day), in the order of rules.
    pub(super) dates: Vec<(Fingerprint, i64)>,
    pub(super) marks: Marks,
}

impl ScoringState {
    /// Nothing known yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes in the tags that an activity earned. The same activity twice changes nothing.
    pub fn apply_activity(&mut self, tags: &EarnedTags, at: Instant, id: Digest) {
        for tag in tags.as_slice() {
            let occurrence = Occurrence { at: at.seconds(), key: tag.identity(id) };
            self.packed.keep(tag.tag.fingerprint(), tag.keep, occurrence);
        }
    }

    /// Takes in what the merged profile meets now, instead of what it met before.
    pub fn apply_profile(&mut self, met: &FitTags) {
        self.packed.set_fits(met.keys());
        if self.rare.is_some() || met.dates().len() > 0 {
            let dates = &mut self.rare().dates;
            dates.clear();
            dates.reserve_exact(met.dates().len());
            dates.extend(met.dates());
            self.tidy();
        }
    }

    /// Puts what a recount of the whole history keeps in the place of what was kept. What the profile meets, and what
    /// recycles did, stay: the fold knows them without a policy.
    ///
    /// ```
    /// use lead_lifecycle::scoring::ScoringState;
    /// use lead_lifecycle::values::{Activity, Carry};
    /// use lead_lifecycle::{Instant, Policy};
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let (policy, at): (_, Instant) = (Policy::standard(), "2026-04-01T00:00:00Z".parse()?);
    /// let mut counted = ScoringState::new();
    /// policy.scoring().record(&mut counted, &Activity::new("s-1".parse()?, "seminar".parse()?), at);
    /// let mut state = ScoringState::new();
    /// state.carry(Carry::Reset, at);
    /// state.recount(&counted);
    /// assert_eq!(state.newest_activity(), Some(at));
    /// assert_ne!(state, counted); // the reset is still known
    /// # Ok(())
    /// # }
    /// ```
    pub fn recount(&mut self, counted: &Self) {
        let mut packed = counted.packed.clone();
        packed.set_fits(self.packed.fits());
        self.packed = packed;
    }

    /// What activities alone keep: without what the profile meets, and without what recycles did.
    #[must_use]
    pub fn of_activities(&self) -> Self {
        let mut packed = self.packed.clone();
        packed.set_fits(core::iter::empty());
        Self { packed, rare: None }
    }

    /// Drops the deadlines of timing rules, see [`FitTags::forget_deadlines`]; what the lead did, and recycling marks, stay.
    ///
    /// ```
    /// use lead_lifecycle::scoring::{FitTags, ScoringState};
    /// let stored = r#"{"deadlines": [{"rule": "soon", "until": "2026-06-30T15:00:00Z"}]}"#;
    /// let mut state = ScoringState::new();
    /// state.apply_profile(&serde_json::from_str::<FitTags>(stored)?);
    /// state.forget_deadlines();
    /// assert_eq!(state, ScoringState::new());
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    pub fn forget_deadlines(&mut self) {
        if let Some(rare) = &mut self.rare {
            rare.dates.clear();
        }
        self.tidy();
    }

    /// What a recycle at `at` does to all engagement up to and including that instant, known now or later.
    ///
    /// Engagement halved more than 40 times counts as reset.
    pub fn carry(&mut self, how: Carry, at: Instant) {
        match how {
            Carry::Keep => {}
            Carry::Halve => self.rare().marks.halve(at.seconds()),
            Carry::Reset => self.rare().marks.reset(at.seconds()),
        }
        self.tidy();
    }

    /// Unites the engagement of another lead with this one: occurrences by identity, never by adding points; recycling
    /// marks of both hold.
    ///
    /// The fit part stays this lead's: apply the tags of the merged profile afterwards.
    pub fn merge(&mut self, other: &Self) {
        for tag in other.packed.tags() {
            for occurrence in tag.occurrences() {
                self.packed.keep(tag.key, tag.keep, occurrence);
            }
            if tag.cut {
                self.packed.cut(tag.key);
            }
        }
        if let Some(rare) = &other.rare {
            let marks = &mut self.rare().marks;
            if let Some(reset) = rare.marks.reset {
                marks.reset(reset);
            }
            for mark in &rare.marks.halved {
                marks.halve(*mark);
            }
            self.tidy();
        }
    }

    /// The newest tagged activity, if any is kept.
    #[must_use]
    pub fn newest_activity(&self) -> Option<Instant> {
        let newest = self.packed.tags().filter_map(|tag| tag.kept.at(0)).max()?;
        Instant::from_seconds(newest).ok()
    }

    /// Whether a kept tagged activity lies after `at`.
    #[must_use]
    pub fn has_activity_after(&self, at: Instant) -> bool {
        self.newest_activity().is_some_and(|newest| newest > at)
    }

    /// The bytes that the state takes, its heap included.
    #[must_use]
    pub fn bytes(&self) -> usize {
        let rare = self.rare.as_deref().map_or(0, |rare| {
            size_of::<Rare>()
                .saturating_add(size_of_val(rare.dates.as_slice()))
                .saturating_add(size_of_val(rare.marks.halved.as_slice()))
        });
        size_of::<Self>().saturating_add(self.packed.bytes()).saturating_add(rare)
    }

    /// Checks what reading a stored state always checks.
    ///
    /// # Errors
    /// Tags, occurrences, fit rules, dates or marks out of order or listed twice; more of them than may be kept.
    pub fn validate(&self) -> Result<(), StateError> {
        let rising = |part, ok| {
            if ok { Ok(()) } else { Err(StateError::Order { part }) }
        };
        let bounded = |part, ok| {
            if ok { Ok(()) } else { Err(StateError::Length { part }) }
        };
        let fits = self.fits();
        rising("fits", fits.clone().is_sorted_by(|x, y| x < y))?;
        bounded("fits", bounds::FIT_TAGS.admits_len(fits.len()))?;
        rising("tags", self.tags().is_sorted_by(|x, y| x.key < y.key))?;
        for tag in self.tags() {
            let len = tag.kept.len();
            bounded("kept", bounds::KEEP.admits(tag.keep) && len > 0 && len <= usize::from(tag.keep))?;
            rising("kept", tag.occurrences().is_sorted_by(|x, y| x > y))?;
            let mut keys = Vec::from(tag.ids);
            keys.sort_unstable();
            rising("kept", keys.is_sorted_by(|x, y| x < y))?;
        }
        if let Some(rare) = &self.rare {
            rising("dates", rare.dates.is_sorted_by(|x, y| x.0 < y.0))?;
            bounded("dates", bounds::FIT_TAGS.admits_len(rare.dates.len()))?;
            let halved = &rare.marks.halved;
            rising("halved", halved.is_sorted_by(|x, y| x < y))?;
            rising("halved", halved.first().is_none_or(|first| Some(*first) > rare.marks.reset))?;
            bounded("halved", u32::try_from(halved.len()).is_ok_and(|len| len <= HALVINGS))?;
        }
        Ok(())
    }

    /// The block that the occurrences stand in.
    #[inline]
    pub(in crate::scoring) const fn packed(&self) -> &Packed {
        &self.packed
    }

    #[inline]
    pub(in crate::scoring) fn tags(&self) -> Tags<'_> {
        self.packed.tags()
    }

    /// How many occurrences there are.
    pub(in crate::scoring) fn kept_count(&self) -> usize {
        self.packed.kept_count()
    }

    #[inline]
    pub(in crate::scoring) fn fits(&self) -> impl ExactSizeIterator<Item = Fingerprint> + Clone + use<'_> {
        self.packed.fits()
    }

    pub(in crate::scoring) fn dates(&self) -> &[(Fingerprint, i64)] {
        self.rare.as_deref().map_or(&[], |rare| rare.dates.as_slice())
    }

    pub(in crate::scoring) fn marks(&self) -> &Marks {
        self.rare.as_deref().map_or(NO_MARKS, |rare| &rare.marks)
    }

    fn rare(&mut self) -> &mut Rare {
        self.rare.get_or_insert_default()
    }

    /// An empty box and none are the same state.
    pub(super) fn tidy(&mut self) {
        if self.rare.as_deref().is_some_and(|rare| rare.dates.is_empty() && rare.marks.is_empty()) {
            self.rare = None;
        }
    }
}
