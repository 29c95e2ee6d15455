//! The cells of a table while rows are counted into them: many rows, quickly.

use alloc::vec::Vec;

use crate::insight::reading::asked::Asked;
use crate::insight::reading::cutter::Cutter;
use crate::insight::reading::period::PeriodKey;
use crate::insight::report::Point;

/// The cells of a table, by slice and period.
#[derive(Debug)]
pub(super) struct Cells<'a, C> {
    cutter: Cutter<'a>,
    by_slice: Vec<OfSlice<C>>,
    /// Where nothing can come to: there is a cell for every place.
    nowhere: C,
}

/// The cells of one slice: only those that something stands in. Many slices of many periods would not fit into memory otherwise.
#[derive(Debug)]
struct OfSlice<C> {
    /// The places of periods, ascending, each with that of its cell.
    order: Vec<(usize, usize)>,
    cells: Vec<C>,
    /// Where the last one was found: the next is mostly there too.
    last: usize,
}

impl<C: Default> OfSlice<C> {
    const fn new() -> Self {
        Self { order: Vec::new(), cells: Vec::new(), last: 0 }
    }

    fn at(&mut self, period: usize) -> Option<&mut C> {
        let here = self.order.get(self.last).filter(|(known, _)| *known == period);
        if let Some((_, cell)) = here {
            return self.cells.get_mut(*cell);
        }
        let place = self.order.partition_point(|(known, _)| *known < period);
        if self.order.get(place).is_none_or(|(known, _)| *known != period) {
            self.order.insert(place.min(self.order.len()), (period, self.cells.len()));
            self.cells.push(C::default());
        }
        self.last = place;
        let cell = self.order.get(place).map(|(_, cell)| *cell);
        cell.and_then(|cell| self.cells.get_mut(cell))
    }
}

impl<'a, C: Default> Cells<'a, C> {
    pub(super) fn of(asked: &'a Asked) -> Self {
        Self { cutter: Cutter::new(asked.periods(), asked.zone()), by_slice: Vec::new(), nowhere: C::default() }
    }

    /// The cell of a slice in which a point stands.
    pub(super) fn at(&mut self, slice: u32, point: Point) -> &mut C {
        let period = self.cutter.place(point);
        let slice = usize::try_from(slice).unwrap_or(usize::MAX);
        if slice >= self.by_slice.len() {
            self.by_slice.resize_with(slice.saturating_add(1), OfSlice::new);
        }
        self.by_slice.get_mut(slice).and_then(|cells| cells.at(period)).unwrap_or(&mut self.nowhere)
    }

    /// Every cell with its slice and its period.
    pub(super) fn into_cells(self) -> impl Iterator<Item = (u32, PeriodKey, C)> {
        let keys = self.cutter.into_keys();
        let slices = (0_u32..).zip(self.by_slice);
        slices.flat_map(move |(slice, OfSlice { mut order, cells, .. })| {
            order.sort_unstable_by_key(|(_, cell)| *cell);
            let key = |(period, _): (usize, usize)| keys.get(period).copied().unwrap_or(PeriodKey::Undated);
            let cells: Vec<_> = order.into_iter().map(key).zip(cells).collect();
            cells.into_iter().map(move |(period, cell)| (slice, period, cell))
        })
    }
}
