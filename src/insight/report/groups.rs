//! The slices that a report is split into, each with a small number.

use alloc::boxed::Box;
use alloc::vec::Vec;
use core::cmp::Ordering;

use serde::{Deserialize, Serialize};

/// What a slice is in one dimension; none: it is not known.
pub(in crate::insight) type Value = Option<Box<str>>;

/// The slices of a report.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(in crate::insight) struct Groups {
    keys: Vec<Box<[Value]>>,
    /// The numbers of the keys, in the order of the keys.
    order: Vec<u32>,
}

fn compare(key: &[Value], wanted: &[Option<&str>]) -> Ordering {
    key.iter().map(Option::as_deref).cmp(wanted.iter().copied())
}

impl Groups {
    /// The number of a slice.
    pub(super) fn number(&mut self, wanted: &[Option<&str>]) -> u32 {
        let found = self.order.binary_search_by(|place| compare(self.key(*place), wanted));
        match found {
            Ok(place) => self.order.get(place).copied().unwrap_or(0),
            Err(place) => {
                let number = u32::try_from(self.keys.len()).unwrap_or(u32::MAX);
                self.keys.push(wanted.iter().map(|value| value.map(Box::from)).collect());
                self.order.insert(place.min(self.order.len()), number);
                number
            }
        }
    }

    /// The slice of a number.
    pub(in crate::insight) fn key(&self, number: u32) -> &[Value] {
        usize::try_from(number).ok().and_then(|place| self.keys.get(place)).map_or(&[], |key| key)
    }

    pub(in crate::insight) fn len(&self) -> usize {
        self.keys.len()
    }

    /// The numbers that another's slices have here.
    pub(super) fn take_in(&mut self, other: &Self) -> Vec<u32> {
        let numbers = other.keys.iter().map(|key| {
            let wanted: Vec<Option<&str>> = key.iter().map(Option::as_deref).collect();
            self.number(&wanted)
        });
        numbers.collect()
    }

    /// The same slices in their order, and the new number of each.
    pub(super) fn in_order(&self, used: &[bool]) -> (Self, Vec<u32>) {
        let mut sorted = Self::default();
        let mut numbers = alloc::vec![0; self.keys.len()];
        for old in &self.order {
            let place = usize::try_from(*old).unwrap_or(usize::MAX);
            if !used.get(place).copied().unwrap_or(false) {
                continue;
            }
            let number = u32::try_from(sorted.keys.len()).unwrap_or(u32::MAX);
            sorted.keys.push(self.key(*old).into());
            sorted.order.push(number);
            if let Some(slot) = numbers.get_mut(place) {
                *slot = number;
            }
        }
        (sorted, numbers)
    }

    /// Whether keys stand in order, each once and of so many parts, and so do their numbers.
    pub(super) fn is_sound(&self, parts: usize) -> bool {
        let in_order = self.keys.is_sorted_by(|one, next| one < next);
        let numbers = self.order.iter().zip(0_u32..).all(|(number, place)| *number == place);
        in_order && numbers && self.order.len() == self.keys.len() && self.keys.iter().all(|key| key.len() == parts)
    }

    pub(super) fn is(&self, other: &Self) -> bool {
        self.keys == other.keys
    }
}
