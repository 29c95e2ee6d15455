//! From which stages a lead may buy without sales.

use alloc::collections::BTreeSet;
use serde::{Deserialize, Serialize};

use crate::values::{FaultCode, Faults, Got, Path, ProcessDemand, StageKind};

/// From which stages a lead may buy without sales. A customer always may.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, expecting = "a table")]
pub struct PurchaseRules {
    /// The open stages.
    #[serde(deserialize_with = "crate::values::unique::set")]
    pub from: BTreeSet<StageKind>,
}

impl PurchaseRules {
    /// Ours: from every open stage.
    #[must_use]
    pub fn standard() -> Self {
        Self { from: [StageKind::Lead, StageKind::Mql, StageKind::Sql, StageKind::Opportunity].into() }
    }

    /// Checks the rules; every fault is added, and the rules come back only if there is none.
    pub fn check(&self, path: &Path, faults: &mut Faults) -> Option<Self> {
        let before = faults.len();
        for stage in &self.from {
            let open = matches!(stage, StageKind::Lead | StageKind::Mql | StageKind::Sql | StageKind::Opportunity);
            if !open {
                let got = Got::name(stage.as_str());
                faults.add(FaultCode::NotAllowed, &path.key("from"), ProcessDemand::OpenStage, got);
            }
        }
        (faults.len() == before).then(|| self.clone())
    }
}

impl Default for PurchaseRules {
    fn default() -> Self {
        Self::standard()
    }
}
