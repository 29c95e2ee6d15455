//! What coming under its policy has left open on a lead: what its stock still waits for, and a recount.

use serde::{Deserialize, Serialize};

use crate::values::Instant;

/// When the score may promote a lead that was there before the policy: stock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PromoteStock {
    /// As soon as it reaches the threshold, at the adoption too.
    #[default]
    AtOnce,
    /// Only when something new has happened since the version is in force: an activity that earns a tag or, where fit alone
    /// promotes, a change of the profile.
    NewActivity,
    /// Not before this instant, whatever happens until then. A person or a hand-raise may.
    NotBefore(Instant),
}

/// How the score treats a lead that was there before the policy, as the fact of its adoption or import says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub struct StockTerms {
    /// When the score may promote it.
    pub promote: PromoteStock,
    /// Whether it is spared the demotion for the score that it has at the adoption: only a decline from there on demotes it,
    /// that is, a fall under the exit after it was at or over it.
    pub spared: bool,
}

/// What coming under its policy has left open on a lead.
///
/// It is of the cycle in which the lead was adopted or imported: the next promotion ends what concerns promotions, the next
/// cycle all but the recount.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub struct Adoption {
    since: Instant,
    promote: PromoteStock,
    new_activity: bool,
    new_profile: bool,
    spared_since: Option<Instant>,
    recount_due: Option<Instant>,
}

impl Adoption {
    /// For a lead adopted or imported at `at`, by rules in force `since`. None when nothing is left open.
    pub(super) fn new((since, at): (Instant, Instant), terms: StockTerms, recount_due: bool) -> Option<Self> {
        let open = Self {
            since,
            promote: terms.promote,
            new_activity: false,
            new_profile: false,
            spared_since: terms.spared.then_some(at),
            recount_due: recount_due.then_some(at),
        };
        open.is_open().then_some(open)
    }

    /// From when on what happens is new: since the version is in force, or the lead was imported.
    #[must_use]
    pub const fn since(&self) -> Instant {
        self.since
    }

    /// When the score may promote it.
    #[must_use]
    pub const fn promote(&self) -> PromoteStock {
        self.promote
    }

    /// Whether an activity that earns a tag has happened since.
    #[must_use]
    pub const fn has_new_activity(&self) -> bool {
        self.new_activity
    }

    /// Whether the profile has changed since.
    #[must_use]
    pub const fn has_new_profile(&self) -> bool {
        self.new_profile
    }

    /// Since when it is spared the demotion for the score that it had then, if it is: until the score is at the exit or over it,
    /// which is a fact, `sparing_ended`.
    #[must_use]
    pub const fn spared_since(&self) -> Option<Instant> {
        self.spared_since
    }

    /// Since when the score waits to be counted again, if it does: until then it neither promotes nor demotes.
    #[must_use]
    pub const fn recount_due(&self) -> Option<Instant> {
        self.recount_due
    }

    fn is_open(&self) -> bool {
        self.promote != PromoteStock::AtOnce || self.spared_since.is_some() || self.recount_due.is_some()
    }
}

/// What facts change of it. Each gives none when nothing is left open.
impl Adoption {
    /// The lead comes under a version that says nothing of stock.
    pub(super) fn under_another(mut self, at: Instant, recount_due: bool) -> Option<Self> {
        self.recount_due = recount_due.then_some(at);
        self.is_open().then_some(self)
    }

    /// A row of a legacy system is taken over: what is new is so from then on.
    pub(super) fn taken_over(mut self, at: Instant, terms: StockTerms, goes_on: bool) -> Option<Self> {
        let spared = if terms.spared { Some(at) } else { self.spared_since.filter(|_| goes_on) };
        (self.since, self.promote, self.spared_since) = (at, terms.promote, spared);
        (self.new_activity, self.new_profile) = (false, false);
        self.is_open().then_some(self)
    }

    pub(super) fn note_activity(&mut self, at: Instant) {
        self.new_activity |= at >= self.since;
    }

    pub(super) fn note_profile(&mut self, at: Instant) {
        self.new_profile |= at >= self.since;
    }

    /// The score was counted again.
    pub(super) fn recounted(mut self, at: Instant, spared: bool) -> Option<Self> {
        self.recount_due = None;
        self.spared_since = spared.then_some(at);
        self.is_open().then_some(self)
    }

    /// Its score was at the exit or over it.
    pub(super) fn not_spared(mut self) -> Option<Self> {
        self.spared_since = None;
        self.is_open().then_some(self)
    }

    /// The lead was promoted, by whatever.
    pub(super) fn promoted(mut self) -> Option<Self> {
        (self.promote, self.spared_since) = (PromoteStock::AtOnce, None);
        self.is_open().then_some(self)
    }

    /// Personal data was removed: the score neither promotes nor demotes any more.
    pub(super) fn redacted(mut self) -> Option<Self> {
        self.recount_due = None;
        self.is_open().then_some(self)
    }
}
