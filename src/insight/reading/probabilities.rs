//! How likely deals are to be won, by where they stand.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use crate::insight::line::DealEnd;
use crate::insight::reading::deal_book::{BookedDeal, book};
use crate::insight::reading::same_deals::SameDeals;
use crate::insight::report::Report;
use crate::planning::{RateEvidence, StepRate};
use crate::values::{DealStageName, Instant, PipelineName};

/// How likely deals are to be won, by pipeline and stage: as somebody says, or as it was counted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[doc(alias = "確度")]
pub struct Probabilities(BTreeMap<(PipelineName, DealStageName), StepRate>);

impl Probabilities {
    /// Nothing is known.
    #[must_use]
    pub const fn none() -> Self {
        Self(BTreeMap::new())
    }

    /// The same, with what is said of a stage; what was said of it before is replaced.
    #[must_use]
    pub fn with(mut self, pipeline: PipelineName, stage: DealStageName, rate: StepRate) -> Self {
        let _before = self.0.insert((pipeline, stage), rate);
        self
    }

    /// As it was counted: of the deals that visited a stage and have been won or lost by then, how many were won. A stage that none of
    /// those visited has no rate.
    #[must_use]
    pub fn measured(report: &Report, as_of: Instant, same: &SameDeals) -> Self {
        let mut counts: BTreeMap<(PipelineName, DealStageName), (u64, u64)> = BTreeMap::new();
        for BookedDeal { row, end, .. } in book(report, as_of, same) {
            let Some(end) = end.filter(|end| matches!(end.how, DealEnd::Won | DealEnd::Lost)) else { continue };
            let mut stages: Vec<&DealStageName> = row.visited.iter().map(|(stage, _)| stage).collect();
            stages.sort_unstable();
            stages.dedup();
            for stage in stages {
                let (won, of) = counts.entry((row.pipeline.clone(), stage.clone())).or_default();
                *won = won.saturating_add(u64::from(end.how == DealEnd::Won));
                *of = of.saturating_add(1);
            }
        }
        let rate = |(place, (won, of))| Some((place, StepRate::Evidence(RateEvidence::new(won, of).ok()?)));
        Self(counts.into_iter().filter_map(rate).collect())
    }

    /// What is known of a stage.
    #[must_use]
    pub fn get(&self, pipeline: &PipelineName, stage: &DealStageName) -> Option<&StepRate> {
        self.0.get(&(pipeline.clone(), stage.clone()))
    }

    /// All that is known, in the order of names.
    pub fn iter(&self) -> impl Iterator<Item = (&PipelineName, &DealStageName, &StepRate)> {
        self.0.iter().map(|((pipeline, stage), rate)| (pipeline, stage, rate))
    }
}
