//! What recycling did to earlier engagement.

use alloc::vec::Vec;

use crate::scoring::bounds::HALVINGS;

/// What recycling did to earlier engagement.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(in crate::scoring) struct Marks {
    /// Occurrences up to here do not count.
    pub(super) reset: Option<i64>,
    /// Occurrences up to each of these count half; in order, after `reset`.
    pub(super) halved: Vec<i64>,
}

pub(in crate::scoring) const NO_MARKS: &Marks = &Marks { reset: None, halved: Vec::new() };

impl Marks {
    /// `None` when an occurrence at `at` no longer counts, otherwise how often it was halved.
    pub(in crate::scoring) fn halvings(&self, at: i64) -> Option<u32> {
        if self.reset.is_some_and(|reset| at <= reset) {
            return None;
        }
        let before = self.halved.partition_point(|mark| *mark < at);
        u32::try_from(self.halved.len().saturating_sub(before)).ok()
    }

    pub(in crate::scoring) fn is_empty(&self) -> bool {
        self.reset.is_none() && self.halved.is_empty()
    }

    pub(super) fn reset(&mut self, at: i64) {
        self.reset = self.reset.max(Some(at));
        let reset = self.reset;
        self.halved.retain(|mark| Some(*mark) > reset);
    }

    pub(super) fn halve(&mut self, at: i64) {
        if self.reset.is_some_and(|reset| at <= reset) {
            return;
        }
        if let Err(place) = self.halved.binary_search(&at) {
            self.halved.insert(place, at);
        }
        // What was halved so often is nothing: the oldest marks become one reset.
        let most = usize::try_from(HALVINGS).unwrap_or(usize::MAX);
        while self.halved.len() > most {
            let spent = self.halved.remove(0);
            self.reset = self.reset.max(Some(spent));
        }
    }
}
