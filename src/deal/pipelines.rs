//! The pipelines of a policy, by their names.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::String;

use crate::deal::deal::Deal;
use crate::deal::draft::PipelineDraft;
use crate::deal::no_pipeline::NoPipeline;
use crate::deal::pipeline::Pipeline;
use crate::values::{
    Counted, Declared, FaultCode, Faults, Got, Literal as _, Money, Path, PipelineName, ProcessDemand, Rate, limits,
    suggest,
};

/// The checked pipelines of a policy: at least one, each by its name, and the one that new deals go to.
///
/// ```
/// use lead_lifecycle::Policy;
/// use lead_lifecycle::deal::NoPipeline;
/// use lead_lifecycle::values::PipelineName;
/// let text = r#"
///     [[pipelines.sale.stages]]
///     name = "quote"
///     probability = "40%"
///     [[pipelines.renewal.stages]]
///     name = "due"
///     probability = "70%"
/// "#;
/// let policy = Policy::from_document(toml::Deserializer::parse(text)?)?;
/// let pipelines = policy.pipelines();
/// assert!(pipelines.names().map(PipelineName::as_str).eq(["renewal", "sale"]));
/// // Of several none is the default, unless the policy says which: every deal names its own.
/// assert!(matches!(pipelines.resolve(None), Err(NoPipeline::Needed { .. })));
/// let (_, renewal) = pipelines.resolve(Some(&"renewal".parse()?)).expect("the policy has it");
/// assert_eq!(renewal.opening().as_str(), "due");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pipelines {
    /// INVARIANT: at least one.
    all: BTreeMap<PipelineName, Pipeline>,
    /// INVARIANT: one of `all`.
    default: Option<PipelineName>,
}

impl Pipelines {
    /// Checks the pipelines written below a path; every fault is added, and they come back only if there is none.
    ///
    /// The short form is one pipeline called `default`, and nothing at all is the standard one under that name.
    pub fn check(
        short: Option<&PipelineDraft>,
        named: &BTreeMap<PipelineName, PipelineDraft>,
        default: Option<&PipelineName>,
        root: &Path,
        faults: &mut Faults,
    ) -> Option<Self> {
        let before = faults.len();
        let at = root.key("pipelines");
        if short.is_some() && !named.is_empty() {
            faults.add(FaultCode::Conflict, &at, ProcessDemand::OneFormOfPipelines, Got::Both);
        }
        if !named.is_empty() && !limits::PIPELINES.admits_len(named.len()) {
            let got = Got::Count { count: named.len(), of: Counted::Pipelines };
            faults.add(FaultCode::OutOfRange, &at, limits::PIPELINES, got);
        }
        let mut all = BTreeMap::new();
        let mut known = BTreeSet::new();
        let mut take = |name: PipelineName, draft: &PipelineDraft, path: &Path| {
            known.insert(name.clone());
            all.extend(draft.check(path, faults).map(|pipeline| (name, pipeline)));
        };
        let short_name = || PipelineName::literal("default");
        match short {
            Some(short) => take(short_name(), short, &root.key("pipeline")),
            None if named.is_empty() => take(short_name(), &PipelineDraft::standard(), &root.key("pipeline")),
            None => {}
        }
        for (name, draft) in named {
            take(name.clone(), draft, &at.key(name.as_str()));
        }
        if let Some(name) = default.filter(|name| !known.contains(*name)) {
            let known = known.iter().map(PipelineName::as_str);
            faults.unknown(&root.key("default_pipeline"), Declared::Pipeline, name.as_str(), known);
        }
        let only = known.first().filter(|_| known.len() == 1);
        let default = default.or(only).cloned();
        (faults.len() == before).then_some(Self { all, default })
    }

    /// The pipelines as they would be written in the long form, whatever form they were written in.
    #[must_use]
    pub fn to_drafts(&self) -> BTreeMap<PipelineName, PipelineDraft> {
        self.all.iter().map(|(name, pipeline)| (name.clone(), pipeline.draft().clone())).collect()
    }

    /// A pipeline.
    #[must_use]
    pub fn get(&self, name: &PipelineName) -> Option<&Pipeline> {
        self.all.get(name)
    }

    /// The pipeline that new deals go to when they name none; none: every new deal has to name its own.
    #[must_use]
    pub fn default(&self) -> Option<&Pipeline> {
        self.get(self.default.as_ref()?)
    }

    /// The name of the pipeline that new deals go to when they name none.
    #[must_use]
    pub const fn default_name(&self) -> Option<&PipelineName> {
        self.default.as_ref()
    }

    /// The names, in their order.
    pub fn names(&self) -> impl Iterator<Item = &PipelineName> {
        self.all.keys()
    }

    /// The pipelines by their names, in the order of these.
    pub fn iter(&self) -> impl Iterator<Item = (&PipelineName, &Pipeline)> {
        self.all.iter()
    }

    /// The pipeline of a deal; none if the policy does not have it.
    #[must_use]
    pub fn of(&self, deal: &Deal) -> Option<&Pipeline> {
        self.get(deal.pipeline())
    }

    /// The chance that a deal is won, by its stage; none at a pipeline or a stage that the policy does not have.
    #[must_use]
    pub fn probability(&self, deal: &Deal) -> Option<Rate> {
        self.of(deal)?.probability(deal.stage())
    }

    /// The value of a deal times the probability of its stage, as [`Pipeline::weighted`] says; none at a pipeline or a
    /// stage that the policy does not have.
    #[must_use]
    #[doc(alias = "加重金額")]
    pub fn weighted(&self, deal: &Deal) -> Option<Money> {
        self.of(deal)?.weighted(deal)
    }

    /// The pipeline that a deal goes to which names this one, or none.
    ///
    /// # Errors
    /// A name that the policy does not have; none, where the policy has no default.
    pub fn resolve(&self, given: Option<&PipelineName>) -> Result<(&PipelineName, &Pipeline), NoPipeline> {
        let Some(name) = given.or(self.default.as_ref()) else {
            return Err(NoPipeline::Needed { known: self.all.keys().cloned().collect() });
        };
        self.all.get_key_value(name).ok_or_else(|| self.unknown(name))
    }

    /// That there is no pipeline of a name, with one close to it.
    #[must_use]
    pub fn unknown(&self, name: &PipelineName) -> NoPipeline {
        let suggestion = suggest(name.as_str(), self.all.keys().map(PipelineName::as_str)).map(String::from);
        NoPipeline::Unknown { pipeline: name.clone(), suggestion }
    }
}
