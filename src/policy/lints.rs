//! Finds what is legal in a checked policy but can hardly be meant.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;

use crate::access::{Grant, Right};
use crate::deal::{DealStage, Pipeline};
use crate::policy::advice::Advice;
use crate::policy::calendar_lints::{ending_holidays, of_calendars};
use crate::policy::lint::Lint;
use crate::policy::policy::Policy;
use crate::qualification::BarKind;
use crate::recycle::ReasonList;
use crate::scoring::OncePer;
use crate::values::{CommandKind, FieldCatalog, FieldName, FieldSpec, Instant, Path, Rate, Role, Span, StageKind};

impl Policy {
    /// Advice on what is legal but can hardly be meant.
    #[must_use]
    pub fn lints(&self) -> Vec<Lint> {
        let mut found = Found(Vec::new());
        fields(self, &mut found);
        scoring(self, &mut found);
        qualification(self, &mut found);
        pipelines(self, &mut found);
        reasons(self, &mut found);
        recycling(self, &mut found);
        access(self, &mut found);
        proposals(self, &mut found);
        found.0.extend(of_calendars(self));
        found.0
    }

    /// Advice on what will soon no longer hold: lists of holidays that end within 90 days of an instant, or have ended, or whose
    /// last day has passed without a word on whether others follow. `known_until = "9999-12-31"` says that none do.
    ///
    /// ```
    /// use lead_lifecycle::Policy;
    /// let text = r#"
    ///     [holidays.japan]
    ///     known_until = "2026-12-31"
    ///     days = { "2026-11-23" = "Labor Thanksgiving Day" }
    ///     [calendars.office]
    ///     week = { mon-fri = ["09:00-18:00"] }
    ///     holidays = ["japan"]
    /// "#;
    /// let policy = Policy::from_document(toml::Deserializer::parse(text)?)?;
    /// assert!(policy.lints_at("2026-10-02T23:59:59+09:00".parse()?).is_empty());
    /// assert_eq!(policy.lints_at("2026-10-03T00:00:00+09:00".parse()?).len(), 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn lints_at(&self, now: Instant) -> Vec<Lint> {
        ending_holidays(self, now)
    }
}

struct Found(Vec<Lint>);

impl Found {
    fn add(&mut self, path: Path, advice: Advice) {
        self.0.push(Lint::new(path, advice));
    }
}

/// What the standard marks as personal is so in every catalogue, that of profiles and activities and those of deals.
fn fields(policy: &Policy, found: &mut Found) {
    let standard = FieldCatalog::standard();
    let mut made_public = |declared: &BTreeMap<FieldName, FieldSpec>, path: &Path| {
        for (name, spec) in declared {
            let personal = standard.get(name.as_str()).is_some_and(|standard| standard.personal);
            if personal && !spec.personal {
                let at = path.key("fields").key(name.as_str()).key("personal");
                found.add(at, Advice::PersonalMadePublic { field: name.clone() });
            }
        }
    };
    made_public(&policy.draft().fields, &Path::root());
    for (pipeline, written) in written_pipelines(policy) {
        made_public(pipeline.fields(), &written);
    }
    for (tag, draft) in &policy.draft().scoring.tags {
        let Some(OncePer::Field(field)) = &draft.once_per else { continue };
        if policy.catalog().get(field.as_str()).is_none_or(|spec| spec.personal) {
            let at = Path::root().key("scoring").key("tags").key(tag.as_str()).key("once_per");
            found.add(at, Advice::PersonalPrint { tag: tag.clone(), field: field.clone() });
        }
    }
}

/// The pipelines, each with where it is written.
fn written_pipelines(policy: &Policy) -> impl Iterator<Item = (&Pipeline, Path)> {
    let (root, named) = (Path::root(), &policy.draft().pipelines);
    policy.pipelines().iter().map(move |(name, one)| {
        let written = if named.is_empty() { root.key("pipeline") } else { root.key("pipelines").key(name.as_str()) };
        (one, written)
    })
}

fn scoring(policy: &Policy, found: &mut Found) {
    for lint in policy.scoring().lints(&Path::root().key("scoring")) {
        found.add(lint.path, Advice::Scoring(lint.advice));
    }
}

fn qualification(policy: &Policy, found: &mut Found) {
    let path = Path::root().key("qualification");
    let mut asked = BTreeSet::new();
    for (kind, key) in [(BarKind::Handover, "bar"), (BarKind::Appointment, "before_appointment")] {
        let mut here = BTreeSet::new();
        for criterion in policy.qualification().bar(kind).criteria() {
            asked.insert(criterion);
            if !here.insert(criterion) {
                found.add(path.key(key), Advice::RepeatedTest { criterion: criterion.clone() });
            }
        }
    }
    for criterion in policy.draft().qualification.criteria.keys() {
        // BANT as a whole is heard even where the bar does not ask for all of it.
        let bant = matches!(criterion.as_str(), "budget" | "authority" | "need" | "timeline");
        if !bant && !asked.contains(criterion) {
            let at = path.key("criteria").key(criterion.as_str());
            found.add(at, Advice::UnusedCriterion { criterion: criterion.clone() });
        }
    }
}

fn pipelines(policy: &Policy, found: &mut Found) {
    for (one, written) in written_pipelines(policy) {
        pipeline(one, &written, found);
    }
}

fn pipeline(pipeline: &Pipeline, path: &Path, found: &mut Found) {
    let stages = pipeline.stages();
    for (index, DealStage { probability, .. }) in stages.iter().enumerate() {
        if *probability == Rate::ZERO || *probability == Rate::ONE {
            let at = path.key("stages").index(index).key("probability");
            found.add(at, Advice::ProbabilityOfOutcome { probability: *probability });
        }
    }
    for (index, pair) in stages.windows(2).enumerate() {
        if let [before, after] = pair {
            if after.probability < before.probability {
                let at = path.key("stages").index(index.saturating_add(1)).key("probability");
                let advice = Advice::ProbabilityFalls {
                    before: before.name.clone(),
                    before_probability: before.probability,
                    after: after.name.clone(),
                    after_probability: after.probability,
                };
                found.add(at, advice);
            }
        }
    }
    if stages.len() > 1 && pipeline.first_meeting() == Some(pipeline.opening()) {
        found.add(path.key("first_meeting"), Advice::FirstMeetingAtOpening);
    }
}

fn reasons(policy: &Policy, found: &mut Found) {
    let path = Path::root().key("reasons");
    let written = policy.reasons().reasons();
    let endings = [("lose", &written.lose), ("end_contract", &written.end_contract)];
    for (list, reasons) in endings {
        for (code, reason) in reasons {
            if reason.then.is_none() {
                let at = path.key(list).key(code.as_str());
                found.add(at, Advice::ReasonWithoutRule { reason: code.clone() });
            }
        }
    }
    let lists = [
        (ReasonList::Reject, CommandKind::Reject),
        (ReasonList::Recycle, CommandKind::Recycle),
        (ReasonList::Disqualify, CommandKind::Disqualify),
        (ReasonList::Lose, CommandKind::Lose),
        (ReasonList::Reopen, CommandKind::Reopen),
        (ReasonList::EndContract, CommandKind::EndContract),
    ];
    for (list, command) in lists {
        if !policy.access().anybody(command) {
            found.add(path.key(list.as_str()), Advice::UnusedReasons { command });
        }
    }
}

fn recycling(policy: &Policy, found: &mut Found) {
    let path = Path::root().key("recycle");
    let general = policy.reasons().general();
    if general.max_cycles == 1 {
        found.add(path.key("max_cycles"), Advice::RecycleDiscards);
    }
    let grows = general.back_off > 100 && general.max_cycles > 1;
    if grows && general.cooling >= general.max_cooling && general.cooling > Span::ZERO {
        found.add(path.key("cooling"), Advice::CoolingNeverGrows);
    }
    if let Some(rule) = policy.stale().rule(StageKind::Lead) {
        if rule.after <= general.cooling {
            let at = Path::root().key("stale").key("lead").key("after");
            found.add(at, Advice::CoolingOutlastsStale { stale: rule.after, cooling: general.cooling });
        }
    }
}

/// The commands by which a lead leaves a stage of its life.
const EXITS: [(StageKind, &[CommandKind]); 5] = [
    (StageKind::Mql, &[CommandKind::Qualify, CommandKind::Recycle, CommandKind::Disqualify]),
    (
        StageKind::Sql,
        &[
            CommandKind::HoldFirstMeeting,
            CommandKind::Reject,
            CommandKind::Lose,
            CommandKind::Recycle,
            CommandKind::Disqualify,
        ],
    ),
    (StageKind::Opportunity, &[CommandKind::Win, CommandKind::Lose]),
    (StageKind::Customer, &[CommandKind::OpenExpansion, CommandKind::EndContract]),
    (StageKind::Disqualified, &[CommandKind::Reopen]),
];

fn access(policy: &Policy, found: &mut Found) {
    let path = Path::root().key("access");
    for right in Right::ALL.iter().copied() {
        if right != Right::Propose && !policy.access().anybody(right) {
            found.add(path.key(right.as_str()), Advice::NobodyMayIssue { right });
        }
    }
    for (stage, exits) in EXITS {
        let bought = policy.purchase().from.contains(&stage) && policy.access().anybody(CommandKind::RecordPurchase);
        if !bought && !exits.iter().any(|command| policy.access().anybody(*command)) {
            found.add(path.clone(), Advice::StageWithoutExit { stage });
        }
    }
    for right in Right::ALL.iter().copied() {
        for role in Role::ALL {
            let grant = policy.access().grant(right, *role);
            let at = || path.key(right.as_str()).key(role.as_str());
            if grant == Grant::OwnDeals && WITHOUT_DEAL.contains(&right) {
                found.add(at(), Advice::NoDealToOwn { right });
            }
            if grant == Grant::SelfBooked && !right.books() {
                found.add(at(), Advice::NoMeetingBooked { right });
            }
        }
    }
}

/// What is done only where no deal is open.
const WITHOUT_DEAL: [Right; 8] = [
    Right::Capture,
    Right::Import,
    Right::Promote,
    Right::Discard,
    Right::Qualify,
    Right::Reopen,
    Right::OpenExpansion,
    Right::Split,
];

fn proposals(policy: &Policy, found: &mut Found) {
    let proposed = Right::ALL.iter().any(|right| {
        let mut roles = Role::ALL.iter();
        *right != Right::Propose && roles.any(|role| policy.access().grant(*right, *role) == Grant::Propose)
    });
    if proposed && policy.proposals().max_open == 0 {
        found.add(Path::root().key("proposals").key("max_open"), Advice::NoOpenProposals);
    }
}
