//! Where open deals go whose pipeline or stage a version no longer has.

use alloc::collections::BTreeMap;
use serde::{Deserialize, Serialize};

use crate::deal::Deal;
use crate::document::read_by_document;
use crate::policy::Policy;
use crate::values::{DealStageName, Declared, FaultCode, Faults, Got, Path, PipelineName, ProcessDemand};

/// Where open deals go whose pipeline or stage a version of the policy no longer has: old name → new name.
///
/// Only names that are gone are mapped: whatever keeps its name stays where it is.
///
/// ```
/// use lead_lifecycle::lifecycle::DealMapping;
/// let mapping: DealMapping = toml::from_str("[stages.default]\nquote = \"offer\"").unwrap();
/// assert_eq!(mapping.stages.len(), 1);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(remote = "Self", default, deny_unknown_fields, expecting = "a table")]
pub struct DealMapping {
    /// Pipelines: the old name, and the new one.
    #[serde(deserialize_with = "crate::values::unique::map")]
    pub pipelines: BTreeMap<PipelineName, PipelineName>,
    /// Stages, by the old name of their pipeline: the old name, and the new one. A pipeline alone is called `default`.
    #[serde(deserialize_with = "crate::values::unique::map_of_maps")]
    pub stages: BTreeMap<PipelineName, BTreeMap<DealStageName, DealStageName>>,
}

read_by_document!(DealMapping);

/// Pipeline and stage of a deal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct DealPlace {
    pub(super) pipeline: PipelineName,
    pub(super) stage: DealStageName,
}

impl DealPlace {
    pub(super) fn of(deal: &Deal) -> Self {
        Self { pipeline: deal.pipeline().clone(), stage: deal.stage().clone() }
    }
}

impl DealMapping {
    /// Where a deal at a place goes.
    pub(super) fn moved(&self, place: &DealPlace) -> DealPlace {
        let stage = self.stages.get(&place.pipeline).and_then(|stages| stages.get(&place.stage));
        DealPlace {
            pipeline: self.pipelines.get(&place.pipeline).unwrap_or(&place.pipeline).clone(),
            stage: stage.unwrap_or(&place.stage).clone(),
        }
    }

    /// That every place of the version before leads to one of the new version, and that nothing else is mapped.
    pub(super) fn check(&self, before: &Policy, after: &Policy, path: &Path, faults: &mut Faults) {
        self.check_pipelines(before, after, &path.key("pipelines"), faults);
        let at = path.key("stages");
        for (name, pipeline) in before.pipelines().iter() {
            let to = self.pipelines.get(name).unwrap_or(name);
            // Where the pipeline itself is gone, that is told, and its stages go nowhere.
            let Some(target) = after.pipelines().get(to) else { continue };
            let (given, at) = (self.stages.get(name), at.key(name.as_str()));
            for stage in pipeline.stages().iter().map(|stage| &stage.name) {
                let (to, at) = (given.and_then(|given| given.get(stage)), at.key(stage.as_str()));
                match (to, target.position(stage).is_some()) {
                    (Some(_), true) => {
                        faults.add(FaultCode::NotAllowed, &at, ProcessDemand::GoneDealPlace, Got::name(stage.as_str()));
                    }
                    (Some(to), false) if target.position(to).is_none() => {
                        faults.unknown(&at, Declared::PipelineStage, to.as_str(), target.names());
                    }
                    (None, false) => faults.missing(&at, Declared::PipelineStage, target.names()),
                    (Some(_), false) | (None, true) => {}
                }
            }
        }
        for (name, stages) in &self.stages {
            let at = at.key(name.as_str());
            let Some(pipeline) = before.pipelines().get(name) else {
                faults.unknown(
                    &at,
                    Declared::Pipeline,
                    name.as_str(),
                    before.pipelines().names().map(PipelineName::as_str),
                );
                continue;
            };
            for stage in stages.keys().filter(|stage| pipeline.position(stage).is_none()) {
                faults.unknown(&at.key(stage.as_str()), Declared::PipelineStage, stage.as_str(), pipeline.names());
            }
        }
    }

    fn check_pipelines(&self, before: &Policy, after: &Policy, path: &Path, faults: &mut Faults) {
        let known = || after.pipelines().names().map(PipelineName::as_str);
        for name in before.pipelines().names() {
            let at = path.key(name.as_str());
            match (self.pipelines.get(name), after.pipelines().get(name).is_some()) {
                (Some(_), true) => {
                    faults.add(FaultCode::NotAllowed, &at, ProcessDemand::GoneDealPlace, Got::name(name.as_str()));
                }
                (Some(to), false) if after.pipelines().get(to).is_none() => {
                    faults.unknown(&at, Declared::Pipeline, to.as_str(), known());
                }
                (None, false) => faults.missing(&at, Declared::Pipeline, known()),
                (Some(_), false) | (None, true) => {}
            }
        }
        for name in self.pipelines.keys().filter(|name| before.pipelines().get(name).is_none()) {
            let known = before.pipelines().names().map(PipelineName::as_str);
            faults.unknown(&path.key(name.as_str()), Declared::Pipeline, name.as_str(), known);
        }
    }
}
