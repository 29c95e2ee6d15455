//! The checked pipeline of open deals: stages, what each needs, and how a deal may move.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::String;
use alloc::vec::Vec;

use crate::deal::allowance::Allowance;
use crate::deal::deal::Deal;
use crate::deal::draft::PipelineDraft;
use crate::deal::edit::DealEdit;
use crate::deal::item::DealItem;
use crate::deal::move_kind::MoveKind;
use crate::deal::stage::DealStage;
use crate::values::{
    Counted, DealStageName, Declared, FaultCode, Faults, FieldError, FieldName, FieldSpec, Fields, Got, Money, Path,
    ProcessDemand, Rate, limits, suggest,
};

/// A checked pipeline: one table from which moves, needs, probabilities and the diagram all come.
///
/// ```
/// use lead_lifecycle::deal::MoveKind;
/// use lead_lifecycle::values::DealStageName;
/// use lead_lifecycle::Policy;
/// let policy = Policy::standard();
/// let pipeline = policy.pipelines().default().expect("the only one is the default");
/// let (opening, quote) = (DealStageName::new("appointment_set")?, DealStageName::new("quote")?);
/// assert_eq!(pipeline.kind_of_move(&opening, &quote), MoveKind::Skip { over: 2 });
/// assert_eq!(pipeline.kind_of_move(&quote, &opening), MoveKind::Backward);
/// assert_eq!(pipeline.probability(&quote).map(|chance| chance.to_string()).as_deref(), Some("60%"));
/// # Ok::<(), lead_lifecycle::values::TextError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pipeline {
    draft: PipelineDraft,
    opening: DealStageName,
    /// Per stage, all that it and the stages before it need.
    needs: Vec<BTreeSet<DealItem>>,
    to_win: BTreeSet<DealItem>,
}

impl Pipeline {
    /// INVARIANT: the draft was checked, so it has a stage at which deals open.
    fn new(draft: PipelineDraft) -> Option<Self> {
        let opening = draft.stages.first()?.name.clone();
        let mut gathered = BTreeSet::new();
        let mut needs = Vec::new();
        for stage in &draft.stages {
            gathered.extend(stage.requires.iter().cloned());
            needs.push(gathered.clone());
        }
        gathered.extend(draft.won_requires.iter().cloned());
        Some(Self { draft, opening, needs, to_win: gathered })
    }

    pub(super) const fn draft(&self) -> &PipelineDraft {
        &self.draft
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

    /// The stage that a deal enters when the first meeting is held; none: the meeting moves no deal.
    #[must_use]
    pub const fn first_meeting(&self) -> Option<&DealStageName> {
        self.draft.first_meeting.as_ref()
    }

    /// The chance that a deal at a stage is won.
    #[must_use]
    pub fn probability(&self, name: &DealStageName) -> Option<Rate> {
        self.stage(name).map(|stage| stage.probability)
    }

    /// The value of a deal times the probability of its stage, rounded to the minor unit, half away from zero; none at
    /// a stage that the pipeline does not have.
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

    /// What a deal lacks to be at a stage: everything that the stage and all before it need, so that no skip evades a
    /// guard.
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

    /// The fields that deals may have.
    #[must_use]
    pub const fn fields(&self) -> &BTreeMap<FieldName, FieldSpec> {
        &self.draft.fields
    }

    /// Which of these fields the pipeline declares as not personal: deals and edits carry them, so that redaction knows
    /// them without the policy.
    #[must_use]
    pub fn public_of(&self, fields: &Fields) -> BTreeSet<FieldName> {
        let public = fields.iter().filter(|(name, _)| self.draft.fields.get(*name).is_some_and(|spec| !spec.personal));
        public.map(|(name, _)| name.clone()).collect()
    }

    /// What winning itself needs, beside what all stages need.
    #[must_use]
    pub const fn won_requires(&self) -> &BTreeSet<DealItem> {
        &self.draft.won_requires
    }
}

impl PipelineDraft {
    /// Checks the pipeline; every fault is added, and the pipeline comes back only if there is none.
    pub fn check(&self, path: &Path, faults: &mut Faults) -> Option<Pipeline> {
        let before = faults.len();
        self.check_stages(&path.key("stages"), faults);
        if let Some(mark) = self.first_meeting.as_ref().filter(|mark| !self.has_stage(mark)) {
            let known: BTreeSet<&str> = self.stages.iter().map(|stage| stage.name.as_str()).collect();
            faults.unknown(&path.key("first_meeting"), Declared::PipelineStage, mark.as_str(), known);
        }
        self.check_items(&self.won_requires, &path.key("won_requires"), faults);
        if !limits::FIELDS.admits_len(self.fields.len()) {
            let got = Got::Count { count: self.fields.len(), of: Counted::Fields };
            faults.add(FaultCode::OutOfRange, &path.key("fields"), limits::FIELDS, got);
        }
        if faults.len() > before {
            return None;
        }
        Pipeline::new(self.clone())
    }

    fn has_stage(&self, name: &DealStageName) -> bool {
        self.stages.iter().any(|stage| stage.name == *name)
    }

    fn check_stages(&self, at: &Path, faults: &mut Faults) {
        if !limits::PIPELINE_STAGES.admits_len(self.stages.len()) {
            let got = Got::Count { count: self.stages.len(), of: Counted::Stages };
            faults.add(FaultCode::OutOfRange, at, limits::PIPELINE_STAGES, got);
        }
        let mut seen = BTreeSet::new();
        for (index, stage) in self.stages.iter().enumerate() {
            let at = at.index(index);
            let (name, named) = (stage.name.as_str(), at.key("name"));
            if matches!(name, "won" | "lost") {
                faults.add(FaultCode::NotAllowed, &named, ProcessDemand::OpenDealStage, Got::name(name));
            }
            if !seen.insert(name) {
                faults.add(FaultCode::Duplicate, &named, ProcessDemand::OwnStageName, Got::name(name));
            }
            self.check_items(&stage.requires, &at.key("requires"), faults);
        }
    }

    fn check_items(&self, items: &BTreeSet<DealItem>, path: &Path, faults: &mut Faults) {
        for item in items {
            match item {
                DealItem::Field(name) if !self.fields.contains_key(name) => {
                    let known = self.fields.keys().map(FieldName::as_str);
                    faults.unknown(path, Declared::DealField, name.as_str(), known);
                }
                DealItem::Field(_) | DealItem::Lines | DealItem::ExpectedClose => {}
            }
        }
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
