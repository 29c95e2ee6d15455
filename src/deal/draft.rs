//! The pipeline as people write it.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

use crate::deal::allowance::Allowance;
use crate::deal::item::DealItem;
use crate::deal::stage::DealStage;
use crate::values::{DealStageName, FieldName, FieldSpec, Literal as _, Rate, Role};

/// The pipeline as people write it. A list of stages replaces the standard one as a whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PipelineDraft {
    /// The open stages in order; a deal opens at the first.
    pub stages: Vec<DealStage>,
    /// The stage that a deal enters when the first meeting is held.
    pub first_meeting: DealStageName,
    /// What a deal needs to be won, beside what all stages need.
    pub won_requires: BTreeSet<DealItem>,
    /// Whether stages may be skipped on the way forward.
    pub skip: Allowance,
    /// Whether a deal may move backward.
    pub backward: Allowance,
    /// The fields that deals may have.
    pub fields: BTreeMap<FieldName, FieldSpec>,
}

impl PipelineDraft {
    /// The stages of [the practice](crate::practice::pipeline): appointment set 10 %, first meeting held 20 %,
    /// proposal 40 %, quote 60 %, closing 80 %. Ours is what the stages need (lines from the proposal, an expected
    /// close from the quote), and that skips and backward moves are allowed.
    #[must_use]
    pub fn standard() -> Self {
        let inside = || BTreeSet::from([Role::Sdr, Role::Bdr, Role::Isr]);
        let field = || BTreeSet::from([Role::Fs]);
        let stage = |name, percent, owners, requires: &[DealItem]| DealStage {
            name: DealStageName::literal(name),
            label: None,
            probability: Rate::percent(percent),
            owners,
            requires: requires.iter().cloned().collect(),
        };
        Self {
            stages: alloc::vec![
                stage("appointment_set", 10, inside(), &[]),
                stage("first_meeting_held", 20, field(), &[]),
                stage("proposal", 40, field(), &[DealItem::Lines]),
                stage("quote", 60, field(), &[DealItem::ExpectedClose]),
                stage("closing", 80, field(), &[]),
            ],
            first_meeting: DealStageName::literal("first_meeting_held"),
            won_requires: BTreeSet::new(),
            skip: Allowance::Allow,
            backward: Allowance::Allow,
            fields: BTreeMap::new(),
        }
    }
}

impl Default for PipelineDraft {
    fn default() -> Self {
        Self::standard()
    }
}
