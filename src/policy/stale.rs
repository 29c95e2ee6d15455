//! How long a stage may last, and what happens then.

use alloc::collections::BTreeMap;
use serde::{Deserialize, Serialize};

use crate::recycle::{ReasonList, ReasonsDraft};
use crate::values::{Declared, Expected, FaultCode, Faults, Got, Path, ProcessDemand, ReasonCode, Span, StageKind};

/// A stage that lasts too long.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub struct StaleRule {
    /// How long a visit may last. Whole days are civil days in the policy's zone.
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
pub struct StaleDraft(#[serde(deserialize_with = "crate::values::unique::map")] pub BTreeMap<StageKind, StaleRule>);

impl StaleDraft {
    /// Ours: Lead 90 days, MQL 14, SQL 14, Opportunity 60; each only flags.
    #[must_use]
    pub fn standard() -> Self {
        let days = [(StageKind::Lead, 90), (StageKind::Mql, 14), (StageKind::Sql, 14), (StageKind::Opportunity, 60)];
        let rule = |days| StaleRule { after: Span::days(days), then: StaleThen::Flag };
        Self(days.map(|(stage, days)| (stage, rule(days))).into())
    }

    /// Checks the rules against the reasons for recycling; every fault is added, and the checked rules come back only
    /// if there is none.
    pub fn check(&self, reasons: &ReasonsDraft, path: &Path, faults: &mut Faults) -> Option<StaleRules> {
        let before = faults.len();
        for (stage, rule) in &self.0 {
            let at = path.key(stage.as_str());
            let open = matches!(stage, StageKind::Lead | StageKind::Mql | StageKind::Sql | StageKind::Opportunity);
            if !open {
                faults.add(FaultCode::NotAllowed, &at, ProcessDemand::OpenStage, Got::name(stage.as_str()));
            }
            if rule.after == Span::ZERO {
                let at = at.key("after");
                faults.add(FaultCode::OutOfRange, &at, Expected::PositiveSpan, rule.after);
            }
            if let StaleThen::Recycle(code) = &rule.then {
                let at = at.key("then");
                if open && !matches!(stage, StageKind::Mql | StageKind::Sql) {
                    faults.add(FaultCode::NotAllowed, &at, ProcessDemand::FlagOnly, Got::name("recycle"));
                }
                check_recycle_reason(reasons, code, &at.key("recycle"), faults);
            }
        }
        (faults.len() == before).then(|| StaleRules(self.0.clone()))
    }
}

impl Default for StaleDraft {
    fn default() -> Self {
        Self::standard()
    }
}

/// How long each stage may last, checked: only open stages, only declared reasons.
///
/// ```
/// use lead_lifecycle::policy::StaleThen;
/// use lead_lifecycle::{Policy, Span, StageKind};
/// let policy = Policy::standard();
/// let rule = policy.stale().rule(StageKind::Mql).expect("the standard policy has one");
/// assert_eq!((rule.after, &rule.then), (Span::days(14), &StaleThen::Flag));
/// assert!(policy.stale().rule(StageKind::Customer).is_none());
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaleRules(BTreeMap<StageKind, StaleRule>);

impl StaleRules {
    /// The rule of a stage; none: it may last for ever.
    #[must_use]
    pub fn rule(&self, stage: StageKind) -> Option<&StaleRule> {
        self.0.get(&stage)
    }
}

/// That the clock can give a reason without a note.
fn check_recycle_reason(reasons: &ReasonsDraft, code: &ReasonCode, path: &Path, faults: &mut Faults) {
    let list = ReasonList::Recycle;
    match reasons.needs_note(list, code) {
        None => {
            let known = reasons.codes(list).map(|(code, _)| code.as_str());
            faults.unknown(path, Declared::RecycleReason, code.as_str(), known);
        }
        Some(true) => {
            faults.add(FaultCode::NotAllowed, path, ProcessDemand::NoteFreeReason, Got::name(code.as_str()));
        }
        Some(false) => {}
    }
}
