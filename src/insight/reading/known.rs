//! What was known of entrants at one instant after the other, without counting them anew for each.

use alloc::vec::Vec;

use crate::insight::line::place_of;
use crate::insight::reading::asked::Asked;
use crate::insight::reading::cohort::CohortAsked;
use crate::insight::reading::read_error::ReadError;
use crate::insight::reading::slicer::Slicer;
use crate::insight::report::{Column, CycleRow, Report};
use crate::values::{Instant, Milestone, Span};

/// The entrants whose window was over, and how far they had come: what the cohort table says of all slices and periods together.
#[derive(Debug)]
pub(super) struct Known {
    /// When it came to be known, which milestone was reached, or none of who became mature; and of how many.
    events: Vec<(i64, Option<usize>, i64)>,
    seen: usize,
    mature: i64,
    converted: [i64; 6],
}

impl Known {
    /// Nothing yet.
    pub(super) fn of(report: &Report, asked: &Asked, cohort: &CohortAsked) -> Result<Self, ReadError> {
        let slicer = Slicer::of(report, asked)?;
        let mut events = Vec::new();
        for (row, times) in report.tables.cycles.iter() {
            let Some((Column::Counted, entry, group)) = row.mark(place_of(cohort.entry)) else { continue };
            if !entry.is_known() || slicer.number(group).is_none() {
                continue;
            }
            let matures = entry.seconds().saturating_add(cohort.window.map_or(0, Span::signed));
            events.push((matures, None, times));
            for place in place_of(cohort.entry)..6 {
                if let Some(at) = converts(row, place, cohort) {
                    events.push((at.max(matures), Some(place), times));
                }
            }
        }
        events.sort_unstable();
        Ok(Self { events, seen: 0, mature: 0, converted: [0; 6] })
    }

    /// Goes on to an instant, which is not before the one it stands at.
    pub(super) fn go_on(&mut self, until: Instant) {
        while let Some((_, place, times)) = self.events.get(self.seen).filter(|(at, ..)| *at <= until.seconds()) {
            let slot = place.map_or(Some(&mut self.mature), |place| self.converted.get_mut(place));
            if let Some(slot) = slot {
                *slot = slot.saturating_add(*times);
            }
            self.seen = self.seen.saturating_add(1);
        }
    }

    pub(super) const fn mature(&self) -> i64 {
        self.mature
    }

    pub(super) fn converted(&self, milestone: Milestone) -> i64 {
        self.converted.get(place_of(milestone)).copied().unwrap_or(0)
    }
}

/// When an entrant has reached a milestone, or a later one, within the window. Nobody knows when: at once, if there is no window.
fn converts(row: &CycleRow, place: usize, cohort: &CohortAsked) -> Option<i64> {
    let (_, entry, _) = row.mark(place_of(cohort.entry))?;
    let window = cohort.window.map(Span::signed);
    let marks = (place..6).filter_map(|later| row.mark(later));
    let instants = marks.filter_map(|(_, point, _)| match (entry.seconds_to(point), window) {
        (None, None) => Some(i64::MIN),
        (None, Some(_)) => None,
        (Some(lag), window) => window.is_none_or(|window| lag <= window).then(|| point.seconds()),
    });
    instants.min()
}
