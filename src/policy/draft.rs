//! The policy as people write it. Whatever is left out is as in the standard policy.

use alloc::collections::BTreeMap;
use serde::{Deserialize, Serialize};

use crate::access::{AccessDraft, ProposalRules};
use crate::deal::PipelineDraft;
use crate::handoff::HandoffDraft;
use crate::qualification::QualificationDraft;
use crate::recycle::{Reason, ReasonList, ReasonRules, ReasonsDraft, RecycleDraft};
use crate::scoring::ScoringDraft;
use crate::values::{
    Currency, FaultCode, Faults, FieldName, FieldSpec, Literal as _, Path, PolicyLabel, ReasonCode, Span, StageKind,
    UtcOffset, limits,
};

/// A policy as people write it, in TOML, JSON or any other self-describing format.
///
/// A section that is left out is the standard one; within a section, what is left out is the standard's, but a table or list
/// that is written (criteria, stages, a list of reasons, scoring) replaces the standard one as a whole. Only access is merged
/// cell by cell. The formats without field names (`postcard`, `bincode`) hold every field.
///
/// ```
/// use lead_lifecycle::{Policy, PolicyDraft};
/// let draft: PolicyDraft = toml::from_str("
///     label = \"spring 2026\"
///     [recycle]
///     cooling = \"45d\"
/// ").unwrap();
/// assert!(Policy::try_from(draft).is_ok());
///
/// let fault = toml::from_str::<PolicyDraft>("[recycle]\ncoolin = \"45d\"").unwrap_err();
/// assert!(fault.to_string().contains("recycle.coolin: expected one of"));
/// assert!(fault.to_string().contains("did you mean `cooling`?"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[doc(alias = "運用ルール")]
pub struct PolicyDraft {
    /// What people call this version. It is no part of the content fingerprint.
    ///
    /// `standard` is the name of the standard policy alone: a checked policy of other content that is given no label, or this one,
    /// is called `custom`.
    pub label: PolicyLabel,
    /// The offset at which civil dates are read.
    pub utc_offset: UtcOffset,
    /// The currency of new deals, unless they say otherwise.
    pub currency: Currency,
    /// Profile and activity fields of the host's own, over the standard ones.
    pub fields: BTreeMap<FieldName, FieldSpec>,
    /// How activities and profiles are scored.
    pub scoring: ScoringDraft,
    /// What must be known before a hand-over.
    pub qualification: QualificationDraft,
    /// What a hand-over must hold.
    pub handoff: HandoffDraft,
    /// The stages of deals.
    pub pipeline: PipelineDraft,
    /// The reasons for going backward.
    pub reasons: ReasonsDraft,
    /// The general rule of recycling.
    pub recycle: RecycleDraft,
    /// Who may do what, where it differs from the standard matrix.
    pub access: AccessDraft,
    /// Proposals of assistants.
    pub proposals: ProposalRules,
    /// How long a stage may last. A table that is written replaces the standard one as a whole.
    pub stale: StaleDraft,
    /// Tolerances of time.
    pub time: TimeRules,
    /// What a lead remembers.
    pub memory: MemoryRules,
}

impl PolicyDraft {
    /// DOMAIN's numbers; where DOMAIN has none, ours, which the sections label as such.
    #[must_use]
    pub fn standard() -> Self {
        Self {
            label: PolicyLabel::literal("standard"),
            utc_offset: UtcOffset::JST,
            currency: Currency::JPY,
            fields: BTreeMap::new(),
            scoring: ScoringDraft::standard(),
            qualification: QualificationDraft::standard(),
            handoff: HandoffDraft::standard(),
            pipeline: PipelineDraft::standard(),
            reasons: ReasonsDraft::standard(),
            recycle: RecycleDraft::standard(),
            access: AccessDraft::standard(),
            proposals: ProposalRules::standard(),
            stale: StaleDraft::standard(),
            time: TimeRules::standard(),
            memory: MemoryRules::standard(),
        }
    }
}

impl Default for PolicyDraft {
    fn default() -> Self {
        Self::standard()
    }
}

/// A stage that lasts too long.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StaleRule {
    /// How long a visit may last.
    pub after: Span,
    /// What happens then.
    #[serde(default)]
    pub then: StaleThen,
}

/// What happens to a lead whose stage lasts too long.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StaleThen {
    /// It is flagged.
    #[default]
    Flag,
    /// It is flagged and recycled for this reason. Only at MQL and SQL.
    Recycle(ReasonCode),
}

/// How long each stage may last; a stage that is left out may last for ever.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct StaleDraft(pub BTreeMap<StageKind, StaleRule>);

impl StaleDraft {
    /// Ours, not DOMAIN's: Lead 90 days, MQL 14, SQL 14, Opportunity 60; each only flags.
    #[must_use]
    pub fn standard() -> Self {
        let days = [(StageKind::Lead, 90), (StageKind::Mql, 14), (StageKind::Sql, 14), (StageKind::Opportunity, 60)];
        let rule = |days| StaleRule { after: Span::days(days), then: StaleThen::Flag };
        Self(days.map(|(stage, days)| (stage, rule(days))).into())
    }

    /// Checks the rules against the reasons for recycling; every fault is added.
    pub fn check(&self, reasons: &ReasonRules, path: &Path, faults: &mut Faults) -> StaleRules {
        for (stage, rule) in &self.0 {
            let at = path.key(stage.as_str());
            let open = matches!(stage, StageKind::Lead | StageKind::Mql | StageKind::Sql | StageKind::Opportunity);
            if !open {
                let expected = "an open stage: `lead`, `mql`, `sql` or `opportunity`";
                faults.add(FaultCode::NotAllowed, &at, expected, alloc::format!("`{stage}`"));
            }
            if rule.after == Span::ZERO {
                let at = at.key("after");
                faults.add(FaultCode::OutOfRange, &at, "a span longer than zero", "`0s`");
            }
            if let StaleThen::Recycle(code) = &rule.then {
                let at = at.key("then");
                if open && !matches!(stage, StageKind::Mql | StageKind::Sql) {
                    let expected = "`flag`: only `mql` and `sql` can be recycled";
                    faults.add(FaultCode::NotAllowed, &at, expected, "`recycle`");
                }
                check_recycle_reason(reasons, code, &at.key("recycle"), faults);
            }
        }
        StaleRules(self.0.clone())
    }
}

impl Default for StaleDraft {
    fn default() -> Self {
        Self::standard()
    }
}

/// Checked: only open stages, only declared reasons.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaleRules(BTreeMap<StageKind, StaleRule>);

impl StaleRules {
    /// The rule of a stage; none: it may last for ever.
    #[must_use]
    pub fn rule(&self, stage: StageKind) -> Option<&StaleRule> {
        self.0.get(&stage)
    }
}

/// Tolerances of time. All values are legal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct TimeRules {
    /// How much earlier than the newest fact of a lead a new one may be recorded; it is then recorded at the same instant.
    pub clock_skew: Span,
    /// How far in the future something may be said to have happened; it then counts as now.
    pub future: Span,
}

impl TimeRules {
    /// Ours, not DOMAIN's: one minute, and five minutes.
    #[must_use]
    pub fn standard() -> Self {
        Self { clock_skew: Span::minutes(1), future: Span::minutes(5) }
    }
}

impl Default for TimeRules {
    fn default() -> Self {
        Self::standard()
    }
}

/// What a lead remembers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct MemoryRules {
    /// How many of the newest activity ids, so that none counts twice.
    pub activities: u16,
}

impl MemoryRules {
    /// Ours, not DOMAIN's: 128 ids.
    #[must_use]
    pub const fn standard() -> Self {
        Self { activities: 128 }
    }

    /// Checks the bounds; every fault is added.
    pub fn check(&self, path: &Path, faults: &mut Faults) {
        if !limits::ACTIVITY_MEMORY.admits(self.activities) {
            let at = path.key("activities");
            faults.add(FaultCode::OutOfRange, &at, limits::ACTIVITY_MEMORY, self.activities);
        }
    }
}

impl Default for MemoryRules {
    fn default() -> Self {
        Self::standard()
    }
}

/// That the clock can give a reason without a note.
fn check_recycle_reason(reasons: &ReasonRules, code: &ReasonCode, path: &Path, faults: &mut Faults) {
    let list = ReasonList::Recycle;
    match reasons.needs_note(list, code) {
        None => {
            let known = reasons.codes(list).map(|(code, _)| code.as_str());
            faults.unknown(path, "a declared reason for recycling", code.as_str(), known);
        }
        Some(true) => {
            let reason = Reason::new(code.clone(), None);
            let expected = "a reason that needs no note, because the clock cannot write one";
            faults.add(FaultCode::NotAllowed, path, expected, alloc::format!("`{reason}`"));
        }
        Some(false) => {}
    }
}
