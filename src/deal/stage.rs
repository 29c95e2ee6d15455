//! An open stage of the pipeline.

use alloc::collections::BTreeSet;
use serde::{Deserialize, Serialize};

use crate::deal::item::DealItem;
use crate::values::{DealStageName, Rate, Role, Text};

/// An open stage of the pipeline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub struct DealStage {
    /// The name.
    pub name: DealStageName,
    /// The label people see.
    #[serde(default)]
    pub label: Option<Text>,
    /// The chance that a deal at this stage is won.
    #[doc(alias = "確度")]
    pub probability: Rate,
    /// Who works on it.
    #[serde(default)]
    #[serde(deserialize_with = "crate::values::unique::set")]
    pub owners: BTreeSet<Role>,
    /// What a deal needs to enter it, beside what the stages before it need.
    #[serde(default)]
    #[serde(deserialize_with = "crate::values::unique::set")]
    pub requires: BTreeSet<DealItem>,
}
