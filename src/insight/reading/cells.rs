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
    by_slice: Vec<Vec<C>>,
    /// Where nothing can come to: there is a cell for every place.
    nowhere: C,
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
            self.by_slice.resize_with(slice.saturating_add(1), Vec::new);
        }
        let cells = self.by_slice.get_mut(slice);
        cells
            .and_then(|cells| {
                if period >= cells.len() {
                    cells.resize_with(period.saturating_add(1), C::default);
                }
                cells.get_mut(period)
            })
            .unwrap_or(&mut self.nowhere)
    }

    /// Every cell with its slice and its period; some have never been asked for.
    pub(super) fn into_cells(self) -> impl Iterator<Item = (u32, PeriodKey, C)> {
        let keys = self.cutter.into_keys();
        let slices = (0_u32..).zip(self.by_slice);
        slices.flat_map(move |(slice, cells)| {
            let cells: Vec<_> = keys.iter().copied().zip(cells).collect();
            cells.into_iter().map(move |(period, cell)| (slice, period, cell))
        })
    }
}
