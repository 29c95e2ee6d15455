//! A pipeline as people write it.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;
use serde::{Deserialize, Deserializer, Serialize};

use crate::deal::allowance::Allowance;
use crate::deal::item::DealItem;
use crate::deal::stage::DealStage;
use crate::values::{DealStageName, FieldName, FieldSpec, Literal as _, Rate, Role};

/// A pipeline as people write it. What is left out is the standard's. A list of stages replaces the standard one as a
/// whole, and with it the mark of the first meeting: where stages are written and no mark is, there is none.
///
/// ```
/// use lead_lifecycle::deal::PipelineDraft;
/// let renewal: PipelineDraft = toml::from_str("stages = [{ name = \"due\", probability = \"70%\" }]")?;
/// assert_eq!(renewal.first_meeting, None);
/// let strict: PipelineDraft = toml::from_str("skip = \"refuse\"")?;
/// assert_eq!(strict.first_meeting, PipelineDraft::standard().first_meeting);
/// # Ok::<(), toml::de::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PipelineDraft {
    /// The open stages in order; a deal opens at the first.
    pub stages: Vec<DealStage>,
    /// The stage that a deal enters when the first meeting is held; none: the meeting moves no deal.
    pub first_meeting: Option<DealStageName>,
    /// What a deal needs to be won, beside what all stages need.
    #[serde(deserialize_with = "crate::values::unique::set")]
    pub won_requires: BTreeSet<DealItem>,
    /// Whether stages may be skipped on the way forward.
    pub skip: Allowance,
    /// Whether a deal may move backward.
    pub backward: Allowance,
    /// The fields that deals may have.
    #[serde(deserialize_with = "crate::values::unique::map")]
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
            first_meeting: Some(DealStageName::literal("first_meeting_held")),
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

impl<'de> Deserialize<'de> for PipelineDraft {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        /// Whether stages are written decides what a mark that is left out means.
        #[derive(Deserialize)]
        #[serde(default, deny_unknown_fields, rename = "PipelineDraft", expecting = "a table")]
        struct Raw {
            #[serde(deserialize_with = "written")]
            stages: Option<Vec<DealStage>>,
            first_meeting: Option<DealStageName>,
            #[serde(deserialize_with = "crate::values::unique::set")]
            won_requires: BTreeSet<DealItem>,
            skip: Allowance,
            backward: Allowance,
            #[serde(deserialize_with = "crate::values::unique::map")]
            fields: BTreeMap<FieldName, FieldSpec>,
        }
        impl Default for Raw {
            fn default() -> Self {
                let PipelineDraft { won_requires, skip, backward, fields, .. } = PipelineDraft::standard();
                Self { stages: None, first_meeting: None, won_requires, skip, backward, fields }
            }
        }
        let Raw { stages, first_meeting, won_requires, skip, backward, fields } = Raw::deserialize(deserializer)?;
        let (stages, first_meeting) = if let Some(stages) = stages {
            (stages, first_meeting)
        } else {
            let standard = Self::standard();
            (standard.stages, first_meeting.or(standard.first_meeting))
        };
        Ok(Self { stages, first_meeting, won_requires, skip, backward, fields })
    }
}

/// Reads a list as it is stored, so that formats without field names find no mark of presence before it.
fn written<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Vec<DealStage>>, D::Error> {
    Vec::deserialize(deserializer).map(Some)
}
