//! The snapshot of a lead: what the fold of its facts comes to.

use alloc::boxed::Box;
use alloc::vec::Vec;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::document::{Document, read_one};
use crate::lead::absorbed::{Absorbed, AbsorbedLead};
use crate::lead::activity_memory::ActivityMemory;
use crate::lead::adoption::Adoption;
use crate::lead::anchors::Anchors;
use crate::lead::capture_edit::EditMarks;
use crate::lead::consents::Consents;
use crate::lead::customer::Customer;
use crate::lead::cycle::Cycle;
use crate::lead::deal_keys::DealKeys;
use crate::lead::envelope::{NewerSchema, SCHEMA, known_schema};
use crate::lead::erasure::{Erased, Erasure};
use crate::lead::first_touch::FirstTouch;
use crate::lead::fold::unsound::Unsound;
use crate::lead::hand_raise::HandRaise;
use crate::lead::proposal::Proposal;
use crate::lead::sections;
use crate::lead::stage::Stage;
use crate::lead::totals::Totals;
use crate::qualification::Answers;
use crate::scoring::ScoringState;
use crate::sla::ClockRun;
use crate::values::{
    AccountKey, ClockName, DealKey, Instant, LeadKey, LeadProfile, Milestone, Origin, PersonKey, PolicyStamp,
    ProposalId, StageKind, limits,
};

/// A lead: the fold of its facts, bounded by policy, never by history.
///
/// It is read through getters and changed only by [`Lead::apply`]. It deserialises through a check of its own
/// consistency, so a stored snapshot that was tampered with is refused and not believed.
///
/// ```compile_fail,E0616
/// # fn lead() -> lead_lifecycle::Lead { unimplemented!() }
/// let mut lead = lead();
/// lead.stage = todo!(); // private: nothing but a fact changes a stage
/// ```
///
/// Nothing but facts, or a stored snapshot that is sound, makes one:
/// ```compile_fail,E0599
/// let lead = lead_lifecycle::Lead::default();
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(remote = "Self", deny_unknown_fields, expecting = "a table")]
pub struct Lead {
    #[serde(deserialize_with = "known_schema")]
    pub(super) schema: u16,
    pub(super) key: LeadKey,
    pub(super) revision: u64,
    pub(super) recorded_at: Instant,
    pub(super) policy: PolicyStamp,
    pub(super) account: Option<AccountKey>,
    pub(super) person: Option<PersonKey>,
    pub(super) origin: Origin,
    pub(super) stage: Stage,
    pub(super) cycle: Cycle,
    pub(super) customer: Option<Customer>,
    pub(super) totals: Totals,
    pub(super) anchors: Anchors,
    pub(super) profile: LeadProfile,
    pub(super) answers: Answers,
    pub(super) consents: Consents,
    pub(super) scoring: ScoringState,
    pub(super) memory: ActivityMemory,
    pub(super) hand_raise: HandRaise,
    pub(super) deal_keys: DealKeys,
    pub(super) edits: Option<Box<EditMarks>>,
    pub(super) proposals: Vec<Proposal>,
    pub(super) clocks: Vec<ClockRun>,
    pub(super) erased: Option<Box<Erased>>,
    pub(super) adoption: Option<Box<Adoption>>,
    pub(super) adopted_at: Option<Instant>,
    pub(super) absorbed: Option<Box<Absorbed>>,
    pub(super) first_touch: Option<Box<FirstTouch>>,
}

impl Lead {
    /// The host's key.
    #[must_use]
    pub const fn key(&self) -> &LeadKey {
        &self.key
    }

    /// The number of facts so far: what the next append must expect.
    #[must_use]
    pub const fn revision(&self) -> u64 {
        self.revision
    }

    /// When the newest fact was recorded.
    #[must_use]
    pub const fn recorded_at(&self) -> Instant {
        self.recorded_at
    }

    /// The policy that the lead is under.
    #[must_use]
    pub const fn policy(&self) -> &PolicyStamp {
        &self.policy
    }

    /// The company.
    #[must_use]
    pub const fn account(&self) -> Option<&AccountKey> {
        self.account.as_ref()
    }

    /// The person.
    #[must_use]
    pub const fn person(&self) -> Option<&PersonKey> {
        self.person.as_ref()
    }

    /// Where the lead was first captured from.
    #[must_use]
    pub const fn origin(&self) -> Origin {
        self.origin
    }

    /// The stage of the current cycle, with its data.
    #[must_use]
    pub const fn stage(&self) -> &Stage {
        &self.stage
    }

    /// The current cycle.
    #[must_use]
    pub const fn cycle(&self) -> &Cycle {
        &self.cycle
    }

    /// The contracts in force, if there are any, whatever the current cycle does.
    #[must_use]
    pub const fn customer(&self) -> Option<&Customer> {
        self.customer.as_ref()
    }

    /// Totals over the whole life.
    #[must_use]
    pub const fn totals(&self) -> &Totals {
        &self.totals
    }

    /// The named instants of the current cycle.
    #[must_use]
    pub const fn anchors(&self) -> &Anchors {
        &self.anchors
    }

    /// What is known of company and person.
    #[must_use]
    pub const fn profile(&self) -> &LeadProfile {
        &self.profile
    }

    /// The answers to the qualification criteria.
    #[must_use]
    pub const fn answers(&self) -> &Answers {
        &self.answers
    }

    /// The consents.
    #[must_use]
    pub const fn consents(&self) -> &Consents {
        &self.consents
    }

    /// The bounded state from which scores are counted.
    #[must_use]
    pub const fn scoring(&self) -> &ScoringState {
        &self.scoring
    }

    /// Which activities are remembered.
    #[must_use]
    pub const fn memory(&self) -> &ActivityMemory {
        &self.memory
    }

    /// The hand-raises that wait for an answer, whatever the stage.
    #[must_use]
    pub const fn hand_raise(&self) -> &HandRaise {
        &self.hand_raise
    }

    /// Whether a deal of this key was opened on the lead. The newest 64 keys are known.
    #[must_use]
    pub fn knows_deal(&self, key: &DealKey) -> bool {
        self.deal_keys.knows(key)
    }

    /// The proposals that wait for a person.
    #[must_use]
    pub fn proposals(&self) -> &[Proposal] {
        &self.proposals
    }

    /// An open proposal by its key.
    #[must_use]
    pub fn proposal(&self, id: &ProposalId) -> Option<&Proposal> {
        self.proposals.iter().find(|p| p.id == *id)
    }

    /// Its service-level clocks, in the order of their names: of each the run that is on, or the last one.
    #[must_use]
    pub fn clocks(&self) -> &[ClockRun] {
        &self.clocks
    }

    /// The run that is on of a service-level clock, or the last one.
    #[must_use]
    pub fn clock(&self, clock: &ClockName) -> Option<&ClockRun> {
        self.clocks.iter().find(|run| run.clock() == clock)
    }

    /// When the lead came under its policy, if it was under another one before: its rules say nothing of the time before.
    #[must_use]
    pub const fn adopted_at(&self) -> Option<Instant> {
        self.adopted_at
    }

    /// What coming under its policy has left open: what stock waits for before its score promotes it, and a recount. None:
    /// nothing.
    #[must_use]
    pub fn adoption(&self) -> Option<&Adoption> {
        self.adoption.as_deref()
    }

    /// Since when the score waits to be counted again, if it does: until then it neither promotes nor demotes.
    #[must_use]
    pub fn recount_due(&self) -> Option<Instant> {
        self.adoption().and_then(Adoption::recount_due)
    }

    /// When personal data was removed, if it was.
    #[must_use]
    pub fn erased_at(&self) -> Option<Instant> {
        self.erased.as_ref().map(|erased| erased.at)
    }

    /// What the erasure spared, if there was one: with it the host redacts the facts that it has stored, see
    /// [`Fact::redact`](crate::Fact::redact). Of several erasures, what all of them spared.
    #[must_use]
    pub fn erasure(&self) -> Option<&Erasure> {
        self.erased.as_ref().map(|erased| &erased.erasure)
    }

    /// The leads that became one with this one, if there are any; those merged into them before among them.
    #[must_use]
    pub fn absorbed(&self) -> Option<&Absorbed> {
        self.absorbed.as_deref()
    }

    /// One of the leads that became one with this one.
    #[must_use]
    pub fn absorbed_lead(&self, lead: &LeadKey) -> Option<&AbsorbedLead> {
        self.absorbed().and_then(|absorbed| absorbed.get(lead))
    }

    /// Where the person was met first: of this lead and of all that became one with it, the earliest; of two at one instant, the
    /// survivor's.
    #[must_use]
    pub fn first_touch(&self) -> FirstTouch {
        self.first_touch.as_deref().cloned().unwrap_or_else(|| self.touch_of_cycle())
    }

    /// Where the present cycle came from: of the first cycle, the first touch.
    pub(super) fn touch_of_cycle(&self) -> FirstTouch {
        FirstTouch {
            lead: self.key.clone(),
            at: self.cycle.opened_at(),
            origin: self.cycle.origin(),
            attribution: self.cycle.attribution().clone(),
        }
    }

    /// When the present stage was entered.
    #[must_use]
    pub fn stage_entered_at(&self) -> Instant {
        self.cycle.stages().get(self.stage.kind()).map_or(self.cycle.opened_at(), |clock| clock.last_entry)
    }

    /// The number of the present visit of the present stage, in this cycle.
    #[must_use]
    pub fn visit(&self) -> u32 {
        self.cycle.stages().visits(self.stage.kind())
    }

    /// Removes personal data from a snapshot, as the fact `redacted` does.
    ///
    /// The fold of redacted facts is the redacted fold, see [`Fact::redact`](crate::Fact::redact), where it also stands
    /// what goes and what stays.
    pub fn redact(&mut self, erasure: &Erasure) {
        // Every part is named: whoever adds one decides here whether it goes.
        let Self {
            schema: _,
            key: _,
            revision: _,
            recorded_at: _,
            policy: _,
            account: _,
            person: _,
            origin: _,
            stage,
            cycle,
            customer: _,
            totals: _,
            anchors: _,
            profile,
            answers,
            consents: _,
            scoring,
            memory: _,
            hand_raise: _,
            deal_keys: _,
            edits: _,
            proposals,
            clocks: _,
            erased: _,
            adoption,
            adopted_at: _,
            absorbed: _,
            first_touch: _,
        } = self;
        sections::redact((stage, cycle), (profile, answers), (scoring, adoption), erasure);
        proposals.iter_mut().for_each(Proposal::redact);
    }

    /// What is wrong with a snapshot whose parts do not agree.
    pub(super) fn unsound(&self) -> Option<Unsound> {
        let here = self.stage.kind();
        let reached = |milestone| self.cycle.milestones().reached(milestone);
        let rules: [(bool, Unsound); 14] = [
            (self.schema == SCHEMA, Unsound::Schema),
            (self.revision > 0, Unsound::Revision),
            (self.cycle.number() > 0, Unsound::CycleNumber),
            (self.totals.cycles >= self.cycle.number(), Unsound::Cycles),
            (self.totals.expansions < self.totals.cycles, Unsound::Expansions),
            (self.visit() > 0, Unsound::NoClock),
            (here != StageKind::Mql || reached(Milestone::Mql), Unsound::MqlNotReached),
            (here != StageKind::Sql || reached(Milestone::Sql), Unsound::SqlNotReached),
            (here != StageKind::Opportunity || reached(Milestone::Opportunity), Unsound::OpportunityNotReached),
            (
                self.customer
                    .as_ref()
                    .is_none_or(|c| !c.contracts().is_empty() && limits::CONTRACTS.admits_len(c.contracts().len())),
                Unsound::Contracts,
            ),
            (here != StageKind::Customer || self.customer.is_some(), Unsound::NoContract),
            (
                !matches!(&self.stage, Stage::Merged { into } if *into == self.key || self.absorbed_lead(into).is_some())
                    && self.absorbed_lead(&self.key).is_none(),
                Unsound::IntoItself,
            ),
            (
                self.origin != Origin::Expansion && (!self.cycle.is_expansion() || self.totals.expansions > 0),
                Unsound::ExpansionNotCounted,
            ),
            (
                self.consents.is_sound()
                    && limits::OPEN_PROPOSALS.admits_len(self.proposals.len())
                    && limits::CLOCKS.admits_len(self.clocks.len())
                    && self.clocks.iter().all(ClockRun::is_sound)
                    && self.clocks.is_sorted_by(|one, next| one.clock() < next.clock()),
                Unsound::Beside,
            ),
        ];
        rules.into_iter().find(|(holds, _)| !holds).map(|(_, unsound)| unsound)
    }
}

impl Document for Lead {
    const SCHEMA_AT: &'static [&'static str] = &["schema"];
    const NEWEST: u16 = SCHEMA;

    fn newer(got: u64) -> impl core::fmt::Display {
        NewerSchema { got }
    }

    fn derived<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let lead = Self::deserialize(deserializer)?;
        match lead.unsound() {
            None => Ok(lead),
            Some(unsound) => Err(serde::de::Error::custom(unsound)),
        }
    }
}

impl Serialize for Lead {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Self::serialize(self, serializer)
    }
}

impl<'de> Deserialize<'de> for Lead {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read_one(deserializer)
    }
}
