//! Which slice of a reading each slice of a report belongs to.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;

use crate::insight::reading::asked::Asked;
use crate::insight::reading::read_error::ReadError;
use crate::insight::reading::slice::Slice;
use crate::insight::report::{Dimension, Report};

/// Which slice of a reading each slice of a report belongs to.
#[derive(Debug)]
pub(super) struct Slicer {
    /// By the number of the slice of the report; none: it was not asked for.
    of: Vec<Option<u32>>,
    slices: Vec<Slice>,
}

/// Whether only deals have a dimension: their readings put it in.
pub(super) const fn is_of_deals(dimension: &Dimension) -> bool {
    matches!(dimension, Dimension::Pipeline | Dimension::Product)
}

impl Slicer {
    pub(super) fn of(report: &Report, asked: &Asked) -> Result<Self, ReadError> {
        let place = |by: &Dimension| {
            let missing = || ReadError::NotSplitBy { by: by.clone(), has: report.by().to_vec() };
            report.by().iter().position(|known| known == by).ok_or_else(missing)
        };
        let places = asked.dimensions().iter().map(place).collect::<Result<Vec<usize>, _>>()?;
        let mut only: BTreeMap<usize, BTreeSet<Option<&str>>> = BTreeMap::new();
        for (dimension, value) in asked.conditions() {
            only.entry(place(dimension)?).or_default().insert(value.as_deref());
        }
        let mut numbers: BTreeMap<Slice, u32> = BTreeMap::new();
        let mut slices = Vec::new();
        let mut of = Vec::with_capacity(report.tables.groups.len());
        for number in 0..report.tables.groups.len() {
            let key = report.tables.groups.key(u32::try_from(number).unwrap_or(u32::MAX));
            let part = |place: &usize| key.get(*place).and_then(Option::as_deref);
            let wanted = |(place, values): (&usize, &BTreeSet<Option<&str>>)| {
                let deals = report.by().get(*place).is_some_and(is_of_deals);
                deals || values.contains(&part(place))
            };
            if !only.iter().all(wanted) {
                of.push(None);
                continue;
            }
            let slice = Slice::new(places.iter().map(part));
            let next = u32::try_from(slices.len()).unwrap_or(u32::MAX);
            let number = *numbers.entry(slice).or_insert_with_key(|slice| {
                slices.push(slice.clone());
                next
            });
            of.push(Some(number));
        }
        Ok(Self { of, slices })
    }

    /// The number of the slice that a slice of the report belongs to; none, if it was not asked for.
    pub(super) fn number(&self, group: u32) -> Option<u32> {
        usize::try_from(group).ok().and_then(|group| self.of.get(group)).copied().flatten()
    }

    pub(super) fn slice(&self, number: u32) -> Slice {
        usize::try_from(number).ok().and_then(|number| self.slices.get(number)).cloned().unwrap_or_default()
    }
}
