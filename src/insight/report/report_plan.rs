//! What a report is split by.

use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

use crate::insight::line::LinePlan;
use crate::insight::report::dimension::Dimension;
use crate::insight::report::segment_rule::SegmentRule;
use crate::values::{Digest, vocabulary};

vocabulary! {
    /// As of when a lead is what it is split by.
    SplitBy {
        /// As it was when the milestone was reached, the stage entered, the deal closed.
        Milestone = "milestone",
        /// As it is now, whoever had it then.
        Now = "now",
    }
}

/// What a report is split by, over lines of one plan.
///
/// ```
/// use lead_lifecycle::calendar::Zone;
/// use lead_lifecycle::insight::{Dimension, LinePlan, ReportPlan};
/// let plan = ReportPlan::new(LinePlan::new(Zone::JST), vec![Dimension::Source, Dimension::Owner]);
/// assert_eq!(plan.by(), [Dimension::Owner, Dimension::Source].iter().rev().cloned().collect::<Vec<_>>());
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportPlan {
    line: LinePlan,
    by: Vec<Dimension>,
    split: SplitBy,
    segments: Vec<SegmentRule>,
    print: Digest,
}

impl ReportPlan {
    /// A report over lines of a plan, split by dimensions; each counts once.
    ///
    /// Fields are kept by [`LinePlan::with_fields`]: a field that the lines do not keep is unknown of every lead, and
    /// [`unkept`](Self::unkept) names it.
    #[must_use]
    pub fn new(line: LinePlan, mut by: Vec<Dimension>) -> Self {
        by.sort_unstable();
        by.dedup();
        Self { line, by, split: SplitBy::Milestone, segments: Vec::new(), print: Digest::default() }.printed()
    }

    /// The same, split by what leads are at the milestone or now.
    #[must_use]
    pub fn split_by(self, split: SplitBy) -> Self {
        Self { split, ..self }.printed()
    }

    /// The same, with segments: a lead is in the first whose tests it passes.
    #[must_use]
    pub fn with_segments(self, segments: Vec<SegmentRule>) -> Self {
        Self { segments, ..self }.printed()
    }

    /// What lines keep.
    #[must_use]
    pub const fn line(&self) -> &LinePlan {
        &self.line
    }

    /// By what it is split, in order.
    #[must_use]
    pub fn by(&self) -> &[Dimension] {
        &self.by
    }

    /// As of when.
    #[must_use]
    pub const fn split(&self) -> SplitBy {
        self.split
    }

    /// The segments, in order.
    #[must_use]
    pub fn segments(&self) -> &[SegmentRule] {
        &self.segments
    }

    /// What tells two plans apart.
    #[must_use]
    pub const fn print(&self) -> Digest {
        self.print
    }

    /// The fields that it asks for and lines do not keep.
    pub fn unkept(&self) -> impl Iterator<Item = &crate::values::FieldName> {
        let of_segments = self.segments.iter().flat_map(|segment| segment.tests.iter().map(|(name, _)| name));
        let of_dimensions =
            self.by.iter().filter_map(|by| if let Dimension::Field(name) = by { Some(name) } else { None });
        of_dimensions.chain(of_segments).filter(|name| self.line.fields().binary_search(name).is_err())
    }

    fn printed(self) -> Self {
        let text = alloc::format!("{}\n{:?}\n{:?}\n{:?}", self.line.print(), self.by, self.split, self.segments);
        Self { print: Digest::of(&text), ..self }
    }
}

/// What a stored report keeps of its plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub(in crate::insight) struct PlanPrint {
    pub(in crate::insight) print: Digest,
    pub(in crate::insight) by: Vec<Dimension>,
}
