//! In which slices a deal stands: its pipeline and its products are dimensions too.

use alloc::boxed::Box;
use alloc::vec::Vec;

use crate::insight::reading::asked::Asked;
use crate::insight::reading::read_error::ReadError;
use crate::insight::reading::slice::Slice;
use crate::insight::reading::slicer::Slicer;
use crate::insight::report::{DealRow, Dimension, Minor, Report};

/// In which slices deals stand.
#[derive(Debug)]
pub(super) struct DealSlices<'a> {
    slicer: Slicer,
    asked: &'a Asked,
    by_product: bool,
}

impl<'a> DealSlices<'a> {
    pub(super) fn of(report: &Report, asked: &'a Asked) -> Result<Self, ReadError> {
        let by = asked.dimensions().iter().chain(asked.conditions().iter().map(|(by, _)| by));
        let by_product = by.into_iter().any(|by| *by == Dimension::Product);
        Ok(Self { slicer: Slicer::of(report, asked)?, asked, by_product })
    }

    /// The slices of a deal, each with what it comes to there: what was signed, or what the deal is worth; of one of several products,
    /// what its own lines come to.
    pub(super) fn of_deal(&self, row: &DealRow, group: u32, signed: Option<Minor>) -> Vec<(Slice, Option<Minor>)> {
        let Some(number) = self.slicer.number(group) else { return Vec::new() };
        let minor = |units: Option<i128>| units.map(|units| Minor { currency: row.currency, units });
        let whole = signed.or(minor(row.value));
        let mut found = Vec::with_capacity(1);
        let mut put = |product: Option<&str>, value: Option<Minor>| {
            if self.is_wanted(row.pipeline.as_str(), product) {
                found.push((self.slice(number, Some(row.pipeline.as_str()), product), value));
            }
        };
        match row.products.as_slice() {
            _ if !self.by_product => put(None, whole),
            [] => put(None, whole),
            [(product, _)] => put(Some(product.as_str()), whole),
            several => several.iter().for_each(|(product, units)| put(Some(product.as_str()), minor(*units))),
        }
        found
    }

    /// The slice of a contract without a deal.
    pub(super) fn of_contract(&self, group: u32) -> Option<Slice> {
        let number = self.slicer.number(group)?;
        let wanted = self
            .asked
            .conditions()
            .iter()
            .all(|(by, value)| !matches!(by, Dimension::Pipeline | Dimension::Product) || value.is_none());
        wanted.then(|| self.slice(number, None, None))
    }

    /// Whether pipeline and product are among those that were asked for.
    fn is_wanted(&self, pipeline: &str, product: Option<&str>) -> bool {
        let is_so = |dimension: &Dimension, is: Option<&str>| {
            let mut of = self.asked.conditions().iter().filter(|(by, _)| by == dimension).peekable();
            of.peek().is_none() || of.any(|(_, value): &(Dimension, Option<Box<str>>)| value.as_deref() == is)
        };
        is_so(&Dimension::Pipeline, Some(pipeline)) && is_so(&Dimension::Product, product)
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "only these two are of deals")]
    fn slice(&self, number: u32, pipeline: Option<&str>, product: Option<&str>) -> Slice {
        let base = self.slicer.slice(number);
        let parts = self.asked.dimensions().iter().zip(base.parts()).map(|(by, part)| match by {
            Dimension::Pipeline => pipeline,
            Dimension::Product => product,
            _ => part,
        });
        Slice::new(parts)
    }
}
