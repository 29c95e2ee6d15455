//! The pipeline of open deals: stages, what each needs, and how a deal may move.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::format;
use alloc::string::{String, ToString as _};
use alloc::vec::Vec;
use core::fmt;
use serde::{Deserialize, Serialize};

use crate::deal::diagram;
use crate::deal::edit::DealEdit;
use crate::deal::open::{Deal, MoveKind};
use crate::values::{
    DealStageName, FaultCode, Faults, FieldError, FieldName, FieldSpec, Fields, Literal as _, Money, Path, Rate, Role,
    Text, limits, suggest, vocabulary,
};

vocabulary! {
    /// Whether a policy lets something happen.
    Allowance {
        /// It may happen, and is labelled as what it is.
        Allow = "allow",
        /// It may not.
        Refuse = "refuse",
    }
}

/// Something that a stage needs of a deal.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum DealItem {
    /// At least one line.
    Lines,
    /// The expected day of closing.
    ExpectedClose,
    /// A field of the deal.
    Field(FieldName),
}

impl DealItem {
    /// Whether a deal has it.
    #[must_use]
    pub fn is_filled(&self, deal: &Deal) -> bool {
        match self {
            Self::Lines => !deal.lines().is_empty(),
            Self::ExpectedClose => deal.expected_close().is_some(),
            Self::Field(name) => deal.fields().get(name.as_str()).is_some(),
        }
    }

    /// Whether a deal would have it after an edit.
    #[must_use]
    pub fn is_filled_after(&self, deal: &Deal, edit: &DealEdit) -> bool {
        match self {
            Self::Lines => !edit.lines.as_ref().unwrap_or(deal.lines()).is_empty(),
            Self::ExpectedClose => edit.expected_close.of(deal.expected_close()).is_some(),
            Self::Field(name) => {
                let kept = !edit.clear.contains(name) && self.is_filled(deal);
                kept || edit.set.get(name.as_str()).is_some()
            }
        }
    }
}

impl fmt::Display for DealItem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Lines => f.write_str("`lines`"),
            Self::ExpectedClose => f.write_str("`expected_close`"),
            Self::Field(name) => write!(f, "deal field `{name}`"),
        }
    }
}

/// An open stage of the pipeline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
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
    pub owners: BTreeSet<Role>,
    /// What a deal needs to enter it, beside what the stages before it need.
    #[serde(default)]
    pub requires: BTreeSet<DealItem>,
}

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
    /// DOMAIN §9: appointment set 10 %, first meeting held 20 %, proposal 40 %, quote 60 %, closing 80 %. What the stages need
    /// (lines from the proposal, an expected close from the quote) and that skips and backward moves are allowed is ours.
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

    /// Checks the pipeline; every fault is added. The pipeline that comes back is only good if none was.
    pub fn check(&self, path: &Path, faults: &mut Faults) -> Pipeline {
        let at = path.key("stages");
        if !limits::PIPELINE_STAGES.admits_len(self.stages.len()) {
            let got = format!("{} stages", self.stages.len());
            faults.add(FaultCode::OutOfRange, &at, limits::PIPELINE_STAGES, got);
        }
        let mut seen = BTreeSet::new();
        for (index, stage) in self.stages.iter().enumerate() {
            let at = at.index(index);
            let (name, named) = (stage.name.as_str(), at.key("name"));
            if matches!(name, "won" | "lost") {
                let expected = "the name of an open stage: `won` and `lost` are outcomes";
                faults.add(FaultCode::NotAllowed, &named, expected, format!("`{name}`"));
            }
            if !seen.insert(name) {
                let expected = "a name that no other stage has";
                faults.add(FaultCode::Duplicate, &named, expected, format!("`{name}`"));
            }
            self.check_items(&stage.requires, &at.key("requires"), faults);
        }
        if !seen.contains(self.first_meeting.as_str()) {
            let at = path.key("first_meeting");
            faults.unknown(&at, "a stage of the pipeline", self.first_meeting.as_str(), seen);
        }
        self.check_items(&self.won_requires, &path.key("won_requires"), faults);
        if !limits::FIELDS.admits_len(self.fields.len()) {
            let got = format!("{} fields", self.fields.len());
            faults.add(FaultCode::OutOfRange, &path.key("fields"), limits::FIELDS, got);
        }
        Pipeline::new(self.clone())
    }

    fn check_items(&self, items: &BTreeSet<DealItem>, path: &Path, faults: &mut Faults) {
        for item in items {
            match item {
                DealItem::Field(name) if !self.fields.contains_key(name) => {
                    let known = self.fields.keys().map(FieldName::as_str);
                    faults.unknown(path, "a declared deal field", name.as_str(), known);
                }
                DealItem::Field(_) | DealItem::Lines | DealItem::ExpectedClose => {}
            }
        }
    }
}

impl Default for PipelineDraft {
    fn default() -> Self {
        Self::standard()
    }
}

/// A checked pipeline: one table from which moves, needs, probabilities and the diagram all come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pipeline {
    draft: PipelineDraft,
    opening: DealStageName,
    /// Per stage, all that it and the stages before it need.
    needs: Vec<BTreeSet<DealItem>>,
    to_win: BTreeSet<DealItem>,
}

impl Pipeline {
    fn new(draft: PipelineDraft) -> Self {
        let mut gathered = BTreeSet::new();
        let mut needs = Vec::new();
        for stage in &draft.stages {
            gathered.extend(stage.requires.iter().cloned());
            needs.push(gathered.clone());
        }
        gathered.extend(draft.won_requires.iter().cloned());
        let first = draft.stages.first().map(|stage| stage.name.clone());
        Self {
            // Without stages the check has failed, and this pipeline is never used.
            opening: first.unwrap_or_else(|| draft.first_meeting.clone()),
            draft,
            needs,
            to_win: gathered,
        }
    }

    /// The open stages in order.
    #[must_use]
    pub fn stages(&self) -> &[DealStage] {
        &self.draft.stages
    }

    /// The names of the open stages in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.draft.stages.iter().map(|stage| stage.name.as_str())
    }

    /// A stage.
    #[must_use]
    pub fn stage(&self, name: &DealStageName) -> Option<&DealStage> {
        self.draft.stages.iter().find(|stage| stage.name == *name)
    }

    /// The position of a stage, counted from 0.
    #[must_use]
    pub fn position(&self, name: &DealStageName) -> Option<usize> {
        self.draft.stages.iter().position(|s| s.name == *name)
    }

    /// The stage at which deals open.
    #[must_use]
    pub const fn opening(&self) -> &DealStageName {
        &self.opening
    }

    /// The stage that a deal enters when the first meeting is held.
    #[must_use]
    pub const fn first_meeting(&self) -> &DealStageName {
        &self.draft.first_meeting
    }

    /// The chance that a deal at a stage is won.
    #[must_use]
    pub fn probability(&self, name: &DealStageName) -> Option<Rate> {
        self.stage(name).map(|stage| stage.probability)
    }

    /// The value of a deal times the probability of its stage, rounded to the minor unit, half away from zero; none at a stage
    /// that the pipeline does not have.
    #[must_use]
    #[doc(alias = "加重金額")]
    pub fn weighted(&self, deal: &Deal) -> Option<Money> {
        let probability = self.probability(deal.stage())?;
        Some(deal.value().weighted(probability))
    }

    /// Whether stages may be skipped.
    #[must_use]
    pub const fn allows_skips(&self) -> bool {
        matches!(self.draft.skip, Allowance::Allow)
    }

    /// Whether a deal may move backward.
    #[must_use]
    pub const fn allows_backward(&self) -> bool {
        matches!(self.draft.backward, Allowance::Allow)
    }

    /// What a move is. From a stage that the pipeline no longer has, every move is forward.
    #[must_use]
    pub fn kind_of_move(&self, from: &DealStageName, to: &DealStageName) -> MoveKind {
        if from == to {
            return MoveKind::Same;
        }
        match (self.position(from), self.position(to)) {
            (Some(from), Some(to)) if to < from => MoveKind::Backward,
            (Some(from), Some(to)) => forward(from, to),
            (None, _) | (_, None) => MoveKind::Forward,
        }
    }

    /// What winning from a stage is: forward from the last one, a skip from any other.
    #[must_use]
    pub fn kind_of_win(&self, from: &DealStageName) -> MoveKind {
        let won = self.draft.stages.len();
        self.position(from).map_or(MoveKind::Forward, |from| forward(from, won))
    }

    /// What a deal lacks to be at a stage: everything that the stage and all before it need, so that no skip evades a guard.
    pub fn missing_for<'p>(&'p self, deal: &'p Deal, name: &DealStageName) -> impl Iterator<Item = DealItem> + use<'p> {
        let needs = self.position(name).and_then(|at| self.needs.get(at));
        lacking(deal, needs.into_iter().flatten())
    }

    /// What a deal would lack, after an edit, to be where it is.
    pub fn missing_after<'p>(&'p self, deal: &'p Deal, edit: &'p DealEdit) -> impl Iterator<Item = DealItem> + 'p {
        let needs = self.position(deal.stage()).and_then(|at| self.needs.get(at));
        needs.into_iter().flatten().filter(|item| !item.is_filled_after(deal, edit)).cloned()
    }

    /// What a deal lacks to be won: everything that any stage and winning itself need.
    pub fn missing_to_win<'p>(&'p self, deal: &'p Deal) -> impl Iterator<Item = DealItem> + 'p {
        lacking(deal, self.to_win.iter())
    }

    /// What is wrong with fields of a deal: undeclared names, other types than declared.
    pub fn check_fields<'p>(&'p self, fields: &'p Fields) -> impl Iterator<Item = FieldError> + 'p {
        fields.iter().filter_map(|(name, value)| {
            let Some(spec) = self.draft.fields.get(name) else {
                let known = self.draft.fields.keys().map(FieldName::as_str);
                return Some(FieldError::Unknown {
                    name: name.clone(),
                    suggestion: suggest(name.as_str(), known).map(String::from),
                });
            };
            (spec.kind != value.kind()).then(|| FieldError::WrongType {
                name: name.clone(),
                expected: spec.kind,
                got: value.kind(),
            })
        })
    }

    /// The state diagram as Mermaid text, from the same table that decides.
    #[must_use]
    pub fn diagram(&self) -> String {
        diagram::Diagram(self).to_string()
    }

    /// What winning itself needs.
    pub(crate) const fn won_requires(&self) -> &BTreeSet<DealItem> {
        &self.draft.won_requires
    }
}

fn forward(from: usize, to: usize) -> MoveKind {
    let over = to.saturating_sub(from).saturating_sub(1);
    match u32::try_from(over).unwrap_or(u32::MAX) {
        0 => MoveKind::Forward,
        over => MoveKind::Skip { over },
    }
}

fn lacking<'p>(deal: &'p Deal, needs: impl Iterator<Item = &'p DealItem> + 'p) -> impl Iterator<Item = DealItem> + 'p {
    needs.filter(|item| !item.is_filled(deal)).cloned()
}
