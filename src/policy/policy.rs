//! The checked policy. Rules run on it only; it cannot be changed.

use alloc::vec::Vec;
use serde::{Serialize, Serializer};

use crate::access::{Access, ProposalRules};
use crate::calendar::{Calendars, CalendarsDraft, Zone, Zones};
use crate::deal::Pipelines;
use crate::handoff::HandoffRules;
use crate::policy::draft::PolicyDraft;
use crate::policy::hand_raise_rules::HandRaiseRules;
use crate::policy::memory_rules::MemoryRules;
use crate::policy::purchase_rules::PurchaseRules;
use crate::policy::stale::StaleRules;
use crate::policy::time_rules::TimeRules;
use crate::qualification::Qualification;
use crate::recycle::{NextCycleRules, ReasonRules};
use crate::scoring::Scoring;
use crate::sla::{ServiceLevels, SlaContext};
use crate::values::{
    Counted, Currency, FaultCode, Faults, FieldCatalog, Fingerprint, Got, Literal as _, Path, PolicyLabel,
    content_print_of, limits,
};

/// A policy that was checked as a whole.
///
/// ```
/// use lead_lifecycle::{Policy, PolicyDraft};
/// let mut draft = PolicyDraft::standard();
/// draft.recycle.max_cycles = 0;
/// draft.memory.activities = 0;
/// let faults = Policy::try_from(draft).unwrap_err();
/// assert_eq!(faults.len(), 2); // every fault, not only the first
/// assert_eq!(
///     faults.iter().next().unwrap().to_string(),
///     "recycle.max_cycles: expected 1 to 1000 cycles of a lead, got 0",
/// );
/// ```
///
/// A draft decides nothing before it has passed the check:
/// ```compile_fail,E0308
/// let lifecycle = lead_lifecycle::Lifecycle::new(lead_lifecycle::PolicyDraft::standard());
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    draft: PolicyDraft,
    fingerprint: Fingerprint,
    catalog: FieldCatalog,
    zone: Zone,
    calendars: Calendars,
    scoring: Scoring,
    qualification: Qualification,
    handoff: HandoffRules,
    pipelines: Pipelines,
    reasons: ReasonRules,
    access: Access,
    proposals: ProposalRules,
    stale: StaleRules,
    memory: MemoryRules,
    purchase: PurchaseRules,
    sla: ServiceLevels,
}

impl Policy {
    /// The numbers of [the practice](crate::practice); it works as it is.
    ///
    /// What a host must send for it to take effect; whatever else it sends is kept, and judges nothing:
    ///
    /// | what | read by | effect |
    /// |---|---|---|
    /// | profile field `employees` (number) | scoring, dimension `fit` | 5 points from 300, 3 points from 1 |
    /// | activity `document_download` | scoring, dimension `engagement` | 10 points each, the newest 10 |
    /// | activity `seminar` | scoring, dimension `engagement` | 15 points each, the newest 10 |
    /// | activity `service_page_view` | scoring, dimension `engagement` | 20 points for every third of the newest 30 |
    /// | activity `contact_request` | scoring | a hand-raise: promotes whatever the score |
    /// | profile fields `industry`, `employees`, `location`, `email` | hand-over | must have a value |
    /// | the file: history, expectations, topics, key people, competitors, rank, products, memo | hand-over | every item must be filled |
    /// | answers to `need` and `timeline` | hand-over | must be confirmed within the last 90 days |
    /// | answers to `need`, `timeline` and `authority` | offering a meeting | must be known within the last 90 days |
    /// | consent to a meeting (progress `consented`) | hand-over | must be given |
    /// | the deal's lines | stage `proposal` and after | at least one |
    /// | the deal's expected close | stage `quote` and after | must be given |
    ///
    /// A score of 30 promotes; under 20 an untouched MQL falls back. None of these points decay.
    #[must_use]
    pub fn standard() -> Self {
        the_standard()
    }

    /// Checks every part and adds every fault; the policy is there only if all its parts are.
    fn assemble(mut draft: PolicyDraft, faults: &mut Faults) -> Option<Self> {
        let root = Path::root();
        let at = |key: &str| root.key(key);
        let before = faults.len();
        let catalog = FieldCatalog::with(&draft.fields);
        if !limits::FIELDS.admits_len(draft.fields.len()) {
            let got = Got::Count { count: draft.fields.len(), of: Counted::Fields };
            faults.add(FaultCode::OutOfRange, &at("fields"), limits::FIELDS, got);
        }
        let (zone, calendars) = times(&mut draft, faults);
        // Where the zone is at fault nothing else depends on it.
        let read_in = zone.clone().unwrap_or_default();
        let scoring = draft.scoring.check(&catalog, read_in, &at("scoring"), faults);
        let qualification = draft.qualification.check(&at("qualification"), faults);
        let handoff = draft.handoff.check(&catalog, &at("handoff"), faults);
        let (short, named, default) = (draft.pipeline.as_ref(), &draft.pipelines, draft.default_pipeline.as_ref());
        let pipelines = Pipelines::check(short, named, default, &root, faults);
        let reasons = draft.recycle.check(&draft.reasons, &at("recycle"), &at("reasons"), faults);
        let purchase = draft.purchase.check(&at("purchase"), faults);
        let access = draft.access.check(&at("access"), faults);
        let proposals = draft.proposals.check(&at("proposals"), faults);
        let stale = draft.stale.check(&draft.reasons, &at("stale"), faults);
        let memory = draft.memory.check(&at("memory"), faults);
        let sla = service_levels(&draft, calendars.as_ref(), pipelines.as_ref(), faults);
        if faults.len() > before {
            return None;
        }
        let (access, pipelines) = (access?, pipelines?);
        Some(Self {
            fingerprint: content(&draft, &access, &pipelines),
            catalog,
            zone: zone?,
            calendars: calendars?,
            scoring: scoring?,
            qualification: qualification?,
            handoff: handoff?,
            pipelines,
            reasons: reasons?,
            access,
            proposals: proposals?,
            stale: stale?,
            memory: memory?,
            purchase: purchase?,
            sla: sla?,
            draft,
        })
    }

    /// Every fact carries the label: none may say that the standard policy decided what another did.
    fn rightly_named(mut self) -> Self {
        if self.draft.label.as_str() == "standard" && self.fingerprint != the_standard().fingerprint {
            self.draft.label = PolicyLabel::literal("custom");
        }
        self
    }

    /// What people call this version: `standard` for the rules of [`Policy::standard`] only, `custom` for any other that
    /// was given no label of its own.
    #[must_use]
    pub const fn label(&self) -> &PolicyLabel {
        &self.draft.label
    }

    /// The fingerprint of the content: two policies with the same rules have the same.
    ///
    /// Hashed is every value that a rule reads. Not hashed are labels (of the policy, of fields, criteria, reasons and
    /// stages of deals), and whatever says nothing: what is left out or empty, a flag that is off, a cell of access that
    /// is as in the standard matrix. Nor does it matter in which format or form a policy was written: a pipeline in its
    /// short form, an amount with zeros at its end, a day as 24 hours.
    ///
    /// It is the same for ever: a later version of the crate that knows more reads the same fingerprint from a stored
    /// policy that does not use it.
    ///
    /// ```
    /// use lead_lifecycle::{Policy, PolicyDraft};
    /// let mut draft = PolicyDraft::standard();
    /// for stage in draft.pipeline.get_or_insert_default().stages.iter_mut() {
    ///     stage.label = Some("商談".parse()?);
    /// }
    /// let relabelled = Policy::try_from(draft.clone())?;
    /// assert_eq!(relabelled.fingerprint(), Policy::standard().fingerprint());
    ///
    /// draft.recycle.max_cycles += 1;
    /// assert_ne!(Policy::try_from(draft)?.fingerprint(), Policy::standard().fingerprint());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn fingerprint(&self) -> Fingerprint {
        self.fingerprint
    }

    /// All declared fields.
    #[must_use]
    pub const fn catalog(&self) -> &FieldCatalog {
        &self.catalog
    }

    /// How activities and profiles are scored.
    #[must_use]
    pub const fn scoring(&self) -> &Scoring {
        &self.scoring
    }

    /// What must be known before a hand-over.
    #[must_use]
    pub const fn qualification(&self) -> &Qualification {
        &self.qualification
    }

    /// What a hand-over must hold.
    #[must_use]
    pub const fn handoff(&self) -> &HandoffRules {
        &self.handoff
    }

    /// The pipelines of deals.
    #[must_use]
    pub const fn pipelines(&self) -> &Pipelines {
        &self.pipelines
    }

    /// The reasons for going backward and what follows from them.
    #[must_use]
    pub const fn reasons(&self) -> &ReasonRules {
        &self.reasons
    }

    /// Who may do what.
    #[must_use]
    pub const fn access(&self) -> &Access {
        &self.access
    }

    /// Proposals of assistants.
    #[must_use]
    pub const fn proposals(&self) -> &ProposalRules {
        &self.proposals
    }

    /// How long a stage may last.
    #[must_use]
    pub const fn stale(&self) -> &StaleRules {
        &self.stale
    }

    /// Service levels: by when something has to be done.
    #[must_use]
    pub const fn sla(&self) -> &ServiceLevels {
        &self.sla
    }

    /// Tolerances of time.
    #[must_use]
    pub const fn time(&self) -> &TimeRules {
        &self.draft.time
    }

    /// From which stages a lead may buy without sales.
    #[must_use]
    pub const fn purchase(&self) -> &PurchaseRules {
        &self.purchase
    }

    /// What a hand-raise does where there is no cycle to be worked on.
    #[must_use]
    pub const fn hand_raise(&self) -> &HandRaiseRules {
        &self.draft.hand_raise
    }

    /// What the next cycle keeps of owner and team.
    #[must_use]
    pub const fn next_cycle(&self) -> &NextCycleRules {
        &self.draft.next_cycle
    }

    /// What a lead remembers.
    #[must_use]
    pub const fn memory(&self) -> &MemoryRules {
        &self.memory
    }

    /// The zone in which civil dates are read.
    #[must_use]
    pub const fn zone(&self) -> &Zone {
        &self.zone
    }

    /// When offices are open: working time and business days.
    #[must_use]
    pub const fn calendars(&self) -> &Calendars {
        &self.calendars
    }

    /// The currency of new deals, unless they say otherwise.
    #[must_use]
    pub const fn currency(&self) -> Currency {
        self.draft.currency
    }

    /// The policy as it was written, under the label that it has.
    #[must_use]
    pub const fn draft(&self) -> &PolicyDraft {
        &self.draft
    }
}

impl Default for Policy {
    fn default() -> Self {
        Self::standard()
    }
}

impl TryFrom<PolicyDraft> for Policy {
    type Error = Faults;

    fn try_from(draft: PolicyDraft) -> Result<Self, Faults> {
        let mut faults = Faults::new();
        Self::assemble(draft, &mut faults).map(Self::rightly_named).ok_or(faults)
    }
}

impl Serialize for Policy {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.draft.serialize(serializer)
    }
}

#[expect(clippy::expect_used, reason = "nothing goes in, so the one test of the standard policy covers every call")]
fn the_standard() -> Policy {
    // INVARIANT: the standard draft has no faults (kept by a test).
    Policy::assemble(PolicyDraft::standard(), &mut Faults::new()).expect("the standard draft has no faults")
}

/// The fingerprint of the rules. What is hashed is the draft in one form, however it was written:
///
/// - no `label` at any depth: labels are words for people, and no rule may read one;
/// - no field and no section at its neutral value: none, `false`, an empty list or table, a table of nothing else;
/// - of access, the cells that differ from the standard matrix: a right that a later version adds changes nothing;
/// - pipelines in the long form, with their default: the short form is the same rules.
///
/// Stored facts carry it, and a lead under another fingerprint is not judged until the policy is adopted. So whoever adds
/// a field or a section gives it a neutral value that means what was there before, and lets the standard policy, and every
/// stored one that does not have it, read it as that: an `Option`, a flag that is off, a list or table that adds to what is
/// there; never a number, a word or a list that comes filled. Fields keep their names and their order, words of stored
/// enums theirs, and a cell of the standard matrix its grant. `tests/it/policy_prints.rs` holds prints that never change.
fn content(draft: &PolicyDraft, access: &Access, pipelines: &Pipelines) -> Fingerprint {
    let mut content = draft.clone();
    content.access = access.changes();
    content.pipeline = None;
    content.pipelines = pipelines.to_drafts();
    content.default_pipeline = pipelines.default_name().cloned();
    // A preset is what it says, whatever it is called.
    content.sla.clocks = content.sla.written_out();
    content.sla.presets.clear();
    for calendar in content.calendars.values_mut() {
        calendar.write_days_apart();
    }
    for list in content.holidays.values_mut() {
        list.forget_names();
    }
    content_print_of(&content)
}

/// The service levels; where calendars or pipelines are at fault, nothing is said of what refers to them.
fn service_levels(
    draft: &PolicyDraft,
    calendars: Option<&Calendars>,
    pipelines: Option<&Pipelines>,
    faults: &mut Faults,
) -> Option<ServiceLevels> {
    let (calendars, pipelines) = (calendars?, pipelines?);
    let mut stages: Vec<&str> = pipelines.iter().flat_map(|(_, pipeline)| pipeline.names()).collect();
    stages.sort_unstable();
    stages.dedup();
    let context = SlaContext { calendars, deal_stages: &stages };
    draft.sla.check(context, &Path::root().key("sla"), faults)
}

/// The zone and the calendars. Tables of zones that are looked up belong to the draft from here on.
fn times(draft: &mut PolicyDraft, faults: &mut Faults) -> (Option<Zone>, Option<Calendars>) {
    let root = Path::root();
    let zones_at = root.key("zones");
    let mut zones = Zones::new(&draft.zones, &zones_at, faults);
    let zone = zones.resolve(&draft.zone, &root.key("zone"), faults);
    let read_in = zone.clone().unwrap_or_default();
    let written = CalendarsDraft {
        calendars: &draft.calendars,
        default: draft.default_calendar.as_ref(),
        holidays: &draft.holidays,
        zone: &read_in,
    };
    let calendars = written.check(&mut zones, &root, faults);
    let found = zones.into_found(faults);
    draft.zones.extend(found);
    (zone, calendars)
}
