//! A row being read under a policy: what each of its facts is made of.

use alloc::boxed::Box;
use alloc::vec::Vec;

use crate::deal::Edit;
use crate::lead::{
    Adoption, CaptureEdit, Captured, Cause, FactBody, ImportedOpening, ImportedStep, Lead, LeftOver, MilestoneBasis,
    ProfileChange, PromoteStock, StockTerms,
};
use crate::lifecycle::backfill::backfill_rules::BackfillRules;
use crate::lifecycle::backfill::dated_steps::DatedStep;
use crate::lifecycle::backfill::legacy_row::LegacyRow;
use crate::lifecycle::book::{Version, promote_stock};
use crate::lifecycle::context::Context;
use crate::lifecycle::mint::{By, Times};
use crate::lifecycle::note::Note;
use crate::lifecycle::profile_change::change_profile;
use crate::lifecycle::unmet::Unmet;
use crate::policy::Policy;
use crate::values::{Date, FieldLookup as _, Instant, LeadProfile, StageKind};

/// A row being read under a policy.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reading<'r> {
    pub(super) version: &'r Version,
    pub(super) row: &'r LegacyRow,
    pub(super) rules: &'r BackfillRules,
    pub(super) ctx: &'r Context,
    /// When it is recorded.
    pub(super) now: Instant,
    /// The lead that the row goes on with, as time has made it.
    pub(super) lead: Option<&'r Lead>,
}

impl DatedStep {
    /// That its date was moved, if it was.
    pub(super) fn moved(&self) -> Option<Note> {
        let dated = self.dated?;
        let (step, used) = (self.planned.step.clone(), dated.used());
        dated.told.map(|told| Note::DateMoved { step, told, used })
    }
}

// Envelopes.
impl<'r> Reading<'r> {
    pub(super) fn policy(self) -> &'r Policy {
        self.version.policy()
    }

    /// A fact without a date of its own carries that of the one before, and its day says nothing of it.
    pub(super) fn by(self, step: &DatedStep) -> By<'r> {
        self.dated(step.known, step.dated.and_then(|dated| dated.day))
    }

    pub(super) fn at_once(self) -> By<'r> {
        self.dated(self.now, None)
    }

    pub(super) fn dated(self, at: Instant, day: Option<Date>) -> By<'r> {
        let times = Times { recorded_at: self.now, effective_at: at.min(self.now), day };
        By { stamp: self.version.stamp(), ctx: self.ctx, times, cause: Cause::Import }
    }
}

// The opening.
impl Reading<'_> {
    /// What the row writes into the profile: what is not known so already.
    pub(super) fn profile(self, refuse: impl FnMut(Unmet)) -> ProfileChange {
        let none = LeadProfile::new();
        let known = self.lead.map_or(&none, Lead::profile);
        let news = self.row.fields.iter().filter(|(name, value)| known.value(name.as_str()) != Some(*value));
        change_profile(self.policy(), known, news.map(|(name, value)| (name, Some(value))), self.now, refuse)
    }

    /// What begins the lead, or its next round; the profile goes into a capture.
    pub(super) fn opening(self, first: &DatedStep, profile: ProfileChange) -> FactBody {
        let (row, at) = (self.row, first.dated.map(|dated| dated.at));
        if self.lead.is_none() {
            return FactBody::Captured(Box::new(Captured {
                origin: row.origin,
                attribution: row.attribution.clone(),
                account: row.account.clone(),
                person: row.person.clone(),
                owner: row.owner.clone(),
                team: row.team.clone(),
                profile,
                memory: self.policy().memory().activities,
                stock: self.stock(),
                at,
                basis: MilestoneBasis::Imported,
            }));
        }
        let keeps = self.policy().next_cycle();
        let at_customer = self.lead.is_some_and(|lead| lead.stage().kind() == StageKind::Customer);
        let opening = ImportedOpening {
            origin: row.origin,
            attribution: row.attribution.clone(),
            owner: row.owner.clone(),
            team: row.team.clone(),
            keeps: if at_customer { keeps.expansion } else { keeps.reopen },
            stock: self.stock(),
        };
        let told = first.dated.and_then(|dated| dated.told);
        FactBody::StepImported { step: ImportedStep::Opened(Box::new(opening)), at, basis: first.planned.basis, told }
    }

    /// It was there before: it waits for something new, unless the version says otherwise of its stock.
    fn stock(self) -> StockTerms {
        let said = self.version.stock().map(|stock| promote_stock(self.policy(), stock));
        // A version that says nothing leaves a day that an earlier one has set.
        let set = self.lead.and_then(Lead::adoption).map(Adoption::promote);
        let waits = |set: &PromoteStock| matches!(set, PromoteStock::NotBefore(at) if *at > self.now);
        let promote = said.or(set.filter(waits));
        StockTerms { promote: promote.unwrap_or(PromoteStock::NewActivity), spared: false }
    }
}

// What nobody said.
impl Reading<'_> {
    /// What stands in a fact that the row does not say.
    pub(super) fn made_up(self, body: &FactBody) -> Option<Note> {
        let unknown = self.row.won_value().or(self.row.value).is_none();
        let FactBody::StepImported { step, .. } = body else { return None };
        if let ImportedStep::Won { contract } | ImportedStep::Bought { contract } = step {
            return unknown.then(|| Note::WorthUnknown { contract: contract.key().clone() });
        }
        let nameless = self.row.product.is_none() && self.row.value.is_some();
        let ImportedStep::Sql { deal } = step else { return None };
        nameless.then(|| Note::ProductUnknown { deal: deal.key().clone() })
    }
}

// What goes into a lead that exists.
impl Reading<'_> {
    /// Company, person and profile of a further row: gaps are filled, what differs is left over.
    pub(super) fn fills(self, profile: ProfileChange, left: &mut Vec<LeftOver>) -> Vec<FactBody> {
        let (row, mut bodies) = (self.row, Vec::new());
        let Some(lead) = self.lead else { return bodies };
        let mut edit = CaptureEdit::default();
        match (lead.account(), &row.account) {
            (None, Some(account)) => edit.account = Edit::To(account.clone()),
            (Some(known), Some(account)) if known != account => left.push(LeftOver::Account(account.clone())),
            (_, _) => {}
        }
        match (lead.person(), &row.person) {
            (None, Some(person)) => edit.person = Edit::To(person.clone()),
            (Some(known), Some(person)) if known != person => left.push(LeftOver::Person(person.clone())),
            (_, _) => {}
        }
        if edit != CaptureEdit::default() {
            bodies.push(FactBody::CaptureEdited(Box::new(edit)));
        }
        if !profile.writes.is_empty() {
            bodies.push(FactBody::ProfileUpdated(profile));
        }
        bodies
    }
}
